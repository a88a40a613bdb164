//! Taking in withdrawals, and carrying them out (specification §5.1–5.2, §6.3).
//!
//! Erasure is one batch: the withdrawal is written and the vaults are destroyed together. Receipts are signed afterwards, when the
//! machine has committed that batch.

use super::{Effects, Event, Hand, KeyEntry, Refusal, Replica, WaitingEntry};
use crate::document::header::Header;
use crate::ids::{Address, DocumentId, ItemId, NodeId, TellerKey};
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

    /// Takes in a withdrawal with its witness.
    pub fn take_key(&mut self, bytes: &[u8], hand: Hand<'_>, effects: &mut Effects) -> Result<HandedIn, Refusal> {
        let witnessed = Witnessed::decode(bytes)?;
        let withdrawal = &witnessed.withdrawal;
        if withdrawal.network != self.network {
            return Err(Refusal::OtherNetwork);
        }
        let known = self.keys.get(&withdrawal.item());
        let seen = known.is_some_and(|entry| entry.seen) || self.has_seen(&withdrawal.address());
        let counts = |witnessed: &Witnessed| self.law.standing(&witnessed.hub()).counts();
        if known.is_some_and(|entry| counts(&entry.witnessed)) {
            return Ok(HandedIn::InForce);
        }
        if counts(&witnessed) {
            self.enforce(KeyEntry { witnessed, seen }, effects);
            return Ok(HandedIn::InForce);
        }
        // Its witness does not count: it is worth what it would be without one.
        let source = witnessed.hub();
        self.hand_in(withdrawal.signed().clone(), source.as_bytes(), hand, effects)
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
                let covered = |id: &DocumentId| self.documents.get(id).is_some_and(|it| withdrawal.covers(&it.header));
                let at = self.by_address.get(&address).into_iter().flatten().filter(|id| covered(id)).copied().collect();
                self.owners.insert(item, withdrawal);
                self.withdraw(address, at, effects);
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
        Ok(())
    }

    /// Whether a key's address is in a header that is held, in something private of this node, or in what its owner withdrew.
    fn has_seen(&self, address: &Address) -> bool {
        self.by_address.contains_key(address) || self.local.contains_key(address) || self.finals.contains_key(address)
    }

    /// Whether a document may not be here: its teller withdrew it, or its owner did, or what it is about was withdrawn.
    pub(super) fn is_refused(&self, header: &Header) -> bool {
        let address = header.address();
        let by_owner = |item: &ItemId| self.owners.get(item).is_some_and(|withdrawal| withdrawal.covers(header));
        self.withdrawn.contains_key(&address)
            || self.finals.get(&address).into_iter().flatten().any(by_owner)
            || header.about.is_some_and(|about| self.withdrawn.contains_key(&about) || self.finals.contains_key(&about))
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
        self.withdrawn.insert(address, item);
        let at = self.by_address.get(&address).cloned().unwrap_or_default();
        self.withdraw(address, at, effects);
        let of = self.holds.range((address, NodeId::default())..).take_while(|((at, _), _)| *at == address);
        for key in of.map(|(key, _)| *key).collect::<Vec<_>>() {
            self.drop_hold(&key, effects);
        }
    }

    fn wait(&mut self, withdrawal: Verified<KeyWithdrawal>, source: &[u8], effects: &mut Effects) {
        let row = WaitingRow { source: source.to_vec(), withdrawal: withdrawal.signed().clone() };
        effects.batch.put(Table::Waiting, withdrawal.key.as_bytes().to_vec(), signed::encode(&row));
        self.waiting.insert(withdrawal.key, WaitingEntry { withdrawal, source: source.to_vec() });
        self.sets.change();
        effects.events.push(Event::Waiting);
    }

    /// Erases what was withdrawn at an address, everything about the address, and, where nothing is left there, what is private.
    fn withdraw(&mut self, address: Address, at: BTreeSet<DocumentId>, effects: &mut Effects) {
        let about = self.by_about.get(&address).cloned().unwrap_or_default();
        for id in at.union(&about) {
            self.erase(id, effects);
        }
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
        let fallen: Vec<ItemId> = self
            .keys
            .iter()
            .filter(|(_, entry)| !self.law.standing(&entry.witnessed.hub()).counts())
            .map(|(item, _)| *item)
            .collect();
        for item in fallen {
            let Some(entry) = self.keys.get(&item).cloned() else { continue };
            if entry.seen {
                // This node knows the key and stands in for a witness that no longer counts; without a certificate it still
                // keeps to the withdrawal itself.
                self.witness(entry.witnessed.withdrawal, hand, effects);
                continue;
            }
            self.keys.remove(&item);
            self.list_withdrawal(&item);
            effects.batch.delete(Table::Withdrawal, item.as_bytes().to_vec());
            let withdrawal = entry.witnessed.withdrawal;
            let address = withdrawal.address();
            self.withdrawn.remove(&address);
            let source = entry.witnessed.certificate.hub;
            let of_source = self.waiting.values().filter(|entry| entry.source == source.as_bytes()).count();
            if self.waiting.len() < limits::WAITING && of_source < limits::WAITING_PER_SOURCE {
                self.wait(withdrawal, source.as_bytes(), effects);
            }
        }
        let items: Vec<ItemId> = self.keys.keys().chain(self.owners.keys()).copied().collect();
        for item in items {
            self.list_withdrawal(&item);
        }
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
