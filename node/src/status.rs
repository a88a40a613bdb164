//! How a node stands: for `GET /api/v1/status`, for the command line, for the front of the office.
//!
//! It is answered from what is in memory, whatever else goes on, also by a machine that belongs to no network yet. The only
//! documents that it reads are the members' profiles, for their names.

use crate::catalogue::{Entry, dates};
use crate::core::{Core, CoreError, Peer};
use crate::store::Brings;
use knutepunkt_protocol::ids::{Fingerprint, HubId, NetworkId, NodeId};
use knutepunkt_protocol::law::Standing;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_protocol::words;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a node stands.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The program's version.
    pub version: &'static str,
    /// The network; both fields are null where there is none yet.
    pub network: Network,
    /// The hub that the node speaks for.
    pub hub: Hub,
    /// The node.
    pub node: NodeId,
    /// `member`, `asking`, `alone`, `barred` or `resigned`.
    pub membership: &'static str,
    /// The hubs that are in, and those that were thrown out.
    pub members: Vec<Member>,
    /// The hubs that ask to join.
    pub asking: Vec<Asking>,
    /// What is known of the other machines.
    pub peers: Vec<PeerStatus>,
    /// How many documents are shared, by kind.
    pub documents: BTreeMap<String, u64>,
    /// How many are kept that do not count.
    pub set_aside: u64,
    /// How many things cannot be read.
    pub quarantined: u64,
    /// The summary of everything that is shared.
    pub fingerprint: Option<Fingerprint>,
    /// What somebody should look after, in English.
    pub warnings: Vec<String>,
}

/// A network.
#[derive(Debug, Clone, Serialize)]
pub struct Network {
    /// Its id.
    pub id: Option<NetworkId>,
    /// Its name.
    pub name: Option<String>,
}

/// The node's own hub.
#[derive(Debug, Clone, Serialize)]
pub struct Hub {
    /// Its id.
    pub id: HubId,
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A hub of the network.
#[derive(Debug, Clone, Serialize)]
pub struct Member {
    /// Its id.
    pub hub: HubId,
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// `member`, `resigned` or `barred`.
    pub state: &'static str,
    /// Its certified nodes, the revoked ones left out.
    pub nodes: Vec<NodeId>,
}

/// A hub that asks to join.
#[derive(Debug, Clone, Serialize)]
pub struct Asking {
    /// Its id.
    pub hub: HubId,
    /// What it calls itself.
    pub name: String,
    /// The words that two people read to each other.
    pub check_words: String,
}

/// Another machine.
#[derive(Debug, Clone, Serialize)]
pub struct PeerStatus {
    /// The machine.
    pub node: NodeId,
    /// Its hub.
    pub hub: HubId,
    /// Whether it is connected now.
    pub connected: bool,
    /// Whether it held the same when it last said so.
    pub in_step: bool,
    /// When it was last heard, RFC 3339.
    pub last_seen: Option<String>,
}

/// How this node stands.
pub fn status(core: &Core) -> Status {
    let about = core.about();
    let me = core.me();
    let mut status = Status {
        version: env!("CARGO_PKG_VERSION"),
        network: Network { id: None, name: None },
        hub: Hub { id: about.hub, slug: about.slug, name: about.name },
        node: me.node,
        membership: "alone",
        members: Vec::new(),
        asking: Vec::new(),
        peers: core.peers().iter().map(|(node, peer)| peer_status(*node, peer)).collect(),
        documents: BTreeMap::new(),
        set_aside: 0,
        quarantined: core.quarantined(),
        fingerprint: None,
        warnings: Vec::new(),
    };
    if let Some(replica) = core.replica().as_ref() {
        let law = replica.law();
        status.network = Network { id: Some(replica.network()), name: Some(replica.charter().name.clone()) };
        status.membership = match law.standing(&me.hub) {
            Standing::Member(_) => "member",
            Standing::Resigned(_) => "resigned",
            Standing::Barred => "barred",
            Standing::Outside => "asking",
        };
        let membership = law.membership();
        status.members = membership.ranks.keys().chain(membership.barred.keys()).map(|hub| member(core, replica, hub)).collect();
        status.asking = replica
            .asking()
            .map(|asking| Asking { hub: asking.hub, name: asking.name.clone(), check_words: words::check_words(&asking.hub) })
            .collect();
        status.documents = replica.count_documents();
        status.set_aside = replica.count_aside();
        status.fingerprint = Some(replica.fingerprint());
        status.warnings = warnings(core, replica);
    }
    if core.is_unread() {
        status.warnings.push(CoreError::Unread.to_string());
    }
    if let Err(error) = core.store().ready(Brings::Documents) {
        status.warnings.push(error.to_string());
    }
    status
}

fn peer_status(node: NodeId, peer: &Peer) -> PeerStatus {
    let last_seen = peer.last_seen.map(dates::rfc3339);
    PeerStatus { node, hub: peer.hub, connected: peer.connected, in_step: peer.in_step, last_seen }
}

fn member(core: &Core, replica: &Replica, hub: &HubId) -> Member {
    let (slug, name) = called(core, replica, hub);
    let state = match replica.law().standing(hub) {
        Standing::Resigned(_) => "resigned",
        Standing::Barred => "barred",
        Standing::Member(_) | Standing::Outside => "member",
    };
    Member { hub: *hub, slug, name, state, nodes: nodes(replica, hub) }
}

/// The certified nodes of a hub that were not revoked.
fn nodes(replica: &Replica, hub: &HubId) -> Vec<NodeId> {
    let nodes = replica.law().hub(hub).into_iter().flat_map(|record| &record.nodes);
    let certified = nodes.filter(|(_, node)| node.revoked.is_none() && node.role.is_some());
    certified.map(|(node, _)| *node).collect()
}

/// A hub's profile, if it has published one.
pub fn profile(core: &Core, replica: &Replica, hub: &HubId) -> Option<Arc<Entry>> {
    core.catalogue().profile(replica, core.store(), hub)
}

/// What a hub is called: its short name and its name, from its profile; of this hub and of those that ask to join, what they
/// call themselves; else the beginning of its id.
pub fn called(core: &Core, replica: &Replica, hub: &HubId) -> (String, String) {
    if let Some(entry) = profile(core, replica, hub) {
        let slug = entry.profile.as_ref().and_then(|profile| profile.slug.as_deref());
        return (slug.map_or_else(|| hub.short(), str::to_owned), entry.title.to_string());
    }
    if *hub == core.me().hub {
        let about = core.about();
        return (about.slug, about.name);
    }
    let asking = replica.asking().find(|asking| asking.hub == *hub).map(|asking| asking.name.clone());
    (hub.short(), asking.unwrap_or_else(|| hub.short()))
}

/// What somebody should look after.
fn warnings(core: &Core, replica: &Replica) -> Vec<String> {
    let mut warnings = Vec::new();
    let (law, me) = (replica.law(), core.me());
    let members = law.membership().ranks.len();
    if matches!(law.standing(&me.hub), Standing::Member(rank) if rank > 0) {
        let vouches = law.voices_about(&me.hub).0.len();
        let wanted = law.admit() as usize + 1;
        if vouches < wanted && members > wanted {
            warnings.push(format!(
                "only {vouches} hubs vouch for this one, and {} are needed: if one of them leaves, so do you; ask another to vouch",
                law.admit()
            ));
        }
    }
    if law.standing(&me.hub).counts() && replica.own_certificate().is_none() {
        warnings.push("this machine has no certificate, or it was revoked: it can show things and publish nothing".to_owned());
    }
    if core.waits_for_withdrawals() {
        warnings.push("stories are not shown until another hub has told what was withdrawn meanwhile".to_owned());
    }
    if core.quarantined() > 0 {
        warnings.push(format!(
            "{} things could not be read and were put aside; other hubs that have them send them again",
            core.quarantined()
        ));
    }
    warnings
}
