//! An invented directory, and the places in it.

use knutepunkt_web_ui::dates::{Date, Month};
use knutepunkt_web_ui::filters::Search;
use knutepunkt_web_ui::opening::{Clock, Day, Holiday, Next, Opening};
use knutepunkt_web_ui::pages::directory::map::Counted;
use knutepunkt_web_ui::pages::directory::row::Row;
use knutepunkt_web_ui::pages::directory::{self, Chosen, Counts, DirectoryView};
use knutepunkt_web_ui::pages::document::Conflict;
use knutepunkt_web_ui::pages::entry::{Area, EntryView, Location, Service, Standing};
use knutepunkt_web_ui::pages::place::{Place, PlaceView};
use knutepunkt_web_ui::values::{Field, Value};
use knutepunkt_web_ui::vocabulary::Vocabulary;

use super::news::{coming, resources_view};
use super::{ID, Words};

const TEN: Clock = Clock { hour: 10, minute: 0 };
const HALF_PAST_THREE: Clock = Clock { hour: 15, minute: 30 };

/// Nothing chosen, or a county and a municipality.
pub fn directory_view(words: Words<'_>, narrowed: bool) -> DirectoryView {
    let chosen = Chosen {
        county: Some("18".to_owned()),
        municipality: Some("1804".to_owned()),
        kind_type: Some(words.short("self_help")),
        offer: Some(words.short("music")),
        accessibility: None,
    };
    let search =
        if narrowed { directory::search(&words.short("Oppland"), chosen) } else { directory::search("", Chosen::default()) };
    let counted = |code: &str, count| Counted { code: words.of(code), count };
    DirectoryView {
        search: Search { total: 23, offset: 0, limit: 20, ..search },
        counts: Counts {
            counties: vec![counted("18", 12), counted("03", 1), counted("55", 10)],
            types: vec![counted("self_help", 3)],
            offers: vec![counted("music", 2)],
            accessibility: vec![counted("step_free", 17)],
        },
        rows: rows(words),
    }
}

pub fn rows(words: Words<'_>) -> Vec<Row> {
    let row = |name: &str, opening| Row {
        id: words.id(),
        name: words.of(name),
        lang: words.of("nb"),
        summary: words.of("Et oppdiktet hus ved sjøen der folk lager mat, går turer og snakker sammen."),
        centre: false,
        types: words.list(&["local_user_run_centre"]),
        places: words.list(&["Bodø"]),
        counties: words.list(&["18"]),
        national: false,
        opening,
        step_free: true,
        unconfirmed: false,
        notice: None,
    };
    let note = words.of("Annenhver uke");
    let closed = Opening::Closed { all_day: true, next: Some(Next { days: 2, weekday: "th", at: TEN, remark: false }) };
    vec![
        Row { centre: true, types: Vec::new(), ..row("Nordlys", Some(Opening::Open(HALF_PAST_THREE))) },
        Row { unconfirmed: true, step_free: false, ..row("Havglimt", Some(Opening::Later(TEN))) },
        Row { notice: Some(Value::Text(words.of("Stengt uke 28–30"))), ..row("Bølgen", Some(closed)) },
        Row { national: true, ..row("Lyttestua", Some(Opening::Perhaps { from: TEN, to: HALF_PAST_THREE, note })) },
        Row { places: Vec::new(), summary: String::new(), ..row("Fjellheim", None) },
    ]
}

pub fn organisation(words: Words<'_>) -> EntryView {
    let day = |weekday, today| Day { weekday, today, hours: vec![(TEN, HALF_PAST_THREE, words.some("Ikke i juli"))] };
    EntryView {
        id: words.id(),
        name: words.of("Havglimt brukerstyrte senter"),
        lang: words.of("nb"),
        kind_type: words.some("regional_user_run_centre"),
        alert: words.some("Stengt uke 28–30"),
        about: words.list(&["Dette er et oppdiktet senter.", "Huset har stått der i over hundre år."]),
        opening: Some(Opening::Open(HALF_PAST_THREE)),
        week: vec![day("mo", false), day("tu", true), Day { weekday: "su", today: false, hours: Vec::new() }],
        holidays: vec![
            Holiday { days: 0, date: Date { year: 2026, month: 12, day: 24 }, code: "christmas_eve" },
            Holiday { days: 1, date: Date { year: 2026, month: 12, day: 25 }, code: "christmas" },
        ],
        phones: vec![(words.of("75000000"), words.some("vakttelefon")), (words.of("41234567"), None)],
        email: words.some("post@havglimt.example"),
        website: words.some("https://havglimt.example/"),
        locations: vec![
            Location {
                kind: words.of("physical"),
                lines: words.list(&["Strandveien 1", "8000 Bodø"]),
                municipality: words.some("1804"),
                county: words.some("18"),
                position: words.some("67.28300,14.38400"),
                accessibility: words.list(&["step_free"]),
            },
            Location { kind: words.of("virtual"), ..Location::default() },
        ],
        services: vec![Service {
            name: words.of("Turgruppe"),
            status: words.of("temporarily_closed"),
            description: words.some("Rolig tur hver torsdag."),
            fields: vec![Field::text("eligibility", &words.of("Alle som vil være med"))],
            user_led: true,
        }],
        offers: words.list(&["music", "outdoors"]),
        accessibility: words.list(&["step_free", "quiet_room"]),
        area: Area { municipalities: words.list(&["1804", "5401"]), counties: words.list(&["18"]), national: false },
        parent: Some(Value::Page(format!("/katalog/{ID}"), words.of("Bølgen"))),
        children: vec![(words.id(), words.of("Vika"))],
        assured_on: Some(Date { year: 2025, month: 8, day: 1 }),
        unconfirmed: true,
        fields: vec![
            Field::one("orgnr", Value::OrganisationNumber(words.of("223456782"))),
            Field::text(&words.of("egen_rubrikk"), &words.of("En rubrikk som ingen her kjenner")),
        ],
        events: coming(words),
        articles: resources_view(words).items,
        hub: Some(words.hub("Havglimt")),
        modified: Some(Month { year: 2026, month: 10 }),
        conflicts: vec![Conflict {
            label: "phones".to_owned(),
            others: vec![
                (Value::Phone(words.of("75111111"), None), words.of("Nordlys")),
                (Value::Group(words.of("Sang"), Vec::new()), words.of("Bølgen")),
            ],
        }],
        ..EntryView::default()
    }
}

pub fn centre(words: Words<'_>) -> EntryView {
    EntryView {
        centre: Some(Standing::Closed(Some(words.hub("Bølgen")))),
        kind_type: None,
        alert: None,
        opening: None,
        story_contact: words.contact(),
        stories: super::story_items(words),
        resources: resources_view(words).items,
        fields: vec![Field::codes("county", Vocabulary::County, ["18"])],
        ..organisation(words)
    }
}

pub fn place_view(words: Words<'_>, place: Place) -> PlaceView {
    let own = rows(words);
    let empty = place == Place::Municipality("1875".to_owned());
    PlaceView {
        place,
        own: if empty { Vec::new() } else { own.clone() },
        county_wide: own.iter().take(1).cloned().collect(),
        national: own.iter().skip(3).cloned().collect(),
        events: if empty { Vec::new() } else { coming(words) },
        events_nearby: if empty { coming(words) } else { Vec::new() },
        resources: resources_view(words).items,
    }
}
