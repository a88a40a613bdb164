//! Receipts: which are kept, and whom they answer for.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, Parcel, converge, network, permutations, pull, tell};
use common::secret;
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::ids::{HubId, ItemId, NodeId};
use knutepunkt_protocol::law::records::Role;
use knutepunkt_protocol::replica::{Refusal, Set};
use knutepunkt_protocol::rows::Table;
use knutepunkt_protocol::signed::Secret;
use knutepunkt_protocol::withdrawal::by_key::{self, KeyWithdrawal, Witnessed};
use knutepunkt_protocol::withdrawal::receipt::Receipt;

fn receipt(machine: &Machine, hub: HubId, node: &Secret, at: u64, withdrawals: Vec<ItemId>) -> Parcel {
    let receipt = Receipt::sign(machine.replica.network(), hub, node, at, withdrawals);
    Parcel::Item(Set::Receipts, minicbor::to_vec(receipt.signed()).unwrap())
}

fn withdraw(machine: &mut Machine, code: &Code) -> ItemId {
    machine.act(|replica, hand, effects| replica.withdraw_with_key(&code.secret(), b"web", hand, effects)).unwrap();
    by_key::item(&machine.replica.network(), &code.key())
}

fn sign(machine: &mut Machine) {
    machine.act(|replica, hand, effects| replica.sign_receipts(hand, effects)).unwrap();
}

fn rows(machine: &Machine) -> usize {
    machine.rows.keys().filter(|(table, _)| *table == Table::Receipt).count()
}

#[test]
fn receipts_for_what_nobody_withdrew_fill_no_disk() {
    let (_, mut machines) = network(2);
    let [one, two] = machines.as_mut_slice() else { unreachable!() };
    let (hub, laptop) = (two.hub.clone(), secret(120));
    two.certify(&laptop, Role::Full);
    two.act(|replica, hand, effects| replica.revoke(&hub, NodeId(laptop.public()), &[], hand, effects)).unwrap();
    let (_, code) = tell(one, 1);
    converge(&mut [one, two]);
    for at in 0..100 {
        let invented = receipt(one, two.hub(), &laptop, at, vec![ItemId([7; 32])]);
        assert_eq!(one.take_one(&invented), Err(Refusal::NotInForce));
    }
    assert_eq!(rows(one), 0);
    // However many it signs for what is withdrawn, one of them is kept: the same whatever came first.
    let gone = withdraw(one, &code);
    let many: Vec<Parcel> = (0..50).map(|at| receipt(one, two.hub(), &laptop, at, vec![gone, ItemId([7; 32])])).collect();
    let mut other = one.clone();
    one.take(&many);
    other.take(&many.into_iter().rev().collect::<Vec<_>>());
    assert_eq!((rows(one), rows(&other)), (1, 1));
    assert_eq!(one.replica.fingerprint(), other.replica.fingerprint());
}

#[test]
fn receipts_of_several_withdrawals_are_the_same_in_every_order() {
    let (charter, mut machines) = network(2);
    let [one, two] = machines.as_mut_slice() else { unreachable!() };
    let codes: Vec<Code> = (1..=2).map(|seed| tell(one, seed).1).collect();
    converge(&mut [one, two]);
    let before = one.parcels();
    let gone: Vec<ItemId> = codes.iter().map(|code| withdraw(one, code)).collect();
    let withdrawals: Vec<Parcel> =
        one.parcels().into_iter().filter(|it| matches!(it, Parcel::Item(Set::Withdrawals, _))).collect();
    let of = |at, gone: &[ItemId]| receipt(one, two.hub(), &two.node, at, gone.to_vec());
    let signed = [of(1, &gone), of(2, &gone[..1]), of(3, &gone[1..]), of(4, &gone)];
    let things: Vec<&Parcel> = withdrawals.iter().chain(&signed).collect();
    let mut expected = None;
    for order in permutations(things.len()).into_iter().step_by(7) {
        let mut machine = Machine::new(&charter, &one.hub, &one.node);
        machine.take(&before);
        machine.take(&order.iter().map(|n| things[*n].clone()).collect::<Vec<_>>());
        let fingerprint = machine.replica.fingerprint();
        assert_eq!(*expected.get_or_insert(fingerprint), fingerprint, "{order:?}");
        machine.restart(&charter);
        assert_eq!(machine.replica.fingerprint(), fingerprint, "{order:?}");
        assert!(rows(&machine) <= 2);
    }
}

#[test]
fn a_receipt_that_came_before_its_withdrawal_is_asked_for_again() {
    let (_, mut machines) = network(3);
    let [one, two, three] = machines.as_mut_slice() else { unreachable!() };
    let (_, code) = tell(one, 1);
    converge(&mut [one, two, three]);
    withdraw(one, &code);
    sign(one);
    // Bergen withholds the withdrawal at first.
    let mut withholding = two.clone();
    let receipts: Vec<Parcel> = one.parcels().into_iter().filter(|it| matches!(it, Parcel::Item(Set::Receipts, _))).collect();
    for parcel in &receipts {
        assert_eq!(withholding.take_one(parcel), Err(Refusal::NotInForce));
    }
    two.take(&one.parcels());
    pull(three, two);
    assert_eq!(three.replica.fingerprint(), two.replica.fingerprint());
    let removal = three.replica.removal(&code.key()).unwrap();
    assert_eq!(removal.receipts.iter().map(|(hub, _, _)| *hub).collect::<Vec<_>>(), [one.hub()]);
}

#[test]
fn the_receipt_of_a_machine_that_was_revoked_answers_for_nobody() {
    let (_, mut machines) = network(2);
    let [one, two] = machines.as_mut_slice() else { unreachable!() };
    let (_, code) = tell(one, 1);
    converge(&mut [one, two]);
    withdraw(one, &code);
    sign(one);
    two.take(&one.parcels());
    sign(two);
    converge(&mut [one, two]);
    let waiting = |machine: &Machine| machine.replica.removal(&code.key()).unwrap().waiting;
    assert_eq!(waiting(one), []);
    let (hub, node) = (two.hub.clone(), two.node());
    two.act(|replica, hand, effects| replica.revoke(&hub, node, &[], hand, effects)).unwrap();
    one.take(&two.parcels());
    assert_eq!(waiting(one), [(two.hub(), vec![])], "its hub has no machine left that has answered");
    assert_eq!(one.replica.removal(&code.key()).unwrap().receipts.len(), 2, "and it is listed");
}

#[test]
fn receipts_go_with_a_withdrawal_that_is_in_force_no_more() {
    let (charter, mut machines) = network(3);
    let [one, two, three] = machines.as_mut_slice() else { unreachable!() };
    let (hub, laptop) = (two.hub.clone(), secret(120));
    two.certify(&laptop, Role::Full);
    converge(&mut [one, two, three]);
    let code = Code::from_random([7; 16]);
    let certificate = two.replica.certificates_of(&NodeId(laptop.public())).next().unwrap().clone();
    let minted = Witnessed::sign(KeyWithdrawal::sign(&code.secret(), charter.network()), &laptop, certificate);
    one.take(&[Parcel::Item(Set::Withdrawals, [&[0], minted.encode().as_slice()].concat())]);
    sign(one);
    converge(&mut [one, two, three]);
    assert_eq!((three.withdrawals().len(), rows(three)), (1, 1));
    two.act(|replica, hand, effects| replica.revoke(&hub, NodeId(laptop.public()), &[], hand, effects)).unwrap();
    converge(&mut [one, two, three]);
    for machine in [one, two, three] {
        assert_eq!((machine.withdrawals().len(), rows(machine)), (0, 0));
        assert_eq!(machine.replica.listed(Set::Waiting, None).len(), 1);
    }
}
