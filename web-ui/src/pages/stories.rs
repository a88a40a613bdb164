//! The list of stories.

use std::fmt;

use maud::{Markup, html};

use crate::dates::{self, Month};
use crate::filters::{self, Filter, Search};
use crate::forms;
use crate::page::Page;
use crate::paths;
use crate::people;
use crate::site::{Section, Site};
use crate::texts::Arg;
use crate::values;
use crate::vocabulary::Vocabulary;

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoriesView {
    /// What was looked for. [`search`] gives one with the filters that this page has.
    pub search: Search,
    /// The stories on this page.
    pub items: Vec<StoryItem>,
}

/// A story in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct StoryItem {
    /// Its address.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language, as a tag.
    pub lang: String,
    /// Its summary, or how it begins. Not shown where there are warnings.
    pub excerpt: String,
    /// The code of who tells.
    pub role: String,
    /// The codes of its themes.
    pub themes: Vec<String>,
    /// The codes of its content warnings.
    pub warnings: Vec<String>,
    /// The name of the centre that stands behind it.
    pub hub: String,
    /// When it was published.
    pub month: Option<Month>,
    /// The teller lets search engines in.
    pub search_engines: bool,
}

impl fmt::Debug for StoryItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoryItem({}, {} bytes)", self.id, self.title.len() + self.excerpt.len())
    }
}

/// A search with the filters of the list of stories and these choices.
pub fn search(words: &str, theme: Option<String>, role: Option<String>, field: Option<String>, county: Option<String>) -> Search {
    let filter = |name, vocabulary, chosen| Filter { name, vocabulary, chosen };
    Search {
        words: words.to_owned(),
        filters: vec![
            filter(forms::PARAM_THEME, Vocabulary::Theme, theme),
            filter(forms::PARAM_ROLE, Vocabulary::Role, role),
            filter(forms::PARAM_FIELD, Vocabulary::Area, field),
            filter(forms::PARAM_COUNTY, Vocabulary::County, county),
        ],
        ..Search::default()
    }
}

/// The page. Search engines are let in only where every teller on it agreed.
pub fn render(site: &Site, view: &StoriesView) -> String {
    let lang = site.lang;
    let title = lang.text("section-stories");
    let query = view.search.query(view.search.offset);
    let main = html! {
        h1 { (title) }
        p.lead { (lang.text("section-stories-about")) }
        (filters::form(site, paths::STORIES, &view.search))
        (hiding(site))
        (filters::count(site, "stories-count", &view.search))
        @if view.items.is_empty() {
            p { (lang.text(if view.search.is_narrowed() { "search-nothing" } else { "stories-none" })) }
        } @else {
            (cards(site, &view.items, Heading::Second))
        }
        (filters::pages(site, paths::STORIES, &view.search))
    };
    Page {
        section: Some(Section::Stories),
        query: &query,
        index: !view.search.is_narrowed() && view.items.iter().all(|item| item.search_engines),
        quick_exit: true,
        ..Page::of(&title, main)
    }
    .render(site)
}

/// How deep under the page's own heading the headings of a list are, for those who go from heading to heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heading {
    /// Directly under the page's heading.
    Second,
    /// Under the heading of a part of the page.
    Third,
}

/// The heading of an entry.
pub(crate) fn heading(level: Heading, lang: Option<&str>, inner: &Markup) -> Markup {
    html! {
        @match level {
            Heading::Second => h2 lang=[lang] dir="auto" { (inner) },
            Heading::Third => h3 lang=[lang] dir="auto" { (inner) },
        }
    }
}

/// Stories one below the other, each with a way in.
pub(crate) fn cards(site: &Site, items: &[StoryItem], level: Heading) -> Markup {
    html! {
        ul.cards data-hidden-line=(site.lang.text("hidden-line")) data-hidden-show=(site.lang.text("hidden-show")) {
            @for item in items { li { (card(site, item, level)) } }
        }
    }
}

fn card(site: &Site, item: &StoryItem, level: Heading) -> Markup {
    let lang = site.lang;
    let text_lang = people::language_tag(&item.lang);
    html! {
        article.card data-codes=(hideable(item)) {
            (heading(level, text_lang, &html! { a href=(site.link(&paths::story(&item.id))) { (shown_title(site, &item.title)) } }))
            p.role { bdi { (Vocabulary::Role.label(lang, &item.role)) } }
            @if item.warnings.is_empty() {
                @if !item.excerpt.is_empty() { p.excerpt lang=[text_lang] dir="auto" { (people::cut(&item.excerpt, people::SUMMARY_CHARS)) } }
            } @else {
                p.warnings { (lang.rich("warnings-short", &[("warnings", Arg::Html(warning_names(site, &item.warnings)))])) }
            }
            (values::themes(site, &item.themes))
            p.by {
                bdi { (people::cut(&item.hub, people::TITLE_CHARS)) }
                @if let Some(month) = item.month { ", " (dates::time_month(lang, month)) }
            }
        }
    }
}

/// What a reader can hide: `theme-hope warning-suicide`.
fn hideable(item: &StoryItem) -> String {
    let of = |vocabulary: Vocabulary, codes: &[String]| -> Vec<String> {
        codes.iter().map(|code| format!("{}-{}", vocabulary.prefix(), people::cut(code, people::TITLE_CHARS))).collect()
    };
    [of(Vocabulary::Theme, &item.themes), of(Vocabulary::Warning, &item.warnings)].concat().join(" ")
}

/// What a reader would rather not meet on this device. Only where there is a script to remember it.
fn hiding(site: &Site) -> Markup {
    let lang = site.lang;
    let boxes = |title: &str, vocabulary: Vocabulary| {
        html! {
            fieldset {
                legend { (lang.text(title)) }
                @for code in vocabulary.codes() {
                    label.check { input type="checkbox" value={ (vocabulary.prefix()) "-" (code) }; (vocabulary.label(lang, code)) }
                }
            }
        }
    };
    html! {
        details.hiding data-hide-panel hidden {
            summary { (lang.text("hiding-title")) }
            p { (lang.text("hiding-lead")) }
            div.choices { (boxes("hiding-warnings", Vocabulary::Warning)) (boxes("hiding-themes", Vocabulary::Theme)) }
        }
    }
}

/// A title that can be clicked, also where somebody wrote none.
pub(crate) fn shown_title(site: &Site, title: &str) -> Markup {
    html! {
        @if title.trim().is_empty() { (site.lang.text("untitled")) } @else { bdi { (people::cut(title, people::TITLE_CHARS)) } }
    }
}

/// "selvmord, vold og sorg".
pub(crate) fn warning_names(site: &Site, warnings: &[String]) -> Markup {
    const AT_MOST: usize = 12;
    let names: Vec<_> = warnings.iter().map(|code| Vocabulary::Warning.label(site.lang, code)).collect();
    site.lang.names(names.iter().map(AsRef::as_ref), AT_MOST)
}
