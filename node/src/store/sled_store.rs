//! The store on disk: rows and keys made durable in an order in which a crash anywhere loses nothing that was promised.
//!
//! The order of a commit is told at [`super`]. Its other rule is that **recovery is opening again**: when a commit could not
//! be written (a full disk), the database is dropped and everything is opened as after a crash, in [`super::opening`], which
//! knows how to undo what was not finished and to finish what was promised. There is no second way.

use super::draft::{Draft, State, full_key};
use super::folder::Folder;
use super::pieces::{Head, read_head};
use super::plan::Plan;
use super::rows_sled::{RowFile, Trouble};
use super::slots::{KeyFile, Order};
use super::vault::VaultKey;
use super::{Brings, LOST, Store, StoreError, Visit, vault_of};
use data_encoding::HEXLOWER;
use knutepunkt_protocol::rows::{Batch, Bodies, Table, VaultId};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

/// How often a row that changes while it is read is read again. Each time means that a whole commit came in between.
const TRIES: usize = 16;

/// Bytes that a change brings as a rule: of documents an answer of a peer or a part of an import, of records some dozens.
const MUCH: u64 = 2 << 20;
const LITTLE: u64 = 64 << 10;

/// How many commits apart to try to set the reserve aside again, where there was no room or the file system cannot do it.
const RESERVE_EVERY: u64 = 32;

/// Rows in a sled database and their vaults' keys in a file of slots.
#[derive(Debug)]
pub struct SledStore {
    pub(super) rows: RwLock<Option<Arc<RowFile>>>,
    keys: RwLock<KeyFile>,
    writer: Mutex<Writer>,
    poisoned: OnceLock<String>,
    lost: SyncSender<Vec<u8>>,
    pub(super) losses: AtomicU64,
    pub(super) lost_heard: Mutex<Option<Receiver<Vec<u8>>>>,
    /// The last field but the test's: dropped after the rest, so that the lock is held until everything is closed.
    pub(super) folder: Folder,
    /// For tests: the next fsync of a commit fails.
    #[cfg(test)]
    pub(super) fail_sync: std::sync::atomic::AtomicBool,
}

/// What only the committer needs.
#[derive(Debug)]
pub(super) struct Writer {
    pub state: State,
    /// Orders that have been carried out and are forgotten with the next commit.
    pub done: Vec<Order>,
}

impl SledStore {
    /// A store over what has been opened.
    pub(super) fn over(folder: Folder, rows: RowFile, keys: KeyFile, writer: Writer) -> SledStore {
        let (lost, heard) = sync_channel(LOST);
        SledStore {
            rows: RwLock::new(Some(Arc::new(rows))),
            keys: RwLock::new(keys),
            writer: Mutex::new(writer),
            poisoned: OnceLock::new(),
            lost,
            losses: AtomicU64::new(0),
            lost_heard: Mutex::new(Some(heard)),
            folder,
            #[cfg(test)]
            fail_sync: std::sync::atomic::AtomicBool::new(false),
        }
    }

    /// The database as it is now. Nobody keeps it for longer than one call.
    pub(super) fn rows_now(&self) -> Result<Arc<RowFile>, StoreError> {
        // It is only ever absent when a full disk kept it from being opened again.
        self.rows.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(StoreError::Full)
    }

    pub(super) fn keys(&self) -> std::sync::RwLockReadGuard<'_, KeyFile> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn keys_mut(&self) -> std::sync::RwLockWriteGuard<'_, KeyFile> {
        self.keys.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn writer(&self) -> Result<MutexGuard<'_, Writer>, StoreError> {
        let writer = self.writer.lock().map_err(|_| self.poison("a commit ended in a panic".into()))?;
        self.healthy()?;
        Ok(writer)
    }

    pub(super) fn poison(&self, why: String) -> StoreError {
        StoreError::Poisoned { why: self.poisoned.get_or_init(|| why).clone() }
    }

    /// Whether a change may be begun: the disk can still be trusted, and there is room for what it brings.
    pub fn ready(&self, brings: Brings) -> Result<(), StoreError> {
        self.healthy()?;
        let (bytes, uses_reserve) = match brings {
            Brings::Documents => (MUCH, false),
            Brings::Records => (LITTLE, self.folder.has_reserve()),
        };
        if uses_reserve || self.folder.has_room_for(bytes, brings) { Ok(()) } else { Err(StoreError::Full) }
    }

    /// The value of a row whose head was read, whatever is committed meanwhile.
    ///
    /// Pieces and keys go when a row is replaced or its vault destroyed. So what does not open is read again; if the head is
    /// still the same, nothing has changed and the row is damaged.
    fn resolve(&self, rows: &RowFile, table: Table, key: &[u8], mut head: sled::IVec) -> Result<Option<Vec<u8>>, StoreError> {
        for _ in 0..TRIES {
            if let Some(value) = self.value(rows, table, key, &head) {
                return Ok(Some(value));
            }
            match rows.get(&full_key(table, key)) {
                Ok(None) => return Ok(None),
                Ok(Some(again)) if again != head => head = again,
                Ok(Some(_)) | Err(_) => break,
            }
        }
        Err(StoreError::damaged(table, key, 1))
    }

    /// The value behind a head, if its pieces add up and its vault's key opens it.
    pub(super) fn value(&self, rows: &RowFile, table: Table, key: &[u8], head: &[u8]) -> Option<Vec<u8>> {
        let stored = match read_head(head)? {
            Head::Whole(stored) => Cow::Borrowed(stored),
            Head::Pieces(pieces) => Cow::Owned(rows.join(&pieces)?),
        };
        if !table.vaulted() {
            return Some(stored.into_owned());
        }
        let vault = self.keys().key(vault_of(table, key).ok()?).ok()??;
        vault.open(table, key, &stored)
    }

    /// Everything of a commit up to the point where nothing is durable yet: keys in their slots, rows in a draft.
    fn prepare(&self, plan: &Plan<'_>, writer: &Writer, rows: &RowFile) -> Result<Prepared, StoreError> {
        let commit = writer.state.commit + 1;
        let mut draft = Draft::new(writer.state);
        writer.done.iter().for_each(|order| draft.forget(order));
        let mut doomed = plan.shred.clone();
        doomed.extend(emptied(plan, rows));
        let mut orders: Vec<Order> = doomed.iter().filter_map(|vault| self.keys().slot(vault)).collect();

        let mut vaults = BTreeMap::new();
        let mut fresh = false;
        for (vault, _) in plan.vaulted().filter(|(_, value)| value.is_some()) {
            if vaults.contains_key(&vault) {
                continue;
            }
            let known = self.keys().key(vault)?;
            let key = match known {
                Some(key) => key,
                None => {
                    // A new vault, or one whose key is lost: what is left of that goes the way of every key.
                    let key = VaultKey::random()?;
                    orders.extend(self.keys_mut().settle(vault, commit, &key)?);
                    fresh = true;
                    key
                }
            };
            vaults.insert(vault, key);
        }

        for ((table, key), value) in &plan.writes {
            let full = full_key(*table, key);
            let done = match (value, table.vaulted()) {
                (None, _) => draft.delete(rows, &full),
                (Some(value), false) => draft.put(rows, &full, value),
                (Some(value), true) => {
                    let vault = vaults.get(&vault_of(*table, key)?).ok_or(StoreError::NoVault { table: *table })?;
                    draft.put(rows, &full, &vault.seal(*table, key, value)?)
                }
            };
            match done {
                Ok(()) => {}
                // A row on a damaged page stays where it is. A withdrawal must not fail because of it.
                Err(_) if value.is_none() && !plan.shred.is_empty() => {}
                // Up to here the database was only read: whatever its trouble, the row cannot be.
                Err(_) => return Err(StoreError::damaged(*table, key, 1)),
            }
        }
        for vault in &plan.shred {
            for row in rows_of(rows, vault).0 {
                // Here too; and what stays has no key.
                let _ = draft.delete(rows, &row);
            }
        }
        orders.iter().for_each(|order| draft.order(order));
        let (batch, state) = draft.finish(commit);
        Ok(Prepared { batch, state, doomed, orders, fresh })
    }

    /// Makes the key file durable while readers go on.
    fn sync_keys(&self) -> Result<(), StoreError> {
        #[cfg(test)]
        if self.fail_sync.swap(false, std::sync::atomic::Ordering::Relaxed) {
            return Err(self.poison("a test says so".into()));
        }
        let file = self.keys().file();
        file.sync_data().map_err(|error| self.poison(format!("fsync of the keys: {error}")))
    }

    /// Destroys keys whose rows are gone durably.
    fn destroy(&self, doomed: &BTreeSet<VaultId>, orders: &[Order]) -> Result<(), StoreError> {
        {
            let mut keys = self.keys_mut();
            for vault in doomed {
                keys.evict(vault);
            }
            for order in orders {
                keys.overwrite(order.number).map_err(|error| self.poison(error.to_string()))?;
            }
        }
        self.sync_keys()
    }
}

/// A commit that is ready to be made durable.
struct Prepared {
    batch: sled::Batch,
    state: State,
    /// Vaults that end with this commit.
    doomed: BTreeSet<VaultId>,
    /// Slots to overwrite: those of doomed vaults, and those whose keys were lost and have been replaced.
    orders: Vec<Order>,
    /// Whether any slot was written.
    fresh: bool,
}

impl SledStore {
    /// One try of a commit. After [`StoreError::Full`] everything is as it was before.
    fn attempt(&self, plan: &Plan<'_>, writer: &mut Writer) -> Result<(), StoreError> {
        let rows = match self.rows_now() {
            Ok(rows) => rows,
            Err(_) => self.reopen(writer, give_up_reserve)?,
        };
        let prepared = match self.prepare(plan, writer, &rows) {
            Ok(prepared) => prepared,
            Err(error) => {
                // Slots may have been given to vaults that now do not come.
                let (keys, _) = KeyFile::open(&self.folder.keys(), writer.state.commit, &writer.done)
                    .map_err(|error| self.poison(error.to_string()))?;
                *self.keys_mut() = keys;
                return Err(error);
            }
        };
        if prepared.fresh {
            self.sync_keys()?;
        }
        let Prepared { batch, state, doomed, orders, .. } = prepared;
        match rows.apply(batch) {
            Ok(()) => {}
            Err(Trouble::Full) => {
                drop(rows);
                self.reopen(writer, give_up_reserve)?;
                // The disk may have filled after the last byte of the batch: then it is there, orders and all.
                return if writer.state.commit == state.commit { Ok(()) } else { Err(StoreError::Full) };
            }
            Err(trouble) => {
                // Dropped, the database would write out what it has of the batch: perhaps a half. So it is left alone for good.
                std::mem::forget(Arc::clone(&rows));
                if matches!(trouble, Trouble::Damaged(_)) {
                    self.folder.note_damage();
                }
                return Err(self.poison(trouble.to_string()));
            }
        }
        writer.state = state;
        self.keys().acknowledge(state.commit).map_err(|error| self.poison(error.to_string()))?;
        for order in std::mem::take(&mut writer.done) {
            self.keys_mut().release(order.number);
        }
        if !orders.is_empty() {
            self.destroy(&doomed, &orders)?;
            writer.done = orders;
        }
        Ok(())
    }
}

impl Store for SledStore {
    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        let mut writer = self.writer()?;
        if batch.is_empty() {
            return Ok(());
        }
        let plan = Plan::of(batch)?;
        // What destroys is always tried. It and records may use what the reserve gives back.
        let (destroys, brings) = (!plan.shred.is_empty(), plan.brings());
        let uses_reserve = destroys || (brings == Brings::Records && self.folder.has_reserve());
        if !uses_reserve && !self.folder.has_room_for(plan.bytes, brings) {
            return Err(StoreError::Full);
        }
        match self.attempt(&plan, &mut writer) {
            Err(StoreError::Full) if uses_reserve => self.attempt(&plan, &mut writer)?,
            other => other?,
        }
        if writer.state.commit.is_multiple_of(RESERVE_EVERY) {
            self.folder.keep_reserve();
        }
        Ok(())
    }

    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let rows = self.rows_now()?;
        match rows.get(&full_key(table, key)) {
            Ok(None) => Ok(None),
            Ok(Some(head)) => self.resolve(&rows, table, key, head),
            Err(_) => Err(StoreError::damaged(table, key, 1)),
        }
    }

    fn scan(&self, table: Table, prefix: &[u8], each: &mut Visit<'_>) -> Result<(), StoreError> {
        let rows = self.rows_now()?;
        let mut damaged = 0;
        let mut first: Option<Vec<u8>> = None;
        let gaps = rows.walk(&full_key(table, prefix), &mut |full, head| {
            let Some((_, key)) = full.split_first() else { return ControlFlow::Continue(()) };
            match self.resolve(&rows, table, key, head.clone()) {
                Ok(Some(value)) => each(key, &value),
                Ok(None) => ControlFlow::Continue(()),
                Err(_) => {
                    damaged += 1;
                    first.get_or_insert_with(|| key.to_vec());
                    ControlFlow::Continue(())
                }
            }
        });
        let near = first.or(gaps.first.map(|full| full.get(1..).unwrap_or_default().to_vec()));
        match near {
            None => Ok(()),
            Some(key) => Err(StoreError::Damaged { table, key: HEXLOWER.encode(&key), rows: damaged + gaps.count }),
        }
    }

    fn healthy(&self) -> Result<(), StoreError> {
        match self.poisoned.get() {
            None => Ok(()),
            Some(why) => Err(StoreError::Poisoned { why: why.clone() }),
        }
    }
}

impl Bodies for SledStore {
    fn body(&self, key: &[u8]) -> Option<Vec<u8>> {
        let body = self.get(Table::Body, key).ok().flatten();
        if body.is_none() {
            // Where more are lost than are remembered, this one is found when it is asked for again.
            self.losses.fetch_add(1, Ordering::Relaxed);
            let _forgotten = self.lost.try_send(key.to_vec());
        }
        body
    }
}

/// What a full disk gets back before everything is opened again.
fn give_up_reserve(folder: &Folder) -> Result<(), StoreError> {
    folder.give_up_reserve();
    Ok(())
}

/// The keys in the tree of a vault's rows, and whether some of them could not be read.
pub(super) fn rows_of(rows: &RowFile, vault: &VaultId) -> (Vec<Vec<u8>>, bool) {
    let mut found = Vec::new();
    let mut gaps = 0;
    for table in Table::ALL.into_iter().filter(|table| table.vaulted()) {
        gaps += rows
            .walk(&full_key(table, vault.as_bytes()), &mut |full, _| {
                found.push(full.to_vec());
                ControlFlow::Continue(())
            })
            .count;
    }
    (found, gaps > 0)
}

/// Vaults whose last row this batch deletes: a vault without rows has no key.
fn emptied(plan: &Plan<'_>, rows: &RowFile) -> BTreeSet<VaultId> {
    let mut vaults: BTreeSet<VaultId> = plan.vaulted().filter(|(_, value)| value.is_none()).map(|(vault, _)| vault).collect();
    for (vault, _) in plan.vaulted().filter(|(_, value)| value.is_some()) {
        vaults.remove(&vault);
    }
    let deleted: BTreeSet<Vec<u8>> = plan.writes.keys().map(|(table, key)| full_key(*table, key)).collect();
    vaults.retain(|vault| {
        let (left, gaps) = rows_of(rows, vault);
        !gaps && left.iter().all(|row| deleted.contains(row))
    });
    vaults
}
