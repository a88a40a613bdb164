//! The list of resources, and entries of any list as cards.

use std::fmt;

use maud::{Markup, html};

use crate::filters::{self, Search};
use crate::page::Page;
use crate::pages::stories::{Heading, excerpt, found_title, heading};
use crate::paths;
use crate::people;
use crate::site::{Section, Site};
use crate::values::{self, Marks, Value};

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListView {
    /// What was looked for.
    pub search: Search,
    /// The entries on this page.
    pub items: Vec<ListItem>,
}

/// An entry of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListItem {
    /// The code of its kind.
    pub kind: String,
    /// Its address.
    pub id: String,
    /// Its title or name.
    pub title: String,
    /// Its language, as a tag.
    pub lang: String,
    /// A summary; may be empty.
    pub summary: String,
    /// Something to know first, such as that an event is cancelled.
    pub badge: Option<Value>,
    /// Type, place, time: a line of short facts.
    pub facts: Vec<Value>,
    /// The name of the centre that wrote it.
    pub hub: String,
    /// Where the words that were looked for stand.
    pub marks: Marks,
}

impl fmt::Debug for ListItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListItem({} {}, {} bytes)", self.kind, self.id, self.title.len() + self.summary.len())
    }
}

/// The page.
pub fn render(site: &Site, view: &ListView) -> String {
    let lang = site.lang;
    let path = paths::RESOURCES;
    let title = lang.text("section-resources");
    let query = view.search.query(view.search.offset);
    let main = html! {
        h1 { (title) }
        p.lead { (lang.text("section-resources-about")) }
        div.found {
            (filters::form(site, path, &view.search))
            div.results {
                (filters::count(site, path, "list-count", &view.search))
                @if !view.items.is_empty() { (cards(site, &view.items, Heading::Second)) }
                @else if view.search.is_narrowed() { (filters::nothing(site, path, &view.search)) }
                @else { p { (lang.text("list-none")) } }
                (filters::pages(site, path, &view.search))
            }
        }
    };
    Page { section: Some(Section::Resources), query: &query, index: !view.search.is_narrowed(), ..Page::of(&title, main) }
        .render(site)
}

/// Entries one below the other, each with a way in if its kind has a page.
pub(crate) fn cards(site: &Site, items: &[ListItem], level: Heading) -> Markup {
    html! {
        ul.cards {
            @for item in items { li { (card(site, item, level)) } }
        }
    }
}

pub(crate) fn card(site: &Site, item: &ListItem, level: Heading) -> Markup {
    let title = html! {
        @if let Some(path) = paths::page_path(&item.kind, &item.id) { a href=(site.link(&path)) { (found_title(site, &item.title, &item.marks)) } }
        @else { (found_title(site, &item.title, &item.marks)) }
    };
    let text_lang = people::language_tag(&item.lang);
    html! {
        article.card {
            @if let Some(badge) = &item.badge { p.badge { (values::value(site, badge)) } }
            (heading(level, text_lang, &title))
            @if !item.facts.is_empty() {
                p.facts {
                    @for (position, fact) in item.facts.iter().enumerate() {
                        @if position > 0 { " · " }
                        (values::value(site, fact))
                    }
                }
            }
            (excerpt(&item.marks, &item.summary, text_lang))
            @if !item.hub.is_empty() { p.by { bdi { (people::cut(&item.hub, people::TITLE_CHARS)) } } }
        }
    }
}
