//! A machine of an invented hub with its site, and a plain client: no library between the test and the bytes.
#![allow(dead_code, reason = "each test binary uses its own part of this")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds nothing there has failed"
)]

use knutepunkt_node::core::Core;
use knutepunkt_node::http::{self, Settings};
use knutepunkt_node::identity::{About, StoryContact};
use knutepunkt_node::net::Counters;
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::header::{Editors, TellerProof};
use knutepunkt_protocol::ids::{Address, DocumentId, HubId, NodeId};
use knutepunkt_protocol::kinds::{Content, ParsedLine, parse_line};
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::law::records::{Certificate, Role};
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::signed::Secret;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

static NEXT: AtomicU64 = AtomicU64::new(1);

/// A machine with its folder.
pub struct Machine {
    pub core: Arc<Core>,
    pub hub: Secret,
    /// What a network side would count.
    pub net: Arc<Counters>,
    _folder: tempfile::TempDir,
}

/// A site that is being served.
pub struct Served {
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<Result<(), getrandom::Error>>,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
    /// The body as it came, which compressed is no text.
    pub bytes: Vec<u8>,
}

impl Machine {
    /// In no network yet.
    pub fn alone() -> Machine {
        let folder = tempfile::tempdir().unwrap();
        let (hub, node) = (Secret::from_seed(&[1; 32]), Secret::from_seed(&[2; 32]));
        let contact = StoryContact { name: "Vakta".to_owned(), phone: "22000000".to_owned(), hours: String::new() };
        let about = About {
            hub: HubId(hub.public()),
            name: "Nordlys".to_owned(),
            slug: "nordlys".to_owned(),
            county: "55".to_owned(),
            story_contact: Some(contact),
        };
        let core = Core::create(&folder.path().join("data"), &node, &about).unwrap();
        Machine { core, hub, net: Arc::default(), _folder: folder }
    }

    /// The founder of a network, with these hubs, which nobody has heard of since.
    pub fn founded(others: &[HubId]) -> Machine {
        let machine = Machine::alone();
        let hub = HubId(machine.hub.public());
        let founders: BTreeSet<HubId> = others.iter().copied().chain([hub]).collect();
        let charter = Charter::new("Recovery i nord", founders, None).unwrap();
        let node = machine.core.me().node;
        machine
            .core
            .enter(&charter, |replica, hand, effects| {
                let consent = Certificate::consent(hand.secret, &hub);
                replica.certify(&machine.hub, node, Role::Full, consent, hand, effects)
            })
            .unwrap();
        machine
    }

    /// The same folder after a restart. The site must have stopped.
    pub fn restarted(self) -> Machine {
        let Machine { core, hub, net, _folder } = self;
        assert_eq!(Arc::strong_count(&core), 1, "somebody still holds the core");
        drop(core);
        let core = Core::open(&_folder.path().join("data")).unwrap();
        Machine { core, hub, net, _folder }
    }

    /// Publishes what an import line says.
    pub fn publish(&self, line: Value) -> (Address, DocumentId) {
        self.publish_told(line, None)
    }

    /// Publishes a story.
    pub fn tell(&self, line: Value) -> (Address, Code) {
        let mut seed = [7; 16];
        seed[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        let code = Code::from_random(seed);
        (self.publish_told(line, Some(&code)).0, code)
    }

    fn publish_told(&self, line: Value, code: Option<&Code>) -> (Address, DocumentId) {
        let (kind, content) = parsed(line);
        let number = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes().to_vec();
        self.publish_content(&kind, content, code, number)
    }

    /// Publishes these fields, whatever they hold.
    pub fn publish_content(&self, kind: &str, content: Content, code: Option<&Code>, origin: Vec<u8>) -> (Address, DocumentId) {
        let made = self.core.write(|replica, hand, effects| {
            if kind == "hub" {
                return replica.publish_profile(&content, hand, effects).map(|address| (address, DocumentId([0; 32])));
            }
            let network = replica.network();
            let new = NewDocument {
                kind: kind.to_owned(),
                editors: if kind == "organisation" { Editors::Members } else { Editors::Owner },
                teller: code.map(|code| TellerProof::new(&code.secret(), &network, &self.core.me().hub)),
                origin,
                about: None,
                nonce: vec![1],
            };
            let id = replica.publish(new, &content, hand, effects)?;
            Ok((replica.header(&id).unwrap().address(), id))
        });
        made.unwrap_or_else(|error: knutepunkt_node::core::CoreError| panic!("{error}"))
    }

    /// Serves the site.
    pub async fn serve(&self) -> Served {
        self.serve_with(Settings { withdrawals_per_minute: 10_000, ..Settings::default() }).await
    }

    /// Serves the site with these settings.
    pub async fn serve_with(&self, settings: Settings) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        let serving = tokio::spawn(http::serve(Arc::clone(&self.core), Some(Arc::clone(&self.net)), listener, settings, stopped));
        Served { address, stop, serving }
    }
}

impl Served {
    /// Sends a request and reads the answer to its end.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "host") {
            head.push_str(&format!("host: {}\r\n", self.address));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).await.unwrap();
        answer(&mut stream).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    }

    pub async fn hand_in(&self, code: &str) -> Answer {
        let body = json!({ "code": code }).to_string();
        self.send("POST", "/api/v1/withdrawals", &[("content-type", "application/json")], &body).await
    }

    pub async fn stop(self) {
        self.stop.send_replace(true);
        self.serving.await.unwrap().unwrap();
    }
}

/// Reads an answer until the other side closes.
pub async fn answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let _cut_off = stream.read_to_end(&mut bytes).await;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok()).unwrap_or(0);
    let headers =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    let begin = bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(bytes.len(), |end| end + 4);
    Answer { status, headers: headers.collect(), body: body.to_owned(), bytes: bytes[begin..].to_vec() }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The rule that a problem names; the answer says in every way that it is one.
    pub fn rule(&self) -> String {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{}", self.body);
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        assert!(problem["title"].is_string() && problem["detail"].is_string());
        problem["type"].as_str().unwrap().strip_prefix("/problems/").unwrap().to_owned()
    }
}

fn parsed(line: Value) -> (String, Content) {
    match parse_line(&line.to_string()).unwrap_or_else(|error| panic!("{error}")) {
        ParsedLine::Whole(line) => (line.kind.code().to_owned(), line.shared),
        ParsedLine::Edit(_) => panic!("an edit"),
    }
}

/// An invented line of this kind; nobody lived through it.
pub fn line(kind: &str, title: &str) -> Value {
    let mut line = match kind {
        "story" => json!({
            "title": title, "body": ["Dette er oppdiktet.", "Vi gikk over brua, og det ble lettere."], "narrator_role": "relative",
            "byline": {"kind": "pseudonym", "text": "Fjellrev"}, "field": "mental_health", "themes": ["hope", "meaning"],
            "helped": ["relationship"], "content_warnings": [], "place": {"county": "55"},
            "consent": {"scopes": ["network"], "text_version": "1", "given_at": "2026-11-03"},
            "anonymisation": {"level": "partial", "second_reader": true, "teller_approved": true}, "comments_open": false,
        }),
        "organisation" => json!({
            "name": title, "description": "Et oppdiktet hus.", "type": "local_user_run_centre", "orgnr": "310000000",
            "phones": [{"number": "22 00 00 00", "label": "Vakt"}], "email": "post@havglimt.example",
            "locations": [{"type": "physical", "address": {"street": "Storgata 1", "postal_code": "9008", "city": "Tromsø",
                "county": "55", "municipality": "5501"}, "accessibility": ["step_free"]}],
            "services": [{"name": "Turgruppe", "status": "active", "user_led": true}],
            "schedules": [{"days": ["mo", "we"], "opens": "10:00", "closes": "15:00"}],
        }),
        "event" => json!({
            "title": title, "type": "course", "mode": "physical", "start": "2027-02-16T09:00", "end": "2027-02-16T15:00",
            "organisers": ["Nordlys"], "summary": "Et oppdiktet kurs.", "prices": [{"label": "Student", "nok": 0}],
            "location": {"type": "physical", "address": {"street": "Storgata 1", "postal_code": "9008", "city": "Tromsø",
                "county": "55", "municipality": "5501"}},
        }),
        "resource" => json!({
            "title": title, "type": "measure", "summary": "Et oppdiktet tiltak.", "body": ["Slik gjorde vi det."],
            "themes": ["connectedness"], "steps": [{"who": "Alle", "what": "Møtes."}], "checklist": [{"item": "Er døra åpen?"}],
        }),
        "article" => json!({"title": title, "type": "news", "summary": "Oppdiktet.", "body": ["Kom innom."], "themes": ["hope"]}),
        "hub" => json!({
            "name": title, "slug": "nordlys", "county": ["55"], "summary": "Et oppdiktet senter.", "offers": ["outdoors"],
            "story_contact": {"name": "Kari", "phone": "22000000", "hours": "tirsdager"}, "website": "https://nordlys.example",
            "accessibility": ["quiet_room"],
        }),
        other => panic!("no line of kind {other}"),
    };
    line["kind"] = json!(kind);
    line["ref"] = json!(format!("ref-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    line["lang"] = json!("nb");
    line["status"] = json!("published");
    line["reach"] = json!("network");
    line
}

/// An invented hub that is only a name.
pub fn hub(seed: u8) -> HubId {
    HubId(Secret::from_seed(&[seed; 32]).public())
}

/// An invented node that is only a name.
pub fn node(seed: u8) -> NodeId {
    NodeId(Secret::from_seed(&[seed; 32]).public())
}
