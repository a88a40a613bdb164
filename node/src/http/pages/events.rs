//! What is coming, and what was, month by month.

use crate::catalogue::{Facet, Hit, Order, Query, Shelf, dates};
use crate::core::Core;
use crate::http::desk::Desk;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::http::{Pairs, lists, parameters};
use crate::status;
use axum::response::Html;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::Site;
use knutepunkt_web_ui::dates::{Date, Moment, Month};
use knutepunkt_web_ui::filters::Search;
use knutepunkt_web_ui::forms;
use knutepunkt_web_ui::pages::events::{self, EventItem, EventsView};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Entries on a page of what is coming.
const LIMIT: usize = 30;

/// Days on which one event stands in the list of what is coming: a weekly one for a quarter of a year. Whoever wants to see further
/// goes to a month, in which it stands as often as it takes place.
const DAYS_OF_ONE: usize = 13;

/// Entries that are looked at in all. No network arranges so much; a list that is longer is cut.
const ENTRIES: usize = 20_000;

/// Months ahead that one can go to with one touch.
const MONTHS: usize = 8;

/// A page of the list.
pub(super) async fn list(desk: Arc<Desk>, visit: Visit, pairs: Pairs) -> Result<Html<String>, Trouble> {
    let (query, search) = parameters::of_reader(Shelf::Events, &pairs)?;
    let month = pairs.iter().find(|(name, value)| name == forms::PARAM_MONTH && !value.is_empty()).map(|(_, value)| value);
    let month = month.and_then(|month| dates::parse_date(&format!("{month}-01"))).map(Date::in_month);
    desk.lists_for_reader().await?;
    let site = visit.site(&desk);
    desk.work(move |core| page(core, &site, query, search, month)).await
}

fn page(core: &Core, site: &Site, query: Query, mut search: Search, month: Option<Month>) -> Result<Html<String>, Trouble> {
    let now = super::directory::now();
    let (from, to) = match month {
        None => (now.date, None),
        Some(month) => {
            let first = |month: Month| Date { year: month.year, month: month.month, day: 1 };
            (first(month), Some(dates::later(first(month.later(1)), -1)))
        }
    };
    let offset = query.offset;
    let query = Query {
        from: Some(from.to_string()),
        to: to.map(|to| to.to_string()),
        order: Order::Newest,
        offset: 0,
        limit: ENTRIES,
        ..query
    };
    let searched = lists::find(core, Shelf::Events, &query)?;
    let guard = core.replica();
    let Some(replica) = guard.as_ref() else {
        return Ok(Html(events::render(site, &EventsView { search, ..EventsView::default() })));
    };
    let found = searched.standing(replica, core.store());
    let days = days(&found.items, from, to, if month.is_some() { ENTRIES } else { DAYS_OF_ONE });
    let months = months(&days, now.date.in_month(), month);
    let (skipped, limit) = if month.is_some() { (0, ENTRIES) } else { (offset, LIMIT) };
    search.total = days.len() as u64;
    search.offset = skipped as u64;
    search.limit = limit as u64;
    search.partial = !found.complete;
    search.facets = super::facets::facets(core, Some(replica), Shelf::Events, &query, &found.facets);
    search.meant = found.did_you_mean.clone();
    search.kept = month.map(|month| (forms::PARAM_MONTH, month.to_string()));
    let shown = days.iter().skip(skipped).take(limit);
    let items = shown.filter_map(|(start, hit)| item(core, replica, hit, *start, now)).collect();
    Ok(Html(events::render(site, &EventsView { search, month, months, items })))
}

/// Each event on each of the days on which it takes place, in order.
fn days(hits: &[Hit], from: Date, to: Option<Date>, of_one: usize) -> Vec<(Moment, &Hit)> {
    let mut days: Vec<(Moment, &Hit)> = Vec::new();
    for hit in hits {
        let Some(span) = &hit.entry.span else { continue };
        match &span.occurrences {
            Some(occurrences) => days.extend(occurrences.between(Some(from), to).take(of_one).map(|at| (at, hit))),
            // What recurs by a rule that nobody here understands stands once, when it begins.
            None => days.extend(dates::parse_moment(&span.start).map(|at| (at, hit))),
        }
    }
    days.sort_by_key(|(at, hit)| (*at, hit.entry.address));
    days.truncate(ENTRIES);
    days
}

/// The months to which one can go: those with something in them, the one before and the one after, and this one.
fn months(days: &[(Moment, &Hit)], now: Month, asked: Option<Month>) -> Vec<Month> {
    let about = asked.unwrap_or(now);
    let mut months: BTreeSet<Month> = [about.later(-1), now, about, about.later(1)].into();
    let later: BTreeSet<Month> = days.iter().map(|(at, _)| at.date.in_month()).filter(|month| *month >= now).collect();
    months.extend(later.into_iter().take(MONTHS));
    months.into_iter().collect()
}

fn item(core: &Core, replica: &Replica, hit: &Hit, start: Moment, now: Moment) -> Option<EventItem> {
    let entry = &hit.entry;
    let span = entry.span.as_ref()?;
    let code = |facet| entry.codes_of(facet).next().map(str::to_owned);
    let end = span.end_of(start);
    Some(EventItem {
        id: entry.address.to_string(),
        title: entry.title.to_string(),
        lang: entry.lang.to_string(),
        summary: entry.summary.to_string(),
        kind_type: code(Facet::Type).unwrap_or_default(),
        state: entry.state.as_deref().unwrap_or_default().to_owned(),
        over: end.unwrap_or(start) < now,
        start,
        end,
        zone: span.zone.as_deref().map(str::to_owned),
        rule: span.rule.as_deref().map(str::to_owned),
        mode: code(Facet::Mode).unwrap_or_default(),
        town: span.town.as_deref().map(str::to_owned),
        county: code(Facet::County),
        hub: status::called(core, replica, &entry.hub).1,
        marks: super::marks(hit),
    })
}
