//! A teller's withdrawal: the key's signature that it withdraws, and a witness that has seen the key (specification §5.1).
//!
//! It names no story, hub or date. Anyone may hand it in anywhere. A node that has seen the key, in a published header or in its
//! own submissions, adds itself as a witness; only then is it kept for ever and spread, so that strangers who invent keys fill
//! nobody's disk.

use crate::document::header::teller_address;
use crate::ids::{Address, HubId, ItemId, NetworkId, NodeId, TellerKey, hash};
use crate::law::records::{Certificate, version};
use crate::signed::{self, Secret, Signature, SignatureError, Signed, Statement, Verified};

/// «Withdraw everything that carries this key, at this network.»
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct KeyWithdrawal {
    /// 1.
    #[n(0)]
    pub version: u32,
    /// The network.
    #[n(1)]
    pub network: NetworkId,
    /// The key, which signs.
    #[n(2)]
    pub key: TellerKey,
}

impl Statement for KeyWithdrawal {
    const DOMAIN: &'static str = "knutepunkt 1 withdrawal by key";
    fn signer(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }
    fn check(&self) -> Result<(), SignatureError> {
        version(self.version)
    }
}

impl KeyWithdrawal {
    /// The teller withdraws.
    pub fn sign(teller: &Secret, network: NetworkId) -> Verified<KeyWithdrawal> {
        Verified::sign(KeyWithdrawal { version: 1, network, key: TellerKey(teller.public()) }, teller)
    }

    /// The address that it withdraws.
    pub fn address(&self) -> Address {
        teller_address(&self.network, &self.key)
    }

    /// The item's id: of the key alone, whoever witnesses.
    pub fn item(&self) -> ItemId {
        item(&self.network, &self.key)
    }
}

/// The item's id of a withdrawal of this key in this network.
pub fn item(network: &NetworkId, key: &TellerKey) -> ItemId {
    ItemId(hash("knutepunkt 2026 withdrawal by key", &[network.as_bytes(), key.as_bytes()]))
}

/// «I, a node of this hub, have seen this key.»
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Witness {
    /// Its certificate, so that the witness can be checked by who does not know the hub.
    #[n(0)]
    pub certificate: Signed<Certificate>,
    /// Its signature over (network, key).
    #[n(1)]
    pub signature: Signature,
}

const WITNESS: &str = "knutepunkt 1 witness of a withdrawal";

/// A withdrawal that a node has witnessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    /// The teller's withdrawal.
    pub withdrawal: Verified<KeyWithdrawal>,
    /// The witness's certificate.
    pub certificate: Verified<Certificate>,
    signature: Signature,
}

#[derive(minicbor::Encode, minicbor::Decode)]
struct Wire {
    #[n(0)]
    withdrawal: Signed<KeyWithdrawal>,
    #[n(1)]
    witness: Witness,
}

impl Witnessed {
    /// A node that has seen the key says so.
    pub fn sign(withdrawal: Verified<KeyWithdrawal>, node: &Secret, certificate: Verified<Certificate>) -> Witnessed {
        let signature = node.sign(WITNESS, &[withdrawal.network.as_bytes(), withdrawal.key.as_bytes()]);
        Witnessed { withdrawal, certificate, signature }
    }

    /// The witness's hub.
    pub fn hub(&self) -> HubId {
        self.certificate.hub
    }

    /// The witness.
    pub fn node(&self) -> NodeId {
        self.certificate.node
    }

    /// The bytes, to keep and to pass on.
    pub fn encode(&self) -> Vec<u8> {
        let witness = Witness { certificate: self.certificate.signed().clone(), signature: self.signature };
        signed::encode(&Wire { withdrawal: self.withdrawal.signed().clone(), witness })
    }

    /// Decodes and verifies.
    pub fn decode(bytes: &[u8]) -> Result<Witnessed, SignatureError> {
        let wire: Wire = signed::decode(bytes, crate::limits::RECORD_BYTES)?;
        let withdrawal = wire.withdrawal.verify()?;
        let certificate = wire.witness.certificate.verify()?;
        let parts: [&[u8]; 2] = [withdrawal.network.as_bytes(), withdrawal.key.as_bytes()];
        signed::verify(certificate.node.as_bytes(), WITNESS, &parts, &wire.witness.signature)?;
        Ok(Witnessed { withdrawal, certificate, signature: wire.witness.signature })
    }
}
