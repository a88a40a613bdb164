//! What came of a withdrawal.

use crate::catalogue::dates;
use crate::http::desk::{Desk, with_replica};
use crate::http::removal::{self, Removed};
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Html;
use knutepunkt_protocol::ids::NodeId;
use knutepunkt_web_ui::dates::Date;
use knutepunkt_web_ui::pages::receipts::{self, Receipt, ReceiptsView, Waiting};
use std::sync::Arc;

/// The page.
pub(in crate::http) async fn receipts(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(key): Path<String>,
) -> Result<Html<String>, Trouble> {
    let site = visit.site(&desk);
    desk.work(move |core| {
        let removed = with_replica(core, |replica| removal::removed(core, replica, &key))?;
        Ok(Html(receipts::render(&site, &view(key, removed))))
    })
    .await
}

fn view(key: String, removed: Removed) -> ReceiptsView {
    let day = |seconds: u64| -> Date { dates::in_oslo(seconds).date };
    let names = |hubs: Vec<(_, String)>| hubs.into_iter().map(|(_, name): (knutepunkt_protocol::ids::HubId, _)| name).collect();
    let since = removed.since.map(day);
    // Machines have no names; of a hub's several, the beginning of the id tells them apart.
    let several = |hub, node: &NodeId| {
        let machines = removed.receipts.iter().filter(|signed| signed.hub == hub).count();
        if machines > 1 { node.short() } else { String::new() }
    };
    let receipts = removed.receipts.iter().map(|signed| Receipt {
        hub: signed.hub.to_string(),
        name: signed.name.clone(),
        machine: several(signed.hub, &signed.node),
        at: Some(day(signed.at)),
        counts: signed.counts,
    });
    let waiting = removed.waiting.iter().map(|(hub, name, nodes)| Waiting {
        hub: hub.to_string(),
        name: name.clone(),
        machines: nodes.len() as u64,
        since,
    });
    ReceiptsView {
        key,
        known: removed.known,
        receipts: receipts.collect(),
        waiting: waiting.collect(),
        closed: names(removed.closed),
        outside: names(removed.outside),
        today: Some(day(crate::clock::now())),
    }
}
