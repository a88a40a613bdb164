//! Handing in a withdrawal code, and what came of it.
//!
//! The code is a secret on paper: it is held as briefly as possible, wiped, and never logged. What is told of a withdrawal names
//! no story, and is the same at every hub.

use super::desk::{Desk, SOON};
use super::trouble::Trouble;
use crate::core::{Core, CoreError};
use crate::status;
use crate::store::StoreError;
use knutepunkt_protocol::code::{Code, CodeError};
use knutepunkt_protocol::document::header::teller_address;
use knutepunkt_protocol::ids::{HubId, NodeId, TellerKey};
use knutepunkt_protocol::law::Standing;
use knutepunkt_protocol::replica::erasure::HandedIn;
use knutepunkt_protocol::replica::lookup::Standing::Shown;
use knutepunkt_protocol::replica::{Refusal, Replica};
use std::net::IpAddr;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Who handed it in, for the share of the waiting room: everybody who comes through this machine's site.
const SOURCE: &[u8] = b"web";

/// Hubs that are named where this one has no room.
const NAMED: usize = 5;

/// Why a code was not taken.
pub(super) enum NotTaken {
    /// It is no code.
    Code(CodeError),
    /// Anything else.
    Trouble(Trouble),
}

/// A code that was taken.
pub(super) struct Taken {
    /// The key of the withdrawal.
    pub(super) key: TellerKey,
    /// This machine has seen what it belongs to, or knows from another that has.
    pub(super) known: bool,
}

/// What follows a code that is right, before anything is done with it.
pub(super) enum Looked {
    /// It was handed in before, here or elsewhere: the key of the withdrawal.
    Withdrawn(TellerKey),
    /// It was not; the hub that received the story, where this machine holds it.
    Owner(Option<HubId>),
}

/// Looks what a code belongs to, without doing anything. Of the story itself nothing is told: the code withdraws, it shows
/// nothing.
pub(super) async fn look(desk: &Arc<Desk>, source: IpAddr, text: &Zeroizing<String>) -> Result<Looked, NotTaken> {
    desk.limiter.take(source).map_err(|seconds| NotTaken::Trouble(Trouble::too_many(seconds)))?;
    let key = text.parse::<Code>().map_err(NotTaken::Code)?.key();
    let looked = desk.work(move |core| {
        let guard = core.replica();
        let Some(replica) = guard.as_ref() else { return Err(alone()) };
        if replica.knows_withdrawal(&key) {
            return Ok(Looked::Withdrawn(key));
        }
        let address = teller_address(&replica.network(), &key);
        let version = match replica.beneath_hold(&address) {
            Shown(version) => Some(version),
            _ => None,
        };
        let owner = version.and_then(|version| replica.document(&version)).map(|document| document.header.owner);
        // What is published at this centre only is this centre's.
        Ok(Looked::Owner(owner.or_else(|| replica.edition(&address).map(|_| core.me().hub))))
    });
    looked.await.map_err(NotTaken::Trouble)
}

fn alone() -> Trouble {
    Trouble::busy("alone", "this machine belongs to no network yet; hand the code in at another hub", 3_600)
}

/// Hands in a code, durably.
pub(super) async fn hand_in(desk: &Arc<Desk>, source: IpAddr, text: Zeroizing<String>) -> Result<Taken, NotTaken> {
    desk.limiter.take(source).map_err(|seconds| NotTaken::Trouble(Trouble::too_many(seconds)))?;
    let code: Code = text.parse().map_err(NotTaken::Code)?;
    drop(text);
    let taken = desk.work(move |core| withdraw(core, &code)).await.map_err(NotTaken::Trouble)?;
    desk.counters.withdrawn(taken.known);
    Ok(taken)
}

fn withdraw(core: &Core, code: &Code) -> Result<Taken, Trouble> {
    let key = code.key();
    match core.withdraw(code, SOURCE) {
        Ok(HandedIn::InForce) => Ok(Taken { key, known: true }),
        Ok(HandedIn::Waiting) => Ok(Taken { key, known: false }),
        Err(CoreError::Refused(Refusal::NoRoom)) => Err(no_room(core)),
        Err(CoreError::Alone) => Err(alone()),
        Err(CoreError::Store(StoreError::Full)) => {
            Err(Trouble::busy("full", "this machine's disk is full; hand the code in at another hub", 600))
        }
        Err(error) => {
            tracing::error!(%error, "a withdrawal was not taken");
            Err(Trouble::busy("not_saved", "this machine could not save it; try again, or hand the code in at another hub", SOON))
        }
    }
}

fn no_room(core: &Core) -> Trouble {
    let mut elsewhere = Vec::new();
    if let Some(replica) = core.replica().as_ref() {
        let me = core.me().hub;
        for hub in replica.law().membership().ranks.keys().filter(|hub| **hub != me) {
            if elsewhere.len() == NAMED {
                break;
            }
            let profile = status::profile(core, replica, hub);
            let website = profile.as_ref().and_then(|entry| entry.profile.as_ref()?.website.clone());
            elsewhere.push((status::called(core, replica, hub).1, website.map(String::from).unwrap_or_default()));
        }
    }
    let names: Vec<&str> = elsewhere.iter().map(|(name, _)| name.as_str()).collect();
    let detail = match names.is_empty() {
        true => "this machine can keep no more codes that it does not know; try again later".to_owned(),
        false => format!("this machine can keep no more codes that it does not know; hand it in at {}", names.join(", ")),
    };
    let mut trouble = Trouble::busy("no_room", detail, 600);
    trouble.elsewhere = elsewhere;
    trouble
}

/// A receipt.
pub(super) struct Signed {
    /// The hub.
    pub(super) hub: HubId,
    /// Its node.
    pub(super) node: NodeId,
    /// The hub's name.
    pub(super) name: String,
    /// When, in seconds since 1970, by the node's clock.
    pub(super) at: u64,
    /// The node still speaks for a member. Receipts of others are listed and not counted.
    pub(super) counts: bool,
}

/// What is known of one withdrawal, with everybody's name.
pub(super) struct Removed {
    /// It is in force here; else it waits for somebody who has seen its key.
    pub(super) known: bool,
    /// Who has signed.
    pub(super) receipts: Vec<Signed>,
    /// Who has not: hub, its name, and its silent nodes.
    pub(super) waiting: Vec<(HubId, String, Vec<NodeId>)>,
    /// When the first receipt was signed: since then one waits for the others.
    pub(super) since: Option<u64>,
    /// Hubs that have closed.
    pub(super) closed: Vec<(HubId, String)>,
    /// Hubs that were in and are not.
    pub(super) outside: Vec<(HubId, String)>,
}

/// What is known of the withdrawal with this key.
pub(super) fn removed(core: &Core, replica: &Replica, key: &str) -> Result<Removed, Trouble> {
    let key: TellerKey = key.parse().map_err(|_| Trouble::not_found())?;
    let removal = replica.removal(&key).ok_or_else(Trouble::not_found)?;
    let name = |hub: &HubId| status::called(core, replica, hub).1;
    let named = |hubs: &[HubId]| hubs.iter().map(|hub| (*hub, name(hub))).collect();
    Ok(Removed {
        known: replica.is_withdrawn(&teller_address(&replica.network(), &key)),
        since: removal.receipts.iter().map(|(_, _, at)| *at).min(),
        closed: named(&removal.closed),
        outside: named(&removal.outside),
        receipts: removal
            .receipts
            .iter()
            .map(|(hub, node, at)| {
                let law = replica.law();
                let record = law.hub(hub).and_then(|record| record.nodes.get(node));
                let speaks = record.is_some_and(|record| record.revoked.is_none());
                let counts = speaks && matches!(law.standing(hub), Standing::Member(_));
                Signed { hub: *hub, node: *node, name: name(hub), at: *at, counts }
            })
            .collect(),
        waiting: removal.waiting.into_iter().map(|(hub, nodes)| (hub, name(&hub), nodes)).collect(),
    })
}
