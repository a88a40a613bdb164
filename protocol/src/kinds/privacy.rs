//! What may enter a shared document, apart from what stays on the machine.
//!
//! A table of fields says which is which, for whole fields and for fields of a part (`consent.given_at`). Whatever is not
//! declared keeps its side: an unknown field that came with a shared document is shared, an unknown entry among the private
//! ones never is.

use super::schema::{Field, Record, Shape, Stays};
use super::{Content, dates};
use serde_json::{Map, Value};

/// A document in two: what is shared, and what stays.
pub(super) fn split(record: &'static Record, document: Map<String, Value>) -> (Content, Content) {
    let (shared, private) = divide(record, document);
    (shared.into_iter().collect(), private.into_iter().collect())
}

fn divide(record: &'static Record, fields: Map<String, Value>) -> (Map<String, Value>, Map<String, Value>) {
    let (mut shared, mut private) = (Map::new(), Map::new());
    for (name, value) in fields {
        let Some(field) = record.field(&name) else {
            shared.insert(name, value);
            continue;
        };
        match (field.stays, &field.shape, value) {
            (Stays::Private, _, value) => {
                private.insert(name, value);
            }
            (Stays::SharedToMonth, _, value) => {
                let month = value.as_str().and_then(dates::month_of).map(Value::from);
                match month {
                    Some(month) => {
                        shared.insert(name.clone(), month);
                        private.insert(name, value);
                    }
                    // It was no day to begin with, so there is nothing to keep back.
                    None => {
                        shared.insert(name, value);
                    }
                }
            }
            (Stays::Shared, Shape::Record(part), Value::Object(fields)) => {
                let (open, closed) = divide(part, fields);
                shared.insert(name.clone(), Value::Object(open));
                if !closed.is_empty() {
                    private.insert(name, Value::Object(closed));
                }
            }
            (Stays::Shared, _, value) => {
                shared.insert(name, value);
            }
        }
    }
    (shared, private)
}

/// A document as one, from what is shared and what stays: the fields of its import line.
pub(super) fn merged(record: &'static Record, shared: &Content, private: &Content) -> Map<String, Value> {
    let mut document: Map<String, Value> = shared.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    for field in record.fields {
        if let Some(kept) = private.get(field.name) {
            merge(field, &mut document, kept);
        }
    }
    document
}

fn merge(field: &Field, document: &mut Map<String, Value>, kept: &Value) {
    match (field.stays, &field.shape) {
        (Stays::Private, _) => {
            document.insert(field.name.to_owned(), kept.clone());
        }
        (Stays::SharedToMonth, _) => {
            // Another machine may have corrected the month since; then the day that is kept here is no longer of it.
            let month = kept.as_str().and_then(dates::month_of);
            if month.is_some() && document.get(field.name).and_then(Value::as_str) == month {
                document.insert(field.name.to_owned(), kept.clone());
            }
        }
        (Stays::Shared, Shape::Record(part)) => {
            let (Some(Value::Object(open)), Some(closed)) = (document.get_mut(field.name), kept.as_object()) else { return };
            for inner in part.fields {
                if let Some(kept) = closed.get(inner.name) {
                    merge(inner, open, kept);
                }
            }
        }
        (Stays::Shared, _) => {}
    }
}

/// What is given for a field, with what stays on the machine added from what stands, where the given value leaves it out.
/// So a line that was exported without what is private says the same as what stands.
pub(super) fn complemented(field: &Field, given: &Value, standing: Option<&Value>) -> Value {
    match (field.stays, &field.shape, given, standing) {
        (Stays::SharedToMonth, _, Value::String(month), Some(Value::String(day)))
            if dates::month_of(day) == Some(month.as_str()) =>
        {
            Value::from(day.as_str())
        }
        (Stays::Shared, Shape::Record(part), Value::Object(given), Some(Value::Object(standing))) => {
            let mut whole = given.clone();
            for inner in part.fields {
                let (there, stood) = (whole.get(inner.name), standing.get(inner.name));
                let added = match (there, stood) {
                    (None, Some(stood)) if inner.stays == Stays::Private => Some(stood.clone()),
                    (Some(there), stood) => Some(complemented(inner, there, stood)),
                    _ => None,
                };
                if let Some(added) = added {
                    whole.insert(inner.name.to_owned(), added);
                }
            }
            Value::Object(whole)
        }
        _ => given.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;
    use serde_json::json;

    fn story() -> &'static Record {
        Kind::Story.record().unwrap()
    }

    fn document() -> Map<String, Value> {
        let value = json!({
            "title": "Brua", "later": {"teller_approved": 1},
            "consent": {"scopes": ["network"], "given_at": "2026-11-03", "later": 1},
            "anonymisation": {"level": "partial", "second_reader": true, "teller_approved": true},
        });
        value.as_object().unwrap().clone()
    }

    #[test]
    fn what_is_split_can_be_merged() {
        let (shared, private) = split(story(), document());
        assert_eq!(shared["consent"], json!({"scopes": ["network"], "given_at": "2026-11", "later": 1}));
        assert_eq!(shared["anonymisation"], json!({"level": "partial", "second_reader": true}));
        assert_eq!(shared["later"], json!({"teller_approved": 1}), "what nobody knows is left as it stands");
        assert_eq!(
            private,
            Content::from([
                ("consent".to_owned(), json!({"given_at": "2026-11-03"})),
                ("anonymisation".to_owned(), json!({"teller_approved": true})),
            ])
        );
        assert_eq!(merged(story(), &shared, &private), document());
    }

    #[test]
    fn an_unknown_private_entry_is_never_merged() {
        let (shared, mut private) = split(story(), document());
        private.insert("ref".to_owned(), json!("1"));
        private.insert("title".to_owned(), json!("not this"));
        private.insert("consent".to_owned(), json!({"given_at": "2026-11-03", "evidence": "scan"}));
        assert_eq!(merged(story(), &shared, &private), document());
    }

    #[test]
    fn a_day_of_another_month_is_not_that_day() {
        let (mut shared, private) = split(story(), document());
        shared.insert("consent".to_owned(), json!({"given_at": "2026-12"}));
        assert_eq!(merged(story(), &shared, &private)["consent"], json!({"given_at": "2026-12"}));
    }

    #[test]
    fn values_of_other_types_are_left_alone() {
        for odd in [json!(null), json!(5), json!([]), json!("2026-11-03"), json!({"given_at": 5})] {
            let fields = Map::from_iter([("consent".to_owned(), odd.clone())]);
            let (shared, private) = split(story(), fields.clone());
            assert_eq!(shared.get("consent"), Some(&odd));
            assert_eq!(merged(story(), &shared, &private), fields);
            assert_eq!(merged(story(), &shared, &Content::from([("consent".to_owned(), odd)])), fields);
        }
    }

    #[test]
    fn what_is_left_out_is_added_from_what_stands() {
        let consent = story().field("consent").unwrap();
        let stands = json!({"scopes": [], "given_at": "2026-11-03"});
        let same_month = json!({"scopes": [], "given_at": "2026-11"});
        assert_eq!(complemented(consent, &same_month, Some(&stands)), stands);
        let other_month = json!({"scopes": [], "given_at": "2026-10"});
        assert_eq!(complemented(consent, &other_month, Some(&stands)), other_month);

        let anonymisation = story().field("anonymisation").unwrap();
        let approved = json!({"level": "none", "second_reader": false, "teller_approved": true});
        let silent = json!({"level": "partial", "second_reader": false});
        assert_eq!(complemented(anonymisation, &silent, Some(&approved))["teller_approved"], json!(true));
        let denied = json!({"level": "none", "second_reader": false, "teller_approved": false});
        assert_eq!(complemented(anonymisation, &denied, Some(&approved)), denied);
        let nulled = json!({"level": "none", "second_reader": false, "teller_approved": null});
        assert_eq!(complemented(anonymisation, &nulled, Some(&approved)), nulled);
    }
}
