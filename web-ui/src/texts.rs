//! The texts of the pages, from the Fluent files in `texts/`.
//!
//! A page never holds a sentence of its own: it names a key. Fluent's isolating marks are off, because they are invisible
//! characters that end up in what people copy; people's own words are set apart in HTML instead, which [`Lang::rich`] does
//! also in the middle of a sentence.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use maud::{Markup, PreEscaped, Render, html};
use unic_langid::LanguageIdentifier;

use crate::lang::Lang;
use crate::people;

type Bundle = FluentBundle<FluentResource>;

/// The files of one language, each the texts of one part of the site.
macro_rules! files {
    ($lang:literal: $($name:literal)*) => { concat!($(include_str!(concat!("../texts/", $lang, "/", $name, ".ftl")), "\n"),*) };
    ($lang:literal) => {
        files!($lang: "articles" "cite" "codes" "common" "directory" "documents" "entries" "events" "frame" "help" "home" "network"
            "problem" "resources" "search" "story" "withdraw")
    };
}

static NB: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Nb, &[files!("nb")]));
static NN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Nn, &[files!("nn")]));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En, &[files!("en")]));
/// Northern Sámi has the texts of the frame that surrounds every page and of what one reads in a crisis; the rest is bokmål.
static SE: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Se, &[files!("se": "frame")]));

/// Numbers below this are written without separators, as Norwegian does with four digits (and years must be).
const GROUPED_FROM: u64 = 10_000;

/// The first of the Unicode noncharacters that hold the place of markup while Fluent builds a sentence.
const PLACEHOLDER: u32 = 0xFDD0;

/// Something put into a sentence.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    /// A number, which also chooses singular or plural.
    Number(u64),
    /// Words of ours: a date, a label.
    Ours(Cow<'a, str>),
    /// Words somebody else wrote, such as a centre's name.
    People(&'a str),
    /// Ready markup; only [`Lang::rich`] takes it.
    Html(Markup),
}

impl Lang {
    /// The text with this key.
    pub fn text(self, key: &str) -> Cow<'static, str> {
        self.format(key, None).unwrap_or_else(|| Cow::Owned(missing(key)))
    }

    /// The text with this key, if there is one. For codes that come from outside.
    pub(crate) fn text_if_known(self, key: &str) -> Option<Cow<'static, str>> {
        self.format(key, None)
    }

    /// The text with this key, for the frame of a page and for what one reads in a crisis: in Northern Sámi where there is one.
    /// What a page holds is never in two languages: there [`Lang::text`] is bokmål.
    pub(crate) fn frame_text(self, key: &str) -> Cow<'static, str> {
        let own = if self == Lang::Se { SE.get_message(key).and_then(|message| message.value()) } else { None };
        own.map_or_else(|| self.text(key), |pattern| SE.format_pattern(pattern, None, &mut Vec::new()))
    }

    /// The language of what [`Lang::frame_text`] gives, where that is another than what surrounds it: for a `lang` attribute.
    pub(crate) fn other_than(self, around: Lang, key: &str) -> Option<&'static str> {
        let own = if self == Lang::Se && SE.has_message(key) { self } else { self.of_content() };
        (own != around).then_some(own.code())
    }

    /// The text with this key, filled in, as plain text (for `<title>` and attributes).
    pub fn text_with(self, key: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Number(number) => filled.set(*name, *number),
                Arg::Ours(text) => filled.set(*name, text.to_string()),
                Arg::People(text) => filled.set(*name, people::isolated(text)),
                Arg::Html(_) => {}
            }
        }
        self.format(key, Some(&filled)).map_or_else(|| missing(key), Cow::into_owned)
    }

    /// The text with this key, filled in, as HTML: people's words are escaped and set apart with `<bdi>`.
    pub fn rich(self, key: &str, args: &[(&'static str, Arg<'_>)]) -> Markup {
        let mut filled = FluentArgs::with_capacity(args.len());
        for (place, (name, arg)) in (PLACEHOLDER..).zip(args) {
            match arg {
                Arg::Number(number) => filled.set(*name, *number),
                Arg::Ours(text) => filled.set(*name, text.to_string()),
                Arg::People(_) | Arg::Html(_) => filled.set(*name, char::from_u32(place).map(String::from).unwrap_or_default()),
            }
        }
        let Some(sentence) = self.format(key, Some(&filled)) else {
            return missing(key).render();
        };
        let mut out = String::with_capacity(sentence.len() + 64);
        let mut rest = sentence.as_ref();
        while let Some((at, held)) = rest.char_indices().find(|(_, c)| held_place(*c).is_some()) {
            let (before, after) = rest.split_at(at);
            before.render_to(&mut out);
            match held_place(held).and_then(|place| args.get(place)) {
                Some((_, Arg::People(text))) => html! { bdi { (text) } }.render_to(&mut out),
                Some((_, Arg::Html(markup))) => markup.render_to(&mut out),
                _ => {}
            }
            rest = after.get(held.len_utf8()..).unwrap_or_default();
        }
        rest.render_to(&mut out);
        PreEscaped(out)
    }

    /// "Nordlys, Havglimt og Bølgen"; of more than `at_most` names the rest are counted.
    pub fn names<'a>(self, names: impl ExactSizeIterator<Item = &'a str>, at_most: usize) -> Markup {
        let total = names.len();
        let shown = if total > at_most { at_most } else { total };
        let rest = total.saturating_sub(shown);
        html! {
            @for (position, name) in names.take(shown).enumerate() {
                @if position > 0 && position + 1 == shown && rest == 0 { " " (self.text("list-and")) " " }
                @else if position > 0 { ", " }
                bdi { (people::cut(name, people::TITLE_CHARS)) }
            }
            @if rest > 0 { " " (self.text_with("list-and-others", &[("count", Arg::Number(rest as u64))])) }
        }
    }

    /// A number as this language writes it.
    pub fn number(self, number: u64) -> String {
        grouped(number, if self == Lang::En { "," } else { "\u{a0}" })
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<Cow<'static, str>> {
        let bundle = self.bundle();
        let pattern = bundle.get_message(key)?.value()?;
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut faults);
        debug_assert!(faults.is_empty(), "the text {key} in {} cannot be filled in: {faults:?}", self.code());
        Some(text)
    }

    fn bundle(self) -> &'static Bundle {
        match self {
            Lang::Nb | Lang::Se => &NB,
            Lang::Nn => &NN,
            Lang::En => &EN,
        }
    }
}

/// Which place a character holds, if it is a placeholder.
fn held_place(c: char) -> Option<usize> {
    let place = u32::from(c).checked_sub(PLACEHOLDER)?;
    (place < 32).then_some(place as usize)
}

/// What shows instead of a text that does not exist. A test sees to it that none is missing.
fn missing(key: &str) -> String {
    format!("⟦{key}⟧")
}

fn bundle(lang: Lang, sources: &[&str]) -> Bundle {
    let tag: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(if lang == Lang::En { with_commas } else { with_spaces }));
    for source in sources {
        // A file with a fault still gives every message that could be read.
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn with_commas<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    format_number(value, ",")
}

fn with_spaces<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    format_number(value, "\u{a0}")
}

fn format_number(value: &FluentValue<'_>, separator: &str) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value >= 0.0 => Some(grouped(number.value as u64, separator)),
        _ => None,
    }
}

/// The digits of a number in groups of three.
fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    if number < GROUPED_FROM {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() * 2);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        assert_eq!(Lang::Nb.number(2026), "2026");
        assert_eq!(Lang::Nb.number(1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(Lang::En.number(12_345), "12,345");
    }

    #[test]
    fn what_is_not_in_sami_is_bokmal_and_says_so() {
        assert_eq!(Lang::Se.frame_text("exit"), "Guođe siiddu");
        assert_eq!(Lang::Se.text("exit"), Lang::Nb.text("exit"), "what a page holds is in one language");
        assert_eq!(Lang::Se.frame_text("not-found"), Lang::Nb.text("not-found"));
        assert_eq!(Lang::Nn.frame_text("exit"), Lang::Nn.text("exit"));
        assert_eq!((Lang::Se.other_than(Lang::Se, "exit"), Lang::Se.other_than(Lang::Nb, "exit")), (None, Some("se")));
        assert_eq!(Lang::Se.other_than(Lang::Se, "not-found"), Some("nb"));
        assert_eq!(Lang::Nn.other_than(Lang::Nn, "not-found"), None);
    }

    #[test]
    fn people_in_a_sentence_are_escaped_and_set_apart() {
        let sentence = Lang::Nb.rich("confirmed-by", &[("hub", Arg::People("<b>Nord\u{202e}lys"))]).into_string();
        assert!(sentence.contains("<bdi>&lt;b&gt;Nord\u{202e}lys</bdi>"), "{sentence}");
    }

    #[test]
    fn a_placeholder_in_a_name_is_only_a_character() {
        let sentence = Lang::Nb.rich("confirmed-by", &[("hub", Arg::People("\u{fdd0}\u{fdd1}"))]).into_string();
        assert!(sentence.contains("<bdi>\u{fdd0}\u{fdd1}</bdi>"), "{sentence}");
    }

    #[test]
    fn lists_of_names_read_as_sentences() {
        let names =
            |list: &[&str]| Lang::Nb.names(list.iter().copied(), 3).into_string().replace("<bdi>", "").replace("</bdi>", "");
        assert_eq!(names(&[]), "");
        assert_eq!(names(&["A"]), "A");
        assert_eq!(names(&["A", "B"]), "A og B");
        assert_eq!(names(&["A", "B", "C"]), "A, B og C");
        assert_eq!(names(&["A", "B", "C", "D"]), "A, B, C og ett til");
        assert_eq!(names(&["A", "B", "C", "D", "E"]), "A, B, C og 2 til");
    }
}
