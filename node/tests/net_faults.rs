//! What strangers and faulty peers do, over real connections. The numbers are those of the list of faults.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // tests

#[path = "net_support/raw.rs"]
mod raw;
#[path = "net_support/mod.rs"]
mod support;

use knutepunkt_protocol::ids::ItemId;
use knutepunkt_protocol::law::records::{Certificate, Role};
use knutepunkt_protocol::limits;
use knutepunkt_protocol::message::{Hello, Request, Response, VERSION, Welcome, Why};
use knutepunkt_protocol::replica::Set;
use knutepunkt_protocol::signed::Secret;
use libp2p::Multiaddr;
use raw::{Answers, Raw, framed};
use std::sync::atomic::Ordering::SeqCst;
use std::time::{Duration, Instant};
use support::{Hub, charter, connected, converge, founded, hub, log, until};

const NAME: &str = "/knutepunkt/1";

fn address(hub: &Hub) -> Multiaddr {
    hub.net().addresses().remove(0)
}

/// A hello of nobody, in the network of `hub`.
fn hello(hub: &Hub) -> Hello {
    Hello {
        versions: vec![VERSION],
        network: hub.read(|replica| replica.network()),
        certificate: None,
        digests: vec![ItemId([9; 32]); 4],
        beside: vec![ItemId([9; 32]); 2],
        welcome: Welcome::Member,
        addresses: Vec::new(),
    }
}

fn silent() -> Answers {
    Box::new(|_| Response::Refused(Why::No))
}

async fn stranger(number: u8, to: &Hub) -> Raw {
    Raw::connect(&Secret::from_seed(&[number; 32]), address(to), NAME, silent()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_is_refused_politely() {
    log();
    let mut hubs = founded(&[1, 2]);
    let tromso = &mut hubs[0];
    tromso.start(&[]).await;
    tromso.publish("a");
    let stranger = stranger(50, tromso).await;
    match stranger.ask(&Request::Hello(hello(tromso))).await {
        Ok(Response::Hello(answer)) => assert!(answer.welcome == Welcome::Stranger && answer.certificate.is_some()),
        other => panic!("{other:?}"),
    }
    for request in [
        Request::Reconcile(Set::Documents, vec![0x61]),
        Request::Items(Set::Law, vec![ItemId([1; 32])]),
        Request::Outlines(Set::Documents, vec![ItemId([1; 32])]),
        Request::Documents(Vec::new()),
        Request::HandIn(Vec::new()),
    ] {
        assert_eq!(stranger.ask(&request).await, Ok(Response::Refused(Why::NotMember)), "{request:?}");
    }
    assert!(stranger.is_connected());
    assert!(tromso.core().peers().is_empty(), "a stranger without a hub is nobody's peer");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_40_another_networks_node_is_refused_and_left_alone() {
    log();
    let (mut tromso, mut lund) = (hub(1), hub(2));
    tromso.enter(&charter("Recovery i nord", &[&tromso]));
    lund.enter(&charter("Recovery i syd", &[&lund]));
    tromso.start(&[]).await;
    lund.start(&[&tromso]).await;
    until("tromso refuses", || tromso.counter("refusals") == 1).await;
    until("they are disconnected", || tromso.counter("connected") == 0 && lund.counter("connected") == 0).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(tromso.counter("questions"), 1, "nobody tries again soon");
    assert!(tromso.core().peers().is_empty() && lund.core().peers().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_01_a_huge_length_is_refused_and_the_peer_dropped() {
    log();
    let mut hubs = founded(&[1, 2]);
    let tromso = &mut hubs[0];
    tromso.start(&[]).await;
    for (number, length) in [(50, u32::MAX), (51, limits::MESSAGE_BYTES as u32 + 1)] {
        let stranger = stranger(number, tromso).await;
        let begun = Instant::now();
        let answer = stranger.send(length.to_be_bytes().to_vec(), Duration::ZERO).await.unwrap();
        assert_eq!(answer, framed(&knutepunkt_protocol::message::encode_response(&Response::Refused(Why::Malformed))));
        until("it is dropped", || !stranger.is_connected()).await;
        assert!(begun.elapsed() < Duration::from_secs(2), "nothing was waited for");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_02_slow_senders_on_hundreds_of_streams_slow_down_nobody() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, bergen] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    bergen.start(&[tromso]).await;
    converge(&[tromso, bergen]).await;
    let stranger = std::sync::Arc::new(stranger(50, tromso).await);
    for _ in 0..300 {
        let stranger = stranger.clone();
        tokio::spawn(async move { stranger.send(framed(&[0; 500]), Duration::from_secs(1)).await });
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    for number in 0..5 {
        let story = tromso.publish(&format!("story {number}"));
        let took = until("the story arrives", || bergen.holds(&story)).await;
        assert!(took < Duration::from_secs(1), "{took:?}");
    }
    until("who does not finish is dropped", || !stranger.is_connected()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_05_a_replayed_message_empties_its_senders_budget_and_nobody_elses() {
    log();
    let mut hubs = founded(&[1, 2, 3]);
    let [tromso, bergen, hamar] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    bergen.start(&[tromso]).await;
    converge(&[tromso, bergen]).await;
    // A member's node that went mad: it shows a certificate, so it has a member's budget.
    let consent = Certificate::consent(&hamar.node_secret, &hamar.id());
    let certificate = Certificate::issue(&hamar.secret, hamar.node(), Role::Full, 0, consent);
    let mad = Raw::connect(&hamar.node_secret, address(tromso), NAME, silent()).await;
    let hello = Hello { certificate: Some(certificate.signed().clone()), ..hello(tromso) };
    let request = Request::Hello(hello);
    assert!(matches!(mad.ask(&request).await, Ok(Response::Hello(answer)) if answer.welcome == Welcome::Member));
    let before = tromso.read(|replica| replica.revision());
    let (mut answered, mut busy) = (0, 0);
    let begun = Instant::now();
    while mad.is_connected() && answered < 100_000 {
        match mad.ask(&request).await {
            Ok(Response::Hello(_)) => answered += 1,
            Ok(Response::Refused(Why::Busy)) => busy += 1,
            Ok(other) => panic!("{other:?}"),
            Err(_) => {}
        }
    }
    println!("{answered} answered, {busy} refused in {:?}", begun.elapsed());
    assert!(busy >= 1 && (1_000..10_000).contains(&answered));
    assert_eq!(tromso.read(|replica| replica.revision()), before, "nothing was changed");
    let story = tromso.publish("meanwhile");
    let took = until("the honest peer hears of it", || bergen.holds(&story)).await;
    assert!(took < Duration::from_secs(1) && connected(bergen, tromso), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_06_a_reconciliation_without_end_is_ended() {
    log();
    let mut hubs = founded(&[1, 2, 3]);
    let [tromso, bergen, hamar] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    bergen.start(&[tromso]).await;
    converge(&[tromso, bergen]).await;
    let consent = Certificate::consent(&hamar.node_secret, &hamar.id());
    let certificate = Certificate::issue(&hamar.secret, hamar.node(), Role::Full, 0, consent);
    let hello = Hello { certificate: Some(certificate.signed().clone()), ..hello(tromso) };
    let mine = hello.clone();
    let mut count = 0u8;
    let liar = Raw::connect(
        &hamar.node_secret,
        address(tromso),
        NAME,
        Box::new(move |request| match request {
            Request::Hello(_) => Response::Hello(mine.clone()),
            // «All that I have has another fingerprint»: version, the bound of everything, a fingerprint.
            Request::Reconcile(..) => {
                count = count.wrapping_add(1);
                Response::Reconcile([&[0x61, 0, 0, 1][..], &[count; 16]].concat())
            }
            _ => Response::Refused(Why::No),
        }),
    )
    .await;
    assert!(matches!(liar.ask(&Request::Hello(hello)).await, Ok(Response::Hello(_))));
    until("the session is ended and the liar dropped", || !liar.is_connected()).await;
    let asked = liar.asked.load(SeqCst);
    println!("the liar was asked {asked} times");
    assert!((limits::RECONCILE_STEPS..limits::RECONCILE_STEPS * 3).contains(&asked), "{asked}");
    assert!(tromso.counter("broken") >= 1);
    let story = bergen.publish("meanwhile");
    let took = until("the honest peer is heard", || tromso.holds(&story)).await;
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_08_a_newer_peer_is_told_what_is_supported() {
    log();
    let mut hubs = founded(&[1, 2]);
    let tromso = &mut hubs[0];
    tromso.start(&[]).await;
    let newer = stranger(50, tromso).await;
    let spoken = Response::Refused(Why::Version(vec![VERSION]));
    let answer = newer.ask(&Request::Hello(Hello { versions: vec![2, 3], ..hello(tromso) })).await;
    assert_eq!(answer, Ok(spoken.clone()));
    // A question of kind 7, with one argument.
    let answer = newer.send(framed(&[0x82, 7, 0x81, 0]), Duration::ZERO).await.unwrap();
    assert_eq!(answer, framed(&knutepunkt_protocol::message::encode_response(&spoken)));
    assert!(matches!(newer.ask(&Request::Hello(hello(tromso))).await, Ok(Response::Hello(_))), "it may still go back to ours");

    let other = Raw::connect(&Secret::from_seed(&[51; 32]), address(tromso), "/knutepunkt/2", silent()).await;
    let answer = other.send(framed(&[0x80]), Duration::ZERO).await;
    assert!(answer.is_err_and(|error| error.contains("supports none")));
    assert!(newer.is_connected());
}
