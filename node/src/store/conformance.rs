//! What every store must do, run over both; and random histories, held against the rules' own rows in memory.

use super::{MAX_KEY, MemoryStore, SledStore, Store, StoreError};
use knutepunkt_protocol::rows::{Batch, Rows, Table, VaultId, apply};
use std::ops::ControlFlow;

/// Random enough, and the same on every run.
pub(super) struct Dice(blake3::OutputReader);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof())
    }

    pub fn below(&mut self, end: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes) % end
    }

    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        self.0.fill(&mut bytes);
        bytes
    }
}

pub(super) fn vault(n: u64) -> VaultId {
    VaultId::from_slice(blake3::hash(&n.to_le_bytes()).as_bytes()).unwrap()
}

pub(super) fn row(n: u64, name: &str) -> Vec<u8> {
    [vault(n).as_bytes().as_slice(), name.as_bytes()].concat()
}

pub(super) fn put(table: Table, key: impl Into<Vec<u8>>, value: &[u8]) -> Batch {
    let mut batch = Batch::default();
    batch.put(table, key, value.to_vec());
    batch
}

pub(super) fn shred(n: u64) -> Batch {
    Batch { shred: vec![vault(n)], ..Batch::default() }
}

/// Every row of a store.
pub(super) fn contents(store: &dyn Store) -> Rows {
    let mut rows = Rows::new();
    for table in Table::ALL {
        let mut last: Option<Vec<u8>> = None;
        store
            .scan(table, &[], &mut |key, value| {
                assert!(last.as_deref().is_none_or(|last| last < key), "in key order");
                last = Some(key.to_vec());
                rows.insert((table, key.to_vec()), value.to_vec());
                ControlFlow::Continue(())
            })
            .unwrap();
    }
    rows
}

fn scanned(store: &dyn Store, table: Table, prefix: &[u8], limit: usize) -> Vec<Vec<u8>> {
    let mut keys = Vec::new();
    store
        .scan(table, prefix, &mut |key, _| {
            keys.push(key.to_vec());
            if keys.len() == limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    keys
}

/// The suite: any two stores that pass it can stand in for each other.
fn conforms(store: &dyn Store) {
    store.healthy().unwrap();
    store.commit(&Batch::default()).unwrap();
    assert_eq!(contents(store), Rows::new());
    assert_eq!(store.get(Table::Law, b"absent").unwrap(), None);
    assert_eq!(store.body(&row(1, "absent")), None);

    // Every table by itself, empty values and large ones, and the longest key.
    let longest = [vault(1).as_bytes().as_slice(), &[255; MAX_KEY - 32]].concat();
    for (n, table) in Table::ALL.into_iter().enumerate() {
        for size in [0, 1, 2047, 2048, 2049, 40_000] {
            store.commit(&put(table, longest.clone(), &vec![n as u8; size])).unwrap();
            assert_eq!(store.get(table, &longest).unwrap().unwrap(), vec![n as u8; size]);
        }
    }
    assert_eq!(contents(store).len(), Table::ALL.len());
    assert_eq!(store.body(&longest).unwrap(), vec![4; 40_000], "the body of the fifth table");

    // A later write of the same row wins, in one batch and over batches.
    let mut batch = put(Table::Own, "name", b"one");
    batch.put(Table::Own, "name", b"two".to_vec());
    batch.delete(Table::Own, "other");
    batch.put(Table::Own, "other", b"kept".to_vec());
    batch.put(Table::Own, "gone", b"put".to_vec());
    batch.delete(Table::Own, "gone");
    store.commit(&batch).unwrap();
    assert_eq!(store.get(Table::Own, b"name").unwrap().unwrap(), b"two");
    assert_eq!(store.get(Table::Own, b"other").unwrap().unwrap(), b"kept");
    assert_eq!(store.get(Table::Own, b"gone").unwrap(), None);

    // Prefixes: in order, cut by the caller, up to the last possible key, and never into the next table.
    let keys: [&[u8]; 7] = [&[], &[1], &[1, 0], &[1, 255], &[2], &[255], &[255, 255]];
    let mut batch = Batch::default();
    for key in keys.iter().rev() {
        batch.put(Table::Waiting, *key, b"x".to_vec());
        batch.put(Table::Receipt, *key, b"x".to_vec());
    }
    batch.delete(Table::Waiting, longest.clone());
    batch.delete(Table::Receipt, longest.clone());
    store.commit(&batch).unwrap();
    assert_eq!(scanned(store, Table::Waiting, &[], 0), keys);
    assert_eq!(scanned(store, Table::Waiting, &[1], 0), [&[1][..], &[1, 0], &[1, 255]]);
    assert_eq!(scanned(store, Table::Waiting, &[255], 0), [&[255][..], &[255, 255]]);
    assert_eq!(scanned(store, Table::Waiting, &[3], 0), Vec::<Vec<u8>>::new());
    assert_eq!(scanned(store, Table::Waiting, &[], 2).len(), 2);

    // Shredding takes a vault's rows in every vaulted table and nothing else, and the vault can begin anew.
    for name in ["a", "b"] {
        store.commit(&put(Table::Body, row(7, name), b"words")).unwrap();
        store.commit(&put(Table::Private, row(7, name), &[1; 5000])).unwrap();
        store.commit(&put(Table::Header, row(7, name), b"header")).unwrap();
        store.commit(&put(Table::Body, row(8, name), b"others")).unwrap();
    }
    let mut batch = shred(7);
    batch.put(Table::Withdrawal, "w", b"signed".to_vec());
    batch.shred.extend([vault(7), vault(99)]);
    store.commit(&batch).unwrap();
    assert_eq!(store.body(&row(7, "a")), None);
    assert_eq!(store.get(Table::Private, &row(7, "b")).unwrap(), None);
    assert_eq!(store.get(Table::Header, &row(7, "b")).unwrap().unwrap(), b"header");
    assert_eq!(store.body(&row(8, "b")).unwrap(), b"others");
    assert_eq!(store.get(Table::Withdrawal, b"w").unwrap().unwrap(), b"signed");
    store.commit(&put(Table::Body, row(7, "a"), b"again")).unwrap();
    assert_eq!(store.body(&row(7, "a")).unwrap(), b"again");
    assert_eq!(store.body(&row(7, "b")), None);

    // What no batch may ask for leaves nothing behind.
    let before = contents(store);
    let mut batch = put(Table::Own, "name", b"three");
    batch.put(Table::Law, vec![0; MAX_KEY + 1], vec![]);
    assert!(matches!(store.commit(&batch), Err(StoreError::LongKey { table: Table::Law, length: 201 })));
    let mut batch = put(Table::Own, "name", b"three");
    batch.put(Table::Body, vec![0; 31], vec![]);
    assert!(matches!(store.commit(&batch), Err(StoreError::NoVault { table: Table::Body })));
    let mut batch = shred(8);
    batch.put(Table::Body, row(8, "c"), vec![]);
    assert!(matches!(store.commit(&batch), Err(StoreError::WrittenAndShredded { .. })));
    assert_eq!(contents(store), before);

    // A callback may read; the rows that it meets do not change under it.
    store
        .scan(Table::Body, &[], &mut |key, value| {
            assert_eq!(store.get(Table::Body, key).unwrap().unwrap(), value);
            ControlFlow::Continue(())
        })
        .unwrap();
    store.healthy().unwrap();
}

#[test]
fn the_store_in_memory_conforms() {
    conforms(&MemoryStore::new());
}

#[test]
fn the_store_on_disk_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    conforms(&store);
    let before = contents(&store);
    assert!(store.check().unwrap().is_clean());
    drop(store);
    let (store, report) = SledStore::open(folder.path()).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(contents(&store), before);
}

/// A batch such as the rules may make, out of few vaults and names so that they meet.
pub(super) fn random_batch(dice: &mut Dice) -> Batch {
    let mut batch = Batch::default();
    for _ in 0..dice.below(3) / 2 {
        batch.shred.push(vault(dice.below(12)));
    }
    for _ in 0..1 + dice.below(8) {
        let table = Table::ALL[dice.below(Table::ALL.len() as u64) as usize];
        let of = vault(dice.below(12));
        if table.vaulted() && batch.shred.contains(&of) {
            continue;
        }
        let key = [of.as_bytes().as_slice(), &[dice.below(6) as u8]].concat();
        if dice.below(3) == 0 {
            batch.delete(table, key);
        } else {
            let size = match dice.below(40) {
                0 => dice.below(400_000),
                1..6 => 2000 + dice.below(100),
                6..12 => dice.below(20_000),
                _ => dice.below(300),
            };
            batch.put(table, key, dice.bytes(size as usize));
        }
    }
    batch
}

#[test]
fn random_histories_equal_the_rules_own_rows() {
    for seed in 0..6 {
        let mut dice = Dice::new(seed);
        let folder = tempfile::tempdir().unwrap();
        let memory = MemoryStore::new();
        let mut store = SledStore::create(folder.path()).unwrap();
        let mut rows = Rows::new();
        for step in 0..120 {
            let batch = random_batch(&mut dice);
            store.commit(&batch).unwrap();
            memory.commit(&batch).unwrap();
            apply(&mut rows, &batch);
            if dice.below(10) == 0 {
                drop(store);
                let (again, report) = SledStore::open(folder.path()).unwrap();
                assert!(report.is_clean() && report.unfinished_slots == 0, "seed {seed} step {step}: {report:?}");
                store = again;
                assert!(contents(&store) == rows, "seed {seed} step {step}: reopened");
            }
        }
        assert!(contents(&store) == rows && contents(&memory) == rows, "seed {seed}");
        let report = store.check().unwrap();
        assert!(report.is_clean() && report.stray_pieces == 0, "seed {seed}: {report:?}");
        assert_eq!(std::fs::read_dir(folder.path().join("rows/blobs")).unwrap().count(), 0, "no page in a file of its own");
    }
}

#[test]
fn readers_see_whole_rows_while_vaults_come_and_go() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    for n in 0..4 {
                        if let Some(value) = store.get(Table::Body, &row(n, "text")).unwrap() {
                            assert!(value.iter().all(|byte| *byte == value[0]), "one version, not a mixture");
                        }
                    }
                    contents(&store);
                }
            });
        }
        let mut dice = Dice::new(1);
        for step in 0..150u64 {
            let n = dice.below(4);
            let batch = match dice.below(3) {
                0 => shred(n),
                _ => put(Table::Body, row(n, "text"), &vec![step as u8; 1 + dice.below(9000) as usize]),
            };
            store.commit(&batch).unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}
