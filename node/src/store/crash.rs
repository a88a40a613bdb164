//! Killed at any moment: what was acknowledged is there, what was not is there whole or not at all, and it always opens.

use super::conformance::{Dice, contents, random_batch, row, vault};
use super::{SledStore, Store};
use knutepunkt_protocol::rows::{Batch, Rows, Table, apply};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "KNUTEPUNKT_TEST_CRASH";
const KILLS: u64 = 30;

/// The batch with this number: the same in the process that commits and in the one that checks.
fn numbered(n: u64) -> Batch {
    let mut batch = random_batch(&mut Dice::new(n));
    // Every batch brings a vault, and every fourth destroys one that came a little earlier.
    batch.put(Table::Body, row(1000 + n, "text"), vec![n as u8; 3000]);
    if n.is_multiple_of(4) && n > 8 {
        batch.shred.push(vault(1000 + n - 5));
    }
    batch.put(Table::Own, "count", n.to_be_bytes().to_vec());
    batch
}

fn count(store: &SledStore) -> u64 {
    store.get(Table::Own, b"count").unwrap().map_or(0, |bytes| u64::from_be_bytes(bytes.try_into().unwrap()))
}

/// The part of the next test that runs in a process of its own and is killed.
#[test]
fn commit_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let (store, _) = SledStore::open(folder.as_ref()).unwrap();
    let mut out = std::io::stdout().lock();
    for n in count(&store) + 1.. {
        store.commit(&numbered(n)).unwrap();
        writeln!(out, "\nkept {n}").and_then(|()| out.flush()).unwrap();
    }
}

#[test]
fn fault_30_thirty_kills_lose_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    drop(SledStore::create(folder.path()).unwrap());
    let name = format!("{}::commit_until_killed", module_path!().split_once("::").unwrap().1);
    let mut dice = Dice::new(std::process::id().into());
    let (mut rows, mut reached, mut unfinished, mut shreds) = (Rows::new(), 0, 0, 0);
    for kill in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &name, "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let listener = std::thread::spawn(move || {
            let kept = out.lines().map_while(Result::ok).filter_map(|line| line.strip_prefix("kept ")?.parse::<u64>().ok());
            kept.max().unwrap_or(0)
        });
        std::thread::sleep(Duration::from_micros(dice.below(300_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = listener.join().unwrap().max(reached);

        let (store, report) = SledStore::open(folder.path()).unwrap();
        assert!(report.is_clean(), "kill {kill}: {report:?}");
        unfinished += report.unfinished_slots;
        shreds += report.finished_shreds;
        let found = count(&store);
        assert!(found == acknowledged || found == acknowledged + 1, "kill {kill}: {acknowledged} acknowledged, {found} found");
        for n in reached + 1..=found {
            apply(&mut rows, &numbered(n));
        }
        reached = found;
        assert!(contents(&store) == rows, "kill {kill}: not the rows of commit {found}");
        if kill % 5 == 4 {
            let check = store.check().unwrap();
            assert!(check.is_clean(), "kill {kill}: {check:?}");
        }
    }
    println!("{KILLS} kills, {reached} commits, {unfinished} slots undone, {shreds} shreds finished");
    assert!(reached > KILLS, "the children did commit");
}
