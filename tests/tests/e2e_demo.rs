//! The demo: the first thing that anybody tries. It must start, agree, take commands, stop when asked, and go on where it was.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::{Reply, Running, Site, eventually, lines, running, turn};
use serde_json::Value;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

const START: Duration = Duration::from_secs(90);
/// What is promised for Ctrl-C.
const STOP: Duration = Duration::from_secs(5);
const HUBS: u16 = 3;

struct Demo {
    running: Running,
    sites: Vec<(String, Site)>,
    documents: u64,
    /// A story, and the code that withdraws it.
    offered: (String, String),
}

/// Ports in a row that nobody uses now.
fn free_ports() -> u16 {
    let free = |port: &u16| (*port..*port + HUBS).all(|port| TcpListener::bind(("127.0.0.1", port)).is_ok());
    let first = 10_000 + (std::process::id() % 900) as u16 * 10;
    (first..first + 500).step_by(5).find(free).expect("three free ports in a row")
}

/// Starts it, and reads what it prints, line by line, in the order that is promised.
fn start(folder: &Path, port: u16) -> Demo {
    let place = folder.join("demo").to_string_lossy().into_owned();
    let mut running = Running::start(&["demo", "--port", &port.to_string(), "--dir", &place], &folder.join("demo.log"));
    let mut next = || running.line(START).expect("the demo goes on");
    let mut sites = Vec::new();
    for offset in 0..HUBS {
        let line = next();
        let (slug, url) = line.strip_prefix("ready ").and_then(|rest| rest.split_once(' ')).expect("ready SLUG URL");
        assert_eq!(url, format!("http://127.0.0.1:{}", port + offset), "in port order");
        sites.push((slug.to_owned(), Site::at(url)));
    }
    let line = next();
    let rest = line.strip_prefix("network ready: 3 hubs, ").unwrap_or_else(|| panic!("{line}"));
    let documents = rest.strip_suffix(" documents each").and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("{line}"));
    let line = next();
    let offered =
        line.strip_prefix("try withdrawing: ").and_then(|rest| rest.split_once(' ')).unwrap_or_else(|| panic!("{line}"));
    let offered = (offered.0.to_owned(), offered.1.to_owned());
    Demo { running, sites, documents, offered }
}

impl Demo {
    fn fingerprint(&self) -> String {
        eventually(Duration::from_secs(15), "the same fingerprint at all three", || {
            let mut prints: Vec<String> = self.sites.iter().filter_map(|(_, site)| site.fingerprint()).collect();
            prints.dedup();
            (prints.len() == 1).then(|| prints.remove(0))
        })
    }

    fn everywhere(&self, path: &str, status: u16) -> Vec<Reply> {
        eventually(Duration::from_secs(15), &format!("{status} for {path} everywhere"), || {
            let replies: Vec<Reply> = self.sites.iter().map(|(_, site)| site.get(path)).collect();
            replies.iter().all(|reply| reply.status == status).then_some(replies)
        })
    }

    /// What each site lists, in the order of its addresses.
    fn content(&self) -> Vec<String> {
        let (_, site) = &self.sites[0];
        let mut all = Vec::new();
        for list in ["stories", "directory", "events", "resources", "articles"] {
            let items = site.json(&format!("/api/v1/{list}?limit=100"));
            all.extend(items["items"].as_array().expect("items").iter().map(Value::to_string));
        }
        all.sort();
        all
    }

    fn interrupt(mut self) {
        self.running.signal("INT");
        let (code, took) = self.running.ended(STOP * 3);
        println!("measured: the demo ended in {:.2} s (promised: {:.0} s)", took.as_secs_f64(), STOP.as_secs_f64());
        assert_eq!(code, 0);
    }
}

fn within(folder: &Path, slug: &str, arguments: &[&str]) -> running::Ran {
    let place = folder.join("demo").join(slug).to_string_lossy().into_owned();
    let (command, rest) = arguments.split_first().expect("a command");
    running::run(&[&[*command, "--dir", &place], rest].concat())
}

#[test]
fn the_demo_runs_takes_commands_and_goes_on_where_it_was() {
    let _turn = turn();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let port = free_ports();

    let demo = start(folder.path(), port);
    let fingerprint = demo.fingerprint();
    let status = demo.sites[0].1.status();
    let counted: u64 = status["documents"].as_object().expect("counts").values().filter_map(Value::as_u64).sum();
    assert_eq!(counted, demo.documents);
    assert_eq!(status["members"].as_array().map(Vec::len), Some(3));
    demo.everywhere(&lines::story_path(&demo.offered.0), 200);
    for (_, site) in &demo.sites {
        for page in ["/", "/en", "/nn", "/healthz"] {
            assert_eq!(site.status_of(page), 200, "{page}");
        }
        let page = site.get("/").body.to_lowercase();
        assert!(page.contains("oppdiktet"), "invented content says so");
    }
    let all = demo.documents as usize;
    let content = eventually(Duration::from_secs(15), "every document is listed", || {
        Some(demo.content()).filter(|content| content.len() == all)
    });
    demo.interrupt();

    // The same folder goes on: the same hubs, the same documents, nothing twice.
    let demo = start(folder.path(), port);
    assert_eq!(demo.fingerprint(), fingerprint);
    eventually(Duration::from_secs(15), "the same content", || (demo.content() == content).then_some(()));

    // Each hub's folder is an ordinary data folder while the demo runs.
    let (slugs, (offered, code)) = (demo.sites.iter().map(|(slug, _)| slug.clone()).collect::<Vec<_>>(), demo.offered.clone());
    for slug in &slugs {
        let status = within(folder.path(), slug, &["status", "--json"]).ok().json();
        assert_eq!(
            (status["fingerprint"].as_str(), status["hub"]["slug"].as_str()),
            (Some(fingerprint.as_str()), Some(slug.as_str()))
        );
    }
    let file = folder.path().join("import.jsonl");
    std::fs::write(&file, format!("{}\n", lines::story("e2e-1", "Den nye brua"))).expect("a file");
    let answer = within(folder.path(), &slugs[1], &["import", &file.to_string_lossy(), "--json"]).ok().json();
    let id = answer["id"].as_str().expect("an id");
    demo.everywhere(&lines::story_path(id), 200);
    let withdrawn = within(folder.path(), &slugs[2], &["withdraw", &code, "--json"]).ok().json();
    assert_eq!(withdrawn["known"], true, "{withdrawn}");
    demo.everywhere(&lines::story_path(&offered), 410);
    demo.fingerprint();
    demo.interrupt();

    // What was withdrawn is not offered again.
    let demo = start(folder.path(), port);
    assert_ne!(demo.offered.0, offered);
    demo.everywhere(&lines::story_path(&offered), 410);
    demo.everywhere(&lines::story_path(id), 200);
    demo.interrupt();
}

#[test]
fn a_demo_without_a_folder_leaves_nothing_behind() {
    let _turn = turn();
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let port = free_ports().to_string();
    let mut command = running::command(&["demo", "--hubs", "2", "--port", &port]);
    let mut child =
        command.env("TMPDIR", temporary.path()).stderr(std::process::Stdio::null()).spawn().expect("the program starts");
    let out = std::io::BufReader::new(child.stdout.take().expect("piped"));
    let ready = std::io::BufRead::lines(out).map_while(Result::ok).any(|line| line.starts_with("network ready: 2 hubs, "));
    let interrupted = std::process::Command::new("kill").arg("-INT").arg(child.id().to_string()).status();
    let status = child.wait().expect("it ends");
    assert!(ready && interrupted.is_ok_and(|sent| sent.success()) && status.success());
    assert_eq!(
        std::fs::read_dir(temporary.path()).expect("the folder is there").count(),
        0,
        "the temporary folder is empty again"
    );
}

#[test]
fn a_port_that_is_taken_is_named() {
    let _turn = turn();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = taken.local_addr().expect("an address");
    let place = folder.path().to_string_lossy().into_owned();
    let ran = running::run(&["demo", "--hubs", "1", "--port", &address.port().to_string(), "--dir", &place]);
    ran.fails(1, &[&address.to_string()]);
}
