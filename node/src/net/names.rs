//! A node's key and its libp2p name are the same 32 bytes; and what may be taken for a network address.

use knutepunkt_protocol::ids::NodeId;
use knutepunkt_protocol::limits;
use knutepunkt_protocol::signed::Secret;
use libp2p::multiaddr::Protocol;
use libp2p::{Multiaddr, PeerId, identity};

/// What precedes the 32 bytes of an ed25519 key in a libp2p name: the identity multihash of 36 bytes, then the key's type and length.
const PEER_PREFIX: [u8; 6] = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20];

/// The node's key as libp2p wants it.
pub(super) fn keypair(secret: &Secret) -> Option<identity::Keypair> {
    let mut seed = secret.seed();
    identity::Keypair::ed25519_from_bytes(seed.as_mut()).ok()
}

/// The libp2p name of a node.
pub(super) fn peer_of(node: &NodeId) -> Option<PeerId> {
    PeerId::from_bytes(&[PEER_PREFIX.as_slice(), node.as_bytes()].concat()).ok()
}

/// The node that a libp2p name means; `None` for a key of another type.
pub(super) fn node_of(peer: &PeerId) -> Option<NodeId> {
    NodeId::from_slice(peer.to_bytes().strip_prefix(PEER_PREFIX.as_slice())?)
}

/// An address as people and profiles write it, taken apart: where, and whom one expects there.
pub(super) fn parse(text: &str) -> Option<(Multiaddr, Option<NodeId>)> {
    if text.len() > limits::ADDRESS_BYTES {
        return None;
    }
    take_apart(text.parse().ok()?)
}

/// Where, and whom one expects there. Only plain TCP addresses, by number or by name, are dialled.
pub(super) fn take_apart(mut address: Multiaddr) -> Option<(Multiaddr, Option<NodeId>)> {
    let node = match address.iter().last() {
        Some(Protocol::P2p(peer)) => {
            address.pop();
            Some(node_of(&peer)?)
        }
        _ => None,
    };
    let mut parts = address.iter();
    let host = matches!(
        parts.next(),
        Some(Protocol::Ip4(_) | Protocol::Ip6(_) | Protocol::Dns(_) | Protocol::Dns4(_) | Protocol::Dns6(_))
    );
    let port = matches!(parts.next(), Some(Protocol::Tcp(port)) if port != 0);
    (host && port && parts.next().is_none()).then_some((address, node))
}

/// The address, with the node that is to be found there.
pub(super) fn full(address: &Multiaddr, node: &NodeId) -> Option<Multiaddr> {
    Some(address.clone().with(Protocol::P2p(peer_of(node)?)))
}

/// Whether only this machine can use the address.
pub(super) fn is_loopback(address: &Multiaddr) -> bool {
    match address.iter().next() {
        Some(Protocol::Ip4(ip)) => ip.is_loopback() || ip.is_unspecified(),
        Some(Protocol::Ip6(ip)) => ip.is_loopback() || ip.is_unspecified(),
        _ => false,
    }
}

/// The TCP port of an address.
pub(super) fn port(address: &Multiaddr) -> Option<u16> {
    address.iter().find_map(|part| match part {
        Protocol::Tcp(port) => Some(port),
        _ => None,
    })
}

/// Replaces names of machines by their numbers; leaves out what cannot be found.
pub(super) async fn resolve(addresses: Vec<Multiaddr>) -> Vec<Multiaddr> {
    let mut found = Vec::new();
    for address in addresses {
        let mut parts = address.iter();
        let (host, port) = (parts.next(), parts.next());
        let name = match host {
            Some(Protocol::Dns(name) | Protocol::Dns4(name) | Protocol::Dns6(name)) => name.into_owned(),
            _ => {
                found.push(address);
                continue;
            }
        };
        let Some(Protocol::Tcp(port)) = port else { continue };
        if let Ok(numbers) = tokio::net::lookup_host((name, port)).await {
            found.extend(numbers.take(4).map(|number| Multiaddr::from(number.ip()).with(Protocol::Tcp(port))));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_and_its_libp2p_name_are_the_same_key() {
        let secret = Secret::from_seed(&[7; 32]);
        let node = NodeId(secret.public());
        let peer = keypair(&secret).unwrap().public().to_peer_id();
        assert_eq!(peer_of(&node), Some(peer));
        assert_eq!(node_of(&peer), Some(node));
        assert_eq!(node_of(&PeerId::from_bytes(&[&[0x12, 0x20][..], &[9; 32]].concat()).unwrap()), None);
    }

    #[test]
    fn only_plain_tcp_addresses_are_taken() {
        let node = NodeId(Secret::from_seed(&[7; 32]).public());
        let peer = peer_of(&node).unwrap();
        let (address, expected) = parse(&format!("/ip4/192.0.2.1/tcp/4001/p2p/{peer}")).unwrap();
        assert_eq!((address.to_string().as_str(), expected), ("/ip4/192.0.2.1/tcp/4001", Some(node)));
        assert!(parse("/dns4/hub.example/tcp/4001").is_some());
        let relayed = format!("/ip4/192.0.2.1/tcp/4001/p2p/{peer}/p2p-circuit/p2p/{peer}");
        for wrong in ["", "/ip4/192.0.2.1", "/ip4/192.0.2.1/udp/1/quic-v1", "/ip4/192.0.2.1/tcp/0", "/unix/x", &relayed] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
