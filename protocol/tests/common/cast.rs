//! The cast of the tests: machines with a replica and rows in memory, and all that one of them holds as things that can be
//! delivered in any order.

use super::secret;
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::change::{self, SealedChange};
use knutepunkt_protocol::document::chunk;
use knutepunkt_protocol::document::header::{Editors, Header, TellerProof};
use knutepunkt_protocol::ids::{Address, DocumentId, HubId, ItemId, NodeId};
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::law::records::{Certificate, Record, Role};
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::message;
use knutepunkt_protocol::reconcile::{self, Lists, Outcome, Session, Step};
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::sets::{Bundle, Thing};
use knutepunkt_protocol::replica::{Effects, Hand, Identity, Refusal, Replica, Set};
use knutepunkt_protocol::rows::{self, Rows};
use knutepunkt_protocol::signed::Secret;
use serde_json::json;

/// A node of a hub, with its disk.
#[derive(Clone)]
pub struct Machine {
    pub hub: Secret,
    pub node: Secret,
    pub replica: Replica,
    pub rows: Rows,
}

impl Machine {
    /// A machine that nobody has certified.
    pub fn blank(charter: &Charter, hub: &Secret, node: &Secret) -> Machine {
        let me = Identity { hub: HubId(hub.public()), node: NodeId(node.public()) };
        Machine { hub: hub.clone(), node: node.clone(), replica: Replica::new(charter.clone(), me), rows: Rows::new() }
    }

    /// A machine that its hub has certified.
    pub fn new(charter: &Charter, hub: &Secret, node: &Secret) -> Machine {
        let mut machine = Machine::blank(charter, hub, node);
        machine.certify(node, Role::Full);
        machine
    }

    pub fn hub(&self) -> HubId {
        HubId(self.hub.public())
    }

    pub fn node(&self) -> NodeId {
        NodeId(self.node.public())
    }

    /// Does something with the replica and commits what follows.
    pub fn act<T>(&mut self, work: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> T) -> T {
        let mut effects = Effects::default();
        let secret = self.node.clone();
        let hand = Hand { secret: &secret, now: 1_700_000_000, bodies: &self.rows };
        let answer = work(&mut self.replica, hand, &mut effects);
        rows::apply(&mut self.rows, &effects.batch);
        answer
    }

    /// The hub certifies a node.
    pub fn certify(&mut self, node: &Secret, role: Role) {
        let hub = self.hub.clone();
        let consent = Certificate::consent(node, &HubId(hub.public()));
        self.act(|replica, hand, effects| replica.certify(&hub, NodeId(node.public()), role, consent, hand, effects)).unwrap();
    }

    /// Everything that this machine holds, as it would travel.
    pub fn parcels(&self) -> Vec<Parcel> {
        let mut parcels: Vec<Parcel> = self.replica.records().map(|record| Parcel::Record(record.encode())).collect();
        for (id, _) in self.replica.documents() {
            let tips = self.replica.tips_of(id);
            parcels.push(Parcel::Document(self.replica.bundle(id, &tips, &[], 0, &self.rows).unwrap()));
        }
        for set in [Set::Withdrawals, Set::Documents, Set::Receipts] {
            for (item, (_, thing)) in self.replica.listed(set, None).iter() {
                if !matches!(thing, Thing::Document(_)) {
                    parcels.push(Parcel::Item(set, self.replica.item_bytes(set, item).unwrap()));
                }
            }
        }
        parcels
    }

    /// Takes in parcels in this order, again and again until nothing changes: what is refused now may be wanted later.
    pub fn take(&mut self, parcels: &[Parcel]) {
        for _ in 0..8 {
            let before = self.replica.fingerprint();
            for parcel in parcels {
                let _refused_now = self.take_one(parcel);
            }
            if self.replica.fingerprint() == before {
                return;
            }
        }
        panic!("what is delivered again and again must settle");
    }

    /// Takes in one parcel.
    pub fn take_one(&mut self, parcel: &Parcel) -> Result<(), Refusal> {
        let source = NodeId(secret(999).public());
        self.act(|replica, hand, effects| match parcel {
            Parcel::Record(bytes) => replica.take_records(std::slice::from_ref(bytes), hand, effects).into_iter().collect(),
            Parcel::Document(bundle) => replica.take_document(&bundle.header, &bundle.changes, hand, effects),
            Parcel::Item(set, bytes) => replica.take_item(*set, bytes, &source, hand, effects),
        })
    }

    /// The ids of the documents that are held.
    pub fn held(&self) -> Vec<DocumentId> {
        self.replica.documents().map(|(id, _)| *id).collect()
    }

    /// The withdrawals in force.
    pub fn withdrawals(&self) -> Vec<ItemId> {
        self.replica.listed(Set::Withdrawals, None).keys().copied().collect()
    }

    /// Opens the replica again from its rows, as after a restart.
    pub fn restart(&mut self, charter: &Charter) {
        let me = self.replica.me();
        let rows: Vec<_> = self.rows.iter().map(|((table, key), value)| (*table, key.as_slice(), value.as_slice())).collect();
        let mut effects = Effects::default();
        let hand = Hand { secret: &self.node, now: 1, bodies: &self.rows };
        let (replica, unreadable) = Replica::open(charter.bytes(), me, rows.into_iter(), hand, &mut effects).unwrap();
        assert_eq!(unreadable, vec![]);
        assert!(effects.batch.is_empty(), "{:?}", effects.batch);
        self.replica = replica;
    }
}

/// Something that one node gives to another.
#[derive(Debug, Clone, PartialEq)]
pub enum Parcel {
    Record(Vec<u8>),
    Document(Bundle),
    Item(Set, Vec<u8>),
}

/// A record of the law as a parcel.
pub fn record(record: Record) -> Parcel {
    Parcel::Record(record.encode())
}

/// A network with `founders` founding hubs, each with one machine; secrets 1, 2, … are the hubs', 101, 102, … the machines'.
pub fn network(founders: u64) -> (Charter, Vec<Machine>) {
    let hubs: Vec<Secret> = (1..=founders).map(secret).collect();
    let charter = Charter::new("Recovery i nord", hubs.iter().map(|hub| HubId(hub.public())).collect(), None).unwrap();
    let machines = hubs.iter().zip(101..).map(|(hub, node)| Machine::new(&charter, hub, &secret(node))).collect();
    (charter, machines)
}

/// Lets machines give each other everything until they agree.
pub fn converge(machines: &mut [&mut Machine]) {
    for _ in 0..8 {
        let parcels: Vec<Parcel> = machines.iter().flat_map(|machine| machine.parcels()).collect();
        machines.iter_mut().for_each(|machine| machine.take(&parcels));
        if machines.windows(2).all(|pair| pair[0].replica.fingerprint() == pair[1].replica.fingerprint()) {
            return;
        }
    }
    panic!("machines that give each other everything must agree");
}

/// Publishes a story of the code made from `seed`.
pub fn tell(machine: &mut Machine, seed: u8) -> (DocumentId, Code) {
    let code = Code::from_random([seed; 16]);
    let (network, owner) = (machine.replica.network(), machine.hub());
    let new = NewDocument {
        kind: "story".into(),
        editors: Editors::Owner,
        teller: Some(TellerProof::new(&code.secret(), &network, &owner)),
        origin: vec![],
        about: None,
        nonce: vec![seed; 8],
    };
    let content = [("title".to_owned(), json!(format!("story {seed}")))].into();
    let id = machine.act(|replica, hand, effects| replica.publish(new, &content, hand, effects)).unwrap();
    (id, code)
}

/// Publishes an event with the origin made from `seed`.
pub fn announce(machine: &mut Machine, seed: u8) -> (DocumentId, Address) {
    let new = NewDocument {
        kind: "event".into(),
        editors: Editors::Owner,
        teller: None,
        origin: vec![seed; 16],
        about: None,
        nonce: vec![seed; 8],
    };
    let content = [("title".to_owned(), json!("course"))].into();
    let id = machine.act(|replica, hand, effects| replica.publish(new, &content, hand, effects)).unwrap();
    (id, machine.replica.document(&id).unwrap().header.address())
}

/// Vouches, objects, or says nothing more.
pub fn say(machine: &mut Machine, about: &HubId, what: Option<Say>) {
    machine.act(|replica, hand, effects| replica.say(about, what, hand, effects)).unwrap();
}

/// All orders of `items` numbers.
pub fn permutations(items: usize) -> Vec<Vec<usize>> {
    if items == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for rest in permutations(items - 1) {
        for place in 0..items {
            let mut order = rest.clone();
            order.insert(place, items - 1);
            all.push(order);
        }
    }
    all
}

/// One machine asks another for everything that it lacks.
pub fn pull(asker: &mut Machine, peer: &Machine) -> Outcome {
    let (me, mut lists) = (asker.node(), Lists::default());
    let greeting = reconcile::hello(&peer.replica, &me, Vec::new());
    let mut session = Session::new(&asker.replica, peer.node(), &greeting).unwrap();
    let mut reply = None;
    for _ in 0..200 {
        match asker.act(|replica, hand, effects| session.step(replica, hand, effects, reply.take())) {
            Step::Ask(question) => {
                let answer = reconcile::answer(&peer.replica, &mut lists, &peer.rows, &me, &question);
                // As it travels.
                reply = Some(message::decode_response(&message::encode_response(&answer)).unwrap());
            }
            Step::Done(outcome) => return outcome,
        }
    }
    panic!("the session does not end");
}

/// The first change of a document by a node, made past all rules of authoring.
pub fn written(node: &Secret, header: &Header) -> Parcel {
    let (bytes, author) = (header.encode(), NodeId(node.public()));
    let chunk = change::make(&[], &super::edit("title", "thief"), &author, 1).unwrap();
    let seal = change::seal(node, &header.network, &Header::id_of(&bytes), &chunk::inspect(&chunk).unwrap());
    Parcel::Document(Bundle { header: bytes, changes: vec![SealedChange { chunk, seal }], more: false })
}
