//! What an owner can take back and put right, and what nobody can in its name: corrections, and withdrawals by owner.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, Parcel, announce, converge, network, permutations, say, tell, written};
use common::{edit, secret};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::change::{self, SealedChange};
use knutepunkt_protocol::document::chunk;
use knutepunkt_protocol::document::header::{Editors, Header, TellerProof};
use knutepunkt_protocol::ids::{Address, DocumentId, HubId, NodeId};
use knutepunkt_protocol::kinds::Content;
use knutepunkt_protocol::law::records::{Record, Role};
use knutepunkt_protocol::law::trust::{self, Say};
use knutepunkt_protocol::limits;
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::replica::sets::Bundle;
use knutepunkt_protocol::replica::{Refusal, Set};
use knutepunkt_protocol::signed::Secret;
use knutepunkt_protocol::withdrawal::by_owner::{ByOwner, OwnerError, Wish};
use serde_json::json;

fn parcel(withdrawal: &ByOwner) -> Parcel {
    Parcel::Item(Set::Withdrawals, [&[2], withdrawal.encode().as_slice()].concat())
}

fn titled(title: &str) -> Content {
    [("title".to_owned(), json!(title))].into()
}

fn header(machine: &Machine, id: &DocumentId) -> Header {
    machine.replica.header(id).unwrap().clone()
}

fn correct(machine: &mut Machine, address: &Address, nonce: u8) -> Result<DocumentId, Refusal> {
    machine.act(|replica, hand, effects| replica.correct(address, &titled("corrected"), vec![nonce; 8], hand, effects))
}

fn remove(machine: &mut Machine, address: &Address) -> Result<(), Refusal> {
    machine.act(|replica, hand, effects| replica.withdraw_address(address, hand, effects))
}

/// Publishes a comment with the code made from `seed`.
fn comment(machine: &mut Machine, about: Address, seed: u8) -> Result<Address, Refusal> {
    let code = Code::from_random([seed; 16]);
    let teller = Some(TellerProof::new(&code.secret(), &machine.replica.network(), &machine.hub()));
    let (kind, editors, about) = ("comment".into(), Editors::Owner, Some(about));
    let new = NewDocument { kind, editors, teller, origin: vec![], about, nonce: vec![seed; 8] };
    let id = machine.act(|replica, hand, effects| replica.publish(new, &titled("thank you"), hand, effects))?;
    Ok(header(machine, &id).address())
}

/// A second machine of a hub's, certified at first and then revoked with nothing kept; what it wrote meanwhile is `wrote`.
fn robbed(machine: &mut Machine, wrote: &[Parcel]) -> Secret {
    let (hub, laptop) = (machine.hub.clone(), secret(120));
    machine.certify(&laptop, Role::Full);
    machine.take(wrote);
    let node = NodeId(laptop.public());
    machine.act(|replica, hand, effects| replica.revoke(&hub, node, &[], hand, effects)).unwrap();
    laptop
}

#[test]
fn an_invented_header_erases_nothing_that_several_hubs_wrote() {
    let (charter, mut machines) = network(2);
    let [owner, other] = machines.as_mut_slice() else { unreachable!() };
    converge(&mut [owner, other]);
    let (kind, editors) = ("organisation".into(), Editors::Members);
    let new = NewDocument { kind, editors, teller: None, origin: vec![1; 16], about: None, nonce: vec![1; 8] };
    let id = owner.act(|replica, hand, effects| replica.publish(new, &titled("x"), hand, effects)).unwrap();
    converge(&mut [owner, other]);
    let heads = other.replica.document(&id).unwrap().heads.clone();
    other.act(|replica, hand, effects| replica.edit(&id, &heads, &edit("phone", "1"), hand, effects)).unwrap();
    converge(&mut [owner, other]);

    let shared = header(owner, &id);
    let invented = Header { editors: Editors::Owner, nonce: vec![9; 8], ..shared.clone() };
    let certificate = owner.replica.own_certificate().unwrap().clone();
    let sign =
        |wish, header: &Header| ByOwner::sign(wish, header.encode(), &owner.node, &certificate, vec![], &charter.network());
    let forged = sign(Wish::Final, &invented).unwrap();
    assert_eq!(forged.address, shared.address());
    for before in [true, false] {
        let mut machine = Machine::new(&charter, &other.hub, &other.node);
        if before {
            machine.take(&[parcel(&forged)]);
        }
        machine.take(&[owner.parcels(), vec![parcel(&forged)]].concat());
        assert_eq!(machine.replica.standing(&shared.address()), Standing::Shown(id), "{before}");
    }
    // Nor does a correction that takes it away from the others.
    let next = |editors| Header { editors, supersedes: vec![id], nonce: vec![2; 8], ..shared.clone() };
    assert_eq!(sign(Wish::Replaced(next(Editors::Owner).encode()), &shared).map(drop), Err(OwnerError::Successor));
    assert!(sign(Wish::Replaced(next(Editors::Members).encode()), &shared).is_ok());
    assert_eq!(sign(Wish::Final, &shared).map(drop), Err(OwnerError::NotWithdrawable));
}

#[test]
fn fault_49_a_machine_revoked_last_year_takes_nobodys_comments_along() {
    let (charter, mut machines) = network(3);
    let [owner, other, reader] = machines.as_mut_slice() else { unreachable!() };
    let laptop = robbed(owner, &[]);
    let (story, _) = tell(owner, 2);
    let told = header(owner, &story);
    converge(&mut [owner, other]);
    let theirs = comment(other, told.address(), 7).unwrap();
    let own = comment(owner, told.address(), 8).unwrap();
    converge(&mut [owner, other]);

    let old = owner.replica.certificates_of(&NodeId(laptop.public())).next().unwrap().clone();
    let lowered = Header { epoch: 0, ..told.clone() };
    let forged = ByOwner::sign(Wish::Final, lowered.encode(), &laptop, &old, vec![], &charter.network()).unwrap();
    let (laws, rest): (Vec<_>, Vec<_>) = owner.parcels().into_iter().partition(|it| matches!(it, Parcel::Record(_)));
    for order in permutations(3) {
        let mut machine = Machine::new(&charter, &reader.hub, &reader.node);
        let stages = [laws.clone(), rest.clone(), vec![parcel(&forged)]];
        let mut so_far = Vec::new();
        for stage in order {
            so_far.extend(stages[stage].iter().cloned());
            machine.take(&so_far);
        }
        for address in [told.address(), theirs, own] {
            assert!(matches!(machine.replica.standing(&address), Standing::Shown(_)));
        }
        comment(&mut machine, told.address(), 9).unwrap();
    }
}

#[test]
fn fault_43_what_others_said_about_something_is_hidden_while_its_owner_has_removed_it() {
    let (charter, mut machines) = network(3);
    let [owner, other, reader] = machines.as_mut_slice() else { unreachable!() };
    let (event, address) = announce(owner, 1);
    converge(&mut [owner, other]);
    let theirs = comment(other, address, 7).unwrap();
    let own = comment(owner, address, 8).unwrap();
    converge(&mut [owner, other]);
    let before = owner.parcels();
    remove(owner, &address).unwrap();
    let after = owner.parcels();

    // In every order, the owner's are erased, and the other's is kept.
    let mut expected = None;
    for stages in [[&before, &after], [&after, &before]] {
        let mut machine = Machine::new(&charter, &reader.hub, &reader.node);
        stages.into_iter().for_each(|stage| machine.take(stage));
        assert_eq!(machine.replica.standing(&address), Standing::Withdrawn);
        assert_eq!((machine.replica.standing(&theirs), machine.replica.standing(&own)), (Standing::Held, Standing::Unknown));
        assert!(!machine.replica.has_documents(&own) && !machine.held().contains(&event));
        let fingerprint = machine.replica.fingerprint();
        assert_eq!(*expected.get_or_insert(fingerprint), fingerprint);
        machine.restart(&charter);
        assert_eq!(machine.replica.standing(&theirs), Standing::Held);
    }
    // Nobody says anything more about what is gone.
    other.take(&after);
    assert_eq!(comment(other, address, 9), Err(Refusal::Withdrawn));

    // What the owner puts there later is out of the withdrawal's reach, and shows what was said about it.
    let mut again = owner.clone();
    robbed(&mut again, &[]);
    let (second, _) = announce(&mut again, 1);
    other.take(&again.parcels());
    assert_eq!(other.replica.standing(&address), Standing::Shown(second));
    assert!(matches!(other.replica.standing(&theirs), Standing::Shown(_)));
    // Without it, each hub removes its own.
    let mut other = Machine::new(&charter, &other.hub, &other.node);
    other.take(&[before, after].concat());
    assert_eq!(remove(&mut other, &theirs), Ok(()));
    assert_eq!(other.replica.standing(&theirs), Standing::Withdrawn);
}

#[test]
fn fault_49_a_machine_that_the_successor_had_revoked_withdraws_nothing_of_whom_it_succeeds() {
    let (charter, mut machines) = network(3);
    let [closing, heir, other] = machines.as_mut_slice() else { unreachable!() };
    let (story, _) = tell(closing, 1);
    let told = header(closing, &story);
    let laptop = robbed(heir, &[]);
    converge(&mut [closing, heir, other]);
    let (hub, successor) = (closing.hub.clone(), Some(heir.hub()));
    closing.act(|replica, hand, effects| replica.resign(&hub, successor, hand, effects)).unwrap();
    converge(&mut [closing, heir, other]);
    assert!(heir.replica.law().acts_for(&heir.hub(), &told.owner));

    let chain: Vec<_> = heir
        .replica
        .records()
        .filter_map(|record| match record {
            Record::Resignation(it) => Some(it.signed().clone()),
            _ => None,
        })
        .collect();
    let old = heir.replica.certificates_of(&NodeId(laptop.public())).next().unwrap().clone();
    let sign = |wish| ByOwner::sign(wish, told.encode(), &laptop, &old, chain.clone(), &charter.network());
    assert_eq!(sign(Wish::Final).map(drop), Err(OwnerError::Epoch));
    let next = Header { supersedes: vec![story], nonce: vec![7; 8], ..told.clone() };
    assert_eq!(sign(Wish::Replaced(next.encode())).map(drop), Err(OwnerError::Epoch));

    // The heir's own machine has a certificate from after that.
    let second = correct(heir, &told.address(), 2).unwrap();
    converge(&mut [heir, other]);
    assert_eq!(other.replica.standing(&told.address()), Standing::Shown(second));
    remove(heir, &told.address()).unwrap();
    converge(&mut [heir, other]);
    assert_eq!((other.replica.standing(&told.address()), other.held().contains(&second)), (Standing::Withdrawn, false));
}

#[test]
fn a_correction_builds_on_nothing_that_a_thief_left_there() {
    let (_, mut machines) = network(2);
    let [owner, thief] = machines.as_mut_slice() else { unreachable!() };
    let (story, _) = tell(owner, 1);
    let told = header(owner, &story);
    let editors = Editors::Hubs(vec![thief.hub()]);
    let open = Header { editors, nonce: vec![0xff; 8], ..told.clone() };
    let late = Header { epoch: u64::MAX, nonce: vec![0xfe; 8], ..told.clone() };
    let left = [written(&secret(120), &open), written(&secret(120), &late)];
    robbed(owner, &left);
    assert_eq!(owner.held().iter().filter(|id| header(owner, id).address() == told.address()).count(), 3);

    let second = correct(owner, &told.address(), 2).unwrap();
    let corrected = header(owner, &second);
    assert_eq!((corrected.editors, corrected.supersedes), (Editors::Owner, vec![story]));
    assert_eq!(owner.replica.standing(&told.address()), Standing::Shown(second));
    assert_eq!(remove(owner, &told.address()), Ok(()));
}

#[test]
fn a_key_that_was_given_to_two_hubs_leaves_each_its_own_story() {
    let (charter, mut machines) = network(3);
    let [one, two, reader] = machines.as_mut_slice() else { unreachable!() };
    converge(&mut [one, two]);
    let (first, _) = tell(one, 1);
    let (second, _) = tell(two, 1);
    let address = header(one, &first).address();
    assert_eq!(header(two, &second).address(), address);
    converge(&mut [one, two]);
    // Whichever has the lower id.
    for (machine, theirs) in [(one, second), (two, first)] {
        let mut machine = machine.clone();
        let corrected = correct(&mut machine, &address, 2).unwrap();
        assert_eq!(header(&machine, &corrected).owner, machine.hub());
        assert!(machine.held().contains(&theirs));
        remove(&mut machine, &address).unwrap();
        assert_eq!(machine.replica.standing(&address), Standing::Shown(theirs));
        assert_eq!(correct(&mut machine, &address, 3), Err(Refusal::NotOurs));
        assert_eq!(remove(&mut machine, &address), Err(Refusal::NotOurs));
    }
    let mut nobody = Machine::new(&charter, &reader.hub, &reader.node);
    assert_eq!(correct(&mut nobody, &address, 3), Err(Refusal::Unknown));
}

#[test]
fn a_hub_that_is_not_in_corrects_and_removes_its_own() {
    let (charter, _) = network(2);
    let mut stranger = Machine::new(&charter, &secret(50), &secret(150));
    let (story, _) = tell(&mut stranger, 1);
    let address = header(&stranger, &story).address();
    assert_eq!(stranger.replica.standing(&address), Standing::Unknown, "nothing of it counts");
    let second = correct(&mut stranger, &address, 2).unwrap();
    assert_eq!(header(&stranger, &second).supersedes, vec![story]);
    stranger.act(|replica, hand, effects| replica.hold(&address, true, hand, effects)).unwrap();
    remove(&mut stranger, &address).unwrap();
    assert_eq!(stranger.replica.standing(&address), Standing::Withdrawn);
}

#[test]
fn the_last_thing_that_a_long_trust_list_says_can_be_taken_back() {
    let (_, mut machines) = network(2);
    let machine = &mut machines[0];
    let about = HubId(secret(50).public());
    let header = machine.replica.single_header("trust", 0);
    let id = Header::id_of(&header.encode());
    let (register, value) = trust::register(&about, Some(Say::Object));
    let edits = edit(&register, value);
    let changes = (0..limits::TRUST_CHANGES as u64 * 9 / 10).map(|time| {
        let chunk = change::make(&[], &edits, &machine.node(), time).unwrap();
        let seal = change::seal(&machine.node, &header.network, &id, &chunk::inspect(&chunk).unwrap());
        SealedChange { chunk, seal }
    });
    let list = Parcel::Document(Bundle { header: header.encode(), changes: changes.collect(), more: false });
    assert_eq!(machine.take_one(&list), Ok(()));
    let says = |machine: &Machine| machine.replica.law().hub(&machine.hub()).unwrap().trust.says(&about);
    assert_eq!(says(machine), Some(Say::Object));
    say(machine, &about, None);
    assert_eq!(says(machine), None);
}
