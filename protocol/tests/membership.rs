//! Membership under attack: what colluders can do to honest hubs, whatever they invent, and what honest hubs can do to them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_types, clippy::disallowed_methods)]

mod common;

use common::Dice;
use knutepunkt_protocol::ids::HubId;
use knutepunkt_protocol::law::membership::{Voice, membership};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

type Voices = BTreeMap<HubId, Voice>;

fn hub(n: usize) -> HubId {
    let mut id = [0; 32];
    id[..8].copy_from_slice(&(n as u64).to_be_bytes());
    HubId(id)
}

fn hubs(range: impl IntoIterator<Item = usize>) -> BTreeSet<HubId> {
    range.into_iter().map(hub).collect()
}

/// A network with an honest majority of founders, where every honest hub is in by honest vouches alone, and colluders who say
/// whatever they like with as many inventions as they like.
struct Attack {
    founders: BTreeSet<HubId>,
    admit: u32,
    honest: BTreeSet<HubId>,
    voices: Voices,
}

fn attack(dice: &mut Dice) -> Attack {
    let founders = 3 + dice.below(6);
    let dishonest = dice.below((founders - 1) / 2 + 1);
    let admit = (1 + dice.below(3.min(founders))) as u32;
    let mut voices = Voices::new();
    let mut honest: Vec<usize> = (dishonest..founders).collect();
    let mut liars: Vec<usize> = (0..dishonest).collect();

    // Honest hubs let honest ones in: each has at least `admit` honest vouches, and here and there a liar is let in by mistake.
    for newcomer in 100..100 + dice.below(25) {
        if honest.len() < admit as usize {
            break;
        }
        let vouches = admit as usize + dice.below(3);
        for _ in 0..vouches * 3 {
            let from = honest[dice.below(honest.len())];
            voices.entry(hub(from)).or_default().vouches.insert(hub(newcomer));
        }
        let counted = honest.iter().filter(|from| voices.get(&hub(**from)).is_some_and(|v| v.vouches.contains(&hub(newcomer))));
        match counted.count() >= admit as usize {
            true if dice.chance(80) => honest.push(newcomer),
            _ => liars.push(newcomer),
        }
    }
    // Honest hubs object to liars that they have found out.
    let agreed = dice.next() % 101;
    for from in honest.clone() {
        for liar in liars.clone() {
            if dice.chance(agreed) {
                voices.entry(hub(from)).or_default().objections.insert(hub(liar));
            }
        }
    }
    // Liars invent hubs, vouch for each other, and object to honest ones: to all of them, or to some.
    let inventions = dice.below(40);
    liars.extend(1000..1000 + inventions);
    let eager = 30 + dice.next() % 71;
    for from in &liars {
        let voice = voices.entry(hub(*from)).or_default();
        voice.vouches.extend(liars.iter().filter(|_| dice.chance(eager)).map(|n| hub(*n)));
        voice.objections.extend(honest.iter().filter(|_| dice.chance(eager)).map(|n| hub(*n)));
        voice.vouches = voice.vouches.difference(&voice.objections).copied().collect();
        voice.resigned = dice.chance(3);
    }
    for voice in voices.values_mut() {
        let objections = voice.objections.clone();
        voice.vouches.retain(|hub| !objections.contains(hub));
    }
    Attack { founders: hubs(0..founders), admit, honest: honest.into_iter().map(hub).collect(), voices }
}

/// The rule that suggests itself: a hub is barred when more than half of all members object to it.
fn naive(founders: &BTreeSet<HubId>, admit: u32, voices: &Voices) -> BTreeSet<HubId> {
    let mut barred: BTreeSet<HubId> = BTreeSet::new();
    loop {
        let mut members: BTreeSet<HubId> = founders.difference(&barred).copied().collect();
        loop {
            let mut counts: BTreeMap<HubId, u32> = BTreeMap::new();
            for hub in members.iter().filter_map(|hub| voices.get(hub)).flat_map(|voice| &voice.vouches) {
                *counts.entry(*hub).or_default() += 1;
            }
            let before = members.len();
            members.extend(counts.iter().filter(|(hub, count)| **count >= admit && !barred.contains(hub)).map(|(hub, _)| *hub));
            if members.len() == before {
                break;
            }
        }
        let mut objections: BTreeMap<HubId, usize> = BTreeMap::new();
        for hub in members.iter().filter_map(|hub| voices.get(hub)).flat_map(|voice| &voice.objections) {
            *objections.entry(*hub).or_default() += 1;
        }
        let objected = |hub: &HubId| objections.get(hub).is_some_and(|count| count * 2 > members.len());
        let fallen: Vec<HubId> = members.iter().filter(|hub| objected(hub)).copied().collect();
        if fallen.is_empty() {
            return barred;
        }
        barred.extend(fallen);
    }
}

#[test]
fn fault_21_three_thousand_attacks_bar_no_honest_hub_where_the_naive_rule_fails() {
    let mut dice = Dice(21);
    let (mut fallen_by_naive, mut colluders_barred) = (0, 0);
    for case in 0..3_000 {
        let attack = attack(&mut dice);
        let result = membership(&attack.founders, attack.admit, &attack.voices);
        let barred: BTreeSet<HubId> = result.barred.keys().copied().collect();
        let wronged: Vec<_> = barred.intersection(&attack.honest).collect();
        assert_eq!(wronged, Vec::<&HubId>::new(), "case {case}: honest hubs were barred");
        assert!(attack.honest.iter().all(|hub| result.ranks.contains_key(hub)), "case {case}: honest hubs fell with the barred");
        colluders_barred += usize::from(!barred.is_empty());
        let naive = naive(&attack.founders, attack.admit, &attack.voices);
        fallen_by_naive += usize::from(naive.intersection(&attack.honest).next().is_some());
    }
    println!("3000 attacks: colluders barred in {colluders_barred}; the naive rule wronged honest hubs in {fallen_by_naive}");
    assert!(fallen_by_naive > 300, "{fallen_by_naive}: attacks that the naive rule withstands test nothing");
    assert!(colluders_barred > 100, "{colluders_barred}: the rule must also be able to bar");
}

#[test]
fn an_honest_majority_at_every_rank_bars_who_it_objects_to_with_all_its_inventions() {
    // Founders 0..5, newcomers 10..20 let in by 0 and 1; newcomer 19 turns, brings 500 inventions with an accomplice.
    let mut voices = Voices::new();
    for founder in [0, 1] {
        voices.entry(hub(founder)).or_default().vouches.extend((10..20).map(hub));
    }
    for liar in [18, 19] {
        let voice = voices.entry(hub(liar)).or_default();
        voice.vouches.extend((1000..1500).map(hub));
        voice.objections.extend((0..18).map(hub));
    }
    for invention in 1000..1500 {
        voices.entry(hub(invention)).or_default().objections.extend((0..18).map(hub));
    }
    let before = membership(&hubs(0..5), 2, &voices);
    assert_eq!((before.ranks.len(), before.barred.len()), (5 + 10 + 500, 0));
    // Newcomers alone cannot bar one of their own, nor can founders alone.
    for newcomer in 10..18 {
        voices.entry(hub(newcomer)).or_default().objections.extend([hub(18), hub(19)]);
    }
    assert_eq!(membership(&hubs(0..5), 2, &voices).barred.len(), 0);
    for founder in 0..3 {
        voices.entry(hub(founder)).or_default().objections.extend([hub(18), hub(19)]);
    }
    let after = membership(&hubs(0..5), 2, &voices);
    assert_eq!(after.barred.keys().copied().collect::<BTreeSet<_>>(), hubs([18, 19]));
    assert_eq!(after.ranks.len(), 5 + 8, "the inventions are gone with them");
    assert!(after.considered.contains(&hub(1000)), "their lists had a part in it");
}

#[test]
fn a_jury_of_dead_founders_bars_nobody_and_resigning_empties_their_seats() {
    let mut voices = Voices::new();
    for founder in [0, 1] {
        voices.entry(hub(founder)).or_default().vouches.extend([hub(10), hub(11)]);
    }
    for objector in [0, 1, 10] {
        voices.entry(hub(objector)).or_default().objections.insert(hub(11));
    }
    let founders = hubs(0..5);
    assert_eq!(membership(&founders, 2, &voices).barred.len(), 0, "2 of 5 founders are not more than half");
    voices.entry(hub(4)).or_default().resigned = true;
    voices.entry(hub(3)).or_default().resigned = true;
    assert!(membership(&founders, 2, &voices).barred.contains_key(&hub(11)), "2 of 3 are, and 3 of 5 with the newcomers");
}

/// A thousand hubs, each of whom vouches for `vouches` of the others.
fn dense(size: usize, vouches: usize) -> Voices {
    let mut dice = Dice(7);
    let says = |from: usize, dice: &mut Dice| {
        let vouches = (0..vouches).map(|_| hub(dice.below(size))).chain([hub((from + 1) % size)]).collect();
        Voice { vouches, ..Voice::default() }
    };
    (0..size).map(|from| (hub(from), says(from, &mut dice))).collect()
}

#[test]
fn a_thousand_hubs_with_dense_vouching_take_well_under_a_second() {
    for (name, objections) in [("quiet", 0), ("quarrelling", 600)] {
        let mut voices = dense(1_000, 500);
        for from in 0..objections {
            let list = &mut voices.get_mut(&hub(from)).unwrap().objections;
            list.extend((700..1_000).map(hub));
        }
        let start = Instant::now();
        let result = membership(&hubs(0..5), 2, &voices);
        let took = start.elapsed();
        println!("{name}: {} in, {} barred, {took:?}", result.ranks.len(), result.barred.len());
        assert!(took.as_millis() < 2_000, "{took:?}");
    }
    // The longest chain: one hub a round, and everybody objects to the last.
    let mut voices: Voices = (0..1_000).map(|n| (hub(n), Voice { vouches: hubs([n + 1, n + 2]), ..Voice::default() })).collect();
    for voice in voices.values_mut() {
        voice.objections.insert(hub(999));
    }
    let start = Instant::now();
    let result = membership(&hubs(0..2), 2, &voices);
    let took = start.elapsed();
    println!("a chain: {} in, {} barred, {took:?}", result.ranks.len(), result.barred.len());
    assert!(took.as_millis() < 2_000, "{took:?}");
}

#[test]
fn inventions_are_bounded_and_those_of_lower_rank_come_first() {
    let mut voices = Voices::new();
    voices.entry(hub(0)).or_default().vouches.extend((100_000..120_000).map(hub));
    voices.entry(hub(1)).or_default().vouches.extend((100_000..120_000).chain([7]).map(hub));
    voices.entry(hub(0)).or_default().vouches.insert(hub(7));
    let result = membership(&hubs(0..3), 2, &voices);
    assert_eq!(result.ranks.len(), knutepunkt_protocol::limits::HUBS);
    assert!((0..3).chain([7]).all(|n| result.ranks.contains_key(&hub(n))));
}

proptest! {
    /// Whatever is said: the computation ends, founders who are not barred have rank 0, nobody is in and barred, and who is in has
    /// enough vouches of lower rank.
    #[test]
    fn the_result_is_what_the_rules_say(
        says in prop::collection::vec((0usize..12, 0usize..12, 0u8..3), 0..80),
        resigned in prop::collection::btree_set(0usize..12, 0..4),
        founders in 1usize..5,
        admit in 1u32..4,
    ) {
        let mut voices = Voices::new();
        for (from, about, what) in says {
            let voice = voices.entry(hub(from)).or_default();
            match what {
                0 | 1 => drop(voice.vouches.insert(hub(about))),
                _ => drop(voice.objections.insert(hub(about))),
            }
        }
        for n in resigned {
            voices.entry(hub(n)).or_default().resigned = true;
        }
        let founders = hubs(0..founders);
        let result = membership(&founders, admit, &voices);
        for (hub, rank) in &result.ranks {
            prop_assert!(!result.barred.contains_key(hub));
            prop_assert_eq!(*rank == 0, founders.contains(hub));
            if *rank > 0 {
                let vouch = |from: &HubId| from != hub && voices.get(from).is_some_and(|voice| voice.vouches.contains(hub));
                let below = |bound: u32| result.ranks.iter().filter(|(from, rank)| **rank < bound && vouch(from)).count();
                prop_assert!(below(*rank) >= admit as usize);
                prop_assert!(*rank == 1 || below(*rank - 1) < admit as usize, "not earlier than that");
            }
        }
        for hub in result.barred.keys() {
            let objectors = voices.iter().filter(|(from, voice)| *from != hub && voice.objections.contains(hub)).count();
            prop_assert!(objectors >= 2);
            prop_assert!(result.considered.contains(hub));
        }
        prop_assert!(founders.iter().all(|hub| result.considered.contains(hub)));
        prop_assert_eq!(membership(&founders, admit, &voices), result);
    }
}
