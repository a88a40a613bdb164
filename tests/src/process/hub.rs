//! One hub: its folder, its words, the process that serves it, and the commands that people type there.

use super::running::{self, Ran, Running};
use super::site::Site;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::net::{TcpListener, UdpSocket};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// How long a node may take to be ready on a busy machine.
const START: Duration = Duration::from_secs(60);

/// How long a node may take to end when it is asked to.
const STOP: Duration = Duration::from_secs(5);

/// A hub.
#[derive(Debug)]
pub struct Hub {
    /// Holds everything below, and is removed in the end.
    root: TempDir,
    /// The data folder.
    pub folder: PathBuf,
    /// The hub's id.
    pub id: String,
    /// The id of the machine.
    pub node: String,
    /// The short name.
    pub slug: String,
    /// The twenty-four words.
    pub words: Vec<String>,
    port: Port,
    serving: Option<Running>,
    site: Option<Site>,
    listening: Vec<String>,
    imports: u32,
}

impl Hub {
    /// A new hub, which serves nothing yet and belongs to no network.
    pub fn init(name: &str, county: &str) -> Hub {
        let root = tempfile::Builder::new().prefix("knutepunkt-hub-").tempdir().expect("a temporary folder");
        let folder = root.path().join("data");
        let place = folder.to_string_lossy().into_owned();
        let contact = "Verten, 55 00 00 03, mandager 10-14";
        let made =
            running::run(&["init", "--dir", &place, "--name", name, "--county", county, "--story-contact", contact, "--json"]);
        let made = made.ok().json();
        let text = |field: &str| made[field].as_str().unwrap_or_else(|| panic!("init answers {field}: {made}")).to_owned();
        let words: Vec<String> = serde_json::from_value(made["words"].clone()).expect("words");
        let hub = Hub {
            folder,
            id: text("hub"),
            node: text("node"),
            slug: text("slug"),
            words,
            port: Port::free(),
            serving: None,
            site: None,
            listening: Vec::new(),
            imports: 0,
            root,
        };
        hub.write_words();
        hub
    }

    /// Another machine of the same hub, whose folder is empty: it has the words, and nothing else.
    pub fn empty_machine(&self) -> Hub {
        let root = tempfile::Builder::new().prefix("knutepunkt-hub-").tempdir().expect("a temporary folder");
        let hub = Hub {
            folder: root.path().join("data"),
            id: self.id.clone(),
            node: String::new(),
            slug: self.slug.clone(),
            words: self.words.clone(),
            port: Port::free(),
            serving: None,
            site: None,
            listening: Vec::new(),
            imports: 0,
            root,
        };
        hub.write_words();
        hub
    }

    /// Another machine with a copy of this one's folder, as it is on the disk now, as a thief has it.
    pub fn stolen(&self) -> Hub {
        let thief = Hub { node: self.node.clone(), ..self.empty_machine() };
        super::folder::copy(&self.folder, &thief.folder);
        thief
    }

    fn write_words(&self) {
        let file = fs::File::options().write(true).create(true).truncate(true).mode(0o600).open(self.words_file());
        file.and_then(|mut file| file.write_all(self.words.join("\n").as_bytes())).expect("the words can be written");
    }

    /// Everything of this hub: the data folder, its log, the words.
    pub fn everything(&self) -> &Path {
        self.root.path()
    }

    /// The file with the words.
    pub fn words_file(&self) -> String {
        self.root.path().join("words").to_string_lossy().into_owned()
    }

    /// The arguments with this hub's folder behind the command.
    pub fn arguments(&self, arguments: &[&str]) -> Vec<String> {
        let (command, rest) = arguments.split_first().expect("a command");
        let place = self.folder.to_string_lossy().into_owned();
        let head = [(*command).to_owned(), "--dir".to_owned(), place];
        head.into_iter().chain(rest.iter().map(|argument| (*argument).to_owned())).collect()
    }

    /// Runs a command here.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        running::run(&self.arguments(arguments))
    }

    /// Writes lines to a file, one a line, and answers its path.
    pub fn file_of(&mut self, lines: &[Value]) -> String {
        self.imports += 1;
        let path = self.root.path().join(format!("import-{}.jsonl", self.imports));
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&path, text).expect("the lines can be written");
        path.to_string_lossy().into_owned()
    }

    /// Imports lines, none of which may be refused, and answers each answer. The file is removed.
    #[track_caller]
    pub fn import(&mut self, lines: &[Value]) -> Vec<Value> {
        let answers = self.try_import(lines);
        assert_eq!(answers.len(), lines.len());
        for answer in &answers {
            assert_eq!(answer["ok"], true, "{answer}");
        }
        answers
    }

    /// Imports lines of which some may be refused. The file is removed.
    #[track_caller]
    pub fn try_import(&mut self, lines: &[Value]) -> Vec<Value> {
        let file = self.file_of(lines);
        let ran = self.run(&["import", &file, "--json"]);
        let _removed = fs::remove_file(&file);
        let answers = ran.json_lines();
        let refused = answers.iter().any(|answer| answer["ok"] == false);
        ran.exits(if refused { 3 } else { 0 });
        answers
    }

    /// Imports one line and answers its id.
    #[track_caller]
    pub fn publish(&mut self, line: &Value) -> String {
        let answers = self.import(std::slice::from_ref(line));
        answers[0]["id"].as_str().expect("an id").to_owned()
    }

    /// Imports one line and answers its id, or nothing where it is refused.
    #[track_caller]
    pub fn publish_or_refused(&mut self, line: &Value) -> Option<String> {
        self.try_import(std::slice::from_ref(line))[0]["id"].as_str().map(str::to_owned)
    }

    /// Imports a story and answers its id and its code.
    #[track_caller]
    pub fn publish_story(&mut self, line: &Value) -> (String, String) {
        let answers = self.import(std::slice::from_ref(line));
        let text = |field: &str| answers[0][field].as_str().unwrap_or_else(|| panic!("{}", answers[0])).to_owned();
        (text("id"), text("code"))
    }

    /// Starts serving, on the port that other hubs know and on a free one for the site, and waits until it is ready.
    pub fn serve(&mut self) {
        assert!(self.serving.is_none(), "{} serves already", self.slug);
        let listen = format!("/ip4/127.0.0.1/tcp/{}", self.port.number);
        let arguments = self.arguments(&["serve", "--http", "127.0.0.1:0", "--listen", &listen]);
        let mut running = Running::start(&arguments, &self.log());
        self.listening.clear();
        loop {
            let Some(line) = running.line(START) else {
                let log = fs::read_to_string(self.log()).unwrap_or_default();
                panic!("{} ended before it was ready:\n{log}", self.slug)
            };
            if let Some(address) = line.strip_prefix("listening ") {
                self.listening.push(address.to_owned());
            } else if let Some((slug, url)) = line.strip_prefix("ready ").and_then(|rest| rest.split_once(' ')) {
                assert_eq!(slug, self.slug, "the hub's short name");
                self.site = Some(Site::at(url));
                break;
            }
        }
        self.serving = Some(running);
    }

    /// What the node says of itself while it serves.
    pub fn log(&self) -> PathBuf {
        self.root.path().join("serve.log")
    }

    /// Where other hubs reach it, as `serve` printed it.
    pub fn listening(&self) -> &[String] {
        &self.listening
    }

    /// Its site. It must serve.
    #[track_caller]
    pub fn site(&self) -> &Site {
        self.site.as_ref().unwrap_or_else(|| panic!("{} does not serve", self.slug))
    }

    /// Whether it is meant to serve now.
    pub fn serves(&self) -> bool {
        self.serving.is_some()
    }

    /// The process that serves.
    #[track_caller]
    pub fn process(&mut self) -> &mut Running {
        self.serving.as_mut().expect("it serves")
    }

    /// Asks it to stop, and waits until it has.
    #[track_caller]
    pub fn stop(&mut self) {
        let mut running = self.serving.take().expect("it serves");
        self.site = None;
        running.signal("TERM");
        let (code, took) = running.ended(STOP * 3);
        assert_eq!(code, 0, "{} ended badly", self.slug);
        if took > STOP {
            println!("measured: {} stopped in {:.2} s", self.slug, took.as_secs_f64());
        }
    }

    /// Kills it without a word.
    pub fn kill(&mut self) {
        self.site = None;
        if let Some(mut running) = self.serving.take() {
            running.kill();
        }
    }

    /// Stops and starts it.
    #[track_caller]
    pub fn restart(&mut self) {
        self.stop();
        self.serve();
    }

    /// The link that invites to its network.
    #[track_caller]
    pub fn invite(&self) -> String {
        let ran = self.run(&["invite"]).ok();
        assert_eq!(ran.out.lines().count(), 1, "the link alone: {}", ran.out);
        ran.out.trim_end().to_owned()
    }

    /// Its own status, from the command line.
    #[track_caller]
    pub fn status(&self) -> Value {
        self.run(&["status", "--json"]).ok().json()
    }

    /// The ids of those whom it takes for members, in order.
    #[track_caller]
    pub fn members(&self) -> Vec<String> {
        let status = self.status();
        let members = status["members"].as_array().expect("members").iter();
        let mut ids: Vec<String> = members
            .filter(|member| member["state"] == "member")
            .map(|member| member["hub"].as_str().unwrap_or("").to_owned())
            .collect();
        ids.sort();
        ids
    }

    /// Recovers this machine, whose folder is empty, from the words and a link.
    #[track_caller]
    pub fn recover(&mut self, link: &str) {
        let words = self.words_file();
        let answer = self.run(&["recover", "--link", link, "--words-file", &words, "--json"]).ok().json();
        assert_eq!(
            (answer["hub"].as_str(), answer["slug"].as_str()),
            (Some(self.id.as_str()), Some(self.slug.as_str())),
            "{answer}"
        );
        self.node = answer["node"].as_str().expect("a node").to_owned();
    }
}

/// A port of this machine for as long as it is held, below those that the system gives to whoever asks for any.
#[derive(Debug)]
struct Port {
    number: u16,
    /// Says to other tests that the port is taken, also while the node that listens there is stopped: on an address that nobody
    /// else uses.
    _taken: UdpSocket,
}

impl Port {
    fn free() -> Port {
        const RANGE: std::ops::Range<u16> = 20_000..32_000;
        static NEXT: AtomicU16 = AtomicU16::new(0);
        // Tests of other processes begin elsewhere.
        let begin = (std::process::id() % 120) as u16 * 100;
        for _ in RANGE {
            let number = RANGE.start + (begin + NEXT.fetch_add(1, Ordering::Relaxed)) % (RANGE.end - RANGE.start);
            if let (Ok(taken), Ok(_)) = (UdpSocket::bind(("127.0.0.2", number)), TcpListener::bind(("127.0.0.1", number))) {
                return Port { number, _taken: taken };
            }
        }
        panic!("no port is free")
    }
}
