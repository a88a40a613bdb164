//! What is withdrawn is destroyed: no piece of it is in any file of any hub, not in logs, not in what the database has left
//! behind; and nothing that is there now opens what was copied before.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::folder::{self, Needles};
use knutepunkt_tests::process::network::{BERGEN, HAMAR, TROMSO};
use knutepunkt_tests::process::running::run;
use knutepunkt_tests::process::{Hub, Network, eventually, lines, turn};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::time::Duration;

const FIVE_SECONDS: Duration = Duration::from_secs(5);

/// A copy of a key slot is so long, and begins at a multiple of it.
const SLOT: usize = 128;
/// Where the key stands in it.
const KEY: std::ops::Range<usize> = 80..112;

/// Words that stand nowhere else, longer than anything that comes by chance.
const TITLE: &str = "Kvitsalviekjerringa";
const BODY: [&str; 3] = ["rognebærsommerfuglhjerte", "Skarvebåtsnøkkelknippe", "vindskeivmånelysdans"];

/// The keys of slots that were in use and hold something else now.
fn destroyed_keys(before: &[u8], after: &[u8]) -> Vec<Vec<u8>> {
    let in_use = |slot: &&[u8]| slot[..32].iter().any(|byte| *byte != 0) && &slot[60..64] == b"slot";
    let changed = before.chunks_exact(SLOT).zip(after.chunks_exact(SLOT)).filter(|(before, after)| before != after);
    let mut keys: Vec<Vec<u8>> = changed.map(|(before, _)| before).filter(in_use).map(|slot| slot[KEY].to_vec()).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// No file below the folder may hold one of these.
fn nowhere(what: &str, needles: &Needles, below: &Path) {
    let found = needles.found_in(below);
    assert!(found.is_empty(), "{what} in {found:#?}");
}

/// A withdrawal, with the copies that were made of every hub's files before it.
#[test]
fn nothing_of_a_withdrawn_story_is_left_in_any_file() {
    let _turn = turn();
    let mut network = Network::of_three();
    // Others come before and after it, so that its rows lie among theirs.
    let before: Vec<_> = (0..20).map(|n| lines::story(&format!("f{n}"), &format!("Før {n}"))).collect();
    network[TROMSO].import(&before);
    let mut line = lines::story("kvitsalvie", TITLE);
    line["body"] = json!([format!("Hun het {}.", BODY[0]), BODY[1], format!("{} i fjæra.", BODY[2])]);
    line["byline"] = json!({"kind": "pseudonym", "text": BODY[1]});
    let (id, code) = network[TROMSO].publish_story(&line);
    // Corrected once: the version before must go as well.
    line["body"][2] = json!("Noe annet.");
    network[TROMSO].import(&[line]);
    network.all_answer(FIVE_SECONDS, &lines::story_path(&id), 200);
    network[BERGEN].import(&[lines::article("etter", "Etter")]);
    network.settle();
    for hub in network.iter() {
        // It is read, listed and searched for, at every hub: whatever that leaves behind must go.
        assert_eq!(hub.site().json(&format!("/api/v1/stories?q={TITLE}"))["total"], 1);
        assert_eq!(hub.site().json("/api/v1/stories?q=rogneb%C3%A6rsommerfuglhjerte")["total"], 1);
        assert!(hub.site().get("/fortellinger").status == 200);
    }

    let texts = Needles::new([TITLE].iter().chain(&BODY).map(|word| word.as_bytes()));
    let copies = tempfile::tempdir().expect("a temporary folder");
    for hub in network.iter_mut() {
        hub.stop();
        folder::copy(&hub.folder, &copies.path().join(&hub.slug));
        hub.serve();
    }
    network.settle();

    assert_eq!(network[HAMAR].site().withdraw(&code).status, 202);
    network.all_answer(FIVE_SECONDS, &lines::story_path(&id), 410);
    eventually(FIVE_SECONDS * 3, "all have signed", || {
        let status = network[HAMAR].run(&["withdraw", &code, "--json"]).ok().json();
        let key = status["key"].as_str().expect("a key").to_owned();
        let told = network[HAMAR].site().json(&format!("/api/v1/withdrawals/{key}"));
        (told["receipts"].as_array().map(Vec::len) == Some(3)).then_some(())
    });

    // At once, while everything runs; after an ordinary stop; and when it runs again and has published more.
    let keys: Vec<Vec<u8>> = network.iter().flat_map(|hub| keys_of(hub, copies.path())).collect();
    assert!(keys.len() >= network.len(), "every hub had the story under a key of its own");
    // A key may begin with zeros, which mark nothing.
    let keys = keys.iter().map(|key| &key[key.iter().position(|byte| *byte != 0).unwrap_or(0)..]);
    let keys = Needles::new(keys);
    for hub in network.iter() {
        let copy = copies.path().join(&hub.slug);
        assert!(!keys.found_in(&copy).is_empty(), "the control: the copy of {} holds its key", hub.slug);
        nowhere("the words are not even in the copy, where they are encrypted", &texts, &copy);
    }
    opens_with_the_saved_keys_alone(&network[TROMSO], &copies.path().join(&network[TROMSO].slug));
    for (when, step) in ["running", "stopped", "running again"].iter().zip(0..) {
        for hub in network.iter_mut() {
            match step {
                1 => hub.stop(),
                2 => hub.serve(),
                _ => {}
            }
        }
        if step == 2 {
            network[TROMSO].publish(&lines::story("siden", "Siden"));
            network.settle();
        }
        for hub in network.iter() {
            nowhere(&format!("a word of the story, {when}"), &texts, hub.everything());
            nowhere(&format!("a key of the story, {when}"), &keys, hub.everything());
        }
    }
    // The teller's code is in no file of a node either; the answer on the terminal was the only place.
    let code = Needles::new([code.as_bytes(), code.replace('-', "").as_bytes()]);
    network.iter().for_each(|hub| nowhere("the code", &code, hub.everything()));
}

/// The control: the copy, with the keys that were saved with it, still tells the story; with the keys of today it tells everything
/// but that.
fn opens_with_the_saved_keys_alone(hub: &Hub, saved: &Path) {
    let todays = hub.everything().join("copy with the keys of today");
    folder::copy(saved, &todays);
    fs::copy(hub.folder.join("keys"), todays.join("keys")).expect("the keys of today");
    let told = |folder: &Path| run(&["export", "--dir", &folder.to_string_lossy()]).ok().out;
    let (then, now) = (told(saved), told(&todays));
    for word in [TITLE, BODY[0], BODY[1]] {
        assert!(then.contains(word), "the saved keys open the copy");
        assert!(!now.contains(word), "the keys of today do not");
    }
    assert!(then.contains("Før 7") && now.contains("Før 7"), "the others are told by both");
    fs::remove_dir_all(todays).expect("the copy can be removed");
}

/// The keys that a hub destroyed since its folder was copied.
fn keys_of(hub: &Hub, copies: &Path) -> Vec<Vec<u8>> {
    let before = fs::read(copies.join(&hub.slug).join("keys")).expect("the copied keys");
    let after = fs::read(hub.folder.join("keys")).expect("the keys");
    let keys = destroyed_keys(&before, &after);
    assert!(!keys.is_empty(), "{} has destroyed a key", hub.slug);
    keys
}
