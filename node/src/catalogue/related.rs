//! Stories that have something in common with one that is being read.
//!
//! Nobody who reads about one hard thing is led to another: what is offered has no warning that this story has not.

use super::{Catalogue, Entry, Facet, Shelf};
use knutepunkt_protocol::ids::Address;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a thing in common weighs. What helped is the closest to what somebody looks for.
const WEIGHTS: [(Facet, u32); 4] = [(Facet::Helped, 3), (Facet::Theme, 2), (Facet::Role, 2), (Facet::Field, 1)];

impl Catalogue {
    /// At most so many stories that have something in common with the one at an address, the closest first; of those equally
    /// close first those in the same language, then the newest. To be asked for without holding the replica, and checked against it before anybody is shown them.
    pub fn related(&self, address: &Address, most: usize) -> Vec<Arc<Entry>> {
        let stories: Vec<Arc<Entry>> = {
            let inner = self.inner();
            inner.entries.values().filter(|entry| entry.shelf == Shelf::Stories).cloned().collect()
        };
        match stories.iter().find(|entry| entry.address == *address) {
            Some(to) => closest(to, &stories, most),
            None => Vec::new(),
        }
    }
}

/// Whether a story has no warning beyond these.
pub fn exceeds_no_warning(entry: &Entry, warnings: &BTreeSet<&str>) -> bool {
    entry.codes_of(Facet::Without).all(|warning| warnings.contains(warning))
}

fn closest(to: &Entry, among: &[Arc<Entry>], most: usize) -> Vec<Arc<Entry>> {
    let warnings: BTreeSet<&str> = to.codes_of(Facet::Without).collect();
    let own = WEIGHTS.map(|(facet, weight)| (facet, weight, to.codes_of(facet).collect::<BTreeSet<&str>>()));
    let common = |entry: &Entry| -> u32 {
        let shared = |facet, codes: &BTreeSet<&str>| entry.codes_of(facet).filter(|code| codes.contains(code)).count();
        own.iter().map(|(facet, weight, codes)| weight * u32::try_from(shared(*facet, codes)).unwrap_or(0)).sum()
    };
    let others = among.iter().filter(|entry| entry.address != to.address && exceeds_no_warning(entry, &warnings));
    let mut close: Vec<(u32, &Arc<Entry>)> =
        others.map(|entry| (common(entry), entry)).filter(|(common, _)| *common > 0).collect();
    close.sort_by_key(|(common, entry)| (Reverse((*common, entry.lang == to.lang, entry.modified)), entry.address));
    close.into_iter().take(most).map(|(_, entry)| Arc::clone(entry)).collect()
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
        let numbers = |of: usize, most| closest(&all[of], &all, most).iter().map(|entry| entry.modified).collect::<Vec<_>>();
        assert_eq!(numbers(0, 3), [3, 6, 2]);
        assert_eq!(numbers(0, 1), [3]);
        assert_eq!(numbers(1, 3), [6], "a story without warnings leads to none with one");
        assert_eq!(numbers(3, 3), [1, 3, 6]);
        assert!(numbers(4, 3).is_empty());
    }
}
