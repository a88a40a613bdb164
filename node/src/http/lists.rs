//! Status and lists, for programs.

use super::desk::Desk;
use super::trouble::Trouble;
use super::{Pairs, parameters};
use crate::catalogue::shown::title_field;
use crate::catalogue::{Entry, Facet, Query, Searched, Shelf, dates};
use crate::core::Core;
use crate::status;
use axum::Json;
use axum::extract::State;
use knutepunkt_web_ui::paths;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// `GET /api/v1/status`.
pub(super) async fn status(State(desk): State<Arc<Desk>>) -> Result<Json<status::Status>, Trouble> {
    desk.work(|core| Ok(Json(status::status(core)))).await
}

/// One entry of a list.
#[derive(Serialize)]
pub(super) struct Item<'e> {
    id: String,
    version: String,
    kind: &'e str,
    hub: String,
    lang: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'e str>,
    summary: &'e str,
    themes: Vec<&'e str>,
    page: Option<String>,
    modified: String,
}

impl Item<'_> {
    pub(super) fn of(entry: &Entry) -> Item<'_> {
        let id = entry.address.to_string();
        let called = Some(entry.title.as_ref());
        let has_name = title_field(&entry.kind) == "name";
        Item {
            version: entry.version.to_string(),
            kind: &entry.kind,
            hub: entry.hub.to_string(),
            lang: &entry.lang,
            title: called.filter(|_| !has_name),
            name: called.filter(|_| has_name),
            summary: &entry.summary,
            themes: entry.codes_of(Facet::Theme).collect(),
            page: paths::page_path(&entry.kind, &id),
            modified: dates::month(entry.modified).to_string(),
            id,
        }
    }
}

#[derive(Serialize)]
struct Page<'e> {
    total: usize,
    items: Vec<Item<'e>>,
    facets: BTreeMap<&'static str, BTreeMap<String, u64>>,
    /// Known words for those that are not, where little or nothing was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    did_you_mean: Option<String>,
    /// Only said while the lists are still being read after a start: there may be more.
    #[serde(skip_serializing_if = "Option::is_none")]
    complete: Option<bool>,
}

/// What is found in a list. To be called without holding the replica.
pub(super) fn find(core: &Core, shelf: Shelf, query: &Query) -> Result<Searched, Trouble> {
    if shelf == Shelf::Stories && core.waits_for_withdrawals() {
        return Err(Trouble::just_restored());
    }
    Ok(core.catalogue().search(shelf, query))
}

/// `GET /api/v1/{list}`.
pub(super) async fn list(State(desk): State<Arc<Desk>>, shelf: Shelf, pairs: Pairs) -> Result<Json<serde_json::Value>, Trouble> {
    let query = parameters::of_program(shelf, &pairs)?;
    desk.lists().await?;
    desk.work(move |core| {
        let searched = find(core, shelf, &query)?;
        // A machine in no network has nothing to find.
        let found = core.read(|replica| searched.standing(replica, core.store())).unwrap_or_default();
        let items = found.items.iter().map(|hit| Item::of(&hit.entry)).collect();
        let named = |(facet, codes): (Facet, BTreeMap<String, u64>)| (facet.name(), codes);
        let page = Page {
            total: found.total,
            items,
            facets: found.facets.into_iter().map(named).collect(),
            did_you_mean: found.did_you_mean,
            complete: (!found.complete).then_some(false),
        };
        serde_json::to_value(page).map(Json).map_err(|_| Trouble::internal())
    })
    .await
}
