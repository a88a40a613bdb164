//! One centre or organisation: what stands in its document, put in its place on the page, and what it has published.
//!
//! Documents come from other hubs and other versions: a field that has not the shape its name promises is shown as what it is,
//! among the other fields.

use super::fields::{Hubs, conflicts, fields, record_value};
use super::{contact, directory, hub_ref, list_item, story_item};
use crate::catalogue::hours::{self, Hours};
use crate::catalogue::listed::Listed;
use crate::catalogue::shown::{Shown, texts};
use crate::catalogue::{Entry, Order, Query, Shelf, dates};
use crate::core::Core;
use crate::http::desk::{Desk, with_replica};
use crate::http::documents::find;
use crate::http::lists;
use crate::http::parameters::today;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use axum::response::Html;
use knutepunkt_protocol::ids::{Address, HubId};
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::Lang;
use knutepunkt_web_ui::pages::entry::{self, Area, EntryView, Location, Service, Standing};
use knutepunkt_web_ui::values::{Field, Value};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Of each kind so many are shown, the next or the newest.
const FEW: usize = 3;
/// So many are looked at for them: some may be gone when they are checked.
const CANDIDATES: usize = 12;
/// Organisations under one that are named.
const CHILDREN: usize = 50;

type Record = Map<String, Json>;

/// The page of a centre or organisation.
pub(super) async fn entry(desk: Arc<Desk>, visit: Visit, id: String) -> Result<Html<String>, Trouble> {
    let site = visit.site(&desk);
    // The entry itself needs no list; what it has published does, and right after a start that is worth a moment.
    let _whatever_was_read = desk.lists_for_reader().await;
    desk.work(move |core| {
        // Looked for before the replica is held, and checked against it below.
        let whose = with_replica(core, |replica| {
            let shown = find(core, replica, Shelf::Directory, &id)?;
            Ok(Whose { address: shown.address, hub: (shown.kind == "hub").then_some(shown.hub), name: shown.title().to_owned() })
        })?;
        let published = Published::of(core, &whose);
        with_replica(core, |replica| {
            let shown = find(core, replica, Shelf::Directory, &id)?;
            let mut view = view(core, replica, site.lang, &shown);
            published.show(core, replica, &mut view);
            Ok(Html(entry::render(&site, &view)))
        })
    })
    .await
}

/// Who has published something: a centre, or an organisation that documents name by its address or its name.
struct Whose {
    address: Address,
    hub: Option<HubId>,
    name: String,
}

impl Whose {
    /// Whether a document is theirs.
    fn is_of(&self, entry: &Entry) -> bool {
        let address = self.address.to_string();
        let named = |name: &str| name == address || (!self.name.is_empty() && name == self.name);
        self.hub == Some(entry.hub) || entry.names.iter().any(|name| named(name))
    }

    /// Whether an entry of the directory is under theirs.
    fn is_parent_of(&self, entry: &Entry) -> bool {
        let parent = entry.listed.as_ref().and_then(|listed| listed.parent.as_deref());
        let (address, hub) = (self.address.to_string(), self.hub.map(|hub| hub.to_string()));
        parent.is_some_and(|parent| parent == address || Some(parent) == hub.as_deref() || parent == self.name)
    }
}

/// What they have published.
#[derive(Default)]
struct Published {
    events: Vec<Arc<Entry>>,
    stories: Vec<Arc<Entry>>,
    articles: Vec<Arc<Entry>>,
    resources: Vec<Arc<Entry>>,
    children: Vec<Arc<Entry>>,
}

impl Published {
    fn of(core: &Core, whose: &Whose) -> Published {
        let catalogue = core.catalogue();
        let coming = today().map_or_else(Query::default, |day| {
            let from = Some(String::from_utf8_lossy(&day).into_owned());
            Query { from, order: Order::From(day), ..Query::default() }
        });
        let of = |shelf, query: &Query, most| catalogue.pick(shelf, query, most, |entry| whose.is_of(entry));
        let stories = whose.hub.map(|hub| Query { hubs: [hub].into(), limit: FEW, ..Query::default() });
        let stories = stories.and_then(|query| lists::find(core, Shelf::Stories, &query).ok());
        Published {
            events: of(Shelf::Events, &coming, CANDIDATES),
            stories: stories.map(|found| found.unchecked()).unwrap_or_default(),
            articles: of(Shelf::Articles, &Query::default(), CANDIDATES),
            resources: of(Shelf::Resources, &Query::default(), CANDIDATES),
            children: catalogue.pick(Shelf::Directory, &by_name(), CHILDREN, |entry| whose.is_parent_of(entry)),
        }
    }

    fn show(&self, core: &Core, replica: &Replica, view: &mut EntryView) {
        let items = |entries: &[Arc<Entry>]| {
            let standing = entries.iter().filter(|entry| entry.stands(replica)).take(FEW);
            standing.map(|entry| list_item(core, replica, entry)).collect()
        };
        view.events = items(&self.events);
        view.articles = items(&self.articles);
        view.resources = items(&self.resources);
        let stories = self.stories.iter().filter(|entry| entry.stands(replica)).take(FEW);
        view.stories = stories.map(|entry| story_item(core, replica, entry)).collect();
        let children = self.children.iter().filter(|entry| entry.stands(replica));
        view.children = children.map(|entry| (entry.address.to_string(), entry.title.to_string())).collect();
    }
}

fn by_name() -> Query {
    Query { order: Order::Name, ..Query::default() }
}

fn view(core: &Core, replica: &Replica, lang: Lang, shown: &Shown) -> EntryView {
    let hubs = Hubs { core, replica };
    let now = directory::now();
    let text = |name: &str| shown.text(name).map(str::to_owned);
    let listed = Listed::of(shown);
    let hours = Hours::of(shown);
    let centre = (shown.kind == "hub").then(|| standing(core, replica, shown));
    let at_work = centre.as_ref().is_none_or(|standing| *standing == Standing::Active);
    let phones = taken(shown, "phones", |phone| Some((string(phone, "number")?, string(phone, "label"))));
    let locations = taken(shown, "locations", location);
    let services = taken(shown, "services", |record| service(lang, record));
    let mut left = fields(&hubs, lang, shown, &[]);
    // What has no place of its own on the page, and what has not the shape that its place needs.
    let placed = [
        ("phones", phones.is_some()),
        ("locations", locations.is_some()),
        ("services", services.is_some()),
        ("opening_hours", hours.is_some()),
        ("email", shown.text("email").is_some()),
        ("website", shown.text("website").is_some()),
        ("type", shown.text("type").is_some()),
        ("alert", shown.text("alert").is_some()),
        ("accessibility", true),
        ("offer", true),
        ("county", true),
        ("short_name", true),
        ("state", true),
        ("successor", true),
        ("service_area", shown.record("service_area").is_some()),
        ("parent", shown.text("parent").is_some()),
        ("assured_on", listed.assured_on.is_some()),
        ("story_contact", contact(core, Some(replica), &shown.hub).is_some()),
    ];
    left.retain(|field| !placed.contains(&(field.label.as_str(), true)));
    let about = shown.text("summary").into_iter().chain(shown.text("description"));
    let owned = |codes: &[Box<str>]| codes.iter().map(|code| code.to_string()).collect();
    EntryView {
        id: shown.address.to_string(),
        name: shown.title().to_owned(),
        lang: text("lang").unwrap_or_default(),
        kind_type: text("type").filter(|_| centre.is_none()),
        alert: text("alert"),
        about: about.flat_map(str::lines).filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
        opening: hours.as_ref().filter(|_| at_work).map(|hours| hours.at(now)),
        week: hours.as_ref().map(|hours| hours.week(now.date)).unwrap_or_default(),
        holidays: hours::holidays(now.date),
        phones: phones.unwrap_or_default(),
        email: text("email"),
        website: text("website"),
        locations: locations.unwrap_or_default(),
        services: services.unwrap_or_default(),
        offers: shown.texts("offers").map(str::to_owned).collect(),
        accessibility: shown.texts("accessibility").map(str::to_owned).collect(),
        area: Area {
            municipalities: owned(&listed.area.municipalities),
            counties: owned(&listed.area.counties),
            national: listed.area.national,
        },
        parent: shown.text("parent").map(|parent| hubs.party(parent)),
        story_contact: contact(core, Some(replica), &shown.hub).filter(|_| centre.is_some() && at_work),
        assured_on: listed.assured_on,
        unconfirmed: listed.is_unconfirmed(now.date),
        fields: left,
        hub: Some(hub_ref(core, replica, &shown.hub)),
        modified: Some(dates::month(shown.modified)),
        conflicts: conflicts(&hubs, lang, shown),
        centre,
        ..EntryView::default()
    }
}

fn standing(core: &Core, replica: &Replica, shown: &Shown) -> Standing {
    match shown.text("state") {
        Some("resting") => Standing::Resting,
        Some("closed") => {
            let successor = shown.text("successor").and_then(|hub| hub.parse().ok());
            Standing::Closed(successor.map(|hub: HubId| hub_ref(core, replica, &hub)))
        }
        _ => Standing::Active,
    }
}

/// The records of a field, where every one of them has the shape that it needs; none where one has not, or there are none.
fn taken<T>(shown: &Shown, name: &str, read: impl Fn(&Record) -> Option<T>) -> Option<Vec<T>> {
    let list = shown.content.get(name)?.as_array()?;
    list.iter().map(|value| read(value.as_object()?)).collect()
}

fn string(record: &Record, name: &str) -> Option<String> {
    record.get(name).and_then(Json::as_str).map(str::to_owned)
}

fn location(record: &Record) -> Option<Location> {
    let address = record.get("address").and_then(Json::as_object);
    let part = |name: &str| address.and_then(|address| string(address, name)).filter(|part| !part.trim().is_empty());
    let degrees = |name: &str| record.get(name).and_then(Json::as_f64).map(|degrees| format!("{degrees:.5}"));
    let town = [part("postal_code"), part("city")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Some(Location {
        kind: string(record, "type")?,
        lines: part("street").into_iter().chain(Some(town).filter(|town| !town.is_empty())).collect(),
        municipality: part("municipality"),
        county: part("county"),
        position: degrees("lat").zip(degrees("lon")).map(|(north, east)| format!("{north},{east}")),
        accessibility: texts(record.get("accessibility")).map(str::to_owned).collect(),
    })
}

fn service(lang: Lang, record: &Record) -> Option<Service> {
    // What is named on the page in another way is left out of the fields.
    let own = |field: &Field| !matches!(field.label.as_str(), "status" | "description" | "user_led");
    let Some(Value::Group(name, fields)) = record_value(lang, "services", record) else { return None };
    Some(Service {
        name,
        status: string(record, "status").unwrap_or_default(),
        description: string(record, "description"),
        fields: fields.into_iter().filter(own).collect(),
        user_led: record.get("user_led").and_then(Json::as_bool).unwrap_or(false),
    })
}
