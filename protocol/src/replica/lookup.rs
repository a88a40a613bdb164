//! What stands at an address, and what it says (specification §4.6, §6.4).

use super::{Document, Effects, Replica, documents};
use crate::document::chunk::ACTOR_BYTES;
use crate::document::view::{View, Written};
use crate::ids::{Address, ChangeHash, DocumentId, HubId, TellerKey};
use crate::rows::Bodies;
use std::collections::BTreeSet;

/// What readers find at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// This version.
    Shown(DocumentId),
    /// It is hidden for now.
    Held,
    /// It was withdrawn.
    Withdrawn,
    /// Its correction is on the way.
    BeingCorrected,
    /// Nothing that counts was ever here.
    Unknown,
}

impl Replica {
    /// What stands at an address.
    pub fn standing(&self, address: &Address) -> Standing {
        if self.is_withdrawn(address) {
            return Standing::Withdrawn;
        }
        let counting: Vec<(&DocumentId, &Document)> = self
            .by_address
            .get(address)
            .into_iter()
            .flatten()
            .filter_map(|id| self.documents.get(id).map(|document| (id, document)))
            .filter(|(_, document)| !document.heads.is_empty())
            .collect();
        if counting.is_empty() {
            return Standing::Unknown;
        }
        if self.is_held(address) {
            return Standing::Held;
        }
        // A correction says itself what it takes the place of, also where the owner's record of that has not come.
        let superseded: BTreeSet<(HubId, DocumentId)> = counting
            .iter()
            .flat_map(|(_, document)| document.header.supersedes.iter().map(|before| (document.header.owner, *before)))
            .collect();
        let stands = |id: &DocumentId, document: &Document| {
            !self.replaced.contains_key(id) && !superseded.contains(&(document.header.owner, *id))
        };
        let live = counting.into_iter().filter(|(id, document)| stands(id, document));
        // Of a hub's single documents the highest generation rules; of several live successors the lowest id.
        let shown = live.min_by_key(|(id, document)| {
            let generation = if document.header.single() { document.header.generation() } else { 0 };
            (core::cmp::Reverse(generation), **id)
        });
        shown.map_or(Standing::BeingCorrected, |(id, _)| Standing::Shown(*id))
    }

    /// Every address at which something stands or stood, withdrawn ones aside.
    pub fn addresses(&self) -> impl Iterator<Item = &Address> {
        self.by_address.keys()
    }

    /// Whether any version of anything is held at an address, counting or not.
    pub fn has_documents(&self, address: &Address) -> bool {
        self.by_address.contains_key(address)
    }

    /// The addresses of what is about an address.
    pub fn about(&self, address: &Address) -> BTreeSet<Address> {
        let ids = self.by_about.get(address).into_iter().flatten();
        ids.filter_map(|id| self.documents.get(id)).map(|document| document.header.address()).collect()
    }

    /// Whether an address was withdrawn: by its teller, or by its owner with nothing of a later epoch in its place.
    pub fn is_withdrawn(&self, address: &Address) -> bool {
        self.withdrawn.contains_key(address) || (self.finals.contains_key(address) && !self.by_address.contains_key(address))
    }

    /// Whether this node knows a withdrawal of this key, in force or waiting.
    pub fn knows_withdrawal(&self, key: &TellerKey) -> bool {
        self.removal(key).is_some()
    }

    /// What a version says; `None` where its bodies cannot be read.
    pub fn view(&self, id: &DocumentId, bodies: &dyn Bodies) -> Option<View> {
        let document = self.documents.get(id)?;
        self.read(id, document, &document.heads, bodies, &Effects::default())
    }

    /// What a version says at heads that need not count, for its own hub to look at.
    pub fn view_at(&self, id: &DocumentId, heads: &BTreeSet<ChangeHash>, bodies: &dyn Bodies) -> Option<View> {
        self.read(id, self.documents.get(id)?, heads, bodies, &Effects::default())
    }

    /// What a document says at these heads.
    pub(super) fn read(
        &self,
        id: &DocumentId,
        document: &Document,
        heads: &BTreeSet<ChangeHash>,
        bodies: &dyn Bodies,
        effects: &Effects,
    ) -> Option<View> {
        View::read(&self.chunks(id, document, heads, bodies, effects)?).ok()
    }

    /// The chunks of these heads and of all that they build on, in order.
    pub(super) fn chunks(
        &self,
        id: &DocumentId,
        document: &Document,
        heads: &BTreeSet<ChangeHash>,
        bodies: &dyn Bodies,
        effects: &Effects,
    ) -> Option<Vec<Vec<u8>>> {
        let all = documents::closure(document, heads.iter());
        documents::in_order(document, &all).iter().map(|hash| effects.body(bodies, id, hash)).collect()
    }

    /// The hub in whose name a value stands: that of the change that wrote it, or, where that does not count, of the counting
    /// change that built on it.
    pub fn writer(&self, id: &DocumentId, written: &Written) -> Option<HubId> {
        let document = self.documents.get(id)?;
        let node = written.actor.get(..ACTOR_BYTES / 2)?;
        let mut candidates: Vec<_> = document.changes.iter().collect();
        candidates.sort_by_key(|(hash, sealed)| (sealed.depth, **hash));
        let speaks = |hash: &ChangeHash| {
            let sealed = document.changes.get(hash)?;
            documents::speaking_hub(document, &self.law, id, hash, sealed)
        };
        let own = candidates.iter().find(|(hash, sealed)| sealed.node.as_bytes() == node && speaks(hash).is_some());
        own.or_else(|| candidates.iter().find(|(hash, _)| speaks(hash).is_some())).and_then(|(hash, _)| speaks(hash))
    }

    /// When a version was last changed, as its authors say: seconds since 1970.
    pub fn modified(&self, id: &DocumentId) -> Option<u64> {
        let document = self.documents.get(id)?;
        document.heads.iter().filter_map(|hash| document.changes.get(hash)).map(|sealed| sealed.time).max()
    }
}
