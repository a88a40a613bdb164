//! The store's twin in memory: for tests, and for a node that is to leave nothing behind.

use super::plan::Plan;
use super::{Store, StoreError, Visit};
use knutepunkt_protocol::rows::{Batch, Bodies, Rows, Table, apply};
use std::sync::{PoisonError, RwLock};

/// Rows in memory, gone with the process.
#[derive(Debug, Default)]
pub struct MemoryStore {
    rows: RwLock<Rows>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }
}

impl Bodies for MemoryStore {
    fn body(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.get(Table::Body, key).ok().flatten()
    }
}

impl Store for MemoryStore {
    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        Plan::of(batch)?;
        apply(&mut self.rows.write().unwrap_or_else(PoisonError::into_inner), batch);
        Ok(())
    }

    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        Ok(rows.get(&(table, key.to_vec())).cloned())
    }

    fn scan(&self, table: Table, prefix: &[u8], each: &mut Visit<'_>) -> Result<(), StoreError> {
        // The rows are copied so that `each` may read the store: a second lock for reading can wait for ever behind a writer.
        let found: Vec<(Vec<u8>, Vec<u8>)> = self
            .rows
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .range((table, prefix.to_vec())..)
            .take_while(|((of, key), _)| *of == table && key.starts_with(prefix))
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect();
        for (key, value) in found {
            if each(&key, &value).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn healthy(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
