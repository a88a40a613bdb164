//! Resources: practices that worked, guides, checklists, projects, reports, material for courses.

use super::schema::{Field, Record, Shape};
use super::{dates, limits, parts, vocabulary};

static STEP: Record = Record::new(
    "a step",
    &[Field::required("who", Shape::Line(limits::LABEL_CHARS)), Field::required("what", Shape::Prose(limits::REMARK_CHARS))],
);

static CHECK: Record = Record::new(
    "an item of a checklist",
    &[Field::required("item", Shape::Line(limits::REMARK_CHARS)), Field::optional("help", Shape::Prose(limits::REMARK_CHARS))],
);

/// The fields of a resource.
pub(super) static RESOURCE: Record = Record::new(
    "a resource",
    &[
        parts::LANG,
        parts::TITLE,
        Field::required("type", Shape::Word(vocabulary::RESOURCE_TYPES)),
        parts::SUMMARY,
        Field::required("body", parts::BODY),
        Field::optional("background", parts::BODY),
        Field::optional("goals", parts::BODY),
        // What came of it, and what was learned.
        Field::optional("results", parts::BODY),
        Field::optional("responsible", Shape::Line(limits::LABEL_CHARS)),
        Field::optional("steps", Shape::List(&Shape::Record(&STEP), limits::STEPS)),
        Field::optional("involvement", Shape::Word(vocabulary::INVOLVEMENT)),
        Field::optional("evidence", Shape::Word(vocabulary::EVIDENCE)),
        Field::optional("phase", Shape::Word(vocabulary::PHASES)),
        // A project's years, not somebody's life: "2019–2021".
        Field::optional("period", Shape::Line(limits::LABEL_CHARS)),
        Field::optional("partners", parts::PARTIES),
        Field::optional("sites", parts::PARTIES),
        Field::optional("checklist", Shape::List(&Shape::Record(&CHECK), limits::STEPS)),
        // When somebody should look whether it still holds.
        Field::optional("review_due", Shape::Written(dates::DATE)),
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
            assert_eq!(refused_with(Kind::Resource, name, Value::Null), (name.to_owned(), "required"));
        }
    }

    #[test]
    fn each_field_refuses_what_it_is_not() {
        for (name, wrong, field, rule) in [
            ("type", json!("book"), "type", "not_in_vocabulary"),
            ("steps", json!([{"who": "Alle"}]), "steps[0].what", "required"),
            ("steps", json!([{"what": "Møtes"}]), "steps[0].who", "required"),
            ("involvement", json!("asked"), "involvement", "not_in_vocabulary"),
            ("evidence", json!("none"), "evidence", "not_in_vocabulary"),
            ("phase", json!("stopped"), "phase", "not_in_vocabulary"),
            ("period", json!(2019), "period", "wrong_type"),
            ("partners", json!("Nordlys"), "partners", "wrong_type"),
            ("sites", json!([""]), "sites[0]", "empty"),
            ("checklist", json!([{"help": "x"}]), "checklist[0].item", "required"),
            ("checklist", json!([{"item": "x", "done": true}]), "checklist[0].done", "unknown_field"),
            ("results", json!("Det gikk bra"), "results", "wrong_type"),
            ("goals", json!([1]), "goals[0]", "wrong_type"),
            ("review_due", json!("2027"), "review_due", "malformed"),
            ("themes", json!(["hope", "hope"]), "themes[1]", "repeated"),
        ] {
            assert_eq!(refused_with(Kind::Resource, name, wrong), (field.to_owned(), rule));
        }
    }

    #[test]
    fn a_period_is_years_in_words() {
        accepted_with(Kind::Resource, "period", json!("2019–2021"));
    }
}
