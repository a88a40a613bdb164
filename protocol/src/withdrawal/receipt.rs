//! Receipts: a node says what it has removed (specification §5.4).
//!
//! Every certified node of every member signs one for every withdrawal, whether it held anything or not: who has not signed has
//! not answered. `at` is for people to read.

use crate::ids::{HubId, ItemId, NetworkId, NodeId, hash};
use crate::law::records::{bounded, version};
use crate::limits;
use crate::signed::{self, Secret, SignatureError, Signed, Statement, Verified};

/// «Of these withdrawals, nothing is left here, and the keys of what was here are overwritten.»
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Receipt {
    /// 1.
    #[n(0)]
    pub version: u32,
    /// The network.
    #[n(1)]
    pub network: NetworkId,
    /// The hub for which the node signs.
    #[n(2)]
    pub hub: HubId,
    /// The node, which signs.
    #[n(3)]
    pub node: NodeId,
    /// Seconds since 1970, as the node's clock says.
    #[n(4)]
    pub at: u64,
    /// The withdrawals.
    #[n(5)]
    pub withdrawals: Vec<ItemId>,
}

impl Statement for Receipt {
    const DOMAIN: &'static str = "knutepunkt 1 receipt";
    fn signer(&self) -> &[u8; 32] {
        self.node.as_bytes()
    }
    fn check(&self) -> Result<(), SignatureError> {
        version(self.version)?;
        bounded(self.withdrawals.len(), limits::RECEIPT_WITHDRAWALS)
    }
}

impl Receipt {
    /// Signs.
    pub fn sign(network: NetworkId, hub: HubId, node: &Secret, at: u64, withdrawals: Vec<ItemId>) -> Verified<Receipt> {
        let node_id = NodeId(node.public());
        Verified::sign(Receipt { version: 1, network, hub, node: node_id, at, withdrawals }, node)
    }

    /// Decodes and verifies.
    pub fn decode(bytes: &[u8]) -> Result<Verified<Receipt>, SignatureError> {
        signed::decode::<Signed<Receipt>>(bytes, limits::RECORD_BYTES)?.verify()
    }
}

/// The item's id: of the bytes that are signed.
pub fn item(receipt: &Verified<Receipt>) -> ItemId {
    ItemId(hash("knutepunkt 2026 receipt", &[receipt.signed().bytes()]))
}
