//! When a session with a peer begins, and what follows when it ends.

use super::counters::Counters;
use super::dealing::OFFENCE;
use super::driver::{Driver, Note};
use super::session::{self, After, Ended};
use knutepunkt_protocol::ids::NodeId;
use knutepunkt_protocol::message::{Welcome, Why};
use knutepunkt_protocol::reconcile::{Broken, Outcome};
use knutepunkt_protocol::replica::Refusal;
use std::time::{Duration, Instant};

/// Sessions at once.
const SESSIONS: usize = 48;

/// Refused items of one session that are named in the log.
const NAMED: usize = 8;

impl Driver {
    /// Begins a session with a peer where it holds something else and would answer. A member asks members; who is outside, or
    /// knows none of those that are connected, asks whoever takes it for a member: authority follows signatures.
    pub(super) fn consider_session(&mut self, node: &NodeId) {
        let now = Instant::now();
        let sessions = self.links.values().filter(|link| link.session).count();
        let known = self.links.values().any(|link| link.member.is_some());
        let Some(link) = self.links.get_mut(node) else { return };
        let may = sessions < SESSIONS && (link.member.is_some() || !self.survey.inside || !known);
        if !link.wants_session(&self.survey.digests, now, may) {
            return;
        }
        let Some(hello) = link.said.clone() else { return };
        link.session = true;
        Counters::add(&self.shared.counters.sessions, 1);
        let (core, questions, node) = (self.core.clone(), self.questions.clone(), *node);
        self.jobs.spawn(Note::Failed(node), async move {
            let after = session::pull(core.clone(), questions, node, hello).await;
            let member = move || core.read(|replica| replica.law().member_of(&node).is_some()).unwrap_or(false);
            let member = tokio::task::spawn_blocking(member).await.unwrap_or(false);
            Note::After(Box::new(after), member)
        });
    }

    pub(super) fn after(&mut self, after: After, member: bool) {
        let now = Instant::now();
        let node = after.node;
        self.survey.digests.clone_from(&after.mine);
        let clean = match &after.ended {
            Ended::InStep => true,
            Ended::Done(outcome) => {
                self.note_outcome(&node, outcome);
                outcome.refused.is_empty()
            }
            _ => false,
        };
        // Who is outside is told of some sets only.
        if clean && member && after.hello.welcome == Welcome::Member {
            self.shared.synced.send_replace(true);
        }
        let Some(link) = self.links.get_mut(&node) else { return };
        link.session = false;
        match after.ended {
            Ended::InStep | Ended::Done(_) => link.settle(&after.hello, after.mine),
            ended => {
                Counters::add(&self.shared.counters.broken, 1);
                tracing::info!(node = node.short(), ended = ?ended, "a session broke; another begins later");
                let pause = match &ended {
                    Ended::Broken(_, Some(Why::Busy)) => Duration::from_secs(5),
                    Ended::Broken(_, Some(Why::Version(_))) => OFFENCE * 10,
                    Ended::Unsaved => Duration::from_secs(10),
                    _ => Duration::ZERO,
                };
                link.rest(now, pause);
                if matches!(ended, Ended::Endless | Ended::Broken(Broken::Answer | Broken::Endless, _)) {
                    self.offence(&node, OFFENCE, "its answers lead to no end");
                }
            }
        }
        self.note_peer(&node);
        self.consider_session(&node);
    }

    fn note_outcome(&self, node: &NodeId, outcome: &Outcome) {
        Counters::add(&self.shared.counters.taken, usize::try_from(outcome.taken).unwrap_or(usize::MAX));
        let refused = outcome.refused.len();
        tracing::info!(node = node.short(), taken = outcome.taken, refused, "a session came to its end");
        for (item, refusal) in outcome.refused.iter().take(NAMED) {
            tracing::warn!(node = node.short(), item = item.short(), rule = %refusal, "an item was refused");
        }
        let invalid = |refusal: &Refusal| {
            matches!(refusal, Refusal::Signature(_) | Refusal::Header(_) | Refusal::Change(_) | Refusal::Owner(_))
        };
        self.core.quarantine(outcome.refused.iter().filter(|(_, refusal)| invalid(refusal)).count() as u64);
    }
}
