//! Opening a replica from its rows (specification §9).

use super::documents::SealRow;
use super::erasure::{ROW_KEY_SEEN, ROW_OWNER, WaitingRow};
use super::{Document, Effects, Hand, Identity, KeyEntry, Local, Replica, Sealed, WaitingEntry, sets};
use crate::document::header::{Header, HeaderError};
use crate::ids::{Address, ChangeHash, DocumentId, NodeId};
use crate::law::Law;
use crate::law::charter::{Charter, CharterError};
use crate::law::records::Record;
use crate::limits;
use crate::rows::{Table, VaultId};
use crate::signed::{self, SignatureError};
use crate::withdrawal::by_key::Witnessed;
use crate::withdrawal::by_owner::ByOwner;
use crate::withdrawal::hold::Hold;
use crate::withdrawal::receipt::{self, Receipt};
use std::collections::{BTreeMap, BTreeSet};

/// A row that cannot be read. The machine reports it and leaves it out; what it held comes back from a peer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a row of table {table:?} cannot be read")]
pub struct OpenError {
    /// The table.
    pub table: Table,
    /// The row's key.
    pub key: Vec<u8>,
}

/// The name of the row that says which vault holds what is private at an address.
pub(super) fn local_key(address: &Address) -> Vec<u8> {
    [b"local/".as_slice(), address.as_bytes()].concat()
}

pub(super) fn hold_key((address, node): &(Address, NodeId)) -> Vec<u8> {
    [address.as_bytes().as_slice(), node.as_bytes()].concat()
}

impl Replica {
    /// A replica that holds nothing yet.
    pub fn new(charter: Charter, me: Identity) -> Replica {
        let mut replica = Replica {
            network: charter.network(),
            law: Law::of_records(&charter, core::iter::empty()).with_trust(BTreeMap::new()),
            charter,
            me,
            records: BTreeMap::new(),
            law_revision: 0,
            trust_read: BTreeMap::new(),
            documents: BTreeMap::new(),
            by_address: BTreeMap::new(),
            by_about: BTreeMap::new(),
            keys: BTreeMap::new(),
            owners: BTreeMap::new(),
            withdrawn: BTreeMap::new(),
            finals: BTreeMap::new(),
            replaced: BTreeMap::new(),
            waiting: BTreeMap::new(),
            receipts: BTreeMap::new(),
            receipted: BTreeMap::new(),
            holds: BTreeMap::new(),
            held_by: BTreeMap::new(),
            local: BTreeMap::new(),
            asking: BTreeMap::new(),
            asked: 0,
            sets: sets::Sets::default(),
            refused: BTreeMap::new(),
        };
        replica.list_law();
        replica
    }

    /// The row that makes a folder belong to a network.
    pub fn charter_row(charter: &Charter, effects: &mut Effects) {
        effects.batch.put(Table::Charter, Vec::new(), charter.bytes().to_vec());
    }

    /// Opens a replica from its rows, in any order. Rows that cannot be read are left out and named. What follows from the rows
    /// and was not carried out (nothing, unless the rules have changed since) is added to `effects`.
    pub fn open<'r>(
        charter: &[u8],
        me: Identity,
        rows: impl Iterator<Item = (Table, &'r [u8], &'r [u8])>,
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<(Replica, Vec<OpenError>), CharterError> {
        let mut replica = Replica::new(Charter::decode(charter)?, me);
        let mut unreadable = Vec::new();
        let mut seals = Vec::new();
        for (table, key, value) in rows {
            let read = match table {
                Table::Seal => {
                    seals.push((key.to_vec(), value.to_vec()));
                    Some(())
                }
                _ => replica.read_row(table, key, value),
            };
            if read.is_none() {
                unreadable.push(OpenError { table, key: key.to_vec() });
            }
        }
        for (key, value) in seals {
            if replica.read_seal(&key, &value).is_none() {
                unreadable.push(OpenError { table: Table::Seal, key });
            }
        }
        for document in replica.documents.values_mut() {
            measure_depths(document);
        }
        replica.derive_law(hand.bodies, effects, hand);
        replica.recount_documents(effects);
        replica.recount_withdrawals(hand, effects);
        replica.list_holds_and_receipts();
        replica.list_law();
        replica.law_revision = 0;
        effects.events.clear();
        Ok((replica, unreadable))
    }

    fn read_row(&mut self, table: Table, key: &[u8], value: &[u8]) -> Option<()> {
        match table {
            Table::Law => {
                let record = Record::decode(value).ok()?;
                self.records.insert(record.id(), record);
            }
            Table::Header => {
                let id = DocumentId::from_slice(key).filter(|id| Header::id_of(value) == *id)?;
                let header = Header::recorded(value).ok()?;
                self.index_document(id, &header);
                self.documents.insert(id, Document { header, changes: BTreeMap::new(), heads: BTreeSet::new() });
            }
            Table::Withdrawal => self.read_withdrawal(value)?,
            Table::Waiting => {
                let row: WaitingRow = signed::decode(value, limits::RECORD_BYTES).ok()?;
                let withdrawal = row.withdrawal.verify().ok()?;
                self.waiting.insert(withdrawal.key, WaitingEntry { withdrawal, source: row.source });
            }
            Table::Receipt => {
                let receipt = Receipt::decode(value).ok()?;
                self.keep_receipt(receipt::item(&receipt), receipt);
            }
            Table::Hold => {
                let hold = Hold::decode(value).ok()?;
                self.keep_hold(hold);
            }
            Table::Own => {
                if key.starts_with(super::asking::PREFIX) {
                    self.read_asking(value)?;
                } else if let Some(address) = key.strip_prefix(b"local/") {
                    let (vault, edition) = value.split_at_checked(32)?;
                    let edition = if edition.is_empty() { None } else { Some(DocumentId::from_slice(edition)?) };
                    let local = Local { vault: VaultId::from_slice(vault)?, edition };
                    self.local.insert(Address::from_slice(address)?, local);
                }
            }
            Table::Charter | Table::Seal | Table::Body | Table::Private => {}
        }
        Some(())
    }

    fn read_withdrawal(&mut self, value: &[u8]) -> Option<()> {
        let (kind, bytes) = value.split_first()?;
        if *kind == ROW_OWNER {
            let withdrawal = ByOwner::decode(bytes, &self.network).ok()?;
            let item = withdrawal.item();
            match withdrawal.successor {
                None => drop(self.finals.entry(withdrawal.address).or_default().insert(item)),
                Some(successor) => drop(self.replaced.entry(withdrawal.document).or_default().insert(successor)),
            }
            self.owners.insert(item, withdrawal);
        } else {
            let witnessed = Witnessed::decode(bytes).ok()?;
            let item = witnessed.withdrawal.item();
            self.withdrawn.insert(witnessed.withdrawal.address(), item);
            self.keys.insert(item, KeyEntry { witnessed, seen: *kind == ROW_KEY_SEEN });
        }
        Some(())
    }

    fn read_seal(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        let (id, hash) = key.split_at_checked(32)?;
        let hash = ChangeHash::from_slice(hash)?;
        let row: SealRow = signed::decode(value, limits::RECORD_BYTES).ok()?;
        let document = self.documents.get_mut(&DocumentId::from_slice(id)?)?;
        let sealed = Sealed { node: row.node, deps: row.deps, time: row.time, mark: row.mark, depth: 0, seal: row.seal };
        document.changes.insert(hash, sealed);
        Some(())
    }
}

/// Computes again how long the chains below each change are, and leaves out changes whose ancestors are not all here: they cannot
/// be read, and the peers have them.
pub(super) fn measure_depths(document: &mut Document) {
    let mut above: BTreeMap<ChangeHash, Vec<ChangeHash>> = BTreeMap::new();
    let mut missing: BTreeMap<ChangeHash, usize> = BTreeMap::new();
    let mut ready = Vec::new();
    for (hash, sealed) in &document.changes {
        missing.insert(*hash, sealed.deps.len());
        sealed.deps.iter().for_each(|dep| above.entry(*dep).or_default().push(*hash));
        if sealed.deps.is_empty() {
            ready.push((*hash, 0));
        }
    }
    let mut depths: BTreeMap<ChangeHash, u32> = BTreeMap::new();
    let mut measured = BTreeSet::new();
    while let Some((hash, depth)) = ready.pop() {
        measured.insert(hash);
        if let Some(sealed) = document.changes.get_mut(&hash) {
            sealed.depth = depth;
        }
        for next in above.remove(&hash).unwrap_or_default() {
            let longest = depths.entry(next).or_default();
            *longest = (*longest).max(depth + 1);
            if let Some(open) = missing.get_mut(&next) {
                *open = open.saturating_sub(1);
                if *open == 0 {
                    ready.push((next, *longest));
                }
            }
        }
    }
    document.changes.retain(|hash, _| measured.contains(hash));
}

impl Header {
    /// Decodes a header that was checked before it was kept.
    fn recorded(bytes: &[u8]) -> Result<Header, HeaderError> {
        signed::decode(bytes, limits::HEADER_BYTES).map_err(|_: SignatureError| HeaderError::Malformed)
    }
}
