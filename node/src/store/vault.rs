//! One vault's encryption: XChaCha20-Poly1305 under the vault's own random key.
//!
//! The associated data ties a value to its table, its row key and the tenancy of its key's slot, so that no ciphertext can be
//! moved to another row, and an old one is not accepted under a key that came later. A stored value is nonce (24 bytes) ‖
//! ciphertext ‖ tag (16 bytes); 24 random bytes cannot meet twice under one key in any number of rows a disk can hold.

use super::{StoreError, random};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use knutepunkt_protocol::rows::Table;
use zeroize::Zeroizing;

const NONCE: usize = 24;

/// A random number that a slot gets with each new tenant.
pub(super) type SlotNonce = [u8; 16];

/// A vault's key and the tenancy it belongs to.
pub(super) struct VaultKey {
    pub key: Zeroizing<[u8; 32]>,
    pub nonce: SlotNonce,
}

impl core::fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("VaultKey(32 bytes)")
    }
}

impl VaultKey {
    pub fn random() -> Result<VaultKey, StoreError> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(key.as_mut_slice()).map_err(|error| StoreError::NoRandomness { why: error.to_string() })?;
        Ok(VaultKey { key, nonce: random()? })
    }

    /// The stored form of a value.
    pub fn seal(&self, table: Table, row: &[u8], value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let nonce: [u8; NONCE] = random()?;
        let sealed = self
            .cipher()
            .and_then(|cipher| cipher.encrypt(&XNonce::from(nonce), Payload { msg: value, aad: &self.bound_to(table, row) }).ok())
            // Only a value of more than 256 GB is refused, and it would not be in memory.
            .ok_or_else(|| StoreError::damaged(table, row, 1))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// The value of a stored form, or `None` if it is not exactly what was stored in this row under this key.
    pub fn open(&self, table: Table, row: &[u8], stored: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = stored.split_first_chunk::<NONCE>()?;
        self.cipher()?.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &self.bound_to(table, row) }).ok()
    }

    fn cipher(&self) -> Option<XChaCha20Poly1305> {
        XChaCha20Poly1305::new_from_slice(self.key.as_slice()).ok()
    }

    fn bound_to(&self, table: Table, row: &[u8]) -> Vec<u8> {
        [&[table as u8], row, &self.nonce].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_in_its_own_row_and_tenancy_only() {
        let mut vault = VaultKey::random().unwrap();
        let sealed = vault.seal(Table::Body, b"row", b"words").unwrap();
        assert_eq!(vault.open(Table::Body, b"row", &sealed).unwrap(), b"words");
        assert_eq!(vault.open(Table::Private, b"row", &sealed), None);
        assert_eq!(vault.open(Table::Body, b"other", &sealed), None);
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert_eq!(vault.open(Table::Body, b"row", &flipped), None, "byte {at}");
            assert_eq!(vault.open(Table::Body, b"row", &sealed[..at]), None, "cut at {at}");
        }
        vault.nonce[0] ^= 1;
        assert_eq!(vault.open(Table::Body, b"row", &sealed), None);
    }
}
