//! What people wrote, on its way to a page.
//!
//! It is data: shown as it is, escaped by the templates, nothing taken out. This module only shortens it where a list needs
//! something short, and sees to it that a language tag, a link or a number from a document is one before it becomes an
//! attribute.

use std::borrow::Cow;

/// A title in a list, in `<title>`, in a sentence.
pub const TITLE_CHARS: usize = 140;

/// A summary in a list.
pub const SUMMARY_CHARS: usize = 300;

/// How an entry of a dense list begins.
pub const EXCERPT_CHARS: usize = 140;

/// How many characters may be spent for each one that shows. Letters with several marks need some; a megabyte of marks on
/// one letter is not something to read.
const CHARS_PER_SHOWN: usize = 4;

/// So many more, for the flags and families that a short text may consist of.
const CHARS_TO_SPARE: usize = 32;

/// At most `limit` characters as a reader would count them, and "…" if something was left out.
///
/// Marks, joiners and selectors belong to the character before them and are not counted, within reason. The work done
/// depends on `limit`, not on how long the text is.
pub fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    let mut shown = 0;
    let mut joined = false;
    let mut boundary = 0;
    for (spent, (at, c)) in text.char_indices().enumerate() {
        let starts = !extends(c) && !joined;
        joined = c == '\u{200d}';
        if starts && shown == limit {
            return shortened(text, at);
        }
        if spent == limit * CHARS_PER_SHOWN + CHARS_TO_SPARE {
            return shortened(text, if boundary > 0 { boundary } else { at });
        }
        if starts {
            shown += 1;
            boundary = at;
        }
    }
    Cow::Borrowed(text)
}

fn shortened(text: &str, at: usize) -> Cow<'_, str> {
    Cow::Owned(format!("{}…", text.get(..at).unwrap_or_default().trim_end()))
}

/// Whether a character belongs to the one before it: combining marks, joiners, variation selectors, skin tones.
fn extends(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x0610..=0x061A | 0x064B..=0x065F | 0x0E31 | 0x0E34..=0x0E3A | 0x0E47..=0x0E4E
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x200C..=0x200D | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F
        | 0x1F3FB..=0x1F3FF | 0xE0020..=0xE007F | 0xE0100..=0xE01EF)
}

/// Text for a place that can hold no markup (`<title>`): if it could turn its surroundings around, it is fenced in.
pub(crate) fn isolated(text: &str) -> String {
    if text.chars().any(
        |c| matches!(c, '\u{0590}'..='\u{08FF}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'),
    ) {
        format!("\u{2068}{text}\u{2069}")
    } else {
        text.to_owned()
    }
}

/// A language tag, if it is shaped like one.
pub(crate) fn language_tag(code: &str) -> Option<&str> {
    let shaped = (2..=35).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    shaped.then_some(code)
}

/// A web address that may become a link: `http` and `https` only, never a script.
pub(crate) fn web_address(address: &str) -> Option<&str> {
    const AT_MOST: usize = 2_000;
    let lower: String = address.chars().take(8).collect::<String>().to_ascii_lowercase();
    let scheme = lower.starts_with("https://") || lower.starts_with("http://");
    let plain = address.len() <= AT_MOST && !address.chars().any(|c| c.is_whitespace() || c.is_control());
    (scheme && plain).then_some(address)
}

/// An e-mail address that may become a link: one `@`, and nothing that adds fields to the message.
pub(crate) fn mail_address(address: &str) -> Option<&str> {
    let (name, domain) = address.split_once('@')?;
    let sound = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'));
    (address.len() <= 254 && sound(name) && sound(domain)).then_some(address)
}

/// A position that may become a link to the reader's own map: degrees north and east, and nothing else.
pub(crate) fn position(text: &str) -> Option<&str> {
    let (north, east) = text.split_once(',')?;
    let within = |part: &str, most: f64| {
        let plain = part.len() <= 12 && part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        plain && part.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= most)
    };
    (within(north, 90.0) && within(east, 180.0)).then_some(text)
}

/// The digits to dial, if the number is one.
pub(crate) fn dialled(number: &str) -> Option<String> {
    let mut digits = String::new();
    for (position, c) in number.trim().chars().enumerate() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if position == 0 => digits.push(c),
            ' ' | '\u{a0}' | '-' | '(' | ')' | '.' => {}
            _ => return None,
        }
        if digits.len() > 16 {
            return None;
        }
    }
    (digits.len() >= 3).then_some(digits)
}

/// A telephone number in the groups that Norwegians read aloud; anything else as it is.
pub(crate) fn phone(number: &str) -> Cow<'_, str> {
    let trimmed = number.trim();
    if trimmed.len() != 8 || !trimmed.bytes().all(|b| b.is_ascii_digit()) {
        return Cow::Borrowed(number);
    }
    let mut out = String::with_capacity(12);
    for (position, c) in trimmed.chars().enumerate() {
        // Mobile numbers (4 and 9) go 3-2-3, the others 2-2-2-2.
        let mobile = trimmed.starts_with(['4', '9']);
        let gap = if mobile { position == 3 || position == 5 } else { position > 0 && position % 2 == 0 };
        if gap {
            out.push('\u{a0}');
        }
        out.push(c);
    }
    Cow::Owned(out)
}

/// An organisation number as it is printed: `123 456 785`.
pub(crate) fn organisation_number(number: &str) -> Cow<'_, str> {
    match (number.get(..3), number.get(3..6), number.get(6..9)) {
        (Some(a), Some(b), Some(c)) if number.len() == 9 && number.bytes().all(|d| d.is_ascii_digit()) => {
            Cow::Owned(format!("{a}\u{a0}{b}\u{a0}{c}"))
        }
        _ => Cow::Borrowed(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_text_is_left_alone() {
        assert_eq!(cut("", 3), "");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "abc…");
        assert_eq!(cut("ab cd", 3), "ab…");
    }

    #[test]
    fn marks_stay_with_their_letter() {
        assert_eq!(cut("a\u{30a}b\u{30a}c", 2), "a\u{30a}b\u{30a}…");
        let family = "👩\u{200d}👧\u{200d}👦";
        assert_eq!(cut(&format!("{family}{family}x"), 2), format!("{family}{family}…"));
    }

    #[test]
    fn one_endless_letter_is_cut_too() {
        let endless = format!("a{}", "\u{301}".repeat(500_000));
        assert!(cut(&endless, 140).len() < 2_000);
        let after = format!("Kort b{}", "\u{301}".repeat(500_000));
        assert_eq!(cut(&after, 10), "Kort…");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert!(web_address("https://nordlys.example/å?a=b&c").is_some());
        for bad in ["javascript:alert(1)", " https://x", "https://x y", "data:text/html,x", "//x", "https://x\n", ""] {
            assert_eq!(web_address(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn only_plain_mail_addresses_become_links() {
        assert!(mail_address("post@nordlys.example").is_some());
        for bad in ["a@b?subject=x", "a@b,c@d", "a@b@c", "@b", "a b@c", "a%0a@b"] {
            assert_eq!(mail_address(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn numbers_are_grouped_as_people_say_them() {
        assert_eq!(phone("22400040"), "22\u{a0}40\u{a0}00\u{a0}40");
        assert_eq!(phone("91508588"), "915\u{a0}08\u{a0}588");
        assert_eq!(phone("116 123"), "116 123");
        assert_eq!(dialled("+47 22 40 00 40").as_deref(), Some("+4722400040"));
        assert_eq!(dialled("ring meg"), None);
        assert_eq!(organisation_number("123456785"), "123\u{a0}456\u{a0}785");
        assert_eq!(organisation_number("12345678å"), "12345678å");
    }
}
