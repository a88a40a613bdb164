//! Invented events, news and resources.

use knutepunkt_web_ui::cite::{Author, Citation};
use knutepunkt_web_ui::dates::{Date, Moment, Month};
use knutepunkt_web_ui::facets::{Choice, Facet};
use knutepunkt_web_ui::filters::Search;
use knutepunkt_web_ui::forms;
use knutepunkt_web_ui::pages::article::ArticleView;
use knutepunkt_web_ui::pages::articles::{ArticleItem, ArticlesView};
use knutepunkt_web_ui::pages::document::DocumentView;
use knutepunkt_web_ui::pages::event::{EventView, Place, Price, Registration};
use knutepunkt_web_ui::pages::events::{EventItem, EventsView};
use knutepunkt_web_ui::pages::list::{ListItem, ListView};
use knutepunkt_web_ui::pages::resource::{Check, ResourceView, Step};
use knutepunkt_web_ui::paths;
use knutepunkt_web_ui::site::Section;
use knutepunkt_web_ui::values::{Field, Marks, Value};
use knutepunkt_web_ui::vocabulary::Vocabulary;

use super::documents::organisation;
use super::{ID, Words};

const START: Moment = Moment { date: Date { year: 2027, month: 2, day: 16 }, hour: 18, minute: 0 };

fn found(words: Words<'_>) -> Search {
    let choice = |code: &str, chosen| Choice { code: words.short(code), name: None, count: Some(5), chosen };
    let hub = Choice { code: ID.to_owned(), name: words.some("Havglimt"), count: Some(3), chosen: false };
    let facets = vec![
        Facet { name: forms::PARAM_TYPE, vocabulary: Some(Vocabulary::EventType), choices: vec![choice("course", false)] },
        Facet { name: forms::PARAM_HUB, vocabulary: None, choices: vec![hub] },
    ];
    Search { facets, total: 3, offset: 0, limit: 30, ..Search::default() }
}

fn event_item(words: Words<'_>) -> EventItem {
    EventItem {
        id: words.id(),
        title: words.of("Åpen kveld"),
        lang: words.of("nb"),
        summary: words.of("Et oppdiktet innslag, med noen linjer som sier hva det handler om og hvem det er for."),
        kind_type: words.of("meeting"),
        state: words.of("confirmed"),
        over: false,
        start: START,
        end: Some(Moment { hour: 20, ..START }),
        zone: None,
        rule: words.some("FREQ=WEEKLY;BYDAY=TU"),
        mode: words.of("physical"),
        town: words.some("Bodø"),
        county: words.some("18"),
        hub: words.of("Havglimt"),
        marks: Marks::default(),
    }
}

pub fn events_view(words: Words<'_>) -> EventsView {
    let one = event_item(words);
    let later = Moment { date: Date { month: 3, day: 4, ..START.date }, hour: 9, minute: 30 };
    let items = vec![
        EventItem { over: true, ..one.clone() },
        EventItem { state: words.of("cancelled"), rule: None, ..one.clone() },
        EventItem {
            state: words.of("tentative"),
            start: later,
            end: Some(Moment { date: Date { day: 5, ..later.date }, ..later }),
            zone: words.some("Europe/London"),
            mode: words.of("hybrid"),
            rule: words.some("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1"),
            ..one.clone()
        },
        EventItem { start: later, end: None, mode: words.of("online"), town: None, county: None, rule: None, ..one },
    ];
    let months = vec![Month { year: 2027, month: 1 }, Month { year: 2027, month: 2 }, Month { year: 2027, month: 3 }];
    EventsView { search: found(words), month: None, months, items }
}

/// The next event, as the front page has it.
pub fn coming(words: Words<'_>) -> Vec<ListItem> {
    let facts =
        vec![Value::Code(Vocabulary::EventType, words.of("conference")), Value::Span(START, Some(Moment { hour: 20, ..START }))];
    vec![ListItem {
        kind: "event".to_owned(),
        title: words.of("Recoverykonferansen"),
        badge: Some(Value::Code(Vocabulary::EventState, words.of("cancelled"))),
        facts,
        ..resources_view(words).items.remove(0)
    }]
}

/// A month in which there is nothing, of what was chosen.
pub fn events_month(words: Words<'_>) -> EventsView {
    let month = Month { year: 2027, month: 2 };
    let kept = Some((forms::PARAM_MONTH, month.to_string()));
    let search = Search { kept, words: words.short("kurs"), total: 0, ..found(words) };
    EventsView { search, month: Some(month), items: Vec::new(), ..events_view(words) }
}

fn document(words: Words<'_>, section: Section, kind: &str, title: &str) -> DocumentView {
    let fields = vec![Field::text(&words.of("egen_rubrikk"), &words.of("En rubrikk som ingen her kjenner"))];
    DocumentView { section, kind: kind.to_owned(), title: words.of(title), fields, conflicts: Vec::new(), ..organisation(words) }
}

pub fn event_view(words: Words<'_>) -> EventView {
    EventView {
        document: document(words, Section::Events, "event", "Recoverykonferansen"),
        kind_type: words.of("conference"),
        state: words.of("cancelled"),
        mode: words.of("hybrid"),
        over: false,
        start: Some(START),
        end: Some(Moment { hour: 20, ..START }),
        zone: None,
        exactly: (words.some("2027-02-16T18:00:00+01:00"), words.some("2027-02-16T20:00:00+01:00")),
        rule: words.some("FREQ=WEEKLY;BYDAY=TU"),
        next: vec![START, Moment { date: Date { day: 23, ..START.date }, ..START }],
        more: true,
        place: Some(Place {
            lines: words.list(&["Strandveien 1", "8000 Bodø"]),
            county: words.some("18"),
            accessibility: words.list(&["step_free", "quiet_room"]),
        }),
        url: words.some("https://havglimt.example/konferanse"),
        prices: vec![
            Price {
                label: words.of("Tidlig påmelding"),
                kroner: 12_500,
                until: Some(Date { year: 2027, month: 1, day: 15 }),
                over: true,
            },
            Price { label: words.of("Student"), kroner: 0, until: Some(START.date), over: false },
        ],
        registration: Some(Registration {
            url: words.of("https://havglimt.example/pamelding"),
            deadline: Some(Value::Date(Date { year: 2027, month: 2, day: 1 })),
            over: false,
        }),
        capacity: Some(180),
        organisers: vec![Value::Page(paths::directory_entry(ID), words.of("Havglimt")), Value::Text(words.of("Moloen"))],
        collaborators: vec![Value::Text(words.of("Høgskolen på Øya"))],
    }
}

/// One that takes place, to which one can still come.
pub fn event_open(words: Words<'_>) -> EventView {
    EventView { state: words.of("confirmed"), rule: None, next: Vec::new(), more: false, ..event_view(words) }
}

fn article_item(words: Words<'_>, kind_type: &str) -> ArticleItem {
    ArticleItem {
        id: words.id(),
        title: words.of("Vi søker fortellinger om gode møter"),
        lang: words.of("nb"),
        summary: words.of("Har du møtt noen som betydde noe? Fortell oss om det."),
        kind_type: words.of(kind_type),
        hub: words.of("Havglimt"),
        month: Some(Month { year: 2026, month: 10 }),
        contact: None,
        marks: Marks::default(),
    }
}

pub fn articles_view(words: Words<'_>) -> ArticlesView {
    let calls = vec![ArticleItem { contact: words.contact(), ..article_item(words, "call") }];
    ArticlesView { search: found(words), calls, items: vec![article_item(words, "news"), article_item(words, "report")] }
}

pub fn article_view(words: Words<'_>) -> ArticleView {
    ArticleView {
        document: document(words, Section::Articles, "article", "Vi søker fortellinger om gode møter"),
        kind_type: words.of("call"),
        byline: words.some("Redaksjonen"),
        about: Some(Value::Page(paths::event(ID), words.of("Recoverykonferansen"))),
        contact: words.contact(),
        citation: cited(words, "article"),
    }
}

fn cited(words: Words<'_>, kind: &str) -> Citation {
    Citation {
        kind: kind.to_owned(),
        id: words.id(),
        title: words.of("Vi søker fortellinger om gode møter"),
        lang: words.of("nb"),
        author: Author::Publisher,
        publisher: words.of("Havglimt"),
        month: Some(Month { year: 2026, month: 10 }),
        url: "https://nordlys.example/aktuelt".to_owned(),
    }
}

pub fn resources_view(words: Words<'_>) -> ListView {
    let item = ListItem {
        kind: "resource".to_owned(),
        id: words.id(),
        title: words.of("Et måltid i uka"),
        lang: words.of("nb"),
        summary: words.of("Et oppdiktet innslag, med noen linjer som sier hva det handler om og hvem det er for."),
        badge: None,
        facts: vec![
            Value::Code(Vocabulary::ResourceType, words.of("measure")),
            Value::Code(Vocabulary::Involvement, words.of("user_led")),
        ],
        hub: words.of("Havglimt"),
        marks: Marks::default(),
    };
    ListView { search: found(words), items: vec![item] }
}

pub fn resource_view(words: Words<'_>) -> ResourceView {
    ResourceView {
        document: document(words, Section::Resources, "resource", "Et måltid i uka"),
        kind_type: words.of("measure"),
        responsible: words.some("Havglimt"),
        involvement: words.some("involved"),
        evidence: words.some("experience"),
        phase: words.some("running"),
        period: words.some("2019–2021"),
        background: words.list(&["Mange spiste alene."]),
        goals: words.list(&["At ingen spiser alene mot sin vilje."]),
        steps: vec![
            Step { who: words.of("Kokken"), what: words.of("Handler inn til tolv.") },
            Step { who: words.of("Alle"), what: words.of("Rydder etterpå.") },
        ],
        checklist: vec![
            Check { item: words.of("Er døra åpen?"), help: words.some("Se etter.") },
            Check { item: words.of("Er det nok stoler?"), help: None },
        ],
        results: words.list(&["Flere kom enn vi hadde stoler til."]),
        partners: vec![Value::Text(words.of("Menigheten"))],
        sites: vec![Value::Page(paths::directory_entry(ID), words.of("Havglimt"))],
        review_due: Some(Date { year: 2026, month: 9, day: 1 }),
        review_over: true,
        citation: cited(words, "resource"),
    }
}
