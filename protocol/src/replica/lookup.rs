//! What stands at an address, and what it says (specification §4.6, §6.4).

use super::{Document, Replica, body_key, documents};
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

/// Versions of one address.
pub(super) type Versions<'a> = Vec<(&'a DocumentId, &'a Document)>;

/// The version that comes before the others: of a hub's single documents that of the highest generation, else of the lowest id.
pub(super) fn first<'a>(
    versions: impl Iterator<Item = (&'a DocumentId, &'a Document)>,
) -> Option<(&'a DocumentId, &'a Document)> {
    versions.min_by_key(|(id, document)| {
        let generation = if document.header.single() { document.header.generation() } else { 0 };
        (core::cmp::Reverse(generation), **id)
    })
}

impl Replica {
    /// What stands at an address.
    pub fn standing(&self, address: &Address) -> Standing {
        match self.beneath_hold(address) {
            Standing::Shown(_) | Standing::BeingCorrected if self.is_held(address) => Standing::Held,
            Standing::Shown(id) if self.is_bereft(&id) => Standing::Held,
            standing => standing,
        }
    }

    /// What stands at an address, or would if nobody hid it.
    pub fn beneath_hold(&self, address: &Address) -> Standing {
        if self.is_withdrawn(address) {
            return Standing::Withdrawn;
        }
        let counting: Versions<'_> = self.versions(address).filter(|(_, document)| !document.heads.is_empty()).collect();
        if counting.is_empty() {
            return Standing::Unknown;
        }
        self.live(&counting).map_or(Standing::BeingCorrected, |(id, _)| Standing::Shown(*id))
    }

    /// Of several versions at an address the one that is shown; none where a correction of each of them is on the way.
    pub(super) fn live<'a>(&self, versions: &Versions<'a>) -> Option<(&'a DocumentId, &'a Document)> {
        // A correction says itself what it takes the place of, also where the owner's record of that has not come.
        let superseded: BTreeSet<(HubId, DocumentId)> = versions
            .iter()
            .flat_map(|(_, document)| document.header.supersedes.iter().map(|before| (document.header.owner, *before)))
            .collect();
        let stands = |id: &DocumentId, document: &Document| {
            !self.replaced.contains_key(id) && !superseded.contains(&(document.header.owner, *id))
        };
        first(versions.iter().copied().filter(|(id, document)| stands(id, document)))
    }

    /// Every version that is held at an address, counting or not.
    pub(super) fn versions<'a>(&'a self, address: &Address) -> impl Iterator<Item = (&'a DocumentId, &'a Document)> + use<'a> {
        let ids = self.by_address.get(address).into_iter().flatten();
        ids.filter_map(|id| self.documents.get(id).map(|document| (id, document)))
    }

    /// Whether a version is about an address at which nothing stands any more, since its owner withdrew it.
    fn is_bereft(&self, id: &DocumentId) -> bool {
        let about = self.documents.get(id).and_then(|document| document.header.about);
        about.is_some_and(|about| self.is_withdrawn(&about))
    }

    /// The edition of its own that this node shows at an address: where nothing stands there for everybody, or where it was this
    /// node that hid what does.
    pub fn edition(&self, address: &Address) -> Option<DocumentId> {
        let edition = self.private_at(address)?.edition?;
        let shown = match self.standing(address) {
            Standing::Unknown => true,
            Standing::Held => self.ruling_hold(address).is_some_and(|hold| hold.node == self.me.node),
            Standing::Shown(_) | Standing::Withdrawn | Standing::BeingCorrected => false,
        };
        shown.then_some(edition)
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

    /// Whether an address was withdrawn: by its teller, or by its owner with nothing that counts in its place.
    pub fn is_withdrawn(&self, address: &Address) -> bool {
        let counts = |(_, document): (_, &Document)| !document.heads.is_empty();
        self.withdrawn.contains_key(address) || (self.finals.contains_key(address) && !self.versions(address).any(counts))
    }

    /// Whether this node knows a withdrawal of this key, in force or waiting.
    pub fn knows_withdrawal(&self, key: &TellerKey) -> bool {
        self.removal(key).is_some()
    }

    /// What a version says; `None` where its bodies cannot be read.
    pub fn view(&self, id: &DocumentId, bodies: &dyn Bodies) -> Option<View> {
        self.view_at(id, &self.documents.get(id)?.heads, bodies)
    }

    /// What a version says at heads that need not count, for its own hub to look at.
    pub fn view_at(&self, id: &DocumentId, heads: &BTreeSet<ChangeHash>, bodies: &dyn Bodies) -> Option<View> {
        View::read(&self.chunks(id, heads, bodies)?).ok()
    }

    /// The chunks of these heads and of all that they build on, in order.
    pub(super) fn chunks(&self, id: &DocumentId, heads: &BTreeSet<ChangeHash>, bodies: &dyn Bodies) -> Option<Vec<Vec<u8>>> {
        let document = self.documents.get(id)?;
        let all = documents::closure(document, heads.iter());
        documents::in_order(document, &all).iter().map(|hash| bodies.body(&body_key(id, hash))).collect()
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
