//! One resource.

use super::citing::citation;
use super::document::{document_view, owned};
use super::fields::Hubs;
use crate::catalogue::shown::Shown;
use crate::catalogue::{Shelf, dates};
use crate::core::Core;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::Site;
use knutepunkt_web_ui::pages::resource::{self, Check, ResourceView, Step};
use serde_json::{Map, Value as Json};

/// The page.
pub(super) fn page(core: &Core, replica: &Replica, site: &Site, shown: &Shown) -> String {
    let hubs = Hubs { core, replica };
    let text = |name: &str| shown.text(name).map(str::to_owned);
    let parties = |name: &str| shown.texts(name).map(|party| hubs.party(party)).collect::<Vec<_>>();
    let today = super::directory::now().date;
    let review_due = shown.text("review_due").and_then(dates::parse_date);
    let single = ["type", "responsible", "involvement", "evidence", "phase", "period"];
    let lists = ["background", "goals", "results", "partners", "sites"];
    let records = ["steps", "checklist"];
    let mut placed: Vec<&str> = single.into_iter().filter(|name| shown.text(name).is_some()).collect();
    placed.extend(lists.into_iter().filter(|name| shown.texts(name).next().is_some()));
    placed.extend(records.into_iter().filter(|name| shown.records(name).next().is_some()));
    placed.extend(review_due.map(|_| "review_due"));
    let view = ResourceView {
        kind_type: text("type").unwrap_or_default(),
        responsible: text("responsible"),
        involvement: text("involvement"),
        evidence: text("evidence"),
        phase: text("phase"),
        period: text("period"),
        background: owned(shown.texts("background")),
        goals: owned(shown.texts("goals")),
        steps: shown.records("steps").filter_map(step).collect(),
        checklist: shown.records("checklist").filter_map(check).collect(),
        results: owned(shown.texts("results")),
        partners: parties("partners"),
        sites: parties("sites"),
        review_due,
        review_over: review_due.is_some_and(|due| due < today),
        citation: citation(core, replica, site, Shelf::Resources, shown),
        document: document_view(core, replica, site, shown, &placed),
    };
    resource::render(site, &view)
}

fn step(record: &Map<String, Json>) -> Option<Step> {
    let text = |name: &str| record.get(name).and_then(Json::as_str);
    Some(Step { who: text("who").unwrap_or_default().to_owned(), what: text("what")?.to_owned() })
}

fn check(record: &Map<String, Json>) -> Option<Check> {
    let text = |name: &str| record.get(name).and_then(Json::as_str);
    Some(Check { item: text("item")?.to_owned(), help: text("help").map(str::to_owned) })
}
