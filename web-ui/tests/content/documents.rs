//! Invented entries of the directory.

use knutepunkt_web_ui::dates::Month;
use knutepunkt_web_ui::pages::document::{Conflict, DocumentView};
use knutepunkt_web_ui::paths;
use knutepunkt_web_ui::site::Section;
use knutepunkt_web_ui::values::{Field, Value};
use knutepunkt_web_ui::vocabulary::Vocabulary;

use super::{ID, Words};

pub fn organisation(words: Words<'_>) -> DocumentView {
    let text = |label: &str, text: &str| Field { label: label.to_owned(), values: vec![Value::Text(words.of(text))] };
    DocumentView {
        section: Section::Directory,
        kind: "organisation".to_owned(),
        id: words.id(),
        title: words.of("Havglimt brukerstyrte senter"),
        lang: words.of("nb"),
        summary: words.some("Et hus ved sjøen der folk lager mat, går turer og snakker sammen."),
        fields: vec![
            Field::codes("type", Vocabulary::OrganisationType, [words.of("regional_user_run_centre").as_str()]),
            Field::one("orgnr", Value::OrganisationNumber(words.of("223456782"))),
            Field {
                label: "phones".to_owned(),
                values: vec![
                    Value::Phone(words.of("75000000"), words.some("vakttelefon")),
                    Value::Phone(words.of("41234567"), None),
                ],
            },
            Field::one("email", Value::Email(words.of("post@havglimt.example"))),
            Field::one("website", Value::Web(words.of("https://havglimt.example/"))),
            text("address", "Strandveien 1, 8000 Bodø"),
            Field::codes("accessibility", Vocabulary::Accessibility, [words.of("step_free").as_str(), "quiet_room"]),
            Field::one("national", Value::Bool(false)),
            Field::one(
                "services",
                Value::Group(
                    words.of("Turgruppe"),
                    vec![
                        Field::codes("status", Vocabulary::ServiceStatus, ["active"]),
                        text("eligibility", "Alle som vil være med"),
                        Field::one("fees", Value::Price { label: words.of("Per tur"), kroner: 0, until: None }),
                    ],
                ),
            ),
            Field::one("successor", Value::Page(paths::directory_entry(ID), words.of("Bølgen"))),
            text(&words.of("egen_rubrikk"), "En rubrikk som ingen her kjenner"),
        ],
        body: words.list(&[
            "Dette er et oppdiktet senter.",
            "Huset har stått der i over hundre år, og har alltid vært et sted å stikke innom.",
        ]),
        themes: words.list(&["connectedness"]),
        hub: words.hub("Havglimt"),
        modified: Some(Month { year: 2026, month: 10 }),
        conflicts: vec![Conflict {
            label: "phones".to_owned(),
            others: vec![
                (Value::Phone(words.of("75111111"), None), words.of("Nordlys")),
                (Value::Group(words.of("Sang"), Vec::new()), words.of("Bølgen")),
            ],
        }],
    }
}
