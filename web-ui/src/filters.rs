//! The search form above a list, and the way on to the next page of it.
//!
//! The form is a plain GET: what one looks for is in the address and can be kept as a bookmark. It needs no button per
//! filter and no script.

use std::fmt;

use maud::{Markup, html};

use crate::forms;
use crate::paths;
use crate::people;
use crate::site::Site;
use crate::texts::Arg;
use crate::vocabulary::Vocabulary;

/// One choice in the form.
#[derive(Clone, PartialEq, Eq)]
pub struct Filter {
    /// The parameter's name, one of [`crate::forms`].
    pub name: &'static str,
    /// What one can choose among.
    pub vocabulary: Vocabulary,
    /// What is chosen now; none is all. A value that is no known code is kept and shown as it is.
    pub chosen: Option<String>,
}

/// What was looked for, and which part of what was found is on the page.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// The words looked for; may be empty.
    pub words: String,
    /// The choices besides the words.
    pub filters: Vec<Filter>,
    /// How many entries were found in all.
    pub total: u64,
    /// How many of them come before the first one on the page.
    pub offset: u64,
    /// How many are on a page at most.
    pub limit: u64,
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({}, chosen: {})", self.name, self.chosen.is_some())
    }
}

// What somebody looks for is theirs, and is nothing for a log.
impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Search({} bytes, {} found)", self.words.len(), self.total)
    }
}

impl Search {
    /// Whether the reader asked for something in particular.
    pub fn is_narrowed(&self) -> bool {
        !self.words.is_empty() || self.is_filtered()
    }

    fn is_filtered(&self) -> bool {
        self.filters.iter().any(|filter| filter.chosen.as_deref().is_some_and(|value| !value.is_empty()))
    }

    /// The query of this search from another offset; empty where nothing is asked for.
    pub(crate) fn query(&self, offset: u64) -> String {
        let offset = if offset == 0 { String::new() } else { offset.to_string() };
        let words = std::iter::once((forms::PARAM_QUERY, self.words.as_str()));
        let chosen = self.filters.iter().map(|filter| (filter.name, filter.chosen.as_deref().unwrap_or_default()));
        paths::query(words.chain(chosen).chain(std::iter::once((forms::PARAM_OFFSET, offset.as_str()))))
    }
}

/// The label and the "all" of a filter.
fn keys(vocabulary: Vocabulary) -> (&'static str, &'static str) {
    match vocabulary {
        Vocabulary::Theme => ("filter-theme", "filter-theme-all"),
        Vocabulary::Role => ("filter-role", "filter-role-all"),
        Vocabulary::Area => ("filter-area", "filter-area-all"),
        Vocabulary::County => ("filter-county", "filter-county-all"),
        _ => ("filter-type", "filter-type-all"),
    }
}

/// The search form of the list at `path`.
pub(crate) fn form(site: &Site, path: &str, search: &Search) -> Markup {
    let lang = site.lang;
    html! {
        form.search role="search" method="get" action=(site.link(path)) {
            div.words {
                label for="q" { (lang.text("search-words")) }
                div.row {
                    input #q type="search" name=(forms::PARAM_QUERY) value=(search.words) dir="auto" enterkeyhint="search";
                    button type="submit" { (lang.text("search-button")) }
                }
            }
            @if !search.filters.is_empty() {
                details open[search.is_filtered()] {
                    summary { (lang.text("search-narrow")) }
                    div.choices {
                        @for filter in &search.filters { (select(site, filter)) }
                    }
                }
            }
        }
    }
}

fn select(site: &Site, filter: &Filter) -> Markup {
    let lang = site.lang;
    let (label, all) = keys(filter.vocabulary);
    let chosen = filter.chosen.as_deref().unwrap_or_default();
    let codes = filter.vocabulary.codes();
    html! {
        div {
            label for={ "f-" (filter.name) } { (lang.text(label)) }
            select #{ "f-" (filter.name) } name=(filter.name) {
                option value="" { (lang.text(all)) }
                @for code in codes {
                    option value=(code) selected[*code == chosen] { (filter.vocabulary.label(lang, code)) }
                }
                @if !chosen.is_empty() && !codes.contains(&chosen) {
                    option value=(chosen) selected dir="auto" { (people::cut(chosen, people::TITLE_CHARS)) }
                }
            }
        }
    }
}

/// How many were found, in the list's own words: `key` takes a `count`.
pub(crate) fn count(site: &Site, key: &str, search: &Search) -> Markup {
    html! {
        p.count {
            (site.lang.text_with(key, &[("count", Arg::Number(search.total))]))
            @if search.is_narrowed() { " " a href=(site.link(&site.path)) { (site.lang.text("search-clear")) } }
        }
    }
}

/// The way back and on.
pub(crate) fn pages(site: &Site, path: &str, search: &Search) -> Markup {
    let lang = site.lang;
    let base = site.link(path);
    let after = search.offset.saturating_add(search.limit);
    html! {
        @if search.limit > 0 && (search.offset > 0 || after < search.total) {
            nav.pages aria-label=(lang.text("pages")) {
                @if search.offset > 0 {
                    a rel="prev" href={ (base) (search.query(search.offset.saturating_sub(search.limit))) } { "← " (lang.text("pages-previous")) }
                }
                @if search.offset < search.total {
                    span {
                        (lang.text_with("pages-where", &[
                            ("from", Arg::Number(search.offset.saturating_add(1))),
                            ("to", Arg::Number(after.min(search.total))),
                            ("total", Arg::Number(search.total)),
                        ]))
                    }
                }
                @if after < search.total {
                    a rel="next" href={ (base) (search.query(after)) } { (lang.text("pages-next")) " →" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_keeps_what_was_asked_for() {
        let search = Search {
            words: "på vei".to_owned(),
            filters: vec![Filter { name: forms::PARAM_THEME, vocabulary: Vocabulary::Theme, chosen: Some("hope".to_owned()) }],
            total: 50,
            offset: 20,
            limit: 20,
        };
        assert_eq!(search.query(40), "?q=p%C3%A5%20vei&theme=hope&offset=40");
        assert_eq!(Search::default().query(0), "");
        assert!(search.is_narrowed() && !Search::default().is_narrowed());
    }
}
