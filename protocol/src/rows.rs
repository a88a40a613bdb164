//! What a replica asks its machine to keep: rows in tables, and whole vaults to destroy (specification §9).
//!
//! The protocol decides every row; the machine only stores them. A [`Batch`] is one atomic batch: either all of it is on disk
//! when the machine acknowledges it, or none of it is. People's words live in *vaulted* tables, whose values the machine encrypts
//! under a key of that vault alone, so that destroying one key destroys everything in the vault.

use crate::ids::DocumentId;

/// Where a row lives. The discriminant is the table's name on disk: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Table {
    /// The charter of the network that this node belongs to: one row.
    Charter = 1,
    /// Certificates, revocations, lists of what they keep, resignations: item id → signed bytes.
    Law = 2,
    /// Documents: document id → header bytes.
    Header = 3,
    /// Seals: document id ‖ change hash → who sealed it and what it builds on.
    Seal = 4,
    /// Bodies, vaulted: document id ‖ change hash → the change's chunk.
    Body = 5,
    /// Withdrawals, by key and by owner: item id → signed bytes.
    Withdrawal = 6,
    /// Withdrawals that wait for a node that has seen their key: key → signed bytes.
    Waiting = 7,
    /// Receipts: item id → signed bytes.
    Receipt = 8,
    /// Holds: address ‖ node → signed bytes.
    Hold = 9,
    /// Private documents, vaulted: vault id ‖ name → drafts, what was never published, the exact dates of what was.
    Private = 10,
    /// What this node must remember for itself and that is nobody's words: name → bytes.
    Own = 11,
}

impl Table {
    /// Every table, in the order of their numbers.
    pub const ALL: [Table; 11] = [
        Table::Charter,
        Table::Law,
        Table::Header,
        Table::Seal,
        Table::Body,
        Table::Withdrawal,
        Table::Waiting,
        Table::Receipt,
        Table::Hold,
        Table::Private,
        Table::Own,
    ];

    /// Whether values are encrypted under the key of the vault that the first 32 bytes of the row's key name.
    pub const fn vaulted(self) -> bool {
        matches!(self, Table::Body | Table::Private)
    }
}

/// A vault: a document's id, or that of a private document.
pub type VaultId = DocumentId;

/// One row to put (`value` is given) or to delete.
#[derive(Clone, PartialEq, Eq)]
pub struct Write {
    /// The table.
    pub table: Table,
    /// The row's key; in a vaulted table it begins with the vault's id.
    pub key: Vec<u8>,
    /// The new value, or none to delete the row.
    pub value: Option<Vec<u8>>,
}

impl core::fmt::Debug for Write {
    /// Values may be people's words: only their size is shown.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let key = data_encoding::HEXLOWER.encode(&self.key);
        write!(f, "{:?}/{key} = {:?} bytes", self.table, self.value.as_ref().map(Vec::len))
    }
}

/// One atomic batch for the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Rows, in order; a later write of the same key wins.
    pub writes: Vec<Write>,
    /// Vaults whose rows are deleted and whose keys are destroyed, before this batch is acknowledged. A vault that is shredded
    /// here is not written to in the same batch.
    pub shred: Vec<VaultId>,
}

impl Batch {
    /// Adds a row.
    pub fn put(&mut self, table: Table, key: impl Into<Vec<u8>>, value: Vec<u8>) {
        self.writes.push(Write { table, key: key.into(), value: Some(value) });
    }

    /// Deletes a row.
    pub fn delete(&mut self, table: Table, key: impl Into<Vec<u8>>) {
        self.writes.push(Write { table, key: key.into(), value: None });
    }

    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.shred.is_empty()
    }

    /// Adds everything of `other` behind what is here.
    pub fn append(&mut self, mut other: Batch) {
        let shredded: std::collections::BTreeSet<VaultId> = other.shred.iter().copied().collect();
        if !shredded.is_empty() {
            self.writes.retain(|write| {
                !write.table.vaulted()
                    || write.key.get(..32).and_then(VaultId::from_slice).is_none_or(|vault| !shredded.contains(&vault))
            });
        }
        self.writes.append(&mut other.writes);
        self.shred.append(&mut other.shred);
    }
}

/// What the rules read of the rows: the bodies of documents, by document and change. Everything else they keep in memory.
///
/// Two implementations are real: the machine's store, and a map in memory (the simulator's).
pub trait Bodies {
    /// The chunk of a change, or `None` where it is absent or cannot be read.
    fn body(&self, key: &[u8]) -> Option<Vec<u8>>;
}

/// Rows in memory: the simulator's disk, and the twin against which the machine's store is checked.
pub type Rows = std::collections::BTreeMap<(Table, Vec<u8>), Vec<u8>>;

impl Bodies for Rows {
    fn body(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.get(&(Table::Body, key.to_vec())).cloned()
    }
}

/// Carries out a batch on rows in memory.
pub fn apply(rows: &mut Rows, batch: &Batch) {
    for vault in &batch.shred {
        rows.retain(|(table, key), _| !(table.vaulted() && key.starts_with(vault.as_bytes())));
    }
    for write in &batch.writes {
        let key = (write.table, write.key.clone());
        match &write.value {
            Some(value) => drop(rows.insert(key, value.clone())),
            None => drop(rows.remove(&key)),
        }
    }
}
