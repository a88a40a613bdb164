//! The guard in front of Automerge: what is not one small uncompressed change of one self-certifying actor never passes, and
//! refusing it costs next to nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_types, clippy::disallowed_methods)]

mod common;

use common::{DOCUMENT, Dice, NETWORK, Parts, edit, frame, leb, node_of, sealed, secret, signed_leb};
use knutepunkt_protocol::document::change;
use knutepunkt_protocol::document::chunk::{self, ChunkError};
use knutepunkt_protocol::limits;
use proptest::prelude::*;
use serde_json::json;
use std::time::{Duration, Instant};

fn story() -> Vec<u8> {
    let edits =
        [("title".to_owned(), Some(json!("En dag"))), ("text".to_owned(), Some(json!(["a", "b", {"c": [1, 2.5]}])))].into();
    change::make(&[], &edits, &node_of(&secret(1)), 1_700_000_000).unwrap()
}

/// A change chunk of one column, of which the rest is as it should be.
fn column(specification: u64, data: Vec<u8>) -> Vec<u8> {
    let mut parts = Parts::of(&story());
    match parts.columns.binary_search_by_key(&specification, |(it, _)| *it) {
        Ok(place) => parts.columns[place].1 = data,
        Err(place) => parts.columns.insert(place, (specification, data)),
    }
    parts.build()
}

#[test]
fn the_parts_of_a_chunk_make_it_again() {
    assert_eq!(Parts::of(&story()).build(), story());
    assert!(chunk::inspect(&story()).is_ok());
}

#[test]
fn fault_03_a_change_cut_at_any_byte_is_refused() {
    let whole = sealed(&[story()], &edit("title", "To dager"), &secret(2));
    assert!(change::verify(&whole, &NETWORK, &DOCUMENT).is_ok());
    for end in 0..whole.chunk.len() {
        assert!(chunk::inspect(&whole.chunk[..end]).is_err(), "{end}");
        // Cut inside the body, with a length and a checksum that fit what is left.
        if end > 12 {
            assert!(chunk::inspect(&frame(1, &whole.chunk[11..end])).is_err(), "{end}");
        }
    }
    let longer = [whole.chunk.as_slice(), &[0]].concat();
    assert_eq!(chunk::inspect(&longer), Err(ChunkError::Malformed));
}

#[test]
fn a_flipped_bit_is_noticed_anywhere() {
    let good = story();
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bytes = good.clone();
            bytes[at] ^= 1 << bit;
            assert!(chunk::inspect(&bytes).is_err(), "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn fault_09_messages_of_automerges_own_sync_are_refused() {
    // No heads, no needs, one «have» with a Bloom filter that claims one entry, no bits and no probes.
    let bloom = [0x42, 0, 0, 1, 0, 3, 1, 0, 0, 0];
    for bytes in [&bloom[..], &[0x42], &[0x43; 40]] {
        assert_eq!(chunk::inspect(bytes), Err(ChunkError::Malformed));
    }
    for kind in [0, 2, 3, 4, 0xff] {
        assert_eq!(chunk::inspect(&frame(kind, &bloom)), Err(ChunkError::Type));
    }
}

/// A deflate stream of 250 kB that inflates to 39 MiB of zeros: one literal, then copies of 258 bytes from one byte before.
fn bomb() -> Vec<u8> {
    let (mut bytes, mut used) = (vec![0u8], 0);
    let mut bit = |value: bool| {
        if used == 8 {
            bytes.push(0);
            used = 0;
        }
        let last = bytes.len() - 1;
        bytes[last] |= u8::from(value) << used;
        used += 1;
    };
    "11000110000".chars().for_each(|c| bit(c == '1'));
    for _ in 0..154_000 {
        "1100010100000".chars().for_each(|c| bit(c == '1'));
    }
    "0000000".chars().for_each(|c| bit(c == '1'));
    bytes
}

#[test]
fn fault_10_a_deflate_bomb_is_refused_by_a_look() {
    let bomb = bomb();
    assert!(bomb.len() < limits::CHANGE_BYTES && bomb.len() > 250_000);
    let mut compressed_column = Parts::of(&story());
    compressed_column.columns = vec![(0x57 | 8, bomb.clone())];
    let as_changes = [frame(2, &bomb), frame(0, &bomb), compressed_column.raw()];
    let huge = vec![0x85; 64 << 20];
    let start = Instant::now();
    for bytes in &as_changes {
        assert_eq!(chunk::inspect(bytes), Err(ChunkError::Type));
    }
    assert_eq!(chunk::inspect(&huge), Err(ChunkError::TooLarge));
    let took = start.elapsed();
    assert!(took < Duration::from_millis(10 * as_changes.len() as u64), "{took:?}");
}

#[test]
fn fault_11_columns_that_claim_a_trillion_rows_are_refused() {
    let claims = [1i64 << 40, -(1 << 40), i64::MAX, i64::MIN, 20_001];
    let start = Instant::now();
    for specification in [0x01, 0x02, 0x11, 0x13, 0x15, 0x34, 0x42, 0x56, 0x57, 0x70, 0x71, 0x73] {
        for claim in claims {
            let mut run = Vec::new();
            signed_leb(&mut run, claim);
            run.push(1);
            assert!(chunk::inspect(&column(specification, run)).is_err(), "{specification:#x} {claim}");
        }
        let mut nothing = vec![0];
        leb(&mut nothing, 1 << 40);
        assert!(chunk::inspect(&column(specification, nothing)).is_err(), "{specification:#x}");
    }
    // A trillion in every column at once, so that they agree with each other.
    let mut all = Parts::of(&story());
    for (_, data) in &mut all.columns {
        data.clear();
        signed_leb(data, 1 << 40);
        data.push(0);
    }
    assert_eq!(chunk::inspect(&all.build()), Err(ChunkError::TooMany));
    let took = start.elapsed();
    assert!(took < Duration::from_millis(200), "{took:?}");
}

#[test]
fn fault_11_many_rows_in_few_bytes_are_refused() {
    // 20 000 truths in a list take 155 bytes, and Automerge 17 MB.
    let list = |length: usize| change::make(&[], &edit("list", vec![true; length]), &node_of(&secret(1)), 0);
    assert!(list(1_000).is_ok());
    assert_eq!(list(20_000), Err(change::ChangeError::Chunk(ChunkError::TooMany)));
    // People's words are never so few bytes.
    let words = vec!["ord"; 15_000];
    assert!(change::make(&[], &edit("list", words), &node_of(&secret(1)), 0).is_ok());
}

#[test]
fn fault_13_a_million_claimed_actors_or_dependencies_are_refused() {
    let mut body = Vec::new();
    leb(&mut body, 1_000_000);
    assert_eq!(chunk::inspect(&frame(1, &body)), Err(ChunkError::TooMany));
    leb(&mut body, u64::MAX);
    assert_eq!(chunk::inspect(&frame(1, &body[3..])), Err(ChunkError::TooMany));

    let good = Parts::of(&story());
    let with = |change: &dyn Fn(&mut Parts)| {
        let mut parts = good.clone();
        change(&mut parts);
        chunk::inspect(&parts.build())
    };
    assert!(with(&|_| ()).is_ok());
    let numbered =
        |n: usize| (0..n).map(|i| [(i / 256) as u8, i as u8].repeat(16).try_into().unwrap()).collect::<Vec<[u8; 32]>>();
    assert!(with(&|parts| parts.deps = numbered(limits::CHANGE_DEPS)).is_ok());
    assert_eq!(with(&|parts| parts.deps = numbered(limits::CHANGE_DEPS + 1)), Err(ChunkError::TooMany));
    assert_eq!(with(&|parts| parts.deps = vec![[1; 32]; 2]), Err(ChunkError::Malformed), "each once");
    let actors = |n: usize| numbered(n).into_iter().map(|half| half.repeat(2)).collect::<Vec<_>>();
    assert!(with(&|parts| parts.others = actors(limits::CHANGE_ACTORS)).is_ok());
    assert_eq!(with(&|parts| parts.others = actors(limits::CHANGE_ACTORS + 1)), Err(ChunkError::TooMany));
    assert_eq!(with(&|parts| parts.others = vec![vec![1; 63]]), Err(ChunkError::Actor));
    assert_eq!(with(&|parts| parts.columns = vec![(0x42, vec![]); 33]), Err(ChunkError::TooMany));
}

#[test]
fn fault_14_an_actor_that_is_not_the_hash_of_its_change_is_refused() {
    let good = Parts::of(&story());
    let with = |change: &dyn Fn(&mut Parts), certified: bool| {
        let mut parts = good.clone();
        change(&mut parts);
        chunk::inspect(&if certified { parts.build() } else { parts.raw() })
    };
    assert!(with(&|_| (), false).is_ok());
    assert_eq!(with(&|parts| parts.actor[63] ^= 1, false), Err(ChunkError::Actor));
    assert_eq!(with(&|parts| parts.time += 1, false), Err(ChunkError::Actor), "the same actor for another change");
    assert_eq!(with(&|parts| parts.actor[0] ^= 1, false), Err(ChunkError::Actor), "the same hash for another node");
    assert_eq!(with(&|parts| parts.seq = 2, true), Err(ChunkError::Sequence));
    assert_eq!(with(&|parts| parts.seq = 0, true), Err(ChunkError::Sequence));
    assert_eq!(with(&|parts| parts.actor.truncate(32), true), Err(ChunkError::Actor));
    assert_eq!(with(&|parts| parts.actor.push(0), true), Err(ChunkError::Actor));
    assert_eq!(with(&|parts| parts.first = 0, true), Err(ChunkError::TooMany));
    assert_eq!(with(&|parts| parts.first = u64::from(u32::MAX), true), Err(ChunkError::TooMany));
    assert_eq!(with(&|parts| parts.message = b"hello".to_vec(), true), Err(ChunkError::Extra));
    assert_eq!(with(&|parts| parts.extra = vec![0], true), Err(ChunkError::Extra));
}

#[test]
fn operations_that_reach_into_what_others_wrote_are_refused() {
    let good = Parts::of(&story());
    let with = |specification: u64, change: &dyn Fn(&mut Vec<u8>)| {
        let mut parts = good.clone();
        change(&mut parts.columns.iter_mut().find(|(it, _)| *it == specification).unwrap().1);
        chunk::inspect(&parts.build())
    };
    // Counters (5), marks (7), texts (4) and tables (6) are not written here.
    for action in [4u8, 5, 6, 7, 8] {
        let refused = with(0x42, &|data| *data.last_mut().unwrap() = action);
        assert!(matches!(refused, Err(ChunkError::Shape | ChunkError::Operations)), "{action}: {refused:?}");
    }
    // One null at the name «a»: of the root, of a map that this change did not make, with another's number for its own.
    let one = |object: Option<(u8, u8)>| {
        let mut columns =
            vec![(0x15, vec![0x7f, 1, b'a']), (0x34, vec![1]), (0x42, vec![1, 1]), (0x56, vec![1, 0]), (0x70, vec![1, 0])];
        if let Some((actor, counter)) = object {
            columns.splice(0..0, [(0x01, vec![1, actor]), (0x02, vec![1, counter])]);
        }
        chunk::inspect(&Parts { columns, ..Parts::default() }.build()).map(|looked_at| looked_at.operations)
    };
    assert_eq!(one(None), Ok(1));
    for object in [(0, 0), (0, 1), (0, 77), (1, 1)] {
        assert_eq!(one(Some(object)), Err(ChunkError::Shape), "{object:?}");
    }
    // A column twice, in another order, or one that nobody knows.
    for columns in [vec![(0x42, vec![]), (0x42, vec![])], vec![(0x56, vec![]), (0x42, vec![])], vec![(0x94, vec![])]] {
        let parts = Parts { columns, ..Parts::default() };
        assert_eq!(chunk::inspect(&parts.build()), Err(ChunkError::Operations));
    }
    // Without columns it is an empty change.
    assert_eq!(chunk::inspect(&Parts::default().build()).unwrap().operations, 0);
}

/// Any bytes at all, and valid ones with something changed: refused or passed, and nothing else.
#[test]
fn fault_04_a_million_random_chunks_are_refused_without_a_panic() {
    let mut dice = Dice(4);
    let good = story();
    let mut passed = 0;
    for case in 0..1_000_000 {
        let bytes = match case % 4 {
            0 => {
                let length = dice.below(40);
                dice.bytes(length)
            }
            1 => {
                let length = dice.below(60);
                frame(1, &dice.bytes(length))
            }
            2 => {
                let at = 9 + dice.below(good.len() - 9);
                let mut body = good[11..].to_vec();
                body[at - 11.min(at)] = dice.next() as u8;
                frame(1, &body)
            }
            _ => {
                let mut bytes = good.clone();
                let at = dice.below(bytes.len());
                bytes[at] = dice.next() as u8;
                bytes
            }
        };
        passed += usize::from(chunk::inspect(&bytes).is_ok());
    }
    assert!(passed < 10_000, "{passed}: only bytes changed into themselves pass");
}

proptest! {
    #[test]
    fn any_bytes_are_looked_at_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), kind: u8) {
        prop_assert!(chunk::inspect(&bytes).is_err());
        let _any = chunk::inspect(&frame(kind & 3, &bytes));
        let _any = chunk::certify_actor(frame(1, &bytes));
    }
}
