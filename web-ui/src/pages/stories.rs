//! The list of stories.

use std::fmt;

use maud::{Markup, html};

use crate::dates::{self, Month};
use crate::filters::{self, Search};
use crate::page::Page;
use crate::paths;
use crate::people;
use crate::site::{Section, Site};
use crate::texts::Arg;
use crate::values::{self, Marks};
use crate::vocabulary::Vocabulary;

/// Characters of how a text begins, in a list: enough to choose by, short enough to pass on a phone.
const EXCERPT_CHARS: usize = 220;

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoriesView {
    /// What was looked for, and by what the list can be narrowed.
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
    /// Where the words that were looked for stand.
    pub marks: Marks,
}

impl fmt::Debug for StoryItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoryItem({}, {} bytes)", self.id, self.title.len() + self.excerpt.len())
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
        div.found {
            (filters::form(site, paths::STORIES, &view.search))
            div.results {
                (hiding(site))
                (filters::count(site, paths::STORIES, "stories-count", &view.search))
                @if !view.items.is_empty() { (cards(site, &view.items, Heading::Second)) }
                @else if view.search.is_narrowed() { (filters::nothing(site, paths::STORIES, &view.search)) }
                @else { p { (lang.text("stories-none")) } }
                (filters::pages(site, paths::STORIES, &view.search))
            }
        }
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
        (list(site, &html! {
            @for item in items { li { (card(site, item, level)) } }
        }))
    }
}

/// A list of cards, with the words that stand in place of one that a reader has hidden.
pub(crate) fn list(site: &Site, items: &Markup) -> Markup {
    html! {
        ul.cards data-hidden-line=(site.lang.text("hidden-line")) data-hidden-show=(site.lang.text("hidden-show")) { (items) }
    }
}

pub(crate) fn card(site: &Site, item: &StoryItem, level: Heading) -> Markup {
    let lang = site.lang;
    let text_lang = people::language_tag(&item.lang);
    let title = html! { a href=(site.link(&paths::story(&item.id))) { (found_title(site, &item.title, &item.marks)) } };
    html! {
        article.card data-codes=(hideable(item)) {
            (heading(level, text_lang, &title))
            p.role { bdi { (Vocabulary::Role.label(lang, &item.role)) } }
            @if item.warnings.is_empty() { (excerpt(&item.marks, &item.excerpt, text_lang)) }
            @else { p.warnings { (lang.rich("warnings-short", &[("warnings", Arg::Html(warning_names(site, &item.warnings)))])) } }
            (values::themes(site, &item.themes))
            p.by {
                bdi { (people::cut(&item.hub, people::TITLE_CHARS)) }
                @if let Some(month) = item.month { ", " (dates::time_month(lang, month)) }
            }
        }
    }
}

/// The piece of the text in which the words stand that were looked for, or how it begins.
pub(crate) fn excerpt(marks: &Marks, otherwise: &str, lang: Option<&str>) -> Markup {
    html! {
        @if let Some((passage, marks)) = &marks.passage { p.excerpt lang=[lang] dir="auto" { (values::marked(&people::cut(passage, people::SUMMARY_CHARS), marks)) } }
        @else if !otherwise.is_empty() { p.excerpt lang=[lang] dir="auto" { (people::cut(otherwise, EXCERPT_CHARS)) } }
    }
}

/// A title with the words that were looked for.
pub(crate) fn found_title(site: &Site, title: &str, marks: &Marks) -> Markup {
    html! {
        @if marks.title.is_empty() { (shown_title(site, title)) }
        @else { bdi { (values::marked(&people::cut(title, people::TITLE_CHARS), &marks.title)) } }
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
