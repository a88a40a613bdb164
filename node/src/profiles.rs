//! What hubs say of themselves: the signed profiles, which every node holds. They are the address book.

use crate::core::{Core, CoreError};
use crate::identity::About;
use knutepunkt_protocol::document::header::owner_address;
use knutepunkt_protocol::ids::HubId;
use knutepunkt_protocol::kinds::{self, Content, Kind, Reach, Status};
use knutepunkt_protocol::replica::Replica;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::rows::Bodies;
use serde_json::{Value, json};

/// A hub's profile, as far as a node needs it itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// The hub's name.
    pub name: String,
    /// Its short name.
    pub slug: String,
    /// Where its machines can be reached.
    pub addresses: Vec<String>,
    /// Everything it says.
    pub content: Content,
}

/// A hub's profile; `None` where none that counts is held.
pub fn of(replica: &Replica, bodies: &dyn Bodies, hub: &HubId) -> Option<Profile> {
    let address = owner_address(&replica.network(), hub, b"hub");
    let Standing::Shown(version) = replica.standing(&address) else { return None };
    Some(read(replica.view(&version, bodies)?.content()))
}

/// A hub's profile that is held and does not count, as a recovered machine finds it before it may speak.
pub fn set_aside(replica: &Replica, bodies: &dyn Bodies, hub: &HubId) -> Option<Profile> {
    let (id, document) = replica
        .documents()
        .filter(|(_, document)| document.header.kind == "hub" && document.header.owner == *hub)
        .max_by_key(|(id, document)| (document.header.generation(), **id))?;
    let view = replica.view_at(id, &replica.tips_of(id).into_iter().collect(), bodies)?;
    (!document.changes.is_empty()).then(|| read(view.content()))
}

fn read(content: Content) -> Profile {
    let text = |field: &str| content.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let addresses = content.get("addresses").and_then(Value::as_array);
    Profile {
        name: text("name"),
        slug: text("slug"),
        addresses: addresses.into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect(),
        content,
    }
}

/// The first profile of a centre, from what was given to `init`.
pub fn first(about: &About) -> Result<Content, kinds::FieldError> {
    let mut fields = Content::new();
    fields.insert("lang".into(), json!("nb"));
    fields.insert("name".into(), json!(about.name));
    fields.insert("slug".into(), json!(about.slug));
    fields.insert("county".into(), json!([about.county]));
    fields.insert("state".into(), json!("active"));
    if let Some(contact) = &about.story_contact {
        fields.insert("story_contact".into(), json!(contact));
    }
    Ok(kinds::check(Kind::Hub, &fields, Status::Published, Reach::Network)?.shared)
}

/// Puts this machine's addresses into its centre's profile, where they are not there yet. Those of the centre's other machines
/// stay.
pub fn announce(core: &Core, addresses: &[String]) -> Result<(), CoreError> {
    let own = format!("/p2p/{}", crate::net::peer_id(&core.me().node));
    let wanted = core.read(|replica| {
        if replica.authority().is_err() {
            return None;
        }
        let mut content = match of(replica, core.store(), &core.me().hub) {
            Some(profile) => profile.content,
            None => first(&core.about()).ok()?,
        };
        let before = read(content.clone()).addresses;
        let others = before.iter().filter(|address| !address.ends_with(&own)).cloned();
        let now: Vec<String> = others.chain(addresses.iter().cloned()).collect();
        if now == before {
            return None;
        }
        content.insert("addresses".into(), json!(now));
        Some(content)
    })?;
    match wanted {
        Some(content) => core.write(|replica, hand, effects| replica.publish_profile(&content, hand, effects)).map(drop),
        None => Ok(()),
    }
}
