//! Two hubs in one process, without a network between them.

use super::*;
use crate::catalogue::shown::{self, Reading};
use crate::command::{Failure, Input, Output, importing};
use crate::status;
use crate::store::damage::{damage_page, pretend_full, spoil_row};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::header::{Editors, TellerProof};
use knutepunkt_protocol::ids::{Address, ChangeHash, DocumentId};
use knutepunkt_protocol::kinds::Content;
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::law::records::{Certificate, Record, Role};
use knutepunkt_protocol::reconcile::{Lists, Session, Step, answer, hello};
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::erasure::HandedIn;
use knutepunkt_protocol::replica::{Effects, Event, body_key};
use knutepunkt_protocol::rows::Bodies;
use serde_json::json;
use std::time::Duration;

struct Hub {
    secret: Secret,
    node_secret: Secret,
    folder: tempfile::TempDir,
    core: Option<Arc<Core>>,
}

impl Hub {
    fn new(number: u8) -> Hub {
        let (secret, node_secret) = (Secret::from_seed(&[number; 32]), Secret::from_seed(&[number + 100; 32]));
        let about = About {
            hub: HubId(secret.public()),
            name: format!("Senter {number}"),
            slug: format!("senter-{number}"),
            county: "55".to_owned(),
            story_contact: None,
        };
        let folder = tempfile::tempdir().unwrap();
        let core = Core::create(&folder.path().join("data"), &node_secret, &about).unwrap();
        Hub { secret, node_secret, folder, core: Some(core) }
    }

    fn core(&self) -> &Core {
        self.core.as_ref().unwrap()
    }

    fn enter(&self, charter: &Charter) -> Result<(), CoreError> {
        let consent = Certificate::consent(&self.node_secret, &HubId(self.secret.public()));
        let node = NodeId(self.node_secret.public());
        self.core()
            .enter(charter, |replica, hand, effects| replica.certify(&self.secret, node, Role::Full, consent, hand, effects))
    }

    /// Does something to the closed folder.
    fn while_closed(&mut self, work: impl FnOnce(&Path)) {
        let core = self.core.take().unwrap();
        // Whoever was told of a loss may still hold it for a moment.
        while Arc::strong_count(&core) > 1 {
            std::thread::yield_now();
        }
        drop(core);
        let folder = self.folder.path().join("data");
        work(&folder);
        self.core = Some(Core::open(&folder).unwrap());
    }

    fn publish(&self, name: &str, teller: Option<&Code>) -> DocumentId {
        let published = self.core().write(|replica, hand, effects| publish(replica, hand, effects, name, teller));
        published.unwrap()
    }

    fn publish_many(&self, names: std::ops::Range<usize>) {
        let all = |replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects| {
            for name in names {
                publish(replica, hand, effects, &name.to_string(), None)?;
            }
            Ok::<_, Refusal>(())
        };
        self.core().write(all).unwrap();
    }

    /// Asks the other for what is lacking here.
    fn pull(&self, from: &Hub) {
        let (us, them) = (self.core().me().node, from.core().me().node);
        let hello = from.core().read(|replica| hello(replica, &us, Vec::new())).unwrap();
        let Some(mut session) = self.core().read(|replica| Session::new(replica, them, &hello)).unwrap() else { return };
        let mut told = None;
        loop {
            let step = |replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects| {
                Ok::<_, Refusal>(session.step(replica, hand, effects, told.take()))
            };
            match self.core().write(step).unwrap() {
                Step::Done(outcome) => return assert_eq!((outcome.broken, outcome.refused), (None, Vec::new())),
                Step::Ask(request) => {
                    let bodies = from.core().store();
                    let say = |replica: &Replica| answer(replica, &mut Lists::default(), bodies, &us, &request);
                    told = Some(from.core().read(say).unwrap());
                }
            }
        }
    }

    fn readable(&self, document: &DocumentId) -> bool {
        self.core().read(|replica| replica.view(document, self.core().store()).is_some()).unwrap()
    }

    /// The only change of a document.
    fn change(&self, document: &DocumentId) -> ChangeHash {
        self.core().read(|replica| *replica.document(document).unwrap().changes.keys().next().unwrap()).unwrap()
    }

    fn documents(&self) -> Vec<DocumentId> {
        self.core().read(|replica| replica.documents().map(|(id, _)| *id).collect()).unwrap()
    }

    fn changes(&self) -> u64 {
        *self.core().changes().borrow()
    }
}

fn founded() -> (Hub, Hub) {
    let (tromso, bergen) = (Hub::new(1), Hub::new(2));
    let hubs = [&tromso, &bergen].map(|hub| HubId(hub.secret.public()));
    let charter = Charter::new("Recovery i nord", hubs.into(), None).unwrap();
    [&tromso, &bergen].iter().for_each(|hub| hub.enter(&charter).unwrap());
    // What their hellos would say.
    for (from, to) in [(&tromso, &bergen), (&bergen, &tromso)] {
        let records: Vec<Vec<u8>> = from.core().read(|replica| replica.records().map(Record::encode).collect()).unwrap();
        let take = |replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects| {
            replica.take_records(&records, hand, effects);
            Ok::<_, Refusal>(())
        };
        to.core().write(take).unwrap();
    }
    (tromso, bergen)
}

fn publish(
    replica: &mut Replica,
    hand: Hand<'_>,
    effects: &mut Effects,
    name: &str,
    teller: Option<&Code>,
) -> Result<DocumentId, Refusal> {
    let proof = teller.map(|code| TellerProof::new(&code.secret(), &replica.network(), &replica.me().hub));
    let new = NewDocument {
        kind: if teller.is_some() { "story" } else { "article" }.to_owned(),
        editors: Editors::Owner,
        origin: if teller.is_some() { Vec::new() } else { name.as_bytes().to_vec() },
        teller: proof,
        about: None,
        nonce: Vec::new(),
    };
    let body: Vec<String> = (0..6).map(|part| format!("Avsnitt {part} av {name}. {}", "Slik var det. ".repeat(20))).collect();
    let content = [("lang", json!("nb")), ("title", json!(name)), ("type", json!("news")), ("body", json!(body))];
    let content: Content = content.into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
    replica.publish(new, &content, hand, effects)
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
    let vouch = |replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects| {
        replica.say(&vouched, Some(knutepunkt_protocol::law::trust::Say::Vouch), hand, effects)
    };
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
fn fault_31_on_a_full_disk_what_is_here_can_be_withdrawn_and_the_receipt_comes_later() {
    let (tromso, _) = founded();
    let code = Code::from_random([7; 16]);
    let story = tromso.publish("Min historie", Some(&code));
    pretend_full(tromso.core().store(), 1 << 20);
    let before = tromso.changes();
    assert_eq!(tromso.core().withdraw(&code, b"web").unwrap(), HandedIn::InForce);
    assert!(tromso.changes() > before, "whoever listens was told");
    assert!(!tromso.documents().contains(&story) && !tromso.core().store().vaults().contains(&story));
    let receipts = || tromso.core().read(|replica| replica.removal(&code.key()).unwrap().receipts.len()).unwrap();
    assert_eq!(receipts(), 0);
    assert!(status::status(tromso.core()).warnings.iter().any(|warning| warning.contains("the disk is full")));
    // A start in this state signs nothing either, and is a start.
    assert_eq!(tromso.core().sign_receipts(&mut tromso.core().replica_mut()), Vec::<Event>::new());
    pretend_full(tromso.core().store(), 1 << 30);
    tromso.publish("Plass igjen", None);
    assert_eq!(receipts(), 1);
}

#[test]
fn fault_31_on_a_full_disk_invented_codes_and_documents_cost_nothing() {
    let (tromso, _) = founded();
    pretend_full(tromso.core().store(), 1 << 20);
    let state = || (tromso.changes(), tromso.core().read(|replica| (replica.revision(), replica.law_revision())).unwrap());
    let before = state();
    for number in 0..20 {
        let refused = tromso.core().withdraw(&Code::from_random([number; 16]), b"web");
        assert!(matches!(refused, Err(CoreError::Store(StoreError::Full))));
        let refused = tromso.core().write(|replica, hand, effects| publish(replica, hand, effects, "Nytt", None));
        assert!(matches!(refused, Err(CoreError::Store(StoreError::Full))));
    }
    assert_eq!(state(), before, "the replica was not read again");
}

#[test]
fn a_network_that_cannot_be_read_is_not_no_network() {
    let (tromso, _) = founded();
    let before = tromso.core().read(Replica::fingerprint).unwrap();
    let charter = tromso.core().store().get(Table::Charter, b"").unwrap();
    let mend = spoil_row(tromso.core().store(), Table::Charter, b"");
    assert!(tromso.core().reopen().is_err());
    assert!(matches!(tromso.core().read(|_| ()), Err(CoreError::Unread)));
    assert!(matches!(tromso.core().write(|_, _, _| Ok::<_, Refusal>(())), Err(CoreError::Unread)));
    assert!(status::status(tromso.core()).warnings.iter().any(|warning| warning.contains("cannot be read from its disk")));
    let other = Charter::new("Et annet", [HubId(tromso.secret.public())].into(), None).unwrap();
    assert!(matches!(tromso.enter(&other), Err(CoreError::Unread)));
    mend(tromso.core().store());
    assert_eq!(tromso.core().store().get(Table::Charter, b"").unwrap(), charter);
    assert!(tromso.core().is_unread(), "for a moment it is not tried again");
    tromso.core().set_unread(Some(Instant::now()));
    assert_eq!(tromso.core().read(Replica::fingerprint).unwrap(), before);
    assert!(matches!(tromso.enter(&other), Err(CoreError::AlreadyIn(_))));
}

#[test]
fn a_change_that_ends_in_a_panic_never_was() {
    let (tromso, _) = founded();
    let state = || (tromso.documents(), tromso.core().read(Replica::fingerprint).unwrap());
    let before = state();
    let panicking = std::panic::AssertUnwindSafe(|| {
        tromso.core().write::<(), Refusal>(|replica, hand, effects| {
            publish(replica, hand, effects, "Halvveis", None)?;
            panic!("a test says so");
        })
    });
    assert!(std::panic::catch_unwind(panicking).is_err());
    assert_eq!(state(), before);
    tromso.publish("Helt", None);
    assert_eq!(tromso.documents().len(), before.0.len() + 1);
}

#[test]
fn reading_everything_again_counts_as_a_change_for_everybody() {
    let (tromso, _) = founded();
    let mut batch = Batch::default();
    batch.put(Table::Law, [9; 32], vec![1, 2, 3]);
    tromso.core().store().commit(&batch).unwrap();
    for _ in 0..3 {
        let counts = |replica: &Replica| (replica.revision(), replica.law_revision(), replica.fingerprint());
        let (before, changes) = (tromso.core().read(counts).unwrap(), tromso.changes());
        tromso.core().reopen().unwrap();
        let after = tromso.core().read(counts).unwrap();
        assert!(after.0 > before.0 && after.1 > before.1 && after.2 == before.2 && tromso.changes() > changes);
        assert_eq!(tromso.core().quarantined(), 1, "what cannot be read is counted once");
    }
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
