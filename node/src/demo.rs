//! The demo: invented centres on one machine, with libp2p between them as between real ones.

use crate::command::founding::{self, init};
use crate::command::importing;
use crate::command::{Exit, Failure, Input, Output};
use crate::control::Terminal;
use crate::core::{Core, CoreError};
use crate::serve::{self, Running};
use crate::{http, net, profiles};
use knutepunkt_protocol::ids::Address;
use knutepunkt_protocol::law::charter::Charter;
use libp2p::Multiaddr;
use libp2p::multiaddr::Protocol;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The invented centres, and what they have published.
const HUBS: &str = include_str!("../demo/hubs.json");
const CONTENT: [&str; 3] =
    [include_str!("../demo/fjordlys.jsonl"), include_str!("../demo/skogly.jsonl"), include_str!("../demo/havglimt.jsonl")];
const NETWORK: &str = "Oppdiktet nettverk";
/// Withdrawal codes of the demo's invented stories, so that one can be tried. Real codes are kept nowhere.
const CODES: &str = "demo-codes.json";

#[derive(Deserialize, Clone)]
struct Invented {
    name: String,
    county: String,
    story_contact: InventedContact,
}

#[derive(Deserialize, Clone)]
struct InventedContact {
    name: String,
    phone: String,
    hours: String,
}

#[derive(Serialize, Deserialize, Clone)]
struct Coded {
    id: Address,
    code: String,
}

/// `knutepunkt demo`.
pub fn run(hubs: u16, port: u16, dir: Option<PathBuf>) -> Result<Exit, Failure> {
    let temporary = match &dir {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(|error| Failure::new(Exit::Failed, format!("no temporary folder: {error}")))?),
    };
    let folder = dir.or_else(|| temporary.as_ref().map(|folder| folder.path().to_path_buf())).unwrap_or_default();
    let runtime = serve::runtime()?;
    let done = runtime.block_on(async {
        let stop = serve::asked_to_stop();
        tokio::pin!(stop);
        tokio::select! {
            started = start(&folder, usize::from(hubs), port) => {
                let running = started?;
                stop.await;
                let stopping = running.into_iter().map(|node| tokio::spawn(node.stop()));
                for stopped in stopping.collect::<Vec<_>>() {
                    let _panicked = stopped.await;
                }
                Ok(Exit::Done)
            }
            () = &mut stop => Ok(Exit::Done),
        }
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    done
}

async fn start(folder: &Path, hubs: usize, port: u16) -> Result<Vec<Running>, Failure> {
    let cores = tokio::task::block_in_place(|| open(folder, hubs))?;
    let mut running = Vec::new();
    for (index, core) in cores.into_iter().enumerate() {
        let offset = u16::try_from(index).unwrap_or(u16::MAX);
        let site = SocketAddr::from(([127, 0, 0, 1], port.saturating_add(offset)));
        let settings = http::Settings { invented: true, ..http::Settings::default() };
        let listening = where_it_was(&core);
        let node = serve::start(core, site, listening, Vec::new(), settings).await?;
        Terminal.line(&format!("ready {} {}", node.core.about().slug, node.url));
        running.push(node);
    }
    introduce(&running);
    let documents = in_step(&running).await;
    Terminal.line(&format!("network ready: {} hubs, {documents} documents each", running.len()));
    if let Some(Coded { id, code }) = still_there(folder, &running) {
        Terminal.line(&format!("try withdrawing: {id} {code}"));
    }
    Ok(running)
}

/// Listens where the centre's profile says already, so that a demo that is continued changes nothing; else anywhere on this machine.
fn where_it_was(core: &Core) -> net::Config {
    let addresses = core.read(|replica| profiles::of(replica, core.store(), &core.me().hub).map(|profile| profile.addresses));
    let before = addresses.ok().flatten().into_iter().flatten().find_map(|address| {
        let address: Multiaddr = address.parse().ok()?;
        let port = address.iter().find_map(|part| if let Protocol::Tcp(port) = part { Some(port) } else { None })?;
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok().then_some(port)
    });
    before.map_or_else(net::Config::on_loopback, |port| {
        let address = Multiaddr::from(Ipv4Addr::LOCALHOST).with(Protocol::Tcp(port));
        net::Config { listen: vec![address], ..net::Config::default() }
    })
}

/// Opens the centres of a demo that is continued, or makes them.
fn open(folder: &Path, hubs: usize) -> Result<Vec<Arc<Core>>, Failure> {
    let invented: Vec<Invented> =
        serde_json::from_str(HUBS).map_err(|error| Failure::new(Exit::Failed, format!("the demo's centres: {error}")))?;
    let mut cores = Vec::new();
    let mut new = Vec::new();
    for index in 0..hubs {
        let Some(template) = invented.get(index % invented.len().max(1)) else { break };
        let name = match index / invented.len() {
            0 => template.name.clone(),
            more => format!("{} {}", template.name, more + 1),
        };
        let own = folder.join(knutepunkt_protocol::kinds::slug(&name));
        if own.exists() {
            cores.push(Core::open(&own)?);
        } else {
            let InventedContact { name: person, phone, hours } = &template.story_contact;
            let contact = format!("{person}, {phone}, {hours}");
            let core = init(&own, &name, &template.county, Some(&contact))?.core;
            new.push((index, core.clone()));
            cores.push(core);
        }
    }
    if !new.is_empty() && new.len() < cores.len() {
        let sentence =
            format!("{} holds a demo with another number of centres: give the same --hubs, or another folder", folder.display());
        return Err(Failure::new(Exit::Usage, sentence));
    }
    if !new.is_empty() {
        fill(folder, &new)?;
    }
    Ok(cores)
}

/// Founds the network and imports what the centres have published.
fn fill(folder: &Path, new: &[(usize, Arc<Core>)]) -> Result<(), Failure> {
    let founders: BTreeSet<_> = new.iter().map(|(_, core)| core.me().hub).collect();
    let charter = Charter::new(NETWORK, founders, None).map_err(CoreError::from)?;
    let mut codes = Vec::new();
    for (index, core) in new {
        founding::enter(core, &charter)?;
        let Some(content) = CONTENT.get(index % CONTENT.len()) else { continue };
        let mut input = Text(content.lines().map(str::to_owned).collect());
        let mut output = Collect::default();
        if importing::import(core, true, &mut input, &mut output)? != Exit::Done {
            let refused = output.0.iter().find(|line| line.contains("\"ok\":false")).cloned().unwrap_or_default();
            return Err(Failure::new(Exit::Failed, format!("the demo's own content was refused: {refused}")));
        }
        codes.extend(output.0.iter().filter_map(|line| {
            let answer: serde_json::Value = serde_json::from_str(line).ok()?;
            Some(Coded { id: answer.get("id")?.as_str()?.parse().ok()?, code: answer.get("code")?.as_str()?.to_owned() })
        }));
    }
    let bytes = serde_json::to_vec(&codes).unwrap_or_default();
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(folder.join(CODES))
        .and_then(|mut file| file.write_all(&bytes))
        .map_err(|error| Failure::new(Exit::Failed, format!("the demo's codes cannot be kept: {error}")))
}

/// Tells each node where the others are, as an invitation would.
fn introduce(running: &[Running]) {
    for node in running {
        for other in running.iter().filter(|other| other.core.me() != node.core.me()) {
            for address in other.net.addresses() {
                node.net.dial(address);
            }
        }
    }
}

/// Waits until all hold the same, and answers how many documents that is.
async fn in_step(running: &[Running]) -> u64 {
    loop {
        let states: Vec<_> = running
            .iter()
            .filter_map(|node| node.core.read(|replica| (replica.fingerprint(), replica.count_documents())).ok())
            .collect();
        if let Some((first, documents)) = states.first()
            && states.len() == running.len()
            && states.iter().all(|(fingerprint, _)| fingerprint == first)
            && documents.get("hub").copied().unwrap_or(0) == running.len() as u64
        {
            return documents.values().sum();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A story that can be withdrawn.
fn still_there(folder: &Path, running: &[Running]) -> Option<Coded> {
    let codes: Vec<Coded> = serde_json::from_slice(&fs::read(folder.join(CODES)).ok()?).ok()?;
    let core = &running.first()?.core;
    codes.into_iter().find(|coded| core.read(|replica| replica.has_documents(&coded.id)).unwrap_or(false))
}

struct Text(Vec<String>);

impl Input for Text {
    fn lines(&mut self, most: usize) -> Vec<String> {
        self.0.drain(..self.0.len().min(most)).collect()
    }
}

#[derive(Default)]
struct Collect(Vec<String>);

impl Output for Collect {
    fn line(&mut self, text: &str) {
        self.0.push(text.to_owned());
    }

    fn note(&mut self, _: &str) {}
}
