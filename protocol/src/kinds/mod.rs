//! The kinds of documents: their fields, their words, and the rules that hold when somebody writes one.
//!
//! Each kind is described once, as a table of fields ([`schema`]); that one table serves import lines, the API and forms.
//! From the bottom up:
//!
//! * [`limits`], [`vocabulary`], [`places`]: how much, which words, which counties;
//! * [`schema`]: what a table of fields consists of; `dates`, `contact`, `recurrence`, `names`: the formats of texts;
//! * `story`, `organisation`, `event`, `resource`, `article`, `comment`, `hub`: one table each, with the rules that look
//!   at several fields at once; `parts`: records that several kinds have;
//! * `reader`: values against a table; `privacy`: what is shared apart from what stays on the machine;
//! * [`mod@line`], [`edit`]: an import line in and out, and an edit applied to what stands.
//!
//! All of this binds whoever *writes*. Nothing here is asked when a document arrives from another hub: a vocabulary that
//! grows, or two edits that are each small enough, must never divide the network. What arrives is kept and shown as it is,
//! and an edit is not held to account for words that it did not write.

pub mod edit;
pub mod limits;
pub mod line;
pub mod places;
pub mod schema;
pub mod slug;
pub mod vocabulary;

mod article;
mod comment;
mod contact;
mod dates;
mod error;
mod event;
mod hub;
mod json;
mod names;
mod nearest;
mod organisation;
mod parts;
mod path;
mod privacy;
mod reader;
mod recurrence;
mod resource;
mod standing;
mod story;
mod text;

#[cfg(test)]
mod samples;

pub use edit::{changed_fields, check, overlay};
pub use error::{Fault, FieldError};
pub use line::{Checked, Edit, Line, ParsedLine, parse_line, to_line};
pub use slug::slug;
pub use standing::{Reach, Status};

use schema::Record;

/// The fields of a document as they stand in its shared document, by name.
pub type Content = std::collections::BTreeMap<String, serde_json::Value>;

/// Whether a text is a recurrence rule as somebody who writes an event may give it. What arrives can be anything; who works out the
/// days of a rule does well to ask first.
pub fn is_recurrence(text: &str) -> bool {
    text.chars().count() <= limits::RECURRENCE_CHARS && (recurrence::RECURRENCE.normalise)(text).is_ok()
}

/// What sort of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What somebody lived through, told by that person or by a relative.
    Story,
    /// An entry of the directory, which any member may keep in order.
    Organisation,
    /// A course, a conference, a gathering.
    Event,
    /// A practice that worked, a guide, a project, a checklist.
    Resource,
    /// News, a call for stories, a report.
    Article,
    /// A reader's words about a document.
    Comment,
    /// A centre's own profile.
    Hub,
    /// Whom a hub vouches for and whom it objects to.
    Trust,
    /// What people with lived experience found when they asked the users of a service.
    Evaluation,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Kind] = &[
        Kind::Story,
        Kind::Organisation,
        Kind::Event,
        Kind::Resource,
        Kind::Article,
        Kind::Comment,
        Kind::Hub,
        Kind::Trust,
        Kind::Evaluation,
    ];

    /// The code that stands in headers, import lines and the API.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Story => "story",
            Kind::Organisation => "organisation",
            Kind::Event => "event",
            Kind::Resource => "resource",
            Kind::Article => "article",
            Kind::Comment => "comment",
            Kind::Hub => "hub",
            Kind::Trust => "trust",
            Kind::Evaluation => "evaluation",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Kind> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Whether an import line may be of this kind. Comments come from readers, trust lists from the hub's own commands.
    pub const fn importable(self) -> bool {
        match self {
            Kind::Story | Kind::Organisation | Kind::Event | Kind::Resource | Kind::Article | Kind::Hub => true,
            Kind::Comment | Kind::Trust | Kind::Evaluation => false,
        }
    }

    /// The table of fields, for forms and for whoever explains them. None for kinds that are not written as fields.
    pub fn record(self) -> Option<&'static Record> {
        match self {
            Kind::Story => Some(&story::STORY),
            Kind::Organisation => Some(&organisation::ORGANISATION),
            Kind::Event => Some(&event::EVENT),
            Kind::Resource => Some(&resource::RESOURCE),
            Kind::Article => Some(&article::ARTICLE),
            Kind::Comment => Some(&comment::COMMENT),
            Kind::Hub => Some(&hub::HUB),
            Kind::Trust | Kind::Evaluation => None,
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_code() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(*kind));
        }
        assert_eq!(Kind::from_code("Story"), None);
        assert_eq!(Kind::from_code(""), None);
    }

    #[test]
    fn what_can_be_imported_has_a_table() {
        for kind in Kind::ALL.iter().filter(|kind| kind.importable()) {
            assert!(kind.record().is_some(), "{kind}");
        }
        assert!(!Kind::Trust.importable() && !Kind::Evaluation.importable() && !Kind::Comment.importable());
    }

    #[test]
    fn no_table_has_a_field_that_a_line_uses_for_itself() {
        for record in Kind::ALL.iter().filter_map(|kind| kind.record()) {
            for field in record.fields {
                assert!(!line::ENVELOPE.contains(&field.name), "{} of {}", field.name, record.name);
            }
        }
    }
}
