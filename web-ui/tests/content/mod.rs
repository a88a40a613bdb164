//! Invented content for the tests and the gallery: one of every page, with words of one's choice in it.

mod centres;
mod directory;
mod documents;
mod news;

use centres::{network_view, receipts_view};
use directory::{centre, directory_view, organisation, place_view};
use knutepunkt_web_ui::Lang;
use knutepunkt_web_ui::cite::{Author, Citation};
use knutepunkt_web_ui::dates::{Date, Month};
use knutepunkt_web_ui::facets::{Choice, Facet};
use knutepunkt_web_ui::filters::Search;
use knutepunkt_web_ui::forms;
use knutepunkt_web_ui::help_lines::OwnLine;
use knutepunkt_web_ui::pages::directory::DirectoryView;
use knutepunkt_web_ui::pages::entry::{self, EntryView, Standing};
use knutepunkt_web_ui::pages::help;
use knutepunkt_web_ui::pages::home::{self, Banner, HomeView};
use knutepunkt_web_ui::pages::network;
use knutepunkt_web_ui::pages::notice::{self, Notice, NoticeView};
use knutepunkt_web_ui::pages::place::{self, ChooseView, Place};
use knutepunkt_web_ui::pages::problem::{self, Problem, ProblemView};
use knutepunkt_web_ui::pages::receipts::{self, ReceiptsView};
use knutepunkt_web_ui::pages::search::{self, SearchItem, SearchView};
use knutepunkt_web_ui::pages::stories::{self, StoriesView, StoryItem};
use knutepunkt_web_ui::pages::story::{self, StoryView};
use knutepunkt_web_ui::pages::withdraw::{self, CodeProblem, ConfirmView, WithdrawView};
use knutepunkt_web_ui::pages::{article, articles, event, events, list, resource};
use knutepunkt_web_ui::paths;
use knutepunkt_web_ui::site::{Contact, House, HubRef, Section, Site};
use knutepunkt_web_ui::values::Marks;
use knutepunkt_web_ui::vocabulary::Vocabulary;
use news::{
    article_view, articles_view, coming, event_open, event_view, events_month, events_view, resource_view, resources_view,
};
use std::ops::Range;
use std::sync::Arc;

/// An id as documents have them.
pub const ID: &str = "7f3a9c1e5b8d2046a1c3e5f7092b4d6f8091a2b3c4d5e6f708192a3b4c5d6e7f";

/// A page under a name.
pub struct Shown {
    pub name: String,
    pub html: String,
}

/// What people wrote: either the words given for the place, or the same hostile ones everywhere.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub instead: Option<&'a str>,
}

impl Words<'_> {
    fn of(self, ordinary: &str) -> String {
        self.instead.unwrap_or(ordinary).to_owned()
    }

    /// What comes from an address or is a hash can be strange, but never long.
    fn short(self, ordinary: &str) -> String {
        self.instead.filter(|words| words.len() < 1_000).unwrap_or(ordinary).to_owned()
    }

    fn id(self) -> String {
        self.short(ID)
    }

    fn some(self, ordinary: &str) -> Option<String> {
        Some(self.of(ordinary))
    }

    fn list(self, ordinary: &[&str]) -> Vec<String> {
        ordinary.iter().map(|one| self.of(one)).collect()
    }

    fn hub(self, ordinary: &str) -> HubRef {
        HubRef { id: Some(self.id()), name: self.of(ordinary) }
    }

    fn contact(self) -> Option<Contact> {
        Some(Contact { name: self.of("Ingrid"), phone: self.of("22400040"), hours: self.some("tirsdag og torsdag 10–14") })
    }
}

pub fn site(words: Words<'_>, lang: Lang, path: &str) -> Site {
    Site {
        hub_name: words.of("Nordlys"),
        slug: words.of("nordlys"),
        network_name: words.some("Recovery i nord"),
        lang,
        path: path.to_owned(),
        base_url: Some("https://nordlys.example".to_owned()),
        invented: true,
        house: Arc::new(House {
            stylesheet: Some("/assets/hub-0123456789abcdef.css".to_owned()),
            logo: Some("/assets/logo-0123456789abcdef.webp".to_owned()),
            help_lines: vec![OwnLine {
                number: words.of("22000000"),
                name: words.of("Nattevakta"),
                hours: words.some("hver natt"),
                verified_on: Some(Date { year: 2026, month: 11, day: 3 }),
            }],
        }),
    }
}

/// Every page in a language.
pub fn pages(words: Words<'_>, lang: Lang) -> Vec<Shown> {
    let mut out = Vec::new();
    let at = |path: &str| site(words, lang, path);
    let mut show = |name: &str, html: String| out.push(Shown { name: name.to_owned(), html });

    show("home", home::render(&at(paths::HOME), &home_view(words)));
    show("home-empty", home::render(&Site { network_name: None, invented: false, ..at(paths::HOME) }, &HomeView::default()));
    show("stories", stories::render(&at(paths::STORIES), &stories_view(words)));
    show("stories-empty", stories::render(&at(paths::STORIES), &StoriesView::default()));
    show("search", search::render(&at(paths::SEARCH), &search_view(words, None)));
    show("search-part", search::render(&at(paths::SEARCH), &search_view(words, Some(Section::Stories))));
    show("search-new", search::render(&at(paths::SEARCH), &SearchView::default()));
    let nothing = SearchView { items: Vec::new(), parts: Vec::new(), ..search_view(words, None) };
    show("search-nothing", search::render(&at(paths::SEARCH), &nothing));
    let nothing = StoriesView { items: Vec::new(), search: Search { total: 0, offset: 0, ..narrowed(words) } };
    show("stories-nothing", stories::render(&at(paths::STORIES), &nothing));
    let address = paths::story(&words.id());
    show("story", story::render(&at(&address), &story_view(words, &[])));
    show("story-warned", story::render(&at(&address), &story_view(words, &["suicide", "violence", "substance_use"])));
    let open = StoryView { search_engines: true, home: words.some("https://havglimt.example"), ..story_view(words, &[]) };
    show("story-open", story::render(&at(&address), &open));
    show("directory", knutepunkt_web_ui::pages::directory::render(&at(paths::DIRECTORY), &directory_view(words, false)));
    show("directory-narrowed", knutepunkt_web_ui::pages::directory::render(&at(paths::DIRECTORY), &directory_view(words, true)));
    show("directory-empty", knutepunkt_web_ui::pages::directory::render(&at(paths::DIRECTORY), &DirectoryView::default()));
    show("document-organisation", entry::render(&at(&paths::directory_entry(ID)), &organisation(words)));
    show("document-centre", entry::render(&at(&paths::directory_entry(ID)), &centre(words)));
    show(
        "document-centre-least",
        entry::render(&at(&paths::directory_entry(ID)), &EntryView { centre: Some(Standing::Active), ..EntryView::default() }),
    );
    for (name, place) in [
        ("place-municipality", Place::Municipality("1804".to_owned())),
        ("place-municipality-empty", Place::Municipality("1875".to_owned())),
        ("place-county", Place::County("18".to_owned())),
    ] {
        show(name, place::render(&at(&paths::county("18")), &place_view(words, place)));
    }
    show("place-choose", place::choose(&at(paths::MUNICIPALITY), &ChooseView::default()));
    show("place-choose-several", place::choose(&at(paths::MUNICIPALITY), &ChooseView { words: words.short("Herøy") }));
    show("place-choose-unknown", place::choose(&at(paths::MUNICIPALITY), &ChooseView { words: words.short("Andeby") }));
    show("events", events::render(&at(paths::EVENTS), &events_view(words)));
    show("events-month", events::render(&at(paths::EVENTS), &events_month(words)));
    show("event", event::render(&at(&paths::event(ID)), &event_view(words)));
    show("event-open", event::render(&at(&paths::event(ID)), &event_open(words)));
    show("articles", articles::render(&at(paths::ARTICLES), &articles_view(words)));
    show("article", article::render(&at(&paths::article(ID)), &article_view(words)));
    show("resources", list::render(&at(paths::RESOURCES), &resources_view(words)));
    show("resource", resource::render(&at(&paths::resource(ID)), &resource_view(words)));
    show("network", network::render(&at(paths::NETWORK), &network_view(words)));
    show("withdraw", withdraw::render(&at(paths::WITHDRAW), &withdraw_view(words)));
    let off = WithdrawView { off: true, ..WithdrawView::open(None, Vec::new()) };
    show("withdraw-off", withdraw::render(&at(paths::WITHDRAW), &off));
    let code = words.short("K7QM-2XW9-4TRB-8HNV-3CZE-6PDY-5AF1");
    let known = ConfirmView { code: code.clone(), owner: Some((words.hub("Havglimt"), words.contact())) };
    show("withdraw-confirm", withdraw::render_confirm(&at(paths::WITHDRAW), &known));
    show("withdraw-confirm-unknown", withdraw::render_confirm(&at(paths::WITHDRAW), &ConfirmView { code, owner: None }));
    show("help", help::render(&at(paths::HELP), false));
    show("help-offline", help::render(&at(paths::OFFLINE), true));
    for notice in Notice::ALL {
        let name = format!("notice-{notice:?}").to_lowercase();
        show(&name, notice::render(&at(notice.path()), notice, &notice_view(words)));
        let plain = Site { house: Arc::default(), network_name: None, ..at(notice.path()) };
        show(&format!("{name}-default"), notice::render(&plain, notice, &NoticeView::default()));
    }
    let codes = [
        CodeProblem::Empty,
        CodeProblem::Length,
        CodeProblem::Character,
        CodeProblem::Check,
        CodeProblem::TooMany,
        CodeProblem::NoRoom,
    ];
    for problem in codes {
        let view = WithdrawView {
            code: words.of("K7QM-2XW9-4TRB-8HNV-3CZE-6PDY-5AF1"),
            problem: Some(problem),
            group: Some(3),
            elsewhere: vec![(words.of("Havglimt"), words.of("https://havglimt.example/trekk-tilbake"))],
            ..withdraw_view(words)
        };
        show(&format!("withdraw-{problem:?}").to_lowercase(), withdraw::render(&at(paths::WITHDRAW), &view));
    }
    show("receipts", receipts::render(&at(&paths::receipts(ID)), &receipts_view(words)));
    show("receipts-new", receipts::render(&at(&paths::receipts(ID)), &ReceiptsView::default()));
    for problem in Problem::ALL {
        let view = ProblemView { problem, retry_after: Some(300) };
        show(&format!("problem-{problem:?}").to_lowercase(), problem::render(&at("/fortellinger/borte"), &view));
    }
    out
}

fn withdraw_view(words: Words<'_>) -> WithdrawView {
    let centres = vec![(words.hub("Havglimt"), words.contact()), (words.hub("Skogly"), None)];
    WithdrawView::open(words.contact(), centres)
}

fn notice_view(words: Words<'_>) -> NoticeView {
    NoticeView {
        own: words
            .list(&["Nordlys er et brukerstyrt senter, drevet av folk som har vært der selv.", "Vi holder til i Storgata 1."]),
        choice: words.list(&["To av oss leser alt som kommer inn."]),
        lang: words.of("nb"),
        hub: Some(words.hub("Nordlys")),
        contact: words.contact(),
    }
}

fn home_view(words: Words<'_>) -> HomeView {
    HomeView {
        banners: vec![
            Banner::JustRestored,
            Banner::Closed(Some(words.hub("Havglimt"))),
            Banner::Text(words.of("Vi holder stengt i uke 8.")),
        ],
        welcome: words.list(&["Velkommen til Nordlys. Vi er et hus der folk møtes, og døra er åpen fra ti."]),
        stories: story_items(words),
        events: coming(words),
        news: resources_view(words).items,
    }
}

/// A search with choices made and to be made.
fn narrowed(words: Words<'_>) -> Search {
    let choice = |code: &str, count, chosen| Choice { code: words.short(code), name: None, count, chosen };
    let facet = |name, vocabulary, choices| Facet { name, vocabulary: Some(vocabulary), choices };
    let hub = Choice { code: ID.to_owned(), name: words.some("Nordlys"), count: Some(12), chosen: false };
    Search {
        words: words.short("håp"),
        facets: vec![
            facet(
                forms::PARAM_THEME,
                Vocabulary::Theme,
                vec![choice("hope", Some(12_345), true), choice("meaning", Some(4), false), choice("identity", Some(0), false)],
            ),
            facet(forms::PARAM_COUNTY, Vocabulary::County, vec![choice("55", Some(17), true)]),
            Facet { name: forms::PARAM_HUB, vocabulary: None, choices: vec![hub] },
            facet(forms::PARAM_LENGTH, Vocabulary::Length, vec![choice("short", Some(8), false)]),
            facet(
                forms::PARAM_WITHOUT,
                Vocabulary::Warning,
                vec![choice("suicide", None, true), choice("violence", None, false)],
            ),
        ],
        meant: words.some("håpet"),
        partial: true,
        total: 12_345,
        offset: 20,
        limit: 20,
        ..Search::default()
    }
}

fn stories_view(words: Words<'_>) -> StoriesView {
    StoriesView { search: narrowed(words), items: story_items(words) }
}

fn search_view(words: Words<'_>, chosen: Option<Section>) -> SearchView {
    let kept = chosen.map(|section| (forms::PARAM_PART, search::part_code(section).to_owned()));
    let stories = story_items(words).into_iter().map(SearchItem::Story);
    let others = coming(words).into_iter().chain(resources_view(words).items).map(SearchItem::Other);
    SearchView {
        search: Search { kept, ..narrowed(words) },
        parts: vec![(Section::Stories, 12_340), (Section::Directory, 3), (Section::Events, 2), (Section::Resources, 0)],
        chosen,
        items: stories.chain(others).collect(),
    }
}

fn story_items(words: Words<'_>) -> Vec<StoryItem> {
    let item = |title: &str, excerpt: &str, role: &str, warnings: &[&str]| StoryItem {
        id: words.id(),
        title: words.of(title),
        lang: words.of("nb"),
        excerpt: words.of(excerpt),
        role: words.of(role),
        themes: words.list(&["hope", "connectedness"]),
        warnings: words.list(warnings),
        hub: words.of("Nordlys"),
        month: Some(Month { year: 2026, month: 11 }),
        search_engines: false,
        marks: Marks::default(),
    };
    let found = |item: StoryItem, title: Range<usize>, passage: &str, mark: Range<usize>| StoryItem {
        marks: Marks { title: vec![title], passage: Some((words.of(passage), vec![mark])) },
        ..item
    };
    vec![
        found(
            item(
                "Kaffekoppen på trappa",
                "Hun satte seg ned ved siden av meg og sa ingenting. Det var det første på lenge som ikke krevde noe.",
                "service_user",
                &[],
            ),
            0..10,
            "… sa ingenting. Hun hadde håp for to, og delte …",
            28..32,
        ),
        item("Broren min", "", "bereaved", &["suicide", "death_grief"]),
        item(
            "Å stå i det sammen",
            "Vi visste ikke hva vi skulle gjøre. Så fant vi noen som hadde stått der før oss.",
            "relative",
            &[],
        ),
    ]
}

fn story_view(words: Words<'_>, warnings: &[&str]) -> StoryView {
    StoryView {
        id: words.id(),
        title: words.of("Kaffekoppen på trappa"),
        lang: words.of("nb"),
        body: words.list(&[
            "Dette er en oppdiktet fortelling. Jeg hadde sluttet å åpne døra den vinteren. Posten lå i en bunke på gulvet, og jeg gikk rundt den.",
            "En dag satt hun på trappa da jeg skulle ut med søpla. Hun hadde med to kopper. Hun sa at hun ikke hadde noe spesielt hun skulle, og at trappa var fin å sitte på.",
            "Vi satt der i en halvtime. Hun spurte ikke om noe. Da hun gikk, sa hun: «Jeg kommer på torsdag.» Og det gjorde hun.",
            "I dag er det jeg som har med kopper. Ikke hver gang, og ikke til alle. Men noen ganger er det nok å sitte ved siden av.",
        ]),
        role: words.of("service_user"),
        byline: words.some("Kari"),
        field: words.of("mental_health"),
        themes: words.list(&["hope", "connectedness"]),
        warnings: words.list(warnings),
        helped: words.list(&["relationship", "own_choices"]),
        hindered: words.list(&["stigma"]),
        county: words.some("55"),
        anonymisation: words.some("names_and_places_removed"),
        hub: words.hub("Nordlys"),
        contact: words.contact(),
        month: Some(Month { year: 2026, month: 11 }),
        search_engines: false,
        citation: Citation {
            kind: "story".to_owned(),
            id: words.id(),
            title: words.of("Kaffekoppen på trappa"),
            lang: words.of("nb"),
            author: Author::Named(words.of("Kari")),
            publisher: words.of("Nordlys"),
            month: Some(Month { year: 2026, month: 11 }),
            url: words.of("https://nordlys.example/fortellinger/7f3a9c1e5b8d"),
        },
        home: None,
        related: story_items(words),
    }
}
