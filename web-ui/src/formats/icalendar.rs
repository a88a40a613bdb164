//! Events as calendars read them (RFC 5545).
//!
//! A time is given as the clock on the wall shows it, with the zone beside it: a weekly meeting at six stays at six on both sides
//! of daylight saving. The identifier is the event's address, which is the same at every centre and through every correction.

use std::fmt;
use std::fmt::Write;

use super::printable;
use crate::dates::{Date, Moment};
use crate::people;

/// Bytes of a line, at most, without its end (RFC 5545, section 3.1).
const LINE_BYTES: usize = 75;

/// Who made the file, as the format wants to know.
const PRODUCT: &str = "-//Knutepunkt//Knutepunkt//NO";

/// When clocks are changed in Norway, and have been since 1996.
const OSLO: [&str; 16] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Oslo",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
];

/// A number of events under a name.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// What the calendar is called in a reader's list of calendars.
    pub name: String,
    /// The events.
    pub events: Vec<Event>,
}

/// One event.
#[derive(Clone)]
pub struct Event {
    /// What it is known by, everywhere and for ever: its address.
    pub uid: String,
    /// How often it was changed, or any number that grows with it.
    pub sequence: u64,
    /// When it was last changed, `20261103T143000Z`.
    pub modified: String,
    /// When it begins.
    pub start: Moment,
    /// When it ends, if that is known.
    pub end: Option<Moment>,
    /// On whose clock.
    pub zone: Zone,
    /// The rule by which it recurs; it must be a sound one, whose end is in universal time.
    pub rule: Option<String>,
    /// Whether it takes place.
    pub state: State,
    /// What it is called.
    pub title: String,
    /// The language of its texts, as a tag.
    pub lang: String,
    /// What it is about.
    pub description: String,
    /// Where it is.
    pub place: String,
    /// The address of its page, where that leads here from everywhere.
    pub url: Option<String>,
}

/// On whose clock a time is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Norway's.
    Oslo,
    /// Universal time.
    Universal,
    /// Another zone, by a name that calendars know.
    Named(String),
    /// Wherever the reader is, since nobody knows better.
    Floating,
}

/// Whether an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It does.
    Confirmed,
    /// It may.
    Tentative,
    /// It does not.
    Cancelled,
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({}, {} bytes)", self.uid, self.title.len() + self.description.len())
    }
}

impl Calendar {
    /// What such files are.
    pub const MEDIA_TYPE: &'static str = "text/calendar; charset=utf-8";

    /// The calendar as a file.
    pub fn write(&self) -> String {
        let mut out = Lines::default();
        out.plain("BEGIN:VCALENDAR");
        out.plain("VERSION:2.0");
        out.plain(&format!("PRODID:{PRODUCT}"));
        out.plain("CALSCALE:GREGORIAN");
        out.property("NAME", &self.name);
        out.property("X-WR-CALNAME", &self.name);
        out.plain("REFRESH-INTERVAL;VALUE=DURATION:PT12H");
        if self.events.iter().any(|event| event.zone == Zone::Oslo) {
            OSLO.iter().for_each(|line| out.plain(line));
            out.plain("END:VTIMEZONE");
        }
        self.events.iter().for_each(|event| event.write(&mut out));
        out.plain("END:VCALENDAR");
        out.0
    }
}

impl Event {
    fn write(&self, out: &mut Lines) {
        out.plain("BEGIN:VEVENT");
        out.property("UID", &self.uid);
        out.plain(&format!("DTSTAMP:{}", self.modified));
        out.plain(&format!("LAST-MODIFIED:{}", self.modified));
        out.plain(&format!("SEQUENCE:{}", self.sequence));
        self.time(out, "DTSTART", self.start);
        if let Some(end) = self.end {
            self.time(out, "DTEND", end);
        }
        if let Some(rule) = &self.rule {
            out.plain(&format!("RRULE:{rule}"));
        }
        out.plain(match self.state {
            State::Confirmed => "STATUS:CONFIRMED",
            State::Tentative => "STATUS:TENTATIVE",
            State::Cancelled => "STATUS:CANCELLED",
        });
        let language = people::language_tag(&self.lang).map_or_else(String::new, |tag| format!(";LANGUAGE={tag}"));
        out.property(&format!("SUMMARY{language}"), &self.title);
        for (name, text) in [("DESCRIPTION", &self.description), ("LOCATION", &self.place)] {
            if !text.is_empty() {
                out.property(&format!("{name}{language}"), text);
            }
        }
        if let Some(url) = self.url.as_deref().and_then(people::web_address) {
            out.plain(&format!("URL:{url}"));
        }
        out.plain("END:VEVENT");
    }

    fn time(&self, out: &mut Lines, name: &str, at: Moment) {
        let time = basic(at);
        out.plain(&match &self.zone {
            Zone::Oslo => format!("{name};TZID=Europe/Oslo:{time}"),
            Zone::Universal => format!("{name}:{time}Z"),
            Zone::Named(zone) => format!("{name};TZID={zone}:{time}"),
            Zone::Floating => format!("{name}:{time}"),
        });
    }
}

/// `20270216T090000`.
fn basic(at: Moment) -> String {
    let Moment { date: Date { year, month, day }, hour, minute } = at;
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}00")
}

/// Lines of a calendar, folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property with a text of somebody's.
    fn property(&mut self, name: &str, text: &str) {
        let mut escaped = String::with_capacity(text.len() + 16);
        for c in printable(text).chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c => escaped.push(c),
            }
        }
        self.plain(&format!("{name}:{escaped}"));
    }

    /// A line, folded where it is too long: on a character, never within one.
    fn plain(&mut self, line: &str) {
        let mut left = LINE_BYTES;
        for c in line.chars() {
            if c.len_utf8() > left {
                self.0.push_str("\r\n ");
                // The space that says that the line goes on is one of its bytes.
                left = LINE_BYTES - 1;
            }
            left -= c.len_utf8();
            self.0.push(c);
        }
        // Proof: writing to a String cannot fail.
        let _infallible = self.0.write_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        let start = Moment { date: Date { year: 2026, month: 10, day: 20 }, hour: 18, minute: 0 };
        Event {
            uid: "7f3a".to_owned(),
            sequence: 3,
            modified: "20261003T143000Z".to_owned(),
            start,
            end: Some(Moment { hour: 20, ..start }),
            zone: Zone::Oslo,
            rule: Some("FREQ=WEEKLY;COUNT=10".to_owned()),
            state: State::Confirmed,
            title: "Suppe, sang; og \\ prat".to_owned(),
            lang: "nb".to_owned(),
            description: "Kom som du er.\r\nDet er gratis.".to_owned(),
            place: "Liksomgata 5, 5700 Voss".to_owned(),
            url: Some("https://nordlys.example/arrangementer/7f3a".to_owned()),
        }
    }

    fn written(event: Event) -> String {
        Calendar { name: "Nordlys".to_owned(), events: vec![event] }.write()
    }

    #[test]
    fn an_event_says_what_a_calendar_needs() {
        let file = written(event());
        for line in [
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            "\r\nUID:7f3a\r\n",
            "\r\nDTSTART;TZID=Europe/Oslo:20261020T180000\r\nDTEND;TZID=Europe/Oslo:20261020T200000\r\n",
            "\r\nRRULE:FREQ=WEEKLY;COUNT=10\r\nSTATUS:CONFIRMED\r\n",
            "\r\nSUMMARY;LANGUAGE=nb:Suppe\\, sang\\; og \\\\ prat\r\n",
            "\r\nDESCRIPTION;LANGUAGE=nb:Kom som du er.\\nDet er gratis.\r\n",
            "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        ] {
            assert!(file.contains(line), "{line} in {file}");
        }
        assert!(file.find("END:VTIMEZONE").unwrap() < file.find("BEGIN:VEVENT").unwrap());
        assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn zones_are_said_as_calendars_want_them() {
        let start = |zone| written(Event { zone, ..event() });
        assert!(start(Zone::Universal).contains("\r\nDTSTART:20261020T180000Z\r\n"));
        assert!(start(Zone::Named("Europe/London".to_owned())).contains("\r\nDTSTART;TZID=Europe/London:20261020T180000\r\n"));
        let floating = start(Zone::Floating);
        assert!(floating.contains("\r\nDTSTART:20261020T180000\r\n") && !floating.contains("VTIMEZONE"));
    }

    #[test]
    fn long_lines_are_folded_on_characters() {
        for letter in ["ø", "a", "👩", "日"] {
            let title = letter.repeat(200);
            let file = written(Event { title: title.clone(), ..event() });
            assert!(file.split("\r\n").all(|line| line.len() <= LINE_BYTES), "{file}");
            assert!(file.replace("\r\n ", "").contains(&title));
        }
    }

    #[test]
    fn hostile_words_add_no_lines() {
        let bad = "x\r\nEND:VEVENT\rATTACH:https://evil.example\nBEGIN:VEVENT\u{85}\u{7f}\u{0}".to_owned();
        let file = written(Event {
            title: bad.clone(),
            lang: "nb:x\r\nATTACH".to_owned(),
            description: bad.clone(),
            place: bad.clone(),
            url: Some("https://x\r\nATTACH:y".to_owned()),
            ..event()
        });
        assert_eq!(file.split("\r\n").filter(|line| line.starts_with("END:VEVENT")).count(), 1);
        assert!(file.split("\r\n").all(|line| !line.starts_with("ATTACH") && !line.chars().any(char::is_control)));
    }
}
