//! One story, directory entry, event, resource or article.

use super::fields::{Hubs, badge, conflicts, fields};
use super::{contact, hub_ref, section};
use crate::catalogue::entry::allows_search_engines;
use crate::catalogue::shown::Shown;
use crate::catalogue::{Shelf, dates};
use crate::core::Core;
use crate::http::desk::{Desk, with_replica};
use crate::http::documents::find;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use axum::extract::State;
use axum::response::Html;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::Site;
use knutepunkt_web_ui::pages::document::{self, DocumentView};
use knutepunkt_web_ui::pages::story::{self, StoryView};
use serde_json::Value as Json;
use std::sync::Arc;

/// A document's page.
pub(in crate::http) async fn document(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    shelf: Shelf,
    id: String,
) -> Result<Html<String>, Trouble> {
    let site = visit.site(&desk);
    desk.work(move |core| {
        with_replica(core, |replica| {
            let shown = find(core, replica, shelf, &id)?;
            Ok(Html(match shelf {
                Shelf::Stories => story::render(&site, &story_view(core, replica, &shown)),
                _ => document::render(&site, &document_view(core, replica, &site, shelf, &shown)),
            }))
        })
    })
    .await
}

fn owned<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    texts.map(str::to_owned).collect()
}

fn story_view(core: &Core, replica: &Replica, shown: &Shown) -> StoryView {
    let text = |name: &str| shown.text(name).unwrap_or_default().to_owned();
    let within = |record: &str, name: &str| shown.record(record).and_then(|record| record.get(name)).and_then(Json::as_str);
    StoryView {
        id: shown.address.to_string(),
        title: text("title"),
        lang: text("lang"),
        body: owned(shown.texts("body")),
        role: text("narrator_role"),
        // Whoever wants to be anonymous is, whatever else stands there.
        byline: within("byline", "text").filter(|_| within("byline", "kind") != Some("anonymous")).map(str::to_owned),
        field: text("field"),
        themes: owned(shown.texts("themes")),
        warnings: owned(shown.texts("content_warnings")),
        helped: owned(shown.texts("helped")),
        hindered: owned(shown.texts("hindered")),
        county: within("place", "county").map(str::to_owned),
        anonymisation: within("anonymisation", "level").map(str::to_owned),
        hub: hub_ref(core, replica, &shown.hub),
        contact: contact(core, Some(replica), &shown.hub),
        month: Some(dates::month(shown.modified)),
        search_engines: allows_search_engines(shown),
    }
}

fn document_view(core: &Core, replica: &Replica, site: &Site, shelf: Shelf, shown: &Shown) -> DocumentView {
    let hubs = Hubs { core, replica };
    let first = if shown.kind == "organisation" { "alert" } else { "state" };
    let mut body = owned(shown.texts("body"));
    body.extend(
        shown.text("description").into_iter().flat_map(str::lines).filter(|line| !line.trim().is_empty()).map(str::to_owned),
    );
    DocumentView {
        section: section(shelf),
        kind: shown.kind.clone(),
        id: shown.address.to_string(),
        title: shown.title().to_owned(),
        lang: shown.text("lang").unwrap_or_default().to_owned(),
        badge: badge(&shown.kind, shown.text(first)),
        summary: shown.text("summary").map(str::to_owned),
        fields: fields(&hubs, site.lang, shown),
        body,
        themes: owned(shown.texts("themes")),
        hub: hub_ref(core, replica, &shown.hub),
        modified: Some(dates::month(shown.modified)),
        conflicts: conflicts(&hubs, site.lang, shown),
    }
}
