//! Cuts compounds into their parts: *erfaringskonsulentprosjekter* is *erfaring*, *konsulent*, *prosjekt*. Only for words that are not
//! in the lexicon; those that are say themselves where they are to be cut.

use super::lexicon::{self, Part};
use super::{handmade, nynorsk};

/// The shortest word that is cut, in bytes.
const SHORTEST: usize = 6;

/// The longest word that is cut, in bytes: beyond that, trying all places costs too much for what nobody writes.
const LONGEST: usize = 48;

/// How many parts a compound has at most.
const MOST_PARTS: usize = 4;

/// What each part costs, so that few long parts are better than many short ones.
const PER_PART: f32 = 5.0;

/// Endings that are words as well, and particles: as parts they are mistakes nearly always.
const NO_PARTS: &[&str] = &[
    "het", "dom", "skap", "lig", "lige", "bar", "bare", "sam", "som", "ing", "inga", "ingen", "inger", "inne", "else", "eren",
    "ene", "ende", "ande", "ane", "ere", "este", "for", "en", "et", "er", "an", "be", "ned", "av", "om", "ved", "til", "den",
    "det", "der", "her", "de", "du", "da", "si", "se", "ha", "la", "le", "re", "te", "ti", "to", "tre", "vi", "is", "as", "i",
    "in", "on", "at", "as", "ar", "isk", "iske", "isme", "ismen", "ring", "ringen",
];

/// A part as it was found.
#[derive(Clone)]
struct Found {
    worth: f32,
    /// The lemmas or forms the compound is made of.
    words: Vec<String>,
}

/// The forms that a compound is made of, the last one inflected; nothing where it cannot be cut with some certainty.
pub fn cut(word: &str) -> Option<Vec<String>> {
    if word.len() < SHORTEST || word.len() > LONGEST || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = whole(word, false).or_else(|| whole(word, true))?;
    Some(found.words)
}

/// The same for a word that is a lemma, of which the lexicon does not say that it is a compound: only where both halves are long and often
/// seen in compounds. Where the last part starts, and how long the link before it is.
pub fn halves(lemma: &str) -> Option<(usize, usize)> {
    if lemma.len() < LONG_LEMMA || lemma.len() > LONGEST {
        return None;
    }
    let often = |word: &str| {
        lexicon::get(word).and_then(|known| known.part).filter(|_| word.len() >= LONG_HALF && !NO_PARTS.contains(&word))
    };
    let mut best = None;
    for (at, _) in lemma.char_indices() {
        let (Some(before), Some(after)) = (lemma.get(..at), lemma.get(at..)) else { continue };
        let Some(last) = often(after).filter(|part| part.last >= OFTEN || after.len() >= SELF_EVIDENT) else { continue };
        for link in ["", "s", "e"] {
            let Some(first) =
                before.strip_suffix(link).and_then(often).filter(|part| part.first >= OFTEN && part.links_with(link))
            else {
                continue;
            };
            let seen = first.first + last.last;
            if best.is_none_or(|(most, _)| seen > most) {
                best = Some((seen, (at, link.len())));
            }
        }
    }
    best.map(|(_, halves)| halves)
}

/// The shortest lemma that is halved, and the shortest half, in bytes.
const LONG_LEMMA: usize = 9;
const LONG_HALF: usize = 4;

/// How often a half must have been seen as such.
const OFTEN: u8 = 2;

/// A last half so long is no accident, even if it was not seen as one, in bytes.
const SELF_EVIDENT: usize = 8;

fn whole(word: &str, rewriting: bool) -> Option<Found> {
    let mut best: Option<Found> = None;
    for (at, _) in word.char_indices().filter(|(at, _)| *at >= 2) {
        let (Some(before), Some(after)) = (word.get(..at), word.get(at..)) else { continue };
        let Some(last) = last(after, rewriting) else { continue };
        let Some(head) = head(before, rewriting, MOST_PARTS - 1) else { continue };
        let worth = head.worth + last.worth;
        if best.as_ref().is_none_or(|best| worth > best.worth) {
            best = Some(Found { worth, words: [head.words, last.words].concat() });
        }
    }
    best.filter(|best| best.worth > -PER_PART * 3.0)
}

/// All that stands before the last part, which may be several parts.
fn head(text: &str, rewriting: bool, parts: usize) -> Option<Found> {
    let mut best: Option<Found> = None;
    for link in ["", "s", "e"] {
        let Some(word) = text.strip_suffix(link) else { continue };
        if let Some(found) = first(word, link, rewriting)
            && best.as_ref().is_none_or(|best| found.worth > best.worth)
        {
            best = Some(found);
        }
    }
    if best.is_some() || parts <= 1 || text.len() < SHORTEST {
        return best;
    }
    for (at, _) in text.char_indices().filter(|(at, _)| *at >= 3) {
        let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { continue };
        let Some(middle) = head(after, false, 1) else { continue };
        let Some(head) = head(before, false, parts - 1) else { continue };
        let worth = head.worth + middle.worth;
        if best.as_ref().is_none_or(|best| worth > best.worth) {
            best = Some(Found { worth, words: [head.words, middle.words].concat() });
        }
    }
    best
}

/// One part that is not the last, without its link.
fn first(word: &str, link: &str, rewriting: bool) -> Option<Found> {
    if word.len() < 2 || NO_PARTS.contains(&word) {
        return None;
    }
    let known = lexicon::get(word);
    let part = known.as_ref().and_then(|known| known.part);
    let mut seen = match part {
        Some(part) if part.links_with(link) => f32::from(part.first),
        Some(part) => f32::from(part.first) - 2.0,
        None if handmade::knows(word) && word.len() > 2 => 4.0,
        None => {
            if !rewriting || word.len() < 4 {
                return None;
            }
            let bokmål = nynorsk::behind(word, lexicon::knows)
                .into_iter()
                .find(|form| lexicon::get(form).is_some_and(|known| known.part.is_some()))?;
            let found = first(&bokmål, link, false)?;
            return Some(Found { worth: found.worth - 2.0, words: vec![bokmål] });
        }
    };
    if handmade::knows(word) {
        seen = seen.max(4.0);
    }
    worth(word, seen, link).map(|worth| Found { worth, words: vec![word.to_owned()] })
}

fn last(word: &str, rewriting: bool) -> Option<Found> {
    if word.len() < 3 || NO_PARTS.contains(&word) {
        return None;
    }
    let listed = handmade::keys(word);
    let seen = if listed.is_empty() {
        match lexicon::get(word) {
            Some(known) => known.lemmas.iter().filter_map(|lemma| lexicon::get(lemma)?.part).map(|part: Part| part.last).max()?,
            None if rewriting => {
                let bokmål = nynorsk::behind(word, |form| lexicon::knows(form) || handmade::knows(form)).into_iter().next()?;
                let found = last(&bokmål, false)?;
                return Some(Found { worth: found.worth - 2.0, words: vec![bokmål] });
            }
            None => return None,
        }
    } else {
        let known = listed.iter().filter_map(|key| lexicon::get(key)?.part).map(|part| part.last).max();
        known.unwrap_or(5).max(3)
    };
    worth(word, f32::from(seen), "").map(|worth| Found { worth, words: vec![word.to_owned()] })
}

/// How believable a part is; the shorter it is, the more often it must have been seen.
fn worth(word: &str, seen: f32, link: &str) -> Option<f32> {
    let length = word.chars().count();
    let needed = match length {
        0..=2 => 7.0,
        3 => 4.0,
        4 => 1.0,
        _ => -2.0,
    };
    let link = if link.is_empty() { 0.0 } else { 0.5 };
    (seen >= needed).then(|| seen * 0.4 + length.min(10) as f32 * 0.2 - link - PER_PART)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(word: &str) -> String {
        cut(word).map(|words| words.join("+")).unwrap_or_default()
    }

    #[test]
    fn compounds_are_cut() {
        for (word, expected) in [
            ("erfaringskonsulentprosjekter", "erfaring+konsulent+prosjekter"),
            ("mestringskurset", "mestring+kurset"),
            ("brukerstyringa", "bruker+styringa"),
            ("pårørendegruppe", "pårørende+gruppe"),
            ("recoverykonferansen", "recovery+konferansen"),
            ("rusavhengige", "rus+avhengige"),
            ("selvhjelpsgrupper", "selvhjelp+grupper"),
            ("traumebehandling", "traume+behandling"),
            ("hverdagsrehabilitering", "hverdag+rehabilitering"),
            ("navkontoret", "nav+kontoret"),
        ] {
            assert_eq!(parts(word), expected);
        }
    }

    #[test]
    fn other_words_stay_whole() {
        for word in ["kristiansund", "levanger", "anonymous", "kvalitetz", "strand", "experience", "tomrommene2"] {
            assert_eq!(parts(word), "", "{word}");
        }
    }
}
