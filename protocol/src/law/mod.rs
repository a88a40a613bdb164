//! The law: who may speak for whom (specification §3).
//!
//! Two questions are kept apart. Whether a thing is *valid* depends on certificates that were ever issued, and never changes.
//! Whether it *counts* depends on the law as it stands: certificates, revocations, resignations and the membership that follows
//! from the trust lists. [`Law`] is derived afresh from its records whenever one of them changes; there is no other state.

pub mod charter;
pub mod membership;
pub mod records;
pub mod trust;

use crate::ids::{ChangeHash, DocumentId, HubId, ItemId, NodeId};
use crate::limits;
use membership::Membership;
use records::{KeptChunk, Record, Role};
use std::collections::{BTreeMap, BTreeSet};
use trust::TrustList;

/// How a hub stands to the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is in, with this rank.
    Member(u32),
    /// It is in and has left or closed: what it kept stays.
    Resigned(u32),
    /// Enough members object to it.
    Barred,
    /// It is not in, or not yet.
    Outside,
}

impl Standing {
    /// Whether what its nodes say counts, as far as the hub is concerned.
    pub const fn counts(self) -> bool {
        matches!(self, Standing::Member(_) | Standing::Resigned(_))
    }
}

/// Of what a silenced node wrote, the changes that stay, by document.
pub type Kept = BTreeMap<DocumentId, BTreeSet<ChangeHash>>;

/// A node of a hub, as certificates and revocations tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeRecord {
    /// The most that its hub ever certified it as.
    pub role: Option<Role>,
    /// What its revocations keep, once there is one.
    pub revoked: Option<Kept>,
}

/// A hub, as its records and its trust list tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HubRecord {
    /// Its nodes.
    pub nodes: BTreeMap<NodeId, NodeRecord>,
    /// How many revocations are known.
    pub revocations: u64,
    /// What it keeps, and who acts for it, once it has resigned.
    pub resigned: Option<(Kept, Option<HubId>)>,
    /// Whom it vouches for and objects to.
    pub trust: TrustList,
}

/// The law as it stands at one node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Law {
    founders: BTreeSet<HubId>,
    admit: u32,
    hubs: BTreeMap<HubId, HubRecord>,
    by_node: BTreeMap<NodeId, BTreeSet<HubId>>,
    membership: Membership,
    relevant: BTreeSet<HubId>,
}

impl Law {
    /// The law without trust lists: enough to read those by.
    pub fn of_records<'a>(charter: &charter::Charter, records: impl Iterator<Item = &'a Record> + Clone) -> Law {
        let chunks: BTreeMap<ItemId, &KeptChunk> = records
            .clone()
            .filter_map(|record| match record {
                Record::Kept(chunk) => Some((chunk.id(), chunk)),
                _ => None,
            })
            .collect();
        let kept = |ids: &[ItemId], into: &mut Kept| {
            for document in ids.iter().filter_map(|id| chunks.get(id)).flat_map(|chunk| &chunk.documents) {
                into.entry(document.document).or_default().extend(&document.changes);
            }
        };
        let mut hubs: BTreeMap<HubId, HubRecord> = BTreeMap::new();
        for record in records {
            match record {
                Record::Certificate(certificate) => {
                    let node = hubs.entry(certificate.hub).or_default().nodes.entry(certificate.node).or_default();
                    node.role = node.role.max(Some(certificate.role));
                }
                Record::Revocation(revocation) => {
                    let hub = hubs.entry(revocation.hub).or_default();
                    hub.revocations = hub.revocations.max(revocation.number);
                    kept(&revocation.kept, hub.nodes.entry(revocation.node).or_default().revoked.get_or_insert_default());
                }
                Record::Resignation(resignation) => {
                    let hub = hubs.entry(resignation.hub).or_default();
                    let (keeps, successor) = hub.resigned.get_or_insert_default();
                    kept(&resignation.kept, keeps);
                    // Of two resignations that name different successors, the one with the lowest key acts.
                    *successor = successor.iter().copied().chain(resignation.successor).min();
                }
                Record::Kept(_) => {}
            }
        }
        let mut by_node: BTreeMap<NodeId, BTreeSet<HubId>> = BTreeMap::new();
        for (id, hub) in &hubs {
            for node in hub.nodes.keys() {
                by_node.entry(*node).or_default().insert(*id);
            }
        }
        Law { founders: charter.founders.clone(), admit: charter.admit, hubs, by_node, ..Law::default() }
    }

    /// Adds the trust lists and computes the membership.
    pub fn with_trust(mut self, lists: BTreeMap<HubId, TrustList>) -> Law {
        for (hub, list) in lists {
            self.hubs.entry(hub).or_default().trust = list;
        }
        self.membership = membership::membership(&self.founders, self.admit, &self.hubs);
        self.relevant = self.membership.considered.clone();
        for hub in self.membership.considered.iter().filter_map(|hub| self.hubs.get(hub)) {
            self.relevant.extend(hub.trust.names.keys());
        }
        self
    }

    /// How a hub stands.
    pub fn standing(&self, hub: &HubId) -> Standing {
        match self.membership.ranks.get(hub) {
            Some(rank) if self.hubs.get(hub).is_some_and(|hub| hub.resigned.is_some()) => Standing::Resigned(*rank),
            Some(rank) => Standing::Member(*rank),
            None if self.membership.barred.contains_key(hub) => Standing::Barred,
            None => Standing::Outside,
        }
    }

    /// Every hub that the law has something to do with: its records are kept and passed on. Founders, whoever is in or may once
    /// have been, and those whom one of them names, whatever it says of them.
    pub fn relevant(&self) -> &BTreeSet<HubId> {
        &self.relevant
    }

    /// The computed membership.
    pub fn membership(&self) -> &Membership {
        &self.membership
    }

    /// How many must vouch for a newcomer.
    pub fn admit(&self) -> u32 {
        self.admit
    }

    /// The founders.
    pub fn founders(&self) -> &BTreeSet<HubId> {
        &self.founders
    }

    /// Hubs of which anything is known.
    pub fn hubs(&self) -> &BTreeMap<HubId, HubRecord> {
        &self.hubs
    }

    /// What is known of a hub.
    pub fn hub(&self, hub: &HubId) -> Option<&HubRecord> {
        self.hubs.get(hub)
    }

    /// The members that vouch for a hub, and those that object to it.
    pub fn voices_about(&self, hub: &HubId) -> (Vec<HubId>, Vec<HubId>) {
        let say = |wanted| {
            self.membership
                .ranks
                .keys()
                .filter(|member| self.hubs.get(member).and_then(|record| record.trust.says(hub)) == Some(wanted))
                .copied()
                .collect()
        };
        (say(trust::Say::Vouch), say(trust::Say::Object))
    }

    /// What is known of a node of a hub.
    pub fn node(&self, hub: &HubId, node: &NodeId) -> Option<&NodeRecord> {
        self.hubs.get(hub)?.nodes.get(node)
    }

    /// Whether a hub ever certified a node, as `full` or also as `mirror`.
    pub fn certified(&self, hub: &HubId, node: &NodeId, mirrors_too: bool) -> bool {
        let least = if mirrors_too { Role::Mirror } else { Role::Full };
        self.node(hub, node).is_some_and(|record| record.role >= Some(least))
    }

    /// The hubs that ever certified a node, as `full` or also as `mirror`.
    pub fn hubs_of(&self, node: &NodeId, mirrors_too: bool) -> impl Iterator<Item = HubId> {
        let node = *node;
        self.by_node.get(&node).into_iter().flatten().copied().filter(move |hub| self.certified(hub, &node, mirrors_too))
    }

    /// Whether a node may connect and be served as a member's: certified by a hub that is in and has not left, and not revoked.
    pub fn member_of(&self, node: &NodeId) -> Option<HubId> {
        self.hubs_of(node, true).find(|hub| {
            matches!(self.standing(hub), Standing::Member(_))
                && self.node(hub, node).is_some_and(|record| record.revoked.is_none())
        })
    }

    /// Whether a hub's nodes may act for an owner: it is the owner, or the successor that a resignation named, or that one's.
    pub fn acts_for(&self, hub: &HubId, owner: &HubId) -> bool {
        let mut seen = BTreeSet::new();
        let mut current = *owner;
        while seen.insert(current) && seen.len() <= limits::FOUNDERS {
            if current == *hub {
                return true;
            }
            match self.hubs.get(&current).and_then(|record| record.resigned.as_ref()) {
                Some((_, Some(successor))) => current = *successor,
                _ => return false,
            }
        }
        false
    }

    /// Whether what a node wrote for a hub counts: `None` not at all, `Some(None)` all of it, `Some(Some(kept))` what each of
    /// those names. Membership is not asked here.
    pub fn speech(&self, hub: &HubId, node: &NodeId) -> Option<Option<Vec<&Kept>>> {
        let record = self.hubs.get(hub)?;
        let certified = record.nodes.get(node).filter(|node| node.role == Some(Role::Full))?;
        let silences: Vec<&Kept> = certified.revoked.iter().chain(record.resigned.iter().map(|(kept, _)| kept)).collect();
        Some((!silences.is_empty()).then_some(silences))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signed::Secret;
    use charter::Charter;
    use records::{Certificate, Resignation, Revocation};

    fn hub() -> Secret {
        Secret::from_seed(&[1; 32])
    }

    fn charter() -> Charter {
        Charter::new("x", [HubId(hub().public())].into(), None).unwrap()
    }

    fn certificate(node: &Secret, role: Role, epoch: u64) -> Record {
        let consent = Certificate::consent(node, &HubId(hub().public()));
        Record::Certificate(Certificate::issue(&hub(), NodeId(node.public()), role, epoch, consent))
    }

    fn revocation(node: &Secret, kept: Vec<ItemId>) -> Record {
        let statement = Revocation { version: 1, hub: HubId(hub().public()), node: NodeId(node.public()), number: 1, kept };
        Record::Revocation(crate::signed::Verified::sign(statement, &hub()))
    }

    #[test]
    fn a_revocation_beats_every_later_certificate_and_several_keep_the_union() {
        let node = Secret::from_seed(&[2; 32]);
        let chunk = |n: u8| KeptChunk {
            version: 1,
            documents: vec![records::KeptDocument { document: DocumentId([n; 32]), changes: vec![ChangeHash([n; 32])] }],
        };
        let named = |n: u8| revocation(&node, vec![chunk(n).id()]);
        let mut records = [named(1), certificate(&node, Role::Full, 9), named(2), Record::Kept(chunk(1)), Record::Kept(chunk(2))];
        let law = Law::of_records(&charter(), records.iter()).with_trust(BTreeMap::new());
        let hub = HubId(hub().public());
        let kept = law.speech(&hub, &NodeId(node.public())).unwrap().unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].keys().copied().collect::<Vec<_>>(), [DocumentId([1; 32]), DocumentId([2; 32])]);
        assert_eq!(law.member_of(&NodeId(node.public())), None);
        records.reverse();
        assert_eq!(Law::of_records(&charter(), records.iter()).with_trust(BTreeMap::new()), law);
        // Without the chunks the same revocation keeps nothing.
        let bare = Law::of_records(&charter(), records[2..].iter()).with_trust(BTreeMap::new());
        assert!(bare.speech(&hub, &NodeId(node.public())).unwrap().unwrap()[0].is_empty());
    }

    #[test]
    fn a_mirror_is_served_and_says_nothing() {
        let node = Secret::from_seed(&[2; 32]);
        let law = Law::of_records(&charter(), [certificate(&node, Role::Mirror, 0)].iter()).with_trust(BTreeMap::new());
        assert_eq!(law.member_of(&NodeId(node.public())), Some(HubId(hub().public())));
        assert_eq!(law.speech(&HubId(hub().public()), &NodeId(node.public())), None);
    }

    #[test]
    fn who_acts_for_a_hub_that_left_is_the_same_in_every_order_and_never_a_circle() {
        let ids = [1u8, 2, 3].map(|n| Secret::from_seed(&[n; 32]));
        let leaves = |from: usize, to: Option<usize>| {
            let successor = to.map(|to| HubId(ids[to].public()));
            let statement = Resignation { version: 1, hub: HubId(ids[from].public()), successor, kept: vec![], epoch: 0 };
            Record::Resignation(crate::signed::Verified::sign(statement, &ids[from]))
        };
        let hub = |n: usize| HubId(ids[n].public());
        let mut records = [leaves(0, Some(1)), leaves(0, Some(2)), leaves(0, None), leaves(1, Some(2)), leaves(2, Some(0))];
        let law = Law::of_records(&charter(), records.iter()).with_trust(BTreeMap::new());
        assert!((0..3).all(|n| law.acts_for(&hub(n), &hub(n))));
        assert_eq!(law.acts_for(&hub(1), &hub(0)) as u8 + law.acts_for(&hub(2), &hub(0)) as u8, 1 + u8::from(hub(1) < hub(2)));
        records.rotate_left(2);
        assert_eq!(Law::of_records(&charter(), records.iter()).with_trust(BTreeMap::new()), law);
    }
}
