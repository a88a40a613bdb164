//! Who may be connected: limits in all and per peer. Members' nodes always find room; strangers share a few places, and who
//! misbehaved stays outside for a while.

use libp2p::core::transport::PortUse;
use libp2p::core::{ConnectedPoint, Endpoint, Multiaddr};
use libp2p::swarm::behaviour::{ConnectionClosed, ConnectionEstablished, ListenFailure};
use libp2p::swarm::{
    ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, THandler, THandlerInEvent, THandlerOutEvent, ToSwarm, dummy,
};
use libp2p::{PeerId, core};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::task::{Context, Poll};
use std::time::Instant;

/// Connections that are still being established, inbound. Each costs a handshake; members that find no place are dialled by us.
const PENDING: usize = 64;

/// Connections of strangers that come in, in all.
const STRANGERS: usize = 64;

/// Connections of strangers from one network address. Centres behind one router are rare, and dial from different ports.
const STRANGERS_PER_HOST: usize = 32;

/// Connections with one peer: two that dialled each other at once, and one that is just being replaced.
const PER_PEER: usize = 3;

/// Peers that are kept outside, at most. Of more, the one that may come in soonest is let in.
const BLOCKED: usize = 4_096;

/// Why a connection is not wanted.
#[derive(Debug, thiserror::Error)]
pub(super) enum Denied {
    /// Too many.
    #[error("there are too many connections")]
    TooMany,
    /// It misbehaved.
    #[error("the peer is kept outside for a while")]
    Blocked,
    /// Its key is of a type that no node has.
    #[error("the peer's key is not that of a node")]
    NoNode,
}

/// The gate.
#[derive(Debug, Default)]
pub(super) struct Gate {
    members: BTreeSet<PeerId>,
    blocked: BTreeMap<PeerId, Instant>,
    pending: BTreeSet<ConnectionId>,
    /// Established connections: of whom, from which host, whether they came in.
    established: BTreeMap<ConnectionId, (PeerId, Option<String>, bool)>,
}

impl Gate {
    /// Whose nodes always find room.
    pub(super) fn set_members(&mut self, members: BTreeSet<PeerId>) {
        self.members = members;
    }

    /// Keeps a peer outside for a while.
    pub(super) fn block(&mut self, peer: PeerId, until: Instant) {
        if self.blocked.len() >= BLOCKED {
            let soonest = self.blocked.iter().min_by_key(|(_, until)| **until).map(|(peer, _)| *peer);
            soonest.and_then(|peer| self.blocked.remove(&peer));
        }
        let entry = self.blocked.entry(peer).or_insert(until);
        *entry = (*entry).max(until);
    }

    /// Forgets whose time is over.
    pub(super) fn forgive(&mut self, now: Instant) {
        self.blocked.retain(|_, until| *until > now);
    }

    /// Whether a peer is kept outside.
    pub(super) fn is_blocked(&self, peer: &PeerId) -> bool {
        self.blocked.get(peer).is_some_and(|until| *until > Instant::now())
    }

    fn admit(&self, peer: &PeerId, host: Option<&str>, inbound: bool) -> Result<(), ConnectionDenied> {
        if super::names::node_of(peer).is_none() {
            return Err(ConnectionDenied::new(Denied::NoNode));
        }
        if self.is_blocked(peer) {
            return Err(ConnectionDenied::new(Denied::Blocked));
        }
        let of_peer = self.established.values().filter(|(other, _, _)| other == peer).count();
        let strangers = || self.established.values().filter(|(peer, _, inbound)| *inbound && !self.members.contains(peer));
        let full = of_peer >= PER_PEER
            || (inbound
                && !self.members.contains(peer)
                && (strangers().count() >= STRANGERS
                    || strangers().filter(|(_, from, _)| from.as_deref() == host).count() >= STRANGERS_PER_HOST));
        if full { Err(ConnectionDenied::new(Denied::TooMany)) } else { Ok(()) }
    }
}

fn host(address: &Multiaddr) -> Option<String> {
    address.iter().next().map(|part| part.to_string())
}

impl NetworkBehaviour for Gate {
    type ConnectionHandler = dummy::ConnectionHandler;
    type ToSwarm = Infallible;

    fn handle_pending_inbound_connection(
        &mut self,
        connection: ConnectionId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<(), ConnectionDenied> {
        if self.pending.len() >= PENDING {
            return Err(ConnectionDenied::new(Denied::TooMany));
        }
        self.pending.insert(connection);
        Ok(())
    }

    fn handle_established_inbound_connection(
        &mut self,
        connection: ConnectionId,
        peer: PeerId,
        _: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.pending.remove(&connection);
        self.admit(&peer, host(remote).as_deref(), true)?;
        Ok(dummy::ConnectionHandler)
    }

    fn handle_pending_outbound_connection(
        &mut self,
        _: ConnectionId,
        peer: Option<PeerId>,
        _: &[Multiaddr],
        _: Endpoint,
    ) -> Result<Vec<Multiaddr>, ConnectionDenied> {
        match peer {
            Some(peer) if self.is_blocked(&peer) => Err(ConnectionDenied::new(Denied::Blocked)),
            _ => Ok(Vec::new()),
        }
    }

    fn handle_established_outbound_connection(
        &mut self,
        _: ConnectionId,
        peer: PeerId,
        _: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.admit(&peer, None, false)?;
        Ok(dummy::ConnectionHandler)
    }

    fn on_swarm_event(&mut self, event: FromSwarm<'_>) {
        match event {
            FromSwarm::ConnectionEstablished(ConnectionEstablished { peer_id, connection_id, endpoint, .. }) => {
                let (from, inbound) = match endpoint {
                    ConnectedPoint::Listener { send_back_addr, .. } => (host(send_back_addr), true),
                    ConnectedPoint::Dialer { .. } => (None, false),
                };
                self.established.insert(connection_id, (peer_id, from, inbound));
            }
            FromSwarm::ConnectionClosed(ConnectionClosed { connection_id, .. }) => {
                self.established.remove(&connection_id);
            }
            FromSwarm::ListenFailure(ListenFailure { connection_id, .. }) => {
                self.pending.remove(&connection_id);
            }
            _ => {}
        }
    }

    fn on_connection_handler_event(&mut self, _: PeerId, _: ConnectionId, event: THandlerOutEvent<Self>) {
        core::util::unreachable(event)
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use knutepunkt_protocol::ids::NodeId;
    use knutepunkt_protocol::signed::Secret;
    use std::time::Duration;

    fn peer(number: u8) -> PeerId {
        super::super::names::peer_of(&NodeId(Secret::from_seed(&[number; 32]).public())).unwrap()
    }

    #[test]
    fn fault_23_strangers_that_fill_every_place_keep_no_member_out() {
        let mut gate = Gate::default();
        let (tromso, stranger) = (peer(1), peer(2));
        gate.set_members([tromso].into());
        for number in 0..STRANGERS {
            let from = Some(format!("/ip4/192.0.2.{number}"));
            gate.established.insert(ConnectionId::new_unchecked(number), (peer(number as u8 + 100), from, true));
        }
        assert!(gate.admit(&stranger, Some("/ip4/203.0.113.1"), true).is_err());
        assert!(gate.admit(&tromso, Some("/ip4/203.0.113.2"), true).is_ok());
        assert!(gate.admit(&tromso, None, false).is_ok());
    }

    #[test]
    fn who_misbehaved_stays_outside_for_a_while() {
        let mut gate = Gate::default();
        gate.block(peer(1), Instant::now() + Duration::from_secs(60));
        assert!(gate.admit(&peer(1), None, true).is_err());
        assert!(gate.admit(&peer(2), None, true).is_ok());
        gate.forgive(Instant::now() + Duration::from_secs(61));
        assert!(gate.admit(&peer(1), None, true).is_ok());
    }
}
