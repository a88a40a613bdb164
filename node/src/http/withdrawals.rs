//! Withdrawals, for programs.

use super::desk::{Desk, with_replica};
use super::removal::{self, NotTaken};
use super::trouble::Trouble;
use super::visit::Visit;
use crate::catalogue::dates;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use zeroize::Zeroizing;

#[derive(Deserialize)]
struct Submission {
    code: String,
}

/// `POST /api/v1/withdrawals`.
pub(super) async fn hand_in(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Trouble> {
    if !visit.secure {
        return Err(Trouble::insecure());
    }
    let submission: Submission = serde_json::from_slice(&body)
        .map_err(|_| Trouble::bad("malformed", "the body is JSON with one text, as {\"code\": \"ABCD-…\"}").at("code"))?;
    let taken = removal::hand_in(&desk, visit.source, Zeroizing::new(submission.code)).await;
    match taken {
        Ok(taken) => Ok((StatusCode::ACCEPTED, Json(json!({"key": taken.key, "known": taken.known})))),
        Err(NotTaken::Code(error)) => Err(Trouble::unprocessable("code", error.to_string()).at("code")),
        Err(NotTaken::Trouble(trouble)) => Err(trouble),
    }
}

/// `GET /api/v1/withdrawals/{key}`.
pub(super) async fn receipts(State(desk): State<Arc<Desk>>, Path(key): Path<String>) -> Result<Json<Value>, Trouble> {
    desk.work(move |core| {
        let removed = with_replica(core, |replica| removal::removed(core, replica, &key))?;
        let since = removed.since.map(dates::rfc3339);
        let receipts = removed.receipts.iter();
        let receipts: Vec<Value> =
            receipts.map(|it| json!({"hub": it.hub, "node": it.node, "name": it.name, "at": dates::rfc3339(it.at)})).collect();
        let waiting = removed.waiting.iter();
        let waiting: Vec<Value> =
            waiting.map(|(hub, name, nodes)| json!({"hub": hub, "name": name, "nodes": nodes, "since": since})).collect();
        let ids = |hubs: &[(_, String)]| hubs.iter().map(|(hub, _)| *hub).collect::<Vec<knutepunkt_protocol::ids::HubId>>();
        Ok(Json(json!({
            "key": key,
            "receipts": receipts,
            "waiting": waiting,
            "closed": ids(&removed.closed),
            "outside": ids(&removed.outside),
        })))
    })
    .await
}
