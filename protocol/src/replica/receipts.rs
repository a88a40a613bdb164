//! Receipts and holds (specification §5.3–5.4).

use super::{Document, Effects, Event, Hand, Refusal, Replica};
use crate::document::header::Header;
use crate::ids::{Address, DocumentId, HubId, ItemId, NodeId, TellerKey};
use crate::law::Standing;
use crate::limits;
use crate::rows::Table;
use crate::signed::Verified;
use crate::withdrawal::by_key;
use crate::withdrawal::hold::Hold;
use crate::withdrawal::receipt::{self, Receipt};
use std::collections::BTreeSet;

/// What is known of the removal of one withdrawal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removal {
    /// Nodes that signed, with their hub and the time on their clock.
    pub receipts: Vec<(HubId, NodeId, u64)>,
    /// Members of which nodes have not signed.
    pub waiting: Vec<(HubId, Vec<NodeId>)>,
    /// Hubs that have resigned.
    pub closed: Vec<HubId>,
    /// Hubs that were in and are not: they may have a copy.
    pub outside: Vec<HubId>,
}

impl Replica {
    /// Takes in a receipt. Of a node's receipts for a withdrawal in force the one with the lowest id is kept.
    pub fn take_receipt(&mut self, bytes: &[u8], effects: &mut Effects) -> Result<(), Refusal> {
        let receipt = Receipt::decode(bytes)?;
        if receipt.network != self.network {
            return Err(Refusal::OtherNetwork);
        }
        let item = receipt::item(&receipt);
        if self.receipts.contains_key(&item) {
            return Ok(());
        }
        if receipt.hub != self.me.hub && !self.law.relevant().contains(&receipt.hub) {
            return Err(Refusal::Irrelevant);
        }
        if !self.law.certified(&receipt.hub, &receipt.node, true) {
            return Err(Refusal::NoAuthority);
        }
        let (signer, named) = ((receipt.hub, receipt.node), receipt.withdrawals.clone());
        let known = named.iter().all(|withdrawal| self.is_in_force(withdrawal));
        self.keep_receipt(item, receipt);
        if !self.speaks_for_its_node(&item) {
            self.forget_receipt(&item);
            // Where one of these is not in force yet, the receipt may be wanted when it is.
            return if known { Ok(()) } else { Err(Refusal::NotInForce) };
        }
        effects.batch.put(Table::Receipt, item.as_bytes().to_vec(), bytes.to_vec());
        effects.events.push(Event::Receipt);
        let beaten = named.iter().flat_map(|withdrawal| self.receipts_of(withdrawal, &signer)).collect();
        self.forget_beaten(beaten, effects);
        Ok(())
    }

    pub(super) fn keep_receipt(&mut self, item: ItemId, receipt: Verified<Receipt>) {
        for withdrawal in &receipt.withdrawals {
            self.receipted.entry(*withdrawal).or_default().insert((receipt.hub, receipt.node, item));
        }
        self.receipts.insert(item, receipt);
        self.list_receipt(&item);
    }

    fn forget_receipt(&mut self, item: &ItemId) {
        let Some(receipt) = self.receipts.remove(item) else { return };
        for withdrawal in &receipt.withdrawals {
            if let Some(signed) = self.receipted.get_mut(withdrawal) {
                signed.remove(&(receipt.hub, receipt.node, *item));
                if signed.is_empty() {
                    self.receipted.remove(withdrawal);
                }
            }
        }
        self.list_receipt(item);
    }

    /// Forgets those of these receipts that say nothing of any withdrawal in force which another does not.
    fn forget_beaten(&mut self, receipts: BTreeSet<ItemId>, effects: &mut Effects) {
        for item in receipts {
            if !self.speaks_for_its_node(&item) {
                self.forget_receipt(&item);
                effects.batch.delete(Table::Receipt, item.as_bytes().to_vec());
            }
        }
    }

    /// Forgets the receipts for withdrawals that are in force no more, unless they say something of others.
    pub(super) fn forget_receipts_of(&mut self, fallen: &[ItemId], effects: &mut Effects) {
        let signed = fallen.iter().filter_map(|withdrawal| self.receipted.get(withdrawal)).flatten();
        let receipts = signed.map(|(_, _, item)| *item).collect();
        self.forget_beaten(receipts, effects);
    }

    /// Lists the receipts for a withdrawal again, which is in force now.
    pub(super) fn list_receipts_of(&mut self, withdrawal: &ItemId) {
        let receipts: Vec<ItemId> = self.receipted.get(withdrawal).into_iter().flatten().map(|(_, _, item)| *item).collect();
        receipts.iter().for_each(|item| self.list_receipt(item));
    }

    /// The receipts of one node for a withdrawal, the one that speaks for it first.
    fn receipts_of(&self, withdrawal: &ItemId, signer: &(HubId, NodeId)) -> impl Iterator<Item = ItemId> {
        let (hub, node) = *signer;
        let from = self.receipted.get(withdrawal).map(|signed| signed.range((hub, node, ItemId::default())..));
        from.into_iter().flatten().take_while(move |it| (it.0, it.1) == (hub, node)).map(|(_, _, item)| *item)
    }

    /// Whether a receipt is the one that speaks for its node of some withdrawal that is in force for everybody.
    pub(super) fn speaks_for_its_node(&self, item: &ItemId) -> bool {
        self.receipts.get(item).is_some_and(|receipt| {
            let signer = (receipt.hub, receipt.node);
            let speaks = |withdrawal: &ItemId| self.receipts_of(withdrawal, &signer).next() == Some(*item);
            receipt.withdrawals.iter().any(|withdrawal| self.is_in_force(withdrawal) && speaks(withdrawal))
        })
    }

    /// Signs for every withdrawal in force for which this node has not signed. To be called once those are committed.
    pub fn sign_receipts(&mut self, hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        let certified = self.own_certificate().is_some();
        if !certified || !matches!(self.law.standing(&self.me.hub), Standing::Member(_)) {
            return Ok(());
        }
        let signer = (self.me.hub, self.me.node);
        let due: Vec<ItemId> = self
            .keys
            .keys()
            .chain(self.owners.keys())
            .filter(|item| self.is_in_force(item) && self.receipts_of(item, &signer).next().is_none())
            .copied()
            .collect();
        for part in due.chunks(limits::RECEIPT_WITHDRAWALS) {
            let receipt = Receipt::sign(self.network, self.me.hub, hand.secret, hand.now, part.to_vec());
            self.take_receipt(&crate::signed::encode(receipt.signed()), effects)?;
        }
        Ok(())
    }

    /// What is known of the removal of what carried a key; `None` where no withdrawal of it is known here.
    pub fn removal(&self, key: &TellerKey) -> Option<Removal> {
        let item = by_key::item(&self.network, key);
        if !self.keys.contains_key(&item) && !self.waiting.contains_key(key) {
            return None;
        }
        let mut removal = Removal::default();
        // One that waits has none.
        let signed: BTreeSet<(HubId, NodeId)> = match self.keys.contains_key(&item) {
            true => self.receipted.get(&item).into_iter().flatten().map(|(hub, node, _)| (*hub, *node)).collect(),
            false => BTreeSet::new(),
        };
        let signers: BTreeSet<NodeId> = signed.iter().map(|(_, node)| *node).collect();
        for signer in signed.iter().filter(|(hub, _)| self.law.relevant().contains(hub)) {
            let receipt = self.receipts_of(&item, signer).next().and_then(|receipt| self.receipts.get(&receipt));
            removal.receipts.extend(receipt.map(|receipt| (receipt.hub, receipt.node, receipt.at)));
        }
        for hub in self.law.membership().ranks.keys() {
            if matches!(self.law.standing(hub), Standing::Resigned(_)) {
                removal.closed.push(*hub);
                continue;
            }
            let nodes = self.law.hub(hub).into_iter().flat_map(|record| &record.nodes);
            let nodes: Vec<NodeId> = nodes.filter(|(_, record)| record.revoked.is_none()).map(|(node, _)| *node).collect();
            // The receipt of a node that was revoked is listed, and answers for nobody.
            let answered = nodes.iter().any(|node| signed.contains(&(*hub, *node)));
            let silent: Vec<NodeId> = nodes.into_iter().filter(|node| !signers.contains(node)).collect();
            if !silent.is_empty() || !answered {
                removal.waiting.push((*hub, silent));
            }
        }
        let ranks = &self.law.membership().ranks;
        removal.outside = self.law.membership().considered.iter().filter(|hub| !ranks.contains_key(hub)).copied().collect();
        Some(removal)
    }

    /// Takes in a hold or a release.
    pub fn take_hold(&mut self, bytes: &[u8], effects: &mut Effects) -> Result<(), Refusal> {
        let hold = Hold::decode(bytes)?;
        if hold.network != self.network {
            return Err(Refusal::OtherNetwork);
        }
        if self.withdrawn.contains_key(&hold.address) {
            return Err(Refusal::Withdrawn);
        }
        if hold.hub != self.me.hub && !self.law.relevant().contains(&hold.hub) {
            return Err(Refusal::Irrelevant);
        }
        if !self.law.certified(&hold.hub, &hold.node, false) {
            return Err(Refusal::NoAuthority);
        }
        let key = (hold.address, hold.node);
        let rank = |hold: &Hold| (hold.counter, hold.held, hold.item());
        match self.holds.get(&key) {
            Some(kept) if rank(kept) >= rank(&hold) => return Ok(()),
            Some(_) => self.drop_hold(&key, effects),
            None => {
                // Those of the lowest addresses, so that everybody keeps the same whatever came first.
                let of_node = self.held_by.get(&hold.node).filter(|of_node| of_node.len() >= limits::HOLDS_PER_NODE);
                if let Some(last) = of_node.and_then(BTreeSet::last).copied() {
                    if last < hold.address {
                        return Err(Refusal::NoRoom);
                    }
                    self.drop_hold(&(last, hold.node), effects);
                    effects.events.push(Event::Changed(last));
                }
            }
        }
        effects.batch.put(Table::Hold, super::open::hold_key(&key), bytes.to_vec());
        effects.events.push(Event::Changed(hold.address));
        self.keep_hold(hold);
        self.list_hold(&key);
        Ok(())
    }

    pub(super) fn keep_hold(&mut self, hold: Verified<Hold>) {
        self.held_by.entry(hold.node).or_default().insert(hold.address);
        self.holds.insert((hold.address, hold.node), hold);
    }

    pub(super) fn drop_hold(&mut self, key: &(Address, NodeId), effects: &mut Effects) {
        if let Some(hold) = self.holds.remove(key) {
            if let Some(of_node) = self.held_by.get_mut(&key.1) {
                of_node.remove(&key.0);
            }
            self.unlist_hold(&hold.item());
            effects.batch.delete(Table::Hold, super::open::hold_key(key));
        }
    }

    /// Whether an address is hidden: by its owner, or by the owner of what it is about.
    pub fn is_held(&self, address: &Address) -> bool {
        self.ruling_hold(address).is_some_and(|hold| hold.held)
    }

    /// What decides whether an address is hidden: of the holds and releases that count, the one of the highest counter.
    pub fn ruling_hold(&self, address: &Address) -> Option<&Hold> {
        let owners = self.may_hold(address, |_, document| !document.heads.is_empty());
        self.holds
            .range((*address, NodeId::default())..)
            .take_while(|((at, _), _)| at == address)
            .map(|(_, hold)| hold)
            .filter(|hold| owners.iter().any(|owner| self.law.acts_for(&hold.hub, owner)))
            .filter(|hold| self.law.standing(&hold.hub).counts())
            .filter(|hold| matches!(self.law.speech(&hold.hub, &hold.node), Some(None)))
            .max_by_key(|hold| (hold.counter, hold.held))
            .map(|hold| &**hold)
    }

    /// The owners of what stands at an address, and of what that is about; `stands` says of which versions it is asked.
    pub(super) fn may_hold(&self, address: &Address, stands: impl Fn(&DocumentId, &Document) -> bool + Copy) -> Vec<HubId> {
        let at = |address: &Address| {
            self.versions(address).filter(move |(id, document)| stands(id, document)).map(|(_, document)| &document.header)
        };
        let of = |header: &Header| header.about.iter().flat_map(at).map(|about| about.owner).collect::<Vec<_>>();
        at(address).flat_map(|header| of(header).into_iter().chain([header.owner])).collect()
    }
}
