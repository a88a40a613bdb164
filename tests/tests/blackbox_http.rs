//! JSON over HTTP from outside: status, lists with every filter, single documents, withdrawals, and every way to be refused.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::lines::{article, event, organisation, resource, story, story_path, with, with_at};
use knutepunkt_tests::process::network::{BERGEN, HAMAR, TROMSO};
use knutepunkt_tests::process::{Hub, Network, Site, eventually, turn};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const FIVE_SECONDS: Duration = Duration::from_secs(5);

/// The lists, and what each may be narrowed by.
const LISTS: [(&str, &[&str]); 5] = [
    ("stories", &["theme", "role", "field", "helped", "county", "hub", "lang", "without"]),
    ("directory", &["county", "municipality", "type", "offer", "accessibility"]),
    ("events", &["county", "hub", "type"]),
    ("resources", &["type", "theme", "hub"]),
    ("articles", &["type", "theme", "hub"]),
];

fn is_id(value: &Value) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    value.as_str().is_some_and(|text| text.len() == 64 && text.bytes().all(digit))
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}

/// Whether a field is what it should be.
type Holds = fn(&Value) -> bool;

/// Every field is there and is what it should be; others may have been added.
#[track_caller]
fn has(value: &Value, fields: &[(&str, Holds)]) {
    for (name, holds) in fields {
        assert!(value.get(name).is_some_and(holds), "`{name}` in {value}");
    }
}

fn total(site: &Site, path: &str) -> u64 {
    site.json(path)["total"].as_u64().expect("a total")
}

#[test]
fn status_has_its_shape() {
    let _turn = turn();
    let mut network = Network::of_three();
    network[TROMSO].import(&[story("s", "S"), article("a", "A")]);
    network.settle();
    let reply = network[BERGEN].site().get("/api/v1/status");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let status = reply.json();
    let list: Holds = |it| it.is_array();
    let object: Holds = |it| it.is_object();
    let number: Holds = |it| it.is_u64();
    let yes_no: Holds = |it| it.is_boolean();
    has(&status, &[("version", is_text), ("network", object), ("hub", object), ("node", is_id), ("membership", is_text)]);
    has(&status, &[("members", list), ("asking", list), ("peers", list), ("documents", object), ("fingerprint", is_id)]);
    has(&status, &[("set_aside", number), ("quarantined", number)]);
    has(&status["network"], &[("id", is_id), ("name", is_text)]);
    has(&status["hub"], &[("id", is_id), ("slug", is_text), ("name", is_text)]);
    assert_eq!(status["membership"], "member");
    let members = status["members"].as_array().expect("members");
    assert_eq!(members.len(), 3);
    for member in members {
        has(member, &[("hub", is_id), ("slug", is_text), ("name", is_text), ("nodes", list)]);
        assert!(member["state"] == "member" && member["nodes"].as_array().is_some_and(|them| them.len() == 1 && is_id(&them[0])));
    }
    let slugs: BTreeSet<&str> = members.iter().filter_map(|member| member["slug"].as_str()).collect();
    assert_eq!(slugs, BTreeSet::from(["bergen", "hamar", "tromso"]));
    let peers = eventually(FIVE_SECONDS * 3, "both peers are connected and in step", || {
        let status = network[BERGEN].site().status();
        let peers = status["peers"].as_array().expect("peers").clone();
        (peers.len() == 2 && peers.iter().all(|peer| peer["connected"] == true && peer["in_step"] == true)).then_some(peers)
    });
    for peer in &peers {
        has(peer, &[("node", is_id), ("hub", is_id), ("connected", yes_no), ("in_step", yes_no)]);
        let seen = peer["last_seen"].as_str().expect("a time");
        assert!(seen.len() == 20 && seen.ends_with('Z') && seen.as_bytes()[10] == b'T', "RFC 3339: {seen}");
    }
    assert_eq!(status["documents"], json!({"story": 1, "article": 1, "hub": 3}));
    // The command line says the same.
    let mut told = network[BERGEN].status();
    let mut asked = network[BERGEN].site().status();
    for status in [&mut told, &mut asked] {
        status.as_object_mut().expect("an object").remove("peers");
    }
    assert_eq!(told, asked);
    // A machine in no network answers too.
    let mut lonely = Hub::init("Skogly", "34");
    lonely.serve();
    let status = lonely.site().status();
    assert_eq!((&status["membership"], &status["members"], &status["documents"]), (&json!("alone"), &json!([]), &json!({})));
    for (name, _) in LISTS {
        assert_eq!(total(lonely.site(), &format!("/api/v1/{name}")), 0);
    }
    assert_eq!(lonely.site().status_of(&story_path(&lonely.id)), 404);
}

/// A hub with documents that differ in everything that lists are narrowed by.
fn library() -> (Network, Vec<String>) {
    let mut network = Network::alone();
    let hub = &mut network[TROMSO];
    let second = [
        ("theme", json!(["identity"])),
        ("narrator_role", json!("relative")),
        ("field", json!("substance_use")),
        ("helped", json!(["work", "housing"])),
        ("place", json!({"county": "46"})),
        ("lang", json!("nn")),
        ("content_warnings", json!(["violence"])),
    ];
    let other = second
        .into_iter()
        .fold(story("s2", "Fjorden"), |line, (name, value)| with(line, if name == "theme" { "themes" } else { name }, value));
    let third = with(with(story("s3", "Brua og fjorden"), "content_warnings", json!(["suicide"])), "place", Value::Null);
    let house = with_at(organisation("o2", "Fjordhuset"), "/locations/0/address/county", json!("46"));
    let house = with_at(house, "/locations/0/address/municipality", json!("4601"));
    let house = with_at(with(house, "type", json!("self_help")), "/locations/0/accessibility", json!(["quiet_room"]));
    let gathering = with(with(event("e2", "Samling"), "type", json!("conference")), "start", json!("2027-05-01T10:00"));
    let gathering = with(gathering, "end", json!("2027-05-03T15:00"));
    let answers = hub.import(&[
        story("s1", "Brua"),
        other,
        third,
        organisation("o1", "Bruhuset"),
        house,
        event("e1", "Kurs"),
        gathering,
        resource("r1", "Veileder"),
        with(with(resource("r2", "Prosjekt"), "type", json!("project")), "themes", json!(["hope"])),
        article("a1", "Nytt"),
        with(article("a2", "Innsamling"), "type", json!("call")),
    ]);
    (network, answers.into_iter().map(|answer| answer["id"].as_str().expect("an id").to_owned()).collect())
}

#[test]
fn lists_are_narrowed_by_every_filter() {
    let _turn = turn();
    let (network, _) = library();
    let site = network[TROMSO].site();
    let hub = network[TROMSO].id.clone();
    for (query, count) in [
        ("stories", 3),
        ("stories?theme=hope", 2),
        ("stories?theme=hope&theme=identity", 3),
        ("stories?theme=hope&role=relative", 0),
        ("stories?role=relative", 1),
        ("stories?field=substance_use", 1),
        ("stories?field=substance_use&field=mental_health", 3),
        ("stories?helped=housing", 1),
        ("stories?helped=relationship&county=55", 1),
        ("stories?county=46", 1),
        ("stories?county=46&county=55", 2),
        ("stories?county=03", 0),
        ("stories?lang=nn", 1),
        ("stories?lang=se", 0),
        ("stories?without=violence", 2),
        ("stories?without=violence&without=suicide", 1),
        ("stories?q=fjorden", 2),
        ("stories?q=fjorden&without=suicide", 1),
        ("stories?q=FJORDEN", 2),
        ("stories?q=finnes-ikke", 0),
        ("directory", 3),
        ("directory?county=46", 1),
        ("directory?county=55", 2),
        ("directory?municipality=5503", 1),
        ("directory?type=self_help", 1),
        ("directory?type=self_help&type=local_user_run_centre", 2),
        ("directory?accessibility=quiet_room", 1),
        ("directory?accessibility=step_free&county=46", 0),
        ("directory?offer=music", 0),
        ("directory?q=fjordhuset", 1),
        ("events", 2),
        ("events?type=course", 1),
        ("events?from=2027-03-01", 1),
        ("events?to=2027-03-01", 1),
        ("events?from=2027-05-02&to=2027-05-02", 1),
        ("events?from=2027-05-04", 0),
        ("events?q=samling", 1),
        ("resources?type=project", 1),
        ("resources?theme=hope&theme=identity", 2),
        ("resources?q=prosjekt", 1),
        ("articles?type=call", 1),
        ("articles?type=call&type=news", 2),
        ("articles?theme=hope", 2),
        ("articles?theme=empowerment", 0),
    ] {
        let listed = site.json(&format!("/api/v1/{query}"));
        assert_eq!(listed["total"], count, "{query}: {listed}");
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(count), "{query}");
    }
    for (name, filters) in LISTS {
        if filters.contains(&"hub") {
            assert!(total(site, &format!("/api/v1/{name}?hub={hub}")) > 0, "{name}");
            assert_eq!(total(site, &format!("/api/v1/{name}?hub={}", "0a".repeat(32))), 0, "{name}");
        }
    }
    // A title is a better hit than a text.
    let found = site.json("/api/v1/stories?q=brua");
    assert!(found["items"][0]["title"].as_str().is_some_and(|title| title.starts_with("Brua")), "{found}");
}

#[test]
fn items_and_documents_have_their_shape() {
    let _turn = turn();
    let (network, ids) = library();
    let site = network[TROMSO].site();
    let month: Holds = |it| it.as_str().is_some_and(|text| text.len() == 7 && text.as_bytes()[4] == b'-');
    let list: Holds = |it| it.is_array();
    let text: Holds = |it| it.is_string();
    for (name, _) in LISTS {
        let listed = site.json(&format!("/api/v1/{name}"));
        has(&listed, &[("total", |it| it.is_u64()), ("items", list), ("facets", |it| it.is_object())]);
        for item in listed["items"].as_array().expect("items") {
            has(
                item,
                &[("id", is_id), ("version", is_id), ("kind", is_text), ("hub", is_id), ("lang", is_text), ("summary", text)],
            );
            has(item, &[("themes", list), ("page", is_text), ("modified", month)]);
            let called = if name == "directory" { "name" } else { "title" };
            has(item, &[(called, is_text)]);
            let (path, page) = (format!("/api/v1/{name}/{}", item["id"].as_str().expect("an id")), item["page"].as_str());
            let whole = site.json(&path);
            for (field, value) in item.as_object().expect("an object") {
                assert_eq!(whole[field], *value, "`{field}` of {path}");
            }
            assert_eq!(whole["conflicts"], json!({}), "{whole}");
            let page = site.get(page.expect("a page"));
            assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
            assert!(page.body.contains(item[called].as_str().expect("a title")));
        }
        for codes in listed["facets"].as_object().expect("facets").values() {
            assert!(codes.as_object().expect("codes").values().all(Value::is_u64), "{codes}");
        }
    }
    assert_eq!(site.json("/api/v1/stories")["facets"]["role"], json!({"service_user": 2, "relative": 1}));
    // All public fields, and nothing else.
    let whole = site.json(&story_path(&ids[0]));
    for (field, value) in story("s1", "Brua").as_object().expect("an object") {
        match field.as_str() {
            "ref" | "status" | "reach" => assert!(whole.get(field).is_none(), "`{field}` stays here: {whole}"),
            "consent" => assert_eq!(whole["consent"]["given_at"], "2026-10", "to the month: {whole}"),
            "anonymisation" => assert!(whole["anonymisation"].get("teller_approved").is_none(), "{whole}"),
            _ => assert_eq!(whole[field], *value, "`{field}`"),
        }
    }
    assert!(!whole.to_string().contains("2026-10-03"));
    // An id is found in its own list only.
    assert_eq!(site.status_of(&format!("/api/v1/articles/{}", ids[0])), 404);
    site.get(&format!("/api/v1/articles/{}", ids[0])).problem(404, None);
}

#[test]
fn limits_offsets_and_unknown_words() {
    let _turn = turn();
    let mut network = Network::alone();
    let lines: Vec<Value> = (1..=130).map(|n| article(&format!("n{n}"), &format!("Nummer {n}"))).collect();
    network[TROMSO].import(&lines);
    let site = network[TROMSO].site();
    // What was saved is shown at once by its id; of many at a time, the lists follow in a moment.
    eventually(FIVE_SECONDS * 3, "the lists have caught up", || (total(site, "/api/v1/articles") == 130).then_some(()));
    let page = |query: &str| -> Vec<String> {
        let listed = site.json(&format!("/api/v1/articles{query}"));
        assert_eq!(listed["total"], 130, "{query}");
        listed["items"].as_array().expect("items").iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(page("").len(), 20);
    assert_eq!(page("?limit=100").len(), 100);
    assert_eq!(page("?limit=0").len(), 0);
    assert_eq!(page("?offset=129").len(), 1);
    assert_eq!(page("?offset=10000").len(), 0);
    let walked: Vec<String> = (0..5).flat_map(|n| page(&format!("?limit=30&offset={}", n * 30))).collect();
    assert_eq!(walked.iter().collect::<BTreeSet<_>>().len(), 130, "each once");
    assert_eq!(walked[..100], page("?limit=100")[..], "in the same order");

    for (name, filters) in LISTS {
        let mut wrong =
            vec!["limit=101", "limit=-1", "limit=", "limit=x", "limit=1e2", "offset=10001", "offset=x", "limit=5&limit=6"];
        wrong.extend(["sort=title", "Q=x", "limit[]=1", "page=2", "unknown"]);
        wrong.extend(["theme=joy", "hub=0A", "hub=x", "county=54", "county=555", "type=x", "role=x", "lang=no", "without=x"]);
        wrong.extend(["field=x", "helped=x", "municipality=x", "offer=x", "accessibility=x", "from=x", "to=2027-13-01"]);
        for query in wrong {
            let problem = site.get(&format!("/api/v1/{name}?{query}")).problem(400, None);
            let field = query.split(['=', '[']).next().expect("a name");
            assert!(problem["field"].as_str().is_some_and(|named| named.starts_with(field)), "{query}: {problem}");
        }
        for filter in filters {
            site.get(&format!("/api/v1/{name}?{filter}=")).problem(400, None);
        }
        // What is looked for may be anything.
        for query in ["*", "%22", "AND+OR+NOT", "+", "%00", "%F0%9F%98%80", "a:b", "(((((", "&q=", "-", "~", "og+i+p%C3%A5"] {
            assert_eq!(site.status_of(&format!("/api/v1/{name}?q={query}")), 200, "{query}");
        }
        assert_eq!(site.status_of(&format!("/api/v1/{name}?q={}", "x".repeat(10_000))), 200);
    }
}

#[test]
fn what_is_not_there_says_why() {
    let _turn = turn();
    let mut network = Network::of_three();
    let (id, code) = network[TROMSO].publish_story(&story("s", "Ullteppet"));
    let (gone, gone_code) = network[TROMSO].publish_story(&story("g", "Garnnøstet"));
    network.all_answer(FIVE_SECONDS, &story_path(&id), 200);
    let page = network[HAMAR].site().json(&story_path(&id))["page"].as_str().expect("a page").to_owned();
    let gone_page = page.replace(&id, &gone);
    assert_eq!(network[TROMSO].site().withdraw(&gone_code).status, 202);
    network.all_answer(FIVE_SECONDS, &gone_page, 410);

    for hub in network.iter() {
        let site = hub.site();
        site.get(&story_path(&gone)).problem(410, None);
        assert!(!site.get(&gone_page).body.contains("Garnnøstet"));
        for nothing in [&"0a".repeat(32), "x", "..%2f..", &id[1..], &id.to_uppercase(), "%00", "%FF"] {
            assert!([404, 400].contains(&site.status_of(&story_path(nothing))), "{nothing}");
        }
        site.get(&story_path(&"0a".repeat(32))).problem(404, None);
        for path in ["/api/v1/nothing", "/api/v1", "/api/v2/status", "/api/v1/status/x"] {
            site.get(path).problem(404, None);
        }
        let page = site.get("/nothing");
        assert_eq!((page.status, page.header("content-type")), (404, Some("text/html; charset=utf-8")));
    }
    // Hidden by its owner: everywhere, and to be shown again.
    network[TROMSO].run(&["hold", &id]).ok();
    network.all_answer(FIVE_SECONDS, &story_path(&id), 451);
    network.all_answer(FIVE_SECONDS, &page, 451);
    for hub in network.iter() {
        hub.site().get(&story_path(&id)).problem(451, None);
        assert_eq!(total(hub.site(), "/api/v1/stories"), 0, "not in a list either");
        assert!(!hub.site().get(&page).body.contains("Ullteppet"));
    }
    network[TROMSO].run(&["release", &id]).ok();
    network.all_answer(FIVE_SECONDS, &story_path(&id), 200);
    // Hidden, it can be withdrawn all the same.
    network[TROMSO].run(&["hold", &id]).ok();
    network.all_answer(FIVE_SECONDS, &story_path(&id), 451);
    assert_eq!(network[HAMAR].site().withdraw(&code).status, 202);
    network.all_answer(FIVE_SECONDS, &story_path(&id), 410);
}

#[test]
fn withdrawals_are_taken_anywhere_and_answer_the_same() {
    let _turn = turn();
    let mut network = Network::of_three();
    let (id, code) = network[TROMSO].publish_story(&story("s", "S"));
    let mut elsewhere = Network::alone();
    let (_, unknown) = elsewhere[TROMSO].publish_story(&story("s", "S"));
    network.all_answer(FIVE_SECONDS, &story_path(&id), 200);

    let site = network[BERGEN].site();
    let last = if code.ends_with('0') { "1" } else { "0" };
    for wrong in ["", "abc", &code[..code.len() - 1], &format!("{}{last}", &code[..code.len() - 1]), &"A".repeat(28)] {
        let problem = site.withdraw(wrong).problem(422, None);
        assert_eq!(problem["field"], "code", "{problem}");
        assert!(wrong.len() < 5 || !problem.to_string().contains(wrong), "a code is not repeated: {problem}");
    }
    for wrong in ["", "{", "[]", "{\"code\":5}", "{\"kode\":\"x\"}", "null"] {
        site.post_text("/api/v1/withdrawals", "application/json", wrong).problem(400, None);
    }
    assert_eq!(site.post_text("/api/v1/withdrawals", "application/json", &" ".repeat(100_000)).status, 413);
    site.get("/api/v1/withdrawals").problem(405, None);
    site.get(&format!("/api/v1/withdrawals/{}", "0a".repeat(32))).problem(404, None);
    site.get("/api/v1/withdrawals/x").problem(404, None);
    assert_eq!(site.status_of(&story_path(&id)), 200, "nothing has happened so far");

    // Known nowhere: taken, and waits.
    let answer = site.withdraw(&unknown);
    assert_eq!((answer.status, &answer.json()["known"]), (202, &json!(false)), "{}", answer.body);

    let answer = site.withdraw(&code);
    assert_eq!(answer.status, 202, "{}", answer.body);
    let first = answer.json();
    assert!(is_id(&first["key"]) && first["known"] == true, "{first}");
    let typed = code.to_lowercase().replace('-', " ").replace('1', "i").replace('0', "O");
    for again in [&code, &typed] {
        let answer = network[BERGEN].site().withdraw(again);
        assert_eq!((answer.status, answer.json()), (202, first.clone()));
    }
    network.all_answer(FIVE_SECONDS, &story_path(&id), 410);
    assert_eq!(network[HAMAR].site().withdraw(&code).json()["key"], first["key"]);

    let path = format!("/api/v1/withdrawals/{}", first["key"].as_str().expect("a key"));
    let told = eventually(FIVE_SECONDS * 3, "all have signed", || {
        let told = network[HAMAR].site().json(&path);
        (told["receipts"].as_array().map(Vec::len) == Some(3)).then_some(told)
    });
    let mut keys: Vec<&str> = told.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["closed", "key", "outside", "receipts", "waiting"]);
    assert_eq!(
        (&told["key"], &told["waiting"], &told["closed"], &told["outside"]),
        (&first["key"], &json!([]), &json!([]), &json!([]))
    );
    let mut names: Vec<&str> =
        told["receipts"].as_array().expect("receipts").iter().filter_map(|it| it["name"].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Bergen", "Hamar", "Tromsø"]);
    for receipt in told["receipts"].as_array().expect("receipts") {
        has(receipt, &[("hub", is_id), ("node", is_id), ("at", |at| at.as_str().is_some_and(|at| at.ends_with('Z')))]);
    }
    // Who is away is named, since when, and with its machines.
    let (_, second) = network[TROMSO].publish_story(&story("t", "T"));
    network[HAMAR].stop();
    let key = network[TROMSO].site().withdraw(&second).json()["key"].as_str().expect("a key").to_owned();
    let told = eventually(FIVE_SECONDS * 3, "two have signed", || {
        let told = network[BERGEN].site().ask(&format!("/api/v1/withdrawals/{key}")).filter(|reply| reply.status == 200)?.json();
        (told["receipts"].as_array().map(Vec::len) == Some(2)).then_some(told)
    });
    let [waiting] = told["waiting"].as_array().expect("a list").as_slice() else { panic!("one is away: {told}") };
    has(waiting, &[("hub", is_id), ("name", is_text), ("since", |at| at.as_str().is_some_and(|at| at.ends_with('Z')))]);
    assert_eq!((&waiting["name"], &waiting["nodes"]), (&json!("Hamar"), &json!([network[HAMAR].node])));
    network[HAMAR].serve();
    eventually(FIVE_SECONDS * 3, "the third signs when it is back", || {
        let told = network[BERGEN].site().json(&format!("/api/v1/withdrawals/{key}"));
        (told["receipts"].as_array().map(Vec::len) == Some(3) && told["waiting"] == json!([])).then_some(())
    });
}

#[test]
fn a_code_that_waits_takes_effect_when_its_story_comes() {
    let _turn = turn();
    let mut network = Network::of_three();
    network[TROMSO].stop();
    let (id, code) = network[TROMSO].publish_story(&story("s", "S"));
    // The teller goes to a hub that has never heard of it, while the one that knows is away.
    let answer = network[HAMAR].site().withdraw(&code).json();
    assert_eq!(answer["known"], false);
    network[TROMSO].serve();
    network.all_answer(FIVE_SECONDS, &story_path(&id), 410);
    let path = format!("/api/v1/withdrawals/{}", answer["key"].as_str().expect("a key"));
    eventually(FIVE_SECONDS * 3, "all have signed", || {
        let signed = |hub: &Hub| hub.site().json(&path)["receipts"].as_array().map(Vec::len);
        network.iter().all(|hub| signed(hub) == Some(3)).then_some(())
    });
}

#[test]
fn too_many_codes_are_slowed_down() {
    let _turn = turn();
    let network = Network::alone();
    let site = network[TROMSO].site();
    let slowed = (0..200).map(|_| site.withdraw("AAAA")).find(|reply| reply.status == 429).expect("429 before long");
    slowed.problem(429, None);
    let seconds: u64 = slowed.header("retry-after").and_then(|it| it.parse().ok()).expect("when to come again");
    assert!((1..=120).contains(&seconds));
    assert_eq!(site.status_of("/api/v1/status"), 200, "readers notice nothing");
}

#[test]
fn health_metrics_and_headers() {
    let _turn = turn();
    let (network, ids) = library();
    let site = network[TROMSO].site();
    assert_eq!(site.status_of("/healthz"), 200);
    let metrics = site.get("/metrics");
    assert_eq!(metrics.status, 200);
    assert!(metrics.header("content-type").is_some_and(|it| it.starts_with("text/plain; version=0.0.4")));
    for line in metrics.body.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').expect("a name and a value");
        assert!(name.starts_with("knutepunkt_") && value.parse::<f64>().is_ok(), "{line}");
    }
    assert!(metrics.body.contains("knutepunkt_documents{kind=\"story\"} 3"), "{}", metrics.body);
    assert!(!metrics.body.contains(&ids[0]), "counts only");
    for path in ["/", "/en", "/fortellinger", "/api/v1/status", "/api/v1/stories", &story_path(&ids[0]), "/nothing"] {
        let reply = site.get(path);
        let policy = reply.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(reply.header("referrer-policy").is_some() && reply.header("set-cookie").is_none(), "{path}");
        assert!(!reply.body.contains("http://") || !reply.body.contains("<script"), "{path}");
    }
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    let _turn = turn();
    let mut network = Network::alone();
    let script = "<script>alert(1)</script>\"'&<!--";
    let id = network[TROMSO].publish(&with(article("x", script), "body", json!([script, "a\u{301}".repeat(1_000)])));
    let site = network[TROMSO].site();
    let whole = site.json(&format!("/api/v1/articles/{id}"));
    assert_eq!(whole["title"], script, "kept as it is");
    for path in [whole["page"].as_str().expect("a page"), "/", "/aktuelt", "/artikler", "/?q=%3Cscript%3E"] {
        let page = site.get(path);
        assert!(!page.body.contains("<script>alert"), "{path}");
    }
    let shown = site.get("/fortellinger?q=%3Cscript%3Ealert(1)%3C/script%3E").body;
    assert!(!shown.contains("<script>alert"));
}
