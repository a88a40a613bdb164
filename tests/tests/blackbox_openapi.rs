//! The description of the JSON interface is held against what a running hub answers: every address, every parameter, every answer.

// A panic is a failed test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_tests::process::lines::{article, event, organisation, resource, story};
use knutepunkt_tests::process::network::TROMSO;
use knutepunkt_tests::process::schema::{faults, resolved};
use knutepunkt_tests::process::{Network, Reply, Site, turn};
use serde_json::Value;
use std::collections::BTreeSet;

const LISTS: [&str; 5] = ["stories", "directory", "events", "resources", "articles"];

/// The description, and which of its answers were seen.
struct Described {
    root: Value,
    seen: BTreeSet<(String, String)>,
}

impl Described {
    fn of(site: &Site) -> Described {
        let root = site.json("/api/v1/openapi.json");
        assert_eq!((root["openapi"].as_str(), root["servers"][0]["url"].as_str()), (Some("3.1.0"), Some("/api/v1")));
        Described { root, seen: BTreeSet::new() }
    }

    /// An answer must be among those that are described for the address, and as it is described.
    #[track_caller]
    fn holds(&mut self, method: &str, path: &str, reply: &Reply) {
        let answers = &self.root["paths"][path][method]["responses"];
        let status = reply.status.to_string();
        let answer = resolved(&self.root, answers.get(&status).unwrap_or_else(|| panic!("{method} {path} answers {status}")));
        if let Some(content) = answer.get("content").and_then(Value::as_object) {
            let (kind, content) = content.iter().next().expect("a type");
            assert_eq!(reply.header("content-type"), Some(kind.as_str()), "{path}");
            let found = faults(&self.root, &content["schema"], &reply.json());
            assert!(found.is_empty(), "{method} {path} {status}: {found:?}\n{}", reply.body);
        }
        for header in answer["headers"].as_object().into_iter().flatten() {
            assert!(reply.header(&header.0.to_lowercase()).is_some(), "{path} {status} has no {}", header.0);
        }
        self.seen.insert((path.to_owned(), status));
    }

    fn parameters(&self, path: &str) -> Vec<Value> {
        let parameters = self.root["paths"][path]["get"]["parameters"].as_array().expect("parameters").iter();
        parameters.map(|parameter| resolved(&self.root, parameter).clone()).collect()
    }
}

fn of_query(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| text.replace('å', "%C3%A5"))
}

#[test]
fn the_description_is_what_is_answered() {
    let _turn = turn();
    let mut network = Network::alone();
    let hub = &mut network[TROMSO];
    let told = hub.import(&[
        story("s", "Brua"),
        organisation("o", "Moloen"),
        event("e", "Kurs"),
        resource("r", "Veileder"),
        article("a", "Nytt"),
    ]);
    let code = told[0]["code"].as_str().expect("a code").to_owned();
    let (withdrawn, site) = (told[0]["id"].as_str().expect("an id").to_owned(), hub.site().clone());
    let mut described = Described::of(&site);

    described.holds("get", "/openapi.json", &site.get("/api/v1/openapi.json"));
    described.holds("get", "/status", &site.get("/api/v1/status"));
    for (list, made) in LISTS.into_iter().zip(&told) {
        let (path, one, own) = (format!("/{list}"), format!("/{list}/{{id}}"), format!("/api/v1/{list}"));
        let all = site.get(&own);
        assert!(all.json()["total"].as_u64() >= Some(1), "{list}");
        described.holds("get", &path, &all);
        described.holds("get", &path, &site.get_unless(&own, all.header("etag").expect("a tag")));
        described.holds("get", &path, &site.get(&format!("{own}?nothing=1")));
        let id = made["id"].as_str().expect("an id");
        let whole = site.get(&format!("{own}/{id}"));
        assert_eq!(whole.status, 200);
        described.holds("get", &one, &whole);
        described.holds("get", &one, &site.get_unless(&format!("{own}/{id}"), whole.header("etag").expect("a tag")));
        described.holds("get", &one, &site.get(&format!("{own}/{}", "0".repeat(64))));
        narrowed(&mut described, &site, list);
    }

    let id = told[1]["id"].as_str().expect("an id");
    hub.run(&["hold", id]).ok();
    described.holds("get", "/directory/{id}", &site.get(&format!("/api/v1/directory/{id}")));
    hub.run(&["release", id]).ok();
    for body in [serde_json::json!({"code": code}), serde_json::json!({"code": "0000"}), serde_json::json!({})] {
        described.holds("post", "/withdrawals", &site.post("/api/v1/withdrawals", &body));
    }
    let key = site.withdraw(&code).json()["key"].as_str().expect("a key").to_owned();
    for key in [key, "0".repeat(64)] {
        described.holds("get", "/withdrawals/{key}", &site.get(&format!("/api/v1/withdrawals/{key}")));
    }
    described.holds("get", "/stories/{id}", &site.get(&format!("/api/v1/stories/{withdrawn}")));

    // What no test can bring about here is tested beside the code: too many, too busy, over an open connection.
    for (path, methods) in described.root["paths"].as_object().expect("paths") {
        let answers =
            methods.as_object().into_iter().flatten().flat_map(|(_, it)| it["responses"].as_object().into_iter().flatten());
        for (status, _) in answers.filter(|(status, _)| ["200", "202", "404", "422"].contains(&status.as_str())) {
            assert!(described.seen.contains(&(path.clone(), status.clone())), "{path} never answered {status}");
        }
    }
}

/// Every parameter that is described is taken, and the hub itself knows no others.
fn narrowed(described: &mut Described, site: &Site, list: &str) {
    let (path, own) = (format!("/{list}"), format!("/api/v1/{list}"));
    let parameters = described.parameters(&path);
    let mut names: BTreeSet<String> = BTreeSet::new();
    for parameter in &parameters {
        let name = parameter["name"].as_str().expect("a name");
        assert!(names.insert(name.to_owned()), "{name} is described twice");
        let pair = format!("{name}={}", of_query(&parameter["example"]));
        let reply = site.get(&format!("{own}?{pair}"));
        assert_eq!(reply.status, 200, "{own}?{pair}: {}", reply.body);
        described.holds("get", &path, &reply);
        let repeated = site.status_of(&format!("{own}?{pair}&{pair}"));
        assert_eq!(repeated, if parameter["schema"]["type"] == "array" { 200 } else { 400 }, "{own}?{pair} twice");
    }
    // The refusal names them all.
    let refused = site.get(&format!("{own}?nothing=1")).problem(400, Some("unknown_parameter"));
    let detail = refused["detail"].as_str().expect("a detail");
    let (_, known) = detail.split_once("there are ").unwrap_or_else(|| panic!("{detail}"));
    assert_eq!(known.split(", ").map(str::to_owned).collect::<BTreeSet<_>>(), names, "{list}");
}
