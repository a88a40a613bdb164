//! One machine with many stories, and how long it takes to search them: the inside of `tests/bench/search.py`.
//!
//! Takes a file of stories (JSON lines: `title`, `body`, `codes`), how many of them stand from the beginning, and a folder. Then a
//! JSON line a request on the standard input: `{"q": ..}` is answered with the microseconds it took, alone and with marks and
//! passages, the total, and the best titles; `{"arrive": true}` publishes the rest meanwhile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a measurement that meets something unexpected is none"
)]

use knutepunkt_node::catalogue::{Catalogue, Query, Shelf};
use knutepunkt_node::core::{Core, CoreError};
use knutepunkt_node::identity::About;
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::header::{Editors, TellerProof};
use knutepunkt_protocol::ids::HubId;
use knutepunkt_protocol::kinds::Content;
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::law::records::{Certificate, Role};
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::signed::Secret;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Stories that are published in one change, as they come in from a peer.
const TOGETHER: usize = 100;

type File = Lines<BufReader<std::fs::File>>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, first, folder] = arguments.as_slice() else { panic!("usage: search_bench FILE FIRST FOLDER") };
    let mut stories = BufReader::new(std::fs::File::open(file).unwrap()).lines();
    let core = machine(Path::new(folder));
    let mut number = 0;
    let begun = Instant::now();
    publish(&core, &mut stories, &mut number, first.parse().unwrap());
    let published = begun.elapsed();
    let before = resident();
    let begun = Instant::now();
    Catalogue::build(&core, &|| false);
    let built = begun.elapsed();
    let memory = [before, resident(), peak()];
    println!(
        "{}",
        json!({"published_seconds": published.as_secs_f64(), "build_seconds": built.as_secs_f64(), "resident_mib": memory})
    );
    // What a site does for as long as it is served: what larger changes leave to be read is read.
    let arriving = Arc::new(AtomicBool::new(false));
    let mut rest = Some((stories, number));
    for line in std::io::stdin().lines() {
        let request: Value = serde_json::from_str(&line.unwrap()).unwrap();
        if request["arrive"] == true
            && let Some((mut stories, mut number)) = rest.take()
        {
            arriving.store(true, Ordering::Relaxed);
            let (core, arriving) = (Arc::clone(&core), Arc::clone(&arriving));
            std::thread::spawn(move || {
                while publish(&core, &mut stories, &mut number, TOGETHER) > 0 {
                    Catalogue::build(&core, &|| false);
                    std::thread::sleep(Duration::from_millis(20));
                }
                arriving.store(false, Ordering::Relaxed);
            });
        }
        let Some(text) = request["q"].as_str() else {
            println!("{}", json!({}));
            continue;
        };
        let mut answer = answer(&core, text);
        answer["arriving"] = arriving.load(Ordering::Relaxed).into();
        println!("{answer}");
    }
}

fn answer(core: &Core, text: &str) -> Value {
    let query = |passages| {
        let mut query = Query { limit: 10, facets: true, passages, ..Query::default() };
        let _one_text_fits = query.look_for(text);
        query
    };
    let find = |query: &Query| {
        let searched = core.catalogue().search(Shelf::Stories, query);
        core.read(|replica| searched.standing(replica, core.store())).unwrap()
    };
    let (bare, whole) = (query(false), query(true));
    let begun = Instant::now();
    let found = find(&bare);
    let alone = begun.elapsed();
    let begun = Instant::now();
    let shown = find(&whole);
    let with_passages = begun.elapsed();
    let titles: Vec<&str> = shown.items.iter().map(|hit| hit.entry.title.as_ref()).collect();
    json!({
        "us": u64::try_from(alone.as_micros()).unwrap_or(u64::MAX),
        "us_shown": u64::try_from(with_passages.as_micros()).unwrap_or(u64::MAX),
        "total": found.total, "complete": found.complete, "did_you_mean": found.did_you_mean, "titles": titles,
    })
}

/// A hub alone in its network.
fn machine(folder: &Path) -> Arc<Core> {
    let (hub, node) = (Secret::from_seed(&[1; 32]), Secret::from_seed(&[2; 32]));
    let id = HubId(hub.public());
    let about = About { hub: id, name: "Benk".to_owned(), slug: "benk".to_owned(), county: "55".to_owned(), story_contact: None };
    let core = Core::create(folder, &node, &about).unwrap();
    let charter = Charter::new("Benk", [id].into(), None).unwrap();
    let node = core.me().node;
    core.enter(&charter, |replica, hand, effects| {
        let consent = Certificate::consent(hand.secret, &id);
        replica.certify(&hub, node, Role::Full, consent, hand, effects)
    })
    .unwrap();
    core
}

/// Publishes so many stories; answers how many there were.
fn publish(core: &Core, stories: &mut File, number: &mut u64, most: usize) -> usize {
    let mut published = 0;
    while published < most {
        let together: Vec<Value> = stories
            .by_ref()
            .take(TOGETHER.min(most - published))
            .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
            .collect();
        if together.is_empty() {
            break;
        }
        let changed = core.write(|replica, hand, effects| {
            for story in &together {
                *number += 1;
                let mut seed = [7; 16];
                seed[..8].copy_from_slice(&number.to_be_bytes());
                let new = NewDocument {
                    kind: "story".to_owned(),
                    editors: Editors::Owner,
                    teller: Some(TellerProof::new(&Code::from_random(seed).secret(), &replica.network(), &core.me().hub)),
                    origin: number.to_be_bytes().to_vec(),
                    about: None,
                    nonce: vec![1],
                };
                replica.publish(new, &content(story), hand, effects)?;
            }
            Ok::<_, CoreError>(())
        });
        changed.unwrap();
        published += together.len();
    }
    published
}

fn content(story: &Value) -> Content {
    let mut content = story["codes"].as_object().unwrap().clone();
    content.insert("title".to_owned(), story["title"].clone());
    content.insert("body".to_owned(), story["body"].clone());
    content.into_iter().collect()
}

fn resident() -> u64 {
    status("VmRSS")
}

fn peak() -> u64 {
    status("VmHWM")
}

/// A line of this process's status, in MiB.
fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')?.trim().strip_suffix(" kB"));
    line.and_then(|kib| kib.trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}
