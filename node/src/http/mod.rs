//! The public site and the JSON interface: readers, tellers who withdraw, and other people's programs.
//!
//! No accounts, no cookies, nothing asked of third parties. Pages and JSON tell the same: what stands is shown, what
//! was withdrawn is gone, what is hidden says so.
//!
//! * [`server`]: connections, and what they may take of time and room; [`visit`]: who asks, in which language, how safely;
//! * [`desk`]: what all answers share; [`house`]: what the centre has set up for its site; [`trouble`]: whatever cannot be answered, as a page or as JSON; [`headers`];
//! * [`cache`]: answers that were made already; [`compress`]; [`limiter`]: how much one address may take;
//! * [`desk`]: what all answers share; [`trouble`]: whatever cannot be answered, as a page or as JSON; [`headers`];
//! * [`openapi`] describes the JSON interface; [`sitemap`] lists what search engines may have;
//! * `status`, [`lists`], [`documents`], [`withdrawals`], [`metrics`]: the JSON interface;
//! * [`parameters`]: what a query string may ask for; [`removal`]: handing in a code, and what came of it;
//! * [`pages`]: the same as HTML.

mod cache;
mod compress;
mod desk;
mod documents;
mod headers;
mod house;
mod limiter;
mod lists;
mod metrics;
mod openapi;
mod pages;
mod parameters;
mod removal;
mod server;
mod sitemap;
mod trouble;
mod visit;
mod withdrawals;

pub use server::serve;

use crate::catalogue::Shelf;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use desk::Desk;
use knutepunkt_web_ui::cite::Format;
use knutepunkt_web_ui::pages::notice::Notice;
use knutepunkt_web_ui::{assets, paths};
use std::sync::Arc;
use std::time::Duration;
use trouble::Trouble;
use visit::Visit;

/// Bytes of a body, at most: a code in its envelope is below 200.
const BODY_BYTES: usize = 8 * 1024;

/// How a site is reached, and what it bears.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the site is reached, such as `https://nordlys.example`.
    pub public_url: Option<String>,
    /// A proxy of this hub's stands before the site, and says who asks and how in `X-Forwarded-For` and `X-Forwarded-Proto`.
    pub trusted_proxy: bool,
    /// All content is invented, and every page says so.
    pub invented: bool,
    /// Connections at a time. Beyond these, whoever has kept one longest without asking anything loses it.
    pub connections: usize,
    /// How long the head of a request may take, and how long a connection may stay silent.
    pub head_timeout: Duration,
    /// How long its body may take.
    pub body_timeout: Duration,
    /// How many codes one address may hand in each minute, and twice as many at once.
    pub withdrawals_per_minute: u32,
    /// How many pages and answers one address may ask for each minute, and twice as many at once. A whole municipality may read
    /// through one address.
    pub reads_per_minute: u32,
    /// How many of these may be searches.
    pub searches_per_minute: u32,
}

impl Settings {
    /// Where the site is reached, without a slash at the end.
    fn base_url(&self) -> Option<&str> {
        self.public_url.as_deref().map(|url| url.trim_end_matches('/'))
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            public_url: None,
            trusted_proxy: false,
            invented: false,
            connections: 512,
            head_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(10),
            withdrawals_per_minute: 30,
            reads_per_minute: 1_200,
            searches_per_minute: 240,
        }
    }
}

/// The API's name of a list, and the path of its pages.
const fn names(shelf: Shelf) -> (&'static str, &'static str) {
    match shelf {
        Shelf::Stories => ("stories", paths::STORIES),
        Shelf::Directory => ("directory", paths::DIRECTORY),
        Shelf::Events => ("events", paths::EVENTS),
        Shelf::Resources => ("resources", paths::RESOURCES),
        Shelf::Articles => ("articles", paths::ARTICLES),
    }
}

/// Pairs of a query string, in their order.
type Pairs = Vec<(String, String)>;

/// Every address of the site. Languages were taken off before ([`visit`]).
fn router(desk: &Arc<Desk>) -> Router {
    let mut router = Router::new()
        .route("/api/v1/status", get(lists::status))
        .route("/api/v1/withdrawals", post(withdrawals::hand_in))
        .route("/api/v1/withdrawals/{key}", get(withdrawals::receipts))
        .route("/healthz", get(metrics::health))
        .route("/metrics", get(metrics::metrics))
        .route(paths::HOME, get(pages::home::home))
        .route(paths::SEARCH, get(pages::search::search))
        .route(paths::MUNICIPALITY, get(pages::places::choose))
        .route(&format!("{}/{{number}}", paths::MUNICIPALITY), get(pages::places::municipality))
        .route(&format!("{}/{{number}}", paths::COUNTIES), get(pages::places::county))
        .route(paths::NETWORK, get(pages::network::network))
        .route(paths::WITHDRAW, get(pages::withdraw::form).post(pages::withdraw::hand_in))
        .route(&format!("{}/{{key}}", paths::RECEIPTS), get(pages::receipts::receipts))
        .route(paths::CALENDAR, get(pages::calendars::calendar))
        .route(paths::NEWS_FEED, get(pages::feeds::news))
        .route(paths::STORY_FEED, get(pages::feeds::stories))
        .route(assets::stylesheet_path(), get(pages::assets::stylesheet))
        .route(assets::script_path(), get(pages::assets::script))
        .route("/assets/{file}", get(pages::assets::own))
        .route(paths::HELP, get(|desk: State<Arc<Desk>>, visit: Visit| pages::help::help(desk, visit, false)))
        .route(paths::OFFLINE, get(|desk: State<Arc<Desk>>, visit: Visit| pages::help::help(desk, visit, true)))
        .route(paths::WORKER, get(pages::help::worker))
        .route("/favicon.ico", get(pages::assets::favicon))
        .route("/robots.txt", get(pages::assets::robots))
        .route(paths::SITEMAP, get(sitemap::sitemap))
        .route("/api/v1/openapi.json", get(openapi::description));
    for shelf in Shelf::ALL {
        let (name, path) = names(shelf);
        let api_list = move |desk: State<Arc<Desk>>, Query(pairs): Query<Pairs>| lists::list(desk, shelf, pairs);
        let api_one = move |desk: State<Arc<Desk>>, Path(id): Path<String>| documents::document(desk, shelf, id);
        let page_list =
            move |desk: State<Arc<Desk>>, visit: Visit, Query(pairs): Query<Pairs>| pages::list::list(desk, visit, shelf, pairs);
        let page_one =
            move |desk: State<Arc<Desk>>, visit: Visit, Path(id): Path<String>| pages::document::document(desk, visit, shelf, id);
        router = router
            .route(&format!("/api/v1/{name}"), get(api_list))
            .route(&format!("/api/v1/{name}/{{id}}"), get(api_one))
            .route(path, get(page_list))
            .route(&format!("{path}/{{id}}"), get(page_one));
    }
    for notice in Notice::ALL {
        let page = move |desk: State<Arc<Desk>>, visit: Visit| pages::notice::notice(desk, visit, notice);
        router = router.route(notice.path(), get(page));
    }
    for shelf in pages::citing::CITED {
        for format in Format::ALL {
            let file = move |desk: State<Arc<Desk>>, visit: Visit, Path(id): Path<String>| {
                pages::citing::file(desk, visit, shelf, id, format)
            };
            let path = paths::citation(&format!("{}/{{id}}", names(shelf).1), format.extension());
            router = router.route(&path, get(file));
        }
    }
    router
        .fallback(|| async { Trouble::not_found().into_response() })
        .method_not_allowed_fallback(|| async { Trouble::not_allowed().into_response() })
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .with_state(Arc::clone(desk))
}
