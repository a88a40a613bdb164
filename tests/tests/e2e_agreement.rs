//! Three hubs as processes of their own: what is published is served by all, what is withdrawn is gone at all, and whoever was
//! away agrees again.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::network::{BERGEN, HAMAR, TROMSO};
use knutepunkt_tests::process::{Hub, Network, agree, eventually, lines, remains, turn};
use serde_json::{Value, json};
use std::time::Duration;

const TWO_SECONDS: Duration = Duration::from_secs(2);
const FIVE_SECONDS: Duration = Duration::from_secs(5);

fn all(network: &Network) -> Vec<&Hub> {
    network.iter().collect()
}

/// The page and the JSON of a story, at every hub.
fn everywhere(network: &Network, id: &str, page: &str, status: u16) {
    network.all_answer(TWO_SECONDS, &lines::story_path(id), status);
    network.all_answer(TWO_SECONDS, page, status);
}

#[test]
fn what_is_published_is_everywhere_and_what_is_withdrawn_is_nowhere_for_good() {
    let _turn = turn();
    let mut network = Network::of_three();

    let (id, code) = network[TROMSO].publish_story(&lines::story("brua", "Brua over elva"));
    network.all_answer(TWO_SECONDS, &lines::story_path(&id), 200);
    let page = network[HAMAR].site().json(&lines::story_path(&id))["page"].as_str().expect("a page").to_owned();
    everywhere(&network, &id, &page, 200);
    for hub in network.iter() {
        let story = hub.site().json(&lines::story_path(&id));
        assert_eq!((story["title"].as_str(), story["hub"].as_str()), (Some("Brua over elva"), Some(network[TROMSO].id.as_str())));
        assert!(hub.site().get(&page).body.contains("Brua over elva"));
    }
    let exported = network[TROMSO].run(&["export"]).ok().json_lines();
    let exported = exported.into_iter().find(|line| line["id"] == *id).expect("the story is exported");

    // The code works at a hub that did not publish.
    let answer = network[BERGEN].site().withdraw(&code);
    assert_eq!(answer.status, 202, "{}", answer.body);
    let answer = answer.json();
    assert_eq!(answer["known"], true);
    everywhere(&network, &id, &page, 410);
    let receipts = format!("/api/v1/withdrawals/{}", answer["key"].as_str().expect("a key"));
    let mut nodes: Vec<String> = network.iter().map(|hub| hub.node.clone()).collect();
    nodes.sort();
    eventually(TWO_SECONDS * 3, "all three have signed, and every hub knows it", || {
        let signed = |hub: &Hub| {
            let known = hub.site().json(&receipts);
            let mut signed: Vec<String> = known["receipts"]
                .as_array()
                .map(|receipts| receipts.iter().filter_map(|receipt| receipt["node"].as_str().map(str::to_owned)).collect())
                .unwrap_or_default();
            signed.sort();
            signed == nodes && known["waiting"] == json!([])
        };
        network.iter().all(signed).then_some(())
    });
    agree(TWO_SECONDS, "all agree after the withdrawal", &all(&network));

    for hub in network.iter_mut() {
        hub.restart();
    }
    network.settle();
    everywhere(&network, &id, &page, 410);
    for hub in network.iter() {
        assert_eq!(hub.site().json("/api/v1/stories")["total"], 0);
    }

    // What was exported before is refused everywhere, by its id and by its sender's own name.
    let by_id = lines::with(exported, "ref", Value::Null);
    let with_both = lines::with(lines::story("elsewhere", "Brua over elva"), "id", json!(id));
    let by_ref = lines::story("brua", "Brua over elva");
    for (hub, line) in [(TROMSO, &by_id), (TROMSO, &by_ref), (TROMSO, &with_both), (BERGEN, &by_id), (HAMAR, &with_both)] {
        let answers = network[hub].try_import(std::slice::from_ref(line));
        assert_eq!((&answers[0]["ok"], &answers[0]["rule"]), (&json!(false), &json!("withdrawn")), "{}", answers[0]);
    }
    everywhere(&network, &id, &page, 410);
}

#[test]
fn who_was_cut_off_agrees_again_and_the_agreement_survives_reopening() {
    let _turn = turn();
    let mut network = Network::of_three();
    network[HAMAR].stop();
    let before = agree(TWO_SECONDS, "two agree", &[&network[TROMSO], &network[BERGEN]]);
    let cut_off = network[HAMAR].status();
    assert_eq!(cut_off["fingerprint"].as_str(), Some(before.as_str()), "the same command without a process");

    let id = network[TROMSO].publish(&lines::story("fjellet", "Fjellet"));
    agree(TWO_SECONDS, "two agree on what is new", &[&network[TROMSO], &network[BERGEN]]);
    assert_ne!(network[TROMSO].site().fingerprint(), cut_off["fingerprint"].as_str().map(str::to_owned));

    network[HAMAR].serve();
    agree(TWO_SECONDS, "all three agree after joining up", &all(&network));
    network.all_answer(TWO_SECONDS, &lines::story_path(&id), 200);

    let fingerprint = network.settle();
    for hub in network.iter_mut() {
        hub.stop();
        assert_eq!(hub.status()["fingerprint"].as_str(), Some(fingerprint.as_str()), "reopened without a process");
        hub.kill();
    }
    for hub in network.iter_mut() {
        hub.serve();
    }
    assert_eq!(network.settle(), fingerprint, "served again");

    // A node alone serves, takes in and publishes.
    network[TROMSO].stop();
    network[BERGEN].stop();
    let alone = network[HAMAR].publish(&lines::story("dalen", "Dalen"));
    assert_eq!(network[HAMAR].site().status_of(&lines::story_path(&alone)), 200);
    network[TROMSO].serve();
    network[BERGEN].serve();
    network.all_answer(FIVE_SECONDS, &lines::story_path(&alone), 200);
}

#[test]
fn a_hub_that_slept_agrees_and_no_edit_is_lost() {
    let _turn = turn();
    let mut network = Network::of_three();
    let organisation = network[TROMSO].publish(&lines::organisation("moloen", "Moloen"));
    let (story, code) = network[BERGEN].publish_story(&lines::story("garnet", "Garnet"));
    let path = format!("/api/v1/directory/{organisation}");
    network.all_answer(TWO_SECONDS, &path, 200);
    network.all_answer(TWO_SECONDS, &lines::story_path(&story), 200);
    network.settle();

    // Hamar sleeps. It edits the organisation in its sleep, by the command alone; Bergen edits the same field, awake.
    network[HAMAR].stop();
    let edit = |field: &str, value: Value| lines::with(json!({"id": organisation, "kind": "organisation"}), field, value);
    let changed = network[HAMAR].import(&[edit("phones", json!([{"number": "55000041"}]))]);
    assert_eq!(changed[0]["result"], "changed");
    network[BERGEN].import(&[edit("phones", json!([{"number": "55000042"}]))]);
    network[TROMSO].publish(&lines::article("nytt", "Nytt fra Tromsø"));
    network[BERGEN].publish(&lines::event("kurs", "Kurs i Bergen"));
    assert_eq!(network[TROMSO].site().withdraw(&code).status, 202);

    network[HAMAR].serve();
    agree(FIVE_SECONDS, "who slept agrees", &all(&network));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&story), 410);

    let conflict = same_conflict(&network, &path);
    let winner = &conflict["phones"][0]["number"];
    let [loser] = conflict["conflicts"]["phones"].as_array().expect("what lost is named").as_slice() else {
        panic!("one other value: {conflict}")
    };
    let numbers = [winner.as_str(), loser["value"][0]["number"].as_str()];
    assert!(numbers.iter().all(|number| number.is_some()) && numbers[0] != numbers[1], "{conflict}");
    let (by, other) = if winner.as_str().is_some_and(|it| it.ends_with("42")) { (HAMAR, "41") } else { (BERGEN, "42") };
    assert_eq!(loser["hub"], network[by].id, "whose it is: {conflict}");
    assert!(numbers[1].is_some_and(|number| number.ends_with(other)));

    // An edit of another field settles nothing.
    network[TROMSO].import(&[edit("alert", json!("Stengt i juli."))]);
    agree(TWO_SECONDS, "all agree on the next edit", &all(&network));
    let after = same_conflict(&network, &path);
    assert_eq!((&after["phones"], &after["conflicts"]), (&conflict["phones"], &conflict["conflicts"]));
    assert_eq!(after["alert"], "Stengt i juli.");

    // An edit of the field itself settles it.
    network[TROMSO].import(&[edit("phones", json!([{"number": "55000043"}]))]);
    agree(TWO_SECONDS, "all agree on the settlement", &all(&network));
    let settled = same_conflict(&network, &path);
    assert_eq!((&settled["phones"][0]["number"], &settled["conflicts"]), (&json!("55000043"), &json!({})), "{settled}");
}

/// What every hub says of an organisation, which must be the same.
fn same_conflict(network: &Network, path: &str) -> Value {
    let said: Vec<Value> = network.iter().map(|hub| hub.site().json(path)).collect();
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:#?}");
    said.into_iter().next().expect("three hubs")
}

#[test]
fn a_correction_keeps_address_and_code_everywhere() {
    let _turn = turn();
    let mut network = Network::of_three();
    let line = lines::story("uret", "Uret");
    let (id, code) = network[TROMSO].publish_story(&line);
    network.all_answer(TWO_SECONDS, &lines::story_path(&id), 200);
    let before = network[BERGEN].site().json(&lines::story_path(&id));

    let answers = network[TROMSO].import(&[lines::with(line, "title", json!("Uret på veggen"))]);
    assert_eq!((answers[0]["id"].as_str(), &answers[0]["result"]), (Some(id.as_str()), &json!("changed")));
    assert!(answers[0]["code"].is_null(), "the same code, shown once: {}", answers[0]);
    eventually(FIVE_SECONDS, "the correction is shown everywhere", || {
        let shown = |hub: &Hub| hub.site().ask(&lines::story_path(&id)).filter(|reply| reply.status == 200).map(|it| it.json());
        network.iter().all(|hub| shown(hub).is_some_and(|story| story["title"] == "Uret på veggen")).then_some(())
    });
    let after = network[BERGEN].site().json(&lines::story_path(&id));
    assert_eq!(after["id"], before["id"]);
    assert_ne!(after["version"], before["version"]);
    agree(FIVE_SECONDS, "all agree on the correction", &all(&network));
    assert!(network.iter().all(|hub| hub.site().json("/api/v1/stories")["total"] == 1));

    // Published anew without history: the same address, another version.
    let ran = network[TROMSO].run(&["rewrite", &id]).ok();
    assert!(ran.out.contains(&id));
    eventually(FIVE_SECONDS, "the rewritten story is shown everywhere", || {
        let version = |hub: &Hub| hub.site().ask(&lines::story_path(&id)).filter(|it| it.status == 200).map(|it| it.json());
        network.iter().all(|hub| version(hub).is_some_and(|story| story["version"] != after["version"])).then_some(())
    });

    assert_eq!(network[HAMAR].site().withdraw(&code).status, 202);
    network.all_answer(TWO_SECONDS, &lines::story_path(&id), 410);
    agree(FIVE_SECONDS, "all agree after the withdrawal", &all(&network));
    remains(Duration::from_secs(1), "no version comes back", || {
        network.iter().all(|hub| hub.site().status_of(&lines::story_path(&id)) == 410)
    });
}

#[test]
fn what_its_owner_removes_is_gone_everywhere() {
    let _turn = turn();
    let mut network = Network::of_three();
    let line = lines::article("nytt", "Nytt fra Tromsø");
    let id = network[TROMSO].publish(&line);
    let path = format!("/api/v1/articles/{id}");
    network.all_answer(TWO_SECONDS, &path, 200);
    // Nobody else may, and nobody is taken to have agreed.
    network[BERGEN].run(&["remove", &id, "--yes"]).fails(5, &[]);
    network[TROMSO].run(&["remove", &id]).fails(2, &["--yes"]);
    network[TROMSO].run(&["remove", "0a", "--yes"]).fails(2, &["64"]);
    network.all_answer(TWO_SECONDS, &path, 200);

    network[TROMSO].run(&["remove", &id, "--yes"]).ok();
    network.all_answer(TWO_SECONDS, &path, 410);
    agree(TWO_SECONDS, "all agree on what is gone", &all(&network));
    for again in [line, json!({"id": id, "title": "Igjen"})] {
        let answers = network[TROMSO].try_import(&[again]);
        assert_eq!((&answers[0]["ok"], &answers[0]["rule"]), (&json!(false), &json!("withdrawn")), "{}", answers[0]);
    }
    for hub in network.iter_mut() {
        hub.restart();
    }
    network.settle();
    network.all_answer(TWO_SECONDS, &path, 410);
}

#[test]
fn a_hub_that_is_barred_while_it_sleeps_learns_so_and_destroys_what_was_withdrawn() {
    let _turn = turn();
    let mut network = Network::of_three();
    let (story, code) = network[BERGEN].publish_story(&lines::story("tunet", "Tunet"));
    network.all_answer(TWO_SECONDS, &lines::story_path(&story), 200);
    network.settle();

    network[HAMAR].stop();
    let barred = network[HAMAR].id.clone();
    for hub in [TROMSO, BERGEN] {
        network[hub].run(&["object", &barred, "--yes"]).ok();
    }
    assert_eq!(network[TROMSO].site().withdraw(&code).status, 202);
    assert_eq!(network[HAMAR].status()["membership"], "member", "nobody has told it yet");

    network[HAMAR].serve();
    let hamar = &network[HAMAR];
    eventually(FIVE_SECONDS, "it learns that it was barred", || (hamar.status()["membership"] == "barred").then_some(()));
    let path = lines::story_path(&story);
    eventually(FIVE_SECONDS, "and what was withdrawn", || (hamar.site().status_of(&path) == 410).then_some(()));
}
