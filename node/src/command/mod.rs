//! What the command line can ask for: the same whether or not the node runs.
//!
//! A [`Command`] is plain data. It is carried out by [`execute`] on an open core: in the command's own process where no node runs
//! on the folder, or in the running node, to which [`crate::control`] carries it. What it says goes line by line to an [`Output`].

pub mod exporting;
pub mod founding;
pub mod importing;
pub mod machines;
pub mod private;
pub mod removing;
pub mod trusting;

use crate::core::{Core, CoreError};
use crate::net::Net;
use knutepunkt_protocol::ids::{Address, HubId, NodeId};
use knutepunkt_protocol::replica::Refusal;
use knutepunkt_protocol::signed::Secret;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// How a command ended, as its exit code says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// It failed.
    Failed = 1,
    /// Wrong usage or malformed input; nothing was written.
    Usage = 2,
    /// Some lines were refused.
    SomeRefused = 3,
    /// The folder is in use, absent, or of a newer format.
    Folder = 4,
    /// A rule refused it.
    Refused = 5,
    /// Nobody could be reached.
    Unreachable = 6,
}

/// Why a command did not succeed: one sentence that says what to do, and the exit code.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// The sentence.
    pub message: String,
}

impl Failure {
    /// A failure.
    pub fn new(exit: Exit, message: impl Into<String>) -> Failure {
        Failure { exit, message: message.into() }
    }
}

impl From<CoreError> for Failure {
    fn from(error: CoreError) -> Failure {
        use crate::store::StoreError as Store;
        let exit = match &error {
            CoreError::Store(Store::Absent { .. } | Store::InUse { .. } | Store::NewerFormat { .. } | Store::Exists { .. }) => {
                Exit::Folder
            }
            CoreError::Store(Store::Foreign { .. } | Store::UnknownFormat { .. }) | CoreError::Identity(_) => Exit::Folder,
            CoreError::Refused(_) | CoreError::AlreadyIn(_) | CoreError::Alone => Exit::Refused,
            CoreError::Charter(_) | CoreError::Exposed(_) => Exit::Usage,
            CoreError::Store(_) | CoreError::Io { .. } | CoreError::Random(_) => Exit::Failed,
        };
        Failure { exit, message: error.to_string() }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        CoreError::Refused(refusal).into()
    }
}

/// A hub's secret key, made from its words where they were typed. Never written down.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct HubSecret([u8; 32]);

impl HubSecret {
    /// Wraps the key.
    pub fn new(secret: &Secret) -> HubSecret {
        HubSecret(*secret.seed())
    }

    /// The key.
    pub fn secret(&self) -> Secret {
        Secret::from_seed(&self.0)
    }
}

impl core::fmt::Debug for HubSecret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("HubSecret")
    }
}

/// What can be asked of a node.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Command {
    /// Founds a network.
    Found {
        /// Its name.
        network: String,
        /// The other founding hubs: 64 digits each.
        founders: Vec<String>,
        /// How many must vouch for a newcomer.
        admit: Option<u32>,
        /// Whether this hub founds it by itself.
        alone: bool,
    },
    /// Prints the link that invites to the network.
    Invite,
    /// Asks to join.
    Join {
        /// The link.
        link: String,
    },
    /// Says something of a hub, or nothing more.
    Say {
        /// Which hub: 64 digits, a prefix of at least 8, or its short name.
        hub: String,
        /// Vouches for it, or objects to it.
        vouch: bool,
        /// Takes that back.
        undo: bool,
        /// Whether the person has seen what follows and agreed.
        confirmed: bool,
    },
    /// How things stand.
    Status {
        /// As JSON.
        json: bool,
    },
    /// Imports lines, which follow.
    Import {
        /// Answers as JSON.
        json: bool,
    },
    /// Exports this hub's own documents as import lines.
    Export {
        /// With what is private.
        all: bool,
    },
    /// Withdraws with a teller's code.
    Withdraw {
        /// The code.
        code: String,
        /// Answers as JSON.
        json: bool,
    },
    /// Hides an address everywhere, or releases it.
    Hold {
        /// The address: 64 digits.
        id: String,
        /// Hidden or released.
        held: bool,
    },
    /// Withdraws an address of this hub's for ever.
    Remove {
        /// The address: 64 digits.
        id: String,
    },
    /// Publishes a document anew, without its history.
    Rewrite {
        /// The address: 64 digits.
        id: String,
    },
    /// Certifies another machine of this hub.
    Certify {
        /// What the other machine printed: its id, and its consent.
        node: String,
        /// The hub's key.
        hub: HubSecret,
        /// Holds and serves, but does not write.
        mirror: bool,
    },
    /// Revokes a machine of this hub.
    Revoke {
        /// Its id: 64 digits.
        node: String,
        /// The hub's key.
        hub: HubSecret,
        /// Addresses of what it wrote that is not to be kept.
        drop: Vec<String>,
    },
    /// The hub leaves.
    Resign {
        /// Whose machines act for it from then on.
        successor: Option<String>,
        /// The hub's key.
        hub: HubSecret,
    },
    /// Builds everything derived again.
    Reindex,
}

/// Where a command's lines go, each flushed before the next is made.
pub trait Output: Send {
    /// A line of the answer.
    fn line(&mut self, text: &str);
    /// A line for the person, beside the answer.
    fn note(&mut self, text: &str);
}

/// Lines that come with a command.
pub trait Input: Send {
    /// The next lines, as many as are there, at most `most`; none when they have ended.
    fn lines(&mut self, most: usize) -> Vec<String>;
}

/// What a command works on.
#[derive(Clone)]
pub struct Context {
    /// The core.
    pub core: Arc<Core>,
    /// The network side, where the node runs.
    pub net: Option<Arc<Net>>,
    /// Runs what waits for the network.
    pub runtime: tokio::runtime::Handle,
}

/// How long a command waits for somebody to answer.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Carries out a command. Blocks: not to be called on a thread that serves others.
pub fn execute(context: &Context, command: Command, input: &mut dyn Input, output: &mut dyn Output) -> Exit {
    let core = &context.core;
    let done = match command {
        Command::Found { network, founders, admit, alone } => {
            founding::found(core, &network, &founders, admit, alone, output).map(|()| Exit::Done)
        }
        Command::Invite => founding::invite(context, output).map(|()| Exit::Done),
        Command::Join { link } => founding::join(context, &link, output).map(|()| Exit::Done),
        Command::Say { hub, vouch, undo, confirmed } => {
            trusting::say(core, &hub, vouch, undo, confirmed, output).map(|()| Exit::Done)
        }
        Command::Status { json } => founding::status(core, json, output).map(|()| Exit::Done),
        Command::Import { json } => importing::import(core, json, input, output),
        Command::Export { all } => exporting::export(core, all, output).map(|()| Exit::Done),
        Command::Withdraw { code, json } => removing::withdraw(core, &code, json, output).map(|()| Exit::Done),
        Command::Hold { id, held } => removing::hold(core, &id, held, output).map(|()| Exit::Done),
        Command::Remove { id } => removing::remove(core, &id, output).map(|()| Exit::Done),
        Command::Rewrite { id } => removing::rewrite(core, &id, output).map(|()| Exit::Done),
        Command::Certify { node, hub, mirror } => machines::certify(core, &node, &hub, mirror, output).map(|()| Exit::Done),
        Command::Revoke { node, hub, drop } => machines::revoke(core, &node, &hub, &drop, output).map(|()| Exit::Done),
        Command::Resign { successor, hub } => machines::resign(core, successor.as_deref(), &hub, output).map(|()| Exit::Done),
        Command::Reindex => founding::reindex(core, output).map(|()| Exit::Done),
    };
    done.unwrap_or_else(|failure| {
        output.note(&format!("knutepunkt: {}", failure.message));
        failure.exit
    })
}

/// An address as typed.
pub fn address(text: &str) -> Result<Address, Failure> {
    let malformed = || Failure::new(Exit::Usage, format!("«{}» is no id: an id is 64 lowercase hexadecimal digits", cut(text)));
    text.trim().parse().map_err(|_| malformed())
}

/// A machine's id as typed.
pub fn node_id(text: &str) -> Result<NodeId, Failure> {
    let malformed =
        || Failure::new(Exit::Usage, format!("«{}» is no machine: a machine's id is 64 lowercase hexadecimal digits", cut(text)));
    text.trim().parse().map_err(|_| malformed())
}

/// A hub as typed: 64 digits, a unique prefix of at least 8, or its short name.
pub fn hub_named(core: &Core, text: &str) -> Result<HubId, Failure> {
    let text = text.trim();
    if let Ok(hub) = text.parse() {
        return Ok(hub);
    }
    let known = trusting::known_hubs(core)?;
    let prefix = text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase());
    let found: Vec<HubId> = known
        .iter()
        .filter(|(hub, slug, _)| slug == text || (prefix && hub.to_string().starts_with(text)))
        .map(|(hub, _, _)| *hub)
        .collect();
    match found.as_slice() {
        [hub] => Ok(*hub),
        [] => {
            let names: Vec<&str> = known.iter().map(|(_, slug, _)| slug.as_str()).collect();
            let sentence = format!("no centre is called «{}»: known are {}", cut(text), names.join(", "));
            Err(Failure::new(Exit::Usage, sentence))
        }
        _ => Err(Failure::new(Exit::Usage, format!("«{}» fits several centres: give more digits of its id", cut(text)))),
    }
}

/// What a person typed, short enough to repeat.
pub fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}
