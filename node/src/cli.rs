//! The command line: what people type, turned into commands; help, prompts and exit codes.

use crate::command::founding::Made;
use crate::command::{self, Command, Context, Exit, Failure, HubSecret, Input, Output, arriving, machines};
use crate::control::{self, Lines, Nothing, Terminal};
use crate::core::{Core, CoreError};
use crate::store::StoreError;
use crate::{demo, serve};
use clap::{Parser, Subcommand};
use etcetera::BaseStrategy;
use knutepunkt_protocol::words;
use libp2p::Multiaddr;
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// Knutepunkt: the node of a recovery centre.
#[derive(Parser)]
#[command(name = "knutepunkt", version, about, after_help = "Example: knutepunkt demo")]
struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Args)]
struct Dir {
    /// The data folder [default: the platform's folder for data]
    #[arg(long = "dir", value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Dir {
    fn path(&self) -> PathBuf {
        self.dir.clone().unwrap_or_else(|| {
            let platform = etcetera::choose_base_strategy().map(|folders| folders.data_dir().join("knutepunkt"));
            platform.unwrap_or_else(|_| PathBuf::from("knutepunkt-data"))
        })
    }
}

#[derive(clap::Args)]
struct WordsFile {
    /// A file with the centre's 24 words, which nobody else can read (chmod 600)
    #[arg(long = "words-file", value_name = "FILE")]
    words_file: PathBuf,
}

#[derive(Subcommand)]
enum Action {
    /// Starts invented centres on this machine, to look at
    #[command(after_help = "Example: knutepunkt demo --hubs 3 --port 8101")]
    Demo {
        /// How many centres
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=20))]
        hubs: u16,
        /// The first centre's port; the others follow
        #[arg(long, default_value_t = 8101)]
        port: u16,
        /// A folder in which the network is kept and continued
        #[arg(long)]
        dir: Option<PathBuf>,
    },
    /// Makes a centre and its first machine, or another machine of a centre
    #[command(
        after_help = "Example: knutepunkt init --dir data --name Nordlys --county 55 --story-contact \"Kari, 77 00 00 00, 10-14\""
    )]
    Init {
        #[command(flatten)]
        dir: Dir,
        /// The centre's name
        #[arg(long, required_unless_present = "machine_of")]
        name: Option<String>,
        /// Its county: two digits
        #[arg(long, required_unless_present = "machine_of")]
        county: Option<String>,
        /// Whom somebody can talk with before telling: "Name, phone, hours"
        #[arg(long)]
        story_contact: Option<String>,
        /// Another machine for this centre, without words: the centre's 64 digits
        #[arg(long, value_name = "HUB", conflicts_with_all = ["name", "county", "story_contact"])]
        machine_of: Option<String>,
        /// Answers as JSON
        #[arg(long)]
        json: bool,
    },
    /// Founds a network
    #[command(after_help = "Example: knutepunkt found --dir data --network \"Recovery i nord\" --founder 3f…c1")]
    Found {
        #[command(flatten)]
        dir: Dir,
        /// The network's name
        #[arg(long)]
        network: String,
        /// Another founding centre: its 64 digits
        #[arg(long = "founder", value_name = "HUB")]
        founders: Vec<String>,
        /// How many must vouch for a newcomer
        #[arg(long)]
        admit: Option<u32>,
        /// Found it without any other centre
        #[arg(long)]
        alone: bool,
    },
    /// Prints the link that invites to the network
    #[command(after_help = "Example: knutepunkt invite --dir data")]
    Invite {
        #[command(flatten)]
        dir: Dir,
    },
    /// Asks to join a network
    #[command(after_help = "Example: knutepunkt join --dir data knutepunkt:omdj…")]
    Join {
        #[command(flatten)]
        dir: Dir,
        /// The link that a member sent
        link: String,
    },
    /// Vouches for a centre
    #[command(after_help = "Example: knutepunkt vouch --dir data havglimt")]
    Vouch(Saying),
    /// Objects to a centre
    #[command(after_help = "Example: knutepunkt object --dir data havglimt")]
    Object(Saying),
    /// Runs the node: the public site, the network
    #[command(after_help = "Example: knutepunkt serve --dir data --http 127.0.0.1:8080 --listen /ip4/0.0.0.0/tcp/4001")]
    Serve {
        #[command(flatten)]
        dir: Dir,
        /// Where the public site is served
        #[arg(long, default_value = "127.0.0.1:8080")]
        http: SocketAddr,
        /// Where other centres reach this one [default: the port that was used last]
        #[arg(long)]
        listen: Vec<Multiaddr>,
        /// Where other centres reach this one from outside, where that is not where it listens (behind a router)
        #[arg(long, value_name = "MULTIADDR")]
        announce: Vec<Multiaddr>,
        /// The site's address as readers see it, behind a proxy that adds HTTPS
        #[arg(long)]
        public_url: Option<String>,
    },
    /// Shows how things stand
    #[command(after_help = "Example: knutepunkt status --dir data --json")]
    Status {
        #[command(flatten)]
        dir: Dir,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Imports documents, one JSON object a line
    #[command(after_help = "Example: knutepunkt import --dir data stories.jsonl")]
    Import {
        #[command(flatten)]
        dir: Dir,
        /// The file; - for standard input
        file: PathBuf,
        /// Answers as JSON, each line when it is durable
        #[arg(long)]
        json: bool,
    },
    /// Exports this centre's own documents
    #[command(after_help = "Example: knutepunkt export --dir data > documents.jsonl")]
    Export {
        #[command(flatten)]
        dir: Dir,
        /// With drafts and everything private
        #[arg(long)]
        all: bool,
    },
    /// Withdraws with a teller's code
    #[command(after_help = "Example: knutepunkt withdraw --dir data ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345")]
    Withdraw {
        #[command(flatten)]
        dir: Dir,
        /// The code on the slip
        code: String,
        /// Answers as JSON
        #[arg(long)]
        json: bool,
    },
    /// Hides something everywhere, for now
    #[command(after_help = "Example: knutepunkt hold --dir data 3f…c1")]
    Hold(Thing),
    /// Shows again what was hidden
    #[command(after_help = "Example: knutepunkt release --dir data 3f…c1")]
    Release(Thing),
    /// Publishes something anew, without its history
    #[command(after_help = "Example: knutepunkt rewrite --dir data 3f…c1")]
    Rewrite(Thing),
    /// Withdraws something of this centre's own for ever, at every centre
    #[command(after_help = "Example: knutepunkt remove --dir data 3f…c1 --yes")]
    Remove {
        #[command(flatten)]
        dir: Dir,
        /// Its id: 64 digits
        id: String,
        /// Does not ask again
        #[arg(long)]
        yes: bool,
    },
    /// Certifies another machine of this centre
    #[command(after_help = "Example: knutepunkt certify --dir data 3f…c1 --words-file words")]
    Certify {
        #[command(flatten)]
        dir: Dir,
        /// What the other machine printed; its id alone where it was certified before
        node: String,
        /// Holds and serves, but does not write
        #[arg(long)]
        mirror: bool,
        #[command(flatten)]
        words: WordsFile,
    },
    /// Revokes a lost or stolen machine of this centre
    #[command(after_help = "Example: knutepunkt revoke --dir data 3f…c1 --words-file words")]
    Revoke {
        #[command(flatten)]
        dir: Dir,
        /// The machine's id
        node: String,
        /// Something that it wrote and that is not to be kept
        #[arg(long = "drop", value_name = "ID")]
        drop: Vec<String>,
        /// Where the folder is empty: a link to a machine that runs, from which everything is fetched first
        #[arg(long)]
        link: Option<String>,
        #[command(flatten)]
        words: WordsFile,
    },
    /// Makes a new machine of a centre from its words and one peer
    #[command(after_help = "Example: knutepunkt recover --dir data --link knutepunkt:omdj… --words-file words")]
    Recover {
        #[command(flatten)]
        dir: Dir,
        /// A link to a machine that runs
        #[arg(long)]
        link: String,
        #[command(flatten)]
        words: WordsFile,
        /// Answers as JSON
        #[arg(long)]
        json: bool,
    },
    /// Leaves the network
    #[command(after_help = "Example: knutepunkt resign --dir data --successor havglimt --words-file words")]
    Resign {
        #[command(flatten)]
        dir: Dir,
        /// The centre whose machines act for this one from then on
        #[arg(long, value_name = "HUB")]
        successor: Option<String>,
        #[command(flatten)]
        words: WordsFile,
    },
    /// Builds search and lists again
    #[command(after_help = "Example: knutepunkt reindex --dir data")]
    Reindex {
        #[command(flatten)]
        dir: Dir,
    },
}

#[derive(clap::Args)]
struct Saying {
    #[command(flatten)]
    dir: Dir,
    /// The centre: 64 digits, at least 8 of them, or its short name
    hub: String,
    /// Takes back what was said
    #[arg(long)]
    undo: bool,
    /// Does not ask again
    #[arg(long)]
    yes: bool,
}

#[derive(clap::Args)]
struct Thing {
    #[command(flatten)]
    dir: Dir,
    /// Its id: 64 digits
    id: String,
}

/// Runs the command line and answers the exit code.
pub fn run() -> i32 {
    let arguments = Arguments::parse();
    let exit = act(arguments.action).unwrap_or_else(|failure| {
        Terminal.note(&format!("knutepunkt: {}", failure.message));
        failure.exit
    });
    exit as i32
}

fn act(action: Action) -> Result<Exit, Failure> {
    match action {
        Action::Demo { hubs, port, dir } => demo::run(hubs, port, dir),
        Action::Init { dir, machine_of: Some(hub), json, .. } => init_machine(&dir.path(), &hub, json),
        Action::Init { dir, name, county, story_contact, machine_of: None, json } => {
            let (name, county) = (name.unwrap_or_default(), county.unwrap_or_default());
            init(&dir.path(), &name, &county, story_contact.as_deref(), json)
        }
        Action::Found { dir, network, founders, admit, alone } => {
            on(&dir.path(), Command::Found { network, founders, admit, alone })
        }
        Action::Invite { dir } => on(&dir.path(), Command::Invite),
        Action::Join { dir, link } => on(&dir.path(), Command::Join { link }),
        Action::Vouch(saying) => say(saying, true),
        Action::Object(saying) => say(saying, false),
        Action::Serve { dir, http, listen, announce, public_url } => serve::run(&dir.path(), http, listen, announce, public_url),
        Action::Status { dir, json } => on(&dir.path(), Command::Status { json }),
        Action::Import { dir, file, json } => import(&dir.path(), &file, json),
        Action::Export { dir, all } => {
            if all {
                control::keep_answer_private()?;
            }
            on(&dir.path(), Command::Export { all })
        }
        Action::Withdraw { dir, code, json } => on(&dir.path(), Command::Withdraw { code, json }),
        Action::Hold(thing) => on(&thing.dir.path(), Command::Hold { id: thing.id, held: true }),
        Action::Release(thing) => on(&thing.dir.path(), Command::Hold { id: thing.id, held: false }),
        Action::Rewrite(thing) => on(&thing.dir.path(), Command::Rewrite { id: thing.id }),
        Action::Remove { dir, id, yes } => {
            if !yes && !agreed("It will be gone at every centre, and can never come back. Remove it?")? {
                return Err(Failure::new(Exit::Failed, "nothing was removed"));
            }
            on(&dir.path(), Command::Remove { id })
        }
        Action::Certify { dir, node, mirror, words } => {
            on(&dir.path(), Command::Certify { node, hub: hub_secret(&words)?, mirror })
        }
        Action::Revoke { dir, node, drop, link, words } => {
            let hub = hub_secret(&words)?;
            if let Some(link) = link {
                recover(&dir.path(), &link, &hub)?;
            }
            on(&dir.path(), Command::Revoke { node, hub, drop })
        }
        Action::Recover { dir, link, words, json } => {
            let (hub, node, slug) = recover(&dir.path(), &link, &hub_secret(&words)?)?;
            if json {
                Terminal.line(&serde_json::json!({"hub": hub, "node": node, "slug": slug}).to_string())?;
            } else {
                Terminal.line(&format!("recovered: {} {hub}", command::plain(&slug, command::NAME_CHARS)))?;
                Terminal.note(&format!(
                    "this machine is {node}; if the old one was lost or stolen, revoke it now with `knutepunkt revoke`"
                ));
            }
            Ok(Exit::Done)
        }
        Action::Resign { dir, successor, words } => on(&dir.path(), Command::Resign { successor, hub: hub_secret(&words)? }),
        Action::Reindex { dir } => on(&dir.path(), Command::Reindex),
    }
}

fn on(folder: &Path, command: Command) -> Result<Exit, Failure> {
    with_input(folder, command, || Ok(Box::new(Nothing)))
}

/// Carries out a command: at the node that runs on the folder, or here.
fn with_input(folder: &Path, command: Command, input: impl FnOnce() -> Result<Box<dyn Input>, Failure>) -> Result<Exit, Failure> {
    let patience = Instant::now() + Duration::from_secs(3);
    let mut input = input()?;
    loop {
        if let Some(exit) = control::ask(folder, &command, input.as_mut(), &mut Terminal) {
            return Ok(exit);
        }
        match Core::open(folder) {
            // A node that is just starting or stopping holds the folder before or after it can be asked.
            Err(CoreError::Store(StoreError::InUse { .. })) if Instant::now() < patience => {
                std::thread::sleep(Duration::from_millis(100));
            }
            Err(error) => return Err(error.into()),
            Ok(core) => {
                return serve::with_runtime(|runtime| {
                    let context = Context { core, net: None, runtime: runtime.handle().clone() };
                    Ok(command::execute(&context, command, input.as_mut(), &mut Terminal))
                });
            }
        }
    }
}

fn init(folder: &Path, name: &str, county: &str, story_contact: Option<&str>, json: bool) -> Result<Exit, Failure> {
    let made = command::founding::init(folder, name, county, story_contact)?;
    show_words(&made, json).map_err(|failure| {
        let sentence = format!("{}; the words are lost with it: remove {} and begin again", failure.message, folder.display());
        Failure::new(failure.exit, sentence)
    })?;
    Ok(Exit::Done)
}

fn show_words(made: &Made, json: bool) -> Result<(), Failure> {
    let (me, slug) = (made.core.me(), made.core.about().slug);
    if json {
        let answer = serde_json::json!({"hub": me.hub, "node": me.node, "slug": slug, "words": made.words});
        return Terminal.line(&answer.to_string());
    }
    Terminal.line(&format!("centre  {slug} {}", me.hub))?;
    Terminal.line(&format!("machine {}", me.node))?;
    Terminal.note(
        "\nWrite these 24 words on paper, in this order, and lock the paper away. They are shown this once and kept nowhere.",
    );
    Terminal.note("Whoever has them speaks for the centre; with them and one other centre everything can be brought back.\n");
    for (row, words) in made.words.chunks(4).enumerate() {
        let numbered: Vec<String> =
            words.iter().enumerate().map(|(column, word)| format!("{:>2} {word:<10}", row * 4 + column + 1)).collect();
        Terminal.line(numbered.join("  ").trim_end())?;
    }
    Ok(())
}

fn init_machine(folder: &Path, hub: &str, json: bool) -> Result<Exit, Failure> {
    let core = arriving::init(folder, hub)?;
    let (me, token) = (core.me(), arriving::token(&core));
    if json {
        Terminal.line(&serde_json::json!({"hub": me.hub, "node": me.node, "consent": token}).to_string())?;
        return Ok(Exit::Done);
    }
    Terminal.line(&format!("machine {}", me.node))?;
    Terminal.note("At the centre's first machine, with the words in a file, type:");
    Terminal.line(&format!("knutepunkt certify {token} --words-file FILE"))?;
    Terminal.note("Then come back here with a link from `knutepunkt invite`, and type `knutepunkt join LINK`.");
    Ok(Exit::Done)
}

fn say(saying: Saying, vouch: bool) -> Result<Exit, Failure> {
    let folder = saying.dir.path();
    let command = |confirmed| Command::Say { hub: saying.hub.clone(), vouch, undo: saying.undo, confirmed };
    let shown = on(&folder, command(false))?;
    if shown != Exit::Done {
        return Ok(shown);
    }
    if !saying.yes && !agreed("Are these the words that they read to you?")? {
        return Err(Failure::new(Exit::Failed, "nothing was said"));
    }
    on(&folder, command(true))
}

fn agreed(question: &str) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(Exit::Usage, "nobody can be asked here: look at what is above, and add --yes if it is right"));
    }
    let mut out = std::io::stderr();
    let _gone = write!(out, "{question} yes/no: ").and_then(|()| out.flush());
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|_| Failure::new(Exit::Failed, "the answer could not be read"))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "yes" | "y" | "ja" | "j"))
}

fn import(folder: &Path, file: &Path, json: bool) -> Result<Exit, Failure> {
    with_input(folder, Command::Import { json }, || {
        if file == Path::new("-") {
            return Ok(Box::new(Lines::new(std::io::stdin())));
        }
        let unreadable =
            |error| Failure::new(Exit::Usage, format!("{} cannot be read: check the name ({error})", file.display()));
        let open = std::fs::File::open(file).map_err(unreadable)?;
        if open.metadata().map_err(unreadable)?.is_dir() {
            return Err(Failure::new(
                Exit::Usage,
                format!("{} is a folder: name a file with one document a line", file.display()),
            ));
        }
        Ok(Box::new(Lines::new(open)))
    })
}

fn recover(folder: &Path, link: &str, hub: &HubSecret) -> Result<(String, String, String), Failure> {
    let core = serve::with_runtime(|runtime| runtime.block_on(machines::recover(folder, link, &hub.secret())))?;
    Ok((core.me().hub.to_string(), core.me().node.to_string(), core.about().slug))
}

/// Reads the words, from a file that nobody else can read.
fn hub_secret(file: &WordsFile) -> Result<HubSecret, Failure> {
    let file = &file.words_file;
    let unreadable =
        |error: std::io::Error| Failure::new(Exit::Usage, format!("{} cannot be read: check the name ({error})", file.display()));
    let mode = std::fs::metadata(file).map_err(unreadable)?.permissions().mode();
    if mode & 0o077 != 0 {
        let sentence = format!("{} can be read by others on this machine: run `chmod 600 {0}` first", file.display());
        return Err(Failure::new(Exit::Usage, sentence));
    }
    let text = Zeroizing::new(std::fs::read_to_string(file).map_err(unreadable)?);
    let secret = words::hub_secret(&text).map_err(|error| Failure::new(Exit::Usage, error.to_string()))?;
    Ok(HubSecret::new(&secret))
}
