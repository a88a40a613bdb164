//! The guard in front of Automerge: a look at a change's bytes before anything decodes them (specification §4.3).
//!
//! Only uncompressed change chunks pass, one actor each, whose id is the author's node key and the hash of the change itself. The
//! columns are walked without being decoded, so that a run length of 2^40 costs ten bytes and not a terabyte.
//!
//! A chunk is: 4 bytes magic, 4 checksum, 1 type, LEB128 length, then LEB128 count and 32 bytes each of dependencies, the
//! length-prefixed actor, seq, first operation, time, the length-prefixed message, a count of length-prefixed other actors, a
//! count of columns with (specification, length) each, the columns' data, and extra bytes up to the end.

use crate::ids::{ChangeHash, NodeId, hash};
use crate::limits;
use sha2::{Digest, Sha256};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE_CHUNK: u8 = 1;
/// A node's key and the hash of the change.
pub const ACTOR_BYTES: usize = 64;
const COLUMNS: u64 = 32;
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
    /// Automerge cannot read it.
    #[error("the operations cannot be read")]
    Operations,
}

/// What a look at a change's bytes tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The change's hash.
    pub hash: ChangeHash,
    /// The node in its actor.
    pub node: NodeId,
    /// What it builds on.
    pub deps: Vec<ChangeHash>,
    /// Seconds since 1970, as the author says; 0 where it says less.
    pub time: u64,
    /// Whether it has no operations: it only says again what it builds on.
    pub empty: bool,
}

/// Looks at bytes that should be one change.
pub fn inspect(bytes: &[u8]) -> Result<Chunk, ChunkError> {
    if bytes.len() > limits::CHANGE_BYTES {
        return Err(ChunkError::TooLarge);
    }
    let layout = Layout::of(bytes)?;
    let node = actor_node(bytes, &layout)?;
    let empty = check_columns(bytes, &layout)?;
    Ok(Chunk { hash: layout.hash, node, deps: layout.deps, time: u64::try_from(layout.time).unwrap_or(0), empty })
}

/// Writes the hash of a change, made by an actor that ends in 32 zeros, into that actor, and mends the checksum.
pub fn certify_actor(mut bytes: Vec<u8>) -> Result<Vec<u8>, ChunkError> {
    let layout = Layout::of(&bytes)?;
    let suffix = suffix_of(&bytes, &layout);
    let actor = bytes.get_mut(layout.actor.clone()).ok_or(ChunkError::Malformed)?;
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
struct Layout {
    hash: ChangeHash,
    deps: Vec<ChangeHash>,
    actor: core::ops::Range<usize>,
    time: i64,
    columns: Vec<(u64, core::ops::Range<usize>)>,
}

impl Layout {
    fn of(bytes: &[u8]) -> Result<Layout, ChunkError> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(4)? != MAGIC {
            return Err(ChunkError::Malformed);
        }
        let checksum = reader.take(4)?;
        if reader.take(1)? != [CHANGE_CHUNK] {
            return Err(ChunkError::Type);
        }
        let length = reader.length()?;
        if length != bytes.len() - reader.at {
            return Err(ChunkError::Malformed);
        }
        let digest: [u8; 32] = Sha256::digest(bytes.get(8..).unwrap_or_default()).into();
        if !digest.starts_with(checksum) {
            return Err(ChunkError::Checksum);
        }
        let deps = (0..reader.count(limits::CHANGE_DEPS)?)
            .map(|_| ChangeHash::from_slice(reader.take(32)?).ok_or(ChunkError::Malformed))
            .collect::<Result<Vec<_>, _>>()?;
        let actor = reader.prefixed()?;
        if reader.unsigned()? != 1 {
            return Err(ChunkError::Sequence);
        }
        let first = reader.unsigned()?;
        if first == 0 || first > u64::from(u32::MAX) - limits::CHANGE_OPS {
            return Err(ChunkError::TooMany);
        }
        let time = reader.signed()?;
        if !reader.prefixed()?.is_empty() {
            return Err(ChunkError::Extra);
        }
        for _ in 0..reader.count(limits::CHANGE_ACTORS)? {
            if reader.prefixed()?.len() != ACTOR_BYTES {
                return Err(ChunkError::Actor);
            }
        }
        let mut specifications = Vec::new();
        for _ in 0..reader.count(COLUMNS as usize)? {
            specifications.push((reader.unsigned()?, reader.length()?));
        }
        let mut columns = Vec::with_capacity(specifications.len());
        for (specification, length) in specifications {
            let start = reader.at;
            reader.take(length)?;
            columns.push((specification, start..reader.at));
        }
        if reader.at != bytes.len() {
            return Err(ChunkError::Extra);
        }
        Ok(Layout { hash: ChangeHash(digest), deps, actor, time, columns })
    }
}

/// The node of a self-certifying actor.
fn actor_node(bytes: &[u8], layout: &Layout) -> Result<NodeId, ChunkError> {
    let actor = bytes.get(layout.actor.clone()).unwrap_or_default();
    let (node, suffix) = actor.split_at_checked(32).ok_or(ChunkError::Actor)?;
    if actor.len() != ACTOR_BYTES || suffix != suffix_of(bytes, layout) {
        return Err(ChunkError::Actor);
    }
    NodeId::from_slice(node).ok_or(ChunkError::Actor)
}

/// The hash of everything behind the checksum, with the actor's own second half taken as zeros.
fn suffix_of(bytes: &[u8], layout: &Layout) -> [u8; 32] {
    let middle = layout.actor.start + 32;
    let parts = [bytes.get(8..middle), Some(&[0; 32]), bytes.get(layout.actor.end..)];
    hash("knutepunkt 2026 actor of a change", &parts.map(Option::unwrap_or_default))
}

/// Counts the rows of every column without decoding them; answers whether there are none.
fn check_columns(bytes: &[u8], layout: &Layout) -> Result<bool, ChunkError> {
    let mut rows = 0;
    for (specification, range) in &layout.columns {
        if specification & DEFLATED != 0 {
            return Err(ChunkError::Type);
        }
        let mut reader = Reader { bytes: bytes.get(range.clone()).unwrap_or_default(), at: 0 };
        let (count, sum) = match specification & 7 {
            4 => (count_booleans(&mut reader)?, 0),
            7 => continue,
            5 => count_runs(&mut reader, |reader| reader.prefixed().map(|_| 0))?,
            0 => count_runs(&mut reader, |reader| reader.unsigned())?,
            6 => count_runs(&mut reader, |reader| reader.unsigned().map(|meta| meta >> 4)).map(|(count, _)| (count, 0))?,
            3 => count_runs(&mut reader, |reader| reader.signed().map(|_| 0))?,
            _ => count_runs(&mut reader, |reader| reader.unsigned().map(|_| 0))?,
        };
        if count > limits::CHANGE_OPS || sum > limits::CHANGE_OPS {
            return Err(ChunkError::TooMany);
        }
        rows = count.max(rows);
    }
    Ok(rows == 0)
}

fn count_booleans(reader: &mut Reader<'_>) -> Result<u64, ChunkError> {
    let mut rows: u64 = 0;
    while !reader.at_end() {
        rows = rows.saturating_add(reader.unsigned()?);
    }
    Ok(rows)
}

/// Counts the rows of a run-length column, and sums what `value` answers for each row.
fn count_runs(
    reader: &mut Reader<'_>,
    mut value: impl FnMut(&mut Reader<'_>) -> Result<u64, ChunkError>,
) -> Result<(u64, u64), ChunkError> {
    let (mut rows, mut sum): (u64, u64) = (0, 0);
    while !reader.at_end() {
        let length = reader.signed()?;
        if length > 0 {
            rows = rows.saturating_add(length.unsigned_abs());
            sum = sum.saturating_add(value(reader)?.saturating_mul(length.unsigned_abs()));
        } else if length < 0 {
            rows = rows.saturating_add(length.unsigned_abs());
            if rows > limits::CHANGE_OPS {
                return Err(ChunkError::TooMany);
            }
            for _ in 0..length.unsigned_abs() {
                sum = sum.saturating_add(value(reader)?);
            }
        } else {
            rows = rows.saturating_add(reader.unsigned()?);
        }
    }
    Ok((rows, sum))
}

/// Reads from untrusted bytes; never past their end.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], ChunkError> {
        let end = self.at.checked_add(length).ok_or(ChunkError::Malformed)?;
        let bytes = self.bytes.get(self.at..end).ok_or(ChunkError::Malformed)?;
        self.at = end;
        Ok(bytes)
    }

    fn byte(&mut self) -> Result<u8, ChunkError> {
        self.take(1)?.first().copied().ok_or(ChunkError::Malformed)
    }

    /// LEB128; at most ten bytes.
    fn unsigned(&mut self) -> Result<u64, ChunkError> {
        let mut value: u64 = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                return Err(ChunkError::Malformed);
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(ChunkError::Malformed)
    }

    fn signed(&mut self) -> Result<i64, ChunkError> {
        let mut value: i64 = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= i64::from(byte & 0x7f).wrapping_shl(shift);
            if byte & 0x80 == 0 {
                let width = shift + 7;
                return Ok(if width < 64 && byte & 0x40 != 0 { value | (-1 << width) } else { value });
            }
        }
        Err(ChunkError::Malformed)
    }

    fn length(&mut self) -> Result<usize, ChunkError> {
        usize::try_from(self.unsigned()?).map_err(|_| ChunkError::Malformed)
    }

    fn count(&mut self, most: usize) -> Result<usize, ChunkError> {
        let count = self.length()?;
        if count <= most { Ok(count) } else { Err(ChunkError::TooMany) }
    }

    fn prefixed(&mut self) -> Result<core::ops::Range<usize>, ChunkError> {
        let length = self.length()?;
        let start = self.at;
        self.take(length)?;
        Ok(start..self.at)
    }
}
