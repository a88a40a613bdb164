//! What is reconciled: four sets of ids, and two on the side (specification §7.1).
//!
//! Each node lists what counts under its own law. The order of the sets is the order in which they are reconciled: law before
//! everything, withdrawals before documents. Waiting withdrawals and set-aside documents are reconciled too, but are nobody's
//! agreed state and not in the fingerprint.

use super::erasure::{ROW_KEY_TOLD, ROW_OWNER};
use super::{Document, Effects, Hand, Refusal, Replica, documents};
use crate::document::change::SealedChange;
use crate::document::header::Header;
use crate::ids::{Address, ChangeHash, DocumentId, Fingerprint, HubId, ItemId, NodeId, TellerKey, hash};
use crate::law::Standing;
use crate::law::records::Record;
use crate::message::Wanted;
use crate::rows::Bodies;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// A set of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Set {
    /// Certificates, revocations, resignations, and trust lists.
    #[n(0)]
    Law,
    /// Withdrawals by key and by owner.
    #[n(1)]
    Withdrawals,
    /// Documents with a counting head, and holds.
    #[n(2)]
    Documents,
    /// Receipts.
    #[n(3)]
    Receipts,
    /// Withdrawals that wait for a witness.
    #[n(4)]
    Waiting,
    /// Documents of the asking node's own hub that do not count.
    #[n(5)]
    Aside,
}

impl Set {
    /// The sets that two nodes agree on, in their order.
    pub const AGREED: [Set; 4] = [Set::Law, Set::Withdrawals, Set::Documents, Set::Receipts];
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A record of the law.
    Record,
    /// A document.
    Document(DocumentId),
    /// A withdrawal by key.
    Key,
    /// A withdrawal by owner.
    Owner,
    /// A receipt.
    Receipt,
    /// A hold.
    Hold(Address, NodeId),
    /// A waiting withdrawal.
    Waiting(TellerKey),
}

/// The listed items of a set: by id, with the time that orders their reconciliation.
pub type Listed = BTreeMap<ItemId, (u64, Thing)>;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sets {
    law: Listed,
    withdrawals: Listed,
    documents: Listed,
    receipts: Listed,
    item_of: BTreeMap<DocumentId, ItemId>,
    /// Counts up whenever a list may have changed.
    revision: u64,
    /// The summaries of the agreed sets, until one of them changes.
    digests: OnceLock<[ItemId; 4]>,
}

impl Sets {
    pub(super) fn count_on(&mut self, revision: u64) {
        self.revision += revision + 1;
    }

    pub(super) fn change(&mut self) {
        self.revision += 1;
        self.digests = OnceLock::new();
    }
}

/// Bytes of a change in a message besides its chunk: its seal, and their lengths.
pub const SEALED_BYTES: usize = 80;

/// A document as it travels.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Bundle {
    /// The header.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub header: Vec<u8>,
    /// Changes, what they build on first.
    #[n(1)]
    pub changes: Vec<SealedChange>,
    /// Whether more changes follow these.
    #[n(2)]
    pub more: bool,
}

/// Says which document an item is, and at which heads, before anything of it is sent.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Outline {
    /// The document.
    #[n(0)]
    pub document: DocumentId,
    /// Its heads; where there are more, as many of them as are named.
    #[cbor(n(1), decode_with = "crate::message::up_to::<_, _, { crate::limits::HEADS }>")]
    pub heads: Vec<ChangeHash>,
}

impl Replica {
    /// The items of a set. For [`Set::Aside`], of the hub of the node that asks.
    pub fn listed(&self, set: Set, asking: Option<HubId>) -> std::borrow::Cow<'_, Listed> {
        use std::borrow::Cow::{Borrowed, Owned};
        match set {
            Set::Law => Borrowed(&self.sets.law),
            Set::Withdrawals => Borrowed(&self.sets.withdrawals),
            Set::Documents => Borrowed(&self.sets.documents),
            Set::Receipts => Borrowed(&self.sets.receipts),
            Set::Waiting => Owned(self.waiting.keys().map(|key| (ItemId(*key.as_bytes()), (0, Thing::Waiting(*key)))).collect()),
            Set::Aside => Owned(asking.map(|hub| self.list_aside(&hub)).unwrap_or_default()),
        }
    }

    /// Counts up whenever what is listed may have changed.
    pub fn revision(&self) -> u64 {
        self.sets.revision
    }

    /// A summary of each agreed set.
    pub fn digests(&self) -> [ItemId; 4] {
        *self.sets.digests.get_or_init(|| Set::AGREED.map(|set| self.digest(set, None)))
    }

    /// A summary of a set.
    pub fn digest(&self, set: Set, asking: Option<HubId>) -> ItemId {
        let mut hasher = blake3::Hasher::new_derive_key("knutepunkt 2026 digest of a set");
        for id in self.listed(set, asking).keys() {
            hasher.update(id.as_bytes());
        }
        ItemId(*hasher.finalize().as_bytes())
    }

    /// The summary of everything that is shared.
    pub fn fingerprint(&self) -> Fingerprint {
        let [law, withdrawals, documents, receipts] = self.digests();
        let parts = [law, withdrawals, documents, receipts].map(|digest| digest.0);
        Fingerprint(hash("knutepunkt 2026 fingerprint", &[self.network.as_bytes(), parts.as_flattened()]))
    }

    /// How many documents count, by kind; trust lists are law.
    pub fn count_documents(&self) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        for document in self.documents.values().filter(|document| !document.heads.is_empty() && document.header.kind != "trust") {
            *counts.entry(document.header.kind.clone()).or_default() += 1;
        }
        counts
    }

    /// How many documents are held that do not count.
    pub fn count_aside(&self) -> u64 {
        self.documents.values().filter(|document| document.heads.is_empty()).count() as u64
    }

    /// Which documents these items are, and at which heads; `None` for what is no document.
    pub fn outlines(&self, set: Set, items: &[ItemId], asking: Option<HubId>) -> Vec<Option<Outline>> {
        let listed = self.listed(set, asking);
        let outline = |item: &ItemId| {
            let (_, Thing::Document(id)) = listed.get(item)? else { return None };
            let heads = heads_in(set, self.documents.get(id)?);
            Some(Outline { document: *id, heads: heads.into_iter().take(crate::limits::HEADS).collect() })
        };
        items.iter().map(outline).collect()
    }

    /// A part of a document as a set has it, for a node of this member hub; `None` where it is not for that node, not held, or a body
    /// cannot be read.
    pub fn part(&self, set: Set, wanted: &Wanted, asking: Option<HubId>, bodies: &dyn Bodies) -> Option<Bundle> {
        let document = self.documents.get(&wanted.document)?;
        let given = match set {
            Set::Law => document.header.kind == "trust" && !document.heads.is_empty(),
            Set::Documents => document.header.kind != "trust" && !document.heads.is_empty(),
            Set::Aside => asking.is_some_and(|hub| self.is_theirs(&hub, document)),
            Set::Withdrawals | Set::Receipts | Set::Waiting => false,
        };
        let heads = Vec::from_iter(heads_in(set, document));
        if !given {
            return None;
        }
        self.bundle(&wanted.document, &heads, &wanted.have, usize::try_from(wanted.skip).unwrap_or(usize::MAX), bodies)
    }

    /// The changes of a document that lead to `heads`, without those that `have` is built on and without the first `skip`: what they
    /// build on first, and only as many as one answer carries. `None` where it is not held, or a body cannot be read.
    pub fn bundle(
        &self,
        id: &DocumentId,
        heads: &[ChangeHash],
        have: &[ChangeHash],
        skip: usize,
        bodies: &dyn Bodies,
    ) -> Option<Bundle> {
        let document = self.documents.get(id)?;
        let mut wanted = documents::closure(document, heads.iter());
        for hash in documents::closure(document, have.iter()) {
            wanted.remove(&hash);
        }
        let (mut changes, mut size, mut more) = (Vec::new(), 0, false);
        for hash in documents::in_order(document, &wanted).into_iter().skip(skip) {
            let chunk = bodies.body(&super::body_key(id, &hash))?;
            size += chunk.len() + SEALED_BYTES;
            if size > crate::limits::ANSWER_BYTES && !changes.is_empty() {
                more = true;
                break;
            }
            changes.push(SealedChange { chunk, seal: document.changes.get(&hash)?.seal });
        }
        Some(Bundle { header: document.header.encode(), changes, more })
    }

    /// The bytes of an item that is not a document.
    pub fn item_bytes(&self, set: Set, item: &ItemId) -> Option<Vec<u8>> {
        match set {
            Set::Law => self.records.get(item).map(Record::encode),
            Set::Withdrawals => {
                let key = self.keys.get(item).map(|entry| [vec![ROW_KEY_TOLD], entry.witnessed.encode()]);
                let owner = || self.owners.get(item).map(|withdrawal| [vec![ROW_OWNER], withdrawal.encode()]);
                key.or_else(owner).map(|parts| parts.concat())
            }
            Set::Documents => {
                let (_, Thing::Hold(address, node)) = self.sets.documents.get(item)? else { return None };
                self.holds.get(&(*address, *node)).map(|hold| crate::signed::encode(hold.signed()))
            }
            Set::Receipts => self.receipts.get(item).map(|receipt| crate::signed::encode(receipt.signed())),
            Set::Waiting => self.waiting.get(&TellerKey(item.0)).map(|entry| crate::signed::encode(entry.withdrawal.signed())),
            Set::Aside => None,
        }
    }

    /// Takes in the bytes of an item that is neither a record of the law nor a document. `source` says whom it came from.
    pub fn take_item(
        &mut self,
        set: Set,
        bytes: &[u8],
        source: &NodeId,
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        // However many machines a hub has, its share of the waiting room is one.
        let hub = self.law.member_of(source).map(|hub| *hub.as_bytes());
        let source = hub.as_ref().unwrap_or(source.as_bytes());
        match set {
            Set::Withdrawals => match bytes.split_first() {
                Some((&ROW_KEY_TOLD, bytes)) => self.take_key(bytes, source, hand, effects).map(drop),
                Some((&ROW_OWNER, bytes)) => self.take_owner(bytes, hand, effects),
                _ => Err(crate::signed::SignatureError::Malformed.into()),
            },
            Set::Documents => self.take_hold(bytes, effects),
            Set::Receipts => self.take_receipt(bytes, effects),
            Set::Waiting => {
                let withdrawal = crate::signed::decode(bytes, crate::limits::RECORD_BYTES)?;
                self.hand_in(withdrawal, source, hand, effects).map(drop)
            }
            Set::Law | Set::Aside => Err(crate::signed::SignatureError::Malformed.into()),
        }
    }

    /// Whether an item of this peer was refused under the law as it stands, and need not be fetched from it again. What one peer
    /// says of an item costs nobody else: the next may have the item itself.
    pub fn was_refused(&self, peer: &NodeId, item: &ItemId) -> bool {
        self.refused.get(peer).is_some_and(|items| items.contains(item))
    }

    /// Remembers that an item of this peer was refused.
    pub fn remember_refused(&mut self, peer: NodeId, item: ItemId) {
        let items = self.refused.entry(peer).or_default();
        if items.len() < crate::limits::REFUSALS {
            items.insert(item);
        }
    }

    /// The changes of a document that are held and have no other on top.
    pub fn tips_of(&self, id: &DocumentId) -> Vec<ChangeHash> {
        self.documents.get(id).map(|document| tips(document).into_iter().collect()).unwrap_or_default()
    }

    /// Whether all these changes of a document are held.
    pub fn holds_changes(&self, id: &DocumentId, changes: &[ChangeHash]) -> bool {
        self.documents.get(id).is_some_and(|document| changes.iter().all(|hash| document.changes.contains_key(hash)))
    }

    /// What does not count of a hub's own documents, and of what its nodes wrote in those of others: a hub that revoked a node in
    /// haste gets back here what it wants to keep.
    fn list_aside(&self, hub: &HubId) -> Listed {
        self.documents
            .iter()
            // Most documents are one change that counts.
            .filter(|(_, document)| document.changes.len() > 1 || document.heads.is_empty())
            .filter(|(_, document)| self.is_theirs(hub, document))
            .filter_map(|(id, document)| {
                let tips = tips(document);
                (tips != document.heads).then(|| (item_of(b"aside", id, &tips), (0, Thing::Document(*id))))
            })
            .collect()
    }

    /// Whether a document is a hub's own, or its nodes wrote in it.
    fn is_theirs(&self, hub: &HubId, document: &Document) -> bool {
        let wrote = |sealed: &super::Sealed| self.law.hubs_of(&sealed.node, false).any(|of| of == *hub);
        self.law.acts_for(hub, &document.header.owner) || document.changes.values().any(wrote)
    }

    /// Lists a document again after it, or what counts of it, has changed.
    pub(super) fn list_document(&mut self, id: &DocumentId) {
        self.sets.change();
        if let Some(item) = self.sets.item_of.remove(id) {
            self.sets.documents.remove(&item);
        }
        let Some(document) = self.documents.get(id) else { return };
        if document.heads.is_empty() || document.header.kind == "trust" {
            return;
        }
        let item = item_of(b"counts", id, &document.heads);
        let time = document.heads.iter().filter_map(|hash| document.changes.get(hash)).map(|sealed| sealed.time).max();
        self.sets.documents.insert(item, (time.unwrap_or(0), Thing::Document(*id)));
        self.sets.item_of.insert(*id, item);
    }

    /// Lists the law again.
    pub(super) fn list_law(&mut self) {
        self.sets.change();
        let relevant = self.law.relevant();
        let kept: BTreeSet<&ItemId> = self
            .records
            .values()
            .filter(|record| record.hub().is_some_and(|hub| relevant.contains(&hub)))
            .flat_map(|record| match record {
                Record::Revocation(it) => it.kept.as_slice(),
                Record::Resignation(it) => it.kept.as_slice(),
                Record::Certificate(_) | Record::Kept(_) => &[],
            })
            .collect();
        let records = self
            .records
            .iter()
            .filter(|(id, record)| record.hub().map_or(kept.contains(id), |hub| relevant.contains(&hub)))
            .map(|(id, _)| (*id, (0, Thing::Record)));
        let trust = self
            .documents
            .iter()
            .filter(|(_, document)| document.header.kind == "trust" && !document.heads.is_empty())
            .filter(|(_, document)| relevant.contains(&document.header.owner))
            .map(|(id, document)| (item_of(b"counts", id, &document.heads), (0, Thing::Document(*id))));
        self.sets.law = records.chain(trust).collect();
    }

    /// Lists a withdrawal again after it, or what counts, has changed.
    pub(super) fn list_withdrawal(&mut self, item: &ItemId) {
        self.sets.change();
        let key = self.keys.get(item).filter(|entry| self.witness_counts(&entry.witnessed));
        let owner = self.owners.get(item).filter(|withdrawal| self.law.relevant().contains(&withdrawal.owner));
        let thing = key.map(|_| Thing::Key).or(owner.map(|_| Thing::Owner));
        match thing {
            Some(thing) => self.sets.withdrawals.insert(*item, (0, thing)),
            None => self.sets.withdrawals.remove(item),
        };
    }

    pub(super) fn list_receipt(&mut self, item: &ItemId) {
        self.sets.change();
        let receipt =
            self.receipts.get(item).filter(|it| self.law.relevant().contains(&it.hub) && self.speaks_for_its_node(item));
        match receipt {
            Some(receipt) => self.sets.receipts.insert(*item, (receipt.at.min(crate::limits::TIME_MAX), Thing::Receipt)),
            None => self.sets.receipts.remove(item),
        };
    }

    pub(super) fn list_hold(&mut self, key: &(Address, NodeId)) {
        self.sets.change();
        let Some(hold) = self.holds.get(key) else { return };
        let counts = self.law.standing(&hold.hub) != Standing::Barred && self.law.relevant().contains(&hold.hub);
        match counts {
            true => self.sets.documents.insert(hold.item(), (0, Thing::Hold(key.0, key.1))),
            false => self.sets.documents.remove(&hold.item()),
        };
    }

    pub(super) fn unlist_hold(&mut self, hold: &ItemId) {
        self.sets.change();
        self.sets.documents.remove(hold);
    }

    pub(super) fn list_holds_and_receipts(&mut self) {
        for key in self.holds.keys().copied().collect::<Vec<_>>() {
            self.list_hold(&key);
        }
        for item in self.receipts.keys().copied().collect::<Vec<_>>() {
            self.list_receipt(&item);
        }
    }

    /// Whether an item of this set is here, listed or not, and need not be fetched.
    pub fn has(&self, set: Set, item: &ItemId) -> bool {
        match set {
            Set::Law => self.records.contains_key(item) || self.sets.law.contains_key(item),
            // One whose witness does not count is asked for again: another may have witnessed it.
            Set::Withdrawals => self.sets.withdrawals.contains_key(item) || self.owners.contains_key(item),
            Set::Documents => self.sets.documents.contains_key(item),
            Set::Receipts => self.receipts.contains_key(item),
            Set::Waiting => {
                let key = TellerKey(item.0);
                self.waiting.contains_key(&key) || self.keys.contains_key(&crate::withdrawal::by_key::item(&self.network, &key))
            }
            Set::Aside => false,
        }
    }

    /// The header of a document, for who wants to see it before its changes.
    pub fn header(&self, id: &DocumentId) -> Option<&Header> {
        self.documents.get(id).map(|document| &document.header)
    }
}

fn item_of(state: &[u8], id: &DocumentId, heads: &BTreeSet<ChangeHash>) -> ItemId {
    let heads: Vec<&[u8]> = heads.iter().map(|head| head.as_bytes().as_slice()).collect();
    ItemId(hash("knutepunkt 2026 document at its heads", &[state, id.as_bytes(), &heads.concat()]))
}

/// The heads that a document has in a set.
fn heads_in(set: Set, document: &Document) -> BTreeSet<ChangeHash> {
    match set {
        Set::Aside => tips(document),
        _ => document.heads.clone(),
    }
}

/// The changes that have no other on top, counting or not.
fn tips(document: &Document) -> BTreeSet<ChangeHash> {
    if document.changes.len() == 1 {
        return document.changes.keys().copied().collect();
    }
    let below: BTreeSet<&ChangeHash> = document.changes.values().flat_map(|sealed| &sealed.deps).collect();
    document.changes.keys().filter(|hash| !below.contains(hash)).copied().collect()
}
