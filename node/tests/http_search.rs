//! Looking for something: in one list, in everything, and by choices.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds nothing there has failed"
)]

mod http_support;

use http_support::{Machine, line};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_looked_through_and_told_apart() {
    let machine = Machine::founded(&[]);
    let (_, code) = machine.tell(line("story", "Brua over elva"));
    machine.publish(line("event", "Tur til brua"));
    machine.publish(line("resource", "Noe helt annet"));
    let site = machine.serve().await;
    let all = site.get("/sok?q=brua").await;
    assert_eq!(all.status, 200);
    assert!(all.body.contains("Brua over elva") || all.body.contains("<mark>"), "{}", all.body);
    assert!(all.body.contains("href=\"/sok?q=brua&amp;del=arrangementer\"") && !all.body.contains("del=kunnskap"));
    assert!(all.body.contains("noindex"));
    let events = site.get("/sok?q=brua&del=arrangementer").await.body;
    assert!(events.contains("/arrangementer/") && !events.contains("data-codes=\"theme-hope"), "only that part");
    assert!(events.contains("<input type=\"hidden\" name=\"del\" value=\"arrangementer\">"), "the part is kept");
    for odd in ["/sok", "/en/sok?q=", "/sok?del=ingenting&q=x", "/sok?q=%00%F0%9F&theme=", "/sok?q=ingensinnhardetteordet"] {
        assert_eq!(site.get(odd).await.status, 200, "{odd}");
    }
    assert!(site.get("/sok?q=ingensinnhardetteordet").await.body.contains("Vi fant ingenting"));
    assert_eq!(site.get("/sok?q=brua&offset=x").await.status, 400);

    assert_eq!(site.hand_in(&code.to_string()).await.status, 202);
    let after = site.get("/sok?q=brua").await.body;
    assert!(!after.contains("elva") && after.contains("/arrangementer/"), "what is withdrawn is found no more");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_are_narrowed_by_what_is_ticked() {
    let machine = Machine::founded(&[]);
    for number in 0..6 {
        let mut story = line("story", &format!("Lys {number}"));
        story["narrator_role"] = json!(if number == 0 { "bereaved" } else { "relative" });
        story["content_warnings"] = if number < 2 { json!(["suicide"]) } else { json!([]) };
        machine.tell(story);
    }
    let site = machine.serve().await;
    let hub = machine.core.me().hub;
    let cards = |html: &str| html.matches("<article class=\"card\"").count();
    let all = site.get("/fortellinger").await.body;
    assert_eq!(cards(&all), 6);
    assert!(all.contains("name=\"role\" value=\"relative\">") && all.contains("noen få"), "{all}");
    assert!(all.contains(&format!("name=\"hub\" value=\"{hub}\">")), "the centre is a choice");
    assert!(!all.contains("name=\"role\" value=\"peer_worker\""), "what would give nothing is not offered");
    for (query, expected) in [
        ("role=bereaved", 1),
        ("role=bereaved&role=relative", 6),
        ("without=suicide", 4),
        ("without=suicide&role=bereaved", 0),
        ("length=short&lang=nb&county=55&helped=relationship&field=mental_health", 6),
        ("lang=en", 0),
        ("hub=nobody", 6),
    ] {
        let page = site.get(&format!("/fortellinger?{query}")).await.body;
        assert_eq!(cards(&page), expected, "{query}");
    }
    assert_eq!(cards(&site.get(&format!("/fortellinger?hub={hub}&q=lys")).await.body), 6);
    let of_hub = site.get(&format!("/fortellinger?hub={hub}")).await.body;
    assert!(of_hub.contains(&format!("name=\"hub\" value=\"{hub}\" checked>")), "one that was chosen can be undone");
    let chosen = site.get("/fortellinger?role=bereaved&without=suicide").await.body;
    assert!(chosen.contains("href=\"/fortellinger?role=bereaved\"") && chosen.contains("href=\"/fortellinger?without=suicide\""));
    site.stop().await;
}
