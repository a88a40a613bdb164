//! Whether the machine is well, for whoever watches it. Counts only: nothing says who asked for what.

use super::desk::Desk;
use super::trouble::Trouble;
use super::visit::Visit;
use crate::store::Store;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What was answered since the start.
#[derive(Default)]
pub(super) struct Counters {
    /// By the first digit of the status, less one.
    answers: [AtomicU64; 5],
    withdrawals_known: AtomicU64,
    withdrawals_waiting: AtomicU64,
}

impl Counters {
    pub(super) fn answered(&self, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        if let Some(counter) = self.answers.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn withdrawn(&self, known: bool) {
        let counter = if known { &self.withdrawals_known } else { &self.withdrawals_waiting };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// `GET /healthz`: whether the machine can still save.
pub(super) async fn health(State(desk): State<Arc<Desk>>) -> Response {
    match desk.core.store().healthy() {
        Ok(()) => "ok\n".into_response(),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response(),
    }
}

/// `GET /metrics`, for this machine's own eyes.
pub(super) async fn metrics(State(desk): State<Arc<Desk>>, visit: Visit) -> Result<Response, Trouble> {
    if !visit.local {
        return Err(Trouble::not_found());
    }
    let own = Arc::clone(&desk);
    desk.work(move |core| {
        let mut text = String::new();
        let mut family = |name: &str, kind: &str, help: &str, samples: &[(String, u64)]| {
            // Proof: writing to a String cannot fail.
            let _infallible = writeln!(text, "# HELP knutepunkt_{name} {help}\n# TYPE knutepunkt_{name} {kind}");
            for (labels, value) in samples {
                let _infallible = writeln!(text, "knutepunkt_{name}{labels} {value}");
            }
        };
        let plain = |value: u64| vec![(String::new(), value)];
        let counted = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let (documents, aside, members) = core
            .read(|replica| {
                let members = replica.law().membership().ranks.len() as u64;
                (replica.count_documents(), replica.count_aside(), members)
            })
            .unwrap_or_default();
        // A kind that nobody here knows could have any name.
        let known = documents.into_iter().filter(|(kind, _)| knutepunkt_protocol::kinds::Kind::from_code(kind).is_some());
        let documents: Vec<_> = known.map(|(kind, count)| (format!("{{kind=\"{kind}\"}}"), count)).collect();
        family("documents", "gauge", "Shared documents by kind.", &documents);
        family("set_aside", "gauge", "Documents that are kept and do not count.", &plain(aside));
        family("quarantined", "gauge", "Things that cannot be read.", &plain(core.quarantined()));
        family("members", "gauge", "Hubs in the network.", &plain(members));
        let (connected, in_step) = core.peers().values().fold((0, 0), |(connected, in_step), peer| {
            (connected + u64::from(peer.connected), in_step + u64::from(peer.connected && peer.in_step))
        });
        family("peers_connected", "gauge", "Other machines that are connected.", &plain(connected));
        family("peers_in_step", "gauge", "Of those, how many hold the same.", &plain(in_step));
        for (name, help, value) in own.net.iter().flat_map(|net| net.rows()) {
            match name {
                "connected" => family("net_connected", "gauge", help, &plain(value)),
                _ => family(&format!("net_{name}_total"), "counter", help, &plain(value)),
            }
        }
        let counters = &own.counters;
        let answers: Vec<_> = counters
            .answers
            .iter()
            .zip(1..)
            .map(|(counter, class)| (format!("{{class=\"{class}xx\"}}"), counted(counter)))
            .collect();
        family("http_answers_total", "counter", "Answers by class of status.", &answers);
        let withdrawals = [
            ("{known=\"true\"}".to_owned(), counted(&counters.withdrawals_known)),
            ("{known=\"false\"}".to_owned(), counted(&counters.withdrawals_waiting)),
        ];
        family("withdrawals_total", "counter", "Withdrawal codes handed in here.", &withdrawals);
        Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
    })
    .await
}
