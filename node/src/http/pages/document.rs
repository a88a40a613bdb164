//! One story, directory entry, event, resource or article.

use super::citing::{byline, citation};
use super::fields::{Hubs, conflicts, fields};
use super::{contact, hub_ref, section, story_item};
use crate::catalogue::entry::allows_search_engines;
use crate::catalogue::related::exceeds_no_warning;
use crate::catalogue::shown::Shown;
use crate::catalogue::{Entry, Shelf, dates};
use crate::core::Core;
use crate::http::desk::{Desk, with_replica};
use crate::http::documents::find;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::status;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::pages::document::DocumentView;
use knutepunkt_web_ui::pages::story::{self, StoryView};
use knutepunkt_web_ui::{Site, paths};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Other stories that are offered under one.
const RELATED: usize = 3;

/// So many are looked at for them: some may be gone when they are checked.
const RELATED_CANDIDATES: usize = 12;

/// A document's page.
pub(in crate::http) async fn document(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    shelf: Shelf,
    id: String,
) -> Result<Response, Trouble> {
    if shelf == Shelf::Directory {
        return Ok(super::entry::entry(desk, visit, id).await?.into_response());
    }
    if let (Shelf::Events, Some(id)) = (shelf, id.strip_suffix(paths::CALENDAR_EXTENSION)) {
        return super::calendars::event(desk, visit, id.to_owned()).await;
    }
    let site = visit.site(&desk);
    desk.work(move |core| {
        // Looked for before the replica is held, and checked against it below.
        let related = match (shelf, id.parse()) {
            (Shelf::Stories, Ok(address)) => core.catalogue().related(&address, RELATED_CANDIDATES),
            _ => Vec::new(),
        };
        with_replica(core, |replica| {
            let shown = find(core, replica, shelf, &id)?;
            Ok(Html(match shelf {
                Shelf::Stories => story::render(&site, &story_view(core, replica, &site, &shown, &related)),
                Shelf::Events => super::event::page(core, replica, &site, &shown),
                Shelf::Resources => super::resources::page(core, replica, &site, &shown),
                Shelf::Articles => super::articles::page(core, replica, &site, &shown),
                // Its entries have a page of their own, above.
                Shelf::Directory => return Err(Trouble::not_found()),
            })
            .into_response())
        })
    })
    .await
}

pub(super) fn owned<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    texts.map(str::to_owned).collect()
}

fn story_view(core: &Core, replica: &Replica, site: &Site, shown: &Shown, related: &[Arc<Entry>]) -> StoryView {
    let text = |name: &str| shown.text(name).unwrap_or_default().to_owned();
    let within = |record: &str, name: &str| shown.record(record).and_then(|record| record.get(name)).and_then(Json::as_str);
    let warnings: BTreeSet<&str> = shown.texts("content_warnings").collect();
    let related = related.iter().filter(|entry| entry.stands(replica) && exceeds_no_warning(entry, &warnings));
    let profile = status::profile(core, replica, &shown.hub);
    let successor = profile.as_ref().and_then(|entry| entry.profile.as_ref()?.successor);
    let website = profile.as_ref().and_then(|entry| entry.profile.as_ref()?.website.as_deref());
    StoryView {
        id: shown.address.to_string(),
        title: text("title"),
        lang: text("lang"),
        body: owned(shown.texts("body")),
        role: text("narrator_role"),
        byline: byline(shown).map(str::to_owned),
        field: text("field"),
        themes: owned(shown.texts("themes")),
        warnings: owned(shown.texts("content_warnings")),
        helped: owned(shown.texts("helped")),
        hindered: owned(shown.texts("hindered")),
        county: within("place", "county").map(str::to_owned),
        anonymisation: within("anonymisation", "level").map(str::to_owned),
        hub: hub_ref(core, replica, &shown.hub),
        contact: contact(core, Some(replica), &shown.hub)
            .or_else(|| successor.and_then(|hub| contact(core, Some(replica), &hub))),
        month: Some(dates::month(shown.modified)),
        search_engines: allows_search_engines(shown),
        citation: citation(core, replica, site, Shelf::Stories, shown),
        home: website.filter(|_| shown.hub != core.me().hub).and_then(home).map(str::to_owned),
        related: related.take(RELATED).map(|entry| story_item(core, replica, entry)).collect(),
    }
}

/// A web site at which the network's pages can be: one that begins at its root. A page somewhere inside another site is none.
fn home(website: &str) -> Option<&str> {
    let root = website.trim_end_matches('/');
    let host = root.strip_prefix("https://")?;
    (!host.is_empty() && !host.contains(['/', '?', '#', '@', '\\'])).then_some(root)
}

/// What all documents but stories have in common. Fields that are `placed` are not among its fields.
pub(super) fn document_view(core: &Core, replica: &Replica, site: &Site, shown: &Shown, placed: &[&str]) -> DocumentView {
    let hubs = Hubs { core, replica };
    DocumentView {
        section: section(Shelf::of_kind(&shown.kind).unwrap_or(Shelf::Directory)),
        kind: shown.kind.clone(),
        id: shown.address.to_string(),
        title: shown.title().to_owned(),
        lang: shown.text("lang").unwrap_or_default().to_owned(),
        summary: shown.text("summary").map(str::to_owned),
        fields: fields(&hubs, site.lang, shown, placed),
        body: owned(shown.texts("body")),
        themes: owned(shown.texts("themes")),
        hub: hub_ref(core, replica, &shown.hub),
        modified: Some(dates::month(shown.modified)),
        conflicts: conflicts(&hubs, site.lang, shown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_site_s_root_can_be_a_home() {
        assert_eq!(home("https://nordlys.example/"), Some("https://nordlys.example"));
        for other in ["http://nordlys.example", "https://kommune.example/nordlys", "https://", "https://a@b", "https://x?y", ""] {
            assert_eq!(home(other), None, "{other}");
        }
    }
}
