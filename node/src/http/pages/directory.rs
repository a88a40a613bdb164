//! The directory: its lists, and its entries in short as other pages have them too.

use super::fields;
use crate::catalogue::listed::Listed;
use crate::catalogue::{Entry, Facet, Found, Shelf, dates};
use crate::http::desk::Desk;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::http::{Pairs, lists, parameters};
use axum::response::Html;
use knutepunkt_web_ui::dates::Moment;
use knutepunkt_web_ui::municipalities;
use knutepunkt_web_ui::pages::directory::map::Counted;
use knutepunkt_web_ui::pages::directory::row::Row;
use knutepunkt_web_ui::pages::directory::{self, Counts, DirectoryView};
use std::sync::Arc;

/// A page of the directory.
pub(super) async fn list(desk: Arc<Desk>, visit: Visit, pairs: Pairs) -> Result<Html<String>, Trouble> {
    let (query, mut search) = parameters::of_reader(Shelf::Directory, &pairs)?;
    desk.lists_for_reader().await?;
    let site = visit.site(&desk);
    desk.work(move |core| {
        let searched = lists::find(core, Shelf::Directory, &query)?;
        let found = core.read(|replica| searched.standing(replica, core.store())).unwrap_or_default();
        search.total = found.total as u64;
        search.offset = query.offset as u64;
        search.limit = query.limit as u64;
        let now = now();
        let rows = found.items.iter().map(|hit| row(&hit.entry, now)).collect();
        Ok(Html(directory::render(&site, &DirectoryView { search, counts: counts(&found), rows })))
    })
    .await
}

/// What clocks in Norway show.
pub(super) fn now() -> Moment {
    dates::in_oslo(crate::clock::now())
}

fn counts(found: &Found) -> Counts {
    let of = |facet: Facet| -> Vec<Counted> {
        let codes = found.facets.get(&facet).into_iter().flatten();
        codes.map(|(code, count)| Counted { code: code.clone(), count: *count }).collect()
    };
    Counts {
        counties: of(Facet::County),
        types: of(Facet::Type),
        offers: of(Facet::Offer),
        accessibility: of(Facet::Accessibility),
    }
}

/// An entry in short.
pub(super) fn row(entry: &Entry, now: Moment) -> Row {
    let codes = |facet| entry.codes_of(facet).map(str::to_owned).collect();
    let none = Listed::default();
    let listed = entry.listed.as_deref().unwrap_or(&none);
    let centre = entry.kind == "hub";
    // A centre that rests or is no more is not open, whatever its hours say.
    let at_work = !centre || entry.state.as_deref().is_none_or(|state| state == "active");
    Row {
        id: entry.address.to_string(),
        name: entry.title.to_string(),
        lang: entry.lang.to_string(),
        summary: entry.summary.to_string(),
        centre,
        types: codes(Facet::Type),
        places: listed.seats.iter().map(|number| municipalities::name(number).unwrap_or(number).to_owned()).collect(),
        counties: codes(Facet::County),
        national: listed.area.national,
        opening: listed.hours.as_ref().filter(|_| at_work).map(|hours| hours.at(now)),
        step_free: entry.codes_of(Facet::Accessibility).any(|code| code == "step_free"),
        unconfirmed: listed.is_unconfirmed(now.date),
        notice: fields::badge(&entry.kind, entry.state.as_deref()),
    }
}
