//! Cuts text into words and folds them, so that what people type and what people wrote meet: lower case, marks gone, *aa* as å.
//! What a word means is left to the rest of the analyser.

/// How much of a word is looked at, in bytes of its folded form. The longest Norwegian words that people write are half as long; what
/// is longer is somebody's test of the search, and is cut so that no word costs more than another.
pub const LONGEST_WORD: usize = 64;

/// How many pieces a word with hyphens may have before it is taken for a line of ornaments.
const MOST_PIECES: usize = 6;

/// Walks through a text word by word.
pub struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    /// From the beginning of a text.
    pub fn new(text: &'t str) -> Words<'t> {
        Words { text, at: 0 }
    }

    /// The next word: its range in the text; `folded` becomes its folded form, with a hyphen kept between its pieces.
    pub fn next(&mut self, folded: &mut String) -> Option<(usize, usize)> {
        loop {
            folded.clear();
            let rest = self.text.get(self.at..)?;
            let start = self.at + rest.find(char::is_alphanumeric)?;
            let end = self.word(start, folded);
            self.at = end;
            if !folded.is_empty() {
                join_aa(folded);
                return Some((start, end));
            }
        }
    }

    /// Reads the word that starts at `start`, and says where it ends.
    fn word(&self, start: usize, folded: &mut String) -> usize {
        let mut end = start;
        let mut pieces = 1;
        let mut digit = false;
        let mut joint = None;
        for (offset, letter) in self.text.get(start..).unwrap_or_default().char_indices() {
            if letter.is_alphanumeric() {
                match joint.take() {
                    Some('-') if digit && letter.is_numeric() || pieces == MOST_PIECES => return end,
                    Some('-') => {
                        pieces += 1;
                        push(folded, "-");
                    }
                    _ => {}
                }
                digit = letter.is_numeric();
                fold_letter(letter, folded);
                end = start + offset + letter.len_utf8();
            } else if invisible(letter) {
                if joint.is_some() {
                    return end;
                }
                mark(letter, folded);
                end = start + offset + letter.len_utf8();
            } else if joint.is_none() && matches!(letter, '-' | '\u{2010}' | '\u{2011}') {
                joint = Some('-');
            } else if joint.is_none() && matches!(letter, '\'' | '\u{2019}' | '\u{2bc}') {
                joint = Some('\'');
            } else {
                return end;
            }
        }
        end
    }
}

/// The folded form of one word, without its hyphens. Folding what is folded changes nothing.
#[cfg(test)]
pub fn fold(word: &str) -> String {
    let mut folded = String::new();
    match Words::new(word).next(&mut folded) {
        Some(_) => folded.replace('-', ""),
        None => String::new(),
    }
}

fn push(folded: &mut String, more: &str) {
    if folded.len() + more.len() <= LONGEST_WORD {
        folded.push_str(more);
    }
}

/// Whether a character is part of the word it stands in, but shows nothing of its own: marks above and below letters, joiners, soft
/// hyphens, the signs that turn the direction of the text.
fn invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// A mark that makes another letter of the one before it; all others are dropped.
fn mark(letter: char, folded: &mut String) {
    let made = match (folded.chars().next_back(), letter) {
        (Some('a'), '\u{30a}') => 'å',
        (Some('a'), '\u{308}') => 'æ',
        (Some('o'), '\u{308}') => 'ø',
        _ => return,
    };
    if folded.len() < LONGEST_WORD {
        folded.pop();
        folded.push(made);
    }
}

fn fold_letter(letter: char, folded: &mut String) {
    if letter.is_ascii() {
        if folded.len() < LONGEST_WORD {
            folded.push(letter.to_ascii_lowercase());
        }
        return;
    }
    for lower in letter.to_lowercase() {
        let plain = match lower {
            'æ' | 'ä' | 'ǽ' | 'ǣ' => "æ",
            'ø' | 'ö' | 'œ' | 'ő' | 'ǿ' => "ø",
            'å' | 'ǻ' => "å",
            'à' | 'á' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
            'ď' | 'đ' | 'ð' => "d",
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
            'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǥ' | 'ǧ' => "g",
            'ĥ' | 'ħ' => "h",
            'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
            'ĵ' => "j",
            'ķ' | 'ǩ' => "k",
            'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
            'ñ' | 'ń' | 'ņ' | 'ň' | 'ŋ' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ŏ' => "o",
            'ŕ' | 'ŗ' | 'ř' => "r",
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
            'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
            'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
            'ŵ' => "w",
            'ý' | 'ÿ' | 'ŷ' => "y",
            'ź' | 'ż' | 'ž' | 'ʒ' | 'ǯ' => "z",
            'þ' => "th",
            'ß' => "ss",
            other if invisible(other) => "",
            other => {
                push(folded, other.encode_utf8(&mut [0; 4]));
                continue;
            }
        };
        push(folded, plain);
    }
}

/// *aa* is an older å. Not where it is the whole word: Anonyme Alkoholikere is no infinitive.
fn join_aa(folded: &mut String) {
    if folded.contains("aa") && folded != "aa" {
        *folded = folded.replace("aa", "å");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str) -> Vec<String> {
        let (mut words, mut folded, mut all) = (Words::new(text), String::new(), Vec::new());
        while words.next(&mut folded).is_some() {
            all.push(folded.clone());
        }
        all
    }

    #[test]
    fn letters_of_the_north_are_folded() {
        assert_eq!(fold("Haakon"), "håkon");
        assert_eq!(fold("AA"), "aa");
        assert_eq!(fold("Finnmárku"), "finnmarku");
        assert_eq!(fold("Trööndelage"), "trøøndelage");
        assert_eq!(fold("Čáhcesuolu"), "cahcesuolu");
        assert_eq!(fold("Porsáŋgu"), "porsangu");
        assert_eq!(fold("ÅPEN"), "åpen");
        assert_eq!(fold("a\u{30a}pen"), "åpen");
        assert_eq!(fold("cafe\u{301}"), "cafe");
        assert_eq!(fold("pa\u{ad}rørende"), "parørende");
    }

    #[test]
    fn words_are_cut_where_people_see_them_end() {
        assert_eq!(pieces("Rus- og psykisk helse."), ["rus", "og", "psykisk", "helse"]);
        assert_eq!(pieces("NAV-kontoret, e\u{2011}post"), ["nav-kontoret", "e-post"]);
        assert_eq!(pieces("16-17 år, 2018-05-16"), ["16", "17", "år", "2018", "05", "16"]);
        assert_eq!(pieces("peer’s don't ‘quote’"), ["peers", "dont", "quote"]);
        assert_eq!(pieces("-- ' \u{301} ***"), Vec::<String>::new());
        assert_eq!(pieces("a-b-c-d-e-f-g").len(), 2);
        assert_eq!(pieces("f.eks. rus/psykiatri"), ["f", "eks", "rus", "psykiatri"]);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            for word in pieces(&text).iter().flat_map(|word| word.split('-')) {
                prop_assert_eq!(&fold(word), word);
            }
        }

        #[test]
        fn words_lie_in_the_text(text in "[\\PC\u{300}\u{30a}\u{308}\u{ad}a-]{0,80}") {
            let (mut words, mut folded, mut before) = (Words::new(&text), String::new(), 0);
            while let Some((start, end)) = words.next(&mut folded) {
                prop_assert!(before <= start && start < end);
                prop_assert!(text.get(start..end).is_some());
                prop_assert!(!folded.is_empty() && folded.len() <= LONGEST_WORD);
                before = end;
            }
        }
    }
}
