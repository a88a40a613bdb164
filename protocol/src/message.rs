//! The words that two nodes exchange (specification §7.2). Bytes become these values only in [`decode_request`] and
//! [`decode_response`], behind [`crate::limits::QUESTION_BYTES`] and [`crate::limits::MESSAGE_BYTES`]; lists are counted before they
//! are read, since an absent item is one byte in a message and fifty in memory.

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

/// Versions, or summaries of sets, in one message.
const FEW: usize = 16;

/// Reads a list of at most `N`, counted before anything of it is read.
pub(crate) fn up_to<'b, C, T: minicbor::Decode<'b, C>, const N: usize>(
    d: &mut minicbor::Decoder<'b>,
    ctx: &mut C,
) -> Result<Vec<T>, minicbor::decode::Error> {
    let claimed = d.array()?.and_then(|claimed| usize::try_from(claimed).ok()).filter(|claimed| *claimed <= N);
    let claimed = claimed.ok_or_else(|| minicbor::decode::Error::message("a list is longer than such lists may be"))?;
    (0..claimed).map(|_| d.decode_with(ctx)).collect()
}

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
    Items(#[n(0)] Set, #[cbor(n(1), decode_with = "up_to::<_, _, { limits::MESSAGE_IDS }>")] Vec<ItemId>),
    /// Which documents these items are, and at which heads.
    #[n(3)]
    Outlines(#[n(0)] Set, #[cbor(n(1), decode_with = "up_to::<_, _, { limits::MESSAGE_IDS }>")] Vec<ItemId>),
    /// Documents of a set, at the heads that they have in it.
    #[n(4)]
    Documents(#[n(0)] Set, #[cbor(n(1), decode_with = "up_to::<_, _, { limits::MESSAGE_DOCUMENTS }>")] Vec<Wanted>),
    /// May my hub join? Strangers may say this.
    #[n(5)]
    Ask(#[n(0)] Signed<Asking>),
    /// Withdrawals that nobody has witnessed yet. Strangers that a hub certified may say this.
    #[n(6)]
    HandIn(#[cbor(n(0), decode_with = "up_to::<_, _, { limits::WAITING }>")] Vec<Signed<KeyWithdrawal>>),
}

/// How a node introduces itself.
#[derive(Debug, Clone, PartialEq, minicbor::Encode, minicbor::Decode)]
pub struct Hello {
    /// Versions of the protocol that it speaks.
    #[cbor(n(0), decode_with = "up_to::<_, _, FEW>")]
    pub versions: Vec<u32>,
    /// Its network.
    #[n(1)]
    pub network: NetworkId,
    /// Its certificate.
    #[n(2)]
    pub certificate: Option<Signed<Certificate>>,
    /// A summary of each agreed set.
    #[cbor(n(3), decode_with = "up_to::<_, _, FEW>")]
    pub digests: Vec<ItemId>,
    /// A summary of its waiting room, and one of what it has set aside of the hub that it speaks to.
    #[cbor(n(4), decode_with = "up_to::<_, _, FEW>")]
    pub beside: Vec<ItemId>,
    /// What it answers the node that it speaks to.
    #[n(5)]
    pub welcome: Welcome,
    /// Where it listens.
    #[cbor(n(6), decode_with = "up_to::<_, _, { limits::ADDRESSES }>")]
    pub addresses: Vec<String>,
}

/// What a node answers another, by what the law says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Welcome {
    /// What strangers may say, and no more.
    #[n(0)]
    Stranger,
    /// The law, withdrawals and receipts: a hub that is not in, or a node that was revoked, learns so, and what to destroy.
    #[n(1)]
    Outside,
    /// Everything.
    #[n(2)]
    Member,
}

impl Welcome {
    /// Whether questions about this set are answered.
    pub fn covers(self, set: Set) -> bool {
        match set {
            Set::Law | Set::Withdrawals | Set::Receipts => self >= Welcome::Outside,
            Set::Documents | Set::Waiting | Set::Aside => self == Welcome::Member,
        }
    }
}

/// A document that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Wanted {
    /// The document.
    #[n(0)]
    pub document: DocumentId,
    /// Without these changes and what they build on.
    #[cbor(n(1), decode_with = "up_to::<_, _, { limits::HEADS }>")]
    pub have: Vec<ChangeHash>,
    /// Without so many changes of the answer, which have come: a long document comes in parts.
    #[n(2)]
    pub skip: u32,
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
        for address in &self.addresses {
            crate::law::records::bounded(address.len(), limits::ADDRESS_BYTES)?;
        }
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
    Items(#[cbor(n(0), decode_with = "up_to::<_, _, { limits::MESSAGE_IDS }>")] Vec<Option<ByteVec>>),
    /// To [`Request::Outlines`]: in the order of the question, as many as fit; `None` for what is no document here.
    #[n(3)]
    Outlines(#[cbor(n(0), decode_with = "up_to::<_, _, { limits::MESSAGE_IDS }>")] Vec<Option<Outline>>),
    /// To [`Request::Documents`]: in the order of the question, as many as fit; `None` for what is not here.
    #[n(4)]
    Documents(#[cbor(n(0), decode_with = "up_to::<_, _, { limits::MESSAGE_DOCUMENTS }>")] Vec<Option<Bundle>>),
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
    Version(#[cbor(n(0), decode_with = "up_to::<_, _, FEW>")] Vec<u32>),
    /// This is another network.
    #[n(1)]
    OtherNetwork,
    /// It is no member's node, and strangers are not answered this.
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
    let request: Request = signed::decode(bytes, limits::QUESTION_BYTES)?;
    let bounded = match &request {
        Request::Hello(hello) => bounded_hello(hello),
        Request::Reconcile(_, message) => message.len() as u64 <= limits::FRAME_BYTES * 2,
        _ => true,
    };
    if bounded { Ok(request) } else { Err(SignatureError::TooLong) }
}

/// Decodes an answer from untrusted bytes.
pub fn decode_response(bytes: &[u8]) -> Result<Response, SignatureError> {
    let response: Response = signed::decode(bytes, limits::MESSAGE_BYTES)?;
    let bounded = match &response {
        Response::Hello(hello) => bounded_hello(hello),
        Response::Reconcile(message) => message.len() as u64 <= limits::FRAME_BYTES * 2,
        _ => true,
    };
    if bounded { Ok(response) } else { Err(SignatureError::TooLong) }
}

fn bounded_hello(hello: &Hello) -> bool {
    hello.addresses.iter().all(|address| address.len() <= limits::ADDRESS_BYTES)
}
