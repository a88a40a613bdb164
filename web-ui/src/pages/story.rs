//! One story.
//!
//! What may be hard to read is said before the text, and the reader opens it. Who they are comes in the teller's own
//! person, with which centre stands behind it. At the end: how to find it again, how to cite it, how to take it back, and others
//! to read.

use std::fmt;

use maud::{Markup, html};

use crate::cite::{self, Citation};
use crate::dates::{self, Month};
use crate::page::Page;
use crate::pages::stories::{Heading, StoryItem, cards, warning_names};
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
    /// How it is cited.
    pub citation: Citation,
    /// Where the centre that owns it shows it, `https://havglimt.example`, if that is not here.
    pub home: Option<String>,
    /// A few others that have something in common with it.
    pub related: Vec<StoryItem>,
}

/// Words that most people read in a minute without hurrying.
const WORDS_A_MINUTE: u64 = 200;

impl fmt::Debug for StoryView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.title.len() + self.body.iter().map(String::len).sum::<usize>();
        write!(f, "StoryView({}, {bytes} bytes)", self.id)
    }
}

/// The page.
pub fn render(site: &Site, view: &StoryView) -> String {
    let lang = site.lang;
    let main = html! {
        article.story {
            p.crumb { a href=(site.link(paths::STORIES)) { "← " (lang.text("stories-all")) } }
            h1 lang=[people::language_tag(&view.lang)] dir="auto" {
                @if view.title.trim().is_empty() { (lang.text("untitled")) } @else { (view.title) }
            }
            p.role { bdi { (Vocabulary::Role.label(lang, &view.role)) } }
            p.by {
                (told_by(site, view)) " · " (lang.text_with("reading-minutes", &[("count", Arg::Number(minutes(&view.body)))])) br;
                (lang.rich("confirmed-by", &[("hub", Arg::Html(values::hub(site, &view.hub)))]))
            }
            (values::themes(site, &view.themes))
            @if view.warnings.is_empty() {
                (text(site, view))
            } @else {
                section.gate aria-labelledby="varsel" {
                    h2 #varsel { (lang.text("warnings-title")) }
                    p { (lang.rich("warnings-long", &[("warnings", Arg::Html(warning_names(site, &view.warnings)))])) }
                    p { (lang.text("warnings-choice")) " " a href="#hjelp" { (lang.text("warnings-help")) } }
                }
                details.opening {
                    summary { (lang.text("warnings-open")) }
                    (text(site, view))
                }
                p { a.pass href=(site.link(paths::STORIES)) { (lang.text("warnings-pass")) } }
            }
            (about(site, view))
            (handed_on(site, view))
            (yours(site, view))
        }
        @if !view.related.is_empty() {
            section.related aria-labelledby="flere" {
                h2 #flere { (lang.text("related-title")) }
                (cards(site, &view.related, Heading::Third))
            }
        }
    };
    Page {
        section: Some(Section::Stories),
        index: view.search_engines,
        quick_exit: true,
        warnings: &view.warnings,
        home: view.home.as_deref().and_then(people::web_address),
        head: html! { @if view.search_engines { (cite::tags(lang, &view.citation)) } },
        ..Page::of(if view.title.trim().is_empty() { "…" } else { &view.title }, main)
    }
    .render(site)
}

/// The text, and a button that reads it aloud where the reader's device can.
fn text(site: &Site, view: &StoryView) -> Markup {
    let lang = site.lang;
    html! {
        div.tools data-read=(view.lang) hidden role="group" aria-label=(lang.text("read-label")) {
            button.plain type="button" data-do="play" data-play=(lang.text("read-play")) data-pause=(lang.text("read-pause"))
                data-resume=(lang.text("read-resume")) { (lang.text("read-play")) }
            button.plain type="button" data-do="stop" hidden { (lang.text("read-stop")) }
        }
        div.text lang=[people::language_tag(&view.lang)] dir="auto" { (values::paragraphs(&view.body)) }
    }
}

/// How long it takes to read, at an even pace and at least a minute.
fn minutes(body: &[String]) -> u64 {
    let words: usize = body.iter().map(|paragraph| paragraph.split_whitespace().count()).sum();
    (words as u64).div_ceil(WORDS_A_MINUTE).max(1)
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
            dl.fields {
                @if !view.field.is_empty() { (row(site, "story-field", codes(site, Vocabulary::Area, std::slice::from_ref(&view.field)))) }
                @if !view.helped.is_empty() { (row(site, "story-helped", codes(site, Vocabulary::Factor, &view.helped))) }
                @if !view.hindered.is_empty() { (row(site, "story-hindered", codes(site, Vocabulary::Factor, &view.hindered))) }
                @if let Some(county) = &view.county { (row(site, "story-county", codes(site, Vocabulary::County, std::slice::from_ref(county)))) }
                @if let Some(level) = &view.anonymisation { (row(site, "story-anonymisation", codes(site, Vocabulary::Anonymisation, std::slice::from_ref(level)))) }
                @if let Some(month) = view.month { (row(site, "story-month", dates::time_month(lang, month))) }
            }
        }
    }
}

/// How to find it again, hand it on and cite it.
fn handed_on(site: &Site, view: &StoryView) -> Markup {
    let lang = site.lang;
    let address = site.permanent(&paths::story(&view.id));
    html! {
        section.share aria-labelledby="del" {
            h2 #del { (lang.text("share-title")) }
            p { (lang.text("share-lead")) }
            p.address { (address) }
            div.tools data-share=(address) data-title=(people::isolated(&people::cut(&view.title, people::TITLE_CHARS))) {
                button.plain type="button" data-do="share" hidden { (lang.text("share-button")) }
                button.plain type="button" data-do="copy" data-done=(lang.text("copy-done")) hidden { (lang.text("copy-button")) }
                span role="status" {}
            }
            p.printed { (lang.text("story-printed")) }
            (cite::show(site, &view.citation))
            p.quiet { (lang.text("story-use")) }
        }
    }
}

/// For those whose story it is, and for those whom it is about.
fn yours(site: &Site, view: &StoryView) -> Markup {
    let lang = site.lang;
    html! {
        section.yours aria-labelledby="din" {
            h2 #din { (lang.text("story-withdraw-title")) }
            p { (lang.text("story-withdraw-lead")) }
            p { a.more href=(site.link(paths::WITHDRAW)) { (lang.text("withdraw-title")) } }
            h2 #om-meg { (lang.text("about-me-title")) }
            p { (lang.text("about-me")) }
            p {
                @if let Some(contact) = &view.contact { (call(site, contact)) }
                @else { (lang.rich("about-me-hub", &[("hub", Arg::Html(values::hub(site, &view.hub)))])) }
            }
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

/// "Ring Kari på 22 40 00 40 (tirsdager 10–14)."
pub(crate) fn call(site: &Site, contact: &Contact) -> Markup {
    let (name, phone) = (("name", Arg::People(&contact.name)), ("phone", Arg::Html(values::phone(&contact.phone))));
    match &contact.hours {
        Some(hours) => site.lang.rich("contact-call-hours", &[name, phone, ("hours", Arg::People(hours))]),
        None => site.lang.rich("contact-call", &[name, phone]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_takes_a_minute_at_least() {
        assert_eq!(minutes(&[]), 1);
        assert_eq!(minutes(&["ord ".repeat(200)]), 1);
        assert_eq!(minutes(&["ord ".repeat(200), "ord".to_owned()]), 2);
    }
}
