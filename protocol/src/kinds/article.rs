//! Articles: news, calls for stories, reports from visits, courses and meetings.

use super::schema::{Field, Record, Shape};
use super::{limits, names, parts, vocabulary};

/// The fields of an article.
pub(super) static ARTICLE: Record = Record::new(
    "an article",
    &[
        parts::LANG,
        parts::TITLE,
        Field::required("type", Shape::Word(vocabulary::ARTICLE_TYPES)),
        parts::SUMMARY,
        Field::required("body", parts::BODY),
        Field::optional("byline", Shape::Line(limits::BYLINE_CHARS)),
        // What a report is about: the address of an event or an organisation, or a name.
        Field::optional("about", Shape::Written(names::PARTY)),
        parts::THEMES,
    ],
);

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::super::samples::{accepted_with, refused_with};
    use serde_json::{Value, json};

    #[test]
    fn every_needed_field_is_needed() {
        for name in ["lang", "title", "type", "body"] {
            assert_eq!(refused_with(Kind::Article, name, Value::Null), (name.to_owned(), "required"));
        }
    }

    #[test]
    fn each_field_refuses_what_it_is_not() {
        for (name, wrong, field, rule) in [
            ("type", json!("opinion"), "type", "not_in_vocabulary"),
            ("body", json!("text"), "body", "wrong_type"),
            ("body", json!(["a", "b\u{0}"]), "body[1]", "control_character"),
            ("byline", json!({"kind": "anonymous"}), "byline", "wrong_type"),
            ("about", json!("0a".repeat(31)), "about", "malformed"),
        ] {
            assert_eq!(refused_with(Kind::Article, name, wrong), (field.to_owned(), rule));
        }
    }

    #[test]
    fn it_may_be_about_something_published() {
        accepted_with(Kind::Article, "about", json!("0a".repeat(32)));
        accepted_with(Kind::Article, "about", json!("Besøket hos Havglimt"));
    }
}
