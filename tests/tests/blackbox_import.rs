//! Import lines from outside: what is taken, what is refused and by which rule, and what a `ref` and an `id` stand for.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::lines::{article, event, organisation, resource, story, story_path, with, with_at};
use knutepunkt_tests::process::network::{BERGEN, HAMAR, TROMSO};
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
fn what_goes_back_to_this_centre_alone_is_shown_here() {
    let _turn = turn();
    let mut network = Network::of_three();
    let line = article("nytt", "For alle");
    let id = network[TROMSO].publish(&line);
    let (api, page) = (format!("/api/v1/articles/{id}"), format!("/artikler/{id}"));
    network.all_answer(FIVE_SECONDS, &api, 200);
    let page = network[TROMSO].site().json(&api)["page"].as_str().map_or(page, str::to_owned);
    let here = with(with(line.clone(), "reach", json!("here")), "title", json!("Bare her"));
    network[TROMSO].import(std::slice::from_ref(&here));
    let at_home = |network: &Network| {
        let site = network[TROMSO].site();
        assert_eq!(site.json(&api)["title"], "Bare her");
        assert!(site.get(&page).body.contains("Bare her"));
        assert_eq!(site.json("/api/v1/articles")["items"][0]["id"], json!(id));
    };
    at_home(&network);
    for other in [BERGEN, HAMAR] {
        eventually(FIVE_SECONDS * 3, "it is hidden elsewhere", || {
            (network[other].site().status_of(&api) == 451 && network[other].site().status_of(&page) == 451).then_some(())
        });
        assert_eq!(network[other].site().json("/api/v1/articles")["total"], 0);
    }
    let never_shared = network[TROMSO].publish(&with(article("her", "Alltid her"), "reach", json!("here")));
    network[TROMSO].restart();
    let listed = network[TROMSO].site().json("/api/v1/articles");
    assert_eq!(listed["total"], 2, "after a start, too: {listed}");
    network[TROMSO].import(&[json!({"id": never_shared, "status": "archived"})]);
    at_home(&network);
    // What a person hides is hidden here, too, and what that person releases is what everybody had.
    network[TROMSO].run(&["hold", &id]).ok();
    assert_eq!(network[TROMSO].site().status_of(&api), 451);
    assert_eq!(network[TROMSO].site().json("/api/v1/articles")["total"], 0);
    network[TROMSO].run(&["release", &id]).ok();
    network.all_answer(FIVE_SECONDS, &api, 200);
    assert_eq!(network[TROMSO].site().json(&api)["title"], "For alle");
    // For all again, as the last line says.
    network[TROMSO].import(&[with(line, "title", json!("For alle igjen"))]);
    eventually(FIVE_SECONDS * 3, "it is everywhere", || {
        network.iter().all(|hub| hub.site().json(&api)["title"] == "For alle igjen").then_some(())
    });
}

#[test]
fn what_a_person_hid_no_import_shows_again() {
    let _turn = turn();
    let mut network = Network::alone();
    let hub = &mut network[TROMSO];
    let (line, news) = (story("brua", "Brua"), article("nytt", "Nytt"));
    let ids = [hub.publish(&line), hub.publish(&news)];
    let paths = [story_path(&ids[0]), format!("/api/v1/articles/{}", ids[1])];
    ids.iter().for_each(|id| drop(hub.run(&["hold", id]).ok()));
    for (line, id) in [&line, &news].into_iter().zip(&ids) {
        assert_eq!(hub.import(std::slice::from_ref(line))[0]["result"], "same", "nothing has changed");
        let message = refused(hub, &with((*line).clone(), "title", json!("Bedre")), "status", "held");
        assert!(message.contains(&format!("knutepunkt release {id}")), "{message}");
        refused(hub, &json!({"id": id, "title": "Bedre"}), "status", "held");
    }
    assert!(paths.iter().all(|path| hub.site().status_of(path) == 451));
    // What import itself hid it shows again, unless a person has hidden it meanwhile.
    hub.run(&["release", &ids[0]]).ok();
    let archived = with(line.clone(), "status", json!("archived"));
    hub.import(std::slice::from_ref(&archived));
    assert_eq!(hub.site().status_of(&paths[0]), 451);
    hub.import(&[with(line.clone(), "title", json!("Broen"))]);
    assert_eq!(hub.site().json(&paths[0])["title"], "Broen");
    hub.import(std::slice::from_ref(&archived));
    hub.run(&["hold", &ids[0]]).ok();
    refused(hub, &line, "status", "held");
    assert_eq!(hub.site().status_of(&paths[0]), 451);
    // A name can be taken out of the history of what is hidden, and it stays hidden.
    hub.run(&["rewrite", &ids[1]]).ok();
    assert_eq!(hub.site().status_of(&paths[1]), 451);
    hub.run(&["release", &ids[1]]).ok();
    assert_eq!(hub.site().json(&paths[1])["title"], "Nytt");
}

#[test]
fn a_sender_s_line_changes_what_its_sender_changed() {
    let _turn = turn();
    let mut network = quiet();
    let hub = &mut network[TROMSO];
    let line = organisation("o", "Huset");
    let id = hub.publish(&line);
    let shown = |hub: &mut Hub| {
        let lines = hub.run(&["export"]).ok().json_lines();
        lines.into_iter().find(|exported| exported["id"] == json!(id)).expect("it is exported")
    };
    hub.import(&[json!({"id": id, "description": "Rettet her."})]);
    // The line of every night says the same as yesterday, and then something else of another field.
    assert_eq!(hub.import(std::slice::from_ref(&line))[0]["result"], "same");
    assert_eq!(shown(hub)["description"], "Rettet her.");
    hub.import(&[with(line.clone(), "alert", json!("Stengt."))]);
    assert!(shown(hub)["description"] == "Rettet her." && shown(hub)["alert"] == "Stengt.", "{}", shown(hub));
    // Taken back, written otherwise, and published again: what is published is what the line says.
    hub.import(&[with(with(line.clone(), "name", json!("Hytta")), "status", json!("archived"))]);
    hub.import(&[with(line.clone(), "name", json!("Hytta"))]);
    assert!(shown(hub)["description"] == "Rettet her." && shown(hub)["name"] == "Hytta", "{}", shown(hub));
    assert_eq!(shown(hub).get("alert"), None);
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
    // With a ref of one's own it is no other's story either, and no copy of it.
    refused(bergen, &with(story("min", "Min"), "id", json!(foreign_story)), "id", "not_ours");
    refused(bergen, &with(article("min", "Min"), "id", json!(foreign_article)), "id", "not_ours");
    refused(bergen, &with(story("min", "Min"), "id", json!("0a".repeat(32))), "id", "unknown");
    let own = bergen.publish(&article("egen", "Egen"));
    let another = bergen.publish(&article("annen", "Annen"));
    refused(bergen, &with(article("egen", "Egen"), "id", json!(another)), "id", "mismatch");
    assert_eq!(bergen.import(&[with(article("egen", "Egen"), "id", json!(own))])[0]["result"], "same");
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

/// Runs a command whose answer goes to a disk that is full.
fn into_a_full_disk(arguments: &[String]) -> (Option<i32>, String) {
    let full = fs::File::options().write(true).open("/dev/full").expect("a device that is always full");
    let ran = running::command(arguments).stdout(full).output().expect("the program can be started");
    (ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned())
}

#[test]
fn a_code_that_cannot_be_written_down_stops_the_import() {
    let _turn = turn();
    let mut network = Network::alone();
    for runs in [true, false] {
        let hub = &mut network[TROMSO];
        if !runs {
            hub.stop();
        }
        let before = hub.status()["documents"]["story"].as_u64().unwrap_or(0);
        let given: Vec<Value> = (0..200).map(|n| story(&format!("{runs}-{n}"), &format!("Nummer {n}"))).collect();
        let file = hub.file_of(&given);
        let (code, err) = into_a_full_disk(&hub.arguments(&["import", &file, "--json"]));
        assert_eq!(code, Some(1), "{err}");
        assert!(err.lines().any(|line| line.starts_with("knutepunkt: ") && line.contains("cannot be written")), "{err}");
        let taken = hub.status()["documents"]["story"].as_u64().unwrap_or(0) - before;
        assert!((1..=64).contains(&taken), "{taken} were published before that was noticed");
        let codes = err.lines().filter(|line| line.contains("\"code\":")).count();
        assert_eq!(codes as u64, taken, "no code is lost: {err}");
        // The same file again, with room: what was taken in is the same, and the rest is new.
        let answers = hub.import(&given);
        let same = answers.iter().filter(|answer| answer["result"] == "same").count();
        assert_eq!(same as u64, taken);
    }
    let data = tempfile::tempdir().expect("a temporary folder");
    let place = data.path().join("data").to_string_lossy().into_owned();
    let arguments = ["init", "--dir", &place, "--name", "Nordlys", "--county", "55", "--json"].map(str::to_owned);
    let (code, err) = into_a_full_disk(&arguments);
    assert!(code == Some(1) && err.contains("words") && err.contains(&place), "{code:?} {err}");
}

#[test]
fn a_file_that_cannot_be_read_to_its_end_is_no_end() {
    let _turn = turn();
    let mut network = Network::alone();
    let hub = &mut network[TROMSO];
    for _ in 0..2 {
        hub.run(&["import", "/proc/self/mem", "--json"]).fails(1, &["cannot be read", "import it again"]);
        if hub.serves() {
            hub.stop();
        }
    }
}

#[test]
fn what_was_exported_is_the_same_at_a_machine_made_anew() {
    let _turn = turn();
    let mut network = Network::of_three();
    let given = [story("s", "Fortelling"), organisation("o", "Huset"), article("a", "Nytt")];
    let ids: Vec<Value> = network[TROMSO].import(&given).into_iter().map(|answer| answer["id"].clone()).collect();
    let draft = with(story("utkast", "Utkast"), "status", json!("draft"));
    network[TROMSO].import(&[draft]);
    let exported = network[TROMSO].run(&["export", "--all"]).ok().json_lines();
    let public = network[TROMSO].run(&["export"]).ok().json_lines();
    network.settle();
    network[TROMSO].stop();
    let link = network[BERGEN].invite();
    let mut new = network[TROMSO].empty_machine();
    new.recover(&link);
    network[TROMSO] = new;
    let hub = &mut network[TROMSO];
    for answer in hub.import(&public) {
        assert_eq!(answer["result"], "same", "{answer}");
    }
    // What was never published is not known any more: as a line without its id it is a new document.
    let (published, drafts): (Vec<Value>, Vec<Value>) = exported.into_iter().partition(|line| line["status"] == "published");
    for answer in hub.import(&published) {
        assert_eq!((&answer["result"], answer.get("code")), (&json!("same"), None), "{answer}");
    }
    assert_eq!(drafts.len(), 1);
    refused(hub, &drafts[0], "id", "unknown");
    assert_eq!(hub.import(&[with(drafts[0].clone(), "id", Value::Null)])[0]["result"], "new");
    // The sender's own names are known again.
    for (answer, id) in hub.import(&given).iter().zip(&ids) {
        assert_eq!((&answer["result"], &answer["id"]), (&json!("same"), id), "{answer}");
    }
}
