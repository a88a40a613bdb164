//! Taking in records of the law, and deriving it (specification §3, §6.1).

use super::{Effects, Event, Hand, Refusal, Replica};
use crate::ids::{HubId, ItemId, NodeId};
use crate::law::Law;
use crate::law::records::{Certificate, Record};
use crate::limits;
use crate::rows::{Bodies, Table};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

impl Replica {
    /// Takes in records of the law, in whatever order they come. Answers of each what became of it; one that says less than what is
    /// held is as good as taken.
    pub fn take_records(&mut self, records: &[Vec<u8>], hand: Hand<'_>, effects: &mut Effects) -> Vec<Result<(), Refusal>> {
        let records: Vec<_> = records.iter().map(|bytes| Record::decode(bytes).map(|record| (record.id(), record))).collect();
        let mut open: BTreeMap<ItemId, &Record> = records.iter().flatten().map(|(id, record)| (*id, record)).collect();
        open.retain(|id, _| !self.records.contains_key(id));
        loop {
            let named = kept_parts(self.records.values());
            let (wanted, rest): (BTreeMap<_, _>, _) = open
                .into_iter()
                .partition(|(id, record)| record.hub().map_or_else(|| named.contains(id), |hub| self.concerns(&hub)));
            open = rest;
            if !self.keep_records(&wanted, effects) {
                break;
            }
            // A record may be what makes another one relevant.
            self.derive_law(hand.bodies, effects, hand);
        }
        let became = |(id, record): (ItemId, Record)| match &record {
            _ if self.records.contains_key(&id) => Ok(()),
            Record::Certificate(it) if self.law.node(&it.hub, &it.node).is_some_and(|node| node.role >= Some(it.role)) => Ok(()),
            _ if record.hub().is_some_and(|hub| self.concerns(&hub)) => Err(Refusal::NoRoom),
            _ => Err(Refusal::Irrelevant),
        };
        records.into_iter().map(|record| became(record?)).collect()
    }

    /// Whether a certificate that a node shows of itself is worth keeping: it makes the node known, or more of it than was known.
    /// That it is newer than what is known is for its own hub, and comes in a session. A hub that does not count gets no place for
    /// another machine once its places are taken.
    pub fn makes_known(&self, certificate: &Certificate) -> bool {
        let hub = self.law.hub(&certificate.hub);
        let known = hub.and_then(|hub| hub.nodes.get(&certificate.node));
        let room = hub.is_none_or(|hub| hub.nodes.len() < limits::NODES_PER_HUB);
        self.concerns(&certificate.hub)
            && known.and_then(|node| node.role) < Some(certificate.role)
            && (room || known.is_some() || self.law.standing(&certificate.hub).counts())
    }

    /// Whether records of a hub are kept.
    fn concerns(&self, hub: &HubId) -> bool {
        *hub == self.me.hub || self.law.relevant().contains(hub)
    }

    /// Adds records, and drops those beyond what is kept. Answers whether any of the new ones is kept.
    fn keep_records(&mut self, new: &BTreeMap<ItemId, &Record>, effects: &mut Effects) -> bool {
        self.records.extend(new.iter().map(|(id, record)| (*id, (*record).clone())));
        for id in surplus(&self.records) {
            self.records.remove(&id);
            if !new.contains_key(&id) {
                effects.batch.delete(Table::Law, id.as_bytes().to_vec());
            }
        }
        let kept: Vec<_> = new.iter().filter(|(id, _)| self.records.contains_key(id)).collect();
        for (id, record) in &kept {
            effects.batch.put(Table::Law, id.as_bytes().to_vec(), record.encode());
        }
        !kept.is_empty()
    }

    /// Derives the law from records and trust lists, and carries out what follows from a change.
    pub(super) fn derive_law(&mut self, bodies: &dyn Bodies, effects: &mut Effects, hand: Hand<'_>) {
        let standing = Law::of_records(&self.charter, self.records.values());
        let lists = self.read_trust(&standing, bodies, effects);
        let law = standing.with_trust(lists);
        if law != self.law {
            self.law = law;
            self.law_revision += 1;
            self.refused.clear();
            effects.events.push(Event::Law);
            self.recount_documents(effects);
            self.recount_withdrawals(hand, effects);
            self.list_holds_and_receipts();
        }
        self.list_law();
    }
}

/// Of these records, those beyond what is kept of a hub (specification R12, R13, R15). A function of the set, so that everybody who
/// was given the same keeps the same, whatever came first.
fn surplus(records: &BTreeMap<ItemId, Record>) -> BTreeSet<ItemId> {
    let mut nodes: BTreeMap<HubId, BTreeMap<NodeId, Vec<ItemId>>> = BTreeMap::new();
    let mut certified: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let mut revoked: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let mut resigned: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (id, record) in records {
        let (hub, node) = match record {
            Record::Certificate(it) => {
                certified.entry((it.hub, it.node)).or_default().insert((Reverse((it.role, it.epoch)), *id));
                (it.hub, it.node)
            }
            Record::Revocation(it) => {
                revoked.entry((it.hub, it.node)).or_default().insert((Reverse(it.number), *id));
                (it.hub, it.node)
            }
            Record::Resignation(it) => {
                // Whoever acts is among those that are kept.
                resigned.entry(it.hub).or_default().insert(((it.successor.is_none(), it.successor, it.epoch), *id));
                continue;
            }
            Record::Kept(_) => continue,
        };
        nodes.entry(hub).or_default().entry(node).or_default().push(*id);
    }
    let of_others = nodes.into_values().flat_map(|nodes| nodes.into_values().skip(limits::NODES_PER_HUB).flatten());
    let mut surplus: BTreeSet<ItemId> = of_others
        .chain(behind(certified, 1))
        .chain(behind(revoked, limits::REVOCATIONS))
        .chain(behind(resigned, limits::REVOCATIONS))
        .collect();
    let named = kept_parts(records.iter().filter(|(id, _)| !surplus.contains(id)).map(|(_, record)| record));
    let parts = records.iter().filter(|(_, record)| matches!(record, Record::Kept(_))).map(|(id, _)| *id);
    surplus.extend(parts.filter(|id| !named.contains(id)));
    surplus
}

/// Of each of these lists, the items behind the first `most`.
fn behind<S, P>(lists: BTreeMap<S, BTreeSet<(P, ItemId)>>, most: usize) -> impl Iterator<Item = ItemId> {
    lists.into_values().flat_map(move |places| places.into_iter().skip(most)).map(|(_, id)| id)
}

/// The parts of lists that revocations and resignations name.
fn kept_parts<'a>(records: impl Iterator<Item = &'a Record>) -> BTreeSet<ItemId> {
    let parts = records.flat_map(|record| match record {
        Record::Revocation(it) => it.kept.as_slice(),
        Record::Resignation(it) => it.kept.as_slice(),
        Record::Certificate(_) | Record::Kept(_) => &[],
    });
    parts.copied().collect()
}
