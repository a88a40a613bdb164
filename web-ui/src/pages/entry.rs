//! One centre or organisation: whether it is open now, how to reach it, where it is, what it offers, and what it has published.
//!
//! What somebody in a hurry needs comes first: now, the telephone, the way there.

use std::fmt;

use maud::{Markup, html};
use serde_json::json;

use crate::cite;
use crate::dates::{self, Date, Month};
use crate::municipalities;
use crate::opening::{self, Day, Holiday, Opening};
use crate::page::Page;
use crate::pages::document::{self, Conflict};
use crate::pages::list::{self, ListItem};
use crate::pages::stories::{self, Heading, StoryItem};
use crate::paths;
use crate::people;
use crate::site::{Contact, HubRef, Section, Site};
use crate::texts::Arg;
use crate::values::{self, Field, Value};
use crate::vocabulary::Vocabulary;

/// Places in a sentence; an area has up to four hundred.
const IN_SENTENCE: usize = 12;

/// A centre or organisation with all that is shown about it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EntryView {
    /// Its address.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its language, as a tag.
    pub lang: String,
    /// The code of its type; none of a centre.
    pub kind_type: Option<String>,
    /// Of a centre, how it stands.
    pub centre: Option<Standing>,
    /// What one should know now.
    pub alert: Option<String>,
    /// What it says of itself, in paragraphs.
    pub about: Vec<String>,
    /// Whether it is open now.
    pub opening: Option<Opening>,
    /// Its hours, Monday first; empty where it says none.
    pub week: Vec<Day>,
    /// The coming days on which hours may be others.
    pub holidays: Vec<Holiday>,
    /// Telephone numbers, and what each is for.
    pub phones: Vec<(String, Option<String>)>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A web site.
    pub website: Option<String>,
    /// Where it is.
    pub locations: Vec<Location>,
    /// What it does for people.
    pub services: Vec<Service>,
    /// The codes of what one can take part in.
    pub offers: Vec<String>,
    /// The codes of what makes its house usable for more people.
    pub accessibility: Vec<String>,
    /// For whom it is.
    pub area: Area,
    /// What it belongs to.
    pub parent: Option<Value>,
    /// What belongs to it: address and name.
    pub children: Vec<(String, String)>,
    /// With whom one can talk before one tells a story.
    pub story_contact: Option<Contact>,
    /// When somebody last confirmed that this is how it is.
    pub assured_on: Option<Date>,
    /// That was more than a year ago.
    pub unconfirmed: bool,
    /// Everything else that it says.
    pub fields: Vec<Field>,
    /// What it arranges.
    pub events: Vec<ListItem>,
    /// Stories that a centre has published.
    pub stories: Vec<StoryItem>,
    /// News of it.
    pub articles: Vec<ListItem>,
    /// Its resources.
    pub resources: Vec<ListItem>,
    /// The centre that wrote this.
    pub hub: Option<HubRef>,
    /// When it was last changed.
    pub modified: Option<Month>,
    /// What others have written in the same fields.
    pub conflicts: Vec<Conflict>,
}

/// How a centre stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is open.
    Active,
    /// It has paused.
    Resting,
    /// It is no more; who goes on.
    Closed(Option<HubRef>),
}

/// A place.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// The code of its type.
    pub kind: String,
    /// The lines of its address.
    pub lines: Vec<String>,
    /// The municipality, by number.
    pub municipality: Option<String>,
    /// The county, by number.
    pub county: Option<String>,
    /// Degrees north and east, `61.22954,7.10063`.
    pub position: Option<String>,
    /// The codes of what makes it usable for more people.
    pub accessibility: Vec<String>,
}

/// Something that it does for people.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// What it is called.
    pub name: String,
    /// The code of whether it is to be had.
    pub status: String,
    /// What it is.
    pub description: Option<String>,
    /// For whom, at what price, how one gets a place, in which languages.
    pub fields: Vec<Field>,
    /// People with lived experience run it.
    pub user_led: bool,
}

/// For whom it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Municipalities, by number.
    pub municipalities: Vec<String>,
    /// Counties, by number.
    pub counties: Vec<String>,
    /// The whole country.
    pub national: bool,
}

impl fmt::Debug for EntryView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.name.len() + self.about.iter().map(String::len).sum::<usize>();
        write!(f, "EntryView({}, {bytes} bytes)", self.id)
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Location({} lines)", self.lines.len())
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Service({} bytes)", self.name.len())
    }
}

/// The page. Search engines are let in where every teller on it agreed.
pub fn render(site: &Site, view: &EntryView) -> String {
    let lang = site.lang;
    let text_lang = people::language_tag(&view.lang);
    let main = html! {
        article.document.entry-page {
            p.crumb { a href=(site.link(paths::DIRECTORY)) { "← " (lang.text("section-directory")) } }
            h1 lang=[text_lang] dir="auto" { (stories::shown_title(site, &view.name)) }
            p.kind {
                @if view.centre.is_some() { (lang.text("entry-centre")) }
                @if let Some(code) = &view.kind_type { bdi { (Vocabulary::OrganisationType.label(lang, code)) } }
            }
            (first(site, view))
            div.parts {
                div.text.about-it lang=[text_lang] dir="auto" { (values::paragraphs(&view.about)) }
                div.way {
                    (reach(site, view))
                    (open(site, view))
                    @if !view.locations.is_empty() {
                        section aria-labelledby="sted" {
                            h2 #sted { (lang.text("entry-where-title")) }
                            @for location in &view.locations { (place(site, location)) }
                        }
                    }
                }
                div.rest {
                    (offered(site, view))
                    (area(site, &view.area))
                    (family(site, view))
                    (values::fields(site, &view.fields))
                    (document::conflicts(site, &view.conflicts))
                }
            }
            p.by {
                @if let Some(hub) = &view.hub { (lang.rich("confirmed-by", &[("hub", Arg::Html(values::hub(site, hub)))])) }
                @if let Some(month) = view.modified { " " (lang.rich("document-modified", &[("month", Arg::Html(dates::time_month(lang, month)))])) }
            }
        }
        (published(site, view))
    };
    let title = if view.name.trim().is_empty() { "…" } else { &view.name };
    Page {
        section: Some(Section::Directory),
        index: view.stories.iter().all(|story| story.search_engines),
        quick_exit: !view.stories.is_empty(),
        head: linked(site, view),
        ..Page::of(title, main)
    }
    .render(site)
}

/// What comes before everything: that it is closed, what is important, whether it is open now.
fn first(site: &Site, view: &EntryView) -> Markup {
    let lang = site.lang;
    html! {
        @match &view.centre {
            Some(Standing::Resting) => p.notice { (lang.text("entry-resting")) },
            Some(Standing::Closed(None)) => p.notice { (lang.text("entry-closed")) },
            Some(Standing::Closed(Some(hub))) => {
                p.notice { (lang.rich("entry-closed-successor", &[("hub", Arg::Html(values::hub(site, hub)))])) }
            }
            Some(Standing::Active) | None => {}
        }
        @if let Some(alert) = &view.alert {
            p.notice lang=[people::language_tag(&view.lang)] dir="auto" { b lang=(lang.code()) { (lang.text("entry-alert")) ": " } bdi { (alert) } }
        }
        @if let Some(opening) = &view.opening { (opening::now(lang, opening)) }
        @if let Some(day) = view.assured_on {
            @let args = [("date", Arg::Html(dates::time_date(lang, day)))];
            @if view.unconfirmed { p.notice { (lang.rich("entry-assured-long-ago", &args)) } }
            @else { p.quiet { (lang.rich("entry-assured", &args)) } }
        }
    }
}

/// How to reach it.
fn reach(site: &Site, view: &EntryView) -> Markup {
    let lang = site.lang;
    let anything = !view.phones.is_empty() || view.email.is_some() || view.website.is_some();
    html! {
        @if anything {
            section aria-labelledby="kontakt" {
                h2 #kontakt { (lang.text("entry-contact-title")) }
                ul.reach {
                    @for (number, label) in &view.phones {
                        li { (values::phone(number)) @if let Some(label) = label { " " span.quiet dir="auto" { bdi { (people::cut(label, people::TITLE_CHARS)) } } } }
                    }
                    @for value in view.email.iter().cloned().map(Value::Email).chain(view.website.iter().cloned().map(Value::Web)) {
                        li dir="auto" { (values::value(site, &value)) }
                    }
                }
            }
        }
        @if let Some(contact) = &view.story_contact {
            section aria-labelledby="fortelle" {
                h2 #fortelle { (lang.text("entry-story-contact")) }
                p { (lang.text("entry-story-contact-lead")) }
                ul.reach {
                    li {
                        bdi { (people::cut(&contact.name, people::TITLE_CHARS)) } " " (values::phone(&contact.phone))
                        @if let Some(hours) = &contact.hours { " " span.quiet dir="auto" { bdi { (people::cut(hours, people::TITLE_CHARS)) } } }
                    }
                }
            }
        }
    }
}

fn open(site: &Site, view: &EntryView) -> Markup {
    let lang = site.lang;
    html! {
        @if !view.week.is_empty() {
            section aria-labelledby="apent" {
                h2 #apent { (lang.text("entry-open-title")) }
                (opening::holidays(lang, &view.holidays))
                (opening::week(lang, &view.week))
            }
        }
    }
}

fn place(site: &Site, location: &Location) -> Markup {
    let lang = site.lang;
    let municipality = location.municipality.as_deref().map(municipalities::today);
    let named = municipality.and_then(|number| Some((number, municipalities::name(number)?)));
    let county = named.and_then(|(number, _)| municipalities::county(number)).or(location.county.as_deref());
    html! {
        div.location {
            @if location.kind != "physical" { p.group { bdi { (Vocabulary::LocationType.label(lang, &location.kind)) } } }
            @if !location.lines.is_empty() {
                address { @for (position, line) in location.lines.iter().enumerate() { @if position > 0 { br; } bdi { (people::cut(line, people::TITLE_CHARS)) } } }
            }
            @if named.is_some() || county.is_some() {
                p.facts {
                    @if let Some((number, name)) = named { a href=(site.link(&paths::municipality(number))) { (name) } }
                    @if let Some(county) = county {
                        @if named.is_some() { " · " }
                        @if Vocabulary::County.codes().contains(&county) { a href=(site.link(&paths::county(county))) { (Vocabulary::County.label(lang, county)) } }
                        @else { bdi { (people::cut(county, people::TITLE_CHARS)) } }
                    }
                }
            }
            @if let Some(position) = location.position.as_deref().and_then(people::position) {
                p { a.more href={ "geo:" (position) "?q=" (position) } { (lang.text("entry-map")) } }
            }
            (tags(lang.text("entry-accessibility-title").as_ref(), site, Vocabulary::Accessibility, &location.accessibility))
        }
    }
}

fn tags(label: &str, site: &Site, vocabulary: Vocabulary, codes: &[String]) -> Markup {
    html! {
        @if !codes.is_empty() {
            ul.tags aria-label=(label) { @for code in codes { li { bdi { (vocabulary.label(site.lang, code)) } } } }
        }
    }
}

/// Services, activities, and what makes the house usable for more people.
fn offered(site: &Site, view: &EntryView) -> Markup {
    let lang = site.lang;
    let text_lang = people::language_tag(&view.lang);
    // What stands with a place already is not said twice.
    let said = |code: &&String| view.locations.iter().any(|location| location.accessibility.contains(code));
    let accessibility: Vec<String> = view.accessibility.iter().filter(|code| !said(code)).cloned().collect();
    html! {
        @if !view.services.is_empty() {
            section aria-labelledby="tilbud" {
                h2 #tilbud { (lang.text("entry-services-title")) }
                @for service in &view.services {
                    div.service {
                        h3 lang=[text_lang] dir="auto" { bdi { (people::cut(&service.name, people::TITLE_CHARS)) } }
                        @if service.status != "active" && !service.status.is_empty() { p.badge { bdi { (Vocabulary::ServiceStatus.label(lang, &service.status)) } } }
                        @if let Some(description) = &service.description { p lang=[text_lang] dir="auto" { bdi { (description) } } }
                        @if service.user_led { p.quiet { (lang.text("entry-user-led")) } }
                        (values::fields(site, &service.fields))
                    }
                }
            }
        }
        @if !view.offers.is_empty() {
            section aria-labelledby="aktiviteter" {
                h2 #aktiviteter { (lang.text("entry-offers-title")) }
                (tags(lang.text("entry-offers-title").as_ref(), site, Vocabulary::Offer, &view.offers))
            }
        }
        @if !accessibility.is_empty() {
            section aria-labelledby="tilgjengelig" {
                h2 #tilgjengelig { (lang.text("entry-accessibility-title")) }
                (tags(lang.text("entry-accessibility-title").as_ref(), site, Vocabulary::Accessibility, &accessibility))
            }
        }
    }
}

fn area(site: &Site, area: &Area) -> Markup {
    let lang = site.lang;
    let link = |path: String, name: &str| html! { a href=(site.link(&path)) { (name) } };
    let plain = |text: &str| html! { bdi { (people::cut(text, people::TITLE_CHARS)) } };
    let municipality = |number: &String| {
        let number = municipalities::today(number);
        municipalities::name(number).map_or_else(|| plain(number), |name| link(paths::municipality(number), name))
    };
    let county = |number: &String| {
        let known = Vocabulary::County.codes().contains(&number.as_str());
        if known { link(paths::county(number), &Vocabulary::County.label(lang, number)) } else { plain(number) }
    };
    let places: Vec<Markup> = area.municipalities.iter().map(municipality).chain(area.counties.iter().map(county)).collect();
    html! {
        @if area.national || !places.is_empty() {
            section aria-labelledby="for-hvem" {
                h2 #for-hvem { (lang.text("entry-for-whom")) }
                p {
                    @if area.national { (lang.text("entry-national")) }
                    @else {
                        @for (position, place) in places.iter().take(IN_SENTENCE).enumerate() { @if position > 0 { ", " } (place) }
                        @if places.len() > IN_SENTENCE { " " (lang.text_with("list-and-others", &[("count", Arg::Number((places.len() - IN_SENTENCE) as u64))])) }
                    }
                }
            }
        }
    }
}

fn family(site: &Site, view: &EntryView) -> Markup {
    let lang = site.lang;
    html! {
        @if view.parent.is_some() || !view.children.is_empty() {
            section aria-labelledby="sammen" {
                h2 #sammen { (lang.text("entry-belongs-title")) }
                @if let Some(parent) = &view.parent { p { (lang.text("entry-parent")) ": " (values::value(site, parent)) } }
                @if !view.children.is_empty() {
                    p { (lang.text("entry-children")) ":" }
                    ul.rows {
                        @for (id, name) in &view.children { li { a href=(site.link(&paths::directory_entry(id))) { (stories::shown_title(site, name)) } } }
                    }
                }
            }
        }
    }
}

/// What it arranges and has published.
fn published(site: &Site, view: &EntryView) -> Markup {
    let lang = site.lang;
    let lists = [
        ("skjer", "entry-events-title", &view.events),
        ("aktuelt", "entry-articles-title", &view.articles),
        ("kunnskap", "entry-resources-title", &view.resources),
    ];
    html! {
        @for (position, (id, title, items)) in lists.into_iter().enumerate() {
            @if position == 1 && !view.stories.is_empty() {
                section aria-labelledby="fortellinger" {
                    h2 #fortellinger { (lang.text("entry-stories-title")) }
                    (stories::cards(site, &view.stories, Heading::Third))
                }
            }
            @if !items.is_empty() {
                section aria-labelledby=(id) {
                    h2 #(id) { (lang.text(title)) }
                    (list::cards(site, items, Heading::Third))
                }
            }
        }
    }
}

/// What machines read.
fn linked(site: &Site, view: &EntryView) -> Markup {
    let visited = view.locations.iter().find(|location| !location.lines.is_empty());
    let address = visited.map(|location| {
        let lines: Vec<_> = location.lines.iter().map(|line| people::cut(line, people::TITLE_CHARS)).collect();
        json!({"@type": "PostalAddress", "streetAddress": lines.join(", "), "addressCountry": "NO"})
    });
    let url = format!("{}{}", site.permanent(""), paths::directory_entry(&view.id));
    cite::linked_data(&json!({
        "@context": "https://schema.org",
        "@type": "NGO",
        "name": people::cut(&view.name, people::TITLE_CHARS),
        "description": view.about.first().map(|text| people::cut(text, people::SUMMARY_CHARS)),
        "url": view.website.as_deref().and_then(people::web_address).unwrap_or(&url),
        "mainEntityOfPage": url,
        "telephone": view.phones.first().and_then(|(number, _)| people::dialled(number)),
        "email": view.email.as_deref().and_then(people::mail_address),
        "address": address,
    }))
}
