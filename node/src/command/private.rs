//! What never leaves the machine: drafts, what is published here only, exact dates, the sender's own names for things.
//!
//! Each is one JSON value in a vault of its own, so that a withdrawal destroys it together with what was published. Whenever it
//! changes it gets another vault, and the one before is destroyed: what was taken out of a draft is not on the disk any more.

use crate::clock;
use crate::core::CoreError;
use crate::store::Store;
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use knutepunkt_protocol::document::change::Edits;
use knutepunkt_protocol::document::header::TellerProof;
use knutepunkt_protocol::ids::{Address, DocumentId};
use knutepunkt_protocol::kinds::{Content, Kind, Line, Reach, Status};
use knutepunkt_protocol::replica::{Effects, Local, Replica};
use knutepunkt_protocol::rows::{Batch, Table, VaultId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// The line as it was last imported under the sender's own name.
    pub imported: Option<Imported>,
    /// The counter of the hold by which import hid it, where it had been published and then was not to be.
    #[serde(default)]
    pub hidden: Option<u64>,
    /// When it was last taken in, in seconds since 1970.
    #[serde(default)]
    pub modified: u64,
    /// What makes its address where there is no teller's key, in hexadecimal.
    pub origin: String,
    /// The teller's key's agreement to stand in this centre's headers, as CBOR in hexadecimal.
    pub teller: Option<String>,
}

/// A line as it was last imported: hashes, and not the words, which would outlive their removal from what is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    hash: String,
    /// Of what is edited in place: each field as its sender last published it, so that the next line changes only what its sender
    /// changed.
    #[serde(default)]
    fields_seen: BTreeMap<String, String>,
}

impl Imported {
    /// Of a line that comes after another one.
    pub fn of(line: &Line, before: Option<&Imported>) -> Imported {
        let fields_seen = if line.kind == Kind::Story {
            BTreeMap::new()
        } else if is_shared(line) {
            line.shared.iter().map(|(name, value)| (name.clone(), digest(value))).collect()
        } else {
            before.map(|before| before.fields_seen.clone()).unwrap_or_default()
        };
        Imported { hash: whole(line), fields_seen }
    }

    /// Whether a line says the same.
    pub fn same(&self, line: &Line) -> bool {
        self.hash == whole(line)
    }

    /// What a line changes of what its sender published last; `None` where that was nothing.
    pub fn edits(&self, line: &Line) -> Option<Edits> {
        let written = line.shared.iter().filter(|(name, value)| self.fields_seen.get(*name) != Some(&digest(value)));
        let written = written.map(|(name, value)| (name.clone(), Some(value.clone())));
        let removed = self.fields_seen.keys().filter(|name| !line.shared.contains_key(*name)).map(|name| (name.clone(), None));
        (!self.fields_seen.is_empty()).then(|| removed.chain(written).collect())
    }
}

fn whole(line: &Line) -> String {
    digest(&serde_json::json!([line.shared, line.private, line.status.code(), line.reach.code()]))
}

fn digest(value: &serde_json::Value) -> String {
    blake3::hash(value.to_string().as_bytes()).to_hex().to_string()
}

/// Whether a line goes to the network.
pub fn is_shared(line: &Line) -> bool {
    line.status == Status::Published && line.reach == Reach::Network
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
            unshared: (!is_shared(line)).then(|| line.shared.clone()),
            private: line.private.clone(),
            imported: None,
            hidden: None,
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

/// Writes what is private at an address into a new vault, and destroys the one in which it lay. The vault's name is also that of the
/// edition, where it is published at this centre only.
pub fn save(replica: &mut Replica, address: Address, kept: &Kept, effects: &mut Effects) -> Result<(), CoreError> {
    let vault = DocumentId(clock::random()?);
    let before = replica.private_at(&address).map(|local| local.vault);
    let here = kept.status() == Status::Published && kept.reach() == Reach::Here;
    replica.remember_private(address, Local { vault, edition: here.then_some(vault) }, effects)?;
    effects.batch.append(Batch { writes: Vec::new(), shred: before.into_iter().collect() });
    effects.batch.put(Table::Private, row_key(&vault), serde_json::to_vec(kept).unwrap_or_default());
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

/// Lowercase hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// Bytes from hexadecimal.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::taking::shared_content;
    use crate::command::{Exit, Failure, Input, Output, founding, importing, removing};
    use crate::core::Core;
    use serde_json::{Value, json};
    use std::path::Path;

    const NAME: &str = "Rognebærsommerfugl";

    struct Given(Vec<String>);

    impl Input for Given {
        fn lines(&mut self, _: usize) -> Result<Vec<String>, Failure> {
            Ok(core::mem::take(&mut self.0))
        }
    }

    #[derive(Default)]
    struct Heard(Vec<String>);

    impl Output for Heard {
        fn line(&mut self, text: &str) -> Result<(), Failure> {
            self.0.push(text.to_owned());
            Ok(())
        }

        fn note(&mut self, _: &str) {}
    }

    /// Imports one line; answers its address.
    fn import(core: &Core, line: Value) -> Address {
        let mut heard = Heard::default();
        let exit = importing::import(core, true, &mut Given(vec![line.to_string()]), &mut heard).unwrap();
        assert_eq!(exit, Exit::Done, "{:?}", heard.0);
        let answer: Value = serde_json::from_str(&heard.0[0]).unwrap();
        answer["id"].as_str().unwrap().parse().unwrap()
    }

    fn article(status: &str, body: &str) -> Value {
        json!({"kind": "article", "ref": "a", "lang": "nb", "title": "Nytt", "type": "news", "body": [body], "status": status,
            "reach": "network"})
    }

    /// The key of a vault, as it lies in the file of keys: in a slot of 128 bytes that names the vault, from byte 80.
    fn key_of(folder: &Path, vault: &VaultId) -> Vec<u8> {
        let keys = std::fs::read(folder.join("keys")).unwrap();
        let slot = keys.chunks(128).find(|slot| slot.windows(32).any(|part| part == vault.as_bytes()));
        slot.expect("the vault has a slot")[80..112].to_vec()
    }

    fn nowhere(folder: &Path, what: &[u8]) {
        // A key may begin with zeros, which mark nothing.
        let what = &what[what.iter().position(|byte| *byte != 0).unwrap_or(0)..];
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                nowhere(&path, what);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            // What is set aside is nothing but zeros.
            assert!(
                bytes.iter().all(|byte| *byte == 0) || !bytes.windows(what.len()).any(|window| window == what),
                "in {}",
                path.display()
            );
        }
    }

    fn vault(core: &Core, address: &Address) -> VaultId {
        core.read(|replica| replica.private_at(address).unwrap().vault).unwrap()
    }

    fn kept(core: &Core, address: &Address) -> String {
        let kept = core.read(|replica| load(core.store(), replica, address)).unwrap().unwrap().unwrap();
        serde_json::to_string(&kept).unwrap()
    }

    #[test]
    fn a_name_that_was_taken_out_cannot_be_read_from_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let core = founding::init(folder.path(), "Nordlys", "55", None).unwrap().core;
        founding::found(&core, "Nett", &[], None, true, &mut Heard::default()).unwrap();

        let address = import(&core, article("draft", NAME));
        let mut vaults = vec![vault(&core, &address)];
        let mut keys = vec![key_of(folder.path(), &vaults[0])];
        let mut leave = |what: &str| {
            vaults.push(vault(&core, &address));
            keys.push(key_of(folder.path(), &vaults[vaults.len() - 1]));
            let (before, now) = (&keys[keys.len() - 2], &keys[keys.len() - 1]);
            assert_ne!(before, now, "{what}");
            nowhere(folder.path(), before);
            assert_eq!(core.store().get(Table::Private, &row_key(&vaults[vaults.len() - 2])).unwrap(), None);
        };
        import(&core, article("draft", "En annen."));
        leave("a draft was written anew");
        assert!(!kept(&core, &address).contains(NAME));

        // Published with the name, which somebody at the centre takes out; the sender's line still has it.
        import(&core, article("published", NAME));
        leave("the draft was published");
        import(&core, json!({"id": address, "body": ["En annen."]}));
        leave("it was edited");
        assert!(!kept(&core, &address).contains(NAME), "nor in what is remembered of the sender's line");
        let published = || core.read(|replica| replica.documents().map(|(id, _)| *id).collect::<Vec<_>>()).unwrap();
        let bodies: Vec<_> = published().into_iter().map(|id| (id, key_of(folder.path(), &id))).collect();
        removing::rewrite(&core, &address.to_string(), &mut Heard::default()).unwrap();
        leave("it was published anew, without its history");
        let left = published();
        let gone: Vec<_> = bodies.iter().filter(|(id, _)| !left.contains(id)).collect();
        assert_eq!(gone.len(), 1, "its history is destroyed");
        gone.iter().for_each(|(_, key)| nowhere(folder.path(), key));
        nowhere(folder.path(), NAME.as_bytes());
        // The sender's next line changes what the sender changes, and does not bring the name back.
        let mut line = article("published", NAME);
        line["title"] = json!("Nytt nå");
        import(&core, line);
        let shown = core.read(|replica| shared_content(replica, core.hand(), &Effects::default(), &address)).unwrap();
        let (_, content) = shown.unwrap();
        assert_eq!((&content["title"], &content["body"]), (&json!("Nytt nå"), &json!(["En annen."])));
    }
}
