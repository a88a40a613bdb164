//! The catalogue: the lists that readers see, derived from what stands and kept in memory only.
//!
//! A withdrawn story must not survive in an index, so none is written to disk: the catalogue is read again after every start,
//! in the background, while everything that needs no list is answered already. A list that is asked for meanwhile waits.
//!
//! What is withdrawn, held or no longer counts leaves in [`Catalogue::refresh`], before the change is answered to anybody. And
//! whatever is shown is checked once more against the replica at the moment of answering ([`Searched::standing`]).
//!
//! * [`shown`]: one document as it stands; [`entry`]: what lists and searches need to know of it;
//! * [`shelf`]: the five lists, and the codes by which each is narrowed; [`query`]: what somebody looks for; [`found`]: what is
//!   found, and may be shown;
//! * [`related`]: what has something in common with a story;
//! * [`listed`]: what the directory needs of a centre or an organisation; [`hours`]: when it is open;
//! * [`occurrences`]: on which days a recurring event takes place;
//! * [`fold`]: words as they are compared; [`dates`]: seconds as people write them.
//! * [`shelf`]: the five lists, and the codes by which each is narrowed; `cards`: all entries at a glance, and in their order;
//! * [`query`]: what somebody looks for; `finding`: going through the cards for it, with the answers of [`crate::search`] where
//!   words are looked for; [`found`]: what is found, and may be shown;
//! * [`fold`]: the order of letters; [`dates`]: seconds as people write them.
//!
//! Documents that are published at this centre only stand beside those of the network, from this centre's private vaults.

mod cards;
pub mod dates;
pub mod entry;
mod finding;
pub mod fold;
pub mod found;
pub mod hours;
pub mod listed;
pub mod occurrences;
pub mod query;
pub mod related;
pub mod shelf;
pub mod shown;

pub use entry::Entry;
pub use found::{Counts, FEW, Found, Hit, Passage, Searched};
pub use query::{Order, Query};
pub use shelf::{Facet, Shelf};

use crate::core::Core;
use crate::search::{Search, Text};
use crate::store::Store;
use cards::Cabinet;
use knutepunkt_protocol::document::header::owner_address;
use knutepunkt_protocol::ids::{Address, HubId};
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::replica::{Event, Replica};
use shown::Shown;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Documents that [`Catalogue::refresh`] reads itself, in the thread of whoever changed the replica. Of a larger change the rest
/// is read in the background.
const READ_AT_ONCE: usize = 32;

/// How long it waits, at most, for the search to take what it has read, before it looks whether it is to stop.
const PAUSE: Duration = Duration::from_millis(100);

/// How long the background holds the replica before it lets writers in.
const HOLD: Duration = Duration::from_millis(10);

/// The lists that readers see.
#[derive(Default)]
pub struct Catalogue {
    inner: Mutex<Inner>,
    complete: watch::Sender<bool>,
    /// Held by whoever reads everything: what one has not read yet is not for another to call complete.
    building: Mutex<()>,
    edition: AtomicU64,
}

#[derive(Default)]
struct Inner {
    cabinet: Cabinet,
    /// Addresses at which something may stand that was not read yet, the newest last. `None` until the first build begins:
    /// everything. Until then nothing is read but what somebody asks for.
    unread: Option<Vec<Address>>,
    /// Finds by words, from the first build on.
    search: Option<Arc<Search>>,
}

impl Inner {
    /// Lists an entry, and hands in its words. Both in one, so that the words that came last are those that are found.
    fn put(&mut self, entry: Arc<Entry>, text: Text) {
        let place = self.cabinet.put(entry);
        if let (Some(search), Some(place)) = (&self.search, place) {
            search.put(place, text);
        }
    }

    fn drop_entry(&mut self, address: &Address) {
        if let (Some(slot), Some(search)) = (self.cabinet.take(address), &self.search) {
            search.remove(slot);
        }
    }

    /// Whether more documents may be read for the search.
    fn has_room(&self) -> bool {
        self.search.as_ref().is_none_or(|search| search.has_room())
    }
}

impl Catalogue {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings the lists up to date with what happened. To be called after every commit, by whoever may read the replica then.
    pub fn refresh(&self, replica: &Replica, store: &dyn Store, events: &[Event]) {
        let mut touched: BTreeSet<Address> = BTreeSet::new();
        let mut law = false;
        for event in events {
            match event {
                Event::Changed(address) | Event::Withdrawn(address) => drop(touched.insert(*address)),
                Event::Law => law = true,
                Event::Receipt | Event::Asking | Event::Waiting => {}
            }
        }
        if law {
            touched.extend(self.no_longer_as_listed(replica));
        }
        let mut reads = 0;
        for address in &touched {
            let inner = self.inner();
            let listed = inner.cabinet.get(address).cloned();
            let reading = inner.unread.is_some() && inner.has_room();
            drop(inner);
            if listed.is_some_and(|entry| entry.stands(replica)) {
                continue;
            }
            match is_listed(replica, address) {
                true if reading && reads < READ_AT_ONCE => {
                    reads += 1;
                    self.read(replica, store, address);
                }
                true => self.put_off(address),
                false => self.inner().drop_entry(address),
            }
        }
    }

    /// The addresses at which something else stands than the lists say. No document is loaded for this.
    fn no_longer_as_listed(&self, replica: &Replica) -> Vec<Address> {
        let inner = self.inner();
        let unknown = |address: &&Address| inner.cabinet.get(address).is_none() && is_listed(replica, address);
        let gone = inner.cabinet.entries().filter(|entry| !entry.stands(replica)).map(|entry| entry.address);
        gone.chain(replica.addresses().filter(unknown).copied()).collect()
    }

    /// Leaves a document to the background.
    fn put_off(&self, address: &Address) {
        let mut inner = self.inner();
        inner.drop_entry(address);
        if let Some(unread) = &mut inner.unread {
            unread.push(*address);
        }
    }

    /// Reads what stands at an address, while the caller holds the replica: so what is listed is never older than what was
    /// committed before.
    fn read(&self, replica: &Replica, store: &dyn Store, address: &Address) -> Option<Arc<Entry>> {
        let read = match shown::read(replica, store, address) {
            shown::Reading::Shown(shown) => Entry::of(&shown).map(|entry| (Arc::new(entry), text(&shown))),
            _ => None,
        };
        let mut inner = self.inner();
        let Some((entry, text)) = read else {
            inner.drop_entry(address);
            return None;
        };
        inner.put(Arc::clone(&entry), text);
        drop(inner);
        self.edition.fetch_add(1, Ordering::Release);
        Some(entry)
    }

    /// Counts up whenever something new can be found in the lists, also when it is found long after it was committed. What leaves
    /// them leaves with a commit.
    pub fn edition(&self) -> u64 {
        self.edition.load(Ordering::Acquire)
    }

    /// Whether everything that stands can be found, by its words too: the lists say nothing else until the next change.
    pub fn is_settled(&self) -> bool {
        let search = self.inner().search.clone();
        self.is_complete() && !self.has_unread() && search.is_some_and(|search| search.settle(Duration::ZERO))
    }

    /// Reads what was not read yet, the newest first, and says when nothing is left. Blocks, but no longer than it must once
    /// `stopped` says so; holds the replica only briefly at a time.
    pub fn build(core: &Core, stopped: &dyn Fn() -> bool) {
        let catalogue = core.catalogue();
        let _alone = catalogue.building.lock().unwrap_or_else(PoisonError::into_inner);
        if catalogue.is_broken() {
            catalogue.forget();
        }
        catalogue.read_all(core, stopped);
    }

    /// Forgets every list and reads them all again. Blocks; whoever asks for a list meanwhile waits, or is given what is there.
    pub fn rebuild(core: &Core) {
        let catalogue = core.catalogue();
        let _alone = catalogue.building.lock().unwrap_or_else(PoisonError::into_inner);
        catalogue.forget();
        catalogue.read_all(core, &|| false);
    }

    fn forget(&self) {
        self.complete.send_replace(false);
        *self.inner() = Inner::default();
    }

    fn read_all(&self, core: &Core, stopped: &dyn Fn() -> bool) {
        let Some((search, first)) = self.begin() else { return };
        if first {
            search.set_bulk(true);
            self.add_older(by_age(core));
        }
        let mut left = true;
        while left {
            if stopped() || search.is_broken() {
                return;
            }
            search.wait_for_room(PAUSE);
            left = core.read(|replica| self.read_some(replica, core.store())).unwrap_or(false);
            std::thread::yield_now();
        }
        search.set_bulk(false);
        while !self.is_complete() && !search.settle(PAUSE) {
            if stopped() || search.is_broken() {
                return;
            }
        }
        self.complete.send_replace(true);
    }

    /// From now on remembers what is put off, and finds by words; answers whether everything older is still to be looked up. None
    /// where the search cannot be started: that is tried again.
    fn begin(&self) -> Option<(Arc<Search>, bool)> {
        let mut inner = self.inner();
        let first = inner.unread.is_none();
        if inner.search.is_none() {
            let started = Search::start().inspect_err(|error| tracing::error!(%error, "the search cannot be started"));
            inner.search = Some(Arc::new(started.ok()?));
            // What was read before there was a search is read again for its words.
            inner.cabinet = Cabinet::default();
        }
        inner.unread.get_or_insert_default();
        Some((Arc::clone(inner.search.as_ref()?), first))
    }

    /// Adds what stood before, to be read after what was put off meanwhile.
    fn add_older(&self, mut older: Vec<Address>) {
        let mut inner = self.inner();
        older.extend(inner.unread.take().unwrap_or_default());
        inner.unread = Some(older);
    }

    /// Reads for a while; answers whether something may be left.
    fn read_some(&self, replica: &Replica, store: &dyn Store) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < HOLD {
            let mut inner = self.inner();
            if !inner.has_room() {
                return true;
            }
            let Some(address) = inner.unread.as_mut().and_then(Vec::pop) else { return false };
            let listed = inner.cabinet.get(&address).is_some_and(|entry| entry.stands(replica));
            drop(inner);
            if !listed && is_listed(replica, &address) {
                self.read(replica, store, &address);
            }
        }
        true
    }

    /// Whether [`Catalogue::build`] has something to do.
    pub fn has_unread(&self) -> bool {
        self.inner().unread.as_ref().is_none_or(|unread| !unread.is_empty()) || self.is_broken()
    }

    /// Whether the search has failed, and everything is to be read again for a new one.
    fn is_broken(&self) -> bool {
        self.inner().search.as_ref().is_some_and(|search| search.is_broken())
    }

    /// Says when everything that stood at the start is in the lists. What comes later is in them at once, or nearly so.
    pub fn complete(&self) -> watch::Receiver<bool> {
        self.complete.subscribe()
    }

    /// What lists know of an address, if it stands; read now if it was not read yet.
    pub fn current(&self, replica: &Replica, store: &dyn Store, address: &Address) -> Option<Arc<Entry>> {
        let listed = self.inner().cabinet.get(address).cloned();
        match listed.filter(|entry| entry.stands(replica)) {
            Some(entry) => Some(entry),
            None => self.read(replica, store, address),
        }
    }

    /// What the lists know of, by address. Whether it stands is for the replica to say.
    pub fn entries(&self, wanted: impl Fn(&Entry) -> bool) -> Vec<Arc<Entry>> {
        let cards = self.inner().cabinet.cards();
        cards.iter().map(|(_, entry)| entry).filter(|entry| wanted(entry)).cloned().collect()
    }

    /// A hub's profile, if it has published one.
    pub fn profile(&self, replica: &Replica, store: &dyn Store, hub: &HubId) -> Option<Arc<Entry>> {
        self.current(replica, store, &owner_address(&replica.network(), hub, b"hub"))
    }

    /// One page of a list. To be asked for without holding the replica: nobody who writes waits for a search, however long it is.
    pub fn search(&self, shelf: Shelf, query: &Query) -> Searched {
        if !query.texts.is_empty() {
            let mut searched = self.answered(&[shelf], Some(shelf), query);
            searched.found.shelves.clear();
            return searched;
        }
        let mut inner = self.inner();
        let cards = inner.cabinet.cards();
        let mut found = if query.is_open() && !matches!(query.order, Order::From(_)) {
            finding::open_page(inner.cabinet.shelf(shelf), &cards, shelf, query)
        } else {
            drop(inner);
            finding::narrowed(&cards, shelf, query)
        };
        found.complete = self.is_complete();
        Searched { found, marks: None }
    }

    /// One page of everything `among` these shelves: how many match the words on each, and the hits of the `chosen` one, which
    /// alone is narrowed by codes, hubs and times. Where none is chosen, the best of all. Stories are not `among` them while the
    /// core waits for withdrawals. Otherwise as [`Catalogue::search`].
    pub fn search_everything(&self, among: &[Shelf], chosen: Option<Shelf>, query: &Query) -> Searched {
        if !query.texts.is_empty() {
            return self.answered(among, chosen, query);
        }
        let open = Query { limit: query.offset.saturating_add(query.limit), ..Query::default() };
        let pages: Vec<Found> = among.iter().map(|shelf| self.search(*shelf, &open).found).collect();
        let shelves: BTreeMap<Shelf, usize> = among.iter().copied().zip(pages.iter().map(|page| page.total)).collect();
        let found = match chosen.filter(|shelf| among.contains(shelf)) {
            Some(shelf) => self.search(shelf, query).found,
            None => {
                let mut items: Vec<Hit> = pages.into_iter().flat_map(|page| page.items).collect();
                items.sort_by_key(|hit| (Reverse(hit.entry.modified), hit.entry.address));
                let items = items.into_iter().skip(query.offset).take(query.limit).collect();
                Found { total: shelves.values().sum(), items, complete: self.is_complete(), ..Found::default() }
            }
        };
        Searched { found: Found { shelves, ..found }, marks: None }
    }

    /// What answers the words of a query.
    fn answered(&self, among: &[Shelf], chosen: Option<Shelf>, query: &Query) -> Searched {
        let search = self.inner().search.clone();
        let question = search.map(|search| search.ask(&query.texts)).transpose();
        // The cards after the question: what is found must be no older than what is on them.
        let cards = self.inner().cabinet.cards();
        let complete = self.is_complete();
        let answered = question.and_then(|question| {
            let Some(question) = question else { return Ok(None) };
            let found = finding::answered(&cards, among, chosen, query, &question)?;
            Ok(Some((found, query.passages.then(|| question.into_marks()))))
        });
        match answered {
            Ok(Some((found, marks))) => Searched { found: Found { complete: found.complete && complete, ..found }, marks },
            Ok(None) => Searched { found: Found::default(), marks: None },
            Err(error) => {
                tracing::error!(%error, "a search failed");
                Searched { found: Found::default(), marks: None }
            }
        }
    }

    fn is_complete(&self) -> bool {
        *self.complete.borrow()
    }

    /// Of what a query finds, in its order, at most so many that are wanted. To be asked for without holding the replica, and checked
    /// against it before anybody is shown them.
    pub fn pick(&self, shelf: Shelf, query: &Query, most: usize, wanted: impl Fn(&Entry) -> bool) -> Vec<Arc<Entry>> {
        let all = Query { limit: usize::MAX, ..query.clone() };
        self.search(shelf, &all).only(most, wanted).unchecked()
    }

    /// Whether anything is in the lists yet.
    pub fn is_empty(&self) -> bool {
        self.inner().cabinet.is_empty()
    }
}

/// What is to be found of a document.
fn text(shown: &Shown) -> Text {
    Text { title: shown.title().to_owned(), body: entry::searched(shown).into_iter().map(str::to_owned).collect() }
}

/// Every address, what was changed last at the end. Dates are looked up in parts, so that the replica is never held for long.
fn by_age(core: &Core) -> Vec<Address> {
    const PART: usize = 2_000;
    let all = core.read(|replica| replica.addresses().chain(replica.private_addresses()).copied().collect::<BTreeSet<_>>());
    let addresses: Vec<Address> = all.unwrap_or_default().into_iter().collect();
    let mut aged: Vec<(u64, Address)> = Vec::with_capacity(addresses.len());
    for part in addresses.chunks(PART) {
        let dated = core.read(|replica| {
            aged.extend(part.iter().map(|address| match replica.standing(address) {
                Standing::Shown(id) => (replica.modified(&id).unwrap_or(0), *address),
                _ => (0, *address),
            }));
        });
        if dated.is_err() {
            break;
        }
    }
    aged.sort_unstable();
    aged.into_iter().map(|(_, address)| address).collect()
}

/// Whether something stands at an address that belongs in a list. No document is loaded for this.
fn is_listed(replica: &Replica, address: &Address) -> bool {
    let id = match replica.standing(address) {
        Standing::Shown(id) => id,
        _ => return replica.edition(address).is_some(),
    };
    replica.document(&id).is_some_and(|document| Shelf::of_kind(&document.header.kind).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_off_while_everything_is_looked_up_is_not_forgotten() {
        let catalogue = Catalogue::default();
        let [first, second, meanwhile] = [1, 2, 3].map(|byte| Address([byte; 32]));
        catalogue.put_off(&first);
        assert!(catalogue.has_unread(), "everything is unread before the first build");
        assert!(catalogue.begin().unwrap().1);
        catalogue.put_off(&meanwhile);
        catalogue.add_older(vec![first, second]);
        assert!(!catalogue.begin().unwrap().1, "everything is looked up once");
        assert_eq!(catalogue.inner().unread, Some(vec![first, second, meanwhile]), "the newest last");
    }
}
