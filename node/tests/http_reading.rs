//! Reading a story: what stands beside it, how it is cited, and what is left of it when it is gone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds nothing there has failed"
)]

mod http_support;

use http_support::{Machine, line};
use knutepunkt_node::http::Settings;
use knutepunkt_web_ui::assets;
use serde_json::{Value, json};

fn settings() -> Settings {
    Settings { public_url: Some("https://nordlys.example/".to_owned()), withdrawals_per_minute: 10_000, ..Settings::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_can_be_cited_until_it_is_withdrawn() {
    let machine = Machine::founded(&[]);
    let (story, code) = machine.tell(line("story", "100 % {på} vei & hjem"));
    let (guide, _) = machine.publish(line("resource", "Ti råd"));
    let site = machine.serve_with(settings()).await;
    let bib = site.get(&format!("/fortellinger/{story}/sitat.bib")).await;
    assert_eq!((bib.status, bib.headers["content-type"].as_str()), (200, "application/x-bibtex; charset=utf-8"));
    assert_eq!(bib.headers["x-robots-tag"], "noindex, nofollow, noarchive");
    let key = format!("knutepunkt-{}", &story.to_string()[..12]);
    assert!(bib.body.starts_with(&format!("@misc{{{key},")) && bib.body.contains("author = {{Fjellrev}}"), "{}", bib.body);
    assert_eq!(bib.headers["content-disposition"], format!("attachment; filename=\"{key}.bib\""));
    let ris = site.get(&format!("/en/fortellinger/{story}/sitat.ris")).await.body;
    assert!(
        ris.contains(&format!("UR  - https://nordlys.example/fortellinger/{story}\r\n")) && ris.contains("M3  - Personal story")
    );
    let csl: Value = serde_json::from_str(&site.get(&format!("/kunnskap/{guide}/sitat.json")).await.body).unwrap();
    assert_eq!((&csl[0]["title"], &csl[0]["author"][0]["literal"]), (&json!("Ti råd"), &json!("Nordlys")));
    assert_eq!(site.get(&format!("/arrangementer/{guide}/sitat.json")).await.status, 404);
    assert_eq!(site.get(&format!("/aktuelt/{guide}/sitat.json")).await.status, 404, "each under its own list");

    assert_eq!(site.hand_in(&code.to_string()).await.status, 202);
    for name in ["bib", "ris", "json"] {
        let gone = site.get(&format!("/fortellinger/{story}/sitat.{name}")).await;
        assert!(gone.status == 410 && !gone.body.contains("Fjellrev"), "{name}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_offered_beside_a_story_is_no_harder_and_still_stands() {
    let machine = Machine::founded(&[]);
    let (story, _) = machine.tell(line("story", "Den første"));
    let (_, code) = machine.tell(line("story", "Den som ligner"));
    let mut hard = line("story", "Den som er hardere");
    hard["content_warnings"] = json!(["suicide"]);
    let (hard, _) = machine.tell(hard);
    let site = machine.serve_with(settings()).await;
    // The list waits until everything is read; what is related is then there too.
    assert_eq!(site.get("/fortellinger").await.status, 200);
    let page = site.get(&format!("/fortellinger/{story}")).await.body;
    assert!(page.contains("Den som ligner") && !page.contains("Den som er hardere"), "{page}");
    let hard = site.get(&format!("/fortellinger/{hard}")).await.body;
    assert!(hard.contains("Den som ligner") && hard.contains("Den første"));
    assert_eq!(site.hand_in(&code.to_string()).await.status, 202);
    assert!(!site.get(&format!("/fortellinger/{story}")).await.body.contains("Den som ligner"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_and_all_it_needs_is_small() {
    let machine = Machine::founded(&[]);
    let mut long = line("story", "En lang fortelling");
    long["body"] = json!(vec!["Vi gikk over brua, og det ble litt lettere for hver gang. ".repeat(8); 20]);
    let (story, _) = machine.tell(long);
    let site = machine.serve_with(settings()).await;
    let page = site.get(&format!("/fortellinger/{story}")).await;
    let script = site.get(assets::script_path()).await;
    assert!(
        script.headers["content-type"].starts_with("text/javascript") && script.headers["cache-control"].contains("immutable")
    );
    assert!(page.headers["content-security-policy"].contains("script-src 'self';"));
    assert!(page.body.contains(&format!("<script src=\"{}\" defer></script>", assets::script_path())));
    let all = page.body.len() + script.body.len() + assets::STYLESHEET.len();
    assert!(all < 50 * 1024 && script.body.len() < 10 * 1024, "{all} bytes before they are compressed");
    site.stop().await;
}
