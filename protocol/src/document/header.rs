//! Headers: what a document is, before anybody has written in it (specification §4.1–4.2).

use crate::ids::{Address, DocumentId, HubId, NetworkId, TellerKey, hash};
use crate::limits;
use crate::signed::{self, Secret, Signature, SignatureError};

/// Who may write in a document besides its owner.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum Editors {
    /// Nobody.
    #[n(0)]
    Owner,
    /// These hubs.
    #[n(1)]
    Hubs(#[n(0)] Vec<HubId>),
    /// Every member.
    #[n(2)]
    Members,
}

/// A teller's key in a header, with its own agreement to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct TellerProof {
    /// The key that withdraws the document.
    #[n(0)]
    pub key: TellerKey,
    /// Its signature over (network, owner): without it a hub could put another teller's key in its header.
    #[n(1)]
    pub signature: Signature,
}

const TELLER_PROOF: &str = "knutepunkt 1 teller key in a header";

impl TellerProof {
    /// The teller's key agrees to stand in headers of this owner.
    pub fn new(teller: &Secret, network: &NetworkId, owner: &HubId) -> TellerProof {
        let signature = teller.sign(TELLER_PROOF, &[network.as_bytes(), owner.as_bytes()]);
        TellerProof { key: TellerKey(teller.public()), signature }
    }

    fn verify(&self, network: &NetworkId, owner: &HubId) -> Result<(), SignatureError> {
        signed::verify(self.key.as_bytes(), TELLER_PROOF, &[network.as_bytes(), owner.as_bytes()], &self.signature)
    }
}

/// A document's header. No title, name or date: it outlives what it heads in nobody's memory but in lists of ids.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Header {
    /// 1.
    #[n(0)]
    pub version: u32,
    /// The network.
    #[n(1)]
    pub network: NetworkId,
    /// The kind's code; unknown ones are kept and passed on.
    #[n(2)]
    pub kind: String,
    /// Whose document it is.
    #[n(3)]
    pub owner: HubId,
    /// Who else may write in it.
    #[n(4)]
    pub editors: Editors,
    /// How many revocations the owner had made, as its certificate said, when the document began.
    #[n(5)]
    pub epoch: u64,
    /// The teller's key: for stories and comments, and only for those.
    #[n(6)]
    pub teller: Option<TellerProof>,
    /// What its address is made from where there is no key.
    #[n(7)]
    #[cbor(with = "minicbor::bytes")]
    pub origin: Vec<u8>,
    /// The documents that this one corrects.
    #[n(8)]
    pub supersedes: Vec<DocumentId>,
    /// What it is about and falls with.
    #[n(9)]
    pub about: Option<Address>,
    /// Tells documents with equal headers apart; for those of which a hub has one, the generation.
    #[n(10)]
    #[cbor(with = "minicbor::bytes")]
    pub nonce: Vec<u8>,
}

/// Kinds whose documents carry a teller's key.
pub const TOLD: [&str; 2] = ["story", "comment"];
/// Kinds of which a hub has one document, in generations; they cannot be finally withdrawn.
pub const SINGLE: [&str; 2] = ["hub", "trust"];

/// Why a header is not valid. It never becomes so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// It does not decode, is too long, or its lists are; or it is written otherwise than headers are, so that the bytes that name
    /// the document would not be those that its header makes.
    #[error("the header is malformed")]
    Malformed,
    /// It is of a newer format.
    #[error("the header is of a newer format")]
    NewerFormat,
    /// It belongs to another network.
    #[error("the document belongs to another network")]
    OtherNetwork,
    /// A story or comment without a teller's key, or a key where there is no teller.
    #[error("stories and comments carry a teller's key, and nothing else does")]
    TellerKey,
    /// The key did not agree to stand in this owner's header.
    #[error("the teller's key did not agree to stand in this hub's header")]
    TellerProof,
    /// One of a hub's single documents that is not where that hub's is.
    #[error("a hub's profile and trust list have a fixed origin, a generation, and no other editors")]
    Single,
}

impl Header {
    /// The header's bytes.
    pub fn encode(&self) -> Vec<u8> {
        signed::encode(self)
    }

    /// Decodes and checks everything that depends on the header alone.
    pub fn decode(bytes: &[u8], network: &NetworkId) -> Result<Header, HeaderError> {
        let header: Header = signed::decode(bytes, limits::HEADER_BYTES).map_err(|_| HeaderError::Malformed)?;
        if header.version != 1 {
            return Err(HeaderError::NewerFormat);
        }
        if header.encode() != bytes {
            return Err(HeaderError::Malformed);
        }
        if header.network != *network {
            return Err(HeaderError::OtherNetwork);
        }
        header.check_shape()?;
        if let Some(teller) = &header.teller {
            teller.verify(network, &header.owner).map_err(|_| HeaderError::TellerProof)?;
        }
        Ok(header)
    }

    fn check_shape(&self) -> Result<(), HeaderError> {
        let editors = match &self.editors {
            Editors::Hubs(hubs) => hubs.len(),
            Editors::Owner | Editors::Members => 0,
        };
        let bounded = self.kind.len() <= 32
            && self.origin.len() <= 32
            && self.nonce.len() <= 32
            && self.supersedes.len() <= limits::HEADER_NAMES
            && editors <= limits::HEADER_NAMES;
        if !bounded {
            return Err(HeaderError::Malformed);
        }
        if TOLD.contains(&self.kind.as_str()) != self.teller.is_some() && self.known_kind() {
            return Err(HeaderError::TellerKey);
        }
        if self.single() {
            let placed = self.origin == self.kind.as_bytes() && self.nonce.len() == 8 && self.editors == Editors::Owner;
            if !placed || self.about.is_some() {
                return Err(HeaderError::Single);
            }
        } else if SINGLE.iter().any(|kind| kind.as_bytes() == self.origin) && self.teller.is_none() {
            return Err(HeaderError::Single);
        }
        Ok(())
    }

    fn known_kind(&self) -> bool {
        crate::kinds::Kind::from_code(&self.kind).is_some()
    }

    /// Whether a hub has one document of this kind.
    pub fn single(&self) -> bool {
        SINGLE.contains(&self.kind.as_str())
    }

    /// The generation of one of a hub's single documents.
    pub fn generation(&self) -> u64 {
        <[u8; 8]>::try_from(self.nonce.as_slice()).map_or(0, u64::from_be_bytes)
    }

    /// The document's id.
    pub fn id_of(bytes: &[u8]) -> DocumentId {
        DocumentId(hash("knutepunkt 2026 document", &[bytes]))
    }

    /// Where readers find it, and its corrections.
    pub fn address(&self) -> Address {
        match &self.teller {
            Some(teller) => teller_address(&self.network, &teller.key),
            None => owner_address(&self.network, &self.owner, &self.origin),
        }
    }
}

/// The address of whatever carries a teller's key.
pub fn teller_address(network: &NetworkId, key: &TellerKey) -> Address {
    Address(hash("knutepunkt 2026 address of a key", &[network.as_bytes(), key.as_bytes()]))
}

/// The address of what a hub published without a teller's key.
pub fn owner_address(network: &NetworkId, owner: &HubId, origin: &[u8]) -> Address {
    Address(hash("knutepunkt 2026 address of an owner", &[network.as_bytes(), owner.as_bytes(), origin]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NETWORK: NetworkId = NetworkId([5; 32]);

    fn header(kind: &str) -> Header {
        Header {
            version: 1,
            network: NETWORK,
            kind: kind.into(),
            owner: HubId([1; 32]),
            editors: Editors::Owner,
            epoch: 0,
            teller: None,
            origin: b"0123456789abcdef".to_vec(),
            supersedes: vec![],
            about: None,
            nonce: vec![1; 8],
        }
    }

    fn story(teller: &Secret, owner: HubId) -> Header {
        Header { teller: Some(TellerProof::new(teller, &NETWORK, &owner)), owner, ..header("story") }
    }

    #[test]
    fn fault_42_a_key_that_did_not_agree_is_refused() {
        let teller = Secret::from_seed(&[3; 32]);
        let good = story(&teller, HubId([1; 32]));
        assert_eq!(Header::decode(&good.encode(), &NETWORK), Ok(good.clone()));
        let stolen = Header { owner: HubId([2; 32]), ..good.clone() };
        assert_eq!(Header::decode(&stolen.encode(), &NETWORK), Err(HeaderError::TellerProof));
        let without = Header { teller: None, ..good };
        assert_eq!(Header::decode(&without.encode(), &NETWORK), Err(HeaderError::TellerKey));
    }

    #[test]
    fn headers_of_other_networks_versions_and_places_are_refused() {
        let good = header("event");
        assert!(Header::decode(&good.encode(), &NETWORK).is_ok());
        assert_eq!(Header::decode(&good.encode(), &NetworkId([6; 32])), Err(HeaderError::OtherNetwork));
        let newer = Header { version: 2, ..good.clone() };
        assert_eq!(Header::decode(&newer.encode(), &NETWORK), Err(HeaderError::NewerFormat));
        let squatter = Header { origin: b"trust".to_vec(), ..good.clone() };
        assert_eq!(Header::decode(&squatter.encode(), &NETWORK), Err(HeaderError::Single));
        assert_eq!(Header::decode(&header("trust").encode(), &NETWORK), Err(HeaderError::Single));
        let unknown = Header { kind: "poem".into(), ..good };
        assert!(Header::decode(&unknown.encode(), &NETWORK).is_ok(), "unknown kinds are kept");
    }

    #[test]
    fn a_header_is_written_in_one_way_only() {
        let good = header("event").encode();
        // One more field, which nobody knows; a number and an array written longer than they need be.
        let mut unknown = good.clone();
        unknown[0] += 1;
        unknown.extend_from_slice(&[0x18, 0x63, 0x01]);
        let longer = [&[good[0], good[1], 0x18, 0x01], &good[3..]].concat();
        for bytes in [unknown, longer] {
            assert_eq!(signed::decode::<Header>(&bytes, limits::HEADER_BYTES), Ok(header("event")));
            assert_eq!(Header::decode(&bytes, &NETWORK), Err(HeaderError::Malformed));
        }
    }

    #[test]
    fn headers_cut_anywhere_are_refused() {
        let bytes = story(&Secret::from_seed(&[3; 32]), HubId([1; 32])).encode();
        for end in 0..bytes.len() {
            assert!(Header::decode(&bytes[..end], &NETWORK).is_err());
        }
    }

    #[test]
    fn an_address_survives_corrections_and_cannot_be_taken_over() {
        let teller = Secret::from_seed(&[3; 32]);
        let first = story(&teller, HubId([1; 32]));
        let second = Header { supersedes: vec![Header::id_of(&first.encode())], nonce: vec![2; 8], ..first.clone() };
        assert_eq!(first.address(), second.address());
        assert_ne!(Header::id_of(&first.encode()), Header::id_of(&second.encode()));
        let other = Header { owner: HubId([2; 32]), ..header("event") };
        assert_ne!(header("event").address(), other.address());
    }
}
