//! Import lines: one JSON object, one document, in and out.
//!
//! A line with a `ref` is a whole document, new or repeated. A line with an `id` alone edits a published document and gives
//! only what changes. A line with both is what an export with everything private writes: a whole document that was
//! published under that id. Which of them this machine may write is decided by whoever holds the documents.

use super::edit::whole;
use super::error::{FieldError, listed, quoted};
use super::nearest::nearest;
use super::path::Path;
use super::reader::Exactness;
use super::standing::{Reach, Status};
use super::{Content, Kind, json, limits, names, privacy, text};
use serde_json::{Map, Value};
use std::fmt;

/// The key of the sender's own name for a document, in lines and among what stays on the machine.
pub(super) const REFERENCE: &str = "ref";

/// Keys that a line uses for itself; `hub` is never given, since it follows from who signs.
pub(super) const ENVELOPE: [&str; 6] = ["kind", REFERENCE, "id", "status", "reach", "hub"];

/// Fields that were checked, apart by whether they may leave the machine.
#[derive(Clone, PartialEq)]
pub struct Checked {
    /// What may enter a shared document, and nothing else.
    pub shared: Content,
    /// What stays on the machine: the exact day of a consent, a teller's approval.
    pub private: Content,
}

/// A whole document from an import line.
#[derive(Clone, PartialEq)]
pub struct Line {
    /// What sort of document.
    pub kind: Kind,
    /// The sender's own name for it; it stands among what is private, too.
    pub reference: Option<String>,
    /// The address under which it was published, if the line was exported.
    pub id: Option<String>,
    /// How far it has come.
    pub status: Status,
    /// How far it goes.
    pub reach: Reach,
    /// What may enter a shared document, and nothing else.
    pub shared: Content,
    /// What stays on the machine: the reference, the exact day of a consent, a teller's approval.
    pub private: Content,
}

/// An edit of a published document from an import line.
#[derive(Clone, PartialEq)]
pub struct Edit {
    /// The address of the document.
    pub id: String,
    /// The kind, if the line gives one; it must be the document's.
    pub kind: Option<Kind>,
    /// The fields that are given, not yet checked: that takes the document ([`super::overlay`]).
    pub given: Content,
    /// The status, if it is given.
    pub status: Option<Status>,
    /// The reach, if it is given.
    pub reach: Option<Reach>,
}

/// What an import line is.
#[derive(Debug, Clone, PartialEq)]
pub enum ParsedLine {
    /// A whole document: the line has a `ref`.
    Whole(Line),
    /// An edit: the line has an `id` and no `ref`.
    Edit(Edit),
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checked({} fields shared, {} private)", self.shared.len(), self.private.len())
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, status, reach) = (self.kind, self.status.code(), self.reach.code());
        write!(f, "Line({kind}, {status}, {reach}, {} fields shared, {} private)", self.shared.len(), self.private.len())
    }
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edit({}, {} fields)", self.id, self.given.len())
    }
}

/// What a line of an import file says.
pub fn parse_line(text: &str) -> Result<ParsedLine, FieldError> {
    let mut fields = json::object(text)?;
    let root = Path::root();
    let mut taken = |name: &str| fields.remove(name).filter(|value| !value.is_null());
    if taken("hub").is_some() {
        let what = "is never given, since a document belongs to the centre that imports it; remove it";
        return Err(FieldError::at(&root.then("hub"), "unknown_field", what));
    }
    let kind = taken("kind").map(|value| coded("kind", &value, kind_from_code, IMPORTABLE)).transpose()?;
    let reference = taken(REFERENCE).map(|value| reference(&value)).transpose()?;
    let id = taken("id").map(|value| address(&value)).transpose()?;
    let status = taken("status")
        .map(|value| coded("status", &value, Status::from_code, &["draft", "review", "published", "archived"]))
        .transpose()?;
    let reach = taken("reach").map(|value| coded("reach", &value, Reach::from_code, &["here", "network"])).transpose()?;
    match (reference, id) {
        (None, None) => {
            let what = "is missing; give your own name for a new document, or an `id` to edit a published one";
            Err(FieldError::at(&root.then(REFERENCE), "required", what))
        }
        (None, Some(id)) => Ok(ParsedLine::Edit(Edit { id, kind, given: fields.into_iter().collect(), status, reach })),
        (Some(reference), id) => {
            let Some(kind) = kind else {
                let what = format!("is missing; write {}", listed(IMPORTABLE.iter().copied()));
                return Err(FieldError::at(&root.then("kind"), "required", what));
            };
            let (status, reach) = (status.unwrap_or_default(), reach.unwrap_or_default());
            let exactness = if id.is_some() { Exactness::AsShared } else { Exactness::Whole };
            let Checked { shared, mut private } = whole(kind, &fields, status, reach, exactness)?;
            private.insert(REFERENCE.to_owned(), Value::from(reference.as_str()));
            Ok(ParsedLine::Whole(Line { kind, reference: Some(reference), id, status, reach, shared, private }))
        }
    }
}

/// The codes of the kinds that a line may have.
const IMPORTABLE: &[&str] = &["story", "organisation", "event", "resource", "article", "hub"];

fn kind_from_code(code: &str) -> Option<Kind> {
    Kind::from_code(code).filter(|kind| kind.importable())
}

fn coded<T>(name: &str, value: &Value, from_code: impl Fn(&str) -> Option<T>, codes: &[&str]) -> Result<T, FieldError> {
    let root = Path::root();
    let here = root.then(name);
    let advice = listed(codes.iter().copied());
    let Some(code) = value.as_str().map(str::trim) else {
        return Err(FieldError::at(&here, "wrong_type", format!("is not text; write {advice}")));
    };
    from_code(code).ok_or_else(|| {
        let meant = nearest(code, codes.iter().copied());
        let meant = meant.map_or(String::new(), |meant| format!(" (did you mean `{meant}`?)"));
        FieldError::at(&here, "not_in_vocabulary", format!("cannot be `{}`; write {advice}{meant}", quoted(code)))
    })
}

fn reference(value: &Value) -> Result<String, FieldError> {
    let root = Path::root();
    let here = root.then(REFERENCE);
    match value {
        Value::String(given) => text::line(&here, given, limits::REFERENCE_CHARS),
        _ => Err(FieldError::at(&here, "wrong_type", "is not text; write it in quotation marks")),
    }
}

fn address(value: &Value) -> Result<String, FieldError> {
    match value.as_str().filter(|id| names::is_id(id)) {
        Some(id) => Ok(id.to_owned()),
        None => {
            let what = "is not the id of a document; write its 64 lowercase hexadecimal digits in quotation marks";
            Err(FieldError::at(&Path::root().then("id"), "malformed", what))
        }
    }
}

/// The import line of a document, as an export writes it. What is private is in it as far as it is given: with an empty
/// `private` the line says no more than the shared document does.
pub fn to_line(
    kind: Kind,
    id: &str,
    reference: Option<&str>,
    shared: &Content,
    private: &Content,
    status: Status,
    reach: Reach,
) -> Map<String, Value> {
    let mut line = match kind.record() {
        Some(record) => privacy::merged(record, shared, private),
        None => shared.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
    };
    // A document that came from elsewhere may have fields of these names, and they would pass for the line's own.
    for name in ENVELOPE {
        line.remove(name);
    }
    let reference = reference.or_else(|| private.get(REFERENCE).and_then(Value::as_str));
    if let Some(reference) = reference {
        line.insert(REFERENCE.to_owned(), Value::from(reference));
    }
    for (name, value) in [("kind", kind.code()), ("id", id), ("status", status.code()), ("reach", reach.code())] {
        line.insert(name.to_owned(), Value::from(value));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, line as sample, refused};
    use super::*;
    use serde_json::json;

    fn at(field: &str, rule: &'static str) -> (String, &'static str) {
        (field.to_owned(), rule)
    }

    fn exported(line: &Line, private: &Content) -> String {
        let line = to_line(line.kind, &samples::id(), None, &line.shared, private, line.status, line.reach);
        Value::Object(line).to_string()
    }

    #[test]
    fn the_codes_of_importable_kinds_are_listed() {
        let importable: Vec<&str> = Kind::ALL.iter().filter(|kind| kind.importable()).map(|kind| kind.code()).collect();
        assert_eq!(importable, IMPORTABLE);
    }

    #[test]
    fn what_is_exported_is_imported_as_the_same() {
        for kind in samples::KINDS {
            for (status, reach) in [("draft", "here"), ("published", "network"), ("archived", "here")] {
                let mut given = sample(*kind);
                given["status"] = json!(status);
                given["reach"] = json!(reach);
                let line = samples::whole(&given);
                let samples::Parsed::Whole(mut again) = samples::parsed(&exported(&line, &line.private)) else {
                    panic!("{kind}: a ref makes it whole")
                };
                assert_eq!(again.id.take(), Some(samples::id()));
                assert_eq!(again, line, "{kind}");
            }
        }
    }

    #[test]
    fn a_line_without_what_is_private_says_no_more_than_the_shared_document() {
        let line = samples::whole(&sample(Kind::Story));
        let text = exported(&line, &Content::new());
        for secret in ["2026-11-03", "teller_approved", "\"ref\""] {
            assert!(!text.contains(secret), "{secret}");
        }
        assert!(text.contains("\"given_at\":\"2026-11\""));
    }

    #[test]
    fn a_field_from_elsewhere_does_not_pass_for_the_line_s_own() {
        let mut line = samples::whole(&sample(Kind::Article));
        for name in ENVELOPE {
            line.shared.insert(name.to_owned(), json!("forged"));
        }
        assert!(!exported(&line, &Content::new()).contains("forged"));
    }

    #[test]
    fn status_and_reach_have_careful_defaults() {
        let line = samples::whole(&sample(Kind::Article));
        assert_eq!((line.status, line.reach), (Status::Draft, Reach::Here));
        assert_eq!(line.reference.as_deref(), Some("sample-1"));
        assert_eq!(line.private, Content::from([("ref".to_owned(), json!("sample-1"))]));
    }

    #[test]
    fn a_line_has_a_ref_or_an_id() {
        let mut line = sample(Kind::Article);
        line.as_object_mut().unwrap().remove("ref");
        assert_eq!(refused(&line), at("ref", "required"));
        line["id"] = json!(samples::id());
        assert!(matches!(samples::parsed(&line.to_string()), ParsedLine::Edit(edit)
            if edit.id == samples::id() && edit.kind == Some(Kind::Article) && edit.given.len() == 8 && edit.status.is_none()));
        line["id"] = json!("0A");
        assert_eq!(refused(&line), at("id", "malformed"));
        line["id"] = json!(5);
        assert_eq!(refused(&line), at("id", "malformed"));
    }

    #[test]
    fn an_edit_gives_only_what_changes() {
        let text = json!({"id": samples::id(), "alert": "Stengt", "email": null, "status": "published"}).to_string();
        let ParsedLine::Edit(edit) = samples::parsed(&text) else { panic!("no ref") };
        assert_eq!(edit.given, Content::from([("alert".to_owned(), json!("Stengt")), ("email".to_owned(), Value::Null)]));
        assert_eq!((edit.kind, edit.status, edit.reach), (None, Some(Status::Published), None));
    }

    #[test]
    fn the_hub_is_never_given() {
        for mut line in [sample(Kind::Article), json!({"id": samples::id()})] {
            line["hub"] = json!("0a".repeat(32));
            assert_eq!(refused(&line), at("hub", "unknown_field"));
        }
    }

    #[test]
    fn the_envelope_is_checked() {
        for (name, wrong, rule) in [
            ("kind", json!("comment"), "not_in_vocabulary"),
            ("kind", json!("trust"), "not_in_vocabulary"),
            ("kind", json!("evaluation"), "not_in_vocabulary"),
            ("kind", json!("storie"), "not_in_vocabulary"),
            ("kind", json!(1), "wrong_type"),
            ("kind", Value::Null, "required"),
            ("ref", json!(1), "wrong_type"),
            ("ref", json!(" "), "empty"),
            ("ref", json!("a\nb"), "line_break"),
            ("ref", json!("x".repeat(limits::REFERENCE_CHARS + 1)), "too_long"),
            ("status", json!("publisert"), "not_in_vocabulary"),
            ("status", json!(true), "wrong_type"),
            ("reach", json!("everywhere"), "not_in_vocabulary"),
            ("titel", json!("x"), "unknown_field"),
        ] {
            let mut line = sample(Kind::Article);
            line[name] = wrong;
            assert_eq!(refused(&line), at(name, rule));
        }
    }

    #[test]
    fn messages_are_sentences_that_help() {
        let mut line = sample(Kind::Article);
        line["status"] = json!("publishd");
        let error = parse_line(&line.to_string()).unwrap_err();
        let expected =
            "`status` cannot be `publishd`; write `draft`, `review`, `published` or `archived` (did you mean `published`?).";
        assert_eq!(error.message, expected);
    }

    #[test]
    fn hostile_content_is_refused_and_nothing_more() {
        for (hostile, field, rule) in [
            (json!("x".repeat(1024 * 1024)), "title", "too_long"),
            (json!("a\u{0}b"), "title", "control_character"),
            (json!([[[[[[[["deep"]]]]]]]]), "title", "wrong_type"),
            (json!({"a": 1}), "title", "wrong_type"),
            (json!(1e300), "title", "wrong_type"),
        ] {
            let mut line = sample(Kind::Story);
            line["title"] = hostile;
            assert_eq!(refused(&line), at(field, rule));
        }
        let mut line = sample(Kind::Story);
        line["x".repeat(100_000)] = json!(1);
        let error = parse_line(&line.to_string()).unwrap_err();
        assert!(error.rule == "unknown_field" && error.field.len() < 200 && error.message.len() < 1_000);
    }

    #[test]
    fn half_a_line_is_no_line() {
        for kind in samples::KINDS {
            let text = sample(*kind).to_string();
            for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
                assert_eq!(parse_line(&text[..end]).unwrap_err().rule, "malformed");
            }
        }
    }

    #[test]
    fn whatever_a_field_holds_it_is_refused_or_comes_back_the_same() {
        let odd = [
            json!(null),
            json!(true),
            json!(0),
            json!(-1),
            json!(1e308),
            json!(u64::MAX),
            json!(""),
            json!("a"),
            json!("øøøø-øø-øø"),
            json!("2026-11-03"),
            json!("\u{10ffff}"),
            json!([]),
            json!([null]),
            json!([[]]),
            json!(["hope"]),
            json!([{}]),
            json!({}),
            json!({"type": "virtual"}),
            json!({"county": "55"}),
            json!({"": {}}),
        ];
        for kind in samples::KINDS {
            for (field, odd) in kind.record().unwrap().fields.iter().flat_map(|field| odd.iter().map(move |odd| (field, odd))) {
                let mut given = sample(*kind);
                given[field.name] = odd.clone();
                let Ok(ParsedLine::Whole(line)) = parse_line(&given.to_string()) else { continue };
                let ParsedLine::Whole(again) = samples::parsed(&exported(&line, &line.private)) else {
                    panic!("a ref makes it whole")
                };
                assert_eq!((again.shared, again.private), (line.shared, line.private), "{kind} {}", field.name);
            }
        }
    }

    #[test]
    fn debug_prints_no_content() {
        let line = samples::whole(&sample(Kind::Story));
        assert_eq!(format!("{line:?}"), "Line(story, draft, here, 18 fields shared, 3 private)");
    }
}
