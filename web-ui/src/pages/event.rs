//! One event.

use std::fmt;

use maud::{Markup, PreEscaped, html};
use serde_json::{Value as Json, json};

use crate::dates::{self, Date, Moment};
use crate::page::Page;
use crate::pages::document::{self, DocumentView};
use crate::pages::events;
use crate::paths;
use crate::people;
use crate::recurrence;
use crate::site::Site;
use crate::texts::Arg;
use crate::values::{self, Value};
use crate::vocabulary::Vocabulary;

/// An event with all that is shown about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventView {
    /// What it has in common with other documents. Its fields are those that stand nowhere else.
    pub document: DocumentView,
    /// The code of its type.
    pub kind_type: String,
    /// The code of whether it takes place.
    pub state: String,
    /// The code of where it takes place.
    pub mode: String,
    /// It is over, recurrences included.
    pub over: bool,
    /// When it begins.
    pub start: Option<Moment>,
    /// When it ends.
    pub end: Option<Moment>,
    /// The time zone, where it is not Norway's.
    pub zone: Option<String>,
    /// When it begins and ends, with what the clock differs from universal time by, as programs want to know.
    pub exactly: (Option<String>, Option<String>),
    /// The rule by which it recurs.
    pub rule: Option<String>,
    /// The next times at which it takes place.
    pub next: Vec<Moment>,
    /// There are more after those.
    pub more: bool,
    /// Where it is.
    pub place: Option<Place>,
    /// Where it is online.
    pub url: Option<String>,
    /// What it costs.
    pub prices: Vec<Price>,
    /// How to register.
    pub registration: Option<Registration>,
    /// How many there is room for.
    pub capacity: Option<u64>,
    /// Who arranges it.
    pub organisers: Vec<Value>,
    /// With whom.
    pub collaborators: Vec<Value>,
}

/// A place one goes to.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    /// The address, line by line.
    pub lines: Vec<String>,
    /// The county's number.
    pub county: Option<String>,
    /// The codes of what makes it usable for more people.
    pub accessibility: Vec<String>,
}

/// A price.
#[derive(Clone, PartialEq, Eq)]
pub struct Price {
    /// What one pays for.
    pub label: String,
    /// Whole kroner; 0 is free.
    pub kroner: u64,
    /// The last day of this price.
    pub until: Option<Date>,
    /// That day has passed.
    pub over: bool,
}

/// How to register.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    /// Where.
    pub url: String,
    /// Until when.
    pub deadline: Option<Value>,
    /// That time has passed.
    pub over: bool,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Place({} lines)", self.lines.len())
    }
}

impl fmt::Debug for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Price({} kr)", self.kroner)
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Registration({} bytes)", self.url.len())
    }
}

/// The page.
pub fn render(site: &Site, view: &EventView) -> String {
    let lang = site.lang;
    let shown = &view.document;
    let main = html! {
        article.document.event {
            (document::crumb(site, shown.section))
            p.kind { bdi { (Vocabulary::EventType.label(lang, &view.kind_type)) } }
            (document::heading(site, shown))
            (standing(site, view))
            (document::lead(shown))
            dl.fields {
                (when(site, view))
                (place(site, view))
                (cost(site, view))
                @if !view.organisers.is_empty() { (row(site, "event-organisers", &view.organisers)) }
                @if !view.collaborators.is_empty() { (row(site, "event-collaborators", &view.collaborators)) }
            }
            @if view.start.is_some() && !view.over && view.state != "cancelled" {
                p { a.button href=(site.link(&paths::event_file(&shown.id))) type="text/calendar" { (lang.text("event-calendar")) } }
            }
            (values::themes(site, &shown.themes))
            @if !shown.body.is_empty() {
                h2 { (lang.text("event-about")) }
                (document::body(shown))
            }
            (values::fields(site, &shown.fields))
            (document::conflicts(site, &shown.conflicts))
            (document::foot(site, shown))
        }
    };
    let title = document::title(shown);
    Page { section: Some(shown.section), index: true, head: linked(site, view), ..Page::of(title, main) }.render(site)
}

/// What to know before anything else.
fn standing(site: &Site, view: &EventView) -> Markup {
    let lang = site.lang;
    html! {
        @match view.state.as_str() {
            "cancelled" => p.notice.cancelled { strong { (lang.text("event-cancelled-long")) } },
            "tentative" => p.notice { (lang.text("event-tentative-long")) },
            "confirmed" | "" => {},
            other => p.badge { bdi { (Vocabulary::EventState.label(lang, other)) } },
        }
        @if view.over { p.notice.over { (lang.text("event-over-long")) } }
    }
}

fn when(site: &Site, view: &EventView) -> Markup {
    let lang = site.lang;
    html! {
        @if let Some(start) = view.start {
            dt { (lang.text("event-when")) }
            @match view.rule.as_deref().and_then(|rule| recurrence::words(lang, rule, start.date)) {
                Some(often) => {
                    dd { (dates::time_of_day(lang, often, start, view.end)) (events::zone(site, view.zone.as_deref())) }
                    dd.quiet { (lang.rich("event-since", &[("date", Arg::Html(dates::time_date(lang, start.date)))])) }
                }
                None => dd {
                    span.weekday { (lang.weekday(start.date)) } " " (dates::time_span(lang, start, view.end))
                    (events::zone(site, view.zone.as_deref()))
                },
            }
            @if !view.next.is_empty() {
                dt { (lang.text("event-next")) }
                @for next in &view.next { dd { (lang.weekday(next.date)) " " (dates::time_moment(lang, *next)) } }
                @if view.more { dd.quiet { (lang.text("event-more-dates")) } }
            }
        }
    }
}

fn place(site: &Site, view: &EventView) -> Markup {
    let lang = site.lang;
    html! {
        dt { (lang.text("event-where")) }
        @if let Some(place) = &view.place {
            @for line in &place.lines { dd dir="auto" { bdi { (line) } } }
            @if let Some(county) = &place.county { dd { bdi { (Vocabulary::County.label(lang, county)) } } }
            @for code in &place.accessibility { dd.quiet { bdi { (Vocabulary::Accessibility.label(lang, code)) } } }
        }
        @if view.place.is_none() || view.mode != "physical" { dd { bdi { (Vocabulary::EventMode.label(lang, &view.mode)) } } }
        @if let Some(url) = &view.url {
            dt { (lang.text("event-online")) }
            dd dir="auto" { (values::value(site, &Value::Web(url.clone()))) }
        }
    }
}

fn cost(site: &Site, view: &EventView) -> Markup {
    let lang = site.lang;
    html! {
        @if !view.prices.is_empty() {
            dt { (lang.text("event-price")) }
            @for price in &view.prices { dd.over[price.over] dir="auto" { (shown_price(site, price)) } }
        }
        @if let Some(registration) = &view.registration {
            dt { (lang.text("event-registration")) }
            @if let Some(url) = people::web_address(&registration.url).filter(|_| !registration.over && !view.over && view.state != "cancelled") {
                dd { a.more href=(url) rel="external nofollow noopener noreferrer" { (lang.text("event-register")) } }
            }
            @if let Some(deadline) = &registration.deadline {
                @let key = if registration.over { "event-deadline-over" } else { "event-deadline" };
                dd { (lang.rich(key, &[("date", Arg::Html(values::value(site, deadline)))])) }
            }
            @if people::web_address(&registration.url).is_none() { dd dir="auto" { bdi { (registration.url) } } }
        }
        @if let Some(capacity) = view.capacity {
            dt { (lang.text("event-capacity")) }
            dd { (lang.text_with("event-capacity-count", &[("count", Arg::Number(capacity))])) }
        }
    }
}

/// "Tidlig påmelding: 1200 kr til og med 15. januar 2027". What no longer holds says so.
fn shown_price(site: &Site, price: &Price) -> Markup {
    let lang = site.lang;
    html! {
        (values::value(site, &Value::Price { label: price.label.clone(), kroner: price.kroner, until: None }))
        @if let Some(until) = price.until {
            @let key = if price.over { "event-price-over" } else { "event-price-until" };
            " " (lang.rich(key, &[("date", Arg::Html(dates::time_date(lang, until)))]))
        }
    }
}

fn row(site: &Site, key: &str, shown: &[Value]) -> Markup {
    html! {
        dt { (site.lang.text(key)) }
        @for value in shown { dd dir="auto" { (values::value(site, value)) } }
    }
}

/// The event as search engines read it.
fn linked(site: &Site, view: &EventView) -> Markup {
    let shown = &view.document;
    let Some(start) = view.start else { return html! {} };
    let title = if shown.title.trim().is_empty() { site.lang.text("untitled").into_owned() } else { shown.title.clone() };
    let page = site.permanent(&paths::event(&shown.id));
    let web = |address: &str| people::web_address(address).map(str::to_owned);
    let place = view
        .place
        .as_ref()
        .map(|place| json!({"@type": "Place", "name": place.lines.first(), "address": place.lines.join(", ")}));
    let online = view.url.as_deref().and_then(web).map(|url| json!({"@type": "VirtualLocation", "url": url}));
    let offers: Vec<Json> = view
        .prices
        .iter()
        .filter(|price| !price.over)
        .map(|price| {
            let until = price.until.map(|until| until.to_string());
            json!({"@type": "Offer", "name": price.label, "price": price.kroner, "priceCurrency": "NOK", "validThrough": until})
        })
        .collect();
    let linked = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": title,
        "inLanguage": people::language_tag(&shown.lang),
        "description": shown.summary,
        "startDate": view.exactly.0.clone().unwrap_or_else(|| start.to_string()),
        "endDate": view.exactly.1.clone().or_else(|| view.end.map(|end| end.to_string())),
        "eventStatus": if view.state == "cancelled" { "https://schema.org/EventCancelled" } else { "https://schema.org/EventScheduled" },
        "eventAttendanceMode": match view.mode.as_str() {
            "online" => "https://schema.org/OnlineEventAttendanceMode",
            "hybrid" => "https://schema.org/MixedEventAttendanceMode",
            _ => "https://schema.org/OfflineEventAttendanceMode",
        },
        "location": place.into_iter().chain(online).collect::<Vec<_>>(),
        "offers": offers,
        "maximumAttendeeCapacity": view.capacity,
        "organizer": {"@type": "NGO", "name": shown.hub.name},
        "url": web(&page),
    });
    // As in a citation: nothing in it can end the element.
    let linked = linked.to_string().replace('<', "\\u003c").replace('>', "\\u003e");
    html! { script type="application/ld+json" { (PreEscaped(linked)) } }
}
