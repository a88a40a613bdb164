//! What strangers and faulty peers do, over real connections. The numbers are those of the list of faults.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // tests

#[path = "net_support/raw.rs"]
mod raw;
#[path = "net_support/mod.rs"]
mod support;

use knutepunkt_protocol::ids::{HubId, ItemId, NodeId};
use knutepunkt_protocol::law::records::{Certificate, Role};
use knutepunkt_protocol::limits;
use knutepunkt_protocol::message::{Asking, Hello, Request, Response, VERSION, Welcome, Why};
use knutepunkt_protocol::replica::Set;
use knutepunkt_protocol::signed::{Secret, Verified};
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
    Box::new(|_| Some(Response::Refused(Why::No)))
}

/// The hello of a node that shows its certificate.
fn certified(of: &Hub, to: &Hub) -> Hello {
    let consent = Certificate::consent(&of.node_secret, &of.id());
    let certificate = Certificate::issue(&of.secret, of.node(), Role::Full, 0, consent);
    Hello { certificate: Some(certificate.signed().clone()), ..hello(to) }
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
        Request::Documents(Set::Documents, Vec::new()),
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
    for (number, length) in [(50, u32::MAX), (51, limits::QUESTION_BYTES as u32 + 1)] {
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
    let mad = Raw::connect(&hamar.node_secret, address(tromso), NAME, silent()).await;
    let request = Request::Hello(certified(hamar, tromso));
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
    let hello = certified(hamar, tromso);
    let mine = hello.clone();
    let mut count = 0u8;
    let liar = Raw::connect(
        &hamar.node_secret,
        address(tromso),
        NAME,
        Box::new(move |request| match request {
            Request::Hello(_) => Some(Response::Hello(mine.clone())),
            // «All that I have has another fingerprint»: version, the bound of everything, a fingerprint.
            Request::Reconcile(..) => {
                count = count.wrapping_add(1);
                Some(Response::Reconcile([&[0x61, 0, 0, 1][..], &[count; 16]].concat()))
            }
            _ => Some(Response::Refused(Why::No)),
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

#[tokio::test(flavor = "multi_thread")]
async fn large_questions_that_strangers_begin_leave_room_for_a_members() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, hamar] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    let member = Raw::connect(&hamar.node_secret, address(tromso), NAME, silent()).await;
    let answer = member.ask(&Request::Hello(certified(hamar, tromso))).await;
    assert!(matches!(answer, Ok(Response::Hello(answer)) if answer.welcome == Welcome::Member));
    // Half of the longest question on every stream, and then nothing: together more than any room there is.
    let begun = [&(limits::QUESTION_BYTES as u32).to_be_bytes()[..], &vec![0; limits::QUESTION_BYTES / 2]].concat();
    for number in 0..4 {
        let stranger = std::sync::Arc::new(stranger(50 + number, tromso).await);
        for _ in 0..16 {
            let (stranger, begun) = (stranger.clone(), begun.clone());
            tokio::spawn(async move { stranger.begin(begun, Duration::from_secs(10)).await });
        }
    }
    until("the strangers have no more room", || tromso.counter("refusals") >= 4).await;
    let large = Request::Items(Set::Law, vec![ItemId([1; 32]); limits::MESSAGE_IDS]);
    for _ in 0..40 {
        match member.ask(&large).await {
            Ok(Response::Items(items)) => assert_eq!(items.len(), limits::MESSAGE_IDS),
            other => panic!("{other:?}"),
        }
    }
    assert!(member.is_connected());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_whose_answers_are_cut_off_is_asked_again_and_not_kept_outside() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, hamar] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    let hello = certified(hamar, tromso);
    // It answers nothing at all: each of its streams ends at once.
    let cut = Raw::connect(&hamar.node_secret, address(tromso), NAME, Box::new(|_| None)).await;
    assert!(matches!(cut.ask(&Request::Hello(hello.clone())).await, Ok(Response::Hello(_))));
    until("it was asked three times", || cut.asked.load(SeqCst) >= 3).await;
    assert!(cut.is_connected());
    // A question of its own that breaks off costs no more than any other.
    assert!(cut.send(vec![0, 0, 1], Duration::ZERO).await.is_ok());
    assert!(matches!(cut.ask(&Request::Hello(hello)).await, Ok(Response::Hello(_))));
    // What is no message is another matter.
    assert!(cut.send(framed(&[0xff; 9]), Duration::ZERO).await.is_ok());
    until("who sends nonsense is dropped", || !cut.is_connected()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invented_hubs_that_ask_are_written_down_slowly() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, _] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    let network = tromso.read(|replica| replica.network());
    let node_secret = Secret::from_seed(&[50; 32]);
    let inventor = Raw::connect(&node_secret, address(tromso), NAME, silent()).await;
    let asking = |number: u8| {
        let secret = Secret::from_seed(&[number; 32]);
        let (hub, node) = (HubId(secret.public()), NodeId(node_secret.public()));
        let certificate = Certificate::issue(&secret, node, Role::Full, 0, Certificate::consent(&node_secret, &hub));
        let (certificate, name) = (certificate.signed().clone(), "Oppfunnet".to_owned());
        let asking = Asking { version: 1, network, certificate, node, hub, name, addresses: Vec::new() };
        Request::Ask(Verified::sign(asking, &node_secret).signed().clone())
    };
    let begun = Instant::now();
    let mut answers = Vec::new();
    for number in 100..120 {
        answers.push(inventor.ask(&asking(number)).await.unwrap());
    }
    let written = answers.iter().filter(|answer| **answer == Response::Done).count();
    let most = 10 + usize::try_from(begun.elapsed().as_secs()).unwrap() + 1;
    assert!((1..=most).contains(&written), "{answers:?}");
    assert!(answers.iter().all(|answer| matches!(answer, Response::Done | Response::Refused(Why::Busy))), "{answers:?}");
    assert_eq!(tromso.read(|replica| replica.asking().count()), written);
    // What is known already is free.
    let before = *tromso.core().changes().borrow();
    for _ in 0..5 {
        assert_eq!(inventor.ask(&asking(100)).await, Ok(Response::Done));
    }
    assert_eq!(*tromso.core().changes().borrow(), before);
    assert!(inventor.is_connected());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_answers_an_asking_with_something_else_is_dropped() {
    log();
    let mut hubs = founded(&[1, 2]);
    let [tromso, _] = hubs.as_mut_slice() else { unreachable!() };
    tromso.start(&[]).await;
    let mut hamar = hub(3);
    let invitation = tromso.invitation();
    hamar.enter(&invitation.charter);
    hamar.start(&[]).await;
    hamar.net().ask(&invitation, "Hamar").await.unwrap();
    let answers: Answers = Box::new(|request| match request {
        Request::Ask(_) => Some(Response::Items(vec![None])),
        _ => Some(Response::Refused(Why::No)),
    });
    let odd = Raw::connect(&Secret::from_seed(&[50; 32]), address(&hamar), NAME, answers).await;
    let answer = odd.ask(&Request::Hello(Hello { welcome: Welcome::Stranger, ..hello(&hamar) })).await;
    assert!(matches!(answer, Ok(Response::Hello(_))));
    until("it is dropped", || !odd.is_connected()).await;
    assert!(odd.asked.load(SeqCst) >= 1);
}
