//! News, reports, and calls for stories.
//!
//! A call waits for an answer, so the newest stand first, with somebody to talk with. All of it is also a feed.

use std::fmt;

use maud::{Markup, html};

use crate::dates::{self, Month};
use crate::filters::{self, Search};
use crate::forms;
use crate::page::Page;
use crate::pages::stories::{Heading, excerpt, found_title, heading};
use crate::pages::story;
use crate::paths;
use crate::people;
use crate::site::{Contact, Section, Site};
use crate::values::Marks;
use crate::vocabulary::Vocabulary;

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticlesView {
    /// What was looked for.
    pub search: Search,
    /// Calls that stand before everything else.
    pub calls: Vec<ArticleItem>,
    /// The articles on this page.
    pub items: Vec<ArticleItem>,
}

/// An article in the list.
#[derive(Clone, PartialEq, Eq)]
pub struct ArticleItem {
    /// Its address.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language, as a tag.
    pub lang: String,
    /// Its summary, or how it begins.
    pub summary: String,
    /// The code of its type.
    pub kind_type: String,
    /// The name of the centre that wrote it.
    pub hub: String,
    /// When it was published.
    pub month: Option<Month>,
    /// Of a call: whom to talk with.
    pub contact: Option<Contact>,
    /// Where the words that were looked for stand.
    pub marks: Marks,
}

impl fmt::Debug for ArticleItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleItem({}, {} bytes)", self.id, self.title.len() + self.summary.len())
    }
}

/// The page.
pub fn render(site: &Site, view: &ArticlesView) -> String {
    let lang = site.lang;
    let search = &view.search;
    let title = lang.text("section-articles");
    let query = search.query(search.offset);
    let main = html! {
        h1 { (title) }
        p.lead { (lang.text("section-articles-about")) }
        @if !view.calls.is_empty() {
            section.calls aria-labelledby="vi-soker" {
                h2 #vi-soker { (lang.text("articles-calls")) }
                p { (lang.text("articles-calls-lead")) }
                (cards(site, &view.calls, Heading::Third))
            }
            h2 { (lang.text("articles-all")) }
        }
        div.found {
            (filters::form(site, paths::ARTICLES, search))
            div.results {
                @if view.calls.is_empty() { (filters::count(site, paths::ARTICLES, "list-count", search)) }
                @if !view.items.is_empty() {
                    (cards(site, &view.items, if view.calls.is_empty() { Heading::Second } else { Heading::Third }))
                } @else if search.is_narrowed() { (filters::nothing(site, paths::ARTICLES, search)) }
                @else if view.calls.is_empty() { p { (lang.text("list-none")) } }
                (filters::pages(site, paths::ARTICLES, search))
                p.feed { a href=(feed_of(site, search)) type="application/atom+xml" { (lang.text("articles-feed")) } }
            }
        }
    };
    let head = feed_link(site, &feed_of(site, search));
    let index = !search.is_narrowed();
    Page { section: Some(Section::Articles), query: &query, index, head, ..Page::of(&title, main) }.render(site)
}

/// The feed of what is on the page: of some centres, where those are chosen.
fn feed_of(site: &Site, search: &Search) -> String {
    let centres = search.ticked().filter(|(name, _)| *name == forms::PARAM_HUB);
    format!("{}{}", site.link(paths::NEWS_FEED), paths::query(centres))
}

/// Where a feed reader finds the feed.
pub(crate) fn feed_link(site: &Site, address: &str) -> Markup {
    html! { link rel="alternate" type="application/atom+xml" title=(site.lang.text("section-articles")) href=(address); }
}

fn cards(site: &Site, items: &[ArticleItem], level: Heading) -> Markup {
    html! { ul.cards { @for item in items { li { (card(site, item, level)) } } } }
}

fn card(site: &Site, item: &ArticleItem, level: Heading) -> Markup {
    let lang = site.lang;
    let text_lang = people::language_tag(&item.lang);
    html! {
        article.card {
            p.facts {
                bdi { (Vocabulary::ArticleType.label(lang, &item.kind_type)) }
                @if let Some(month) = item.month { " · " (dates::time_month(lang, month)) }
            }
            (heading(level, text_lang, &html! { a href=(site.link(&paths::article(&item.id))) { (found_title(site, &item.title, &item.marks)) } }))
            (excerpt(&item.marks, &item.summary, text_lang))
            @if let Some(contact) = &item.contact { p.answer { (story::call(site, contact)) } }
            @if !item.hub.is_empty() { p.by { bdi { (people::cut(&item.hub, people::TITLE_CHARS)) } } }
        }
    }
}
