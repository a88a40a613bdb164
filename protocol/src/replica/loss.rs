//! What a machine has lost of what the replica knows: bodies that its disk does not give back, and whole replicas in memory.

use super::documents::heads;
use super::open::measure_depths;
use super::{Effects, Event, Hand, Replica};
use crate::ids::{Address, ChangeHash, DocumentId};

impl Replica {
    /// The body of a change cannot be read any more: the change, and what builds on it, is held no longer, so that this node differs
    /// from those that have it and fetches it again. Its rows are left to be written over, and the header stays, by which a
    /// withdrawal finds the vault. What follows for the law need not be written: the rows know better than a replica with a gap.
    ///
    /// Answers whether the change was held.
    pub fn lose(&mut self, id: &DocumentId, change: &ChangeHash, hand: Hand<'_>, effects: &mut Effects) -> bool {
        let Some(document) = self.documents.get_mut(id) else { return false };
        if document.changes.remove(change).is_none() {
            return false;
        }
        measure_depths(document);
        document.heads = heads(document, &self.law, id);
        let (address, trust) = (document.header.address(), document.header.kind == "trust");
        self.list_document(id);
        effects.events.push(Event::Changed(address));
        if trust {
            self.derive_law(hand.bodies, effects, hand);
        }
        true
    }

    /// Whether a document at an address was lost so far that nothing but its header is held.
    pub fn has_lost(&self, address: &Address) -> bool {
        let at = self.by_address.get(address).into_iter().flatten();
        at.filter_map(|id| self.documents.get(id)).any(|document| document.changes.is_empty())
    }

    /// Counts on from the replica in whose place this one was read from the rows, so that nothing that somebody keeps by these
    /// counts is taken for current.
    pub fn count_on(&mut self, revision: u64, law_revision: u64) {
        self.sets.count_on(revision);
        self.law_revision += law_revision + 1;
    }
}
