//! What is damaged, told to whoever can do something about it; and damaged pages given up, with everything else written anew.
//!
//! A page of the database that cannot be read takes no new rows either: every change that touches it is refused, whatever it
//! brings. So the rows are copied to a new database without it, beside the old one, which then goes. What was on the page is
//! plainly absent from then on, and comes again from whoever else has it.
//!
//! The copy is finished and on disk before the folders change places, and the keys are not touched. A crash between the two
//! renamings is undone by [`Folder::tidy_rows`] when the folder is opened again.

use super::draft::{STATE_KEY, add, is_row};
use super::folder::Folder;
use super::opening::open_parts;
use super::rows_sled::{RowFile, Trouble, closed};
use super::sled_store::{SledStore, Writer, rows_of};
use super::{StoreError, draft::State};
use knutepunkt_protocol::rows::{Table, VaultId};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// How long one waits for readers of the old database; then somebody must try again.
const READERS: Duration = Duration::from_secs(5);

/// Bytes that are copied together.
const PART: usize = 4 << 20;

impl SledStore {
    /// Writes the rows anew without pages that cannot be read. Answers how many of those there were; after none nothing has
    /// changed. Commits wait meanwhile, and readers for a moment at its end.
    ///
    /// # Errors
    /// [`StoreError::Full`] where there is no room for a second copy. The rows are as they were.
    pub fn mend(&self) -> Result<usize, StoreError> {
        let mut writer = self.writer()?;
        let rows = self.rows_now()?;
        if !self.folder.has_room_for_copy() {
            return Err(StoreError::Full);
        }
        self.folder.tidy_rows()?;
        let copied = copy(&rows, &self.folder.new_rows(), writer.state);
        drop(rows);
        let given_up = match copied {
            Ok(given_up) if given_up > 0 => given_up,
            nothing => {
                self.folder.tidy_rows()?;
                return nothing;
            }
        };
        self.reopen(&mut writer, |folder| {
            if !closed(&folder.rows()) || !closed(&folder.new_rows()) {
                return Err(StoreError::InUse { folder: folder.path().to_path_buf() });
            }
            folder.replace_rows()
        })?;
        self.folder.forget_damage();
        Ok(given_up)
    }

    /// Tells the keys of bodies that could not be read, as they are met. There is one listener; the second gets nothing.
    pub fn lost_bodies(&self) -> Option<Receiver<Vec<u8>>> {
        self.lost_heard.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// How often a body could not be read.
    pub fn losses(&self) -> u64 {
        self.losses.load(Ordering::Relaxed)
    }

    /// Every vault that has a key.
    pub fn vaults(&self) -> Vec<VaultId> {
        self.keys().vaults().copied().collect()
    }

    /// In which tables a vault has rows; `None` where damage keeps that from being known.
    pub fn tables_of(&self, vault: &VaultId) -> Option<BTreeSet<Table>> {
        let (rows, gaps) = rows_of(&*self.rows_now().ok()?, vault);
        let has = |table: &Table| rows.iter().any(|full| full.first() == Some(&(*table as u8)));
        (!gaps).then(|| Table::ALL.into_iter().filter(has).collect())
    }

    /// Opens everything again, as after a crash; `between` is called while nothing is open.
    pub(super) fn reopen(
        &self,
        writer: &mut Writer,
        between: impl FnOnce(&Folder) -> Result<(), StoreError>,
    ) -> Result<Arc<RowFile>, StoreError> {
        let old = self.rows.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(old) = old {
            // What a failed write leaves in doubt is asked of the handle that was there when it failed.
            let kept = old.sync().is_ok();
            let give_up = Instant::now() + READERS;
            while kept && Arc::strong_count(&old) > 1 && Instant::now() < give_up {
                std::thread::sleep(Duration::from_millis(5));
            }
            if !kept || Arc::strong_count(&old) > 1 {
                // What is there can still be read; commits on it are refused by the database itself.
                *self.rows.write().unwrap_or_else(PoisonError::into_inner) = Some(old);
                let lost = || self.poison("writes were lost when the disk was full".into());
                return Err(if kept { StoreError::Full } else { lost() });
            }
        }
        let done = between(&self.folder);
        let parts = open_parts(&self.folder)?;
        *self.keys_mut() = parts.keys;
        *writer = parts.writer;
        let rows = Arc::new(parts.rows);
        *self.rows.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&rows));
        done.map(|()| rows)
    }
}

/// Copies everything that can be read to a new database; answers how many places could not be.
fn copy(rows: &RowFile, fresh: &Path, state: State) -> Result<usize, StoreError> {
    let failed = |trouble: Trouble| match trouble {
        Trouble::Full => StoreError::Full,
        Trouble::Damaged(why) | Trouble::Failed(why) => StoreError::Unreadable { folder: fresh.to_path_buf(), why },
    };
    // An order that is lost is an erasure that was promised.
    rows.orders().map_err(failed)?;
    let (copy, _) = RowFile::open(fresh)?;
    let mut state = State { sum: [0; 32], ..state };
    let (mut part, mut size, mut trouble) = (sled::Batch::default(), 0, None);
    let gaps = rows.walk(&[], &mut |key, value| {
        if key == STATE_KEY {
            return ControlFlow::Continue(());
        }
        if is_row(key) {
            add(&mut state.sum, key, value);
        }
        part.insert(key, value);
        size += key.len() + value.len();
        if size > PART {
            size = 0;
            trouble = copy.apply(std::mem::take(&mut part)).err();
        }
        if trouble.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if let Some(trouble) = trouble {
        return Err(failed(trouble));
    }
    part.insert(&STATE_KEY, state.note());
    copy.apply(part).map_err(failed)?;
    Ok(gaps.count)
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::super::conformance::{contents, put, row};
    use super::super::damage::{a_thousand_bodies, flip, ordered, places};
    use super::super::draft::full_key;
    use super::super::erasure::files;
    use super::*;
    use knutepunkt_protocol::rows::{Batch, Bodies, Rows};

    fn vault_of(key: &[u8]) -> VaultId {
        VaultId::from_slice(&key[..32]).unwrap()
    }

    /// A thousand bodies, and the page with the three hundredth of them damaged.
    fn damaged(folder: &Path) -> Rows {
        let (before, places) = a_thousand_bodies(folder, 300);
        // So that the damage is in what the snapshot covers, and not at the end of the log.
        drop(SledStore::open(folder).unwrap());
        places.into_iter().for_each(|at| flip(&folder.join("rows/db"), at));
        before
    }

    fn left_over(folder: &Path) -> bool {
        ["rows.new", "rows.old", "damaged"].iter().any(|name| folder.join(name).exists())
    }

    #[test]
    fn fault_33_a_damaged_page_is_given_up_and_what_was_on_it_can_come_again() {
        let folder = tempfile::tempdir().unwrap();
        let before = damaged(folder.path());
        let (store, _) = SledStore::open(folder.path()).unwrap();
        let again = put(Table::Body, ordered(300), b"fetched again");
        assert!(matches!(store.commit(&again), Err(StoreError::Damaged { .. })));
        assert!(store.mend().unwrap() > 0);
        let after = contents(&store);
        assert!((960..1000).contains(&after.len()), "{} rows are left", after.len());
        assert!(after.iter().all(|(key, value)| before[key] == *value));
        store.commit(&again).unwrap();
        store.commit(&put(Table::Body, ordered(301), b"and this one")).unwrap();
        drop(store);
        let (store, report) = SledStore::open(folder.path()).unwrap();
        assert!(report.is_clean() && !left_over(folder.path()), "{report:?}");
        assert_eq!(store.body(&ordered(300)).unwrap(), b"fetched again");
        assert_eq!(contents(&store).len(), after.len() + 1 + usize::from(!after.contains_key(&(Table::Body, ordered(301)))));
        let check = store.check().unwrap();
        assert_eq!((check.damaged_count, check.sum_differs, check.without_key.len()), (0, false, 0));
        assert_eq!(check.without_rows.len(), 1000 - contents(&store).len(), "keys of what was lost are kept for when it comes");
        assert_eq!(store.mend().unwrap(), 0);
    }

    #[test]
    fn without_damage_nothing_changes() {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::create(folder.path()).unwrap();
        store.commit(&put(Table::Body, row(1, "text"), &[7; 9000])).unwrap();
        let (rows, before) = (files(&folder.path().join("rows")), contents(&store));
        assert_eq!(store.mend().unwrap(), 0);
        assert!(files(&folder.path().join("rows")) == rows && contents(&store) == before && !left_over(folder.path()));
    }

    #[test]
    fn a_crash_between_the_two_renamings_is_undone() {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::create(folder.path()).unwrap();
        store.commit(&put(Table::Body, row(1, "text"), b"words")).unwrap();
        let before = contents(&store);
        drop(store);
        let name = |name: &str| folder.path().join(name);
        assert!(closed(&name("rows")));
        std::fs::rename(name("rows"), name("rows.old")).unwrap();
        std::fs::create_dir(name("rows.new")).unwrap();
        let (store, report) = SledStore::open(folder.path()).unwrap();
        assert!(report.is_clean() && contents(&store) == before && !left_over(folder.path()), "{report:?}");
    }

    #[test]
    fn damage_that_ended_all_saving_is_given_up_on_opening() {
        let folder = tempfile::tempdir().unwrap();
        damaged(folder.path());
        SledStore::open(folder.path()).unwrap().0.folder.note_damage();
        let (store, report) = SledStore::open(folder.path()).unwrap();
        assert!(report.given_up > 0 && !report.is_clean() && !left_over(folder.path()), "{report:?}");
        assert_eq!(store.check().unwrap().damaged_count, 0);
    }

    /// The worst case of a withdrawal: the rows that it deletes lie on a page that cannot be read, and there is no room to mend.
    #[test]
    fn a_withdrawal_is_possible_when_the_page_of_the_storys_header_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::create(folder.path()).unwrap();
        for n in 0..400 {
            let mut batch = put(Table::Header, ordered(n), &[n as u8; 1500]);
            batch.put(Table::Body, ordered(n), vec![n as u8; 100]);
            store.commit(&batch).unwrap();
        }
        let head = store.rows_now().unwrap().get(&full_key(Table::Header, &ordered(200))).unwrap().unwrap().to_vec();
        drop(store);
        drop(SledStore::open(folder.path()).unwrap());
        places(folder.path(), &head).into_iter().for_each(|at| flip(&folder.path().join("rows/db"), at));
        let (store, _) = SledStore::open(folder.path()).unwrap();
        assert!(matches!(store.get(Table::Header, &ordered(200)), Err(StoreError::Damaged { .. })));
        let vault = vault_of(&ordered(200));
        let mut batch = Batch { shred: vec![vault], ..Batch::default() };
        batch.delete(Table::Header, ordered(200));
        batch.put(Table::Withdrawal, "w", b"signed".to_vec());
        store.commit(&batch).unwrap();
        assert!(store.keys().slot(&vault).is_none());
        assert_eq!(store.body(&ordered(200)), None);
        assert_eq!(store.get(Table::Withdrawal, b"w").unwrap().unwrap(), b"signed");
        assert!(store.mend().unwrap() > 0);
        assert_eq!(store.get(Table::Header, &ordered(200)).unwrap(), None);
    }
}
