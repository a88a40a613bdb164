//! What a peer may ask: questions and bytes per time. Whoever asks more is told so and then disconnected.

use knutepunkt_protocol::ids::{HubId, NodeId};
use knutepunkt_protocol::limits;
use knutepunkt_protocol::message::Welcome;
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

/// A node outside: the law of a thousand hubs is some 10 MB, receipts of a hundred withdrawals by as many nodes some 20 MB.
const OUTSIDE: Allowance = Allowance { questions: 300.0, questions_per_second: 5.0, bytes: 32e6, bytes_per_second: 256e3 };

/// All nodes outside together: a hub that was thrown out has as many nodes as it likes.
const OUTSIDERS: Allowance = Allowance { questions: 3_000.0, questions_per_second: 50.0, bytes: 128e6, bytes_per_second: 1e6 };

/// A stranger: a hello, an asking to join, its withdrawals; every few seconds again.
const STRANGER: Allowance = Allowance { questions: 30.0, questions_per_second: 1.0, bytes: 512e3, bytes_per_second: 16e3 };

/// All strangers together: names cost them nothing.
const STRANGERS: Allowance = Allowance { questions: 600.0, questions_per_second: 60.0, bytes: 16e6, bytes_per_second: 1e6 };

/// New askings of one hub, and of all together: each is written to the disk.
const ASKING: Allowance = Allowance::of_questions(3.0, 1.0 / 60.0);
const ASKINGS: Allowance = Allowance::of_questions(10.0, 1.0);

/// Peers whose budget is remembered. Of more, the one that was heard longest ago is forgotten.
const REMEMBERED: usize = 2_048;

impl Allowance {
    const fn of_questions(at_once: f64, per_second: f64) -> Allowance {
        Allowance { questions: at_once, questions_per_second: per_second, bytes: f64::INFINITY, bytes_per_second: 0.0 }
    }
}

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

    /// Whether there is enough for one question.
    fn suffices(&mut self, now: Instant) -> bool {
        self.refill(now);
        self.questions >= 1.0 && self.bytes > 0.0
    }

    /// Takes one question of so many bytes, where there is enough for it.
    fn take(&mut self, bytes: usize, now: Instant) -> bool {
        let enough = self.suffices(now);
        if enough {
            self.questions -= 1.0;
            self.bytes -= bytes as f64;
        }
        enough
    }
}

/// The budgets of all peers, by what each is answered.
#[derive(Debug)]
pub(super) struct Budgets {
    peers: BTreeMap<NodeId, (Welcome, Bucket)>,
    outside: Bucket,
    strangers: Bucket,
}

impl Budgets {
    pub(super) fn new(now: Instant) -> Budgets {
        Budgets { peers: BTreeMap::new(), outside: Bucket::full(OUTSIDERS, now), strangers: Bucket::full(STRANGERS, now) }
    }

    /// The budget of all who are answered the same, where they share one.
    fn shared(&mut self, welcome: Welcome) -> Option<&mut Bucket> {
        match welcome {
            Welcome::Member => None,
            Welcome::Outside => Some(&mut self.outside),
            Welcome::Stranger => Some(&mut self.strangers),
        }
    }

    /// Whether a peer may ask a question of so many bytes now. What it may is taken from its budget.
    pub(super) fn take(&mut self, node: NodeId, welcome: Welcome, bytes: usize, now: Instant) -> bool {
        if !self.peers.contains_key(&node) && self.peers.len() >= REMEMBERED {
            let oldest = self.peers.iter().min_by_key(|(_, (_, bucket))| bucket.at).map(|(node, _)| *node);
            oldest.and_then(|node| self.peers.remove(&node));
        }
        let allowance = match welcome {
            Welcome::Member => MEMBER,
            Welcome::Outside => OUTSIDE,
            Welcome::Stranger => STRANGER,
        };
        let (before, bucket) = self.peers.entry(node).or_insert_with(|| (welcome, Bucket::full(allowance, now)));
        if *before != welcome {
            (*before, *bucket) = (welcome, Bucket::full(allowance, now));
        }
        bucket.take(bytes, now) && self.shared(welcome).is_none_or(|shared| shared.take(bytes, now))
    }

    /// Takes the bytes of an answer from a peer's budget; it may fall below nothing.
    pub(super) fn charge(&mut self, node: &NodeId, bytes: usize) {
        let Some((welcome, bucket)) = self.peers.get_mut(node) else { return };
        bucket.bytes -= bytes as f64;
        let welcome = *welcome;
        if let Some(shared) = self.shared(welcome) {
            shared.bytes -= bytes as f64;
        }
    }
}

/// The budget of askings to join that say something new.
#[derive(Debug)]
pub(super) struct Askings {
    all: Bucket,
    hubs: BTreeMap<HubId, Bucket>,
}

impl Askings {
    pub(super) fn new(now: Instant) -> Askings {
        Askings { all: Bucket::full(ASKINGS, now), hubs: BTreeMap::new() }
    }

    /// Whether what a hub says may be written down now.
    pub(super) fn take(&mut self, hub: HubId, now: Instant) -> bool {
        if !self.all.suffices(now) {
            return false;
        }
        if !self.hubs.contains_key(&hub) && self.hubs.len() >= limits::ASKING {
            let oldest = self.hubs.iter().min_by_key(|(_, bucket)| bucket.at).map(|(hub, _)| *hub);
            oldest.and_then(|hub| self.hubs.remove(&hub));
        }
        self.hubs.entry(hub).or_insert_with(|| Bucket::full(ASKING, now)).take(0, now) && self.all.take(0, now)
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
        let asked = (0..100).filter(|_| budgets.take(stranger, Welcome::Stranger, 100, start)).count();
        assert_eq!(asked, 30);
        assert!(budgets.take(NodeId([2; 32]), Welcome::Stranger, 100, start), "another peer is unaffected");
        assert!(budgets.take(stranger, Welcome::Stranger, 100, start + Duration::from_secs(2)));
        assert!(budgets.take(stranger, Welcome::Member, 100, start), "who has become a member has a member's budget");
    }

    #[test]
    fn many_names_do_not_multiply_the_budget() {
        let start = Instant::now();
        let mut budgets = Budgets::new(start);
        let asked = (0..5_000u32).filter(|i| {
            let mut name = [0; 32];
            name[..4].copy_from_slice(&i.to_be_bytes());
            budgets.take(NodeId(name), Welcome::Stranger, 100, start)
        });
        assert_eq!(asked.count(), 600);
        assert!(budgets.take(NodeId([9; 32]), Welcome::Member, 100, start), "members are unaffected");
        assert!(budgets.peers.len() <= REMEMBERED);
    }

    #[test]
    fn large_answers_cost_too() {
        let start = Instant::now();
        let mut budgets = Budgets::new(start);
        let stranger = NodeId([1; 32]);
        assert!(budgets.take(stranger, Welcome::Stranger, 100, start));
        budgets.charge(&stranger, 1_000_000);
        assert!(!budgets.take(stranger, Welcome::Stranger, 100, start));
    }

    #[test]
    fn who_is_outside_can_fetch_the_law_of_a_thousand_hubs_at_once() {
        let start = Instant::now();
        let mut budgets = Budgets::new(start);
        let barred = NodeId([1; 32]);
        // Comparisons and outlines, then items and trust lists, each answer as full as answers are.
        for bytes in [65_536; 16].into_iter().chain([limits::ANSWER_BYTES; 12]) {
            assert!(budgets.take(barred, Welcome::Outside, limits::MESSAGE_IDS * 34, start));
            budgets.charge(&barred, bytes);
        }
        let greedy = (0..1_000u32).filter(|_| {
            let asked = budgets.take(barred, Welcome::Outside, 100, start);
            budgets.charge(&barred, if asked { limits::ANSWER_BYTES } else { 16 });
            asked
        });
        assert!(greedy.count() < 30, "and not everything for ever");
        assert!(budgets.take(NodeId([2; 32]), Welcome::Outside, 100, start), "another has its own share");
    }

    #[test]
    fn new_askings_come_slowly_whoever_invents_them() {
        let start = Instant::now();
        let mut askings = Askings::new(start);
        let hamar = HubId([7; 32]);
        assert_eq!((0..9).filter(|_| askings.take(hamar, start)).count(), 3);
        let invented = |askings: &mut Askings, at: Instant| {
            let hubs = (0..2_000u32).map(|number| {
                let mut name = [0; 32];
                name[..4].copy_from_slice(&number.to_be_bytes());
                HubId(name)
            });
            hubs.filter(|hub| askings.take(*hub, at)).count()
        };
        assert_eq!(invented(&mut askings, start), 7);
        assert!(!askings.take(hamar, start + Duration::from_millis(500)));
        assert_eq!(invented(&mut askings, start + Duration::from_secs(5)), 5);
        assert!(askings.take(hamar, start + Duration::from_secs(60)), "who really asks comes through later");
        assert!(askings.hubs.len() <= limits::ASKING);
    }
}
