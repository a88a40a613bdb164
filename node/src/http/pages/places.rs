//! Everything in one municipality or county, and the way there.

use super::directory::{now, row};
use super::list_item;
use crate::catalogue::listed::Near;
use crate::catalogue::{Entry, Facet, Order, Query, Shelf};
use crate::core::Core;
use crate::http::Pairs;
use crate::http::desk::Desk;
use crate::http::parameters::today;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use axum::extract::{Path, Query as Asked, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::dates::Moment;
use knutepunkt_web_ui::pages::directory::row::Row;
use knutepunkt_web_ui::pages::place::{self, ChooseView, Place, PlaceView};
use knutepunkt_web_ui::vocabulary::Vocabulary;
use knutepunkt_web_ui::{forms, municipalities, paths, people};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Centres and organisations of each kind of nearness that are shown.
const ROWS: usize = 100;
/// Events and resources that are shown, and how many are looked at for them: some may be gone when they are checked.
const ITEMS: usize = 6;
const CANDIDATES: usize = 24;

/// Characters of a name that is looked for.
const NAME_CHARS: usize = 100;

/// The page on which one chooses a municipality; who names one that there is, is led to it.
pub(in crate::http) async fn choose(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Asked(pairs): Asked<Pairs>,
) -> Result<Response, Trouble> {
    let typed = pairs.iter().find(|(name, _)| name == forms::PARAM_QUERY).map_or("", |(_, value)| value.trim());
    let words = people::cut(typed, NAME_CHARS).into_owned();
    let counties = municipalities::counties_named(&words);
    match (municipalities::named(&words).as_slice(), counties) {
        ([(number, _)], _) => to(&visit, &paths::municipality(number)),
        ([], [county]) => to(&visit, &paths::county(county)),
        _ => Ok(Html(place::choose(&visit.site(&desk), &ChooseView { words })).into_response()),
    }
}

/// Everything in a municipality. A former number leads to the one of today.
pub(in crate::http) async fn municipality(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, Trouble> {
    let of_today = municipalities::today(&number);
    if of_today != number {
        return to(&visit, &paths::municipality(of_today));
    }
    if municipalities::name(&number).is_none() {
        return Err(Trouble::not_found());
    }
    everything(desk, visit, Place::Municipality(number)).await
}

/// Everything in a county.
pub(in crate::http) async fn county(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, Trouble> {
    if !Vocabulary::County.codes().contains(&number.as_str()) {
        return Err(Trouble::not_found());
    }
    everything(desk, visit, Place::County(number)).await
}

fn to(visit: &Visit, path: &str) -> Result<Response, Trouble> {
    let location = HeaderValue::try_from(visit.lang.path(path)).map_err(|_| Trouble::internal())?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

async fn everything(desk: Arc<Desk>, visit: Visit, place: Place) -> Result<Response, Trouble> {
    desk.lists_for_reader().await?;
    let site = visit.site(&desk);
    desk.work(move |core| {
        let there = There::of(core, &place);
        let view = match core.replica().as_ref() {
            Some(replica) => there.view(core, replica, place, now()),
            None => PlaceView::of(place),
        };
        Ok(Html(place::render(&site, &view)).into_response())
    })
    .await
}

/// What was found of a place, before the replica has said what still stands.
struct There {
    near: BTreeMap<Near, Vec<Arc<Entry>>>,
    events: Vec<Arc<Entry>>,
    nearby: Vec<Arc<Entry>>,
    resources: Vec<Arc<Entry>>,
}

impl There {
    fn of(core: &Core, place: &Place) -> There {
        let near = |entry: &Entry| {
            let listed = entry.listed.as_ref()?;
            match place {
                Place::Municipality(number) => listed.near(number),
                Place::County(number) => listed.near_county(number),
            }
        };
        let by_name = Query { order: Order::Name, ..Query::default() };
        let of = |nearness: Near| {
            let entries = core.catalogue().pick(Shelf::Directory, &by_name, ROWS, |entry| near(entry) == Some(nearness));
            (nearness, entries)
        };
        let near: BTreeMap<_, _> = [Near::Municipality, Near::County, Near::Country].map(of).into();
        let (facet, number) = match place {
            Place::Municipality(number) => (Facet::Municipality, number),
            Place::County(number) => (Facet::County, number),
        };
        let is_there = |entry: &Entry| entry.codes_of(facet).any(|code| code == number);
        let around = match place {
            Place::Municipality(number) => municipalities::county(number),
            Place::County(_) => None,
        };
        let is_near = |entry: &Entry| entry.codes_of(Facet::County).any(|code| Some(code) == around);
        let own = || near.values().take(2).flatten();
        let of_somebody_there = |entry: &Entry| {
            own().any(|whose| entry.names.iter().any(|name| **name == *whose.title || **name == *whose.address.to_string()))
        };
        let coming = today().map_or_else(Query::default, |day| {
            let from = Some(String::from_utf8_lossy(&day).into_owned());
            Query { from, order: Order::From(day), ..Query::default() }
        });
        There {
            nearby: core.catalogue().pick(Shelf::Events, &coming, CANDIDATES, |entry| is_near(entry) && !is_there(entry)),
            events: core.catalogue().pick(Shelf::Events, &coming, CANDIDATES, is_there),
            resources: core.catalogue().pick(Shelf::Resources, &Query::default(), CANDIDATES, of_somebody_there),
            near,
        }
    }

    fn view(&self, core: &Core, replica: &Replica, place: Place, now: Moment) -> PlaceView {
        let rows = |near: Near| -> Vec<Row> {
            let entries = self.near.get(&near).into_iter().flatten();
            entries.filter(|entry| entry.stands(replica)).map(|entry| row(entry, now)).collect()
        };
        let items = |entries: &[Arc<Entry>]| {
            let standing = entries.iter().filter(|entry| entry.stands(replica)).take(ITEMS);
            standing.map(|entry| list_item(core, replica, entry)).collect()
        };
        let (own, county_wide) = match place {
            Place::Municipality(_) => (rows(Near::Municipality), rows(Near::County)),
            Place::County(_) => (rows(Near::County), Vec::new()),
        };
        let events: Vec<_> = items(&self.events);
        let events_nearby = if events.is_empty() { items(&self.nearby) } else { Vec::new() };
        PlaceView {
            place,
            own,
            county_wide,
            national: rows(Near::Country),
            events,
            events_nearby,
            resources: items(&self.resources),
        }
    }
}
