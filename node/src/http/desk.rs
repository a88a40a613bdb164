//! What all answers share: the core, the settings, and a bound on how many read at once.

use super::Settings;
use super::cache::Cache;
use super::house::Keeper;
use super::limiter::Limiter;
use super::metrics::Counters;
use super::trouble::Trouble;
use super::visit::Visit;
use crate::core::Core;
use crate::net;
use axum::http::Uri;
use knutepunkt_protocol::replica::Replica;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a list waits, after a start, until everything is in it: for programs, which may take it for the whole, and for people,
/// who are told that there may be more.
const LISTS_WAIT: Duration = Duration::from_secs(5);
const READER_WAIT: Duration = Duration::from_millis(500);

/// After how many seconds it makes sense to ask again.
pub(super) const SOON: u64 = 5;

/// What all answers share.
pub(super) struct Desk {
    pub(super) core: Arc<Core>,
    pub(super) settings: Settings,
    pub(super) limiter: Limiter,
    reads: Limiter,
    searches: Limiter,
    pub(super) cache: Cache,
    pub(super) counters: Counters,
    /// What the centre has set up for its own site.
    pub(super) house: Keeper,
    /// What the network side counts, where there is one.
    pub(super) net: Option<Arc<net::Counters>>,
    readers: Arc<Semaphore>,
    network: OnceLock<String>,
}

impl Desk {
    pub(super) fn new(core: Arc<Core>, net: Option<Arc<net::Counters>>, settings: Settings) -> Result<Desk, getrandom::Error> {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Desk {
            core,
            limiter: Limiter::new(settings.withdrawals_per_minute, crate::clock::random()?),
            reads: Limiter::new(settings.reads_per_minute, crate::clock::random()?),
            searches: Limiter::new(settings.searches_per_minute, crate::clock::random()?),
            cache: Cache::default(),
            settings,
            counters: Counters::default(),
            house: Keeper::default(),
            net,
            // More would only wait for each other, while the machines of other hubs wait too.
            readers: Arc::new(Semaphore::new(processors * 2)),
            network: OnceLock::new(),
        })
    }

    /// Whether somebody's turn it is, or whether they have taken more than their share. This machine's own people have no share.
    pub(super) fn admit(&self, visit: &Visit, uri: &Uri) -> Result<(), Trouble> {
        if visit.local {
            return Ok(());
        }
        let searches = uri.query().is_some_and(|query| query.split('&').any(|pair| pair.len() > 2 && pair.starts_with("q=")));
        let limiters = [Some(&self.reads), searches.then_some(&self.searches)];
        limiters.into_iter().flatten().try_for_each(|limiter| limiter.take(visit.source)).map_err(Trouble::too_many)
    }

    /// The network's name. Once there is one it stays, so nobody has to wait for whoever is changing the replica.
    pub(super) fn network_name(&self) -> Option<String> {
        if let Some(name) = self.network.get() {
            return Some(name.clone());
        }
        let name = self.core.replica().as_ref().map(|replica| replica.charter().name.clone())?;
        Some(self.network.get_or_init(|| name).clone())
    }

    /// Does what may read documents or wait for the disk, away from the threads that serve connections. The turn belongs to the
    /// work and not to whoever asked: who asks and goes away does not thereby get more than one at a time.
    pub(super) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Core) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let turn = Arc::clone(&self.readers).acquire_owned().await.map_err(|_| Trouble::internal())?;
        let core = Arc::clone(&self.core);
        let working = tokio::task::spawn_blocking(move || {
            let done = work(&core);
            drop(turn);
            done
        });
        working.await.unwrap_or_else(|_| Err(Trouble::internal()))
    }

    /// Waits, not for long, until everything is in the lists. What is in them already is then given, and whoever is given it is
    /// told that it is not everything; there is only trouble where nothing is there yet.
    pub(super) async fn lists(&self) -> Result<(), Trouble> {
        self.wait_for_lists(LISTS_WAIT).await
    }

    /// As [`Desk::lists`], for somebody who waits in front of a page.
    pub(super) async fn lists_for_reader(&self) -> Result<(), Trouble> {
        self.wait_for_lists(READER_WAIT).await
    }

    async fn wait_for_lists(&self, most: Duration) -> Result<(), Trouble> {
        let mut complete = self.core.catalogue().complete();
        let waited = tokio::time::timeout(most, complete.wait_for(|complete| *complete)).await;
        match waited {
            Ok(Ok(_)) => Ok(()),
            _ if !self.core.catalogue().is_empty() => Ok(()),
            _ => Err(Trouble::busy("starting", "the lists are being read after a start; ask again in a moment", SOON)),
        }
    }
}

/// Reads with the replica. Without a network there is nothing to be found; what cannot be read may be there.
pub(super) fn with_replica<T>(core: &Core, work: impl FnOnce(&Replica) -> Result<T, Trouble>) -> Result<T, Trouble> {
    match core.replica().as_ref() {
        Some(replica) => work(replica),
        None if core.is_unread() => {
            Err(Trouble::busy("unreadable", "this machine cannot read its disk now; ask again later, or at another hub", SOON))
        }
        None => Err(Trouble::not_found()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::About;
    use knutepunkt_protocol::ids::HubId;
    use knutepunkt_protocol::signed::Secret;

    #[tokio::test(flavor = "multi_thread")]
    async fn who_goes_away_keeps_the_turn_until_the_work_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let hub = HubId(Secret::from_seed(&[1; 32]).public());
        let about =
            About { hub, name: "Nordlys".to_owned(), slug: "nordlys".to_owned(), county: "55".to_owned(), story_contact: None };
        let core = Core::create(&folder.path().join("data"), &Secret::from_seed(&[2; 32]), &about).unwrap();
        let desk = Arc::new(Desk::new(core, None, Settings::default()).unwrap());
        let free = desk.readers.available_permits();
        let (begun, began) = std::sync::mpsc::channel();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let asked = tokio::spawn({
            let desk = Arc::clone(&desk);
            async move {
                desk.work(move |_| {
                    begun.send(()).unwrap();
                    ended.recv().unwrap();
                    Ok(())
                })
                .await
            }
        });
        tokio::task::block_in_place(|| began.recv()).unwrap();
        asked.abort();
        assert!(asked.await.is_err(), "whoever asked is gone");
        assert_eq!(desk.readers.available_permits(), free - 1);
        end.send(()).unwrap();
        let all = u32::try_from(free).unwrap();
        tokio::time::timeout(Duration::from_secs(10), desk.readers.acquire_many(all)).await.unwrap().unwrap().forget();
    }
}
