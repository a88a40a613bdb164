//! What the operations of a change may do (specification §4.4): write whole values at names of the root, and nothing else.
//!
//! The columns are decoded here by a reader of our own, one row at a time, so that whether a change is valid depends on its bytes
//! alone and never on what Automerge makes of them. A change reaches into nobody else's values: the only thing that it says about
//! another's operations is which ones it overwrites.

use super::bytes::Reader;
use super::chunk::ChunkError;
use crate::limits;
use std::collections::{BTreeMap, BTreeSet};

/// Columns of a change, by specification.
const OBJECT_ACTOR: u64 = 0x01;
const OBJECT_COUNTER: u64 = 0x02;
const KEY_ACTOR: u64 = 0x11;
const KEY_COUNTER: u64 = 0x13;
const KEY_TEXT: u64 = 0x15;
const INSERT: u64 = 0x34;
const ACTION: u64 = 0x42;
const VALUE_META: u64 = 0x56;
const VALUE_RAW: u64 = 0x57;
const OVERWRITTEN: u64 = 0x70;
const OVERWRITTEN_ACTOR: u64 = 0x71;
const OVERWRITTEN_COUNTER: u64 = 0x73;
const COLUMNS: [u64; 12] = [
    OBJECT_ACTOR,
    OBJECT_COUNTER,
    KEY_ACTOR,
    KEY_COUNTER,
    KEY_TEXT,
    INSERT,
    ACTION,
    VALUE_META,
    VALUE_RAW,
    OVERWRITTEN,
    OVERWRITTEN_ACTOR,
    OVERWRITTEN_COUNTER,
];

const MAKE_MAP: u64 = 0;
const SET: u64 = 1;
const MAKE_LIST: u64 = 2;
const DELETE: u64 = 3;

/// How many operations the columns hold, without looking at what they are.
pub(super) fn count(columns: &[(u64, &[u8])]) -> Result<u64, ChunkError> {
    let mut rows: u64 = 0;
    let mut reader = Reader::new(column(columns, ACTION));
    while !reader.at_end() {
        let length = reader.signed()?;
        rows = rows.saturating_add(length.unsigned_abs());
        match length {
            0 => rows = rows.saturating_add(reader.unsigned()?),
            1.. => drop(reader.unsigned()?),
            _ if rows > limits::CHANGE_OPS => return Err(ChunkError::TooMany),
            _ => (0..length.unsigned_abs()).try_for_each(|_| reader.unsigned().map(drop))?,
        }
    }
    Ok(rows)
}

/// Checks every operation of a change of `bytes` bytes whose first operation has the number `first` and that names `actors`
/// actors, its own among them. Answers how many operations there are.
pub(super) fn check(columns: &[(u64, &[u8])], bytes: usize, first: u64, actors: usize) -> Result<u64, ChunkError> {
    let ascending = columns.iter().zip(columns.iter().skip(1)).all(|((left, _), (right, _))| left < right);
    if !ascending || !columns.iter().all(|(specification, _)| COLUMNS.contains(specification)) {
        return Err(ChunkError::Operations);
    }
    let rows = count(columns)?;
    let most = (bytes as u64).saturating_add(limits::CHANGE_FREE_OPS).min(limits::CHANGE_OPS);
    if rows > most || first == 0 || first > u64::from(u32::MAX) - limits::CHANGE_OPS {
        return Err(ChunkError::TooMany);
    }
    let mut table = Rows::new(columns);
    let mut written = Written { own: first..first, actors: actors as u64, ..Written::default() };
    for _ in 0..rows {
        let row = table.next(&mut written)?;
        written.operation(&row)?;
        written.own.end += 1;
    }
    if table.at_end() { Ok(rows) } else { Err(ChunkError::Operations) }
}

fn column<'a>(columns: &[(u64, &'a [u8])], specification: u64) -> &'a [u8] {
    columns.iter().find(|(it, _)| *it == specification).map_or(&[], |(_, bytes)| bytes)
}

/// One operation.
struct Row<'a> {
    object: (Option<u64>, Option<u64>),
    key: (Option<u64>, Option<u64>, Option<&'a str>),
    insert: bool,
    action: u64,
    overwrites: u64,
}

/// The columns, side by side.
struct Rows<'a> {
    object_actor: Runs<'a, u64>,
    object_counter: Runs<'a, u64>,
    key_actor: Runs<'a, u64>,
    key_counter: Runs<'a, i64>,
    key_counter_sum: i64,
    key_text: Runs<'a, &'a str>,
    insert: Booleans<'a>,
    action: Runs<'a, u64>,
    value_meta: Runs<'a, u64>,
    value_raw: Reader<'a>,
    overwritten: Runs<'a, u64>,
    overwritten_actor: Runs<'a, u64>,
    overwritten_counter: Runs<'a, i64>,
    overwritten_counter_sum: i64,
    overwritten_count: u64,
}

impl<'a> Rows<'a> {
    fn new(columns: &[(u64, &'a [u8])]) -> Rows<'a> {
        let numbers = |specification| Runs::new(column(columns, specification), Reader::unsigned);
        let steps = |specification| Runs::new(column(columns, specification), Reader::signed);
        Rows {
            object_actor: numbers(OBJECT_ACTOR),
            object_counter: numbers(OBJECT_COUNTER),
            key_actor: numbers(KEY_ACTOR),
            key_counter: steps(KEY_COUNTER),
            key_counter_sum: 0,
            key_text: Runs::new(column(columns, KEY_TEXT), Reader::text),
            insert: Booleans { reader: Reader::new(column(columns, INSERT)), value: true, left: 0 },
            action: numbers(ACTION),
            value_meta: numbers(VALUE_META),
            value_raw: Reader::new(column(columns, VALUE_RAW)),
            overwritten: numbers(OVERWRITTEN),
            overwritten_actor: numbers(OVERWRITTEN_ACTOR),
            overwritten_counter: steps(OVERWRITTEN_COUNTER),
            overwritten_counter_sum: 0,
            overwritten_count: 0,
        }
    }

    fn next(&mut self, written: &mut Written<'a>) -> Result<Row<'a>, ChunkError> {
        let object = (self.object_actor.next()?, self.object_counter.next()?);
        let counter = match self.key_counter.next()? {
            Some(step) => Some(step_to(&mut self.key_counter_sum, step)?),
            None => None,
        };
        let key = (self.key_actor.next()?, counter, self.key_text.next()?);
        let insert = self.insert.next()?;
        let action = self.action.next()?.ok_or(ChunkError::Operations)?;
        let meta = self.value_meta.next()?.ok_or(ChunkError::Operations)?;
        let length = usize::try_from(meta >> 4).map_err(|_| ChunkError::Malformed)?;
        value(action, meta & 15, self.value_raw.take(length)?)?;
        let overwrites = self.overwritten.next()?.ok_or(ChunkError::Operations)?;
        self.overwritten_count = self.overwritten_count.saturating_add(overwrites);
        if self.overwritten_count > limits::CHANGE_OPS {
            return Err(ChunkError::TooMany);
        }
        let mut last = None;
        for _ in 0..overwrites {
            let actor = self.overwritten_actor.next()?.filter(|actor| (1..written.actors).contains(actor));
            let step = self.overwritten_counter.next()?.ok_or(ChunkError::Operations)?;
            let counter = step_to(&mut self.overwritten_counter_sum, step)?;
            let it = (counter, actor.ok_or(ChunkError::Actor)?);
            // Sorted, each once, and made before this operation.
            if counter == 0 || counter >= written.own.end || last.is_some_and(|last| last >= it) {
                return Err(ChunkError::Operations);
            }
            last = Some(it);
        }
        Ok(Row { object, key, insert, action, overwrites })
    }

    fn at_end(&self) -> bool {
        let numbers = [&self.object_actor, &self.object_counter, &self.key_actor, &self.action, &self.value_meta];
        numbers.into_iter().chain([&self.overwritten, &self.overwritten_actor]).all(Runs::at_end)
            && [&self.key_counter, &self.overwritten_counter].into_iter().all(Runs::at_end)
            && self.key_text.at_end()
            && self.insert.at_end()
            && self.value_raw.at_end()
    }
}

fn step_to(sum: &mut i64, step: i64) -> Result<u64, ChunkError> {
    *sum = sum.checked_add(step).ok_or(ChunkError::Malformed)?;
    u64::try_from(*sum).map_err(|_| ChunkError::Malformed)
}

/// Whether a value is one of those that JSON has, and is there only where one is written.
fn value(action: u64, kind: u64, raw: &[u8]) -> Result<(), ChunkError> {
    let mut reader = Reader::new(raw);
    let good = match kind {
        0 => raw.is_empty(),
        1 | 2 => raw.is_empty() && action == SET,
        3 => reader.unsigned().is_ok() && reader.at_end() && action == SET,
        4 => reader.signed().is_ok() && reader.at_end() && action == SET,
        5 => <[u8; 8]>::try_from(raw).is_ok_and(|raw| f64::from_le_bytes(raw).is_finite()) && action == SET,
        6 => core::str::from_utf8(raw).is_ok() && action == SET,
        _ => false,
    };
    if good { Ok(()) } else { Err(ChunkError::Operations) }
}

/// What a change has written so far.
#[derive(Default)]
struct Written<'a> {
    /// The numbers of its operations so far.
    own: core::ops::Range<u64>,
    actors: u64,
    /// Maps and lists that it made, and how deep they lie.
    maps: BTreeMap<u64, usize>,
    lists: BTreeMap<u64, usize>,
    /// Names that it wrote, by map; 0 is the root.
    names: BTreeSet<(u64, &'a str)>,
    /// Elements that it inserted, with their lists.
    elements: BTreeMap<u64, u64>,
}

impl<'a> Written<'a> {
    fn operation(&mut self, row: &Row<'a>) -> Result<(), ChunkError> {
        let number = self.own.end;
        let object = match row.object {
            (None, None) => 0,
            (Some(0), Some(counter)) if counter > 0 => counter,
            _ => return Err(ChunkError::Shape),
        };
        let depth = match (object, self.maps.get(&object), self.lists.get(&object)) {
            (0, _, _) => self.name(row, 0, 0)?,
            (_, Some(depth), _) if row.overwrites == 0 && row.action != DELETE => self.name(row, object, *depth)?,
            (_, _, Some(depth)) if row.overwrites == 0 && row.action != DELETE => self.element(row, object, *depth)?,
            _ => return Err(ChunkError::Shape),
        };
        match row.action {
            MAKE_MAP | MAKE_LIST if depth >= limits::VALUE_DEPTH => return Err(ChunkError::TooDeep),
            MAKE_MAP => drop(self.maps.insert(number, depth + 1)),
            MAKE_LIST => drop(self.lists.insert(number, depth + 1)),
            SET => {}
            DELETE if row.overwrites > 0 => {}
            _ => return Err(ChunkError::Shape),
        }
        Ok(())
    }

    /// A name of a map, written once; answers how deep the map lies.
    fn name(&mut self, row: &Row<'a>, map: u64, depth: usize) -> Result<usize, ChunkError> {
        match row.key {
            (None, None, Some(name)) if !row.insert && self.names.insert((map, name)) => Ok(depth),
            _ => Err(ChunkError::Shape),
        }
    }

    /// An element of a list, inserted at its front or behind another of this change.
    fn element(&mut self, row: &Row<'a>, list: u64, depth: usize) -> Result<usize, ChunkError> {
        let placed = match row.key {
            (None, Some(0), None) => true,
            (Some(0), Some(behind), None) => self.elements.get(&behind) == Some(&list),
            _ => false,
        };
        if !placed || !row.insert {
            return Err(ChunkError::Shape);
        }
        self.elements.insert(self.own.end, list);
        Ok(depth)
    }
}

/// A run-length column: runs of one value, runs of values, runs of nothing. An absent column is nothing throughout.
struct Runs<'a, T> {
    reader: Reader<'a>,
    read: fn(&mut Reader<'a>) -> Result<T, ChunkError>,
    absent: bool,
    left: u64,
    literal: bool,
    value: Option<T>,
}

impl<'a, T: Copy> Runs<'a, T> {
    fn new(bytes: &'a [u8], read: fn(&mut Reader<'a>) -> Result<T, ChunkError>) -> Runs<'a, T> {
        Runs { reader: Reader::new(bytes), read, absent: bytes.is_empty(), left: 0, literal: false, value: None }
    }

    fn next(&mut self) -> Result<Option<T>, ChunkError> {
        if self.absent {
            return Ok(None);
        }
        if self.left == 0 {
            let length = self.reader.signed()?;
            self.left = length.unsigned_abs();
            self.literal = length < 0;
            self.value = None;
            if length == 0 {
                self.left = self.reader.unsigned()?;
            } else if length > 0 {
                self.value = Some((self.read)(&mut self.reader)?);
            }
        }
        self.left = self.left.checked_sub(1).ok_or(ChunkError::Operations)?;
        if self.literal { (self.read)(&mut self.reader).map(Some) } else { Ok(self.value) }
    }

    fn at_end(&self) -> bool {
        self.left == 0 && self.reader.at_end()
    }
}

/// A column of truths: lengths of runs, false first.
struct Booleans<'a> {
    reader: Reader<'a>,
    value: bool,
    left: u64,
}

impl Booleans<'_> {
    fn next(&mut self) -> Result<bool, ChunkError> {
        if self.left == 0 {
            self.value = !self.value;
            self.left = self.reader.unsigned()?;
            if self.left == 0 && self.reader.position() == 1 {
                // Only the first run may be empty: it begins with a truth.
                self.value = true;
                self.left = self.reader.unsigned()?;
            }
        }
        self.left = self.left.checked_sub(1).ok_or(ChunkError::Operations)?;
        Ok(self.value)
    }

    fn at_end(&self) -> bool {
        self.left == 0 && self.reader.at_end()
    }
}
