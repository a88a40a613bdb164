//! What all answers share: the core, the settings, and a bound on how many read at once.

use super::Settings;
use super::limiter::Limiter;
use super::metrics::Counters;
use super::trouble::Trouble;
use crate::core::Core;
use knutepunkt_protocol::replica::Replica;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a list waits, after a start, until everything is in it.
const LISTS_WAIT: Duration = Duration::from_secs(5);

/// After how many seconds it makes sense to ask again.
pub(super) const SOON: u64 = 5;

/// What all answers share.
pub(super) struct Desk {
    pub(super) core: Arc<Core>,
    pub(super) settings: Settings,
    pub(super) limiter: Limiter,
    pub(super) counters: Counters,
    readers: Semaphore,
    network: OnceLock<String>,
}

impl Desk {
    pub(super) fn new(core: Arc<Core>, settings: Settings) -> Result<Desk, getrandom::Error> {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Desk {
            core,
            limiter: Limiter::new(settings.withdrawals_per_minute, crate::clock::random()?),
            settings,
            counters: Counters::default(),
            // More would only wait for each other, while the machines of other hubs wait too.
            readers: Semaphore::new(processors * 2),
            network: OnceLock::new(),
        })
    }

    /// The network's name. Once there is one it stays, so nobody has to wait for whoever is changing the replica.
    pub(super) fn network_name(&self) -> Option<String> {
        if let Some(name) = self.network.get() {
            return Some(name.clone());
        }
        let name = self.core.replica().as_ref().map(|replica| replica.charter().name.clone())?;
        Some(self.network.get_or_init(|| name).clone())
    }

    /// Does what may read documents or wait for the disk, away from the threads that serve connections.
    pub(super) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Core) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let _turn = self.readers.acquire().await.map_err(|_| Trouble::internal())?;
        let core = Arc::clone(&self.core);
        tokio::task::spawn_blocking(move || work(&core)).await.unwrap_or_else(|_| Err(Trouble::internal()))
    }

    /// Waits, not for long, until everything is in the lists.
    pub(super) async fn lists(&self) -> Result<(), Trouble> {
        let mut complete = self.core.catalogue().complete();
        let waited = tokio::time::timeout(LISTS_WAIT, complete.wait_for(|complete| *complete)).await;
        match waited {
            Ok(Ok(_)) => Ok(()),
            _ => Err(Trouble::busy("starting", "the lists are being read after a start; ask again in a moment", SOON)),
        }
    }
}

/// Reads with the replica; with nothing there is nothing to be found.
pub(super) fn with_replica<T>(core: &Core, work: impl FnOnce(&Replica) -> Result<T, Trouble>) -> Result<T, Trouble> {
    core.replica().as_ref().map_or_else(|| Err(Trouble::not_found()), work)
}
