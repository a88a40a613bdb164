//! One document as it stands: what its page and the lists are made from.

use crate::command::private;
use crate::store::Store;
use knutepunkt_protocol::document::view::View;
use knutepunkt_protocol::ids::{Address, ChangeHash, DocumentId, HubId};
use knutepunkt_protocol::kinds::Content;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_protocol::replica::lookup::Standing;
use serde_json::{Map, Value};

/// A document as it stands at its address.
pub struct Shown {
    /// Its address.
    pub address: Address,
    /// The version that stands there.
    pub version: DocumentId,
    /// At these heads.
    pub heads: Box<[ChangeHash]>,
    /// The kind's code.
    pub kind: String,
    /// The hub that owns it.
    pub hub: HubId,
    /// Seconds since 1970, as its authors say, and never later than this machine's clock.
    pub modified: u64,
    /// Its fields.
    pub content: Content,
    /// What others wrote in the same fields at the same time, with the hub in whose name it stands.
    pub conflicts: Vec<Differing>,
}

/// A field in which others wrote something else.
pub struct Differing {
    /// Its name.
    pub field: String,
    /// What they wrote, and the hub in whose name it stands.
    pub others: Vec<(Value, Option<HubId>)>,
}

/// What a reader who asks for an address is told.
pub enum Reading {
    /// Here it is.
    Shown(Box<Shown>),
    /// It is hidden for now.
    Held,
    /// It was withdrawn.
    Withdrawn,
    /// Its correction is on the way.
    BeingCorrected,
    /// It is here and cannot be read now; the other hubs have it.
    Unreadable,
    /// It was never here.
    Unknown,
}

/// Reads what stands at an address.
pub fn read(replica: &Replica, store: &dyn Store, address: &Address) -> Reading {
    let id = match replica.standing(address) {
        Standing::Shown(id) => id,
        standing => {
            let own = here(replica, store, address).map(|shown| Reading::Shown(Box::new(shown)));
            return own.unwrap_or(match standing {
                Standing::Held => Reading::Held,
                Standing::Withdrawn => Reading::Withdrawn,
                Standing::BeingCorrected => Reading::BeingCorrected,
                Standing::Unknown if replica.has_lost(address) => Reading::Unreadable,
                Standing::Shown(_) | Standing::Unknown => Reading::Unknown,
            });
        }
    };
    let (Some(document), Some(view)) = (replica.document(&id), replica.view(&id, store)) else { return Reading::Unreadable };
    Reading::Shown(Box::new(Shown {
        address: *address,
        version: id,
        heads: document.heads.iter().copied().collect(),
        kind: document.header.kind.clone(),
        hub: document.header.owner,
        modified: replica.modified(&id).unwrap_or(0).min(crate::clock::now()),
        conflicts: conflicts(replica, &id, &view),
        content: view.content(),
    }))
}

/// What this centre has published at itself only.
fn here(replica: &Replica, store: &dyn Store, address: &Address) -> Option<Shown> {
    let version = replica.edition(address)?;
    let kept = private::load(store, replica, address).ok()??;
    Some(Shown {
        address: *address,
        version,
        heads: Box::default(),
        kind: kept.kind,
        hub: replica.me().hub,
        modified: kept.modified,
        content: kept.unshared?,
        conflicts: Vec::new(),
    })
}

fn conflicts(replica: &Replica, id: &DocumentId, view: &View) -> Vec<Differing> {
    view.registers
        .iter()
        .filter(|(_, register)| !register.others.is_empty())
        .map(|(name, register)| {
            let others = register.others.iter().map(|other| (other.value.clone(), replica.writer(id, other)));
            Differing { field: name.clone(), others: others.collect() }
        })
        .collect()
}

impl Shown {
    /// The text of a field, where it is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.content.get(name).and_then(Value::as_str)
    }

    /// A field that is a record.
    pub fn record(&self, name: &str) -> Option<&Map<String, Value>> {
        self.content.get(name).and_then(Value::as_object)
    }

    /// The texts in a field that is a list; none where it is anything else.
    pub fn texts<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        texts(self.content.get(name))
    }

    /// The records in a field that is a list.
    pub fn records<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Map<String, Value>> + use<'a> {
        self.content.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
    }

    /// An organisation with these fields.
    #[cfg(test)]
    pub fn of_test(content: Content) -> Shown {
        Shown {
            address: Address([0; 32]),
            version: DocumentId([0; 32]),
            heads: Box::default(),
            kind: "organisation".to_owned(),
            hub: HubId([0; 32]),
            modified: 0,
            content,
            conflicts: Vec::new(),
        }
    }

    /// What it is called: a title, or a name where the kind has names.
    pub fn title(&self) -> &str {
        self.text(title_field(&self.kind)).unwrap_or_default()
    }
}

/// The field that says what a document of this kind is called.
pub fn title_field(kind: &str) -> &'static str {
    if matches!(kind, "hub" | "organisation") { "name" } else { "title" }
}

/// The texts in a value that is a list.
pub fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
