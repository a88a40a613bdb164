//! What a replica shows, so that two can be compared: with another machine's, or with the same machine's after a restart.

use knutepunkt_protocol::document::view::View;
use knutepunkt_protocol::ids::{Address, Fingerprint, HubId, ItemId, TellerKey};
use knutepunkt_protocol::law::membership::Membership;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::replica::receipts::Removal;
use knutepunkt_protocol::replica::{Replica, Set};
use knutepunkt_protocol::rows::Rows;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// What a replica shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Portrait {
    members: Membership,
    listed: BTreeMap<Set, BTreeSet<ItemId>>,
    fingerprint: Fingerprint,
    standing: BTreeMap<Address, Standing>,
    views: BTreeMap<Address, Option<View>>,
    removals: BTreeMap<TellerKey, Option<Removal>>,
    waiting: BTreeSet<ItemId>,
    aside: BTreeMap<HubId, BTreeSet<ItemId>>,
}

impl Portrait {
    /// Everything that the replica is to show again after a restart, side sets included.
    pub fn inside(replica: &Replica, rows: &Rows) -> Portrait {
        let ids = |set, asking| replica.listed(set, asking).keys().copied().collect();
        let mine = replica.me().hub;
        Portrait {
            waiting: ids(Set::Waiting, None),
            aside: [(mine, ids(Set::Aside, Some(mine)))].into(),
            ..Portrait::shared(replica, rows, replica.addresses().copied(), core::iter::empty())
        }
    }

    /// What members agree on: of these addresses, and of the removal of these keys.
    pub fn shared(
        replica: &Replica,
        rows: &Rows,
        addresses: impl Iterator<Item = Address>,
        keys: impl Iterator<Item = TellerKey>,
    ) -> Portrait {
        let standing: BTreeMap<Address, Standing> = addresses.map(|address| (address, replica.standing(&address))).collect();
        let shown = standing.iter().filter_map(|(address, standing)| match standing {
            Standing::Shown(id) => Some((*address, replica.view(id, rows))),
            _ => None,
        });
        Portrait {
            members: replica.law().membership().clone(),
            listed: Set::AGREED.map(|set| (set, replica.listed(set, None).keys().copied().collect())).into(),
            fingerprint: replica.fingerprint(),
            views: shown.collect(),
            removals: keys.map(|key| (key, replica.removal(&key))).collect(),
            standing,
            waiting: BTreeSet::new(),
            aside: BTreeMap::new(),
        }
    }

    /// The first thing that two portraits show differently.
    pub fn difference(&self, other: &Portrait) -> Option<String> {
        if self == other {
            return None;
        }
        differ("members", &self.members, &other.members)
            .or_else(|| maps("set", &self.listed, &other.listed))
            .or_else(|| maps("standing", &self.standing, &other.standing))
            .or_else(|| maps("view", &self.views, &other.views))
            .or_else(|| maps("removal", &self.removals, &other.removals))
            .or_else(|| differ("waiting room", &self.waiting, &other.waiting))
            .or_else(|| maps("set aside", &self.aside, &other.aside))
            .or_else(|| differ("fingerprint", &self.fingerprint, &other.fingerprint))
    }
}

fn differ<T: Debug + PartialEq>(what: &str, one: &T, other: &T) -> Option<String> {
    (one != other).then(|| format!("{what}: {one:?} is not {other:?}"))
}

fn maps<K: Debug + Ord, V: Debug + PartialEq>(what: &str, one: &BTreeMap<K, V>, other: &BTreeMap<K, V>) -> Option<String> {
    let keys: BTreeSet<&K> = one.keys().chain(other.keys()).collect();
    keys.into_iter().find(|key| one.get(key) != other.get(key)).map(|key| {
        let (one, other) = (one.get(key), other.get(key));
        format!("{what} {key:?}: {one:?} is not {other:?}")
    })
}
