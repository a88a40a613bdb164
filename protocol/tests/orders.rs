//! The same things in every order: nodes to which everything is delivered, however it is shuffled, show the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, Parcel, converge, network, record};
use common::{Dice, edit, secret};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::change::{self, SealedChange};
use knutepunkt_protocol::document::chunk;
use knutepunkt_protocol::document::header::{Editors, Header, TellerProof};
use knutepunkt_protocol::ids::{Address, DocumentId, HubId, NodeId};
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::law::membership::Membership;
use knutepunkt_protocol::law::records::{Record, Role};
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::{Refusal, Set};
use knutepunkt_protocol::signed::{SignatureError, Verified};
use knutepunkt_protocol::withdrawal::by_key::{KeyWithdrawal, Witnessed};
use knutepunkt_protocol::withdrawal::by_owner::{ByOwner, OwnerError, Wish};
use serde_json::json;

/// The first byte of an owner's withdrawal as an item.
const BY_OWNER: u8 = 2;

/// Publishes a story of the code made from `seed`.
fn tell(machine: &mut Machine, seed: u8) -> (DocumentId, Code) {
    let code = Code::from_random([seed; 16]);
    let (network, owner) = (machine.replica.network(), machine.hub());
    let new = NewDocument {
        kind: "story".into(),
        editors: Editors::Owner,
        teller: Some(TellerProof::new(&code.secret(), &network, &owner)),
        origin: vec![],
        about: None,
        nonce: vec![seed; 8],
    };
    let content = [("title".to_owned(), json!(format!("story {seed}")))].into();
    let id = machine.act(|replica, hand, effects| replica.publish(new, &content, hand, effects)).unwrap();
    (id, code)
}

/// Publishes an event with the origin made from `seed`.
fn announce(machine: &mut Machine, seed: u8) -> (DocumentId, Address) {
    let new = NewDocument {
        kind: "event".into(),
        editors: Editors::Owner,
        teller: None,
        origin: vec![seed; 16],
        about: None,
        nonce: vec![seed; 8],
    };
    let content = [("title".to_owned(), json!("course"))].into();
    let id = machine.act(|replica, hand, effects| replica.publish(new, &content, hand, effects)).unwrap();
    (id, machine.replica.document(&id).unwrap().header.address())
}

fn say(machine: &mut Machine, about: &HubId, what: Option<Say>) {
    machine.act(|replica, hand, effects| replica.say(about, what, hand, effects)).unwrap();
}

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

/// All orders of `items` numbers.
fn permutations(items: usize) -> Vec<Vec<usize>> {
    if items == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for rest in permutations(items - 1) {
        for place in 0..items {
            let mut order = rest.clone();
            order.insert(place, items - 1);
            all.push(order);
        }
    }
    all
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
                Parcel::Document(knutepunkt_protocol::replica::sets::Bundle { header: header.clone(), changes: vec![change] })
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
    let bundle = machines[0].replica.bundle(&id, &machines[0].replica.tips_of(&id), &[], &machines[0].rows).unwrap();
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
fn fault_25_a_withdrawal_by_another_key_or_for_another_network_is_refused() {
    let (charter, mut machines) = network(1);
    let (id, code) = tell(&mut machines[0], 1);
    let machine = &mut machines[0];
    let certificate = machine.replica.own_certificate().unwrap().clone();
    let network = charter.network();
    let before = machine.replica.fingerprint();

    // Signed by another key: the bytes of a good one with the key of the story in them.
    let thief = Code::from_random([66; 16]);
    let theirs = minicbor::to_vec(KeyWithdrawal::sign(&thief.secret(), network).signed()).unwrap();
    let swapped = replace(&theirs, thief.key().as_bytes(), code.key().as_bytes());
    let refused = machine.take_one(&Parcel::Item(Set::Waiting, swapped));
    assert_eq!(refused, Err(Refusal::Signature(SignatureError::Mismatch)));

    // For another network.
    let other = Charter::new("another", [machine.hub()].into(), None).unwrap().network();
    let elsewhere = KeyWithdrawal::sign(&code.secret(), other);
    let bytes = minicbor::to_vec(elsewhere.signed()).unwrap();
    assert_eq!(machine.take_one(&Parcel::Item(Set::Waiting, bytes)), Err(Refusal::OtherNetwork));
    let witnessed = Witnessed::sign(elsewhere, &machine.node, certificate.clone());
    let parcel = Parcel::Item(Set::Withdrawals, [&[0], witnessed.encode().as_slice()].concat());
    assert_eq!(machine.take_one(&parcel), Err(Refusal::OtherNetwork));

    // By another hub's node as owner, with its own certificate.
    let header = machine.replica.document(&id).unwrap().header.encode();
    let stranger = Machine::new(&charter, &secret(66), &secret(166));
    let theirs = stranger.replica.own_certificate().unwrap().clone();
    let refused = ByOwner::sign(Wish::Final, header, &stranger.node, &theirs, vec![], &network);
    assert_eq!(refused, Err(OwnerError::NotOwner));

    assert_eq!(machine.held(), vec![id]);
    assert_eq!(machine.replica.fingerprint(), before);
    // The right key, in the end, is heard.
    machine.act(|replica, hand, effects| replica.withdraw_with_key(&code.secret(), b"web", hand, effects)).unwrap();
    assert_eq!(machine.held(), vec![]);
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn fault_45_a_node_certified_withdrawing_and_revoked_erases_the_same_in_every_order() {
    let (charter, mut machines) = network(2);
    let (hub, laptop) = (machines[0].hub.clone(), secret(120));
    machines[0].certify(&laptop, Role::Full);
    let (event, event_address) = announce(&mut machines[0], 1);
    let (story, code) = tell(&mut machines[0], 2);
    let certificates: Vec<Parcel> = machines[0].replica.records().cloned().map(record).collect();
    let documents: Vec<Parcel> = machines[0].parcels().into_iter().filter(|it| matches!(it, Parcel::Document(_))).collect();
    let certificate = machines[0].replica.certificates_of(&NodeId(laptop.public())).next().unwrap().clone();
    let network = charter.network();
    let header = machines[0].replica.document(&event).unwrap().header.encode();
    let by_owner = ByOwner::sign(Wish::Final, header, &laptop, &certificate, vec![], &network).unwrap();
    let witnessed = Witnessed::sign(KeyWithdrawal::sign(&code.secret(), network), &laptop, certificate);
    machines[0].act(|replica, hand, effects| replica.revoke(&hub, NodeId(laptop.public()), &[], hand, effects)).unwrap();
    let revocation: Vec<Parcel> =
        machines[0].replica.records().filter(|it| matches!(it, Record::Revocation(_))).cloned().map(record).collect();

    let withdrawals = vec![
        Parcel::Item(Set::Withdrawals, [&[BY_OWNER], by_owner.encode().as_slice()].concat()),
        Parcel::Item(Set::Withdrawals, [&[0], witnessed.encode().as_slice()].concat()),
    ];
    let mut expected = None;
    for order in permutations(4) {
        let stages = [&certificates, &documents, &withdrawals, &revocation];
        let mut machine = Machine::new(&charter, &machines[1].hub, &machines[1].node);
        let mut so_far = Vec::new();
        for stage in order.iter().map(|n| stages[*n]) {
            so_far.extend(stage.iter().cloned());
            machine.take(&so_far);
        }
        assert!(!machine.held().contains(&event) && !machine.held().contains(&story), "{order:?}");
        assert!(machine.replica.is_withdrawn(&event_address), "{order:?}");
        let result = (machine.held(), machine.withdrawals());
        assert_eq!(*expected.get_or_insert(result.clone()), result, "{order:?}");
    }
}

#[test]
fn fault_49_a_laptop_revoked_last_year_cannot_withdraw_what_was_published_since() {
    let (charter, mut machines) = network(2);
    let (hub, laptop) = (machines[0].hub.clone(), secret(120));
    machines[0].certify(&laptop, Role::Full);
    let (old, _) = announce(&mut machines[0], 1);
    let before: Vec<Parcel> = machines[0].parcels();
    machines[0].act(|replica, hand, effects| replica.revoke(&hub, NodeId(laptop.public()), &[], hand, effects)).unwrap();
    let (new, _) = announce(&mut machines[0], 2);
    let after: Vec<Parcel> = machines[0].parcels();

    let certificate = machines[0].replica.certificates_of(&NodeId(laptop.public())).next().unwrap().clone();
    let network = charter.network();
    let withdraw = |id: &DocumentId, wish: Wish| {
        let header = machines[0].replica.document(id).unwrap().header.encode();
        ByOwner::sign(wish, header, &laptop, &certificate, vec![], &network)
    };
    assert_eq!(withdraw(&new, Wish::Final), Err(OwnerError::Epoch));
    // What was published before is the accepted exception.
    assert!(withdraw(&old, Wish::Final).is_ok());
    // A replacement of the new one is refused for the same reason.
    let header = machines[0].replica.document(&new).unwrap().header.clone();
    let next = Header { supersedes: vec![new], nonce: vec![7; 8], ..header.clone() };
    assert_eq!(withdraw(&new, Wish::Replaced(next.encode())), Err(OwnerError::Epoch));

    // Forged bytes: the laptop's signature under a header whose epoch it lowers is about another document.
    let lowered = Header { epoch: 0, ..header.clone() };
    let forged = ByOwner::sign(
        Wish::Replaced({
            let next = Header { supersedes: vec![Header::id_of(&lowered.encode())], nonce: vec![7; 8], ..lowered.clone() };
            next.encode()
        }),
        lowered.encode(),
        &laptop,
        &certificate,
        vec![],
        &network,
    )
    .unwrap();
    let forged = Parcel::Item(Set::Withdrawals, [&[BY_OWNER], forged.encode().as_slice()].concat());
    for order in permutations(3) {
        let stages = [before.clone(), after.clone(), vec![forged.clone()]];
        let mut machine = Machine::new(&charter, &machines[1].hub, &machines[1].node);
        let mut so_far = Vec::new();
        for stage in order.iter().map(|n| &stages[*n]) {
            so_far.extend(stage.iter().cloned());
            machine.take(&so_far);
        }
        assert!(machine.held().contains(&new) && machine.held().contains(&old), "{order:?}");
        let shown = machine.replica.standing(&header.address());
        assert_eq!(shown, knutepunkt_protocol::replica::lookup::Standing::Shown(new), "{order:?}");
    }
}

/// The address is the same whatever epoch a header claims, so a final withdrawal under a lowered epoch would cover what was
/// published since.
#[test]
fn fault_49_a_lowered_epoch_in_an_invented_header_withdraws_nothing() {
    let (charter, mut machines) = network(2);
    let (hub, laptop) = (machines[0].hub.clone(), secret(120));
    machines[0].certify(&laptop, Role::Full);
    machines[0].act(|replica, hand, effects| replica.revoke(&hub, NodeId(laptop.public()), &[], hand, effects)).unwrap();
    let (new, address) = announce(&mut machines[0], 2);
    let certificate = machines[0].replica.certificates_of(&NodeId(laptop.public())).next().unwrap().clone();
    let header = machines[0].replica.document(&new).unwrap().header.clone();
    let lowered = Header { epoch: 0, ..header };
    assert_eq!(lowered.address(), address);
    let forged = ByOwner::sign(Wish::Final, lowered.encode(), &laptop, &certificate, vec![], &charter.network());
    let forged = forged.unwrap();
    assert!(!forged.covers(&machines[0].replica.document(&new).unwrap().header));
    let parcel = Parcel::Item(Set::Withdrawals, [&[BY_OWNER], forged.encode().as_slice()].concat());
    let mut machine = Machine::new(&charter, &machines[1].hub, &machines[1].node);
    machine.take(&[machines[0].parcels(), vec![parcel]].concat());
    assert!(machine.held().contains(&new), "a laptop revoked before it was published has erased it");
}

#[test]
fn every_statement_is_its_signers_alone() {
    let (hub, other) = (secret(1), secret(2));
    let statement = knutepunkt_protocol::law::records::Revocation {
        version: 1,
        hub: HubId(hub.public()),
        node: NodeId([3; 32]),
        number: 1,
        kept: vec![],
    };
    let bytes = minicbor::to_vec(Verified::sign(statement, &hub).signed()).unwrap();
    let stolen = replace(&bytes, &hub.public(), &other.public());
    let signed: knutepunkt_protocol::signed::Signed<knutepunkt_protocol::law::records::Revocation> =
        minicbor::decode(&stolen).unwrap();
    assert_eq!(signed.verify().map(drop), Err(SignatureError::Mismatch));
}
