//! Import lines from outside: what is taken, what is refused and by which rule, and what a `ref` and an `id` stand for.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::lines::{article, event, organisation, resource, story, story_path, with, with_at};
use knutepunkt_tests::process::network::{BERGEN, TROMSO};
use knutepunkt_tests::process::{Hub, Network, eventually, running, turn};
use serde_json::{Value, json};
use std::fs;
use std::time::Duration;

const FIVE_SECONDS: Duration = Duration::from_secs(5);

/// A network of one hub that nobody serves: commands carry themselves out.
fn quiet() -> Network {
    let mut network = Network::alone();
    network[TROMSO].stop();
    network
}

/// The one line must be refused at this field by this rule; answers the message.
#[track_caller]
fn refused(hub: &mut Hub, line: &Value, field: &str, rule: &str) -> String {
    let answers = hub.try_import(std::slice::from_ref(line));
    let [answer] = answers.as_slice() else { panic!("one line, one answer: {answers:?}") };
    let mut keys: Vec<&str> = answer.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["field", "line", "message", "ok", "rule"], "{answer}");
    assert_eq!((&answer["line"], &answer["ok"]), (&json!(1), &json!(false)));
    assert_eq!((answer["field"].as_str(), answer["rule"].as_str()), (Some(field), Some(rule)), "{answer}");
    let message = answer["message"].as_str().expect("a message").to_owned();
    assert!(message.ends_with('.') && message.len() < 2_000, "a sentence: {message}");
    message
}

#[test]
fn every_kind_is_taken_and_answered() {
    let _turn = turn();
    let mut network = quiet();
    let hub = &mut network[TROMSO];
    let given = [story("s", "S"), organisation("o", "O"), event("e", "E"), resource("r", "R"), article("a", "A")];
    for (answer, line) in hub.import(&given).iter().zip(1..) {
        let mut keys: Vec<&str> = answer.as_object().expect("an object").keys().map(String::as_str).collect();
        keys.retain(|key| *key != "code");
        assert_eq!(keys, ["id", "line", "ok", "result"], "{answer}");
        assert_eq!((&answer["line"], &answer["result"]), (&json!(line), &json!("new")));
        assert_eq!(answer["id"].as_str().map(str::len), Some(64));
        assert_eq!(answer.get("code").is_some(), line == 1, "stories have a code: {answer}");
    }
    // Again: nothing happens, and no code is shown twice.
    let before = hub.status()["fingerprint"].clone();
    for answer in hub.import(&given) {
        assert!(answer["result"] == "same" && answer.get("code").is_none(), "{answer}");
    }
    assert_eq!(hub.status()["fingerprint"], before);
    assert_eq!(
        hub.status()["documents"],
        json!({"story": 1, "organisation": 1, "event": 1, "resource": 1, "article": 1, "hub": 1})
    );
    // For people: one line each.
    let file = hub.file_of(&[article("b", "B"), with(article("c", "C"), "titel", json!("x"))]);
    let ran = hub.run(&["import", &file]).exits(3);
    assert!(ran.out.starts_with("new ") && ran.err.contains("line 2") && ran.err.contains("titel"), "{}{}", ran.out, ran.err);
}

#[test]
fn what_is_refused_is_named() {
    let _turn = turn();
    let mut network = quiet();
    let hub = &mut network[TROMSO];
    let consent = |scopes: Value| with_at(story("x", "X"), "/consent/scopes", scopes);
    for (line, field, rule) in [
        (consent(json!(["publish_here"])), "consent.scopes", "consent_missing"),
        (consent(json!([])), "consent.scopes", "consent_missing"),
        (
            with_at(story("x", "X"), "/anonymisation/teller_approved", json!(false)),
            "anonymisation.teller_approved",
            "not_approved",
        ),
        (with(story("x", "X"), "hub", json!("0a".repeat(32))), "hub", "unknown_field"),
        (with(json!({"id": "0a".repeat(32), "title": "X"}), "hub", json!("0a".repeat(32))), "hub", "unknown_field"),
        (with(story("x", "X"), "titel", json!("X")), "titel", "unknown_field"),
        (with(story("x", "X"), "diagnosis", json!("X")), "diagnosis", "unknown_field"),
        (with(story("x", "X"), "summary", json!("X")), "summary", "unknown_field"),
        (
            with_at(story("x", "X"), "/place", json!({"county": "55", "municipality": "5501"})),
            "place.municipality",
            "unknown_field",
        ),
        (with(story("x", "X"), "title", Value::Null), "title", "required"),
        (with(story("x", "X"), "ref", Value::Null), "ref", "required"),
        (with(story("x", "X"), "kind", json!("storie")), "kind", "not_in_vocabulary"),
        (with(story("x", "X"), "kind", json!("comment")), "kind", "not_in_vocabulary"),
        (with(story("x", "X"), "status", json!("publishd")), "status", "not_in_vocabulary"),
        (with(story("x", "X"), "reach", json!("world")), "reach", "not_in_vocabulary"),
        (with(story("x", "X"), "themes", json!(["joy"])), "themes[0]", "not_in_vocabulary"),
        (with(story("x", "X"), "title", json!("x".repeat(141))), "title", "too_long"),
        (with(story("x", "X"), "title", json!("x\u{0}y")), "title", "control_character"),
        (with(story("x", "X"), "title", json!(["x"])), "title", "wrong_type"),
        (with(organisation("x", "X"), "orgnr", json!("123456786")), "orgnr", "check_digit"),
        (json!([1, 2]), "line", "wrong_type"),
        (json!("x"), "line", "wrong_type"),
        (json!({"id": "0A".repeat(32), "title": "X"}), "id", "malformed"),
        (json!({"id": "0a".repeat(32), "title": "X"}), "id", "unknown"),
    ] {
        let answers = hub.try_import(std::slice::from_ref(&line));
        let (at, by) = (answers[0]["field"].as_str().unwrap_or("–"), answers[0]["rule"].as_str().unwrap_or("–"));
        // The rules' own names may become finer; where they broke, and that they are named, may not.
        assert_eq!((at, &answers[0]["ok"]), (field, &json!(false)), "{rule}: {}", answers[0]);
        assert!(!by.is_empty() && by.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{by}");
        if rule != "check_digit" && field != "line" {
            assert_eq!(by, rule, "{}", answers[0]);
        }
    }
    let message = refused(hub, &with(story("x", "X"), "titel", json!("X")), "titel", "unknown_field");
    assert!(message.contains("titel") && message.contains("title"), "the nearest is offered: {message}");
    assert_eq!(hub.status()["documents"], json!({"hub": 1}), "nothing was written");
}

#[test]
fn a_bad_line_does_not_stop_the_good_ones() {
    let _turn = turn();
    let mut network = quiet();
    let hub = &mut network[TROMSO];
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = [
        story("1", "Første").to_string(),
        String::new(),
        "{\"kind\":".to_owned(),
        "not json".to_owned(),
        format!("{{\"kind\":\"article\",\"ref\":\"d\",\"title\":{deep}}}"),
        "{\"kind\":\"article\",\"kind\":\"story\",\"ref\":\"two\"}".to_owned(),
        "   ".to_owned(),
        with(article("8", "x"), "body", json!(["x".repeat(3_000_000)])).to_string(),
        "null".to_owned(),
        "\u{feff}".to_owned(),
        format!("{}\r", article("11", "Ellevte")),
    ];
    let mut bytes = text.join("\n").into_bytes();
    bytes.extend(b"\n{\"kind\":\"article\",\"ref\":\"12\",\"title\":\"\xff\xfe\"}\n");
    // The last line has no end.
    bytes.extend(article("13", "Trettende").to_string().into_bytes());
    let arguments = hub.arguments(&["import", "-", "--json"]);
    let ran = running::run_with_input(&arguments, Some(&bytes)).exits(3);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    let answers = ran.json_lines();
    let taken: Vec<u64> = answers.iter().filter(|it| it["ok"] == true).filter_map(|it| it["line"].as_u64()).collect();
    assert_eq!(taken, [1, 11, 13], "{}", ran.out);
    let refused: Vec<u64> = answers.iter().filter(|it| it["ok"] == false).filter_map(|it| it["line"].as_u64()).collect();
    assert_eq!(refused, [3, 4, 5, 6, 8, 9, 10, 12], "{}", ran.out);
    // Nothing at all is no mistake.
    assert_eq!(running::run_with_input(&arguments, Some(b"")).ok().out, "");
    assert_eq!(running::run_with_input(&arguments, Some(b"\n\n  \n")).ok().out, "");
}

#[test]
fn a_line_of_many_megabytes_is_refused_and_says_so() {
    let _turn = turn();
    let mut network = Network::alone();
    for runs in [true, false] {
        let hub = &mut network[TROMSO];
        if !runs {
            hub.stop();
        }
        let huge = with(article("huge", "x"), "body", json!(["x".repeat(5_000_000)])).to_string();
        let after = article(&format!("after-{runs}"), "Etterpå").to_string();
        let arguments = hub.arguments(&["import", "-", "--json"]);
        let ran = running::run_with_input(&arguments, Some(format!("{huge}\n{after}\n").as_bytes()));
        assert_eq!(ran.code, 3, "what was not taken is said: {}{}", ran.out, ran.err);
        let answers = ran.json_lines();
        let told: Vec<(u64, bool)> = answers.iter().map(|it| (it["line"].as_u64().unwrap_or(0), it["ok"] == true)).collect();
        assert_eq!(told, [(1, false), (2, true)], "{}", ran.out);
    }
}

#[test]
fn a_ref_stands_for_one_document_for_ever() {
    let _turn = turn();
    let mut network = Network::alone();
    let hub = &mut network[TROMSO];
    let line = story("brua", "Brua");
    let (id, code) = hub.publish_story(&line);
    let version = hub.site().json(&story_path(&id))["version"].clone();
    // The same again, in another order of keys and twice in one file.
    for answer in hub.import(&[line.clone(), line.clone()]) {
        assert_eq!((&answer["id"], &answer["result"]), (&json!(id), &json!("same")));
    }
    assert_eq!(hub.site().json(&story_path(&id))["version"], version);
    // Another text: a correction under the same address, and the same code.
    let answer = hub.import(&[with(line.clone(), "title", json!("Broen"))]).remove(0);
    assert_eq!((&answer["id"], &answer["result"], answer.get("code")), (&json!(id), &json!("changed"), None));
    let corrected = hub.site().json(&story_path(&id));
    assert!(corrected["title"] == "Broen" && corrected["version"] != version);
    // What stays on the machine changes without a new version.
    let answer =
        hub.import(&[with_at(with(line.clone(), "title", json!("Broen")), "/consent/given_at", json!("2026-10-09"))]).remove(0);
    assert_eq!(answer["result"], "changed");
    assert_eq!(hub.site().json(&story_path(&id))["version"], corrected["version"]);
    // A ref is of one kind.
    refused(hub, &article("brua", "Brua"), "kind", "mismatch");
    // A story by its id alone: only the fields that are given.
    let answer = hub.import(&[json!({"id": id, "title": "Bruene"})]).remove(0);
    assert_eq!((&answer["id"], &answer["result"]), (&json!(id), &json!("changed")));
    let corrected = hub.site().json(&story_path(&id));
    assert!(corrected["title"] == "Bruene" && corrected["body"] == line["body"], "{corrected}");

    // Withdrawn: the ref is refused, and the id.
    assert_eq!(hub.site().withdraw(&code).status, 202);
    refused(hub, &line, "ref", "withdrawn");
    refused(hub, &json!({"id": id, "title": "Igjen"}), "id", "withdrawn");
    refused(hub, &with(story("ny", "Brua"), "id", json!(id)), "id", "withdrawn");
    hub.restart();
    refused(hub, &line, "ref", "withdrawn");
    assert_eq!(hub.site().status_of(&story_path(&id)), 410);
}

#[test]
fn a_draft_stays_here_until_it_is_published() {
    let _turn = turn();
    let mut network = Network::of_three();
    let fingerprint = network.settle();
    let draft = with(story("utkast", "Utkast"), "status", json!("draft"));
    let (id, code) = network[TROMSO].publish_story(&draft);
    let here = with(article("her", "Bare her"), "reach", json!("here"));
    network[TROMSO].import(&[here]);
    // The defaults are a draft that goes nowhere.
    let least = with(with(story("minst", "Minst"), "status", Value::Null), "reach", Value::Null);
    network[TROMSO].import(&[least]);
    assert_eq!(network[TROMSO].site().fingerprint(), Some(fingerprint), "nothing of it is shared");
    for hub in network.iter() {
        assert_eq!(hub.site().status_of(&story_path(&id)), 404);
    }
    let answer = network[TROMSO].import(&[with(draft.clone(), "status", json!("published"))]).remove(0);
    assert_eq!((&answer["id"], &answer["result"], answer.get("code")), (&json!(id), &json!("changed"), None), "the same code");
    network.all_answer(FIVE_SECONDS, &story_path(&id), 200);
    // Taken back for a while, everywhere; and published again.
    network[TROMSO].import(&[with(draft.clone(), "status", json!("archived"))]);
    network.all_answer(FIVE_SECONDS, &story_path(&id), 451);
    network[TROMSO].import(&[with(draft, "status", json!("published"))]);
    network.all_answer(FIVE_SECONDS, &story_path(&id), 200);
    assert_eq!(network[BERGEN].site().withdraw(&code).status, 202);
    network.all_answer(FIVE_SECONDS, &story_path(&id), 410);
}

#[test]
fn an_id_edits_what_this_hub_may_edit() {
    let _turn = turn();
    let mut network = Network::of_three();
    let foreign_story = network[TROMSO].publish(&story("s", "Fortelling"));
    let foreign_article = network[TROMSO].publish(&article("a", "Artikkel"));
    let shared = network[TROMSO].publish(&organisation("o", "Huset"));
    let path = format!("/api/v1/directory/{shared}");
    for path in [&story_path(&foreign_story), &format!("/api/v1/articles/{foreign_article}"), &path] {
        network.all_answer(FIVE_SECONDS, path, 200);
    }
    let bergen = &mut network[BERGEN];
    refused(bergen, &json!({"id": foreign_story, "title": "Min"}), "id", "not_ours");
    refused(bergen, &json!({"id": foreign_article, "title": "Min"}), "id", "not_ours");
    refused(bergen, &json!({"id": shared, "kind": "article", "name": "X"}), "kind", "mismatch");
    refused(bergen, &json!({"id": shared, "titel": "X"}), "titel", "unknown_field");
    refused(bergen, &json!({"id": shared, "name": null}), "name", "required");
    let answer = bergen.import(&[json!({"id": shared, "kind": "organisation", "alert": "Stengt."})]).remove(0);
    assert_eq!((&answer["id"], &answer["result"]), (&json!(shared), &json!("changed")));
    assert_eq!(bergen.import(&[json!({"id": shared, "alert": "Stengt."})])[0]["result"], "same");
    eventually(FIVE_SECONDS * 3, "the edit is at its owner's", || {
        (network[TROMSO].site().json(&path)["alert"] == "Stengt.").then_some(())
    });
    // Its own sender goes on with its own lines, and does not undo what others wrote.
    let line = with(organisation("o", "Huset"), "description", json!("Nytt og oppdiktet."));
    network[TROMSO].import(&[line]);
    let after = network[TROMSO].site().json(&path);
    assert!(after["alert"] == "Stengt." && after["description"] == "Nytt og oppdiktet.", "{after}");
    // `null` removes what may be absent.
    network[BERGEN].import(&[json!({"id": shared, "email": null})]);
    eventually(FIVE_SECONDS * 3, "it is removed everywhere", || {
        network.iter().all(|hub| hub.site().json(&path).get("email").is_none()).then_some(())
    });
    // The story is as it was.
    assert!(network.iter().all(|hub| hub.site().json(&story_path(&foreign_story))["title"] == "Fortelling"));
}

#[test]
fn a_thousand_lines_are_answered_in_order_while_they_come() {
    let _turn = turn();
    let mut network = Network::alone();
    let hub = &mut network[TROMSO];
    let given: Vec<Value> = (1..=300).map(|n| article(&format!("n{n}"), &format!("Nummer {n}"))).collect();
    let answers = hub.import(&given);
    assert!(answers.iter().zip(1..).all(|(answer, line)| answer["line"] == line));
    eventually(FIVE_SECONDS * 3, "all are listed", || (hub.site().json("/api/v1/articles")["total"] == 300).then_some(()));
    let file = hub.file_of(&given);
    let text = fs::read_to_string(&file).expect("the lines").repeat(4);
    let arguments = hub.arguments(&["import", "-", "--json"]);
    let ran = running::run_with_input(&arguments, Some(text.as_bytes())).ok();
    assert!(ran.json_lines().iter().zip(1..).all(|(answer, line)| answer["line"] == line && answer["result"] == "same"));
    assert_eq!(ran.out.lines().count(), 1_200);
}

#[test]
fn a_file_in_another_encoding_is_refused_by_name() {
    let _turn = turn();
    let mut network = quiet();
    let hub = &mut network[TROMSO];
    let mut latin = article("l", "Troms").to_string().replace("Troms", "Troms\u{0}").into_bytes();
    latin.iter_mut().filter(|byte| **byte == 0).for_each(|byte| *byte = 0xf8);
    let arguments = hub.arguments(&["import", "-", "--json"]);
    let ran = running::run_with_input(&arguments, Some(&latin)).exits(3);
    let answer = ran.json();
    assert!(answer["field"] == "line" && answer["message"].as_str().is_some_and(|text| text.contains("UTF-8")), "{answer}");
    let place = hub.folder.to_string_lossy().into_owned();
    hub.run(&["import", &place, "--json"]).fails(2, &["folder"]);
    assert_eq!(hub.status()["documents"], json!({"hub": 1}), "nothing was written");
}
