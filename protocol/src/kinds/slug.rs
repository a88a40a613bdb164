//! Short names made from names: what stands in web addresses, folders and commands.

use super::limits;

/// What a name without any letter that can be folded is called.
const FALLBACK: &str = "senter";

/// The short name that follows from a name: lower case, hyphens, and Norwegian and Sámi letters as their nearest Latin ones.
///
/// ```
/// use knutepunkt_protocol::kinds::slug;
/// assert_eq!(slug("Nordlys Tromsø"), "nordlys-tromso");
/// ```
pub fn slug(name: &str) -> String {
    let mut short = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        let folded = folded(letter);
        match folded {
            Some(plain) if short.len() + plain.len() <= limits::SLUG_CHARS => short.push_str(plain),
            Some(_) => break,
            None if letter.is_ascii_alphanumeric() && short.len() < limits::SLUG_CHARS => short.push(letter),
            None if letter.is_ascii_alphanumeric() => break,
            None if short.is_empty() || short.ends_with('-') => {}
            None => short.push('-'),
        }
    }
    short.truncate(limits::SLUG_CHARS);
    let short = short.trim_end_matches('-');
    if short.is_empty() { FALLBACK.to_owned() } else { short.to_owned() }
}

/// The plain letters for one that stands outside of a to z, and nothing for an accent that follows its letter.
fn folded(letter: char) -> Option<&'static str> {
    Some(match letter {
        'æ' => "ae",
        'ø' | 'ö' | 'ó' | 'ò' | 'ô' | 'õ' => "o",
        'å' | 'á' | 'à' | 'ä' | 'â' | 'ã' => "a",
        'č' | 'ç' => "c",
        'đ' | 'ð' => "d",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'ï' | 'í' | 'ì' | 'î' => "i",
        'ŋ' | 'ñ' | 'ń' => "n",
        'š' | 'ś' => "s",
        'ŧ' => "t",
        'þ' => "th",
        'ü' | 'ú' | 'ù' | 'û' => "u",
        'ý' => "y",
        'ž' | 'ź' => "z",
        'ß' => "ss",
        '\u{300}'..='\u{36f}' | '\'' | '’' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norwegian_and_sami_letters_are_folded() {
        assert_eq!(slug("Blåtind Æresfjord Øst"), "blatind-aeresfjord-ost");
        assert_eq!(slug("ÁČĐŊŠŦŽÏÖ áčđŋšŧžïö"), "acdnstzio-acdnstzio");
        assert_eq!(slug("Bla\u{30a}tind"), "blatind", "an accent of its own after the letter");
    }

    #[test]
    fn everything_else_becomes_one_hyphen() {
        assert_eq!(slug("  Nordlys -- senter (2) "), "nordlys-senter-2");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("Olas' hus"), "olas-hus");
    }

    #[test]
    fn a_short_name_is_never_empty_and_never_long() {
        for nothing in ["", "---", "Сияние", "🙂", "\0"] {
            assert_eq!(slug(nothing), "senter");
        }
        let long = slug(&"æ b".repeat(100_000));
        assert!(long.len() <= limits::SLUG_CHARS && !long.ends_with('-') && long.is_ascii());
        assert_eq!(slug(&long), long, "a short name is its own");
    }
}
