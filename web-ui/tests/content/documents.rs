//! Invented entries of the directory, events, resources and articles.

use knutepunkt_web_ui::dates::{Date, Moment, Month};
use knutepunkt_web_ui::filters::Search;
use knutepunkt_web_ui::pages::document::{Conflict, DocumentView};
use knutepunkt_web_ui::pages::list::{self, ListItem};
use knutepunkt_web_ui::paths;
use knutepunkt_web_ui::site::Section;
use knutepunkt_web_ui::values::{Field, Marks, Value};
use knutepunkt_web_ui::vocabulary::Vocabulary;

use super::{ID, Words};

pub fn searched(words: Words<'_>, section: Section) -> Search {
    let search = list::search(section, &words.short(""), Some(words.short("")), None);
    Search { total: 3, offset: 0, limit: 20, ..search }
}

pub fn items(words: Words<'_>, section: Section) -> Vec<ListItem> {
    let code = |vocabulary, code: &str| Value::Code(vocabulary, words.of(code));
    let (kind, title, badge, facts) = match section {
        Section::Events => (
            "event",
            "Recoverykonferansen",
            Some(code(Vocabulary::EventState, "cancelled")),
            vec![code(Vocabulary::EventType, "conference"), when()],
        ),
        Section::Resources => ("resource", "Et måltid i uka", None, vec![code(Vocabulary::ResourceType, "measure")]),
        Section::Articles => {
            ("article", "Vi søker fortellinger om gode møter", None, vec![code(Vocabulary::ArticleType, "call")])
        }
        _ => (
            "organisation",
            "Havglimt brukerstyrte senter",
            None,
            vec![code(Vocabulary::OrganisationType, "regional_user_run_centre"), code(Vocabulary::County, "18")],
        ),
    };
    vec![ListItem {
        kind: kind.to_owned(),
        id: words.id(),
        title: words.of(title),
        lang: words.of("nb"),
        summary: words.of("Et oppdiktet innslag, med noen linjer som sier hva det handler om og hvem det er for."),
        badge,
        facts,
        hub: words.of("Havglimt"),
        marks: Marks::default(),
    }]
}

pub fn when() -> Value {
    let start = Moment { date: Date { year: 2027, month: 2, day: 16 }, hour: 9, minute: 0 };
    Value::Span(start, Some(Moment { hour: 15, ..start }))
}

pub fn organisation(words: Words<'_>) -> DocumentView {
    let text = |label: &str, text: &str| Field { label: label.to_owned(), values: vec![Value::Text(words.of(text))] };
    DocumentView {
        section: Section::Directory,
        kind: "organisation".to_owned(),
        id: words.id(),
        title: words.of("Havglimt brukerstyrte senter"),
        lang: words.of("nb"),
        badge: Some(Value::Text(words.of("Stengt uke 28–30"))),
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

pub fn event(words: Words<'_>) -> DocumentView {
    DocumentView {
        section: Section::Events,
        kind: "event".to_owned(),
        title: words.of("Recoverykonferansen"),
        badge: Some(Value::Code(Vocabulary::EventState, words.of("cancelled"))),
        fields: vec![
            Field::one("when", when()),
            Field::codes("mode", Vocabulary::EventMode, ["hybrid"]),
            Field {
                label: "prices".to_owned(),
                values: vec![
                    Value::Price {
                        label: words.of("Tidlig påmelding"),
                        kroner: 12_500,
                        until: Some(Date { year: 2027, month: 1, day: 15 }),
                    },
                    Value::Price { label: words.of("Student"), kroner: 0, until: None },
                ],
            },
            Field::one("capacity", Value::Number(180)),
            Field::one("deadline", Value::Date(Date { year: 2027, month: 2, day: 1 })),
            Field::one("published", Value::Month(Month { year: 2026, month: 10 })),
        ],
        conflicts: Vec::new(),
        ..organisation(words)
    }
}
