//! What is done about a connected peer: it is shown to people, disconnected, kept outside.

use super::driver::Driver;
use super::names;
use crate::clock;
use crate::core::Peer;
use knutepunkt_protocol::ids::NodeId;
use std::time::{Duration, Instant};

/// How long a peer that misbehaved stays outside.
pub(super) const OFFENCE: Duration = Duration::from_secs(60);

/// How long a peer of another network, or one that cannot talk with us, is not tried again.
pub(super) const ESTRANGED: Duration = Duration::from_secs(3_600);

/// How long a peer has to read why it is disconnected: an answer that is still unread when its connection closes is lost.
const LAST_WORD: Duration = Duration::from_millis(400);

/// How long several connections with one peer are left alone: two that dial each other at once do not know which will last.
const DOUBLES: Duration = Duration::from_secs(5);

impl Driver {
    /// Shows people how a peer stands.
    pub(super) fn note_peer(&self, node: &NodeId) {
        let Some(link) = self.links.get(node) else { return };
        let Some(hub) = link.member.or(link.hub) else { return };
        let in_step = link.in_step(&self.survey.digests);
        self.core.peers().insert(*node, Peer { hub, connected: true, in_step, last_seen: Some(clock::now()) });
    }

    pub(super) fn disconnect(&mut self, node: &NodeId) {
        if let Some(peer) = names::peer_of(node) {
            // Who is not connected any more needs no disconnecting.
            let _not_connected = self.swarm.disconnect_peer_id(peer);
        }
    }

    /// Keeps a peer outside for a while, once what it was told has left.
    pub(super) fn offence(&mut self, node: &NodeId, pause: Duration, what: &'static str) {
        let now = Instant::now();
        tracing::warn!(node = node.short(), seconds = pause.as_secs(), what, "a peer is kept outside for a while");
        if let Some(peer) = names::peer_of(node) {
            self.swarm.behaviour_mut().gate.block(peer, now + pause);
        }
        if let Some(tries) = self.book.tries(node) {
            tries.rest_until(now + pause);
        }
        self.guests.rest(node, now + pause);
        if let Some(link) = self.links.get_mut(node) {
            link.closing.get_or_insert(now + LAST_WORD);
        }
    }

    /// Closes all but the newest of several connections with a peer. Of two nodes that dialled each other the lower does it, when
    /// nothing is under way.
    pub(super) fn close_doubles(&mut self, now: Instant) {
        let mut doubles = Vec::new();
        for (node, link) in &self.links {
            let busy = link.session || link.greeting || link.answering > 0;
            let young = now.saturating_duration_since(link.since) < DOUBLES;
            if link.connections.len() > 1 && self.me < *node && !busy && !young {
                let older = link.connections.iter().rev().skip(1);
                doubles.extend(older.map(|(connection, _)| *connection));
            }
        }
        for connection in doubles {
            self.swarm.close_connection(connection);
        }
    }
}
