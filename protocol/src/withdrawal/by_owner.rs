//! An owner's withdrawal: final, or in favour of a correction (specification §5.2).
//!
//! It carries the header and the signer's certificate, so that it can be checked before the document is known. A signer whose
//! certificate is older than the document cannot withdraw it: a laptop that was revoked last year erases nothing that was
//! published since.

use crate::document::header::{Editors, Header};
use crate::ids::{Address, DocumentId, HubId, ItemId, NetworkId, NodeId, hash};
use crate::law::records::{Certificate, Resignation, Role, bounded, version};
use crate::limits;
use crate::signed::{Secret, SignatureError, Signed, Statement, Verified};

/// What the owner wants.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
pub enum Wish {
    /// What the owner alone said at the address and about it is to be gone for ever, and what it may yet bring: as far as the
    /// signer's certificate reaches.
    #[n(0)]
    Final,
    /// This version is to be hidden, and gone once the successor with this header is held and counts. The successor names its
    /// predecessor by hash, so replacements cannot go in a circle.
    #[n(1)]
    Replaced(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
}

/// «Withdraw this document of ours.»
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct OwnerWithdrawal {
    /// 1.
    #[n(0)]
    pub version: u32,
    /// The node that signs.
    #[n(1)]
    pub node: NodeId,
    /// What is to happen.
    #[n(2)]
    pub wish: Wish,
    /// The header of the document.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub header: Vec<u8>,
    /// The node's certificate.
    #[n(4)]
    pub certificate: Signed<Certificate>,
    /// Where a successor acts for an owner that has left: the resignations that lead from the owner to the signer's hub.
    #[n(5)]
    pub resignations: Vec<Signed<Resignation>>,
}

impl Statement for OwnerWithdrawal {
    const DOMAIN: &'static str = "knutepunkt 1 withdrawal by owner";
    fn signer(&self) -> &[u8; 32] {
        self.node.as_bytes()
    }
    fn check(&self) -> Result<(), SignatureError> {
        version(self.version)?;
        bounded(self.resignations.len(), 8)
    }
}

/// An owner's withdrawal that is valid: it is the owner's, of a document of this network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByOwner {
    statement: Verified<OwnerWithdrawal>,
    /// The document's owner.
    pub owner: HubId,
    /// The address.
    pub address: Address,
    /// The version whose header it carries.
    pub document: DocumentId,
    /// The version that takes its place; none if it is withdrawn for ever.
    pub successor: Option<DocumentId>,
    /// Up to which epoch of the owner's headers it reaches: that of the signer's certificate, or all where a successor acts.
    pub epoch: u64,
}

/// Why an owner's withdrawal is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OwnerError {
    /// A signature does not hold, or the bytes do not decode.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The header is not valid here.
    #[error("the withdrawal's header is not valid: {0}")]
    Header(#[from] crate::document::header::HeaderError),
    /// The signer does not act for the owner.
    #[error("the signer does not act for the document's owner")]
    NotOwner,
    /// The signer's certificate is older than the document.
    #[error("the signer's certificate is older than the document")]
    Epoch,
    /// The successor stands elsewhere, or others may write in it, or it does not say what it supersedes.
    #[error("a correction stands at the same address, has the same owner and editors, and names what it supersedes")]
    Successor,
    /// A profile, a trust list, or a document with several editors.
    #[error("what a hub has one of, and what several hubs write, is not withdrawn by one owner: hold it instead")]
    NotWithdrawable,
}

impl ByOwner {
    /// The owner's node withdraws.
    pub fn sign(
        wish: Wish,
        header: Vec<u8>,
        node: &Secret,
        certificate: &Verified<Certificate>,
        resignations: Vec<Signed<Resignation>>,
        network: &NetworkId,
    ) -> Result<ByOwner, OwnerError> {
        let statement = OwnerWithdrawal {
            version: 1,
            node: NodeId(node.public()),
            wish,
            header,
            certificate: certificate.signed().clone(),
            resignations,
        };
        ByOwner::check(Verified::sign(statement, node), network)
    }

    /// Decodes and verifies.
    pub fn decode(bytes: &[u8], network: &NetworkId) -> Result<ByOwner, OwnerError> {
        let signed: Signed<OwnerWithdrawal> = crate::signed::decode(bytes, limits::RECORD_BYTES)?;
        ByOwner::check(signed.verify()?, network)
    }

    fn check(statement: Verified<OwnerWithdrawal>, network: &NetworkId) -> Result<ByOwner, OwnerError> {
        let header = Header::decode(&statement.header, network)?;
        let certificate = statement.certificate.clone().verify()?;
        if certificate.node != statement.node || certificate.role != Role::Full {
            return Err(OwnerError::NotOwner);
        }
        let (mut acting, mut since) = (header.owner, 0);
        for resignation in &statement.resignations {
            let resignation = resignation.clone().verify()?;
            if resignation.hub != acting {
                return Err(OwnerError::NotOwner);
            }
            acting = resignation.successor.ok_or(OwnerError::NotOwner)?;
            since = resignation.epoch;
        }
        if acting != certificate.hub {
            return Err(OwnerError::NotOwner);
        }
        // A node that a hub had revoked before it became a successor does not act for whom the hub succeeds.
        let epoch = if certificate.hub == header.owner { certificate.epoch } else { u64::MAX };
        if certificate.epoch < since || epoch < header.epoch {
            return Err(OwnerError::Epoch);
        }
        let (owner, address, document) = (header.owner, header.address(), Header::id_of(&statement.header));
        let successor = match &statement.wish {
            Wish::Final if header.single() || header.editors != Editors::Owner => return Err(OwnerError::NotWithdrawable),
            Wish::Final => None,
            Wish::Replaced(_) if header.kind == "trust" => return Err(OwnerError::NotWithdrawable),
            Wish::Replaced(bytes) => {
                let next = Header::decode(bytes, network)?;
                let same = (next.owner, next.address(), &next.editors) == (owner, address, &header.editors);
                if !same || !next.supersedes.contains(&document) {
                    return Err(OwnerError::Successor);
                }
                Some(Header::id_of(bytes))
            }
        };
        Ok(ByOwner { statement, owner, address, document, successor, epoch })
    }

    /// The bytes, to keep and to pass on.
    pub fn encode(&self) -> Vec<u8> {
        crate::signed::encode(self.statement.signed())
    }

    /// Whether a final withdrawal reaches a document: one at the address or about it, of the same owner, in which nobody else
    /// writes, and of no later epoch. It is asked of each document and not of the header in the withdrawal, which anybody who was
    /// once certified can invent: who was revoked reaches nothing that was published since, two hubs to which one teller gave the
    /// same key do not erase each other's versions, and nobody erases what several wrote.
    pub fn covers(&self, header: &Header) -> bool {
        let there = header.address() == self.address || header.about == Some(self.address);
        let theirs = header.owner == self.owner && header.editors == Editors::Owner;
        self.successor.is_none() && there && theirs && header.epoch <= self.epoch
    }

    /// The item's id: of what it says, whoever signed it.
    pub fn item(&self) -> ItemId {
        ItemId(match self.successor {
            None => {
                let parts: [&[u8]; 3] = [self.address.as_bytes(), self.owner.as_bytes(), &self.epoch.to_be_bytes()];
                hash("knutepunkt 2026 withdrawal by owner", &parts)
            }
            Some(successor) => hash("knutepunkt 2026 replacement by owner", &[self.document.as_bytes(), successor.as_bytes()]),
        })
    }
}
