//! What the protocol's tests share: keys from fixed seeds, chunks put together by hand, and a seeded source of randomness.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // test code; each file uses a part of it

pub mod cast;

use knutepunkt_protocol::document::change::{self, Edits, SealedChange};
use knutepunkt_protocol::document::chunk;
use knutepunkt_protocol::ids::{DocumentId, HubId, NetworkId, NodeId};
use knutepunkt_protocol::signed::Secret;
use sha2::{Digest, Sha256};

/// The network of tests that need only its id.
pub const NETWORK: NetworkId = NetworkId([5; 32]);
/// A document of tests that need only its id.
pub const DOCUMENT: DocumentId = DocumentId([6; 32]);

/// A secret key that is the same in every run.
pub fn secret(n: u64) -> Secret {
    let mut seed = [0x5e; 32];
    seed[..8].copy_from_slice(&n.to_be_bytes());
    Secret::from_seed(&seed)
}

/// The hub of a secret key.
pub fn hub_of(secret: &Secret) -> HubId {
    HubId(secret.public())
}

/// The node of a secret key.
pub fn node_of(secret: &Secret) -> NodeId {
    NodeId(secret.public())
}

/// A change of one field.
pub fn edit(name: &str, value: impl Into<serde_json::Value>) -> Edits {
    [(name.to_owned(), Some(value.into()))].into()
}

/// Makes a change for [`DOCUMENT`] and seals it.
pub fn sealed(base: &[Vec<u8>], edits: &Edits, author: &Secret) -> SealedChange {
    let bytes = change::make(base, edits, &node_of(author), 1_700_000_000).unwrap();
    let looked_at = chunk::inspect(&bytes).unwrap();
    SealedChange { seal: change::seal(author, &NETWORK, &DOCUMENT, &looked_at), chunk: bytes }
}

/// The parts of a change chunk, to put together as nobody honest would.
#[derive(Debug, Clone)]
pub struct Parts {
    pub kind: u8,
    pub deps: Vec<[u8; 32]>,
    pub actor: Vec<u8>,
    pub seq: u64,
    pub first: u64,
    pub time: i64,
    pub message: Vec<u8>,
    pub others: Vec<Vec<u8>>,
    pub columns: Vec<(u64, Vec<u8>)>,
    pub extra: Vec<u8>,
}

impl Default for Parts {
    fn default() -> Parts {
        let actor = [secret(1).public().to_vec(), vec![0; 32]].concat();
        Parts {
            kind: 1,
            deps: vec![],
            actor,
            seq: 1,
            first: 1,
            time: 0,
            message: vec![],
            others: vec![],
            columns: vec![],
            extra: vec![],
        }
    }
}

impl Parts {
    /// The chunk, with its checksum, and with the hash of the change in its actor where the actor is long enough.
    pub fn build(&self) -> Vec<u8> {
        let raw = self.raw();
        chunk::certify_actor(raw.clone()).unwrap_or(raw)
    }

    /// Takes a chunk apart that was made here.
    pub fn of(chunk: &[u8]) -> Parts {
        let mut at = 9;
        read_leb(chunk, &mut at);
        let take = |at: &mut usize, length: usize| {
            *at += length;
            chunk[*at - length..*at].to_vec()
        };
        let deps = (0..read_leb(chunk, &mut at)).map(|_| take(&mut at, 32).try_into().unwrap()).collect();
        let length = read_leb(chunk, &mut at) as usize;
        let actor = take(&mut at, length);
        let (seq, first) = (read_leb(chunk, &mut at), read_leb(chunk, &mut at));
        let mut time: i64 = 0;
        for shift in (0..).step_by(7) {
            let byte = take(&mut at, 1)[0];
            time |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let length = read_leb(chunk, &mut at) as usize;
        let message = take(&mut at, length);
        let others = (0..read_leb(chunk, &mut at))
            .map(|_| {
                let length = read_leb(chunk, &mut at) as usize;
                take(&mut at, length)
            })
            .collect();
        let mut lengths = Vec::new();
        for _ in 0..read_leb(chunk, &mut at) {
            lengths.push((read_leb(chunk, &mut at), read_leb(chunk, &mut at) as usize));
        }
        let columns = lengths.into_iter().map(|(specification, length)| (specification, take(&mut at, length))).collect();
        Parts { kind: chunk[8], deps, actor, seq, first, time, message, others, columns, extra: chunk[at..].to_vec() }
    }

    /// The chunk with its checksum and the actor as it was given.
    pub fn raw(&self) -> Vec<u8> {
        let mut body = Vec::new();
        leb(&mut body, self.deps.len() as u64);
        self.deps.iter().for_each(|dep| body.extend_from_slice(dep));
        prefixed(&mut body, &self.actor);
        leb(&mut body, self.seq);
        leb(&mut body, self.first);
        signed_leb(&mut body, self.time);
        prefixed(&mut body, &self.message);
        leb(&mut body, self.others.len() as u64);
        self.others.iter().for_each(|actor| prefixed(&mut body, actor));
        leb(&mut body, self.columns.len() as u64);
        for (specification, data) in &self.columns {
            leb(&mut body, *specification);
            leb(&mut body, data.len() as u64);
        }
        self.columns.iter().for_each(|(_, data)| body.extend_from_slice(data));
        body.extend_from_slice(&self.extra);
        frame(self.kind, &body)
    }
}

/// Puts magic, checksum, type and length in front of a chunk's body.
pub fn frame(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut rest = vec![kind];
    leb(&mut rest, body.len() as u64);
    rest.extend_from_slice(body);
    [&[0x85, 0x6f, 0x4a, 0x83], &Sha256::digest(&rest)[..4], &rest].concat()
}

/// Unsigned LEB128.
pub fn leb(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            return out.push(byte);
        }
        out.push(byte | 0x80);
    }
}

fn read_leb(bytes: &[u8], at: &mut usize) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let byte = bytes[*at];
        *at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    value
}

/// Signed LEB128.
pub fn signed_leb(out: &mut Vec<u8>, mut value: i64) {
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if (value == 0 && byte & 0x40 == 0) || (value == -1 && byte & 0x40 != 0) {
            return out.push(byte);
        }
        out.push(byte | 0x80);
    }
}

fn prefixed(out: &mut Vec<u8>, bytes: &[u8]) {
    leb(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A small generator of pseudorandom numbers (splitmix64): the same numbers in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}
