//! The centres of the network, as this one sees it.

use super::{hub_ref, section};
use crate::catalogue::{Facet, Found, Query, Shelf, dates};
use crate::core::Core;
use crate::http::desk::Desk;
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use crate::status;
use axum::extract::State;
use axum::response::Html;
use knutepunkt_protocol::ids::HubId;
use knutepunkt_protocol::law::Standing;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_protocol::words::check_words;
use knutepunkt_web_ui::pages::network::{self, Asking, Member, NetworkView, Step, Why};
use knutepunkt_web_ui::site::Section;
use std::sync::Arc;
use std::time::Duration;

/// The page waits hardly at all for the lists; without them it shows no numbers.
const LISTS_WAIT: Duration = Duration::from_millis(500);

/// The page.
pub(in crate::http) async fn network(State(desk): State<Arc<Desk>>, visit: Visit) -> Result<Html<String>, Trouble> {
    let site = visit.site(&desk);
    let _whatever_was_read = tokio::time::timeout(LISTS_WAIT, desk.lists()).await;
    desk.work(move |core| {
        let published = Published::count(core);
        let view = core.replica().as_ref().map(|replica| view(core, replica, &published)).unwrap_or_default();
        Ok(Html(network::render(&site, &view)))
    })
    .await
}

/// How much stands in each part of the site, altogether and by hub.
struct Published(Vec<(Section, Found)>);

impl Published {
    /// Counted without holding the replica. Of a list that is not complete yet there is no number.
    fn count(core: &Core) -> Published {
        let query = Query { facets: true, ..Query::default() };
        let counts = Shelf::ALL.into_iter().filter_map(|shelf| {
            let standing = core.catalogue().search(shelf, &query);
            let found = core.read(|replica| standing.standing(replica, core.store())).ok()?;
            found.complete.then_some((section(shelf), found))
        });
        Published(counts.collect())
    }

    fn altogether(&self) -> Vec<(Section, u64)> {
        self.0.iter().map(|(section, found)| (*section, found.total as u64)).collect()
    }

    /// Who wrote an entry of the directory is not counted: any member may.
    fn by(&self, hub: &HubId) -> Vec<(Section, u64)> {
        let code = hub.to_string();
        let count = |found: &Found| found.facets.get(&Facet::Hub).and_then(|hubs| hubs.get(&code)).copied().unwrap_or(0);
        self.0.iter().map(|(section, found)| (*section, count(found))).collect()
    }
}

fn view(core: &Core, replica: &Replica, published: &Published) -> NetworkView {
    let law = replica.law();
    let membership = law.membership();
    let is_in = |hub: &&HubId| matches!(law.standing(hub), Standing::Member(_));
    let resigned = membership.ranks.keys().filter(|hub| !is_in(hub)).map(|hub| (hub, "resigned"));
    let barred = membership.barred.keys().map(|hub| (hub, "barred"));
    NetworkView {
        admit: law.admit().into(),
        published: published.altogether(),
        today: Some(dates::in_oslo(crate::clock::now()).date),
        members: membership.ranks.keys().filter(is_in).map(|hub| member(core, replica, hub, published.by(hub))).collect(),
        asking: replica
            .asking()
            .map(|asking| Asking {
                name: asking.name.clone(),
                check_words: check_words(&asking.hub).split_whitespace().map(str::to_owned).collect(),
                vouched_by: vouchers(core, replica, &asking.hub),
            })
            .collect(),
        former: resigned.chain(barred).map(|(hub, how)| (hub_ref(core, replica, hub), how.to_owned())).collect(),
    }
}

fn vouchers(core: &Core, replica: &Replica, hub: &HubId) -> Vec<String> {
    replica.law().voices_about(hub).0.iter().map(|voucher| status::called(core, replica, voucher).1).collect()
}

fn member(core: &Core, replica: &Replica, hub: &HubId, published: Vec<(Section, u64)>) -> Member {
    let founder = replica.law().founders().contains(hub);
    let state = status::profile(core, replica, hub).and_then(|entry| entry.state.as_deref().map(str::to_owned));
    Member {
        hub: hub_ref(core, replica, hub),
        state: state.unwrap_or_else(|| "active".to_owned()),
        why: if founder { Why::Founder } else { Why::VouchedBy(vouchers(core, replica, hub)) },
        step: step(core, hub),
        published,
    }
}

/// How much of what is shared a hub has: what the best of its machines says.
fn step(core: &Core, hub: &HubId) -> Step {
    if *hub == core.me().hub {
        return Step::Here;
    }
    let peers = core.peers();
    let machines = || peers.values().filter(|peer| peer.hub == *hub);
    if machines().any(|peer| peer.connected && peer.in_step) {
        Step::InStep
    } else if machines().any(|peer| peer.connected) {
        Step::Behind(None)
    } else {
        Step::Away(machines().filter_map(|peer| peer.last_seen).max().map(dates::in_oslo))
    }
}
