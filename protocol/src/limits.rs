//! Every limit of the protocol, each with its unit and its reason (specification §10).
//!
//! Limits that decide what *counts* are part of the rules: changing one changes what two versions agree on, and needs a new
//! version of the format. They are marked **rule**. The others only bound what one node takes in at a time.

/// Bytes of one Automerge change. **Rule.** A story is some 4 kB, the longest report some 100 kB.
pub const CHANGE_BYTES: usize = 256 * 1024;

/// Operations in one change. **Rule.** A field costs one, a paragraph one; a run-length column can claim 2^40 in ten bytes.
pub const CHANGE_OPS: u64 = 20_000;

/// Operations that a change may have besides one for each of its bytes. **Rule.** Run-length columns write a list of a thousand
/// truths in ten bytes, and each costs a reader most of a kilobyte; people's words have a byte at least.
pub const CHANGE_FREE_OPS: u64 = 1_000;

/// Operations of one document that are read. Some 200 MB in a reader's memory; a document that is edited daily for twenty years
/// has some 50 000. What has more shows nothing until what brought it there no longer counts.
pub const DOCUMENT_OPS: u64 = 250_000;

/// Bytes of one document that are read. A story of 4 kB that is rewritten daily for twenty years has 29 MB.
pub const DOCUMENT_BYTES: usize = 64 * 1024 * 1024;

/// What one change builds on, and other actors that it names: changes. **Rule.** Merging more heads takes several changes.
pub const CHANGE_DEPS: usize = 64;

/// Actors that one change names besides its own. **Rule.** One change is one actor, so this bounds what one edit overwrites.
pub const CHANGE_ACTORS: usize = 1_024;

/// Changes of one hub in one document. **Rule.** A document that is edited daily for twenty years has 7 300.
pub const DOCUMENT_CHANGES: usize = 10_000;

/// Changes that count in one generation of a trust list. **Rule.** So that one member cannot delay the law for ever.
pub const TRUST_CHANGES: usize = 1_000;

/// Hubs that one trust list names. **Rule.** In the order of their ids.
pub const TRUST_NAMES: usize = 2_048;

/// Hubs in the network. **Rule.** By rank, then in the order of their ids; a bound for inventions of colluders.
pub const HUBS: usize = 8_192;

/// Bytes of a header. **Rule.** Some 400 with a key; the rest is room for editors and predecessors.
pub const HEADER_BYTES: usize = 8 * 1024;

/// Editors that a header names, and predecessors that it supersedes. **Rule.**
pub const HEADER_NAMES: usize = 64;

/// Bytes of a signed record other than a document: certificate, revocation, withdrawal, receipt, hold. **Rule.**
pub const RECORD_BYTES: usize = 64 * 1024;

/// Documents in one chunk of the list of what a revocation keeps. **Rule.** A chunk stays below [`RECORD_BYTES`].
pub const KEPT_PER_CHUNK: usize = 256;

/// Changes in one entry of such a list. **Rule.** A document of which more are kept has several entries.
pub const KEPT_CHANGES: usize = 16;

/// Chunks of such a list. **Rule.** 256 · 1 024 documents of one hub.
pub const KEPT_CHUNKS: usize = 1_024;

/// Withdrawals that one receipt covers. **Rule.** A receipt stays below [`RECORD_BYTES`].
pub const RECEIPT_WITHDRAWALS: usize = 1_024;

/// Founding hubs of a network. **Rule.**
pub const FOUNDERS: usize = 64;

/// Bytes of a name: of a network, of a hub that asks to join. **Rule** for the charter.
pub const NAME_BYTES: usize = 200;

/// The largest counter of a hold. **Rule.** Nobody holds and releases one address a million times. A thief at an owner's machine can
/// use it up, and has the last word until that machine is revoked; nobody else's counter is looked at.
pub const HOLD_COUNTER: u64 = 1 << 40;

/// Holds of one node that are kept, by address. **Rule.** A member that is not the owner holds nothing, but what it says is kept
/// until then.
pub const HOLDS_PER_NODE: usize = 10_000;

/// Nodes of one hub. **Rule.** In the order of their ids.
pub const NODES_PER_HUB: usize = 256;

/// Revocations of one node, and resignations of one hub. **Rule.** One is enough; machines of a hub that know nothing of each other
/// may make several.
pub const REVOCATIONS: usize = 8;

/// The largest time that orders a reconciliation: seconds since 1970, in the year 2242. **Rule.** `u64::MAX` is a bound of
/// negentropy's own and would hide an item.
pub const TIME_MAX: u64 = 1 << 33;

/// Withdrawals that wait for a node that has seen their key, in all. 200 bytes each.
pub const WAITING: usize = 4_096;

/// Withdrawals in the waiting room that one source (a peer, or the public site of this node) may fill.
pub const WAITING_PER_SOURCE: usize = 512;

/// Nesting of values that is read from a document: levels. Deeper values are shown as absent.
pub const VALUE_DEPTH: usize = 8;

/// Values read from one document. The page of a document beyond copes by showing what came first.
pub const VALUE_NODES: usize = 50_000;

/// Bytes of one answer. One document in its longest form fits many times.
pub const MESSAGE_BYTES: usize = 4 * 1024 * 1024;

/// Bytes of one question. [`MESSAGE_IDS`] ids have 140 kB, [`WAITING`] withdrawals 600 kB.
pub const QUESTION_BYTES: usize = 1024 * 1024;

/// Heads of a document that are named in a message. Hubs that edit at once leave two or three; who has more is asked for all.
pub const HEADS: usize = 16;

/// Documents that one question asks for. The answer carries as many as fit.
pub const MESSAGE_DOCUMENTS: usize = 512;

/// Ids in one message.
pub const MESSAGE_IDS: usize = 4_096;

/// Bytes that one answer carries before the rest is left to the next question.
pub const ANSWER_BYTES: usize = 1024 * 1024;

/// Bytes of one step of a reconciliation.
pub const FRAME_BYTES: u64 = 64 * 1024;

/// Steps of one reconciliation. Halving a hundred million items sixteen-fold takes seven.
pub const RECONCILE_STEPS: usize = 64;

/// Refusals of one peer's items that are remembered, so that what was refused is not fetched again until the law changes.
pub const REFUSALS: usize = 4_096;

/// Hubs that ask to join, in all.
pub const ASKING: usize = 256;

/// Addresses of one node, and the bytes of one.
pub const ADDRESSES: usize = 16;
/// Bytes of one network address.
pub const ADDRESS_BYTES: usize = 256;
