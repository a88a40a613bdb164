//! What is new, for feed readers.
//!
//! A feed is copied by every reader, and kept for as long as each of them likes. So of stories there are only those whose tellers let
//! search engines in, which is the same thing, and of those only the title, the month and the way here.

use crate::catalogue::{Entry, Facet, Query as Wanted, Shelf, dates};
use crate::core::Core;
use crate::http::desk::{Desk, with_replica};
use crate::http::parameters::of_subscriber;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::http::{Pairs, lists, names};
use crate::status;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::formats::atom::{self, Feed};
use knutepunkt_web_ui::{Site, paths};
use std::sync::Arc;

/// Entries of a feed: more than anybody misses between two looks.
const ENTRIES: usize = 30;

/// News, calls and reports, of one centre if that is asked for.
pub(in crate::http) async fn news(desk: State<Arc<Desk>>, visit: Visit, Query(pairs): Query<Pairs>) -> Result<Response, Trouble> {
    feed(desk, visit, Shelf::Articles, pairs).await
}

/// Stories whose tellers let others keep that they are there.
pub(in crate::http) async fn stories(
    desk: State<Arc<Desk>>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Trouble> {
    feed(desk, visit, Shelf::Stories, pairs).await
}

async fn feed(State(desk): State<Arc<Desk>>, visit: Visit, shelf: Shelf, pairs: Pairs) -> Result<Response, Trouble> {
    let query = of_subscriber(shelf, &pairs)?;
    desk.lists().await?;
    let site = visit.site(&desk);
    desk.work(move |core| {
        let all = lists::find(core, shelf, &Wanted { limit: usize::MAX, ..query })?;
        let open = all.only(ENTRIES, |entry| entry.search_engines);
        with_replica(core, |replica| {
            let found = open.standing(replica, core.store());
            let entries: Vec<_> = found.items.iter().filter_map(|hit| entry(core, replica, &site, &hit.entry)).collect();
            let (_, page) = names(shelf);
            let own = if shelf == Shelf::Stories { paths::STORY_FEED } else { paths::NEWS_FEED };
            let chosen = paths::query(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let feed = Feed {
                id: format!("urn:knutepunkt:{}:{own}{chosen}", core.me().hub),
                title: format!("{} – {}", site.lang.text(section_key(shelf)), site.hub_name),
                author: site.hub_name.clone(),
                lang: site.lang.code().to_owned(),
                updated: entries.first().map_or_else(|| dates::rfc3339(0), |entry| entry.updated.clone()),
                page: here(&site, page),
                own: format!("{}{chosen}", here(&site, own)),
                entries,
            };
            Ok(([(header::CONTENT_TYPE, atom::MEDIA_TYPE)], feed.write()).into_response())
        })
    })
    .await
}

const fn section_key(shelf: Shelf) -> &'static str {
    if matches!(shelf, Shelf::Stories) { "section-stories" } else { "section-articles" }
}

/// An address in the language of the feed, whole where the base is known.
fn here(site: &Site, path: &str) -> String {
    site.permanent(&site.link(path))
}

fn entry(core: &Core, replica: &Replica, site: &Site, entry: &Entry) -> Option<atom::Entry> {
    let id = entry.address.to_string();
    let page = paths::page_path(&entry.kind, &id)?;
    let story = entry.shelf == Shelf::Stories;
    let hub = status::called(core, replica, &entry.hub).1;
    Some(atom::Entry {
        id: format!("urn:knutepunkt:{id}"),
        title: if entry.title.trim().is_empty() { site.lang.text("untitled").into_owned() } else { entry.title.to_string() },
        lang: entry.lang.to_string(),
        // Stories are dated to the month, here as everywhere.
        updated: if story { format!("{}-01T00:00:00Z", dates::month(entry.modified)) } else { dates::rfc3339(entry.modified) },
        page: here(site, &page),
        author: hub,
        summary: if story || entry.codes_of(Facet::Without).next().is_some() { String::new() } else { entry.summary.to_string() },
    })
}
