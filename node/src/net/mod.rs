//! The network side: libp2p, members' questions and answers, the strangers' few words (specification §7–8).
//!
//! TCP and Noise, and one protocol of questions and answers. A node's key is its libp2p name. There is no directory of peers and
//! no gossip: the profiles of hubs, which every node holds, say where nodes are, and when a replica changes its node says hello to
//! whom it is connected to; who differs asks. Nothing is decided here about what is valid or who is in.
//!
//! From the bottom up:
//!
//! * `names`, `codec`, `budget`, `gate`, `counters`: addresses, bytes, what a peer may ask, who may be connected;
//! * `hearing`, `survey`, `session`: the replica's side, where the disk is waited for;
//! * `links`, `book`: what is known of each connected peer, and where others may be found;
//! * `jobs`, `driver`: the loop that owns the connections and never waits for the disk; what it does with them is in `listening`,
//!   `dialing`, `talk`, `pulling`, `joining`, `handing` and `dealing`.

mod behaviour;
mod book;
mod budget;
mod codec;
mod counters;
mod dealing;
mod dialing;
mod driver;
mod gate;
mod handing;
mod hearing;
mod jobs;
mod joining;
mod links;
mod listening;
mod names;
mod pulling;
mod session;
mod survey;
mod talk;

pub use counters::Counters;

use crate::core::{Core, CoreError};
use driver::{Command, Driver};
use joining::Progress;
use knutepunkt_protocol::ids::{ItemId, NodeId};
use knutepunkt_protocol::law::charter::Invitation;
use knutepunkt_protocol::limits;
use libp2p::Multiaddr;
use libp2p::multiaddr::Protocol;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Where to listen, and whom to dial besides the members that are known.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Where to listen. Empty: at the port that was used before, or one that the system chooses, on every address.
    pub listen: Vec<Multiaddr>,
    /// Whom to dial.
    pub dial: Vec<Multiaddr>,
}

/// What can go wrong on the network side.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// The machine itself.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// The node's key is none that libp2p takes.
    #[error("this machine's key cannot be used on the network: restore its folder from a backup")]
    Key,
    /// An address could not be listened on.
    #[error("{address} cannot be listened on: choose another address with --listen ({why})")]
    Listen {
        /// The address.
        address: Multiaddr,
        /// What the system said.
        why: String,
    },
    /// An invitation without an address that can be dialled.
    #[error("the invitation names nobody to ask: get a new link from a member")]
    NobodyToAsk,
    /// A machine without a certificate asks to join.
    #[error("this machine has no certificate of its centre, and cannot ask to join")]
    NotCertified,
    /// No peer answered.
    #[error("nobody could be reached: check that this machine is on the network and that the other node runs, then try again")]
    Unreachable,
    /// The network side has ended.
    #[error("the network side has ended: start the program again")]
    Ended,
}

/// What the driver tells everybody else.
#[derive(Debug)]
struct Shared {
    /// Where this node listens.
    listening: watch::Sender<Vec<Multiaddr>>,
    counters: Arc<Counters>,
    /// Whether one full exchange with a member has completed since the start.
    synced: watch::Sender<bool>,
    /// What a member's node said last that it holds, where this node held the same.
    agreed: watch::Sender<Vec<ItemId>>,
    progress: watch::Sender<Progress>,
}

impl Shared {
    fn listening(&self) -> Vec<Multiaddr> {
        self.listening.borrow().clone()
    }

    /// The addresses that others may use: those of this machine alone only where there is no other.
    fn announced(&self) -> Vec<String> {
        let all = self.listening();
        let wider: Vec<&Multiaddr> = all.iter().filter(|address| !names::is_loopback(address)).collect();
        let chosen = if wider.is_empty() { all.iter().collect() } else { wider };
        chosen.into_iter().map(ToString::to_string).take(limits::ADDRESSES).collect()
    }
}

/// How long the driver may take to end what is under way.
const ENDING: Duration = Duration::from_millis(900);

/// The running network side.
pub struct Net {
    core: Arc<Core>,
    shared: Arc<Shared>,
    commands: mpsc::Sender<Command>,
    driver: Mutex<Option<JoinHandle<()>>>,
}

impl Config {
    /// Listens on this machine alone, at a port that the system chooses.
    pub fn on_loopback() -> Config {
        let address = Multiaddr::from(std::net::Ipv4Addr::LOCALHOST).with(Protocol::Tcp(0));
        Config { listen: vec![address], dial: Vec::new() }
    }
}

/// The libp2p name of a node, as it stands behind `/p2p/` in addresses.
pub fn peer_id(node: &NodeId) -> String {
    names::peer_of(node).map(|peer| peer.to_string()).unwrap_or_default()
}

/// Starts listening and dialling.
///
/// # Errors
/// Where an address cannot be listened on, or the machine's key or store cannot be used.
pub async fn start(core: Arc<Core>, config: Config) -> Result<Net, NetError> {
    let shared = Arc::new(Shared {
        listening: watch::Sender::new(Vec::new()),
        counters: Arc::default(),
        synced: watch::Sender::new(false),
        agreed: watch::Sender::new(Vec::new()),
        progress: watch::Sender::new(Progress::default()),
    });
    let (commands, received) = mpsc::channel(64);
    let mut driver = Driver::new(core.clone(), shared.clone(), received)?;
    driver.listen(config.listen).await?;
    for address in config.dial {
        driver.dial_by_hand(address);
    }
    let driver = Mutex::new(Some(tokio::spawn(driver.run())));
    Ok(Net { core, shared, commands, driver })
}

impl Net {
    /// Where this node listens, each address with the node's name.
    pub fn addresses(&self) -> Vec<Multiaddr> {
        self.shared.listening()
    }

    /// The addresses that the hub's profile should name.
    pub fn announced(&self) -> Vec<String> {
        self.shared.announced()
    }

    /// Wakes when this node's addresses change, as they do when the machine moves to another network.
    pub fn moves(&self) -> watch::Receiver<Vec<Multiaddr>> {
        self.shared.listening.subscribe()
    }

    /// The counters.
    pub fn counters(&self) -> &Arc<Counters> {
        &self.shared.counters
    }

    /// Dials an address, until somebody was reached there.
    pub fn dial(&self, address: Multiaddr) {
        if self.commands.try_send(Command::Dial(address)).is_err() {
            tracing::warn!("an address was not dialled because too much else is under way");
        }
    }

    /// Asks everybody whom the invitation names, and whom those name, whether this hub may join. Answers how many were asked;
    /// asking goes on, through restarts, until the hub is in.
    ///
    /// # Errors
    /// Where nobody could be reached yet; this node goes on trying.
    pub async fn ask(&self, invitation: &Invitation, name: &str) -> Result<usize, NetError> {
        let addresses: Vec<String> = invitation.addresses.iter().filter(|text| names::parse(text).is_some()).cloned().collect();
        if addresses.is_empty() {
            return Err(NetError::NobodyToAsk);
        }
        if self.core.read(|replica| replica.own_certificate().is_none())? {
            return Err(NetError::NotCertified);
        }
        self.shared.progress.send_replace(Progress::default());
        let mut progress = self.shared.progress.subscribe();
        let name = name.to_owned();
        self.commands.send(Command::Ask { addresses, name }).await.map_err(|_| NetError::Ended)?;
        joining::taken_note(&mut progress).await
    }

    /// Waits until one full exchange with a member's node has completed, with nothing missing, since the start. False where none
    /// has in that time.
    pub async fn synced(&self, within: Duration) -> bool {
        let mut synced = self.shared.synced.subscribe();
        matches!(timeout(within, synced.wait_for(|synced| *synced)).await, Ok(Ok(_)))
    }

    /// Waits until a member's node holds what this machine holds now: nothing that was written here is here alone. False where
    /// none says so in that time.
    pub async fn agreed(&self, within: Duration) -> bool {
        let mut agreed = self.shared.agreed.subscribe();
        let same = |digests: &Vec<ItemId>| {
            !digests.is_empty() && self.core.read(|replica| replica.digests().as_slice() == digests.as_slice()).unwrap_or(false)
        };
        matches!(timeout(within, agreed.wait_for(same)).await, Ok(Ok(_)))
    }

    /// Says goodbye and ends, within a second.
    pub async fn shutdown(&self) {
        let driver = self.driver.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut driver) = driver else { return };
        let _ended_already = self.commands.send(Command::Shutdown).await;
        if timeout(ENDING, &mut driver).await.is_err() {
            driver.abort();
        }
    }
}
