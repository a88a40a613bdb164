//! The site as such: what it says of itself, what it lets through, what it bears.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds nothing there has failed"
)]

mod http_support;

use http_support::{Machine, answer, hub, line, node};
use knutepunkt_node::core::Peer;
use knutepunkt_node::http::Settings;
use serde_json::json;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_alone_says_so() {
    let machine = Machine::alone();
    let site = machine.serve().await;
    let status = site.json("/api/v1/status").await;
    let nothing = json!(null);
    assert_eq!((&status["membership"], &status["network"]["id"], &status["fingerprint"]), (&json!("alone"), &nothing, &nothing));
    assert_eq!((&status["hub"]["slug"], &status["documents"], &status["members"]), (&json!("nordlys"), &json!({}), &json!([])));
    for path in ["/", "/nettverket", "/fortellinger", "/katalog", "/trekk-tilbake", "/api/v1/stories", "/healthz", "/metrics"] {
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
    assert_eq!(site.get(&format!("/fortellinger/{}", "0a".repeat(32))).await.status, 404);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn status_tells_how_the_network_stands() {
    let silent = hub(9);
    let machine = Machine::founded(&[silent]);
    machine.core.peers().insert(node(8), Peer { hub: silent, connected: true, in_step: false, last_seen: Some(0) });
    machine.tell(line("story", "Brua"));
    machine.publish(line("hub", "Nordlys senter"));
    let site = machine.serve().await;
    let status = site.json("/api/v1/status").await;
    assert_eq!((&status["membership"], &status["network"]["name"]), (&json!("member"), &json!("Recovery i nord")));
    assert_eq!(status["documents"], json!({"hub": 1, "story": 1}));
    assert_eq!(status["fingerprint"].as_str().map(str::len), Some(64));
    let members = status["members"].as_array().unwrap();
    let own = members.iter().find(|member| member["hub"] == json!(machine.core.me().hub)).unwrap();
    assert_eq!((&own["name"], &own["slug"], &own["state"]), (&json!("Nordlys senter"), &json!("nordlys"), &json!("member")));
    assert_eq!(own["nodes"], json!([machine.core.me().node]));
    let other = members.iter().find(|member| member["hub"] == json!(silent)).unwrap();
    assert_eq!((&other["name"], &other["nodes"]), (&json!(silent.short()), &json!([])));
    let peer = &status["peers"][0];
    assert_eq!(
        (&peer["connected"], &peer["in_step"], &peer["last_seen"]),
        (&json!(true), &json!(false), &json!("1970-01-01T00:00:00Z"))
    );
    let page = site.get("/nettverket").await;
    assert!(page.status == 200 && page.body.contains("Nordlys senter") && page.body.contains(&silent.short()));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_careful() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let paths = ["/", "/api/v1/status", "/nowhere", "/api/nowhere", "/robots.txt", "/favicon.ico", "/healthz", "/trekk-tilbake"];
    for path in paths.into_iter().chain([knutepunkt_web_ui::assets::stylesheet_path(), knutepunkt_web_ui::assets::script_path()])
    {
        let answer = site.get(path).await;
        let policy = &answer.headers["content-security-policy"];
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["referrer-policy"], "same-origin");
        assert_eq!(answer.headers["cross-origin-opener-policy"], "same-origin");
        assert_eq!(answer.headers["cross-origin-resource-policy"], "same-origin");
        assert!(answer.headers.contains_key("permissions-policy") && answer.headers.contains_key("cache-control"));
        assert!(!answer.headers.contains_key("set-cookie") && !answer.headers.contains_key("server"));
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_are_kept_and_pages_asked_for_again() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let style = site.get(knutepunkt_web_ui::assets::stylesheet_path()).await;
    assert!(style.status == 200 && style.headers["content-type"].starts_with("text/css"));
    assert!(style.headers["cache-control"].contains("immutable"));
    assert_eq!(site.get("/assets/style-0000000000000000.css").await.status, 404);
    assert_eq!(site.get("/favicon.ico").await.status, 204);
    assert_eq!(site.get("/").await.headers["cache-control"], "private, no-cache");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn search_engines_get_only_what_tellers_gave() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let mut open = line("story", "Åpen");
    open["consent"]["scopes"] = json!(["network", "search_engines"]);
    let (open, _) = machine.tell(open);
    let (closed, _) = machine.tell(line("story", "Lukket"));
    let robots = site.get("/robots.txt").await.body;
    assert!(robots.contains("Disallow: /fortellinger\n") && robots.contains(&format!("Allow: /fortellinger/{open}\n")));
    assert!(robots.contains("Disallow: /en/fortellinger\n") && !robots.contains(&closed.to_string()));
    assert!(site.get(&format!("/fortellinger/{closed}")).await.body.contains("noindex"));
    assert!(!site.get(&format!("/fortellinger/{open}")).await.body.contains("noindex"));
    assert_eq!(site.get("/api/v1/stories").await.headers["x-robots-tag"], "noindex, nofollow");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn methods_are_what_they_are() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let refused = site.send("DELETE", "/api/v1/stories", &[], "").await;
    assert_eq!((refused.status, refused.rule().as_str()), (405, "method_not_allowed"));
    assert!(refused.headers["allow"].contains("GET"));
    let page = site.send("PUT", "/trekk-tilbake", &[], "").await;
    assert!(page.status == 405 && page.headers["allow"].contains("POST") && page.body.contains("<html"));
    assert_eq!(site.get("/api/v1/withdrawals").await.headers["allow"], "POST");
    let head = site.send("HEAD", "/fortellinger", &[], "").await;
    assert!(head.status == 200 && head.body.is_empty() && head.headers["content-length"].parse::<usize>().unwrap() > 1_000);
    assert_eq!(site.send("HEAD", "/api/v1/status", &[], "").await.status, 200);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_questions_are_refused_and_nothing_more() {
    let machine = Machine::founded(&[]);
    machine.tell(line("story", "Brua"));
    let site = machine.serve().await;
    for (query, rule) in [
        ("tema=hope", "unknown_parameter"),
        ("theme=joy", "unknown_value"),
        ("theme=", "unknown_value"),
        ("limit=101", "unknown_value"),
        ("offset=10001", "unknown_value"),
        ("limit=1&limit=1", "repeated_parameter"),
        ("%3Cscript%3E=1", "unknown_parameter"),
    ] {
        let answer = site.get(&format!("/api/v1/stories?{query}")).await;
        assert_eq!((answer.status, answer.rule().as_str()), (400, rule), "{query}");
        assert!(answer.json()["field"].is_string());
    }
    let begun = Instant::now();
    let (again, words) = ("q=zq&".repeat(9_000), (0..5_000).map(|number| format!("q={number}&")).collect::<String>());
    for queries in [again, words] {
        let answer = site.get(&format!("/api/v1/stories?{queries}")).await;
        assert_eq!((answer.status, answer.rule().as_str()), (400, "too_many_parameters"));
        assert_eq!(site.get(&format!("/fortellinger?{queries}")).await.status, 200);
    }
    let answer = site.get("/api/v1/stories?q=a+b+c+d+e+f+g+h&q=i+j+k+l+m+n+o+p&q=a").await;
    assert_eq!((answer.status, answer.rule().as_str()), (400, "too_many_words"));
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!(site.get("/fortellinger?offset=x").await.status, 400);
    assert_eq!(site.get("/fortellinger?theme=joy&tema=x").await.status, 200);
    let long = "ord+".repeat(2_500);
    for q in ["*", "%22AND+OR+NOT%22", "og+i+det", "%00", "%FF", "(((((", &long, &"x".repeat(10_000)] {
        let begun = Instant::now();
        for path in ["/api/v1/stories?q=", "/fortellinger?q="] {
            assert_eq!(site.get(&format!("{path}{q}")).await.status, 200, "{q:.40}");
        }
        assert!(begun.elapsed() < Duration::from_secs(2));
    }
    let huge = site.send("GET", "/", &[("x-filler", &"x".repeat(200_000))], "").await;
    assert!(matches!(huge.status, 431 | 0), "{}", huge.status);
    let many: Vec<(&str, &str)> = std::iter::repeat_n(("x-a", "b"), 500).collect();
    assert!(matches!(site.send("GET", "/", &many, "").await.status, 431 | 0));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_leads_to_another_site() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    for path in ["//evil.example/x", "///evil.example/x", "/en//evil.example/x", "/nn/\\evil.example/x", "/\\evil.example/x"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("href=\"/en/evil.example/x\""), "{path}");
        assert!(!answer.body.contains("\"//") && !answer.body.contains('\\'), "{path}");
    }
    assert_eq!(site.get("//fortellinger").await.status, 200);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_for_this_machine_only() {
    let machine = Machine::founded(&[]);
    machine.tell(line("story", "Brua"));
    let site = machine.serve_with(Settings { trusted_proxy: true, ..Settings::default() }).await;
    machine.net.questions.fetch_add(7, Ordering::Relaxed);
    let metrics = site.get("/metrics").await;
    assert!(metrics.status == 200 && metrics.body.contains("knutepunkt_documents{kind=\"story\"} 1"), "{}", metrics.body);
    assert!(metrics.body.contains("knutepunkt_http_answers_total{class=\"2xx\"}"));
    assert!(metrics.body.contains("# TYPE knutepunkt_net_questions_total counter\nknutepunkt_net_questions_total 7\n"));
    assert!(metrics.body.contains("# TYPE knutepunkt_net_connected gauge\nknutepunkt_net_connected 0\n"));
    assert_eq!(site.send("GET", "/metrics", &[("x-forwarded-for", "192.0.2.7")], "").await.status, 404);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_35_slow_connections_keep_nobody_out() {
    let machine = Machine::founded(&[]);
    let settings = Settings { connections: 64, head_timeout: Duration::from_secs(2), ..Settings::default() };
    let site = machine.serve_with(settings).await;
    let mut slow = Vec::new();
    for number in 0..400 {
        let mut stream = TcpStream::connect(site.address).await.unwrap();
        let part: &[u8] =
            if number % 2 == 0 { b"GET / HT" } else { b"POST /trekk-tilbake HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nk" };
        let _closed_already = stream.write_all(part).await;
        slow.push(stream);
    }
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(site.get("/").await.status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    // The last of them still had places, and lose them when their time is up.
    let closing = answer(&mut slow[398]);
    assert!(tokio::time::timeout(Duration::from_secs(5), closing).await.is_ok());
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_a_place_gets_the_next_one() {
    const ASK: &[u8] = b"GET /api/v1/status HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let machine = Machine::founded(&[]);
    let site = machine.serve_with(Settings { connections: 2, ..Settings::default() }).await;
    for _ in 0..10 {
        // While somebody writes nobody is answered, so both places stay taken.
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let (begun, began) = std::sync::mpsc::channel();
        let core = machine.core.clone();
        let writing = std::thread::spawn(move || {
            core.write(|_, _, _| {
                begun.send(()).unwrap();
                ended.recv().unwrap();
                Ok::<_, knutepunkt_node::core::CoreError>(())
            })
        });
        tokio::task::block_in_place(|| began.recv()).unwrap();
        let mut asking = Vec::new();
        for _ in 0..3 {
            let mut stream = TcpStream::connect(site.address).await.unwrap();
            stream.write_all(ASK).await.unwrap();
            asking.push(stream);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // The first goes away, and leaves its place to the third.
        drop(asking.remove(0));
        tokio::time::sleep(Duration::from_millis(20)).await;
        end.send(()).unwrap();
        for mut stream in asking {
            assert_eq!(answer(&mut stream).await.status, 200);
        }
        tokio::task::block_in_place(|| writing.join()).unwrap().unwrap();
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_soon_whoever_still_holds_on() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let mut idle = TcpStream::connect(site.address).await.unwrap();
    idle.write_all(b"GET / HT").await.unwrap();
    let begun = Instant::now();
    site.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}
