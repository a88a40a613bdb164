//! What is said when a field breaks a rule: which field, which rule, and one sentence on what to do.

use super::limits;
use super::path::Path;

/// A field that breaks a rule of authoring.
///
/// The message repeats at most a few characters of what was written, and is meant for the person who wrote it; a log
/// carries `field` and `rule` only.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FieldError {
    /// Where: `meeting.with`, `body[3]` (counted from 0), or `line` for the whole.
    pub field: String,
    /// The code of the broken rule.
    pub rule: &'static str,
    /// One sentence: what happened and what to do.
    pub message: String,
}

impl std::fmt::Debug for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldError({} at {}, {} bytes of message)", self.rule, self.field, self.message.len())
    }
}

impl FieldError {
    /// An error at a place; `what` continues the sentence that begins with the field's name.
    pub(super) fn at(path: &Path<'_>, rule: &'static str, what: impl std::fmt::Display) -> Self {
        let field = path.to_string();
        let message = format!("`{field}` {what}.");
        FieldError { field, rule, message }
    }

    /// An error about the whole line, with a sentence of its own.
    pub(super) fn of_line(rule: &'static str, message: impl Into<String>) -> Self {
        FieldError { field: "line".to_owned(), rule, message: message.into() }
    }
}

/// What a format has against a text: the rule, and the rest of the sentence that begins with the field's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The code of the broken rule.
    pub rule: &'static str,
    /// What is wrong and what to write instead.
    pub what: String,
}

impl Fault {
    /// A fault in the way a text is written.
    pub(super) fn malformed(what: impl Into<String>) -> Self {
        Fault { rule: "malformed", what: what.into() }
    }

    /// A fault under a rule of its own.
    pub(super) fn new(rule: &'static str, what: impl Into<String>) -> Self {
        Fault { rule, what: what.into() }
    }
}

/// What somebody wrote, as an error message may repeat it: short, and without characters that act on a terminal.
pub(super) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(limits::QUOTED_CHARS).flat_map(safe).collect();
    if text.chars().nth(limits::QUOTED_CHARS).is_some() {
        shown.push('…');
    }
    shown
}

fn safe(character: char) -> impl Iterator<Item = char> {
    let escaped = super::text::is_forbidden(character) || character == '\n' || character == '`';
    let plain = (!escaped).then_some(character);
    let escape = escaped.then(|| character.escape_unicode());
    plain.into_iter().chain(escape.into_iter().flatten())
}

/// Words as a sentence lists them: `a`, `b` or `c`.
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_repeats_little_and_nothing_that_acts() {
        assert_eq!(quoted("relativ"), "relativ");
        assert_eq!(quoted("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(quoted(&"x".repeat(1_000_000)).chars().count(), limits::QUOTED_CHARS + 1);
    }

    #[test]
    fn words_are_listed_as_in_a_sentence() {
        assert_eq!(listed([]), "nothing");
        assert_eq!(listed(["nb"]), "`nb`");
        assert_eq!(listed(["nb", "nn", "se"]), "`nb`, `nn` or `se`");
    }

    #[test]
    fn debug_prints_no_content() {
        let error = FieldError::at(&Path::root().then("title"), "too_long", "cannot be `secret`");
        assert_eq!(format!("{error:?}"), "FieldError(too_long at title, 27 bytes of message)");
        assert_eq!(error.to_string(), "`title` cannot be `secret`.");
    }
}
