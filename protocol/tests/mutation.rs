//! Chunks that the guard passes and Automerge has never seen the like of: reading them ends, in bounded time, without a panic
//! that escapes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_types, clippy::disallowed_methods)]

mod common;

use common::{Dice, Parts, edit, node_of, secret};
use knutepunkt_protocol::document::change::{self, Edits};
use knutepunkt_protocol::document::chunk;
use knutepunkt_protocol::document::view::View;
use serde_json::json;
use std::time::{Duration, Instant};

fn corpus() -> Vec<Vec<Vec<u8>>> {
    let mut documents = Vec::new();
    let (a, b) = (node_of(&secret(1)), node_of(&secret(2)));
    let story: Edits = [
        ("title".to_owned(), Some(json!("En dag i Tromsø"))),
        ("text".to_owned(), Some(json!(["first", "second", "third", "fourth"]))),
        ("places".to_owned(), Some(json!([{"id": "a", "n": 1}, {"id": "b", "n": 2.5, "deep": [[], [true, null]]}]))),
        ("n".to_owned(), Some(json!(-70000))),
    ]
    .into();
    let first = change::make(&[], &story, &a, 1_700_000_000).unwrap();
    documents.push(vec![first.clone()]);
    let second = change::make(&[first.clone()], &edit("title", "Two days"), &b, 1_700_000_100).unwrap();
    let third = change::make(&[first.clone()], &edit("text", json!(["x", "y"])), &a, 1_700_000_200).unwrap();
    documents.push(vec![first.clone(), second.clone()]);
    documents.push(vec![first.clone(), second.clone(), third.clone()]);
    let base = [first, second, third];
    let removal: Edits = [("title".to_owned(), None), ("text".to_owned(), Some(json!({"a": {"b": {"c": [1, 2, 3]}}})))].into();
    let fourth = change::make(&base, &removal, &b, 5).unwrap();
    documents.push([base.as_slice(), &[fourth]].concat());
    documents
}

/// Changes something of a chunk's columns.
fn mutate(parts: &mut Parts, dice: &mut Dice) {
    if dice.chance(5) {
        parts.first = dice.next() >> dice.below(64);
        return;
    }
    let place = dice.below(parts.columns.len());
    let Some((_, data)) = parts.columns.get_mut(place) else { return };
    if data.is_empty() {
        return;
    }
    let at = dice.below(data.len());
    match dice.below(8) {
        0 => data[at] = dice.next() as u8,
        1 => data[at] = data[at].wrapping_add(1),
        2 => data[at] = data[at].wrapping_sub(1),
        3 => data[at] ^= 1 << dice.below(8),
        4 => data.insert(at, dice.below(8) as u8),
        5 => drop(data.remove(at)),
        6 => drop(parts.columns.remove(place)),
        _ => data[at] = 0x7f,
    }
}

#[test]
fn fuzz() {
    let cases: usize = std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(3000);
    let mut dice = Dice(std::env::var("SEED").ok().and_then(|c| c.parse().ok()).unwrap_or(1));
    let corpus = corpus();
    std::panic::set_hook(Box::new(|_| {}));
    let (mut passed, mut read, mut slowest) = (0, 0, Duration::ZERO);
    for case in 0..cases {
        let document = &corpus[case % corpus.len()];
        let (last, base) = document.split_last().unwrap();
        let mut parts = Parts::of(last);
        for _ in 0..=dice.below(3) {
            mutate(&mut parts, &mut dice);
        }
        let bytes = parts.build();
        if chunk::inspect(&bytes).is_err() { continue }
        passed += 1;
        let mut chunks = base.to_vec();
        chunks.push(bytes.clone());
        let start = Instant::now();
        let first = View::read(&chunks);
        let took = start.elapsed();
        if took > slowest { slowest = took; eprintln!("{case}: {took:?} {}", data_encoding::HEXLOWER.encode(&bytes)); }
        if let Err(e) = &first { eprintln!("FAIL {case} {e} {}", data_encoding::HEXLOWER.encode(&bytes)); }
        if first.is_ok() { read += 1;
            let _ = change::make(&chunks, &edit("title", "z"), &node_of(&secret(3)), 1);
        }
    }
    eprintln!("{cases} cases, {passed} passed the guard, {read} read, slowest {slowest:?}");
}
