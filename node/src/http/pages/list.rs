//! The lists.

use crate::catalogue::{Hit, Shelf};
use crate::http::desk::Desk;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::http::{Pairs, lists, parameters};
use axum::extract::State;
use axum::response::Html;
use knutepunkt_web_ui::pages::list::{self, ListItem, ListView};
use knutepunkt_web_ui::pages::stories::{self, StoriesView, StoryItem};
use std::sync::Arc;

/// A page of a list.
pub(in crate::http) async fn list(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    shelf: Shelf,
    pairs: Pairs,
) -> Result<Html<String>, Trouble> {
    if shelf == Shelf::Directory {
        return super::directory::list(desk, visit, pairs).await;
    }
    match shelf {
        Shelf::Events => return super::events::list(desk, visit, pairs).await,
        Shelf::Articles => return super::articles::list(desk, visit, pairs).await,
        _ => {}
    }
    let (query, mut search) = parameters::of_reader(shelf, &pairs)?;
    desk.lists_for_reader().await?;
    let site = visit.site(&desk);
    desk.work(move |core| {
        let searched = lists::find(core, shelf, &query)?;
        let guard = core.replica();
        let found = guard.as_ref().map(|replica| searched.standing(replica, core.store())).unwrap_or_default();
        search.total = found.total as u64;
        search.offset = query.offset as u64;
        search.limit = query.limit as u64;
        search.partial = !found.complete;
        search.meant = found.did_you_mean;
        if query.facets {
            search.facets = super::facets::facets(core, guard.as_ref(), shelf, &query, &found.facets);
        }
        let hits = guard.as_ref().into_iter().flat_map(|replica| found.items.iter().map(move |hit| (replica, hit)));
        let page = match shelf {
            Shelf::Stories => {
                let story = |(replica, hit): (_, &Hit)| {
                    let item = super::story_item(core, replica, &hit.entry);
                    StoryItem { marks: super::marks(hit), ..item }
                };
                let items = hits.map(story).collect();
                stories::render(&site, &StoriesView { search, items })
            }
            _ => {
                let other = |(replica, hit): (_, &Hit)| {
                    let item = super::list_item(core, replica, &hit.entry);
                    ListItem { marks: super::marks(hit), ..item }
                };
                let items = hits.map(other).collect();
                list::render(&site, &ListView { search, items })
            }
        };
        Ok(Html(page))
    })
    .await
}
