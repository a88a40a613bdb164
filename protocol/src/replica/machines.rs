//! What a hub's own key says of its machines, with the words at hand: certificates, revocations, resignations (specification
//! §3.2–3.4).

use super::{Effects, Hand, Refusal, Replica};
use crate::document::change::Edits;
use crate::ids::{HubId, NodeId};
use crate::law::records::{Certificate, KeptDocument, Record, Resignation, Revocation, Role, kept_chunks};
use crate::signed::{Secret, Signature, Verified};
use std::collections::BTreeMap;

impl Replica {
    /// Certifies a node of this hub, which agreed. Needs the hub's own key.
    pub fn certify(
        &mut self,
        hub: &Secret,
        node: NodeId,
        role: Role,
        consent: Signature,
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        let epoch = self.law.hub(&HubId(hub.public())).map_or(0, |record| record.revocations);
        let certificate = Certificate::issue(hub, node, role, epoch, consent);
        self.take_own(&[Record::Certificate(certificate)], hand, effects)
    }

    /// Revokes a node of this hub; of what it wrote, `kept` stays. Certifies this node anew, so that it may still withdraw what
    /// is published from now on. Needs the hub's own key.
    pub fn revoke(
        &mut self,
        hub: &Secret,
        node: NodeId,
        kept: &[KeptDocument],
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        let id = HubId(hub.public());
        let number = self.law.hub(&id).map_or(0, |record| record.revocations).saturating_add(1);
        let chunks = kept_chunks(kept);
        let names = chunks.iter().map(|chunk| chunk.id()).collect();
        let revocation = Revocation { version: 1, hub: id, node, number, kept: names };
        let mut records = vec![Record::Revocation(Verified::sign(revocation, hub))];
        records.extend(chunks.into_iter().map(Record::Kept));
        // The hub's other machines need certificates of the new number: what they publish from now on is out of reach for this one.
        let others = self.records.values().filter_map(|record| match record {
            Record::Certificate(it) if it.hub == id && it.node != node => Some((it.node, it.role, it.consent)),
            _ => None,
        });
        let silenced = |node: &NodeId| self.law.node(&id, node).is_some_and(|record| record.revoked.is_some());
        let renewed: BTreeMap<(NodeId, Role), Signature> =
            others.filter(|(node, _, _)| !silenced(node)).map(|(node, role, consent)| ((node, role), consent)).collect();
        for ((node, role), consent) in renewed {
            records.push(Record::Certificate(Certificate::issue(hub, node, role, number, consent)));
        }
        self.take_own(&records, hand, effects)?;
        if node == self.me.node { Ok(()) } else { self.renew_trust(Edits::new(), hand, effects) }
    }

    /// The hub leaves; what counts of it now stays. Needs the hub's own key.
    pub fn resign(
        &mut self,
        hub: &Secret,
        successor: Option<HubId>,
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        let id = HubId(hub.public());
        let chunks = kept_chunks(&self.kept_of(|_| true));
        let kept = chunks.iter().map(|chunk| chunk.id()).collect();
        let epoch = successor.and_then(|hub| self.law.hub(&hub)).map_or(0, |record| record.revocations);
        let resignation = Resignation { version: 1, hub: id, successor, kept, epoch };
        let mut records = vec![Record::Resignation(Verified::sign(resignation, hub))];
        records.extend(chunks.into_iter().map(Record::Kept));
        self.take_own(&records, hand, effects)
    }

    /// What this hub's nodes for whom `silenced` answers yes wrote in every document that is held, counting or not: what a
    /// revocation or resignation keeps.
    pub fn kept_of(&self, silenced: impl Fn(&NodeId) -> bool) -> Vec<KeptDocument> {
        let ours = |node: &NodeId| silenced(node) && self.law.certified(&self.me.hub, node, false);
        let kept = self.documents.iter().map(|(id, document)| {
            let written = document.changes.iter().filter(|(_, sealed)| ours(&sealed.node)).map(|(hash, _)| *hash);
            KeptDocument { document: *id, changes: written.collect() }
        });
        kept.filter(|kept| !kept.changes.is_empty()).collect()
    }

    fn take_own(&mut self, records: &[Record], hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        let bytes: Vec<Vec<u8>> = records.iter().map(Record::encode).collect();
        self.take_records(&bytes, hand, effects).into_iter().collect()
    }
}
