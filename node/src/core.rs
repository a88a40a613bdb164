//! The core: the replica in memory and its rows on disk, changed together (design: one atomic batch per change).
//!
//! Readers share the replica; one writer at a time changes it, commits the batch durably, and only then lets anybody know. Where
//! the disk refuses, the replica is opened again from its rows, so that memory never knows more than the disk does. Nothing here
//! decides about validity, membership, withdrawal or merging.

use crate::catalogue::Catalogue;
use crate::clock;
use crate::identity::{self, About};
use crate::store::{SledStore, Store, StoreError};
use knutepunkt_protocol::ids::{HubId, NodeId};
use knutepunkt_protocol::law::charter::{Charter, CharterError};
use knutepunkt_protocol::replica::{Effects, Event, Hand, Identity, Refusal, Replica};
use knutepunkt_protocol::rows::Table;
use knutepunkt_protocol::signed::Secret;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::watch;

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum CoreError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A rule.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// An invitation or charter.
    #[error(transparent)]
    Charter(#[from] CharterError),
    /// The node belongs to no network yet.
    #[error("this machine belongs to no network yet: found one with `knutepunkt found`, or join one with `knutepunkt join`")]
    Alone,
    /// The node belongs to a network already.
    #[error("this machine belongs to the network «{0}» already: a folder belongs to one network for good")]
    AlreadyIn(String),
    /// A file that says who this machine is.
    #[error("{} is missing or cannot be read: restore it from a backup, or make a new machine with `knutepunkt recover`", .0.display())]
    Identity(PathBuf),
    /// A secret file that others can read.
    #[error("{} can be read by others on this machine: run `chmod 600` on it", .0.display())]
    Exposed(PathBuf),
    /// A file.
    #[error("{} cannot be written or read: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// No randomness.
    #[error("the operating system gives no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

/// What is known of another machine of the network, for people to see. Nothing here is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its hub.
    pub hub: HubId,
    /// Whether it is connected now.
    pub connected: bool,
    /// Whether it held the same as this machine when it last said so.
    pub in_step: bool,
    /// When it was last heard, in seconds since 1970.
    pub last_seen: Option<u64>,
}

/// A node's core.
pub struct Core {
    folder: PathBuf,
    store: Arc<SledStore>,
    secret: Secret,
    me: Identity,
    about: RwLock<About>,
    replica: RwLock<Option<Replica>>,
    catalogue: Catalogue,
    peers: Mutex<BTreeMap<NodeId, Peer>>,
    revision: watch::Sender<u64>,
    /// After a restore or recovery stories wait for one exchange of withdrawals with a peer.
    waiting_for_withdrawals: AtomicBool,
    quarantined: Mutex<u64>,
}

/// The name of the row that says that stories wait for one exchange of withdrawals.
const GATE: &[u8] = b"wait for withdrawals";

impl Core {
    /// Makes a new machine's folder: the store, its key, and what its centre calls itself.
    pub fn create(folder: &Path, secret: &Secret, about: &About) -> Result<Arc<Core>, CoreError> {
        let store = SledStore::create(folder)?;
        identity::create(folder, secret, about)?;
        Core::start(folder, store)
    }

    /// Opens a machine's folder.
    pub fn open(folder: &Path) -> Result<Arc<Core>, CoreError> {
        let (store, report) = SledStore::open(folder)?;
        if !report.is_clean() {
            tracing::warn!(?report, "the store was mended on opening");
        }
        Core::start(folder, store)
    }

    fn start(folder: &Path, store: SledStore) -> Result<Arc<Core>, CoreError> {
        let (secret, about, me) = identity::load(folder)?;
        let gate = store.get(Table::Own, GATE)?.is_some();
        let core = Core {
            folder: folder.to_path_buf(),
            store: Arc::new(store),
            secret,
            me,
            about: RwLock::new(about),
            replica: RwLock::new(None),
            catalogue: Catalogue::default(),
            peers: Mutex::new(BTreeMap::new()),
            revision: watch::Sender::new(0),
            waiting_for_withdrawals: AtomicBool::new(gate),
            quarantined: Mutex::new(0),
        };
        let mut replica = core.read_replica()?;
        if let Some(replica) = &mut replica {
            // Receipts for what was removed just before the machine stopped.
            let mut effects = Effects::default();
            replica.sign_receipts(core.hand(), &mut effects)?;
            core.store.commit(&effects.batch)?;
        }
        *core.replica_mut() = replica;
        Ok(Arc::new(core))
    }

    /// Reads the replica from its rows.
    fn read_replica(&self) -> Result<Option<Replica>, CoreError> {
        let Some(charter) = self.store.get(Table::Charter, b"")? else { return Ok(None) };
        let mut rows: Vec<(Table, Vec<u8>, Vec<u8>)> = Vec::new();
        for table in Table::ALL.into_iter().filter(|table| !table.vaulted()) {
            let scanned = self.store.scan(table, b"", &mut |key, value| {
                rows.push((table, key.to_vec(), value.to_vec()));
                ControlFlow::Continue(())
            });
            match scanned {
                Err(StoreError::Damaged { rows, .. }) => {
                    tracing::warn!(?table, rows, "rows cannot be read and are left out until a peer sends them again");
                    *self.quarantined.lock().unwrap_or_else(PoisonError::into_inner) += rows as u64;
                }
                other => other?,
            }
        }
        let mut effects = Effects::default();
        let rows = rows.iter().map(|(table, key, value)| (*table, key.as_slice(), value.as_slice()));
        let (replica, unreadable) = Replica::open(&charter, self.me, rows, self.hand(), &mut effects)?;
        for row in &unreadable {
            tracing::warn!(table = ?row.table, "a row cannot be understood and is left out");
        }
        *self.quarantined.lock().unwrap_or_else(PoisonError::into_inner) += unreadable.len() as u64;
        if !effects.batch.is_empty() {
            self.store.commit(&effects.batch)?;
        }
        Ok(Some(replica))
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The store.
    pub fn store(&self) -> &SledStore {
        &self.store
    }

    /// Who this machine is.
    pub fn me(&self) -> Identity {
        self.me
    }

    /// The machine's secret key.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// What its centre calls itself.
    pub fn about(&self) -> About {
        self.about.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What its centre calls itself from now on, durably.
    pub fn set_about(&self, about: About) -> Result<(), CoreError> {
        identity::save_about(&self.folder, &about)?;
        *self.about.write().unwrap_or_else(PoisonError::into_inner) = about;
        Ok(())
    }

    /// Reads the replica from its rows again.
    pub fn reopen(&self) -> Result<(), CoreError> {
        let mut guard = self.replica_mut();
        *guard = self.read_replica()?;
        Ok(())
    }

    /// The lists that readers see, derived and in memory.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What the rules need from outside.
    pub fn hand(&self) -> Hand<'_> {
        Hand { secret: &self.secret, now: clock::now(), bodies: self.store.as_ref() }
    }

    /// The replica, shared with other readers. `None` while the machine belongs to no network.
    pub fn replica(&self) -> RwLockReadGuard<'_, Option<Replica>> {
        self.replica.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn replica_mut(&self) -> RwLockWriteGuard<'_, Option<Replica>> {
        self.replica.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the replica, if there is one.
    pub fn read<T>(&self, work: impl FnOnce(&Replica) -> T) -> Result<T, CoreError> {
        self.replica().as_ref().map(work).ok_or(CoreError::Alone)
    }

    /// Changes the replica and commits what follows, durably, before anybody else sees it. A `work` that fails has not changed
    /// anything that is kept; what it did before is undone by opening the replica again where it left rows to write.
    pub fn write<T, E>(&self, work: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> Result<T, E>) -> Result<T, CoreError>
    where
        CoreError: From<E>,
    {
        self.change(|replica, hand, effects| work(replica, hand, effects).map_err(CoreError::from))
    }

    /// As [`Core::write`], for a caller with errors of its own.
    pub fn change<T, E: From<CoreError>>(
        &self,
        work: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut guard = self.replica_mut();
        let replica = guard.as_mut().ok_or(CoreError::Alone)?;
        self.store.healthy().map_err(CoreError::from)?;
        let mut effects = Effects::default();
        let done = work(replica, self.hand(), &mut effects);
        if done.is_err() && !effects.batch.is_empty() {
            *guard = self.read_replica()?;
        }
        let done = done?;
        let events = self.commit(&mut guard, effects)?;
        drop(guard);
        self.tell(events);
        Ok(done)
    }

    /// Commits, then signs the receipts that have become due and commits those.
    fn commit(&self, guard: &mut RwLockWriteGuard<'_, Option<Replica>>, effects: Effects) -> Result<Vec<Event>, CoreError> {
        let mut events = effects.events;
        if effects.batch.is_empty() {
            return Ok(events);
        }
        let withdrawn = events.iter().any(|event| matches!(event, Event::Withdrawn(_) | Event::Law));
        self.store_or_reopen(guard, &effects.batch)?;
        if let (true, Some(replica)) = (withdrawn, guard.as_mut()) {
            let mut receipts = Effects::default();
            replica.sign_receipts(self.hand(), &mut receipts)?;
            if !receipts.batch.is_empty() {
                self.store_or_reopen(guard, &receipts.batch)?;
                events.append(&mut receipts.events);
            }
        }
        Ok(events)
    }

    fn store_or_reopen(
        &self,
        guard: &mut RwLockWriteGuard<'_, Option<Replica>>,
        batch: &knutepunkt_protocol::rows::Batch,
    ) -> Result<(), CoreError> {
        let Err(error) = self.store.commit(batch) else { return Ok(()) };
        tracing::error!(%error, "a change was not saved");
        **guard = self.read_replica().unwrap_or_else(|error| {
            tracing::error!(%error, "the replica cannot be read again");
            None
        });
        Err(error.into())
    }

    /// Brings the lists up to date and wakes whoever waits for changes.
    fn tell(&self, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        if let Some(replica) = self.replica().as_ref() {
            self.catalogue.refresh(replica, self.store.as_ref(), &events);
        }
        self.revision.send_modify(|revision| *revision += 1);
    }

    /// Counts up whenever something was committed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// Makes this machine belong to a network, with its own certificate, which its founding made.
    pub fn enter(
        &self,
        charter: &Charter,
        begin: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> Result<(), Refusal>,
    ) -> Result<(), CoreError> {
        let mut guard = self.replica_mut();
        if let Some(replica) = guard.as_ref() {
            return Err(CoreError::AlreadyIn(replica.charter().name.clone()));
        }
        let mut effects = Effects::default();
        Replica::charter_row(charter, &mut effects);
        let mut replica = Replica::new(charter.clone(), self.me);
        begin(&mut replica, self.hand(), &mut effects)?;
        *guard = Some(replica);
        let events = self.commit(&mut guard, effects)?;
        drop(guard);
        self.tell(events);
        Ok(())
    }

    /// A value that this machine remembers for itself.
    pub fn own(&self, name: &[u8]) -> Result<Option<Vec<u8>>, CoreError> {
        Ok(self.store.get(Table::Own, name)?)
    }

    /// Remembers a value for this machine itself, durably; `None` forgets it.
    pub fn set_own(&self, name: &[u8], value: Option<Vec<u8>>) -> Result<(), CoreError> {
        let mut batch = knutepunkt_protocol::rows::Batch::default();
        match value {
            Some(value) => batch.put(Table::Own, name, value),
            None => batch.delete(Table::Own, name),
        }
        Ok(self.store.commit(&batch)?)
    }

    /// Whether stories wait for one exchange of withdrawals, as they do after a restore or recovery.
    pub fn waits_for_withdrawals(&self) -> bool {
        self.waiting_for_withdrawals.load(Ordering::Relaxed)
    }

    /// Stories wait, or need wait no longer.
    pub fn set_waits_for_withdrawals(&self, waits: bool) -> Result<(), CoreError> {
        if self.waits_for_withdrawals() != waits {
            self.set_own(GATE, waits.then(|| vec![1]))?;
            self.waiting_for_withdrawals.store(waits, Ordering::Relaxed);
        }
        Ok(())
    }

    /// What is known of the other machines.
    pub fn peers(&self) -> MutexGuard<'_, BTreeMap<NodeId, Peer>> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many things were put aside because they cannot be read.
    pub fn quarantined(&self) -> u64 {
        *self.quarantined.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts things that a peer sent and that can never be valid.
    pub fn quarantine(&self, count: u64) {
        *self.quarantined.lock().unwrap_or_else(PoisonError::into_inner) += count;
    }
}
