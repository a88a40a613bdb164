//! What is coming, month by month.
//!
//! The list begins with today. Every month has an address of its own, those that are past too. What recurs stands in the list
//! each time it takes place.

use std::collections::BTreeSet;
use std::fmt;

use maud::{Markup, html};

use crate::dates::{self, Moment, Month};
use crate::filters::{self, Search};
use crate::forms;
use crate::page::Page;
use crate::pages::stories::{excerpt, found_title};
use crate::paths;
use crate::people;
use crate::recurrence;
use crate::site::{Section, Site};
use crate::texts::Arg;
use crate::values::Marks;
use crate::vocabulary::Vocabulary;

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventsView {
    /// What was looked for; the month that is asked for is kept in it.
    pub search: Search,
    /// The month that is asked for; none is everything from today on.
    pub month: Option<Month>,
    /// The months to which one can go from here, in order.
    pub months: Vec<Month>,
    /// The events on this page, in order.
    pub items: Vec<EventItem>,
}

/// An event in the list, on one of the days on which it takes place.
#[derive(Clone, PartialEq, Eq)]
pub struct EventItem {
    /// Its address.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language, as a tag.
    pub lang: String,
    /// A summary; may be empty.
    pub summary: String,
    /// The code of its type.
    pub kind_type: String,
    /// The code of whether it takes place.
    pub state: String,
    /// It is over.
    pub over: bool,
    /// When it begins.
    pub start: Moment,
    /// When it ends.
    pub end: Option<Moment>,
    /// The time zone, where it is not Norway's.
    pub zone: Option<String>,
    /// The rule by which it recurs.
    pub rule: Option<String>,
    /// The code of where it takes place.
    pub mode: String,
    /// The town it is in.
    pub town: Option<String>,
    /// The county's number.
    pub county: Option<String>,
    /// The name of the centre that arranges it.
    pub hub: String,
    /// Where the words that were looked for stand.
    pub marks: Marks,
}

impl fmt::Debug for EventItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventItem({} {}, {} bytes)", self.id, self.start, self.title.len() + self.summary.len())
    }
}

/// The page.
pub fn render(site: &Site, view: &EventsView) -> String {
    let lang = site.lang;
    let search = &view.search;
    let title = match view.month {
        Some(month) => lang.month(month),
        None => String::new(),
    };
    let query = search.query(search.offset);
    let main = html! {
        h1 { (lang.text("section-events")) }
        p.lead { (lang.text("section-events-about")) }
        div.found {
            (filters::form(site, paths::EVENTS, search))
            div.results {
                (months(site, view))
                (filters::count(site, paths::EVENTS, "events-count", search))
                @if view.items.is_empty() { (nothing(site, view)) }
                @for (month, items) in by_month(&view.items) {
                    section.month aria-labelledby={ "maned-" (month) } {
                        h2 #{ "maned-" (month) } { (lang.month(month)) }
                        ul.agenda { @for (again, item) in items { li { @if again { (once_more(site, item)) } @else { (card(site, item)) } } } }
                    }
                }
                @if view.month.is_none() { (filters::pages(site, paths::EVENTS, search)) }
                (feed(site, search))
            }
        }
    };
    let section = lang.text("section-events");
    let title = if title.is_empty() { section.into_owned() } else { format!("{section}: {title}") };
    Page { section: Some(Section::Events), query: &query, index: !search.is_narrowed(), ..Page::of(&title, main) }.render(site)
}

fn nothing(site: &Site, view: &EventsView) -> Markup {
    let asked = Search { kept: None, ..view.search.clone() };
    html! {
        @if let Some(month) = view.month { h2 { (site.lang.month(month)) } }
        @if asked.is_narrowed() { (filters::nothing(site, paths::EVENTS, &view.search)) }
        @else { p { (site.lang.text(if view.month.is_some() { "events-none-month" } else { "events-none" })) } }
    }
}

/// The same search in another month, or in all that is coming.
fn query(search: &Search, month: Option<Month>) -> String {
    let kept = month.map(|month| (forms::PARAM_MONTH, month.to_string()));
    Search { kept, ..search.clone() }.query(0)
}

/// The ways to other months.
fn months(site: &Site, view: &EventsView) -> Markup {
    let lang = site.lang;
    let path = site.link(paths::EVENTS);
    html! {
        nav.months aria-label=(lang.text("events-months")) {
            ul {
                li {
                    a href={ (path) (query(&view.search, None)) } aria-current=[view.month.is_none().then_some("true")] {
                        (lang.text("events-coming"))
                    }
                }
                @for month in &view.months {
                    li {
                        a href={ (path) (query(&view.search, Some(*month))) } aria-current=[(view.month == Some(*month)).then_some("true")] {
                            (lang.month(*month))
                        }
                    }
                }
            }
        }
    }
}

/// The items by month, each with whether the same event has stood on the page before.
fn by_month(items: &[EventItem]) -> Vec<(Month, Vec<(bool, &EventItem)>)> {
    let mut out: Vec<(Month, Vec<(bool, &EventItem)>)> = Vec::new();
    let mut seen = BTreeSet::new();
    for item in items {
        let month = item.start.date.in_month();
        let again = !seen.insert(item.id.as_str());
        match out.last_mut() {
            Some((last, there)) if *last == month => there.push((again, item)),
            _ => out.push((month, vec![(again, item)])),
        }
    }
    out
}

/// What recurs is told about once; after that only when it is.
fn once_more(site: &Site, item: &EventItem) -> Markup {
    let text_lang = people::language_tag(&item.lang);
    html! {
        article.event.again {
            (marks(site, &item.state, item.over))
            p.when { (dates::time_on_day(site.lang, item.start, item.end)) (zone(site, item.zone.as_deref())) }
            h3 lang=[text_lang] dir="auto" { a href=(site.link(&paths::event(&item.id))) { (found_title(site, &item.title, &item.marks)) } }
        }
    }
}

fn card(site: &Site, item: &EventItem) -> Markup {
    let lang = site.lang;
    let text_lang = people::language_tag(&item.lang);
    html! {
        article.card.event {
            (marks(site, &item.state, item.over))
            p.when { (dates::time_on_day(lang, item.start, item.end)) (zone(site, item.zone.as_deref())) }
            h3 lang=[text_lang] dir="auto" { a href=(site.link(&paths::event(&item.id))) { (found_title(site, &item.title, &item.marks)) } }
            @if let Some(often) = item.rule.as_deref().and_then(|rule| recurrence::words(lang, rule, item.start.date)) {
                p.often { (often) }
            }
            p.facts {
                bdi { (Vocabulary::EventType.label(lang, &item.kind_type)) }
                " · " (place(site, item))
            }
            (excerpt(&item.marks, &item.summary, text_lang))
            @if !item.hub.is_empty() { p.by { bdi { (people::cut(&item.hub, people::TITLE_CHARS)) } } }
        }
    }
}

fn place(site: &Site, item: &EventItem) -> Markup {
    let lang = site.lang;
    html! {
        @if item.mode == "online" || item.town.is_none() && item.county.is_none() { bdi { (Vocabulary::EventMode.label(lang, &item.mode)) } }
        @else {
            @if let Some(town) = &item.town { bdi { (people::cut(town, people::TITLE_CHARS)) } }
            @if item.town.is_some() && item.county.is_some() { ", " }
            @if let Some(county) = &item.county { bdi { (Vocabulary::County.label(lang, county)) } }
            @if item.mode == "hybrid" { " · " (Vocabulary::EventMode.label(lang, &item.mode)) }
        }
    }
}

/// Said in words, before anything else: that it will not take place, may not, or did.
pub(crate) fn marks(site: &Site, state: &str, over: bool) -> Markup {
    let lang = site.lang;
    html! {
        @if !state.is_empty() && state != "confirmed" { p.badge { bdi { (Vocabulary::EventState.label(lang, state)) } } }
        @if over { p.badge.over { (lang.text("event-over")) } }
    }
}

/// The clock that is meant, where it is not the one on a Norwegian wall.
pub(crate) fn zone(site: &Site, zone: Option<&str>) -> Markup {
    html! {
        @if let Some(zone) = zone {
            " " span.quiet { (site.lang.rich("event-zone", &[("zone", Arg::People(&people::cut(zone, people::TITLE_CHARS)))])) }
        }
    }
}

/// The same for a calendar that keeps itself up to date. Words cannot be subscribed to.
fn feed(site: &Site, search: &Search) -> Markup {
    let lang = site.lang;
    let address = format!("{}{}", site.permanent(paths::CALENDAR), paths::query(search.ticked()));
    html! {
        section.feed aria-labelledby="kalender" {
            h2 #kalender { (lang.text("events-feed")) }
            p { (lang.text("events-feed-how")) }
            p { a href=(address) type="text/calendar" { bdi { (address) } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_keeps_what_was_looked_for() {
        let search = Search { words: "kurs".to_owned(), offset: 40, ..Search::default() };
        let november = Month { year: 2026, month: 11 };
        assert_eq!(query(&search, Some(november)), "?q=kurs&month=2026-11");
        let there = Search { kept: Some((forms::PARAM_MONTH, november.to_string())), ..search };
        assert_eq!(query(&there, Some(november.later(2))), "?q=kurs&month=2027-01");
        assert_eq!(query(&there, None), "?q=kurs");
        assert_eq!(november.later(-11), Month { year: 2025, month: 12 });
    }
}
