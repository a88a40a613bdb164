//! # What is true
//!
//! The protocol of Knutepunkt: who a hub is, what a document is, who belongs to the network, what is withdrawn, and how two
//! nodes come to hold the same. It is pure and deterministic: no files, sockets, threads, clock, randomness of its own or
//! hash-map order. Time and randomness are arguments; what must be written is returned.
//!
//! The rules are stated in `docs/protocol.md` and nowhere else; each module names the sections it implements.
//!
//! From the bottom up:
//!
//! * [`limits`], [`ids`], [`signed`]: what is bounded, how things are named, what a signature covers;
//! * [`words`], [`code`]: secrets on paper: a hub's twenty-four words and a teller's withdrawal code;
//! * [`law`]: charter, certificates, revocations, resignations, trust lists, and the membership that follows from them;
//! * [`document`]: headers, sealed changes, the guard in front of Automerge, the view;
//! * [`kinds`]: fields, vocabularies and the rules of authoring;
//! * [`withdrawal`]: withdrawals, receipts and holds;
//! * [`replica`]: the items that a node holds and the rules by which they change;
//! * [`reconcile`], [`message`]: how two replicas find what differs, and the words they use.

pub mod code;
pub mod document;
pub mod ids;
pub mod kinds;
pub mod law;
pub mod limits;
pub mod message;
pub mod reconcile;
pub mod replica;
pub mod rows;
pub mod signed;
pub mod withdrawal;
pub mod words;
