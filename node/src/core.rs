//! The core: the replica in memory and its rows on disk, changed together (design: one atomic batch per change).
//!
//! Readers share the replica; one writer at a time changes it, commits the batch durably, and only then lets anybody know. Where
//! the disk refuses, or the writer ends in a panic, the replica is read again from its rows ([`reading`]), so that memory never
//! knows more than the disk does. Nothing here decides about validity, membership, withdrawal or merging.
//!
//! The lock is held while the disk is waited for. Were it given back earlier, readers and peers would be told what may be lost in
//! the next moment, and would look for bodies that are not there yet.

mod changing;
mod reading;
#[cfg(test)]
mod tests;

use crate::catalogue::Catalogue;
use crate::clock;
use crate::identity::{self, About};
use crate::store::{SledStore, Store, StoreError};
use knutepunkt_protocol::ids::{HubId, NodeId};
use knutepunkt_protocol::law::charter::CharterError;
use knutepunkt_protocol::replica::{Hand, Identity, Refusal, Replica};
use knutepunkt_protocol::rows::{Batch, Table};
use knutepunkt_protocol::signed::Secret;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Instant;
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
    /// There is a network, and its rows cannot be read.
    #[error("what this machine holds cannot be read from its disk: look after the disk; reading is tried again by itself")]
    Unread,
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
    /// `None` while there is no network, or its rows cannot be read.
    replica: RwLock<Option<Replica>>,
    /// When the rows could not be read: when to read them again.
    unread: Mutex<Option<Instant>>,
    /// What the last replica had counted when it was given up.
    counts: Mutex<(u64, u64)>,
    /// Receipts could not be signed or saved.
    receipts_due: AtomicBool,
    catalogue: Catalogue,
    peers: Mutex<BTreeMap<NodeId, Peer>>,
    revision: watch::Sender<u64>,
    /// After a restore or recovery stories wait for one exchange of withdrawals with a peer.
    waiting_for_withdrawals: AtomicBool,
    /// Rows and bodies that cannot be read, and what peers sent that can never be valid.
    unreadable: AtomicU64,
    invalid: AtomicU64,
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
            unread: Mutex::new(None),
            counts: Mutex::new((0, 0)),
            receipts_due: AtomicBool::new(false),
            catalogue: Catalogue::default(),
            peers: Mutex::new(BTreeMap::new()),
            revision: watch::Sender::new(0),
            waiting_for_withdrawals: AtomicBool::new(gate),
            unreadable: AtomicU64::new(0),
            invalid: AtomicU64::new(0),
        };
        let mut replica = core.read_replica()?;
        // For what was removed just before the machine stopped.
        core.sign_receipts(&mut replica);
        *core.replica_mut() = replica;
        let core = Arc::new(core);
        Core::listen_for_losses(&core);
        Ok(core)
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
        self.revision.send_modify(|revision| *revision += 1);
        Ok(())
    }

    /// Reads the replica from its rows again.
    pub fn reopen(&self) -> Result<(), CoreError> {
        self.reread(&mut self.replica_mut())
    }

    /// The lists that readers see, derived and in memory.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What the rules need from outside.
    pub fn hand(&self) -> Hand<'_> {
        Hand { secret: &self.secret, now: clock::now(), bodies: self.store.as_ref() }
    }

    /// The replica, shared with other readers. `None` while the machine belongs to no network, or cannot read its rows.
    pub fn replica(&self) -> RwLockReadGuard<'_, Option<Replica>> {
        loop {
            match self.replica.read() {
                Ok(guard) if guard.is_some() || !self.should_reread() => return guard,
                _ => {}
            }
            drop(self.replica_mut());
        }
    }

    fn replica_mut(&self) -> RwLockWriteGuard<'_, Option<Replica>> {
        let mut guard = self.replica.write().unwrap_or_else(|poisoned| {
            tracing::error!("a change ended in a panic; what it did is undone");
            self.set_unread(Some(Instant::now()));
            self.replica.clear_poison();
            poisoned.into_inner()
        });
        if self.should_reread() {
            // Where it fails, that has been logged, and there is no replica.
            let _unread = self.reread(&mut guard);
        }
        guard
    }

    /// Whether there is a network whose rows cannot be read.
    pub fn is_unread(&self) -> bool {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn should_reread(&self) -> bool {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| at <= Instant::now())
    }

    fn set_unread(&self, until: Option<Instant>) {
        *self.unread.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }

    /// Why there is no replica.
    fn missing(&self) -> CoreError {
        if self.is_unread() { CoreError::Unread } else { CoreError::Alone }
    }

    /// Reads the replica, if there is one.
    pub fn read<T>(&self, work: impl FnOnce(&Replica) -> T) -> Result<T, CoreError> {
        self.replica().as_ref().map(work).ok_or_else(|| self.missing())
    }

    /// How often something was committed that readers or peers may see. It has counted up before anybody is told that it is done.
    pub fn revision(&self) -> u64 {
        *self.revision.borrow()
    }

    /// Says when [`Core::revision`] counts up.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// A value that this machine remembers for itself.
    pub fn own(&self, name: &[u8]) -> Result<Option<Vec<u8>>, CoreError> {
        Ok(self.store.get(Table::Own, name)?)
    }

    /// Remembers a value for this machine itself, durably; `None` forgets it.
    pub fn set_own(&self, name: &[u8], value: Option<Vec<u8>>) -> Result<(), CoreError> {
        let mut batch = Batch::default();
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
            self.revision.send_modify(|revision| *revision += 1);
        }
        Ok(())
    }

    /// What is known of the other machines.
    pub fn peers(&self) -> MutexGuard<'_, BTreeMap<NodeId, Peer>> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many things were put aside because they cannot be read.
    pub fn quarantined(&self) -> u64 {
        self.unreadable.load(Ordering::Relaxed) + self.invalid.load(Ordering::Relaxed)
    }

    /// Counts things that a peer sent and that can never be valid.
    pub fn quarantine(&self, count: u64) {
        self.invalid.fetch_add(count, Ordering::Relaxed);
    }
}
