//! Fields of documents: a name and what stands there.
//!
//! One form for all kinds, so that a directory entry, an event and a resource need no template each. What a field holds
//! was written by people; only what is surely an address or a number becomes a link.

use std::fmt;
use std::ops::Range;

use maud::{Markup, html};

use crate::dates::{self, Date, Moment, Month};
use crate::people;
use crate::site::{HubRef, Site};
use crate::texts::Arg;
use crate::vocabulary::Vocabulary;

/// How deep groups of fields are shown inside each other; a service has prices, prices have nothing.
const DEEPEST_GROUP: usize = 3;

/// A field with its values.
#[derive(Clone, PartialEq, Eq)]
pub struct Field {
    /// The code of its name, in [`Vocabulary::Label`].
    pub label: String,
    /// What stands there; a field without values is left out.
    pub values: Vec<Value>,
}

/// One value of a field.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Somebody's words.
    Text(String),
    /// A code with a label.
    Code(Vocabulary, String),
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(u64),
    /// An amount in whole kroner, what it is for, and until when it holds.
    Price {
        /// What one pays for, such as "Student".
        label: String,
        /// Whole kroner; 0 is free.
        kroner: u64,
        /// The last day of this price.
        until: Option<Date>,
    },
    /// A day.
    Date(Date),
    /// A month.
    Month(Month),
    /// From one time to another.
    Span(Moment, Option<Moment>),
    /// An organisation number.
    OrganisationNumber(String),
    /// A telephone number, and whose it is.
    Phone(String, Option<String>),
    /// An e-mail address.
    Email(String),
    /// A web address.
    Web(String),
    /// Another page here: its path without language prefix, and its name.
    Page(String, String),
    /// A group of fields with a heading, such as a service.
    Group(String, Vec<Field>),
}

// What stands in a field was written by people, and is nothing for a log.
impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({}, {} values)", self.label, self.values.len())
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value")
    }
}

impl Field {
    /// A field with one value.
    pub fn one(label: &str, value: Value) -> Field {
        Field { label: label.to_owned(), values: vec![value] }
    }

    /// A field with somebody's words.
    pub fn text(label: &str, text: &str) -> Field {
        Field::one(label, Value::Text(text.to_owned()))
    }

    /// A field with codes.
    pub fn codes<'a>(label: &str, vocabulary: Vocabulary, codes: impl IntoIterator<Item = &'a str>) -> Field {
        let values = codes.into_iter().map(|code| Value::Code(vocabulary, code.to_owned())).collect();
        Field { label: label.to_owned(), values }
    }
}

/// Where words that were looked for stand in something that was found.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// In its title: bytes, in order, not overlapping.
    pub title: Vec<Range<usize>>,
    /// A piece of its text, and where in that; none where the words stand in no text that may be shown.
    pub passage: Option<(String, Vec<Range<usize>>)>,
}

impl fmt::Debug for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Marks({}, passage: {})", self.title.len(), self.passage.is_some())
    }
}

/// Text with what was looked for set off. A mark that does not fit the text is left out, never a letter of the text.
pub(crate) fn marked(text: &str, marks: &[Range<usize>]) -> Markup {
    let mut at = 0;
    html! {
        @for mark in marks {
            @if let (Some(before), Some(found)) = (text.get(at..mark.start), text.get(mark.clone())) {
                (before) mark { (found) }
                @let () = at = mark.end;
            }
        }
        (text.get(at..).unwrap_or_default())
    }
}

/// The fields as a list of names and values.
pub(crate) fn fields(site: &Site, fields: &[Field]) -> Markup {
    fields_at(site, fields, 0)
}

fn fields_at(site: &Site, fields: &[Field], depth: usize) -> Markup {
    html! {
        @if fields.iter().any(|field| !field.values.is_empty()) {
            dl.fields {
                @for field in fields.iter().filter(|field| !field.values.is_empty()) {
                    dt { bdi { (Vocabulary::Label.label(site.lang, &field.label)) } }
                    @for value in &field.values {
                        dd dir="auto" { (value_at(site, value, depth)) }
                    }
                }
            }
        }
    }
}

/// One value, in a line: of a group only its heading.
pub(crate) fn value(site: &Site, value: &Value) -> Markup {
    match value {
        Value::Group(heading, _) => html! { bdi { (heading) } },
        other => value_at(site, other, 0),
    }
}

fn value_at(site: &Site, value: &Value, depth: usize) -> Markup {
    let lang = site.lang;
    html! {
        @match value {
            Value::Text(text) => bdi { (text) },
            Value::Code(vocabulary, code) => bdi { (vocabulary.label(lang, code)) },
            Value::Bool(true) => (lang.text("yes")),
            Value::Bool(false) => (lang.text("no")),
            Value::Number(number) => (lang.number(*number)),
            Value::Price { label, kroner, until } => {
                @if !label.is_empty() { bdi { (label) } ": " }
                @if *kroner == 0 { (lang.text("price-free")) }
                @else { (lang.text_with("price", &[("kroner", Arg::Number(*kroner))])) }
                @if let Some(until) = until { " " (lang.rich("price-until", &[("date", Arg::Html(dates::time_date(lang, *until)))])) }
            }
            Value::Date(date) => (dates::time_date(lang, *date)),
            Value::Month(month) => (dates::time_month(lang, *month)),
            Value::Span(start, end) => (dates::time_span(lang, *start, *end)),
            Value::OrganisationNumber(number) => bdi { (people::organisation_number(number)) },
            Value::Phone(number, label) => {
                (phone(number))
                @if let Some(label) = label { " (" bdi { (label) } ")" }
            }
            Value::Email(address) => {
                @if let Some(mail) = people::mail_address(address) { a href={ "mailto:" (mail) } { bdi { (address) } } }
                @else { bdi { (address) } }
            }
            Value::Web(address) => {
                @if let Some(web) = people::web_address(address) { a href=(web) rel="external nofollow noopener noreferrer" { bdi { (address) } } }
                @else { bdi { (address) } }
            }
            Value::Page(path, name) => a href=(site.link(path)) { bdi { (name) } },
            Value::Group(heading, inner) => {
                @if !heading.is_empty() { p.group dir="auto" { bdi { (heading) } } }
                @if depth < DEEPEST_GROUP { (fields_at(site, inner, depth + 1)) }
            }
        }
    }
}

/// A telephone number that can be called with one touch.
pub(crate) fn phone(number: &str) -> Markup {
    html! {
        @if let Some(dialled) = people::dialled(number) { a.phone href={ "tel:" (dialled) } { bdi { (people::phone(number)) } } }
        @else { bdi { (number) } }
    }
}

/// A centre's name, as a link to its page if it has one.
pub(crate) fn hub(site: &Site, hub: &HubRef) -> Markup {
    html! {
        @if let Some(id) = &hub.id { a href=(site.link(&crate::paths::directory_entry(id))) { bdi { (people::cut(&hub.name, people::TITLE_CHARS)) } } }
        @else { bdi { (people::cut(&hub.name, people::TITLE_CHARS)) } }
    }
}

/// Themes as a row of small labels.
pub(crate) fn themes(site: &Site, themes: &[String]) -> Markup {
    html! {
        @if !themes.is_empty() {
            ul.tags aria-label=(site.lang.text("themes")) {
                @for theme in themes {
                    li { bdi { (Vocabulary::Theme.label(site.lang, theme)) } }
                }
            }
        }
    }
}

/// Paragraphs as people wrote them.
pub(crate) fn paragraphs(paragraphs: &[String]) -> Markup {
    html! {
        @for paragraph in paragraphs {
            p dir="auto" { (paragraph) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_for_is_set_off_and_nothing_is_lost() {
        assert_eq!(marked("på vei <hjem>", &[4..7, 9..13]).0, "på <mark>vei</mark> &lt;<mark>hjem</mark>&gt;");
        for wrong in [1..2, 90..91, 0..99] {
            assert_eq!(marked("å på vei", std::slice::from_ref(&wrong)).0, "å på vei", "{wrong:?}");
        }
        assert_eq!(marked("abc", &[1..2, 0..1]).0, "a<mark>b</mark>c", "marks that go back are left out");
    }
}
