//! Words that somebody who looks for one of them wants as well: made of the same stem (*håp*, *håpe*), listed as meaning much the same,
//! or written in a way that letters on a foreign keyboard and Norwegian spelling explain. For queries; documents are left as they are.

use super::{handmade, lexicon, readings, remembered};
use std::collections::HashMap;
use std::sync::LazyLock;

static SYNONYMS: &str = include_str!("lexicon/synonyms.txt");

/// What a word of the same stem counts beside the one that was typed.
const SAME_STEM: f32 = 0.45;

/// How many spellings are tried for a word that is not known.
const MOST_SPELLINGS: usize = 400;

/// What a word counts that was probably meant: in another spelling, or but for a slip of the finger.
const RESPELT: f32 = 0.8;
const SLIPPED: f32 = 0.5;

/// Shorter words have too many neighbours for a slip to be guessed, in letters.
const SHORTEST_SLIP: usize = 6;

/// Longer words are looked at so far only, in letters.
const MOST_LETTERS: usize = 32;

/// How many words may be meant by one slip.
const MOST_MEANT: usize = 3;

/// The letters that fingers slip to.
const LETTERS: &str = "abcdefghijklmnoprstuvyæøå";

static GROUPS: LazyLock<HashMap<String, Vec<(String, f32)>>> = LazyLock::new(|| {
    let mut groups: HashMap<String, Vec<(String, f32)>> = HashMap::new();
    for line in SYNONYMS.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let Some(weight) = words.next().and_then(|weight| weight.parse().ok()) else { continue };
        let keys: Vec<String> = words.filter_map(|word| remembered(word).keys.first().cloned()).collect();
        for key in &keys {
            let others = keys.iter().filter(|other| *other != key).map(|other| (other.clone(), weight));
            groups.entry(key.clone()).or_default().extend(others);
        }
    }
    groups
});

/// Keys that mean much the same as a key, with what they count.
pub fn synonyms(key: &str) -> &'static [(String, f32)] {
    GROUPS.get(key).map_or(&[], Vec::as_slice)
}

/// Endings that turn a word into another of the same stem, both ways.
const STEMS: &[(&str, &str)] = &[
    ("", "e"),
    ("", "het"),
    ("e", "ing"),
    ("e", "else"),
    ("e", "ning"),
    ("ing", "else"),
    ("er", "ning"),
    ("er", "ing"),
    ("sk", ""),
    ("i", "isk"),
    ("asjon", "ere"),
    ("", "ere"),
];

/// Lemmas of the same stem as a key that is a lemma.
pub fn same_stem(key: &str) -> Vec<(String, f32)> {
    let mut all = Vec::new();
    for (one, other) in STEMS.iter().flat_map(|(one, other)| [(one, other), (other, one)]) {
        let Some(stem) =
            key.strip_suffix(one).filter(|stem| stem.chars().count() >= if one.is_empty() || other.is_empty() { 4 } else { 3 })
        else {
            continue;
        };
        let candidate = [stem, other].concat();
        if candidate != *key && candidate.chars().count() > 3 && is_lemma(&candidate) {
            all.push((candidate, SAME_STEM));
        }
    }
    all
}

fn is_lemma(word: &str) -> bool {
    let lemma = lexicon::get(word).is_some_and(|known| known.lemmas.first().is_some_and(|lemma| lemma == word));
    lemma && handmade::keys(word).first().is_none_or(|key| *key == word)
}

/// What is typed for what: letters that a keyboard lacks, letters that sound alike.
const SPELLINGS: &[(&str, &str)] = &[
    ("oe", "ø"),
    ("ae", "æ"),
    ("aa", "å"),
    ("o", "ø"),
    ("a", "å"),
    ("a", "æ"),
    ("å", "o"),
    ("o", "å"),
    ("e", "æ"),
    ("æ", "e"),
    ("skj", "kj"),
    ("kj", "skj"),
    ("sj", "kj"),
    ("sj", "skj"),
    ("skj", "sj"),
    ("kj", "tj"),
    ("tj", "kj"),
    ("ch", "kj"),
    ("sh", "sj"),
    ("hv", "v"),
    ("v", "hv"),
    ("gj", "j"),
    ("j", "gj"),
    ("j", "hj"),
    ("hj", "j"),
    ("nn", "nd"),
    ("nd", "nn"),
    ("ll", "ld"),
    ("ld", "ll"),
    ("ng", "nk"),
    ("nk", "ng"),
    ("gt", "kt"),
    ("kt", "gt"),
    ("ks", "x"),
    ("x", "ks"),
    ("c", "k"),
    ("c", "s"),
    ("z", "s"),
    ("w", "v"),
    ("lig", "elig"),
    ("elig", "lig"),
    ("sion", "sjon"),
    ("tion", "sjon"),
    ("ph", "f"),
    ("qu", "kv"),
    ("th", "t"),
    ("y", "i"),
    ("i", "y"),
    ("d", ""),
    ("t", "d"),
    ("d", "t"),
    ("p", "b"),
    ("b", "p"),
    ("k", "g"),
    ("g", "k"),
    ("rr", "r"),
];

/// The keys of known words that a form that is not known was probably meant to be, with what they count.
pub fn respelt(form: &str) -> Vec<(String, f32)> {
    if form.chars().count() < 4 {
        return Vec::new();
    }
    let mut tried = 0;
    let mut layer = vec![(form.to_owned(), 0)];
    // One letter is a slip; several are a keyboard without them.
    for step in 0..3 {
        let mut next = Vec::new();
        for (word, from) in &layer {
            next.extend(spellings(word, *from, step > 0));
        }
        next.truncate(MOST_SPELLINGS - tried);
        tried += next.len();
        let keys = keys_of(next.iter().map(|(word, _)| word.as_str()));
        if !keys.is_empty() {
            return keys.into_iter().map(|key| (key, RESPELT)).collect();
        }
        layer = next;
    }
    let slipped = if form.chars().count() < SHORTEST_SLIP { Vec::new() } else { keys_of(slips(form).iter().map(String::as_str)) };
    // Where much could be meant, the index knows better what is there.
    if slipped.len() > MOST_MEANT { Vec::new() } else { slipped.into_iter().map(|key| (key, SLIPPED)).collect() }
}

fn keys_of<'w>(words: impl Iterator<Item = &'w str>) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for atoms in words.flat_map(readings) {
        let key = atoms.concat();
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Every word that is one slip of a finger away: a letter missing, added, wrong, or changed about with the next.
fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().take(MOST_LETTERS).collect();
    let mut all = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        let made = |middle: &[char], rest: usize| before.iter().chain(middle).chain(after.iter().skip(rest)).collect::<String>();
        if let [one, ..] = after {
            all.push(made(&[], 1));
            if let [_, two, ..] = after {
                all.push(made(&[*two, *one], 2));
            }
        }
        for letter in LETTERS.chars() {
            all.push(made(&[letter], 0));
            if !after.is_empty() {
                all.push(made(&[letter], 1));
            }
        }
    }
    all
}

/// Every spelling that is one replacement away, from left to right.
fn spellings(word: &str, from: usize, keyboard_only: bool) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    let kept = if keyboard_only { 6 } else { SPELLINGS.len() };
    for (letters, other) in SPELLINGS.iter().take(kept) {
        for (at, _) in word.match_indices(letters).filter(|(at, _)| *at >= from) {
            if let (Some(before), Some(after)) = (word.get(..at), word.get(at + letters.len()..)) {
                all.push(([before, other, after].concat(), at + other.len()));
            }
        }
    }
    if !keyboard_only {
        all.extend(doubled(word));
    }
    all
}

/// A double consonant written single, and a single one written double.
fn doubled(word: &str) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    let mut before = None;
    for (at, letter) in word.char_indices().filter(|(_, letter)| letter.is_ascii_lowercase() && !"aeiouy".contains(*letter)) {
        if let (Some(start), Some(end)) = (word.get(..at), word.get(at..)) {
            if before == Some((at.wrapping_sub(1), letter)) {
                all.push(([start, end.get(1..).unwrap_or_default()].concat(), at));
            } else {
                all.push((format!("{start}{letter}{end}"), at + 2));
            }
        }
        before = Some((at, letter));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_understood() {
        for (typed, meant) in [
            ("parorende", "pårørende"),
            ("paroerende", "pårørende"),
            ("komune", "kommune"),
            ("kjole", "kjole"),
            ("skjære", "skjære"),
            ("depresion", "depresjon"),
            ("vansklig", "vanskelig"),
            ("forteling", "fortelling"),
            ("folelse", "følelse"),
            ("avhengihet", "avhengighet"),
            ("behandlign", "behandling"),
        ] {
            let keys = respelt(typed);
            assert!(
                meant.is_empty() && keys.is_empty() || meant == typed || keys.iter().any(|(key, _)| key == meant),
                "{typed}: {keys:?}"
            );
        }
    }

    #[test]
    fn stems_meet() {
        let stems = |key: &str| same_stem(key).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
        assert!(stems("hjelp").contains(&"hjelpe".to_owned()));
        assert!(stems("mestring").contains(&"mestre".to_owned()));
        assert!(stems("ensom").contains(&"ensomhet".to_owned()));
        assert!(stems("mor").is_empty(), "{:?}", stems("mor"));
        assert!(stems("rus").is_empty(), "{:?}", stems("rus"));
    }

    #[test]
    fn synonyms_go_both_ways() {
        assert!(synonyms("recovery").iter().any(|(key, _)| key == "bedring"));
        assert!(synonyms("bedring").iter().any(|(key, _)| key == "recovery"));
        for line in SYNONYMS.lines().filter(|line| !line.starts_with('#')) {
            assert!(line.split_whitespace().count() > 2 && line.starts_with("0."), "{line}");
        }
    }
}
