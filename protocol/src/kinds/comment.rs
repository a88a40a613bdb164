//! Comments: a reader's words about a document. Whether a comment shows is decided elsewhere, by a person.

use super::schema::{Field, Record, Shape};
use super::{limits, names, vocabulary};

/// The fields of a comment. Nobody is asked in which language they write one.
pub(super) static COMMENT: Record = Record::new(
    "a comment",
    &[
        Field::required("about", Shape::Written(names::ID)),
        Field::required("body", Shape::Prose(limits::COMMENT_CHARS)),
        Field::required("display_name", Shape::Line(limits::BYLINE_CHARS)),
        Field::required("role", Shape::Word(vocabulary::COMMENT_ROLES)),
        Field::optional("lang", Shape::Word(vocabulary::LANGUAGES)),
    ],
);

#[cfg(test)]
mod tests {
    use super::super::{Content, Kind, Reach, Status, check};
    use serde_json::{Value, json};

    fn comment(name: &str, value: Value) -> Result<Content, (String, &'static str)> {
        let mut fields = Content::from([
            ("about".to_owned(), json!("0a".repeat(32))),
            ("body".to_owned(), json!("Takk for at du\ndelte.")),
            ("display_name".to_owned(), json!("Fjellrev")),
            ("role".to_owned(), json!("relative")),
        ]);
        fields.insert(name.to_owned(), value);
        check(Kind::Comment, &fields, Status::Published, Reach::Network)
            .map(|checked| checked.shared)
            .map_err(|error| (error.field, error.rule))
    }

    #[test]
    fn a_comment_is_what_it_says() {
        assert_eq!(comment("lang", Value::Null).unwrap().len(), 4);
        assert!(comment("body", json!("ø".repeat(2_000))).is_ok());
    }

    #[test]
    fn each_field_refuses_what_it_is_not() {
        for name in ["about", "body", "display_name", "role"] {
            assert_eq!(comment(name, Value::Null), Err((name.to_owned(), "required")));
        }
        for (name, wrong, rule) in [
            ("about", json!("0A".repeat(32)), "malformed"),
            ("body", json!("ø".repeat(2_001)), "too_long"),
            ("body", json!(" \n "), "empty"),
            ("display_name", json!("a\nb"), "line_break"),
            ("role", json!("doctor"), "not_in_vocabulary"),
            ("lang", json!("no"), "not_in_vocabulary"),
            ("email", json!("post@senter.example"), "unknown_field"),
        ] {
            assert_eq!(comment(name, wrong), Err((name.to_owned(), rule)));
        }
    }
}
