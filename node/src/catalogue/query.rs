//! What somebody looks for, and how a shelf is gone through for it.

use super::entry::Entry;
use super::found::{Counts, Found, Hit};
use super::{Facet, Shelf, fold};
use knutepunkt_protocol::ids::HubId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// Characters of one text that are looked at: [`fold::WORDS`] words of the greatest length that is compared.
const TEXT_CHARS: usize = 1_040;

/// How a list is ordered where no words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// What was changed last comes first.
    #[default]
    Newest,
    /// By name, as a Norwegian list.
    Name,
    /// Events from this day on, the next one first; then those that are over, the last one first.
    From([u8; 10]),
}

/// What somebody looks for. Several codes of one facet are alternatives; facets, words and times must all match.
#[derive(Clone, Default)]
pub struct Query {
    /// Alternatives, each as somebody typed it. What is in one must be found all together. Added by [`Query::look_for`].
    pub texts: Vec<String>,
    /// Codes by facet. Of [`Facet::Without`], what must not be there.
    pub codes: BTreeMap<Facet, BTreeSet<String>>,
    /// Hubs, as alternatives.
    pub hubs: BTreeSet<HubId>,
    /// Events that take place on this day or later.
    pub from: Option<String>,
    /// Events that begin on this day or before.
    pub to: Option<String>,
    /// The order.
    pub order: Order,
    /// How many are passed over.
    pub offset: usize,
    /// How many are wanted at most.
    pub limit: usize,
    /// Whether facets are to be counted.
    pub facets: bool,
    /// Whether to show where the words stand: the marks in titles, and passages. Costs a look at every document on the page.
    pub passages: bool,
}

/// A shelf in its order, newest first.
pub(super) struct Sorted {
    shelf: Shelf,
    entries: Vec<Arc<Entry>>,
    counts: OnceLock<Counts>,
    by_name: OnceLock<Vec<Arc<Entry>>>,
}

impl Query {
    /// Adds text as an alternative; text without words says nothing, and neither does what was said before. False, with nothing
    /// added, where all alternatives together would have more than [`fold::WORDS`] words. Of one long text the beginning is kept.
    #[must_use]
    pub fn look_for(&mut self, text: &str) -> bool {
        let text: String = text.trim().chars().take(TEXT_CHARS).collect();
        let words = fold::words(&text).len();
        if words == 0 || self.texts.contains(&text) {
            return true;
        }
        let fits = self.texts.iter().map(|text| fold::words(text).len()).sum::<usize>() + words <= fold::WORDS;
        if fits {
            self.texts.push(text);
        }
        fits
    }

    fn is_open(&self) -> bool {
        self.texts.is_empty() && self.codes.is_empty() && self.hubs.is_empty() && self.from.is_none() && self.to.is_none()
    }

    fn in_time(&self, entry: &Entry) -> bool {
        let Some(span) = &entry.span else { return self.from.is_none() && self.to.is_none() };
        let day = span.start.get(..10).unwrap_or_default();
        self.from.as_deref().is_none_or(|from| span.last.as_ref() >= from) && self.to.as_deref().is_none_or(|to| day <= to)
    }

    /// The facets in which an entry has nothing of what was chosen; `None` where it can be in no count at all.
    fn misses(&self, entry: &Entry) -> Option<Option<Facet>> {
        let mut missed = None;
        for (facet, chosen) in &self.codes {
            let has = entry.codes_of(*facet).any(|code| chosen.contains(code));
            if has == (*facet == Facet::Without) {
                if missed.is_some() || !facet.counted() {
                    return None;
                }
                missed = Some(*facet);
            }
        }
        if !self.hubs.is_empty() && !self.hubs.contains(&entry.hub) {
            if missed.is_some() {
                return None;
            }
            missed = Some(Facet::Hub);
        }
        Some(missed)
    }
}

impl Sorted {
    pub(super) fn of(shelf: Shelf, mut entries: Vec<Arc<Entry>>) -> Sorted {
        entries.sort_by_key(|entry| (Reverse(entry.modified), entry.address));
        Sorted { shelf, entries, counts: OnceLock::new(), by_name: OnceLock::new() }
    }

    pub(super) fn find(&self, query: &Query) -> Found {
        if query.is_open() && !matches!(query.order, Order::From(_)) {
            let entries = if query.order == Order::Name { self.by_name() } else { &self.entries };
            let items = entries.iter().skip(query.offset).take(query.limit).map(Hit::of).collect();
            let facets = if query.facets { self.counts().clone() } else { Counts::new() };
            return Found { total: entries.len(), items, facets, ..Found::default() };
        }
        let texts: Vec<Vec<String>> = query.texts.iter().map(|text| fold::words(text)).collect();
        let mut matching: Vec<(u32, &Arc<Entry>)> = Vec::new();
        let mut counter = Counter::default();
        let entries = if query.order == Order::Name { self.by_name() } else { &self.entries };
        for entry in entries.iter().filter(|entry| query.in_time(entry)) {
            let Some(missed) = query.misses(entry) else { continue };
            // The best of the alternatives.
            let best = texts.iter().filter_map(|words| entry.score(words)).max();
            let Some(score) = best.or(texts.is_empty().then_some(0)) else { continue };
            if query.facets {
                counter.count(self.shelf, entry, missed);
            }
            if missed.is_none() {
                matching.push((score, entry));
            }
        }
        // The sort is stable: of what matches equally well the order of the shelf stays.
        if !texts.is_empty() {
            matching.sort_by_key(|(score, _)| Reverse(*score));
        } else if let Order::From(day) = query.order {
            matching.sort_by(|(_, one), (_, other)| coming(one, &day).cmp(&coming(other, &day)));
        }
        let items = matching.iter().skip(query.offset).take(query.limit).map(|(_, entry)| Hit::of(entry)).collect();
        Found { total: matching.len(), items, facets: counter.counts(), ..Found::default() }
    }

    fn by_name(&self) -> &[Arc<Entry>] {
        self.by_name.get_or_init(|| {
            let mut entries = self.entries.clone();
            entries.sort_by_cached_key(|entry| fold::list_order(&entry.title));
            entries
        })
    }

    fn counts(&self) -> &Counts {
        self.counts.get_or_init(|| {
            let mut counter = Counter::default();
            self.entries.iter().for_each(|entry| counter.count(self.shelf, entry, None));
            counter.counts()
        })
    }
}

/// Where an event stands in a list of what is coming: first those that are not over, by their beginning.
fn coming<'e>(entry: &'e Entry, day: &[u8; 10]) -> (u8, &'e str, Reverse<&'e str>) {
    let Some(span) = &entry.span else { return (2, "", Reverse("")) };
    if span.last.as_bytes() >= day.as_slice() { (0, &span.start, Reverse("")) } else { (1, "", Reverse(&span.start)) }
}

/// Counts codes without copying them.
#[derive(Default)]
struct Counter<'e> {
    codes: BTreeMap<Facet, BTreeMap<&'e str, u64>>,
    hubs: BTreeMap<HubId, u64>,
}

impl<'e> Counter<'e> {
    /// Counts an entry that misses nothing in every facet, and one that misses one facet only there.
    fn count(&mut self, shelf: Shelf, entry: &'e Entry, missed: Option<Facet>) {
        for (facet, code) in &entry.codes {
            let wanted = facet.counted() && missed.is_none_or(|missed| missed == *facet) && shelf.filters().contains(facet);
            if wanted {
                *self.codes.entry(*facet).or_default().entry(code.as_ref()).or_default() += 1;
            }
        }
        if missed.is_none_or(|missed| missed == Facet::Hub) && shelf.filters().contains(&Facet::Hub) {
            *self.hubs.entry(entry.hub).or_default() += 1;
        }
    }

    fn counts(self) -> Counts {
        let codes = self.codes.into_iter();
        let mut counts: Counts =
            codes.map(|(facet, codes)| (facet, codes.into_iter().map(|(code, n)| (code.to_owned(), n)).collect())).collect();
        if !self.hubs.is_empty() {
            counts.insert(Facet::Hub, self.hubs.into_iter().map(|(hub, n)| (hub.to_string(), n)).collect());
        }
        counts
    }
}
