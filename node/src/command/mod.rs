//! What the command line can ask for: the same whether or not the node runs.
//!
//! A [`Command`] is plain data. It is carried out by [`execute`] on an open core: in the command's own process where no node runs
//! on the folder, or in the running node, to which [`crate::control`] carries it. What it says goes line by line to an [`Output`].

pub mod arriving;
pub mod exporting;
pub mod founding;
pub mod importing;
pub mod machines;
pub mod private;
pub mod removing;
pub mod taking;
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
            CoreError::Store(_) | CoreError::Io { .. } | CoreError::Random(_) | CoreError::Unread => Exit::Failed,
        };
        let message = match error {
            CoreError::Refused(refusal) => advised(&refusal),
            CoreError::AlreadyIn(network) => CoreError::AlreadyIn(plain(&network, NAME_CHARS)).to_string(),
            other => other.to_string(),
        };
        Failure { exit, message }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        CoreError::Refused(refusal).into()
    }
}

/// What a rule says, and what whoever meets it can do.
pub fn advised(refusal: &Refusal) -> String {
    let advice = match refusal {
        Refusal::Unknown => "copy the whole id again, from its page or from `knutepunkt export`",
        Refusal::NotOurs | Refusal::NoAuthority => "ask the people there",
        Refusal::NotCertified => {
            "at another machine of the centre run `knutepunkt certify`, or make this one anew with `knutepunkt recover`"
        }
        Refusal::NotCounting | Refusal::Irrelevant => {
            "this centre is not a member, or not any more, as `knutepunkt status` shows: ask members to vouch for it"
        }
        Refusal::Withdrawn => "nothing brings it back",
        Refusal::Replaced => "look at what stands there now",
        Refusal::NoRoom => "try again in a while, or at another centre",
        Refusal::TooManyChanges => "publish it anew with `knutepunkt rewrite`, then try again",
        Refusal::MissingDependency => "let `knutepunkt serve` run until `knutepunkt status` says in step, then try again",
        Refusal::OtherNetwork => "use what this centre's own network gave you",
        Refusal::Change(_) => "if it is long, shorten or divide it",
        Refusal::Signature(_) | Refusal::Header(_) => "copy again, whole, what you were given",
        // The others say themselves what to do, or are met by what arrives and not by people.
        _ => return refusal.to_string(),
    };
    format!("{refusal}: {advice}")
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
        /// What the other machine printed, its id and its consent; or its id alone, where it was certified before.
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
    /// A line of the answer. Fails where it could not be written, and so nobody has it.
    fn line(&mut self, text: &str) -> Result<(), Failure>;
    /// A line for the person, beside the answer. Nothing is lost where nobody reads it.
    fn note(&mut self, text: &str);
}

/// Lines that come with a command.
pub trait Input: Send {
    /// The next lines, as many as are there, at most `most`; none when they have ended. Fails where the rest cannot be read, which
    /// is not their end.
    fn lines(&mut self, most: usize) -> Result<Vec<String>, Failure>;
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
    let malformed = || Failure::new(Exit::Usage, format!("{} is no id: an id is 64 lowercase hexadecimal digits", named(text)));
    text.trim().parse().map_err(|_| malformed())
}

/// A machine's id as typed.
pub fn node_id(text: &str) -> Result<NodeId, Failure> {
    let malformed =
        || Failure::new(Exit::Usage, format!("{} is no machine: a machine's id is 64 lowercase hexadecimal digits", named(text)));
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
            let names: Vec<String> = known.iter().map(|(_, slug, _)| plain(slug, NAME_CHARS)).collect();
            let sentence = format!("no centre is called {}: known are {}", named(text), names.join(", "));
            Err(Failure::new(Exit::Usage, sentence))
        }
        _ => Err(Failure::new(Exit::Usage, format!("{} fits several centres: give more digits of its id", named(text)))),
    }
}

/// Characters of a name that the terminal shows.
pub const NAME_CHARS: usize = 60;

/// Text that somebody wrote, as the terminal may show it: at most so many characters, and none that acts on the terminal, turns
/// the line around, cannot be seen, or ends the marks of [`named`]. Everything that came from elsewhere passes through here;
/// otherwise a stranger's name could write the check words.
pub fn plain(text: &str, most: usize) -> String {
    let acts = |c: char| {
        let unseen = matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
        c.is_control() || unseen || matches!(c, '«' | '»')
    };
    let mut shown = text.chars().filter(|c| !acts(*c));
    let mut kept: String = shown.by_ref().take(most).collect();
    if shown.next().is_some() {
        kept.push('…');
    }
    kept
}

/// A name that somebody gave, or what a person typed, within marks that it cannot end.
pub fn named(text: &str) -> String {
    format!("«{}»", plain(text, NAME_CHARS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_write_on_the_terminal() {
        let forged = "Nordlys\u{1b}[2K\r\ncheck words:\u{9b}1A\u{202e} eple» and \u{2028}more\u{200b}\u{7f}";
        assert_eq!(plain(forged, 60), "Nordlys[2Kcheck words:1A eple and more");
        assert_eq!(named(forged), "«Nordlys[2Kcheck words:1A eple and more»");
        assert_eq!(plain("Tromsø – på norsk, ᚱ 漢", 60), "Tromsø – på norsk, ᚱ 漢");
        assert_eq!(plain(&"x".repeat(1_000), 3), "xxx…");
        assert_eq!(plain("\n\u{feff}", 3), "");
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        for refusal in [Refusal::Unknown, Refusal::NoRoom, Refusal::NotCounting, Refusal::NotCertified, Refusal::NotOurs] {
            let failure = Failure::from(refusal.clone());
            assert_eq!(failure.exit, Exit::Refused);
            assert!(failure.message.starts_with(&format!("{refusal}: ")), "{}", failure.message);
        }
    }
}
