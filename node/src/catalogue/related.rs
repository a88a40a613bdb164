//! Stories that have something in common with one that is being read.
//!
//! Nobody who reads about one hard thing is led to another: what is offered has no warning that this story has not.

use super::{Catalogue, Entry, Facet, Shelf, cards};
use knutepunkt_protocol::ids::Address;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a thing in common weighs. What helped is the closest to what somebody looks for.
const WEIGHTS: [(Facet, u32); 4] = [(Facet::Helped, 3), (Facet::Theme, 2), (Facet::Role, 2), (Facet::Field, 1)];

impl Catalogue {
    /// At most so many stories that have something in common with the one at an address, the closest first; of those equally
    /// close first those in the same language, then the newest. To be asked for without holding the replica, and checked against
    /// it before anybody is shown them.
    pub fn related(&self, address: &Address, most: usize) -> Vec<Arc<Entry>> {
        let (cards, to) = {
            let inner = self.inner();
            (inner.cabinet.cards(), inner.cabinet.get(address).cloned())
        };
        let stories = cards.iter().filter(|(_, entry)| entry.shelf == Shelf::Stories);
        to.map(|to| closest(&to, stories.map(|(card, entry)| (card.codes, entry)), most)).unwrap_or_default()
    }
}

/// Whether a story has no warning beyond these.
pub fn exceeds_no_warning(entry: &Entry, warnings: &BTreeSet<&str>) -> bool {
    entry.codes_of(Facet::Without).all(|warning| warnings.contains(warning))
}

/// The closest of these, each with the bits of its codes.
fn closest<'e>(to: &Entry, among: impl Iterator<Item = (u128, &'e Arc<Entry>)>, most: usize) -> Vec<Arc<Entry>> {
    let warnings: BTreeSet<&str> = to.codes_of(Facet::Without).collect();
    let own = WEIGHTS.map(|(facet, weight)| (cards::bits(to) & cards::bits_of(facet), weight));
    let common = |codes: u128| own.iter().map(|(bits, weight)| weight * (codes & bits).count_ones()).sum::<u32>();
    let mut close: Vec<(u32, &Arc<Entry>)> = among
        .map(|(codes, entry)| (common(codes), entry))
        .filter(|(common, entry)| *common > 0 && entry.address != to.address && exceeds_no_warning(entry, &warnings))
        .collect();
    let order = |(common, entry): &(u32, &Arc<Entry>)| (Reverse((*common, entry.lang == to.lang, entry.modified)), entry.address);
    if most < close.len() {
        close.select_nth_unstable_by_key(most, order);
        close.truncate(most);
    }
    close.sort_unstable_by_key(order);
    close.into_iter().map(|(_, entry)| Arc::clone(entry)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::shown::Shown;
    use knutepunkt_protocol::ids::{DocumentId, HubId};
    use knutepunkt_protocol::signed::Secret;
    use serde_json::json;

    fn story(number: u8, themes: &[&str], helped: &[&str], warnings: &[&str]) -> Arc<Entry> {
        let content = json!({"title": "x", "themes": themes, "helped": helped, "content_warnings": warnings});
        let shown = Shown {
            address: Address([number; 32]),
            version: DocumentId([number; 32]),
            heads: Box::default(),
            kind: "story".to_owned(),
            hub: HubId(Secret::from_seed(&[1; 32]).public()),
            modified: u64::from(number),
            content: serde_json::from_value(content).unwrap(),
            conflicts: Vec::new(),
        };
        Arc::new(Entry::of(&shown).unwrap())
    }

    #[test]
    fn nothing_harder_is_offered_and_the_closest_comes_first() {
        let all = [
            story(1, &["hope"], &["work", "housing"], &["suicide"]),
            story(2, &["hope"], &[], &[]),
            story(3, &[], &["work", "housing"], &["suicide"]),
            story(4, &["hope"], &["work", "housing"], &["suicide", "violence"]),
            story(5, &["meaning"], &["faith"], &[]),
            story(6, &["hope"], &[], &[]),
        ];
        let numbers = |of: usize, most| {
            let among = all.iter().map(|entry| (cards::bits(entry), entry));
            closest(&all[of], among, most).iter().map(|entry| entry.modified).collect::<Vec<_>>()
        };
        assert_eq!(numbers(0, 3), [3, 6, 2]);
        assert_eq!(numbers(0, 1), [3]);
        assert_eq!(numbers(1, 3), [6], "a story without warnings leads to none with one");
        assert_eq!(numbers(3, 3), [1, 3, 6]);
        assert!(numbers(4, 3).is_empty());
    }
}
