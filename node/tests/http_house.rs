//! What a centre sets up for its own site, and what stays on a reader's device.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds nothing there has failed"
)]

mod http_support;

use http_support::{Answer, Machine, Served, line};
use serde_json::json;
use std::time::{Duration, Instant};

/// What a page says as soon as it says it: the profile is looked at in the background.
async fn says(site: &Served, path: &str, wanted: &str) -> Answer {
    let begun = Instant::now();
    loop {
        let page = site.get(path).await;
        if page.body.contains(wanted) {
            return page;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{wanted} is not in {path}: {}", page.body);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn path_of<'a>(page: &'a str, start: &str) -> &'a str {
    let at = page.find(start).unwrap_or_else(|| panic!("no {start}: {page}"));
    page[at..].split('"').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_s_colours_logo_and_help_lines_are_on_every_page() {
    let machine = Machine::founded(&[]);
    let folder = machine.core.folder().join("site");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("logo.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    let site = machine.serve().await;
    let before = says(&site, "/regler", "/assets/logo-").await;
    assert!(!before.body.contains("/assets/hub-") && !before.body.contains("Nattevakta"));
    let mut profile = line("hub", "Nordlys");
    profile["colours"] = json!({"accent": "#FFF000"});
    profile["help_lines"] = json!([{"number": "22 00 00 00", "name": "Nattevakta", "verified_on": "2026-11-03"}]);
    profile["moderation_rules"] = json!("Vær snill.");
    profile["about"] = json!("Et hus ved elva.\nKom inn.");
    machine.publish(profile);
    let page = says(&site, "/regler", "/assets/hub-").await.body;
    assert!(page.contains("Nattevakta") && page.contains("href=\"tel:22000000\""));
    assert!(page.contains("Vær snill.") && !page.contains("Reklame"), "its rules stand in the place of ours");
    let about = site.get("/en/om").await.body;
    assert!(
        about.contains("Et hus ved elva.") && about.contains("lang=\"nb\"") && about.contains("none decides over the others")
    );
    let colours = site.get(path_of(&page, "/assets/hub-")).await;
    assert!(colours.status == 200 && colours.headers["content-type"].starts_with("text/css"));
    assert!(
        colours.headers["cache-control"].contains("immutable") && !colours.body.contains("--accent: #fff000; --on-accent: #fff;")
    );
    let logo = site.get(path_of(&page, "/assets/logo-")).await;
    assert_eq!((logo.status, logo.headers["content-type"].as_str()), (200, "image/svg+xml"));
    assert!(!logo.headers["content-security-policy"].contains("unsafe"));
    for path in ["/assets/hub-0000000000000000.css", "/assets/logo.svg", "/assets/..%2Fsite%2Flogo.svg"] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_keeps_who_one_can_call_and_nothing_else() {
    let machine = Machine::founded(&[]);
    machine.tell(line("story", "Brua"));
    let site = machine.serve().await;
    let worker = site.get("/sw.js?lang=nn").await;
    assert_eq!((worker.status, worker.headers["content-type"].as_str()), (200, "text/javascript; charset=utf-8"));
    assert_eq!(worker.headers["cache-control"], "no-cache");
    let policy = &worker.headers["content-security-policy"];
    assert!(policy.contains("worker-src 'self'") && policy.contains("connect-src 'self'"), "it may fetch what it keeps");
    let kept: Vec<&str> = worker.body.split('\'').skip(1).step_by(2).filter(|text| text.starts_with('/')).collect();
    for path in &kept {
        assert!(path.ends_with("/hjelp/uten-nett") || path.starts_with("/assets/style-"), "{path}");
        let page = site.get(path).await;
        assert!(page.status == 200 && !page.body.contains("Brua"), "{path}");
    }
    assert_eq!(kept.len(), 5);
    let offline = site.get("/nn/hjelp/uten-nett").await.body;
    assert!(offline.contains("Du er utan nett no") && offline.contains("noindex") && offline.contains("tel:116123"));
    let mut profile = line("hub", "Nordlys");
    profile["help_lines"] = json!([{"number": "22000000", "name": "Nattevakta", "verified_on": "2026-11-03"}]);
    machine.publish(profile);
    says(&site, "/hjelp", "Nattevakta").await;
    assert_ne!(site.get("/sw.js?lang=nn").await.body, worker.body, "what is shown anew is fetched anew");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn northern_sami_has_the_frame_and_the_rest_says_that_it_is_norwegian() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let page = site.get("/se/hjelp").await.body;
    assert!(page.contains("<html lang=\"se\"") && page.contains("Dárbbašatgo veahki dál?"), "{page}");
    assert!(page.contains("tabindex=\"-1\" lang=\"nb\"") && page.contains("<h1 lang=\"se\">"));
    assert!(page.contains("href=\"/se/trekk-tilbake\"") && page.contains("<span>legevakten"), "{page}");
    let stories = site.get("/se/fortellinger").await.body;
    assert!(
        stories.contains(">Muitalusat</a>") && stories.contains(">Fortellinger</h1>"),
        "what a page holds is in one language"
    );
    assert_eq!(site.get("/se").await.status, 200);
    site.stop().await;
}
