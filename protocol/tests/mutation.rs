//! What the guard passes, Automerge reads: changes whose columns were tampered with, whose actor and checksum fit again, are
//! either refused by the guard or read without an error, a panic or a noticeable wait. So whether a change is valid depends on
//! its bytes and never on what Automerge makes of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_types, clippy::disallowed_methods)]

mod common;

use common::{Dice, Parts, edit, node_of, secret};
use knutepunkt_protocol::document::change::{self, Edits};
use knutepunkt_protocol::document::chunk;
use knutepunkt_protocol::document::view::View;
use serde_json::json;
use std::time::{Duration, Instant};

/// Documents whose last change is tampered with.
fn corpus() -> Vec<Vec<Vec<u8>>> {
    let (tromso, bergen) = (node_of(&secret(1)), node_of(&secret(2)));
    let story: Edits = [
        ("title".to_owned(), Some(json!("En dag i Tromsø"))),
        ("text".to_owned(), Some(json!(["first", "second", "third", "fourth"]))),
        ("places".to_owned(), Some(json!([{"id": "a", "n": 1}, {"id": "b", "n": 2.5, "deep": [[], [true, null]]}]))),
        ("n".to_owned(), Some(json!(-70000))),
    ]
    .into();
    let first = change::make(&[], &story, &tromso, 1_700_000_000).unwrap();
    let second = change::make(std::slice::from_ref(&first), &edit("title", "Two days"), &bergen, 1_700_000_100).unwrap();
    let third = change::make(std::slice::from_ref(&first), &edit("text", json!(["x", "y"])), &tromso, 1_700_000_200).unwrap();
    let both = vec![first.clone(), second.clone(), third.clone()];
    let removal: Edits = [("title".to_owned(), None), ("text".to_owned(), Some(json!({"a": {"b": {"c": [1, 2, 3]}}})))].into();
    let fourth = change::make(&both, &removal, &bergen, 5).unwrap();
    vec![vec![first.clone()], vec![first, second], both.clone(), [both, vec![fourth]].concat()]
}

/// Changes something of a chunk's columns.
fn tamper(parts: &mut Parts, dice: &mut Dice) {
    if dice.chance(5) {
        parts.first = dice.next() >> dice.below(64);
        return;
    }
    let place = dice.below(parts.columns.len());
    let Some((_, data)) = parts.columns.get_mut(place).filter(|(_, data)| !data.is_empty()) else { return };
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
fn what_the_guard_passes_automerge_reads() {
    let cases: usize = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60_000);
    let mut dice = Dice(std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1));
    let corpus = corpus();
    let (mut passed, mut slowest) = (0, Duration::ZERO);
    for case in 0..cases {
        let (last, base) = corpus[case % corpus.len()].split_last().unwrap();
        let mut parts = Parts::of(last);
        for _ in 0..=dice.below(3) {
            tamper(&mut parts, &mut dice);
        }
        let bytes = parts.build();
        if chunk::inspect(&bytes).is_err() {
            continue;
        }
        passed += 1;
        let chunks = [base, &[bytes]].concat();
        let start = Instant::now();
        let view = View::read(&chunks);
        slowest = slowest.max(start.elapsed());
        assert!(view.is_ok(), "case {case}: {view:?} of {parts:?}");
        let on_top = change::make(&chunks, &edit("title", "z"), &node_of(&secret(3)), 1);
        assert!(on_top.is_ok(), "case {case}: {on_top:?}");
    }
    println!("{cases} cases, {passed} passed the guard, the slowest took {slowest:?}");
    assert!(passed > cases / 100, "tampering must leave something to read");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}

#[test]
fn a_change_that_names_an_actor_of_no_ancestor_cannot_be_read_and_says_so() {
    let (base, last) = (corpus()[1][0].clone(), corpus()[1][1].clone());
    let mut parts = Parts::of(&last);
    parts.others[0][63] ^= 1;
    let bytes = parts.build();
    let looked_at = chunk::inspect(&bytes).unwrap();
    assert_ne!(looked_at.overwrites, [chunk::inspect(&base).unwrap().actor]);
    assert_eq!(View::read(&[base, bytes]), Err(change::ChangeError::Unfit));
}
