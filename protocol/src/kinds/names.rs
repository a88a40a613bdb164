//! Names that machines give: ids, short names, codes of languages; and parties, who may be an id or words.

use super::error::Fault;
use super::limits;
use super::schema::Format;

/// An id: 64 lowercase hexadecimal digits.
pub const ID: Format = Format { name: "id", most: limits::LABEL_CHARS, normalise: id };

/// Whoever takes part: the id of a centre or an organisation, or a name in words.
pub const PARTY: Format = Format { name: "party", most: limits::LABEL_CHARS, normalise: party };

/// A short name: lower-case letters, digits and single hyphens.
pub const SHORT_NAME: Format = Format { name: "short_name", most: limits::SLUG_CHARS, normalise: short_name };

/// The code of a language, also of one in which no document is written: `nb`, `ar`, `sma`, `pt-BR`.
pub const LANGUAGE: Format = Format { name: "language", most: limits::FORMATTED_CHARS, normalise: language };

/// A colour: `#` and six hexadecimal digits, kept in small letters.
pub const COLOUR: Format = Format { name: "colour", most: limits::FORMATTED_CHARS, normalise: colour };

/// Fewer hexadecimal digits may be a word; so many in a row are an id that was cut off.
const SURELY_AN_ID: usize = 32;

/// Whether this is an id.
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn id(text: &str) -> Result<String, Fault> {
    if is_id(text) {
        Ok(text.to_owned())
    } else {
        Err(Fault::malformed("is not an id; write its 64 lowercase hexadecimal digits"))
    }
}

fn colour(text: &str) -> Result<String, Fault> {
    match text.strip_prefix('#') {
        Some(digits) if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => Ok(text.to_ascii_lowercase()),
        _ => Err(Fault::malformed("is not a colour; write `#` and six hexadecimal digits, as `#17594f`")),
    }
}

fn party(text: &str) -> Result<String, Fault> {
    let hexadecimal = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hexadecimal && text.len() >= SURELY_AN_ID && !is_id(text) {
        let what = "looks like an id and is none; write its 64 lowercase hexadecimal digits, or a name";
        return Err(Fault::malformed(what));
    }
    Ok(text.to_owned())
}

fn short_name(text: &str) -> Result<String, Fault> {
    let letters = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if letters && !text.starts_with('-') && !text.ends_with('-') && !text.contains("--") {
        Ok(text.to_owned())
    } else {
        let suggestion = super::slug(text);
        Err(Fault::malformed(format!("is not a short name; use a to z, digits and single hyphens, as `{suggestion}`")))
    }
}

fn language(text: &str) -> Result<String, Fault> {
    let mut parts = text.split('-');
    let first =
        parts.next().is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase()));
    let rest = parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if first && rest {
        Ok(text.to_owned())
    } else {
        Err(Fault::malformed("is not the code of a language; write two or three letters, such as `nb` or `ar`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_64_digits() {
        assert!(id(&"0a".repeat(32)).is_ok());
        for bad in ["", "0a", &"0A".repeat(32), &"0g".repeat(32), &"0a".repeat(33), &"ø".repeat(32)] {
            assert_eq!(id(bad).unwrap_err().rule, "malformed");
        }
    }

    #[test]
    fn a_party_is_an_id_or_words() {
        assert!(party("Nordlys").is_ok() && party(&"0a".repeat(32)).is_ok() && party("bada").is_ok());
        for cut in ["0a".repeat(31), "0A".repeat(32), "0a".repeat(33)] {
            assert_eq!(party(&cut).unwrap_err().rule, "malformed");
        }
    }

    #[test]
    fn short_names_stand_in_addresses() {
        assert!(short_name("nordlys-2").is_ok());
        for bad in ["Nordlys", "nord lys", "-nordlys", "nordlys-", "nord--lys", "nordlýs"] {
            assert_eq!(short_name(bad).unwrap_err().rule, "malformed", "{bad}");
        }
        assert!(short_name("Blå Tind").unwrap_err().what.contains("`bla-tind`"));
    }

    #[test]
    fn languages_have_codes() {
        assert!(language("nb").is_ok() && language("sma").is_ok() && language("pt-BR").is_ok());
        for bad in ["", "n", "norsk", "NB", "nb-", "nb_NO", "nb-x"] {
            assert_eq!(language(bad).unwrap_err().rule, "malformed", "{bad}");
        }
    }
}
