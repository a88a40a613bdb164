//! The withdrawal code: the secret that a teller keeps on paper (specification §2.3).
//!
//! 128 random bits in Crockford's base 32 (26 characters) and two check characters, in seven groups of four. The check is a
//! Reed–Solomon code over GF(32) with distance three: any one or two wrong characters, and any two that changed places, are
//! noticed, always.

use crate::ids::TellerKey;
use crate::signed::Secret;
use core::fmt;
use core::str::FromStr;
use zeroize::{Zeroize, ZeroizeOnDrop};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SYMBOLS: usize = 28;
const DATA_SYMBOLS: usize = 26;
/// Characters of a group, as the code is written.
pub const GROUP: usize = 4;
/// Groups of a code.
pub const GROUPS: usize = 7;

/// A withdrawal code.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Code([u8; 16]);

/// What is wrong with a text that should be a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not 28 characters, hyphens and spaces aside.
    #[error("a withdrawal code has 28 letters and digits in seven groups of four, and this has {0}")]
    Length(usize),
    /// A character that no code contains; U is one of them.
    #[error("a withdrawal code has no such character as the one at position {0}")]
    Character(usize),
    /// The check characters do not match.
    #[error("the withdrawal code has a typing error: compare it with the slip, character by character")]
    Check,
}

impl Code {
    /// From 16 random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Code {
        Code(bytes)
    }

    /// The secret key that the code stands for.
    pub fn secret(&self) -> Secret {
        let mut seed = crate::ids::hash("knutepunkt 2026 withdrawal code to key", &[&self.0]);
        let secret = Secret::from_seed(&seed);
        seed.zeroize();
        secret
    }

    /// The public key, which the headers of the teller's documents carry.
    pub fn key(&self) -> TellerKey {
        TellerKey(self.secret().public())
    }

    /// In which of the seven groups of four, from 1, a mistyped code probably differs from the slip: where one other character
    /// would make it right. Nothing where no single one would, or where the length is wrong or a character is none.
    pub fn suspect_group(text: &str) -> Option<usize> {
        let (symbols, SYMBOLS) = typed(text).ok()? else { return None };
        let (sum, weighted) = syndromes(&symbols);
        // One wrong character at position p, off by e: the sum is e, the weighted sum wₚ·e.
        let weight = multiply(weighted, inverse(sum));
        let position = (0..SYMBOLS).find(|position| power(u8::try_from(*position).unwrap_or(u8::MAX)) == weight);
        position.filter(|_| sum != 0).map(|position| position / GROUP + 1)
    }

    fn symbols(&self) -> [u8; SYMBOLS] {
        let mut symbols = [0u8; SYMBOLS];
        // 130 bits: two zero bits, then the 128 of the code.
        let mut bits = u128::from_be_bytes(self.0);
        for symbol in symbols.iter_mut().take(DATA_SYMBOLS).rev() {
            *symbol = (bits & 31) as u8;
            bits >>= 5;
        }
        let (sum, weighted) = syndromes(&symbols);
        // Two check symbols a, b at positions 26 and 27 with a + b = sum and w26·a + w27·b = weighted.
        let (w26, w27) = (power(26), power(27));
        let a = multiply(weighted ^ multiply(w27, sum), inverse(w26 ^ w27));
        let [.., first, second] = &mut symbols;
        *first = a;
        *second = sum ^ a;
        symbols
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, symbol) in self.symbols().iter().enumerate() {
            if position > 0 && position % GROUP == 0 {
                f.write_str("-")?;
            }
            let letter = ALPHABET.get(usize::from(*symbol)).copied().unwrap_or(b'0');
            write!(f, "{}", char::from(letter))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Code, CodeError> {
        let (symbols, length) = typed(text)?;
        if length != SYMBOLS {
            return Err(CodeError::Length(length));
        }
        let mut bits: u128 = 0;
        for (position, symbol) in symbols.iter().take(DATA_SYMBOLS).enumerate() {
            if position == 0 && *symbol > 7 {
                return Err(CodeError::Check);
            }
            bits = (bits << 5) | u128::from(*symbol);
        }
        if syndromes(&symbols) != (0, 0) {
            return Err(CodeError::Check);
        }
        Ok(Code(bits.to_be_bytes()))
    }
}

/// The symbols of what was typed, and how many there were.
fn typed(text: &str) -> Result<([u8; SYMBOLS], usize), CodeError> {
    let mut symbols = [0u8; SYMBOLS];
    let mut length = 0;
    for character in text.chars().filter(|c| !is_between(*c)) {
        let symbol = symbol_of(character).ok_or(CodeError::Character(length + 1))?;
        if let Some(place) = symbols.get_mut(length) {
            *place = symbol;
        }
        length += 1;
    }
    Ok((symbols, length))
}

/// Whether a character stands between the groups and says nothing.
fn is_between(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}')
}

fn symbol_of(character: char) -> Option<u8> {
    let upper = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|letter| char::from(*letter) == upper).and_then(|position| u8::try_from(position).ok())
}

/// The plain and the weighted sum of the symbols; both are zero for a code.
fn syndromes(symbols: &[u8; SYMBOLS]) -> (u8, u8) {
    let mut weight = 1;
    symbols.iter().fold((0, 0), |(sum, weighted), symbol| {
        let next = (sum ^ symbol, weighted ^ multiply(weight, *symbol));
        weight = multiply(weight, 2);
        next
    })
}

/// Multiplication in GF(32) with the polynomial x⁵ + x² + 1, of which 2 is a generator.
fn multiply(a: u8, b: u8) -> u8 {
    let (mut a, mut product) = (a, 0);
    for bit in 0..5 {
        if b >> bit & 1 == 1 {
            product ^= a;
        }
        a <<= 1;
        if a & 32 != 0 {
            a ^= 0b10_0101;
        }
    }
    product
}

fn power(exponent: u8) -> u8 {
    (0..exponent).fold(1, |product, _| multiply(product, 2))
}

/// a⁻¹ = a³⁰, since the multiplicative group has 31 elements.
fn inverse(a: u8) -> u8 {
    (0..30).fold(1, |product, _| multiply(product, a))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn is_forgiving_about_how_it_is_typed() {
        let code = Code::from_random(*b"\x01\x42sixteen bytes.");
        let text = code.to_string();
        assert_eq!(text.len(), 34);
        assert_eq!(text.parse(), Ok(code.clone()));
        assert_eq!(text.to_lowercase().replace('-', "  ").parse(), Ok(code.clone()));
        assert_eq!(text.replace('0', "o").replace('1', "l").parse(), Ok(code));
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!("".parse::<Code>(), Err(CodeError::Length(0)));
        assert_eq!("ABC".parse::<Code>(), Err(CodeError::Length(3)));
        assert_eq!("ABCU".parse::<Code>(), Err(CodeError::Character(4)));
        assert_eq!("æ".repeat(100_000).parse::<Code>(), Err(CodeError::Character(1)));
    }

    proptest! {
        #[test]
        fn notices_one_and_two_errors_and_places_changed(bytes: [u8; 16], i in 0usize..28, j in 0usize..28, a in 1u8..32, b in 1u8..32) {
            let code = Code::from_random(bytes);
            prop_assert_eq!(code.to_string().parse::<Code>(), Ok(code.clone()));
            let symbols = code.symbols();
            let typed = |s: &[u8; 28]| s.iter().map(|s| char::from(ALPHABET[usize::from(*s)])).collect::<String>();
            let mut wrong = symbols;
            wrong[i] ^= a;
            prop_assert_eq!(Code::suspect_group(&typed(&symbols)), None);
            prop_assert_eq!(Code::suspect_group(&typed(&wrong)), Some(i / GROUP + 1));
            prop_assert_eq!(typed(&wrong).parse::<Code>(), Err(CodeError::Check));
            if i != j {
                wrong[j] ^= b;
                prop_assert_eq!(typed(&wrong).parse::<Code>(), Err(CodeError::Check));
                let mut swapped = symbols;
                swapped.swap(i, j);
                prop_assert_eq!(typed(&swapped).parse::<Code>().is_ok(), symbols[i] == symbols[j]);
            }
        }
    }
}
