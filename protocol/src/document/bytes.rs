//! Reading numbers and lengths out of untrusted bytes, never past their end (specification §4.3).
//!
//! Numbers are LEB128 in their shortest form only: what two programs could read differently is read by none.

use super::chunk::ChunkError;
use core::ops::Range;

/// Reads from untrusted bytes; never past their end.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0 }
    }

    pub fn position(&self) -> usize {
        self.at
    }

    pub fn at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub fn take(&mut self, length: usize) -> Result<&'a [u8], ChunkError> {
        let end = self.at.checked_add(length).ok_or(ChunkError::Malformed)?;
        let bytes = self.bytes.get(self.at..end).ok_or(ChunkError::Malformed)?;
        self.at = end;
        Ok(bytes)
    }

    fn byte(&mut self) -> Result<u8, ChunkError> {
        self.take(1)?.first().copied().ok_or(ChunkError::Malformed)
    }

    /// Unsigned LEB128 in its shortest form: at most ten bytes.
    pub fn unsigned(&mut self) -> Result<u64, ChunkError> {
        let mut value: u64 = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            if (shift == 63 && byte > 1) || (shift > 0 && byte == 0) {
                return Err(ChunkError::Malformed);
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(ChunkError::Malformed)
    }

    /// Signed LEB128 in its shortest form: at most ten bytes.
    pub fn signed(&mut self) -> Result<i64, ChunkError> {
        let (mut value, mut before): (i64, u8) = (0, 0);
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= i64::from(byte & 0x7f).wrapping_shl(shift);
            if byte & 0x80 != 0 {
                before = byte;
                continue;
            }
            // A last byte that only repeats the sign says nothing; the tenth has room for the sign alone.
            let repeats = shift > 0 && ((byte == 0 && before & 0x40 == 0) || (byte == 0x7f && before & 0x40 != 0));
            if repeats || (shift == 63 && byte != 0 && byte != 0x7f) {
                return Err(ChunkError::Malformed);
            }
            let width = shift + 7;
            return Ok(if width < 64 && byte & 0x40 != 0 { value | (-1 << width) } else { value });
        }
        Err(ChunkError::Malformed)
    }

    pub fn length(&mut self) -> Result<usize, ChunkError> {
        usize::try_from(self.unsigned()?).map_err(|_| ChunkError::Malformed)
    }

    /// A count that must not be above `most`.
    pub fn count(&mut self, most: usize) -> Result<usize, ChunkError> {
        let count = self.length()?;
        if count <= most { Ok(count) } else { Err(ChunkError::TooMany) }
    }

    /// Where length-prefixed bytes lie.
    pub fn prefixed(&mut self) -> Result<Range<usize>, ChunkError> {
        let length = self.length()?;
        let start = self.at;
        self.take(length)?;
        Ok(start..self.at)
    }

    /// Length-prefixed text.
    pub fn text(&mut self) -> Result<&'a str, ChunkError> {
        let length = self.length()?;
        core::str::from_utf8(self.take(length)?).map_err(|_| ChunkError::Operations)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_round_trip_in_their_shortest_form_alone(unsigned: u64, signed: i64, shift in 0u32..64) {
            let (unsigned, signed) = (unsigned >> shift, signed >> shift);
            let mut bytes = Vec::new();
            let mut rest = unsigned;
            while rest > 0x7f {
                bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            bytes.push(rest as u8);
            prop_assert_eq!(Reader::new(&bytes).unsigned(), Ok(unsigned));
            *bytes.last_mut().unwrap() |= 0x80;
            bytes.push(0);
            prop_assert_eq!(Reader::new(&bytes).unsigned(), Err(ChunkError::Malformed));

            let (mut bytes, mut rest) = (Vec::new(), signed);
            while !(-64..64).contains(&rest) {
                bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            bytes.push(rest as u8 & 0x7f);
            prop_assert_eq!(Reader::new(&bytes).signed(), Ok(signed));
            *bytes.last_mut().unwrap() |= 0x80;
            bytes.push(if signed < 0 { 0x7f } else { 0 });
            prop_assert_eq!(Reader::new(&bytes).signed(), Err(ChunkError::Malformed));
        }
    }

    #[test]
    fn lengths_beyond_the_end_and_beyond_the_machine_are_refused() {
        for bytes in [&[0xff; 11][..], &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], &[5, 1, 2], &[0x80], &[]] {
            assert_eq!(Reader::new(bytes).prefixed(), Err(ChunkError::Malformed));
        }
    }
}
