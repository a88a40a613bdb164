//! The words that two nodes exchange (specification §7.2). Bytes become these values only in [`decode_request`] and
//! [`decode_response`], behind [`crate::limits::MESSAGE_BYTES`].

use crate::ids::{ChangeHash, DocumentId, HubId, ItemId, NetworkId};
use crate::law::records::Certificate;
use crate::limits;
use crate::replica::Set;
use crate::replica::sets::{Bundle, Outline};
use crate::signed::{self, SignatureError, Signed};
use crate::withdrawal::by_key::KeyWithdrawal;
use minicbor::bytes::ByteVec;

/// The version of the protocol that this crate speaks.
pub const VERSION: u32 = 1;

/// A question.
#[derive(Debug, Clone, PartialEq, minicbor::Encode, minicbor::Decode)]
pub enum Request {
    /// Who I am and how my sets stand. The first word, and said again whenever they change.
    #[n(0)]
    Hello(#[n(0)] Hello),
    /// One step of the reconciliation of a set.
    #[n(1)]
    Reconcile(#[n(0)] Set, #[cbor(n(1), with = "minicbor::bytes")] Vec<u8>),
    /// These items, of a set whose items are not documents.
    #[n(2)]
    Items(#[n(0)] Set, #[n(1)] Vec<ItemId>),
    /// Which documents these items are, and at which heads.
    #[n(3)]
    Outlines(#[n(0)] Set, #[n(1)] Vec<ItemId>),
    /// Documents: at these heads, without what is built into those.
    #[n(4)]
    Documents(#[n(0)] Vec<Wanted>),
    /// May my hub join? Strangers may say this.
    #[n(5)]
    Ask(#[n(0)] Signed<Asking>),
    /// Withdrawals that nobody has witnessed yet. Strangers that a hub certified may say this.
    #[n(6)]
    HandIn(#[n(0)] Vec<Signed<KeyWithdrawal>>),
}

/// How a node introduces itself.
#[derive(Debug, Clone, PartialEq, minicbor::Encode, minicbor::Decode)]
pub struct Hello {
    /// Versions of the protocol that it speaks.
    #[n(0)]
    pub versions: Vec<u32>,
    /// Its network.
    #[n(1)]
    pub network: NetworkId,
    /// Its certificate.
    #[n(2)]
    pub certificate: Option<Signed<Certificate>>,
    /// A summary of each agreed set.
    #[n(3)]
    pub digests: Vec<ItemId>,
    /// A summary of its waiting room, and one of what it has set aside of the hub that it speaks to.
    #[n(4)]
    pub beside: Vec<ItemId>,
    /// Whether it takes the node that it speaks to for a member's.
    #[n(5)]
    pub member: bool,
    /// Where it listens.
    #[n(6)]
    pub addresses: Vec<String>,
}

/// A document that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Wanted {
    /// The document.
    #[n(0)]
    pub document: DocumentId,
    /// At these heads.
    #[n(1)]
    pub heads: Vec<ChangeHash>,
    /// Without these changes and what they build on.
    #[n(2)]
    pub have: Vec<ChangeHash>,
}

/// A hub that asks to join. Signed by its node.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Asking {
    /// 1.
    #[n(0)]
    pub version: u32,
    /// The network.
    #[n(1)]
    pub network: NetworkId,
    /// The hub's certificate for the node that signs.
    #[n(2)]
    pub certificate: Signed<Certificate>,
    /// The node that signs.
    #[n(3)]
    pub node: crate::ids::NodeId,
    /// The hub.
    #[n(4)]
    pub hub: HubId,
    /// What it calls itself.
    #[n(5)]
    pub name: String,
    /// Where its node can be reached.
    #[n(6)]
    pub addresses: Vec<String>,
}

impl signed::Statement for Asking {
    const DOMAIN: &'static str = "knutepunkt 1 asking to join";
    fn signer(&self) -> &[u8; 32] {
        self.node.as_bytes()
    }
    fn check(&self) -> Result<(), SignatureError> {
        crate::law::records::version(self.version)?;
        crate::law::records::bounded(self.name.len(), limits::NAME_BYTES)?;
        crate::law::records::bounded(self.addresses.len(), limits::ADDRESSES)?;
        let certificate = self.certificate.clone().verify()?;
        if certificate.hub == self.hub && certificate.node == self.node { Ok(()) } else { Err(SignatureError::Mismatch) }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, minicbor::Encode, minicbor::Decode)]
pub enum Response {
    /// To [`Request::Hello`].
    #[n(0)]
    Hello(#[n(0)] Hello),
    /// To [`Request::Reconcile`].
    #[n(1)]
    Reconcile(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
    /// To [`Request::Items`]: in the order of the question, as many as fit; `None` for what is not here.
    #[n(2)]
    Items(#[n(0)] Vec<Option<ByteVec>>),
    /// To [`Request::Outlines`].
    #[n(3)]
    Outlines(#[n(0)] Vec<Outline>),
    /// To [`Request::Documents`]: in the order of the question, as many as fit; `None` for what is not here.
    #[n(4)]
    Documents(#[n(0)] Vec<Option<Bundle>>),
    /// Taken.
    #[n(5)]
    Done,
    /// Not answered, and why.
    #[n(6)]
    Refused(#[n(0)] Why),
}

/// Why a question was not answered.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum Why {
    /// The versions that are spoken here.
    #[n(0)]
    Version(#[n(0)] Vec<u32>),
    /// This is another network.
    #[n(1)]
    OtherNetwork,
    /// Only members' nodes are answered.
    #[n(2)]
    NotMember,
    /// The question does not decode or breaks a limit.
    #[n(3)]
    Malformed,
    /// Too much was asked lately.
    #[n(4)]
    Busy,
    /// Nothing is known of what was asked, or there is no room.
    #[n(5)]
    No,
}

/// Encodes a question.
pub fn encode_request(request: &Request) -> Vec<u8> {
    signed::encode(request)
}

/// Encodes an answer.
pub fn encode_response(response: &Response) -> Vec<u8> {
    signed::encode(response)
}

/// Decodes a question from untrusted bytes.
pub fn decode_request(bytes: &[u8]) -> Result<Request, SignatureError> {
    let request: Request = signed::decode(bytes, limits::MESSAGE_BYTES)?;
    let bounded = match &request {
        Request::Hello(hello) => bounded_hello(hello),
        Request::Items(_, ids) | Request::Outlines(_, ids) => ids.len() <= limits::MESSAGE_IDS,
        Request::Documents(wanted) => wanted.len() <= limits::MESSAGE_IDS,
        Request::HandIn(withdrawals) => withdrawals.len() <= limits::WAITING,
        Request::Reconcile(_, message) => message.len() as u64 <= limits::FRAME_BYTES * 2,
        Request::Ask(_) => true,
    };
    if bounded { Ok(request) } else { Err(SignatureError::TooLong) }
}

/// Decodes an answer from untrusted bytes.
pub fn decode_response(bytes: &[u8]) -> Result<Response, SignatureError> {
    let response: Response = signed::decode(bytes, limits::MESSAGE_BYTES)?;
    let bounded = match &response {
        Response::Hello(hello) => bounded_hello(hello),
        Response::Items(items) => items.len() <= limits::MESSAGE_IDS,
        Response::Outlines(outlines) => outlines.len() <= limits::MESSAGE_IDS,
        Response::Documents(bundles) => bundles.len() <= limits::MESSAGE_IDS,
        Response::Reconcile(message) => message.len() as u64 <= limits::FRAME_BYTES * 2,
        Response::Done | Response::Refused(_) => true,
    };
    if bounded { Ok(response) } else { Err(SignatureError::TooLong) }
}

fn bounded_hello(hello: &Hello) -> bool {
    hello.versions.len() <= 16
        && hello.digests.len() <= 16
        && hello.beside.len() <= 16
        && hello.addresses.len() <= limits::ADDRESSES
        && hello.addresses.iter().all(|address| address.len() <= limits::ADDRESS_BYTES)
}
