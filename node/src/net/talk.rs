//! Questions that come in and answers to ours: who is answered, and what a hello leads to.

use super::book::{Source, chance};
use super::codec::Frame;
use super::counters::Counters;
use super::dealing::{ESTRANGED, OFFENCE};
use super::driver::{Answered, Driver, Note, Pending};
use super::hearing::{self, Heard};
use super::names;
use super::session::Question;
use knutepunkt_protocol::ids::NodeId;
use knutepunkt_protocol::limits;
use knutepunkt_protocol::message::{Hello, Request, Response, VERSION, Welcome, Why};
use libp2p::request_response::{Event, Message, OutboundFailure, ResponseChannel};
use std::time::{Duration, Instant};

/// Questions of one peer that are answered at once. An honest peer has a session, a hello and an asking under way.
const AT_ONCE: usize = 8;

impl Driver {
    pub(super) fn on_talk(&mut self, event: Event<Frame<Request>, Frame<Response>>) {
        match event {
            Event::Message { peer, message: Message::Request { request, channel, .. }, .. } => {
                if let Some(node) = names::node_of(&peer) {
                    self.on_request(node, request, channel);
                }
            }
            Event::Message { message: Message::Response { request_id, response }, .. } => {
                if let Some((node, pending)) = self.pending.remove(&request_id) {
                    self.on_response(node, pending, response);
                }
            }
            Event::OutboundFailure { request_id, error, .. } => {
                if let Some((node, pending)) = self.pending.remove(&request_id) {
                    self.unanswered(&node, pending, &error);
                }
            }
            Event::ResponseSent { .. } | Event::InboundFailure { .. } => {}
        }
    }

    fn on_request(&mut self, node: NodeId, frame: Frame<Request>, channel: ResponseChannel<Frame<Response>>) {
        let now = Instant::now();
        Counters::add(&self.shared.counters.questions, 1);
        let Some(link) = self.links.get_mut(&node) else { return };
        link.heard_at = now;
        let (welcome, hub) = (link.welcome, link.hub);
        let (request, place) = match frame {
            Frame::Message(request, bytes, place) => {
                if !self.budgets.take(node, welcome, bytes, now) || link.answering >= AT_ONCE || link.closing.is_some() {
                    return self.busy(&node, channel);
                }
                (*request, place)
            }
            Frame::Unknown | Frame::Cut => {
                // A polite peer of a newer version, or one that lost a stream, pays no more than for any other question.
                let why = if matches!(frame, Frame::Cut) { Why::Malformed } else { Why::Version(vec![VERSION]) };
                return if self.budgets.take(node, welcome, 0, now) {
                    self.refuse(channel, why)
                } else {
                    self.busy(&node, channel)
                };
            }
            Frame::NoRoom => return self.busy(&node, channel),
            Frame::Malformed => {
                self.refuse(channel, Why::Malformed);
                return self.offence(&node, OFFENCE, "it sent what is no message");
            }
            Frame::Late => {
                self.refuse(channel, Why::Busy);
                return self.offence(&node, OFFENCE, "it did not finish a message in time");
            }
        };
        link.answering += 1;
        let addresses = if matches!(request, Request::Hello(_)) { self.addresses_for(&node) } else { Vec::new() };
        let turns = if welcome == Welcome::Member { self.turns.0.clone() } else { self.turns.1.clone() };
        let (core, desk) = (self.core.clone(), self.desk.clone());
        self.jobs.spawn(Note::Failed(node), async move {
            let _turn = turns.acquire_owned().await;
            let answered = tokio::task::spawn_blocking(move || {
                let (response, heard) = match request {
                    Request::Hello(hello) => match hearing::hear(&core, &node, hello) {
                        Ok(heard) => {
                            in_step(&core, &node, &heard);
                            let hello = desk.hello(&core, &node, addresses);
                            (hello.map_or(Response::Refused(Why::No), Response::Hello), Some(heard))
                        }
                        Err(why) => (Response::Refused(why), None),
                    },
                    request => (desk.answer(&core, &node, hub, request), None),
                };
                drop(place);
                (response, heard)
            });
            let (response, heard) = answered.await.unwrap_or((Response::Refused(Why::No), None));
            Note::Answered(Box::new(Answered { node, channel, response, heard }))
        });
    }

    /// Sends an answer that is ready, and goes on with what the question told.
    pub(super) fn answered(&mut self, answered: Answered) {
        let Answered { node, channel, mut response, heard } = answered;
        self.budgets.charge(&node, weight(&response));
        if let Some(heard) = heard {
            self.heard(&node, heard);
        }
        let Some(link) = self.links.get_mut(&node) else { return };
        link.answering = link.answering.saturating_sub(1);
        if let Response::Hello(hello) = response {
            response = Response::Hello(link.abridge(hello));
        }
        let refused = if let Response::Refused(why) = &response { Some(why.clone()) } else { None };
        match &refused {
            Some(why) => self.refuse(channel, why.clone()),
            // The peer is gone where this fails.
            None => drop(self.swarm.behaviour_mut().talk.send_response(channel, Frame::outgoing(response))),
        }
        match refused {
            Some(Why::OtherNetwork) => self.offence(&node, ESTRANGED, "it belongs to another network"),
            Some(Why::Malformed) => self.offence(&node, OFFENCE, "it sent what breaks a limit"),
            _ => {}
        }
    }

    fn refuse(&mut self, channel: ResponseChannel<Frame<Response>>, why: Why) {
        Counters::add(&self.shared.counters.refusals, 1);
        // The peer is gone where this fails.
        let _gone = self.swarm.behaviour_mut().talk.send_response(channel, Frame::outgoing(Response::Refused(why)));
    }

    /// Tells a peer that it asks too much; in the end, disconnects it.
    fn busy(&mut self, node: &NodeId, channel: ResponseChannel<Frame<Response>>) {
        self.refuse(channel, Why::Busy);
        let Some(link) = self.links.get_mut(node) else { return };
        if !link.was_told_busy(Instant::now()) && link.closing.is_none() {
            self.offence(node, OFFENCE, "it asks more than its share");
        }
    }

    fn on_response(&mut self, node: NodeId, pending: Pending, frame: Frame<Response>) {
        let now = Instant::now();
        let Some(link) = self.links.get_mut(&node) else { return };
        link.heard_at = now;
        if matches!(pending, Pending::Hello) {
            link.greeting = false;
        }
        let Frame::Message(response, _, _) = frame else {
            return self.offence(&node, OFFENCE, "it answered with what is no message");
        };
        match (pending, *response) {
            (Pending::Session(answer), response) => drop(answer.send(response)),
            (Pending::Hello, Response::Hello(hello)) => {
                let core = self.core.clone();
                self.jobs.spawn_blocking(Note::Failed(node), move || {
                    let heard = hearing::hear(&core, &node, hello);
                    if let Ok(heard) = &heard {
                        in_step(&core, &node, heard);
                    }
                    Note::Heard(node, heard.map(Box::new))
                });
            }
            (Pending::Hello, Response::Refused(why)) => self.refused_hello(&node, &why),
            (Pending::Ask, Response::Done) => self.asked(&node, None),
            (Pending::Ask, Response::Refused(why)) => self.asked(&node, Some(&why)),
            (Pending::HandIn(parcel), Response::Done) => self.handed_in(&node, parcel),
            (Pending::HandIn(_), Response::Refused(_)) => link.handing = false,
            (Pending::Hello | Pending::Ask | Pending::HandIn(_), _) => {
                self.offence(&node, OFFENCE, "its answer is none to the question")
            }
        }
    }

    fn unanswered(&mut self, node: &NodeId, pending: Pending, error: &OutboundFailure) {
        tracing::debug!(node = node.short(), %error, "a question was not answered");
        if let Some(link) = self.links.get_mut(node) {
            match pending {
                Pending::Hello => {
                    (link.greeting, link.told) = (false, None);
                    link.greet_at = Instant::now() + Duration::from_secs(1);
                }
                Pending::HandIn(_) => link.handing = false,
                Pending::Ask => link.asked = false,
                Pending::Session(_) => {}
            }
        }
        match error {
            OutboundFailure::UnsupportedProtocols => self.offence(node, ESTRANGED, "it does not speak this protocol"),
            OutboundFailure::Timeout => self.disconnect(node),
            _ => {}
        }
    }

    /// Says hello to a connected peer.
    pub(super) fn greet(&mut self, node: &NodeId) {
        let addresses = self.addresses_for(node);
        let Some(link) = self.links.get_mut(node) else { return };
        link.put_off_greeting(false, Instant::now(), chance());
        let (core, desk, node) = (self.core.clone(), self.desk.clone(), *node);
        self.jobs.spawn_blocking(Note::Failed(node), move || {
            Note::Greetings(desk.hello(&core, &node, addresses).map(|hello| (node, hello)).into_iter().collect())
        });
    }

    pub(super) fn say_hello(&mut self, node: &NodeId, hello: Hello) {
        let Some(link) = self.links.get_mut(node) else { return };
        if link.greeting {
            link.greet_again = true;
            return;
        }
        link.greeting = true;
        let hello = link.abridge(hello);
        self.put(node, Request::Hello(hello), Pending::Hello);
    }

    /// Puts a question to a connected peer.
    pub(super) fn put(&mut self, node: &NodeId, request: Request, pending: Pending) {
        if let (Some(peer), true) = (names::peer_of(node), self.links.contains_key(node)) {
            let id = self.swarm.behaviour_mut().talk.send_request(&peer, Frame::outgoing(request));
            self.pending.insert(id, (*node, pending));
        }
    }

    pub(super) fn on_question(&mut self, question: Question) {
        self.put(&question.node, question.request, Pending::Session(question.answer));
    }

    /// A peer has said how it stands.
    pub(super) fn heard(&mut self, node: &NodeId, heard: Heard) {
        let now = Instant::now();
        let Some(link) = self.links.get_mut(node) else { return };
        link.hear(&heard, now, chance());
        let again = core::mem::take(&mut link.greet_again);
        if let Some(hub) = heard.member {
            self.survey.members.entry(*node).or_insert(hub);
        }
        self.survey.digests.clone_from(&heard.mine);
        self.book.heard(node);
        self.guests.heard(node);
        self.learn_addresses(node, &heard);
        if heard.in_step() {
            self.shared.synced.send_replace(true);
            self.shared.agreed.send_replace(heard.mine.clone());
        }
        self.note_peer(node);
        self.consider_session(node);
        self.consider_asking(node);
        self.consider_handing_in(node);
        if again {
            self.greet(node);
        }
    }

    fn learn_addresses(&mut self, node: &NodeId, heard: &Heard) {
        let now = Instant::now();
        let mut own = Vec::new();
        for (address, of) in heard.hello.addresses.iter().filter_map(|text| names::parse(text)).take(limits::ADDRESSES) {
            match of {
                Some(of) if of == *node => own.push(address),
                // Whom a member names, one who is outside may ask as well.
                Some(of) if self.joining.is_some() && of != self.me => self.guests.invite(address, Some(of), now),
                _ => {}
            }
        }
        if heard.member.is_some() {
            self.book.learn(*node, own, Source::Itself, now);
        }
    }

    pub(super) fn refused_hello(&mut self, node: &NodeId, why: &Why) {
        match why {
            Why::OtherNetwork => self.offence(node, ESTRANGED, "it belongs to another network"),
            Why::Version(_) => self.offence(node, ESTRANGED, "it speaks another version of the protocol"),
            Why::Malformed => self.offence(node, OFFENCE, "it took a hello for malformed, or sent one that is"),
            Why::Busy | Why::No | Why::NotMember => {
                if let Some(link) = self.links.get_mut(node) {
                    link.told = None;
                    link.greet_at = Instant::now() + Duration::from_secs(10);
                    // So that it is greeted again although it said nothing of itself yet.
                    link.since = Instant::now();
                }
            }
        }
    }

    /// The addresses that a hello to a peer names: our own, and for who is not in those of members that it may ask as well.
    pub(super) fn addresses_for(&self, node: &NodeId) -> Vec<String> {
        let mut addresses = self.shared.announced();
        if !self.survey.members.contains_key(node) {
            let members = self.survey.members.keys().filter(|member| *member != node && **member != self.me);
            let others = members.flat_map(|member| {
                let first = self.book.addresses(member).into_iter().take(2);
                first.filter_map(|address| Some(names::full(&address, member)?.to_string()))
            });
            addresses.extend(others);
        }
        addresses.retain(|address| address.len() <= limits::ADDRESS_BYTES);
        addresses.truncate(limits::ADDRESSES);
        addresses
    }
}

/// Whoever holds the same withdrawals has exchanged them.
fn in_step(core: &crate::core::Core, node: &NodeId, heard: &Heard) {
    if heard.in_step() {
        hearing::withdrawals_are_here(core, node);
    }
}

/// What an answer costs: about its bytes.
fn weight(response: &Response) -> usize {
    match response {
        Response::Reconcile(message) => message.len(),
        Response::Items(items) => items.iter().flatten().map(|item| item.len()).sum(),
        Response::Outlines(outlines) => outlines.len() * 128,
        Response::Documents(bundles) => {
            let changes = bundles.iter().flatten().flat_map(|bundle| &bundle.changes);
            changes.map(|change| change.chunk.len() + 128).sum()
        }
        Response::Hello(_) => 1_024,
        Response::Done | Response::Refused(_) => 16,
    }
}
