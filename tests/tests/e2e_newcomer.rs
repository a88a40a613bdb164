//! A hub that comes later, by a link and two voices; and one that is shut out by a majority.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::network::{BERGEN, HAMAR, TROMSO};
use knutepunkt_tests::process::{Hub, Network, agree, eventually, lines, remains, turn};
use serde_json::Value;
use std::time::Duration;

const FIVE_SECONDS: Duration = Duration::from_secs(5);
const JOINING: Duration = Duration::from_secs(30);

fn all(network: &Network) -> Vec<&Hub> {
    network.iter().collect()
}

fn asking(at: &Hub, hub: &str) -> Option<Value> {
    let status = at.site().status();
    status["asking"].as_array()?.iter().find(|asking| asking["hub"] == hub).cloned()
}

#[test]
fn a_newcomer_is_vouched_for_holds_everything_and_can_be_shut_out() {
    let _turn = turn();
    let mut network = Network::of_three();
    let story = network[TROMSO].publish(&lines::story("brua", "Brua"));
    let (gone, code) = network[HAMAR].publish_story(&lines::story("borte", "Borte"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&gone), 200);
    assert_eq!(network[TROMSO].site().withdraw(&code).status, 202);
    network.all_answer(FIVE_SECONDS, &lines::story_path(&gone), 410);

    let mut newcomer = Hub::init("Nordlys", "56");
    let asked = newcomer.run(&["join", &network[BERGEN].invite()]).ok();
    newcomer.serve();
    let status = newcomer.site().status();
    assert_eq!((status["membership"].as_str(), status["network"]["name"].as_str()), (Some("asking"), Some("Oppdiktet nettverk")));
    // Every member learns who asks, and shows the same six words as the newcomer.
    for member in network.iter() {
        let asking = eventually(JOINING, &format!("{} knows who asks", member.slug), || asking(member, &newcomer.id));
        assert_eq!(asking["name"], "Nordlys");
        let words = asking["check_words"].as_str().expect("check words");
        assert_eq!(words.split(' ').count(), 6, "{words}");
        assert!(asked.err.contains(words), "the newcomer sees the same words: {}", asked.err);
    }
    // Outside, it is shown nothing.
    assert_eq!(newcomer.site().status_of(&lines::story_path(&story)), 404);

    // One voice is not enough. The first is by the short name, the second by the beginning of the id.
    network[TROMSO].run(&["vouch", "nordlys", "--yes"]).ok();
    remains(Duration::from_secs(1), "one voice does not let anybody in", || newcomer.site().status()["membership"] == "asking");
    let prefix: String = newcomer.id.chars().take(8).collect();
    let shown = network[BERGEN].run(&["vouch", &prefix, "--yes"]).ok();
    assert!(shown.err.contains("becomes a member"), "what follows for whom: {}", shown.err);
    eventually(JOINING, "the newcomer is in", || (newcomer.site().status()["membership"] == "member").then_some(()));
    network.push(newcomer);
    network.settle();
    network.all_answer(FIVE_SECONDS, &lines::story_path(&story), 200);
    network.all_answer(FIVE_SECONDS, &lines::story_path(&gone), 410);
    assert!(network.iter().all(|hub| hub.site().status()["asking"] == serde_json::json!([])), "nobody asks any more");

    let its_own = network[3].publish(&lines::story("nordlyset", "Nordlyset"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&its_own), 200);
    agree(FIVE_SECONDS, "all four agree", &all(&network));

    // One objection changes nothing where enough others vouch. Two take away the voices that it needs, and it is
    // outside.
    network[HAMAR].run(&["vouch", "nordlys", "--yes"]).ok();
    agree(FIVE_SECONDS, "all four know the third voice", &all(&network));
    let shown = network[HAMAR].run(&["object", "nordlys", "--yes"]).ok();
    assert!(shown.err.contains("does not change yet"), "{}", shown.err);
    remains(Duration::from_secs(1), "one objection shuts nobody out", || {
        network.iter().all(|hub| hub.site().status_of(&lines::story_path(&its_own)) == 200)
    });
    let shown = network[BERGEN].run(&["object", "nordlys", "--yes"]).ok();
    assert!(shown.err.contains("«Nordlys» is no longer a member"), "{}", shown.err);
    let mut outside = network.pop().expect("four hubs");
    network.all_answer(FIVE_SECONDS, &lines::story_path(&its_own), 404);
    agree(FIVE_SECONDS, "the three agree", &all(&network));
    assert!(network.iter().all(|hub| hub.members().len() == 3));

    // What it writes then stays with it.
    let later = outside.publish_or_refused(&lines::story("siden", "Siden"));
    remains(Duration::from_secs(2), "nothing new of it is shown", || {
        let shown = |hub: &Hub| later.as_ref().is_some_and(|id| hub.site().status_of(&lines::story_path(id)) != 404);
        !network.iter().any(shown)
    });

    // Voices that are taken back let it in again, with what it published.
    network[BERGEN].run(&["object", &outside.id, "--undo", "--yes"]).ok();
    network[BERGEN].run(&["vouch", &outside.id, "--yes"]).ok();
    network.push(outside);
    network.all_answer(JOINING, &lines::story_path(&its_own), 200);
    agree(JOINING, "all four agree again", &all(&network));
}

#[test]
fn a_majority_shuts_out_even_a_founder() {
    let _turn = turn();
    let mut network = Network::of_three();
    let its_own = network[HAMAR].publish(&lines::story("hamar", "Fra Hamar"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&its_own), 200);

    network[TROMSO].run(&["object", "hamar", "--yes"]).ok();
    remains(Duration::from_secs(1), "one voice of three bars nobody", || network[BERGEN].members().len() == 3);
    let shown = network[BERGEN].run(&["object", "hamar", "--yes"]).ok();
    assert!(shown.err.contains("«Hamar» is shut out"), "{}", shown.err);

    let mut barred = network.pop().expect("three hubs");
    network.all_answer(FIVE_SECONDS, &lines::story_path(&its_own), 404);
    for hub in network.iter() {
        let status = hub.site().status();
        let state = status["members"].as_array().expect("members").iter().find(|member| member["hub"] == barred.id);
        assert_eq!(state.map(|member| &member["state"]), Some(&Value::from("barred")), "{status}");
        assert_eq!(hub.members().len(), 2);
    }
    agree(FIVE_SECONDS, "the two agree", &all(&network));
    let later = barred.publish_or_refused(&lines::story("siden", "Siden"));
    remains(Duration::from_secs(2), "nothing new of it is shown", || {
        let shown = |hub: &Hub| later.as_ref().is_some_and(|id| hub.site().status_of(&lines::story_path(id)) != 404);
        !network.iter().any(shown)
    });

    network[BERGEN].run(&["object", &barred.id, "--undo", "--yes"]).ok();
    network.push(barred);
    network.all_answer(JOINING, &lines::story_path(&its_own), 200);
    agree(JOINING, "all three agree again", &all(&network));
}
