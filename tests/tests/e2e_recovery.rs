//! A machine that is lost, restored from an old copy, or stolen: the hub comes back, nothing that was shared is lost, and the
//! thief's words are shown nowhere.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::network::{BERGEN, HAMAR, TROMSO};
use knutepunkt_tests::process::{Hub, Network, agree, eventually, folder, lines, remains, turn};
use serde_json::{Value, json};
use std::fs;
use std::time::Duration;

const FIVE_SECONDS: Duration = Duration::from_secs(5);

fn all(network: &Network) -> Vec<&Hub> {
    network.iter().collect()
}

/// The machines of a hub, as another hub knows them.
fn machines(at: &Hub, hub: &str) -> Vec<String> {
    let status = at.site().status();
    let members = status["members"].as_array().expect("members").clone();
    let member = members.into_iter().find(|member| member["hub"] == hub);
    let nodes = member.map(|member| member["nodes"].clone()).unwrap_or_default();
    serde_json::from_value(nodes).unwrap_or_default()
}

/// All hubs take the same hubs for members, so many of them.
fn members_equal(network: &Network, count: usize) {
    eventually(FIVE_SECONDS * 3, &format!("{count} members at every hub"), || {
        let members: Vec<Vec<String>> = network.iter().map(Hub::members).collect();
        members.iter().all(|them| them.len() == count && *them == members[0]).then_some(())
    });
}

#[test]
fn a_lost_machine_is_replaced_from_words_and_one_peer() {
    let _turn = turn();
    let mut network = Network::of_three();
    let story = network[TROMSO].publish(&lines::story("brua", "Brua"));
    let (gone, code) = network[TROMSO].publish_story(&lines::story("borte", "Borte"));
    let organisation = network[TROMSO].publish(&lines::organisation("moloen", "Moloen"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&story), 200);
    network.all_answer(FIVE_SECONDS, &lines::story_path(&gone), 200);
    network.settle();

    network[TROMSO].kill();
    let old = network[TROMSO].node.clone();
    fs::remove_dir_all(&network[TROMSO].folder).expect("the machine is lost");
    // While it was away something of it is withdrawn elsewhere, and others go on.
    network[BERGEN].publish(&lines::article("nytt", "Nytt"));
    let withdrawn = network[HAMAR].site().withdraw(&code);
    assert_eq!(withdrawn.status, 202);
    let receipts = format!("/api/v1/withdrawals/{}", withdrawn.json()["key"].as_str().expect("a key"));
    let link = network[BERGEN].invite();
    let mut new = network[TROMSO].empty_machine();
    new.recover(&link);
    assert_ne!(new.node, old);
    assert_eq!(new.run(&["status", "--json"]).ok().json()["membership"], "member");
    new.serve();
    network[TROMSO] = new;
    agree(FIVE_SECONDS, "the new machine holds everything", &all(&network));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&story), 200);
    network.all_answer(FIVE_SECONDS, &format!("/api/v1/directory/{organisation}"), 200);
    network.all_answer(FIVE_SECONDS, &lines::story_path(&gone), 410);
    members_equal(&network, 3);
    let new = network[TROMSO].node.clone();
    eventually(FIVE_SECONDS * 3, "the new machine signs for what was withdrawn meanwhile", || {
        let told = network[BERGEN].site().json(&receipts);
        told["receipts"].as_array()?.iter().any(|receipt| receipt["node"] == new).then_some(())
    });

    let again = network[TROMSO].publish(&lines::story("igjen", "Igjen"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&again), 200);

    // The old machine never comes back: it is revoked, and nothing changes for anybody.
    let words = network[TROMSO].words_file();
    network[TROMSO].run(&["revoke", &old, "--words-file", &words]).ok();
    let new = network[TROMSO].node.clone();
    let hub = network[TROMSO].id.clone();
    eventually(FIVE_SECONDS * 3, "the old machine is nobody's any more", || {
        network.iter().all(|at| machines(at, &hub) == [new.clone()]).then_some(())
    });
    agree(FIVE_SECONDS, "all agree after the revocation", &all(&network));
    for id in [&story, &again] {
        network.all_answer(FIVE_SECONDS, &lines::story_path(id), 200);
    }
    eventually(FIVE_SECONDS * 3, "nobody waits for the old machine any longer", || {
        network.iter().all(|hub| hub.site().json(&receipts)["waiting"] == json!([])).then_some(())
    });
    let last = network[TROMSO].publish(&lines::story("sist", "Sist"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&last), 200);
}

#[test]
fn an_old_copy_put_back_makes_no_fork_and_raises_nothing() {
    let _turn = turn();
    let mut network = Network::of_three();
    let (gone, code) = network[TROMSO].publish_story(&lines::story("borte", "Borte"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&gone), 200);
    network[TROMSO].stop();
    let copy = network[TROMSO].everything().join("copy");
    folder::copy(&network[TROMSO].folder, &copy);
    network[TROMSO].serve();

    let line = lines::story("etter", "Etter kopien");
    let after = network[TROMSO].publish(&line);
    let edited = network[TROMSO].publish(&lines::organisation("moloen", "Moloen"));
    assert_eq!(network[BERGEN].site().withdraw(&code).status, 202);
    network.all_answer(FIVE_SECONDS, &lines::story_path(&gone), 410);
    network.all_answer(FIVE_SECONDS, &lines::story_path(&after), 200);
    network.settle();
    network[TROMSO].stop();

    let place = network[TROMSO].folder.clone();
    fs::remove_dir_all(&place).expect("the folder goes");
    fs::rename(&copy, &place).expect("the copy takes its place");
    // It publishes before it has heard from anybody: the moment at which a fork would begin.
    let before_sync = network[TROMSO].publish(&lines::story("for", "Før noen har sagt noe"));
    network[TROMSO].serve();
    agree(FIVE_SECONDS, "all agree after the old copy", &all(&network));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&gone), 410);
    for id in [&after, &before_sync] {
        network.all_answer(FIVE_SECONDS, &lines::story_path(id), 200);
    }
    network[TROMSO].import(&[json!({"id": edited, "alert": "Stengt i juli."})]);
    let next = network[TROMSO].publish(&lines::story("neste", "Neste"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&next), 200);
    agree(FIVE_SECONDS, "all agree on what it publishes then", &all(&network));
    for hub in network.iter() {
        let status = hub.site().status();
        assert_eq!((&status["quarantined"], &status["set_aside"]), (&json!(0), &json!(0)), "{}", hub.slug);
    }
    remains(Duration::from_secs(1), "what was withdrawn stays gone", || {
        network.iter().all(|hub| hub.site().status_of(&lines::story_path(&gone)) == 410)
    });
}

/// The three of the cast, and a fourth hub that Tromsø and Bergen vouch for: without either of them it falls.
fn with_a_newcomer() -> Network {
    let mut network = Network::of_three();
    let mut newcomer = Hub::init("Nordlys", "56");
    newcomer.serve();
    newcomer.run(&["join", &network[TROMSO].invite()]).ok();
    for member in [TROMSO, BERGEN] {
        eventually(FIVE_SECONDS * 6, "the newcomer is known", || {
            let asking = network[member].site().status()["asking"].clone();
            asking.as_array().is_some_and(|asking| asking.iter().any(|it| it["hub"] == newcomer.id)).then_some(())
        });
        network[member].run(&["vouch", &newcomer.id, "--yes"]).ok();
    }
    network.push(newcomer);
    network.settle();
    members_equal(&network, 4);
    network
}

/// Tromsø's machine is stolen: the thief has a copy of everything; the hub has its words and one peer.
struct Theft {
    network: Network,
    thief: Hub,
    stolen: String,
    stories: Vec<String>,
}

fn theft() -> Theft {
    let mut network = with_a_newcomer();
    let stories: Vec<String> =
        (1..=3).map(|n| network[TROMSO].publish(&lines::story(&format!("s{n}"), &format!("Nr. {n}")))).collect();
    let of_newcomer = network[3].publish(&lines::story("nordlys", "Nordlyset"));
    for id in stories.iter().chain([&of_newcomer]) {
        network.all_answer(FIVE_SECONDS, &lines::story_path(id), 200);
    }
    network.settle();
    network[TROMSO].stop();
    let thief = network[TROMSO].stolen();
    fs::remove_dir_all(&network[TROMSO].folder).expect("the machine is gone");
    let stolen = network[TROMSO].node.clone();
    let empty = network[TROMSO].empty_machine();
    network[TROMSO] = empty;
    let stories = stories.into_iter().chain([of_newcomer]).collect();
    Theft { network, thief, stolen, stories }
}

/// What must be so once the stolen machine is revoked.
fn judge(theft: Theft, forged_before: &[String]) {
    let Theft { mut network, mut thief, stolen, stories } = theft;
    let (hub, new) = (network[TROMSO].id.clone(), network[TROMSO].node.clone());
    eventually(FIVE_SECONDS * 3, "the stolen machine is nobody's any more", || {
        network.iter().all(|at| machines(at, &hub) == [new.clone()]).then_some(())
    });
    agree(FIVE_SECONDS, "all agree after the theft", &all(&network));
    members_equal(&network, 4);
    for id in &stories {
        network.all_answer(FIVE_SECONDS, &lines::story_path(id), 200);
    }
    for id in forged_before {
        network.all_answer(FIVE_SECONDS, &lines::story_path(id), 404);
    }
    let again = network[TROMSO].publish(&lines::story("igjen", "Igjen"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&again), 200);
    network[TROMSO].run(&["vouch", &network[3].id.clone(), "--yes"]).ok();

    // The thief's machine knows of nothing, writes, and goes among the others.
    let forged = thief.publish(&lines::story("falsk", "Falsk"));
    let defaced = json!({"id": stories[0], "title": "Tyvens tittel"});
    thief.import(&[defaced]);
    let told: Vec<Value> = thief.run(&["export"]).ok().json_lines();
    assert!(told.iter().any(|line| line["id"] == *forged), "the thief holds what it wrote");
    thief.serve();
    let before = agree(FIVE_SECONDS, "all agree beside the thief", &all(&network));
    remains(Duration::from_secs(3), "nobody shows what the thief wrote", || {
        network.iter().all(|hub| {
            let story = hub.site().json(&lines::story_path(&stories[0]));
            hub.site().status_of(&lines::story_path(&forged)) == 404 && story["title"] == "Nr. 1"
        })
    });
    assert_eq!(agree(FIVE_SECONDS, "all agree still", &all(&network)), before);
    members_equal(&network, 4);
    assert!(network.iter().all(|at| !machines(at, &hub).contains(&stolen)));
    let last = network[TROMSO].publish(&lines::story("sist", "Sist"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&last), 200);
}

#[test]
fn a_stolen_machine_is_shut_out_after_recovery() {
    let _turn = turn();
    let mut theft = theft();
    let link = theft.network[HAMAR].invite();
    theft.network[TROMSO].recover(&link);
    theft.network[TROMSO].serve();
    let words = theft.network[TROMSO].words_file();
    theft.network[TROMSO].run(&["revoke", &theft.stolen, "--words-file", &words]).ok();
    judge(theft, &[]);
}

#[test]
fn a_stolen_machine_is_shut_out_from_an_empty_folder_with_what_it_wrote() {
    let _turn = turn();
    let mut theft = theft();
    // The thief is quicker: what it publishes before the revocation reaches everybody.
    theft.thief.serve();
    let forged = theft.thief.publish(&lines::story("forst", "Først"));
    for hub in theft.network.iter().filter(|hub| hub.serves()) {
        eventually(FIVE_SECONDS * 3, "the thief is believed for now", || {
            (hub.site().status_of(&lines::story_path(&forged)) == 200).then_some(())
        });
    }
    theft.thief.stop();
    let link = theft.network[BERGEN].invite();
    let hub = &mut theft.network[TROMSO];
    let words = hub.words_file();
    hub.run(&["revoke", &theft.stolen, "--link", &link, "--drop", &forged, "--words-file", &words]).ok();
    hub.node = hub.status()["node"].as_str().expect("a node").to_owned();
    hub.serve();
    judge(theft, &[forged]);
}
