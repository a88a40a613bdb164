//! A trust list: whom a hub vouches for and whom it objects to (specification §3.5).
//!
//! It is a document of kind `trust`. Each register `hub/<64 digits>` says `vouch` or `object`; a removed one says nothing.
//! Where two of a hub's nodes disagree, an objection stands.

use crate::document::view::View;
use crate::ids::HubId;
use crate::limits;
use std::collections::{BTreeMap, BTreeSet};

/// What a hub says of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Say {
    /// It knows it and vouches for it.
    Vouch,
    /// It does not want it in the network.
    Object,
}

impl Say {
    /// The register's value.
    pub const fn code(self) -> &'static str {
        match self {
            Say::Vouch => "vouch",
            Say::Object => "object",
        }
    }
}

/// A hub's trust list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustList {
    /// Those it vouches for; nobody that it objects to.
    pub vouches: BTreeSet<HubId>,
    /// Those it objects to.
    pub objections: BTreeSet<HubId>,
}

const PREFIX: &str = "hub/";

/// The register that speaks of a hub.
pub fn register(hub: &HubId) -> String {
    format!("{PREFIX}{hub}")
}

impl TrustList {
    /// Reads the list out of the document's view.
    pub fn read(view: &View) -> TrustList {
        let named: BTreeMap<HubId, &crate::document::view::Register> = view
            .registers
            .range(PREFIX.to_owned()..)
            .map_while(|(name, register)| name.strip_prefix(PREFIX).map(|hub| (hub, register)))
            .filter_map(|(hub, register)| hub.parse().ok().map(|hub| (hub, register)))
            .collect();
        let mut list = TrustList::default();
        for (hub, register) in named.into_iter().take(limits::TRUST_NAMES) {
            let mut said = register.values().filter_map(|value| value.as_str());
            if said.clone().any(|said| said == Say::Object.code()) {
                list.objections.insert(hub);
            } else if said.any(|said| said == Say::Vouch.code()) {
                list.vouches.insert(hub);
            }
        }
        list
    }

    /// What the list says of a hub.
    pub fn says(&self, hub: &HubId) -> Option<Say> {
        if self.objections.contains(hub) { Some(Say::Object) } else { self.vouches.contains(hub).then_some(Say::Vouch) }
    }
}
