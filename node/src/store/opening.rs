//! Opening the store, which is also how it recovers: from a crash, and from a disk that was full.
//!
//! Undoes what was not finished, finishes what was promised, mends what can be mended, and reports the rest.

use super::StoreError;
use super::draft::Draft;
use super::folder::{Folder, sync_folder};
use super::rows_sled::{Mended, RowFile, Trouble};
use super::sled_store::{SledStore, Writer};
use super::slots::{Found, KeyFile};
use knutepunkt_protocol::rows::VaultId;
use std::path::Path;

/// What opening found, for the operator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// How many commits the store has seen.
    pub commits: u64,
    /// Keys whose destruction had been ordered and was finished now.
    pub finished_shreds: usize,
    /// Slots of a commit that a crash cut short, freed.
    pub unfinished_slots: usize,
    /// Copies of keys that were damaged and have been written anew from their twin.
    pub mended_copies: usize,
    /// Vaults whose keys are damaged beyond repair: their rows cannot be read and should be fetched again.
    pub damaged_vaults: Vec<VaultId>,
    /// How many commits were acknowledged and are gone: the rows are older than the keys, or the disk has lost the latest.
    pub lost_commits: u64,
    /// Vaults that came with those. Their keys are kept, in case the right rows come back.
    pub lost_vaults: Vec<VaultId>,
    /// Damaged slots that do not even say whose they were, freed.
    pub nameless_slots: usize,
    /// The database's list of its pages was damaged and has been made again from its log.
    pub rebuilt_snapshot: bool,
    /// A page in the newest part of the rows is damaged and was passed over. Some rows of it cannot be read.
    pub damaged_tail: bool,
    /// Damaged pages that had ended all saving before, and were now given up with their rows.
    pub given_up: usize,
    /// There was no room for the reserve: the disk is all but full.
    pub no_reserve: bool,
}

impl OpenReport {
    /// Whether there is nothing that an operator should hear of. Finishing what a crash cut short is everyday work.
    pub fn is_clean(&self) -> bool {
        let everyday = OpenReport {
            commits: self.commits,
            finished_shreds: self.finished_shreds,
            unfinished_slots: self.unfinished_slots,
            ..OpenReport::default()
        };
        *self == everyday
    }
}

impl SledStore {
    /// Makes a data folder and opens it. An empty folder will do.
    pub fn create(folder: &Path) -> Result<SledStore, StoreError> {
        let folder = Folder::create(folder)?;
        let parts = open_parts(&folder)?;
        folder.finish()?;
        SledStore::assemble(folder, parts).map(|(store, _)| store)
    }

    /// Opens a data folder. Keys whose destruction was ordered are destroyed before this returns.
    pub fn open(folder: &Path) -> Result<(SledStore, OpenReport), StoreError> {
        let folder = Folder::open(folder)?;
        let parts = match open_parts(&folder) {
            Err(StoreError::Full) => {
                folder.give_up_reserve();
                open_parts(&folder)?
            }
            other => other?,
        };
        SledStore::assemble(folder, parts)
    }

    fn assemble(folder: Folder, parts: Parts) -> Result<(SledStore, OpenReport), StoreError> {
        let Parts { rows, keys, writer, found, recovered, mended } = parts;
        let mut report = OpenReport {
            commits: writer.state.commit,
            finished_shreds: found.shredded,
            unfinished_slots: found.unfinished,
            mended_copies: found.mended,
            damaged_vaults: found.damaged,
            lost_commits: found.newest.saturating_sub(recovered),
            lost_vaults: found.lost,
            nameless_slots: found.nameless,
            rebuilt_snapshot: mended.snapshot,
            damaged_tail: mended.tail,
            given_up: 0,
            no_reserve: !folder.keep_reserve(),
        };
        let store = SledStore::over(folder, rows, keys, writer);
        if store.folder.damage_noted() {
            // Where it fails, the damage is met again, and named then.
            report.given_up = store.mend().unwrap_or(0);
            store.folder.forget_damage();
        }
        Ok((store, report))
    }
}

/// Everything that is open.
pub(super) struct Parts {
    pub rows: RowFile,
    pub keys: KeyFile,
    pub writer: Writer,
    found: Found,
    /// The last commit that the rows know.
    recovered: u64,
    mended: Mended,
}

/// Opens rows and keys, undoes what was not finished, and finishes what was promised, before anyone reads.
pub(super) fn open_parts(folder: &Folder) -> Result<Parts, StoreError> {
    folder.tidy_rows()?;
    let (rows, mended) = RowFile::open(&folder.rows())?;
    let unreadable = |trouble| match trouble {
        Trouble::Full => StoreError::Full,
        Trouble::Damaged(why) | Trouble::Failed(why) => StoreError::Unreadable { folder: folder.rows(), why },
    };
    let mut state = rows.state().map_err(unreadable)?;
    let orders = rows.orders().map_err(unreadable)?;
    let recovered = state.commit;
    let (mut keys, found) = KeyFile::open(&folder.keys(), recovered, &orders)?;
    sync_folder(folder.path())?;
    // Were the rows' next commit to repeat a number that slots already bear, a crash could not be told from those slots.
    state.commit = state.commit.max(found.newest);
    let mut writer = Writer { state, done: orders };
    if !writer.done.is_empty() {
        let mut draft = Draft::new(writer.state);
        writer.done.iter().for_each(|order| draft.forget(order));
        let (batch, state) = draft.finish(writer.state.commit);
        match rows.apply(batch) {
            Ok(()) => {
                writer.state = state;
                writer.done.drain(..).for_each(|order| keys.release(order.number));
            }
            Err(trouble) => return Err(unreadable(trouble)),
        }
    }
    Ok(Parts { rows, keys, writer, found, recovered, mended })
}
