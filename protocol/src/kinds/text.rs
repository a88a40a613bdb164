//! Text that people wrote: trimmed, and free of characters that are not text.
//!
//! Nothing inside a text is dropped or replaced in silence, apart from the two ways of writing a line break becoming one.
//! Spelling variants of the same letter (composed or not) stay as they were written; search folds them.

use super::error::FieldError;
use super::path::Path;

/// Whether this character is no text: it acts on a terminal or turns the direction of what follows, so that a name could
/// read otherwise than it is written. A line break is judged by who asks.
pub(super) fn is_forbidden(character: char) -> bool {
    let line_break = character == '\n';
    let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let separates = matches!(character, '\u{2028}' | '\u{2029}');
    (character.is_control() && !line_break) || turns || separates
}

/// Whether nothing of it can be seen.
fn is_blank(text: &str) -> bool {
    let unseen = |character: char| matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    text.chars().all(|character| character.is_whitespace() || unseen(character))
}

/// One line of at most so many characters.
pub(super) fn line(path: &Path<'_>, given: &str, most: usize) -> Result<String, FieldError> {
    let text = given.trim();
    if text.contains('\n') {
        return Err(FieldError::at(path, "line_break", "stands on several lines; write it on one"));
    }
    sound(path, text, most)?;
    Ok(text.to_owned())
}

/// Text of at most so many characters that may have line breaks.
pub(super) fn prose(path: &Path<'_>, given: &str, most: usize) -> Result<String, FieldError> {
    // Forms send every line break as two characters.
    let text = given.replace("\r\n", "\n");
    let text = text.trim();
    sound(path, text, most)?;
    Ok(text.to_owned())
}

fn sound(path: &Path<'_>, text: &str, most: usize) -> Result<(), FieldError> {
    if is_blank(text) {
        return Err(FieldError::at(path, "empty", "is empty; write something or leave it out"));
    }
    let length = text.chars().count();
    if length > most {
        let what = format!("has {length} characters; shorten it to at most {most}");
        return Err(FieldError::at(path, "too_long", what));
    }
    if let Some((position, character)) = text.chars().enumerate().find(|(_, character)| is_forbidden(*character)) {
        let code = u32::from(character);
        let what =
            format!("has a character that is not text (U+{code:04X}) as its number {}; remove it or write a space", position + 1);
        return Err(FieldError::at(path, "control_character", what));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Result<String, &'static str> {
        line(&Path::root(), text, 10).map_err(|error| error.rule)
    }

    fn many(text: &str) -> Result<String, &'static str> {
        prose(&Path::root(), text, 10).map_err(|error| error.rule)
    }

    #[test]
    fn text_is_trimmed_and_otherwise_left() {
        assert_eq!(one("  Čáhci \u{a0}").as_deref(), Ok("Čáhci"));
        assert_eq!(many(" a\r\nb\n").as_deref(), Ok("a\nb"));
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(one("øøøøøøøøøø").is_ok());
        assert_eq!(one("øøøøøøøøøøø"), Err("too_long"));
    }

    #[test]
    fn what_cannot_be_seen_is_empty() {
        for blank in ["", " ", "\n", "\u{200b}\u{feff}", "\u{ad}", "\t"] {
            assert_eq!(many(blank), Err("empty"), "{blank:?}");
        }
    }

    #[test]
    fn characters_that_act_are_refused() {
        for acting in ["a\0b", "a\tb", "a\u{1b}b", "a\u{7f}b", "a\u{85}b", "a\u{202e}b", "a\u{2067}b", "a\u{2028}b"] {
            assert_eq!(one(acting), Err("control_character"), "{acting:?}");
            assert_eq!(many(acting), Err("control_character"), "{acting:?}");
        }
        assert_eq!(many("a\rb"), Err("control_character"));
    }

    #[test]
    fn one_line_is_one_line() {
        assert_eq!(one("a\nb"), Err("line_break"));
        assert_eq!(one("\na\n").as_deref(), Ok("a"), "a break around it is white space");
    }
}
