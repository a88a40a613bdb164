//! Events as files for calendars: one event, or all that is coming.
//!
//! A calendar that subscribes asks again by itself: what is corrected or cancelled reaches it, and what is withdrawn is no longer in
//! what it is given.

use crate::catalogue::entry::{self, TIME_ZONE};
use crate::catalogue::occurrences::{portable, universal};
use crate::catalogue::shown::{self, Reading, Shown};
use crate::catalogue::{Order, Query as Wanted, Shelf, dates};
use crate::http::desk::{Desk, with_replica};
use crate::http::documents::find;
use crate::http::parameters::{of_subscriber, today};
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::http::{Pairs, lists};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use knutepunkt_web_ui::formats::icalendar::{Calendar, Event, State as Takes, Zone};
use knutepunkt_web_ui::{Site, paths, people};
use serde_json::Value as Json;
use std::sync::Arc;

/// Events in one calendar, at most: each is read from the disk for it.
const EVENTS: usize = 300;

/// Characters of a description: calendars show it in a small window, with the address of the page below.
const DESCRIPTION_CHARS: usize = 1_000;

/// Seconds from 1970 to 2020, from which changes are numbered.
const SINCE: u64 = 1_577_836_800;

/// One event.
pub(super) async fn event(desk: Arc<Desk>, visit: Visit, id: String) -> Result<Response, Trouble> {
    let site = visit.site(&desk);
    desk.work(move |core| {
        with_replica(core, |replica| {
            let shown = find(core, replica, Shelf::Events, &id)?;
            let event = written(&site, &shown).ok_or_else(Trouble::not_found)?;
            let name = format!("attachment; filename=\"{}.ics\"", shown.address.short());
            let file = Calendar { name: shown.title().to_owned(), events: vec![event] }.write();
            Ok(([(header::CONTENT_TYPE, Calendar::MEDIA_TYPE.to_owned()), (header::CONTENT_DISPOSITION, name)], file)
                .into_response())
        })
    })
    .await
}

/// All that is coming, of one county, one centre or one type if that is asked for.
pub(in crate::http) async fn calendar(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Trouble> {
    let query = of_subscriber(Shelf::Events, &pairs)?;
    desk.lists().await?;
    let site = visit.site(&desk);
    desk.work(move |core| {
        let today = today();
        let from = today.map(|today| String::from_utf8_lossy(&today).into_owned());
        let query = Wanted { from, order: today.map_or(Order::Newest, Order::From), limit: EVENTS, ..query };
        let searched = lists::find(core, Shelf::Events, &query)?;
        let events = with_replica(core, |replica| {
            let found = searched.standing(replica, core.store());
            let read = |address| match shown::read(replica, core.store(), address) {
                Reading::Shown(shown) => written(&site, &shown),
                _ => None,
            };
            Ok(found.items.iter().filter_map(|hit| read(&hit.entry.address)).collect())
        })?;
        let name = format!("{} – {}", site.lang.text("section-events"), site.hub_name);
        Ok(([(header::CONTENT_TYPE, Calendar::MEDIA_TYPE)], Calendar { name, events }.write()).into_response())
    })
    .await
}

/// An event, if it says when it begins.
fn written(site: &Site, shown: &Shown) -> Option<Event> {
    let text = |name: &str| shown.text(name).unwrap_or_default();
    let span = entry::span(shown)?;
    let (mut start, mut end) = (dates::parse_moment(&span.start)?, span.end.as_deref().and_then(dates::parse_moment));
    let named = span.zone.as_deref().unwrap_or(TIME_ZONE);
    let rule = span.rule.as_deref().and_then(|rule| portable(rule, named));
    let zone = match universal(start, named) {
        _ if named == TIME_ZONE => Zone::Oslo,
        None => Zone::Floating,
        // What recurs keeps its clock; every calendar knows the zones by these names.
        Some(_) if rule.is_some() => Zone::Named(named.to_owned()),
        Some(at) => {
            start = at;
            end = end.and_then(|end| universal(end, named));
            Zone::Universal
        }
    };
    let modified = dates::rfc3339(shown.modified).replace(['-', ':'], "");
    let page = paths::event(&shown.address.to_string());
    let mut description: Vec<&str> = vec![text("summary")];
    description.extend(shown.record("registration").and_then(|it| it.get("url")).and_then(Json::as_str));
    description.extend(shown.text("url"));
    description.retain(|part| !part.is_empty());
    Some(Event {
        uid: shown.address.to_string(),
        // In minutes: it grows with every change, and fits into what calendars keep it in.
        sequence: shown.modified.saturating_sub(SINCE) / 60,
        modified,
        start,
        end,
        zone,
        rule,
        state: match text("state") {
            "cancelled" => Takes::Cancelled,
            "tentative" => Takes::Tentative,
            _ => Takes::Confirmed,
        },
        title: shown.title().to_owned(),
        lang: text("lang").to_owned(),
        description: people::cut(&description.join("\n"), DESCRIPTION_CHARS).into_owned(),
        place: place(shown),
        url: site.base_url.is_some().then(|| site.permanent(&page)),
    })
}

/// Where it is: the address, or where on the net.
fn place(shown: &Shown) -> String {
    let address = shown.record("location").and_then(|location| location.get("address")).and_then(Json::as_object);
    let part = |name: &str| address.and_then(|address| address.get(name)).and_then(Json::as_str).unwrap_or_default();
    let town = format!("{} {}", part("postal_code"), part("city"));
    let lines: Vec<&str> = [part("street"), town.trim()].into_iter().filter(|line| !line.is_empty()).collect();
    if lines.is_empty() { shown.text("url").unwrap_or_default().to_owned() } else { lines.join(", ") }
}
