//! A teller takes a story back: with the code and nothing else, at any hub.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds nothing there has failed"
)]

mod http_support;

use http_support::{Machine, Served, hub, line};
use knutepunkt_node::http::Settings;
use knutepunkt_protocol::code::Code;
use serde_json::json;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn post_form(site: &Served, path: &str, headers: &[(&str, &str)], code: &str) -> http_support::Answer {
    let headers: Vec<(&str, &str)> = headers.iter().copied().chain([FORM]).collect();
    site.send("POST", path, &headers, &format!("kode={code}")).await
}

/// What the second form sends.
fn confirmed(code: &Code) -> String {
    format!("{code}&bekreftet=ja")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_withdraws_and_receipts_tell() {
    let silent = hub(9);
    let machine = Machine::founded(&[silent]);
    let site = machine.serve().await;
    let (_, code) = machine.tell(line("story", "Brua"));
    let first = site.hand_in(&code.to_string()).await;
    assert_eq!((first.status, first.json()), (202, json!({"key": code.key(), "known": true})));
    let again = site.hand_in(&code.to_string().to_lowercase().replace('-', " ")).await;
    assert_eq!((again.status, again.json()), (202, first.json()));
    let told = site.json(&format!("/api/v1/withdrawals/{}", code.key())).await;
    let receipt = &told["receipts"][0];
    assert_eq!((&told["key"], &receipt["name"]), (&json!(code.key()), &json!("Nordlys")));
    assert_eq!((&receipt["hub"], &receipt["node"]), (&json!(machine.core.me().hub), &json!(machine.core.me().node)));
    let at = receipt["at"].as_str().unwrap();
    assert!(at.len() == 20 && at.ends_with('Z'));
    let waiting = &told["waiting"][0];
    assert_eq!((&waiting["hub"], &waiting["nodes"], &waiting["since"]), (&json!(silent), &json!([]), &json!(at)));
    assert_eq!((&told["closed"], &told["outside"]), (&json!([]), &json!([])));
    let page = site.get(&format!("/kvittering/{}", code.key())).await;
    assert!(page.status == 200 && page.body.contains("Fjernet hos 1 av 2"), "{}", page.body);
    assert!(!page.body.contains("Brua") && !page.body.contains(&code.to_string()));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_nobody_knows_waits() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let code = Code::from_random([5; 16]);
    for _ in 0..2 {
        let answer = site.hand_in(&code.to_string()).await;
        assert_eq!((answer.status, answer.json()), (202, json!({"key": code.key(), "known": false})));
    }
    let told = site.json(&format!("/api/v1/withdrawals/{}", code.key())).await;
    assert_eq!((&told["receipts"], &told["waiting"][0]["since"]), (&json!([]), &json!(null)));
    assert_eq!(site.get(&format!("/en/kvittering/{}", code.key())).await.status, 200);
    let unknown = format!("/api/v1/withdrawals/{}", "0a".repeat(32));
    assert_eq!(site.get(&unknown).await.rule(), "not_found");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_code_is_refused() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let good = Code::from_random([5; 16]).to_string();
    let mistyped = if good.starts_with('0') { good.replacen('0', "2", 1) } else { format!("0{}", &good[1..]) };
    for wrong in [mistyped.as_str(), "", "ABCD", &good[1..], "ÆØÅ", &"0".repeat(5_000)] {
        let answer = site.hand_in(wrong).await;
        assert_eq!((answer.status, answer.rule().as_str(), &answer.json()["field"]), (422, "code", &json!("code")), "{wrong}");
        let page = post_form(&site, "/trekk-tilbake", &[], wrong).await;
        assert!(page.status == 422 && page.headers["content-type"].starts_with("text/html"), "{wrong}");
    }
    for body in ["", "{", "[]", "{}", "{\"code\":5}", "\u{0}", "kode=x", &"[".repeat(8_000)] {
        let answer = site.send("POST", "/api/v1/withdrawals", &[], body).await;
        assert_eq!((answer.status, answer.rule().as_str()), (400, "malformed"), "{body:.20}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_35_a_body_that_is_too_large_or_too_slow_is_not_read() {
    let machine = Machine::founded(&[]);
    let settings = Settings { body_timeout: std::time::Duration::from_millis(300), ..Settings::default() };
    let site = machine.serve_with(settings).await;
    let declared = site.send("POST", "/api/v1/withdrawals", &[("content-length", "104857600")], "").await;
    assert_eq!((declared.status, declared.rule().as_str()), (413, "too_large"));
    let chunk = format!("4000\r\n{}\r\n0\r\n\r\n", "x".repeat(0x4000));
    let chunked = [("transfer-encoding", "chunked")];
    let mut stream = tokio::net::TcpStream::connect(site.address).await.unwrap();
    let head = "POST /trekk-tilbake HTTP/1.1\r\nhost: a\r\nconnection: close\r\n";
    let text = format!("{head}{}: {}\r\n\r\n{chunk}", chunked[0].0, chunked[0].1);
    tokio::io::AsyncWriteExt::write_all(&mut stream, text.as_bytes()).await.unwrap();
    assert_eq!(http_support::answer(&mut stream).await.status, 413);
    let slow = site.send("POST", "/api/v1/withdrawals", &[("content-length", "50")], "").await;
    assert_eq!((slow.status, slow.rule().as_str()), (408, "too_slow"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_leads_to_the_receipts() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let (address, code) = machine.tell(line("story", "Brua"));
    let form = site.get("/trekk-tilbake").await;
    assert!(form.status == 200 && form.body.contains("name=\"kode\"") && form.body.contains("Vakta"));
    let own = format!("http://{}", site.address);
    let asked = post_form(&site, "/en/trekk-tilbake", &[("origin", &own)], &code.to_string().to_lowercase()).await;
    assert!(asked.status == 200 && asked.body.contains("name=\"bekreftet\"") && asked.body.contains("Vakta"), "{}", asked.body);
    assert!(!asked.body.contains("Brua"), "the code withdraws, it shows nothing");
    assert_eq!(asked.headers["cache-control"], "no-store");
    assert_eq!(site.get(&format!("/fortellinger/{address}")).await.status, 200, "nothing is done yet");
    let answer = post_form(&site, "/en/trekk-tilbake", &[("origin", &own)], &confirmed(&code)).await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.headers["location"], format!("/en/kvittering/{}", code.key()));
    assert_eq!(site.get(&answer.headers["location"]).await.status, 200);
    assert_eq!(site.get(&format!("/fortellinger/{address}")).await.status, 410);
    // Whoever comes back without a bookmark finds the receipts with the code.
    let again = post_form(&site, "/trekk-tilbake", &[("origin", &own)], &code.to_string()).await;
    assert_eq!((again.status, again.headers["location"].clone()), (303, format!("/kvittering/{}", code.key())));
    let unknown = post_form(&site, "/trekk-tilbake", &[("origin", &own)], &Code::from_random([5; 16]).to_string()).await;
    assert!(unknown.status == 200 && unknown.body.contains("ikke sett fortellingen"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_off_where_others_could_read_along() {
    let machine = Machine::founded(&[]);
    let site = machine.serve_with(Settings { trusted_proxy: true, ..Settings::default() }).await;
    let (_, code) = machine.tell(line("story", "Brua"));
    let plain = [("x-forwarded-proto", "http"), ("x-forwarded-for", "192.0.2.7")];
    let form = site.send("GET", "/trekk-tilbake", &plain, "").await;
    assert!(form.status == 200 && !form.body.contains("name=\"kode\"") && form.body.contains("HTTPS"));
    assert_eq!(post_form(&site, "/trekk-tilbake", &plain, &code.to_string()).await.status, 403);
    let https = [("x-forwarded-proto", "https"), ("x-forwarded-for", "192.0.2.7")];
    assert!(site.send("GET", "/trekk-tilbake", &https, "").await.body.contains("name=\"kode\""));
    assert_eq!(post_form(&site, "/trekk-tilbake", &https, &confirmed(&code)).await.status, 303);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_37_other_sites_withdraw_nothing() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let (address, code) = machine.tell(line("story", "Brua"));
    for header in [("origin", "https://elsewhere.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
        assert_eq!(post_form(&site, "/trekk-tilbake", &[header], &confirmed(&code)).await.status, 403);
        let body = json!({"code": code.to_string()}).to_string();
        let answer = site.send("POST", "/api/v1/withdrawals", &[header], &body).await;
        assert_eq!((answer.status, answer.rule().as_str()), (403, "cross_site"));
    }
    assert_eq!(site.get(&format!("/fortellinger/{address}")).await.status, 200);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_from_one_address_wait() {
    let machine = Machine::founded(&[]);
    let site = machine.serve_with(Settings { withdrawals_per_minute: 2, ..Settings::default() }).await;
    let mut last = site.hand_in("").await;
    for _ in 0..4 {
        last = site.hand_in("").await;
    }
    assert_eq!((last.status, last.rule().as_str()), (429, "too_many"));
    assert!(last.headers["retry-after"].parse::<u64>().unwrap() > 0);
    let page = post_form(&site, "/trekk-tilbake", &[], "x").await;
    assert!(
        page.status == 429 && page.headers.contains_key("retry-after") && page.headers["content-type"].starts_with("text/html")
    );
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_41_a_full_room_names_other_hubs() {
    let machine = Machine::founded(&[hub(9)]);
    let site = machine.serve().await;
    let filled = machine.core.write::<_, knutepunkt_protocol::replica::Refusal>(|replica, hand, effects| {
        for number in 0..knutepunkt_protocol::limits::WAITING_PER_SOURCE as u128 {
            replica.withdraw_with_key(&Code::from_random(number.to_be_bytes()).secret(), b"web", hand, effects)?;
        }
        Ok(())
    });
    filled.unwrap();
    let code = Code::from_random([5; 16]).to_string();
    let answer = site.hand_in(&code).await;
    assert_eq!((answer.status, answer.rule().as_str()), (503, "no_room"));
    assert_eq!(answer.json()["elsewhere"][0]["name"], json!(hub(9).short()));
    assert!(answer.headers.contains_key("retry-after"));
    let page = post_form(&site, "/trekk-tilbake", &[], &format!("{code}&bekreftet=ja")).await;
    assert!(page.status == 503 && page.body.contains(&hub(9).short()));
    // What is known here is withdrawn all the same, and what was answered 202 is kept.
    let (_, known) = machine.tell(line("story", "Brua"));
    assert_eq!(site.hand_in(&known.to_string()).await.json()["known"], true);
    assert_eq!(site.hand_in(&Code::from_random(7u128.to_be_bytes()).to_string()).await.status, 202);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_in_no_network_takes_no_code() {
    let machine = Machine::alone();
    let site = machine.serve().await;
    let answer = site.hand_in(&Code::from_random([5; 16]).to_string()).await;
    assert_eq!((answer.status, answer.rule().as_str()), (503, "alone"));
    site.stop().await;
}
