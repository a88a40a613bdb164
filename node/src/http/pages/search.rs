//! The search over everything.

use super::{facets, list_item, marks, section, story_item};
use crate::catalogue::{Hit, Shelf};
use crate::core::Core;
use crate::http::desk::Desk;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::http::{Pairs, parameters};
use axum::extract::{Query, State};
use axum::response::Html;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::pages::search::{self, SearchItem, SearchView};
use std::sync::Arc;

/// The page.
pub(in crate::http) async fn search(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Html<String>, Trouble> {
    let (query, mut search, chosen) = parameters::of_seeker(&pairs)?;
    let site = visit.site(&desk);
    if query.texts.is_empty() && chosen.is_none() {
        return Ok(Html(search::render(&site, &SearchView { search, ..SearchView::default() })));
    }
    desk.lists_for_reader().await?;
    desk.work(move |core| {
        // Stories wait until it is known what was withdrawn meanwhile; the rest can be found.
        let waits = core.waits_for_withdrawals();
        let among: Vec<Shelf> = Shelf::ALL.into_iter().filter(|shelf| !waits || *shelf != Shelf::Stories).collect();
        if chosen.is_some_and(|shelf| !among.contains(&shelf)) {
            return Err(Trouble::just_restored());
        }
        let searched = core.catalogue().search_everything(&among, chosen, &query);
        let guard = core.replica();
        let found = guard.as_ref().map(|replica| searched.standing(replica, core.store())).unwrap_or_default();
        search.total = found.total as u64;
        search.offset = query.offset as u64;
        search.limit = query.limit as u64;
        search.partial = !found.complete;
        search.meant = found.did_you_mean;
        search.facets =
            chosen.map(|shelf| facets::facets(core, guard.as_ref(), shelf, &query, &found.facets)).unwrap_or_default();
        let items = guard.as_ref().into_iter().flat_map(|replica| found.items.iter().map(|hit| item(core, replica, hit)));
        let view = SearchView {
            search,
            parts: among.iter().map(|shelf| (section(*shelf), found.shelves.get(shelf).copied().unwrap_or(0) as u64)).collect(),
            chosen: chosen.map(section),
            items: items.collect(),
        };
        Ok(Html(search::render(&site, &view)))
    })
    .await
}

fn item(core: &Core, replica: &Replica, hit: &Hit) -> SearchItem {
    if hit.entry.shelf == Shelf::Stories {
        let mut story = story_item(core, replica, &hit.entry);
        story.marks = marks(hit);
        return SearchItem::Story(story);
    }
    let mut other = list_item(core, replica, &hit.entry);
    other.marks = marks(hit);
    SearchItem::Other(other)
}
