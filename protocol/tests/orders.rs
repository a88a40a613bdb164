//! The same things in every order: nodes to which everything is delivered, however it is shuffled, show the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, Parcel, announce, converge, network, permutations, say, tell};
use common::{Dice, edit, secret};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::change::{self, Edits, SealedChange};
use knutepunkt_protocol::document::chunk;
use knutepunkt_protocol::document::header::{Editors, Header, TellerProof};
use knutepunkt_protocol::ids::{DocumentId, HubId, NodeId};
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::law::membership::Membership;
use knutepunkt_protocol::law::records::Role;
use knutepunkt_protocol::law::trust::{Say, register};
use knutepunkt_protocol::limits;
use knutepunkt_protocol::message::Welcome;
use knutepunkt_protocol::reconcile::welcome;
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::replica::{Refusal, Set};
use knutepunkt_protocol::withdrawal::by_key::{KeyWithdrawal, Witnessed};
use serde_json::json;
use std::collections::BTreeSet;

/// A machine of a hub that is not in this network's affairs: it only takes.
fn reader(charter: &Charter) -> Machine {
    let founder = common::cast::network(1).1.remove(0);
    Machine::new(charter, &founder.hub, &secret(500))
}

/// What people see of the law and of the documents.
fn shown(machine: &Machine) -> (Membership, Vec<DocumentId>) {
    let counting = machine.replica.documents().filter(|(_, document)| !document.heads.is_empty()).map(|(id, _)| *id);
    (machine.replica.law().membership().clone(), counting.collect())
}

#[test]
fn fault_22_six_changes_of_trust_lists_make_the_same_members_in_every_order() {
    let (charter, mut machines) = network(3);
    let newcomers: Vec<HubId> = [10, 11].map(|n| HubId(secret(n).public())).to_vec();
    let founders: Vec<HubId> = machines.iter().map(Machine::hub).collect();
    {
        let mut all: Vec<&mut Machine> = machines.iter_mut().collect();
        converge(&mut all);
    }
    let base: Vec<Parcel> = machines[0].parcels();
    say(&mut machines[0], &newcomers[0], Some(Say::Vouch));
    say(&mut machines[1], &newcomers[0], Some(Say::Vouch));
    say(&mut machines[1], &newcomers[1], Some(Say::Vouch));
    say(&mut machines[0], &founders[2], Some(Say::Object));
    say(&mut machines[1], &founders[2], Some(Say::Object));
    say(&mut machines[2], &founders[0], Some(Say::Object));
    // One parcel for each change of each list.
    let changes: Vec<Parcel> = machines
        .iter()
        .flat_map(Machine::parcels)
        .filter_map(|parcel| match parcel {
            Parcel::Document(bundle) => Some(bundle),
            _ => None,
        })
        .flat_map(|bundle| {
            let header = bundle.header;
            bundle.changes.into_iter().map(move |change| {
                Parcel::Document(knutepunkt_protocol::replica::sets::Bundle {
                    header: header.clone(),
                    changes: vec![change],
                    more: false,
                })
            })
        })
        .collect();
    assert_eq!(changes.len(), 6);

    let mut expected = None;
    let mut fresh = reader(&charter);
    fresh.take(&base);
    for order in permutations(6) {
        let mut machine = fresh.clone();
        machine.take(&order.iter().map(|n| changes[*n].clone()).collect::<Vec<_>>());
        let (members, _) = shown(&machine);
        let result = (members, machine.replica.fingerprint());
        assert_eq!(*expected.get_or_insert(result.clone()), result, "{order:?}");
    }
    let (members, _) = expected.unwrap();
    assert_eq!(members.ranks.keys().copied().collect::<Vec<_>>(), {
        let mut ids = vec![founders[0], founders[1], newcomers[0]];
        ids.sort();
        ids
    });
    assert_eq!(members.barred.keys().copied().collect::<Vec<_>>(), [founders[2]]);
}

#[test]
fn fault_22_lists_certificates_and_revocations_in_every_order_make_the_same_replica() {
    let (charter, mut machines) = network(3);
    let (vadso, vadso_node) = (secret(10), secret(110));
    let mut newcomer = Machine::new(&charter, &vadso, &vadso_node);
    for machine in &mut machines[..2] {
        say(machine, &newcomer.hub(), Some(Say::Vouch));
    }
    tell(&mut machines[0], 1);
    announce(&mut machines[1], 2);
    {
        let [one, two, three] = &mut machines[..] else { panic!() };
        converge(&mut [one, two, three, &mut newcomer]);
    }
    tell(&mut newcomer, 3);
    newcomer
        .act(|replica, hand, effects| {
            let kept = replica.kept_of(|_| true);
            replica.revoke(&vadso, NodeId(secret(110).public()), &kept[..1], hand, effects)
        })
        .unwrap();
    // A second machine of the founder's, certified and then revoked with nothing kept.
    let laptop = secret(120);
    machines[2].certify(&laptop, Role::Full);
    let hub = machines[2].hub.clone();
    machines[2].act(|replica, hand, effects| replica.revoke(&hub, NodeId(laptop.public()), &[], hand, effects)).unwrap();
    let [one, two, three] = &mut machines[..] else { panic!() };
    converge(&mut [one, two, three, &mut newcomer]);
    let mut parcels = machines[0].parcels();
    assert!(parcels.len() > 12, "{}", parcels.len());

    let expected = (shown(&machines[0]), machines[0].replica.fingerprint());
    let mut dice = Dice(22);
    for round in 0..60 {
        dice.shuffle(&mut parcels);
        let mut machine = reader(&charter);
        machine.take(&parcels);
        machine.restart(&charter);
        let mut shown = (shown(&machine), machine.replica.fingerprint());
        // The reader's own certificate is one more record of the law.
        shown.1 = expected.1;
        assert_eq!(shown, expected, "round {round}");
    }
}

#[test]
fn fault_12_changes_without_what_they_build_on_leave_nothing_behind() {
    let (charter, mut machines) = network(1);
    let (id, _) = tell(&mut machines[0], 1);
    let bundle = machines[0].replica.bundle(&id, &machines[0].replica.tips_of(&id), &[], 0, &machines[0].rows).unwrap();
    let first = bundle.changes[0].chunk.clone();
    // Changes on top of a change that is withheld, by who may write.
    let withheld = change::make(std::slice::from_ref(&first), &edit("title", "withheld"), &machines[0].node(), 1).unwrap();
    let base = [first, withheld];
    let orphans: Vec<SealedChange> = (0..500)
        .map(|n| {
            let chunk = change::make(&base, &edit("title", n), &machines[0].node(), n).unwrap();
            let looked_at = chunk::inspect(&chunk).unwrap();
            SealedChange { seal: change::seal(&machines[0].node, &charter.network(), &id, &looked_at), chunk }
        })
        .collect();
    let mut machine = reader(&charter);
    machine.take(&machines[0].parcels());
    let before = (machine.rows.clone(), machine.replica.fingerprint());
    // As often as somebody likes: nothing is kept, so the two thousandth delivery finds what the first did.
    for _ in 0..4 {
        let refused = machine.act(|replica, hand, effects| replica.take_document(&bundle.header, &orphans, hand, effects));
        assert_eq!(refused, Err(Refusal::MissingDependency));
    }
    assert_eq!((machine.rows.clone(), machine.replica.fingerprint()), before);
}

#[test]
fn fault_18_and_43_a_withdrawal_and_its_story_in_every_order_leave_nothing() {
    let (charter, mut machines) = network(2);
    let (id, code) = tell(&mut machines[0], 1);
    let certificate = machines[0].replica.own_certificate().unwrap().clone();
    let mut parcels = machines[0].parcels();
    // A comment about the story, with a key of its own.
    let about = machines[0].replica.document(&id).unwrap().header.address();
    let comment_code = Code::from_random([9; 16]);
    let new = NewDocument {
        kind: "comment".into(),
        editors: Editors::Owner,
        teller: Some(TellerProof::new(&comment_code.secret(), &charter.network(), &machines[1].hub())),
        origin: vec![],
        about: Some(about),
        nonce: vec![1; 8],
    };
    let content = [("text".to_owned(), json!(["thank you"]))].into();
    machines[1].act(|replica, hand, effects| replica.publish(new, &content, hand, effects)).unwrap();
    parcels.extend(machines[1].parcels());
    let withdrawal = KeyWithdrawal::sign(&code.secret(), charter.network());
    let witnessed = Witnessed::sign(withdrawal, &machines[0].node, certificate);
    parcels.push(Parcel::Item(Set::Withdrawals, [&[0], witnessed.encode().as_slice()].concat()));

    let mut dice = Dice(43);
    let mut expected = None;
    for round in 0..100 {
        dice.shuffle(&mut parcels);
        let mut machine = reader(&charter);
        machine.take(&parcels);
        assert_eq!(machine.held(), vec![], "round {round}: story and comment are gone");
        assert!(machine.replica.is_withdrawn(&about));
        let fingerprint = machine.replica.fingerprint();
        assert_eq!(*expected.get_or_insert(fingerprint), fingerprint, "round {round}");
        // Whoever brings it again is refused.
        let story =
            parcels.iter().find(|parcel| matches!(parcel, Parcel::Document(bundle) if Header::id_of(&bundle.header) == id));
        assert_eq!(machine.take_one(story.unwrap()), Err(Refusal::Withdrawn));
        machine.restart(&charter);
        assert_eq!(machine.take_one(story.unwrap()), Err(Refusal::Withdrawn));
    }
}

#[test]
fn fault_43_a_correction_and_a_removal_that_arrive_before_what_they_are_about_end_alike() {
    let (charter, mut machines) = network(2);
    let [owner, other] = machines.as_mut_slice() else { unreachable!() };
    let (first, _) = tell(owner, 1);
    let mut parcels = owner.parcels();
    let about = owner.replica.document(&first).unwrap().header.address();
    let content = [("title".to_owned(), json!("corrected"))].into();
    let second = owner.act(|replica, hand, effects| replica.correct(&about, &content, vec![2; 8], hand, effects)).unwrap();
    parcels.extend(owner.parcels());
    // An event with what somebody says about it, which its owner removes for good.
    let (event, address) = announce(owner, 3);
    parcels.extend(owner.parcels());
    let comment = NewDocument {
        kind: "comment".into(),
        editors: Editors::Owner,
        teller: Some(TellerProof::new(&Code::from_random([9; 16]).secret(), &charter.network(), &other.hub())),
        origin: vec![],
        about: Some(address),
        nonce: vec![1; 8],
    };
    let text = [("text".to_owned(), json!(["see you there"]))].into();
    let comment = other.act(|replica, hand, effects| replica.publish(comment, &text, hand, effects)).unwrap();
    let said = other.replica.header(&comment).unwrap().address();
    parcels.extend(other.parcels());
    owner.act(|replica, hand, effects| replica.withdraw_address(&address, hand, effects)).unwrap();
    parcels.extend(owner.parcels());

    let mut dice = Dice(44);
    let mut expected = None;
    for round in 0..100 {
        dice.shuffle(&mut parcels);
        let mut machine = reader(&charter);
        machine.take(&parcels);
        let held: BTreeSet<DocumentId> = machine.held().into_iter().collect();
        assert_eq!(held, [second, comment].into(), "round {round}: {first} is replaced, {event} is gone");
        assert_eq!(machine.replica.standing(&said), Standing::Held, "round {round}: {comment} is another hub's");
        let fingerprint = machine.replica.fingerprint();
        assert_eq!(*expected.get_or_insert(fingerprint), fingerprint, "round {round}");
    }
}

#[test]
fn a_hub_for_which_nobody_vouches_any_longer_is_forgotten_by_nobody() {
    let (charter, mut machines) = network(3);
    let mut fallen = Machine::new(&charter, &secret(10), &secret(110));
    let [one, two, three] = machines.as_mut_slice() else { unreachable!() };
    for machine in [&mut *one, &mut *two] {
        say(machine, &fallen.hub(), Some(Say::Vouch));
    }
    converge(&mut [one, two, three, &mut fallen]);
    // A document of the first, in which every member may write: the one that falls writes, and the third builds on that.
    let kafe = NewDocument {
        kind: "organisation".into(),
        editors: Editors::Members,
        teller: None,
        origin: vec![9; 16],
        about: None,
        nonce: vec![9; 8],
    };
    let content = [("name".to_owned(), json!("Kafe"))].into();
    let kafe = one.act(|replica, hand, effects| replica.publish(kafe, &content, hand, effects)).unwrap();
    let (event, address) = announce(&mut fallen, 4);
    for (writer, field) in [(0, "place"), (1, "alert")] {
        converge(&mut [one, two, three, &mut fallen]);
        let writer = [&mut fallen, &mut *three].into_iter().nth(writer).unwrap();
        let base = writer.replica.document(&kafe).unwrap().heads.clone();
        writer.act(|replica, hand, effects| replica.edit(&kafe, &base, &edit(field, "written"), hand, effects)).unwrap();
    }
    converge(&mut [one, two, three, &mut fallen]);
    // One says nothing more of it, the other objects; both begin their lists anew.
    say(one, &fallen.hub(), None);
    say(two, &fallen.hub(), Some(Say::Object));
    for machine in [&mut *one, &mut *two] {
        machine.act(|replica, hand, effects| replica.renew_trust(Edits::new(), hand, effects)).unwrap();
    }
    converge(&mut [one, two, three]);
    assert!(!one.replica.law().standing(&fallen.hub()).counts());
    // The last word of the one that fell reaches the others only now.
    fallen.act(|replica, hand, effects| replica.withdraw_address(&address, hand, effects)).unwrap();
    let mut parcels = three.parcels();
    parcels.extend(fallen.parcels());

    let mut dice = Dice(7);
    let mut expected = None;
    for round in 0..40 {
        dice.shuffle(&mut parcels);
        let mut machine = reader(&charter);
        machine.take(&parcels);
        assert!(!machine.held().contains(&event), "round {round}");
        assert!(machine.replica.is_withdrawn(&address), "round {round}: its last word stands");
        let seen = machine.replica.view(&kafe, &machine.rows).unwrap();
        assert_eq!(seen.registers.keys().collect::<Vec<_>>(), ["alert", "name", "place"], "round {round}");
        let fingerprint = machine.replica.fingerprint();
        assert_eq!(*expected.get_or_insert(fingerprint), fingerprint, "round {round}");
        assert_eq!(welcome(&machine.replica, &fallen.node()), Welcome::Outside, "it is told where it stands");
        assert!(machine.replica.law().membership().considered.contains(&fallen.hub()), "it may have a copy");
    }
}

#[test]
fn a_list_that_names_too_many_forgets_those_first_of_whom_it_says_nothing() {
    let (_, mut machines) = network(1);
    let machine = &mut machines[0];
    let hub = |n: usize| {
        let mut id = [0; 32];
        id[..8].copy_from_slice(&(n as u64).to_be_bytes());
        HubId(id)
    };
    let most = limits::TRUST_NAMES;
    // Those of whom nothing is said have the lowest ids.
    let names = (0..10).map(|n| (hub(n), None)).chain((10..most).map(|n| (hub(n), Some(Say::Vouch))));
    let edits: Edits = names.map(|(hub, say)| register(&hub, say)).map(|(name, value)| (name, Some(value))).collect();
    machine.act(|replica, hand, effects| replica.renew_trust(edits, hand, effects)).unwrap();
    let named = |machine: &Machine| machine.replica.law().hub(&machine.hub()).unwrap().trust.names.clone();
    assert_eq!(named(machine).len(), most);
    for n in 0..4 {
        say(machine, &hub(most + n), Some(Say::Object));
    }
    say(machine, &hub(most + 9), None);
    let after = named(machine);
    assert_eq!(after.len(), most);
    assert!((10..most + 4).all(|n| after[&hub(n)].is_some()), "whatever is said of somebody stands");
    assert_eq!(after.keys().take_while(|name| after[name].is_none()).count(), 6, "of the others the first are named");
    machine.act(|replica, hand, effects| replica.renew_trust(Edits::new(), hand, effects)).unwrap();
    assert_eq!(named(machine), after, "and again in a new generation");
}
