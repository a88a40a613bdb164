//! Letters as they are compared where lists are put in order and words are counted. What is searched for is the search's own.

/// Words of one search that are looked for, all alternatives together: each may cost a look at every text. Of a pasted page they
/// are the first.
pub const WORDS: usize = 16;

/// Characters of one word that are looked for.
const WORD_CHARS: usize = 64;

/// Text as it is compared.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            folded.push(character.to_ascii_lowercase());
            continue;
        }
        for lower in character.to_lowercase() {
            folded.push(match lower {
                'á' | 'à' | 'â' | 'ã' => 'a',
                'č' | 'ç' => 'c',
                'đ' | 'ð' => 'd',
                'é' | 'è' | 'ê' | 'ë' => 'e',
                'í' | 'ï' | 'î' => 'i',
                'ŋ' | 'ñ' => 'n',
                'ó' | 'ò' | 'ô' | 'õ' => 'o',
                'ö' => 'ø',
                'ä' => 'æ',
                'š' => 's',
                'ŧ' => 't',
                'ú' | 'ü' | 'û' => 'u',
                'ž' => 'z',
                '\u{ad}' => continue,
                other => other,
            });
        }
    }
    folded
}

/// The words of a search, folded; none where nothing can be looked for.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let bounded: String = text.chars().take(WORDS * (WORD_CHARS + 1)).collect();
    for word in fold(&bounded).split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word: String = word.chars().take(WORD_CHARS).collect();
        if !words.contains(&word) {
            words.push(word);
        }
        if words.len() == WORDS {
            break;
        }
    }
    words
}

/// A name in the order of a Norwegian list: æ, ø, å last, and aa as å.
pub fn list_order(name: &str) -> String {
    fold(name)
        .replace("aa", "å")
        .chars()
        .map(|character| match character {
            'æ' => '{',
            'ø' => '|',
            'å' => '}',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_sound_alike_are_alike() {
        assert_eq!(fold("Čáhci og Ünïcôde, ÄÖ"), "cahci og unicode, æø");
        assert_eq!(fold("BLÅBÆRSYLTETØY"), "blåbærsyltetøy");
    }

    #[test]
    fn a_search_is_bounded() {
        assert_eq!(words("  Håp, og *håp*! "), ["håp", "og"]);
        assert!(words("* \" AND (").iter().all(|word| word == "and"));
        assert_eq!(words(&"a b c d ".repeat(10_000)).len(), 4);
        let long = (0..10_000).map(|n| format!("ord{n} ")).collect::<String>();
        assert_eq!(words(&long).len(), 16);
        assert!(words(&"x".repeat(100_000)).iter().all(|word| word.len() <= 64));
    }

    #[test]
    fn norwegian_names_come_in_norwegian_order() {
        let mut names = ["Ås", "Aasen", "Ørsta", "Ærlig", "Zebra", "Alta"];
        names.sort_by_key(|name| list_order(name));
        assert_eq!(names, ["Alta", "Zebra", "Ærlig", "Ørsta", "Ås", "Aasen"]);
    }
}
