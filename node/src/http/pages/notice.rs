//! What the centre owes its readers in writing, with its own words from its profile.

use super::{contact, hub_ref};
use crate::catalogue::shown::{self, Reading};
use crate::core::Core;
use crate::http::desk::Desk;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::status;
use axum::extract::State;
use axum::response::Html;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::pages::notice::{self, Notice, NoticeView};
use std::sync::Arc;

/// The page.
pub(in crate::http) async fn notice(State(desk): State<Arc<Desk>>, visit: Visit, which: Notice) -> Result<Html<String>, Trouble> {
    let site = visit.site(&desk);
    desk.work(move |core| {
        let guard = core.replica();
        let me = core.me().hub;
        let view = match guard.as_ref() {
            Some(replica) => view(core, replica, which),
            None => NoticeView { contact: contact(core, None, &me), ..NoticeView::default() },
        };
        Ok(Html(notice::render(&site, which, &view)))
    })
    .await
}

fn view(core: &Core, replica: &Replica, which: Notice) -> NoticeView {
    let me = core.me().hub;
    let entry = status::profile(core, replica, &me);
    let shown = entry.as_ref().and_then(|entry| match shown::read(replica, core.store(), &entry.address) {
        Reading::Shown(shown) => Some(shown),
        _ => None,
    });
    let words = |field: &str| -> Vec<String> {
        let text = shown.as_ref().and_then(|shown| shown.text(field)).unwrap_or_default();
        text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
    };
    NoticeView {
        own: words(which.field()),
        choice: if which == Notice::Rules { words("curation_policy") } else { Vec::new() },
        lang: entry.as_ref().map(|entry| entry.lang.to_string()).unwrap_or_default(),
        hub: entry.is_some().then(|| hub_ref(core, replica, &me)),
        contact: contact(core, Some(replica), &me),
    }
}
