//! Dialling: members' nodes from the address book, and guests, which are addresses from an invitation or from the operator.

use super::book::Tries;
use super::driver::{Driver, Note};
use super::names;
use knutepunkt_protocol::ids::NodeId;
use libp2p::Multiaddr;
use libp2p::swarm::ConnectionId;
use libp2p::swarm::dial_opts::{DialOpts, PeerCondition};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Connections that this node dialled, and dials under way. Nobody else can take these places.
const OUTGOING: usize = 32;

/// Guests at once.
const GUESTS: usize = 64;

/// How long names of machines are looked up.
const LOOKING_UP: Duration = Duration::from_secs(10);

/// Whom a dial is for.
#[derive(Debug, Clone)]
pub(super) enum Target {
    Member(NodeId),
    Guest(Multiaddr),
}

#[derive(Debug)]
struct Guest {
    /// Who is expected there, or was found there.
    node: Option<NodeId>,
    /// From the operator: dialled until somebody was heard. Else from an invitation: dialled until this node is in.
    by_hand: bool,
    tries: Tries,
    dialling: Option<ConnectionId>,
    connected: bool,
}

/// Addresses that are dialled although no member is known there.
#[derive(Debug, Default)]
pub(super) struct Guests {
    guests: BTreeMap<Multiaddr, Guest>,
}

impl Guests {
    fn add(&mut self, address: Multiaddr, node: Option<NodeId>, by_hand: bool, now: Instant) {
        if self.guests.len() < GUESTS {
            let guest = Guest { node, by_hand, tries: Tries::at_once(now), dialling: None, connected: false };
            self.guests.entry(address).or_insert(guest);
        }
    }

    /// Adds an address that an invitation, or a member to whom it led, names.
    pub(super) fn invite(&mut self, address: Multiaddr, node: Option<NodeId>, now: Instant) {
        self.add(address, node, false, now);
    }

    /// This node is in: the address book is enough.
    pub(super) fn dismiss(&mut self) {
        self.guests.retain(|_, guest| guest.by_hand);
    }

    pub(super) fn lost(&mut self, node: &NodeId, now: Instant) {
        for guest in self.guests.values_mut().filter(|guest| guest.connected && guest.node == Some(*node)) {
            guest.connected = false;
            guest.tries.failed(now);
        }
    }

    pub(super) fn rest(&mut self, node: &NodeId, until: Instant) {
        for guest in self.guests.values_mut().filter(|guest| guest.node == Some(*node)) {
            guest.tries.rest_until(until);
        }
    }

    /// A node has said hello: the operator's wish is fulfilled.
    pub(super) fn heard(&mut self, node: &NodeId) {
        self.guests.retain(|_, guest| !(guest.by_hand && guest.connected && guest.node == Some(*node)));
    }

    /// How many guests are being dialled.
    pub(super) fn under_way(&self) -> usize {
        self.guests.values().filter(|guest| guest.dialling.is_some()).count()
    }
}

impl Driver {
    pub(super) fn dial_by_hand(&mut self, address: Multiaddr) {
        let now = Instant::now();
        match names::take_apart(address) {
            Some((address, node)) if node != Some(self.me) => self.guests.add(address, node, true, now),
            _ => tracing::warn!("an address that was to be dialled is none that this program can dial"),
        }
        self.dial_guests(now);
    }

    fn places(&self) -> usize {
        let dialled = self.links.values().flat_map(|link| &link.connections).filter(|(_, dialled)| *dialled).count();
        OUTGOING.saturating_sub(dialled + self.book.under_way() + self.guests.under_way())
    }

    /// Dials members' nodes that are not connected and whose time has come.
    pub(super) fn dial_members(&mut self, now: Instant) {
        let places = self.places();
        let (links, members) = (&self.links, &self.survey.members);
        let due = self.book.due(now, places, |node| members.contains_key(node) && !links.contains_key(node));
        for (node, addresses) in due {
            self.look_up(Target::Member(node), addresses);
        }
    }

    /// Dials guests that are not connected and whose time has come.
    pub(super) fn dial_guests(&mut self, now: Instant) {
        let places = self.places();
        let mut due = Vec::new();
        for (address, guest) in &mut self.guests.guests {
            let there = guest.node.is_some_and(|node| self.links.contains_key(&node));
            if !guest.connected && !there && guest.tries.is_due(now) && due.len() < places {
                guest.tries.begin();
                due.push(address.clone());
            }
        }
        for address in due {
            self.look_up(Target::Guest(address.clone()), vec![address]);
        }
    }

    fn look_up(&mut self, target: Target, addresses: Vec<Multiaddr>) {
        self.jobs.spawn(Note::Resolved(target.clone(), Vec::new()), async move {
            let resolved = tokio::time::timeout(LOOKING_UP, names::resolve(addresses)).await;
            Note::Resolved(target, resolved.unwrap_or_default())
        });
    }

    /// Dials the numbers that were found.
    pub(super) fn resolved(&mut self, target: Target, addresses: Vec<Multiaddr>) {
        let expected = match &target {
            Target::Member(node) => Some(*node),
            Target::Guest(address) => self.guests.guests.get(address).and_then(|guest| guest.node),
        };
        let options = match expected.and_then(|node| names::peer_of(&node)) {
            Some(peer) => {
                let condition = PeerCondition::DisconnectedAndNotDialing;
                Some(DialOpts::peer_id(peer).addresses(addresses).condition(condition).build())
            }
            None => addresses.into_iter().next().map(|address| DialOpts::unknown_peer_id().address(address).build()),
        };
        let connection = options.as_ref().map(DialOpts::connection_id);
        let dialling = options.is_some_and(|options| self.swarm.dial(options).is_ok());
        let now = Instant::now();
        let guest = match &target {
            Target::Member(_) => None,
            Target::Guest(address) => self.guests.guests.get_mut(address),
        };
        match (dialling, guest, expected) {
            (true, Some(guest), _) => guest.dialling = connection,
            (false, Some(guest), _) => guest.tries.failed(now),
            (false, None, Some(node)) => {
                if let Some(tries) = self.book.tries(&node) {
                    tries.failed(now);
                }
            }
            (_, None, _) => {}
        }
    }

    /// A connection is there.
    pub(super) fn reached(&mut self, node: NodeId, connection: ConnectionId) {
        for guest in self.guests.guests.values_mut().filter(|guest| guest.dialling == Some(connection)) {
            (guest.dialling, guest.connected, guest.node) = (None, true, Some(node));
            guest.tries.connected();
        }
        if let Some(tries) = self.book.tries(&node) {
            tries.connected();
        }
    }

    /// A dial came to nothing.
    pub(super) fn not_reached(&mut self, node: Option<NodeId>, connection: ConnectionId) {
        let now = Instant::now();
        for guest in self.guests.guests.values_mut().filter(|guest| guest.dialling == Some(connection)) {
            guest.dialling = None;
            guest.tries.failed(now);
        }
        let connected = node.is_some_and(|node| self.links.contains_key(&node));
        if let (Some(node), false) = (node, connected)
            && let Some(tries) = self.book.tries(&node)
        {
            tries.failed(now);
        }
    }
}
