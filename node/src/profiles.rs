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
use std::collections::BTreeSet;

/// What a hub says of itself; `None` where it has published nothing that counts. Its name for people is in [`crate::status::called`].
pub fn of(replica: &Replica, bodies: &dyn Bodies, hub: &HubId) -> Option<Content> {
    let address = owner_address(&replica.network(), hub, b"hub");
    let Standing::Shown(version) = replica.standing(&address) else { return None };
    Some(replica.view(&version, bodies)?.content())
}

/// What a hub says of itself where that is held and does not count, as a recovered machine finds it before it may speak.
pub fn set_aside(replica: &Replica, bodies: &dyn Bodies, hub: &HubId) -> Option<Content> {
    let (id, document) = replica
        .documents()
        .filter(|(_, document)| document.header.kind == "hub" && document.header.owner == *hub)
        .max_by_key(|(id, document)| (document.header.generation(), **id))?;
    let view = replica.view_at(id, &replica.tips_of(id).into_iter().collect(), bodies)?;
    (!document.changes.is_empty()).then(|| view.content())
}

/// Where a hub says that its machines can be reached.
pub fn addresses(profile: &Content) -> Vec<String> {
    let addresses = profile.get("addresses").and_then(Value::as_array);
    addresses.into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
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
/// stay, and those of revoked ones go.
pub fn announce(core: &Core, addresses: &[String]) -> Result<(), CoreError> {
    if core.read(|replica| announcing(core, replica, addresses).is_none())? {
        return Ok(());
    }
    // Once more, on what stands when it is written: another machine of the centre may have changed it.
    core.write(|replica, hand, effects| match announcing(core, replica, addresses) {
        Some(profile) => replica.publish_profile(&profile, hand, effects).map(drop),
        None => Ok(()),
    })
}

/// The profile with this machine's addresses, where it is another than stands. The addresses are in the order of the alphabet, and
/// their order says nothing: two machines that each wrote their own last would do so for ever.
fn announcing(core: &Core, replica: &Replica, addresses: &[String]) -> Option<Content> {
    replica.authority().ok()?;
    let me = core.me();
    let mut profile = match of(replica, core.store(), &me.hub) {
        Some(profile) => profile,
        None => first(&core.about()).ok()?,
    };
    let before: BTreeSet<String> = self::addresses(&profile).into_iter().collect();
    let nodes = replica.law().hub(&me.hub).into_iter().flat_map(|record| &record.nodes);
    let gone = nodes.filter(|(node, record)| **node == me.node || record.revoked.is_some());
    let gone: Vec<String> = gone.map(|(node, _)| format!("/p2p/{}", crate::net::peer_id(node))).collect();
    let others = before.iter().filter(|address| !gone.iter().any(|of| address.ends_with(of)));
    let now: BTreeSet<String> = others.chain(addresses).cloned().collect();
    if now == before {
        return None;
    }
    profile.insert("addresses".into(), json!(now));
    Some(profile)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::founding;
    use knutepunkt_protocol::law::charter::Charter;
    use knutepunkt_protocol::law::records::Record;
    use knutepunkt_protocol::replica::Refusal;
    use knutepunkt_protocol::signed::Secret;
    use std::sync::Arc;

    fn about(hub: &Secret) -> About {
        let name = "Nordlys".to_owned();
        About { hub: HubId(hub.public()), slug: "nordlys".to_owned(), name, county: "55".to_owned(), story_contact: None }
    }

    /// Two machines of one hub, in one network.
    fn two(folder: &std::path::Path, hub: &Secret) -> [Arc<Core>; 2] {
        let charter = Charter::new("Nett", [HubId(hub.public())].into(), None).unwrap();
        let machines = ["a", "b"].map(|name| founding::new_machine(&folder.join(name), hub, &about(hub)).unwrap());
        machines.iter().for_each(|core| founding::enter(core, &charter).unwrap());
        machines
    }

    /// Gives everything that `from` holds to `to`.
    fn carry(from: &Core, to: &Core) {
        let (records, documents) = from
            .read(|replica| {
                let records: Vec<Vec<u8>> = replica.records().map(Record::encode).collect();
                let documents: Vec<_> = replica
                    .documents()
                    .filter_map(|(id, document)| {
                        replica.bundle(id, &document.heads.iter().copied().collect::<Vec<_>>(), &[], 0, from.store())
                    })
                    .collect();
                (records, documents)
            })
            .unwrap();
        to.write(|replica, hand, effects| {
            replica.take_records(&records, hand, effects);
            for bundle in &documents {
                replica.take_document(&bundle.header, &bundle.changes, hand, effects)?;
            }
            Ok::<_, Refusal>(())
        })
        .unwrap();
    }

    fn announced(core: &Core) -> Vec<String> {
        core.read(|replica| addresses(&of(replica, core.store(), &core.me().hub).unwrap())).unwrap()
    }

    #[test]
    fn two_machines_of_a_hub_write_their_addresses_once_and_a_revoked_one_s_go() {
        let folder = tempfile::tempdir().unwrap();
        let hub = Secret::from_seed(&[1; 32]);
        let machines = two(folder.path(), &hub);
        let own = machines.each_ref().map(|core| {
            let peer = crate::net::peer_id(&core.me().node);
            [format!("/ip4/192.0.2.2/tcp/2/p2p/{peer}"), format!("/ip4/192.0.2.1/tcp/1/p2p/{peer}")]
        });
        let [a, b] = &machines;
        carry(a, b);
        carry(b, a);
        // At once, so that neither knows of the other's.
        announce(a, &own[0]).unwrap();
        announce(b, &own[1]).unwrap();
        for _ in 0..3 {
            carry(a, b);
            carry(b, a);
            announce(a, &own[0]).unwrap();
            announce(b, &own[1]).unwrap();
        }
        let settled = a.read(Replica::fingerprint).unwrap();
        assert_eq!(b.read(Replica::fingerprint).unwrap(), settled);
        let mut all = own.concat();
        all.sort();
        assert_eq!(announced(a), all);
        announce(b, &own[1]).unwrap();
        announce(a, &own[0]).unwrap();
        assert_eq!([a, b].map(|core| core.read(Replica::fingerprint).unwrap()), [settled; 2], "nobody writes any more");

        let gone = b.me().node;
        a.write(|replica, hand, effects| replica.revoke(&hub, gone, &[], hand, effects)).unwrap();
        announce(a, &own[0]).unwrap();
        let mut left = own[0].to_vec();
        left.sort();
        assert_eq!(announced(a), left);
    }
}
