//! What a signature covers (specification §1.3).
//!
//! A statement is encoded once as deterministic CBOR, prefixed with a domain that says what kind of statement it is, and signed.
//! Those bytes are kept and passed on as they are; nothing is ever encoded again in order to be verified. A [`Signed`] becomes a
//! [`Verified`] only by verification.

use crate::limits;
use core::marker::PhantomData;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};

/// A statement or signature that cannot be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The bytes are longer than any statement of this kind may be.
    #[error("the record is longer than records may be")]
    TooLong,
    /// The bytes do not decode, or something follows them.
    #[error("the record cannot be decoded")]
    Malformed,
    /// The key is not a point of the curve, or one of those that anybody can sign for.
    #[error("the key is weak or malformed")]
    WeakKey,
    /// The signature is not the key's.
    #[error("the signature does not match")]
    Mismatch,
    /// The version of the format is not known here.
    #[error("the record is of a newer format")]
    NewerFormat,
}

/// A signature: 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signature(pub [u8; 64]);

impl core::fmt::Debug for Signature {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Signature(64 bytes)")
    }
}

impl<C> minicbor::Encode<C> for Signature {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Signature {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes = d.bytes()?.try_into().map_err(|_| minicbor::decode::Error::message("expected 64 bytes"))?;
        Ok(Signature(bytes))
    }
}

/// A secret key: of a hub, a node or a teller. Destroyed in memory when dropped.
#[derive(Clone)]
pub struct Secret(SigningKey);

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// From 32 random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Secret {
        Secret(SigningKey::from_bytes(seed))
    }

    /// The 32 bytes from which it was made.
    pub fn seed(&self) -> zeroize::Zeroizing<[u8; 32]> {
        zeroize::Zeroizing::new(self.0.to_bytes())
    }

    /// The public key.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Signs `parts`, one after the other, in a domain.
    pub fn sign(&self, domain: &'static str, parts: &[&[u8]]) -> Signature {
        Signature(self.0.sign(&preimage(domain, parts)).to_bytes())
    }
}

/// Verifies a signature of `parts` in a domain; strictly: one message and key have one signature that is accepted.
pub fn verify(key: &[u8; 32], domain: &'static str, parts: &[&[u8]], signature: &Signature) -> Result<(), SignatureError> {
    let key = VerifyingKey::from_bytes(key).map_err(|_| SignatureError::WeakKey)?;
    if key.is_weak() {
        return Err(SignatureError::WeakKey);
    }
    let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
    key.verify_strict(&preimage(domain, parts), &signature).map_err(|_| SignatureError::Mismatch)
}

/// What is signed: the domain, a zero byte, the parts.
fn preimage(domain: &'static str, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut bytes = Vec::with_capacity(domain.len() + 1 + length);
    bytes.extend_from_slice(domain.as_bytes());
    bytes.push(0);
    for part in parts {
        bytes.extend_from_slice(part);
    }
    bytes
}

/// Encodes a value of this crate as CBOR. Writing to memory cannot fail.
pub(crate) fn encode<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Proof: the writer is a Vec, whose error type is uninhabited, and our Encode impls return no error of their own.
    let _infallible = minicbor::encode(value, &mut bytes);
    bytes
}

/// Decodes exactly one value of at most `limit` bytes.
pub(crate) fn decode<'b, T: minicbor::Decode<'b, ()>>(bytes: &'b [u8], limit: usize) -> Result<T, SignatureError> {
    if bytes.len() > limit {
        return Err(SignatureError::TooLong);
    }
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().map_err(|_| SignatureError::Malformed)?;
    if decoder.position() == bytes.len() { Ok(value) } else { Err(SignatureError::Malformed) }
}

/// Something that a key can state.
pub trait Statement: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> {
    /// Says what kind of statement is signed, so that no signature is taken for one of another kind.
    const DOMAIN: &'static str;

    /// The key that must have signed.
    fn signer(&self) -> &[u8; 32];

    /// What can be wrong with the statement itself, whoever signed it.
    fn check(&self) -> Result<(), SignatureError>;
}

/// A statement as it came, not yet verified.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed<T> {
    bytes: Vec<u8>,
    signature: Signature,
    statement: PhantomData<T>,
}

impl<T> core::fmt::Debug for Signed<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Signed({} bytes)", self.bytes.len())
    }
}

impl<T: Statement> Signed<T> {
    /// Verifies: size, decoding, the statement's own rules, the signature.
    pub fn verify(self) -> Result<Verified<T>, SignatureError> {
        let statement: T = decode(&self.bytes, limits::RECORD_BYTES)?;
        statement.check()?;
        verify(statement.signer(), T::DOMAIN, &[&self.bytes], &self.signature)?;
        Ok(Verified { statement, signed: self })
    }

    /// The statement's bytes, as they were signed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A statement whose signature was verified here, with the bytes that were signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<T> {
    statement: T,
    signed: Signed<T>,
}

impl<T: Statement> Verified<T> {
    /// Signs a statement. `secret` is that of the statement's signer.
    pub fn sign(statement: T, secret: &Secret) -> Verified<T> {
        debug_assert_eq!(statement.signer(), &secret.public());
        let bytes = encode(&statement);
        let signature = secret.sign(T::DOMAIN, &[&bytes]);
        Verified { statement, signed: Signed { bytes, signature, statement: PhantomData } }
    }

    /// What was signed, to pass on or to keep.
    pub fn signed(&self) -> &Signed<T> {
        &self.signed
    }
}

impl<T> core::ops::Deref for Verified<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.statement
    }
}

impl<T, C> minicbor::Encode<C> for Signed<T> {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.array(2)?.bytes(&self.bytes)?;
        self.signature.encode(e, ctx)
    }
}

impl<'b, T, C> minicbor::Decode<'b, C> for Signed<T> {
    fn decode(d: &mut minicbor::Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
        if d.array()? != Some(2) {
            return Err(minicbor::decode::Error::message("expected a signed statement"));
        }
        let bytes = d.bytes()?.to_vec();
        Ok(Signed { bytes, signature: Signature::decode(d, ctx)?, statement: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_domain_parts_and_key_alone() {
        let secret = Secret::from_seed(&[7; 32]);
        let signature = secret.sign("a", &[b"one", b"two"]);
        assert_eq!(verify(&secret.public(), "a", &[b"onetwo"], &signature), Ok(()));
        assert_eq!(verify(&secret.public(), "b", &[b"onetwo"], &signature), Err(SignatureError::Mismatch));
        assert_eq!(verify(&secret.public(), "a", &[b"onetw"], &signature), Err(SignatureError::Mismatch));
        let other = Secret::from_seed(&[8; 32]).public();
        assert_eq!(verify(&other, "a", &[b"onetwo"], &signature), Err(SignatureError::Mismatch));
    }

    #[test]
    fn fault_16_small_order_keys_and_non_canonical_signatures_are_refused() {
        // The identity point: with it, a signature of R = identity, s = 0 would verify for every message.
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut forged = Signature([0; 64]);
        forged.0[0] = 1;
        assert_eq!(verify(&identity, "a", &[b"x"], &forged), Err(SignatureError::WeakKey));

        // s + L is the same scalar written otherwise.
        let secret = Secret::from_seed(&[7; 32]);
        let mut signature = secret.sign("a", &[b"x"]);
        const L: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut carry = 0u16;
        for (byte, order) in signature.0[32..].iter_mut().zip(L) {
            let sum = u16::from(*byte) + u16::from(order) + carry;
            *byte = sum as u8;
            carry = sum >> 8;
        }
        assert_eq!(verify(&secret.public(), "a", &[b"x"], &signature), Err(SignatureError::Mismatch));
    }
}
