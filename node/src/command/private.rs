//! What never leaves the machine: drafts, what is published here only, exact dates, the sender's own names for things.
//!
//! Each is one JSON value in a vault of its own, so that a withdrawal destroys it together with what was published.

use super::Failure;
use crate::clock;
use crate::core::{Core, CoreError};
use crate::store::Store;
use knutepunkt_protocol::document::header::TellerProof;
use knutepunkt_protocol::ids::{Address, DocumentId};
use knutepunkt_protocol::kinds::{Content, Kind, Line, Reach, Status};
use knutepunkt_protocol::replica::{Effects, Local, Refusal, Replica};
use knutepunkt_protocol::rows::{Table, VaultId};
use serde::{Deserialize, Serialize};

const NAME: &[u8] = b"line";

/// A document as its own centre keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// The kind's code.
    pub kind: String,
    /// The sender's own name for it.
    pub reference: Option<String>,
    /// The status's code.
    pub status: String,
    /// The reach's code.
    pub reach: String,
    /// What may be shared, where it is not: of what is shared, the document says it.
    pub unshared: Option<Content>,
    /// What may not be shared.
    pub private: Content,
    /// The line as it was last imported under the sender's own name: its hash, and, for what is edited in place, the fields, so
    /// that the next line changes only what its sender changed.
    pub imported: Option<Imported>,
    /// When it was last taken in, in seconds since 1970.
    #[serde(default)]
    pub modified: u64,
    /// What makes its address where there is no teller's key, in hexadecimal.
    pub origin: String,
    /// The teller's key's agreement to stand in this centre's headers, as CBOR in hexadecimal.
    pub teller: Option<String>,
}

/// A line as it was last imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    hash: String,
    /// The shared fields; empty for stories, which are corrected as a whole.
    pub fields: Content,
}

impl Imported {
    /// Of a line.
    pub fn of(line: &Line) -> Imported {
        let all = serde_json::json!([line.shared, line.private, line.status.code(), line.reach.code()]);
        let hash = blake3::hash(all.to_string().as_bytes()).to_hex().to_string();
        let fields = if line.kind == Kind::Story { Content::new() } else { line.shared.clone() };
        Imported { hash, fields }
    }

    /// Whether a line says the same.
    pub fn same(&self, line: &Line) -> bool {
        self.hash == Imported::of(line).hash
    }
}

impl Kept {
    /// As it stands after a line was taken in.
    pub fn of_line(line: &Line, origin: &[u8], teller: Option<&TellerProof>) -> Kept {
        let encoded = teller.map(|proof| {
            let mut bytes = Vec::new();
            // Proof: writing to a Vec cannot fail.
            let _infallible = minicbor::encode(proof, &mut bytes);
            hex(&bytes)
        });
        Kept {
            kind: line.kind.code().to_owned(),
            reference: line.reference.clone(),
            status: line.status.code().to_owned(),
            reach: line.reach.code().to_owned(),
            unshared: (!(line.status == Status::Published && line.reach == Reach::Network)).then(|| line.shared.clone()),
            private: line.private.clone(),
            imported: None,
            modified: clock::now(),
            origin: hex(origin),
            teller: encoded,
        }
    }

    /// The kind, where this program knows it.
    pub fn kind(&self) -> Option<Kind> {
        Kind::from_code(&self.kind)
    }

    /// The status.
    pub fn status(&self) -> Status {
        Status::from_code(&self.status).unwrap_or_default()
    }

    /// The reach.
    pub fn reach(&self) -> Reach {
        Reach::from_code(&self.reach).unwrap_or_default()
    }

    /// The origin.
    pub fn origin(&self) -> Vec<u8> {
        unhex(&self.origin).unwrap_or_default()
    }

    /// The teller's proof.
    pub fn teller(&self) -> Option<TellerProof> {
        self.teller.as_deref().and_then(unhex).and_then(|bytes| minicbor::decode(&bytes).ok())
    }

    /// Whether it goes to the network.
    pub fn is_shared(&self) -> bool {
        self.status() == Status::Published && self.reach() == Reach::Network
    }
}

/// Reads what is private at an address.
pub fn load(store: &dyn Store, replica: &Replica, address: &Address) -> Result<Option<Kept>, CoreError> {
    load_with(store, replica, address, |_| None)
}

/// Reads what is private at an address, where `pending` knows rows that are not committed yet.
pub fn load_with(
    store: &dyn Store,
    replica: &Replica,
    address: &Address,
    pending: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
) -> Result<Option<Kept>, CoreError> {
    let Some(local) = replica.private_at(address) else { return Ok(None) };
    let key = row_key(&local.vault);
    let bytes = match pending(&key) {
        Some(bytes) => Some(bytes),
        None => store.get(Table::Private, &key)?,
    };
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// Writes what is private at an address, into the vault that it has or `new`; `new` also names the edition, where it is published
/// at this centre only.
pub fn save(replica: &mut Replica, address: Address, kept: &Kept, new: DocumentId, effects: &mut Effects) -> Result<(), Refusal> {
    let vault = replica.private_at(&address).map_or(new, |local| local.vault);
    let here = kept.status() == Status::Published && kept.reach() == Reach::Here;
    replica.remember_private(address, Local { vault, edition: here.then_some(new) }, effects)?;
    let bytes = serde_json::to_vec(kept).unwrap_or_default();
    effects.batch.put(Table::Private, row_key(&vault), bytes);
    Ok(())
}

fn row_key(vault: &VaultId) -> Vec<u8> {
    [vault.as_bytes().as_slice(), NAME].concat()
}

/// The name of the row that says which address a sender's own name stands for. The name itself may be anybody's words; only its
/// hash is kept, and kept after a withdrawal, so that what was withdrawn is not imported again.
pub fn reference_row(reference: &str) -> Vec<u8> {
    [b"ref/".as_slice(), blake3::derive_key("knutepunkt 2026 reference of a sender", reference.as_bytes()).as_slice()].concat()
}

/// The address that a sender's own name stands for.
pub fn referenced(core: &Core, reference: &str) -> Result<Option<Address>, Failure> {
    let row = core.own(&reference_row(reference)).map_err(Failure::from)?;
    Ok(row.and_then(|bytes| Address::from_slice(&bytes)))
}

/// Lowercase hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from hexadecimal.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high << 4 | low).ok(),
            _ => None,
        })
        .collect()
}
