//! The charter: what a network is (specification §3.1), and the link by which one is invited to it.

use crate::ids::{HubId, NetworkId};
use crate::limits;
use crate::signed::{self, SignatureError};
use data_encoding::BASE64URL_NOPAD;
use std::collections::BTreeSet;

/// What founding a network fixes for ever. The network is named by the hash of these bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charter {
    /// The network's name, as people say it.
    pub name: String,
    /// The founding hubs.
    pub founders: BTreeSet<HubId>,
    /// How many hubs that are in must vouch for one that is not.
    pub admit: u32,
    bytes: Vec<u8>,
}

/// What makes a charter or a link unusable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CharterError {
    /// The bytes are not a charter of this version.
    #[error("the invitation cannot be read: copy the whole link, from «knutepunkt:» to its end")]
    Malformed,
    /// No founder, or too many.
    #[error("a network is founded by 1 to {} hubs", limits::FOUNDERS)]
    Founders,
    /// `admit` is zero or larger than the number of founders.
    #[error("the number of hubs that must vouch for a newcomer lies between 1 and the number of founders")]
    Admit,
    /// The name is empty or too long.
    #[error("a network has a name of at most {} bytes", limits::NAME_BYTES)]
    Name,
}

#[derive(minicbor::Encode, minicbor::Decode)]
struct Wire {
    #[n(0)]
    version: u32,
    #[n(1)]
    name: String,
    #[n(2)]
    founders: Vec<HubId>,
    #[n(3)]
    admit: u32,
}

impl Charter {
    /// A new charter. `admit` defaults to two, or one where there is one founder.
    pub fn new(name: &str, founders: BTreeSet<HubId>, admit: Option<u32>) -> Result<Charter, CharterError> {
        let admit = admit.unwrap_or(if founders.len() < 2 { 1 } else { 2 });
        let wire = Wire { version: 1, name: name.trim().to_owned(), founders: founders.into_iter().collect(), admit };
        Charter::decode(&signed::encode(&wire))
    }

    /// From the bytes that name the network.
    pub fn decode(bytes: &[u8]) -> Result<Charter, CharterError> {
        let wire: Wire = signed::decode(bytes, limits::RECORD_BYTES).map_err(|_| CharterError::Malformed)?;
        let founders: BTreeSet<HubId> = wire.founders.iter().copied().collect();
        if wire.version != 1 || !wire.founders.iter().eq(founders.iter()) {
            return Err(CharterError::Malformed);
        }
        if founders.is_empty() || founders.len() > limits::FOUNDERS {
            return Err(CharterError::Founders);
        }
        if wire.admit == 0 || wire.admit as usize > founders.len() {
            return Err(CharterError::Admit);
        }
        if wire.name.trim().is_empty() || wire.name.len() > limits::NAME_BYTES {
            return Err(CharterError::Name);
        }
        Ok(Charter { name: wire.name, founders, admit: wire.admit, bytes: bytes.to_vec() })
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The network's id.
    pub fn network(&self) -> NetworkId {
        NetworkId(crate::ids::hash("knutepunkt 2026 charter", &[&self.bytes]))
    }
}

/// An invitation: the charter, and where somebody who is in can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The network.
    pub charter: Charter,
    /// Network addresses, in the notation of libp2p; the protocol does not read them.
    pub addresses: Vec<String>,
}

const SCHEME: &str = "knutepunkt:";

#[derive(minicbor::Encode, minicbor::Decode)]
struct InvitationWire {
    #[cbor(n(0), with = "minicbor::bytes")]
    charter: Vec<u8>,
    #[n(1)]
    addresses: Vec<String>,
}

impl core::fmt::Display for Invitation {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let wire = InvitationWire { charter: self.charter.bytes.clone(), addresses: self.addresses.clone() };
        write!(f, "{SCHEME}{}", BASE64URL_NOPAD.encode(&signed::encode(&wire)))
    }
}

impl core::str::FromStr for Invitation {
    type Err = CharterError;

    fn from_str(text: &str) -> Result<Invitation, CharterError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let encoded = text.strip_prefix(SCHEME).ok_or(CharterError::Malformed)?;
        let bytes = BASE64URL_NOPAD.decode(encoded.as_bytes()).map_err(|_| CharterError::Malformed)?;
        let wire: InvitationWire =
            signed::decode(&bytes, limits::RECORD_BYTES).map_err(|_: SignatureError| CharterError::Malformed)?;
        let bounded = wire.addresses.len() <= limits::ADDRESSES * 4
            && wire.addresses.iter().all(|address| address.len() <= limits::ADDRESS_BYTES);
        if !bounded {
            return Err(CharterError::Malformed);
        }
        Ok(Invitation { charter: Charter::decode(&wire.charter)?, addresses: wire.addresses })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hubs(n: u8) -> BTreeSet<HubId> {
        (1..=n).map(|i| HubId([i; 32])).collect()
    }

    #[test]
    fn links_round_trip_through_a_letter() {
        let charter = Charter::new("Recovery i nord", hubs(3), None).unwrap();
        assert_eq!(charter.admit, 2);
        let invitation = Invitation { charter, addresses: vec!["/ip4/127.0.0.1/tcp/4001".into()] };
        let mut text = invitation.to_string();
        text.insert_str(30, "\n  ");
        assert_eq!(text.parse(), Ok(invitation));
    }

    #[test]
    fn bad_charters_and_links_are_refused() {
        assert_eq!(Charter::new("x", hubs(0), None), Err(CharterError::Founders));
        assert_eq!(Charter::new("x", hubs(2), Some(3)), Err(CharterError::Admit));
        assert_eq!(Charter::new("x", hubs(2), Some(0)), Err(CharterError::Admit));
        assert_eq!(Charter::new(" ", hubs(2), None), Err(CharterError::Name));
        assert_eq!(Charter::new(&"x".repeat(201), hubs(2), None), Err(CharterError::Name));
        for text in ["", "knutepunkt:", "http://example.org", "knutepunkt:%%%", "knutepunkt:AAAA"] {
            assert_eq!(text.parse::<Invitation>(), Err(CharterError::Malformed), "{text}");
        }
    }

    #[test]
    fn the_network_is_named_by_everything_in_the_charter() {
        let a = Charter::new("x", hubs(2), None).unwrap().network();
        let b = Charter::new("y", hubs(2), None).unwrap().network();
        let c = Charter::new("x", hubs(3), None).unwrap().network();
        let d = Charter::new("x", hubs(3), Some(1)).unwrap().network();
        assert_eq!([a, b, c, d].iter().collect::<BTreeSet<_>>().len(), 4);
    }
}
