//! Documents that somebody made to do harm, and long ones: what is held does not depend on what came first, and nobody's words are
//! displaced by another's.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, converge, network, pull};
use common::{Parts, edit, secret};
use knutepunkt_protocol::document::change::{self, ChangeError, Edits, SealedChange};
use knutepunkt_protocol::document::chunk;
use knutepunkt_protocol::document::header::Editors;
use knutepunkt_protocol::ids::{ChangeHash, DocumentId};
use knutepunkt_protocol::law::records::Role;
use knutepunkt_protocol::limits;
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::sets::Bundle;
use knutepunkt_protocol::replica::{Refusal, Replica};
use knutepunkt_protocol::rows::Table;
use serde_json::json;

/// A document that every member may edit.
fn organisation(owner: &mut Machine) -> DocumentId {
    let new = NewDocument {
        kind: "organisation".into(),
        editors: Editors::Members,
        teller: None,
        origin: vec![1; 16],
        about: None,
        nonce: vec![1; 8],
    };
    let content = [("name".to_owned(), json!("Brua"))].into();
    owner.act(|replica, hand, effects| replica.publish(new, &content, hand, effects)).unwrap()
}

fn bundle(machine: &Machine, id: &DocumentId) -> Bundle {
    machine.replica.bundle(id, &machine.replica.tips_of(id), &[], 0, &machine.rows).unwrap()
}

fn chunks(machine: &Machine, id: &DocumentId) -> Vec<Vec<u8>> {
    bundle(machine, id).changes.into_iter().map(|change| change.chunk).collect()
}

fn seal(machine: &Machine, id: &DocumentId, chunk: Vec<u8>) -> SealedChange {
    let looked_at = chunk::inspect(&chunk).unwrap();
    SealedChange { seal: change::seal(&machine.node, &machine.replica.network(), id, &looked_at), chunk }
}

/// A change of a machine's on top of these chunks.
fn made(machine: &Machine, id: &DocumentId, base: &[Vec<u8>], edits: &Edits, time: u64) -> SealedChange {
    seal(machine, id, change::make(base, edits, &machine.node(), time).unwrap())
}

fn give(machine: &mut Machine, header: &[u8], changes: &[SealedChange]) -> Result<(), Refusal> {
    machine.act(|replica, hand, effects| replica.take_document(header, changes, hand, effects))
}

/// An edit on top of everything that is here.
fn put(machine: &mut Machine, id: &DocumentId, edits: &Edits) {
    let base = machine.replica.tips_of(id).into_iter().collect();
    machine.act(|replica, hand, effects| replica.edit(id, &base, edits, hand, effects)).unwrap();
}

fn shown(machine: &Machine, id: &DocumentId) -> serde_json::Value {
    json!(machine.replica.view(id, &machine.rows).map(|view| view.content()))
}

#[test]
fn what_overwrites_values_on_which_it_does_not_build_is_refused_whatever_else_is_held() {
    let (_, mut machines) = network(2);
    let [owner, other] = machines.as_mut_slice() else { unreachable!() };
    let id = organisation(owner);
    converge(&mut [owner, other]);
    let root = chunks(owner, &id);
    let first = made(owner, &id, &root, &edit("name", "Brua 1"), 1);
    let both = [root.clone(), vec![first.chunk.clone()]].concat();
    // Made on top of the first, and then said to be made beside it.
    let honest = change::make(&both, &edit("name", "Brua 2"), &other.node(), 2).unwrap();
    let mut parts = Parts::of(&honest);
    parts.deps = vec![chunk::inspect(&root[0]).unwrap().hash.0];
    let beside = seal(other, &id, parts.build());
    let header = bundle(owner, &id).header;
    for machine in [owner, other] {
        let unfit = Err(Refusal::Change(ChangeError::Unfit));
        assert_eq!(give(machine, &header, std::slice::from_ref(&beside)), unfit);
        assert_eq!(give(machine, &header, &[first.clone(), beside.clone()]), Ok(()), "the first one is taken");
        assert_eq!(give(machine, &header, std::slice::from_ref(&beside)), unfit);
        assert_eq!(shown(machine, &id), json!({"name": "Brua 1"}));
    }
}

#[test]
fn a_trust_list_that_cannot_be_read_says_nothing_whatever_was_read_before() {
    let (charter, mut machines) = network(3);
    let [one, two, liar] = machines.as_mut_slice() else { unreachable!() };
    let friend = common::hub_of(&secret(77));
    common::cast::say(liar, &friend, Some(knutepunkt_protocol::law::trust::Say::Vouch));
    converge(&mut [one, two, liar]);
    let id = *liar.replica.documents().find(|(_, it)| it.header.kind == "trust" && it.header.owner == liar.hub()).unwrap().0;
    let header = bundle(liar, &id).header;
    let root = chunks(liar, &id);
    // Two halves, each of which can be read.
    let most = usize::try_from(limits::DOCUMENT_OPS / limits::CHANGE_OPS / 2).unwrap() + 1;
    let branch = |name: &str| -> Vec<SealedChange> {
        let wide = json!(vec!["long enough"; usize::try_from(limits::CHANGE_OPS).unwrap() - 1]);
        (0..most).map(|number| made(liar, &id, &root, &edit(&format!("{name}{number}"), wide.clone()), 1)).collect()
    };
    let (left, right) = (branch("zy"), branch("zz"));
    give(one, &header, &left).unwrap();
    let vouched = |machine: &Machine| {
        machine.replica.law().hub(&machine.hub()).is_some() && {
            let record = machine.replica.law().hub(&liar.hub()).unwrap();
            record.trust.vouches().any(|hub| *hub == friend)
        }
    };
    assert!(vouched(one));
    give(one, &header, &right).unwrap();
    give(two, &header, &[left, right].concat()).unwrap();
    assert_eq!((vouched(one), vouched(two)), (false, false));
    assert_eq!(one.replica.fingerprint(), two.replica.fingerprint());
    one.restart(&charter);
    assert!(!vouched(one));
}

#[test]
fn who_floods_a_document_displaces_nobody_elses_words() {
    let (_, mut machines) = network(3);
    let [owner, honest, vandal] = machines.as_mut_slice() else { unreachable!() };
    let id = organisation(owner);
    converge(&mut [owner, honest, vandal]);
    let header = bundle(owner, &id).header;
    let root = chunks(owner, &id);
    let mut deep = root.clone();
    let mut said = Vec::new();
    for number in 0..5_u64 {
        let change = made(honest, &id, &deep, &edit("description", format!("edit {number}")), number);
        deep.push(change.chunk.clone());
        said.push(change);
    }
    let hash = chunk::inspect(&root[0]).unwrap().hash;
    let flood: Vec<SealedChange> = (0..limits::DOCUMENT_CHANGES + 50)
        .map(|number| {
            let actor = [vandal.node.public().to_vec(), vec![0; 32]].concat();
            let parts = Parts { deps: vec![hash.0], actor, first: 2, time: number as i64, ..Parts::default() };
            seal(vandal, &id, parts.build())
        })
        .collect();
    // In either order.
    give(owner, &header, &said).unwrap();
    for part in flood.chunks(5_000) {
        let _some_do_not_fit = give(owner, &header, part);
    }
    for part in flood.chunks(5_000).rev() {
        let _some_do_not_fit = give(honest, &header, part);
    }
    give(honest, &header, &said).unwrap();
    for machine in [&*owner, &*honest] {
        let document = machine.replica.document(&id).unwrap();
        assert_eq!(document.changes.len(), 1 + said.len() + limits::DOCUMENT_CHANGES);
        assert_eq!(shown(machine, &id)["description"], "edit 4");
    }
    assert_eq!(owner.replica.fingerprint(), honest.replica.fingerprint());
}

#[test]
fn a_long_document_is_taken_over_although_its_beginning_does_not_count() {
    let (charter, mut machines) = network(3);
    let [owner, other, newcomer] = machines.as_mut_slice() else { unreachable!() };
    converge(&mut [owner, other, newcomer]);
    let id = organisation(owner);
    let mut stolen = Machine::blank(&charter, &owner.hub, &secret(300));
    owner.certify(&secret(300), Role::Full);
    converge(&mut [owner, other, &mut stolen]);
    // More than one answer carries, all of it by a machine that is given up.
    for number in 0..7 {
        put(&mut stolen, &id, &edit("description", number.to_string().repeat(200_000)));
    }
    pull(owner, &stolen);
    pull(other, &stolen);
    put(other, &id, &edit("alert", "Stengt"));
    pull(owner, other);
    let words = owner.hub.clone();
    owner.act(|replica, hand, effects| replica.revoke(&words, stolen.node(), &[], hand, effects)).unwrap();
    pull(other, owner);
    let expected = shown(other, &id);
    assert_eq!(expected["alert"], "Stengt");

    let outcome = pull(newcomer, other);
    assert_eq!((outcome.broken, outcome.refused), (None, vec![]));
    assert_eq!(shown(newcomer, &id), expected);
}

#[test]
fn documents_with_many_heads_are_taken_over() {
    let (_, mut machines) = network(3);
    let [owner, other, third] = machines.as_mut_slice() else { unreachable!() };
    let id = organisation(owner);
    converge(&mut [owner, other, third]);
    let header = bundle(owner, &id).header;
    let root = chunks(owner, &id);
    let beside = |from: u64, to: u64| -> Vec<SealedChange> {
        (from..to).map(|number| made(owner, &id, &root, &edit(&format!("field {number}"), number), number)).collect()
    };
    let (first, second) = (beside(0, 3 * limits::HEADS as u64), beside(100, 105));
    give(owner, &header, &first).unwrap();
    pull(other, owner);
    assert_eq!(other.replica.fingerprint(), owner.replica.fingerprint());
    give(owner, &header, &second).unwrap();
    for asker in [other, third] {
        pull(asker, owner);
        assert_eq!(asker.replica.fingerprint(), owner.replica.fingerprint());
    }
}

#[test]
fn a_change_whose_ground_is_lost_is_left_out_when_the_replica_is_opened_and_comes_again() {
    let (charter, mut machines) = network(2);
    let [owner, other] = machines.as_mut_slice() else { unreachable!() };
    let id = organisation(owner);
    put(owner, &id, &edit("alert", "Stengt"));
    converge(&mut [owner, other]);
    let expected = shown(owner, &id);
    let root: ChangeHash = chunk::inspect(&chunks(owner, &id)[0]).unwrap().hash;
    let lost = knutepunkt_protocol::replica::body_key(&id, &root);
    assert!(other.rows.remove(&(Table::Seal, lost)).is_some());
    let me = other.replica.me();
    let rows: Vec<_> = other.rows.iter().map(|((table, key), value)| (*table, key.as_slice(), value.as_slice())).collect();
    let mut effects = knutepunkt_protocol::replica::Effects::default();
    let hand = knutepunkt_protocol::replica::Hand { secret: &other.node, now: 1, bodies: &other.rows };
    other.replica = Replica::open(charter.bytes(), me, rows.into_iter(), hand, &mut effects).unwrap().0;
    assert_ne!(other.replica.fingerprint(), owner.replica.fingerprint());
    pull(other, owner);
    assert_eq!(shown(other, &id), expected);
    assert_eq!(other.replica.fingerprint(), owner.replica.fingerprint());
}
