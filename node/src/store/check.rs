//! Reading everything once, to find what has rotted: how tests know that a store is sound.
//!
//! Commits wait while it runs; readers do not.

use super::draft::{PIECES, add, full_key};
use super::pieces::{Head, read_head};
use super::{SledStore, StoreError, vault_of};
use knutepunkt_protocol::rows::{Table, VaultId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// How many damaged rows are named; the others are counted.
const NAMED: usize = 1000;

/// What [`SledStore::check`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CheckReport {
    /// How many rows there are, by table.
    pub rows: BTreeMap<Table, u64>,
    /// Rows that are there and cannot be read, the first thousand of them.
    pub damaged: Vec<(Table, Vec<u8>)>,
    /// How many of those there are, damaged pages counted as one each.
    pub damaged_count: u64,
    /// Vaults that have rows but no readable key: never without damage, a backup that left their keys out, or old rows.
    pub without_key: BTreeSet<VaultId>,
    /// Vaults that have a key but no rows: never without damage or old rows.
    pub without_rows: BTreeSet<VaultId>,
    /// Whether rows have been lost or have gone back to an older state without a trace: their sum is not what it was.
    pub sum_differs: bool,
    /// Pieces that belong to no row. They take up space and nothing else.
    pub stray_pieces: u64,
}

impl CheckReport {
    /// Whether everything is as it should be.
    pub fn is_clean(&self) -> bool {
        let rows = self.rows.clone();
        *self == CheckReport { rows, stray_pieces: self.stray_pieces, ..CheckReport::default() }
    }
}

impl SledStore {
    /// Reads every row, opens every vault, and compares with what the last commit noted.
    pub(super) fn check(&self) -> Result<CheckReport, StoreError> {
        let writer = self.writer()?;
        let rows = self.rows_now()?;
        let mut report = CheckReport::default();
        let mut sum = [0; 32];
        let mut with_rows = BTreeSet::new();
        let mut pieces = 0;
        for table in Table::ALL {
            let mut count = 0;
            let gaps = rows.walk(&full_key(table, &[]), &mut |full, head| {
                count += 1;
                add(&mut sum, full, head);
                let key = full.get(1..).unwrap_or_default();
                if let Some(Head::Pieces(found)) = read_head(head) {
                    pieces += u64::from(found.count);
                }
                if table.vaulted()
                    && let Ok(vault) = vault_of(table, key)
                    && with_rows.insert(vault)
                    && !matches!(self.keys().key(vault), Ok(Some(_)))
                {
                    report.without_key.insert(vault);
                }
                if self.value(&rows, table, key, head).is_none() {
                    report.damaged_count += 1;
                    if report.damaged.len() < NAMED {
                        report.damaged.push((table, key.to_vec()));
                    }
                }
                ControlFlow::Continue(())
            });
            report.damaged_count += gaps.count as u64;
            report.rows.insert(table, count);
        }
        let mut found = 0;
        rows.walk(&[PIECES], &mut |_, _| {
            found += 1;
            ControlFlow::Continue(())
        });
        report.stray_pieces = u64::saturating_sub(found, pieces);
        report.without_rows = self.keys().vaults().filter(|vault| !with_rows.contains(vault)).copied().collect();
        report.sum_differs = sum != writer.state.sum;
        Ok(report)
    }
}
