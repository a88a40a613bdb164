//! Names: public keys and hashes, each a type of its own so that none is taken for another (specification §1).
//!
//! Every name is 32 bytes and is written as 64 lowercase hexadecimal digits.

use core::fmt;
use core::str::FromStr;
use data_encoding::HEXLOWER;

/// A text that should be 64 lowercase hexadecimal digits and is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an id is 64 lowercase hexadecimal digits")]
pub struct MalformedId;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub [u8; 32]);

        impl $name {
            /// The 32 bytes.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }

            /// The first eight digits: enough for a log line, never for a decision.
            pub fn short(&self) -> String {
                let mut text = self.to_string();
                text.truncate(8);
                text
            }

            /// From a slice that must be 32 bytes long.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                <[u8; 32]>::try_from(bytes).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.short())
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;
            fn from_str(text: &str) -> Result<Self, MalformedId> {
                let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| MalformedId)?;
                Self::from_slice(&bytes).ok_or(MalformedId)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Self::from_slice(d.bytes()?).ok_or_else(|| minicbor::decode::Error::message("expected 32 bytes"))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

names! {
    /// An organisation: its ed25519 public key, made from twenty-four words.
    HubId;
    /// A machine of a hub: its ed25519 public key, also its libp2p identity.
    NodeId;
    /// A teller's ed25519 public key: whoever holds its secret may withdraw what carries it.
    TellerKey;
    /// A network: the hash of its charter.
    NetworkId;
    /// A document: the hash of its header. A correction is another document at the same address.
    DocumentId;
    /// What readers link to; the same through corrections.
    Address;
    /// An Automerge change: SHA-256 of its chunk.
    ChangeHash;
    /// Anything that is reconciled.
    ItemId;
    /// A summary of all that a replica shares: equal fingerprints, equal replicas.
    Fingerprint;
}

/// BLAKE3 of the parts, under a context that says what is named, so that no two kinds of thing can share an id.
///
/// `context` is a constant of this crate. Parts of variable length must be self-delimiting or come last.
pub(crate) fn hash(context: &'static str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for part in parts {
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_round_trips_and_nothing_else_is_accepted() {
        let id = HubId([0xab; 32]);
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in ["", "ab", &"AB".repeat(32), &"ab".repeat(33), &"zz".repeat(32)] {
            assert_eq!(wrong.parse::<HubId>(), Err(MalformedId), "{wrong}");
        }
    }

    #[test]
    fn contexts_keep_hashes_apart() {
        assert_ne!(hash("a", &[b"x"]), hash("b", &[b"x"]));
    }
}
