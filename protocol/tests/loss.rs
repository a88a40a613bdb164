//! A disk that does not give a body back: it comes again from a peer, and a withdrawal still finds what is left.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::cast::{Machine, announce, converge, network, pull, say, tell};
use common::edit;
use knutepunkt_protocol::ids::{ChangeHash, DocumentId};
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::replica::body_key;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::rows::Table;

/// The disk loses a body, and the replica is told.
fn lose(machine: &mut Machine, id: &DocumentId, change: &ChangeHash) {
    machine.rows.remove(&(Table::Body, body_key(id, change))).unwrap();
    assert!(machine.act(|replica, hand, effects| replica.lose(id, change, hand, effects)));
    assert!(!machine.act(|replica, hand, effects| replica.lose(id, change, hand, effects)), "once");
}

fn in_depth(machine: &Machine, id: &DocumentId) -> Vec<ChangeHash> {
    let mut changes: Vec<_> = machine.replica.document(id).unwrap().changes.iter().collect();
    changes.sort_by_key(|(_, sealed)| sealed.depth);
    changes.into_iter().map(|(hash, _)| *hash).collect()
}

#[test]
fn fault_33_whichever_body_is_lost_everything_comes_again() {
    for lost in 0..3 {
        let (charter, mut machines) = network(2);
        let [tromso, bergen] = machines.as_mut_slice() else { unreachable!() };
        let (id, address) = announce(tromso, 1);
        for title in ["second", "third"] {
            let heads = tromso.replica.document(&id).unwrap().heads.clone();
            tromso.act(|replica, hand, effects| replica.edit(&id, &heads, &edit("title", title), hand, effects)).unwrap();
        }
        converge(&mut [tromso, bergen]);
        let changes = in_depth(bergen, &id);
        lose(bergen, &id, &changes[lost]);
        assert_eq!(in_depth(bergen, &id), changes[..lost], "what builds on it is lost with it");
        assert_eq!(bergen.replica.has_lost(&address), lost == 0);
        assert_ne!(bergen.replica.fingerprint(), tromso.replica.fingerprint());
        let outcome = pull(bergen, tromso);
        assert_eq!((outcome.broken, outcome.refused), (None, vec![]));
        assert_eq!(bergen.replica.fingerprint(), tromso.replica.fingerprint());
        assert_eq!(bergen.replica.view(&id, &bergen.rows).unwrap().content()["title"], "third");
        bergen.restart(&charter);
        assert_eq!(bergen.replica.fingerprint(), tromso.replica.fingerprint());
    }
}

#[test]
fn fault_33_a_trust_list_that_is_lost_comes_again() {
    let (_, mut machines) = network(3);
    let [tromso, bergen, hamar] = machines.as_mut_slice() else { unreachable!() };
    say(tromso, &hamar.hub(), Some(Say::Object));
    converge(&mut [tromso, bergen, hamar]);
    let trust = bergen.replica.documents().find(|(_, document)| document.header.kind == "trust");
    let id = *trust.unwrap().0;
    let change = in_depth(bergen, &id)[0];
    lose(bergen, &id, &change);
    assert!(bergen.replica.law().voices_about(&hamar.hub()).1.is_empty(), "what it said is not known");
    pull(bergen, tromso);
    assert_eq!(bergen.replica.fingerprint(), tromso.replica.fingerprint());
    assert_eq!(bergen.replica.law(), tromso.replica.law());
}

#[test]
fn what_is_left_of_a_lost_story_goes_with_its_withdrawal() {
    let (_, mut machines) = network(2);
    let [tromso, bergen] = machines.as_mut_slice() else { unreachable!() };
    let (id, code) = tell(tromso, 1);
    converge(&mut [tromso, bergen]);
    let address = bergen.replica.document(&id).unwrap().header.address();
    let change = in_depth(bergen, &id)[0];
    assert!(bergen.act(|replica, hand, effects| replica.lose(&id, &change, hand, effects)));
    bergen.act(|replica, hand, effects| replica.withdraw_with_key(&code.secret(), b"site", hand, effects)).unwrap();
    assert_eq!(bergen.replica.standing(&address), Standing::Withdrawn);
    assert!(
        bergen.rows.keys().all(|(table, key)| !matches!(table, Table::Header | Table::Body) || !key.starts_with(id.as_bytes()))
    );
}

#[test]
fn counts_go_on_from_those_of_the_replica_before() {
    let (charter, mut machines) = network(1);
    let tromso = &mut machines[0];
    announce(tromso, 1);
    let before = (tromso.replica.revision(), tromso.replica.law_revision());
    tromso.restart(&charter);
    tromso.replica.count_on(before.0, before.1);
    assert!(tromso.replica.revision() > before.0 && tromso.replica.law_revision() > before.1);
}
