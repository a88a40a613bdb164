//! What is damaged comes again, or is found again; and withdrawn means gone whatever was damaged before.

use super::*;
use crate::catalogue::shown::{self, Reading};
use crate::command::{Failure, Input, Output, importing};
use crate::store::damage::damage_page;
use knutepunkt_protocol::ids::{Address, ChangeHash};
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::replica::body_key;
use knutepunkt_protocol::rows::Bodies;

impl Hub {
    /// The only change of a document.
    fn change(&self, document: &DocumentId) -> ChangeHash {
        self.core().read(|replica| *replica.document(document).unwrap().changes.keys().next().unwrap()).unwrap()
    }
}

fn eventually(what: &str, so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Pulls until both hold the same and everything can be read.
fn heal(sick: &Hub, well: &Hub) {
    eventually("everything is whole again", || {
        sick.pull(well);
        well.pull(sick);
        let whole = sick.documents().iter().filter(|id| !sick.readable(id)).count() == 0;
        whole && sick.core().read(Replica::fingerprint).unwrap() == well.core().read(Replica::fingerprint).unwrap()
    });
}

struct Line(Vec<String>);

impl Input for Line {
    fn lines(&mut self, _: usize) -> Result<Vec<String>, Failure> {
        Ok(std::mem::take(&mut self.0))
    }
}

impl Output for Line {
    fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.0.push(text.to_owned());
        Ok(())
    }

    fn note(&mut self, _: &str) {}
}

#[test]
fn fault_33_a_body_that_cannot_be_read_is_fetched_again() {
    let (tromso, bergen) = founded();
    let document = tromso.publish("Nytt", None);
    bergen.pull(&tromso);
    let change = bergen.change(&document);
    drop(spoil_row(bergen.core().store(), Table::Body, &body_key(&document, &change)));
    let before = bergen.changes();
    assert!(!bergen.readable(&document), "it was found");
    eventually("the change is given up", || bergen.core().read(|replica| !replica.holds_changes(&document, &[change])).unwrap());
    eventually("peers are told", || bergen.changes() > before);
    assert_eq!(bergen.core().quarantined(), 1, "it is reported");
    let address = tromso.core().read(|replica| replica.document(&document).unwrap().header.address()).unwrap();
    let reading = bergen.core().read(|replica| shown::read(replica, bergen.core().store(), &address)).unwrap();
    assert!(matches!(reading, Reading::Unreadable), "readers are told to come back");
    assert!(bergen.core().read(|replica| replica.document(&document).is_some()).unwrap(), "a withdrawal still finds it");
    heal(&bergen, &tromso);
}

#[test]
fn nothing_is_left_of_a_story_that_was_lost_and_then_withdrawn() {
    let (tromso, mut bergen) = founded();
    let code = Code::from_random([7; 16]);
    let story = tromso.publish("Min historie", Some(&code));
    bergen.pull(&tromso);
    drop(spoil_row(bergen.core().store(), Table::Body, &body_key(&story, &bergen.change(&story))));
    assert!(!bergen.readable(&story));
    eventually("the change is given up", || bergen.core().quarantined() == 1);
    bergen.core().withdraw(&code, b"web").unwrap();
    bergen.while_closed(|_| {});
    assert_eq!(bergen.core().quarantined(), 0);
    for table in [Table::Header, Table::Seal, Table::Body] {
        let none = |_: &[u8], _: &[u8]| panic!("a row is left in {table:?}");
        bergen.core().store().scan(table, story.as_bytes(), &mut { none }).unwrap();
    }
}

#[test]
fn fault_33_a_trust_list_that_cannot_be_read_is_fetched_again() {
    let (tromso, mut bergen) = founded();
    let vouched = HubId(Secret::from_seed(&[9; 32]).public());
    let vouch =
        |replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects| replica.say(&vouched, Some(Say::Vouch), hand, effects);
    tromso.core().write(vouch).unwrap();
    bergen.pull(&tromso);
    let lists = |replica: &Replica| {
        let lists = replica.documents().filter(|(_, document)| document.header.kind == "trust");
        let keys =
            lists.flat_map(|(id, document)| document.changes.keys().map(|change| body_key(id, change)).collect::<Vec<_>>());
        keys.collect::<Vec<_>>()
    };
    for key in bergen.core().read(lists).unwrap() {
        drop(spoil_row(bergen.core().store(), Table::Body, &key));
    }
    bergen.while_closed(|_| {});
    eventually("the loss is noticed", || bergen.core().quarantined() > 0);
    heal(&bergen, &tromso);
}

#[test]
fn fault_33_a_damaged_page_of_headers_costs_nothing_for_good_and_leaves_no_key_behind() {
    let (tromso, mut bergen) = founded();
    tromso.publish_many(0..300);
    let stories = (0..20).map(|number| Code::from_random([number; 16]));
    let mut stories: Vec<_> = stories.map(|code| (tromso.publish("Min historie", Some(&code)), code)).collect();
    bergen.pull(&tromso);
    let all = bergen.documents();
    // One in the middle of its table: the first page of all is another matter.
    stories.sort_by_key(|(id, _)| *id);
    let (story, code) = stories.swap_remove(10);
    bergen.while_closed(|folder| damage_page(folder, Table::Header, story.as_bytes()));
    let left = bergen.documents();
    assert!(left.len() < all.len() && !left.contains(&story), "{} of {}", left.len(), all.len());
    assert!(bergen.core().quarantined() > 0);
    let vaults = bergen.core().store().vaults();
    assert!(left.iter().all(|id| vaults.contains(id)) && vaults.len() == left.len(), "no key is left of what has no header");
    // Withdrawn before it came again: nothing of it is here, and the receipt says the truth.
    assert_eq!(tromso.core().withdraw(&code, b"web").unwrap(), HandedIn::InForce);
    heal(&bergen, &tromso);
    assert_eq!(bergen.documents().len(), all.len() - 1);
    bergen.while_closed(|_| {});
    assert_eq!(bergen.core().quarantined(), 0);
}

#[test]
fn fault_33_a_damaged_page_of_bodies_stops_nobody_from_sending_more() {
    let (tromso, mut bergen) = founded();
    tromso.publish_many(0..150);
    bergen.pull(&tromso);
    let document = bergen.documents()[75];
    let change = bergen.change(&document);
    bergen.while_closed(|folder| damage_page(folder, Table::Body, &body_key(&document, &change)));
    tromso.publish_many(150..250);
    heal(&bergen, &tromso);
    assert_eq!(bergen.documents().len(), tromso.documents().len());
    bergen.while_closed(|_| {});
    assert!(bergen.documents().iter().all(|id| bergen.readable(id)));
    assert_eq!(bergen.core().quarantined(), 0);
}

#[test]
fn something_private_is_found_again_without_the_row_that_says_where_it_is() {
    let mut tromso = founded().0;
    let draft = |reference: &str| {
        let line = json!({"kind": "story", "ref": reference, "lang": "nb", "title": "Utkast", "body": ["Ord."], "status": "draft",
            "narrator_role": "service_user", "byline": {"kind": "anonymous"}, "field": "mental_health", "themes": ["hope"],
            "content_warnings": [], "consent": {"scopes": ["publish_here"], "text_version": "2026-1", "given_at": "2026-11-03"},
            "anonymisation": {"level": "names_and_places_removed", "second_reader": true, "teller_approved": true},
            "comments_open": false});
        let mut told = Line(Vec::new());
        importing::import(tromso.core(), true, &mut Line(vec![line.to_string()]), &mut told).unwrap();
        let told: serde_json::Value = serde_json::from_str(&told.0[0]).unwrap();
        let address: Address = told["id"].as_str().unwrap().parse().unwrap();
        let code: Code = told["code"].as_str().unwrap().parse().unwrap();
        (code, tromso.core().read(|replica| replica.private_at(&address).unwrap().vault).unwrap())
    };
    let row = |vault: &DocumentId| [vault.as_bytes().as_slice(), b"line"].concat();
    let ((kept, vault), (withdrawn, gone)) = (draft("en"), draft("to"));
    // The rows that say where they are are lost, and of one that was withdrawn meanwhile something is left.
    let left = tromso.core().store().get(Table::Private, &row(&gone)).unwrap().unwrap();
    tromso.core().withdraw(&withdrawn, b"web").unwrap();
    let mut batch = Batch::default();
    batch.put(Table::Private, row(&gone), left);
    let mut lost = |key: &[u8], _: &[u8]| {
        batch.delete(Table::Own, key);
        std::ops::ControlFlow::Continue(())
    };
    tromso.core().store().scan(Table::Own, b"local/", &mut lost).unwrap();
    assert_eq!(batch.writes.len(), 2);
    tromso.core().store().commit(&batch).unwrap();
    tromso.while_closed(|_| {});
    let there = |vault: &DocumentId| tromso.core().store().vaults().contains(vault);
    assert_eq!((there(&vault), there(&gone)), (true, false));
    assert_eq!(tromso.core().withdraw(&kept, b"web").unwrap(), HandedIn::InForce, "the machine knows whose it is");
    assert!(!there(&vault));
}

#[test]
fn private_vaults_survive_whatever_is_lost_around_them() {
    let mut tromso = founded().0;
    let vault = DocumentId([5; 32]);
    let row = [vault.as_bytes().as_slice(), b"line"].concat();
    let mut batch = Batch::default();
    batch.put(Table::Private, row.clone(), b"not understood by this program".to_vec());
    tromso.core().store().commit(&batch).unwrap();
    tromso.while_closed(|_| {});
    assert!(tromso.core().store().get(Table::Private, &row).unwrap().is_some());
    drop(spoil_row(tromso.core().store(), Table::Private, &row));
    tromso.while_closed(|_| {});
    assert!(tromso.core().store().vaults().contains(&vault));
    assert_eq!(tromso.core().store().body(&row), None);
}
