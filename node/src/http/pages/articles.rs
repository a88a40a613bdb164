//! News, reports, and calls for stories.

use super::citing::citation;
use super::document::document_view;
use super::fields::Hubs;
use crate::catalogue::shown::Shown;
use crate::catalogue::{Entry, Facet, Hit, Query, Shelf, dates};
use crate::core::Core;
use crate::http::desk::Desk;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::http::{Pairs, lists, parameters};
use crate::status;
use axum::response::Html;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::Site;
use knutepunkt_web_ui::pages::article::{self, ArticleView};
use knutepunkt_web_ui::pages::articles::{self, ArticleItem, ArticlesView};
use std::sync::Arc;

/// Calls that stand before everything else.
const CALLS: usize = 3;

/// A page of the list.
pub(super) async fn list(desk: Arc<Desk>, visit: Visit, pairs: Pairs) -> Result<Html<String>, Trouble> {
    let (query, mut search) = parameters::of_reader(Shelf::Articles, &pairs)?;
    desk.lists_for_reader().await?;
    let site = visit.site(&desk);
    desk.work(move |core| {
        let first_page = query.is_open() && query.offset == 0;
        let calling = Query { limit: CALLS, codes: [(Facet::Type, ["call".to_owned()].into())].into(), ..Query::default() };
        let calls = first_page.then(|| lists::find(core, Shelf::Articles, &calling)).transpose()?;
        let searched = lists::find(core, Shelf::Articles, &query)?;
        let guard = core.replica();
        let Some(replica) = guard.as_ref() else {
            return Ok(Html(articles::render(&site, &ArticlesView { search, ..ArticlesView::default() })));
        };
        let calls = calls.map(|calls| calls.standing(replica, core.store()).items).unwrap_or_default();
        let found = searched.standing(replica, core.store());
        search.total = found.total as u64;
        search.offset = query.offset as u64;
        search.limit = query.limit as u64;
        search.partial = !found.complete;
        search.facets = super::facets::facets(core, Some(replica), Shelf::Articles, &query, &found.facets);
        search.meant = found.did_you_mean;
        // What stands above need not stand below too.
        let above = |entry: &Entry| calls.iter().any(|call| call.entry.address == entry.address);
        let below = found.items.iter().filter(|hit| !above(&hit.entry));
        let items = below.map(|hit| item(core, replica, hit, false)).collect();
        let calls = calls.iter().map(|hit| item(core, replica, hit, true)).collect();
        Ok(Html(articles::render(&site, &ArticlesView { search, calls, items })))
    })
    .await
}

fn item(core: &Core, replica: &Replica, hit: &Hit, calling: bool) -> ArticleItem {
    let entry = &hit.entry;
    ArticleItem {
        id: entry.address.to_string(),
        title: entry.title.to_string(),
        lang: entry.lang.to_string(),
        summary: entry.summary.to_string(),
        kind_type: entry.codes_of(Facet::Type).next().unwrap_or_default().to_owned(),
        hub: status::called(core, replica, &entry.hub).1,
        month: Some(dates::month(entry.modified)),
        contact: if calling { super::contact(core, Some(replica), &entry.hub) } else { None },
        marks: super::marks(hit),
    }
}

/// One article.
pub(super) fn page(core: &Core, replica: &Replica, site: &Site, shown: &Shown) -> String {
    let hubs = Hubs { core, replica };
    let kind_type = shown.text("type").unwrap_or_default().to_owned();
    let mut placed = vec!["type"];
    placed.extend(["byline", "about"].into_iter().filter(|name| shown.text(name).is_some()));
    let view = ArticleView {
        byline: shown.text("byline").map(str::to_owned),
        about: shown.text("about").map(|about| hubs.party(about)),
        contact: if kind_type == "call" { super::contact(core, Some(replica), &shown.hub) } else { None },
        citation: citation(core, replica, site, Shelf::Articles, shown),
        document: document_view(core, replica, site, shown, &placed),
        kind_type,
    };
    article::render(site, &view)
}
