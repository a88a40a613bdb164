//! Hiding for now: whose holds count, and that what hides can be released.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, Parcel, announce, converge, network, tell};
use common::{Dice, secret};
use knutepunkt_protocol::document::header::Header;
use knutepunkt_protocol::ids::{Address, HubId, NodeId};
use knutepunkt_protocol::law::records::Role;
use knutepunkt_protocol::limits;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::replica::{Refusal, Set};
use knutepunkt_protocol::signed::Secret;
use knutepunkt_protocol::withdrawal::by_owner::{ByOwner, Wish};
use knutepunkt_protocol::withdrawal::hold::Hold;

/// What a node says of an address, with whatever counter it likes.
fn hold(machine: &Machine, node: &Secret, hub: HubId, address: Address, counter: u64, held: bool) -> Parcel {
    let (network, of) = (machine.replica.network(), NodeId(node.public()));
    let hold = Hold::sign(Hold { version: 1, network, hub, node: of, address, counter, held }, node);
    Parcel::Item(Set::Documents, minicbor::to_vec(hold.signed()).unwrap())
}

fn hide(machine: &mut Machine, address: &Address, held: bool) -> Result<(), Refusal> {
    machine.act(|replica, hand, effects| replica.hold(address, held, hand, effects))
}

#[test]
fn what_a_hub_releases_is_released_whatever_others_say_of_it() {
    let (_, mut machines) = network(2);
    let [owner, other] = machines.as_mut_slice() else { unreachable!() };
    let (event, address) = announce(owner, 1);
    converge(&mut [owner, other]);
    let loud = hold(other, &other.node, other.hub(), address, limits::HOLD_COUNTER, true);
    owner.take(std::slice::from_ref(&loud));
    assert_eq!(owner.replica.standing(&address), Standing::Shown(event), "it is kept, and does not count");
    for held in [true, false, true, false] {
        assert_eq!(hide(owner, &address, held), Ok(()));
        assert_eq!(owner.replica.is_held(&address), held);
    }
    assert_eq!(hide(other, &address, true), Err(Refusal::NotOurs));
}

#[test]
fn a_thief_who_uses_up_the_counter_has_the_last_word_until_its_machine_is_revoked() {
    let (_, mut machines) = network(2);
    let owner = &mut machines[0];
    let (hub, laptop) = (owner.hub.clone(), secret(120));
    owner.certify(&laptop, Role::Full);
    let (_, address) = announce(owner, 1);
    hide(owner, &address, true).unwrap();
    let last = hold(owner, &laptop, owner.hub(), address, limits::HOLD_COUNTER, true);
    owner.take(std::slice::from_ref(&last));
    let before = owner.rows.clone();
    assert_eq!(hide(owner, &address, false), Err(Refusal::Outranked), "rather than to say that it is released");
    assert_eq!((owner.replica.is_held(&address), &owner.rows), (true, &before));
    owner.act(|replica, hand, effects| replica.revoke(&hub, NodeId(laptop.public()), &[], hand, effects)).unwrap();
    hide(owner, &address, false).unwrap();
    assert!(!owner.replica.is_held(&address));
}

#[test]
fn of_too_many_holds_of_a_node_everybody_keeps_the_same() {
    let (charter, mut machines) = network(2);
    let [owner, other] = machines.as_mut_slice() else { unreachable!() };
    converge(&mut [owner, other]);
    let place = |n: u32| {
        let mut address = [0; 32];
        address[..4].copy_from_slice(&n.to_be_bytes());
        Address(address)
    };
    let said = |n: u32| hold(other, &other.node, other.hub(), place(n), 1, true);
    let mut holds: Vec<Parcel> = (0..limits::HOLDS_PER_NODE as u32 + 20).map(said).collect();
    let mut kept = Vec::new();
    for seed in [1, 2] {
        Dice(seed).shuffle(&mut holds);
        let mut machine = owner.clone();
        for hold in &holds {
            let taken = machine.take_one(hold);
            assert!(matches!(taken, Ok(()) | Err(Refusal::NoRoom)), "{taken:?}");
        }
        let rows = machine.rows.len();
        machine.restart(&charter);
        assert_eq!(machine.rows.len(), rows);
        kept.push((machine.replica.listed(Set::Documents, None).len(), machine.replica.fingerprint()));
    }
    assert_eq!(kept[0].0, limits::HOLDS_PER_NODE);
    assert_eq!(kept[0], kept[1]);
}

/// A version that does not count is not everywhere: what people see does not depend on it.
#[test]
fn what_is_set_aside_decides_neither_what_is_held_nor_what_is_withdrawn() {
    let (charter, mut machines) = network(3);
    let [owner, two, other] = machines.as_mut_slice() else { unreachable!() };
    let (hub, laptop) = (owner.hub.clone(), secret(120));
    owner.certify(&laptop, Role::Full);
    // One key for two hubs; the version of the first was begun by a machine that it revokes.
    let mut second = Machine::new(&charter, &owner.hub, &laptop);
    second.take(&owner.parcels());
    let (first, _) = tell(&mut second, 1);
    let (theirs, _) = tell(two, 1);
    let address = owner.replica.header(&first).map_or_else(|| second.replica.header(&first).unwrap().address(), Header::address);
    owner.take(&second.parcels());
    owner.act(|replica, hand, effects| replica.revoke(&hub, NodeId(laptop.public()), &[], hand, effects)).unwrap();
    converge(&mut [owner, two, other]);
    assert!(owner.held().contains(&first) && !other.held().contains(&first));
    let held = hold(owner, &owner.node, owner.hub(), address, 1, true);
    for machine in [&mut *owner, &mut *other] {
        machine.take(std::slice::from_ref(&held));
        assert_eq!(machine.replica.standing(&address), Standing::Shown(theirs));
    }

    // An event that the machine put in its place after the owner had removed it: at the owner's it is still there.
    let (event, place) = announce(owner, 2);
    let header = owner.replica.header(&event).unwrap().clone();
    let certificate = owner.replica.own_certificate().unwrap().clone();
    let gone = ByOwner::sign(Wish::Final, header.encode(), &owner.node, &certificate, vec![], &charter.network()).unwrap();
    let late = Header { epoch: certificate.epoch + 1, ..header };
    owner.take(&[common::cast::written(&laptop, &late)]);
    let gone = Parcel::Item(Set::Withdrawals, [&[2], gone.encode().as_slice()].concat());
    for machine in [owner, other] {
        machine.take(std::slice::from_ref(&gone));
        assert_eq!(machine.replica.standing(&place), Standing::Withdrawn);
    }
}
