//! What the pages of events, resources and articles have in common. Each kind has a page of its own.
//!
//! Several centres may edit the same entry. Where two have written differently, the page shows one of them and says what
//! the others wrote, rather than pretending that nobody disagreed.

use std::fmt;

use maud::{Markup, html};

use crate::dates::{self, Month};
use crate::people;
use crate::site::{HubRef, Section, Site};
use crate::texts::Arg;
use crate::values::{self, Field, Value};
use crate::vocabulary::Vocabulary;

/// A document with all that is shown about it.
#[derive(Clone, PartialEq, Eq)]
pub struct DocumentView {
    /// The part of the site it belongs to.
    pub section: Section,
    /// The code of its kind.
    pub kind: String,
    /// Its address.
    pub id: String,
    /// Its title or name.
    pub title: String,
    /// Its language, as a tag.
    pub lang: String,
    /// A summary, in a larger hand above the rest.
    pub summary: Option<String>,
    /// The fields, in the order in which they are to be read.
    pub fields: Vec<Field>,
    /// The running text.
    pub body: Vec<String>,
    /// The codes of its themes.
    pub themes: Vec<String>,
    /// The centre that published it.
    pub hub: HubRef,
    /// When it was last changed.
    pub modified: Option<Month>,
    /// What others have written in the same fields.
    pub conflicts: Vec<Conflict>,
}

impl fmt::Debug for DocumentView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.title.len() + self.body.iter().map(String::len).sum::<usize>();
        write!(f, "DocumentView({}, {} fields, {bytes} bytes)", self.id, self.fields.len())
    }
}

/// A field in which centres have written differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The code of the field's name.
    pub label: String,
    /// What stands there according to whom, without the one that the page shows.
    pub others: Vec<(Value, String)>,
}

/// The way back to the list.
pub(crate) fn crumb(site: &Site, section: Section) -> Markup {
    html! { p.crumb { a href=(site.link(section.path())) { "← " (site.lang.text(section.name_key())) } } }
}

/// What the browser's tab says.
pub(crate) fn title(view: &DocumentView) -> &str {
    if view.title.trim().is_empty() { "…" } else { &view.title }
}

/// The page's heading.
pub(crate) fn heading(site: &Site, view: &DocumentView) -> Markup {
    html! {
        h1 lang=[people::language_tag(&view.lang)] dir="auto" {
            @if view.title.trim().is_empty() { (site.lang.text("untitled")) } @else { (view.title) }
        }
    }
}

/// The summary, in a larger hand.
pub(crate) fn lead(view: &DocumentView) -> Markup {
    html! { @if let Some(summary) = &view.summary { p.lead lang=[people::language_tag(&view.lang)] dir="auto" { (summary) } } }
}

/// The running text.
pub(crate) fn body(view: &DocumentView) -> Markup {
    html! {
        @if !view.body.is_empty() {
            div.text lang=[people::language_tag(&view.lang)] dir="auto" { (values::paragraphs(&view.body)) }
        }
    }
}

/// Who stands behind it, and since when it is as it is.
pub(crate) fn foot(site: &Site, view: &DocumentView) -> Markup {
    let lang = site.lang;
    html! {
        p.by {
            (lang.rich("confirmed-by", &[("hub", Arg::Html(values::hub(site, &view.hub)))]))
            @if let Some(month) = view.modified { " " (lang.rich("document-modified", &[("month", Arg::Html(dates::time_month(lang, month)))])) }
        }
    }
}

/// What others have written in the same fields.
pub(crate) fn conflicts(site: &Site, conflicts: &[Conflict]) -> Markup {
    let lang = site.lang;
    html! {
        @if !conflicts.is_empty() {
            section.conflicts aria-labelledby="ulikt" {
                h2 #ulikt { (lang.text("conflicts-title")) }
                p { (lang.text("conflicts-lead")) }
                dl.fields {
                    @for conflict in conflicts {
                        dt { bdi { (Vocabulary::Label.label(lang, &conflict.label)) } }
                        @for (value, by) in &conflict.others {
                            dd dir="auto" {
                                (values::value(site, value)) " "
                                span.quiet { (lang.rich("conflicts-by", &[("hub", Arg::People(&people::cut(by, people::TITLE_CHARS)))])) }
                            }
                        }
                    }
                }
            }
        }
    }
}
