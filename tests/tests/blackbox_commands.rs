//! The command line from outside: exit codes, answers, and one sentence that says what to do. The same whether or not the node
//! runs.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::network::{BERGEN, TROMSO};
use knutepunkt_tests::process::{Hub, Network, Ran, agree, eventually, folder, lines, remains, running, turn};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

const COMMANDS: [&str; 21] = [
    "demo", "init", "found", "invite", "join", "vouch", "object", "serve", "status", "import", "export", "withdraw", "remove",
    "hold", "release", "rewrite", "certify", "revoke", "recover", "resign", "reindex",
];

const FIVE_SECONDS: Duration = Duration::from_secs(5);

/// The place in the network of a machine that is added to the three of the cast.
const SECOND: usize = 3;

/// A valid id that nobody has.
const NOBODY: &str = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";

fn run(arguments: &[&str]) -> Ran {
    running::run(arguments)
}

fn is_id(value: &Value) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    value.as_str().is_some_and(|text| text.len() == 64 && text.bytes().all(digit))
}

fn place(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A code that is well-formed and that nobody in this network knows.
fn unknown_code() -> String {
    let mut elsewhere = Network::alone().0.remove(0);
    elsewhere.publish_story(&lines::story("annet", "Annet")).1
}

#[test]
fn every_command_helps_with_an_example() {
    let _turn = turn();
    let help = run(&["--help"]).ok();
    for command in COMMANDS {
        assert!(help.out.contains(&format!("  {command} ")), "`{command}` is listed:\n{}", help.out);
        let help = run(&[command, "--help"]).ok();
        assert!(help.out.contains(&format!("Example: knutepunkt {command}")), "{command}:\n{}", help.out);
    }
    assert!(run(&["--version"]).ok().out.contains("knutepunkt"));
    for wrong in [&[][..], &["nonsense"], &["status", "--nonsense"], &["init", "--json"], &["hold"], &["demo", "--hubs", "0"]] {
        run(wrong).exits(2);
    }
}

#[test]
fn init_makes_a_folder_once_and_shows_the_words_once() {
    let _turn = turn();
    let parent = tempfile::tempdir().expect("a temporary folder");
    let data = place(&parent.path().join("new/data"));
    let made = run(&["init", "--dir", &data, "--name", "Nordlys på Øya", "--county", "55", "--json"]).ok().json();
    let mut keys: Vec<&str> = made.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["hub", "node", "slug", "words"]);
    assert!(is_id(&made["hub"]) && is_id(&made["node"]) && made["hub"] != made["node"]);
    let slug = made["slug"].as_str().expect("a short name");
    assert!(!slug.is_empty() && slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{slug}");
    let words: Vec<String> = serde_json::from_value(made["words"].clone()).expect("words");
    assert_eq!(words.len(), 24);
    // Kept nowhere: not one file holds three of them in a row, nor the name of a file says them.
    let three = words[..3].join(" ");
    let found = folder::Needles::new([three.as_bytes(), words[21..].join(" ").as_bytes()]).found_in(parent.path());
    assert!(found.is_empty(), "the words in {found:?}");
    let mode = fs::metadata(&data).expect("the folder").permissions().mode() & 0o777;
    assert_eq!(mode, 0o700, "nobody else looks in");

    let before = folder::picture(Path::new(&data));
    run(&["init", "--dir", &data, "--name", "Igjen", "--county", "55"]).fails(4, &["choose"]);
    assert!(folder::picture(Path::new(&data)) == before, "the folder is as it was");

    let other = parent.path().join("other");
    fs::create_dir(&other).expect("a folder");
    fs::write(other.join("letter.txt"), "Kjære").expect("a file");
    run(&["init", "--dir", &place(&other), "--name", "Nordlys", "--county", "55"]).fails(4, &["empty folder"]);
    assert_eq!(folder::picture(&other).len(), 1, "somebody else's folder is left alone");

    // Malformed: nothing is written.
    let never = place(&parent.path().join("never"));
    for (name, county, contact, saying) in [
        ("Nordlys", "54", "Kari, 77 00 00 00, 10-14", "county"),
        ("Nordlys", "Troms", "Kari, 77 00 00 00, 10-14", "county"),
        ("Nordlys", "55", "Kari", "story contact"),
        ("   ", "55", "Kari, 77 00 00 00, 10-14", "name"),
        ("Nord\u{7}lys", "55", "Kari, 77 00 00 00, 10-14", "name"),
        ("Nordlys", "55", "Kari, ring meg, 10-14", "phone"),
    ] {
        let ran = run(&["init", "--dir", &never, "--name", name, "--county", county, "--story-contact", contact, "--json"]);
        assert!(!Path::new(&never).exists(), "{saying}: nothing is written");
        ran.fails(2, &[saying]);
    }
    // For people: numbered, on the terminal.
    let shown = run(&["init", "--dir", &place(&parent.path().join("shown")), "--name", "Skogly", "--county", "34"]).ok();
    assert!(shown.out.contains(" 1 ") && shown.out.contains("24 ") && shown.err.contains("paper"), "{}{}", shown.out, shown.err);
}

#[test]
fn a_folder_that_is_not_there_not_ours_or_newer_is_left_alone() {
    let _turn = turn();
    let parent = tempfile::tempdir().expect("a temporary folder");
    let words = parent.path().join("words");
    let made =
        run(&["init", "--dir", &place(&parent.path().join("other")), "--name", "Skogly", "--county", "34", "--json"]).ok().json();
    let listed: Vec<&str> = made["words"].as_array().expect("words").iter().filter_map(Value::as_str).collect();
    fs::write(&words, listed.join(" ")).expect("a file");
    fs::set_permissions(&words, fs::Permissions::from_mode(0o600)).expect("permissions");
    let (words, empty) = (place(&words), place(&parent.path().join("empty.jsonl")));
    fs::write(&empty, "").expect("a file");
    let code = unknown_code();
    let commands: Vec<Vec<&str>> = vec![
        vec!["found", "--network", "Nett", "--alone"],
        vec!["invite"],
        vec!["vouch", NOBODY, "--yes"],
        vec!["object", NOBODY, "--yes"],
        vec!["serve", "--http", "127.0.0.1:0", "--listen", "/ip4/127.0.0.1/tcp/0"],
        vec!["status"],
        vec!["status", "--json"],
        vec!["import", &empty],
        vec!["export"],
        vec!["withdraw", &code],
        vec!["hold", NOBODY],
        vec!["release", NOBODY],
        vec!["rewrite", NOBODY],
        vec!["revoke", NOBODY, "--words-file", &words],
        vec!["resign", "--words-file", &words],
        vec!["reindex"],
    ];
    let absent = parent.path().join("absent");
    let newer = Hub::init("Nordlys", "55");
    fs::write(newer.folder.join("format"), "knutepunkt data 2\n").expect("a newer format");
    let before = folder::picture(&newer.folder);
    for arguments in &commands {
        let (command, rest) = arguments.split_first().expect("a command");
        run(&[&[*command, "--dir", &place(&absent)], rest].concat()).fails(4, &["no Knutepunkt data"]);
        assert!(!absent.exists(), "{command}: nothing is made");
        newer.run(arguments).fails(4, &["format 2", "newer program"]);
        assert!(folder::picture(&newer.folder) == before, "{command}: nothing of a newer program is touched");
    }
}

#[test]
fn one_folder_serves_one_node() {
    let _turn = turn();
    let mut network = Network::alone();
    let hub = &mut network[TROMSO];
    hub.run(&["serve", "--http", "127.0.0.1:0", "--listen", "/ip4/127.0.0.1/tcp/0"]).fails(4, &["another program is using"]);
    assert_eq!(hub.site().status_of("/healthz"), 200, "the first one goes on");

    // Every command reaches the node that runs, and does the same when it does not.
    let running = hub.status();
    assert_eq!(running["hub"], hub.site().status()["hub"]);
    let id = hub.publish(&lines::article("nytt", "Nytt"));
    assert_eq!(hub.site().status_of(&format!("/api/v1/articles/{id}")), 200, "at once");
    hub.stop();
    assert_eq!(hub.status()["fingerprint"], hub.run(&["status", "--json"]).ok().json()["fingerprint"]);
    let ran = hub.run(&["import", "/nonexistent/file.jsonl"]);
    ran.fails(2, &["/nonexistent/file.jsonl"]);
    // A node that was killed leaves its socket behind; that is no reason to refuse.
    hub.serve();
    hub.kill();
    hub.run(&["status"]).ok();
    hub.serve();
    hub.stop();
    assert!(!hub.folder.join("control.sock").exists(), "an orderly stop removes the socket");
    // A port that is taken is named.
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    hub.run(&["serve", "--http", &address, "--listen", "/ip4/127.0.0.1/tcp/0"]).fails(1, &[&address]);
    let listen = format!("/ip4/127.0.0.1/tcp/{}", taken.local_addr().expect("an address").port());
    hub.run(&["serve", "--http", "127.0.0.1:0", "--listen", &listen]).fails(1, &[&listen]);
}

#[test]
fn two_nodes_do_not_share_a_port() {
    let _turn = turn();
    let network = Network::alone();
    let mut other = Network::alone().0.remove(0);
    other.stop();
    let (listen, _) = network[TROMSO].listening()[0].split_once("/p2p/").expect("an address with a name");
    other.run(&["serve", "--http", "127.0.0.1:0", "--listen", listen]).fails(1, &[listen]);
}

#[test]
fn founding_and_joining_say_what_is_wrong() {
    let _turn = turn();
    let mut hub = Hub::init("Nordlys", "55");
    for arguments in [&["invite"][..], &["import", "/dev/null"], &["export"], &["hold", NOBODY], &["vouch", NOBODY, "--yes"]] {
        hub.run(arguments).fails(5, &["belongs to no network"]);
    }
    assert_eq!(hub.status()["membership"], "alone");
    hub.run(&["found", "--network", "Nett"]).fails(2, &["at least two", "--alone"]);
    hub.run(&["found", "--network", "Nett", "--founder", "nordlys"]).fails(2, &["nordlys"]);
    hub.run(&["found", "--network", "Nett", "--founder", &hub.id.clone()]).fails(2, &["at least two"]);
    hub.run(&["found", "--network", "Nett", "--founder", NOBODY, "--admit", "3"]).fails(2, &[]);
    hub.run(&["found", "--network", "Nett", "--founder", NOBODY, "--admit", "0"]).fails(2, &[]);
    hub.run(&["found", "--network", "  ", "--alone"]).fails(2, &[]);
    assert_eq!(hub.status()["network"]["id"], Value::Null, "nothing was written");
    for link in ["", "knutepunkt:", "knutepunkt:AAAA", "http://example.org", "knutepunkt:****", &"x".repeat(100_000)] {
        hub.run(&["join", link]).fails(2, &[]);
    }
    assert_eq!(hub.status()["membership"], "alone", "nothing was written");

    let founded = hub.run(&["found", "--network", "Nett", "--alone"]).ok();
    let network = hub.status()["network"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(founded.out, format!("founded: {network}\n"));
    hub.run(&["found", "--network", "Annet", "--alone"]).fails(5, &["Nett"]);

    // A link to nobody who runs: it is said, asking goes on, and the folder belongs to that network.
    hub.serve();
    let link = hub.invite();
    assert!(link.starts_with("knutepunkt:") && !link.contains(char::is_whitespace));
    let text = link.trim_start_matches("knutepunkt:");
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'), "base64url: {link}");
    hub.stop();
    let later = Hub::init("Skogly", "34");
    later.run(&["join", &link]).fails(6, &["reached"]);
    let status = later.status();
    assert_eq!((status["membership"].as_str(), status["network"]["id"].as_str()), (Some("asking"), Some(network.as_str())));
    later.run(&["found", "--network", "Annet", "--alone"]).fails(5, &["Nett"]);
    let elsewhere = Network::alone()[TROMSO].invite();
    later.run(&["join", &elsewhere]).fails(5, &["Nett"]);
    // A link that was cut is malformed, wherever.
    let nobody = Hub::init("Fjordlys", "46");
    for end in (0..link.len()).step_by(29) {
        nobody.run(&["join", &link[..end]]).fails(2, &[]);
    }
}

#[test]
fn the_words_are_looked_after() {
    let _turn = turn();
    let network = Network::alone();
    let hub = &network[TROMSO];
    let file = hub.everything().join("typed");
    let write = |text: &str, mode: u32| {
        fs::write(&file, text).expect("a file");
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("permissions");
    };
    let typed = place(&file);
    let revoke = || hub.run(&["revoke", NOBODY, "--words-file", &typed]);
    let with = |position: usize, word: &str| {
        let mut words = hub.words.clone();
        words[position - 1] = word.to_owned();
        words.join(" ")
    };

    write(&with(7, "abandom"), 0o600);
    revoke().fails(2, &["word 7", "abandon"]);
    write(&with(24, "zzzzzzzzzz"), 0o600);
    revoke().fails(2, &["word 24"]);
    write(&hub.words[..23].join(" "), 0o600);
    revoke().fails(2, &["24", "23"]);
    let other = if hub.words[0] == "abandon" { "zoo" } else { "abandon" };
    write(&with(1, other), 0o600);
    let ran = revoke().exits(2);
    assert!(ran.err.contains("belong together") || ran.err.contains("another centre"), "{}", ran.err);
    let stranger = Hub::init("Skogly", "34");
    write(&stranger.words.join(" "), 0o600);
    revoke().fails(2, &["another centre"]);
    for mode in [0o644, 0o640, 0o604, 0o620] {
        write(&hub.words.join(" "), mode);
        revoke().fails(2, &["chmod 600"]);
    }
    fs::remove_file(&file).expect("the file goes");
    revoke().fails(2, &["typed"]);

    // Any white space, capital letters; and nothing of them is ever repeated.
    let odd: String = hub.words.iter().map(|word| format!("\t{}\r\n\n", word.to_uppercase())).collect();
    write(&odd, 0o600);
    let ran = revoke().fails(2, &["no machine"]);
    assert!(!hub.words.iter().any(|word| word.len() > 7 && ran.err.contains(word.as_str())), "{}", ran.err);
}

#[test]
fn trust_is_said_by_people() {
    let _turn = turn();
    let network = Network::of_three();
    let (tromso, bergen) = (&network[TROMSO], &network[BERGEN]);
    for said in ["vouch", "object"] {
        let ran = tromso.run(&[said, &bergen.slug]).exits(2);
        assert!(ran.err.contains("check words") && ran.err.contains("--yes"), "{}", ran.err);
        assert!(ran.err.contains("Bergen") && ran.err.contains(&bergen.id), "{}", ran.err);
        tromso.run(&[said, &tromso.id, "--yes"]).fails(2, &["itself"]);
        tromso.run(&[said, "nowhere", "--yes"]).fails(2, &["nowhere", "bergen"]);
        tromso.run(&[said, &bergen.id[..7], "--yes"]).fails(2, &[]);
        tromso.run(&[said, "", "--yes"]).fails(2, &[]);
    }
    let before = tromso.site().fingerprint();
    let vouched = tromso.run(&["vouch", &bergen.id[..8], "--yes"]).ok();
    assert_eq!(vouched.out, format!("vouched for: {}\n", bergen.id));
    assert!(vouched.err.contains("check words"), "what follows is shown first: {}", vouched.err);
    assert_ne!(tromso.site().fingerprint(), before);
    assert_eq!(tromso.run(&["vouch", "bergen", "--yes"]).ok().out, format!("unchanged: {}\n", bergen.id));
    assert_eq!(tromso.run(&["vouch", "bergen", "--undo", "--yes"]).ok().out, format!("taken back: {}\n", bergen.id));
    assert_eq!(tromso.run(&["vouch", "bergen", "--undo", "--yes"]).ok().out, format!("unchanged: {}\n", bergen.id));
    // Founders are in without a vouch, and nobody is shut out by one voice.
    tromso.run(&["object", "bergen", "--yes"]).ok();
    assert_eq!(tromso.members().len(), 3);
    tromso.run(&["object", "bergen", "--undo", "--yes"]).ok();
}

/// What a stranger calls itself reaches the terminal of whoever has to compare check words.
#[test]
fn a_stranger_s_name_writes_nothing_on_the_terminal() {
    let _turn = turn();
    let network = Network::alone();
    let member = &network[TROMSO];
    let stranger = Hub::init("Nordlys", "55");
    let forged = "Nordlys\u{1b}[1A\u{1b}[2K\r\ncheck words: eple brev\u{202e}» (0a0a): eple brev ".repeat(2);
    let about = stranger.folder.join("centre.json");
    let mut centre: Value = serde_json::from_slice(&fs::read(&about).expect("what the centre calls itself")).expect("JSON");
    centre["name"] = json!(forged);
    fs::write(&about, centre.to_string()).expect("it can be written");
    stranger.run(&["join", &member.invite()]).ok();
    let asking = member.status()["asking"][0].clone();
    assert_eq!(asking["name"], json!(forged), "programs are told exactly");
    let words = asking["check_words"].as_str().expect("check words");

    let acts = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
    let shown = member.run(&["status"]).ok().out;
    assert!(!shown.chars().any(acts), "{shown:?}");
    let line = shown.lines().find(|line| line.contains(&stranger.id)).expect("who asks");
    assert!(line.starts_with("asks to join «Nordlys") && line.ends_with(&format!("…» ({}): {words}", stranger.id)), "{line}");
    assert_eq!((line.matches('«').count(), line.matches('»').count()), (1, 1), "the name cannot end its marks: {line}");
    let preview = member.run(&["vouch", &stranger.id]).exits(2).err;
    assert!(!preview.chars().any(acts) && preview.contains(words), "{preview:?}");
    assert_eq!(preview.lines().filter(|line| line.starts_with("check words")).count(), 1, "{preview}");
    let refused = member.run(&["vouch", "nowhere", "--yes"]).fails(2, &["nowhere"]);
    assert!(!refused.err.chars().any(acts), "{:?}", refused.err);
}

#[test]
fn codes_ids_and_what_is_hidden() {
    let _turn = turn();
    let mut network = Network::alone();
    let unknown = unknown_code();
    let hub = &mut network[TROMSO];
    for runs in [true, false] {
        if !runs {
            hub.stop();
        }
        let (id, code) = hub.publish_story(&lines::story(&format!("kode-{runs}"), "Koden"));
        let groups: Vec<&str> = code.split('-').collect();
        assert!(groups.len() == 7 && groups.iter().all(|group| group.len() == 4), "{code}");
        for wrong in ["", "abc", "AAAA-BBBB", &code[1..], &format!("{code}A"), &code.replace('-', "U")] {
            hub.run(&["withdraw", wrong, "--json"]).fails(2, &["withdrawal code"]);
        }
        let last = if code.ends_with('0') { '1' } else { '0' };
        hub.run(&["withdraw", &format!("{}{last}", &code[..code.len() - 1])]).fails(2, &["typing error"]);
        let answer = hub.run(&["withdraw", &unknown, "--json"]).ok().json();
        assert!(is_id(&answer["key"]) && answer["known"] == false, "{answer}");

        for command in ["hold", "release", "rewrite"] {
            for wrong in ["", "0a", &NOBODY.to_uppercase(), &format!("{NOBODY}0a")] {
                hub.run(&[command, wrong]).fails(2, &["64"]);
            }
        }
        // What is refused by a rule says what to do.
        for command in ["hold", "rewrite", "remove"] {
            let yes = if command == "remove" { &["--yes"][..] } else { &[] };
            hub.run(&[&[command, NOBODY], yes].concat()).fails(5, &["nothing published", "copy the whole id again"]);
        }
        assert_eq!(hub.run(&["hold", &id]).ok().out, format!("held: {id}\n"));
        assert_eq!(hub.run(&["release", &id]).ok().out, format!("released: {id}\n"));
        // Small letters, spaces, and the letters that are read as digits.
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        let answer = hub.run(&["withdraw", &typed, "--json"]).ok().json();
        assert!(is_id(&answer["key"]) && answer["known"] == true, "{answer}");
        assert_eq!(hub.run(&["withdraw", &code, "--json"]).ok().json(), answer, "the same when repeated");
        hub.run(&["rewrite", &id]).fails(5, &["withdrawn"]);
    }
    hub.run(&["reindex"]).ok();
}

#[test]
fn export_and_import_are_inverse() {
    let _turn = turn();
    let mut network = Network::alone();
    let hub = &mut network[TROMSO];
    let draft = lines::with(lines::story("utkast", "Utkastet"), "status", json!("draft"));
    let here = lines::with(lines::article("her", "Bare her"), "reach", json!("here"));
    let given = [lines::story("s", "Fortelling"), lines::organisation("o", "Huset"), lines::event("e", "Kurset"), draft, here];
    let ids: Vec<Value> = hub.import(&given).into_iter().map(|answer| answer["id"].clone()).collect();

    let public = hub.run(&["export"]).ok();
    // The hub's own profile is among them.
    let documents = |lines: &[Value]| lines.iter().filter(|line| line["kind"] != "hub").count();
    assert_eq!(documents(&public.json_lines()), 3, "what is published, and no more");
    for secret in ["Utkastet", "Bare her", "2026-10-03", "teller_approved"] {
        assert!(!public.out.contains(secret), "{secret} stays on the machine");
    }
    let all = hub.run(&["export", "--all"]).ok();
    assert!(all.err.contains("keep it safe"), "a warning: {}", all.err);
    let all = all.json_lines();
    assert_eq!(documents(&all), 5);
    for (line, id) in given.iter().zip(&ids) {
        let exported = all.iter().find(|exported| exported["ref"] == line["ref"]).expect("it is exported");
        assert_eq!(exported["id"], *id);
        for (name, value) in line.as_object().expect("an object") {
            assert_eq!(exported[name], *value, "`{name}` as it was given");
        }
    }
    // Everything that was exported is the same when it is imported, before and after a rebuild of what is derived.
    for lines in [&all, &public.json_lines()] {
        for answer in hub.import(lines) {
            assert_eq!(answer["result"], "same", "{answer}");
        }
    }
    hub.stop();
    hub.run(&["reindex"]).ok();
    assert_eq!(hub.run(&["export", "--all"]).ok().json_lines(), all);
}

#[test]
fn what_is_private_is_exported_for_its_owner_alone() {
    let _turn = turn();
    let mut network = Network::alone();
    let hub = &mut network[TROMSO];
    hub.import(&[lines::with(lines::story("utkast", "Utkastet"), "status", json!("draft"))]);
    let target = hub.everything().join("export.jsonl");
    for (arguments, mode) in [(&["export"][..], 0o644), (&["export", "--all"], 0o600)] {
        for _ in 0..2 {
            let file = fs::File::create(&target).expect("a file");
            file.set_permissions(fs::Permissions::from_mode(0o644)).expect("permissions");
            let ran = running::command(&hub.arguments(arguments)).stdout(file).output().expect("the program can be started");
            assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
            let meta = fs::metadata(&target).expect("the file");
            assert_eq!(meta.permissions().mode() & 0o777, mode, "{arguments:?}");
            assert_eq!(fs::read_to_string(&target).expect("text").contains("Utkastet"), mode == 0o600);
            assert_eq!(String::from_utf8_lossy(&ran.stderr).contains("keep it safe"), mode == 0o600);
            if hub.serves() {
                hub.stop();
            }
        }
    }
}

/// Where a hub's machines are, as its profile at another hub says.
fn announced(at: &Hub, hub: &str) -> Vec<String> {
    let found = at.site().json("/api/v1/directory?limit=100")["items"].as_array().cloned().unwrap_or_default();
    let profile = found.iter().find(|item| item["kind"] == "hub" && item["hub"] == hub);
    let Some(id) = profile.and_then(|profile| profile["id"].as_str()) else { return Vec::new() };
    serde_json::from_value(at.site().json(&format!("/api/v1/directory/{id}"))["addresses"].clone()).unwrap_or_default()
}

/// ```text
///   tromso, first ── bergen ── hamar
///   tromso, second ──╯
/// ```
#[test]
fn a_second_machine_of_a_hub_is_certified_by_the_first() {
    let _turn = turn();
    let mut network = Network::of_three();
    let story = network[TROMSO].publish(&lines::story("brua", "Brua"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&story), 200);
    let words = network[TROMSO].words_file();
    let mut second = network[TROMSO].empty_machine();

    for wrong in [&["--machine-of", "tromso"][..], &["--machine-of", &second.id.clone(), "--name", "Tromsø"], &["--county", "55"]]
    {
        second.run(&[&["init"], wrong].concat()).exits(2);
        assert!(!second.folder.exists(), "nothing is made");
    }
    let made = second.run(&["init", "--machine-of", &second.id.clone(), "--json"]).ok().json();
    let mut keys: Vec<&str> = made.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["consent", "hub", "node"], "and no words");
    let (node, token) =
        (made["node"].as_str().expect("a node").to_owned(), made["consent"].as_str().expect("a token").to_owned());
    assert!(is_id(&made["node"]) && made["hub"] == json!(second.id) && token.starts_with(&format!("{node}:")), "{made}");

    // Nobody knows it yet: it says what to type, and where.
    let link = network[BERGEN].invite();
    second.run(&["join", &link]).fails(5, &["first machine", "knutepunkt certify", &token]);
    let first = &network[TROMSO];
    let certify = |token: &str| first.run(&["certify", token, "--words-file", &words]);
    certify(&node).fails(2, &["--machine-of", &second.id]);
    certify(&token[..token.len() - 2]).fails(2, &["whole token"]);
    let other = Hub::init("Skogly", "34");
    let foreign = running::run(&["init", "--dir", &place(&other.everything().join("x")), "--machine-of", &other.id, "--json"]);
    let foreign = foreign.ok().json()["consent"].as_str().expect("a token").to_owned();
    certify(&foreign).fails(2, &["--machine-of", &second.id]);
    assert_eq!(certify(&token).ok().out, format!("certified: {node}\n"));

    let joined = second.run(&["join", &link]).ok();
    assert_eq!(joined.out, format!("joined: {}\n", network[TROMSO].status()["network"]["id"].as_str().expect("an id")));
    let status = second.status();
    assert_eq!((status["membership"].as_str(), status["node"].as_str()), (Some("member"), Some(node.as_str())), "{status}");
    assert_eq!(status["hub"], network[TROMSO].status()["hub"], "it knows what its centre calls itself");
    // Again, while it serves: nothing is asked of anybody.
    second.node = node.clone();
    second.serve();
    second.run(&["join", &link]).ok();
    network.push(second);
    let all_agree =
        |network: &Network| agree(FIVE_SECONDS * 3, "both machines and the others agree", &Vec::from_iter(network.iter()));
    all_agree(&network);
    assert_eq!(network[BERGEN].status()["asking"], json!([]));
    let published = network[SECOND].publish(&lines::story("fra-den-andre", "Fra den andre"));
    network.all_answer(FIVE_SECONDS, &lines::story_path(&published), 200);

    // Each writes its addresses into the one profile, once.
    let both: Vec<String> = [TROMSO, SECOND].iter().flat_map(|at| network[*at].listening().to_vec()).collect();
    eventually(FIVE_SECONDS * 3, "the profile names both machines", || {
        let named = announced(&network[BERGEN], &network[TROMSO].id);
        (named.is_sorted() && both.iter().all(|address| named.contains(address))).then_some(())
    });
    let settled = all_agree(&network);
    remains(FIVE_SECONDS, "nobody writes the profile anew", || {
        network.iter().all(|hub| hub.site().fingerprint().as_ref() == Some(&settled))
    });

    // The machine that was certified can be certified anew by its id alone, and once it is revoked never again.
    let first = &network[TROMSO];
    assert_eq!(first.run(&["certify", &node, "--words-file", &words]).ok().out, format!("certified: {node}\n"));
    first.run(&["revoke", &node, "--words-file", &words]).ok();
    first.run(&["certify", &token, "--words-file", &words]).fails(5, &["for good", "--machine-of"]);
    network[SECOND].stop();
    let left = network[TROMSO].listening().to_vec();
    eventually(FIVE_SECONDS * 3, "the profile does not name it any more", || {
        (announced(&network[BERGEN], &network[TROMSO].id) == left).then_some(())
    });
    network.all_answer(FIVE_SECONDS, &lines::story_path(&published), 200);
}
