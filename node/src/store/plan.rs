//! A batch, looked over before anything is touched: every rule that a batch must keep is checked here, for both stores.

use super::{Brings, MAX_KEY, StoreError, vault_of};
use knutepunkt_protocol::rows::{Batch, Table, VaultId};
use std::collections::{BTreeMap, BTreeSet};

/// What is left of a batch when later writes of a row have replaced earlier ones.
#[derive(Debug)]
pub(super) struct Plan<'b> {
    /// Rows to put or to delete, by table and key.
    pub writes: BTreeMap<(Table, &'b [u8]), Option<&'b [u8]>>,
    /// Vaults to destroy.
    pub shred: BTreeSet<VaultId>,
    /// The size of keys and values, in bytes.
    pub bytes: u64,
}

impl<'b> Plan<'b> {
    pub fn of(batch: &'b Batch) -> Result<Plan<'b>, StoreError> {
        let shred: BTreeSet<VaultId> = batch.shred.iter().copied().collect();
        let mut plan = Plan { writes: BTreeMap::new(), shred, bytes: 0 };
        for write in &batch.writes {
            if write.key.len() > MAX_KEY {
                return Err(StoreError::LongKey { table: write.table, length: write.key.len() });
            }
            if write.table.vaulted() {
                let vault = vault_of(write.table, &write.key)?;
                if plan.shred.contains(&vault) {
                    return Err(StoreError::WrittenAndShredded { vault });
                }
            }
            plan.bytes += (write.key.len() + write.value.as_ref().map_or(0, Vec::len)) as u64;
            plan.writes.insert((write.table, &write.key), write.value.as_deref());
        }
        Ok(plan)
    }

    /// What the batch brings, for the question whether there is room for it.
    pub fn brings(&self) -> Brings {
        let of_documents = |table: Table| table.vaulted() || matches!(table, Table::Header | Table::Seal);
        let documents = self.writes.iter().any(|((table, _), value)| value.is_some() && of_documents(*table));
        if documents { Brings::Documents } else { Brings::Records }
    }

    /// The rows of vaulted tables, with their vaults.
    pub fn vaulted(&self) -> impl Iterator<Item = (VaultId, Option<&'b [u8]>)> {
        self.writes.iter().filter_map(|((table, key), value)| {
            let vault = table.vaulted().then(|| vault_of(*table, key).ok()).flatten()?;
            Some((vault, *value))
        })
    }
}
