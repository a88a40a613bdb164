//! What is kept of what hubs certify, revoke and resign: so much and no more, and the same whatever came first.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, converge, network, record, say};
use common::{Dice, secret};
use knutepunkt_protocol::ids::{DocumentId, HubId, NodeId};
use knutepunkt_protocol::law::records::{Certificate, KeptChunk, KeptDocument, Record, Resignation, Revocation, Role};
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::limits;
use knutepunkt_protocol::message::{Request, Response};
use knutepunkt_protocol::reconcile::{Lists, Session, Step, answer, hello};
use knutepunkt_protocol::replica::{Refusal, Set};
use knutepunkt_protocol::rows::Table;
use knutepunkt_protocol::signed::{Secret, Verified};

fn certificate(hub: &Secret, node: &Secret, role: Role, epoch: u64) -> Verified<Certificate> {
    let consent = Certificate::consent(node, &HubId(hub.public()));
    Certificate::issue(hub, NodeId(node.public()), role, epoch, consent)
}

fn revocation(hub: &Secret, node: &Secret, number: u64, kept: &KeptChunk) -> Record {
    let (hub_id, node) = (HubId(hub.public()), NodeId(node.public()));
    Record::Revocation(Verified::sign(Revocation { version: 1, hub: hub_id, node, number, kept: vec![kept.id()] }, hub))
}

fn resignation(hub: &Secret, successor: Option<u64>, kept: &KeptChunk) -> Record {
    let successor = successor.map(|n| HubId(secret(n).public()));
    Record::Resignation(Verified::sign(
        Resignation { version: 1, hub: HubId(hub.public()), successor, kept: vec![kept.id()], epoch: 0 },
        hub,
    ))
}

fn part(n: u64) -> KeptChunk {
    let mut id = [7; 32];
    id[..8].copy_from_slice(&n.to_be_bytes());
    KeptChunk { version: 1, documents: vec![KeptDocument { document: DocumentId(id), changes: vec![] }] }
}

/// What a machine keeps on its disk of the law.
fn kept(machine: &Machine) -> Vec<Record> {
    let rows = machine.rows.iter().filter(|((table, _), _)| *table == Table::Law);
    rows.map(|(_, value)| Record::decode(value).unwrap()).collect()
}

/// A founder that has heard of a hub by one vouch, which does not let it in.
fn founder_who_knows(hub: &Secret) -> Machine {
    let (_, mut machines) = network(3);
    say(&mut machines[0], &HubId(hub.public()), Some(Say::Vouch));
    machines.remove(0)
}

#[test]
fn a_machine_that_shows_ever_newer_certificates_leaves_one() {
    let (hub, node) = (secret(10), secret(110));
    let mut records: Vec<Record> =
        (0..50).map(|epoch| Record::Certificate(certificate(&hub, &node, Role::Full, epoch))).collect();
    records.extend((0..50).map(|epoch| Record::Certificate(certificate(&hub, &node, Role::Mirror, 100 + epoch))));
    let newest = Record::Certificate(certificate(&hub, &node, Role::Full, 49));
    let known = founder_who_knows(&hub);
    let mut dice = Dice(6);
    let mut fingerprint = None;
    for _ in 0..20 {
        dice.shuffle(&mut records);
        let mut machine = known.clone();
        let before = (kept(&machine).len(), machine.replica.law_revision());
        for certificate in &records {
            assert_eq!(machine.take_one(&record(certificate.clone())), Ok(()));
        }
        assert_eq!(kept(&machine).len(), before.0 + 1);
        assert!(kept(&machine).contains(&newest));
        // As a mirror, and as more than that: nothing else that it says makes another law.
        assert!(machine.replica.law_revision() - before.1 <= 2);
        let charter = machine.replica.charter().clone();
        assert_eq!(*fingerprint.get_or_insert(machine.replica.fingerprint()), machine.replica.fingerprint());
        machine.restart(&charter);
        assert_eq!(fingerprint, Some(machine.replica.fingerprint()));
    }
}

#[test]
fn what_a_machine_shows_of_itself_is_taken_once_and_only_while_its_hub_has_room() {
    let (hub, node) = (secret(10), secret(110));
    let mut machine = founder_who_knows(&hub);
    let shows =
        |machine: &Machine, node: &Secret, role, epoch| machine.replica.makes_known(&certificate(&hub, node, role, epoch));
    assert!(!machine.replica.makes_known(&certificate(&secret(11), &node, Role::Full, 0)), "of a hub that nobody named");
    assert!(shows(&machine, &node, Role::Mirror, 0));
    machine.take_one(&record(Record::Certificate(certificate(&hub, &node, Role::Mirror, 0)))).unwrap();
    assert!(!shows(&machine, &node, Role::Mirror, 1));
    assert!(shows(&machine, &node, Role::Full, 0));
    machine.take_one(&record(Record::Certificate(certificate(&hub, &node, Role::Full, 0)))).unwrap();
    assert!(!shows(&machine, &node, Role::Full, 1), "that it is newer is for its own hub");
    let others: Vec<Secret> = (1..limits::NODES_PER_HUB as u64).map(|n| secret(1_000 + n)).collect();
    for other in &others {
        assert!(shows(&machine, other, Role::Full, 0));
        machine.take_one(&record(Record::Certificate(certificate(&hub, other, Role::Full, 0)))).unwrap();
    }
    assert!((0..50).all(|n| !shows(&machine, &secret(5_000 + n), Role::Full, 0)), "its places are taken");
}

#[test]
fn of_machines_revocations_and_resignations_the_same_are_kept_in_every_order() {
    let hub = secret(10);
    let nodes: Vec<Secret> = (0..limits::NODES_PER_HUB as u64 + 20).map(|n| secret(1_000 + n)).collect();
    let mut ids: Vec<NodeId> = nodes.iter().map(|node| NodeId(node.public())).collect();
    ids.sort();
    let first = nodes.iter().find(|node| NodeId(node.public()) == ids[0]).unwrap();
    let last = nodes.iter().find(|node| NodeId(node.public()) == ids[ids.len() - 1]).unwrap();
    let said = limits::REVOCATIONS as u64 + 5;
    let mut records: Vec<Record> = nodes.iter().map(|node| Record::Certificate(certificate(&hub, node, Role::Full, 0))).collect();
    records.extend((1..=said).map(|number| revocation(&hub, first, number, &part(number))));
    records.push(revocation(&hub, last, 1, &part(100)));
    records.extend((0..said).map(|n| resignation(&hub, (n > 0).then_some(40 + n), &part(200 + n))));
    records.extend((1..=said).chain([100]).chain(200..200 + said).map(|n| Record::Kept(part(n))));

    let known = founder_who_knows(&hub);
    let before = kept(&known).len();
    let mut dice = Dice(12);
    let mut expected = None;
    for round in 0..6 {
        dice.shuffle(&mut records);
        let mut machine = known.clone();
        let bytes: Vec<Vec<u8>> = records.iter().map(Record::encode).collect();
        // In parcels of different sizes: what is dropped in between is the same.
        for some in bytes.chunks(1 + 40 * round) {
            machine.act(|replica, hand, effects| replica.take_records(some, hand, effects));
        }
        // A part is taken in where what names it is here.
        machine.act(|replica, hand, effects| replica.take_records(&bytes, hand, effects));
        let law = machine.replica.law().hub(&HubId(hub.public())).unwrap();
        assert_eq!(law.nodes.keys().copied().collect::<Vec<_>>(), ids[..limits::NODES_PER_HUB]);
        assert_eq!(law.revocations, said);
        let newest: Vec<DocumentId> = (6..=said).map(|n| part(n).documents[0].document).collect();
        assert_eq!(law.nodes[&ids[0]].revoked.as_ref().unwrap().keys().copied().collect::<Vec<_>>(), newest);
        let lowest = (1..said).map(|n| HubId(secret(40 + n).public())).min();
        assert_eq!(law.resigned.as_ref().unwrap().1, lowest, "whoever acts is the same");
        assert_eq!(kept(&machine).len(), before + limits::NODES_PER_HUB + 4 * limits::REVOCATIONS);
        let held = (kept(&machine), machine.replica.fingerprint());
        assert_eq!(*expected.get_or_insert(held.clone()), held, "round {round}");
        let charter = machine.replica.charter().clone();
        machine.restart(&charter);
        // One machine more than there is room for is no secret: whoever certifies it is told.
        let too_many = Record::Certificate(certificate(&hub, last, Role::Full, 9));
        assert_eq!(machine.take_one(&record(too_many)), Err(Refusal::NoRoom));
    }
}

/// Lets one machine ask another once. Answers what it asked for; `spoil` may put something else in the place of an answer.
fn pull(asks: &mut Machine, gives: &Machine, spoil: impl Fn(&Request) -> Option<Response>) -> Vec<Request> {
    let greeting = hello(&gives.replica, &asks.node(), Vec::new());
    let Some(mut session) = Session::new(&asks.replica, gives.node(), &greeting) else { return Vec::new() };
    let (mut asked, mut reply) = (Vec::new(), None);
    loop {
        match asks.act(|replica, hand, effects| session.step(replica, hand, effects, reply.take())) {
            Step::Done(_) => return asked,
            Step::Ask(request) => {
                let honest = || answer(&gives.replica, &mut Lists::default(), &gives.rows, &asks.node(), &request);
                reply = Some(spoil(&request).unwrap_or_else(honest));
                asked.push(*request);
            }
        }
    }
}

fn fetched(asked: &[Request]) -> usize {
    asked.iter().map(|request| if let Request::Items(Set::Law, items) = request { items.len() } else { 0 }).sum()
}

#[test]
fn a_certificate_that_a_newer_one_displaced_is_asked_for_once_and_then_held_by_nobody() {
    let (charter, mut machines) = network(2);
    let [one, two] = machines.as_mut_slice() else { unreachable!() };
    converge(&mut [one, two]);
    let laptop = secret(120);
    one.certify(&laptop, Role::Full);
    two.take(&one.parcels());
    let hub = one.hub.clone();
    let newer = Record::Certificate(certificate(&hub, &laptop, Role::Full, 7));
    one.take_one(&record(newer.clone())).unwrap();
    assert_ne!(one.replica.fingerprint(), two.replica.fingerprint());
    assert_eq!(fetched(&pull(one, two, |_| None)), 1, "it cannot know what it is before it sees it");
    assert_eq!(fetched(&pull(one, two, |_| None)), 0);
    assert_eq!(fetched(&pull(two, one, |_| None)), 1);
    assert_eq!(one.replica.fingerprint(), two.replica.fingerprint());
    assert_eq!(kept(one), kept(two));
    assert!(kept(two).contains(&newer));
    two.restart(&charter);
    assert_eq!(one.replica.fingerprint(), two.replica.fingerprint());
}

#[test]
fn what_cannot_be_read_is_not_asked_for_again() {
    let (_, mut machines) = network(2);
    let [one, two] = machines.as_mut_slice() else { unreachable!() };
    converge(&mut [one, two]);
    two.certify(&secret(120), Role::Full);
    let rubbish = |request: &Request| match request {
        Request::Items(Set::Law, items) => Some(Response::Items(vec![Some(vec![0xff; 9].into()); items.len()])),
        _ => None,
    };
    assert_eq!(fetched(&pull(one, two, rubbish)), 1);
    assert_eq!(fetched(&pull(one, two, rubbish)), 0);
    // Nor what is something else than was asked for.
    two.certify(&secret(121), Role::Full);
    let other = one.replica.records().next().unwrap().encode();
    let other = |request: &Request| match request {
        Request::Items(Set::Law, items) => Some(Response::Items(vec![Some(other.clone().into()); items.len()])),
        _ => None,
    };
    assert_eq!(fetched(&pull(one, two, other)), 1);
    assert_eq!(fetched(&pull(one, two, other)), 0);
}
