//! # The words of a text
//!
//! Turns text into words that meet where a reader means the same: *brukerne* and *bruker*, *teneste* and *tjeneste*, *rusomsorg* and its
//! parts. The same text always gives the same words. Knows no index and no ranking; what people type is read by [`super::query`].
//!
//! * [`fold`]: where words begin and end, and their folded form;
//! * [`handmade`]: words listed by hand; [`lexicon`]: the forms of Bokmål; [`nynorsk`]: from nynorsk to Bokmål;
//! * [`compound`]: the parts of compounds;
//! * [`related`]: words that mean much the same, for queries only; [`places`]: former and other names of places.

mod compound;
mod fold;
mod handmade;
mod lexicon;
mod nynorsk;
pub(super) mod places;
pub(super) mod related;

pub(super) use fold::{LONGEST_WORD, Words};

use rust_stemmers::{Algorithm, Stemmer};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// How many distinct words the analysis is remembered of: twenty megabytes where all are used, which takes many stories. Most of any text
/// is a few thousand words; a word that is forgotten is analysed again. Slots are overwritten, never added.
const REMEMBERED: usize = 1 << 16;

/// How many parts of the memory can be looked into at the same time.
const LOCKS: usize = 64;

/// How deep a compound's parts are cut again.
const DEEPEST: usize = 4;

/// How many readings of one form are kept.
const MOST_READINGS: usize = 3;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it starts in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The folded form: lower case, marks gone, æøå kept, *aa* as å.
    pub exact: String,
    /// At least one key, the likeliest first: what all forms of the word have in common, in Bokmål and nynorsk.
    pub keys: Vec<String>,
    /// The keys of a compound's parts, and of parts that belong together; empty for other words.
    pub parts: Vec<String>,
}

/// The words of a text in their order.
pub fn words(text: &str) -> Vec<Word> {
    let mut all = Vec::with_capacity(text.len() / 6);
    each(text, |start, end, found| {
        all.push(Word { start, end, exact: found.exact.clone(), keys: found.keys.clone(), parts: found.parts.clone() });
    });
    all
}

/// [`words`], without a copy of each: where it starts, where it ends, and what there is to say of it.
pub(super) fn each(text: &str, mut word: impl FnMut(usize, usize, &Analysis)) {
    let (mut walk, mut folded) = (Words::new(text), String::with_capacity(LONGEST_WORD));
    while let Some((start, end)) = walk.next(&mut folded) {
        word(start, end, &remembered(&folded));
    }
}

/// What there is to say of a folded form (with hyphens between its pieces).
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Analysis {
    /// The folded form without hyphens.
    pub exact: String,
    /// See [`Word::keys`].
    pub keys: Vec<String>,
    /// See [`Word::parts`].
    pub parts: Vec<String>,
    /// The keys of the smallest parts of the likeliest reading, in order; one for a simple word.
    pub atoms: Vec<String>,
    /// Whether the word was found rather than guessed.
    pub known: bool,
}

thread_local! {
    static STEMMER: Stemmer = Stemmer::create(Algorithm::Norwegian);
}

/// A word that was analysed, if any.
type Slot = Option<(Box<str>, Arc<Analysis>)>;

/// Analyses by a hash of the word, in parts that lock by themselves.
struct Memory {
    hasher: RandomState,
    parts: Vec<Mutex<Vec<Slot>>>,
}

static MEMORY: LazyLock<Memory> = LazyLock::new(|| Memory {
    hasher: RandomState::new(),
    parts: (0..LOCKS).map(|_| Mutex::new(vec![None; REMEMBERED / LOCKS])).collect(),
});

/// [`analyse`], but for what was analysed lately.
pub(super) fn remembered(folded: &str) -> Arc<Analysis> {
    let hash = MEMORY.hasher.hash_one(folded) as usize;
    let part = MEMORY.parts.get(hash % LOCKS);
    let slot = hash / LOCKS % (REMEMBERED / LOCKS);
    let lock = || part.map(|part| part.lock().unwrap_or_else(PoisonError::into_inner));
    let found = lock().and_then(|part| match part.get(slot) {
        Some(Some((word, analysis))) if **word == *folded => Some(Arc::clone(analysis)),
        _ => None,
    });
    found.unwrap_or_else(|| {
        let analysis = Arc::new(analyse(folded));
        if let Some(place) = lock().as_mut().and_then(|part| part.get_mut(slot)) {
            *place = Some((folded.into(), Arc::clone(&analysis)));
        }
        analysis
    })
}

/// Analyses one folded form.
pub(super) fn analyse(folded: &str) -> Analysis {
    let exact = folded.replace('-', "");
    let mut readings = readings(&exact);
    let known = !readings.is_empty();
    // Hyphens say where a word is to be cut, if its pieces are words.
    let cut_by_hand = folded.contains('-') && folded.split('-').all(|piece| piece.len() > 2);
    if folded.contains('-') && (readings.is_empty() || cut_by_hand && readings.iter().all(|atoms| atoms.len() < 2)) {
        readings = vec![hyphened(folded)];
    }
    if readings.is_empty() {
        readings = guessed(&exact);
    }
    let mut analysis =
        Analysis { known: known || readings.first().is_some_and(|atoms| atoms.len() > 1), exact, ..Analysis::default() };
    for atoms in readings {
        add(&mut analysis.keys, atoms.concat());
        if atoms.len() > 1 {
            for part in groups(&atoms) {
                add(&mut analysis.parts, part);
            }
        }
        if analysis.atoms.is_empty() {
            analysis.atoms = atoms;
        }
    }
    analysis
}

fn add(list: &mut Vec<String>, more: String) {
    if !list.contains(&more) {
        list.push(more);
    }
}

/// The parts of a compound: each, and those that stand together, but not the whole.
fn groups(atoms: &[String]) -> Vec<String> {
    let mut all = atoms.to_vec();
    for length in 2..atoms.len() {
        all.extend(atoms.windows(length).map(<[String]>::concat));
    }
    all
}

/// The readings of a form that is known as it stands, each as the keys of its parts.
fn readings(form: &str) -> Vec<Vec<String>> {
    let direct = known(form);
    if !direct.is_empty() {
        return direct;
    }
    // The genitive of any word, and the plural of English ones.
    form.strip_suffix('s').filter(|stem| stem.len() > 2).map(known).unwrap_or_default()
}

fn known(form: &str) -> Vec<Vec<String>> {
    let listed = handmade::keys(form);
    if !listed.is_empty() {
        return listed.iter().map(|key| cut_lemma(key, 0)).collect();
    }
    let lemmas = lexicon::get(form).map(|known| known.lemmas).unwrap_or_default();
    let mut all = Vec::with_capacity(lemmas.len());
    for lemma in lemmas {
        let atoms = canonical(&lemma, 0);
        if !all.contains(&atoms) {
            all.push(atoms);
        }
    }
    all
}

/// The keys of a lemma's parts, by the names that nb and nn share.
fn canonical(lemma: &str, depth: usize) -> Vec<String> {
    match handmade::keys(lemma).first() {
        Some(key) => cut_lemma(key, depth),
        None => cut_lemma(lemma, depth),
    }
}

fn cut_lemma(lemma: &str, depth: usize) -> Vec<String> {
    let split = if depth < DEEPEST && !handmade::is_whole(lemma) {
        lexicon::get(lemma).and_then(|known| known.split.or_else(|| compound::halves(lemma)))
    } else {
        None
    };
    let halves = split.and_then(|(at, link)| Some((lemma.get(..at.checked_sub(link)?)?, lemma.get(at..)?)));
    match halves {
        Some((first, last)) => [canonical(first, depth + 1), canonical(last, depth + 1)].concat(),
        None => vec![lemma.to_owned()],
    }
}

/// A word with hyphens: its pieces are its parts.
fn hyphened(folded: &str) -> Vec<String> {
    folded.split('-').filter(|piece| !piece.is_empty()).flat_map(likeliest).collect()
}

/// The likeliest reading of a form that may not be known.
fn likeliest(form: &str) -> Vec<String> {
    readings(form).into_iter().next().or_else(|| guessed(form).into_iter().next()).unwrap_or_else(|| vec![form.to_owned()])
}

/// The readings of a form that is not known as it stands.
fn guessed(form: &str) -> Vec<Vec<String>> {
    let alphabetic = form.len() > 3 && !form.bytes().any(|byte| byte.is_ascii_digit());
    if alphabetic {
        let rewritten = nynorsk::behind(form, |candidate| handmade::knows(candidate) || lexicon::knows(candidate));
        if !rewritten.is_empty() {
            let mut all: Vec<Vec<String>> = Vec::new();
            for reading in rewritten.iter().flat_map(|candidate| known(candidate)) {
                if !all.contains(&reading) && all.len() < MOST_READINGS {
                    all.push(reading);
                }
            }
            // It may be a name or English after all; then its own forms shall meet.
            all.push(vec![stem(form)]);
            return all;
        }
        if let Some(pieces) = compound::cut(form) {
            let end = pieces.len().saturating_sub(1);
            let parts =
                pieces.iter().enumerate().flat_map(|(at, piece)| if at == end { likeliest(piece) } else { canonical(piece, 0) });
            return vec![parts.collect()];
        }
    }
    vec![vec![if alphabetic { stem(form) } else { form.to_owned() }]]
}

/// The stem of a word that nothing is known of: a name, a new word, another language. Where the stem is a known word, this is no form
/// of it, or it would be known as well.
fn stem(form: &str) -> String {
    let singular = form.strip_suffix("ies").map(|stem| [stem, "y"].concat());
    let form = singular.as_deref().unwrap_or(form);
    let stem = STEMMER.with(|stemmer| stemmer.stem(form).into_owned());
    if stem.chars().count() < 3 || lexicon::knows(&stem) || handmade::knows(&stem) { form.to_owned() } else { stem }
}

#[cfg(test)]
mod tests;
