//! A browser may keep a page, and the site keeps what it has made; neither outlives a withdrawal. Three hubs run, everything that
//! names a story was asked for before, and with the next question after the withdrawal nobody is told "the same as before".

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::network::{BERGEN, HAMAR, TROMSO};
use knutepunkt_tests::process::{Hub, Network, Reply, lines, turn, within};
use serde_json::json;
use std::time::Duration;

/// What is promised, at every hub that is connected.
const AT_ONCE: Duration = Duration::from_secs(1);

const TITLE: &str = "Brua over Kvitelva";

/// What readers' browsers keep of one hub's site: paths, and the tags under which they have them.
struct Kept {
    hub: usize,
    tags: Vec<(String, String)>,
}

/// Everything that shows or lists the story, as a reader or a program asks for it.
fn paths(id: &str, neighbour: &str) -> Vec<String> {
    let search = "q=kvitelva";
    let mut paths = vec![
        "/".to_owned(),
        "/en".to_owned(),
        format!("/api/v1/stories/{id}"),
        "/api/v1/stories".to_owned(),
        format!("/api/v1/stories?{search}"),
        "/robots.txt".to_owned(),
    ];
    for lang in ["", "/nn", "/en"] {
        paths.push(format!("{lang}/fortellinger/{id}"));
        // Others like it may stand there.
        paths.push(format!("{lang}/fortellinger/{neighbour}"));
        paths.push(format!("{lang}/fortellinger"));
        paths.push(format!("{lang}/fortellinger?{search}"));
    }
    paths
}

/// Reads everything twice, so that all of it is kept, here and there.
fn read(network: &Network, hub: usize, paths: &[String]) -> Kept {
    let site = network[hub].site();
    let tag = |path: &String| {
        let (first, second) = (site.get(path), site.get(path));
        assert_eq!((first.status, &first.body), (200, &second.body), "{path}");
        let tag = second.header("etag").unwrap_or_else(|| panic!("{path} has no tag")).to_owned();
        assert_eq!(site.get_unless(path, &tag).status, 304, "{path}");
        (path.clone(), tag)
    };
    Kept { hub, tags: paths.iter().map(tag).collect() }
}

/// Whether a hub's answers are free of the story, also for somebody who has them from before.
fn is_free_of_it(hub: &Hub, kept: &Kept, id: &str) -> bool {
    kept.tags.iter().all(|(path, tag)| {
        let (again, anew) = (hub.site().get_unless(path, tag), hub.site().get(path));
        if path.contains(id) {
            return again.status >= 400 && anew.status >= 400 && !anew.body.contains(TITLE) && !again.body.contains(TITLE);
        }
        // "The same as before" is true where what is made now is the same.
        let is_so = again.status == 200 || (again.status == 304 && anew.header("etag") == Some(tag.as_str()));
        let names = |reply: &Reply| reply.body.contains(TITLE) || reply.body.contains(id);
        is_so && anew.status == 200 && !names(&again) && !names(&anew)
    })
}

#[test]
fn nothing_that_was_kept_outlives_a_withdrawal_or_a_hold() {
    let _turn = turn();
    let mut network = Network::of_three();
    let mut line = lines::story("kvitelva", TITLE);
    line["consent"]["scopes"] = json!(["publish_here", "network", "search_engines"]);
    let (neighbour, _) = network[TROMSO].publish_story(&lines::story("nabo", "Ved bålet"));
    let (id, code) = network[TROMSO].publish_story(&line);
    network.all_answer(AT_ONCE * 5, &lines::story_path(&id), 200);
    network.all_answer(AT_ONCE * 5, &lines::story_path(&neighbour), 200);
    network.settle();
    let paths = paths(&id, &neighbour);
    let hubs = [TROMSO, BERGEN, HAMAR];
    let kept: Vec<Kept> = hubs.iter().map(|hub| read(&network, *hub, &paths)).collect();
    let nowhere =
        |network: &Network, kept: &[Kept]| kept.iter().all(|kept| is_free_of_it(&network[kept.hub], kept, &id)).then_some(());

    // Held at the hub that published: hidden at all, and the same as before when it is shown again.
    network[TROMSO].run(&["hold", &id]).ok();
    assert!(is_free_of_it(&network[TROMSO], &kept[0], &id), "held here before the command has answered");
    within(AT_ONCE, "what is held is nowhere", || nowhere(&network, &kept));
    network.all_answer(AT_ONCE, &format!("/fortellinger/{id}"), 451);
    network[TROMSO].run(&["release", &id]).ok();
    network.all_answer(AT_ONCE, &format!("/fortellinger/{id}"), 200);
    let back = || {
        kept.iter().all(|kept| {
            let site = network[kept.hub].site();
            kept.tags.iter().filter(|(path, _)| path.contains(&id)).all(|(path, tag)| site.get_unless(path, tag).status == 304)
        })
    };
    within(AT_ONCE, "what is shown again is the same", || back().then_some(()));

    // Withdrawn at a hub that did not publish.
    let kept: Vec<Kept> = hubs.iter().map(|hub| read(&network, *hub, &paths)).collect();
    assert_eq!(network[BERGEN].site().withdraw(&code).status, 202);
    assert!(is_free_of_it(&network[BERGEN], &kept[1], &id), "gone here before the answer");
    within(AT_ONCE, "what is withdrawn is nowhere", || nowhere(&network, &kept));
    network.all_answer(AT_ONCE, &format!("/fortellinger/{id}"), 410);
}
