//! The guard in front of Automerge: a look at a change's bytes before anything decodes them (specification §4.3).
//!
//! Only uncompressed change chunks pass, one actor each, whose id is the author's node key and the hash of the change itself, and
//! whose [operations] write whole values at names of the root. The columns are walked row by row, so that a run
//! length of 2^40 costs ten bytes and not a terabyte.
//!
//! A chunk is: 4 bytes magic, 4 checksum, 1 type, LEB128 length, then LEB128 count and 32 bytes each of dependencies, the
//! length-prefixed actor, seq, first operation, time, the length-prefixed message, a count of length-prefixed other actors, a
//! count of columns with (specification, length) each, the columns' data, and extra bytes up to the end.

use super::bytes::Reader;
use super::operations;
use crate::ids::{ChangeHash, NodeId, hash};
use crate::limits;
use sha2::{Digest, Sha256};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE_CHUNK: u8 = 1;
/// A node's key and the hash of the change.
pub const ACTOR_BYTES: usize = 64;
/// The actor of one change.
pub type Actor = [u8; ACTOR_BYTES];
const COLUMNS: usize = 32;
/// The bit of a column's specification that says that it is compressed.
const DEFLATED: u64 = 8;

/// Why bytes are not a change that may be looked at. It never becomes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// More bytes than a change may have.
    #[error("the change is larger than {} bytes", limits::CHANGE_BYTES)]
    TooLarge,
    /// Not a chunk, or cut off, or something follows it.
    #[error("the bytes are not one change")]
    Malformed,
    /// A document, a compressed change, or another type of chunk.
    #[error("only uncompressed changes are accepted")]
    Type,
    /// The checksum is that of other bytes.
    #[error("the checksum does not match")]
    Checksum,
    /// The actor is not a node key and the hash of this change.
    #[error("the actor is not the author's node and the hash of the change")]
    Actor,
    /// A change of an actor that has made another.
    #[error("each change is the first of its own actor")]
    Sequence,
    /// More dependencies, actors, operations or columns than a change may have.
    #[error("the change has more parts than changes may have")]
    TooMany,
    /// A message or trailing bytes, which no change here has.
    #[error("the change carries something besides operations")]
    Extra,
    /// Columns that do not add up to operations, or values that JSON does not have.
    #[error("the operations cannot be read")]
    Operations,
    /// An operation that does something other than to write a whole value at a name of the root.
    #[error("a change writes whole values at names of the root, and nothing else")]
    Shape,
    /// A value with more levels than values may have.
    #[error("the change writes a value of more than {} levels", limits::VALUE_DEPTH)]
    TooDeep,
}

/// What a look at a change's bytes tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The change's hash.
    pub hash: ChangeHash,
    /// The node in its actor.
    pub node: NodeId,
    /// Its actor.
    pub actor: Actor,
    /// The actors whose values it overwrites. Each is that of a change that it builds on, or it cannot be read.
    pub overwrites: Vec<Actor>,
    /// What it builds on.
    pub deps: Vec<ChangeHash>,
    /// Seconds since 1970, as the author says; 0 where it says less.
    pub time: u64,
    /// How many operations it has.
    pub operations: u64,
}

impl Chunk {
    /// The half of its actor that is not the node.
    pub fn mark(&self) -> [u8; 32] {
        let mut mark = [0; 32];
        mark.iter_mut().zip(self.actor.iter().skip(32)).for_each(|(to, from)| *to = *from);
        mark
    }
}

/// Looks at bytes that should be one change.
pub fn inspect(bytes: &[u8]) -> Result<Chunk, ChunkError> {
    if bytes.len() > limits::CHANGE_BYTES {
        return Err(ChunkError::TooLarge);
    }
    let layout = Layout::of(bytes)?;
    let digest: [u8; 32] = Sha256::digest(bytes.get(8..).unwrap_or_default()).into();
    if !digest.starts_with(bytes.get(4..8).unwrap_or_default()) {
        return Err(ChunkError::Checksum);
    }
    let node = actor_node(bytes, &layout)?;
    let actor = bytes.get(layout.actor.clone()).and_then(|actor| Actor::try_from(actor).ok()).ok_or(ChunkError::Actor)?;
    let operations = operations::check(&layout.columns, bytes.len(), layout.first, layout.overwrites.len() + 1)?;
    Ok(Chunk {
        hash: ChangeHash(digest),
        node,
        actor,
        overwrites: layout.overwrites,
        deps: layout.deps,
        time: u64::try_from(layout.time).unwrap_or(0),
        operations,
    })
}

/// How many operations a change has that was looked at before.
pub(super) fn operations_of(bytes: &[u8]) -> Result<u64, ChunkError> {
    operations::count(&Layout::of(bytes)?.columns)
}

/// Writes the hash of a change, made by an actor that ends in 32 zeros, into that actor, and mends the checksum.
pub fn certify_actor(mut bytes: Vec<u8>) -> Result<Vec<u8>, ChunkError> {
    let layout = Layout::of(&bytes)?;
    let (suffix, actor) = (suffix_of(&bytes, &layout), layout.actor);
    let actor = bytes.get_mut(actor).ok_or(ChunkError::Malformed)?;
    let (_, place) = actor.split_at_mut_checked(32).ok_or(ChunkError::Actor)?;
    if place.len() != suffix.len() {
        return Err(ChunkError::Actor);
    }
    place.copy_from_slice(&suffix);
    let digest = Sha256::digest(bytes.get(8..).ok_or(ChunkError::Malformed)?);
    let (checksum, digest) = (bytes.get_mut(4..8).ok_or(ChunkError::Malformed)?, digest.get(..4).ok_or(ChunkError::Malformed)?);
    checksum.copy_from_slice(digest);
    Ok(bytes)
}

/// Where the parts are.
struct Layout<'a> {
    deps: Vec<ChangeHash>,
    actor: core::ops::Range<usize>,
    first: u64,
    time: i64,
    overwrites: Vec<Actor>,
    columns: Vec<(u64, &'a [u8])>,
}

impl<'a> Layout<'a> {
    fn of(bytes: &'a [u8]) -> Result<Layout<'a>, ChunkError> {
        let mut reader = Reader::new(bytes);
        if reader.take(4)? != MAGIC {
            return Err(ChunkError::Malformed);
        }
        reader.take(4)?;
        if reader.take(1)? != [CHANGE_CHUNK] {
            return Err(ChunkError::Type);
        }
        let length = reader.length()?;
        if length != bytes.len() - reader.position() {
            return Err(ChunkError::Malformed);
        }
        let deps = (0..reader.count(limits::CHANGE_DEPS)?)
            .map(|_| ChangeHash::from_slice(reader.take(32)?).ok_or(ChunkError::Malformed))
            .collect::<Result<Vec<_>, _>>()?;
        if !ascending(&deps) {
            return Err(ChunkError::Malformed);
        }
        let actor = reader.prefixed()?;
        if reader.unsigned()? != 1 {
            return Err(ChunkError::Sequence);
        }
        let first = reader.unsigned()?;
        let time = reader.signed()?;
        if !reader.prefixed()?.is_empty() {
            return Err(ChunkError::Extra);
        }
        let mut overwrites = Vec::new();
        for _ in 0..reader.count(limits::CHANGE_ACTORS)? {
            let actor = bytes.get(reader.prefixed()?).and_then(|actor| Actor::try_from(actor).ok());
            overwrites.push(actor.ok_or(ChunkError::Actor)?);
        }
        if !ascending(&overwrites) {
            return Err(ChunkError::Actor);
        }
        let mut specifications = Vec::new();
        for _ in 0..reader.count(COLUMNS)? {
            specifications.push((reader.unsigned()?, reader.length()?));
        }
        let mut columns = Vec::with_capacity(specifications.len());
        for (specification, length) in specifications {
            if specification & DEFLATED != 0 {
                return Err(ChunkError::Type);
            }
            columns.push((specification, reader.take(length)?));
        }
        if !reader.at_end() {
            return Err(ChunkError::Extra);
        }
        Ok(Layout { deps, actor, first, time, overwrites, columns })
    }
}

fn ascending<T: PartialOrd>(items: &[T]) -> bool {
    items.iter().zip(items.iter().skip(1)).all(|(left, right)| left < right)
}

/// The node of a self-certifying actor.
fn actor_node(bytes: &[u8], layout: &Layout<'_>) -> Result<NodeId, ChunkError> {
    let actor = bytes.get(layout.actor.clone()).unwrap_or_default();
    let (node, suffix) = actor.split_at_checked(32).ok_or(ChunkError::Actor)?;
    if actor.len() != ACTOR_BYTES || suffix != suffix_of(bytes, layout) {
        return Err(ChunkError::Actor);
    }
    NodeId::from_slice(node).ok_or(ChunkError::Actor)
}

/// The hash of everything behind the checksum, with the actor's own second half taken as zeros.
fn suffix_of(bytes: &[u8], layout: &Layout<'_>) -> [u8; 32] {
    let middle = layout.actor.start + 32;
    let parts = [bytes.get(8..middle), Some(&[0; 32]), bytes.get(layout.actor.end..)];
    hash("knutepunkt 2026 actor of a change", &parts.map(Option::unwrap_or_default))
}
