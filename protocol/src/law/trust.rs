//! A trust list: whom a hub vouches for and whom it objects to (specification §3.5).
//!
//! It is a document of kind `trust`. Each register `hub/<64 digits>` says `vouch` or `object`; any other value says nothing of the
//! hub and still *names* it, so that what became of it is not forgotten. Where two of a hub's nodes disagree, an objection stands.

use crate::document::view::{Register, View};
use crate::ids::HubId;
use crate::limits;
use std::collections::BTreeMap;

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

/// What is written of a hub of which nothing more is said. A register that is removed would no longer name it.
const NOTHING: &str = "nothing";

/// A hub's trust list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustList {
    /// The hubs that it names, with what it says of them, if anything.
    pub names: BTreeMap<HubId, Option<Say>>,
}

const PREFIX: &str = "hub/";

/// The register that speaks of a hub, and its value.
pub fn register(hub: &HubId, say: Option<Say>) -> (String, serde_json::Value) {
    (format!("{PREFIX}{hub}"), say.map_or(NOTHING, Say::code).into())
}

impl TrustList {
    /// Reads the list out of the document's view. Where it names too many, those of whom it says something come first.
    pub fn read(view: &View) -> TrustList {
        let mut named: Vec<(bool, HubId, Option<Say>)> = view
            .registers
            .range(PREFIX.to_owned()..)
            .map_while(|(name, register)| name.strip_prefix(PREFIX).map(|hub| (hub, register)))
            .filter_map(|(hub, register)| hub.parse().ok().map(|hub| (hub, said(register))))
            .map(|(hub, say)| (say.is_none(), hub, say))
            .collect();
        named.sort_unstable();
        TrustList { names: named.into_iter().take(limits::TRUST_NAMES).map(|(_, hub, say)| (hub, say)).collect() }
    }

    /// What the list says of a hub.
    pub fn says(&self, hub: &HubId) -> Option<Say> {
        self.names.get(hub).copied().flatten()
    }

    /// Those it vouches for.
    pub fn vouches(&self) -> impl Iterator<Item = &HubId> {
        self.saying(Say::Vouch)
    }

    /// Those it objects to.
    pub fn objections(&self) -> impl Iterator<Item = &HubId> {
        self.saying(Say::Object)
    }

    fn saying(&self, wanted: Say) -> impl Iterator<Item = &HubId> {
        self.names.iter().filter(move |(_, say)| **say == Some(wanted)).map(|(hub, _)| hub)
    }
}

/// What a register says: of several values an objection stands.
fn said(register: &Register) -> Option<Say> {
    let says = |say: Say| register.values().any(|value| value.as_str() == Some(say.code()));
    [Say::Object, Say::Vouch].into_iter().find(|say| says(*say))
}
