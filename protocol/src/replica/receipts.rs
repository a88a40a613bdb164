//! Receipts and holds (specification §5.3–5.4).

use super::{Effects, Event, Hand, Refusal, Replica};
use crate::ids::{Address, HubId, ItemId, NodeId, TellerKey};
use crate::law::Standing;
use crate::limits;
use crate::rows::Table;
use crate::signed::Verified;
use crate::withdrawal::by_key;
use crate::withdrawal::hold::Hold;
use crate::withdrawal::receipt::{self, Receipt};

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
    /// Takes in a receipt.
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
        if !self.law.hubs_of(&receipt.node, true).any(|hub| hub == receipt.hub) {
            return Err(Refusal::NoAuthority);
        }
        effects.batch.put(Table::Receipt, item.as_bytes().to_vec(), bytes.to_vec());
        effects.events.push(Event::Receipt);
        self.keep_receipt(item, receipt);
        Ok(())
    }

    pub(super) fn keep_receipt(&mut self, item: ItemId, receipt: Verified<Receipt>) {
        for withdrawal in &receipt.withdrawals {
            let signed = self.receipted.entry(*withdrawal).or_default();
            // The earliest, so that every node shows the same whatever came first.
            let entry = signed.entry(receipt.node).or_insert((receipt.hub, receipt.at));
            *entry = (*entry).min((receipt.hub, receipt.at));
        }
        self.receipts.insert(item, receipt);
        self.list_receipt(&item);
    }

    /// Signs for every withdrawal in force for which this node has not signed. To be called once those are committed.
    pub fn sign_receipts(&mut self, hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        let certified = self.own_certificate().is_some();
        if !certified || !matches!(self.law.standing(&self.me.hub), Standing::Member(_)) {
            return Ok(());
        }
        let final_owners = self.owners.iter().filter(|(_, it)| it.successor.is_none()).map(|(item, _)| item);
        let due: Vec<ItemId> = self
            .keys
            .keys()
            .chain(final_owners)
            .filter(|item| !self.receipted.get(item).is_some_and(|signed| signed.contains_key(&self.me.node)))
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
        let signed = self.receipted.get(&item);
        let relevant = self.law.relevant();
        for (node, (hub, at)) in signed.into_iter().flatten().filter(|(_, (hub, _))| relevant.contains(hub)) {
            removal.receipts.push((*hub, *node, *at));
        }
        for hub in self.law.membership().ranks.keys() {
            if matches!(self.law.standing(hub), Standing::Resigned(_)) {
                removal.closed.push(*hub);
                continue;
            }
            let nodes = self.law.hub(hub).into_iter().flat_map(|record| &record.nodes);
            let silent: Vec<NodeId> = nodes
                .filter(|(node, record)| record.revoked.is_none() && !signed.is_some_and(|signed| signed.contains_key(node)))
                .map(|(node, _)| *node)
                .collect();
            let answered = signed.is_some_and(|signed| signed.values().any(|(signer, _)| signer == hub));
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
        if !self.law.hubs_of(&hold.node, false).any(|hub| hub == hold.hub) {
            return Err(Refusal::NoAuthority);
        }
        let key = (hold.address, hold.node);
        let rank = |hold: &Hold| (hold.counter, hold.held, hold.item());
        match self.holds.get(&key) {
            Some(kept) if rank(kept) >= rank(&hold) => return Ok(()),
            Some(_) => self.drop_hold(&key, effects),
            None if self.holds.keys().filter(|(_, node)| *node == hold.node).count() >= limits::HOLDS_PER_NODE => {
                return Err(Refusal::NoRoom);
            }
            None => {}
        }
        effects.batch.put(Table::Hold, super::open::hold_key(&key), bytes.to_vec());
        effects.events.push(Event::Changed(hold.address));
        self.holds.insert(key, hold);
        self.list_hold(&key);
        Ok(())
    }

    pub(super) fn drop_hold(&mut self, key: &(Address, NodeId), effects: &mut Effects) {
        if let Some(hold) = self.holds.remove(key) {
            self.unlist_hold(&hold.item());
            effects.batch.delete(Table::Hold, super::open::hold_key(key));
        }
    }

    /// Whether an address is hidden: by its owner, or by the owner of what it is about.
    pub fn is_held(&self, address: &Address) -> bool {
        let owners = self.may_hold(address);
        let ruling = self
            .holds_of(address)
            .filter(|hold| owners.iter().any(|owner| self.law.acts_for(&hold.hub, owner)))
            .filter(|hold| self.law.standing(&hold.hub).counts())
            .filter(|hold| matches!(self.law.speech(&hold.hub, &hold.node), Some(None)))
            .max_by_key(|hold| (hold.counter, hold.held));
        ruling.is_some_and(|hold| hold.held)
    }

    /// The holds of an address that are kept, counting or not.
    pub(super) fn holds_of(&self, address: &Address) -> impl Iterator<Item = &Verified<Hold>> {
        let address = *address;
        self.holds.range((address, NodeId::default())..).take_while(move |((at, _), _)| *at == address).map(|(_, hold)| hold)
    }

    /// The owners of what stands at an address, and of what that is about.
    pub(super) fn may_hold(&self, address: &Address) -> Vec<HubId> {
        let at = |address: &Address| self.by_address.get(address).into_iter().flatten().filter_map(|id| self.documents.get(id));
        at(address)
            .flat_map(|document| {
                let about = document.header.about.iter().flat_map(at).map(|document| document.header.owner);
                about.chain([document.header.owner])
            })
            .collect()
    }
}
