//! The rows on disk: one tree of a sled 0.34.7 database, and what that version needs to be told or spared.
//!
//! **A batch is atomic across a crash.** `Tree::apply_batch` takes a *peg* (`Context::pin_log`) before its first write and
//! seals it (`RecoveryGuard::seal_batch`) after its last: the peg is a `BatchManifest` message that lies in the log before the
//! batch and names the batch's last position. Recovery (`LogIter::next`) stops in front of a manifest whose end was not
//! reached. The seal is skipped when a write *returns an error* in the middle, and what was written could then be flushed later. So
//! after an error nothing is written through that handle again: for a full disk the database is dropped, which after its own
//! failed write flushes nothing, and opened anew; for anything else it is left as it is until the process ends. And every row
//! of a batch is read beforehand, so that a damaged page is met before the first write.
//!
//! What else is known of 0.34.7 (numbers are of its issue tracker), and what is done about it here:
//!
//! - `flush` on Linux is `sync_file_range`, which neither empties the drive's cache nor records a new file length (#1351,
//!   #1452): [`RowFile::apply`] follows it with an `fdatasync` through a handle of its own.
//! - Pages of more than a quarter of a segment (128 KiB) go to files under `blobs/` that are never fsynced and are read back
//!   whole; with rows of at most 2 KiB in pages of some twenty there are none (see [`super::pieces`], and the tests).
//! - A crash while it writes `snap.*.generating` leaves a file that it then takes for its newest snapshot and refuses to open
//!   (#1527, #1533): removed before opening. A damaged snapshot likewise; it is only a shortcut, so it is set aside, the log is
//!   read instead, and that is reported. That takes a log without any damage in it: of a snapshot and a page that are both
//!   damaged it dies ("tried to serialize Uninitialized"), which is [`StoreError::Unreadable`].
//! - `conf` is written without fsync when the database is made: a database that has no data yet is made again.
//! - Its cache ignores its limit until some 16 000 further accesses (#986, #1309): small rows make small pages.
//! - After a failed write it keeps refusing (`global_error`) until it is opened again: [`super::SledStore`] does that.
//! - Damaged bytes can make it panic (#1387, #1410): caught here, and told as damage. An iterator that meets a damaged page
//!   stays there for ever: [`RowFile::walk`] looks for the next readable key and goes on.
//! - It reads the segment in which its snapshot ends again from that segment's beginning. Damage in there, in front of the
//!   snapshot's end, would make it wipe the rest of the segment and then refuse to open: see [`super::tail`].
//! - Damage in the part of the log that is newer than the last snapshot is taken for the end of that segment, silently, or
//!   keeps it from opening (#1387). The first is seen by the number of commits that the key file knows, and by [`State::sum`]
//!   in `super::check`; the second is [`StoreError::Unreadable`]. A snapshot is made whenever it opens.
//!
//! The database's own background flush is off: everything is flushed by the commit that wrote it.

use super::draft::{ORDERS, STATE_KEY, State, piece_key, read_order};
use super::folder::{close_to_others, sync_folder};
use super::pieces::{Pieces, digest};
use super::slots::Order;
use super::tail::strike_out;
use super::{StoreError, says_full};
use sled::IVec;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::ops::{Bound, ControlFlow};
use std::os::unix::fs::PermissionsExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Bytes of pages that the database may keep in memory, by its own reckoning; see the module for what it makes of that.
const CACHE: u64 = 16 << 20;

/// How long to wait until the database's threads have let go of its file after it was dropped.
const LET_GO: Duration = Duration::from_secs(10);

/// What the database answered instead of doing what it was asked.
#[derive(Debug)]
pub(super) enum Trouble {
    /// No space. The database must be opened again.
    Full,
    /// The bytes on disk are damaged, or it panicked over them.
    Damaged(String),
    /// Anything else; what is on disk is unknown.
    Failed(String),
}

impl core::fmt::Display for Trouble {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Trouble::Full => f.write_str("the disk is full"),
            Trouble::Damaged(why) | Trouble::Failed(why) => f.write_str(why),
        }
    }
}

/// Places that [`RowFile::walk`] could not read.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    pub count: usize,
    /// The last key before the first of them.
    pub first: Option<Vec<u8>>,
}

/// The open database.
pub(super) struct RowFile {
    tree: sled::Tree,
    /// Kept so that its background work ends when this is dropped, not earlier.
    _db: sled::Db,
    /// A handle of our own on the same file, older than any commit of this run: it is told of every write that failed.
    data: File,
}

impl core::fmt::Debug for RowFile {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("RowFile")
    }
}

/// What had to be done for the database to open.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mended {
    /// Its snapshot was damaged and has been made anew from the log.
    pub snapshot: bool,
    /// There was damage in the segment in which the snapshot ends.
    pub tail: bool,
}

impl RowFile {
    /// Opens or makes the database.
    pub fn open(folder: &Path) -> Result<(RowFile, Mended), StoreError> {
        fs::create_dir_all(folder).map_err(StoreError::io("made", folder))?;
        close_to_others(folder)?;
        remove_leftovers(folder)?;
        let config = sled::Config::new()
            .path(folder)
            .cache_capacity(CACHE)
            .flush_every_ms(None)
            .use_compression(false)
            .mode(sled::Mode::LowSpace);
        let unreadable = |why| StoreError::Unreadable { folder: folder.to_path_buf(), why };
        let give_up = Instant::now() + LET_GO;
        let mut mended = Mended { tail: mend_tail(folder, give_up)?, snapshot: false };
        let db = loop {
            match quiet(|| config.open()) {
                Ok(db) => break db,
                Err(Trouble::Full) => return Err(StoreError::Full),
                Err(Trouble::Damaged(why)) if !mended.snapshot => {
                    if set_snapshots_aside(folder)? == 0 {
                        return Err(unreadable(why));
                    }
                    mended.snapshot = true;
                }
                Err(Trouble::Failed(why)) if why.contains("could not acquire lock") && Instant::now() < give_up => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(Trouble::Damaged(why) | Trouble::Failed(why)) => {
                    put_snapshots_back(folder)?;
                    return Err(unreadable(why));
                }
            }
        };
        let tree = match quiet(|| db.open_tree("rows")) {
            Ok(tree) => tree,
            Err(Trouble::Full) => return Err(StoreError::Full),
            Err(Trouble::Damaged(why) | Trouble::Failed(why)) => return Err(unreadable(why)),
        };
        let path = folder.join("db");
        let data = OpenOptions::new().read(true).write(true).open(&path).map_err(StoreError::io("opened", &path))?;
        data.set_permissions(Permissions::from_mode(0o600)).map_err(StoreError::io("closed to others", &path))?;
        data.sync_all().map_err(StoreError::io("made durable", &path))?;
        for path in files_named(folder, |name| name.starts_with(ASIDE))? {
            fs::remove_file(&path).map_err(StoreError::io("removed", &path))?;
        }
        let conf = folder.join("conf");
        File::open(&conf).and_then(|conf| conf.sync_all()).map_err(StoreError::io("made durable", &conf))?;
        sync_folder(folder)?;
        Ok((RowFile { tree, _db: db, data }, mended))
    }

    /// Writes a batch and makes it durable.
    pub fn apply(&self, batch: sled::Batch) -> Result<(), Trouble> {
        quiet(|| self.tree.apply_batch(batch))?;
        #[cfg(test)]
        super::moments::pass();
        quiet(|| self.tree.flush())?;
        #[cfg(test)]
        super::moments::pass();
        self.sync()
    }

    /// Makes durable what the database has handed to the system; fails if any write since the start was lost.
    pub fn sync(&self) -> Result<(), Trouble> {
        self.data.sync_data().map_err(|error| Trouble::Failed(format!("fsync: {error}")))
    }

    /// What lies at a key of the tree.
    pub fn get(&self, full: &[u8]) -> Result<Option<IVec>, Trouble> {
        quiet(|| self.tree.get(full))
    }

    /// A stored value from its pieces; `None` unless they add up to what the head says.
    pub fn join(&self, pieces: &Pieces) -> Option<Vec<u8>> {
        let mut joined = Vec::new();
        for number in pieces.numbers() {
            joined.extend_from_slice(&self.get(&piece_key(number)).ok().flatten()?);
        }
        (digest(&joined) == pieces.digest).then_some(joined)
    }

    /// Every key of the tree that begins with `prefix`, in order, until `each` breaks; damaged pages are passed over.
    pub fn walk(&self, prefix: &[u8], each: &mut dyn FnMut(&[u8], &IVec) -> ControlFlow<()>) -> Gaps {
        let end = after_prefix(prefix).map_or(Bound::Unbounded, Bound::Excluded);
        let mut gaps = Gaps::default();
        let mut last = prefix.to_vec();
        let mut rows = self.tree.range::<Vec<u8>, _>((Bound::Included(prefix.to_vec()), end.clone()));
        loop {
            match quiet(|| rows.next().transpose()) {
                Ok(None) => return gaps,
                Ok(Some((key, value))) => {
                    if each(&key, &value).is_break() {
                        return gaps;
                    }
                    last = key.to_vec();
                }
                Err(_) => {
                    gaps.count += 1;
                    gaps.first.get_or_insert_with(|| last.clone());
                    let Some(next) = self.readable_after(&last) else { return gaps };
                    if !next.starts_with(prefix) {
                        return gaps;
                    }
                    last.clone_from(&next);
                    rows = self.tree.range::<Vec<u8>, _>((Bound::Included(next), end.clone()));
                }
            }
        }
    }

    /// The least key after an unreadable place from which the tree can be read again, to within the first 48 bytes of the key.
    ///
    /// Doubles the distance until something can be read and then halves it again, as one would search in a torn book.
    fn readable_after(&self, unreadable: &[u8]) -> Option<Vec<u8>> {
        const WINDOW: usize = 48;
        let readable = |from: &Vec<u8>| quiet(|| self.tree.range::<&Vec<u8>, _>(from..).next().transpose()).is_ok();
        let mut base = unreadable.to_vec();
        base.resize(WINDOW, 0);
        let reach = (0..WINDOW * 8).find(|bit| plus_bit(&base, *bit).is_some_and(|key| readable(&key)))?;
        for bit in (0..reach).rev() {
            if let Some(nearer) = plus_bit(&base, bit)
                && !readable(&nearer)
            {
                base = nearer;
            }
        }
        plus_bit(&base, 0)
    }

    /// What the last commit noted.
    pub fn state(&self) -> Result<State, Trouble> {
        match self.get(&STATE_KEY)? {
            None => Ok(State::default()),
            Some(note) => State::read(&note).ok_or_else(|| Trouble::Damaged("the note of the last commit".into())),
        }
    }

    /// The orders to shred that have not been forgotten.
    pub fn orders(&self) -> Result<Vec<Order>, Trouble> {
        let mut orders = Vec::new();
        let gaps = self.walk(&ORDERS, &mut |key, _| {
            orders.extend(read_order(key));
            ControlFlow::Continue(())
        });
        // An order that cannot be read is an erasure that was promised: better not to open.
        if gaps.count > 0 { Err(Trouble::Damaged("the orders to destroy keys".into())) } else { Ok(orders) }
    }
}

/// Asks the database for something; a panic over damaged bytes is an answer like any other.
fn quiet<T>(ask: impl FnOnce() -> sled::Result<T>) -> Result<T, Trouble> {
    match catch_unwind(AssertUnwindSafe(ask)) {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(sled::Error::Io(error))) if says_full(&error) => Err(Trouble::Full),
        Ok(Err(error @ (sled::Error::Corruption { .. } | sled::Error::ReportableBug(_)))) => {
            Err(Trouble::Damaged(error.to_string()))
        }
        // It reads a page that is shorter than it should be as the end of the file.
        Ok(Err(sled::Error::Io(error))) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(Trouble::Damaged(error.to_string()))
        }
        Ok(Err(error)) => Err(Trouble::Failed(error.to_string())),
        Err(panic) => {
            let why = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            Err(Trouble::Damaged(format!("panic: {}", why.unwrap_or("of unknown kind"))))
        }
    }
}

/// What a crash may have left that would keep the database from opening.
fn remove_leftovers(folder: &Path) -> Result<(), StoreError> {
    for path in files_named(folder, |name| name.starts_with("snap.") && name.ends_with(".generating"))? {
        fs::remove_file(&path).map_err(StoreError::io("removed", &path))?;
    }
    let conf = folder.join("conf");
    let empty = fs::metadata(folder.join("db")).map_or(true, |db| db.len() == 0);
    if empty && conf.exists() {
        fs::remove_file(&conf).map_err(StoreError::io("removed", &conf))?;
    }
    Ok(())
}

/// Strikes out damage that would keep the database from opening. Only once its threads of an earlier run have ended: they
/// may still be writing where the damage seems to be.
fn mend_tail(folder: &Path, give_up: Instant) -> Result<bool, StoreError> {
    let path = folder.join("db");
    let data = match OpenOptions::new().read(true).write(true).open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        other => other.map_err(StoreError::io("opened", &path))?,
    };
    loop {
        match data.try_lock() {
            Ok(()) => return strike_out(folder, &data),
            // The database will say so itself.
            Err(TryLockError::WouldBlock) if Instant::now() >= give_up => return Ok(false),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            Err(TryLockError::Error(error)) => return Err(StoreError::io("locked", &path)(error)),
        }
    }
}

/// Waits until nobody has a database open any more, its own threads included; says whether that was so in time.
pub(super) fn closed(folder: &Path) -> bool {
    let give_up = Instant::now() + LET_GO;
    loop {
        let free = File::open(folder.join("db")).is_ok_and(|data| data.try_lock().is_ok());
        if free || Instant::now() >= give_up {
            return free;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What a snapshot is called while the database should not see it.
const ASIDE: &str = "aside-";

/// Puts snapshots out of the database's sight; says how many there were.
fn set_snapshots_aside(folder: &Path) -> Result<usize, StoreError> {
    let snapshots = files_named(folder, |name| name.starts_with("snap."))?;
    for path in &snapshots {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        fs::rename(path, folder.join(format!("{ASIDE}{name}"))).map_err(StoreError::io("set aside", path))?;
    }
    Ok(snapshots.len())
}

/// Leaves the folder as it was found: perhaps somebody else can make more of it.
fn put_snapshots_back(folder: &Path) -> Result<(), StoreError> {
    for path in files_named(folder, |name| name.starts_with(ASIDE))? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        fs::rename(&path, folder.join(name.trim_start_matches(ASIDE))).map_err(StoreError::io("put back", &path))?;
    }
    Ok(())
}

pub(super) fn files_named(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(StoreError::io("read", folder))? {
        let entry = entry.map_err(StoreError::io("read", folder))?;
        if entry.file_name().to_str().is_some_and(&wanted) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// The least key that is greater than every key with this prefix; `None` if there is none.
fn after_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

/// The key, read as a number, plus the power of two; `None` if that does not fit.
fn plus_bit(key: &[u8], bit: usize) -> Option<Vec<u8>> {
    let mut sum = key.to_vec();
    let mut carry = 1u16 << (bit % 8);
    for byte in sum.iter_mut().rev().skip(bit / 8) {
        carry += u16::from(*byte);
        *byte = carry as u8;
        carry >>= 8;
        if carry == 0 {
            return Some(sum);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_counted_on_as_numbers() {
        assert_eq!(after_prefix(&[1, 255, 255]), Some(vec![2]));
        assert_eq!(after_prefix(&[255]), None);
        assert_eq!(plus_bit(&[0, 255], 0), Some(vec![1, 0]));
        assert_eq!(plus_bit(&[0, 1], 9), Some(vec![2, 1]));
        assert_eq!(plus_bit(&[255, 255], 0), None);
    }
}
