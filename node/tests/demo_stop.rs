//! The demo can be stopped at any moment, also while it still makes its centres, and goes on afterwards.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds nothing there has failed"
)]

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What is promised for Ctrl-C.
const STOP: Duration = Duration::from_secs(5);

fn demo(folder: &Path) -> Child {
    let free = |port: &u16| (*port..port + 3).all(|port| TcpListener::bind(("127.0.0.1", port)).is_ok());
    let first = 21_000 + (std::process::id() % 900) as u16 * 10;
    let port = (first..first + 500).step_by(5).find(free).unwrap();
    Command::new(env!("CARGO_BIN_EXE_knutepunkt"))
        .args(["demo", "--port", &port.to_string(), "--dir"])
        .arg(folder)
        .env("KNUTEPUNKT_LOG", "error")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Stops it as Ctrl-C does.
fn interrupt(mut demo: Child) {
    let sent = Command::new("kill").arg("-INT").arg(demo.id().to_string()).status().unwrap();
    assert!(sent.success());
    let begun = Instant::now();
    let status = demo.wait().unwrap();
    assert_eq!(status.code(), Some(0), "{status}");
    assert!(begun.elapsed() < STOP, "{:?}", begun.elapsed());
}

#[test]
fn it_stops_while_it_makes_its_centres_and_then_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut place = folder.path().to_path_buf();
    // When the folder is there; when the first centre is; when the last is.
    for sign in ["", "fjordlys", "havglimt"] {
        place = folder.path().join(format!("until-{sign}"));
        let running = demo(&place);
        let begun = Instant::now();
        while !place.join(sign).exists() {
            assert!(begun.elapsed() < Duration::from_secs(60), "{sign} is not made");
            std::thread::sleep(Duration::from_millis(1));
        }
        interrupt(running);
    }
    let mut running = demo(&place);
    let out = BufReader::new(running.stdout.take().unwrap());
    let ready = out.lines().map_while(Result::ok).any(|line| line.starts_with("network ready: 3 hubs, "));
    assert!(ready);
    interrupt(running);
}
