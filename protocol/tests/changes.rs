//! Making changes and reading them: fields are registers of the root, and what two wrote at once stands side by side.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ObjType, ROOT};
use common::{DOCUMENT, NETWORK, edit, node_of, sealed, secret};
use knutepunkt_protocol::document::change::{self, ChangeError, Edits, SealedChange};
use knutepunkt_protocol::document::chunk::{self, ChunkError};
use knutepunkt_protocol::document::view::View;
use knutepunkt_protocol::ids::{DocumentId, NetworkId, NodeId};
use knutepunkt_protocol::limits;
use knutepunkt_protocol::signed::{Secret, SignatureError};
use proptest::prelude::*;
use serde_json::{Value, json};

fn make(base: &[&Vec<u8>], edits: &Edits, author: u64) -> Vec<u8> {
    let base: Vec<Vec<u8>> = base.iter().map(|chunk| (*chunk).clone()).collect();
    change::make(&base, edits, &node_of(&secret(author)), 1_700_000_000).unwrap()
}

fn view(chunks: &[&Vec<u8>]) -> View {
    View::read(&chunks.iter().map(|chunk| (*chunk).clone()).collect::<Vec<_>>()).unwrap()
}

fn others(view: &View, name: &str) -> Vec<Value> {
    view.registers[name].others.iter().map(|written| written.value.clone()).collect()
}

#[test]
fn a_change_says_who_made_it_and_what_it_builds_on() {
    let first = make(&[], &edit("title", "En dag"), 1);
    let looked_at = chunk::inspect(&first).unwrap();
    assert_eq!(looked_at.node, node_of(&secret(1)));
    assert_eq!((looked_at.deps.as_slice(), looked_at.time, looked_at.operations), ([].as_slice(), 1_700_000_000, 1));
    assert!(looked_at.actor.starts_with(looked_at.node.as_bytes()));

    let second = make(&[&first], &edit("title", "To dager"), 1);
    let on_top = chunk::inspect(&second).unwrap();
    assert_eq!(on_top.deps, [looked_at.hash]);
    assert_eq!(on_top.overwrites, [looked_at.actor]);
    assert_ne!(on_top.actor, looked_at.actor, "one change, one actor");
    assert_eq!(view(&[&first, &second]).content(), [("title".to_owned(), json!("To dager"))].into());
}

#[test]
fn the_same_edit_of_the_same_base_is_the_same_change() {
    let edits: Edits = [("a".to_owned(), Some(json!([1, {"b": null}]))), ("c".to_owned(), Some(json!("d")))].into();
    assert_eq!(make(&[], &edits, 1), make(&[], &edits, 1));
    assert_ne!(make(&[], &edits, 1), make(&[], &edits, 2));
}

#[test]
fn two_edits_at_once_stand_side_by_side_until_somebody_settles_it() {
    let first = make(&[], &[("title".to_owned(), Some(json!("x"))), ("text".to_owned(), Some(json!(["y"])))].into(), 1);
    let tromso = make(&[&first], &edit("title", "fra Tromsø"), 1);
    let bergen = make(&[&first], &edit("title", "fra Bergen"), 2);
    let one = view(&[&first, &tromso, &bergen]);
    let other = view(&[&first, &bergen, &tromso]);
    assert_eq!(one, other, "the winner does not depend on the order");
    let shown = one.registers["title"].shown.value.clone();
    let hidden = others(&one, "title");
    assert_eq!(hidden.len(), 1);
    assert_ne!(shown, hidden[0]);
    assert_eq!(one.registers["text"].others, vec![]);

    // An edit of another field on top of both leaves the conflict to stand.
    let third = make(&[&first, &tromso, &bergen], &edit("text", json!(["z"])), 3);
    let still = view(&[&first, &tromso, &bergen, &third]);
    assert_eq!(still.registers["title"], one.registers["title"]);

    // An edit of the field settles it.
    let settled = make(&[&first, &tromso, &bergen, &third], &edit("title", "begge"), 1);
    let after = view(&[&first, &tromso, &bergen, &third, &settled]);
    assert_eq!(after.registers["title"].shown.value, json!("begge"));
    assert_eq!(others(&after, "title"), Vec::<Value>::new());
}

#[test]
fn a_removal_and_an_edit_at_once_leave_the_edit() {
    let first = make(&[], &edit("phone", "77 00 00 00"), 1);
    let removed = make(&[&first], &[("phone".to_owned(), None)].into(), 1);
    let edited = make(&[&first], &edit("phone", "55 00 00 00"), 2);
    assert!(view(&[&first, &removed]).registers.is_empty());
    let both = view(&[&first, &removed, &edited]);
    assert_eq!(both, view(&[&first, &edited, &removed]));
    assert_eq!(both.registers["phone"].shown.value, json!("55 00 00 00"));
    assert_eq!(others(&both, "phone"), Vec::<Value>::new());
}

#[test]
fn edits_need_no_common_ancestor() {
    let one = make(&[], &edit("name", "Knutepunkt Tromsø"), 1);
    let other = make(&[], &edit("name", "Knutepunktet"), 2);
    let both = view(&[&one, &other]);
    assert_eq!(both, view(&[&other, &one]));
    assert_eq!(others(&both, "name").len(), 1);
}

#[test]
fn an_empty_change_says_again_what_it_builds_on() {
    let first = make(&[], &edit("title", "x"), 1);
    for nothing in [Edits::new(), [("never there".to_owned(), None)].into()] {
        let again = make(&[&first], &nothing, 2);
        let looked_at = chunk::inspect(&again).unwrap();
        assert_eq!(looked_at.operations, 0);
        assert_eq!(looked_at.deps, [chunk::inspect(&first).unwrap().hash]);
        assert_eq!(view(&[&first, &again]), view(&[&first]));
    }
    assert!(chunk::inspect(&make(&[], &Edits::new(), 1)).unwrap().operations == 0);
}

#[test]
fn what_a_change_builds_on_is_needed_to_read_it_and_to_build_on_it() {
    let first = make(&[], &edit("title", "x"), 1);
    let second = make(&[&first], &edit("text", "y"), 1);
    assert_eq!(View::read(std::slice::from_ref(&second)), Err(ChangeError::Unfit));
    let on_top = change::make(&[second], &edit("text", "z"), &node_of(&secret(1)), 1);
    assert_eq!(on_top, Err(ChangeError::Unfit));
}

#[test]
fn names_may_be_anything_that_json_allows() {
    for name in ["", " ", "æøå", "a/b", "\u{202e}", "\0", "hub/0"] {
        let first = make(&[], &edit(name, json!({ name: name })), 1);
        assert_eq!(view(&[&first]).content()[name], json!({ name: name }));
    }
}

#[test]
fn fault_17_hostile_text_is_kept_as_it_is() {
    let grapheme = format!("e{}", "\u{301}".repeat(100_000));
    for text in ["a\0b", "\u{202e}olleh\u{2066}", "<script>alert(1)</script>", "\u{feff}\u{fffd}\u{10ffff}", grapheme.as_str()] {
        let first = make(&[], &edit("text", json!([text])), 1);
        assert_eq!(view(&[&first]).content()["text"], json!([text]));
    }
    // What is longer than a change is refused where it is written.
    let megabyte = format!("e{}", "\u{301}".repeat(500_000));
    let refused = change::make(&[], &edit("text", megabyte), &node_of(&secret(1)), 0);
    assert_eq!(refused, Err(ChangeError::Chunk(ChunkError::TooLarge)));
}

#[test]
fn values_deeper_than_eight_levels_are_refused_where_they_are_written() {
    let nested = |levels: usize| {
        (0..levels).fold(json!("core"), |inner, level| if level % 2 == 0 { json!([inner]) } else { json!({"in": inner}) })
    };
    let eight = make(&[], &edit("a", nested(8)), 1);
    assert_eq!(view(&[&eight]).content()["a"], nested(8));
    let refused = change::make(&[], &edit("a", nested(9)), &node_of(&secret(1)), 0);
    assert_eq!(refused, Err(ChangeError::Chunk(ChunkError::TooDeep)));
}

#[test]
fn fault_14_another_nodes_key_in_the_actor_is_refused() {
    let thief = secret(2);
    // The thief makes a change in another's name and seals it itself.
    let bytes = make(&[], &edit("title", "x"), 1);
    let looked_at = chunk::inspect(&bytes).unwrap();
    let seal = change::seal(&thief, &NETWORK, &DOCUMENT, &looked_at);
    let forged = SealedChange { chunk: bytes, seal };
    assert_eq!(change::verify(&forged, &NETWORK, &DOCUMENT), Err(ChangeError::Seal(SignatureError::Mismatch)));
}

#[test]
fn fault_15_a_seal_holds_for_one_document_in_one_network() {
    let change = sealed(&[], &edit("title", "x"), &secret(1));
    assert!(change::verify(&change, &NETWORK, &DOCUMENT).is_ok());
    let mismatch = Err(ChangeError::Seal(SignatureError::Mismatch));
    assert_eq!(change::verify(&change, &NETWORK, &DocumentId([7; 32])), mismatch);
    assert_eq!(change::verify(&change, &NetworkId([7; 32]), &DOCUMENT), mismatch);
    let other = sealed(&[], &edit("title", "y"), &secret(1));
    let swapped = SealedChange { chunk: change.chunk, seal: other.seal };
    assert_eq!(change::verify(&swapped, &NETWORK, &DOCUMENT), mismatch);
}

/// A change that Automerge makes directly, as only a hostile program would.
fn foreign(write: impl FnOnce(&mut automerge::transaction::Transaction<'_>)) -> Vec<u8> {
    let mut document = Automerge::new().with_actor(ActorId::from([1; 64]));
    let mut transaction = document.transaction();
    write(&mut transaction);
    transaction.commit();
    document.get_last_local_change().unwrap().raw_bytes().to_vec()
}

#[test]
fn fault_13_maps_nested_a_hundred_thousand_deep_are_read_without_their_depths() {
    let mut document = Automerge::new().with_actor(ActorId::from([1; 64]));
    let mut transaction = document.transaction();
    let mut inner = transaction.put_object(ROOT, "deep", ObjType::Map).unwrap();
    transaction.put(ROOT, "flat", "here").unwrap();
    for _ in 0..100_000 {
        inner = transaction.put_object(&inner, "in", ObjType::Map).unwrap();
    }
    transaction.commit();
    let bytes = document.get_last_local_change().unwrap().raw_bytes().to_vec();
    // The guard never lets it through; the view copes even so.
    assert!(chunk::inspect(&bytes).is_err());
    let view = View::read(&[bytes]).unwrap();
    assert_eq!(view.content()["flat"], json!("here"));
    let mut levels = 0;
    let mut value = &view.content()["deep"];
    while let Some(next) = value.get("in") {
        value = next;
        levels += 1;
    }
    assert_eq!(levels + 1, limits::VALUE_DEPTH);
}

#[test]
fn texts_and_long_lists_that_others_made_are_refused_by_the_guard_and_bounded_in_the_view() {
    let text = foreign(|transaction| {
        let text = transaction.put_object(ROOT, "text", ObjType::Text).unwrap();
        transaction.splice_text(&text, 0, 0, "løpende tekst").unwrap();
    });
    assert_eq!(chunk::inspect(&text), Err(ChunkError::Actor));
    assert_eq!(chunk::inspect(&chunk::certify_actor(text.clone()).unwrap()), Err(ChunkError::Shape));
    assert_eq!(View::read(&[text]).unwrap().content()["text"], json!("løpende tekst"));

    let list = foreign(|transaction| {
        let list = transaction.put_object(ROOT, "list", ObjType::List).unwrap();
        (0..100_000).for_each(|_| transaction.insert(&list, 0, true).unwrap());
        transaction.put(ROOT, "zzz", 1).unwrap();
    });
    assert_eq!(chunk::inspect(&chunk::certify_actor(list.clone()).unwrap()), Err(ChunkError::TooMany));
    let view = View::read(&[list]).unwrap();
    assert_eq!(view.content()["list"].as_array().unwrap().len(), limits::VALUE_NODES - 1);
    assert!(!view.registers.contains_key("zzz"), "what comes behind the bound is absent");
}

#[test]
fn fault_44_a_document_that_grew_beyond_the_caps_is_refused_as_a_whole_and_at_once() {
    // Each change is within the caps; together they hold more operations than a document is read with.
    let list: Vec<Value> = (0..900).map(|_| Value::Bool(true)).collect();
    let one = make(&[], &edit("list", list), 1);
    assert!(one.len() < 400);
    let count = limits::DOCUMENT_OPS / chunk::inspect(&one).unwrap().operations + 1;
    let many: Vec<Vec<u8>> = (0..count)
        .map(|n| {
            let mut parts = common::Parts::of(&one);
            parts.actor = [secret(n).public().to_vec(), vec![0; 32]].concat();
            parts.build()
        })
        .collect();
    assert!(many.iter().all(|bytes| chunk::inspect(bytes).is_ok()));
    assert_eq!(View::read(&many), Err(ChangeError::TooLarge));
    assert!(View::read(&many[..20]).is_ok());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no such number", |float| float.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..8).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_edits() -> impl Strategy<Value = Edits> {
    prop::collection::btree_map("[a-e]", prop::option::weighted(0.8, any_json()), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn values_of_every_shape_round_trip(value in any_json()) {
        let first = make(&[], &edit("field", value.clone()), 1);
        prop_assert_eq!(&view(&[&first]).content()["field"], &value);
    }

    /// Any history of edits by three authors, each on top of some earlier changes: the guard lets all of it through, and what is
    /// read does not depend on the order in which it lies.
    #[test]
    fn any_history_is_accepted_and_read_alike_in_every_order(
        steps in prop::collection::vec((any_edits(), 1u64..4, prop::collection::vec(any::<prop::sample::Index>(), 0..3)), 1..10),
        seed: u64,
    ) {
        let mut history: Vec<Vec<u8>> = Vec::new();
        for (time, (edits, author, picks)) in steps.iter().enumerate() {
            let tips: Vec<&Vec<u8>> = picks.iter().filter(|_| !history.is_empty()).map(|pick| pick.get(&history)).collect();
            let base = ancestors(&history, &tips);
            let made = change::make(&base, edits, &node_of(&secret(*author)), time as u64).unwrap();
            prop_assert!(chunk::inspect(&made).is_ok());
            if !history.contains(&made) {
                history.push(made);
            }
        }
        let expected = View::read(&history).unwrap();
        let mut shuffled = history.clone();
        common::Dice(seed).shuffle(&mut shuffled);
        prop_assert_eq!(View::read(&shuffled).unwrap(), expected);
    }
}

/// The changes of a history that these are built on, and themselves.
fn ancestors(history: &[Vec<u8>], tips: &[&Vec<u8>]) -> Vec<Vec<u8>> {
    let mut wanted: Vec<_> = tips.iter().map(|tip| chunk::inspect(tip).unwrap().hash).collect();
    let mut found = Vec::new();
    for bytes in history.iter().rev() {
        let looked_at = chunk::inspect(bytes).unwrap();
        if wanted.contains(&looked_at.hash) {
            wanted.extend(looked_at.deps);
            found.push(bytes.clone());
        }
    }
    found.reverse();
    found
}

#[test]
fn the_time_of_a_change_is_for_people_and_bounds_nothing() {
    let node = NodeId(Secret::from_seed(&[3; 32]).public());
    for time in [0, 1, u64::from(u32::MAX), i64::MAX as u64] {
        let bytes = change::make(&[], &edit("a", 1), &node, time).unwrap();
        assert_eq!(chunk::inspect(&bytes).unwrap().time, time);
    }
}
