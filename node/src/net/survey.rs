//! What the network side wants to know of the replica: who is in, what we hold, and where the profiles of hubs say their nodes are.

use super::names;
use crate::core::Core;
use knutepunkt_protocol::ids::{ChangeHash, DocumentId, HubId, ItemId, NodeId};
use knutepunkt_protocol::limits;
use knutepunkt_protocol::replica::Replica;
use libp2p::Multiaddr;
use std::collections::{BTreeMap, BTreeSet};

/// Profiles that are read. A network has as many hubs at most.
const PROFILES: usize = limits::HUBS;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Members' nodes, with their hub.
    pub members: BTreeMap<NodeId, HubId>,
    /// Whether this node is a member's, under its own law.
    pub inside: bool,
    /// A summary of each agreed set.
    pub digests: Vec<ItemId>,
    /// Where profiles that have changed since the last survey say that nodes are.
    pub profiles: Vec<(NodeId, Vec<Multiaddr>)>,
}

/// Remembers which profiles were read, and at which heads.
#[derive(Debug, Default)]
pub(super) struct Surveyor {
    read: BTreeMap<DocumentId, BTreeSet<ChangeHash>>,
}

impl Surveyor {
    pub(super) fn survey(&mut self, core: &Core) -> Survey {
        core.read(|replica| Survey {
            members: members(replica),
            inside: replica.law().member_of(&replica.me().node).is_some(),
            digests: replica.digests().to_vec(),
            profiles: self.profiles(core, replica),
        })
        .unwrap_or_default()
    }

    fn profiles(&mut self, core: &Core, replica: &Replica) -> Vec<(NodeId, Vec<Multiaddr>)> {
        let mut found: BTreeMap<NodeId, Vec<Multiaddr>> = BTreeMap::new();
        let bodies = core.hand().bodies;
        let profiles = replica.documents().filter(|(_, document)| document.header.kind == "hub" && !document.heads.is_empty());
        for (id, document) in profiles.take(PROFILES) {
            if self.read.get(id) == Some(&document.heads) {
                continue;
            }
            self.read.insert(*id, document.heads.clone());
            let Some(content) = replica.view(id, bodies).map(|view| view.content()) else { continue };
            let texts = content.get("addresses").and_then(|value| value.as_array()).into_iter().flatten();
            let addresses = texts.filter_map(|text| names::parse(text.as_str()?)).take(limits::ADDRESSES);
            for (address, node) in addresses {
                // A hub says where its own nodes are, and nobody else's.
                let Some(node) = node.filter(|node| replica.law().hubs_of(node, true).any(|hub| hub == document.header.owner))
                else {
                    continue;
                };
                found.entry(node).or_default().push(address);
            }
        }
        found.into_iter().collect()
    }
}

fn members(replica: &Replica) -> BTreeMap<NodeId, HubId> {
    let law = replica.law();
    let nodes = law.hubs().values().flat_map(|record| record.nodes.keys());
    nodes.filter_map(|node| Some((*node, law.member_of(node)?))).collect()
}
