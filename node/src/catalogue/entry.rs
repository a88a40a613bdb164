//! What lists and searches need to know of one document.

use super::listed::Listed;
use super::occurrences::{self, Occurrences};
use super::shown::{self, Shown};
use super::{Facet, Shelf, dates};
use crate::identity::StoryContact;
use knutepunkt_protocol::ids::{Address, ChangeHash, DocumentId, HubId};
use knutepunkt_protocol::replica::Replica;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_web_ui::dates::{Date, Moment};
use knutepunkt_web_ui::{municipalities, people};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

/// A code: one of ours, or whatever somebody wrote.
pub type Code = Cow<'static, str>;

/// Codes longer than this are nobody's, and codes of one document beyond so many are not counted.
const CODE_BYTES: usize = 64;
const CODES: usize = 64;

/// Where most events are, and so their time zone when none is given.
pub const TIME_ZONE: &str = "Europe/Oslo";

/// Characters of a rule that are kept: longer ones are not worked out.
const RULE_CHARS: usize = knutepunkt_protocol::kinds::limits::RECURRENCE_CHARS;

/// One document in a list.
#[derive(Clone)]
pub struct Entry {
    /// Its address.
    pub address: Address,
    /// The version that was read.
    pub version: DocumentId,
    heads: Box<[ChangeHash]>,
    /// The list it is in.
    pub shelf: Shelf,
    /// The kind's code.
    pub kind: Code,
    /// The hub that owns it.
    pub hub: HubId,
    /// Its language, as a tag.
    pub lang: Code,
    /// Its title or name, cut to what a list shows.
    pub title: Box<str>,
    /// Its summary, or how it begins; nothing where a reader is to be warned first.
    pub summary: Box<str>,
    /// Its codes, by facet.
    pub codes: Box<[(Facet, Code)]>,
    /// Seconds since 1970.
    pub modified: u64,
    /// Search engines may list it: of stories, where the teller says so.
    pub search_engines: bool,
    /// When an event begins, and how long after that it may still take place.
    pub span: Option<Span>,
    /// Something to know first: the state of an event or a hub, an organisation's alert.
    pub state: Option<Box<str>>,
    /// What a hub says of itself beside that.
    pub profile: Option<Box<Profile>>,
    /// What the directory needs to know beside that.
    pub listed: Option<Box<Listed>>,
    /// Whom it names: organisers, what it is about, who is responsible; ids or names.
    pub names: Box<[Box<str>]>,
}

/// When an event takes place, in local time as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The beginning, `2027-02-16T09:00`.
    pub start: Box<str>,
    /// The end, if it is known.
    pub end: Option<Box<str>>,
    /// The last day on which it may take place, recurrences included; `9999-12-31` where that is open.
    pub last: Box<str>,
    /// The time zone, where it is not Norway's.
    pub zone: Option<Box<str>>,
    /// The rule by which it recurs.
    pub rule: Option<Box<str>>,
    /// When it takes place, if it recurs and that can be worked out.
    pub occurrences: Option<Occurrences>,
    /// The town it is in.
    pub town: Option<Box<str>>,
}

impl Span {
    /// Whether it takes place on one of the days from `from` to `to`. Where that was not worked out, whether it may.
    pub fn within(&self, from: Option<&str>, to: Option<&str>) -> bool {
        let known = self.occurrences.as_ref().and_then(|occurrences| occurrences.within(from, to));
        known.unwrap_or_else(|| {
            let day = self.start.get(..10).unwrap_or_default();
            from.is_none_or(|from| self.last.as_ref() >= from) && to.is_none_or(|to| day <= to)
        })
    }

    /// When one that begins at `start` ends: as long after it as the first one, by the clock.
    pub fn end_of(&self, start: Moment) -> Option<Moment> {
        let (first, end) = (dates::parse_moment(&self.start)?, dates::parse_moment(self.end.as_deref()?)?);
        Some(Moment { date: dates::later(start.date, dates::between(first.date, end.date)), ..end })
    }

    /// When it begins next, from a day on; its first beginning where there is none, or none is known.
    pub fn next(&self, day: Option<Date>) -> Option<Moment> {
        let next = self.occurrences.as_ref().and_then(|occurrences| occurrences.between(day, None).next());
        next.or_else(|| dates::parse_moment(&self.start))
    }
}

/// What a hub says of itself.
#[derive(Clone, Default)]
pub struct Profile {
    /// Its short name.
    pub slug: Option<Box<str>>,
    /// Its web site.
    pub website: Option<Box<str>>,
    /// The hub that goes on after it.
    pub successor: Option<HubId>,
    /// Whom tellers can talk with.
    pub contact: Option<StoryContact>,
}

impl fmt::Debug for Entry {
    /// Titles and texts are people's words: only their size is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({} {}, {} bytes)", self.kind, self.address.short(), self.bytes())
    }
}

impl Entry {
    /// What lists need to know of a document; none for kinds that are not listed.
    pub fn of(shown: &Shown) -> Option<Entry> {
        let shelf = Shelf::of_kind(&shown.kind)?;
        let warned = is_warned(shelf, shown);
        let summary = match shown.text("summary").or_else(|| shown.text("description")) {
            Some(summary) => people::cut(summary, people::SUMMARY_CHARS).into(),
            None if warned => Box::default(),
            None => excerpt(shown),
        };
        let title = people::cut(shown.title(), people::TITLE_CHARS);
        Some(Entry {
            address: shown.address,
            version: shown.version,
            heads: shown.heads.clone(),
            shelf,
            kind: code(&shown.kind),
            hub: shown.hub,
            lang: shown.text("lang").map(code).unwrap_or_default(),
            summary,
            codes: codes(shelf, shown),
            modified: shown.modified,
            search_engines: shelf != Shelf::Stories || allows_search_engines(shown),
            span: (shelf == Shelf::Events).then(|| span(shown)).flatten(),
            state: state(shelf, shown).map(Into::into),
            profile: (shown.kind == "hub").then(|| Box::new(profile(shown))),
            listed: (shelf == Shelf::Directory).then(|| Box::new(Listed::of(shown))),
            names: names(shelf, shown),
            title: title.into(),
        })
    }

    /// Whether this is what stands at its address now.
    pub fn stands(&self, replica: &Replica) -> bool {
        match replica.standing(&self.address) {
            Standing::Shown(version) => {
                version == self.version
                    && replica.document(&version).is_some_and(|document| document.heads.iter().eq(self.heads.iter()))
            }
            _ => replica.edition(&self.address) == Some(self.version),
        }
    }

    /// The codes that it has in a facet.
    pub fn codes_of(&self, facet: Facet) -> impl Iterator<Item = &str> {
        self.codes.iter().filter(move |(of, _)| *of == facet).map(|(_, code)| code.as_ref())
    }

    /// Bytes that it takes in memory, roughly.
    pub fn bytes(&self) -> usize {
        size_of::<Entry>()
            + self.title.len()
            + self.summary.len()
            + self.listed.as_ref().map_or(0, |listed| listed.bytes())
            + self.names.iter().map(|name| name.len() + size_of::<Box<str>>()).sum::<usize>()
            + self.span.as_ref().and_then(|span| span.occurrences.as_ref()).map_or(0, Occurrences::bytes)
            + self.codes.len() * size_of::<(Facet, Code)>()
            + self.heads.len() * size_of::<ChangeHash>()
    }
}

/// Whether the teller of a story lets search engines in.
pub fn allows_search_engines(shown: &Shown) -> bool {
    let scopes = shown.record("consent").and_then(|consent| consent.get("scopes"));
    shown::texts(scopes).any(|scope| scope == "search_engines")
}

/// How a text begins.
fn excerpt(shown: &Shown) -> Box<str> {
    let mut text = String::new();
    for paragraph in shown.texts("body") {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&people::cut(paragraph, people::SUMMARY_CHARS));
        if text.chars().count() >= people::SUMMARY_CHARS {
            break;
        }
    }
    people::cut(&text, people::SUMMARY_CHARS).into()
}

/// What a search looks through, besides the title, in paragraphs.
pub(super) fn searched(shown: &Shown) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    parts.extend(["summary", "description", "responsible", "alert"].iter().filter_map(|name| shown.text(name)));
    parts.extend(shown.texts("body"));
    for name in ["partners", "sites", "organisers", "collaborators"] {
        parts.extend(shown.texts(name));
    }
    for service in shown.records("services") {
        parts.extend(["name", "description"].iter().filter_map(|name| service.get(*name).and_then(Value::as_str)));
    }
    for location in shown.records("locations").chain(shown.record("location")) {
        let address = location.get("address").and_then(Value::as_object);
        parts.extend(["street", "city"].iter().filter_map(|name| address?.get(*name)?.as_str()));
    }
    parts
}

/// Whether a reader is to be warned before the text.
pub(super) fn is_warned(shelf: Shelf, shown: &Shown) -> bool {
    shelf == Shelf::Stories && shown.texts("content_warnings").next().is_some()
}

/// Whom an event, a resource or an article names as those who stand behind it, or what it is about.
fn names(shelf: Shelf, shown: &Shown) -> Box<[Box<str>]> {
    if matches!(shelf, Shelf::Stories | Shelf::Directory) {
        return Box::default();
    }
    let single = ["responsible", "about"].into_iter().filter_map(|name| shown.text(name));
    let several = ["organisers", "collaborators", "partners", "sites"].into_iter().flat_map(|name| shown.texts(name));
    single.chain(several).take(CODES).map(|name| people::cut(name, people::TITLE_CHARS).into()).collect()
}

fn codes(shelf: Shelf, shown: &Shown) -> Box<[(Facet, Code)]> {
    let mut codes: BTreeSet<(Facet, Code)> = BTreeSet::new();
    let mut add = |facet: Facet, of: &str| {
        if codes.len() < CODES && !of.is_empty() && of.len() <= CODE_BYTES {
            codes.insert((
                facet,
                shelf
                    .vocabulary(facet)
                    .and_then(|known| known.iter().find(|code| **code == of))
                    .map_or_else(|| code(of), |known| Cow::Borrowed(*known)),
            ));
        }
    };
    let single = [
        (Facet::Lang, "lang"),
        (Facet::Type, "type"),
        (Facet::Role, "narrator_role"),
        (Facet::Field, "field"),
        (Facet::Mode, "mode"),
        (Facet::Involvement, "involvement"),
        (Facet::Evidence, "evidence"),
        (Facet::Phase, "phase"),
    ];
    for (facet, name) in single {
        if let Some(code) = shown.text(name) {
            add(facet, code);
        }
    }
    let lists = [
        (Facet::Theme, "themes"),
        (Facet::Helped, "helped"),
        (Facet::Without, "content_warnings"),
        (Facet::Offer, "offers"),
        (Facet::County, "county"),
        (Facet::Accessibility, "accessibility"),
    ];
    for (facet, name) in lists {
        shown.texts(name).for_each(|code| add(facet, code));
    }
    if shelf == Shelf::Stories {
        add(Facet::Length, super::shelf::length(shown.texts("body").map(|text| text.split_whitespace().count()).sum()));
    }
    if let Some(county) = shown.record("place").and_then(|place| place.get("county")).and_then(Value::as_str) {
        add(Facet::County, county);
    }
    for location in shown.records("locations").chain(shown.record("location")) {
        shown::texts(location.get("accessibility")).for_each(|code| add(Facet::Accessibility, code));
        let address = location.get("address").and_then(Value::as_object);
        let part = |name: &str| address.and_then(|address| address.get(name)).and_then(Value::as_str);
        part("county").into_iter().for_each(|county| add(Facet::County, county));
        // A former number finds today's municipality, and with it today's county.
        if let Some(number) = part("municipality").map(municipalities::today) {
            add(Facet::Municipality, number);
            municipalities::county(number).into_iter().for_each(|county| add(Facet::County, county));
        }
    }
    if let Some(area) = shown.record("service_area") {
        shown::texts(area.get("counties")).for_each(|county| add(Facet::County, county));
        for municipality in shown::texts(area.get("municipalities")) {
            let municipality = municipalities::today(municipality);
            add(Facet::Municipality, municipality);
            municipality.get(..2).into_iter().for_each(|county| add(Facet::County, county));
        }
    }
    codes.into_iter().collect()
}

fn state(shelf: Shelf, shown: &Shown) -> Option<&str> {
    match shelf {
        Shelf::Events => shown.text("state"),
        Shelf::Directory if shown.kind == "hub" => shown.text("state"),
        Shelf::Directory => shown.text("alert"),
        _ => None,
    }
}

fn profile(shown: &Shown) -> Profile {
    let contact = shown.record("story_contact");
    let part = |name: &str| contact.and_then(|contact: &Map<String, Value>| contact.get(name)).and_then(Value::as_str);
    Profile {
        slug: shown.text("slug").map(|slug| people::cut(slug, CODE_BYTES).into()),
        website: shown.text("website").map(Into::into),
        successor: shown.text("successor").and_then(|hub| hub.parse().ok()),
        contact: match (part("name"), part("phone")) {
            (Some(name), Some(phone)) => {
                let hours = part("hours").unwrap_or_default().to_owned();
                Some(StoryContact { name: name.to_owned(), phone: phone.to_owned(), hours })
            }
            _ => None,
        },
    }
}

/// When and where an event takes place, if it says when.
pub fn span(shown: &Shown) -> Option<Span> {
    let start = shown.text("start")?;
    let begin = dates::parse_moment(start)?;
    let end = shown.text("end").filter(|end| dates::parse_moment(end).is_some() && *end >= start);
    let ends = end.unwrap_or(start).get(..10)?;
    let rule = shown.text("rrule").filter(|rule| !rule.is_empty());
    let zone = shown.text("tz").filter(|zone| !zone.is_empty()).unwrap_or(TIME_ZONE);
    let today = dates::in_oslo(crate::clock::now()).date;
    let address = shown.record("location").and_then(|location| location.get("address")).and_then(Value::as_object);
    let town = address.and_then(|address| address.get("city")).and_then(Value::as_str);
    Some(Span {
        start: start.into(),
        end: end.map(Into::into),
        last: rule.map_or_else(|| ends.into(), |rule| last_day(rule, ends)),
        zone: Some(zone).filter(|zone| *zone != TIME_ZONE).map(|zone| people::cut(zone, CODE_BYTES).into()),
        rule: rule.map(|rule| people::cut(rule, RULE_CHARS).into()),
        occurrences: rule.and_then(|rule| Occurrences::of(begin, end.and_then(dates::parse_moment), zone, rule, today)),
        town: town.map(|town| people::cut(town, people::TITLE_CHARS).into()),
    })
}

/// A day after which a recurring event surely takes place no more. The calendar's own days are the reader's calendar's to say.
fn last_day(rule: &str, ends: &str) -> Box<str> {
    let part = |key: &str| occurrences::part(rule, key);
    if let Some(until) = part("UNTIL")
        && let (Some(year), Some(month), Some(day)) = (until.get(..4), until.get(4..6), until.get(6..8))
    {
        return format!("{year}-{month}-{day}").into();
    }
    let number = |key: &str| part(key).and_then(|number| number.parse::<i64>().ok());
    let each = match part("FREQ") {
        Some("DAILY") => 1,
        Some("WEEKLY") => 7,
        Some("MONTHLY") => 31,
        _ => 366,
    };
    match (number("COUNT"), dates::parse_date(ends)) {
        (Some(count), Some(ends)) => {
            let days = count.saturating_mul(each).saturating_mul(number("INTERVAL").unwrap_or(1));
            dates::later(ends, days).to_string().into()
        }
        _ => "9999-12-31".into(),
    }
}

fn code(text: &str) -> Code {
    Cow::Owned(people::cut(text, CODE_BYTES).into_owned())
}
