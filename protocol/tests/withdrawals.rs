//! Withdrawals that are not what they seem: by another key, for another network, by who was revoked, in every order.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, Parcel, announce, network, permutations, record, tell};
use common::secret;
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::header::Header;
use knutepunkt_protocol::ids::{DocumentId, HubId, NodeId};
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::law::records::{Record, Role};
use knutepunkt_protocol::replica::{Refusal, Set};
use knutepunkt_protocol::signed::{SignatureError, Verified};
use knutepunkt_protocol::withdrawal::by_key::{KeyWithdrawal, Witnessed};
use knutepunkt_protocol::withdrawal::by_owner::{ByOwner, OwnerError, Wish};

/// The first byte of an owner's withdrawal as an item.
const BY_OWNER: u8 = 2;

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
