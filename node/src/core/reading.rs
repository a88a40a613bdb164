//! The replica, read from its rows; and what becomes of what cannot be read.
//!
//! Damage is met here in four shapes, and none of it is passed over in silence:
//!
//! * a **page** of rows: the store is mended, which gives the page up; what was on it comes again from the peers;
//! * a **body**, whenever somebody reads it: the replica loses the change, and fetches it again;
//! * a **header**: its vault can never be shown again, nor be found by a withdrawal. Its key is destroyed now;
//! * the row that says **where something private lies**: the vault itself says to what it belongs, and is found again.
//!
//! Nothing that is private is ever given up here. What the rows with a gap in them would have as a consequence is not written.

use super::{Core, CoreError};
use crate::command::private::Kept;
use crate::store::{Store, StoreError};
use knutepunkt_protocol::document::header::{owner_address, teller_address};
use knutepunkt_protocol::ids::{ChangeHash, DocumentId};
use knutepunkt_protocol::kinds::{Reach, Status};
use knutepunkt_protocol::replica::{Document, Effects, Event, Local, OpenError, Replica, body_key};
use knutepunkt_protocol::rows::{Bodies, Table, VaultId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// How long after a failure the rows are read again. Whoever asks meanwhile is told that they cannot be read.
const AGAIN: Duration = Duration::from_secs(5);

/// Rows as they lie in the store.
type Rows = Vec<(Table, Vec<u8>, Vec<u8>)>;

impl Core {
    /// Reads the replica from its rows, for the first time. `None` where there is no network.
    pub(super) fn read_replica(&self) -> Result<Option<Replica>, CoreError> {
        let Some(charter) = self.store.get(Table::Charter, b"")? else { return Ok(None) };
        let (mut rows, mut unreadable) = self.read_rows()?;
        let mut given_up = 0;
        if unreadable > 0 {
            match self.store.mend() {
                Ok(places) => given_up = places,
                Err(error) => tracing::error!(%error, "the damaged rows stay as they are"),
            }
            rows = self.read_rows()?.0;
        }
        let losses = self.store.losses();
        let mut effects = Effects::default();
        let borrowed = rows.iter().map(|(table, key, value)| (*table, key.as_slice(), value.as_slice()));
        let (mut replica, strange) = Replica::open(&charter, self.me, borrowed, self.hand(), &mut effects)?;
        let (seals, strange): (Vec<_>, Vec<_>) = strange.into_iter().partition(|row| self.is_seal_of_nothing(row));
        for row in &strange {
            tracing::warn!(table = ?row.table, "a row cannot be understood and is left out");
        }
        unreadable += strange.len() as u64;
        if unreadable > 0 || self.store.losses() > losses {
            effects = Effects::default();
        }
        seals.into_iter().for_each(|seal| effects.batch.delete(Table::Seal, seal.key));
        if given_up > 0 {
            let bodies = |id: &DocumentId, document: &Document| -> Vec<_> {
                document.changes.keys().map(|change| body_key(id, change)).collect()
            };
            let all = replica.documents().flat_map(|(id, document)| bodies(id, document)).collect();
            unreadable += self.lose_unreadable(&mut replica, &all).0;
        }
        self.unreadable.store(unreadable, Ordering::Relaxed);
        self.claim_vaults(&mut replica, &mut effects);
        if !effects.batch.is_empty()
            && let Err(error) = self.store.commit(&effects.batch)
        {
            tracing::error!(%error, "what follows from the rows was not saved; it is tried again with the next start");
        }
        Ok(Some(replica))
    }

    /// Every row that is not encrypted, and how many there are that cannot be read.
    fn read_rows(&self) -> Result<(Rows, u64), CoreError> {
        let (mut read, mut unreadable) = (Rows::new(), 0);
        for table in Table::ALL.into_iter().filter(|table| !table.vaulted()) {
            let scanned = self.store.scan(table, b"", &mut |key, value| {
                read.push((table, key.to_vec(), value.to_vec()));
                ControlFlow::Continue(())
            });
            match scanned {
                Err(StoreError::Damaged { rows, .. }) => {
                    tracing::warn!(?table, rows, "rows cannot be read and are left out until a peer sends them again");
                    unreadable += rows as u64;
                }
                other => other?,
            }
        }
        Ok((read, unreadable))
    }

    /// Whether a row is the seal of a document of which nothing else is left, as after a withdrawal of what was partly lost.
    fn is_seal_of_nothing(&self, row: &OpenError) -> bool {
        let header = || row.key.get(..32).map(|id| self.store.get(Table::Header, id));
        row.table == Table::Seal && matches!(header(), Some(Ok(None)))
    }

    /// Vaults that nothing names since the row that did was lost.
    fn claim_vaults(&self, replica: &mut Replica, effects: &mut Effects) {
        let private: BTreeSet<VaultId> =
            replica.private_addresses().filter_map(|address| Some(replica.private_at(address)?.vault)).collect();
        let named = |vault: &VaultId| replica.document(vault).is_some() || private.contains(vault);
        let unnamed: Vec<VaultId> = self.store.vaults().into_iter().filter(|vault| !named(vault)).collect();
        for vault in unnamed {
            // Only documents that are shared have bodies, and only what is private has the other. A header that is there and was
            // not understood is another matter; and of a vault without rows they may come back.
            let Some(tables) = self.store.tables_of(&vault) else { continue };
            let header = || matches!(self.store.get(Table::Header, vault.as_bytes()), Ok(Some(_)));
            if tables.contains(&Table::Private) {
                self.adopt(replica, vault, effects);
            } else if tables.contains(&Table::Body) && !header() {
                tracing::warn!(
                    document = vault.short(),
                    "a document without its header is destroyed; a peer that has it sends it again"
                );
                effects.batch.shred.push(vault);
            }
        }
    }

    /// Something private that nothing names: it says itself to which address it belongs.
    fn adopt(&self, replica: &mut Replica, vault: VaultId, effects: &mut Effects) {
        let mut found = None;
        let scanned = self.store.scan(Table::Private, vault.as_bytes(), &mut |_, value| {
            found = serde_json::from_slice::<Kept>(value).ok();
            ControlFlow::Break(())
        });
        let (Ok(()), Some(kept)) = (scanned, found) else {
            tracing::error!(
                vault = vault.short(),
                "something private cannot be read; it is in the backups that were made before"
            );
            return;
        };
        let network = replica.network();
        let address = match kept.teller() {
            Some(teller) => teller_address(&network, &teller.key),
            None => owner_address(&network, &self.me.hub, &kept.origin()),
        };
        if replica.is_withdrawn(&address) {
            effects.batch.shred.push(vault);
        } else if replica.private_at(&address).is_none() {
            let here = kept.status() == Status::Published && kept.reach() == Reach::Here;
            let local = Local { vault, edition: here.then_some(vault) };
            match replica.remember_private(address, local, effects) {
                Ok(()) => tracing::warn!(vault = vault.short(), "something private was found again"),
                Err(rule) => tracing::error!(vault = vault.short(), %rule, "something private was not taken back"),
            }
        }
    }

    /// Reads the replica from its rows again. Until that has succeeded there is none: memory never knows more than the disk.
    /// Everything may look different afterwards, and whoever waits for changes is woken.
    pub(super) fn reread(&self, replica: &mut Option<Replica>) -> Result<(), CoreError> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = replica.take() {
            *counts = (before.revision(), before.law_revision());
        }
        self.set_unread(Some(Instant::now()));
        let read = self.read_replica().inspect_err(|error| {
            tracing::error!(%error, "the rows cannot be read; it is tried again in a moment");
            self.set_unread(Some(Instant::now() + AGAIN));
        });
        *replica = read?;
        if let Some(replica) = replica {
            replica.count_on(counts.0, counts.1);
            self.catalogue.refresh(replica, self.store.as_ref(), &[Event::Law]);
        }
        self.set_unread(None);
        self.revision.send_modify(|revision| *revision += 1);
        Ok(())
    }

    /// Listens, for as long as there is a core, for bodies that somebody could not read.
    pub(super) fn listen_for_losses(core: &Arc<Core>) {
        let Some(lost) = core.store.lost_bodies() else { return };
        let core = Arc::downgrade(core);
        let listen = move || {
            while let Ok(first) = lost.recv() {
                let keys = std::iter::once(first).chain(lost.try_iter()).collect();
                let Some(core) = core.upgrade() else { return };
                core.lose(&keys);
            }
        };
        if let Err(error) = std::thread::Builder::new().name("losses".to_owned()).spawn(listen) {
            tracing::error!(%error, "what cannot be read is not fetched again before the next start");
        }
    }

    /// Gives up bodies that cannot be read, so that they are fetched again.
    fn lose(&self, keys: &BTreeSet<Vec<u8>>) {
        let mut guard = self.replica_mut();
        let Some(replica) = guard.as_mut() else { return };
        let (lost, events) = self.lose_unreadable(replica, keys);
        self.unreadable.fetch_add(lost, Ordering::Relaxed);
        drop(guard);
        self.tell(&events);
    }

    /// Of these bodies, gives up those that are held and cannot be read. Answers how many, and what happened.
    fn lose_unreadable(&self, replica: &mut Replica, keys: &BTreeSet<Vec<u8>>) -> (u64, Vec<Event>) {
        let mut effects = Effects::default();
        let mut lost: BTreeMap<DocumentId, u64> = BTreeMap::new();
        for key in keys {
            let Some((id, change)) = key.split_at_checked(32) else { continue };
            let (Some(id), Some(change)) = (DocumentId::from_slice(id), ChangeHash::from_slice(change)) else { continue };
            if replica.holds_changes(&id, &[change])
                && self.store.body(key).is_none()
                && replica.lose(&id, &change, self.hand(), &mut effects)
            {
                *lost.entry(id).or_default() += 1;
            }
        }
        for (document, changes) in &lost {
            tracing::warn!(
                document = document.short(),
                changes,
                "a document cannot be read whole; what is missing is fetched again"
            );
        }
        (lost.values().sum(), effects.events)
    }
}
