//! The demo: invented centres on one machine, with libp2p between them as between real ones.
//!
//! What they have published lies in `node/demo`; [`days`] keeps its events in the future.

mod days;

use crate::catalogue::dates;
use crate::command::founding::{self, init};
use crate::command::importing;
use crate::command::{Exit, Failure, Input, Output};
use crate::control::Terminal;
use crate::core::{Core, CoreError};
use crate::serve::{self, Running, Stop};
use crate::{clock, http, net, profiles};
use knutepunkt_protocol::ids::Address;
use knutepunkt_protocol::kinds;
use knutepunkt_protocol::law::charter::Charter;
use libp2p::Multiaddr;
use libp2p::multiaddr::Protocol;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

/// The invented centres, and what they have published.
const HUBS: &str = include_str!("../demo/hubs.json");
const CONTENT: [&str; 3] =
    [include_str!("../demo/fjordlys.jsonl"), include_str!("../demo/skogly.jsonl"), include_str!("../demo/havglimt.jsonl")];
const NETWORK: &str = "Oppdiktet nettverk";
/// Withdrawal codes of the demo's invented stories, so that one can be tried. Real codes are kept nowhere.
const CODES: &str = "demo-codes.json";
/// Stands in the folder while the centres are made there, and names them.
const UNFINISHED: &str = "demo-unfinished";

#[derive(Deserialize, Clone)]
struct Invented {
    name: String,
    county: String,
    story_contact: InventedContact,
    /// What it says of itself besides, as in a line to be imported.
    profile: serde_json::Map<String, serde_json::Value>,
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
    // It goes away when every thread has ended.
    let mut temporary = None;
    let demo = async {
        // Before anything else: from here on whoever stops the demo gets a proper end.
        let mut stop = Stop::catch()?;
        let folder = match dir {
            Some(dir) => dir,
            None => {
                let made =
                    tempfile::tempdir().map_err(|error| Failure::new(Exit::Failed, format!("no temporary folder: {error}")))?;
                temporary.insert(made).path().to_path_buf()
            }
        };
        let stopped = Arc::new(AtomicBool::new(false));
        tokio::select! {
            started = start(&folder, usize::from(hubs), port, &stopped) => {
                let running = started?;
                stop.asked().await;
                let stopping = running.into_iter().map(|node| tokio::spawn(node.stop()));
                for stopped in stopping.collect::<Vec<_>>() {
                    let _panicked = stopped.await;
                }
            }
            () = stop.asked() => stopped.store(true, Relaxed),
        }
        Ok(Exit::Done)
    };
    serve::with_runtime(|runtime| runtime.block_on(demo))
}

async fn start(folder: &Path, hubs: usize, port: u16, stopped: &Arc<AtomicBool>) -> Result<Vec<Running>, Failure> {
    let opening = tokio::task::spawn_blocking({
        let (folder, stopped) = (folder.to_path_buf(), stopped.clone());
        move || open(&folder, hubs, &stopped)
    });
    let cores = opening.await.map_err(|error| Failure::new(Exit::Failed, format!("the demo's centres: {error}")))??;
    let mut running = Vec::new();
    for (index, core) in cores.into_iter().enumerate() {
        let offset = u16::try_from(index).unwrap_or(u16::MAX);
        let site = SocketAddr::from(([127, 0, 0, 1], port.saturating_add(offset)));
        let url = Some(format!("http://{site}"));
        let settings = http::Settings { invented: true, public_url: url, ..http::Settings::default() };
        let listening = where_it_was(&core);
        let node = serve::start(core, site, listening, Vec::new(), settings).await?;
        let _unread = Terminal.line(&format!("ready {} {}", node.core.about().slug, node.url));
        running.push(node);
    }
    introduce(&running);
    let documents = in_step(&running).await;
    let _unread = Terminal.line(&format!("network ready: {} hubs, {documents} documents each", running.len()));
    if let Some(Coded { id, code }) = still_there(folder, &running) {
        let _unread = Terminal.line(&format!("try withdrawing: {id} {code}"));
    }
    Ok(running)
}

/// Listens where the centre's profile says already, so that a demo that is continued changes nothing; else anywhere on this machine.
fn where_it_was(core: &Core) -> net::Config {
    let addresses = core.read(|replica| profiles::of(replica, core.store(), &core.me().hub).map(|it| profiles::addresses(&it)));
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

/// A centre of the demo, and its folder.
struct Place {
    template: Invented,
    name: String,
    own: PathBuf,
}

impl Place {
    fn of(folder: &Path, invented: &[Invented], index: usize) -> Option<Place> {
        let template = invented.get(index.checked_rem(invented.len())?)?.clone();
        let name = match index / invented.len() {
            0 => template.name.clone(),
            more => format!("{} {}", template.name, more + 1),
        };
        let own = folder.join(kinds::slug(&name));
        Some(Place { template, name, own })
    }
}

/// Opens the centres of a demo that is continued, or makes them. Gives up soon when it is stopped.
fn open(folder: &Path, hubs: usize, stopped: &AtomicBool) -> Result<Vec<Arc<Core>>, Failure> {
    let invented: Vec<Invented> =
        serde_json::from_str(HUBS).map_err(|error| Failure::new(Exit::Failed, format!("the demo's centres: {error}")))?;
    clear(folder).map_err(|error| unmade(folder, &error))?;
    let places: Vec<Place> = (0..hubs).filter_map(|index| Place::of(folder, &invented, index)).collect();
    let there = places.iter().filter(|place| place.own.exists()).count();
    let more = Place::of(folder, &invented, hubs).is_some_and(|place| place.own.exists());
    match there {
        0 if !more => make(folder, &places, stopped),
        all if all == places.len() && !more => Ok(places.iter().map(|place| Core::open(&place.own)).collect::<Result<_, _>>()?),
        _ => {
            let holds = "holds a demo with another number of centres: give the same --hubs, or another folder";
            Err(Failure::new(Exit::Usage, format!("{} {holds}", folder.display())))
        }
    }
}

/// Makes the centres. The note that they are not finished goes last.
fn make(folder: &Path, places: &[Place], stopped: &AtomicBool) -> Result<Vec<Arc<Core>>, Failure> {
    let names: Vec<_> = places.iter().map(|place| kinds::slug(&place.name)).collect();
    let note = folder.join(UNFINISHED);
    let _held = fs::create_dir_all(folder)
        .and_then(|()| fs::write(&note, names.join("\n")))
        .and_then(|()| hold(&note))
        .map_err(|error| unmade(folder, &error))?;
    let mut cores = Vec::new();
    for Place { template, name, own } in places {
        go_on(stopped)?;
        let InventedContact { name: person, phone, hours } = &template.story_contact;
        cores.push(init(own, name, &template.county, Some(&format!("{person}, {phone}, {hours}")))?.core);
    }
    fill(folder, places, &cores, stopped)?;
    fs::remove_file(&note).map_err(|error| unmade(folder, &error))?;
    Ok(cores)
}

/// Takes away what a demo that was cut off while it made its centres has left: it is no network, and cannot be continued.
fn clear(folder: &Path) -> io::Result<()> {
    let note = folder.join(UNFINISHED);
    if !note.exists() {
        return Ok(());
    }
    let _held = hold(&note)?;
    // Nothing but a plain name, whoever wrote the note.
    for name in fs::read_to_string(&note)?.lines().filter(|name| kinds::slug(name) == *name) {
        match fs::remove_dir_all(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::remove_file(note)
}

/// Keeps a second demo from the folder while the first makes its centres there.
fn hold(note: &Path) -> io::Result<fs::File> {
    let file = fs::File::open(note)?;
    file.try_lock().map_err(|_| io::Error::other("another demo makes its centres there; wait until it has"))?;
    Ok(file)
}

fn unmade(folder: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::Failed, format!("the demo cannot make its centres in {}: {error}", folder.display()))
}

fn go_on(stopped: &AtomicBool) -> Result<(), Failure> {
    if stopped.load(Relaxed) { Err(Failure::new(Exit::Failed, "the demo was stopped while it made its centres")) } else { Ok(()) }
}

/// Founds the network and imports what the centres have published.
fn fill(folder: &Path, places: &[Place], cores: &[Arc<Core>], stopped: &AtomicBool) -> Result<(), Failure> {
    let founders: BTreeSet<_> = cores.iter().map(|core| core.me().hub).collect();
    let charter = Charter::new(NETWORK, founders, None).map_err(CoreError::from)?;
    let mut codes = Vec::new();
    let today = dates::in_oslo(clock::now()).date;
    for (index, core) in cores.iter().enumerate() {
        go_on(stopped)?;
        founding::enter(core, &charter)?;
        let Some(content) = CONTENT.get(index % CONTENT.len()) else { continue };
        let profile = places.get(index).map(|place| profile(core, &place.template));
        let lines = content.lines().map(|line| days::filled_in(line, today));
        let mut input = Text(profile.into_iter().chain(lines).collect());
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

/// A centre's profile as a line: what `init` was given, and what it says besides.
fn profile(core: &Core, template: &Invented) -> String {
    let about = core.about();
    let mut line = template.profile.clone();
    for (name, value) in [
        ("kind", json!("hub")),
        ("ref", json!("profile")),
        ("lang", json!("nb")),
        ("name", json!(about.name)),
        ("slug", json!(about.slug)),
        ("county", json!([about.county])),
        ("state", json!("active")),
        ("story_contact", json!(about.story_contact)),
        ("status", json!("published")),
        ("reach", json!("network")),
    ] {
        line.insert(name.to_owned(), value);
    }
    serde_json::Value::Object(line).to_string()
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
    fn lines(&mut self, most: usize) -> Result<Vec<String>, Failure> {
        Ok(self.0.drain(..self.0.len().min(most)).collect())
    }
}

#[derive(Default)]
struct Collect(Vec<String>);

impl Output for Collect {
    fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.0.push(text.to_owned());
        Ok(())
    }

    fn note(&mut self, _: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(folder: &Path, hubs: usize) -> Result<usize, Failure> {
        open(folder, hubs, &AtomicBool::new(false)).map(|cores| cores.len())
    }

    #[test]
    fn a_demo_that_was_cut_off_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let demo = folder.path().join("demo");
        // It was stopped when the first centre was made; of the second there is the half.
        fs::create_dir_all(demo.join("skogly")).unwrap();
        init(&demo.join("fjordlys"), "Fjordlys", "46", None).unwrap();
        fs::write(demo.join(UNFINISHED), "fjordlys\nskogly\n../kept\nkept/").unwrap();
        fs::create_dir_all(folder.path().join("kept")).unwrap();
        fs::create_dir_all(demo.join("kept")).unwrap();
        assert_eq!(opened(&demo, 2).unwrap(), 2);
        assert!(folder.path().join("kept").exists() && demo.join("kept").exists() && !demo.join(UNFINISHED).exists());
        assert_eq!(opened(&demo, 2).unwrap(), 2, "it goes on where it was");
        for other in [1, 3] {
            assert_eq!(opened(&demo, other).unwrap_err().exit, Exit::Usage);
        }
        assert!(!demo.join("havglimt").exists(), "what was refused left nothing");
    }

    #[test]
    fn a_demo_takes_no_folder_that_it_has_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("skogly");
        fs::create_dir(&own).unwrap();
        assert_eq!(opened(folder.path(), 3).unwrap_err().exit, Exit::Usage);
        assert_eq!(opened(folder.path(), 1).unwrap_err().exit, Exit::Usage);
        assert!(own.exists() && fs::read_dir(folder.path()).unwrap().count() == 1);
    }

    #[test]
    fn two_demos_do_not_make_their_centres_in_one_folder() {
        let folder = tempfile::tempdir().unwrap();
        let note = folder.path().join(UNFINISHED);
        fs::write(&note, "fjordlys").unwrap();
        fs::create_dir(folder.path().join("fjordlys")).unwrap();
        let _held = hold(&note).unwrap();
        assert!(opened(folder.path(), 1).is_err() && folder.path().join("fjordlys").exists());
    }
}
