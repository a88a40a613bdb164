//! libp2p as this node uses it: TCP, Noise and yamux; the gate, questions and answers, identify, ping.

use super::NetError;
use super::codec::{Codec, PROTOCOL};
use super::counters::Counters;
use super::gate::Gate;
use super::names;
use knutepunkt_protocol::signed::Secret;
use libp2p::request_response::{self, ProtocolSupport};
use libp2p::swarm::NetworkBehaviour;
use libp2p::{Swarm, SwarmBuilder, identify, noise, ping, tcp, yamux};
use std::sync::Arc;
use std::time::Duration;

/// How long one question may take until its answer is here: an answer of 1 MiB over a line of 256 kbit/s takes half of it.
const QUESTION: Duration = Duration::from_secs(60);

/// Questions of one connection that are under way at once, in both directions.
const STREAMS: usize = 24;

/// Streams of one connection of any kind.
const ALL_STREAMS: usize = 64;

/// How often a connection is tried. A node that is gone is noticed within this and the time for a ping.
const PING: Duration = Duration::from_secs(60);

/// How often a node says what libp2p protocols it speaks. They do not change while it runs.
const IDENTIFY: Duration = Duration::from_secs(3_600);

/// Connections on which nothing is said for so long are closed. Hellos come more often.
const IDLE: Duration = Duration::from_secs(600);

/// The parts.
#[derive(NetworkBehaviour)]
pub(super) struct Behaviour {
    pub gate: Gate,
    pub talk: request_response::Behaviour<Codec>,
    identify: identify::Behaviour,
    ping: ping::Behaviour,
}

/// A swarm with the node's key.
pub(super) fn swarm(secret: &Secret, counters: Arc<Counters>) -> Result<Swarm<Behaviour>, NetError> {
    let keypair = names::keypair(secret).ok_or(NetError::Key)?;
    let talk = request_response::Config::default().with_request_timeout(QUESTION).with_max_concurrent_streams(STREAMS);
    // Where a node listens is told in its hello, and to whom; not to everybody.
    let identify = identify::Config::new(PROTOCOL.to_string(), keypair.public())
        .with_agent_version("knutepunkt".to_owned())
        .with_interval(IDENTIFY)
        .with_hide_listen_addrs(true)
        .with_cache_size(0);
    let behaviour = Behaviour {
        gate: Gate::default(),
        talk: request_response::Behaviour::with_codec(Codec::new(counters), [(PROTOCOL, ProtocolSupport::Full)], talk),
        identify: identify::Behaviour::new(identify),
        ping: ping::Behaviour::new(ping::Config::new().with_interval(PING)),
    };
    let multiplexing = || {
        let mut config = yamux::Config::default();
        config.set_max_num_streams(ALL_STREAMS);
        config
    };
    let swarm = SwarmBuilder::with_existing_identity(keypair)
        .with_tokio()
        .with_tcp(tcp::Config::default().nodelay(true), noise::Config::new, multiplexing)
        .map_err(|_| NetError::Key)?
        .with_behaviour(|_| behaviour)
        .map_err(|_| NetError::Key)?
        .with_swarm_config(|config| config.with_idle_connection_timeout(IDLE).with_max_negotiating_inbound_streams(32))
        .build();
    Ok(swarm)
}
