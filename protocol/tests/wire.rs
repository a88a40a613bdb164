//! Untrusted bytes on the wire: whatever they are, they become a value or a refusal, and cost no more than their own size.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_types, clippy::disallowed_methods)]

mod common;

use common::cast::{Machine, network};
use common::{Dice, secret};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::header::{Editors, Header, TellerProof};
use knutepunkt_protocol::ids::{ChangeHash, DocumentId, HubId, ItemId, NetworkId};
use knutepunkt_protocol::law::charter::{Charter, Invitation};
use knutepunkt_protocol::law::records::{KeptChunk, KeptDocument, Record, Resignation, Revocation};
use knutepunkt_protocol::message::{
    Asking, Request, Response, Wanted, Why, decode_request, decode_response, encode_request, encode_response,
};
use knutepunkt_protocol::replica::Set;
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::sets::{Bundle, Outline};
use knutepunkt_protocol::signed::{SignatureError, Verified};
use knutepunkt_protocol::withdrawal::by_key::{KeyWithdrawal, Witnessed};
use knutepunkt_protocol::withdrawal::by_owner::ByOwner;
use knutepunkt_protocol::withdrawal::hold::Hold;
use knutepunkt_protocol::withdrawal::receipt::Receipt;
use knutepunkt_protocol::{limits, reconcile};
use proptest::prelude::*;
use serde_json::json;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// The network of the examples.
static NETWORK: LazyLock<NetworkId> = LazyLock::new(|| network(1).0.network());

/// How the bytes of one kind become a value; answers whether they did.
type Door = fn(&[u8]) -> bool;

const REQUEST: Door = |bytes| decode_request(bytes).is_ok();
const RESPONSE: Door = |bytes| decode_response(bytes).is_ok();
const RECORD: Door = |bytes| Record::decode(bytes).is_ok();
const HEADER: Door = |bytes| Header::decode(bytes, &NETWORK).is_ok();
const WITNESSED: Door = |bytes| Witnessed::decode(bytes).is_ok();
const BY_OWNER: Door = |bytes| ByOwner::decode(bytes, &NETWORK).is_ok();
const RECEIPT: Door = |bytes| Receipt::decode(bytes).is_ok();
const HOLD: Door = |bytes| Hold::decode(bytes).is_ok();
const CHARTER: Door = |bytes| Charter::decode(bytes).is_ok();
const DOORS: [Door; 9] = [REQUEST, RESPONSE, RECORD, HEADER, WITNESSED, BY_OWNER, RECEIPT, HOLD, CHARTER];

fn story(machine: &mut Machine, seed: u8) -> (DocumentId, Code) {
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
    let content = [("title".to_owned(), json!("En dag"))].into();
    let id = machine.act(|replica, hand, effects| replica.publish(new, &content, hand, effects)).unwrap();
    (id, code)
}

/// One good example of everything that comes over the wire, by the door that it comes through.
fn examples() -> Vec<(Door, Vec<u8>)> {
    let (charter, mut machines) = network(1);
    let machine = &mut machines[0];
    let (hub, node, network) = (machine.hub.clone(), machine.node.clone(), charter.network());
    let certificate = machine.replica.own_certificate().unwrap().clone();
    let (id, code) = story(machine, 1);
    let header = machine.replica.document(&id).unwrap().header.clone();
    let heads: Vec<ChangeHash> = machine.replica.document(&id).unwrap().heads.iter().copied().collect();
    let bundle = machine.replica.bundle(&id, &heads, &[], 0, &machine.rows).unwrap();

    let kept = KeptChunk { version: 1, documents: vec![KeptDocument { document: id, changes: heads.clone() }] };
    let (hub_id, node_id) = (machine.hub(), machine.node());
    let revocation = Revocation { version: 1, hub: hub_id, node: node_id, number: 1, kept: vec![kept.id()] };
    let resignation = Resignation { version: 1, hub: hub_id, successor: Some(HubId([7; 32])), kept: vec![kept.id()], epoch: 3 };
    let withdrawal = KeyWithdrawal::sign(&code.secret(), network);
    let witnessed = Witnessed::sign(withdrawal.clone(), &node, certificate.clone());
    let owned = Header { kind: "event".into(), teller: None, origin: vec![9; 16], ..header.clone() };
    let next = Header { supersedes: vec![Header::id_of(&owned.encode())], nonce: vec![2; 8], ..owned.clone() };
    let wish = knutepunkt_protocol::withdrawal::by_owner::Wish::Replaced(next.encode());
    let by_owner = ByOwner::sign(wish, owned.encode(), &node, &certificate, vec![], &network).unwrap();
    let hold = Hold { version: 1, network, hub: hub_id, node: node_id, address: header.address(), counter: 1, held: true };
    let receipt = Receipt::sign(network, hub_id, &node, 1_700_000_000, vec![ItemId([3; 32]), ItemId([4; 32])]);
    let asking = Asking {
        version: 1,
        network,
        certificate: certificate.signed().clone(),
        node: node_id,
        hub: hub_id,
        name: "Knutepunkt Vadsø".into(),
        addresses: vec!["/ip4/127.0.0.1/tcp/4001".into()],
    };
    let hello = reconcile::hello(&machine.replica, &node_id, vec!["/ip4/127.0.0.1/tcp/4001".into()]);
    let ids = vec![ItemId([1; 32]), ItemId([2; 32])];
    let requests = [
        Request::Hello(hello.clone()),
        Request::Reconcile(Set::Law, vec![1, 2, 3]),
        Request::Items(Set::Receipts, ids.clone()),
        Request::Outlines(Set::Aside, ids.clone()),
        Request::Documents(Set::Documents, vec![Wanted { document: id, have: heads.clone(), skip: 0 }]),
        Request::Ask(Verified::sign(asking, &node).signed().clone()),
        Request::HandIn(vec![withdrawal.signed().clone()]),
    ];
    let responses = [
        Response::Hello(hello),
        Response::Reconcile(vec![1, 2, 3]),
        Response::Items(vec![None, Some(vec![1, 2, 3].into())]),
        Response::Outlines(vec![Some(Outline { document: id, heads }), None]),
        Response::Documents(vec![None, Some(bundle)]),
        Response::Done,
        Response::Refused(Why::Version(vec![1, 2])),
        Response::Refused(Why::Busy),
    ];
    let mut examples: Vec<(Door, Vec<u8>)> = vec![
        (RECORD, Record::Certificate(certificate).encode()),
        (RECORD, Record::Revocation(Verified::sign(revocation, &hub)).encode()),
        (RECORD, Record::Resignation(Verified::sign(resignation, &hub)).encode()),
        (RECORD, Record::Kept(kept).encode()),
        (HEADER, header.encode()),
        (HEADER, next.encode()),
        (WITNESSED, witnessed.encode()),
        (BY_OWNER, by_owner.encode()),
        (RECEIPT, minicbor::to_vec(receipt.signed()).unwrap()),
        (HOLD, minicbor::to_vec(Hold::sign(hold, &node).signed()).unwrap()),
        (CHARTER, charter.bytes().to_vec()),
    ];
    examples.extend(requests.iter().map(|request| (REQUEST, encode_request(request))));
    examples.extend(responses.iter().map(|response| (RESPONSE, encode_response(response))));
    examples
}

#[test]
fn every_example_passes_its_door() {
    for (number, (door, bytes)) in examples().iter().enumerate() {
        assert!(door(bytes), "example {number}: {}", data_encoding::HEXLOWER.encode(bytes));
    }
}

#[test]
fn fault_03_every_record_and_message_cut_at_every_byte_is_refused() {
    for (number, (door, bytes)) in examples().iter().enumerate() {
        for end in 0..bytes.len() {
            assert!(!door(&bytes[..end]), "example {number} cut at {end}");
        }
        assert!(!door(&[bytes.as_slice(), &[0]].concat()), "example {number} with something behind it");
    }
}

#[test]
fn fault_01_lengths_of_two_to_the_63_are_refused_before_anything_is_allocated() {
    let huge = [0x80, 0, 0, 0, 0, 0, 0, 0];
    // An array, a byte string, a text and a map that claim 2^63 entries, alone and inside each message and record.
    let claims: Vec<Vec<u8>> = [0x9b, 0x5b, 0x7b, 0xbb].iter().map(|major| [&[*major][..], &huge].concat()).collect();
    let start = Instant::now();
    for claim in &claims {
        for door in DOORS {
            assert!(!door(claim));
        }
        for variant in 0..8u8 {
            let inside = [&[0x82, variant, 0x81][..], claim].concat();
            let beside_a_set = [&[0x82, variant, 0x82, 0][..], claim].concat();
            for bytes in [inside, beside_a_set] {
                assert!(!REQUEST(&bytes) && !RESPONSE(&bytes) && !RECORD(&bytes));
            }
        }
    }
    // Every length in every example, made as long as lengths can be said.
    for (door, bytes) in examples() {
        for at in 0..bytes.len() {
            if matches!(bytes[at] >> 5, 2..=5) {
                let claimed = [&bytes[..at], &[bytes[at] & 0xe0 | 27], &huge, &bytes[at + 1..]].concat();
                // It may still be a value where the byte was part of a key or a signature; then it is short by that.
                let _refused = door(&claimed);
            }
        }
    }
    let took = start.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn lists_are_counted_before_they_are_read() {
    // An absent item is one byte on the wire and fifty in memory: four million of them would be 200 MB.
    let nothing = vec![0xf6; limits::MESSAGE_BYTES - 16];
    for variant in [2u8, 4] {
        let mut bytes = vec![0x82, variant, 0x81, 0x9a];
        bytes.extend_from_slice(&(nothing.len() as u32).to_be_bytes());
        bytes.extend_from_slice(&nothing);
        let start = Instant::now();
        assert_eq!(decode_response(&bytes), Err(SignatureError::Malformed));
        assert!(start.elapsed() < Duration::from_millis(20));
    }
    let absent = |count: usize| encode_response(&Response::Documents(vec![None; count]));
    assert!(decode_response(&absent(limits::MESSAGE_DOCUMENTS)).is_ok());
    assert!(decode_response(&absent(limits::MESSAGE_DOCUMENTS + 1)).is_err());
    let ids = |count: usize| encode_request(&Request::Items(Set::Law, vec![ItemId([1; 32]); count]));
    assert!(decode_request(&ids(limits::MESSAGE_IDS)).is_ok());
    assert!(decode_request(&ids(limits::MESSAGE_IDS + 1)).is_err());
    assert_eq!(decode_request(&vec![0; limits::MESSAGE_BYTES + 1]), Err(SignatureError::TooLong));
}

#[test]
fn unknown_fields_that_nest_deeply_are_skipped_without_a_stack() {
    // A revocation with a field that nobody knows: an array in an array, a hundred thousand deep, definite and indefinite.
    for opening in [0x81u8, 0x9f] {
        let mut bytes = vec![0x82, 0x07, 0x82, 0x00];
        bytes.extend(std::iter::repeat_n(opening, 100_000));
        assert!(!REQUEST(&bytes));
        let mut header = vec![0xb8, 0x18, 0x18, 0x63];
        header.extend(std::iter::repeat_n(opening, 8_000));
        assert!(!HEADER(&header));
    }
}

/// Random bytes, and good ones with something changed: never a panic, and what passes is rare.
#[test]
fn fault_04_a_million_random_messages_are_refused_without_a_panic() {
    let examples = examples();
    let mut dice = Dice(44);
    for case in 0..1_000_000 {
        let (door, good) = &examples[case % examples.len()];
        // Signatures are costly to check: most cases break what comes before them.
        let bytes = match case / examples.len() % 128 {
            0 => {
                let mut bytes = good.clone();
                let at = dice.below(bytes.len());
                bytes[at] = dice.next() as u8;
                bytes
            }
            1 => {
                let (from, to) = (dice.below(good.len()), dice.below(good.len()));
                [&good[..from], &good[to..]].concat()
            }
            _ => {
                let length = dice.below(24);
                let head = dice.below(4.min(good.len()));
                [&good[..head], &dice.bytes(length)].concat()
            }
        };
        let _refused = door(&bytes);
    }
}

#[test]
fn a_record_of_another_kind_is_refused_at_every_door() {
    let doors = [RECORD, HEADER, WITNESSED, BY_OWNER, RECEIPT, HOLD, CHARTER];
    for (number, (own, bytes)) in examples().iter().enumerate() {
        for door in doors {
            assert!(door(bytes) == std::ptr::fn_addr_eq(door, *own), "example {number}");
        }
    }
}

#[test]
fn who_asks_to_join_signs_with_the_node_that_its_hub_certified() {
    let (charter, machines) = network(1);
    let machine = &machines[0];
    let asking = |hub: HubId, addresses: Vec<String>, signer: &knutepunkt_protocol::signed::Secret| {
        let certificate = machine.replica.own_certificate().unwrap().signed().clone();
        let node = knutepunkt_protocol::ids::NodeId(signer.public());
        let name = "x".to_owned();
        let statement = Asking { version: 1, network: charter.network(), certificate, node, hub, name, addresses };
        Verified::sign(statement, signer).signed().clone().verify().map(drop)
    };
    assert_eq!(asking(machine.hub(), vec!["/dns/a".into()], &machine.node), Ok(()));
    assert_eq!(asking(HubId([1; 32]), vec![], &machine.node), Err(SignatureError::Mismatch));
    assert_eq!(asking(machine.hub(), vec![], &secret(77)), Err(SignatureError::Mismatch));
    assert_eq!(asking(machine.hub(), vec!["x".repeat(257)], &machine.node), Err(SignatureError::TooLong));
    assert_eq!(asking(machine.hub(), vec![String::new(); 17], &machine.node), Err(SignatureError::TooLong));
}

proptest! {
    #[test]
    fn any_bytes_become_a_value_or_a_refusal(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for door in DOORS {
            let _either = door(&bytes);
        }
    }

    #[test]
    fn any_text_is_an_invitation_or_is_not(text: String, tail in prop::collection::vec(any::<u8>(), 0..100)) {
        let _either = text.parse::<Invitation>();
        let _either = format!("knutepunkt:{}", data_encoding::BASE64URL_NOPAD.encode(&tail)).parse::<Invitation>();
    }

    #[test]
    fn bundles_round_trip(header in prop::collection::vec(any::<u8>(), 0..50)) {
        let response = Response::Documents(vec![Some(Bundle { header, changes: vec![], more: false }), None]);
        prop_assert_eq!(decode_response(&encode_response(&response)), Ok(response));
    }

    #[test]
    fn charters_name_their_network_by_their_bytes(name in "[a-zæøå ]{1,40}", founders in prop::collection::btree_set(any::<[u8; 32]>(), 1..9)) {
        let founders = founders.into_iter().map(HubId).collect();
        if let Ok(charter) = Charter::new(&name, founders, None) {
            let again = Charter::decode(charter.bytes()).unwrap();
            prop_assert_eq!(again.network(), charter.network());
            prop_assert_ne!(again.network(), NetworkId([0; 32]));
        }
    }
}
