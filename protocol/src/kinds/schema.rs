//! What a table of fields consists of.
//!
//! A kind is a [`Record`]: named [`Field`]s, each with a [`Shape`], with whether it is needed, and with whether it may
//! leave the machine. The tables are data, so that a form can ask them for lengths and words; what looks at several
//! fields at once is a function beside the table.

use super::error::{Fault, FieldError};
use super::path::Path;
use super::vocabulary::Vocabulary;
use serde_json::{Map, Value};

/// A set of named fields: a document, or a part of one.
#[derive(Debug)]
pub struct Record {
    /// What a sentence calls it: "a story", "a location".
    pub name: &'static str,
    /// The fields, in the order in which people fill them in.
    pub fields: &'static [Field],
    /// Names that people reasonably try and that are refused with a reason of their own.
    pub refused: &'static [(&'static str, &'static str)],
    /// What must hold between fields, once each holds by itself. It meets values of any type where they came from
    /// elsewhere, and then has nothing against them.
    pub(super) between: Option<Between>,
}

/// A rule between the fields of a record.
pub(super) type Between = fn(&Path<'_>, &Map<String, Value>) -> Result<(), FieldError>;

impl Record {
    /// A record without rules between its fields.
    pub(super) const fn new(name: &'static str, fields: &'static [Field]) -> Self {
        Record { name, fields, refused: &[], between: None }
    }

    /// With a rule between its fields.
    pub(super) const fn where_holds(mut self, between: Between) -> Self {
        self.between = Some(between);
        self
    }

    /// With names that are refused for a reason.
    pub(super) const fn refusing(mut self, refused: &'static [(&'static str, &'static str)]) -> Self {
        self.refused = refused;
        self
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its name in import lines, the API and shared documents.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub need: Need,
    /// Whether it may leave the machine.
    pub stays: Stays,
    /// What it holds when nothing is said.
    pub default: Option<&'static str>,
}

/// Whether a field must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must be there and hold something.
    Required,
    /// It must be there, so that leaving it empty is a decision.
    MayBeEmpty,
    /// It may be left out. An empty list is the same as none.
    Optional,
}

/// Whether a field may leave the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stays {
    /// It is part of the shared document.
    Shared,
    /// It stays on the machine.
    Private,
    /// Its month is part of the shared document; the day stays on the machine.
    SharedToMonth,
}

impl Field {
    const fn new(name: &'static str, shape: Shape, need: Need) -> Self {
        Field { name, shape, need, stays: Stays::Shared, default: None }
    }

    /// A field that must be there.
    pub(super) const fn required(name: &'static str, shape: Shape) -> Self {
        Field::new(name, shape, Need::Required)
    }

    /// A list that must be there and may be empty.
    pub(super) const fn may_be_empty(name: &'static str, shape: Shape) -> Self {
        Field::new(name, shape, Need::MayBeEmpty)
    }

    /// A field that may be left out.
    pub(super) const fn optional(name: &'static str, shape: Shape) -> Self {
        Field::new(name, shape, Need::Optional)
    }

    /// With whether it may leave the machine.
    pub(super) const fn staying(mut self, stays: Stays) -> Self {
        self.stays = stays;
        self
    }

    /// With what it holds when nothing is said.
    pub(super) const fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }
}

/// What a field holds.
#[derive(Debug)]
pub enum Shape {
    /// One line of text, of at most so many characters.
    Line(usize),
    /// Text that may have line breaks, of at most so many characters.
    Prose(usize),
    /// One word of a vocabulary.
    Word(Vocabulary),
    /// Text that is written in a certain way.
    Written(Format),
    /// Yes or no.
    YesNo,
    /// A whole number between two, both included.
    Count(u64, u64),
    /// Degrees of latitude or longitude, at most so many to either side.
    Degrees(u16),
    /// Further fields.
    Record(&'static Record),
    /// Several of a shape, at most so many.
    List(&'static Shape, usize),
    /// Several of a shape, each once, at most so many.
    Set(&'static Shape, usize),
}

/// A way in which a text is written.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name, for whoever chooses an input field: `date`, `phone`.
    pub name: &'static str,
    /// Characters, at most.
    pub most: usize,
    /// The text as it is kept, or what is wrong with it. It meets one line, trimmed, without characters that act.
    pub normalise: fn(&str) -> Result<String, Fault>,
}

/// The text of a field, where it is a text.
pub(super) fn text<'a>(record: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    record.get(name).and_then(Value::as_str)
}

/// The field within a record, where both are.
pub(super) fn within<'a>(record: &'a Map<String, Value>, outer: &str, inner: &str) -> Option<&'a Value> {
    record.get(outer).and_then(Value::as_object).and_then(|part| part.get(inner))
}
