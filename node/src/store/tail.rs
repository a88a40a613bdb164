//! Damage in the segment of the log in which the database's snapshot ends, struck out before the database sees it.
//!
//! Opening, sled 0.34.7 reads the log from the beginning of that segment, though everything up to the snapshot's end is in
//! the snapshot already. At a message that it cannot read there it stops, fills the rest of the segment with zeros, whole
//! pages among it, finds that it has come less far than the snapshot says, and gives up. Without the snapshot it fares no
//! better: a page whose beginning it cannot read has no place in its list ("tried to serialize Uninitialized").
//!
//! So one flipped bit would cost everything. But recovery only has to get past such a message. Its header is written anew as
//! that of a *cancelled* message that reaches to where the snapshot ends; the bytes behind the header stay as they are. Pages
//! among them are read by their own positions as before; the struck-out one is refused when it is read, like any damaged page.
//!
//! Formats, all of sled 0.34.7 with its usual 512 KiB segments (`pagecache/{logger,snapshot}.rs`, `serialization.rs`):
//!
//! - segment: crc32 of what follows, inverted ‖ its position in the log ‖ a stable position, both xor `i64::MAX` ‖ messages
//! - message: crc32 of body and rest of the header, inverted ‖ kind ‖ length of the body ‖ number of the segment ‖ page ‖ body
//! - snapshot: end in the log + 1 ‖ offset of its segment in the file + 1 ‖ pages ‖ length (8 bytes) ‖ crc32 of the former

use super::StoreError;
use super::rows_sled::files_named;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;

const SEGMENT: usize = 512 << 10;
const SEGMENT_HEADER: usize = 20;

/// The kind of a message that says nothing more than how long it is.
const CANCELLED: u8 = 1;
/// The last kind there is.
const BLOB_LINK: u8 = 11;
/// The kind that ends a segment.
const CAP: u8 = 2;

/// Strikes out a damaged message in front of the snapshot's end; says whether there was one. `data` is the locked file.
pub(super) fn strike_out(rows: &Path, data: &File) -> Result<bool, StoreError> {
    let path = rows.join("db");
    // The database, too, takes the last of them.
    let Some(snapshot) = files_named(rows, |name| name.starts_with("snap."))?.into_iter().max() else { return Ok(false) };
    let snapshot = fs::read(&snapshot).map_err(StoreError::io("read", &snapshot))?;
    let Some(end) = snapshot_end(&snapshot) else { return Ok(false) };
    let number = end.log / SEGMENT as u64;
    let mut segment = vec![0; (end.log % SEGMENT as u64) as usize];
    match data.read_exact_at(&mut segment, end.offset) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(false),
        other => other.map_err(StoreError::io("read", &path))?,
    }
    if segment_position(&segment) != Some(number * SEGMENT as u64) {
        return Ok(false);
    }
    let Some((at, header)) = damage(&segment, number) else { return Ok(false) };
    data.write_all_at(&header, end.offset + at as u64).map_err(StoreError::io("mended", &path))?;
    data.sync_data().map_err(StoreError::io("mended", &path))?;
    Ok(true)
}

/// Where a snapshot ends.
#[derive(Debug, PartialEq, Eq)]
struct End {
    /// In the log.
    log: u64,
    /// Of the segment that it ends in, in the file.
    offset: u64,
}

/// Where a snapshot ends, unless that is at the end of a segment; `None` also for a damaged snapshot.
fn snapshot_end(snapshot: &[u8]) -> Option<End> {
    let (rest, sum) = snapshot.split_last_chunk::<4>()?;
    let (body, _length) = rest.split_last_chunk::<8>()?;
    if crc32(&[body]) != u32::from_le_bytes(*sum) {
        return None;
    }
    let (log, rest) = body.split_first_chunk::<8>()?;
    let log = u64::try_from(i64::from_le_bytes(*log)).ok()?.checked_sub(1)?;
    let offset = read_number(&mut &*rest)?.checked_sub(1)?;
    Some(End { log, offset })
}

/// The position in the log that a whole segment header names.
fn segment_position(segment: &[u8]) -> Option<u64> {
    let header = segment.first_chunk::<SEGMENT_HEADER>()?;
    let (sum, rest) = header.split_first_chunk::<4>()?;
    let position = i64::from_le_bytes(*rest.first_chunk::<8>()?) ^ i64::MAX;
    (!crc32(&[rest]) == u32::from_le_bytes(*sum)).then_some(u64::try_from(position).ok()?)
}

/// The first message of a segment that cannot be read, and a header that strikes out everything from there to the end.
fn damage(segment: &[u8], number: u64) -> Option<(usize, Vec<u8>)> {
    let mut at = SEGMENT_HEADER;
    while let Some(rest) = segment.get(at..).filter(|rest| !rest.is_empty()) {
        match whole_message(rest, number) {
            Some((CAP, _)) => return None,
            Some((_, length)) => at += length,
            None => return Some((at, cancelled(rest, number)?)),
        }
    }
    None
}

/// The kind and the length of the message at the beginning of these bytes; `None` if it is damaged.
fn whole_message(bytes: &[u8], number: u64) -> Option<(u8, usize)> {
    let (sum, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, mut fields) = rest.split_first()?;
    let length = usize::try_from(read_number(&mut fields)?).ok()?;
    let its_number = read_number(&mut fields)?;
    let _page = read_number(&mut fields)?;
    let header = rest.get(..rest.len() - fields.len())?;
    let body = fields.get(..length)?;
    let whole = !crc32(&[body, header]) == u32::from_le_bytes(*sum);
    let known = (CANCELLED..=BLOB_LINK).contains(kind) && its_number == number;
    (whole && known).then_some((*kind, sum.len() + header.len() + length))
}

/// The header that makes one cancelled message of all these bytes. `None` if there are too few of them for any header.
fn cancelled(bytes: &[u8], number: u64) -> Option<Vec<u8>> {
    // The length takes more bytes the larger it is, so not every sum of the two can be had; a longer page number fills up.
    [0, 241].into_iter().find_map(|page| {
        (1..=4).find_map(|width| {
            let mut header = vec![CANCELLED];
            let fixed = 4 + 1 + width + written(number).len() + written(page).len();
            let length = written(bytes.len().checked_sub(fixed)? as u64);
            if length.len() != width {
                return None;
            }
            for field in [length, written(number), written(page)] {
                header.extend_from_slice(&field);
            }
            let sum = !crc32(&[bytes.get(fixed..)?, &header]);
            Some([&sum.to_le_bytes(), header.as_slice()].concat())
        })
    })
}

/// A number of varying width, as the database reads it.
fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let (first, rest) = bytes.split_first()?;
    let byte = |at: usize| rest.get(at).copied().map(u64::from);
    let (number, width) = match *first {
        small @ 0..=240 => (u64::from(small), 0),
        high @ 241..=248 => (240 + 256 * (u64::from(high) - 241) + byte(0)?, 1),
        249 => (2288 + 256 * byte(0)? + byte(1)?, 2),
        width @ 250.. => {
            let width = usize::from(width) - 247;
            let mut number = [0; 8];
            number.get_mut(..width)?.copy_from_slice(rest.get(..width)?);
            (u64::from_le_bytes(number), width)
        }
    };
    *bytes = rest.get(width..)?;
    Some(number)
}

/// A number of varying width, as the database writes it.
fn written(number: u64) -> Vec<u8> {
    match number {
        0..=240 => vec![number as u8],
        241..=2287 => vec![((number - 240) / 256 + 241) as u8, ((number - 240) % 256) as u8],
        2288..=67823 => vec![249, ((number - 2288) / 256) as u8, ((number - 2288) % 256) as u8],
        _ => {
            let width = (8 - number.leading_zeros() as usize / 8).max(3);
            std::iter::once(width as u8 + 247).chain(number.to_le_bytes().into_iter().take(width)).collect()
        }
    }
}

/// The usual CRC-32 (that of zip and Ethernet) of some bytes after each other.
#[expect(clippy::indexing_slicing, reason = "a byte is an index of a table of 256")]
fn crc32(parts: &[&[u8]]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut n = 0;
        while n < 256 {
            let mut sum = n as u32;
            let mut bit = 0;
            while bit < 8 {
                sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
                bit += 1;
            }
            table[n] = sum;
            n += 1;
        }
        table
    };
    let step = |sum: u32, byte: &u8| (sum >> 8) ^ TABLE[usize::from(sum as u8 ^ byte)];
    !parts.iter().copied().flatten().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_numbers_are_those_of_the_database() {
        assert_eq!(crc32(&[b"1234", b"56789"]), 0xCBF4_3926);
        for number in [0, 240, 241, 2287, 2288, 67823, 67824, 0xFF_FFFF, 0x100_0000, u64::from(u32::MAX) + 1, u64::MAX] {
            let bytes = written(number);
            assert_eq!(read_number(&mut bytes.as_slice()), Some(number));
            assert_eq!(read_number(&mut &bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(written(0x10_0001), [250, 1, 0, 16]);
    }

    #[test]
    fn a_cancelled_message_has_every_length_that_a_message_can_have() {
        for number in [0, 9, 300, 70_000] {
            let least = cancelled_least(number);
            for length in (least..3000).chain(67_800..67_900).chain([SEGMENT - SEGMENT_HEADER]) {
                let mut bytes = vec![7; length];
                assert_eq!(whole_message(&bytes, number), None);
                let header = cancelled(&bytes, number).unwrap();
                bytes[..header.len()].copy_from_slice(&header);
                assert_eq!(whole_message(&bytes, number), Some((CANCELLED, length)), "{number} {length}");
            }
            assert_eq!(cancelled(&vec![7; least - 1], number), None);
        }
    }

    /// An empty message of the lowest page.
    fn cancelled_least(number: u64) -> usize {
        4 + 1 + 1 + written(number).len() + 1
    }
}
