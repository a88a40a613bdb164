//! Withdrawals that nobody can vouch for stay within their room, whoever hands them in.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, converge, network, say, tell};
use common::secret;
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::law::records::Role;
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
