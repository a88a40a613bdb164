//! How what is published here is cited, and the same as files for reference managers.

use super::{hub_ref, section};
use crate::catalogue::entry::allows_search_engines;
use crate::catalogue::shown::Shown;
use crate::catalogue::{Shelf, dates};
use crate::core::Core;
use crate::http::desk::{Desk, with_replica};
use crate::http::documents::find;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::cite::{Author, Citation, Format};
use knutepunkt_web_ui::{Site, paths};
use serde_json::Value as Json;
use std::sync::Arc;

/// The lists whose documents somebody would cite.
pub(in crate::http) const CITED: [Shelf; 3] = [Shelf::Stories, Shelf::Resources, Shelf::Articles];

/// A citation as a file.
pub(in crate::http) async fn file(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    shelf: Shelf,
    id: String,
    format: Format,
) -> Result<Response, Trouble> {
    let site = visit.site(&desk);
    desk.work(move |core| {
        with_replica(core, |replica| {
            let shown = find(core, replica, shelf, &id)?;
            let citation = citation(core, replica, &site, shelf, &shown);
            let name = format!("attachment; filename=\"{}.{}\"", citation.key(), format.extension());
            let headers = [(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, name)];
            let mut response = (headers, format.write(site.lang, &citation)).into_response();
            if shelf == Shelf::Stories && !allows_search_engines(&shown) {
                response =
                    ([(HeaderName::from_static("x-robots-tag"), "noindex, nofollow, noarchive")], response).into_response();
            }
            Ok(response)
        })
    })
    .await
}

/// How a document is cited.
pub(super) fn citation(core: &Core, replica: &Replica, site: &Site, shelf: Shelf, shown: &Shown) -> Citation {
    let id = shown.address.to_string();
    let page = paths::page_path(&shown.kind, &id).unwrap_or_else(|| section(shelf).path().to_owned());
    let author = match shelf {
        Shelf::Stories => byline(shown).map_or(Author::Anonymous, |name| Author::Named(name.to_owned())),
        _ => shown.text("byline").map_or(Author::Publisher, |name| Author::Named(name.to_owned())),
    };
    Citation {
        kind: shown.kind.clone(),
        id,
        title: shown.title().to_owned(),
        lang: shown.text("lang").unwrap_or_default().to_owned(),
        author,
        publisher: hub_ref(core, replica, &shown.hub).name,
        month: Some(dates::month(shown.modified)),
        url: site.permanent(&page),
    }
}

/// The name a teller chose. Whoever wants to be anonymous is, whatever else stands there.
pub(super) fn byline(shown: &Shown) -> Option<&str> {
    let byline = shown.record("byline")?;
    let part = |name: &str| byline.get(name).and_then(Json::as_str);
    part("text").filter(|name| part("kind") != Some("anonymous") && !name.trim().is_empty())
}
