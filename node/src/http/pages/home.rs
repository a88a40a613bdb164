//! The front page.

use crate::catalogue::{Order, Query, Shelf};
use crate::core::Core;
use crate::http::desk::Desk;
use crate::http::lists;
use crate::http::parameters::today;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::status;
use axum::extract::State;
use axum::response::Html;
use knutepunkt_protocol::law::Standing;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::Site;
use knutepunkt_web_ui::pages::home::{self, Banner, HomeView};
use std::sync::Arc;
use std::time::Duration;

const STORIES: usize = 4;
const EVENTS: usize = 2;
const NEWS: usize = 2;

/// The front page waits hardly at all for the lists: what was changed last is read first.
const LISTS_WAIT: Duration = Duration::from_millis(200);

/// The front page.
pub(in crate::http) async fn home(State(desk): State<Arc<Desk>>, visit: Visit) -> Result<Html<String>, Trouble> {
    let _whatever_was_read = tokio::time::timeout(LISTS_WAIT, desk.lists()).await;
    let site = visit.site(&desk);
    desk.work(move |core| Ok(Html(page(core, &site)))).await
}

fn page(core: &Core, site: &Site) -> String {
    let stories = lists::find(core, Shelf::Stories, &Query { limit: STORIES, ..Query::default() });
    let events = today().map(|today| {
        let from = String::from_utf8_lossy(&today).into_owned();
        let query = Query { limit: EVENTS, from: Some(from), order: Order::From(today), ..Query::default() };
        core.catalogue().search(Shelf::Events, &query)
    });
    let news = core.catalogue().search(Shelf::Articles, &Query { limit: NEWS, ..Query::default() });
    let guard = core.replica();
    let Some(replica) = guard.as_ref() else {
        return home::render(site, &HomeView { banners: vec![Banner::Alone], ..HomeView::default() });
    };
    let mut view = HomeView::default();
    match stories {
        Ok(stories) => {
            let found = stories.standing(replica, core.store());
            view.stories = found.items.iter().map(|hit| super::story_item(core, replica, &hit.entry)).collect();
        }
        Err(_) => view.banners.push(Banner::JustRestored),
    }
    if let Some(events) = events {
        let found = events.standing(replica, core.store());
        view.events = found.items.iter().map(|hit| super::list_item(core, replica, &hit.entry)).collect();
    }
    let found = news.standing(replica, core.store());
    view.news = found.items.iter().map(|hit| super::list_item(core, replica, &hit.entry)).collect();
    banners(core, replica, &mut view);
    home::render(site, &view)
}

/// What readers should know first, and the centre's own welcome.
fn banners(core: &Core, replica: &Replica, view: &mut HomeView) {
    let me = core.me().hub;
    match replica.law().standing(&me) {
        Standing::Outside => view.banners.push(Banner::Asking),
        Standing::Barred => view.banners.push(Banner::Alone),
        Standing::Member(_) | Standing::Resigned(_) => {}
    }
    let Some(entry) = status::profile(core, replica, &me) else { return };
    let successor = entry.profile.as_ref().and_then(|profile| profile.successor);
    match entry.state.as_deref() {
        Some("resting") => view.banners.push(Banner::Resting),
        Some("closed") => view.banners.push(Banner::Closed(successor.map(|hub| super::hub_ref(core, replica, &hub)))),
        _ => {}
    }
    view.welcome = entry.summary.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
}
