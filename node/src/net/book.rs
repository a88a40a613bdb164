//! The address book: where members' nodes may be found, and when to try them again.
//!
//! Addresses come from the profiles of hubs, which every node holds, and from the nodes themselves. Nobody else is asked: there
//! is no directory and no table of strangers.

use super::names;
use knutepunkt_protocol::ids::NodeId;
use libp2p::Multiaddr;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// Addresses of one node that are tried.
const PER_NODE: usize = 8;

/// Nodes that are remembered through a restart. The profiles name the rest.
const REMEMBERED: usize = 1_024;

/// The first pause after a failure, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// Who says where a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The node itself, to us or when it asked to join; or the book of an earlier run.
    Itself,
    /// Its hub's profile.
    Profile,
}

#[derive(Debug)]
struct Entry {
    itself: Vec<Multiaddr>,
    profile: Vec<Multiaddr>,
    tries: Tries,
}

impl Entry {
    fn addresses(&self) -> Vec<Multiaddr> {
        let mut addresses = self.itself.clone();
        addresses.extend(self.profile.iter().filter(|address| !self.itself.contains(address)).cloned());
        addresses.truncate(PER_NODE);
        addresses
    }
}

/// When something may be tried again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tries {
    failures: u32,
    next: Instant,
    under_way: bool,
}

impl Tries {
    pub(super) fn at_once(now: Instant) -> Tries {
        Tries { failures: 0, next: now, under_way: false }
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        !self.under_way && self.next <= now
    }

    pub(super) fn begin(&mut self) {
        self.under_way = true;
    }

    /// It failed: again after a pause that doubles, at most a minute, up to a half shorter so that nobody moves in step.
    pub(super) fn failed(&mut self, now: Instant) {
        let (first, longest) = PAUSES;
        let pause = first.saturating_mul(1 << self.failures.min(10)).min(longest);
        self.failures += 1;
        self.under_way = false;
        self.next = now + pause.mul_f64(1.0 - 0.5 * chance());
    }

    /// It worked, as far as connecting goes.
    pub(super) fn connected(&mut self) {
        self.under_way = false;
    }

    pub(super) fn rest_until(&mut self, until: Instant) {
        self.under_way = false;
        self.next = self.next.max(until);
    }
}

/// A number between 0 and 1 that nobody can foresee; a half where the system has no randomness.
pub(super) fn chance() -> f64 {
    crate::clock::random::<2>().map_or(0.5, |bytes| f64::from(u16::from_be_bytes(bytes)) / f64::from(u16::MAX))
}

/// The address book.
#[derive(Debug)]
pub(super) struct Book {
    me: NodeId,
    entries: BTreeMap<NodeId, Entry>,
    changed: bool,
}

impl Book {
    /// From what an earlier run remembered.
    pub(super) fn read(me: NodeId, remembered: Option<&[u8]>, now: Instant) -> Book {
        let mut book = Book { me, entries: BTreeMap::new(), changed: false };
        let rows: BTreeMap<NodeId, Vec<String>> =
            remembered.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
        for (node, addresses) in rows.into_iter().take(REMEMBERED) {
            let addresses = addresses.iter().filter_map(|text| Some(names::parse(text)?.0));
            book.learn(node, addresses.collect(), Source::Itself, now);
        }
        book.changed = false;
        book
    }

    /// What a later run should remember, of members, if it has changed since it was last asked for.
    pub(super) fn changes(&mut self, members: impl Fn(&NodeId) -> bool) -> Option<Vec<u8>> {
        if !core::mem::take(&mut self.changed) {
            return None;
        }
        let rows: BTreeMap<&NodeId, Vec<String>> = self
            .entries
            .iter()
            .filter(|(node, entry)| !entry.itself.is_empty() && members(node))
            .take(REMEMBERED)
            .map(|(node, entry)| (node, entry.itself.iter().map(ToString::to_string).collect()))
            .collect();
        serde_json::to_vec(&rows).ok()
    }

    /// Learns where a node is: in the place of what the same source said before. New addresses are tried at once.
    pub(super) fn learn(&mut self, node: NodeId, mut addresses: Vec<Multiaddr>, source: Source, now: Instant) {
        addresses.truncate(PER_NODE);
        if node == self.me || addresses.is_empty() || (!self.entries.contains_key(&node) && self.entries.len() >= REMEMBERED * 4)
        {
            return;
        }
        let tries = Tries::at_once(now);
        let entry = self.entries.entry(node).or_insert(Entry { itself: Vec::new(), profile: Vec::new(), tries });
        let before = entry.addresses();
        match source {
            Source::Itself => {
                self.changed |= entry.itself != addresses;
                entry.itself = addresses;
            }
            Source::Profile => entry.profile = addresses,
        }
        if entry.addresses().iter().any(|address| !before.contains(address)) && !entry.tries.under_way {
            entry.tries = tries;
        }
    }

    /// The addresses of a node.
    pub(super) fn addresses(&self, node: &NodeId) -> Vec<Multiaddr> {
        self.entries.get(node).map(Entry::addresses).unwrap_or_default()
    }

    /// At most `most` nodes of those `wanted` that should be dialled now.
    pub(super) fn due(&mut self, now: Instant, most: usize, wanted: impl Fn(&NodeId) -> bool) -> Vec<(NodeId, Vec<Multiaddr>)> {
        let mut due = Vec::new();
        let waiting = self.entries.iter_mut().filter(|(node, entry)| entry.tries.is_due(now) && wanted(node));
        for (node, entry) in waiting.take(most) {
            entry.tries.begin();
            due.push((*node, entry.addresses()));
        }
        due
    }

    /// How many nodes are being dialled.
    pub(super) fn under_way(&self) -> usize {
        self.entries.values().filter(|entry| entry.tries.under_way).count()
    }

    /// Changes when a node may be tried again.
    pub(super) fn tries(&mut self, node: &NodeId) -> Option<&mut Tries> {
        self.entries.get_mut(node).map(|entry| &mut entry.tries)
    }

    /// A node was heard: whatever went wrong before is forgotten.
    pub(super) fn heard(&mut self, node: &NodeId) {
        if let Some(tries) = self.tries(node) {
            tries.failures = 0;
        }
    }

    /// Forgets nodes that are nobody's any more.
    pub(super) fn keep(&mut self, wanted: &BTreeSet<NodeId>) {
        if self.entries.len() > REMEMBERED * 2 {
            self.entries.retain(|node, _| wanted.contains(node));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Multiaddr {
        names::parse(text).unwrap().0
    }

    #[test]
    fn failures_lengthen_the_pause_and_a_new_address_ends_it() {
        let start = Instant::now();
        let (me, bergen) = (NodeId([1; 32]), NodeId([2; 32]));
        let mut book = Book::read(me, None, start);
        book.learn(me, vec![address("/ip4/192.0.2.9/tcp/1")], Source::Itself, start);
        book.learn(bergen, vec![address("/ip4/192.0.2.1/tcp/1")], Source::Profile, start);
        let due = book.due(start, 9, |_| true);
        assert_eq!(due, [(bergen, vec![address("/ip4/192.0.2.1/tcp/1")])], "nobody dials oneself");
        assert!(book.due(start, 9, |_| true).is_empty(), "nor anybody twice at once");
        for _ in 0..9 {
            book.tries(&bergen).unwrap().failed(start);
        }
        assert!(book.due(start + Duration::from_secs(20), 9, |_| true).is_empty());
        assert_eq!(book.due(start + Duration::from_secs(61), 9, |_| true).len(), 1);
        book.tries(&bergen).unwrap().failed(start);
        book.learn(bergen, vec![address("/ip4/192.0.2.2/tcp/1")], Source::Itself, start);
        assert_eq!(book.due(start, 9, |_| true).len(), 1, "the new address is tried at once");
    }

    #[test]
    fn a_later_run_remembers_members_and_nobody_else() {
        let start = Instant::now();
        let (me, bergen, stranger) = (NodeId([1; 32]), NodeId([2; 32]), NodeId([3; 32]));
        let mut book = Book::read(me, None, start);
        for node in [bergen, stranger] {
            book.learn(node, vec![address("/ip4/192.0.2.1/tcp/1")], Source::Itself, start);
        }
        let bytes = book.changes(|node| *node == bergen).unwrap();
        assert_eq!(book.changes(|_| true), None, "nothing has changed since");
        let later = Book::read(me, Some(&bytes), start);
        assert_eq!(later.addresses(&bergen).len(), 1);
        assert!(later.addresses(&stranger).is_empty());
        assert!(Book::read(me, Some(b"{\"x\""), start).entries.is_empty(), "a damaged row is no book");
    }
}
