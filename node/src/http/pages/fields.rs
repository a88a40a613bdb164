//! What people wrote in a document, as fields with labels and links.
//!
//! Documents come from other hubs and from other versions: a field may hold anything. What has the shape that its name promises
//! is shown as that; everything else is shown as the text that it is, fields that nobody here knows too.

use crate::catalogue::dates;
use crate::catalogue::shown::{Shown, texts};
use crate::core::Core;
use crate::status;
use knutepunkt_protocol::document::header::owner_address;
use knutepunkt_protocol::ids::{Address, HubId};
use knutepunkt_protocol::kinds::Kind;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::pages::document::Conflict;
use knutepunkt_web_ui::values::{Field, Value};
use knutepunkt_web_ui::vocabulary::Vocabulary;
use knutepunkt_web_ui::{Lang, paths, people};
use serde_json::{Map, Value as Json};

/// Characters of a field whose shape nobody here knows.
const UNKNOWN_CHARS: usize = 2_000;

/// Fields that stand elsewhere on the page, or say nothing to a reader: where machines listen, which time zone Norway has.
const ELSEWHERE: [&str; 13] = [
    "lang",
    "title",
    "name",
    "summary",
    "description",
    "body",
    "themes",
    "alert",
    "end",
    "addresses",
    "tz",
    "colours",
    "help_lines",
];

/// Looks up whom an id means.
pub(super) struct Hubs<'a> {
    pub(super) core: &'a Core,
    pub(super) replica: &'a Replica,
}

impl Hubs<'_> {
    /// Somebody who is named or meant by id: a hub, or something published.
    pub(super) fn party(&self, text: &str) -> Value {
        let hub = text.parse::<HubId>().ok().filter(|hub| self.replica.law().hub(hub).is_some());
        if let Some(hub) = hub {
            let (_, name) = status::called(self.core, self.replica, &hub);
            return match status::profile(self.core, self.replica, &hub) {
                Some(_) => {
                    let address = owner_address(&self.replica.network(), &hub, b"hub");
                    Value::Page(paths::directory_entry(&address.to_string()), name)
                }
                None => Value::Text(name),
            };
        }
        let published = text.parse::<Address>().ok();
        let entry = published.and_then(|address| self.core.catalogue().current(self.replica, self.core.store(), &address));
        match entry.and_then(|entry| Some((paths::page_path(&entry.kind, text)?, entry))) {
            Some((path, entry)) => Value::Page(path, entry.title.to_string()),
            None => Value::Text(text.to_owned()),
        }
    }
}

/// What a reader should know first: that an event is cancelled, a hub closed, an organisation's alert.
pub(super) fn badge(kind: &str, text: Option<&str>) -> Option<Value> {
    let text = text?;
    match kind {
        "event" if text != "confirmed" => Some(Value::Code(Vocabulary::EventState, text.to_owned())),
        "hub" if text != "active" => Some(Value::Code(Vocabulary::HubState, text.to_owned())),
        "organisation" => Some(Value::Text(people::cut(text, people::SUMMARY_CHARS).into_owned())),
        _ => None,
    }
}

/// The fields of a document, in the order in which its kind has them, and behind those the ones that nobody here knows. Without
/// those that are `placed`: its page has a place of their own for them.
pub(super) fn fields(hubs: &Hubs<'_>, lang: Lang, shown: &Shown, placed: &[&str]) -> Vec<Field> {
    let known: Vec<&str> = Kind::from_code(&shown.kind)
        .and_then(Kind::record)
        .into_iter()
        .flat_map(|record| record.fields)
        .map(|field| field.name)
        .collect();
    let unknown = shown.content.keys().map(String::as_str).filter(|name| !known.contains(name));
    known
        .iter()
        .copied()
        .chain(unknown)
        .filter(|name| !ELSEWHERE.contains(name) && !placed.contains(name) && badge_of(&shown.kind) != Some(name))
        .filter_map(|name| {
            let value = shown.content.get(name).filter(|value| !value.is_null())?;
            let values = values(hubs, lang, shown, name, value);
            Some(Field { label: label(name).to_owned(), values })
        })
        .collect()
}

/// The field that is the document's badge, and so no field.
fn badge_of(kind: &str) -> Option<&'static str> {
    matches!(kind, "event" | "hub").then_some("state")
}

/// What others wrote in the same fields.
pub(super) fn conflicts(hubs: &Hubs<'_>, lang: Lang, shown: &Shown) -> Vec<Conflict> {
    shown
        .conflicts
        .iter()
        .map(|differing| {
            let name = &differing.field;
            let others = differing.others.iter().flat_map(|(value, hub)| {
                let by = hub.map(|hub| status::called(hubs.core, hubs.replica, &hub).1).unwrap_or_default();
                values(hubs, lang, shown, name, value).into_iter().map(move |value| (value, by.clone()))
            });
            Conflict { label: label(name).to_owned(), others: others.collect() }
        })
        .filter(|conflict| !conflict.others.is_empty())
        .collect()
}

/// What a field is called in front of people, where that is another word than in the document.
fn label(name: &str) -> &str {
    match name {
        "slug" => "short_name",
        "offers" => "offer",
        "start" => "when",
        "rrule" => "recurrence",
        "location" => "place",
        "schedules" => "opening_hours",
        other => other,
    }
}

/// The values of a field, each as what its name promises.
fn values(hubs: &Hubs<'_>, lang: Lang, shown: &Shown, name: &str, value: &Json) -> Vec<Value> {
    let vocabulary = match (name, shown.kind.as_str()) {
        ("type", "organisation") => Some(Vocabulary::OrganisationType),
        ("type", "event") => Some(Vocabulary::EventType),
        ("type", "resource") => Some(Vocabulary::ResourceType),
        ("type", "article") => Some(Vocabulary::ArticleType),
        ("mode", _) => Some(Vocabulary::EventMode),
        ("involvement", _) => Some(Vocabulary::Involvement),
        ("evidence", _) => Some(Vocabulary::Evidence),
        ("phase", _) => Some(Vocabulary::Phase),
        ("county", _) => Some(Vocabulary::County),
        ("offers", _) => Some(Vocabulary::Offer),
        ("accessibility", _) => Some(Vocabulary::Accessibility),
        ("state", "event") => Some(Vocabulary::EventState),
        ("state", "hub") => Some(Vocabulary::HubState),
        _ => None,
    };
    each(value)
        .filter_map(|value| match vocabulary {
            Some(vocabulary) => value.as_str().map(|code| Value::Code(vocabulary, code.to_owned())),
            None => one(hubs, lang, shown, name, value),
        })
        .collect()
}

/// The elements of a list, or the one value.
fn each(value: &Json) -> impl Iterator<Item = &Json> {
    let list = value.as_array();
    list.into_iter().flatten().chain(list.is_none().then_some(value))
}

fn one(hubs: &Hubs<'_>, lang: Lang, shown: &Shown, name: &str, value: &Json) -> Option<Value> {
    let made = match (value, name) {
        (Json::String(text), _) => text_value(hubs, shown, name, text),
        (Json::Object(record), _) => record_value(lang, name, record),
        (Json::Bool(yes), _) => Some(Value::Bool(*yes)),
        (Json::Number(number), _) => number.as_u64().map(Value::Number),
        _ => None,
    };
    made.or_else(|| as_it_is(value))
}

fn text_value(hubs: &Hubs<'_>, shown: &Shown, name: &str, text: &str) -> Option<Value> {
    Some(match name {
        "orgnr" => Value::OrganisationNumber(text.to_owned()),
        "email" => Value::Email(text.to_owned()),
        "website" | "url" => Value::Web(text.to_owned()),
        "organisers" | "collaborators" | "parent" | "successor" | "about" | "partners" | "sites" => hubs.party(text),
        "assured_on" | "review_due" => Value::Date(dates::parse_date(text)?),
        "start" => Value::Span(dates::parse_moment(text)?, shown.text("end").and_then(dates::parse_moment)),
        _ => Value::Text(text.to_owned()),
    })
}

pub(super) fn record_value(lang: Lang, name: &str, record: &Map<String, Json>) -> Option<Value> {
    let text = |name: &str| record.get(name).and_then(Json::as_str);
    Some(match name {
        "phones" => Value::Phone(text("number")?.to_owned(), text("label").map(str::to_owned)),
        "story_contact" => Value::Group(
            text("name")?.to_owned(),
            vec![
                Field::one("phones", Value::Phone(text("phone")?.to_owned(), None)),
                Field {
                    label: "opening_hours".to_owned(),
                    values: text("hours").map(|it| Value::Text(it.to_owned())).into_iter().collect(),
                },
            ],
        ),
        "prices" => Value::Price {
            label: text("label").unwrap_or_default().to_owned(),
            kroner: record.get("nok").and_then(Json::as_u64)?,
            until: text("until").and_then(dates::parse_date),
        },
        "registration" => {
            let deadline = text("deadline").and_then(|it| dates::parse_date(it.get(..10)?));
            let mut fields = vec![Field::one("url", Value::Web(text("url")?.to_owned()))];
            fields.extend(deadline.map(|deadline| Field::one("deadline", Value::Date(deadline))));
            Value::Group(String::new(), fields)
        }
        "steps" => Value::Text(format!("{}: {}", text("who")?, text("what")?)),
        "checklist" => match text("help") {
            Some(help) => Value::Group(text("item")?.to_owned(), vec![Field::text("description", help)]),
            None => Value::Text(text("item")?.to_owned()),
        },
        "schedules" => hours(lang, record)?,
        "locations" | "location" => location(record),
        "services" => service(record)?,
        "service_area" => {
            let mut fields = vec![
                Field::codes("county", Vocabulary::County, texts(record.get("counties"))),
                Field {
                    label: "municipality".to_owned(),
                    values: texts(record.get("municipalities")).map(|it| Value::Text(it.to_owned())).collect(),
                },
            ];
            fields.extend(
                record.get("national").and_then(Json::as_bool).map(|national| Field::one("national", Value::Bool(national))),
            );
            Value::Group(String::new(), fields)
        }
        _ => return None,
    })
}

/// "mandag, onsdag 10:00–15:00 (ikke i juli)".
fn hours(lang: Lang, record: &Map<String, Json>) -> Option<Value> {
    let text = |name: &str| record.get(name).and_then(Json::as_str);
    let days: Vec<_> = texts(record.get("days")).take(7).map(|day| Vocabulary::Weekday.label(lang, day)).collect();
    let mut line = format!("{} {}–{}", days.join(", "), text("opens")?, text("closes")?);
    if let Some(note) = text("note") {
        line.push_str(&format!(" ({note})"));
    }
    Some(Value::Text(line))
}

fn location(record: &Map<String, Json>) -> Value {
    let address = record.get("address").and_then(Json::as_object);
    let part = |name: &str| address.and_then(|address| address.get(name)).and_then(Json::as_str).unwrap_or_default();
    let line = format!("{}, {} {}", part("street"), part("postal_code"), part("city"));
    let mut fields: Vec<Field> = Vec::new();
    if let Some(kind) = record.get("type").and_then(Json::as_str) {
        fields.push(Field::codes("location_type", Vocabulary::LocationType, [kind]));
    }
    if !part("county").is_empty() {
        fields.push(Field::codes("county", Vocabulary::County, [part("county")]));
    }
    fields.push(Field::codes("accessibility", Vocabulary::Accessibility, texts(record.get("accessibility"))));
    Value::Group(if address.is_some() { line } else { String::new() }, fields)
}

fn service(record: &Map<String, Json>) -> Option<Value> {
    let text = |name: &str| record.get(name).and_then(Json::as_str);
    let mut fields: Vec<Field> = Vec::new();
    if let Some(status) = text("status") {
        fields.push(Field::codes("status", Vocabulary::ServiceStatus, [status]));
    }
    for name in ["description", "eligibility", "fees", "how_to_apply"] {
        fields.extend(text(name).map(|words| Field::text(name, words)));
    }
    fields.push(Field::codes("languages", Vocabulary::Language, texts(record.get("languages"))));
    fields.extend(record.get("user_led").and_then(Json::as_bool).map(|led| Field::one("user_led", Value::Bool(led))));
    Some(Value::Group(text("name")?.to_owned(), fields))
}

/// What has no shape that its name promises.
fn as_it_is(value: &Json) -> Option<Value> {
    let text = match value {
        Json::Null => return None,
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(Value::Text(people::cut(&text, UNKNOWN_CHARS).into_owned()))
}
