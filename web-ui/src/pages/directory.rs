//! The directory: centres, organisations and services in the whole country, chosen by place, type, what they offer and words.
//!
//! * `map`: the counties as a drawing, each a link, and the same links as a list; `outlines`: what is drawn;
//! * [`row`]: one entry in a list, which pages of places have too.

pub mod map;
mod outlines;
pub mod row;

use std::fmt;

use maud::{Markup, html};

use crate::filters::{self, Filter, Search};
use crate::forms;
use crate::municipalities;
use crate::page::Page;
use crate::pages::stories::Heading;
use crate::paths;
use crate::people;
use crate::site::{Section, Site};
use crate::texts::Arg;
use crate::vocabulary::Vocabulary;
use map::Counted;
use row::Row;

/// A page of the directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryView {
    /// What was looked for. [`search`] gives one with the filters that the directory has.
    pub search: Search,
    /// How many entries each choice would leave, by filter: counties, types, what is offered, accessibility.
    pub counts: Counts,
    /// The entries on this page.
    pub rows: Vec<Row>,
}

/// How many entries there are of each code, with all other choices as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By county.
    pub counties: Vec<Counted>,
    /// By type.
    pub types: Vec<Counted>,
    /// By what they offer.
    pub offers: Vec<Counted>,
    /// By what makes their houses usable for more people.
    pub accessibility: Vec<Counted>,
}

/// What a reader chose in the directory.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// A county, by number.
    pub county: Option<String>,
    /// A municipality, by number.
    pub municipality: Option<String>,
    /// The type.
    pub kind_type: Option<String>,
    /// What is offered.
    pub offer: Option<String>,
    /// What makes a house usable for more people.
    pub accessibility: Option<String>,
}

impl fmt::Debug for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chosen")
    }
}

/// A search with the filters of the directory and these choices.
pub fn search(words: &str, chosen: Chosen) -> Search {
    let filter = |name, vocabulary, chosen| Filter { name, vocabulary, chosen };
    let filters = vec![
        filter(forms::PARAM_COUNTY, Vocabulary::County, chosen.county),
        filter(forms::PARAM_MUNICIPALITY, Vocabulary::County, chosen.municipality),
        filter(forms::PARAM_TYPE, Vocabulary::OrganisationType, chosen.kind_type),
        filter(forms::PARAM_OFFER, Vocabulary::Offer, chosen.offer),
        filter(forms::PARAM_ACCESSIBILITY, Vocabulary::Accessibility, chosen.accessibility),
    ];
    Search { words: words.to_owned(), filters, ..Search::default() }
}

fn chosen<'s>(search: &'s Search, name: &str) -> &'s str {
    let filter = search.filters.iter().find(|filter| filter.name == name);
    filter.and_then(|filter| filter.chosen.as_deref()).unwrap_or_default()
}

/// The page. Where nothing was chosen yet the map comes before the entries, else after them; beside them where there is room.
pub fn render(site: &Site, view: &DirectoryView) -> String {
    let lang = site.lang;
    let title = lang.text("section-directory");
    let query = view.search.query(view.search.offset);
    let narrowed = view.search.is_narrowed();
    let found = html! {
        section.there aria-labelledby="funnet" {
            h2.count #funnet { (lang.text_with("directory-count", &[("count", Arg::Number(view.search.total))])) }
            @if narrowed { p { a.more href=(site.link(paths::DIRECTORY)) { (lang.text("search-clear")) } } }
            (meant(site, &view.search))
            @if view.rows.is_empty() {
                @if narrowed { (filters::nothing(site, paths::DIRECTORY, &view.search)) } @else { p { (lang.text("directory-none")) } }
            } @else {
                (row::rows(site, &view.rows, Heading::Third))
            }
            (filters::pages(site, paths::DIRECTORY, &view.search))
        }
    };
    let places = html! {
        section.where aria-labelledby="hvor" {
            h2 #hvor { (lang.text("directory-where")) }
            p { (lang.text("directory-where-lead")) }
            (map::map(site, &view.counts.counties, chosen(&view.search, forms::PARAM_COUNTY), &|county| in_county(&view.search, county)))
        }
    };
    let main = html! {
        h1 { (title) }
        p.lead { (lang.text("directory-lead")) }
        (form(site, view))
        p.mine { a.more href=(site.link(paths::MUNICIPALITY)) { (lang.text("directory-my-municipality")) " →" } }
        div.beside {
            @if narrowed { (found) (places) } @else { (places) (found) }
        }
    };
    Page { section: Some(Section::Directory), query: &query, index: !narrowed, ..Page::of(&title, main) }.render(site)
}

/// The address of the same search in one county; in none where it is empty.
fn in_county(search: &Search, county: &str) -> String {
    let mut there = search.clone();
    for filter in &mut there.filters {
        match filter.name {
            forms::PARAM_COUNTY => filter.chosen = Some(county.to_owned()),
            forms::PARAM_MUNICIPALITY => filter.chosen = None,
            _ => {}
        }
    }
    format!("{}{}", paths::DIRECTORY, there.query(0))
}

/// Whoever types the name of a place is shown the way to it: an entry need not name the place where it is.
fn meant(site: &Site, search: &Search) -> Markup {
    const AT_MOST: usize = 4;
    let counties = municipalities::counties_named(&search.words).iter();
    let counties = counties.map(|county| (paths::county(county), Vocabulary::County.label(site.lang, county)));
    let named = municipalities::named(&search.words);
    let places = named.into_iter().map(|(number, name)| (paths::municipality(number), name.into()));
    html! {
        @if search.words.chars().count() > 2 {
            @for (path, name) in counties.chain(places).take(AT_MOST) {
                p.notice {
                    (site.lang.rich("directory-meant", &[("place", Arg::Html(html! { a href=(site.link(&path)) { (name) } }))]))
                }
            }
        }
    }
}

/// The form: a plain GET, as in the other lists, with how many each choice would leave.
fn form(site: &Site, view: &DirectoryView) -> Markup {
    let lang = site.lang;
    let search = &view.search;
    let filtered = search.filters.iter().any(|filter| filter.chosen.as_deref().is_some_and(|value| !value.is_empty()));
    let county = chosen(search, forms::PARAM_COUNTY);
    let counts = &view.counts;
    html! {
        form.search role="search" aria-label=(lang.text("search-here")) method="get" action=(site.link(paths::DIRECTORY)) {
            div.words {
                label for="q" { (lang.text("search-words")) }
                div.row {
                    input #q type="search" name=(forms::PARAM_QUERY) value=(search.words) dir="auto" enterkeyhint="search";
                    button type="submit" { (lang.text("search-button")) }
                }
            }
            details open[filtered] {
                summary { (lang.text("directory-narrow")) }
                div.choices {
                    (select(site, search, forms::PARAM_COUNTY, ("filter-county", "filter-county-all"), &counts.counties, Vocabulary::County))
                    @if !county.is_empty() { (municipality(site, county, chosen(search, forms::PARAM_MUNICIPALITY))) }
                    (select(site, search, forms::PARAM_TYPE, ("filter-type", "filter-type-all"), &counts.types, Vocabulary::OrganisationType))
                    (select(site, search, forms::PARAM_OFFER, ("directory-offer", "directory-offer-all"), &counts.offers, Vocabulary::Offer))
                    (select(
                        site, search, forms::PARAM_ACCESSIBILITY, ("directory-accessibility", "directory-accessibility-all"),
                        &counts.accessibility, Vocabulary::Accessibility,
                    ))
                }
            }
        }
    }
}

fn select(
    site: &Site,
    search: &Search,
    name: &'static str,
    keys: (&'static str, &'static str),
    counts: &[Counted],
    vocabulary: Vocabulary,
) -> Markup {
    let lang = site.lang;
    let now = chosen(search, name);
    let known = vocabulary.codes();
    let count = |code: &str| counts.iter().find(|counted| counted.code == code).map_or(0, |counted| counted.count);
    html! {
        div {
            label for={ "f-" (name) } { (lang.text(keys.0)) }
            select #{ "f-" (name) } name=(name) {
                option value="" { (lang.text(keys.1)) }
                @for code in known.iter().filter(|code| **code == now || count(code) > 0) {
                    option value=(code) selected[*code == now] {
                        (lang.text_with("directory-option", &[("name", Arg::Ours(vocabulary.label(lang, code))), ("count", Arg::Number(count(code)))]))
                    }
                }
                @if !now.is_empty() && !known.contains(&now) {
                    option value=(now) selected dir="auto" { (people::cut(now, people::TITLE_CHARS)) }
                }
            }
        }
    }
}

/// The municipalities of the county that is chosen.
fn municipality(site: &Site, county: &str, now: &str) -> Markup {
    let lang = site.lang;
    let name = forms::PARAM_MUNICIPALITY;
    html! {
        div {
            label for={ "f-" (name) } { (lang.text("directory-municipality")) }
            select #{ "f-" (name) } name=(name) {
                option value="" { (lang.text("directory-municipality-all")) }
                @for (number, called) in municipalities::of_county(county) {
                    option value=(number) selected[number == now] { (called) }
                }
            }
        }
    }
}
