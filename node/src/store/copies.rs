//! One copy of one key slot, as bytes, and what two copies say together.
//!
//! ```text
//!   0  vault id                32   all zero: the slot is free
//!  32  slot nonce              16   random, new with each tenant
//!  48  commit                   8   little-endian: the commit that brought the tenant
//!  56  slot number              4   little-endian: a copy that strayed to another place is not believed
//!  60  "slot"                   4
//!  64  checksum of 0..64       16   so that a damaged key can still be reported by the name of its vault
//!  80  key                     32   random bytes in a free slot
//! 112  checksum of 0..112      16
//! ```
//!
//! A slot is freed by one overwrite with random bytes in the place of the key. Zeros would do on a plain disk, but
//! controllers and file systems that recognise zeros may note "zeros here" and leave the old block as it was; random bytes
//! must really be written. A second pass adds nothing on any disk made this century.

use super::vault::{SlotNonce, VaultKey};
use super::{StoreError, random};
use knutepunkt_protocol::rows::VaultId;
use zeroize::Zeroizing;

/// The size of one copy in bytes: a quarter of the smallest sector, so that no copy crosses from one sector to the next.
pub(super) const COPY: usize = 128;

const MARK: [u8; 4] = *b"slot";
const NAME: usize = 64;
const KEY: usize = 80;
const WHOLE: usize = 112;

/// The bytes of a copy; wiped from memory when dropped.
pub(super) type CopyBytes = Zeroizing<[u8; COPY]>;

/// Who lives in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tenant {
    pub vault: VaultId,
    pub nonce: SlotNonce,
    pub commit: u64,
}

/// What one copy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Never used, or freed.
    Free,
    /// A vault's key, whole.
    Whole(Tenant),
    /// A vault's key of which only the name can be trusted.
    NameOnly(Tenant),
    /// Neither checksum fits.
    Garbage,
}

/// The copy that makes `tenant` live in `slot`.
pub(super) fn tenant_copy(slot: u32, tenant: &Tenant, key: &[u8; 32]) -> CopyBytes {
    let mut copy = Zeroizing::new([0; COPY]);
    let bytes: &mut [u8; COPY] = &mut copy;
    let name =
        [tenant.vault.as_bytes().as_slice(), &tenant.nonce, &tenant.commit.to_le_bytes(), &slot.to_le_bytes(), &MARK].concat();
    bytes[..NAME].copy_from_slice(&name);
    let check = checksum(&bytes[..NAME]);
    bytes[NAME..KEY].copy_from_slice(&check);
    bytes[KEY..WHOLE].copy_from_slice(key);
    let check = checksum(&bytes[..WHOLE]);
    bytes[WHOLE..].copy_from_slice(&check);
    copy
}

/// The copy that frees `slot`: no vault, and fresh random bytes over the key and the nonce.
pub(super) fn free_copy(slot: u32) -> Result<CopyBytes, StoreError> {
    let nobody = Tenant { vault: VaultId::default(), nonce: random()?, commit: 0 };
    Ok(tenant_copy(slot, &nobody, &random()?))
}

/// What a copy at the place of `slot` says.
pub(super) fn read_copy(slot: u32, bytes: &[u8; COPY]) -> Reading {
    if bytes.iter().all(|byte| *byte == 0) {
        return Reading::Free;
    }
    let number = bytes[56..60] == slot.to_le_bytes() && bytes[60..64] == MARK;
    if !number || bytes[NAME..KEY] != checksum(&bytes[..NAME]) {
        return Reading::Garbage;
    }
    let Some(tenant) = tenant_of(bytes) else { return Reading::Garbage };
    let whole = bytes[WHOLE..] == checksum(&bytes[..WHOLE]);
    match (tenant.vault == VaultId::default(), whole) {
        (true, _) => Reading::Free,
        (false, true) => Reading::Whole(tenant),
        (false, false) => Reading::NameOnly(tenant),
    }
}

/// The key of a copy, if it is whole and belongs to this vault and tenancy.
pub(super) fn key_of(slot: u32, vault: VaultId, nonce: &SlotNonce, bytes: &[u8; COPY]) -> Option<VaultKey> {
    match read_copy(slot, bytes) {
        Reading::Whole(tenant) if tenant.vault == vault && tenant.nonce == *nonce => {
            let mut key = Zeroizing::new([0; 32]);
            key.copy_from_slice(&bytes[KEY..WHOLE]);
            Some(VaultKey { key, nonce: *nonce })
        }
        _ => None,
    }
}

/// What two copies say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nobody lives here. `tidy` is false when a copy still has bytes that should be overwritten.
    Free { tidy: bool },
    /// A tenant whose key can be read. `mend` is true when the other copy must be written anew.
    Lives { tenant: Tenant, mend: bool },
    /// A tenant whose key is lost.
    Lost(Tenant),
    /// Two damaged copies without a name: nobody can ever ask for this key.
    Nameless,
}

/// Judges the two copies of a slot.
pub(super) fn judge(a: Reading, b: Reading) -> Verdict {
    match (a, b) {
        // Two different tenants cannot come from this program, which frees a slot durably before it gives it away.
        (Reading::Whole(one), Reading::Whole(other)) if one != other => {
            Verdict::Lives { tenant: if one.commit >= other.commit { one } else { other }, mend: true }
        }
        (Reading::Whole(tenant), other) | (other, Reading::Whole(tenant)) => {
            Verdict::Lives { tenant, mend: other != Reading::Whole(tenant) }
        }
        (Reading::NameOnly(tenant), _) | (_, Reading::NameOnly(tenant)) => Verdict::Lost(tenant),
        (Reading::Free, Reading::Free) => Verdict::Free { tidy: true },
        (Reading::Free, Reading::Garbage) | (Reading::Garbage, Reading::Free) => Verdict::Free { tidy: false },
        (Reading::Garbage, Reading::Garbage) => Verdict::Nameless,
    }
}

fn tenant_of(bytes: &[u8; COPY]) -> Option<Tenant> {
    let (vault, rest) = bytes.split_first_chunk::<32>()?;
    let (nonce, rest) = rest.split_first_chunk::<16>()?;
    let commit = rest.first_chunk::<8>()?;
    Some(Tenant { vault: VaultId::from_slice(vault)?, nonce: *nonce, commit: u64::from_le_bytes(*commit) })
}

/// Against accidents, not against forgers: whoever can write the key file needs no forgery.
pub(super) fn checksum(bytes: &[u8]) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant() -> Tenant {
        Tenant { vault: VaultId::from_slice(&[7; 32]).unwrap(), nonce: [9; 16], commit: 3 }
    }

    #[test]
    fn every_flipped_bit_is_noticed_and_the_name_outlives_the_key() {
        let whole = tenant_copy(5, &tenant(), &[1; 32]);
        assert_eq!(read_copy(5, &whole), Reading::Whole(tenant()));
        assert_eq!(read_copy(6, &whole), Reading::Garbage, "a copy that strayed");
        for bit in 0..COPY * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let expected = if bit / 8 < KEY { Reading::Garbage } else { Reading::NameOnly(tenant()) };
            assert_eq!(read_copy(5, &flipped), expected, "bit {bit}");
            assert!(key_of(5, tenant().vault, &[9; 16], &flipped).is_none());
        }
    }

    #[test]
    fn a_freed_copy_is_free_and_never_the_same_twice() {
        let (one, other) = (free_copy(5).unwrap(), free_copy(5).unwrap());
        assert_eq!(read_copy(5, &one), Reading::Free);
        assert_ne!(*one, *other);
        assert_eq!(read_copy(5, &[0; COPY]), Reading::Free);
    }

    #[test]
    fn one_whole_copy_is_enough_and_two_lost_ones_are_named_if_possible() {
        let whole = Reading::Whole(tenant());
        assert_eq!(judge(whole, whole), Verdict::Lives { tenant: tenant(), mend: false });
        for other in [Reading::Free, Reading::Garbage, Reading::NameOnly(tenant())] {
            assert_eq!(judge(whole, other), Verdict::Lives { tenant: tenant(), mend: true });
            assert_eq!(judge(other, whole), Verdict::Lives { tenant: tenant(), mend: true });
        }
        assert_eq!(judge(Reading::Garbage, Reading::NameOnly(tenant())), Verdict::Lost(tenant()));
        assert_eq!(judge(Reading::Garbage, Reading::Garbage), Verdict::Nameless);
        assert_eq!(judge(Reading::Garbage, Reading::Free), Verdict::Free { tidy: false });
    }
}
