//! Searching what stands: what is told, changed, hidden and taken back shows at once, and of what may not be shown nothing does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds nothing there has failed"
)]

mod http_support;

use http_support::{Machine, line};
use knutepunkt_node::catalogue::{Catalogue, Facet, Found, Query, Shelf};
use serde_json::json;

fn query(text: &str) -> Query {
    let mut query = Query { limit: 20, passages: true, facets: true, ..Query::default() };
    assert!(query.look_for(text));
    query
}

/// What a reader is shown.
fn stories(machine: &Machine, text: &str) -> Found {
    let searched = machine.core.catalogue().search(Shelf::Stories, &query(text));
    machine.core.read(|replica| searched.standing(replica, machine.core.store())).unwrap()
}

fn everything(machine: &Machine, chosen: Option<Shelf>, text: &str) -> Found {
    let searched = machine.core.catalogue().search_everything(&Shelf::ALL, chosen, &query(text));
    machine.core.read(|replica| searched.standing(replica, machine.core.store())).unwrap()
}

fn build(machine: &Machine) {
    Catalogue::build(&machine.core, &|| false);
}

fn story(title: &str, body: &str) -> serde_json::Value {
    let mut story = line("story", title);
    story["body"] = json!([body]);
    story
}

#[test]
fn what_is_told_is_found_and_what_is_taken_back_is_not() {
    let machine = Machine::founded(&[]);
    machine.tell(story("Før", "Sommerfuglen fløy."));
    build(&machine);
    assert_eq!(stories(&machine, "sommerfuglen").total, 1);
    let (address, code) = machine.tell(story("Etter", "Humlesuset stilnet."));
    assert_eq!(stories(&machine, "humlesuset").total, 1, "what somebody has just told is found by the next question");
    let hold = |held: bool| machine.core.write(|replica, hand, effects| replica.hold(&address, held, hand, effects)).unwrap();
    hold(true);
    assert_eq!(stories(&machine, "humlesuset").total, 0);
    hold(false);
    assert_eq!(stories(&machine, "humlesuset").total, 1);
    // What was found before the code was handed in is not shown after it.
    let searched = machine.core.catalogue().search(Shelf::Stories, &query("humlesuset"));
    machine.core.withdraw(&code, b"test").unwrap();
    let shown = machine.core.read(|replica| searched.standing(replica, machine.core.store())).unwrap();
    assert!(shown.items.is_empty() && shown.total == 0);
    let found = stories(&machine, "humlesuset");
    assert_eq!((found.total, found.did_you_mean), (0, None));
    assert!(stories(&machine, "sommerfuglen").complete);
}

#[test]
fn nothing_is_suggested_from_what_was_taken_back() {
    let machine = Machine::founded(&[]);
    let codes: Vec<_> = (0..3).map(|number| machine.tell(story(&format!("Nr. {number}"), "Om flodhestsangen.")).1).collect();
    build(&machine);
    assert_eq!(stories(&machine, "flodhestsangne").total, 3);
    machine.core.withdraw(&codes[0], b"test").unwrap();
    let found = stories(&machine, "flodhestsangne");
    assert_eq!(found.total, 2, "what is written nearly so is still found");
    assert_eq!(found.did_you_mean, None, "two may be about one person");
    machine.core.withdraw(&codes[1], b"test").unwrap();
    machine.core.withdraw(&codes[2], b"test").unwrap();
    let found = stories(&machine, "flodhestsangne");
    assert_eq!((found.total, found.did_you_mean), (0, None));
}

#[test]
fn what_is_behind_a_warning_is_not_shown_before_it() {
    let machine = Machine::founded(&[]);
    let mut warned = story("Brua om natta", "Jeg sto på brua og så ned.");
    warned["content_warnings"] = json!(["suicide"]);
    machine.tell(warned);
    machine.tell(story("En tur", "Vi gikk over brua sammen."));
    build(&machine);
    let found = stories(&machine, "brua");
    assert_eq!(found.total, 2);
    let [first, second] = found.items.as_slice() else { panic!("{found:?}") };
    assert_eq!(&first.entry.title[first.title_marks[0].clone()], "Brua");
    assert!(first.passage.is_none() && first.entry.summary.is_empty());
    let passage = second.passage.as_ref().unwrap();
    assert_eq!(passage.text, "Vi gikk over brua sammen.");
    assert_eq!(&passage.text[passage.marks[0].clone()], "brua");
    assert_eq!(found.facets[&Facet::Without]["suicide"], 1, "what leaving it out would leave out");
    let mut without = query("brua");
    without.codes.entry(Facet::Without).or_default().insert("suicide".to_owned());
    let searched = machine.core.catalogue().search(Shelf::Stories, &without);
    let found = machine.core.read(|replica| searched.standing(replica, machine.core.store())).unwrap();
    assert_eq!((found.total, found.facets[&Facet::Without]["suicide"]), (1, 1));
    assert_eq!(found.facets[&Facet::Length]["short"], 1);
}

#[test]
fn one_question_goes_to_every_list() {
    let machine = Machine::founded(&[]);
    machine.tell(story("Fjellturen", "Oppdiktet."));
    machine.publish(line("article", "Fjellturen i mai"));
    let mut event = line("event", "Kurs");
    event["summary"] = json!("Etter fjellturen.");
    machine.publish(event);
    build(&machine);
    let found = everything(&machine, None, "fjellturen");
    let counts: Vec<usize> = Shelf::ALL.iter().map(|shelf| found.shelves[shelf]).collect();
    assert_eq!((counts, found.total), (vec![1, 0, 1, 0, 1], 3));
    assert_eq!(found.items[2].entry.shelf, Shelf::Events, "what has it in the title comes first");
    let found = everything(&machine, Some(Shelf::Events), "fjellturen");
    assert_eq!((found.total, found.items.len(), found.shelves[&Shelf::Stories]), (1, 1, 1));
    let open = machine.core.catalogue().search_everything(&Shelf::ALL[1..], None, &Query { limit: 2, ..Query::default() });
    let open = machine.core.read(|replica| open.standing(replica, machine.core.store())).unwrap();
    assert_eq!((open.total, open.items.len(), open.shelves.len()), (2, 2, 4));
}

#[test]
fn what_is_read_again_answers_the_same() {
    let machine = Machine::founded(&[]);
    build(&machine);
    for number in 0..40 {
        machine.tell(story(&format!("Dag {number}"), &format!("Dagen var lang. {}", "Håp og arbeid. ".repeat(number % 7))));
    }
    let ids = |text: &str| stories(&machine, text).items.iter().map(|hit| hit.entry.address).collect::<Vec<_>>();
    // So many at once are not waited for by a question.
    let begun = std::time::Instant::now();
    while stories(&machine, "dagen").total < 40 && begun.elapsed() < std::time::Duration::from_secs(30) {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let before: Vec<_> = ["dagen", "håp", "arbeid lang", "dag 7"].map(ids).into();
    Catalogue::rebuild(&machine.core);
    assert_eq!(before, ["dagen", "håp", "arbeid lang", "dag 7"].map(ids));
    assert_eq!(before[0].len(), 20);
}
