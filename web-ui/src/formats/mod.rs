//! What other people's programs take from here, as text: calendars and feeds.
//!
//! As the pages, these decide nothing: what is in them, and whether it may be, was decided by whoever filled the struct. How
//! something is cited is in [`crate::cite`].

pub mod atom;
pub mod icalendar;

/// People's text for a format that can hold no control characters: line ends stay, the rest goes.
fn printable(text: &str) -> String {
    let kept = |c: &char| match c {
        '\n' | '\t' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    };
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(kept).collect()
}
