//! Who one can call. Built in, so that the numbers show also when nothing else can be reached; a centre can add its own.
//!
//! A line of the centre's with the number of a built-in one stands in its place. None can be taken away: who one can call
//! must not depend on what somebody forgot to write.

use std::borrow::Cow;
use std::fmt;

use crate::dates::Date;
use crate::lang::Lang;
use crate::people;

/// A line that is built in.
struct BuiltIn {
    number: &'static str,
    name_key: &'static str,
    /// For when it cannot wait.
    urgent: bool,
    /// The content warnings of a story after which this line comes first.
    after: &'static [&'static str],
}

/// In the order in which they show where nothing speaks for another.
const BUILT_IN: [BuiltIn; 9] = [
    BuiltIn { number: "113", name_key: "help-emergency", urgent: true, after: &[] },
    BuiltIn { number: "116 117", name_key: "help-medical", urgent: true, after: &[] },
    BuiltIn {
        number: "116 123",
        name_key: "help-mental-health",
        urgent: false,
        after: &["self_harm", "suicide", "eating_disorder", "substance_use", "coercion"],
    },
    BuiltIn { number: "22 40 00 40", name_key: "help-church", urgent: false, after: &["suicide", "death_grief"] },
    BuiltIn { number: "116 111", name_key: "help-children", urgent: false, after: &["child_affected"] },
    BuiltIn { number: "116 006", name_key: "help-violence", urgent: false, after: &["violence", "abuse"] },
    BuiltIn { number: "112", name_key: "help-police", urgent: true, after: &["violence", "abuse"] },
    BuiltIn { number: "915 08 588", name_key: "help-drugs", urgent: false, after: &["substance_use"] },
    BuiltIn { number: "22 49 19 22", name_key: "help-relatives", urgent: false, after: &[] },
];

/// A line that a centre has added.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnLine {
    /// The number.
    pub number: String,
    /// Whose line it is.
    pub name: String,
    /// When somebody answers.
    pub hours: Option<String>,
    /// When somebody last made sure that all this is right.
    pub verified_on: Option<Date>,
}

impl fmt::Debug for OwnLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OwnLine({} bytes)", self.number.len() + self.name.len())
    }
}

/// A line as it shows.
pub struct HelpLine<'a> {
    /// The number, as it is said.
    pub number: Cow<'a, str>,
    /// Whose line it is.
    pub name: Cow<'a, str>,
    /// The key of the name, where it is a text of ours.
    pub(crate) name_key: Option<&'static str>,
    /// When somebody answers.
    pub hours: Option<&'a str>,
    /// When somebody last made sure that all this is right.
    pub verified_on: Option<Date>,
    /// For when it cannot wait.
    pub urgent: bool,
    rank: u8,
}

impl HelpLine<'_> {
    /// The address that dials it.
    pub(crate) fn address(&self) -> String {
        format!("tel:{}", people::dialled(&self.number).unwrap_or_default())
    }
}

/// The help lines for a page: danger to life first, then those that a story's warnings speak for, then the centre's own,
/// then the others.
pub fn ordered<'a>(lang: Lang, warnings: &[String], own: &'a [OwnLine]) -> Vec<HelpLine<'a>> {
    let same = |own: &OwnLine, number: &str| people::dialled(&own.number) == people::dialled(number);
    let built_in = BUILT_IN.iter().enumerate().map(|(position, line)| {
        let instead = own.iter().find(|own| same(own, line.number));
        let spoken_for = line.after.iter().any(|code| warnings.iter().any(|warning| warning == code));
        HelpLine {
            number: Cow::Borrowed(line.number),
            name: instead.map_or_else(|| lang.frame_text(line.name_key), |own| Cow::Borrowed(&own.name)),
            name_key: instead.is_none().then_some(line.name_key),
            hours: instead.and_then(|own| own.hours.as_deref()),
            verified_on: instead.and_then(|own| own.verified_on),
            urgent: line.urgent,
            rank: match (position, spoken_for) {
                (0, _) => 0,
                (_, true) => 1,
                (_, false) => 3,
            },
        }
    });
    let added = own.iter().filter(|own| people::dialled(&own.number).is_some());
    let added = added.filter(|own| !BUILT_IN.iter().any(|line| same(own, line.number))).map(|own| HelpLine {
        number: people::phone(&own.number),
        name: Cow::Borrowed(&own.name),
        name_key: None,
        hours: own.hours.as_deref(),
        verified_on: own.verified_on,
        urgent: false,
        rank: 2,
    });
    let mut lines: Vec<_> = built_in.chain(added).collect();
    // The sort is stable, so the lines keep their order within each rank.
    lines.sort_by_key(|line| line.rank);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(warnings: &[&str], own: &[OwnLine]) -> Vec<String> {
        let warnings: Vec<_> = warnings.iter().map(|code| (*code).to_owned()).collect();
        ordered(Lang::Nb, &warnings, own).iter().map(|line| line.number.replace('\u{a0}', " ")).collect()
    }

    fn own(number: &str) -> OwnLine {
        OwnLine { number: number.to_owned(), name: "Natteravnen".to_owned(), hours: None, verified_on: None }
    }

    #[test]
    fn the_warnings_of_a_story_decide_who_comes_first() {
        let plain = ["113", "116 117", "116 123", "22 40 00 40", "116 111", "116 006", "112", "915 08 588", "22 49 19 22"];
        assert_eq!(numbers(&[], &[]), plain);
        assert_eq!(numbers(&["violence"], &[])[..4], ["113", "116 006", "112", "116 117"]);
        assert_eq!(numbers(&["suicide", "unknown"], &[])[..4], ["113", "116 123", "22 40 00 40", "116 117"]);
        assert_eq!(numbers(&["substance_use"], &[])[..3], ["113", "116 123", "915 08 588"]);
    }

    #[test]
    fn a_centre_adds_and_replaces_and_takes_nothing_away() {
        let lines = [own("22000000"), own("116123"), own("ring oss")];
        assert_eq!(numbers(&["violence"], &lines)[..5], ["113", "116 006", "112", "22 00 00 00", "116 117"]);
        let shown = ordered(Lang::Nb, &[], &lines);
        assert_eq!(shown.len(), BUILT_IN.len() + 1, "what cannot be dialled is no help line");
        let replaced = shown.iter().find(|line| line.number == "116 123").unwrap();
        assert_eq!((replaced.name.as_ref(), replaced.name_key), ("Natteravnen", None));
    }
}
