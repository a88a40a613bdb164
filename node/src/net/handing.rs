//! Handing in withdrawals from outside: a node that is not a member, or not any more, gives those that it knows to whoever it is
//! connected to, so that a teller's code works through an expelled hub too.

use super::driver::{Driver, Note, Pending};
use crate::core::Core;
use crate::store::Store;
use knutepunkt_protocol::ids::{ItemId, NodeId};
use knutepunkt_protocol::message::{Request, Welcome};
use knutepunkt_protocol::replica::{Replica, Set};
use knutepunkt_protocol::rows::Table;
use knutepunkt_protocol::signed::Signed;
use knutepunkt_protocol::withdrawal::by_key::{KeyWithdrawal, Witnessed};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// Withdrawals that are handed in at once: some 40 kB, which a stranger's budget allows many times.
const AT_ONCE: usize = 200;

/// Withdrawals, with their names.
pub(super) type Parcel = Vec<(ItemId, Signed<KeyWithdrawal>)>;

impl Driver {
    /// Gives a peer that does not take this node for a member's what it was not given yet.
    pub(super) fn consider_handing_in(&mut self, node: &NodeId) {
        let Some(link) = self.links.get_mut(node) else { return };
        let stranger = link.said.as_ref().is_some_and(|said| said.welcome != Welcome::Member);
        if !stranger || link.handing {
            return;
        }
        link.handing = true;
        let (core, node, handed) = (self.core.clone(), *node, link.handed.clone());
        self.jobs.spawn_blocking(Note::Failed(node), move || Note::Parcel(node, gather(&core, &handed)));
    }

    pub(super) fn hand_in(&mut self, node: &NodeId, parcel: Parcel) {
        if parcel.is_empty() {
            if let Some(link) = self.links.get_mut(node) {
                link.handing = false;
            }
            return;
        }
        let withdrawals = parcel.iter().map(|(_, withdrawal)| withdrawal.clone()).collect();
        self.put(node, Request::HandIn(withdrawals), Pending::HandIn(parcel));
    }

    /// A peer has taken what it was given: it gets the rest.
    pub(super) fn handed_in(&mut self, node: &NodeId, parcel: Parcel) {
        let Some(link) = self.links.get_mut(node) else { return };
        link.handing = false;
        tracing::info!(node = node.short(), count = parcel.len(), "withdrawals were handed in at a peer");
        link.handed.extend(parcel.into_iter().map(|(item, _)| item));
        self.consider_handing_in(node);
    }
}

/// Withdrawals that wait here, and those that only this hub's own nodes have witnessed.
fn gather(core: &Core, handed: &BTreeSet<ItemId>) -> Parcel {
    let mut items = Vec::new();
    // Those that do not count under the law as it stands are in no list; their rows are named by their ids.
    let scanned = core.store().scan(Table::Withdrawal, b"", &mut |key, _| {
        items.extend(ItemId::from_slice(key));
        ControlFlow::Continue(())
    });
    if let Err(error) = scanned {
        tracing::warn!(%error, "some withdrawals cannot be read and are not handed in");
    }
    let gathered = core.read(|replica| {
        let own = items.into_iter().filter(|item| !handed.contains(item));
        let own = own.filter_map(|item| Some((item, witnessed_here(replica, &item)?)));
        let waiting = replica.listed(Set::Waiting, None).into_owned().into_keys();
        let waiting = waiting.filter(|item| !handed.contains(item)).filter_map(|item| {
            let bytes = replica.item_bytes(Set::Waiting, &item)?;
            Some((item, minicbor::decode(&bytes).ok()?))
        });
        waiting.chain(own).take(AT_ONCE).collect()
    });
    gathered.unwrap_or_default()
}

fn witnessed_here(replica: &Replica, item: &ItemId) -> Option<Signed<KeyWithdrawal>> {
    let bytes = replica.item_bytes(Set::Withdrawals, item)?;
    // The first byte says what kind of withdrawal follows; of another kind, the rest does not decode.
    let witnessed = Witnessed::decode(bytes.get(1..)?).ok()?;
    (witnessed.hub() == replica.me().hub).then(|| witnessed.withdrawal.signed().clone())
}
