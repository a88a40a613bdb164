//! The loop that owns the connections. It never waits for the disk or the replica: what does is a job on another thread, whose
//! result comes back as a [`Note`].

use super::behaviour::{self, Behaviour, BehaviourEvent};
use super::book::{Book, Source};
use super::budget::Budgets;
use super::codec::Frame;
use super::dialing::{Guests, Target};
use super::handing::Parcel;
use super::hearing::{self, Desk, Heard};
use super::jobs::Jobs;
use super::joining::Joining;
use super::links::Link;
use super::session::{After, Question};
use super::survey::{Survey, Surveyor};
use super::{NetError, Shared, names};
use crate::core::Core;
use futures::StreamExt;
use knutepunkt_protocol::ids::NodeId;
use knutepunkt_protocol::message::{Hello, Response, Why};
use libp2p::request_response::{OutboundRequestId, ResponseChannel};
use libp2p::swarm::SwarmEvent;
use libp2p::{Multiaddr, Swarm, ping};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio::time::{MissedTickBehavior, interval, sleep_until};

/// Changes are told at once, but not more often than this; nor so often that finding out what to tell takes more than a fifth of
/// the time.
const TOGETHER: Duration = Duration::from_millis(20);

/// While sessions still change the replica, telling waits for their end, but no longer than this.
const PATIENCE: Duration = Duration::from_millis(200);

/// The pause after looking at the replica has failed.
const ANEW: Duration = Duration::from_secs(1);

/// How often the loop looks at what is due.
const TICK: Duration = Duration::from_millis(250);

/// The row in which addresses are remembered.
const BOOK: &[u8] = b"net/addresses";

/// What others ask of the driver.
#[derive(Debug)]
pub(super) enum Command {
    Dial(Multiaddr),
    Ask { addresses: Vec<String>, name: String },
    Shutdown,
}

/// The result of a job.
pub(super) enum Note {
    /// A question has its answer.
    Answered(Box<Answered>),
    /// Hellos that may have to be said.
    Greetings(Vec<(NodeId, Hello)>),
    /// What an answer to a hello told.
    Heard(NodeId, Result<Box<Heard>, Why>),
    After(Box<After>, bool),
    Surveyed(Box<Survey>, Vec<(NodeId, Hello)>),
    Resolved(Target, Vec<Multiaddr>),
    Parcel(NodeId, Parcel),
    /// A job for a peer failed: nobody knows how far it came.
    Failed(NodeId),
    /// Looking at the replica failed.
    Unsurveyed,
    Nothing,
}

/// A question of a peer, with its answer.
pub(super) struct Answered {
    pub node: NodeId,
    pub channel: ResponseChannel<Frame<Response>>,
    pub response: Response,
    /// What the question told, where it was a hello.
    pub heard: Option<Heard>,
}

/// A question of ours that is under way.
#[derive(Debug)]
pub(super) enum Pending {
    Hello,
    Ask,
    HandIn(Parcel),
    Session(oneshot::Sender<Response>),
}

pub(super) struct Driver {
    pub core: Arc<Core>,
    pub shared: Arc<Shared>,
    pub swarm: Swarm<Behaviour>,
    pub me: NodeId,
    pub links: BTreeMap<NodeId, Link>,
    pub book: Book,
    pub guests: Guests,
    pub joining: Option<Joining>,
    pub budgets: Budgets,
    pub survey: Survey,
    pub pending: HashMap<OutboundRequestId, (NodeId, Pending)>,
    pub desk: Arc<Desk>,
    pub jobs: Jobs,
    /// How many questions are answered at once: of members, of strangers.
    pub turns: (Arc<Semaphore>, Arc<Semaphore>),
    pub questions: mpsc::Sender<Question>,
    asked: mpsc::Receiver<Question>,
    commands: mpsc::Receiver<Command>,
    changes: watch::Receiver<u64>,
    surveyor: Arc<Mutex<Surveyor>>,
    surveying: bool,
    /// When a change was first seen that is not told yet, and when to tell.
    changed_at: Option<Instant>,
    tell_at: Option<Instant>,
    told_at: Instant,
    telling: Duration,
    saved_at: Instant,
}

impl Driver {
    pub(super) fn new(core: Arc<Core>, shared: Arc<Shared>, commands: mpsc::Receiver<Command>) -> Result<Driver, NetError> {
        let now = Instant::now();
        let me = core.me().node;
        let (questions, asked) = mpsc::channel(64);
        Ok(Driver {
            swarm: behaviour::swarm(core.secret(), shared.counters.clone())?,
            me,
            links: BTreeMap::new(),
            book: Book::read(me, core.own(BOOK)?.as_deref(), now),
            guests: Guests::default(),
            joining: Joining::read(&core)?,
            budgets: Budgets::new(now),
            survey: Survey::default(),
            pending: HashMap::new(),
            desk: Arc::new(Desk::new(now)),
            jobs: Jobs::default(),
            turns: (Arc::new(Semaphore::new(4)), Arc::new(Semaphore::new(2))),
            questions,
            asked,
            commands,
            changes: core.changes(),
            surveyor: Arc::default(),
            surveying: false,
            changed_at: Some(now),
            tell_at: Some(now),
            told_at: now,
            telling: Duration::ZERO,
            saved_at: now,
            core,
            shared,
        })
    }

    /// Runs until it is told to end.
    pub(super) async fn run(mut self) {
        self.begin_joining();
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let tell_at = self.tell_at.unwrap_or_else(Instant::now);
            tokio::select! {
                event = self.swarm.select_next_some() => self.on_swarm(event),
                Some(note) = self.jobs.next(), if !self.jobs.is_empty() => self.on_note(note),
                Some(question) = self.asked.recv() => self.on_question(question),
                command = self.commands.recv() => match command {
                    Some(Command::Dial(address)) => self.dial_by_hand(address),
                    Some(Command::Ask { addresses, name }) => self.ask_to_join(addresses, name),
                    Some(Command::Shutdown) | None => break,
                },
                Ok(()) = self.changes.changed() => self.on_change(),
                () = sleep_until(tell_at.into()), if self.tell_at.is_some() => self.tell(),
                _ = tick.tick() => self.on_tick(),
            }
            self.note_progress();
        }
        self.end().await;
    }

    /// Saves what a later run should remember, ends sessions, and waits a little for jobs that hold the core.
    async fn end(mut self) {
        self.asked.close();
        self.pending.clear();
        let peers: Vec<NodeId> = self.links.keys().copied().collect();
        for node in peers {
            self.disconnect(&node);
        }
        self.save_book();
        let last = async { while self.jobs.next().await.is_some() {} };
        if tokio::time::timeout(Duration::from_millis(700), last).await.is_err() {
            tracing::warn!("the network side ended while the disk was still busy");
        }
        for peer in self.core.peers().values_mut() {
            peer.connected = false;
        }
    }

    pub(super) fn on_swarm(&mut self, event: SwarmEvent<BehaviourEvent>) {
        let now = Instant::now();
        match event {
            SwarmEvent::Behaviour(BehaviourEvent::Talk(event)) => self.on_talk(event),
            SwarmEvent::Behaviour(BehaviourEvent::Ping(ping::Event { result: Err(failure), connection, .. }))
                if !matches!(failure, ping::Failure::Unsupported) =>
            {
                self.swarm.close_connection(connection);
            }
            SwarmEvent::ConnectionEstablished { peer_id, connection_id, endpoint, .. } => {
                let Some(node) = names::node_of(&peer_id) else { return };
                let member = self.survey.members.get(&node).copied();
                let link = self.links.entry(node).or_insert_with(|| Link::new(member, now));
                link.connections.push((connection_id, endpoint.is_dialer()));
                let first = link.connections.len() == 1;
                self.shared.counters.connected.store(self.links.len() as u64, Relaxed);
                self.reached(node, connection_id);
                tracing::debug!(node = node.short(), dialled = endpoint.is_dialer(), "a peer is connected");
                if first && endpoint.is_dialer() {
                    self.greet(&node);
                }
                self.note_peer(&node);
            }
            SwarmEvent::ConnectionClosed { peer_id, connection_id, num_established, .. } => {
                let Some(node) = names::node_of(&peer_id) else { return };
                if num_established > 0 {
                    if let Some(link) = self.links.get_mut(&node) {
                        link.connections.retain(|(connection, _)| *connection != connection_id);
                    }
                    return;
                }
                self.lost(node, now);
            }
            SwarmEvent::OutgoingConnectionError { peer_id, connection_id, error, .. } => {
                tracing::debug!(%error, "a peer was not reached");
                self.not_reached(peer_id.as_ref().and_then(names::node_of), connection_id);
            }
            SwarmEvent::NewListenAddr { address, .. } => {
                let Some(full) = names::full(&address, &self.me) else { return };
                tracing::info!(address = %full, "listening");
                self.shared.listening.send_modify(|listening| listening.push(full));
            }
            SwarmEvent::ExpiredListenAddr { address, .. } => {
                let full = names::full(&address, &self.me);
                self.shared.listening.send_modify(|listening| listening.retain(|known| Some(known) != full.as_ref()));
            }
            _ => {}
        }
    }

    fn lost(&mut self, node: NodeId, now: Instant) {
        let Some(link) = self.links.remove(&node) else { return };
        self.shared.counters.connected.store(self.links.len() as u64, Relaxed);
        self.pending.retain(|_, (peer, _)| *peer != node);
        self.guests.lost(&node, now);
        if let Some(tries) = self.book.tries(&node) {
            tries.failed(now);
        }
        let mut peers = self.core.peers();
        match peers.get_mut(&node) {
            Some(peer) if link.member.is_some() => peer.connected = false,
            _ => drop(peers.remove(&node)),
        }
        tracing::debug!(node = node.short(), "a peer is gone");
    }

    fn on_note(&mut self, note: Note) {
        match note {
            Note::Answered(answered) => self.answered(*answered),
            Note::Greetings(greetings) => greetings.into_iter().for_each(|(node, hello)| self.say_hello(&node, hello)),
            Note::Heard(node, Ok(heard)) => self.heard(&node, *heard),
            Note::Heard(node, Err(why)) => self.refused_hello(&node, &why),
            Note::After(after, member) => self.after(*after, member),
            Note::Surveyed(survey, greetings) => self.surveyed(*survey, greetings),
            Note::Resolved(target, addresses) => self.resolved(target, addresses),
            Note::Parcel(node, parcel) => self.hand_in(&node, parcel),
            Note::Failed(node) => self.disconnect(&node),
            Note::Unsurveyed => {
                self.surveying = false;
                self.tell_at = Some(Instant::now() + ANEW);
            }
            Note::Nothing => {}
        }
    }

    fn on_change(&mut self) {
        let now = Instant::now();
        self.changed_at.get_or_insert(now);
        self.tell_at.get_or_insert(now.max(self.told_at + TOGETHER.max(self.telling * 5)));
    }

    /// Looks at what the replica has become, and at who should hear of it.
    fn tell(&mut self) {
        let now = Instant::now();
        let waited = self.changed_at.map_or(PATIENCE, |at| now.saturating_duration_since(at));
        if self.surveying || (waited < PATIENCE && self.links.values().any(|link| link.session)) {
            self.tell_at = Some(now + TOGETHER);
            return;
        }
        (self.changed_at, self.tell_at, self.surveying) = (None, None, true);
        self.told_at = now;
        let (core, surveyor, desk) = (self.core.clone(), self.surveyor.clone(), self.desk.clone());
        let listeners: Vec<(NodeId, Vec<String>)> = self.links.keys().map(|node| (*node, self.addresses_for(node))).collect();
        self.jobs.spawn_blocking(Note::Unsurveyed, move || {
            let survey = surveyor.lock().unwrap_or_else(PoisonError::into_inner).survey(&core);
            let hello = |(node, addresses)| Some((node, desk.hello(&core, &node, addresses)?));
            Note::Surveyed(Box::new(survey), listeners.into_iter().filter_map(hello).collect())
        });
    }

    fn surveyed(&mut self, mut survey: Survey, greetings: Vec<(NodeId, Hello)>) {
        let now = Instant::now();
        self.surveying = false;
        self.telling = now.saturating_duration_since(self.told_at);
        for (node, addresses) in survey.profiles.drain(..) {
            self.book.learn(node, addresses, Source::Profile, now);
        }
        let members = survey.members.keys().filter_map(names::peer_of).collect();
        self.swarm.behaviour_mut().gate.set_members(members);
        self.book.keep(&survey.members.keys().copied().collect());
        self.survey = survey;
        for (node, link) in &mut self.links {
            link.member = self.survey.members.get(node).copied();
        }
        for (node, hello) in greetings {
            let Some(link) = self.links.get_mut(&node) else { continue };
            link.welcome = hello.welcome;
            if link.should_hear(&hello) {
                self.say_hello(&node, hello);
            }
        }
        let nodes: Vec<NodeId> = self.links.keys().copied().collect();
        for node in nodes {
            self.note_peer(&node);
            self.consider_session(&node);
        }
        self.dial_members(now);
    }

    fn on_tick(&mut self) {
        let now = Instant::now();
        self.dial_members(now);
        self.dial_guests(now);
        self.ask_again(now);
        self.swarm.behaviour_mut().gate.forgive(now);
        let nodes: Vec<NodeId> = self.links.keys().copied().collect();
        for node in nodes {
            let Some(link) = self.links.get(&node) else { continue };
            let closing = link.closing.is_some_and(|at| at <= now);
            if closing || link.is_overdue(now) {
                self.disconnect(&node);
            } else if link.greet_at <= now && link.said.is_some() {
                self.greet(&node);
            } else {
                self.consider_session(&node);
            }
        }
        self.close_doubles(now);
        if now.saturating_duration_since(self.saved_at) > Duration::from_secs(30) {
            self.saved_at = now;
            self.save_book();
        }
    }

    fn save_book(&mut self) {
        let members = &self.survey.members;
        if let Some(bytes) = self.book.changes(|node| members.contains_key(node)) {
            let core = self.core.clone();
            self.jobs.spawn_blocking(Note::Nothing, move || {
                hearing::unsaved(core.set_own(BOOK, Some(bytes)));
                Note::Nothing
            });
        }
    }
}
