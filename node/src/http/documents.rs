//! One document: finding it for whoever asks, and giving it to programs.

use super::desk::{Desk, SOON, with_replica};
use super::lists::Item;
use super::trouble::Trouble;
use crate::catalogue::shown::{self, Reading, Shown};
use crate::catalogue::{Entry, Shelf};
use crate::core::Core;
use axum::Json;
use axum::extract::State;
use knutepunkt_protocol::ids::Address;
use knutepunkt_protocol::replica::Replica;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What a document's own fields may not be called, since the answer says it.
const ENVELOPE: [&str; 7] = ["id", "version", "kind", "hub", "page", "modified", "conflicts"];

/// What stands at an address, on this shelf: for pages and programs alike.
pub(super) fn find(core: &Core, replica: &Replica, shelf: Shelf, id: &str) -> Result<Box<Shown>, Trouble> {
    let address: Address = id.parse().map_err(|_| Trouble::not_found())?;
    let shown = match shown::read(replica, core.store(), &address) {
        Reading::Shown(shown) => shown,
        Reading::Held => return Err(Trouble::held()),
        Reading::Withdrawn => return Err(Trouble::gone(shelf == Shelf::Stories)),
        Reading::BeingCorrected => return Err(Trouble::being_corrected()),
        Reading::Unreadable => {
            let detail = "this machine cannot read it now, and fetches it from another hub; ask again later";
            return Err(Trouble::busy("unreadable", detail, SOON));
        }
        Reading::Unknown => return Err(Trouble::not_found()),
    };
    if Shelf::of_kind(&shown.kind) != Some(shelf) {
        return Err(Trouble::not_found());
    }
    if shelf == Shelf::Stories && core.waits_for_withdrawals() {
        return Err(Trouble::just_restored());
    }
    Ok(shown)
}

/// `GET /api/v1/{list}/{id}`.
pub(super) async fn document(State(desk): State<Arc<Desk>>, shelf: Shelf, id: String) -> Result<Json<Value>, Trouble> {
    desk.work(move |core| {
        let shown = with_replica(core, |replica| find(core, replica, shelf, &id))?;
        whole(&shown).map(Json).ok_or_else(Trouble::internal)
    })
    .await
}

/// A document with everything that is public of it: as a list gives it, and every field as it stands.
fn whole(shown: &Shown) -> Option<Value> {
    let entry = Entry::of(shown)?;
    let Ok(Value::Object(mut whole)) = serde_json::to_value(Item::of(&entry)) else { return None };
    let own = shown.content.iter().filter(|(name, _)| !ENVELOPE.contains(&name.as_str()));
    whole.extend(own.map(|(name, value)| (name.clone(), value.clone())));
    let conflicts: Map<String, Value> = shown
        .conflicts
        .iter()
        .map(|differing| {
            let others = differing.others.iter().map(|(value, hub)| json!({"value": value, "hub": hub}));
            (differing.field.clone(), Value::Array(others.collect()))
        })
        .collect();
    whole.insert("conflicts".to_owned(), Value::Object(conflicts));
    Some(Value::Object(whole))
}
