//! Two hubs in one process, without a network between them.

mod damage;

use super::*;
use crate::status;
use crate::store::damage::{pretend_full, spoil_row};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::header::{Editors, TellerProof};
use knutepunkt_protocol::ids::DocumentId;
use knutepunkt_protocol::kinds::Content;
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::law::records::{Certificate, Record, Role};
use knutepunkt_protocol::reconcile::{Lists, Session, Step, answer, hello};
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::erasure::HandedIn;
use knutepunkt_protocol::replica::{Effects, Event};
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
    assert_eq!(tromso.core().withdraw(&code, b"web").unwrap(), HandedIn::InForce, "and once more");
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
