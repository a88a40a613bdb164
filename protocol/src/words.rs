//! The twenty-four words from which a hub's key is made, and the six check words by which people compare hubs (specification §2).
//!
//! The words are BIP-39 (English list, 256 bits and 8 of checksum): a well-known list whose words differ in their first four
//! letters. They exist on paper only; the machine forgets them after showing them once.

use crate::ids::HubId;
use crate::signed::Secret;
use bip39::{Language, Mnemonic};
use core::fmt::Write as _;
use zeroize::Zeroizing;

/// How many words make a key.
pub const WORDS: usize = 24;
/// How many check words stand for a hub: 66 bits, too many to imitate by trying keys.
pub const CHECK_WORDS: usize = 6;

/// What is wrong with words that should make a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// There are more or fewer than twenty-four.
    #[error("a hub's key has 24 words, and these are {0}: look for one left out or written twice")]
    Count(usize),
    /// One is not in the list.
    #[error("word {position} is not in the list{}", nearest(near))]
    Unknown {
        /// Which one, counted from 1.
        position: usize,
        /// Words of the list that look like it.
        near: Vec<&'static str>,
    },
    /// All are in the list, but they do not belong together.
    #[error("the 24 words do not belong together: one is another word of the list, or two changed places")]
    Checksum,
}

fn nearest(near: &[&str]) -> String {
    if near.is_empty() { String::new() } else { format!(": did you mean {}?", near.join(" or ")) }
}

/// The twenty-four words for 32 random bytes.
pub fn from_random(random: &[u8; 32]) -> Vec<&'static str> {
    // Proof: 32 bytes is one of the lengths that BIP-39 has; were it not, the list would be empty and refused by `hub_secret`.
    Mnemonic::from_entropy_in(Language::English, random).map(|words| words.words().collect()).unwrap_or_default()
}

/// The hub's secret key from its words, whatever white space and letter case they are written in.
pub fn hub_secret(text: &str) -> Result<Secret, WordsError> {
    let words: Vec<Zeroizing<String>> = text.split_whitespace().map(|word| Zeroizing::new(word.to_lowercase())).collect();
    for (index, word) in words.iter().enumerate().take(WORDS + 1) {
        if Language::English.find_word(word).is_none() {
            return Err(WordsError::Unknown { position: index + 1, near: similar(word) });
        }
    }
    if words.len() != WORDS {
        return Err(WordsError::Count(words.len()));
    }
    let mut line = Zeroizing::new(String::with_capacity(WORDS * 9));
    for word in &words {
        let _infallible = write!(line, "{} ", word.as_str());
    }
    let mnemonic = Mnemonic::parse_in_normalized(Language::English, line.trim_end()).map_err(|_| WordsError::Checksum)?;
    let entropy = Zeroizing::new(mnemonic.to_entropy());
    let seed = Zeroizing::new(crate::ids::hash("knutepunkt 2026 words to hub key", &[&entropy]));
    Ok(Secret::from_seed(&seed))
}

/// Six words that people read to each other to be sure that they mean the same hub.
pub fn check_words(hub: &HubId) -> String {
    let digest = crate::ids::hash("knutepunkt 2026 check words", &[hub.as_bytes()]);
    let list = Language::English.word_list();
    let mut bits: u128 = digest.iter().take(16).fold(0, |bits, byte| bits << 8 | u128::from(*byte));
    let mut words = Vec::with_capacity(CHECK_WORDS);
    for _ in 0..CHECK_WORDS {
        words.extend(list.get((bits & 2047) as usize).copied());
        bits >>= 11;
    }
    words.join(" ")
}

/// The words of the list that differ least from what was written, by at most two letters; at most three.
fn similar(word: &str) -> Vec<&'static str> {
    let written: Vec<char> = word.chars().take(12).collect();
    let mut near: Vec<(usize, &'static str)> = Language::English
        .word_list()
        .iter()
        .map(|candidate| (distance(&written, candidate), *candidate))
        .filter(|(distance, _)| *distance <= 2)
        .collect();
    near.sort();
    let least = near.first().map_or(0, |(distance, _)| *distance);
    near.into_iter().take_while(|(distance, _)| *distance == least).take(3).map(|(_, word)| word).collect()
}

/// Levenshtein's distance, one row at a time.
fn distance(a: &[char], b: &str) -> usize {
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (i, right) in b.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (j, letter) in a.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX - 1);
            let cost = (diagonal + usize::from(*letter != right)).min(above + 1).min(left + 1);
            diagonal = above;
            if let Some(place) = row.get_mut(j) {
                *place = left;
            }
            left = cost;
        }
        if let Some(place) = row.last_mut() {
            *place = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> String {
        from_random(&[42; 32]).join(" ")
    }

    #[test]
    fn words_make_the_same_key_in_any_white_space() {
        let secret = hub_secret(&line()).unwrap();
        let again = hub_secret(&line().to_uppercase().replace(' ', "\n\t ")).unwrap();
        assert_eq!(secret.public(), again.public());
    }

    #[test]
    fn a_wrong_word_is_named_with_its_position_and_neighbours() {
        let mut words: Vec<String> = line().split(' ').map(String::from).collect();
        words[6] = "abandom".into();
        let error = hub_secret(&words.join(" ")).unwrap_err();
        assert_eq!(error, WordsError::Unknown { position: 7, near: vec!["abandon"] });
        assert_eq!(error.to_string(), "word 7 is not in the list: did you mean abandon?");
        assert_eq!(hub_secret("abandon").unwrap_err(), WordsError::Count(1));
        words[6] = "abandon".into();
        assert_eq!(hub_secret(&words.join(" ")).unwrap_err(), WordsError::Checksum);
    }

    #[test]
    fn distances() {
        let of = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), b);
        assert_eq!(of("abandon", "abandon"), 0);
        assert_eq!(of("abandn", "abandon"), 1);
        assert_eq!(of("", "zoo"), 3);
        assert_eq!(of("kitten", "sitting"), 3);
    }

    #[test]
    fn check_words_are_six_and_differ_between_hubs() {
        let words = check_words(&HubId([1; 32]));
        assert_eq!(words.split(' ').count(), CHECK_WORDS);
        assert_ne!(words, check_words(&HubId([2; 32])));
    }
}
