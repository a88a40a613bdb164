//! A card for every entry: the few numbers that a search looks at for each document that matches, side by side in memory.
//!
//! Codes are bits, hubs are small numbers. A search takes a copy of all cards as they are at that moment; that costs next to
//! nothing, since they lie in drawers of which only those are copied that are changed meanwhile. So nobody who writes waits for a
//! search, and no search sees half of a change.

use super::entry::Entry;
use super::found::Counts;
use super::{Facet, Shelf};
use crate::search::Place;
use knutepunkt_protocol::ids::{Address, HubId};
use knutepunkt_protocol::kinds::places;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

/// Cards in one drawer.
const DRAWER: usize = 1_024;

/// The codes that are counted, each with the bit that stands for it: all that somebody can choose, but for the municipalities,
/// which are too many, and would point at single people.
static CODES: LazyLock<Vec<(Facet, &'static str)>> = LazyLock::new(|| {
    let mut codes: BTreeSet<(Facet, &'static str)> = BTreeSet::new();
    for shelf in Shelf::ALL {
        for facet in Facet::ALL {
            codes.extend(shelf.vocabulary(facet).into_iter().flatten().map(|code| (facet, *code)));
        }
    }
    codes.extend(places::COUNTIES.iter().map(|(code, _)| (Facet::County, *code)));
    codes.into_iter().collect()
});

/// The bit of a code; none where it is not one of those that are counted.
pub(super) fn bit(facet: Facet, code: &str) -> Option<u128> {
    let at = CODES.binary_search_by(|(of, known)| (*of, *known).cmp(&(facet, code))).ok()?;
    1u128.checked_shl(u32::try_from(at).ok()?)
}

/// The bits of an entry's codes.
pub(super) fn bits(entry: &Entry) -> u128 {
    entry.codes.iter().filter_map(|(facet, code)| bit(*facet, code)).fold(0, |all, bit| all | bit)
}

/// The bits of all codes of a facet.
pub(super) fn bits_of(facet: Facet) -> u128 {
    CODES.iter().filter(|(of, _)| *of == facet).filter_map(|(_, code)| bit(facet, code)).fold(0, |all, bit| all | bit)
}

/// What a search looks at.
#[derive(Clone, Default)]
pub(super) struct Card {
    /// Counts up with everything that is put on the card or taken from it.
    pub version: u32,
    /// The hub's number.
    pub hub: u32,
    /// A bit for every code that is counted.
    pub codes: u128,
    /// What is on it, if anything.
    pub entry: Option<Arc<Entry>>,
}

/// All cards as they were at one moment.
#[derive(Clone, Default)]
pub(super) struct Cards {
    drawers: Vec<Arc<Vec<Card>>>,
    hubs: Arc<Vec<HubId>>,
}

impl Cards {
    /// What stands at a place, if it still does.
    pub fn at(&self, place: Place) -> Option<(&Card, &Arc<Entry>)> {
        let card = self.card(place.slot)?;
        card.entry.as_ref().filter(|_| card.version == place.version).map(|entry| (card, entry))
    }

    fn card(&self, slot: u32) -> Option<&Card> {
        let slot = usize::try_from(slot).ok()?;
        self.drawers.get(slot / DRAWER)?.get(slot % DRAWER)
    }

    /// Every card with something on it.
    pub fn iter(&self) -> impl Iterator<Item = (&Card, &Arc<Entry>)> {
        self.drawers.iter().flat_map(|drawer| drawer.iter()).filter_map(|card| Some((card, card.entry.as_ref()?)))
    }

    /// The numbers of these hubs.
    pub fn numbers(&self, hubs: &BTreeSet<HubId>) -> BTreeSet<u32> {
        let numbered = self.hubs.iter().zip(0u32..);
        numbered.filter(|(hub, _)| hubs.contains(hub)).map(|(_, number)| number).collect()
    }

    /// An empty count.
    pub fn tally(&self) -> Tally {
        Tally { codes: vec![0; CODES.len()], hubs: vec![0; self.hubs.len()] }
    }

    /// What was counted, of the facets by which a shelf is narrowed.
    pub fn counts(&self, shelf: Shelf, tally: &Tally) -> Counts {
        let mut counts = Counts::new();
        for ((facet, code), count) in CODES.iter().zip(&tally.codes) {
            if *count > 0 && facet.counted() && shelf.filters().contains(facet) {
                counts.entry(*facet).or_default().insert((*code).to_owned(), u64::from(*count));
            }
        }
        if shelf.filters().contains(&Facet::Hub) {
            let hubs = self.hubs.iter().zip(&tally.hubs).filter(|(_, count)| **count > 0);
            let hubs: BTreeMap<String, u64> = hubs.map(|(hub, count)| (hub.to_string(), u64::from(*count))).collect();
            if !hubs.is_empty() {
                counts.insert(Facet::Hub, hubs);
            }
        }
        counts
    }
}

/// Counts codes and hubs.
#[derive(Clone, Default)]
pub(super) struct Tally {
    codes: Vec<u32>,
    hubs: Vec<u32>,
}

impl Tally {
    /// Counts these codes of a card, and its hub.
    pub fn add(&mut self, codes: u128, hub: Option<u32>) {
        self.change(codes, hub, |count| count.saturating_add(1));
    }

    fn subtract(&mut self, codes: u128, hub: u32) {
        self.change(codes, Some(hub), |count| count.saturating_sub(1));
    }

    fn change(&mut self, mut codes: u128, hub: Option<u32>, change: impl Fn(u32) -> u32) {
        let at = |counts: &mut Vec<u32>, number: usize| {
            if counts.len() <= number {
                counts.resize(number + 1, 0);
            }
            if let Some(count) = counts.get_mut(number) {
                *count = change(*count);
            }
        };
        while codes != 0 {
            at(&mut self.codes, usize::try_from(codes.trailing_zeros()).unwrap_or(0));
            codes &= codes - 1;
        }
        if let Some(hub) = hub.and_then(|hub| usize::try_from(hub).ok()) {
            at(&mut self.hubs, hub);
        }
    }
}

/// A shelf in its order, the newest first.
#[derive(Default)]
pub(super) struct Ordered {
    pub newest: BTreeMap<(Reverse<u64>, Address), Arc<Entry>>,
    pub tally: Tally,
    /// By name, until the next change.
    pub by_name: Option<Arc<Vec<Arc<Entry>>>>,
}

/// The cards, and the shelves in their order, kept together.
#[derive(Default)]
pub(super) struct Cabinet {
    cards: Cards,
    slots: BTreeMap<Address, u32>,
    hubs: BTreeMap<HubId, u32>,
    shelves: BTreeMap<Shelf, Ordered>,
}

impl Cabinet {
    /// All cards as they are now.
    pub fn cards(&self) -> Cards {
        self.cards.clone()
    }

    /// A shelf in its order.
    pub fn shelf(&mut self, shelf: Shelf) -> &mut Ordered {
        self.shelves.entry(shelf).or_default()
    }

    /// What is listed at an address.
    pub fn get(&self, address: &Address) -> Option<&Arc<Entry>> {
        self.cards.card(*self.slots.get(address)?)?.entry.as_ref()
    }

    /// Everything that is listed.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.cards.iter().map(|(_, entry)| entry)
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.entries().next().is_none()
    }

    /// Puts an entry on its card. Answers where that is; none where there are more addresses than numbers.
    pub fn put(&mut self, entry: Arc<Entry>) -> Option<Place> {
        self.take(&entry.address);
        let hub = self.number(entry.hub);
        let slot = self.slot(entry.address)?;
        let codes = bits(&entry);
        let ordered = self.shelf(entry.shelf);
        ordered.by_name = None;
        ordered.tally.add(codes, Some(hub));
        ordered.newest.insert((Reverse(entry.modified), entry.address), Arc::clone(&entry));
        let card = self.card_mut(slot)?;
        let version = card.version;
        *card = Card { version, hub, codes, entry: Some(entry) };
        Some(Place { slot, version })
    }

    /// Takes what is listed at an address off its card. Answers which card, if there was anything on it.
    pub fn take(&mut self, address: &Address) -> Option<u32> {
        let slot = *self.slots.get(address)?;
        let card = self.card_mut(slot)?;
        let (entry, codes, hub) = (card.entry.take()?, card.codes, card.hub);
        card.version = card.version.wrapping_add(1);
        let ordered = self.shelf(entry.shelf);
        ordered.by_name = None;
        ordered.tally.subtract(codes, hub);
        ordered.newest.remove(&(Reverse(entry.modified), entry.address));
        Some(slot)
    }

    fn number(&mut self, hub: HubId) -> u32 {
        let next = u32::try_from(self.hubs.len()).unwrap_or(u32::MAX);
        *self.hubs.entry(hub).or_insert_with(|| {
            Arc::make_mut(&mut self.cards.hubs).push(hub);
            next
        })
    }

    /// The card of an address. An address keeps its card also while nothing is on it.
    fn slot(&mut self, address: Address) -> Option<u32> {
        if let Some(slot) = self.slots.get(&address) {
            return Some(*slot);
        }
        let slot = u32::try_from(self.slots.len()).ok()?;
        if usize::try_from(slot).ok()?.is_multiple_of(DRAWER) {
            self.cards.drawers.push(Arc::new(Vec::with_capacity(DRAWER)));
        }
        Arc::make_mut(self.cards.drawers.last_mut()?).push(Card::default());
        self.slots.insert(address, slot);
        Some(slot)
    }

    fn card_mut(&mut self, slot: u32) -> Option<&mut Card> {
        let slot = usize::try_from(slot).ok()?;
        Arc::make_mut(self.cards.drawers.get_mut(slot / DRAWER)?).get_mut(slot % DRAWER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_bit_of_its_own() {
        assert!(CODES.len() <= 128, "{} codes do not fit into the bits of a card", CODES.len());
        let all = CODES.iter().map(|(facet, code)| bit(*facet, code).unwrap()).fold(0, |all, bit| {
            assert_eq!(all & bit, 0);
            all | bit
        });
        assert_eq!(all.count_ones() as usize, CODES.len());
        assert_eq!(bit(Facet::Theme, "joy"), None);
        assert_eq!(bit(Facet::Municipality, "5501"), None);
    }

    fn entry(number: u8, kind: &str, name: &str) -> Arc<Entry> {
        let fields = [("name", name.into()), ("title", name.into()), ("county", ["55"].into())];
        let content = fields.map(|(field, value): (&str, serde_json::Value)| (field.to_owned(), value)).into();
        let mut shown = crate::catalogue::shown::Shown::of_test(content);
        shown.address = Address([number; 32]);
        shown.kind = kind.to_owned();
        shown.modified = u64::from(number);
        Arc::new(Entry::of(&shown).unwrap())
    }

    #[test]
    fn what_is_put_on_a_card_is_at_its_place_until_something_else_is() {
        let mut cabinet = Cabinet::default();
        let first = cabinet.put(entry(1, "hub", "Nordlys")).unwrap();
        let before = cabinet.cards();
        let second = cabinet.put(entry(1, "hub", "Sørlys")).unwrap();
        assert_eq!(first.slot, second.slot);
        let title = |cards: &Cards, place| cards.at(place).map(|(_, entry)| entry.title.to_string());
        assert_eq!(title(&before, first).as_deref(), Some("Nordlys"), "a search goes on with the cards that it took");
        assert_eq!((title(&cabinet.cards(), first), title(&cabinet.cards(), second)), (None, Some("Sørlys".to_owned())));
        assert_eq!(cabinet.take(&Address([1; 32])), Some(first.slot));
        assert!(cabinet.is_empty() && title(&cabinet.cards(), second).is_none());
        assert_eq!(cabinet.put(entry(1, "hub", "Nordlys")).map(|place| place.slot), Some(first.slot));
    }

    #[test]
    fn shelves_are_kept_in_their_order() {
        use crate::catalogue::query::{Order, Query};
        let mut cabinet = Cabinet::default();
        let page = |cabinet: &mut Cabinet, order| {
            let cards = cabinet.cards();
            let query = Query { order, limit: 10, facets: true, ..Query::default() };
            let found = crate::catalogue::finding::open_page(cabinet.shelf(Shelf::Directory), &cards, Shelf::Directory, &query);
            let titles: Vec<String> = found.items.iter().map(|hit| hit.entry.title.to_string()).collect();
            let counted = found.facets.get(&Facet::County).map_or(0, |counties| counties["55"]);
            (titles.join(" "), counted)
        };
        cabinet.put(entry(1, "hub", "Ås"));
        cabinet.put(entry(2, "organisation", "Alta"));
        assert_eq!(page(&mut cabinet, Order::Name), ("Alta Ås".to_owned(), 2));
        cabinet.put(entry(3, "hub", "Bodø"));
        cabinet.put(entry(4, "story", "Ikke her"));
        assert_eq!(page(&mut cabinet, Order::Name), ("Alta Bodø Ås".to_owned(), 3));
        assert_eq!(page(&mut cabinet, Order::Newest).0, "Bodø Alta Ås");
        cabinet.put(entry(1, "hub", "Zvolen"));
        cabinet.take(&Address([2; 32]));
        assert_eq!(page(&mut cabinet, Order::Name), ("Bodø Zvolen".to_owned(), 2));
    }

    #[test]
    fn a_tally_counts_there_and_back() {
        let mut tally = Tally::default();
        tally.add(0b1011, Some(2));
        tally.add(0b0001, Some(0));
        tally.subtract(0b1011, 2);
        assert_eq!((tally.codes, tally.hubs), (vec![1, 0, 0, 0], vec![1, 0, 0]));
    }
}
