//! Nodes of invented hubs in one process, each with a folder of its own and real libp2p between them.
#![allow(dead_code)] // each test file uses a part of it
#![allow(missing_docs)]

use knutepunkt_node::core::Core;
use knutepunkt_node::identity::About;
use knutepunkt_node::net::{self, Config, Net};
use knutepunkt_protocol::document::header::{Editors, TellerProof};
use knutepunkt_protocol::ids::{DocumentId, HubId, NodeId};
use knutepunkt_protocol::kinds::Content;
use knutepunkt_protocol::law::charter::{Charter, Invitation};
use knutepunkt_protocol::law::records::{Certificate, Role};
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::{Effects, Hand, Refusal, Replica};
use knutepunkt_protocol::signed::Secret;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A hub with one node.
pub struct Hub {
    pub secret: Secret,
    pub node_secret: Secret,
    folder: tempfile::TempDir,
    core: Option<Arc<Core>>,
    net: Option<Net>,
}

/// A hub by its number; the same number, the same keys.
pub fn hub(number: u8) -> Hub {
    let secret = Secret::from_seed(&[number; 32]);
    let node_secret = Secret::from_seed(&[number + 100; 32]);
    let about = About {
        hub: HubId(secret.public()),
        name: format!("Senter {number}"),
        slug: format!("senter-{number}"),
        county: "55".to_owned(),
        story_contact: None,
    };
    let folder = tempfile::tempdir().unwrap();
    let core = Core::create(&folder.path().join("data"), &node_secret, &about).unwrap();
    Hub { secret, node_secret, folder, core: Some(core), net: None }
}

/// Hubs that found a network together; none runs yet.
pub fn founded(numbers: &[u8]) -> Vec<Hub> {
    let hubs: Vec<Hub> = numbers.iter().map(|number| hub(*number)).collect();
    let charter = charter("Recovery i nord", &hubs.iter().collect::<Vec<_>>());
    hubs.iter().for_each(|hub| hub.enter(&charter));
    hubs
}

pub fn charter(name: &str, hubs: &[&Hub]) -> Charter {
    Charter::new(name, hubs.iter().map(|hub| hub.id()).collect(), None).unwrap()
}

impl Hub {
    pub fn id(&self) -> HubId {
        HubId(self.secret.public())
    }

    pub fn node(&self) -> NodeId {
        NodeId(self.node_secret.public())
    }

    pub fn core(&self) -> &Arc<Core> {
        self.core.as_ref().unwrap()
    }

    pub fn net(&self) -> &Net {
        self.net.as_ref().unwrap()
    }

    pub fn enter(&self, charter: &Charter) {
        let consent = Certificate::consent(&self.node_secret, &self.id());
        let certify = |replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects| {
            replica.certify(&self.secret, self.node(), Role::Full, consent, hand, effects)
        };
        self.core().enter(charter, certify).unwrap();
    }

    /// Starts the network side and dials these.
    pub async fn start(&mut self, dial: &[&Hub]) {
        let dial = dial.iter().flat_map(|hub| hub.net().addresses()).collect();
        let listen = vec!["/ip4/127.0.0.1/tcp/0".parse().unwrap()];
        self.net = Some(net::start(self.core().clone(), Config { listen, dial }).await.unwrap());
    }

    /// Ends the network side.
    pub async fn stop(&mut self) {
        let begun = Instant::now();
        self.net.take().unwrap().shutdown().await;
        assert!(begun.elapsed() < Duration::from_secs(1), "ending took {:?}", begun.elapsed());
    }

    /// Closes the folder and opens it again, as a restart of the program does.
    pub fn reopen(&mut self) {
        let core = self.core.take().unwrap();
        let path = core.folder().to_path_buf();
        assert_eq!(Arc::strong_count(&core), 1, "somebody still holds the core");
        drop(core);
        self.core = Some(Core::open(&path).unwrap());
    }

    pub fn publish(&self, name: &str) -> DocumentId {
        self.write(|replica, hand, effects| replica.publish(article(name), &text(name), hand, effects))
    }

    /// Publishes a story that its teller can withdraw.
    pub fn publish_story(&self, name: &str, teller: &Secret) -> DocumentId {
        self.write(|replica, hand, effects| {
            let teller = Some(TellerProof::new(teller, &replica.network(), &self.id()));
            let new = NewDocument { kind: "story".to_owned(), teller, ..article(name) };
            replica.publish(new, &text(name), hand, effects)
        })
    }

    /// Publishes many documents in one batch.
    pub fn many(&self, count: usize, replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        (0..count).try_for_each(|number| {
            let name = format!("document {number}");
            replica.publish(article(&name), &text(&name), hand, effects).map(drop)
        })
    }

    pub fn publish_profile(&self) {
        let addresses = self.net().announced();
        let content =
            [("lang", json!("nb")), ("name", json!("Senter")), ("county", json!(["55"])), ("addresses", json!(addresses))];
        let content = content.into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
        self.core().write(|replica, hand, effects| replica.publish_profile(&content, hand, effects)).unwrap();
    }

    pub fn vouch(&self, hub: &Hub) {
        self.core().write(|replica, hand, effects| replica.say(&hub.id(), Some(Say::Vouch), hand, effects)).unwrap();
    }

    pub fn object(&self, hub: &Hub) {
        self.core().write(|replica, hand, effects| replica.say(&hub.id(), Some(Say::Object), hand, effects)).unwrap();
    }

    pub fn read<T>(&self, work: impl FnOnce(&Replica) -> T) -> T {
        self.core().read(work).unwrap()
    }

    pub fn holds(&self, document: &DocumentId) -> bool {
        self.read(|replica| replica.document(document).is_some())
    }

    pub fn invitation(&self) -> Invitation {
        let addresses = self.net().addresses().iter().map(ToString::to_string).collect();
        Invitation { charter: self.read(|replica| replica.charter().clone()), addresses }
    }

    pub fn counter(&self, name: &str) -> u64 {
        self.net().counters().rows().into_iter().find(|(known, _, _)| *known == name).unwrap().2
    }

    /// Runs something that the protocol may refuse.
    pub fn write<T>(&self, work: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> Result<T, Refusal>) -> T {
        self.core().write(work).unwrap()
    }
}

fn article(name: &str) -> NewDocument {
    NewDocument {
        kind: "article".to_owned(),
        editors: Editors::Owner,
        teller: None,
        origin: name.as_bytes().to_vec(),
        about: None,
        nonce: Vec::new(),
    }
}

fn text(name: &str) -> Content {
    let body: Vec<String> = (0..8).map(|part| format!("Avsnitt {part} av {name}. {}", "Slik var det. ".repeat(20))).collect();
    let content = [("lang", json!("nb")), ("title", json!(name)), ("type", json!("news")), ("body", json!(body))];
    content.into_iter().map(|(field, value)| (field.to_owned(), value)).collect()
}

/// Waits until something is so; answers how long that took.
pub async fn until(what: &str, so: impl Fn() -> bool) -> Duration {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    begun.elapsed()
}

/// Waits until all hold the same, know it, and hold something.
pub async fn converge(hubs: &[&Hub]) -> Duration {
    until("the replicas are not equal", || {
        let prints: Vec<_> = hubs.iter().map(|hub| hub.read(Replica::fingerprint)).collect();
        prints.iter().all(|print| *print == prints[0])
    })
    .await
}

/// Whether `from` sees the node of `to` connected.
pub fn connected(from: &Hub, to: &Hub) -> bool {
    from.core().peers().get(&to.node()).is_some_and(|peer| peer.connected)
}

/// Shows the log of a test that is run alone: `RUST_LOG=debug`.
pub fn log() {
    if std::env::var_os("RUST_LOG").is_some() {
        let filter = tracing_subscriber::EnvFilter::from_default_env();
        let _already = tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init();
    }
}
