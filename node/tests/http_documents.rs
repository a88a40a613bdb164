//! What stands is shown, what was withdrawn is gone, what is hidden says so: on pages and for programs alike.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds nothing there has failed"
)]

mod http_support;

use http_support::{Machine, line};
use knutepunkt_protocol::ids::Address;
use knutepunkt_protocol::replica::Refusal;
use serde_json::{Value, json};

const LISTS: [(&str, &str, &str); 5] = [
    ("story", "stories", "/fortellinger"),
    ("organisation", "directory", "/katalog"),
    ("event", "events", "/arrangementer"),
    ("resource", "resources", "/kunnskap"),
    ("article", "articles", "/aktuelt"),
];

fn publish(machine: &Machine, kind: &str, title: &str) -> Address {
    if kind == "story" { machine.tell(line(kind, title)).0 } else { machine.publish(line(kind, title)).0 }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_is_in_its_list_and_on_its_page() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    for (kind, list, path) in LISTS {
        let address = publish(&machine, kind, "Brua over elva");
        let found = site.json(&format!("/api/v1/{list}")).await;
        assert_eq!(found["total"], 1, "{list}");
        let item = &found["items"][0];
        let named = if kind == "organisation" { "name" } else { "title" };
        let mut keys: Vec<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        let mut expected = vec!["id", "version", "kind", "hub", "lang", named, "summary", "themes", "page", "modified"];
        expected.sort_unstable();
        assert_eq!(keys, expected);
        assert_eq!((item["id"].as_str(), item["kind"].as_str()), (Some(address.to_string().as_str()), Some(kind)));
        assert_eq!(item[named], "Brua over elva");
        assert_eq!(item["page"], format!("{path}/{address}"));
        assert_eq!(item["modified"].as_str().map(str::len), Some(7));
        let whole = site.json(&format!("/api/v1/{list}/{address}")).await;
        assert_eq!((&whole["id"], &whole["version"], &whole["conflicts"]), (&item["id"], &item["version"], &json!({})));
        for page in
            [format!("{path}/{address}"), format!("/en{path}/{address}"), path.to_owned(), format!("/nn{path}?q=brua&theme=")]
        {
            let answer = site.get(&page).await;
            assert_eq!(answer.status, 200, "{page}");
            let body = answer.body.replace("<mark>", "").replace("</mark>", "");
            assert!(body.contains("Brua over elva") && answer.headers["content-type"].starts_with("text/html"), "{page}");
        }
        let (other, _) = if list == "stories" { ("events", "") } else { ("stories", "") };
        assert_eq!(site.get(&format!("/api/v1/{other}/{address}")).await.rule(), "not_found");
    }
    let home = site.get("/").await;
    assert!(home.status == 200 && home.body.contains("Brua over elva"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_public_fields_are_given_and_nothing_else() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let (address, _) = machine.tell(line("story", "Brua"));
    let story = site.json(&format!("/api/v1/stories/{address}")).await;
    assert_eq!(story["body"].as_array().map(Vec::len), Some(2));
    assert_eq!((&story["narrator_role"], &story["place"]), (&json!("relative"), &json!({"county": "55"})));
    assert_eq!(story["consent"]["given_at"], "2026-11");
    let text = story.to_string();
    assert!(!text.contains("teller_approved") && !text.contains("2026-11-03") && !text.contains("\"ref\""));
    let (profile, _) = machine.publish(line("hub", "Nordlys senter"));
    let hub = site.json(&format!("/api/v1/directory/{profile}")).await;
    assert_eq!((&hub["kind"], &hub["name"], &hub["county"]), (&json!("hub"), &json!("Nordlys senter"), &json!(["55"])));
    let page = site.get(&format!("/katalog/{profile}")).await;
    assert!(page.status == 200 && page.body.contains("Kari") && page.body.contains("https://nordlys.example"));
    assert!(site.get(&format!("/fortellinger/{address}")).await.body.contains("Nordlys senter"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_gone_at_once() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let (address, code) = machine.tell(line("story", "Brua"));
    machine.tell(line("story", "Veien"));
    assert_eq!(site.json("/api/v1/stories?q=brua").await["total"], 2);
    assert_eq!(site.hand_in(&code.to_string()).await.status, 202);
    let gone = site.get(&format!("/api/v1/stories/{address}")).await;
    assert_eq!((gone.status, gone.rule().as_str()), (410, "withdrawn"));
    let page = site.get(&format!("/en/fortellinger/{address}")).await;
    assert!(page.status == 410 && !page.body.contains("Brua"));
    let left = site.json("/api/v1/stories").await;
    assert_eq!(
        (&left["total"], &left["items"][0]["title"], &left["facets"]["theme"]["hope"]),
        (&json!(1), &json!("Veien"), &json!(1))
    );
    assert!(!site.get("/").await.body.contains("Brua") && !site.get("/fortellinger").await.body.contains("Brua"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_says_so_and_comes_back() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let address = publish(&machine, "article", "Åpent hus");
    let hold = |held: bool| machine.core.write(|replica, hand, effects| replica.hold(&address, held, hand, effects)).unwrap();
    hold(true);
    for (path, status, total) in [("/api/v1/articles", 451, 0), ("/aktuelt", 451, 0)] {
        assert_eq!(site.get(&format!("{path}/{address}")).await.status, status);
        if path.starts_with("/api") {
            assert_eq!(site.json(path).await["total"], total);
        }
    }
    hold(false);
    assert_eq!(site.json("/api/v1/articles").await["total"], 1);
    assert_eq!(site.get(&format!("/aktuelt/{address}")).await.status, 200);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_here_is_not_found() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let unknown = "0a".repeat(32);
    for id in [unknown.as_str(), "x", "..%2F..", "%FF%FE", &"A".repeat(64), &"a".repeat(5_000)] {
        for path in ["/api/v1/stories", "/fortellinger", "/katalog", "/kvittering", "/api/v1/withdrawals"] {
            let answer = site.get(&format!("{path}/{id}")).await;
            assert!(matches!(answer.status, 404 | 400), "{path}/{id}: {}", answer.status);
        }
    }
    assert_eq!(site.get("/api/v1/poems").await.rule(), "not_found");
    let page = site.get("/nn/dikt").await;
    assert!(page.status == 404 && page.body.contains("<html lang=\"nn\""));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_values_at_once_are_both_told() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let (address, id) = machine.publish(line("organisation", "Havglimt"));
    let heads = machine.core.read(|replica| replica.document(&id).unwrap().heads.clone()).unwrap();
    for number in ["75000000", "76000000"] {
        let edits = [("phones".to_owned(), Some(json!([{"number": number}]))), ("alert".to_owned(), Some(json!(number)))].into();
        machine.core.write::<(), Refusal>(|replica, hand, effects| replica.edit(&id, &heads, &edits, hand, effects)).unwrap();
    }
    let whole = site.json(&format!("/api/v1/directory/{address}")).await;
    let (shown, others) = (&whole["phones"][0]["number"], whole["conflicts"]["phones"].as_array().unwrap());
    assert_eq!(others.len(), 1);
    assert_ne!(&others[0]["value"][0]["number"], shown);
    assert_eq!(others[0]["hub"], json!(machine.core.me().hub));
    let page = site.get(&format!("/katalog/{address}")).await.body;
    // Eight digits are shown in groups, so the links tell.
    assert!(page.contains("tel:75000000") && page.contains("tel:76000000") && page.contains("id=\"ulikt\""));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_only_text() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let script = "<script>alert(1)</script>\u{202e}\"'&";
    let mut content = knutepunkt_protocol::kinds::Content::new();
    for name in
        ["title", "summary", "lang", "type", "mode", "start", "end", "state", "url", "egen_rubrikk", "rrule", "id", "conflicts"]
    {
        content.insert(name.to_owned(), json!(script));
    }
    for name in ["body", "themes", "organisers"] {
        content.insert(name.to_owned(), json!([script, {"a": script}, 5, null]));
    }
    for name in ["location", "registration"] {
        content.insert(name.to_owned(), json!({"address": {"street": script, "county": script}, "url": "javascript:alert(1)"}));
    }
    content.insert("prices".to_owned(), json!({"nok": -1, "label": script}));
    content.insert("capacity".to_owned(), json!(1.5));
    let (address, _) = machine.publish_content("event", content, None, vec![9]);
    for path in [
        "/arrangementer".to_owned(),
        format!("/arrangementer/{address}"),
        "/".to_owned(),
        "/arrangementer?q=%3Cscript%3E".to_owned(),
    ] {
        let page = site.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<script>") && !page.body.contains("href=\"javascript"), "{path}");
    }
    let whole = site.json(&format!("/api/v1/events/{address}")).await;
    assert_eq!((&whole["id"], &whole["conflicts"]), (&json!(address), &json!({})));
    assert_eq!(site.json("/api/v1/events").await["total"], 1);

    let huge = json!(format!("a{}", "\u{301}".repeat(60_000)));
    let content = [("title".to_owned(), huge.clone()), ("body".to_owned(), json!(["x".repeat(100_000)]))].into();
    machine.publish_content("article", content, None, vec![10]);
    assert!(site.get("/aktuelt").await.body.len() < 40_000);
    assert!(site.get("/api/v1/articles").await.body.len() < 10_000);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_only_stories_wait() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let (story, code) = machine.tell(line("story", "Brua"));
    let (withdrawn, _) = (machine.tell(line("story", "Veien")).0, ());
    let event = publish(&machine, "event", "Kurset");
    machine.core.set_waits_for_withdrawals(true).unwrap();
    for path in [
        "/api/v1/stories".to_owned(),
        format!("/api/v1/stories/{story}"),
        "/fortellinger".to_owned(),
        format!("/fortellinger/{story}"),
    ] {
        let answer = site.get(&path).await;
        assert_eq!(answer.status, 503, "{path}");
        assert!(answer.headers.contains_key("retry-after"));
    }
    let home = site.get("/").await;
    assert!(home.status == 200 && !home.body.contains("Brua") && home.body.contains("Kurset"));
    assert_eq!(site.get(&format!("/arrangementer/{event}")).await.status, 200);
    assert_eq!(site.hand_in(&code.to_string()).await.status, 202);
    assert_eq!(site.get(&format!("/fortellinger/{story}")).await.status, 410);
    machine.core.set_waits_for_withdrawals(false).unwrap();
    assert_eq!(site.get(&format!("/fortellinger/{withdrawn}")).await.status, 200);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_narrowed_counted_and_paged() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    for number in 0..7 {
        let mut story = line("story", &format!("Fortelling {number}"));
        story["themes"] = if number < 3 { json!(["hope"]) } else { json!(["identity"]) };
        story["content_warnings"] = if number == 6 { json!(["violence"]) } else { json!([]) };
        story["place"] = json!({"county": if number % 2 == 0 { "55" } else { "18" }});
        machine.tell(story);
    }
    let total = async |query: &str| site.json(&format!("/api/v1/stories{query}")).await["total"].as_u64().unwrap();
    assert_eq!(total("").await, 7);
    assert_eq!(total("?theme=hope").await, 3);
    assert_eq!(total("?theme=hope&theme=identity").await, 7);
    assert_eq!(total("?theme=hope&county=55").await, 2);
    assert_eq!(total("?without=violence").await, 6);
    assert_eq!(total(&format!("?hub={}&lang=nb", machine.core.me().hub)).await, 7);
    assert_eq!(total(&format!("?hub={}", "0a".repeat(32))).await, 0);
    assert_eq!(total("?q=fortelling+3").await, 1);
    assert_eq!(total("?q=fortelling+3&q=fortelling+4").await, 2);
    assert_eq!(total("?q=finnes+ikke").await, 0);
    let facets = &site.json("/api/v1/stories?theme=hope").await["facets"];
    assert_eq!(facets["theme"], json!({"hope": 3, "identity": 4}), "a count says what choosing it would give");
    assert_eq!(facets["county"], json!({"18": 1, "55": 2}));
    assert!(facets.get("without").is_none() && facets.get("municipality").is_none());
    let page = site.json("/api/v1/stories?limit=3&offset=6").await;
    assert_eq!((page["items"].as_array().map(Vec::len), &page["total"]), (Some(1), &json!(7)));
    let warned: Vec<Value> = site.json("/api/v1/stories?q=fortelling+6").await["items"].as_array().unwrap().clone();
    assert_eq!(warned[0]["summary"], "", "how it begins is not shown before the warning");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_found_by_day_and_places_by_county() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    publish(&machine, "event", "Kurset");
    let mut weekly = line("event", "Treffet");
    weekly["start"] = json!("2027-01-05T18:00");
    weekly["end"] = json!("2027-01-05T20:00");
    weekly["rrule"] = json!("FREQ=WEEKLY;BYDAY=TU;COUNT=10");
    machine.publish(weekly);
    let total = async |query: &str| site.json(query).await["total"].as_u64().unwrap();
    assert_eq!(total("/api/v1/events?from=2027-02-16&to=2027-02-16").await, 2);
    assert_eq!(total("/api/v1/events?from=2027-02-17").await, 1);
    assert_eq!(total("/api/v1/events?from=2027-06-01").await, 0);
    assert_eq!(total("/api/v1/events?to=2027-01-04").await, 0);
    assert_eq!(total("/api/v1/events?county=55&type=course").await, 2);
    publish(&machine, "organisation", "Havglimt");
    machine.publish(line("hub", "Nordlys"));
    assert_eq!(total("/api/v1/directory?municipality=5501&type=local_user_run_centre&accessibility=step_free").await, 1);
    assert_eq!(total("/api/v1/directory?county=55").await, 2);
    assert_eq!(total("/api/v1/directory?offer=outdoors").await, 1);
    assert_eq!(total("/api/v1/directory?q=turgruppe+troms%C3%B8").await, 1);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_read_again_after_a_restart() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let (address, code) = machine.tell(line("story", "Brua"));
    machine.tell(line("story", "Veien"));
    assert_eq!(site.hand_in(&code.to_string()).await.status, 202);
    site.stop().await;
    let machine = machine.restarted();
    let site = machine.serve().await;
    assert_eq!(site.json("/api/v1/status").await["documents"], json!({"story": 1}));
    assert_eq!(site.json("/api/v1/stories").await["items"][0]["title"], "Veien");
    assert_eq!(site.get(&format!("/fortellinger/{address}")).await.status, 410);
    knutepunkt_node::catalogue::Catalogue::rebuild(&machine.core);
    assert_eq!(site.json("/api/v1/stories?q=veien").await["total"], 1);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_listed_soon() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    assert_eq!(site.json("/api/v1/articles").await["total"], 0);
    let content = |number: u64| [("title".to_owned(), json!(format!("Nytt {number}")))].into();
    let published = machine.core.write::<_, Refusal>(|replica, hand, effects| {
        for number in 0..100u64 {
            let new = knutepunkt_protocol::replica::author::NewDocument {
                kind: "article".to_owned(),
                editors: knutepunkt_protocol::document::header::Editors::Owner,
                teller: None,
                origin: number.to_be_bytes().to_vec(),
                about: None,
                nonce: vec![1],
            };
            replica.publish(new, &content(number), hand, effects)?;
        }
        Ok(())
    });
    published.unwrap();
    let mut total = 0;
    for _ in 0..100 {
        total = site.json("/api/v1/articles").await["total"].as_u64().unwrap();
        if total == 100 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(total, 100);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_longer_counts_is_shown_no_longer() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    let address = publish(&machine, "article", "Fra en stjålet maskin");
    assert_eq!(site.json("/api/v1/articles").await["total"], 1);
    let node = machine.core.me().node;
    machine.core.write(|replica, hand, effects| replica.revoke(&machine.hub, node, &[], hand, effects)).unwrap();
    assert_eq!(site.json("/api/v1/articles").await["total"], 0);
    assert_eq!(site.get(&format!("/aktuelt/{address}")).await.status, 404);
    assert_eq!(site.json("/api/v1/status").await["set_aside"], 1);
    site.stop().await;
}
