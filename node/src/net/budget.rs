//! What a peer may ask: questions and bytes per time. Whoever asks more is told so and then disconnected.

use knutepunkt_protocol::ids::NodeId;
use std::collections::BTreeMap;
use std::time::Instant;

/// How much may be asked at once, and how fast it comes back.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    questions: f64,
    questions_per_second: f64,
    bytes: f64,
    bytes_per_second: f64,
}

/// A member's node. Taking over 100 000 stories takes some 500 questions and 500 MB of answers, as fast as the line allows.
const MEMBER: Allowance = Allowance { questions: 2_000.0, questions_per_second: 100.0, bytes: 512e6, bytes_per_second: 64e6 };

/// A stranger: a hello, an asking to join, its withdrawals; every few seconds again.
const STRANGER: Allowance = Allowance { questions: 30.0, questions_per_second: 1.0, bytes: 512e3, bytes_per_second: 16e3 };

/// All strangers together: names cost them nothing.
const STRANGERS: Allowance = Allowance { questions: 600.0, questions_per_second: 60.0, bytes: 16e6, bytes_per_second: 1e6 };

/// Peers whose budget is remembered. Of more, the one that was heard longest ago is forgotten.
const REMEMBERED: usize = 2_048;

#[derive(Debug)]
struct Bucket {
    allowance: Allowance,
    questions: f64,
    bytes: f64,
    at: Instant,
}

impl Bucket {
    fn full(allowance: Allowance, at: Instant) -> Bucket {
        Bucket { allowance, questions: allowance.questions, bytes: allowance.bytes, at }
    }

    fn refill(&mut self, now: Instant) {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        self.questions = (self.questions + seconds * self.allowance.questions_per_second).min(self.allowance.questions);
        self.bytes = (self.bytes + seconds * self.allowance.bytes_per_second).min(self.allowance.bytes);
        self.at = now;
    }

    /// Takes one question of so many bytes, where there is enough for it.
    fn take(&mut self, bytes: usize, now: Instant) -> bool {
        self.refill(now);
        let enough = self.questions >= 1.0 && self.bytes > 0.0;
        if enough {
            self.questions -= 1.0;
            self.bytes -= bytes as f64;
        }
        enough
    }
}

/// The budgets of all peers.
#[derive(Debug)]
pub(super) struct Budgets {
    peers: BTreeMap<NodeId, (bool, Bucket)>,
    strangers: Bucket,
}

impl Budgets {
    pub(super) fn new(now: Instant) -> Budgets {
        Budgets { peers: BTreeMap::new(), strangers: Bucket::full(STRANGERS, now) }
    }

    /// Whether a peer may ask a question of so many bytes now. What it may is taken from its budget.
    pub(super) fn take(&mut self, node: NodeId, member: bool, bytes: usize, now: Instant) -> bool {
        if !self.peers.contains_key(&node) && self.peers.len() >= REMEMBERED {
            let oldest = self.peers.iter().min_by_key(|(_, (_, bucket))| bucket.at).map(|(node, _)| *node);
            oldest.and_then(|node| self.peers.remove(&node));
        }
        let allowance = if member { MEMBER } else { STRANGER };
        let (was_member, bucket) = self.peers.entry(node).or_insert_with(|| (member, Bucket::full(allowance, now)));
        if *was_member != member {
            (*was_member, *bucket) = (member, Bucket::full(allowance, now));
        }
        bucket.take(bytes, now) && (member || self.strangers.take(bytes, now))
    }

    /// Takes the bytes of an answer from a peer's budget; it may fall below nothing.
    pub(super) fn charge(&mut self, node: &NodeId, bytes: usize) {
        if let Some((member, bucket)) = self.peers.get_mut(node) {
            bucket.bytes -= bytes as f64;
            if !*member {
                self.strangers.bytes -= bytes as f64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_budget_empties_and_comes_back() {
        let start = Instant::now();
        let mut budgets = Budgets::new(start);
        let stranger = NodeId([1; 32]);
        let asked = (0..100).filter(|_| budgets.take(stranger, false, 100, start)).count();
        assert_eq!(asked, 30);
        assert!(budgets.take(NodeId([2; 32]), false, 100, start), "another peer is unaffected");
        assert!(budgets.take(stranger, false, 100, start + Duration::from_secs(2)));
        assert!(budgets.take(stranger, true, 100, start), "who has become a member has a member's budget");
    }

    #[test]
    fn many_names_do_not_multiply_the_budget() {
        let start = Instant::now();
        let mut budgets = Budgets::new(start);
        let asked = (0..5_000u32).filter(|i| {
            let mut name = [0; 32];
            name[..4].copy_from_slice(&i.to_be_bytes());
            budgets.take(NodeId(name), false, 100, start)
        });
        assert_eq!(asked.count(), 600);
        assert!(budgets.take(NodeId([9; 32]), true, 100, start), "members are unaffected");
        assert!(budgets.peers.len() <= REMEMBERED);
    }

    #[test]
    fn large_answers_cost_too() {
        let start = Instant::now();
        let mut budgets = Budgets::new(start);
        let stranger = NodeId([1; 32]);
        assert!(budgets.take(stranger, false, 100, start));
        budgets.charge(&stranger, 1_000_000);
        assert!(!budgets.take(stranger, false, 100, start));
    }
}
