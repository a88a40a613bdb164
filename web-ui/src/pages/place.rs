//! Everything in one municipality or county: who is there for those who live there, what is coming up, and what others have
//! learnt there. And the page on which one chooses a municipality.

use std::fmt;

use maud::{Markup, html};

use crate::forms;
use crate::municipalities;
use crate::page::Page;
use crate::pages::directory::row::{self, Row};
use crate::pages::list::{self, ListItem};
use crate::pages::stories::Heading;
use crate::paths;
use crate::people;
use crate::site::{Section, Site};
use crate::texts::Arg;
use crate::vocabulary::Vocabulary;

/// A municipality or a county.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A municipality, by its number of today.
    Municipality(String),
    /// A county, by number.
    County(String),
}

/// Everything there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceView {
    /// Which place it is.
    pub place: Place,
    /// Who is in the municipality or says that it is for those who live there; of a county, in it or for it.
    pub own: Vec<Row>,
    /// Of a municipality, who is for the whole county.
    pub county_wide: Vec<Row>,
    /// Who is for the whole country.
    pub national: Vec<Row>,
    /// What is coming up there.
    pub events: Vec<ListItem>,
    /// Of a municipality in which nothing is coming up, what is elsewhere in the county.
    pub events_nearby: Vec<ListItem>,
    /// What others have learnt there.
    pub resources: Vec<ListItem>,
}

impl PlaceView {
    /// A place of which nothing is known yet.
    pub fn of(place: Place) -> PlaceView {
        PlaceView {
            place,
            own: Vec::new(),
            county_wide: Vec::new(),
            national: Vec::new(),
            events: Vec::new(),
            events_nearby: Vec::new(),
            resources: Vec::new(),
        }
    }
}

/// The page on which one chooses a municipality.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ChooseView {
    /// What was typed; empty if nothing was yet. More than one municipality goes by that name, or none.
    pub words: String,
}

impl fmt::Debug for ChooseView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChooseView({} bytes)", self.words.len())
    }
}

/// The page of a place.
pub fn render(site: &Site, view: &PlaceView) -> String {
    let lang = site.lang;
    let (name, county) = match &view.place {
        Place::Municipality(number) => {
            let name = municipalities::name(number).unwrap_or(number);
            (people::cut(name, people::TITLE_CHARS), municipalities::county(number))
        }
        Place::County(number) => (Vocabulary::County.label(lang, number), None),
    };
    let title = lang.text_with("place-title", &[("name", Arg::Ours(name))]);
    let own = if county.is_some() { "place-own" } else { "place-in-county" };
    let main = html! {
        p.crumb { a href=(site.link(paths::DIRECTORY)) { "← " (lang.text("section-directory")) } }
        h1 { (title) }
        p.lead { (lang.text("place-lead")) }
        @if let Some(county) = county {
            p { a.more href=(site.link(&paths::county(county))) { (lang.text_with("place-title", &[("name", Arg::Ours(Vocabulary::County.label(lang, county)))])) } }
        }
        @if view.own.is_empty() {
            p { (lang.text("place-own-none")) }
        } @else {
            (part(site, "her", own, &view.own))
        }
        section aria-labelledby="skjer" {
            h2 #skjer { (lang.text("place-events")) }
            @if view.events.is_empty() { p { (lang.text("place-events-none")) } }
            @else { (list::cards(site, &view.events, Heading::Third)) }
        }
        @if !view.events_nearby.is_empty() {
            section aria-labelledby="narheten" {
                h2 #narheten { (lang.text("place-events-nearby")) }
                (list::cards(site, &view.events_nearby, Heading::Third))
            }
        }
        (part(site, "fylket", "place-county-wide", &view.county_wide))
        (part(site, "landet", "place-national", &view.national))
        @if !view.resources.is_empty() {
            section aria-labelledby="kunnskap" {
                h2 #kunnskap { (lang.text("place-resources")) }
                (list::cards(site, &view.resources, Heading::Third))
            }
        }
        @if let Place::County(county) = &view.place {
            section aria-labelledby="kommuner" {
                h2 #kommuner { (lang.text("place-municipalities")) }
                (names(site, county))
            }
        } @else {
            p { a.more href=(site.link(paths::MUNICIPALITY)) { (lang.text("place-other")) " →" } }
        }
    };
    Page { section: Some(Section::Directory), index: true, ..Page::of(&title, main) }.render(site)
}

fn part(site: &Site, id: &str, title: &'static str, rows: &[Row]) -> Markup {
    html! {
        @if !rows.is_empty() {
            section aria-labelledby=(id) {
                h2 #(id) { (site.lang.text(title)) }
                (row::rows(site, rows, Heading::Third))
            }
        }
    }
}

fn names(site: &Site, county: &str) -> Markup {
    html! {
        ul.counties {
            @for (number, name) in municipalities::of_county(county) { li { a href=(site.link(&paths::municipality(number))) { (name) } } }
        }
    }
}

/// The page on which one chooses: by name, or under the county.
pub fn choose(site: &Site, view: &ChooseView) -> String {
    let lang = site.lang;
    let title = lang.text("place-choose-title");
    let found = municipalities::named(&view.words);
    let main = html! {
        h1 { (title) }
        p.lead { (lang.text("place-choose-lead")) }
        form.search role="search" aria-label=(lang.text("place-choose-title")) method="get" action=(site.link(paths::MUNICIPALITY)) {
            div.words {
                label for="q" { (lang.text("place-search")) }
                div.row {
                    input #q type="search" name=(forms::PARAM_QUERY) value=(view.words) dir="auto" enterkeyhint="search" autocomplete="off";
                    button type="submit" { (lang.text("place-search-button")) }
                }
            }
        }
        @if !found.is_empty() {
            p.notice { (lang.text("place-several")) }
            ul.counties { @for (number, name) in found { li { a href=(site.link(&paths::municipality(number))) { (name) } } } }
        } @else if !view.words.is_empty() {
            p.notice { (lang.text("place-unknown")) }
        }
        @for county in Vocabulary::County.codes() {
            details.county {
                summary { (Vocabulary::County.label(lang, county)) }
                p { a.more href=(site.link(&paths::county(county))) { (lang.text("place-whole-county")) } }
                (names(site, county))
            }
        }
    };
    Page { section: Some(Section::Directory), index: view.words.is_empty(), ..Page::of(&title, main) }.render(site)
}
