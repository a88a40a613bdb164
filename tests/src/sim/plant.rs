//! Bugs that are planted to see whether the simulator finds them.
//!
//! None has a hook in the protocol: each is a driver around it that does what a careless program would do.

use std::str::FromStr;

/// A planted bug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plant {
    /// Sessions compare documents first and withdrawals in a session of their own, later.
    DocumentsFirst,
    /// Changes whose actor does not certify itself are made by careless authors, and taken in by everybody.
    NoActorRule,
    /// Nodes keep no revocations that others send them: what a revoked node writes later goes on counting.
    CountRevoked,
    /// «Saved» is said before it is on disk.
    AcknowledgeEarly,
    /// Editors write every field of the form, not only those that were changed.
    WholeStructs,
}

impl Plant {
    /// Every planted bug, with the name by which it is chosen.
    pub const ALL: [(&'static str, Plant); 5] = [
        ("documents-first", Plant::DocumentsFirst),
        ("no-actor-rule", Plant::NoActorRule),
        ("count-revoked", Plant::CountRevoked),
        ("acknowledge-early", Plant::AcknowledgeEarly),
        ("whole-structs", Plant::WholeStructs),
    ];
}

impl FromStr for Plant {
    type Err = String;

    fn from_str(text: &str) -> Result<Plant, String> {
        let names = || Plant::ALL.map(|(name, _)| name).join(", ");
        Plant::ALL.iter().find(|(name, _)| *name == text).map(|(_, plant)| *plant).ok_or_else(|| format!("one of: {}", names()))
    }
}
