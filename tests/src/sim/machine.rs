//! One machine: its disk, and the replica that it holds in memory.

use super::exchange::Peer;
use knutepunkt_protocol::ids::NodeId;
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::reconcile::Lists;
use knutepunkt_protocol::replica::{Effects, Hand, Identity, Replica};
use knutepunkt_protocol::rows::{Rows, Table, apply};
use knutepunkt_protocol::signed::Secret;
use std::collections::BTreeMap;

/// A machine of a hub.
#[derive(Debug)]
pub struct Machine {
    /// What the simulator calls it.
    pub name: String,
    /// Its hub, as an index into the cast.
    pub hub: usize,
    /// The node's key.
    pub secret: Secret,
    /// Who it is.
    pub identity: Identity,
    /// Its disk.
    pub rows: Rows,
    /// What it holds in memory; none while it is off.
    pub replica: Option<Replica>,
    /// Sorted lists for answering.
    pub lists: Lists,
    /// What it knows of its peers, by index.
    pub peers: BTreeMap<usize, Peer>,
    /// Older copies of its disk.
    pub backups: Vec<Rows>,
    /// Whether it is in a thief's hands: from then on what it says is not its hub's.
    pub stolen: bool,
    /// Whether its hub has surely revoked it.
    pub revoked: bool,
    /// Whether it is gone for good: lost, or given up for a new one.
    pub gone: bool,
}

impl Machine {
    /// A machine with an empty disk that belongs to the charter's network.
    pub fn new(name: String, hub: usize, secret: Secret, identity: Identity, charter: &Charter) -> Machine {
        let mut rows = Rows::new();
        let mut effects = Effects::default();
        Replica::charter_row(charter, &mut effects);
        apply(&mut rows, &effects.batch);
        Machine {
            name,
            hub,
            secret,
            identity,
            rows,
            replica: Some(Replica::new(charter.clone(), identity)),
            lists: Lists::default(),
            peers: BTreeMap::new(),
            backups: Vec::new(),
            stolen: false,
            revoked: false,
            gone: false,
        }
    }

    /// The node's id.
    pub fn id(&self) -> NodeId {
        self.identity.node
    }

    /// Whether it runs.
    pub fn on(&self) -> bool {
        self.replica.is_some()
    }

    /// The power goes: what was not on disk is forgotten.
    pub fn cut(&mut self) {
        self.replica = None;
        self.lists = Lists::default();
        self.peers.clear();
    }

    /// A replica from what is on disk, and what opening it asks to be written.
    pub fn open(&self, now: u64) -> (Replica, Effects) {
        let charter = self.rows.get(&(Table::Charter, Vec::new())).expect("every disk has a charter");
        let rows = self.rows.iter().map(|((table, key), value)| (*table, key.as_slice(), value.as_slice()));
        let hand = Hand { secret: &self.secret, now, bodies: &self.rows };
        let mut effects = Effects::default();
        let (replica, unreadable) = Replica::open(charter, self.identity, rows, hand, &mut effects).expect("the charter");
        assert_eq!(unreadable, Vec::new(), "{} wrote rows that it cannot read", self.name);
        (replica, effects)
    }
}
