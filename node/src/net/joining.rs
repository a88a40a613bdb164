//! Asking to join: whoever an invitation names, and whoever those name, again and again until this hub is in.

use super::driver::{Driver, Note, Pending};
use super::{NetError, hearing, names};
use crate::core::Core;
use knutepunkt_protocol::ids::NodeId;
use knutepunkt_protocol::message::{Asking, Request, Welcome, Why};
use knutepunkt_protocol::signed::{Signed, Verified};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::time::timeout;

/// The row in which the invitation is remembered while this hub is outside.
const ROW: &[u8] = b"net/invitation";

/// The pause between two rounds of asking, at first and at most.
const PAUSES: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(300));

/// How long one waits for the first who can be asked.
const ASKING: Duration = Duration::from_secs(15);
/// How long one waits for others, once somebody was asked.
const ASKING_MORE: Duration = Duration::from_millis(1_500);

/// How far asking has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// How many have taken note, or take us for a member already.
    pub asked: usize,
    /// How many have still to be reached or to answer.
    pub open: usize,
}

/// Waits until somebody has taken note, then a moment for the others; answers how many have.
pub(super) async fn taken_note(progress: &mut watch::Receiver<Progress>) -> Result<usize, NetError> {
    // What is waited for lends the value, and nobody can change it or begin to read it meanwhile. Through one receiver the compiler
    // sees to it that it is given back; read through the sender, it kept this one and the driver waiting for each other.
    match timeout(ASKING, progress.wait_for(|progress| progress.asked > 0)).await.map(|first| first.is_ok()) {
        Err(_) => return Err(NetError::Unreachable),
        Ok(false) => return Err(NetError::Ended),
        Ok(true) => {}
    }
    drop(timeout(ASKING_MORE, progress.wait_for(|progress| progress.open == 0)).await);
    Ok(progress.borrow().asked)
}

/// What is remembered of an invitation.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    name: String,
    addresses: Vec<String>,
}

/// An invitation that was not accepted by the network yet.
#[derive(Debug)]
pub(super) struct Joining {
    row: Row,
    asked: BTreeSet<NodeId>,
    next: Instant,
    pause: Duration,
}

impl Joining {
    fn new(row: Row) -> Joining {
        Joining { row, asked: BTreeSet::new(), next: Instant::now() + PAUSES.0, pause: PAUSES.0 }
    }

    /// The invitation of an earlier run.
    pub(super) fn read(core: &Core) -> Result<Option<Joining>, NetError> {
        let row = core.own(ROW)?.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(row.map(Joining::new))
    }
}

impl Driver {
    /// Goes on with the invitation of an earlier run.
    pub(super) fn begin_joining(&mut self) {
        let now = Instant::now();
        let addresses = self.joining.iter().flat_map(|joining| &joining.row.addresses);
        for (address, node) in addresses.filter_map(|text| names::parse(text)).filter(|(_, node)| *node != Some(self.me)) {
            self.guests.invite(address, node, now);
        }
        self.dial_guests(now);
    }

    pub(super) fn ask_to_join(&mut self, addresses: Vec<String>, name: String) {
        let row = Row { name, addresses };
        let core = self.core.clone();
        if let Ok(bytes) = serde_json::to_vec(&row) {
            self.jobs.spawn_blocking(Note::Nothing, move || {
                hearing::unsaved(core.set_own(ROW, Some(bytes)));
                Note::Nothing
            });
        }
        self.joining = Some(Joining::new(row));
        self.begin_joining();
        self.ask_everybody();
    }

    /// Asks again when it is time, and stops when this hub is in and has met somebody.
    pub(super) fn ask_again(&mut self, now: Instant) {
        let Some(joining) = &mut self.joining else { return };
        if self.survey.inside && *self.shared.synced.borrow() {
            tracing::info!("this hub is in; nobody is asked any more");
            self.joining = None;
            self.guests.dismiss();
            let core = self.core.clone();
            self.jobs.spawn_blocking(Note::Nothing, move || {
                hearing::unsaved(core.set_own(ROW, None));
                Note::Nothing
            });
            return;
        }
        if joining.next <= now {
            joining.pause = joining.pause.mul_f64(1.6).min(PAUSES.1);
            joining.next = now + joining.pause;
            self.ask_everybody();
        }
    }

    fn ask_everybody(&mut self) {
        let outside = |welcome: Option<Welcome>| welcome != Some(Welcome::Member);
        let nodes: Vec<NodeId> = self
            .links
            .iter_mut()
            .filter(|(_, link)| outside(link.said.as_ref().map(|said| said.welcome)))
            .map(|(node, link)| {
                link.asked = false;
                *node
            })
            .collect();
        for node in nodes {
            self.greet(&node);
        }
    }

    /// Asks a peer that has said hello and does not take this node for a member's.
    pub(super) fn consider_asking(&mut self, node: &NodeId) {
        let (Some(joining), Some(link)) = (&mut self.joining, self.links.get_mut(node)) else { return };
        match &link.said {
            Some(said) if said.welcome == Welcome::Member => drop(joining.asked.insert(*node)),
            Some(_) if !link.asked => {
                link.asked = true;
                if let Some(asking) = asking(&self.core, joining.row.name.clone(), self.shared.announced()) {
                    self.put(node, Request::Ask(asking), Pending::Ask);
                }
            }
            _ => {}
        }
    }

    /// A peer has taken note, or has not.
    pub(super) fn asked(&mut self, node: &NodeId, refused: Option<&Why>) {
        let Some(joining) = &mut self.joining else { return };
        match refused {
            None => {
                tracing::info!(node = node.short(), "a peer knows that this hub asks to join");
                joining.asked.insert(*node);
            }
            Some(why) => tracing::info!(node = node.short(), ?why, "a peer did not take note that this hub asks to join"),
        }
    }

    /// Tells whoever waits how far asking has come.
    pub(super) fn note_progress(&self) {
        let Some(joining) = &self.joining else { return };
        let asking = self.pending.values().filter(|(_, pending)| matches!(pending, Pending::Ask)).count();
        let strangers = self.links.values().filter(|link| link.said.is_none() && link.closing.is_none()).count();
        let progress = Progress { asked: joining.asked.len(), open: self.guests.under_way() + asking + strangers };
        self.shared.progress.send_if_modified(|known| {
            let changed = *known != progress;
            *known = progress;
            changed
        });
    }
}

/// What this node says when it asks.
fn asking(core: &Core, name: String, addresses: Vec<String>) -> Option<Signed<Asking>> {
    let (network, certificate) =
        core.read(|replica| Some((replica.network(), replica.own_certificate()?.signed().clone()))).ok()??;
    let me = core.me();
    let asking = Asking { version: 1, network, certificate, node: me.node, hub: me.hub, name, addresses };
    Some(Verified::sign(asking, core.secret()).signed().clone())
}
