//! A commit stopped at each of its writes.
//!
//! Whoever is killed leaves behind exactly what has been written by then. So the files as they are after each write, copied
//! aside, are what a kill at that moment would leave; and of what the database writes in one go, each part of it as well.

use super::conformance::{contents, put, row, shred, vault};
use super::erasure::files;
use super::{SledStore, Store};
use knutepunkt_protocol::rows::{Batch, Bodies, Table};
use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder at a moment, the reserve aside.
type Files = Vec<(PathBuf, Vec<u8>)>;

thread_local! {
    static SEEN: RefCell<Option<(PathBuf, Vec<Files>)>> = const { RefCell::new(None) };
}

/// Called after every write of a commit.
pub(super) fn pass() {
    SEEN.with_borrow_mut(|seen| {
        if let Some((folder, moments)) = seen {
            moments.push(now(folder));
        }
    });
}

fn now(folder: &Path) -> Files {
    fs::remove_file(folder.join("reserve")).ok();
    let mut files = files(folder);
    files.sort();
    files.into_iter().map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_path_buf(), bytes)).collect()
}

/// Commits, and answers what a kill would leave at every moment from before it until just before its answer.
fn commit_in_moments(store: &SledStore, batch: &Batch) -> Vec<Files> {
    let folder = store.folder.path();
    let before = now(folder);
    SEEN.with_borrow_mut(|seen| *seen = Some((folder.to_path_buf(), vec![before])));
    store.commit(batch).unwrap();
    pass();
    let written = SEEN.with_borrow_mut(Option::take).unwrap().1;
    let mut moments = Vec::new();
    for pair in written.windows(2) {
        moments.push(pair[0].clone());
        moments.extend(torn(&pair[0], &pair[1]));
    }
    moments.extend(written.last().cloned());
    moments
}

/// What the database's file may be while it goes from one state to the next: what is new in it, cut at every sector.
fn torn(from: &Files, to: &Files) -> Vec<Files> {
    const SECTOR: usize = 512;
    let database = Path::new("rows/db");
    let of = |files: &Files| files.iter().position(|(path, _)| path == database).unwrap();
    let (at, before, after) = (of(from), &from[of(from)].1, &to[of(to)].1);
    let mut partly = before.clone();
    partly.resize(after.len(), 0);
    let mut moments = Vec::new();
    for (number, sector) in after.chunks(SECTOR).enumerate() {
        let range = number * SECTOR..number * SECTOR + sector.len();
        if partly[range.clone()] != *sector {
            partly[range].copy_from_slice(sector);
            let mut files = from.clone();
            files[at].1.clone_from(&partly);
            moments.push(files);
        }
    }
    moments
}

/// A folder as a kill left it.
fn left(files: &Files) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), bytes).unwrap();
    }
    folder
}

/// One commit of each kind, in an order in which slots are freed and used again.
fn history() -> Vec<Batch> {
    let mut everything = shred(2);
    everything.put(Table::Body, row(1, "text"), vec![3; 100]);
    everything.put(Table::Body, row(4, "text"), vec![4; 9_000]);
    everything.put(Table::Withdrawal, "w2", vec![5; 200]);
    everything.delete(Table::Body, row(3, "text"));
    vec![
        put(Table::Body, row(1, "text"), &[1; 9_000]),
        put(Table::Body, row(2, "text"), &[2; 100]),
        put(Table::Private, row(3, "text"), &[3; 100]),
        put(Table::Body, row(3, "text"), &[3; 100]),
        everything,
        shred(1),
        put(Table::Body, row(5, "text"), &[5; 100]),
        put(Table::Body, row(6, "text"), &[6; 100]),
    ]
}

#[test]
fn fault_30_at_every_write_of_a_commit_it_is_there_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    let mut stops = 0;
    for (number, batch) in history().iter().enumerate() {
        let before = contents(&store);
        let doomed: Vec<_> = batch.shred.iter().map(|vault| (*vault, *store.keys().key(*vault).unwrap().unwrap().key)).collect();
        let moments = commit_in_moments(&store, batch);
        let after = contents(&store);
        assert!(moments.len() > 3 && before != after);
        let last = moments.len() - 1;
        let mut durable = false;
        for (moment, files) in moments.iter().enumerate() {
            let folder = left(files);
            let (store, report) = SledStore::open(folder.path()).unwrap();
            let said = format!("commit {number}, moment {moment} of {last}: {report:?}");
            assert!(report.is_clean(), "{said}");
            let found = contents(&store);
            assert!(found == before || found == after, "{said}");
            assert!(!durable || found == after, "it was there and is gone, {said}");
            durable = found == after;
            for (vault, key) in &doomed {
                let keys = fs::read(folder.path().join("keys")).unwrap();
                let there = keys.windows(32).any(|window| window == key);
                assert_eq!((there, store.keys().slot(vault).is_some()), (!durable, !durable), "{said}");
            }
            store.commit(&put(Table::Own, "name", b"goes on")).unwrap();
            assert!(store.check().unwrap().is_clean(), "{said}");
            stops += 1;
        }
        assert!(durable, "what is acknowledged is there");
    }
    println!("{stops} moments");
}

#[test]
fn fault_51_whoever_moves_into_a_freed_slot_keeps_the_key_whenever_the_machine_stops() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    store.commit(&put(Table::Body, row(1, "text"), b"old")).unwrap();
    let freed = store.keys().slot(&vault(1)).unwrap().number;
    // The slot is freed, its order forgotten, and somebody new moves in.
    let commits = [shred(1), put(Table::Body, row(2, "text"), b"new 2"), put(Table::Body, row(3, "text"), b"new 3")];
    for (number, batch) in commits.iter().enumerate() {
        for (moment, files) in commit_in_moments(&store, batch).iter().enumerate() {
            let said = format!("commit {number}, moment {moment}");
            let folder = left(files);
            let (store, _) = SledStore::open(folder.path()).unwrap();
            if store.body(&row(1, "text")).is_some() {
                store.commit(&shred(1)).unwrap();
            }
            for n in 2..6 {
                store.commit(&put(Table::Body, row(n, "text"), format!("new {n}").as_bytes())).unwrap();
            }
            let tenant = (2..6).find(|n| store.keys().slot(&vault(*n)).unwrap().number == freed);
            assert!(tenant.is_some(), "nobody moved in: {said}");
            drop(store);
            for _ in 0..2 {
                let (store, report) = SledStore::open(folder.path()).unwrap();
                assert!(report.is_clean() && store.check().unwrap().is_clean(), "{said}: {report:?}");
                for n in 2..6 {
                    assert_eq!(store.body(&row(n, "text")).unwrap(), format!("new {n}").as_bytes(), "{said}");
                }
                assert_eq!(store.body(&row(1, "text")), None, "{said}");
            }
        }
    }
    assert_eq!(store.keys().slot(&vault(3)).unwrap().number, freed);
}
