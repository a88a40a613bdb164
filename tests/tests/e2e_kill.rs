//! What was answered is kept: processes that import are killed at random moments, and every id that was printed is there
//! afterwards.
//!
//! `KNUTEPUNKT_KILLS=100 cargo test -p knutepunkt-tests --test e2e_kill -- --ignored --nocapture` is the long form.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::{Hub, Network, eventually, lines, running, turn};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant, SystemTime};

/// Random enough to choose moments; the seed is printed.
struct Dice(u64);

impl Dice {
    fn new() -> Dice {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock").as_nanos() as u64;
        let seed = std::env::var("KNUTEPUNKT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(now);
        println!("KNUTEPUNKT_SEED={seed}");
        Dice(seed)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % most
    }
}

/// What was answered about one line.
#[derive(Debug, Clone)]
struct Answered {
    line: Value,
    id: String,
    code: Option<String>,
}

/// The line with this number: of every sort, and now and then one that must be refused.
fn line(round: u64, number: u64) -> Value {
    let (reference, title) = (format!("kill-{round}-{number}"), format!("Nummer {number} i runde {round}"));
    match number % 8 {
        0 => lines::article(&reference, &title),
        1 => lines::organisation(&reference, &title),
        2 => lines::with(lines::story(&reference, &title), "status", json!("draft")),
        3 => lines::with_at(lines::story(&reference, &title), "/consent/scopes", json!(["publish_here"])),
        4 => lines::event(&reference, &title),
        _ => lines::story(&reference, &title),
    }
}

fn is_refused(line: &Value) -> bool {
    line["kind"] == "story" && line["consent"]["scopes"] == json!(["publish_here"])
}

/// Imports without end, and kills at a moment that nobody expects: this process, or the node that it talks to.
fn import_and_kill(hub: &mut Hub, round: u64, dice: &mut Dice) -> Vec<(u64, Value)> {
    let node_runs = hub.serves();
    let mut importer = running::command(&hub.arguments(&["import", "-", "--json"]));
    let mut importer = importer.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let (mut stdin, stdout) = (importer.stdin.take().expect("piped"), importer.stdout.take().expect("piped"));
    let feeder = std::thread::spawn(move || {
        // Until nobody reads any more.
        for number in 1.. {
            if writeln!(stdin, "{}", line(round, number)).is_err() {
                return;
            }
        }
    });
    let (send, answers) = channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            // A line that was cut by the kill answers nothing.
            if let Ok(answer) = serde_json::from_str::<Value>(&line) {
                let _nobody = send.send(answer);
            }
        }
    });
    let mut answered: Vec<Value> = Vec::new();
    if dice.below(5) > 0 {
        let first = answers.recv_timeout(Duration::from_secs(30)).expect("something is answered");
        answered.push(first);
    }
    let moment = Instant::now() + Duration::from_micros(dice.below(400_000));
    while Instant::now() < moment {
        answered.extend(answers.recv_timeout(moment.saturating_duration_since(Instant::now())));
    }
    if node_runs {
        hub.kill();
        eventually(Duration::from_secs(20), "the importer notices", || importer.try_wait().expect("one's own child"))
            .code()
            .map_or_else(|| panic!("the importer crashed"), |code| assert_eq!(code, 1, "what was not answered was not done"));
    } else {
        importer.kill().expect("one's own child");
        let _reaped = importer.wait();
    }
    reader.join().expect("no panic");
    feeder.join().expect("no panic");
    answered.extend(answers.try_iter());
    answered.into_iter().map(|answer| (answer["line"].as_u64().expect("a line's number"), answer)).collect()
}

/// Everything that the hub has, private things too, by id.
fn exported(hub: &Hub) -> BTreeMap<String, Value> {
    let lines = hub.run(&["export", "--all"]).ok().json_lines();
    lines.into_iter().map(|line| (line["id"].as_str().expect("an id").to_owned(), line)).collect()
}

fn battery(kills: u64, ids: usize) {
    let mut dice = Dice::new();
    let mut hub = Network::alone().0.remove(0);
    hub.stop();
    let mut kept: Vec<Answered> = Vec::new();
    let mut withdrawn: Vec<Answered> = Vec::new();
    let mut round = 0;
    let mut refused = 0;
    while round < kills || kept.len() < ids {
        round += 1;
        if round.is_multiple_of(2) {
            hub.serve();
        }
        for (number, answer) in import_and_kill(&mut hub, round, &mut dice) {
            let line = line(round, number);
            if is_refused(&line) {
                assert_eq!((&answer["ok"], &answer["field"]), (&json!(false), &json!("consent.scopes")), "{answer}");
                refused += 1;
                continue;
            }
            assert_eq!((&answer["ok"], &answer["result"]), (&json!(true), &json!("new")), "{answer}");
            let text = |field: &str| answer[field].as_str().map(str::to_owned);
            kept.push(Answered { line, id: text("id").expect("an id"), code: text("code") });
        }
        // The store opens, every time; and a withdrawal is as durable as a publication.
        hub.run(&["status", "--json"]).ok();
        let with_code: Vec<usize> = (0..kept.len()).filter(|at| kept[*at].code.is_some()).collect();
        if !with_code.is_empty() {
            let chosen = kept.swap_remove(with_code[dice.below(with_code.len() as u64) as usize]);
            let ran = hub.run(&["withdraw", chosen.code.as_deref().expect("a code"), "--json"]).ok();
            assert_eq!(ran.json()["known"], true, "the code of a draft and of a story: {}", ran.out);
            withdrawn.push(chosen);
        }
        if round == kills || round.is_multiple_of(10) {
            all_there(&hub, &kept, &withdrawn);
        }
    }
    println!(
        "measured: {round} kills, {} ids printed, {} withdrawn, {refused} refused",
        kept.len() + withdrawn.len(),
        withdrawn.len()
    );
    assert!(kept.len() + withdrawn.len() >= ids.min(round as usize));
    all_there(&hub, &kept, &withdrawn);

    // Sent once more, every line that was answered is the same; none is there twice.
    let again: Vec<Value> = kept.iter().map(|answered| answered.line.clone()).collect();
    for (answer, before) in hub.import(&again).iter().zip(&kept) {
        assert_eq!((answer["id"].as_str(), &answer["result"]), (Some(before.id.as_str()), &json!("same")), "{answer}");
    }
    let again: Vec<Value> = withdrawn.iter().map(|answered| answered.line.clone()).collect();
    for answer in hub.try_import(&again) {
        assert_eq!((&answer["ok"], &answer["rule"]), (&json!(false), &json!("withdrawn")), "{answer}");
    }

    hub.serve();
    for Answered { line, id, .. } in &kept {
        let list = match line["kind"].as_str() {
            Some("story") => "stories",
            Some("article") => "articles",
            Some("event") => "events",
            _ => "directory",
        };
        let reply = hub.site().get(&format!("/api/v1/{list}/{id}"));
        if line["status"] == "draft" {
            assert_eq!(reply.status, 404, "a draft is nobody's business: {}", reply.body);
            continue;
        }
        assert_eq!(reply.status, 200, "{list} {id}: {}", reply.body);
        let shown = reply.json();
        assert!(shown["title"] == line["title"] && shown["name"] == line["name"], "{shown}");
    }
    for Answered { line, id, .. } in &withdrawn {
        let status = hub.site().status_of(&lines::story_path(id));
        assert!(status == 410 || (status == 404 && line["status"] == "draft"), "{status} for {id}");
    }
    hub.stop();
}

/// Every id that was printed is there, as it was sent; nothing that was withdrawn is.
fn all_there(hub: &Hub, kept: &[Answered], withdrawn: &[Answered]) {
    let there = exported(hub);
    for Answered { line, id, .. } in kept {
        let found = there.get(id).unwrap_or_else(|| panic!("{id} was printed and is not there"));
        assert!(found["title"] == line["title"] && found["name"] == line["name"] && found["ref"] == line["ref"], "{found}");
    }
    assert!(withdrawn.iter().all(|answered| !there.contains_key(&answered.id)), "what was withdrawn stays so");
    let mut references: Vec<&Value> = there.values().map(|line| &line["ref"]).filter(|reference| !reference.is_null()).collect();
    references.sort_by_key(|reference| reference.to_string());
    let all = references.len();
    references.dedup();
    assert_eq!(references.len(), all, "the same sender's name twice");
}

#[test]
fn nothing_that_was_answered_is_lost_when_processes_are_killed() {
    let _turn = turn();
    battery(10, 10);
}

#[test]
#[ignore = "takes several minutes; the test above kills ten times"]
fn a_hundred_kills_lose_nothing() {
    let _turn = turn();
    let kills = std::env::var("KNUTEPUNKT_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(100);
    battery(kills, 1_000);
}
