//! Making, sealing and verifying changes (specification §4.3–4.4).
//!
//! **One change, one actor.** The actor of a change is its author's node key and the hash of the change itself, and its sequence
//! number is always 1. So nobody, by malice, by two browser tabs or by a restored backup, can make two different changes of the
//! same actor and number: the fork from which users of append-only logs do not recover.
//!
//! **Fields are registers of the root.** An edit puts whole values at names of the root map and touches nothing else, so changes
//! need no common ancestor, and what two hubs wrote at once stands side by side until a person settles it.

use super::chunk::{self, Chunk, ChunkError};
use crate::ids::{DocumentId, NetworkId, NodeId};
use crate::limits;
use crate::signed::{self, Secret, Signature, SignatureError};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, AutomergeError, Change, ObjId, ObjType, ROOT, ReadDoc, ScalarValue};
use serde_json::Value;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What an edit writes: a new value for each field that it changes, or `None` to remove the field.
pub type Edits = BTreeMap<String, Option<Value>>;

const SEAL: &str = "knutepunkt 1 seal";

/// Why a change could not be made or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The bytes are no change.
    #[error(transparent)]
    Chunk(#[from] ChunkError),
    /// The seal is not the author's.
    #[error("the seal is not that of the change's author for this document: {0}")]
    Seal(#[from] SignatureError),
    /// Automerge could not apply it to what it builds on.
    #[error("the change does not fit what it builds on")]
    Unfit,
    /// More bytes or operations than a document is read with.
    #[error("the document has more bytes or operations than documents are read with")]
    TooLarge,
}

/// A change as it travels: its chunk and its author's seal.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct SealedChange {
    /// The chunk.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub chunk: Vec<u8>,
    /// The author's signature over (network, document, change hash).
    #[n(1)]
    pub seal: Signature,
}

/// Seals a change.
pub fn seal(secret: &Secret, network: &NetworkId, document: &DocumentId, change: &Chunk) -> Signature {
    secret.sign(SEAL, &[network.as_bytes(), document.as_bytes(), change.hash.as_bytes()])
}

/// Looks at a change's bytes and verifies its seal for this document in this network.
pub fn verify(change: &SealedChange, network: &NetworkId, document: &DocumentId) -> Result<Chunk, ChangeError> {
    let chunk = chunk::inspect(&change.chunk)?;
    let parts: [&[u8]; 3] = [network.as_bytes(), document.as_bytes(), chunk.hash.as_bytes()];
    signed::verify(chunk.node.as_bytes(), SEAL, &parts, &change.seal)?;
    Ok(chunk)
}

/// Makes a change that writes `edits` on top of `base`, the chunks that its author saw. Without edits the change is empty: it
/// says again, under its author's seal, what it builds on. `time` is in seconds since 1970.
pub fn make(base: &[Vec<u8>], edits: &Edits, node: &NodeId, time: u64) -> Result<Vec<u8>, ChangeError> {
    let mut actor = node.as_bytes().to_vec();
    actor.resize(chunk::ACTOR_BYTES, 0);
    let options = || CommitOptions::default().with_time(i64::try_from(time).unwrap_or(i64::MAX));
    let raw = guarded(|| {
        let mut document = apply(base, ActorId::from(actor.as_slice()))?;
        let mut transaction = document.transaction();
        for (name, value) in edits {
            let written = match value {
                Some(value) => put(&mut transaction, &ROOT, Place::Key(name), value),
                None => transaction.delete(ROOT, name.as_str()),
            };
            written.map_err(|_| ChangeError::Unfit)?;
        }
        // Nothing is written where nothing was to be, or where what was to be removed is not there.
        if transaction.commit_with(options()).0.is_none() {
            document.empty_commit(options());
        }
        document.get_last_local_change().map(|change| change.raw_bytes().to_vec()).ok_or(ChangeError::Unfit)
    })?;
    let bytes = chunk::certify_actor(raw)?;
    chunk::inspect(&bytes)?;
    Ok(bytes)
}

/// Reads chunks that the guard has passed into a document that holds exactly these.
pub fn load(chunks: &[Vec<u8>]) -> Result<Automerge, ChangeError> {
    // The actor writes nothing; it is set so that it is the same in every run.
    guarded(|| apply(chunks, ActorId::from([0].as_slice())))
}

fn apply(chunks: &[Vec<u8>], actor: ActorId) -> Result<Automerge, ChangeError> {
    let operations = chunks.iter().try_fold(0, |sum: u64, chunk| chunk::operations_of(chunk).map(|count| sum + count))?;
    if operations > limits::DOCUMENT_OPS || chunks.iter().map(Vec::len).sum::<usize>() > limits::DOCUMENT_BYTES {
        return Err(ChangeError::TooLarge);
    }
    let mut document = Automerge::new().with_actor(actor);
    document.apply_changes(decode_all(chunks)?).map_err(|_| ChangeError::Unfit)?;
    // Automerge puts aside what it cannot apply yet, without a word.
    if document.get_missing_deps(&[]).is_empty() { Ok(document) } else { Err(ChangeError::Unfit) }
}

fn decode_all(chunks: &[Vec<u8>]) -> Result<Vec<Change>, ChangeError> {
    chunks.iter().map(|bytes| Change::from_bytes(bytes.clone()).map_err(|_| ChunkError::Operations.into())).collect()
}

/// Automerge has assertions that bytes can reach; none of them may end the node.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, ChangeError>) -> Result<T, ChangeError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(ChangeError::Unfit))
}

enum Place<'a> {
    Key(&'a str),
    Front,
}

/// Writes a whole value. Values come from our own authoring, whose nesting the kinds bound. Lists are filled from behind, since
/// Automerge walks to the place of every element.
fn put(transaction: &mut impl Transactable, parent: &ObjId, place: Place<'_>, value: &Value) -> Result<(), AutomergeError> {
    let object = match value {
        Value::Object(_) => Some(ObjType::Map),
        Value::Array(_) => Some(ObjType::List),
        _ => None,
    };
    let Some(object) = object else {
        return match place {
            Place::Key(key) => transaction.put(parent, key, scalar(value)),
            Place::Front => transaction.insert(parent, 0, scalar(value)),
        };
    };
    let child = match place {
        Place::Key(key) => transaction.put_object(parent, key, object)?,
        Place::Front => transaction.insert_object(parent, 0, object)?,
    };
    match value {
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| put(transaction, &child, Place::Key(key), value)),
        Value::Array(items) => items.iter().rev().try_for_each(|value| put(transaction, &child, Place::Front, value)),
        _ => Ok(()),
    }
}

fn scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Bool(it) => ScalarValue::Boolean(*it),
        Value::String(it) => ScalarValue::Str(it.as_str().into()),
        Value::Number(it) => match (it.as_i64(), it.as_u64(), it.as_f64()) {
            (Some(int), _, _) => ScalarValue::Int(int),
            (None, Some(uint), _) => ScalarValue::Uint(uint),
            (None, None, Some(float)) => ScalarValue::F64(float),
            (None, None, None) => ScalarValue::Null,
        },
        Value::Null | Value::Array(_) | Value::Object(_) => ScalarValue::Null,
    }
}
