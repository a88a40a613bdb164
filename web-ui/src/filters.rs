//! The search form above a list, and the way on to the next page of it.
//!
//! The form is a plain GET: what one looks for is in the address and can be kept as a bookmark. It needs no button per
//! filter and no script.

use std::fmt;

use maud::{Markup, html};

use crate::facets::{self, Facet};
use crate::forms;
use crate::paths;
use crate::people;
use crate::site::{Section, Site};
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
    /// The choices besides the words, one of each.
    pub filters: Vec<Filter>,
    /// The choices of which one can make several.
    pub facets: Vec<Facet>,
    /// What goes with every address of the search without being a choice in the form, such as the part that is looked through.
    pub kept: Option<(&'static str, String)>,
    /// Words that are known, in place of those that are not.
    pub meant: Option<String>,
    /// Not everything could be looked through yet: there may be more.
    pub partial: bool,
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
        !self.words.is_empty() || self.kept.is_some() || self.is_filtered()
    }

    fn is_filtered(&self) -> bool {
        let ticked = |facet: &Facet| facet.choices.iter().any(|choice| choice.chosen);
        self.filters.iter().any(|filter| filter.chosen.as_deref().is_some_and(|value| !value.is_empty()))
            || self.facets.iter().any(ticked)
    }

    /// The query of this search from another offset; empty where nothing is asked for.
    pub(crate) fn query(&self, offset: u64) -> String {
        self.query_of(&self.words, offset, |_, _| true)
    }

    /// The query of this search, from its beginning, without one choice.
    pub(crate) fn query_without(&self, name: &str, code: &str) -> String {
        self.query_of(&self.words, 0, |of, choice| of != name || choice != code)
    }

    /// The query of this search with other words.
    pub(crate) fn query_for(&self, words: &str) -> String {
        self.query_of(words, 0, |_, _| true)
    }

    /// What is ticked, as parameters.
    pub(crate) fn ticked(&self) -> impl Iterator<Item = (&str, &str)> {
        self.facets.iter().flat_map(|facet| {
            facet.choices.iter().filter(|choice| choice.chosen).map(|choice| (facet.name, choice.code.as_str()))
        })
    }

    fn query_of(&self, words: &str, offset: u64, keep: impl Fn(&str, &str) -> bool) -> String {
        let offset = if offset == 0 { String::new() } else { offset.to_string() };
        let words = std::iter::once((forms::PARAM_QUERY, words));
        let kept = self.kept.iter().map(|(name, value)| (*name, value.as_str()));
        let chosen = self.filters.iter().map(|filter| (filter.name, filter.chosen.as_deref().unwrap_or_default()));
        let all = words.chain(kept).chain(chosen).chain(self.ticked()).filter(|(name, value)| keep(name, value));
        paths::query(all.chain(std::iter::once((forms::PARAM_OFFSET, offset.as_str()))))
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

/// The search form of the list at `path`, and what is chosen in it.
pub(crate) fn form(site: &Site, path: &str, search: &Search) -> Markup {
    let lang = site.lang;
    html! {
        form.search role="search" aria-label=(lang.text("search-here")) method="get" action=(site.link(path)) {
            div.words {
                label for="q" { (lang.text("search-words")) }
                div.row {
                    input #q type="search" name=(forms::PARAM_QUERY) value=(search.words) dir="auto" autocomplete="off" enterkeyhint="search";
                    button type="submit" { (lang.text("search-button")) }
                }
            }
            @if let Some((name, value)) = &search.kept { input type="hidden" name=(name) value=(value); }
            @if !search.filters.is_empty() || search.facets.iter().any(|facet| !facet.choices.is_empty()) {
                details.narrow {
                    summary { (lang.text("search-narrow")) }
                    div.choices {
                        @for filter in &search.filters { (select(site, filter)) }
                        (facets::boxes(site, &search.facets))
                    }
                    p.apply { button type="submit" { (lang.text("search-apply")) } }
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

/// How many were found, in the list's own words (`key` takes a `count`); what was meant; what is chosen.
pub(crate) fn count(site: &Site, path: &str, key: &str, search: &Search) -> Markup {
    let lang = site.lang;
    html! {
        @if let Some(meant) = &search.meant {
            p.meant {
                (lang.rich("search-meant", &[("words", Arg::Html(html! {
                    a href={ (site.link(path)) (search.query_for(meant)) } { bdi { (people::cut(meant, people::TITLE_CHARS)) } }
                }))]))
            }
        }
        (facets::chosen(site, path, search))
        p.count role="status" {
            (lang.text_with(key, &[("count", Arg::Number(search.total))]))
            @if search.is_narrowed() && path != paths::SEARCH { " " a href=(site.link(path)) { (lang.text("search-clear")) } }
        }
        @if search.partial { p.quiet { (lang.text("search-partial")) } }
    }
}

/// What to do where nothing was found.
pub(crate) fn nothing(site: &Site, path: &str, search: &Search) -> Markup {
    let lang = site.lang;
    html! {
        div.nothing {
            p { (lang.text("search-nothing")) }
            ul {
                @if !search.words.is_empty() { li { (lang.text("search-advice-words")) } }
                @if search.is_filtered() { li { (lang.text("search-advice-choices")) } }
                @if path != paths::SEARCH {
                    li { a href={ (site.link(paths::SEARCH)) (paths::query([(forms::PARAM_QUERY, search.words.as_str())])) } { (lang.text("search-advice-everything")) } }
                }
                @else { li { (lang.text("search-advice-browse")) " " (browse(site)) } }
                li { a href="#hjelp" { (lang.text("search-advice-people")) } }
            }
        }
    }
}

/// The parts of the site, to look around in.
fn browse(site: &Site) -> Markup {
    html! {
        @for (position, section) in Section::ALL.into_iter().enumerate() {
            @if position > 0 { ", " }
            a href=(site.link(section.path())) { (site.lang.text(section.name_key())) }
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
    use crate::facets::Choice;

    #[test]
    fn the_query_keeps_what_was_asked_for() {
        let search = Search {
            words: "på vei".to_owned(),
            filters: vec![Filter { name: forms::PARAM_THEME, vocabulary: Vocabulary::Theme, chosen: Some("hope".to_owned()) }],
            total: 50,
            offset: 20,
            limit: 20,
            ..Search::default()
        };
        assert_eq!(search.query(40), "?q=p%C3%A5%20vei&theme=hope&offset=40");
        assert_eq!(Search::default().query(0), "");
        assert!(search.is_narrowed() && !Search::default().is_narrowed());
    }

    #[test]
    fn a_choice_can_be_undone_alone() {
        let choice = |code: &str, chosen| Choice { code: code.to_owned(), name: None, count: Some(7), chosen };
        let facet = |name, choices| Facet { name, vocabulary: None, choices };
        let search = Search {
            words: "tur".to_owned(),
            facets: vec![
                facet(forms::PARAM_THEME, vec![choice("hope", true), choice("meaning", true), choice("identity", false)]),
                facet(forms::PARAM_WITHOUT, vec![choice("suicide", true)]),
            ],
            kept: Some((forms::PARAM_PART, "fortellinger".to_owned())),
            offset: 40,
            ..Search::default()
        };
        assert_eq!(search.query(0), "?q=tur&del=fortellinger&theme=hope&theme=meaning&without=suicide");
        assert_eq!(search.query_without("theme", "hope"), "?q=tur&del=fortellinger&theme=meaning&without=suicide");
        assert_eq!(search.query_for("å gå"), "?q=%C3%A5%20g%C3%A5&del=fortellinger&theme=hope&theme=meaning&without=suicide");
    }
}
