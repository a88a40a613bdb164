//! One piece of news, one report, or one call for stories.

use maud::{Markup, html};

use crate::cite::{self, Citation};
use crate::dates;
use crate::page::Page;
use crate::pages::articles;
use crate::pages::document::{self, DocumentView};
use crate::pages::story;
use crate::paths;
use crate::people;
use crate::site::{Contact, Site};
use crate::texts::Arg;
use crate::values::{self, Value};
use crate::vocabulary::Vocabulary;

/// An article with all that is shown about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleView {
    /// What it has in common with other documents. Its fields are those that stand nowhere else.
    pub document: DocumentView,
    /// The code of its type.
    pub kind_type: String,
    /// Who wrote it, if that is said.
    pub byline: Option<String>,
    /// What it is about.
    pub about: Option<Value>,
    /// Of a call: whom to talk with.
    pub contact: Option<Contact>,
    /// How it is cited.
    pub citation: Citation,
}

/// The page.
pub fn render(site: &Site, view: &ArticleView) -> String {
    let lang = site.lang;
    let shown = &view.document;
    let main = html! {
        article.document {
            (document::crumb(site, shown.section))
            p.kind {
                bdi { (Vocabulary::ArticleType.label(lang, &view.kind_type)) }
                @if let Some(month) = shown.modified { " · " (dates::time_month(lang, month)) }
            }
            (document::heading(site, shown))
            @if let Some(byline) = &view.byline {
                p.by { (lang.rich("article-by", &[("name", Arg::People(&people::cut(byline, people::TITLE_CHARS)))])) }
            }
            (document::lead(shown))
            (values::themes(site, &shown.themes))
            (document::body(shown))
            @if let Some(about) = &view.about {
                p { (lang.rich("article-about", &[("what", Arg::Html(values::value(site, about)))])) }
            }
            (values::fields(site, &shown.fields))
            @if view.kind_type == "call" { (answer(site, view)) }
            (document::conflicts(site, &shown.conflicts))
            section.about aria-labelledby="om" {
                h2 #om { (lang.text("article-cite")) }
                (cite::show(site, &view.citation))
                (document::foot(site, shown))
            }
        }
    };
    let head = html! {
        (cite::tags(lang, &view.citation))
        (articles::feed_link(site, &site.link(paths::NEWS_FEED)))
    };
    Page { section: Some(shown.section), index: true, head, ..Page::of(document::title(shown), main) }.render(site)
}

/// How one answers a call: by talking with somebody first.
fn answer(site: &Site, view: &ArticleView) -> Markup {
    let lang = site.lang;
    html! {
        section.notice.calling aria-labelledby="fortell" {
            h2 #fortell { (lang.text("article-tell")) }
            p { (lang.text("article-tell-first")) }
            p {
                @match &view.contact {
                    Some(contact) => (story::call(site, contact)),
                    None => (lang.rich("article-tell-hub", &[("hub", Arg::Html(values::hub(site, &view.document.hub)))])),
                }
            }
            p.quiet { (lang.text("article-tell-free")) }
        }
    }
}
