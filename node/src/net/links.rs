//! What is known of each connected peer, and what follows from it. No connection is touched here.

use super::hearing::Heard;
use knutepunkt_protocol::ids::{HubId, ItemId};
use knutepunkt_protocol::law::records::Certificate;
use knutepunkt_protocol::message::{Hello, Welcome};
use knutepunkt_protocol::replica::Set;
use knutepunkt_protocol::signed::Signed;
use libp2p::swarm::ConnectionId;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How often peers that differ say hello although nothing has changed, and peers that agree. Whoever changes says so at once; this
/// is for what was lost on the way.
const HELLOS: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(150));

/// How long a stranger may stay without saying anything, and how long a peer may stay without a hello.
const SILENCE: (Duration, Duration) = (Duration::from_secs(180), Duration::from_secs(20));

/// The pause after a session that broke, doubled each time, and the longest.
const RESTS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// How often a peer is told that this node is busy before it is disconnected, and how much of that is forgotten in a second. Who
/// pauses between questions that were refused, as sessions and hellos do, may go on for ever.
const TOLD_BUSY: (f64, f64) = (16.0, 0.5);

/// A connected peer.
#[derive(Debug)]
pub(super) struct Link {
    /// Its connections, and whether this node dialled them.
    pub connections: Vec<(ConnectionId, bool)>,
    pub since: Instant,
    /// When it last said anything.
    pub heard_at: Instant,
    /// The member hub whose node it is, under our law.
    pub member: Option<HubId>,
    /// What this node answers it.
    pub welcome: Welcome,
    /// The hub whose certificate it showed.
    pub hub: Option<HubId>,
    /// What it last said of itself.
    pub said: Option<Hello>,
    /// What this node last said of itself.
    pub told: Option<Hello>,
    /// What needs not be said again on this connection.
    pub shown: (Option<Signed<Certificate>>, Vec<String>),
    /// A hello of ours is under way, and another must follow.
    pub greeting: bool,
    pub greet_again: bool,
    pub greet_at: Instant,
    pub session: bool,
    /// What both held when a session last came to its end: their hello, our digests.
    pub settled: Option<(Settled, Vec<ItemId>)>,
    /// No session before.
    pub rest_until: Instant,
    pub misses: u32,
    /// Questions of it that are being answered.
    pub answering: usize,
    /// How often it was told lately that this node is busy, and when last.
    busy: (f64, Instant),
    /// It is to be disconnected at that time.
    pub closing: Option<Instant>,
    /// It was asked in this round whether we may join.
    pub asked: bool,
    /// Withdrawals that it was given, and whether giving is under way.
    pub handed: BTreeSet<ItemId>,
    pub handing: bool,
}

/// The summaries of a hello.
type Settled = Vec<ItemId>;

/// The summaries of what its speaker answers its hearer about: the others are no news to whoever may not ask.
fn summaries(hello: &Hello) -> Settled {
    let agreed = Set::AGREED.into_iter().zip(&hello.digests);
    let beside = [Set::Waiting, Set::Aside].into_iter().zip(&hello.beside);
    agreed.chain(beside).filter(|(set, _)| hello.welcome.covers(*set)).map(|(_, digest)| *digest).collect()
}

impl Link {
    pub(super) fn new(member: Option<HubId>, now: Instant) -> Link {
        Link {
            connections: Vec::new(),
            since: now,
            heard_at: now,
            member,
            welcome: if member.is_some() { Welcome::Member } else { Welcome::Stranger },
            hub: None,
            said: None,
            told: None,
            shown: (None, Vec::new()),
            greeting: false,
            greet_again: false,
            greet_at: now + SILENCE.1,
            session: false,
            settled: None,
            rest_until: now,
            misses: 0,
            answering: 0,
            busy: (0.0, now),
            closing: None,
            asked: false,
            handed: BTreeSet::new(),
            handing: false,
        }
    }

    /// Takes over what a hello told.
    pub(super) fn hear(&mut self, heard: &Heard, now: Instant, chance: f64) {
        self.member = heard.member;
        self.welcome = heard.welcome;
        self.hub = heard.hub.or(self.hub);
        self.said = Some(heard.hello.clone());
        self.put_off_greeting(heard.in_step(), now, chance);
    }

    /// A hello was exchanged: the next is due later, at a time that differs from node to node.
    pub(super) fn put_off_greeting(&mut self, in_step: bool, now: Instant, chance: f64) {
        let pause = if in_step { HELLOS.1 } else { HELLOS.0 };
        self.greet_at = now + pause.mul_f64(0.75 + 0.5 * chance);
    }

    /// A hello as it is said on this connection: what was shown before and is not doubted is left out.
    pub(super) fn abridge(&mut self, mut hello: Hello) -> Hello {
        self.told = Some(hello.clone());
        let trusted = self.said.as_ref().is_some_and(|said| said.welcome == Welcome::Member);
        let shown = (hello.certificate.clone(), hello.addresses.clone());
        if trusted && self.shown.0 == shown.0 {
            hello.certificate = None;
        }
        if trusted && self.shown.1 == shown.1 {
            hello.addresses.clear();
        }
        self.shown = shown;
        hello
    }

    /// Whether the peer should be told how this node stands now.
    pub(super) fn should_hear(&self, hello: &Hello) -> bool {
        let Some(told) = &self.told else { return self.said.is_some() };
        let news = summaries(told) != summaries(hello);
        told.welcome != hello.welcome || (news && hello.welcome != Welcome::Stranger)
    }

    /// Whether the peer is a member's, and takes this node for one, and holds what this node holds.
    pub(super) fn in_step(&self, mine: &[ItemId]) -> bool {
        let same = |said: &Hello| said.welcome == Welcome::Member && said.digests == mine;
        self.member.is_some() && self.said.as_ref().is_some_and(same)
    }

    /// Whether to pull from the peer now. `may` says whether it is one to pull from.
    pub(super) fn wants_session(&self, mine: &[ItemId], now: Instant, may: bool) -> bool {
        let Some(said) = &self.said else { return false };
        let settled = self.settled.as_ref().is_some_and(|(theirs, ours)| *theirs == summaries(said) && ours == mine);
        may && said.welcome != Welcome::Stranger && !self.session && !settled && self.closing.is_none() && self.rest_until <= now
    }

    /// A session came to its end.
    pub(super) fn settle(&mut self, hello: &Hello, mine: Vec<ItemId>) {
        self.misses = 0;
        self.settled = Some((summaries(hello), mine));
    }

    /// A session broke: no other for a while, longer each time.
    pub(super) fn rest(&mut self, now: Instant, at_least: Duration) {
        let (first, longest) = RESTS;
        let pause = first.saturating_mul(1 << self.misses.min(10)).min(longest);
        self.misses += 1;
        self.rest_until = now + pause.max(at_least);
    }

    /// It was told that this node is busy. False where it was told so too often.
    pub(super) fn was_told_busy(&mut self, now: Instant) -> bool {
        let (most, forgotten) = TOLD_BUSY;
        let (told, at) = self.busy;
        let told = (told - forgotten * now.saturating_duration_since(at).as_secs_f64()).max(0.0) + 1.0;
        self.busy = (told, now);
        told <= most
    }

    /// Whether the peer has been silent for longer than it may.
    pub(super) fn is_overdue(&self, now: Instant) -> bool {
        let since = |moment: Instant| now.saturating_duration_since(moment);
        let silent_stranger = self.member.is_none() && !self.session && since(self.heard_at) > SILENCE.0;
        silent_stranger || (self.said.is_none() && since(self.since) > SILENCE.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use knutepunkt_protocol::ids::NetworkId;

    fn hello(digest: u8, welcome: Welcome) -> Hello {
        Hello {
            versions: vec![1],
            network: NetworkId([1; 32]),
            certificate: None,
            digests: vec![ItemId([digest; 32])],
            beside: Vec::new(),
            welcome,
            addresses: vec!["/ip4/192.0.2.1/tcp/1".to_owned()],
        }
    }

    fn heard(digest: u8, welcome: Welcome, mine: u8) -> Heard {
        Heard { hello: hello(digest, welcome), hub: None, member: None, welcome, mine: vec![ItemId([mine; 32])] }
    }

    #[test]
    fn a_session_that_came_to_its_end_is_not_begun_again_for_nothing() {
        let now = Instant::now();
        let mine = [ItemId([1; 32])];
        let mut link = Link::new(None, now);
        assert!(!link.wants_session(&mine, now, true), "nothing was said yet");
        link.hear(&heard(2, Welcome::Member, 1), now, 0.5);
        assert!(link.wants_session(&mine, now, true));
        assert!(!link.wants_session(&mine, now, false));
        link.settle(&hello(2, Welcome::Member), mine.to_vec());
        assert!(!link.wants_session(&mine, now, true), "they hold what was refused, or lack what we hold");
        link.hear(&heard(3, Welcome::Member, 1), now, 0.5);
        assert!(link.wants_session(&mine, now, true), "they have changed");
        link.rest(now, Duration::ZERO);
        assert!(!link.wants_session(&mine, now, true));
        assert!(link.wants_session(&mine, now + Duration::from_secs(2), true));
        link.hear(&heard(3, Welcome::Outside, 1), now, 0.5);
        assert!(link.wants_session(&mine, now + Duration::from_secs(2), true), "they would answer what the law is");
        link.hear(&heard(3, Welcome::Stranger, 1), now, 0.5);
        assert!(!link.wants_session(&mine, now + Duration::from_secs(2), true), "they would not answer");
    }

    #[test]
    fn a_hello_says_only_once_what_does_not_change() {
        let now = Instant::now();
        let mut link = Link::new(None, now);
        assert_eq!(link.abridge(hello(1, Welcome::Member)).addresses.len(), 1);
        assert_eq!(link.abridge(hello(1, Welcome::Member)).addresses.len(), 1, "nobody said yet that it was heard");
        link.hear(&heard(2, Welcome::Member, 1), now, 0.5);
        assert_eq!(link.abridge(hello(1, Welcome::Member)).addresses.len(), 0);
        assert!(!link.should_hear(&hello(1, Welcome::Member)));
        assert!(link.should_hear(&hello(2, Welcome::Member)));
        assert!(link.should_hear(&hello(1, Welcome::Stranger)), "that it is a stranger now is news");
        link.abridge(hello(1, Welcome::Stranger));
        assert!(!link.should_hear(&hello(2, Welcome::Stranger)), "what this node holds is no stranger's business");
    }

    #[test]
    fn who_is_outside_hears_of_law_and_withdrawals_alone() {
        let now = Instant::now();
        let mut link = Link::new(None, now);
        let four = |digests: [u8; 4]| Hello {
            digests: digests.map(|digest| ItemId([digest; 32])).to_vec(),
            beside: vec![ItemId([0; 32]); 2],
            ..hello(0, Welcome::Outside)
        };
        link.abridge(four([1; 4]));
        assert!(!link.should_hear(&four([1, 1, 2, 1])), "it may not ask for documents");
        assert!(!link.should_hear(&Hello { beside: vec![ItemId([7; 32]); 2], ..four([1; 4]) }), "nor for what waits");
        for news in [[2, 1, 1, 1], [1, 2, 1, 1], [1, 1, 1, 2]] {
            assert!(link.should_hear(&four(news)));
        }
        // The same from the other end: what would not be answered begins no session.
        let mine = [ItemId([1; 32])];
        let said = |digests: [u8; 4]| Heard { hello: four(digests), ..heard(0, Welcome::Outside, 1) };
        link.hear(&said([1; 4]), now, 0.5);
        link.settle(&four([1; 4]), mine.to_vec());
        link.hear(&said([1, 1, 2, 1]), now, 0.5);
        assert!(!link.wants_session(&mine, now, true));
        link.hear(&said([1, 2, 2, 1]), now, 0.5);
        assert!(link.wants_session(&mine, now, true));
    }

    #[test]
    fn only_members_that_take_each_other_for_members_are_in_step() {
        let now = Instant::now();
        let (mine, hamar) = ([ItemId([1; 32])], HubId([3; 32]));
        let mut link = Link::new(None, now);
        for (welcome, member, in_step) in [
            (Welcome::Member, Some(hamar), true),
            (Welcome::Outside, Some(hamar), false),
            (Welcome::Member, None, false),
            (Welcome::Outside, None, false),
        ] {
            let heard = Heard { member, ..heard(1, welcome, 1) };
            link.hear(&heard, now, 0.5);
            assert_eq!((link.in_step(&mine), heard.in_step()), (in_step, in_step), "{welcome:?} {member:?}");
        }
    }

    #[test]
    fn being_told_busy_is_forgotten_by_who_pauses() {
        let start = Instant::now();
        let mut link = Link::new(None, start);
        assert!((0..100).all(|time| link.was_told_busy(start + Duration::from_secs(2) * time)));
        let mut link = Link::new(None, start);
        assert_eq!((0..100).take_while(|_| link.was_told_busy(start)).count(), 16);
    }
}
