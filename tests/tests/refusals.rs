//! What one peer spoils costs nobody else: an item that a peer answered with rubbish is fetched from the next.

use knutepunkt_protocol::message::{Hello, Request, Response};
use knutepunkt_protocol::reconcile::{Session, Step, answer, hello};
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_tests::sim::world::{Deed, World};

const TROMSO: usize = 0;
const BERGEN: usize = 1;
const HAMAR: usize = 2;

/// Hamar asks Tromsø, which answers as it should until it is asked for what `spoils` names, and then with rubbish.
fn pull_spoiled(world: &mut World, spoils: fn(&Request) -> Option<Response>) {
    let greeting = hello(world.replica(TROMSO).unwrap(), &world.machines[HAMAR].id(), Vec::new());
    pull(world, &greeting, spoils);
}

/// As that, after what Tromsø says of itself in `greeting`.
fn pull(world: &mut World, greeting: &Hello, spoils: fn(&Request) -> Option<Response>) {
    let (tromso, hamar) = (world.machines[TROMSO].id(), world.machines[HAMAR].id());
    let mut session = Session::new(world.replica(HAMAR).unwrap(), tromso, greeting).expect("there is a difference");
    let mut reply = None;
    for _ in 0..50 {
        let step = world.call(HAMAR, |replica, hand, effects| session.step(replica, hand, effects, reply.take()));
        let Deed::Done(Step::Ask(question)) = step else { return };
        let machine = &mut world.machines[TROMSO];
        let replica = machine.replica.as_ref().unwrap();
        let honest = answer(replica, &mut machine.lists, &machine.rows, &hamar, &question);
        reply = Some(spoils(&question).unwrap_or(honest));
    }
    panic!("the session does not end");
}

fn rubbish(question: &Request) -> Option<Response> {
    match question {
        Request::Items(_, items) => Some(Response::Items(items.iter().map(|_| Some(vec![0xff; 40].into())).collect())),
        Request::Outlines(_, _) => Some(Response::Outlines(Vec::new())),
        _ => None,
    }
}

#[test]
fn what_one_peer_spoils_another_mends() {
    let mut world = World::found(1, &["tromso", "bergen", "hamar"], None);
    world.settle();
    let words = |text: &str| [("title".to_owned(), text.to_owned())].into();
    let (havet, fjellet) = (world.prepare("havet", "story", 0, None), world.prepare("fjellet", "story", 0, None));
    world.network.place(HAMAR, 1);
    assert!(matches!(world.publish(TROMSO, havet, &words("Havet")), Deed::Done(Ok(_))));
    assert!(matches!(world.publish(TROMSO, fjellet, &words("Fjellet")), Deed::Done(Ok(_))));
    assert!(matches!(world.withdraw_by_code(TROMSO, fjellet), Deed::Done(Ok(_))));
    world.come_to_rest();

    pull_spoiled(&mut world, rubbish);
    let stands = |world: &World, told| world.replica(HAMAR).unwrap().standing(&world.address(told));
    assert_eq!(stands(&world, havet), Standing::Unknown);
    assert_eq!(stands(&world, fjellet), Standing::Unknown);

    world.machines[TROMSO].cut();
    world.network.heal();
    world.come_to_rest();
    assert!(matches!(stands(&world, havet), Standing::Shown(_)));
    assert_eq!(stands(&world, fjellet), Standing::Withdrawn);
    assert_eq!(world.replica(HAMAR).unwrap().fingerprint(), world.replica(BERGEN).unwrap().fingerprint());
}

#[test]
fn fault_26_withdrawals_that_one_peer_withholds_come_from_another() {
    let mut world = World::found(1, &["tromso", "bergen", "hamar"], None);
    world.settle();
    let havet = world.prepare("havet", "story", TROMSO, None);
    let fjellet = world.prepare("fjellet", "story", TROMSO, None);
    let words = |text: &str| [("title".to_owned(), text.to_owned())].into();
    assert!(matches!(world.publish(TROMSO, havet, &words("Havet")), Deed::Done(Ok(_))));
    world.come_to_rest();
    world.network.place(HAMAR, 1);
    assert!(matches!(world.withdraw_by_code(BERGEN, havet), Deed::Done(Ok(_))));
    assert!(matches!(world.publish(TROMSO, fjellet, &words("Fjellet")), Deed::Done(Ok(_))));
    world.come_to_rest();

    // Tromsø claims to know of no withdrawal that Hamar lacks, and gives its documents.
    let hamar = world.machines[HAMAR].id();
    let mut greeting = hello(world.replica(TROMSO).unwrap(), &hamar, Vec::new());
    greeting.digests[1] = world.replica(HAMAR).unwrap().digests()[1];
    pull(&mut world, &greeting, |_| None);
    let stands = |world: &World, told| world.replica(HAMAR).unwrap().standing(&world.address(told));
    assert!(matches!(stands(&world, fjellet), Standing::Shown(_)));
    assert!(matches!(stands(&world, havet), Standing::Shown(_)), "nobody has told it yet");
    let (bergen, own) = (world.replica(BERGEN).unwrap().digests(), world.replica(HAMAR).unwrap().digests());
    assert_ne!(bergen[1], own[1], "the peers' summaries differ, and status says so");

    // Bergen tells.
    world.machines[TROMSO].cut();
    world.network.heal();
    world.come_to_rest();
    assert_eq!(stands(&world, havet), Standing::Withdrawn);
    assert_eq!(world.replica(HAMAR).unwrap().fingerprint(), world.replica(BERGEN).unwrap().fingerprint());
}
