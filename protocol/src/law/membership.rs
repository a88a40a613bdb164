//! Who belongs to the network, computed by everyone alike from the trust lists (specification §3.6).
//!
//! The founders have rank 0. Each round adds the hubs for whom at least `admit` hubs that are already in vouch; the round is their
//! rank. A hub is barred when at *every* rank k from 0 to its own, more than half of the members of rank at most k object to it,
//! and at least two in all. All hubs of the lowest such rank are barred together, and it begins again without them, until nobody
//! else is. So newcomers, however many, cannot bar those who came before them, and founders cannot bar a newcomer alone.

use super::HubRecord;
use super::trust::TrustList;
use crate::ids::HubId;
use crate::limits;
use std::collections::{BTreeMap, BTreeSet};

/// The result: who is in and with which rank, who is barred, and whose lists have a part in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Membership {
    /// Hubs that are in, with their rank.
    pub ranks: BTreeMap<HubId, u32>,
    /// Hubs that are barred, with the rank that they had.
    pub barred: BTreeMap<HubId, u32>,
    /// Every hub that is in or may once have been: those that would be in if whoever names a hub vouched for it. Their lists are
    /// part of the law, whatever became of them.
    pub considered: BTreeSet<HubId>,
}

/// Computes the membership from what hubs say, and whether they have resigned.
pub fn membership(founders: &BTreeSet<HubId>, admit: u32, hubs: &BTreeMap<HubId, HubRecord>) -> Membership {
    let mut result = Membership::default();
    let named = ranks(founders, admit, hubs, &result.barred, |list| list.names.keys());
    result.considered.extend(named.into_keys());
    loop {
        result.ranks = ranks(founders, admit, hubs, &result.barred, TrustList::vouches);
        result.considered.extend(result.ranks.keys().copied());
        let objected = objected(&result.ranks, hubs);
        let Some(lowest) = objected.values().min().copied() else { return result };
        result.barred.extend(objected.into_iter().filter(|(_, rank)| *rank == lowest));
    }
}

/// The hubs that are in when `barred` are not, with their ranks; `lets_in` answers for whom a list speaks.
fn ranks<'a, I: Iterator<Item = &'a HubId>>(
    founders: &BTreeSet<HubId>,
    admit: u32,
    hubs: &'a BTreeMap<HubId, HubRecord>,
    barred: &BTreeMap<HubId, u32>,
    lets_in: impl Fn(&'a TrustList) -> I,
) -> BTreeMap<HubId, u32> {
    let mut ranks: BTreeMap<HubId, u32> = BTreeMap::new();
    let mut vouches: BTreeMap<HubId, u32> = BTreeMap::new();
    let mut round: BTreeSet<HubId> = founders.iter().filter(|hub| !barred.contains_key(hub)).copied().collect();
    let mut rank = 0;
    while !round.is_empty() {
        let room = limits::HUBS.saturating_sub(ranks.len());
        if round.len() > room {
            let mut members: Vec<(u32, HubId)> = ranks.iter().map(|(hub, rank)| (*rank, *hub)).collect();
            members.sort_unstable();
            let lists = members.iter().filter_map(|(_, hub)| hubs.get(hub)).map(|hub| lets_in(&hub.trust)).collect();
            round = in_turn(&round, room, lists);
        }
        ranks.extend(round.iter().map(|hub| (*hub, rank)));
        let mut next = BTreeSet::new();
        for (from, record) in round.iter().filter_map(|hub| hubs.get(hub).map(|record| (hub, record))) {
            for hub in lets_in(&record.trust).filter(|hub| *hub != from && !ranks.contains_key(hub) && !barred.contains_key(hub))
            {
                let count = vouches.entry(*hub).or_default();
                *count += 1;
                if *count >= admit {
                    next.insert(*hub);
                }
            }
        }
        round = next;
        rank += 1;
    }
    ranks
}

/// As many of `round` as there is room for. Each list lets in one of those that it names, the first that is not in yet, and then it
/// is the next one's turn: so who names thousands leaves room for those whom others name.
fn in_turn<'a>(round: &BTreeSet<HubId>, room: usize, mut lists: Vec<impl Iterator<Item = &'a HubId>>) -> BTreeSet<HubId> {
    let mut admitted = BTreeSet::new();
    while !lists.is_empty() {
        lists.retain_mut(|list| {
            let first = list.find(|hub| round.contains(hub) && !admitted.contains(*hub));
            admitted.len() < room && first.is_some_and(|hub| admitted.insert(*hub))
        });
    }
    admitted
}

/// The hubs to whom enough members object at every rank from 0 to their own, with their ranks.
fn objected(ranks: &BTreeMap<HubId, u32>, hubs: &BTreeMap<HubId, HubRecord>) -> BTreeMap<HubId, u32> {
    let seats = |hub: &HubId| hubs.get(hub).is_none_or(|record| record.resigned.is_none());
    // jury[k]: how many members of rank at most k sit in juries.
    let depth = ranks.values().max().map_or(0, |rank| *rank as usize + 1);
    let mut jury = vec![0u32; depth];
    for (hub, rank) in ranks {
        if seats(hub)
            && let Some(count) = jury.get_mut(*rank as usize)
        {
            *count += 1;
        }
    }
    accumulate(&mut jury);

    let mut against: BTreeMap<HubId, Vec<u32>> = BTreeMap::new();
    for (hub, rank) in ranks {
        let Some(record) = hubs.get(hub).filter(|record| record.resigned.is_none()) else { continue };
        for target in record.trust.objections().filter(|target| *target != hub) {
            let Some(own) = ranks.get(target) else { continue };
            let counts = against.entry(*target).or_insert_with(|| vec![0; *own as usize + 1]);
            if let Some(count) = counts.get_mut(*rank as usize) {
                *count += 1;
            }
        }
    }
    against
        .into_iter()
        .filter_map(|(hub, mut counts)| {
            accumulate(&mut counts);
            let in_all = counts.last().copied().unwrap_or(0);
            let everywhere = counts.iter().zip(&jury).filter(|(_, jury)| **jury > 0).all(|(count, jury)| count * 2 > *jury);
            (in_all >= 2 && everywhere).then(|| ranks.get(&hub).map(|rank| (hub, *rank))).flatten()
        })
        .collect()
}

/// Turns counts per rank into counts up to each rank.
fn accumulate(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::trust::Say;

    fn hub(n: u16) -> HubId {
        let mut id = [0; 32];
        id[..2].copy_from_slice(&n.to_be_bytes());
        HubId(id)
    }

    fn hubs(range: impl IntoIterator<Item = u16>) -> BTreeSet<HubId> {
        range.into_iter().map(hub).collect()
    }

    fn says(voices: &mut BTreeMap<HubId, HubRecord>, from: u16, vouches: &[u16], objections: &[u16]) {
        let list = &mut voices.entry(hub(from)).or_default().trust.names;
        list.extend(vouches.iter().map(|n| (hub(*n), Some(Say::Vouch))));
        list.extend(objections.iter().map(|n| (hub(*n), Some(Say::Object))));
    }

    #[test]
    fn two_vouches_let_a_hub_in_and_one_does_not() {
        let mut voices = BTreeMap::new();
        says(&mut voices, 1, &[4], &[]);
        assert!(!membership(&hubs(1..=3), 2, &voices).ranks.contains_key(&hub(4)));
        says(&mut voices, 2, &[4, 5], &[]);
        says(&mut voices, 4, &[5, 4], &[]);
        let result = membership(&hubs(1..=3), 2, &voices);
        assert_eq!(result.ranks.get(&hub(4)), Some(&1));
        assert_eq!(result.ranks.get(&hub(5)), Some(&2));
    }

    #[test]
    fn fault_20_one_voice_bars_nobody() {
        let mut voices = BTreeMap::new();
        says(&mut voices, 1, &[], &[2]);
        says(&mut voices, 2, &[], &[1]);
        assert_eq!(membership(&hubs(1..=2), 2, &voices).barred, BTreeMap::new());
        // A newcomer against a sole founder, alone and with friends that it brought.
        let mut voices = BTreeMap::new();
        says(&mut voices, 1, &[2], &[]);
        says(&mut voices, 2, &[3, 4, 5], &[1]);
        for newcomer in 3..=5 {
            says(&mut voices, newcomer, &[], &[1]);
        }
        assert_eq!(membership(&hubs([1]), 1, &voices).barred, BTreeMap::new());
    }

    #[test]
    fn fault_21_colluders_with_a_thousand_inventions_bar_nobody_and_fall_with_them() {
        let mut voices = BTreeMap::new();
        // Founders 1..=5; 4 and 5 collude.
        let inventions: Vec<u16> = (100..1100).collect();
        for colluder in [4, 5] {
            says(&mut voices, colluder, &inventions, &[1, 2, 3]);
        }
        for invention in &inventions {
            says(&mut voices, *invention, &[], &[1, 2, 3]);
        }
        let result = membership(&hubs(1..=5), 2, &voices);
        assert_eq!(result.barred, BTreeMap::new());
        assert_eq!(result.ranks.len(), 1005);
        for honest in 1..=3 {
            says(&mut voices, honest, &[], &[4, 5]);
        }
        let result = membership(&hubs(1..=5), 2, &voices);
        assert_eq!(result.barred.keys().copied().collect::<BTreeSet<_>>(), hubs([4, 5]));
        assert_eq!(result.ranks.keys().copied().collect::<BTreeSet<_>>(), hubs(1..=3));
    }

    #[test]
    fn who_resigned_keeps_vouches_but_not_objections_or_a_seat() {
        let mut voices = BTreeMap::new();
        says(&mut voices, 1, &[9], &[3]);
        says(&mut voices, 2, &[9], &[3]);
        assert!(membership(&hubs(1..=4), 2, &voices).barred.is_empty(), "2 of 4 is not more than half");
        voices.entry(hub(4)).or_default().resigned = Some(Default::default());
        assert!(membership(&hubs(1..=4), 2, &voices).barred.contains_key(&hub(3)), "2 of 3 is");
        voices.entry(hub(1)).or_default().resigned = Some(Default::default());
        let result = membership(&hubs(1..=4), 2, &voices);
        assert!(result.barred.is_empty(), "one voice in all");
        assert!(result.ranks.contains_key(&hub(9)), "a kept vouch counts");
    }
}
