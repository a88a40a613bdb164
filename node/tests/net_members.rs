//! Members find each other, come to hold the same, and hear of changes at once.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // tests

#[path = "net_support/mod.rs"]
mod support;

use knutepunkt_protocol::law::Standing;
use knutepunkt_protocol::signed::Secret;
use std::time::{Duration, Instant};
use support::{connected, converge, founded, hub, log, until};

#[tokio::test(flavor = "multi_thread")]
async fn two_members_find_each_other_and_converge() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, bergen] = hubs.as_mut_slice() else { unreachable!() };
    let stories = [tromso.publish("a"), tromso.publish("b"), bergen.publish("c")];
    tromso.start(&[]).await;
    bergen.start(&[tromso]).await;
    until("both are connected", || connected(tromso, bergen) && connected(bergen, tromso)).await;
    converge(&[tromso, bergen]).await;
    for story in &stories {
        assert!(tromso.holds(story) && bergen.holds(story));
    }
    until("they know that they agree", || {
        let agrees = |from: &support::Hub, to: &support::Hub| from.core().peers()[&to.node()].in_step;
        agrees(tromso, bergen) && agrees(bergen, tromso)
    })
    .await;
    assert!(bergen.net().synced(Duration::from_secs(5)).await);
    assert!(bergen.net().agreed(Duration::from_secs(5)).await);
    let peer = tromso.core().peers()[&bergen.node()].clone();
    assert_eq!(peer.hub, bergen.id());
    assert!(peer.last_seen.is_some());
    bergen.stop().await;
    until("the other notices", || !connected(tromso, bergen)).await;
    tromso.stop().await;
    tromso.reopen();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_arrives_within_a_fraction_of_a_second() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, bergen] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    bergen.start(&[tromso]).await;
    tromso.publish("first");
    converge(&[tromso, bergen]).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut took = Vec::new();
    for number in 0..20 {
        let (from, to) = if number % 2 == 0 { (&*tromso, &*bergen) } else { (&*bergen, &*tromso) };
        let begun = Instant::now();
        let story = from.publish(&format!("story {number}"));
        until("the story arrives", || to.holds(&story)).await;
        took.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    took.sort();
    println!("a change took {:?} in the middle, {:?} at worst", took[took.len() / 2], took[took.len() - 1]);
    assert!(took[took.len() - 1] < Duration::from_secs(1), "{took:?}");
    tromso.stop().await;
    bergen.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_third_knows_one_address_and_finds_both() {
    log();
    //  tromso ── bergen ── hamar, until profiles tell
    let mut hubs = founded(&[1, 2, 3]);
    let [tromso, bergen, hamar] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    tromso.publish_profile();
    let story = tromso.publish("a");
    bergen.start(&[tromso]).await;
    bergen.publish_profile();
    converge(&[tromso, bergen]).await;
    hamar.start(&[bergen]).await;
    hamar.publish_profile();
    until("hamar and tromso find each other through profiles", || connected(hamar, tromso) && connected(tromso, hamar)).await;
    converge(&[tromso, bergen, hamar]).await;
    assert!(hamar.holds(&story));
    let begun = Instant::now();
    let last = hamar.publish("b");
    until("it is everywhere", || tromso.holds(&last) && bergen.holds(&last)).await;
    println!("a change was at all three after {:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_cut_both_sides_are_taken_over_and_addresses_are_remembered() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, bergen] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    bergen.start(&[tromso]).await;
    converge(&[tromso, bergen]).await;
    until("bergen knows where tromso is", || connected(bergen, tromso)).await;
    bergen.stop().await;
    let (a, b) = (tromso.publish("while apart"), bergen.publish("while apart too"));
    bergen.reopen();
    // Nobody is named: the address is that of the earlier run.
    bergen.start(&[]).await;
    until("each has what the other wrote", || bergen.holds(&a) && tromso.holds(&b)).await;
    converge(&[tromso, bergen]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_asks_one_and_is_let_in_by_two() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, bergen] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    bergen.start(&[tromso]).await;
    let story = tromso.publish("a");
    converge(&[tromso, bergen]).await;
    until("they are connected", || connected(tromso, bergen) && connected(bergen, tromso)).await;

    let mut hamar = hub(3);
    let invitation = tromso.invitation();
    hamar.enter(&invitation.charter);
    hamar.start(&[]).await;
    let asked = hamar.net().ask(&invitation, "Hamar").await.unwrap();
    assert!(asked >= 1);
    let asks = |at: &support::Hub| at.read(|replica| replica.asking().any(|asking| asking.name == "Hamar"));
    until("both know that hamar asks", || asks(tromso) && asks(bergen)).await;
    assert!(!hamar.holds(&story));

    let begun = Instant::now();
    tromso.vouch(&hamar);
    bergen.vouch(&hamar);
    until("hamar is in and knows it", || {
        let standing = hamar.read(|replica| replica.law().standing(&hamar.id()));
        matches!(standing, Standing::Member(_)) && hamar.holds(&story)
    })
    .await;
    println!("a newcomer was in after {:?}", begun.elapsed());
    assert!(begun.elapsed() < Duration::from_secs(2));
    let own = hamar.publish("from the newcomer");
    until("the newcomer's story is everywhere", || tromso.holds(&own) && bergen.holds(&own)).await;
    converge(&[tromso, bergen, &hamar]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_that_restarts_goes_on_asking() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, bergen] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    let invitation = tromso.invitation();
    let address = tromso.net().addresses();
    tromso.stop().await;
    let mut hamar = hub(3);
    hamar.enter(&invitation.charter);
    hamar.start(&[]).await;
    let net = hamar.net();
    let (asked, ()) = tokio::join!(net.ask(&invitation, "Hamar"), async {});
    assert!(asked.is_err(), "nobody is there");
    hamar.stop().await;
    hamar.reopen();
    hamar.start(&[]).await;
    let listen = address.into_iter().map(|mut address| {
        address.pop();
        address
    });
    let config = knutepunkt_node::net::Config { listen: listen.collect(), dial: Vec::new() };
    let again = knutepunkt_node::net::start(tromso.core().clone(), config).await.unwrap();
    until("tromso hears of it", || tromso.read(|replica| replica.asking().count() == 1)).await;
    again.shutdown().await;
    let _ = bergen;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_works_at_a_hub_that_was_thrown_out() {
    log();
    let mut hubs = founded(&[1, 2, 3]);
    let [tromso, bergen, hamar] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    bergen.start(&[tromso]).await;
    hamar.start(&[tromso, bergen]).await;
    let teller = Secret::from_seed(&[77; 32]);
    let story = tromso.publish_story("fortalt", &teller);
    converge(&[tromso, bergen, hamar]).await;
    until("hamar holds the story", || hamar.holds(&story)).await;
    tromso.object(hamar);
    bergen.object(hamar);
    let barred = |at: &support::Hub| at.read(|replica| replica.law().standing(&hamar.id())) == Standing::Barred;
    until("hamar is thrown out", || barred(tromso) && barred(bergen)).await;

    // One code of a story that hamar holds, and one of a story that it never saw.
    let other = Secret::from_seed(&[78; 32]);
    let unseen = bergen.publish_story("aldri sett i Hamar", &other);
    until("tromso holds it", || tromso.holds(&unseen)).await;
    assert!(!hamar.holds(&unseen), "who was thrown out gets nothing new");
    until("hamar knows it too", || barred(hamar)).await;
    for teller in [&teller, &other] {
        hamar.write(|replica, hand, effects| replica.withdraw_with_key(teller, b"site", hand, effects));
    }
    until("both stories are gone everywhere", || {
        [&*tromso, &*bergen].iter().all(|hub| !hub.holds(&story) && !hub.holds(&unseen))
    })
    .await;
    converge(&[tromso, bergen]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_was_thrown_out_hears_of_withdrawals_and_nothing_else() {
    log();
    let mut hubs = founded(&[1, 2, 3]);
    let [tromso, bergen, hamar] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    bergen.start(&[tromso]).await;
    hamar.start(&[tromso, bergen]).await;
    let tellers = [Secret::from_seed(&[77; 32]), Secret::from_seed(&[78; 32])];
    let stories = [tromso.publish_story("først", &tellers[0]), tromso.publish_story("så", &tellers[1])];
    converge(&[tromso, bergen, hamar]).await;
    tromso.object(hamar);
    bergen.object(hamar);
    let barred = |at: &support::Hub| at.read(|replica| replica.law().standing(&hamar.id())) == Standing::Barred;
    until("all know that hamar is out, hamar too", || barred(tromso) && barred(bergen) && barred(hamar)).await;

    // While it stays connected.
    let withdraw = |at: &support::Hub, teller: &Secret| {
        at.write(|replica, hand, effects| replica.withdraw_with_key(teller, b"site", hand, effects));
    };
    let later = bergen.publish("etterpå");
    withdraw(bergen, &tellers[0]);
    until("hamar has destroyed the story", || !hamar.holds(&stories[0])).await;
    assert!(hamar.holds(&stories[1]) && connected(hamar, tromso) && connected(tromso, hamar));
    let receipts = |at: &support::Hub| {
        at.read(|replica| replica.listed(knutepunkt_protocol::replica::Set::Receipts, None).into_owned().into_keys().collect())
    };
    let same: fn(Vec<_>, Vec<_>) -> bool = |one, other| !one.is_empty() && one == other;
    until("hamar knows the receipts", || same(receipts(hamar), receipts(tromso))).await;

    // After it was away.
    hamar.stop().await;
    withdraw(tromso, &tellers[1]);
    hamar.reopen();
    hamar.start(&[tromso, bergen]).await;
    until("hamar has destroyed the other too", || !hamar.holds(&stories[1])).await;
    until("hamar knows the new receipts", || same(receipts(hamar), receipts(tromso))).await;
    assert!(!hamar.holds(&later), "of what is new it gets nothing");
    assert!(!hamar.net().synced(Duration::from_millis(500)).await, "nor does it think that it has everything");
    for (at, of) in [(&*tromso, &*hamar), (&*hamar, &*tromso)] {
        until("they see each other", || connected(at, of)).await;
        assert!(!at.core().peers()[&of.node()].in_step);
    }

    // What it may not ask for begins no session, and is not told.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (sessions, questions) = (hamar.counter("sessions"), hamar.counter("questions"));
    for number in 0..5 {
        let story = tromso.publish(&format!("story {number}"));
        until("bergen has it", || bergen.holds(&story)).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!((hamar.counter("sessions"), hamar.counter("questions")), (sessions, questions));

    // A restored backup of it needs to know withdrawals, and no more, before it shows its stories.
    hamar.stop().await;
    hamar.reopen();
    hamar.core().set_waits_for_withdrawals(true).unwrap();
    hamar.start(&[tromso, bergen]).await;
    until("hamar waits no longer", || !hamar.core().waits_for_withdrawals()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_stories_wait_for_one_exchange_with_a_member() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, bergen] = hubs.as_mut_slice() else { unreachable!() };
    tromso.publish("a");
    bergen.core().set_waits_for_withdrawals(true).unwrap();
    bergen.start(&[]).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(bergen.core().waits_for_withdrawals());
    tromso.start(&[bergen]).await;
    until("bergen waits no longer", || !bergen.core().waits_for_withdrawals()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_documents_are_taken_over_while_readers_read() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, bergen] = hubs.as_mut_slice() else { unreachable!() };
    tromso.core().write(|replica, hand, effects| tromso.many(1_000, replica, hand, effects)).unwrap();
    tromso.start(&[]).await;
    bergen.start(&[tromso]).await;
    let longest = std::cell::Cell::new(Duration::ZERO);
    let took = until("bergen holds all", || {
        let begun = Instant::now();
        let count = bergen.read(|replica| replica.documents().count());
        longest.set(longest.get().max(begun.elapsed()));
        count >= 1_000
    })
    .await;
    println!("1 000 documents took {took:?}; a reader waited {:?} at most", longest.get());
    converge(&[tromso, bergen]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_node_listens_at_the_same_port() {
    log();
    let tromso = hub(1);
    let mut ports = Vec::new();
    for _ in 0..2 {
        let net = knutepunkt_node::net::start(tromso.core().clone(), Default::default()).await.unwrap();
        let announced = net.announced();
        assert!(announced.iter().all(|address| address.contains(&knutepunkt_node::net::peer_id(&tromso.node()))));
        ports.push(announced[0].split('/').nth(4).unwrap().to_owned());
        net.shutdown().await;
    }
    assert_eq!(ports[0], ports[1]);
}
