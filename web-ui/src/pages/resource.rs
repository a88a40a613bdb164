//! One measure, example, guide, checklist, project, report or piece of course material.
//!
//! What somebody else can do is in the middle: the steps, with who does them, and the checklist, which is made for paper. Boxes
//! are drawn, not ticked: nothing of what a reader does here is kept.

use std::fmt;

use maud::{Markup, html};

use crate::cite::{self, Citation};
use crate::dates::{self, Date};
use crate::page::Page;
use crate::pages::document::{self, DocumentView};
use crate::people;
use crate::site::Site;
use crate::texts::Arg;
use crate::values::{self, Value};
use crate::vocabulary::Vocabulary;

/// A resource with all that is shown about it.
#[derive(Clone, PartialEq, Eq)]
pub struct ResourceView {
    /// What it has in common with other documents. Its fields are those that stand nowhere else.
    pub document: DocumentView,
    /// The code of its type.
    pub kind_type: String,
    /// Who is responsible.
    pub responsible: Option<String>,
    /// The code of how service users took part.
    pub involvement: Option<String>,
    /// The code of what one knows about whether it works.
    pub evidence: Option<String>,
    /// The code of how far it has come.
    pub phase: Option<String>,
    /// The years it is about.
    pub period: Option<String>,
    /// Why it was done.
    pub background: Vec<String>,
    /// What it was for.
    pub goals: Vec<String>,
    /// What was done.
    pub steps: Vec<Step>,
    /// What to check.
    pub checklist: Vec<Check>,
    /// What came of it, and what was learned.
    pub results: Vec<String>,
    /// With whom.
    pub partners: Vec<Value>,
    /// Where.
    pub sites: Vec<Value>,
    /// When somebody looks at it again.
    pub review_due: Option<Date>,
    /// That day has passed.
    pub review_over: bool,
    /// How it is cited.
    pub citation: Citation,
}

/// A step.
#[derive(Clone, PartialEq, Eq)]
pub struct Step {
    /// Who does it.
    pub who: String,
    /// What they do.
    pub what: String,
}

/// An item of a checklist.
#[derive(Clone, PartialEq, Eq)]
pub struct Check {
    /// What to check.
    pub item: String,
    /// What helps to answer.
    pub help: Option<String>,
}

impl fmt::Debug for ResourceView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResourceView({:?}, {} steps, {} checks)", self.document, self.steps.len(), self.checklist.len())
    }
}

/// The page.
pub fn render(site: &Site, view: &ResourceView) -> String {
    let lang = site.lang;
    let shown = &view.document;
    let text_lang = people::language_tag(&shown.lang);
    let main = html! {
        article.document.resource {
            (document::crumb(site, shown.section))
            p.kind { bdi { (Vocabulary::ResourceType.label(lang, &view.kind_type)) } }
            (document::heading(site, shown))
            (document::lead(shown))
            (values::themes(site, &shown.themes))
            (facts(site, view))
            (part(site, "resource-background", &view.background, text_lang))
            (part(site, "resource-goals", &view.goals, text_lang))
            (document::body(shown))
            @if !view.steps.is_empty() {
                h2 { (lang.text("resource-steps")) }
                ol.steps lang=[text_lang] {
                    @for step in &view.steps { li dir="auto" { b { (step.who) } " " span { (step.what) } } }
                }
            }
            @if !view.checklist.is_empty() {
                h2 { (lang.text("resource-checklist")) }
                p.quiet.on-screen { (lang.text("resource-checklist-print")) }
                ul.checks lang=[text_lang] {
                    @for check in &view.checklist {
                        li dir="auto" { b { (check.item) } @if let Some(help) = &check.help { " " span { (help) } } }
                    }
                }
            }
            (part(site, "resource-results", &view.results, text_lang))
            (values::fields(site, &shown.fields))
            (document::conflicts(site, &shown.conflicts))
            section.about aria-labelledby="om" {
                h2 #om { (lang.text("article-cite")) }
                (cite::show(site, &view.citation))
                (document::foot(site, shown))
            }
        }
    };
    let head = cite::tags(lang, &view.citation);
    Page { section: Some(shown.section), index: true, head, ..Page::of(document::title(shown), main) }.render(site)
}

/// A part of the text with a heading of its own.
fn part(site: &Site, key: &str, paragraphs: &[String], text_lang: Option<&str>) -> Markup {
    html! {
        @if !paragraphs.is_empty() {
            h2 { (site.lang.text(key)) }
            div.text lang=[text_lang] dir="auto" { (values::paragraphs(paragraphs)) }
        }
    }
}

/// What one asks first: who, how far, how sure, and whether those it is about had a say.
fn facts(site: &Site, view: &ResourceView) -> Markup {
    let lang = site.lang;
    html! {
        dl.fields {
            @if let Some(responsible) = &view.responsible { dt { (lang.text("resource-responsible")) } dd dir="auto" { bdi { (responsible) } } }
            @if let Some(code) = &view.involvement {
                dt { (lang.text("resource-involvement")) }
                dd {
                    bdi { (Vocabulary::Involvement.label(lang, code)) }
                    @if let Some(rung) = rung(code) {
                        " " span.quiet {
                            (lang.text_with("resource-rung", &[("rung", Arg::Number(rung)), ("of", Arg::Number(Vocabulary::Involvement.codes().len() as u64))]))
                        }
                    }
                }
            }
            @if let Some(code) = &view.evidence { dt { (lang.text("resource-evidence")) } dd { bdi { (Vocabulary::Evidence.label(lang, code)) } } }
            @if let Some(code) = &view.phase { dt { (lang.text("resource-phase")) } dd { bdi { (Vocabulary::Phase.label(lang, code)) } } }
            @if let Some(period) = &view.period { dt { (lang.text("resource-period")) } dd dir="auto" { bdi { (period) } } }
            @for (key, values) in [("resource-partners", &view.partners), ("resource-sites", &view.sites)] {
                @if !values.is_empty() {
                    dt { (lang.text(key)) }
                    @for value in values { dd dir="auto" { (values::value(site, value)) } }
                }
            }
            @if let Some(due) = view.review_due {
                dt { (lang.text("resource-review")) }
                dd { (dates::time_date(lang, due)) @if view.review_over { " " strong { (lang.text("resource-review-over")) } } }
            }
        }
    }
}

/// How high on the ladder of taking part, from 1.
fn rung(code: &str) -> Option<u64> {
    let position = Vocabulary::Involvement.codes().iter().position(|known| *known == code)?;
    u64::try_from(position + 1).ok()
}
