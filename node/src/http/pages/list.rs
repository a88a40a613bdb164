//! The lists.

use crate::catalogue::Shelf;
use crate::http::desk::Desk;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::http::{Pairs, lists, parameters};
use axum::extract::State;
use axum::response::Html;
use knutepunkt_web_ui::pages::list::{self, ListView};
use knutepunkt_web_ui::pages::stories::{self, StoriesView};
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
        let entries = guard.as_ref().into_iter().flat_map(|replica| found.items.iter().map(move |hit| (replica, &hit.entry)));
        let page = match shelf {
            Shelf::Stories => {
                let items = entries.map(|(replica, entry)| super::story_item(core, replica, entry)).collect();
                stories::render(&site, &StoriesView { search, items })
            }
            _ => {
                let items = entries.map(|(replica, entry)| super::list_item(core, replica, entry)).collect();
                list::render(&site, &ListView { section: super::section(shelf), search, items })
            }
        };
        Ok(Html(page))
    })
    .await
}
