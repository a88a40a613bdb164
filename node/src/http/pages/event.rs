//! One event.

use super::document::{document_view, owned};
use super::fields::Hubs;
use crate::catalogue::dates;
use crate::catalogue::entry::{self, TIME_ZONE};
use crate::catalogue::occurrences::exactly;
use crate::catalogue::shown::{Shown, texts};
use crate::core::Core;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::Site;
use knutepunkt_web_ui::dates::{Date, Moment};
use knutepunkt_web_ui::pages::event::{self, EventView, Place, Price, Registration};
use knutepunkt_web_ui::values::Value;
use serde_json::{Map, Value as Json};

/// Next dates that are shown of what recurs.
const NEXT: usize = 6;

/// The page.
pub(super) fn page(core: &Core, replica: &Replica, site: &Site, shown: &Shown) -> String {
    event::render(site, &view(core, replica, site, shown, super::directory::now()))
}

fn view(core: &Core, replica: &Replica, site: &Site, shown: &Shown, now: Moment) -> EventView {
    let hubs = Hubs { core, replica };
    let text = |name: &str| shown.text(name).map(str::to_owned);
    let parties = |name: &str| shown.texts(name).map(|party| hubs.party(party)).collect::<Vec<_>>();
    let span = entry::span(shown);
    let start = span.as_ref().and_then(|span| dates::parse_moment(&span.start));
    let end = start.and_then(|start| span.as_ref()?.end_of(start));
    let coming = |at: &Moment| span.as_ref().and_then(|span| span.end_of(*at)).unwrap_or(*at) >= now;
    let occurrences = span.as_ref().and_then(|span| span.occurrences.as_ref());
    let mut next: Vec<Moment> =
        occurrences.into_iter().flat_map(|it| it.between(Some(now.date), None)).filter(coming).take(NEXT + 1).collect();
    let over = match (&span, occurrences) {
        (_, Some(_)) => next.is_empty(),
        // What nobody here could work out may go on until its last day.
        (Some(span), None) if span.rule.is_some() => span.last.as_ref() < now.date.to_string().as_str(),
        _ => start.is_some_and(|start| !coming(&start)),
    };
    let more = next.len() > NEXT;
    next.truncate(NEXT);
    let zone = shown.text("tz").unwrap_or(TIME_ZONE);
    let place = shown.record("location").and_then(place);
    let prices: Option<Vec<Price>> = shown
        .content
        .get("prices")
        .and_then(Json::as_array)
        .map(|_| shown.records("prices").filter_map(|record| price(record, now.date)).collect());
    let registration = shown.record("registration").and_then(|record| registration(record, now));
    let mut placed = vec!["type", "state", "mode", "organisers", "collaborators", "url"];
    placed.extend(start.is_some().then_some(["start", "end", "rrule"]).into_iter().flatten());
    placed.extend(place.is_some().then_some("location"));
    placed.extend(prices.is_some().then_some("prices"));
    placed.extend(registration.is_some().then_some("registration"));
    placed.extend(shown.content.get("capacity").and_then(Json::as_u64).map(|_| "capacity"));
    EventView {
        kind_type: text("type").unwrap_or_default(),
        state: text("state").unwrap_or_default(),
        mode: text("mode").unwrap_or_default(),
        over,
        start,
        end,
        exactly: (start.and_then(|at| exactly(at, zone)), end.and_then(|at| exactly(at, zone))),
        zone: span.as_ref().and_then(|span| span.zone.as_deref()).map(str::to_owned),
        rule: span.as_ref().and_then(|span| span.rule.as_deref()).map(str::to_owned),
        next,
        more,
        place,
        url: text("url"),
        prices: prices.unwrap_or_default(),
        registration,
        capacity: shown.content.get("capacity").and_then(Json::as_u64),
        organisers: parties("organisers"),
        collaborators: parties("collaborators"),
        document: document_view(core, replica, site, shown, &placed),
    }
}

/// A place, if it says more than that there is one.
fn place(location: &Map<String, Json>) -> Option<Place> {
    let address = location.get("address").and_then(Json::as_object);
    let part = |name: &str| address.and_then(|address| address.get(name)).and_then(Json::as_str).unwrap_or_default();
    let town = format!("{} {}", part("postal_code"), part("city")).trim().to_owned();
    let lines: Vec<String> = [part("street").to_owned(), town].into_iter().filter(|line| !line.is_empty()).collect();
    let county = Some(part("county")).filter(|county| !county.is_empty()).map(str::to_owned);
    (!lines.is_empty()).then(|| Place { lines, county, accessibility: owned(texts(location.get("accessibility"))) })
}

fn price(record: &Map<String, Json>, today: Date) -> Option<Price> {
    let text = |name: &str| record.get(name).and_then(Json::as_str);
    let until = text("until").and_then(dates::parse_date);
    Some(Price {
        label: text("label").unwrap_or_default().to_owned(),
        kroner: record.get("nok").and_then(Json::as_u64)?,
        until,
        over: until.is_some_and(|until| until < today),
    })
}

fn registration(record: &Map<String, Json>, now: Moment) -> Option<Registration> {
    let text = |name: &str| record.get(name).and_then(Json::as_str);
    let deadline = text("deadline").unwrap_or_default();
    let (deadline, over) = match (dates::parse_moment(deadline), dates::parse_date(deadline)) {
        (Some(moment), _) => (Some(Value::Span(moment, None)), moment < now),
        (None, Some(date)) => (Some(Value::Date(date)), date < now.date),
        (None, None) => (None, false),
    };
    Some(Registration { url: text("url")?.to_owned(), deadline, over })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn at(text: &str) -> Moment {
        dates::parse_moment(text).unwrap()
    }

    fn record(value: &Json) -> &Map<String, Json> {
        value.as_object().unwrap()
    }

    #[test]
    fn a_price_holds_through_its_last_day() {
        let early = json!({"label": "Tidlig", "nok": 900, "until": "2027-01-15"});
        let over = |day: &str| price(record(&early), dates::parse_date(day).unwrap()).unwrap().over;
        assert!(!over("2027-01-15") && over("2027-01-16"));
        assert!(price(record(&json!({"label": "Tidlig", "nok": "900"})), at("2027-01-15T00:00").date).is_none());
    }

    #[test]
    fn a_deadline_is_a_day_or_a_moment() {
        let by = |deadline: &str| json!({"url": "https://a.example", "deadline": deadline});
        let over = |deadline: &str, now: &str| registration(record(&by(deadline)), at(now)).unwrap().over;
        assert!(!over("2027-02-01", "2027-02-01T23:59") && over("2027-02-01", "2027-02-02T00:00"));
        assert!(!over("2027-02-01T12:00", "2027-02-01T12:00") && over("2027-02-01T12:00", "2027-02-01T12:01"));
        assert!(!over("snart", "2027-02-01T12:00"));
        assert!(registration(record(&json!({"deadline": "2027-02-01"})), at("2027-02-01T12:00")).is_none());
    }

    #[test]
    fn a_place_says_where() {
        let whole = json!({"type": "physical", "address": {"street": "Liksomgata 5", "postal_code": "5700", "city": "Voss", "county": "46"}});
        assert_eq!(place(record(&whole)).unwrap().lines, ["Liksomgata 5", "5700 Voss"]);
        assert!(place(record(&json!({"type": "virtual"}))).is_none());
    }
}
