//! One story.
//!
//! What may be hard to read is said before the text, and the reader opens it. Who they are comes in the teller's own
//! person. At the end: who stands behind it, how to find it again, how to cite it, how to take it back.

use std::fmt;

use maud::{Markup, html};

use crate::dates::{self, Month};
use crate::page::Page;
use crate::pages::stories::{shown_title, warning_names};
use crate::paths;
use crate::people;
use crate::site::{Contact, HubRef, Section, Site};
use crate::texts::Arg;
use crate::values;
use crate::vocabulary::Vocabulary;

/// A story with all that is shown about it.
#[derive(Clone, PartialEq, Eq)]
pub struct StoryView {
    /// Its address.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language, as a tag.
    pub lang: String,
    /// The text.
    pub body: Vec<String>,
    /// The code of who tells.
    pub role: String,
    /// The name the teller chose; none is anonymous.
    pub byline: Option<String>,
    /// The code of what it is about.
    pub field: String,
    /// The codes of its themes.
    pub themes: Vec<String>,
    /// The codes of its content warnings.
    pub warnings: Vec<String>,
    /// The codes of what helped.
    pub helped: Vec<String>,
    /// The codes of what stood in the way.
    pub hindered: Vec<String>,
    /// The county's number.
    pub county: Option<String>,
    /// The code of how much was changed so that nobody is recognised.
    pub anonymisation: Option<String>,
    /// The centre that stands behind it.
    pub hub: HubRef,
    /// Whom to talk with at that centre, for those whom the story is about.
    pub contact: Option<Contact>,
    /// When it was published.
    pub month: Option<Month>,
    /// The teller lets search engines in.
    pub search_engines: bool,
}

impl fmt::Debug for StoryView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.title.len() + self.body.iter().map(String::len).sum::<usize>();
        write!(f, "StoryView({}, {bytes} bytes)", self.id)
    }
}

/// The page.
pub fn render(site: &Site, view: &StoryView) -> String {
    let lang = site.lang;
    let text_lang = people::language_tag(&view.lang);
    let main = html! {
        article.story {
            p.crumb { a href=(site.link(paths::STORIES)) { "← " (lang.text("stories-all")) } }
            h1 lang=[text_lang] dir="auto" {
                @if view.title.trim().is_empty() { (lang.text("untitled")) } @else { (view.title) }
            }
            p.role { bdi { (Vocabulary::Role.label(lang, &view.role)) } }
            p.by { (told_by(site, view)) }
            (values::themes(site, &view.themes))
            @if view.warnings.is_empty() {
                div.text lang=[text_lang] dir="auto" { (values::paragraphs(&view.body)) }
            } @else {
                section.gate aria-labelledby="varsel" {
                    h2 #varsel { (lang.text("warnings-title")) }
                    p { (lang.rich("warnings-long", &[("warnings", Arg::Html(warning_names(site, &view.warnings)))])) }
                    p { (lang.text("warnings-choice")) " " a href="#hjelp" { (lang.text("warnings-help")) } }
                }
                details.opening {
                    summary { (lang.text("warnings-open")) }
                    div.text lang=[text_lang] dir="auto" { (values::paragraphs(&view.body)) }
                }
                p { a.pass href=(site.link(paths::STORIES)) { (lang.text("warnings-pass")) } }
            }
            (about(site, view))
        }
    };
    Page {
        section: Some(Section::Stories),
        index: view.search_engines,
        quick_exit: true,
        warnings: &view.warnings,
        ..Page::of(if view.title.trim().is_empty() { "…" } else { &view.title }, main)
    }
    .render(site)
}

fn told_by(site: &Site, view: &StoryView) -> Markup {
    match &view.byline {
        Some(name) => site.lang.rich("told-by", &[("name", Arg::People(&people::cut(name, people::TITLE_CHARS)))]),
        None => html! { (site.lang.text("told-anonymously")) },
    }
}

fn about(site: &Site, view: &StoryView) -> Markup {
    let lang = site.lang;
    html! {
        section.about aria-labelledby="om" {
            h2 #om { (lang.text("story-about")) }
            p { (lang.rich("confirmed-by", &[("hub", Arg::Html(values::hub(site, &view.hub)))])) }
            dl.fields {
                @if !view.field.is_empty() { (row(site, "story-field", codes(site, Vocabulary::Area, std::slice::from_ref(&view.field)))) }
                @if !view.helped.is_empty() { (row(site, "story-helped", codes(site, Vocabulary::Factor, &view.helped))) }
                @if !view.hindered.is_empty() { (row(site, "story-hindered", codes(site, Vocabulary::Factor, &view.hindered))) }
                @if let Some(county) = &view.county { (row(site, "story-county", codes(site, Vocabulary::County, std::slice::from_ref(county)))) }
                @if let Some(level) = &view.anonymisation { (row(site, "story-anonymisation", codes(site, Vocabulary::Anonymisation, std::slice::from_ref(level)))) }
                @if let Some(month) = view.month { (row(site, "story-month", dates::time_month(lang, month))) }
                (row(site, "story-address", html! { span.address { (site.permanent(&paths::story(&view.id))) } }))
                (row(site, "story-cite", cite(site, view)))
            }
            p.quiet { (lang.text("story-use")) }
            @if let Some(contact) = &view.contact {
                h3 { (lang.text("about-me-title")) }
                p { (lang.text("about-me")) " " (call(site, contact)) }
            }
            p { (lang.text("story-withdraw-lead")) " " a href=(site.link(paths::WITHDRAW)) { (lang.text("withdraw-title")) } }
        }
    }
}

fn row(site: &Site, key: &str, value: Markup) -> Markup {
    html! { dt { (site.lang.text(key)) } dd { (value) } }
}

fn codes(site: &Site, vocabulary: Vocabulary, codes: &[String]) -> Markup {
    html! {
        @for (position, code) in codes.iter().enumerate() {
            @if position > 0 { ", " }
            bdi { (vocabulary.label(site.lang, code)) }
        }
    }
}

/// One line that a student can copy.
fn cite(site: &Site, view: &StoryView) -> Markup {
    let lang = site.lang;
    html! {
        span.cite {
            @match &view.byline {
                Some(name) => bdi { (people::cut(name, people::TITLE_CHARS)) },
                None => (lang.text("cite-anonymous")),
            }
            @if let Some(month) = view.month { " (" (month.year) ")" }
            ". " cite { (shown_title(site, &view.title)) } ". "
            bdi { (people::cut(&view.hub.name, people::TITLE_CHARS)) }
            @if let Some(network) = &site.network_name { ", " bdi { (people::cut(network, people::TITLE_CHARS)) } }
            ". " (site.permanent(&paths::story(&view.id)))
        }
    }
}

/// "Ring Kari på 22 40 00 40 (tirsdager 10–14)."
pub(crate) fn call(site: &Site, contact: &Contact) -> Markup {
    let (name, phone) = (("name", Arg::People(&contact.name)), ("phone", Arg::Html(values::phone(&contact.phone))));
    match &contact.hours {
        Some(hours) => site.lang.rich("contact-call-hours", &[name, phone, ("hours", Arg::People(hours))]),
        None => site.lang.rich("contact-call", &[name, phone]),
    }
}
