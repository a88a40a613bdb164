//! The stylesheet, the script, the icon that there is not, and what search engines and collectors may take.

use crate::catalogue::{Query, Shelf};
use crate::http::desk::Desk;
use crate::http::lists;
use crate::http::trouble::Trouble;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use knutepunkt_web_ui::{Lang, assets, paths};
use std::fmt::Write;
use std::sync::Arc;

/// Stories that are let in by name; a file that is longer is not read to its end.
const LET_IN: usize = 2_000;

/// The stylesheet. Its path names its content, so it may be kept for ever.
pub(in crate::http) async fn stylesheet() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, assets::STYLESHEET).into_response()
}

/// The script, likewise.
pub(in crate::http) async fn script() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, assets::SCRIPT).into_response()
}

/// The centre's own colours and its logo. Their paths name their content too.
pub(in crate::http) async fn own(State(desk): State<Arc<Desk>>, Path(file): Path<String>) -> Result<Response, Trouble> {
    let ready = desk.house.ready();
    let path = format!("/assets/{file}");
    let kept = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    match (ready.stylesheet, ready.logo) {
        (Some(colours), _) if ready.house.stylesheet.as_ref() == Some(&path) => {
            Ok(([(header::CONTENT_TYPE, "text/css; charset=utf-8"), kept], colours.to_string()).into_response())
        }
        (_, Some((logo, content_type))) if ready.house.logo.as_ref() == Some(&path) => {
            Ok(([(header::CONTENT_TYPE, content_type), kept], logo.to_vec()).into_response())
        }
        _ => Err(Trouble::not_found()),
    }
}

/// Browsers ask for it on every site.
pub(in crate::http) async fn favicon() -> Response {
    (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "public, max-age=86400")]).into_response()
}

/// No story is let into a search engine or a collection unless its teller said so.
pub(in crate::http) async fn robots(State(desk): State<Arc<Desk>>) -> Response {
    let allowed = desk
        .work(|core| {
            let all = lists::find(core, Shelf::Stories, &Query { limit: usize::MAX, ..Query::default() })?;
            let open = all.only(LET_IN, |entry| entry.search_engines);
            let found = core.read(|replica| open.standing(replica, core.store())).unwrap_or_default();
            Ok(found.items.iter().map(|hit| paths::story(&hit.entry.address.to_string())).collect::<Vec<_>>())
        })
        .await
        .unwrap_or_default();
    let mut text = String::from("User-agent: *\nDisallow: /api/\n");
    for lang in Lang::OFFERED {
        for path in [paths::STORIES, paths::RECEIPTS, paths::WITHDRAW] {
            // Proof: writing to a String cannot fail.
            let _infallible = writeln!(text, "Disallow: {}", lang.path(path));
        }
    }
    for path in &allowed {
        let _infallible = writeln!(text, "Allow: {path}");
    }
    if let Some(base) = desk.settings.base_url() {
        let _infallible = writeln!(text, "Sitemap: {base}{}", paths::SITEMAP);
    }
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
