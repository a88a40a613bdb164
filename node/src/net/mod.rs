//! The network side: libp2p, members' questions and answers, the strangers' few words (specification §7–8).
//!
//! TCP and Noise, and one protocol of questions and answers. A node's key is its libp2p name. There is no directory of peers and
//! no gossip: the profiles of hubs, which every node holds, say where nodes are, and when a replica changes its node says hello to
//! whom it is connected to; who differs asks. Nothing is decided here about what is valid or who is in.
//!
//! From the bottom up:
//!
//! * [`names`], [`codec`], [`budget`], [`gate`], [`counters`]: addresses, bytes, what a peer may ask, who may be connected;
//! * [`hearing`], [`survey`], [`session`]: the replica's side, where the disk is waited for;
//! * [`book`], [`joining`], [`handing`]: whom to dial, how a stranger asks to join, how one outside hands in withdrawals;
//! * [`links`]: what is known of each connected peer; [`driver`]: the loop that owns the connections and never waits for the disk.

mod behaviour;
mod book;
mod budget;
mod codec;
mod counters;
mod dialing;
mod driver;
mod gate;
mod handing;
mod hearing;
mod joining;
mod links;
mod names;
mod session;
mod survey;
mod talk;

pub use counters::Counters;

use crate::core::{Core, CoreError};
use driver::{Command, Driver};
use joining::Progress;
use knutepunkt_protocol::law::charter::Invitation;
use knutepunkt_protocol::limits;
use libp2p::Multiaddr;
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
    listening: Mutex<Vec<Multiaddr>>,
    counters: Arc<Counters>,
    /// Whether one full exchange with a member has completed since the start.
    synced: watch::Sender<bool>,
    progress: watch::Sender<Progress>,
}

impl Shared {
    fn listening(&self) -> Vec<Multiaddr> {
        self.listening.lock().unwrap_or_else(PoisonError::into_inner).clone()
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

/// How long one waits for the first who can be asked.
const ASKING: Duration = Duration::from_secs(15);

/// How long one waits for others, once somebody was asked.
const ASKING_MORE: Duration = Duration::from_millis(1_500);

/// The running network side.
#[derive(Debug)]
pub struct Net {
    core: Arc<Core>,
    shared: Arc<Shared>,
    commands: mpsc::Sender<Command>,
    driver: JoinHandle<()>,
}

/// Starts listening and dialling.
///
/// # Errors
/// Where an address cannot be listened on, or the machine's key or store cannot be used.
pub async fn start(core: Arc<Core>, config: Config) -> Result<Net, NetError> {
    let shared = Arc::new(Shared {
        listening: Mutex::default(),
        counters: Arc::default(),
        synced: watch::Sender::new(false),
        progress: watch::Sender::new(Progress::default()),
    });
    let (commands, received) = mpsc::channel(64);
    let mut driver = Driver::new(core.clone(), shared.clone(), received)?;
    driver.listen(config.listen).await?;
    for address in config.dial {
        driver.dial_by_hand(address);
    }
    let driver = tokio::spawn(driver.run());
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

    /// The counters.
    pub fn counters(&self) -> &Counters {
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
        let addresses: Vec<String> =
            invitation.addresses.iter().filter(|text| names::parse(text).is_some()).cloned().collect();
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
        let first = timeout(ASKING, progress.wait_for(|progress| progress.asked > 0)).await;
        match first {
            Err(_) => return Err(NetError::Unreachable),
            Ok(Err(_)) => return Err(NetError::Ended),
            Ok(Ok(_)) => {}
        }
        let _settled_or_late = timeout(ASKING_MORE, progress.wait_for(|progress| progress.open == 0)).await;
        Ok(self.shared.progress.borrow().asked)
    }

    /// Waits until one full exchange with a member's node has completed, with nothing missing, since the start.
    ///
    /// # Errors
    /// Where none has in that time.
    pub async fn synced(&self, within: Duration) -> Result<(), NetError> {
        let mut synced = self.shared.synced.subscribe();
        match timeout(within, synced.wait_for(|synced| *synced)).await {
            Err(_) => Err(NetError::Unreachable),
            Ok(Err(_)) => Err(NetError::Ended),
            Ok(Ok(_)) => Ok(()),
        }
    }

    /// Says goodbye and ends, within a second.
    pub async fn shutdown(self) {
        let Net { commands, mut driver, .. } = self;
        let _ended_already = commands.send(Command::Shutdown).await;
        if timeout(ENDING, &mut driver).await.is_err() {
            driver.abort();
        }
    }
}
