//! The replica: the items that a node holds, and the rules by which they change (specification §6).
//!
//! Everything but the bodies of documents is in memory, derived from rows: [`Replica::open`] reads them, and every change of the
//! replica says which rows to write. A call changes the replica and adds to an [`Effects`]; the machine commits that batch
//! durably, and only then sends, shows or answers. Where a commit fails, the machine opens the replica again from its rows.
//!
//! * [`documents`] takes in documents and decides which changes count;
//! * [`statute`] takes in records of the law and derives it;
//! * [`erasure`] takes in withdrawals and carries them out; [`receipts`] and holds;
//! * [`author`] makes what this node says, [`machines`] what its hub's key says; [`lookup`] answers what stands at an address;
//! * [`sets`] lists what is reconciled.

mod asking;
pub mod author;
pub mod documents;
pub mod erasure;
pub mod lookup;
mod loss;
pub mod machines;
mod open;
pub mod receipts;
pub mod sets;
pub mod statute;

use crate::document::chunk::{self, Actor};
use crate::document::header::Header;
use crate::ids::{Address, ChangeHash, DocumentId, HubId, ItemId, NetworkId, NodeId, TellerKey};
use crate::law::Law;
use crate::law::charter::Charter;
use crate::law::records::{Certificate, Record};
use crate::law::trust::TrustList;
use crate::rows::{Batch, Bodies, Table, VaultId};
use crate::signed::{Secret, Verified};
use crate::withdrawal::by_key::{KeyWithdrawal, Witnessed};
use crate::withdrawal::by_owner::ByOwner;
use crate::withdrawal::hold::Hold;
use crate::withdrawal::receipt::Receipt;
use std::collections::{BTreeMap, BTreeSet};

pub use open::OpenError;
pub use sets::Set;

/// Who this node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The hub that it speaks for.
    pub hub: HubId,
    /// The node.
    pub node: NodeId,
}

/// What a call needs from outside: the node's key, the time for people to read, and the bodies on disk.
#[derive(Clone, Copy)]
pub struct Hand<'a> {
    /// The node's secret key.
    pub secret: &'a Secret,
    /// Seconds since 1970. Shown and signed; nothing is decided by it.
    pub now: u64,
    /// The bodies of documents.
    pub bodies: &'a dyn Bodies,
}

/// What follows from a call: rows to write, and what others may want to know once they are written.
#[derive(Debug, Default)]
pub struct Effects {
    /// The rows.
    pub batch: Batch,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Bodies that the batch will put, for whoever reads before it is committed.
    pending: BTreeMap<Vec<u8>, Vec<u8>>,
}

/// Something that happened to the replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// What stands at an address is another than before: new, edited, corrected, hidden, released or no longer counting.
    Changed(Address),
    /// An address was withdrawn for ever.
    Withdrawn(Address),
    /// Who may speak changed: everything may look different.
    Law,
    /// There is a new receipt.
    Receipt,
    /// A hub asks to join.
    Asking,
    /// A withdrawal waits for somebody who has seen its key.
    Waiting,
}

impl Effects {
    fn put_body(&mut self, key: Vec<u8>, chunk: Vec<u8>) {
        self.pending.insert(key.clone(), chunk.clone());
        self.batch.put(Table::Body, key, chunk);
    }

    fn shred(&mut self, vault: VaultId) {
        self.pending.retain(|key, _| !key.starts_with(vault.as_bytes()));
        self.batch.append(Batch { writes: Vec::new(), shred: vec![vault] });
    }

    /// The bodies that the batch will put, and beneath them those on disk.
    pub fn over<'a>(&'a self, bodies: &'a dyn Bodies) -> impl Bodies + 'a {
        Over { pending: &self.pending, bodies }
    }
}

struct Over<'a> {
    pending: &'a BTreeMap<Vec<u8>, Vec<u8>>,
    bodies: &'a dyn Bodies,
}

impl Bodies for Over<'_> {
    fn body(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.pending.get(key).cloned().or_else(|| self.bodies.body(key))
    }
}

/// The row key of a change: document id ‖ change hash.
pub fn body_key(document: &DocumentId, change: &ChangeHash) -> Vec<u8> {
    [document.as_bytes().as_slice(), change.as_bytes()].concat()
}

/// Why something was not taken. The name of a rule; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A record, withdrawal, receipt or hold that does not hold by itself.
    #[error("{0}")]
    Signature(#[from] crate::signed::SignatureError),
    /// A header that is not valid.
    #[error("{0}")]
    Header(#[from] crate::document::header::HeaderError),
    /// A change that is not valid.
    #[error("{0}")]
    Change(#[from] crate::document::change::ChangeError),
    /// An owner's withdrawal that is not valid.
    #[error("{0}")]
    Owner(#[from] crate::withdrawal::by_owner::OwnerError),
    /// It is of another network.
    #[error("it belongs to another network")]
    OtherNetwork,
    /// The law has nothing to do with the hub that speaks.
    #[error("the hub has nothing to do with this network")]
    Irrelevant,
    /// What it builds on is not here.
    #[error("what the change builds on is not here")]
    MissingDependency,
    /// No certificate ever gave the author a right to write here.
    #[error("the author has no right to write in this document")]
    NoAuthority,
    /// It is valid and does not count.
    #[error("the document has no change that counts")]
    NotCounting,
    /// More changes than a document may have.
    #[error("the document has more changes than documents may have")]
    TooManyChanges,
    /// It, or what it is about, was withdrawn.
    #[error("it was withdrawn by its teller or its owner, and stays withdrawn")]
    Withdrawn,
    /// A correction has taken its place.
    #[error("a correction has taken its place")]
    Replaced,
    /// There is no room for more of these.
    #[error("there is no room for more of these now")]
    NoRoom,
    /// This node may not author.
    #[error("this machine may not write for its centre: it has no certificate, or it was revoked")]
    NotCertified,
    /// There is nothing at the address.
    #[error("there is nothing published under this id")]
    Unknown,
    /// Another hub's document.
    #[error("this document belongs to another centre, and only that centre may change it")]
    NotOurs,
    /// A receipt for what is not withdrawn here.
    #[error("the receipt names a withdrawal that is not in force here")]
    NotInForce,
    /// A machine of this centre's used up the counter of the holds of an address.
    #[error("another machine of this centre had the last word on hiding this address: revoke that machine if it is not yours")]
    Outranked,
    /// The base of an edit no longer counts.
    #[error("what the edit was based on no longer counts: load the document again and compare")]
    StaleBase,
}

impl Refusal {
    /// Whether the law, as it may come to stand, could change the answer. Others never change.
    pub const fn may_pass(&self) -> bool {
        matches!(
            self,
            Refusal::Irrelevant
                | Refusal::MissingDependency
                | Refusal::NoAuthority
                | Refusal::NotCounting
                | Refusal::NoRoom
                | Refusal::NotInForce
        )
    }
}

/// A change as the replica remembers it, without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its author.
    pub node: NodeId,
    /// What it builds on.
    pub deps: Vec<ChangeHash>,
    /// Seconds since 1970, as the author says.
    pub time: u64,
    /// The half of its actor that is not the node.
    pub mark: [u8; 32],
    /// How long the longest chain below it is.
    pub depth: u32,
    /// The author's signature.
    pub seal: crate::signed::Signature,
}

impl Sealed {
    /// Its actor.
    pub fn actor(&self) -> Actor {
        let mut actor = [0; chunk::ACTOR_BYTES];
        actor.iter_mut().zip(self.node.as_bytes().iter().chain(&self.mark)).for_each(|(to, from)| *to = *from);
        actor
    }
}

/// A document as the replica remembers it, without its bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its header.
    pub header: Header,
    /// Its changes.
    pub changes: BTreeMap<ChangeHash, Sealed>,
    /// The maximal changes that count, under the law as it stands; empty when it is set aside.
    pub heads: BTreeSet<ChangeHash>,
}

/// What this node keeps for itself at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    /// The vault in which it lies.
    pub vault: VaultId,
    /// Published at this node only: the name of what is published now, another for every change.
    pub edition: Option<DocumentId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct KeyEntry {
    witnessed: Witnessed,
    /// Whether this node has itself seen the key.
    seen: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct WaitingEntry {
    withdrawal: Verified<KeyWithdrawal>,
    source: Vec<u8>,
}

/// The items that a node holds.
#[derive(Debug, Clone)]
pub struct Replica {
    charter: Charter,
    network: NetworkId,
    me: Identity,
    records: BTreeMap<ItemId, Record>,
    law: Law,
    law_revision: u64,
    trust_read: BTreeMap<DocumentId, (BTreeSet<ChangeHash>, TrustList)>,
    documents: BTreeMap<DocumentId, Document>,
    by_address: BTreeMap<Address, BTreeSet<DocumentId>>,
    by_about: BTreeMap<Address, BTreeSet<DocumentId>>,
    keys: BTreeMap<ItemId, KeyEntry>,
    owners: BTreeMap<ItemId, ByOwner>,
    /// Addresses that their tellers withdrew.
    withdrawn: BTreeMap<Address, ItemId>,
    /// Addresses at which an owner withdrew something for ever.
    finals: BTreeMap<Address, BTreeSet<ItemId>>,
    replaced: BTreeMap<DocumentId, BTreeSet<DocumentId>>,
    waiting: BTreeMap<TellerKey, WaitingEntry>,
    receipts: BTreeMap<ItemId, Verified<Receipt>>,
    /// Which receipts name a withdrawal; of those of one node the first speaks for it.
    receipted: BTreeMap<ItemId, BTreeSet<(HubId, NodeId, ItemId)>>,
    holds: BTreeMap<(Address, NodeId), Verified<Hold>>,
    held_by: BTreeMap<NodeId, BTreeSet<Address>>,
    local: BTreeMap<Address, Local>,
    /// Hubs that ask to join, with the count of askings when they last did.
    asking: BTreeMap<HubId, (u64, Verified<crate::message::Asking>)>,
    asked: u64,
    sets: sets::Sets,
    refused: BTreeMap<NodeId, BTreeSet<ItemId>>,
}

impl Replica {
    /// The network.
    pub fn network(&self) -> NetworkId {
        self.network
    }

    /// Its charter.
    pub fn charter(&self) -> &Charter {
        &self.charter
    }

    /// Who this node is.
    pub fn me(&self) -> Identity {
        self.me
    }

    /// The law as it stands.
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Counts up whenever the law changes.
    pub fn law_revision(&self) -> u64 {
        self.law_revision
    }

    /// The records of the law.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    /// Every document that is held, counting or not.
    pub fn documents(&self) -> impl Iterator<Item = (&DocumentId, &Document)> {
        self.documents.iter()
    }

    /// A document.
    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        self.documents.get(id)
    }

    /// This node's newest certificate that lets it author, unless it was revoked.
    pub fn own_certificate(&self) -> Option<&Verified<Certificate>> {
        let node = self.law.hub(&self.me.hub)?.nodes.get(&self.me.node)?;
        if node.revoked.is_some() {
            return None;
        }
        self.certificates_of(&self.me.node).filter(|it| it.hub == self.me.hub).max_by_key(|it| (it.role, it.epoch))
    }

    /// The certificates of a node that are held.
    pub fn certificates_of(&self, node: &NodeId) -> impl Iterator<Item = &Verified<Certificate>> {
        let node = *node;
        self.records.values().filter_map(move |record| match record {
            Record::Certificate(certificate) if certificate.node == node => Some(certificate),
            _ => None,
        })
    }
}
