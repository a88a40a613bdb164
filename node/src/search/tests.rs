//! The search alone: what is put in is found, and nothing else.

use super::*;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// No slot at all.
const NOTHING: [u32; 0] = [];

/// A search and what was put into it.
struct Library {
    search: Search,
    next: u32,
    versions: BTreeMap<u32, u32>,
}

impl Library {
    fn new() -> Library {
        Library { search: Search::start().unwrap(), next: 0, versions: BTreeMap::new() }
    }

    fn of(texts: &[(&str, &str)]) -> Library {
        let mut library = Library::new();
        for (title, body) in texts {
            library.add(title, body);
        }
        library
    }

    fn add(&mut self, title: &str, body: &str) -> u32 {
        self.next += 1;
        self.put(self.next - 1, title, body);
        self.next - 1
    }

    fn put(&mut self, slot: u32, title: &str, body: &str) {
        let version = self.versions.get(&slot).map_or(0, |version| version + 1);
        self.versions.insert(slot, version);
        let body = body.split('|').map(str::to_owned).collect();
        self.search.put(Place { slot, version }, Text { title: title.to_owned(), body });
    }

    fn remove(&mut self, slot: u32) {
        self.search.remove(slot);
    }

    fn ask(&self, text: &str) -> Question {
        assert!(self.search.settle(Duration::from_secs(20)));
        self.search.ask(&[text.to_owned()]).unwrap()
    }

    /// The slots of what is found, the best first.
    fn found(&self, text: &str) -> Vec<u32> {
        let mut found: Vec<(u32, f32)> = Vec::new();
        let whole = self.ask(text).answers(|place, score| {
            assert_eq!(self.versions[&place.slot], place.version, "an older version is found");
            found.push((place.slot, score));
        });
        assert!(whole.unwrap());
        found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        found.into_iter().map(|(slot, _)| slot).collect()
    }

    fn better(&self, text: &str) -> Option<String> {
        self.ask(text).better(&|_| true).unwrap()
    }
}

#[test]
fn what_is_put_in_is_found_and_what_is_taken_out_is_not() {
    let mut library = Library::of(&[("Brua", "Vi gikk over."), ("Veien", "Den lange turen.")]);
    assert_eq!(library.found("brua"), [0]);
    assert_eq!(library.found("turen"), [1]);
    library.put(0, "Fjellet", "Vi gikk opp.");
    assert_eq!(library.found("brua"), NOTHING);
    assert_eq!(library.found("fjellet"), [0]);
    library.remove(0);
    assert_eq!(library.found("fjellet"), NOTHING);
    assert_eq!(library.found("turen"), [1]);
    library.put(0, "Brua", "Igjen.");
    assert_eq!(library.found("brua"), [0]);
}

#[test]
fn every_word_has_to_be_there_and_the_title_comes_first() {
    let library = Library::of(&[
        ("En tur", "Det handler om arbeid, arbeid og arbeid."),
        ("Arbeid", "Det handler om en tur."),
        ("Noe annet", "Ingen ting."),
    ]);
    assert_eq!(library.found("arbeid"), [1, 0]);
    assert_eq!(library.found("arbeid handler"), [1, 0]);
    assert_eq!(library.found("arbeid ting"), NOTHING);
    assert_eq!(library.found("handler -annet"), [1, 0]);
    assert_eq!(library.found("handler -arbeid"), NOTHING);
}

#[test]
fn phrases_are_words_in_their_order_within_one_paragraph() {
    let library = Library::of(&[
        ("En", "Jeg fant veien hjem til slutt."),
        ("To", "Jeg fant hjem, veien var lang."),
        ("Tre", "Jeg fant veien|hjem kom jeg ikke."),
    ]);
    assert_eq!(library.found("\"veien hjem\""), [0]);
    assert_eq!(library.found("veien hjem").len(), 3);
    assert_eq!(library.found("fant -\"veien hjem\""), [1, 2]);
    assert_eq!(library.found("\"hjem fjell\""), NOTHING);
}

#[test]
fn alternatives_are_answered_by_one_of_them() {
    let library = Library::of(&[("Brua", ""), ("Veien", ""), ("Fjorden", "")]);
    assert!(library.search.settle(Duration::from_secs(20)));
    let question = library.search.ask(&["brua".to_owned(), "fjorden".to_owned(), "ingensteds".to_owned()]).unwrap();
    let mut found = BTreeSet::new();
    question
        .answers(|place, _| {
            found.insert(place.slot);
        })
        .unwrap();
    assert_eq!(found, [0, 2].into());
}

#[test]
fn the_last_word_may_be_unfinished() {
    let library = Library::of(&[("En", "Kommunestyret vedtok det."), ("To", "Vi bor her.")]);
    assert_eq!(library.found("kommunesty"), [0]);
    assert_eq!(library.found("vedtok kommunesty"), [0]);
    assert_eq!(library.found("kommunesty vedtok"), NOTHING);
    assert_eq!(library.found("ko"), NOTHING, "two letters begin too much");
}

#[test]
fn misspelt_words_are_found_and_a_better_one_is_suggested() {
    let mut library =
        Library::of(&[("Ensomhet", "Om å være alene."), ("Om ensomhet", "Igjen."), ("Mer om ensomhet", "Enda mer.")]);
    assert_eq!(library.found("ensmohet").len(), 3);
    assert_eq!(library.better("ensmohet"), Some("ensomhet".to_owned()));
    assert_eq!(library.better("om ensmohet -noe"), Some("om ensomhet -noe".to_owned()));
    assert_eq!(library.better("ensomhet"), None);
    assert_eq!(library.found("alen"), [0], "an unfinished word is not taken for a misspelt one");
    // What stands in fewer than three documents may be a name.
    library.add("Turen", "Guttorm var med.");
    library.add("Reisen", "Guttorm var med.");
    assert_eq!(library.better("guttrom"), None);
    library.add("Ferden", "Guttorm var med.");
    assert_eq!(library.better("guttrom"), Some("guttorm".to_owned()));
    // And of what may not be shown nothing is told.
    assert_eq!(library.ask("guttrom").better(&|place| place.slot != 3).unwrap(), None);
    library.remove(3);
    assert_eq!(library.better("guttrom"), None);
}

#[test]
fn no_question_is_too_much() {
    let mut library = Library::new();
    library.search.set_bulk(true);
    for number in 0..2_000 {
        library.add(&format!("Dag {number}"), "Og det er og blir en dag i og på det som er jeg, og det er det.|Nok en dag.");
    }
    library.search.set_bulk(false);
    let long = "a".repeat(10_240);
    let many = (0..2_000).map(|number| format!("ord{number} ")).collect::<String>();
    let misspelt = ('a'..='p').map(|letter| format!("dagenblir{letter} ")).collect::<String>();
    let hostile = [
        "",
        " ",
        "*",
        "-",
        "\"",
        "\"\"",
        "\" AND OR ( ) * ~ ^ : \\",
        "-og -det",
        "og i det er på en",
        "\"og det er\"",
        "\u{0}",
        "d",
        "😀",
        "\u{301}",
        "a\u{301}\u{301}",
        "İ",
        "title:dag",
        "dag^4",
        "[a TO z]",
        &long,
        &many,
        &misspelt,
    ];
    for text in hostile {
        let begun = Instant::now();
        let question = library.ask(text);
        question.answers(|_, _| ()).unwrap();
        question.better(&|_| true).unwrap();
        let marks = question.into_marks();
        marks.of(text);
        marks.best([text, text].into_iter(), 240);
        // Unoptimised, and beside whatever else the machine does.
        assert!(begun.elapsed() < Duration::from_secs(10), "{} bytes took {:?}", text.len(), begun.elapsed());
    }
}

/// Numbers that look random, and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

const WORDS: [&str; 24] = [
    "bruker",
    "brukerne",
    "brukere",
    "senter",
    "sentre",
    "senteret",
    "bedring",
    "betring",
    "tjeneste",
    "teneste",
    "håp",
    "håpet",
    "erfaringskonsulent",
    "erfaring",
    "konsulentene",
    "rus",
    "rusomsorg",
    "omsorg",
    "fjell",
    "fjorden",
    "Øst",
    "ÆRLIG",
    "nav",
    "gå",
];

fn texts(dice: &mut Dice, count: usize) -> Vec<(String, String)> {
    let some =
        |dice: &mut Dice, most| (0..=dice.below(most)).map(|_| WORDS[dice.below(WORDS.len())]).collect::<Vec<_>>().join(" ");
    (0..count).map(|_| (some(dice, 3), some(dice, 12))).collect()
}

/// Whether a document has a word, as one would find out by reading it.
fn has(title: &str, body: &str, wanted: &str) -> bool {
    let asked = analyser::words(wanted).remove(0);
    let meets = |word: &analyser::Word| word.exact == asked.exact || word.keys.iter().any(|key| asked.keys.contains(key));
    analyser::words(title).iter().chain(&analyser::words(body)).any(meets)
}

#[test]
fn nothing_is_missed_that_a_reader_would_find() {
    let mut dice = Dice(7);
    for round in 0..6 {
        let texts = texts(&mut dice, 60);
        let mut library = Library::new();
        for (title, body) in &texts {
            library.add(title, body);
            if dice.below(9) == 0 {
                // Several segments, and not only one.
                library.search.settle(Duration::from_secs(20));
            }
        }
        for _ in 0..40 {
            let wanted: Vec<&str> = (0..=dice.below(2)).map(|_| WORDS[dice.below(WORDS.len())]).collect();
            let found: BTreeSet<u32> = library.found(&wanted.join(" ")).into_iter().collect();
            for (slot, (title, body)) in (0u32..).zip(&texts) {
                if wanted.iter().all(|word| has(title, body, word)) {
                    assert!(found.contains(&slot), "round {round}: {wanted:?} is not found in {title:?}, {body:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_built_anew_answers_the_same() {
    let mut dice = Dice(11);
    let texts = texts(&mut dice, 120);
    let (mut slowly, mut at_once) = (Library::new(), Library::new());
    at_once.search.set_bulk(true);
    for (number, (title, body)) in texts.iter().enumerate() {
        slowly.add(title, body);
        at_once.add(title, body);
        if number % 10 == 0 {
            slowly.search.settle(Duration::from_secs(20));
        }
    }
    at_once.search.set_bulk(false);
    for word in WORDS {
        assert_eq!(slowly.found(word), at_once.found(word), "{word}");
    }
}

#[test]
fn passages_show_where_the_words_stand() {
    let far = "ord ".repeat(200);
    let body = [format!("Først kom våren. {far}"), format!("{far}Brua over elva var lang, og håpet kom da vi gikk. {far}")];
    let library = Library::of(&[("Brua", "håp")]);
    let marks = library.ask("brua håp").into_marks();
    let (piece, marked) = marks.best(body.iter().map(String::as_str), 240).unwrap();
    let words: Vec<&str> = marked.iter().map(|range| &piece[range.clone()]).collect();
    assert!(words.contains(&"Brua"), "{words:?} in {piece}");
    assert!(piece.starts_with('…') && piece.ends_with('…') && piece.len() <= 250, "{piece}");
    assert!(marks.best(["Ingenting her."].into_iter(), 240).is_none());
    let (whole, marked) = marks.best(["Å, brua!"].into_iter(), 240).unwrap();
    assert_eq!((whole.as_str(), marked.iter().map(|range| (range.start, range.end)).collect()), ("Å, brua!", vec![(4, 8)]));
    // Words without end, and letters of several bytes, are cut where they may be.
    let endless = format!("{}brua {}", "å".repeat(400), "æ".repeat(4_000));
    let (piece, _) = library.ask("brua").into_marks().best([endless.as_str(), "brua"].into_iter(), 240).unwrap();
    assert!(piece.len() <= 250);
    let phrase = Library::of(&[("veien hjem", "")]).ask("\"veien hjem\"").into_marks();
    assert_eq!(phrase.of("hjem, veien hjem, veien"), [6..11, 12..16]);
}
