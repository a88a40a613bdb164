//! What somebody wrote, checked: a whole document, or an edit applied to what stands.
//!
//! Words that an edit does not give are carried over as they stand, also those that a later version of this program knows
//! and this one does not; so a new field or a county reform locks nobody out. Only what concerns the whole is asked of it
//! as well: that needed fields are there, that an event ends after it starts, that everything fits.

use super::error::FieldError;
use super::line::{Checked, Line, REFERENCE};
use super::path::Path;
use super::reader::{self, Exactness};
use super::schema::{Record, within};
use super::standing::{Reach, Status};
use super::{Content, Kind, limits, privacy, story};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A whole document: every field checked and put where it belongs.
pub fn check(kind: Kind, fields: &Content, status: Status, reach: Reach) -> Result<Checked, FieldError> {
    let fields = fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    whole(kind, &fields, status, reach, Exactness::Whole)
}

/// The same with a say in how exact it is about what stays on the machine.
pub(super) fn whole(
    kind: Kind,
    fields: &Map<String, Value>,
    status: Status,
    reach: Reach,
    exactness: Exactness,
) -> Result<Checked, FieldError> {
    let record = record_of(kind)?;
    let document = reader::record(record, &Path::root(), fields, exactness)?;
    if kind == Kind::Story {
        story::publication(&document, status, reach, false)?;
    }
    fits(&document)?;
    let (shared, private) = privacy::split(record, document);
    Ok(Checked { shared, private })
}

/// What stands, with what is given in its place: the whole document as it will be, of which the caller writes what differs.
///
/// `given` names fields of the import line; null removes one that may be left out. A part (`consent`, `location`) is given
/// as a whole, except that what stays on the machine may be left out of it. `status` and `reach` are those after the edit.
pub fn overlay(
    kind: Kind,
    shared: &Content,
    private: &Content,
    given: &Content,
    status: Status,
    reach: Reach,
) -> Result<Line, FieldError> {
    let record = record_of(kind)?;
    let standing = privacy::merged(record, shared, private);
    let mut document = standing.clone();
    let root = Path::root();
    for (name, value) in given {
        let stands = standing.get(name);
        if value.is_null() && stands.is_some() {
            document.remove(name);
            continue;
        }
        let value = record.field(name).map_or_else(|| value.clone(), |field| privacy::complemented(field, value, stands));
        if stands == Some(&value) {
            continue;
        }
        match reader::field(record, &root, name, &value, Exactness::AsShared)? {
            Some(kept) => document.insert(name.clone(), kept),
            None => document.remove(name),
        };
    }
    reader::complete(record, &root, &mut document, Exactness::AsShared)?;
    fits(&document)?;
    let (new_shared, new_private) = privacy::split(record, document.clone());
    if kind == Kind::Story {
        let never_known = within(&standing, "anonymisation", "teller_approved").is_none();
        story::publication(&document, status, reach, never_known && new_shared == *shared)?;
    }
    Ok(Line {
        kind,
        reference: private.get(REFERENCE).and_then(Value::as_str).map(str::to_owned),
        id: None,
        status,
        reach,
        shared: new_shared,
        private: with_undeclared(record, new_private, private),
    })
}

/// What stays on the machine, with what stood there beside the fields of the table: a reference, or what a later version
/// keeps.
fn with_undeclared(record: &Record, mut private: Content, stood: &Content) -> Content {
    for (name, value) in stood {
        if record.field(name).is_none() {
            private.insert(name.clone(), value.clone());
        }
    }
    private
}

/// Which fields of `new` differ from `old`: added or changed ones with their value, removed ones without.
pub fn changed_fields(old: &Content, new: &Content) -> BTreeMap<String, Option<Value>> {
    let removed = old.keys().filter(|name| !new.contains_key(*name)).map(|name| (name.clone(), None));
    let written = new.iter().filter(|(name, value)| old.get(*name) != Some(*value));
    removed.chain(written.map(|(name, value)| (name.clone(), Some(value.clone())))).collect()
}

fn record_of(kind: Kind) -> Result<&'static Record, FieldError> {
    kind.record().ok_or_else(|| {
        let what = format!("cannot be `{kind}` here, since that kind is not written as fields");
        FieldError::at(&Path::root().then("kind"), "not_importable", what)
    })
}

fn fits(document: &Map<String, Value>) -> Result<(), FieldError> {
    let bytes: usize = document.iter().map(|(name, value)| name.len() + 4 + weight(value)).sum();
    if bytes <= limits::DOCUMENT_BYTES {
        return Ok(());
    }
    let most = limits::DOCUMENT_BYTES;
    let sentence = format!("The document has about {bytes} bytes in all; shorten it to {most}, or divide it.");
    Err(FieldError::of_line("too_long", sentence))
}

/// Bytes of a value as JSON, escapes not counted.
fn weight(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
        Value::String(text) => text.len() + 3,
        Value::Array(items) => items.iter().map(|item| weight(item) + 1).sum::<usize>() + 2,
        Value::Object(fields) => fields.iter().map(|(name, value)| name.len() + 4 + weight(value)).sum::<usize>() + 2,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, line as sample};
    use super::super::{parse_line, to_line};
    use super::*;
    use serde_json::json;

    fn published(kind: Kind) -> Line {
        let mut line = sample(kind);
        line["status"] = json!("published");
        line["reach"] = json!("network");
        samples::whole(&line)
    }

    fn edit(line: &Line, given: Value) -> Result<Line, (String, &'static str)> {
        let given: Content = given.as_object().unwrap().clone().into_iter().collect();
        overlay(line.kind, &line.shared, &line.private, &given, line.status, line.reach)
            .map_err(|error| (error.field, error.rule))
    }

    fn at(field: &str, rule: &'static str) -> (String, &'static str) {
        (field.to_owned(), rule)
    }

    #[test]
    fn an_empty_edit_changes_nothing() {
        for kind in samples::KINDS {
            let stands = published(*kind);
            let same = edit(&stands, json!({})).unwrap();
            assert_eq!(same, stands, "{kind}");
            assert!(changed_fields(&stands.shared, &same.shared).is_empty());
        }
    }

    #[test]
    fn only_what_is_given_changes() {
        let stands = published(Kind::Organisation);
        let edited = edit(&stands, json!({"alert": " Stengt i juli ", "email": null, "orgnr": "310 000 000"})).unwrap();
        let expected = BTreeMap::from([
            ("alert".to_owned(), Some(json!("Stengt i juli"))),
            ("email".to_owned(), None),
            ("orgnr".to_owned(), Some(json!("310000000"))),
        ]);
        assert_eq!(changed_fields(&stands.shared, &edited.shared), expected);
        assert_eq!(edited.private, stands.private);
        assert_eq!(edited.reference, stands.reference);
    }

    #[test]
    fn what_is_given_is_checked() {
        let stands = published(Kind::Organisation);
        assert_eq!(edit(&stands, json!({"name": null})), Err(at("name", "required")));
        assert_eq!(edit(&stands, json!({"nmae": "x"})), Err(at("nmae", "unknown_field")));
        assert_eq!(edit(&stands, json!({"nmae": null})), Err(at("nmae", "unknown_field")));
        assert_eq!(edit(&stands, json!({"ref": "x"})), Err(at("ref", "unknown_field")));
        assert_eq!(edit(&stands, json!({"phones": [{"number": "12"}]})), Err(at("phones[0].number", "malformed")));
    }

    #[test]
    fn rules_between_fields_see_the_whole() {
        let stands = published(Kind::Event);
        assert_eq!(edit(&stands, json!({"start": "2030-01-01T10:00"})), Err(at("end", "wrong_order")));
        assert!(edit(&stands, json!({"start": "2030-01-01T10:00", "end": null})).is_ok());
        let without_zone = edit(&stands, json!({"tz": null})).unwrap();
        assert_eq!(without_zone.shared["tz"], json!("Europe/Oslo"));
    }

    #[test]
    fn what_a_later_version_wrote_is_carried_over() {
        let mut stands = published(Kind::Organisation);
        stands.shared.insert("mascot".to_owned(), json!({"name": "Fjellrev"}));
        stands.shared.insert("type".to_owned(), json!("a_type_of_2040"));
        stands.private.insert("notes".to_owned(), json!("internal"));
        let edited = edit(&stands, json!({"alert": "Stengt"})).unwrap();
        assert_eq!(edited.shared["mascot"], json!({"name": "Fjellrev"}));
        assert_eq!(edited.shared["type"], json!("a_type_of_2040"));
        assert_eq!(edited.private, stands.private);
        assert!(!edited.shared.contains_key("notes"));
        let repeated = json!({"mascot": {"name": "Fjellrev"}, "type": "a_type_of_2040"});
        assert_eq!(edit(&stands, repeated).unwrap(), edit(&stands, json!({})).unwrap());
        assert_eq!(edit(&stands, json!({"mascot": 5})), Err(at("mascot", "unknown_field")));
        assert!(!edit(&stands, json!({"mascot": null})).unwrap().shared.contains_key("mascot"));
    }

    #[test]
    fn an_exported_line_says_the_same_as_what_stands() {
        for kind in samples::KINDS {
            let stands = published(*kind);
            let exported = to_line(*kind, &samples::id(), None, &stands.shared, &Content::new(), stands.status, stands.reach);
            let text = Value::Object(exported).to_string();
            let samples::Parsed::Edit(again) = samples::parsed(&text) else { panic!("{kind}: an id without a ref") };
            let same = overlay(*kind, &stands.shared, &stands.private, &again.given, stands.status, stands.reach).unwrap();
            assert_eq!(same, stands, "{kind}");
        }
    }

    #[test]
    fn a_correction_needs_consent_and_approval_like_a_new_story() {
        let stands = published(Kind::Story);
        assert!(edit(&stands, json!({"title": "Brua ved elva"})).is_ok());
        let other_scope = json!({"consent": {"scopes": ["publish_here"], "text_version": "1", "given_at": "2026-11-03"}});
        assert_eq!(edit(&stands, other_scope), Err(at("consent.scopes", "consent_missing")));
        let denied = json!({"anonymisation": {"level": "none", "second_reader": true, "teller_approved": false}});
        assert_eq!(edit(&stands, denied), Err(at("anonymisation.teller_approved", "not_approved")));
        let nulled = json!({"anonymisation": {"level": "none", "second_reader": true, "teller_approved": null}});
        assert_eq!(edit(&stands, nulled), Err(at("anonymisation.teller_approved", "not_approved")));
        let text = json!({"anonymisation": {"level": "none", "second_reader": true}});
        let edited = edit(&stands, text).unwrap();
        assert_eq!(edited.private["anonymisation"], json!({"teller_approved": true}));
        assert_eq!(edited.shared["anonymisation"], json!({"level": "none", "second_reader": true}));
    }

    #[test]
    fn a_rebuilt_machine_repeats_but_does_not_correct_unapproved() {
        let mut stands = published(Kind::Story);
        stands.private = Content::new();
        assert_eq!(edit(&stands, json!({})).unwrap().shared, stands.shared);
        assert_eq!(edit(&stands, json!({"title": "Ny"})), Err(at("anonymisation.teller_approved", "not_approved")));
        let approved = json!({"level": "partial", "second_reader": true, "teller_approved": true});
        let edited = edit(&stands, json!({"title": "Ny", "anonymisation": approved})).unwrap();
        assert_eq!(edited.shared["consent"]["given_at"], json!("2026-11"));
        assert!(!edited.private.contains_key("consent"), "there is no day to keep");
    }

    #[test]
    fn a_draft_is_published_only_with_approval() {
        let mut draft = samples::whole(&sample(Kind::Story));
        draft.private.insert("anonymisation".to_owned(), json!({"teller_approved": false}));
        let publish = |private: &Content| {
            overlay(Kind::Story, &draft.shared, private, &Content::new(), Status::Published, Reach::Network)
                .map(|line| line.status)
                .map_err(|error| (error.field, error.rule))
        };
        assert_eq!(publish(&draft.private), Err(at("anonymisation.teller_approved", "not_approved")));
        let approved = samples::whole(&sample(Kind::Story));
        assert_eq!(publish(&approved.private), Ok(Status::Published));
    }

    #[test]
    fn a_document_fits_as_a_whole() {
        let paragraph = "ø".repeat(limits::PARAGRAPH_CHARS);
        let mut line = sample(Kind::Article);
        line["body"] = json!(vec![paragraph.as_str(); 8]);
        assert!(parse_line(&line.to_string()).is_ok());
        line["body"] = json!(vec![paragraph.as_str(); 12]);
        let error = parse_line(&line.to_string()).unwrap_err();
        assert_eq!((error.field.as_str(), error.rule), ("line", "too_long"));
    }

    #[test]
    fn kinds_without_fields_are_refused() {
        let error = check(Kind::Trust, &Content::new(), Status::Draft, Reach::Here).unwrap_err();
        assert_eq!((error.field.as_str(), error.rule), ("kind", "not_importable"));
    }

    #[test]
    fn differences_are_added_changed_and_removed() {
        let content = |value: Value| -> Content { value.as_object().unwrap().clone().into_iter().collect() };
        let old = content(json!({"a": 1, "b": [1], "c": 1}));
        let new = content(json!({"a": 1, "b": [2], "d": null}));
        let expected =
            BTreeMap::from([("b".to_owned(), Some(json!([2]))), ("c".to_owned(), None), ("d".to_owned(), Some(Value::Null))]);
        assert_eq!(changed_fields(&old, &new), expected);
        assert!(changed_fields(&new, &new).is_empty());
    }
}
