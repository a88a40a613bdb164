//! Going through the cards for what somebody looks for: filters, counts, and the page that was asked for.

use super::cards::{Card, Cards, Ordered, Tally, bit};
use super::entry::Entry;
use super::found::{Found, Hit};
use super::query::{Order, Query};
use super::{Facet, Shelf, dates, fold};
use crate::search::Question;
use knutepunkt_protocol::ids::Address;
use knutepunkt_web_ui::dates::{Date, Moment};
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;
use tantivy::TantivyError;

/// Where no more than so many are found, a misspelling is thought of.
const LITTLE: usize = 2;

/// A page of a shelf of which nothing in particular is asked. The shelf keeps its order, so this is quick at any size.
pub(super) fn open_page(ordered: &mut Ordered, cards: &Cards, shelf: Shelf, query: &Query) -> Found {
    let items = if query.order == Order::Name {
        let by_name = ordered.by_name.get_or_insert_with(|| {
            let mut entries: Vec<Arc<Entry>> = ordered.newest.values().cloned().collect();
            entries.sort_by_cached_key(|entry| fold::list_order(&entry.title));
            Arc::new(entries)
        });
        by_name.iter().skip(query.offset).take(query.limit).map(Hit::of).collect()
    } else {
        ordered.newest.values().skip(query.offset).take(query.limit).map(Hit::of).collect()
    };
    let facets = if query.facets { cards.counts(shelf, &ordered.tally) } else { Default::default() };
    Found { total: ordered.newest.len(), items, facets, ..Found::default() }
}

/// What of a shelf is let through by filters and times, without words.
pub(super) fn narrowed(cards: &Cards, shelf: Shelf, query: &Query) -> Found {
    let sieve = Sieve::of(query, cards);
    let mut tally = cards.tally();
    let mut matching: Vec<&Arc<Entry>> = Vec::new();
    for (card, entry) in cards.iter().filter(|(_, entry)| entry.shelf == shelf) {
        if sieve.sift(card, entry, query.facets.then_some(&mut tally)) {
            matching.push(entry);
        }
    }
    match query.order {
        Order::Newest => {
            // Only what is on the page, and before it, has to be in order.
            let newest = |entry: &&Arc<Entry>| (Reverse(entry.modified), entry.address);
            let wanted = query.offset.saturating_add(query.limit);
            if wanted < matching.len() {
                matching.select_nth_unstable_by_key(wanted, newest);
            }
            let total = matching.len();
            if let Some(page) = matching.get_mut(..wanted.min(total)) {
                page.sort_unstable_by_key(newest);
            }
        }
        Order::Name => matching.sort_by_cached_key(|entry| (fold::list_order(&entry.title), entry.address)),
        Order::From(day) => {
            let day = String::from_utf8_lossy(&day);
            let date = dates::parse_date(&day);
            matching.sort_by_cached_key(|entry| coming(entry, &day, date));
        }
    }
    let items = matching.iter().skip(query.offset).take(query.limit).map(|entry| Hit::of(entry)).collect();
    let facets = if query.facets { cards.counts(shelf, &tally) } else { Default::default() };
    Found { total: matching.len(), items, facets, ..Found::default() }
}

/// What answers a question, among these shelves, and of the `chosen` one what is let through by filters and times. Where none is
/// chosen, the best of all.
pub(super) fn answered(
    cards: &Cards,
    among: &[Shelf],
    chosen: Option<Shelf>,
    query: &Query,
    question: &Question,
) -> Result<Found, TantivyError> {
    let sieve = Sieve::of(query, cards);
    let mut tally = cards.tally();
    let mut shelves: BTreeMap<Shelf, usize> = among.iter().map(|shelf| (*shelf, 0)).collect();
    let mut total = 0;
    let mut best = Best { most: query.offset.saturating_add(query.limit), worst_first: BinaryHeap::new() };
    let complete = question.answers(|place, score| {
        let Some((card, entry)) = cards.at(place) else { return };
        let Some(on_shelf) = shelves.get_mut(&entry.shelf) else { return };
        *on_shelf += 1;
        let wanted = match chosen {
            None => true,
            Some(shelf) => entry.shelf == shelf && sieve.sift(card, entry, query.facets.then_some(&mut tally)),
        };
        if wanted {
            total += 1;
            best.offer(score, entry);
        }
    })?;
    let facets = chosen.filter(|_| query.facets).map(|shelf| cards.counts(shelf, &tally)).unwrap_or_default();
    let items = best.into_page(query.offset).iter().map(Hit::of).collect();
    let all = shelves.values().sum::<usize>();
    let did_you_mean = match all <= LITTLE {
        true => question.better(&|place| cards.at(place).is_some_and(|(_, entry)| among.contains(&entry.shelf)))?,
        false => None,
    };
    Ok(Found { total, items, facets, did_you_mean, shelves, complete })
}

/// Filters and times, as they are asked of cards.
struct Sieve<'q> {
    /// By facet: the bits of the codes that were chosen, and those that have no bit.
    codes: Vec<(Facet, u128, Vec<&'q str>)>,
    hubs: Option<BTreeSet<u32>>,
    from: Option<&'q str>,
    to: Option<&'q str>,
    /// The bits of each facet, of facets that were chosen.
    of_facet: Vec<(Facet, u128)>,
}

impl<'q> Sieve<'q> {
    fn of(query: &'q Query, cards: &Cards) -> Sieve<'q> {
        let codes = query.codes.iter().map(|(facet, codes)| {
            let bits = codes.iter().filter_map(|code| bit(*facet, code)).fold(0, |all, bit| all | bit);
            (*facet, bits, codes.iter().map(String::as_str).filter(|code| bit(*facet, code).is_none()).collect())
        });
        Sieve {
            codes: codes.collect(),
            hubs: (!query.hubs.is_empty()).then(|| cards.numbers(&query.hubs)),
            from: query.from.as_deref(),
            to: query.to.as_deref(),
            of_facet: query.codes.keys().map(|facet| (*facet, super::cards::bits_of(*facet))).collect(),
        }
    }

    /// Whether a card is let through. One that is, is counted in every facet, and one that only one facet holds back is counted
    /// there: a count says what choosing the code would give.
    fn sift(&self, card: &Card, entry: &Entry, tally: Option<&mut Tally>) -> bool {
        if !self.in_time(entry) {
            return false;
        }
        let mut missed: Option<Facet> = None;
        for (facet, bits, others) in &self.codes {
            let has = card.codes & bits != 0 || !others.is_empty() && entry.codes_of(*facet).any(|code| others.contains(&code));
            if has == (*facet == Facet::Without) {
                if missed.is_some() || !facet.counted() {
                    return false;
                }
                missed = Some(*facet);
            }
        }
        if self.hubs.as_ref().is_some_and(|hubs| !hubs.contains(&card.hub)) {
            if missed.is_some() {
                return false;
            }
            missed = Some(Facet::Hub);
        }
        if let Some(tally) = tally {
            match missed {
                None => tally.add(card.codes, Some(card.hub)),
                Some(Facet::Hub) => tally.add(0, Some(card.hub)),
                Some(missed) => {
                    let bits = self.of_facet.iter().find(|(facet, _)| *facet == missed).map_or(0, |(_, bits)| *bits);
                    tally.add(card.codes & bits, None);
                }
            }
        }
        missed.is_none()
    }

    fn in_time(&self, entry: &Entry) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let Some(span) = &entry.span else { return false };
        span.within(self.from, self.to)
    }
}

/// Where an event stands in a list of what is coming: first those that are not over, by when they begin next.
fn coming(entry: &Entry, day: &str, date: Option<Date>) -> (u8, Option<Moment>, Reverse<Option<Moment>>, Address) {
    let Some(span) = &entry.span else { return (2, None, Reverse(None), entry.address) };
    let next = span.next(date);
    if span.within(Some(day), None) { (0, next, Reverse(None), entry.address) } else { (1, None, Reverse(next), entry.address) }
}

/// The best so far, no more than are wanted.
struct Best {
    most: usize,
    worst_first: BinaryHeap<Reverse<Rank>>,
}

impl Best {
    fn offer(&mut self, score: f32, entry: &Arc<Entry>) {
        if self.worst_first.len() >= self.most {
            let Some(Reverse(worst)) = self.worst_first.peek() else { return };
            // Nearly everything ends here, without a look at the entry.
            if score < worst.score || worst.beats(score, entry) {
                return;
            }
            self.worst_first.pop();
        }
        self.worst_first.push(Reverse(Rank { score, entry: Arc::clone(entry) }));
    }

    fn into_page(self, offset: usize) -> Vec<Arc<Entry>> {
        let sorted = self.worst_first.into_sorted_vec();
        sorted.into_iter().skip(offset).map(|Reverse(rank)| rank.entry).collect()
    }
}

/// How well something answers a question. What answers equally well is told apart by its age, and then by its address.
struct Rank {
    score: f32,
    entry: Arc<Entry>,
}

impl Rank {
    fn beats(&self, score: f32, entry: &Entry) -> bool {
        self.score.total_cmp(&score).then_with(|| age(&self.entry).cmp(&age(entry))) == Ordering::Greater
    }
}

fn age(entry: &Entry) -> (u64, Reverse<Address>) {
    (entry.modified, Reverse(entry.address))
}

impl Ord for Rank {
    fn cmp(&self, other: &Rank) -> Ordering {
        self.score.total_cmp(&other.score).then_with(|| age(&self.entry).cmp(&age(&other.entry)))
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Rank) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank {
    fn eq(&self, other: &Rank) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Rank {}
