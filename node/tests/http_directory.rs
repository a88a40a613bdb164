//! The directory as readers see it: its list, its entries, and everything in a place.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds nothing there has failed"
)]

mod http_support;

use http_support::{Machine, line};
use serde_json::{Value, json};

/// An organisation with these fields, also such as no import line may have.
fn publish(machine: &Machine, name: &str, fields: Value) -> String {
    let mut content = json!({"lang": "nb", "name": name, "description": "Oppdiktet.", "type": "self_help"});
    content.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let content = serde_json::from_value(content).unwrap();
    machine.publish_content("organisation", content, None, name.as_bytes().to_vec()).0.to_string()
}

fn place(municipality: &str) -> Value {
    let address = json!({"street": "Liksomgata 1", "postal_code": "9008", "city": "By", "county": &municipality[..2], "municipality": municipality});
    json!([{"type": "physical", "address": address, "lat": 69.6492, "lon": 18.9553, "accessibility": ["step_free"]}])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_has_what_is_there_and_what_is_for_it() {
    let machine = Machine::founded(&[]);
    // The number that Tromsø had from 2020 to 2023, as an older program wrote it.
    let house = publish(&machine, "Huset", json!({"locations": place("5401")}));
    let county = publish(&machine, "Fylkeslaget", json!({"service_area": {"counties": ["55"]}}));
    let national = publish(&machine, "Landslaget", json!({"service_area": {"national": true}}));
    let elsewhere = publish(&machine, "Nabohuset", json!({"locations": place("5503")}));
    let site = machine.serve().await;
    let tromso = site.get("/kommune/5501").await.body;
    for (there, id) in [(true, &house), (true, &county), (true, &national), (false, &elsewhere)] {
        assert_eq!(tromso.contains(&format!("/katalog/{id}")), there, "{id}");
    }
    let troms = site.get("/en/fylke/55").await.body;
    assert!([&house, &county, &national, &elsewhere].iter().all(|id| troms.contains(&format!("/en/katalog/{id}"))));
    let oslo = site.get("/kommune/0301").await.body;
    assert!(oslo.contains(&national) && !oslo.contains(&county) && !oslo.contains(&house));
    // The program's interface finds it under today's numbers, too.
    assert_eq!(site.json("/api/v1/directory?municipality=5501").await["total"], 1);
    assert_eq!(site.json("/api/v1/directory?county=55").await["total"], 3);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn former_numbers_and_names_lead_to_places_of_today() {
    let machine = Machine::founded(&[]);
    let site = machine.serve().await;
    for (asked, location) in [
        ("/kommune/3001", "/kommune/3101"),
        ("/nn/kommune/5401", "/nn/kommune/5501"),
        ("/kommune?q=Karasjok", "/kommune/5610"),
        ("/en/kommune?q=oppland", "/en/fylke/34"),
    ] {
        let answer = site.get(asked).await;
        assert_eq!((answer.status, answer.headers["location"].as_str()), (303, location), "{asked}");
    }
    for (asked, status) in
        [("/kommune", 200), ("/kommune?q=nord", 200), ("/kommune?q=%00", 200), ("/kommune/9999", 404), ("/fylke/54", 404)]
    {
        assert_eq!(site.get(asked).await.status, status, "{asked}");
    }
    site.stop().await;
    let alone = Machine::alone();
    let site = alone.serve().await;
    // A machine in no network has nobody to show, and no lists to wait for.
    for path in ["/kommune", "/katalog?county=55"] {
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_narrows_the_directory() {
    let machine = Machine::founded(&[]);
    let far = publish(&machine, "Ågården", json!({"locations": place("4601"), "alert": "Stengt i dag"}));
    let near = publish(&machine, "Aamot", json!({"locations": place("5501"), "assured_on": "2019-01-01"}));
    let plain = publish(&machine, "Bua", json!({}));
    let site = machine.serve().await;
    let all = site.get("/katalog").await.body;
    let at = |id: &String| all.find(&format!("/katalog/{id}")).unwrap();
    assert!(at(&plain) < at(&far) && at(&far) < at(&near), "as a Norwegian list");
    assert!(all.contains("Vestland: én oppføring") && all.contains("href=\"/katalog?county=46\"") && all.contains("Kartverket"));
    assert!(all.contains("Ikke sjekket på over ett år") && all.contains("Stengt i dag") && all.contains("Trinnfritt"));
    for (query, found) in [
        ("county=46", [true, false, false]),
        ("municipality=5401", [false, true, false]),
        ("county=46&municipality=5501", [true, false, false]),
        ("accessibility=step_free", [true, true, false]),
        ("type=clubhouse", [false, false, false]),
        ("county=99", [false, false, false]),
    ] {
        let page = site.get(&format!("/katalog?{query}")).await.body;
        assert_eq!([&far, &near, &plain].map(|id| page.contains(&format!("/katalog/{id}"))), found, "{query}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_says_how_to_get_there() {
    let machine = Machine::founded(&[]);
    let parent = publish(&machine, "Landslaget", json!({}));
    let fields = json!({
        "locations": place("5501"), "phones": [{"number": "22400040"}], "email": "post@huset.example", "parent": "Landslaget",
        "schedules": [{"days": ["mo"], "opens": "10:00", "closes": "15:00"}], "services": "alt mulig", "offers": ["music"],
    });
    let house = publish(&machine, "Huset", fields);
    let mut event = line("event", "Suppe på Huset");
    event["organisers"] = json!(["Huset"]);
    event["start"] = json!("2099-02-16T09:00");
    event.as_object_mut().unwrap().remove("end");
    let (event, _) = machine.publish(event);
    let site = machine.serve().await;
    let page = site.get(&format!("/katalog/{house}")).await.body;
    for part in [
        "href=\"tel:22400040\"",
        "22\u{a0}40\u{a0}00\u{a0}40",
        "href=\"geo:69.64920,18.95530",
        "href=\"/kommune/5501\"",
        "application/ld+json",
        "\"@type\":\"NGO\"",
        "Åpningstider",
        "alt mulig",
        "Musikk",
        &format!("/arrangementer/{event}"),
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(site.get(&format!("/katalog/{parent}")).await.body.contains(&format!("/katalog/{house}")));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_a_field_by_mistake_harms_nobody() {
    let machine = Machine::founded(&[]);
    let wild = [
        json!({"locations": "her", "schedules": {"days": "mo"}, "phones": [7], "service_area": [1], "offers": "alt", "parent": 3}),
        json!({"locations": [{"type": "physical", "lat": 1e300, "lon": -1e300}], "schedules": [{"days": ["mo"], "opens": "99:99"}]}),
        json!({"assured_on": "9999-99-99", "services": [{}], "accessibility": [["x"]], "email": {"a": 1}, "website": "javascript:alert(1)"}),
        json!({"locations": [{"type": "physical", "address": {"municipality": "ø".repeat(5_000), "county": "<i>"}}], "alert": "<script>"}),
    ];
    let ids: Vec<String> =
        wild.iter().enumerate().map(|(at, fields)| publish(&machine, &format!("Nr. {at}"), fields.clone())).collect();
    let site = machine.serve().await;
    for path in ids.iter().map(|id| format!("/katalog/{id}")).chain(["/katalog".to_owned(), "/kommune/5501".to_owned()]) {
        let answer = site.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        for bad in ["<script>", "<i>", "href=\"javascript:", "geo:"] {
            assert!(!answer.body.contains(bad), "{path}: {bad}");
        }
    }
    site.stop().await;
}
