//! The lists of the directory, of events, resources and articles: one page for all four.

use std::fmt;

use maud::{Markup, html};

use crate::filters::{self, Filter, Search};
use crate::forms;
use crate::page::Page;
use crate::pages::stories::{Heading, excerpt, found_title, heading};
use crate::paths;
use crate::people;
use crate::site::{Section, Site};
use crate::values::{self, Marks, Value};
use crate::vocabulary::Vocabulary;

/// A page of one of the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListView {
    /// Which list: [`Section::Directory`], [`Section::Events`], [`Section::Resources`] or [`Section::Articles`].
    pub section: Section,
    /// What was looked for. [`search`] gives one with the filters that the list has.
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

/// A search with the choices of a list of which one can make one each; the others are facets.
pub fn search(section: Section, words: &str, county: Option<String>, kind_type: Option<String>) -> Search {
    let filter = |name, vocabulary, chosen| Filter { name, vocabulary, chosen };
    let county = filter(forms::PARAM_COUNTY, Vocabulary::County, county);
    let of_type = |vocabulary| filter(forms::PARAM_TYPE, vocabulary, kind_type);
    let filters = match section {
        Section::Directory => vec![county, of_type(Vocabulary::OrganisationType)],
        Section::Events => vec![county, of_type(Vocabulary::EventType)],
        Section::Stories | Section::Resources | Section::Articles | Section::Network => Vec::new(),
    };
    Search { words: words.to_owned(), filters, ..Search::default() }
}

/// The page.
pub fn render(site: &Site, view: &ListView) -> String {
    let lang = site.lang;
    let path = view.section.path();
    let title = lang.text(view.section.name_key());
    let query = view.search.query(view.search.offset);
    let main = html! {
        h1 { (title) }
        p.lead { (lang.text(view.section.about_key())) }
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
    Page { section: Some(view.section), query: &query, index: !view.search.is_narrowed(), ..Page::of(&title, main) }.render(site)
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
