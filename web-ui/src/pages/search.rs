//! The search over everything: what was found, with one part of the site for each tab.

use std::fmt;

use maud::{Markup, html};

use crate::filters::{self, Search};
use crate::forms;
use crate::page::Page;
use crate::pages::list::{self, ListItem};
use crate::pages::stories::{self, Heading, StoryItem};
use crate::paths;
use crate::site::{Section, Site};
use crate::vocabulary::Vocabulary;

/// What was looked for everywhere, and found.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SearchView {
    /// What was looked for. Its facets are those of the chosen part.
    pub search: Search,
    /// How many match the words in each part.
    pub parts: Vec<(Section, u64)>,
    /// The part that is looked at; none is all of them.
    pub chosen: Option<Section>,
    /// What was found, the best first.
    pub items: Vec<SearchItem>,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchItem {
    /// A story.
    Story(StoryItem),
    /// Anything else.
    Other(ListItem),
}

impl fmt::Debug for SearchView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SearchView({:?}, {} items)", self.search, self.items.len())
    }
}

/// What a part is called in the address of a search.
pub fn part_code(section: Section) -> &'static str {
    section.path().trim_start_matches('/')
}

/// The page. No search engine lists what somebody looks for.
pub fn render(site: &Site, view: &SearchView) -> String {
    let lang = site.lang;
    let title = lang.text("search-title");
    let search = &view.search;
    let query = search.query(search.offset);
    let main = html! {
        h1 { (title) }
        @if !search.is_narrowed() { p.lead { (lang.text("search-lead")) } }
        div.found {
            (filters::form(site, paths::SEARCH, search))
            @if search.is_narrowed() {
                div.results {
                    @if view.parts.iter().any(|(_, count)| *count > 0) { (tabs(site, view)) }
                    (filters::count(site, paths::SEARCH, "list-count", search))
                    @if view.items.is_empty() { (filters::nothing(site, paths::SEARCH, search)) }
                    @else { (stories::list(site, &html! { @for item in &view.items { li { (found(site, item, view.chosen.is_none())) } } })) }
                    (filters::pages(site, paths::SEARCH, search))
                }
            }
        }
    };
    Page { query: &query, quick_exit: true, ..Page::of(&title, main) }.render(site)
}

/// A card, and among all kinds what kind it is.
fn found(site: &Site, item: &SearchItem, among_all: bool) -> Markup {
    let (kind, card) = match item {
        SearchItem::Story(story) => ("story", stories::card(site, story, Heading::Second)),
        SearchItem::Other(other) => (other.kind.as_str(), list::card(site, other, Heading::Second)),
    };
    html! {
        @if among_all { p.sort { bdi { (Vocabulary::Kind.label(site.lang, kind)) } } }
        (card)
    }
}

/// Everything, and each part in which something was found.
fn tabs(site: &Site, view: &SearchView) -> Markup {
    let lang = site.lang;
    let words = (forms::PARAM_QUERY, view.search.words.as_str());
    let link = |part: &str| format!("{}{}", site.link(paths::SEARCH), paths::query([words, (forms::PARAM_PART, part)]));
    let total: u64 = view.parts.iter().map(|(_, count)| count).sum();
    html! {
        nav.tabs aria-label=(lang.text("search-parts")) {
            ul {
                li { a href=(link("")) aria-current=[view.chosen.is_none().then_some("page")] { (lang.text("search-all")) " " span.quiet { "(" (lang.number(total)) ")" } } }
                @for (section, count) in view.parts.iter().filter(|(section, count)| *count > 0 || view.chosen == Some(*section)) {
                    li {
                        a href=(link(part_code(*section))) aria-current=[(view.chosen == Some(*section)).then_some("page")] {
                            (lang.text(section.name_key())) " " span.quiet { "(" (lang.number(*count)) ")" }
                        }
                    }
                }
            }
        }
    }
}
