//! Withdrawals that nobody can vouch for stay within their room, whoever hands them in.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, converge, network, say, tell};
use common::secret;
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::law::records::{Certificate, Role};
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::limits;
use knutepunkt_protocol::replica::erasure::HandedIn;
use knutepunkt_protocol::replica::{Refusal, Set};
use knutepunkt_protocol::rows::Table;
use knutepunkt_protocol::withdrawal::by_key::{KeyWithdrawal, Witnessed};

fn rows(machine: &Machine, table: Table) -> usize {
    machine.rows.keys().filter(|(of, _)| *of == table).count()
}

#[test]
fn fault_41_what_an_anonymous_visitor_hands_in_fills_its_share_and_no_more() {
    let (charter, mut machines) = network(2);
    let machine = &mut machines[0];
    let (_, code) = tell(machine, 1);
    let receipts = machine.replica.listed(Set::Receipts, None).len();
    let mut taken = 0;
    for number in 0..100_000_u64 {
        let invented = KeyWithdrawal::sign(&secret(1_000_000 + number), charter.network()).signed().clone();
        match machine.act(|replica, hand, effects| replica.hand_in(invented, b"site", hand, effects)) {
            Ok(HandedIn::Waiting) => taken += 1,
            Err(Refusal::NoRoom) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(taken, limits::WAITING_PER_SOURCE);
    assert_eq!(rows(machine, Table::Waiting), limits::WAITING_PER_SOURCE);
    assert_eq!((rows(machine, Table::Withdrawal), machine.replica.listed(Set::Receipts, None).len()), (0, receipts));
    // The code of a story that stands here needs no room.
    let known = KeyWithdrawal::sign(&code.secret(), charter.network()).signed().clone();
    assert_eq!(machine.act(|replica, hand, effects| replica.hand_in(known, b"site", hand, effects)), Ok(HandedIn::InForce));
}

#[test]
fn fault_41_a_hub_has_one_share_however_many_machines_it_has() {
    let (charter, mut machines) = network(2);
    let other = machines.remove(1);
    let machine = &mut machines[0];
    machine.take(&other.parcels());
    let mut hub = other;
    let second = secret(300);
    hub.certify(&second, Role::Full);
    machine.take(&hub.parcels());
    let mut taken = 0;
    for (number, node) in [hub.node(), common::node_of(&second)].into_iter().enumerate() {
        for of_it in 0..limits::WAITING_PER_SOURCE as u64 {
            let invented = KeyWithdrawal::sign(&secret(20_000 + 1_000 * number as u64 + of_it), charter.network());
            let bytes = minicbor::to_vec(invented.signed()).unwrap();
            let waits = machine.act(|replica, hand, effects| replica.take_item(Set::Waiting, &bytes, &node, hand, effects));
            taken += usize::from(waits.is_ok());
        }
    }
    assert_eq!(taken, limits::WAITING_PER_SOURCE);
}

#[test]
fn fault_47_what_a_member_witnessed_goes_back_to_the_room_when_it_is_barred() {
    let (charter, mut machines) = network(4);
    let [one, two, three, liar] = machines.as_mut_slice() else { unreachable!() };
    converge(&mut [one, two, three, liar]);
    let certificate = liar.replica.own_certificate().unwrap().clone();
    let invented: Vec<Code> = (0..1_500_u32)
        .map(|number| {
            let mut bits = [7; 16];
            bits[..4].copy_from_slice(&number.to_be_bytes());
            Code::from_random(bits)
        })
        .collect();
    let witness = |code: &Code| {
        let withdrawal = KeyWithdrawal::sign(&code.secret(), charter.network());
        [&[0], Witnessed::sign(withdrawal, &liar.node, certificate.clone()).encode().as_slice()].concat()
    };
    let items: Vec<Vec<u8>> = invented.iter().map(witness).collect();
    for machine in [&mut *one, &mut *two, &mut *three] {
        for bytes in &items {
            let source = liar.node();
            machine.act(|replica, hand, effects| replica.take_item(Set::Withdrawals, bytes, &source, hand, effects)).unwrap();
        }
        assert_eq!(machine.withdrawals().len(), invented.len());
    }
    let barred = liar.hub();
    for machine in [&mut *one, &mut *two, &mut *three] {
        say(machine, &barred, Some(Say::Object));
    }
    converge(&mut [one, two, three]);
    for machine in [one, two, three] {
        assert_eq!(machine.withdrawals(), vec![]);
        assert_eq!(rows(machine, Table::Withdrawal), 0);
        assert_eq!(rows(machine, Table::Waiting), limits::WAITING_PER_SOURCE);
        machine.restart(&charter);
        assert_eq!(rows(machine, Table::Waiting), limits::WAITING_PER_SOURCE);
    }
}

#[test]
fn fault_41_one_peer_has_one_share_however_many_witnesses_it_invents() {
    let (charter, mut machines) = network(2);
    let other = machines.remove(1);
    let machine = &mut machines[0];
    machine.take(&other.parcels());
    for number in 0..limits::WAITING_PER_SOURCE as u64 + 100 {
        let (hub, node) = (secret(30_000 + number), secret(40_000 + number));
        let certificate =
            Certificate::issue(&hub, common::node_of(&node), Role::Full, 0, Certificate::consent(&node, &common::hub_of(&hub)));
        let withdrawal = KeyWithdrawal::sign(&secret(50_000 + number), charter.network());
        let bytes = [&[0], Witnessed::sign(withdrawal, &node, certificate).encode().as_slice()].concat();
        let source = other.node();
        let taken = machine.act(|replica, hand, effects| replica.take_item(Set::Withdrawals, &bytes, &source, hand, effects));
        assert_eq!(taken, if number < limits::WAITING_PER_SOURCE as u64 { Ok(()) } else { Err(Refusal::NoRoom) });
    }
    assert_eq!(rows(machine, Table::Waiting), limits::WAITING_PER_SOURCE);
}

#[test]
fn fault_47_what_a_machine_witnessed_goes_back_to_the_room_when_its_hub_revokes_it() {
    let (charter, mut machines) = network(3);
    let [one, robbed, three] = machines.as_mut_slice() else { unreachable!() };
    let (hub, thief) = (robbed.hub.clone(), secret(300));
    robbed.certify(&thief, Role::Full);
    let (_, code) = tell(one, 1);
    converge(&mut [one, robbed, three]);
    let certificate = robbed.replica.certificates_of(&common::node_of(&thief)).next().unwrap().clone();
    let minted = |secret: &knutepunkt_protocol::signed::Secret| {
        let withdrawal = KeyWithdrawal::sign(secret, charter.network());
        [&[0], Witnessed::sign(withdrawal, &thief, certificate.clone()).encode().as_slice()].concat()
    };
    let before: Vec<Vec<u8>> = (0..600).map(|number| minted(&secret(60_000 + number))).chain([minted(&code.secret())]).collect();
    let after: Vec<Vec<u8>> = (0..600).map(|number| minted(&secret(70_000 + number))).collect();
    let source = three.node();
    let take = |machine: &mut Machine, items: &[Vec<u8>]| {
        for bytes in items {
            let _no_room =
                machine.act(|replica, hand, effects| replica.take_item(Set::Withdrawals, bytes, &source, hand, effects));
        }
    };
    take(one, &before);
    assert_eq!(one.withdrawals().len(), 601);
    robbed.act(|replica, hand, effects| replica.revoke(&hub, common::node_of(&thief), &[], hand, effects)).unwrap();
    converge(&mut [one, robbed, three]);
    // The one whose key was seen stays; whoever saw it stands in for the thief.
    let genuine = vec![knutepunkt_protocol::withdrawal::by_key::item(&charter.network(), &code.key())];
    take(one, &after);
    for machine in [&*one, &*robbed, &*three] {
        assert_eq!(machine.withdrawals(), genuine);
    }
    assert_eq!(rows(one, Table::Waiting), limits::WAITING_PER_SOURCE);
    // What the robbed hub itself hands in, and who brought all that, still finds room.
    for (number, own) in [(80_000, robbed.node()), (80_001, three.node())] {
        let bytes = minicbor::to_vec(KeyWithdrawal::sign(&secret(number), charter.network()).signed()).unwrap();
        assert_eq!(one.act(|replica, hand, effects| replica.take_item(Set::Waiting, &bytes, &own, hand, effects)), Ok(()));
    }
}
