//! Who one can call, and what keeps it on a reader's device.

use crate::http::desk::Desk;
use crate::http::visit::Visit;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use knutepunkt_web_ui::pages::help;
use knutepunkt_web_ui::{Lang, Site, offline, paths};
use std::sync::Arc;

/// The page; `offline` for the one that is kept.
pub(in crate::http) async fn help(State(desk): State<Arc<Desk>>, visit: Visit, offline: bool) -> Html<String> {
    Html(help::render(&visit.site(&desk), offline))
}

/// The worker that keeps it. It changes whenever the page does, so that devices fetch the page again.
pub(in crate::http) async fn worker(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    let site = visit.site(&desk);
    let kept = |lang: &Lang| help::render(&Site { lang: *lang, path: paths::OFFLINE.to_owned(), ..site.clone() }, true);
    let shown: String = Lang::OFFERED.iter().map(kept).collect();
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, offline::worker(&site.house, &shown)).into_response()
}
