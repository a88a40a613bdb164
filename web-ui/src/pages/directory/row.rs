//! One centre or organisation in a list: what it is, where, whether it is open now.

use std::fmt;

use maud::{Markup, html};

use crate::opening::{self, Opening};
use crate::pages::stories::{Heading, heading, shown_title};
use crate::paths;
use crate::people;
use crate::site::Site;
use crate::values::{self, Value};
use crate::vocabulary::Vocabulary;

/// An entry of the directory, in short.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Its address.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its language, as a tag.
    pub lang: String,
    /// What it is, in few words; may be empty.
    pub summary: String,
    /// It is a centre of the network, and not an organisation that a centre keeps in the directory.
    pub centre: bool,
    /// The codes of its type.
    pub types: Vec<String>,
    /// The names of the places where it is.
    pub places: Vec<String>,
    /// The codes of the counties that it is for.
    pub counties: Vec<String>,
    /// It is for the whole country.
    pub national: bool,
    /// Whether it is open now; none where it says nothing of hours, or is closed for good.
    pub opening: Option<Opening>,
    /// One gets in without a step.
    pub step_free: bool,
    /// Nobody has confirmed for more than a year that this is how it is.
    pub unconfirmed: bool,
    /// Something to know first: that a centre rests, an organisation's alert.
    pub notice: Option<Value>,
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({}, {} bytes)", self.id, self.name.len() + self.summary.len())
    }
}

/// Entries one below the other.
pub(crate) fn rows(site: &Site, rows: &[Row], level: Heading) -> Markup {
    html! {
        ul.entries {
            @for row in rows { li { (one(site, row, level)) } }
        }
    }
}

fn one(site: &Site, row: &Row, level: Heading) -> Markup {
    const AT_MOST: usize = 3;
    let lang = site.lang;
    let text_lang = people::language_tag(&row.lang);
    let name = html! { a href=(site.link(&paths::directory_entry(&row.id))) { (shown_title(site, &row.name)) } };
    let mut facts: Vec<String> = Vec::new();
    if row.centre {
        facts.push(lang.text("entry-centre").into_owned());
    }
    facts.extend(row.types.iter().take(AT_MOST).map(|code| Vocabulary::OrganisationType.label(lang, code).into_owned()));
    if row.national {
        facts.push(lang.text("entry-national").into_owned());
    } else if row.places.is_empty() {
        facts.extend(row.counties.iter().take(AT_MOST).map(|code| Vocabulary::County.label(lang, code).into_owned()));
    } else {
        facts.extend(row.places.iter().take(AT_MOST).map(|place| people::cut(place, people::TITLE_CHARS).into_owned()));
    }
    html! {
        article.entry {
            (heading(level, text_lang, &name))
            p.facts { @for (position, fact) in facts.iter().enumerate() { @if position > 0 { " · " } bdi { (fact) } } }
            @if let Some(notice) = &row.notice { p.badge { (values::value(site, notice)) } }
            @if let Some(opening) = &row.opening { (opening::now(lang, opening)) }
            @if !row.summary.is_empty() { p.excerpt lang=[text_lang] dir="auto" { (people::cut(&row.summary, people::EXCERPT_CHARS)) } }
            @if row.step_free || row.unconfirmed {
                ul.tags {
                    @if row.step_free { li { (lang.text("entry-step-free")) } }
                    @if row.unconfirmed { li.old { (lang.text("entry-unconfirmed")) } }
                }
            }
        }
    }
}
