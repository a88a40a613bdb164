//! What was withdrawn is gone: from every file, from old copies, and through a crash at any step.

use super::conformance::{contents, put, row, shred, vault};
use super::draft::{Draft, full_key};
use super::pieces::{Head, read_head};
use super::slots::{KeyFile, Order};
use super::vault::VaultKey;
use super::{SledStore, Store, StoreError};
use knutepunkt_protocol::rows::{Bodies, Table};
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;
use zeroize::Zeroizing;

const STORY: &str = "I was nineteen when I was admitted for the first time, and nobody asked what I wanted. \
    What helped was the kitchen: somebody who peeled potatoes with me and did not write anything down.";

/// Every file under a folder, with its bytes.
pub(super) fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found
}

/// Whether any twelve bytes in a row of `secret` are in any file.
fn traces(folder: &Path, secret: &[u8]) -> Vec<std::path::PathBuf> {
    let pieces: HashSet<&[u8]> = secret.windows(12).collect();
    files(folder)
        .into_iter()
        // The reserve is 24 MB of nothing.
        .filter(|(_, bytes)| bytes.iter().any(|byte| *byte != 0))
        .filter(|(_, bytes)| bytes.windows(12).any(|window| pieces.contains(window)))
        .map(|(path, _)| path)
        .collect()
}

pub(super) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for (path, bytes) in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

fn replace_folder(folder: &Path, with: &Path) {
    fs::remove_dir_all(folder).unwrap();
    copy_folder(with, folder);
}

fn key_bytes(store: &SledStore, n: u64) -> [u8; 32] {
    *store.keys().key(vault(n)).unwrap().unwrap().key
}

#[test]
fn after_shredding_neither_words_nor_key_are_in_any_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    let long = STORY.repeat(40);
    store.commit(&put(Table::Body, row(1, "text"), STORY.as_bytes())).unwrap();
    store.commit(&put(Table::Private, row(1, "draft"), long.as_bytes())).unwrap();
    store.commit(&put(Table::Body, row(2, "text"), b"somebody else's words")).unwrap();
    let key = key_bytes(&store, 1);
    assert_eq!(traces(folder.path(), STORY.as_bytes()), Vec::<std::path::PathBuf>::new(), "encrypted from the start");
    assert_eq!(traces(folder.path(), &key), [folder.path().join("keys")]);
    store.commit(&shred(1)).unwrap();
    assert_eq!(traces(folder.path(), &key), Vec::<std::path::PathBuf>::new());
    assert_eq!(traces(folder.path(), STORY.as_bytes()), Vec::<std::path::PathBuf>::new());
    drop(store);
    let (store, _) = SledStore::open(folder.path()).unwrap();
    assert_eq!(traces(folder.path(), &key), Vec::<std::path::PathBuf>::new());
    assert_eq!(store.body(&row(1, "text")), None);
    assert_eq!(store.body(&row(2, "text")).unwrap(), b"somebody else's words");
}

#[test]
fn a_vault_whose_last_row_is_deleted_loses_its_key_too() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    let mut batch = put(Table::Private, row(1, "draft"), STORY.as_bytes());
    batch.put(Table::Body, row(1, "text"), STORY.as_bytes().to_vec());
    store.commit(&batch).unwrap();
    let key = key_bytes(&store, 1);
    let mut batch = put(Table::Own, "name", b"x");
    batch.delete(Table::Private, row(1, "draft"));
    store.commit(&batch).unwrap();
    assert_eq!(key_bytes(&store, 1), key, "a row is left");
    let mut batch = put(Table::Own, "name", b"y");
    batch.delete(Table::Body, row(1, "text"));
    store.commit(&batch).unwrap();
    assert!(store.keys().slot(&vault(1)).is_none());
    assert!(traces(folder.path(), &key).is_empty());
}

#[test]
fn an_old_copy_of_the_rows_does_not_open_with_the_keys_of_today() {
    let (folder, old) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let rows = folder.path().join("rows");
    let store = SledStore::create(folder.path()).unwrap();
    store.commit(&put(Table::Body, row(1, "text"), STORY.as_bytes())).unwrap();
    store.commit(&put(Table::Body, row(2, "text"), b"kept")).unwrap();
    let slot = store.keys().slot(&vault(1)).unwrap();
    drop(store);
    copy_folder(&rows, old.path());

    let (store, _) = SledStore::open(folder.path()).unwrap();
    store.commit(&shred(1)).unwrap();
    store.commit(&put(Table::Own, "n", b"1")).unwrap();
    // The same vault again, in the same slot: the worst case.
    store.commit(&put(Table::Body, row(1, "other"), b"a new beginning")).unwrap();
    assert_eq!(store.keys().slot(&vault(1)).unwrap().number, slot.number);
    drop(store);
    replace_folder(&rows, old.path());

    let (store, report) = SledStore::open(folder.path()).unwrap();
    assert_eq!(store.body(&row(1, "text")), None);
    assert!(matches!(store.get(Table::Body, &row(1, "text")), Err(StoreError::Damaged { rows: 1, .. })));
    assert_eq!(store.body(&row(2, "text")).unwrap(), b"kept");
    assert_eq!(report.lost_vaults, [vault(1)], "the keys know of a later commit than the rows");
    assert_eq!(store.check().unwrap().damaged, [(Table::Body, row(1, "text"))]);
}

/// What was stored of a body at some time: its row, what lay there, and the key it lay under.
struct Stored {
    vault: u64,
    row: Vec<u8>,
    sealed: Vec<u8>,
    key: VaultKey,
}

fn stored(store: &SledStore, n: u64) -> Stored {
    let (rows, row) = (store.rows_now().unwrap(), row(n, "text"));
    let head = rows.get(&full_key(Table::Body, &row)).unwrap().unwrap();
    let sealed = match read_head(&head).unwrap() {
        Head::Whole(sealed) => sealed.to_vec(),
        Head::Pieces(pieces) => rows.join(&pieces).unwrap(),
    };
    Stored { vault: n, row, sealed, key: store.keys().key(vault(n)).unwrap().unwrap() }
}

#[test]
fn fault_46_no_key_of_today_opens_what_was_withdrawn_in_any_old_copy_segment_or_snapshot() {
    const STEPS: u64 = 36;
    let folder = tempfile::tempdir().unwrap();
    let rows = folder.path().join("rows");
    let mut store = SledStore::create(folder.path()).unwrap();
    let (mut ever, mut copies, mut withdrawn) = (Vec::new(), Vec::new(), BTreeSet::new());
    for step in 0..STEPS {
        let text = STORY.repeat(1 + (step % 3) as usize * 10) + &step.to_string();
        store.commit(&put(Table::Body, row(step, "text"), text.as_bytes())).unwrap();
        ever.push(stored(&store, step));
        if step % 4 == 1 {
            store.commit(&put(Table::Body, row(step - 1, "text"), b"edited")).unwrap();
            ever.push(stored(&store, step - 1));
        }
        if step % 3 == 2 {
            store.commit(&shred(step - 2)).unwrap();
            withdrawn.insert(step - 2);
        }
        // Opening makes a snapshot, and moves pages about.
        if step % 5 == 4 {
            drop(store);
            store = SledStore::open(folder.path()).unwrap().0;
        }
        let copy = tempfile::tempdir().unwrap();
        copy_folder(&rows, copy.path());
        copies.push(copy);
    }
    let highest = store.keys().vaults().map(|vault| store.keys().slot(vault).unwrap().number).max().unwrap();
    assert!(u64::from(highest) < STEPS - 3, "slots were used again");
    drop(store);
    let keys = fs::read(folder.path().join("keys")).unwrap();

    // Each thing that was ever stored, against everything in the key file that could be a key.
    let mut seen_in_copies = 0;
    for old in &ever {
        assert!(old.key.open(Table::Body, &old.row, &old.sealed).is_some(), "it was readable then");
        let opens = keys.windows(32).step_by(16).any(|key| {
            let key = Zeroizing::new(key.try_into().unwrap());
            VaultKey { key, nonce: old.key.nonce }.open(Table::Body, &old.row, &old.sealed).is_some()
        });
        assert_eq!(opens, !withdrawn.contains(&old.vault), "vault {}", old.vault);
        let piece = &old.sealed[..old.sealed.len().min(1000)];
        let in_file = |(_, bytes): (_, Vec<u8>)| bytes.windows(piece.len()).any(|window| window == piece);
        seen_in_copies += usize::from(copies.last().is_some_and(|copy| files(copy.path()).into_iter().any(in_file)));
    }
    assert!(seen_in_copies > withdrawn.len(), "the database does keep what was removed: {seen_in_copies}");

    // Each copy in the place of the rows.
    for (step, copy) in (0..).zip(&copies) {
        replace_folder(&rows, copy.path());
        let (store, _) = SledStore::open(folder.path()).unwrap();
        for n in 0..=step {
            let readable = store.body(&row(n, "text")).is_some();
            assert_eq!(readable, !withdrawn.contains(&n), "vault {n} in the copy of step {step}");
        }
    }
}

/// A crash after the rows of a shredding commit are durable, before its keys are overwritten.
#[test]
fn an_order_that_was_not_carried_out_is_carried_out_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    store.commit(&put(Table::Body, row(1, "text"), STORY.as_bytes())).unwrap();
    store.commit(&put(Table::Body, row(2, "text"), b"kept")).unwrap();
    let key = key_bytes(&store, 1);
    order_only(&store, store.keys().slot(&vault(1)).unwrap());
    drop(store);
    assert!(!traces(folder.path(), &key).is_empty());
    let (store, report) = SledStore::open(folder.path()).unwrap();
    assert_eq!(report.finished_shreds, 1);
    assert!(report.is_clean());
    assert!(traces(folder.path(), &key).is_empty());
    assert_eq!(store.body(&row(1, "text")), None);
    assert_eq!(store.body(&row(2, "text")).unwrap(), b"kept");
    drop(store);
    assert_eq!(SledStore::open(folder.path()).unwrap().1.finished_shreds, 0, "the order is forgotten");
}

/// A crash between giving a slot to somebody new and forgetting the order to shred it.
#[test]
fn fault_51_the_key_of_a_new_tenant_survives_an_order_that_was_meant_for_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    store.commit(&put(Table::Body, row(1, "text"), STORY.as_bytes())).unwrap();
    let old = store.keys().slot(&vault(1)).unwrap();
    store.commit(&shred(1)).unwrap();
    store.commit(&put(Table::Own, "n", b"the order is forgotten, the slot is free")).unwrap();
    store.commit(&put(Table::Body, row(3, "text"), b"new words")).unwrap();
    assert_eq!(store.keys().slot(&vault(3)).unwrap().number, old.number);
    order_only(&store, old);
    drop(store);
    let (store, report) = SledStore::open(folder.path()).unwrap();
    assert_eq!(report.finished_shreds, 0);
    assert_eq!(store.body(&row(3, "text")).unwrap(), b"new words");
    assert!(store.check().unwrap().is_clean());
}

#[test]
fn a_slot_is_not_used_again_before_its_order_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    store.commit(&put(Table::Body, row(1, "text"), STORY.as_bytes())).unwrap();
    let old = store.keys().slot(&vault(1)).unwrap();
    store.commit(&shred(1)).unwrap();
    store.commit(&put(Table::Body, row(2, "text"), b"in the commit that forgets the order")).unwrap();
    assert_ne!(store.keys().slot(&vault(2)).unwrap().number, old.number);
    store.commit(&put(Table::Body, row(3, "text"), b"after it")).unwrap();
    assert_eq!(store.keys().slot(&vault(3)).unwrap().number, old.number);
}

/// A crash between a slot and its commit.
#[test]
fn a_slot_without_its_commit_is_freed() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    store.commit(&put(Table::Body, row(1, "text"), b"words")).unwrap();
    let before = contents(&store);
    drop(store);
    let key = VaultKey::random().unwrap();
    let (mut keys, _) = KeyFile::open(&folder.path().join("keys"), 1, &[]).unwrap();
    keys.settle(vault(2), 2, &key).unwrap();
    keys.sync().unwrap();
    drop(keys);
    let (store, report) = SledStore::open(folder.path()).unwrap();
    assert_eq!((report.unfinished_slots, report.lost_vaults.len()), (1, 0));
    assert!(traces(folder.path(), key.key.as_slice()).is_empty());
    assert_eq!(contents(&store), before);
}

#[test]
fn a_withdrawal_is_possible_when_the_rows_of_the_story_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    store.commit(&put(Table::Body, row(1, "text"), STORY.as_bytes())).unwrap();
    let key = key_bytes(&store, 1);
    super::damage::overwrite_row(&store, Table::Body, &row(1, "text"));
    store.commit(&shred(1)).unwrap();
    assert!(traces(folder.path(), &key).is_empty());
    assert_eq!(store.get(Table::Body, &row(1, "text")).unwrap(), None);
}

/// Commits an order, and deletes nothing and destroys nothing.
fn order_only(store: &SledStore, order: Order) {
    let mut writer = store.writer().unwrap();
    let mut draft = Draft::new(writer.state);
    draft.order(&order);
    let (batch, state) = draft.finish(writer.state.commit + 1);
    store.rows_now().unwrap().apply(batch).unwrap();
    writer.state = state;
}
