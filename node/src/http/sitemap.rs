//! `GET /sitemap.xml`: the pages that search engines may have from this centre.
//!
//! Each centre lists its own: a story or a house that the whole network serves is found once, where it belongs, and stories only
//! where the teller said so. Without an address under which the site is known there is nothing to list.

use super::Pairs;
use super::desk::{Desk, with_replica};
use super::trouble::Trouble;
use crate::catalogue::{Entry, Shelf, dates};
use crate::core::Core;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use knutepunkt_web_ui::paths;
use knutepunkt_web_ui::sitemap::{self, Listed, PAGES, PARAM_PART};
use std::sync::Arc;

/// Pages that stand whatever is published, and whose content search engines may have.
const ALWAYS: [&str; 5] = [paths::DIRECTORY, paths::EVENTS, paths::RESOURCES, paths::ARTICLES, paths::NETWORK];

/// The list, or the list of lists.
pub(super) async fn sitemap(State(desk): State<Arc<Desk>>, Query(pairs): Query<Pairs>) -> Result<Response, Trouble> {
    let base = desk.settings.base_url().ok_or_else(Trouble::not_found)?.to_owned();
    let part = match pairs.iter().find(|(name, _)| name == PARAM_PART) {
        Some((_, number)) => {
            Some(number.parse::<usize>().ok().and_then(|part| part.checked_sub(1)).ok_or_else(Trouble::not_found)?)
        }
        None => None,
    };
    desk.lists().await?;
    desk.work(move |core| {
        let pages = pages(core)?;
        let mut parts = pages.chunks(PAGES);
        let xml = match part {
            None if pages.len() > PAGES => sitemap::parts(&base, parts.len()),
            part => sitemap::pages(&base, parts.nth(part.unwrap_or(0)).ok_or_else(Trouble::not_found)?),
        };
        let xml = xml.map_err(|_| Trouble::internal())?;
        Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response())
    })
    .await
}

/// All of them, in the order of their addresses, so that what is added moves little.
fn pages(core: &Core) -> Result<Vec<Listed>, Trouble> {
    let (me, waits) = (core.me().hub, core.waits_for_withdrawals());
    let own = |entry: &Entry| entry.hub == me && entry.search_engines && !(waits && entry.shelf == Shelf::Stories);
    let entries = core.catalogue().entries(own);
    with_replica(core, |replica| {
        let always = ALWAYS.iter().map(|path| Listed { path: (*path).to_owned(), month: None });
        let standing = entries.iter().filter(|entry| entry.stands(replica)).filter_map(|entry| {
            let path = paths::page_path(&entry.kind, &entry.address.to_string())?;
            Some(Listed { path, month: Some(dates::month(entry.modified)) })
        });
        Ok(always.chain(standing).collect())
    })
}
