//! Test vectors: bytes that every implementation must make and accept. They are made here from fixed seeds and compared with the
//! files in `protocol/vectors/`; `UPDATE_VECTORS=1` writes them anew, which is a change of the protocol.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::disallowed_methods, clippy::disallowed_types)]

mod common;

use common::cast::{Machine, Parcel, network};
use common::{edit, secret};
use data_encoding::HEXLOWER;
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::change::{self, Edits, SealedChange};
use knutepunkt_protocol::document::chunk;
use knutepunkt_protocol::document::header::{Editors, Header, TellerProof};
use knutepunkt_protocol::document::view::View;
use knutepunkt_protocol::ids::{Address, HubId, ItemId, NetworkId, NodeId};
use knutepunkt_protocol::law::charter::{Charter, Invitation};
use knutepunkt_protocol::law::records::{Certificate, KeptChunk, KeptDocument, Record, Resignation, Revocation, Role};
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::message::{Request, Response, Wanted, Why, encode_request, encode_response};
use knutepunkt_protocol::replica::Set;
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::signed::{Secret, Verified};
use knutepunkt_protocol::withdrawal::by_key::{KeyWithdrawal, Witnessed};
use knutepunkt_protocol::withdrawal::by_owner::{ByOwner, Wish};
use knutepunkt_protocol::withdrawal::hold::Hold;
use knutepunkt_protocol::withdrawal::receipt::{self, Receipt};
use knutepunkt_protocol::words;
use serde_json::{Value, json};
use std::path::PathBuf;

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

fn seed(secret: &Secret) -> String {
    hex(*secret.seed())
}

/// Compares what was made with what the file says.
fn check(name: &str, made: &Value) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(&path, format!("{made:#}\n")).unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let written: Value = serde_json::from_str(&text).unwrap();
    let (Value::Object(made), Value::Object(written)) = (made, &written) else { panic!("vectors are objects") };
    for (key, value) in made {
        assert_eq!(Some(value), written.get(key), "{name}: {key}");
    }
    assert_eq!(made.len(), written.len(), "{name}");
}

/// The hub, its node and its certificate, from which the rest is made.
struct Cast {
    hub: Secret,
    node: Secret,
    network: NetworkId,
    charter: Charter,
    certificate: Verified<Certificate>,
}

fn cast() -> Cast {
    let (hub, node) = (secret(1), secret(101));
    let founders = [1, 2, 3].map(|n| HubId(secret(n).public())).into();
    let charter = Charter::new("Recovery i nord", founders, None).unwrap();
    let consent = Certificate::consent(&node, &HubId(hub.public()));
    let certificate = Certificate::issue(&hub, NodeId(node.public()), Role::Full, 0, consent);
    Cast { network: charter.network(), hub, node, charter, certificate }
}

fn story_header(cast: &Cast, code: &Code) -> Header {
    Header {
        version: 1,
        network: cast.network,
        kind: "story".into(),
        owner: HubId(cast.hub.public()),
        editors: Editors::Owner,
        epoch: 0,
        teller: Some(TellerProof::new(&code.secret(), &cast.network, &HubId(cast.hub.public()))),
        origin: vec![],
        supersedes: vec![],
        about: None,
        nonce: vec![1; 8],
    }
}

fn event_header(cast: &Cast) -> Header {
    let editors = Editors::Hubs(vec![HubId(secret(2).public())]);
    let about = Some(Address([8; 32]));
    Header { kind: "event".into(), teller: None, editors, origin: vec![9; 16], about, ..story_header(cast, &code()) }
}

fn code() -> Code {
    Code::from_random(*b"sixteen fixed by")
}

#[test]
fn words_and_codes() {
    let random: [u8; 32] = std::array::from_fn(|n| n as u8);
    let twenty_four = words::from_random(&random).join(" ");
    let hub = words::hub_secret(&twenty_four).unwrap();
    let check_words = words::check_words(&HubId(hub.public()));
    check(
        "secrets.json",
        &json!({
            "hub": {
                "random": hex(random),
                "words": twenty_four,
                "secret": seed(&hub),
                "key": hex(hub.public()),
                "check words": check_words,
            },
            "code": {
                "random": hex(b"sixteen fixed by"),
                "text": code().to_string(),
                "secret": seed(&code().secret()),
                "key": code().key().to_string(),
            },
            "code of zeros": { "random": hex([0; 16]), "text": Code::from_random([0; 16]).to_string() },
            "code of ones": { "random": hex([0xff; 16]), "text": Code::from_random([0xff; 16]).to_string() },
        }),
    );
}

#[test]
fn law() {
    let cast = cast();
    let hub = HubId(cast.hub.public());
    let document = Header::id_of(&story_header(&cast, &code()).encode());
    let kept = KeptChunk { version: 1, documents: vec![KeptDocument { document, changes: vec![] }] };
    let node = NodeId(cast.node.public());
    let revocation = Revocation { version: 1, hub, node, number: 1, kept: vec![kept.id()] };
    let successor = Some(HubId(secret(2).public()));
    let leaving = Resignation { version: 1, hub, successor, kept: vec![kept.id()], epoch: 2 };
    let closing = Resignation { version: 1, hub, successor: None, kept: vec![], epoch: 0 };
    let mirror = Certificate::issue(&cast.hub, node, Role::Mirror, 7, Certificate::consent(&cast.node, &hub));
    let record = |record: Record| json!({ "bytes": hex(record.encode()), "item": record.id().to_string() });
    let invitation = Invitation { charter: cast.charter.clone(), addresses: vec!["/ip4/127.0.0.1/tcp/4001".into()] };
    check(
        "law.json",
        &json!({
            "seeds": { "hub": seed(&cast.hub), "node": seed(&cast.node), "second hub": seed(&secret(2)), "third hub": seed(&secret(3)) },
            "keys": { "hub": hub.to_string(), "node": node.to_string() },
            "charter": {
                "name": cast.charter.name,
                "admit": cast.charter.admit,
                "bytes": hex(cast.charter.bytes()),
                "network": cast.network.to_string(),
                "invitation": invitation.to_string(),
            },
            "certificate": record(Record::Certificate(cast.certificate.clone())),
            "certificate as mirror": record(Record::Certificate(mirror)),
            "kept": record(Record::Kept(kept)),
            "revocation": record(Record::Revocation(Verified::sign(revocation, &cast.hub))),
            "resignation": record(Record::Resignation(Verified::sign(leaving, &cast.hub))),
            "resignation without successor": record(Record::Resignation(Verified::sign(closing, &cast.hub))),
        }),
    );
}

#[test]
fn documents() {
    let cast = cast();
    let node = NodeId(cast.node.public());
    let header = |header: Header| {
        let bytes = header.encode();
        assert_eq!(Header::decode(&bytes, &cast.network), Ok(header.clone()));
        json!({ "bytes": hex(&bytes), "document": Header::id_of(&bytes).to_string(), "address": header.address().to_string() })
    };
    let story = story_header(&cast, &code());
    let id = Header::id_of(&story.encode());
    let correction = Header { supersedes: vec![id], nonce: vec![2; 8], ..story.clone() };
    let trust = Header {
        kind: "trust".into(),
        teller: None,
        origin: b"trust".to_vec(),
        nonce: 3u64.to_be_bytes().to_vec(),
        ..story.clone()
    };
    let change = |base: &[Vec<u8>], edits: &Edits| {
        let bytes = change::make(base, edits, &node, 1_700_000_000).unwrap();
        let looked_at = chunk::inspect(&bytes).unwrap();
        let seal = change::seal(&cast.node, &cast.network, &id, &looked_at);
        let described = json!({
            "bytes": hex(&bytes),
            "hash": looked_at.hash.to_string(),
            "actor": hex(looked_at.actor),
            "deps": looked_at.deps.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "operations": looked_at.operations,
            "seal": hex(seal.0),
        });
        assert!(change::verify(&SealedChange { chunk: bytes.clone(), seal }, &cast.network, &id).is_ok());
        (bytes, described)
    };
    let content = [
        ("title".to_owned(), Some(json!("En dag i Tromsø"))),
        ("text".to_owned(), Some(json!(["Første avsnitt.", "Andre."]))),
        ("place".to_owned(), Some(json!({ "lat": 69.65, "floor": -1, "open": true, "note": null }))),
    ];
    let (first, first_described) = change(&[], &content.into());
    let (second, second_described) = change(std::slice::from_ref(&first), &edit("title", "En dag"));
    let (third, third_described) = change(std::slice::from_ref(&first), &edit("title", "To dager"));
    let (empty, empty_described) = change(&[first.clone(), second.clone(), third.clone()], &Edits::new());
    let removal = [("text".to_owned(), None)].into();
    let (removed, removed_described) = change(&[first.clone(), second.clone(), third.clone(), empty.clone()], &removal);
    let view = View::read(&[first, second, third, empty, removed]).unwrap();
    let others = |name: &str| view.registers[name].others.iter().map(|written| written.value.clone()).collect::<Vec<_>>();
    check(
        "documents.json",
        &json!({
            "story": header(story.clone()),
            "correction": header(correction),
            "event with editors, about another": header(event_header(&cast)),
            "trust list, generation 3": header(trust),
            "first change": first_described,
            "second change, on the first": second_described,
            "third change, on the first": third_described,
            "empty change, on both": empty_described,
            "removal, on the empty change": removed_described,
            "view": { "shown": view.content(), "other titles": others("title") },
        }),
    );
}

#[test]
fn withdrawals() {
    let cast = cast();
    let (hub, node) = (HubId(cast.hub.public()), NodeId(cast.node.public()));
    let by_key = KeyWithdrawal::sign(&code().secret(), cast.network);
    let witnessed = Witnessed::sign(by_key.clone(), &cast.node, cast.certificate.clone());
    let event = event_header(&cast);
    let alone = Header { editors: Editors::Owner, ..event.clone() };
    let next = Header { supersedes: vec![Header::id_of(&alone.encode())], nonce: vec![2; 8], ..alone.clone() };
    let by_owner = |wish: Wish| {
        let made = ByOwner::sign(wish, alone.encode(), &cast.node, &cast.certificate, vec![], &cast.network).unwrap();
        json!({ "bytes": hex(made.encode()), "item": made.item().to_string(), "address": made.address.to_string() })
    };
    // A successor acts for a hub that has left.
    let (heir, heir_node) = (secret(2), secret(102));
    let leaving = Resignation { version: 1, hub, successor: Some(HubId(heir.public())), kept: vec![], epoch: 0 };
    let chain = vec![Verified::sign(leaving, &cast.hub).signed().clone()];
    let consent = Certificate::consent(&heir_node, &HubId(heir.public()));
    let theirs = Certificate::issue(&heir, NodeId(heir_node.public()), Role::Full, 0, consent);
    let inherited = ByOwner::sign(Wish::Final, alone.encode(), &heir_node, &theirs, chain, &cast.network).unwrap();

    let hold = Hold { version: 1, network: cast.network, hub, node, address: alone.address(), counter: 1, held: true };
    let hold = Hold::sign(hold, &cast.node);
    let receipt = Receipt::sign(cast.network, hub, &cast.node, 1_700_000_000, vec![by_key.item()]);
    check(
        "withdrawals.json",
        &json!({
            "by key": {
                "bytes": hex(minicbor::to_vec(by_key.signed()).unwrap()),
                "item": by_key.item().to_string(),
                "address": by_key.address().to_string(),
            },
            "by key, witnessed": { "bytes": hex(witnessed.encode()), "item": witnessed.withdrawal.item().to_string() },
            "by owner, final": by_owner(Wish::Final),
            "by owner, replaced": by_owner(Wish::Replaced(next.encode())),
            "by the owner's successor, final": { "bytes": hex(inherited.encode()), "item": inherited.item().to_string() },
            "hold": { "bytes": hex(minicbor::to_vec(hold.signed()).unwrap()), "item": hold.item().to_string() },
            "receipt": {
                "bytes": hex(minicbor::to_vec(receipt.signed()).unwrap()),
                "item": receipt::item(&receipt).to_string(),
            },
        }),
    );
}

#[test]
fn messages() {
    let id = Header::id_of(&story_header(&cast(), &code()).encode());
    let ids = vec![ItemId([1; 32]), ItemId([2; 32])];
    let wanted = Wanted { document: id, have: vec![], skip: 0 };
    check(
        "messages.json",
        &json!({
            "reconcile": hex(encode_request(&Request::Reconcile(Set::Documents, vec![0x61, 0, 0, 0]))),
            "items": hex(encode_request(&Request::Items(Set::Withdrawals, ids.clone()))),
            "outlines": hex(encode_request(&Request::Outlines(Set::Law, ids))),
            "documents": hex(encode_request(&Request::Documents(Set::Documents, vec![wanted]))),
            "answer: items": hex(encode_response(&Response::Items(vec![None, Some(vec![1, 2, 3].into())]))),
            "answer: done": hex(encode_response(&Response::Done)),
            "answer: version": hex(encode_response(&Response::Refused(Why::Version(vec![1])))),
            "answer: busy": hex(encode_response(&Response::Refused(Why::Busy))),
        }),
    );
}

/// A network of three founders, one newcomer and one hub that was named and is not in, with one of everything, and the names of
/// all that is reconciled.
#[test]
fn a_tiny_replica() {
    let (_, mut machines) = network(3);
    let newcomer = HubId(secret(10).public());
    for machine in &mut machines[..2] {
        machine.act(|replica, hand, effects| replica.say(&newcomer, Some(Say::Vouch), hand, effects)).unwrap();
    }
    for say in [Some(Say::Vouch), None] {
        let named = HubId(secret(11).public());
        machines[1].act(|replica, hand, effects| replica.say(&named, say, hand, effects)).unwrap();
    }
    let publish = |machine: &mut Machine, kind: &str, teller: Option<&Code>, about: Option<Address>| {
        let (network, owner) = (machine.replica.network(), machine.hub());
        let new = NewDocument {
            kind: kind.into(),
            editors: Editors::Owner,
            teller: teller.map(|code| TellerProof::new(&code.secret(), &network, &owner)),
            origin: vec![4; 16],
            about,
            nonce: vec![5; 8],
        };
        let content = [("title".to_owned(), json!(kind))].into();
        let id = machine.act(|replica, hand, effects| replica.publish(new, &content, hand, effects)).unwrap();
        machine.replica.document(&id).unwrap().header.address()
    };
    let story = publish(&mut machines[0], "story", Some(&code()), None);
    publish(&mut machines[0], "comment", Some(&Code::from_random([2; 16])), Some(story));
    let event = publish(&mut machines[0], "event", None, None);
    let gone = Code::from_random([3; 16]);
    publish(&mut machines[0], "story", Some(&gone), None);
    machines[0].act(|replica, hand, effects| {
        replica.withdraw_with_key(&gone.secret(), b"web", hand, effects).unwrap();
        replica.hold(&event, true, hand, effects).unwrap();
        replica.sign_receipts(hand, effects).unwrap();
    });
    let from_second: Vec<Parcel> = machines[1].parcels();
    machines[0].take(&from_second);

    let replica = &machines[0].replica;
    let listed = |set: Set| replica.listed(set, None).keys().map(ToString::to_string).collect::<Vec<_>>();
    check(
        "replica.json",
        &json!({
            "parcels": machines[0].parcels().iter().map(parcel).collect::<Vec<_>>(),
            "law": listed(Set::Law),
            "withdrawals": listed(Set::Withdrawals),
            "documents": listed(Set::Documents),
            "receipts": listed(Set::Receipts),
            "digests": replica.digests().map(|digest| digest.to_string()),
            "fingerprint": replica.fingerprint().to_string(),
            "has to do with": replica.law().relevant().iter().map(ToString::to_string).collect::<Vec<_>>(),
            "members": replica.law().membership().ranks.iter().map(|(hub, rank)| (hub.to_string(), json!(rank))).collect::<serde_json::Map<_, _>>(),
        }),
    );
}

fn parcel(parcel: &Parcel) -> Value {
    match parcel {
        Parcel::Record(bytes) => json!({ "record": hex(bytes) }),
        Parcel::Document(bundle) => json!({ "document": hex(minicbor::to_vec(bundle).unwrap()) }),
        Parcel::Item(set, bytes) => json!({ "item": hex(bytes), "set": format!("{set:?}").to_lowercase() }),
    }
}
