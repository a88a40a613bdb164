//! Taking in withdrawals, and carrying them out (specification §5.1–5.2, §6.3).
//!
//! Erasure is one batch: the withdrawal is written and the vaults are destroyed together. Receipts are signed afterwards, when the
//! machine has committed that batch.

use super::sets::Thing;
use super::{Effects, Event, Hand, KeyEntry, Refusal, Replica, Set, WaitingEntry};
use crate::document::header::Header;
use crate::ids::{Address, DocumentId, HubId, ItemId, NodeId, TellerKey};
use crate::law::Standing;
use crate::limits;
use crate::rows::Table;
use crate::signed::{self, Signed, Verified};
use crate::withdrawal::by_key::{KeyWithdrawal, Witnessed};
use crate::withdrawal::by_owner::ByOwner;
use std::collections::{BTreeMap, BTreeSet};

/// What became of a withdrawal that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandedIn {
    /// It is in force here, and spreads.
    InForce,
    /// It waits for somebody who has seen the key.
    Waiting,
}

/// How a withdrawal is kept: its first byte.
pub(super) const ROW_KEY_TOLD: u8 = 0;
pub(super) const ROW_KEY_SEEN: u8 = 1;
pub(super) const ROW_OWNER: u8 = 2;

#[derive(minicbor::Encode, minicbor::Decode)]
pub(super) struct WaitingRow {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub source: Vec<u8>,
    #[n(1)]
    pub withdrawal: Signed<KeyWithdrawal>,
}

impl Replica {
    /// Takes in a teller's withdrawal that nobody has witnessed: from the public site, or from a peer's waiting room. `source` says
    /// who handed it in, so that one source fills only its share of the room.
    pub fn hand_in(
        &mut self,
        withdrawal: Signed<KeyWithdrawal>,
        source: &[u8],
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<HandedIn, Refusal> {
        let withdrawal = withdrawal.verify()?;
        if withdrawal.network != self.network {
            return Err(Refusal::OtherNetwork);
        }
        if self.keys.contains_key(&withdrawal.item()) {
            return Ok(HandedIn::InForce);
        }
        if self.has_seen(&withdrawal.address()) && self.witness(withdrawal.clone(), hand, effects) {
            return Ok(HandedIn::InForce);
        }
        if !self.waiting.contains_key(&withdrawal.key) {
            let of_source = self.waiting.values().filter(|entry| entry.source == source).count();
            if self.waiting.len() >= limits::WAITING || of_source >= limits::WAITING_PER_SOURCE {
                return Err(Refusal::NoRoom);
            }
            self.wait(withdrawal, source, effects);
        }
        Ok(HandedIn::Waiting)
    }

    /// Takes in a withdrawal with its witness. `source` says who delivered it, as in [`Replica::hand_in`].
    pub fn take_key(&mut self, bytes: &[u8], source: &[u8], hand: Hand<'_>, effects: &mut Effects) -> Result<HandedIn, Refusal> {
        let witnessed = Witnessed::decode(bytes)?;
        let withdrawal = &witnessed.withdrawal;
        if withdrawal.network != self.network {
            return Err(Refusal::OtherNetwork);
        }
        let known = self.keys.get(&withdrawal.item());
        let seen = known.is_some_and(|entry| entry.seen) || self.has_seen(&withdrawal.address());
        if known.is_some_and(|entry| self.witness_counts(&entry.witnessed)) {
            return Ok(HandedIn::InForce);
        }
        if self.witness_counts(&witnessed) {
            self.enforce(KeyEntry { witnessed, seen }, effects);
            return Ok(HandedIn::InForce);
        }
        // Its witness does not count: it is worth what it would be without one. Anybody can invent hubs that are outside; for others
        // no honest peer is charged that has not heard of it yet.
        let fallen = self.fallen_share(&witnessed.hub());
        let source = if self.law.standing(&witnessed.hub()) == Standing::Outside { source } else { &fallen };
        self.hand_in(withdrawal.signed().clone(), source, hand, effects)
    }

    /// Whether a witness counts: its hub does, and has not revoked it.
    pub(super) fn witness_counts(&self, witnessed: &Witnessed) -> bool {
        let (hub, node) = (witnessed.hub(), witnessed.node());
        self.law.standing(&hub).counts() && self.law.node(&hub, &node).is_none_or(|record| record.revoked.is_none())
    }

    /// The share of the waiting room of what a hub's nodes witnessed who count no more; one for all hubs that fell with another.
    /// It is not that of the hub's own nodes: a thief who is shut out takes no room from those it robbed.
    fn fallen_share(&self, hub: &HubId) -> Vec<u8> {
        let hub = Some(hub).filter(|hub| self.law.standing(hub) != Standing::Outside);
        [b"fallen ".as_slice(), hub.map_or(b"", |hub| hub.as_bytes().as_slice())].concat()
    }

    /// Whether a withdrawal is one of those that erase, and in force for everybody: then receipts are signed for it.
    pub(super) fn is_in_force(&self, item: &ItemId) -> bool {
        match self.listed(Set::Withdrawals, None).get(item) {
            Some((_, Thing::Key)) => true,
            Some(_) => self.owners.get(item).is_some_and(|withdrawal| withdrawal.successor.is_none()),
            None => false,
        }
    }

    /// Takes in an owner's withdrawal.
    pub fn take_owner(&mut self, bytes: &[u8], hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        let withdrawal = ByOwner::decode(bytes, &self.network)?;
        let item = withdrawal.item();
        if self.owners.contains_key(&item) {
            return Ok(());
        }
        let ours = self.law.acts_for(&self.me.hub, &withdrawal.owner);
        if !ours && !self.law.relevant().contains(&withdrawal.owner) {
            return Err(Refusal::Irrelevant);
        }
        let mut row = vec![ROW_OWNER];
        row.extend_from_slice(bytes);
        effects.batch.put(Table::Withdrawal, item.as_bytes().to_vec(), row);
        match withdrawal.successor {
            None => {
                let address = withdrawal.address;
                self.finals.entry(address).or_default().insert(item);
                let mut reached = self.at_and_about(&address);
                reached.retain(|id| self.documents.get(id).is_some_and(|it| withdrawal.covers(&it.header)));
                self.owners.insert(item, withdrawal);
                self.withdraw(address, &reached, effects);
                self.witness_waiting_at(&address, hand, effects);
            }
            Some(successor) => {
                self.replaced.entry(withdrawal.document).or_default().insert(successor);
                effects.events.push(Event::Changed(withdrawal.address));
                self.owners.insert(item, withdrawal);
                self.settle_replacements(effects);
            }
        }
        self.list_withdrawal(&item);
        self.list_receipts_of(&item);
        Ok(())
    }

    /// Whether a key's address is in a header that is held, in something private of this node, or in what its owner withdrew.
    fn has_seen(&self, address: &Address) -> bool {
        self.by_address.contains_key(address) || self.local.contains_key(address) || self.finals.contains_key(address)
    }

    /// Whether a document may not be here: the teller withdrew it or what it is about, or its owner withdrew it.
    pub(super) fn is_refused(&self, header: &Header) -> bool {
        let covers = |item: &ItemId| self.owners.get(item).is_some_and(|withdrawal| withdrawal.covers(header));
        let withdrawn = |address: &Address| {
            self.withdrawn.contains_key(address) || self.finals.get(address).into_iter().flatten().any(covers)
        };
        withdrawn(&header.address()) || header.about.as_ref().is_some_and(withdrawn)
    }

    /// Adds this node's witness and puts the withdrawal in force; not where this node has no certificate.
    fn witness(&mut self, withdrawal: Verified<KeyWithdrawal>, hand: Hand<'_>, effects: &mut Effects) -> bool {
        let Some(certificate) = self.own_certificate().cloned() else { return false };
        let witnessed = Witnessed::sign(withdrawal, hand.secret, certificate);
        self.enforce(KeyEntry { witnessed, seen: true }, effects);
        true
    }

    /// A header carries this key: a withdrawal that waited for it is now in force.
    pub(super) fn witness_waiting(&mut self, key: &TellerKey, hand: Hand<'_>, effects: &mut Effects) {
        if let Some(entry) = self.waiting.get(key) {
            let withdrawal = entry.withdrawal.clone();
            self.witness(withdrawal, hand, effects);
        }
    }

    /// An owner's withdrawal carries the header of what the owner published here: the teller's own may have waited for it.
    fn witness_waiting_at(&mut self, address: &Address, hand: Hand<'_>, effects: &mut Effects) {
        let waits = self.waiting.values().find(|entry| entry.withdrawal.address() == *address);
        if let Some(key) = waits.map(|entry| entry.withdrawal.key) {
            self.witness_waiting(&key, hand, effects);
        }
    }

    /// Whether a withdrawal of this key waits.
    pub(super) fn is_waiting(&self, key: &TellerKey) -> bool {
        self.waiting.contains_key(key)
    }

    fn enforce(&mut self, entry: KeyEntry, effects: &mut Effects) {
        let withdrawal = &entry.witnessed.withdrawal;
        let (item, address, key) = (withdrawal.item(), withdrawal.address(), withdrawal.key);
        let mut row = vec![if entry.seen { ROW_KEY_SEEN } else { ROW_KEY_TOLD }];
        row.extend(entry.witnessed.encode());
        effects.batch.put(Table::Withdrawal, item.as_bytes().to_vec(), row);
        if self.waiting.remove(&key).is_some() {
            effects.batch.delete(Table::Waiting, key.as_bytes().to_vec());
        }
        self.keys.insert(item, entry);
        self.list_withdrawal(&item);
        self.list_receipts_of(&item);
        self.withdrawn.insert(address, item);
        self.withdraw(address, &self.at_and_about(&address), effects);
        let of = self.holds.range((address, NodeId::default())..).take_while(|((at, _), _)| *at == address);
        let holds: Vec<_> = of.map(|(key, _)| *key).collect();
        for key in &holds {
            self.drop_hold(key, effects);
        }
        if !holds.is_empty() {
            // Another hold that found no room may find some now.
            self.refused.clear();
        }
    }

    /// The documents at an address, and those about it.
    fn at_and_about(&self, address: &Address) -> BTreeSet<DocumentId> {
        [&self.by_address, &self.by_about].into_iter().filter_map(|index| index.get(address)).flatten().copied().collect()
    }

    fn wait(&mut self, withdrawal: Verified<KeyWithdrawal>, source: &[u8], effects: &mut Effects) {
        let row = WaitingRow { source: source.to_vec(), withdrawal: withdrawal.signed().clone() };
        effects.batch.put(Table::Waiting, withdrawal.key.as_bytes().to_vec(), signed::encode(&row));
        self.waiting.insert(withdrawal.key, WaitingEntry { withdrawal, source: source.to_vec() });
        self.sets.change();
        effects.events.push(Event::Waiting);
    }

    /// Erases what was withdrawn at an address and about it, and, where nothing is left there, what is private. What others said
    /// about it is hidden where nothing stands there.
    fn withdraw(&mut self, address: Address, reached: &BTreeSet<DocumentId>, effects: &mut Effects) {
        for id in reached {
            self.erase(id, effects);
        }
        effects.events.extend(self.about(&address).into_iter().map(Event::Changed));
        if !self.by_address.contains_key(&address)
            && let Some(local) = self.local.remove(&address)
        {
            effects.batch.delete(Table::Own, super::open::local_key(&address));
            effects.shred(local.vault);
        }
        effects.events.push(Event::Withdrawn(address));
    }

    /// Destroys a document: its rows, and the key of its vault.
    pub(super) fn erase(&mut self, id: &DocumentId, effects: &mut Effects) {
        let Some(document) = self.documents.remove(id) else { return };
        effects.batch.delete(Table::Header, id.as_bytes().to_vec());
        for hash in document.changes.keys() {
            effects.batch.delete(Table::Seal, super::body_key(id, hash));
        }
        effects.shred(*id);
        let address = document.header.address();
        remove_from(&mut self.by_address, &address, id);
        if let Some(about) = document.header.about {
            remove_from(&mut self.by_about, &about, id);
        }
        self.trust_read.remove(id);
        self.list_document(id);
        effects.events.push(Event::Changed(address));
    }

    /// Erases every document whose correction is held and counts.
    pub(super) fn settle_replacements(&mut self, effects: &mut Effects) {
        let done: Vec<DocumentId> = self
            .replaced
            .keys()
            .filter(|predecessor| self.documents.contains_key(predecessor) && self.is_superseded(predecessor))
            .copied()
            .collect();
        for id in done {
            self.erase(&id, effects);
        }
    }

    /// Decides again which withdrawals are in force after the law has changed.
    pub(super) fn recount_withdrawals(&mut self, hand: Hand<'_>, effects: &mut Effects) {
        let fell = |entry: &KeyEntry| !self.witness_counts(&entry.witnessed);
        let mut fallen: Vec<ItemId> = self.keys.iter().filter(|(_, entry)| fell(entry)).map(|(item, _)| *item).collect();
        fallen.retain(|item| {
            let Some(entry) = self.keys.get(item).cloned() else { return false };
            if entry.seen {
                // This node knows the key and stands in for a witness that no longer counts; without a certificate it still
                // keeps to the withdrawal itself.
                self.witness(entry.witnessed.withdrawal, hand, effects);
                return false;
            }
            self.keys.remove(item);
            effects.batch.delete(Table::Withdrawal, item.as_bytes().to_vec());
            let source = self.fallen_share(&entry.witnessed.hub());
            let withdrawal = entry.witnessed.withdrawal;
            self.withdrawn.remove(&withdrawal.address());
            let of_source = self.waiting.values().filter(|entry| entry.source == source).count();
            if self.waiting.len() < limits::WAITING && of_source < limits::WAITING_PER_SOURCE {
                self.wait(withdrawal, &source, effects);
            }
            true
        });
        let items: Vec<ItemId> = self.keys.keys().chain(self.owners.keys()).chain(&fallen).copied().collect();
        for item in items {
            self.list_withdrawal(&item);
        }
        self.forget_receipts_of(&fallen, effects);
    }
}

pub(super) fn remove_from(index: &mut BTreeMap<Address, BTreeSet<DocumentId>>, address: &Address, id: &DocumentId) {
    if let Some(ids) = index.get_mut(address) {
        ids.remove(id);
        if ids.is_empty() {
            index.remove(address);
        }
    }
}
