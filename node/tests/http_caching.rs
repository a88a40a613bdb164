//! What a browser may keep and must ask for again, what is compressed, and how much one address may take.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that finds nothing there has failed")]

mod http_support;

use http_support::{Answer, Machine, Served, line};
use knutepunkt_node::http::Settings;
use std::io::Read;

const ID: &[(&str, &str)] = &[];

impl Served {
    /// Asks again for what one has.
    async fn again(&self, path: &str, before: &Answer) -> Answer {
        self.send("GET", path, &[("if-none-match", &before.headers["etag"])], "").await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_still_so_is_not_sent_again() {
    let machine = Machine::founded(&[]);
    let (story, code) = machine.tell(line("story", "Brua"));
    let site = machine.serve().await;
    let (page, list) = (format!("/fortellinger/{story}"), "/api/v1/stories?limit=5".to_owned());
    for path in [&page, &list, &"/".to_owned(), &"/en/fortellinger?q=brua".to_owned(), &"/robots.txt".to_owned()] {
        let first = site.get(path).await;
        assert_eq!((first.status, first.headers["cache-control"].as_str()), (200, "private, no-cache"), "{path}");
        assert!(first.headers["vary"].contains("accept-encoding"), "{path}");
        let second = site.get(path).await;
        assert_eq!((&first.headers["etag"], &first.body), (&second.headers["etag"], &second.body), "{path}");
        let again = site.again(path, &first).await;
        assert!(again.status == 304 && again.bytes.is_empty() && again.headers["etag"] == first.headers["etag"], "{path}");
        assert!(again.headers.contains_key("content-security-policy") && !again.headers.contains_key("content-type"), "{path}");
        let head = site.send("HEAD", path, ID, "").await;
        assert!(head.status == 200 && head.bytes.is_empty() && head.headers["content-length"] == first.bytes.len().to_string());
        for tag in ["*", "W/\"1\", \"2\" , *", "\"0000\"", "", "\"", "-gz"] {
            let status = site.send("GET", path, &[("if-none-match", tag)], "").await.status;
            assert_eq!(status, if tag.contains('*') { 304 } else { 200 }, "{path} {tag}");
        }
    }
    // Something else is published: what did not change because of it is still the same.
    let (before, listed) = (site.get(&page).await, site.get(&list).await);
    let whole = format!("/api/v1/stories/{story}");
    let read = site.get(&whole).await;
    machine.tell(line("story", "Broa"));
    assert_eq!(site.again(&whole, &read).await.status, 304);
    let longer = site.again(&list, &listed).await;
    assert!(longer.status == 200 && longer.body.contains("Broa") && longer.headers["etag"] != listed.headers["etag"]);
    // What is withdrawn is gone with the next request, whatever one has.
    let (front, listed) = (site.get("/").await, longer);
    assert_eq!(site.hand_in(&code.to_string()).await.status, 202);
    assert_eq!(site.again(&page, &before).await.status, 410);
    assert_eq!(site.send("GET", &page, &[("if-none-match", "*")], "").await.status, 410);
    assert_eq!(site.again(&whole, &read).await.status, 410);
    for (path, had) in [("/", front), (list.as_str(), listed)] {
        let now = site.again(path, &had).await;
        assert!(now.status == 200 && !now.body.contains("Brua"), "{path}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_about_a_withdrawal_or_only_just_now_is_not_kept() {
    let machine = Machine::founded(&[]);
    let (_, code) = machine.tell(line("story", "Brua"));
    let site = machine.serve().await;
    let key = site.hand_in(&code.to_string()).await.json()["key"].as_str().unwrap().to_owned();
    let receipts = [format!("/kvittering/{key}"), format!("/en/kvittering/{key}"), format!("/api/v1/withdrawals/{key}")];
    let live = ["/trekk-tilbake", "/nn/trekk-tilbake", "/nettverket", "/api/v1/status", "/healthz", "/metrics"];
    for path in live.into_iter().chain(receipts.iter().map(String::as_str)) {
        let answer = site.send("GET", path, &[("accept-encoding", "gzip")], "").await;
        assert_eq!((answer.status, answer.headers["cache-control"].as_str()), (200, "no-store"), "{path}");
        assert!(!answer.headers.contains_key("etag") && !answer.headers.contains_key("content-encoding"), "{path}");
    }
    let (never, wrong) = (site.get("/fortellinger/00").await, site.get("/api/v1/stories?tema=1").await);
    assert_eq!((never.status, never.headers["cache-control"].as_str()), (404, "no-store"));
    assert_eq!((wrong.status, wrong.headers["cache-control"].as_str()), (400, "no-store"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_gzip_gets_it() {
    let machine = Machine::founded(&[]);
    let (story, _) = machine.tell(line("story", "Brua"));
    let site = machine.serve().await;
    let style = knutepunkt_web_ui::assets::stylesheet_path();
    for path in [&format!("/en/fortellinger/{story}"), style, "/api/v1/stories?limit=1"] {
        let plain = site.get(path).await;
        let takes = async |said: &str| site.send("GET", path, &[("accept-encoding", said)], "").await;
        let zipped = takes("br, gzip;q=0.8").await;
        let small = plain.bytes.len() < 1_024;
        assert_eq!(zipped.headers.contains_key("content-encoding"), !small, "{path}");
        if !small {
            let mut text = String::new();
            flate2::read::GzDecoder::new(&zipped.bytes[..]).read_to_string(&mut text).unwrap();
            assert_eq!(text, plain.body, "{path}");
            assert!(zipped.bytes.len() * 2 < plain.bytes.len(), "{path}");
            assert_ne!(zipped.headers["etag"], plain.headers["etag"], "different bytes have different names");
            assert_eq!(takes("gzip, identity;q=0").await.bytes, zipped.bytes);
            let again =
                site.send("GET", path, &[("if-none-match", &zipped.headers["etag"]), ("accept-encoding", "gzip")], "").await;
            assert_eq!((again.status, &again.headers["etag"]), (304, &zipped.headers["etag"]));
            let head = site.send("HEAD", path, &[("accept-encoding", "gzip")], "").await;
            assert_eq!(head.headers["content-length"], zipped.bytes.len().to_string());
        }
        for said in ["identity", "gzip;q=0", "*;q=0", "br"] {
            let answer = takes(said).await;
            assert!(answer.body == plain.body && !answer.headers.contains_key("content-encoding"), "{path} {said}");
        }
    }
    assert!(site.get(style).await.headers["cache-control"].contains("immutable"));
    for (path, lang) in [("/", "nb"), ("/nn/fortellinger", "nn"), ("/en", "en"), ("/en/nothing", "en")] {
        assert_eq!(site.get(path).await.headers["content-language"], lang);
    }
    assert!(!site.get("/api/v1/stories").await.headers.contains_key("content-language"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_takes_too_much_waits() {
    let machine = Machine::founded(&[]);
    let settings = Settings { trusted_proxy: true, reads_per_minute: 20, searches_per_minute: 5, ..Settings::default() };
    let site = machine.serve_with(settings).await;
    let from = async |address: &str, path: &str| site.send("GET", path, &[("x-forwarded-for", address)], "").await;
    for number in 0..10 {
        assert_eq!(from("2001:db8::1", &format!("/fortellinger?theme=hope&q=a{number}")).await.status, 200, "{number}");
    }
    let refused = from("2001:db8::1", "/fortellinger?q=b").await;
    assert_eq!(refused.status, 429);
    assert!(refused.headers["retry-after"].parse::<u64>().unwrap() <= 12 && refused.body.contains("<html"));
    assert_eq!(from("2001:db8::1", "/fortellinger?q=").await.status, 200, "a form that was sent empty is no search");
    while from("2001:db8::1", "/").await.status == 200 {}
    let refused = from("2001:db8:0:0:ffff::2", "/api/v1/stories").await;
    assert_eq!((refused.status, refused.rule().as_str()), (429, "too_many"), "a network of version 6 is one address");
    assert_eq!(from("2001:db8:0:1::1", "/").await.status, 200);
    assert_eq!(from("198.51.100.7", "/").await.status, 200);
    // Who sits at the machine has no share: what watches it, and its own people.
    for _ in 0..100 {
        assert_eq!(site.get("/healthz").await.status, 200);
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_and_what_ends_it_are_seen_at_once() {
    let machine = Machine::founded(&[]);
    let (address, _) = machine.publish(line("article", "Åpent hus"));
    let site = machine.serve().await;
    let (page, list) = (format!("/aktuelt/{address}"), "/aktuelt");
    let (had, listed) = (site.get(&page).await, site.get(list).await);
    assert!(had.status == 200 && listed.body.contains("Åpent hus"));
    for held in [true, false] {
        machine.core.record(|replica, hand, effects| replica.hold(&address, held, hand, effects)).unwrap();
        assert_eq!(site.again(&page, &had).await.status, if held { 451 } else { 304 });
        assert_eq!(site.again(list, &listed).await.status, if held { 200 } else { 304 });
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn search_engines_are_shown_what_they_may_have() {
    let machine = Machine::founded(&[]);
    let mut open = line("story", "Åpen");
    open["consent"]["scopes"] = serde_json::json!(["network", "search_engines"]);
    let (open, code) = machine.tell(open);
    let (closed, _) = machine.tell(line("story", "Lukket"));
    let (article, _) = machine.publish(line("article", "Nytt"));
    let site = machine.serve().await;
    assert_eq!(site.get("/sitemap.xml").await.status, 404, "nobody knows where the site is");
    assert!(!site.get("/robots.txt").await.body.contains("Sitemap:"));
    site.stop().await;

    let settings = Settings { public_url: Some("https://nordlys.example/".to_owned()), ..Settings::default() };
    let site = machine.serve_with(settings).await;
    assert!(site.get("/robots.txt").await.body.contains("Sitemap: https://nordlys.example/sitemap.xml\n"));
    let map = site.get("/sitemap.xml").await;
    assert!(map.status == 200 && map.headers["content-type"].starts_with("application/xml"));
    for path in [format!("/fortellinger/{open}"), format!("/en/fortellinger/{open}"), format!("/nn/aktuelt/{article}")] {
        assert!(map.body.contains(&format!("<url><loc>https://nordlys.example{path}</loc><lastmod>20")), "{path}");
    }
    assert!(map.body.contains("<loc>https://nordlys.example/katalog</loc>") && !map.body.contains(&closed.to_string()));
    assert!(!map.body.contains("trekk-tilbake") && !map.body.contains("<loc>https://nordlys.example/fortellinger</loc>"));
    // Whatever is listed may be indexed, and says so itself.
    let listed = map.body.split("<loc>https://nordlys.example").skip(1).filter_map(|rest| rest.split_once("</loc>"));
    for (path, _) in listed {
        let page = site.get(path).await;
        assert!(page.status == 200 && !page.body.contains("noindex"), "{path}");
    }
    for part in ["1", "2", "0", "x", "-1"] {
        let status = site.get(&format!("/sitemap.xml?part={part}")).await.status;
        assert_eq!(status, if part == "1" { 200 } else { 404 }, "{part}");
    }
    assert_eq!(machine.core.withdraw(&code, b"test").map(drop).ok(), Some(()));
    let without = site.again("/sitemap.xml", &map).await;
    assert!(without.status == 200 && !without.body.contains(&open.to_string()));
    site.stop().await;
}
