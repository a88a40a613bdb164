//! Who one can call. Built in, so that the numbers show also when nothing else can be reached.

use crate::lang::Lang;
use crate::people;

/// A help line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The number, as it is said.
    pub number: &'static str,
    name_key: &'static str,
    /// The content warnings of a story after which this line comes first.
    after: &'static [&'static str],
}

/// The help lines, in the order in which they show where nothing speaks for another.
pub const HELP_LINES: [HelpLine; 6] = [
    HelpLine { number: "113", name_key: "help-emergency", after: &[] },
    HelpLine { number: "116 117", name_key: "help-medical", after: &[] },
    HelpLine {
        number: "116 123",
        name_key: "help-mental-health",
        after: &["self_harm", "suicide", "eating_disorder", "substance_use", "coercion"],
    },
    HelpLine { number: "22 40 00 40", name_key: "help-church", after: &["suicide", "death_grief"] },
    HelpLine { number: "116 111", name_key: "help-children", after: &["child_affected"] },
    HelpLine { number: "116 006", name_key: "help-violence", after: &["violence", "abuse"] },
];

impl HelpLine {
    /// Whose line it is, in a language.
    pub fn name(&self, lang: Lang) -> std::borrow::Cow<'static, str> {
        lang.text(self.name_key)
    }

    /// The address that dials it.
    pub(crate) fn address(&self) -> String {
        format!("tel:{}", people::dialled(self.number).unwrap_or_default())
    }
}

/// The help lines for a page: danger to life first, then those that a story's warnings speak for, then the others.
pub fn ordered(warnings: &[String]) -> Vec<&'static HelpLine> {
    let mut lines: Vec<_> = HELP_LINES.iter().collect();
    // The sort is stable, so the lines keep their order within each rank.
    lines.sort_by_key(|line| {
        let spoken_for = line.after.iter().any(|code| warnings.iter().any(|warning| warning == code));
        match (line.name_key, spoken_for) {
            ("help-emergency", _) => 0,
            (_, true) => 1,
            (_, false) => 2,
        }
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warnings_of_a_story_decide_who_comes_first() {
        let numbers = |warnings: &[&str]| -> Vec<&str> {
            ordered(&warnings.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>()).iter().map(|line| line.number).collect()
        };
        assert_eq!(numbers(&[]), ["113", "116 117", "116 123", "22 40 00 40", "116 111", "116 006"]);
        assert_eq!(numbers(&["violence"]), ["113", "116 006", "116 117", "116 123", "22 40 00 40", "116 111"]);
        assert_eq!(numbers(&["suicide", "unknown"]), ["113", "116 123", "22 40 00 40", "116 117", "116 111", "116 006"]);
    }
}
