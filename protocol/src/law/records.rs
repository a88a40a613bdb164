//! What a hub's key says about its nodes: certificates, revocations with what they keep, resignations (specification §3.2–3.4).
//!
//! These name no network: a hub is the same hub wherever it is. Whether they matter to a network is membership's question.

use crate::ids::{ChangeHash, DocumentId, HubId, ItemId, NodeId, hash};
use crate::limits;
use crate::signed::{self, Secret, Signature, SignatureError, Signed, Statement, Verified};

/// What a node may do for its hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Role {
    /// Holds and serves; signs receipts; authors nothing.
    #[n(0)]
    Mirror,
    /// Speaks for the hub.
    #[n(1)]
    Full,
}

/// «This node speaks for this hub.» Signed by the hub, agreed to by the node.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Certificate {
    /// 1.
    #[n(0)]
    pub version: u32,
    /// Who certifies.
    #[n(1)]
    pub hub: HubId,
    /// Who is certified.
    #[n(2)]
    pub node: NodeId,
    /// As what.
    #[n(3)]
    pub role: Role,
    /// How many revocations the hub had made when it signed this.
    #[n(4)]
    pub epoch: u64,
    /// The node's signature over the hub's key: without it a hub could claim another hub's machine for its own.
    #[n(5)]
    pub consent: Signature,
}

const CONSENT: &str = "knutepunkt 1 node agrees to speak for hub";

impl Certificate {
    /// A node agrees to speak for a hub.
    pub fn consent(node: &Secret, hub: &HubId) -> Signature {
        node.sign(CONSENT, &[hub.as_bytes()])
    }

    /// The hub certifies a node that agreed.
    pub fn issue(hub: &Secret, node: NodeId, role: Role, epoch: u64, consent: Signature) -> Verified<Certificate> {
        let statement = Certificate { version: 1, hub: HubId(hub.public()), node, role, epoch, consent };
        Verified::sign(statement, hub)
    }
}

impl Statement for Certificate {
    const DOMAIN: &'static str = "knutepunkt 1 certificate";
    fn signer(&self) -> &[u8; 32] {
        self.hub.as_bytes()
    }
    fn check(&self) -> Result<(), SignatureError> {
        version(self.version)?;
        signed::verify(self.node.as_bytes(), CONSENT, &[self.hub.as_bytes()], &self.consent)
    }
}

/// «This node no longer speaks for this hub; of what it wrote, this stays.»
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Revocation {
    /// 1.
    #[n(0)]
    pub version: u32,
    /// Who revokes.
    #[n(1)]
    pub hub: HubId,
    /// Who is revoked.
    #[n(2)]
    pub node: NodeId,
    /// Which of the hub's revocations this is, counted from 1.
    #[n(3)]
    pub number: u64,
    /// The ids of the chunks of the list of what is kept.
    #[n(4)]
    pub kept: Vec<ItemId>,
}

impl Statement for Revocation {
    const DOMAIN: &'static str = "knutepunkt 1 revocation";
    fn signer(&self) -> &[u8; 32] {
        self.hub.as_bytes()
    }
    fn check(&self) -> Result<(), SignatureError> {
        version(self.version)?;
        bounded(self.kept.len(), limits::KEPT_CHUNKS)
    }
}

/// «This hub has left or closed.» Revokes all its nodes, with what they keep.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Resignation {
    /// 1.
    #[n(0)]
    pub version: u32,
    /// Who leaves.
    #[n(1)]
    pub hub: HubId,
    /// Whose nodes act for it from now on.
    #[n(2)]
    pub successor: Option<HubId>,
    /// The ids of the chunks of the list of what is kept.
    #[n(3)]
    pub kept: Vec<ItemId>,
    /// How many revocations the successor had made; 0 without one. Nodes that it certified before then withdraw nothing of this
    /// hub's.
    #[n(4)]
    pub epoch: u64,
}

impl Statement for Resignation {
    const DOMAIN: &'static str = "knutepunkt 1 resignation";
    fn signer(&self) -> &[u8; 32] {
        self.hub.as_bytes()
    }
    fn check(&self) -> Result<(), SignatureError> {
        version(self.version)?;
        bounded(self.kept.len(), limits::KEPT_CHUNKS)
    }
}

/// A part of the list of what a revocation or resignation keeps. Named by its hash; the statement that names it is its authority.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct KeptChunk {
    /// 1.
    #[n(0)]
    pub version: u32,
    /// Documents, and of what the node wrote in them the changes that go on counting.
    #[n(1)]
    pub documents: Vec<KeptDocument>,
}

/// Changes of a revoked node that go on counting, in one document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
pub struct KeptDocument {
    /// The document.
    #[n(0)]
    pub document: DocumentId,
    /// These, each by name. What one of them builds on is kept only if it is named too: a replica may hold the one and not the
    /// other, and all replicas must come to the same.
    #[n(1)]
    pub changes: Vec<ChangeHash>,
}

/// Cuts a list into entries, and those into chunks, each of which stays within the size of a record.
pub fn kept_chunks(documents: &[KeptDocument]) -> Vec<KeptChunk> {
    let mut chunks: Vec<KeptChunk> = Vec::new();
    let mut room = 0;
    let entries = documents.iter().flat_map(|kept| {
        let parts = kept.changes.chunks(limits::KEPT_CHANGES);
        parts.map(|part| KeptDocument { document: kept.document, changes: part.to_vec() })
    });
    for entry in entries {
        // Each id is 32 bytes and two in front of them; each list and each record has a few more.
        let size = 34 * (entry.changes.len() + 1) + 8;
        match chunks.last_mut().filter(|chunk| size <= room && chunk.documents.len() < limits::KEPT_PER_CHUNK) {
            Some(chunk) => chunk.documents.push(entry),
            None => {
                room = limits::RECORD_BYTES - 64;
                chunks.push(KeptChunk { version: 1, documents: vec![entry] });
            }
        }
        room = room.saturating_sub(size);
    }
    chunks
}

/// A record of the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A certificate.
    Certificate(Verified<Certificate>),
    /// A revocation.
    Revocation(Verified<Revocation>),
    /// A resignation.
    Resignation(Verified<Resignation>),
    /// A part of what one of those keeps, and its bytes.
    Kept(KeptChunk),
}

const CONTEXT: &str = "knutepunkt 2026 law record";

#[derive(minicbor::Encode, minicbor::Decode)]
enum Wire {
    #[n(0)]
    Certificate(#[n(0)] Signed<Certificate>),
    #[n(1)]
    Revocation(#[n(0)] Signed<Revocation>),
    #[n(2)]
    Resignation(#[n(0)] Signed<Resignation>),
    #[n(3)]
    Kept(#[n(0)] KeptChunk),
}

impl Record {
    /// The record's bytes, to keep and to pass on.
    pub fn encode(&self) -> Vec<u8> {
        signed::encode(&match self {
            Record::Certificate(it) => Wire::Certificate(it.signed().clone()),
            Record::Revocation(it) => Wire::Revocation(it.signed().clone()),
            Record::Resignation(it) => Wire::Resignation(it.signed().clone()),
            Record::Kept(it) => Wire::Kept(it.clone()),
        })
    }

    /// Decodes and verifies.
    pub fn decode(bytes: &[u8]) -> Result<Record, SignatureError> {
        Ok(match signed::decode::<Wire>(bytes, limits::RECORD_BYTES)? {
            Wire::Certificate(it) => Record::Certificate(it.verify()?),
            Wire::Revocation(it) => Record::Revocation(it.verify()?),
            Wire::Resignation(it) => Record::Resignation(it.verify()?),
            Wire::Kept(it) => {
                version(it.version)?;
                bounded(it.documents.len(), limits::KEPT_PER_CHUNK)?;
                for document in &it.documents {
                    bounded(document.changes.len(), limits::KEPT_CHANGES)?;
                }
                Record::Kept(it)
            }
        })
    }

    /// The item's id: a hash of what the record says (of a signed one: of the bytes that are signed).
    pub fn id(&self) -> ItemId {
        let (tag, bytes) = match self {
            Record::Certificate(it) => (0, it.signed().bytes()),
            Record::Revocation(it) => (1, it.signed().bytes()),
            Record::Resignation(it) => (2, it.signed().bytes()),
            Record::Kept(it) => return it.id(),
        };
        ItemId(hash(CONTEXT, &[&[tag], bytes]))
    }

    /// The hub that speaks, where the record says so itself.
    pub fn hub(&self) -> Option<HubId> {
        match self {
            Record::Certificate(it) => Some(it.hub),
            Record::Revocation(it) => Some(it.hub),
            Record::Resignation(it) => Some(it.hub),
            Record::Kept(_) => None,
        }
    }
}

impl KeptChunk {
    /// The chunk's name.
    pub fn id(&self) -> ItemId {
        ItemId(hash(CONTEXT, &[&[3], &signed::encode(self)]))
    }
}

pub(crate) fn version(version: u32) -> Result<(), SignatureError> {
    if version == 1 { Ok(()) } else { Err(SignatureError::NewerFormat) }
}

pub(crate) fn bounded(length: usize, most: usize) -> Result<(), SignatureError> {
    if length <= most { Ok(()) } else { Err(SignatureError::TooLong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_cannot_certify_a_machine_that_did_not_agree() {
        let (hub, thief, node) = (Secret::from_seed(&[1; 32]), Secret::from_seed(&[2; 32]), Secret::from_seed(&[3; 32]));
        let consent = Certificate::consent(&node, &HubId(hub.public()));
        let good = Certificate::issue(&hub, NodeId(node.public()), Role::Full, 0, consent);
        let bytes = Record::Certificate(good.clone()).encode();
        assert_eq!(Record::decode(&bytes).map(|record| record.encode()), Ok(bytes));

        let claimed = Certificate::issue(&thief, NodeId(node.public()), Role::Full, 0, consent);
        assert_eq!(Record::decode(&Record::Certificate(claimed).encode()), Err(SignatureError::Mismatch));
    }

    #[test]
    fn records_cut_anywhere_are_refused() {
        let (hub, node) = (Secret::from_seed(&[1; 32]), NodeId([3; 32]));
        let statement = Revocation { version: 1, hub: HubId(hub.public()), node, number: 1, kept: vec![ItemId([9; 32])] };
        let bytes = Record::Revocation(Verified::sign(statement, &hub)).encode();
        assert!(Record::decode(&bytes).is_ok());
        for end in 0..bytes.len() {
            assert!(Record::decode(&bytes[..end]).is_err(), "{end}");
        }
        let newer = Revocation { version: 2, hub: HubId(hub.public()), node, number: 1, kept: vec![] };
        let bytes = Record::Revocation(Verified::sign(newer, &hub)).encode();
        assert_eq!(Record::decode(&bytes), Err(SignatureError::NewerFormat));
    }

    #[test]
    fn the_largest_list_of_what_is_kept_fits_its_limits() {
        for changes in [1, limits::KEPT_CHANGES] {
            let document = KeptDocument { document: DocumentId([1; 32]), changes: vec![ChangeHash([2; 32]); changes] };
            let documents = vec![document; limits::KEPT_PER_CHUNK * 3 + 1];
            let chunks = kept_chunks(&documents);
            assert_eq!(chunks.iter().map(|chunk| chunk.documents.len()).sum::<usize>(), documents.len());
            for chunk in chunks {
                let bytes = Record::Kept(chunk.clone()).encode();
                assert_eq!(Record::decode(&bytes), Ok(Record::Kept(chunk)));
            }
        }
        let many =
            KeptDocument { document: DocumentId([1; 32]), changes: vec![ChangeHash([2; 32]); limits::KEPT_CHANGES * 2 + 1] };
        assert_eq!(kept_chunks(&[many]).iter().map(|chunk| chunk.documents.len()).sum::<usize>(), 3);
        assert_eq!(kept_chunks(&[]), vec![]);
    }
}
