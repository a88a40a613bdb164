//! Holds: an address is hidden everywhere, its documents are kept, and it can be released (specification §5.3).
//!
//! For a caller who may not be the teller, for a complaint, for a withdrawal under pressure. Of one node's holds of one address
//! the highest counter is kept; of those that count the highest rules, and a tie holds.

use crate::ids::{Address, HubId, ItemId, NetworkId, NodeId, hash};
use crate::law::records::version;
use crate::limits;
use crate::signed::{self, Secret, SignatureError, Signed, Statement, Verified};

/// «This address is hidden» or «no longer».
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Hold {
    /// 1.
    #[n(0)]
    pub version: u32,
    /// The network.
    #[n(1)]
    pub network: NetworkId,
    /// The hub for which the node speaks.
    #[n(2)]
    pub hub: HubId,
    /// The node, which signs.
    #[n(3)]
    pub node: NodeId,
    /// What is hidden.
    #[n(4)]
    pub address: Address,
    /// Higher than in anything this node knows about the address.
    #[n(5)]
    pub counter: u64,
    /// Hidden, or released.
    #[n(6)]
    pub held: bool,
}

impl Statement for Hold {
    const DOMAIN: &'static str = "knutepunkt 1 hold";
    fn signer(&self) -> &[u8; 32] {
        self.node.as_bytes()
    }
    fn check(&self) -> Result<(), SignatureError> {
        version(self.version)?;
        if self.counter <= limits::HOLD_COUNTER { Ok(()) } else { Err(SignatureError::TooLong) }
    }
}

impl Hold {
    /// Signs. `statement` names the node whose secret this is.
    pub fn sign(statement: Hold, node: &Secret) -> Verified<Hold> {
        Verified::sign(statement, node)
    }

    /// Decodes and verifies.
    pub fn decode(bytes: &[u8]) -> Result<Verified<Hold>, SignatureError> {
        signed::decode::<Signed<Hold>>(bytes, limits::RECORD_BYTES)?.verify()
    }

    /// The item's id: of what it says.
    pub fn item(&self) -> ItemId {
        ItemId(hash(
            "knutepunkt 2026 hold",
            &[
                self.network.as_bytes(),
                self.hub.as_bytes(),
                self.node.as_bytes(),
                self.address.as_bytes(),
                &self.counter.to_be_bytes(),
                &[u8::from(self.held)],
            ],
        ))
    }
}
