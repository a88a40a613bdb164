//! A batch for the tree in the making: rows with their pieces, the orders to shred, and the note that every commit leaves.
//!
//! ```text
//!  table ‖ row key                  → head of the value          (pieces.rs)
//!  255 ‖ number (8)                 → a piece
//!  0 ‖ "n"                          → commit (8) ‖ number of the next piece (8) ‖ sum (32)
//!  0 ‖ "s" ‖ slot (4) ‖ nonce (16)  → nothing: an order to shred that slot
//! ```
//!
//! Numbers are big-endian.

use super::pieces::{Head, cut, read_head};
use super::rows_sled::{RowFile, Trouble};
use super::slots::Order;
use knutepunkt_protocol::rows::Table;

/// First byte of the keys of what the store notes for itself; no [`Table`] has this number.
const OWN: u8 = 0;
/// First byte of the keys of pieces; no [`Table`] has this number.
pub(super) const PIECES: u8 = 255;
pub(super) const STATE_KEY: [u8; 2] = [OWN, b'n'];
pub(super) const ORDERS: [u8; 2] = [OWN, b's'];

/// What the store notes with every commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    /// How many commits there were.
    pub commit: u64,
    /// The number of the next piece.
    pub next_piece: u64,
    /// Exclusive or of a hash of every row: what is missing or older than it should be does not add up.
    pub sum: [u8; 32],
}

impl State {
    /// Reads the note of a commit; `None` if it is none.
    pub fn read(note: &[u8]) -> Option<State> {
        let (commit, rest) = note.split_first_chunk::<8>()?;
        let (next_piece, rest) = rest.split_first_chunk::<8>()?;
        let sum = <[u8; 32]>::try_from(rest).ok()?;
        Some(State { commit: u64::from_be_bytes(*commit), next_piece: u64::from_be_bytes(*next_piece), sum })
    }

    /// The note of a commit.
    pub fn note(&self) -> Vec<u8> {
        [self.commit.to_be_bytes().as_slice(), &self.next_piece.to_be_bytes(), &self.sum].concat()
    }
}

/// The key in the tree of a row.
pub(super) fn full_key(table: Table, key: &[u8]) -> Vec<u8> {
    [&[table as u8], key].concat()
}

/// Whether this is the key of a row: of neither a piece nor something of the store's own.
pub(super) fn is_row(full: &[u8]) -> bool {
    full.first().is_some_and(|first| ![OWN, PIECES].contains(first))
}

pub(super) fn piece_key(number: u64) -> [u8; 9] {
    let mut key = [PIECES; 9];
    key[1..].copy_from_slice(&number.to_be_bytes());
    key
}

fn order_key(order: &Order) -> Vec<u8> {
    [ORDERS.as_slice(), &order.number.to_be_bytes(), &order.nonce].concat()
}

/// Reads the key of an order; `None` if it is none.
pub(super) fn read_order(key: &[u8]) -> Option<Order> {
    let (number, nonce) = key.strip_prefix(&ORDERS)?.split_first_chunk::<4>()?;
    Some(Order { number: u32::from_be_bytes(*number), nonce: nonce.try_into().ok()? })
}

/// A batch for the tree in the making.
pub(super) struct Draft {
    batch: sled::Batch,
    state: State,
}

impl Draft {
    pub fn new(state: State) -> Draft {
        Draft { batch: sled::Batch::default(), state }
    }

    /// Puts a stored value at a key of the tree, in the place of what is there.
    pub fn put(&mut self, rows: &RowFile, full: &[u8], stored: &[u8]) -> Result<(), Trouble> {
        self.delete(rows, full)?;
        let (head, pieces) = cut(stored, self.state.next_piece);
        for (number, piece) in pieces {
            self.batch.insert(&piece_key(number), piece);
            self.state.next_piece = number.wrapping_add(1);
        }
        add(&mut self.state.sum, full, &head);
        self.batch.insert(full, head);
        Ok(())
    }

    /// Removes what is at a key of the tree, with its pieces.
    pub fn delete(&mut self, rows: &RowFile, full: &[u8]) -> Result<(), Trouble> {
        if let Some(old) = rows.get(full)? {
            add(&mut self.state.sum, full, &old);
            if let Some(Head::Pieces(pieces)) = read_head(&old) {
                for number in pieces.numbers() {
                    self.batch.remove(&piece_key(number));
                }
            }
            self.batch.remove(full);
        }
        Ok(())
    }

    pub fn order(&mut self, order: &Order) {
        self.batch.insert(order_key(order), &[]);
    }

    pub fn forget(&mut self, order: &Order) {
        self.batch.remove(order_key(order));
    }

    /// The batch, and the state that it leaves.
    pub fn finish(mut self, commit: u64) -> (sled::Batch, State) {
        self.state.commit = commit;
        self.batch.insert(&STATE_KEY, self.state.note());
        (self.batch, self.state)
    }
}

/// Adds a row to a sum, or takes it away.
pub(super) fn add(sum: &mut [u8; 32], full: &[u8], head: &[u8]) {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(full.len() as u64).to_le_bytes());
    hasher.update(full);
    hasher.update(head);
    for (byte, hashed) in sum.iter_mut().zip(hasher.finalize().as_bytes()) {
        *byte ^= hashed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_orders_read_back() {
        let state = State { commit: 1 << 40, next_piece: 7, sum: [3; 32] };
        assert_eq!(State::read(&state.note()), Some(state));
        assert_eq!(State::read(&state.note()[1..]), None);
        let order = Order { number: 1 << 20, nonce: [9; 16] };
        assert_eq!(read_order(&order_key(&order)), Some(order));
        assert_eq!(read_order(&order_key(&order)[..10]), None);
        assert!(Table::ALL.iter().all(|table| ![OWN, PIECES].contains(&(*table as u8))));
    }
}
