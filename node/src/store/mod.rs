//! The store: rows that are on disk when it says so, and people's words under keys that can be destroyed.
//!
//! ```text
//!  <data folder>/            0700
//!    format                  "knutepunkt data 1"; written last, so that a folder without it was never finished
//!    folder.lock             held for as long as the store is open
//!    reserve                 space set aside, given back when the disk is full, so that what is here can still be read
//!    keys                    one key per vault, in fixed slots that are overwritten in place (slots, copies, vault)
//!    rows/                   a sled database with one tree: table number ‖ row key → row (rows_sled, draft, pieces)
//!    rows.new/, rows.old/    while damaged pages are given up: the copy without them, and what it takes the place of (mending)
//!    damaged                 a note that this is to be done when the folder is opened again
//! ```
//!
//! A log-structured database keeps removed bytes for as long as it likes. So every value in a vaulted table is encrypted
//! under its vault's own random key ([`vault`]), and the keys lie outside the database in a file that is overwritten in place.
//! Destroying 32 bytes there destroys every copy of the vault, in old segments and old backups of the rows too.
//!
//! **A commit** that begins new vaults writes their slots, fsyncs the key file, and then commits the rows. A crash in between
//! leaves slots that carry the number of a commit that never was; opening frees them. **A commit that shreds** puts an order
//! "slot n, nonce, to shred" in the same atomic batch that deletes the rows, makes it durable, overwrites both copies of each
//! key, fsyncs, and only then returns. The order is forgotten with the next commit, and only after that is the slot used
//! again. Opening carries out the orders that are still there before anything is read, and only where the slot's nonce is
//! the one that was meant: a slot that has a new tenant keeps its key.
//!
//! What is left to others: which rows there are and what they mean (`knutepunkt_protocol::rows`), receipts for what was
//! destroyed, and what a backup carries.

mod copies;
mod draft;
mod folder;
mod memory;
mod mending;
mod opening;
mod pieces;
mod plan;
mod rows_sled;
mod sled_store;
mod slots;
mod tail;
mod vault;

#[cfg(test)]
mod check;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod crash;
#[cfg(test)]
pub(crate) mod damage;
#[cfg(test)]
mod erasure;
#[cfg(test)]
mod full;
#[cfg(test)]
mod moments;

pub use memory::MemoryStore;
pub use opening::OpenReport;
pub use sled_store::SledStore;

use data_encoding::HEXLOWER;
use knutepunkt_protocol::rows::{Batch, Bodies, Table, VaultId};
use std::ops::ControlFlow;
use std::path::PathBuf;

/// The longest row key, in bytes. A key of this size keeps the largest inner page of the database (256 separators) far below
/// the 128 KiB from which the database would put it in a file that it does not fsync.
pub const MAX_KEY: usize = 200;

/// How many bodies that could not be read are remembered until somebody hears of them. The others are found when they are read
/// again.
const LOST: usize = 1024;

/// What a scan calls with the key and the value of each row.
pub type Visit<'v> = dyn FnMut(&[u8], &[u8]) -> ControlFlow<()> + 'v;

/// What a change brings, for the question whether there is room for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brings {
    /// Documents, shared or private.
    Documents,
    /// Nothing but records: law, withdrawals, receipts, holds, notes. They are small, and get through when the disk is all but
    /// full.
    Records,
}

/// Rows on a machine: many readers, one committer at a time.
pub trait Store: Bodies + Send + Sync {
    /// Carries out a batch: all of it or nothing, and on disk when it returns `Ok`, the destruction of keys included.
    ///
    /// After [`StoreError::Full`] nothing of the batch has happened and the same batch may be tried again. After
    /// [`StoreError::Poisoned`] whether it happened is unknown until the store is opened again.
    fn commit(&self, batch: &Batch) -> Result<(), StoreError>;

    /// The value of a row.
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Rows of a table whose key begins with `prefix`, in key order, until `each` breaks.
    ///
    /// Rows that cannot be read are passed over; every readable row is visited before [`StoreError::Damaged`] is returned for
    /// the others. Rows that are committed meanwhile may be seen or not. `each` may read the store but not commit to it.
    fn scan(&self, table: Table, prefix: &[u8], each: &mut Visit<'_>) -> Result<(), StoreError>;

    /// Whether commits are still possible. What this refuses, a restart may or may not mend; nothing else will.
    fn healthy(&self) -> Result<(), StoreError>;
}

/// What can go wrong, each in a sentence that says what happened and what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No data here.
    #[error("there is no Knutepunkt data in {}: check the path, or begin with an empty folder", .folder.display())]
    Absent {
        /// The folder that was named.
        folder: PathBuf,
    },
    /// Data where a new folder was to be made.
    #[error("{} already holds Knutepunkt data: choose another folder, or use what is there", .folder.display())]
    Exists {
        /// The folder that was named.
        folder: PathBuf,
    },
    /// Something else where a new folder was to be made.
    #[error("{} holds other files: choose an empty folder", .folder.display())]
    Foreign {
        /// The folder that was named.
        folder: PathBuf,
    },
    /// Another process has the folder open.
    #[error("another program is using {}: stop it first; one folder must never be used by two nodes", .folder.display())]
    InUse {
        /// The folder that was named.
        folder: PathBuf,
    },
    /// Written by a program that is newer than this one.
    #[error("the data has format {found} and this program knows up to {known}: install the newer program; nothing was changed")]
    NewerFormat {
        /// The format that was found.
        found: u64,
        /// The newest format that this program knows.
        known: u64,
    },
    /// The format file says something that no version of this program writes.
    #[error("the file {} cannot be understood: restore it from a backup; nothing was changed", .file.display())]
    UnknownFormat {
        /// The format file.
        file: PathBuf,
    },
    /// The disk is full.
    #[error("the disk is full: make space; nothing of this change was kept, and saving works again as soon as there is space")]
    Full,
    /// A write to the disk failed in a way that leaves open what is on it.
    #[error("the disk failed and nothing more will be saved: look after the disk, then start the program again ({why})")]
    Poisoned {
        /// What the system said.
        why: String,
    },
    /// Rows that are there and cannot be read.
    #[error(
        "{rows} stored row(s) cannot be read, the first near {table:?}/{key}: fetch them from another hub or restore a backup"
    )]
    Damaged {
        /// The table of the first of them.
        table: Table,
        /// Its key, or, where the key itself is lost, the key behind which it lay; hexadecimal.
        key: String,
        /// How many rows or groups of rows.
        rows: usize,
    },
    /// The database could not be opened.
    #[error("the stored rows in {} cannot be opened: restore a backup, or recover from another hub ({why})", .folder.display())]
    Unreadable {
        /// The folder of the rows.
        folder: PathBuf,
        /// What the database said.
        why: String,
    },
    /// A key that is too long: a mistake in the program.
    #[error("a row key of {length} bytes in {table:?} is longer than {MAX_KEY}: report this as a mistake in the program")]
    LongKey {
        /// The table.
        table: Table,
        /// The key's length in bytes.
        length: usize,
    },
    /// A row of a vaulted table whose key does not begin with a vault's id: a mistake in the program.
    #[error("a row key in {table:?} does not name its vault: report this as a mistake in the program")]
    NoVault {
        /// The table.
        table: Table,
    },
    /// A batch that writes to a vault which it destroys: a mistake in the program.
    #[error("a change writes to the vault {} and destroys it: report this as a mistake in the program", .vault.short())]
    WrittenAndShredded {
        /// The vault.
        vault: VaultId,
    },
    /// The system's randomness could not be read.
    #[error("the system gave no random numbers: restart the machine ({why})")]
    NoRandomness {
        /// What the system said.
        why: String,
    },
    /// Anything else that the file system refused.
    #[error("{} could not be {doing}: check the disk and the rights of the data folder ({source})", .path.display())]
    Io {
        /// What was being done, as a participle.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl StoreError {
    /// For `map_err`: what was being done to which file; a full disk is told apart.
    fn io(doing: &'static str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> StoreError {
        let path = path.to_path_buf();
        move |source| if says_full(&source) { StoreError::Full } else { StoreError::Io { doing, path, source } }
    }

    fn damaged(table: Table, key: &[u8], rows: usize) -> StoreError {
        StoreError::Damaged { table, key: HEXLOWER.encode(key), rows }
    }
}

/// Whether an error of the system means that no more fits: the disk, the quota, or the largest file allowed.
fn says_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

/// The vault that a row of a vaulted table belongs to: the first 32 bytes of its key.
fn vault_of(table: Table, key: &[u8]) -> Result<VaultId, StoreError> {
    key.get(..32).and_then(VaultId::from_slice).ok_or(StoreError::NoVault { table })
}

fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    crate::clock::random().map_err(|error| StoreError::NoRandomness { why: error.to_string() })
}
