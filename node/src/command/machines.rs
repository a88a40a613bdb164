//! A hub's machines: certifying another, revoking a lost or stolen one, recovering from words, leaving the network.
//!
//! All of these need the hub's own key, which exists on paper; it is in memory for as long as the command runs.

use super::{
    Exit, Failure, HubSecret, NAME_CHARS, Output, PATIENCE, address, arriving, founding, hub_named, node_id, plain, private,
};
use crate::core::{Core, CoreError};
use crate::net;
use knutepunkt_protocol::ids::{DocumentId, HubId};
use knutepunkt_protocol::law::charter::Invitation;
use knutepunkt_protocol::law::records::{Certificate, Role};
use knutepunkt_protocol::replica::Refusal;
use knutepunkt_protocol::signed::{Secret, Signature};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The hub's key must be this machine's hub's.
fn own_hub(core: &Core, hub: &HubSecret) -> Result<Secret, Failure> {
    let secret = hub.secret();
    if HubId(secret.public()) == core.me().hub {
        return Ok(secret);
    }
    let sentence = "these words are another centre's: use the words that were written down when this centre was set up";
    Err(Failure::new(Exit::Usage, sentence))
}

/// Certifies another machine of this hub, which agreed: as the token says that it printed, or as its certificate did that is known.
pub fn certify(core: &Core, node: &str, hub: &HubSecret, mirror: bool, output: &mut dyn Output) -> Result<(), Failure> {
    let (id, given) = node.split_once(':').map_or((node, None), |(id, consent)| (id, Some(consent)));
    let node = node_id(id)?;
    let secret = own_hub(core, hub)?;
    let me = core.me();
    let (known, revoked) = core.read(|replica| {
        let known = replica.certificates_of(&node).find(|it| it.hub == me.hub).map(|it| it.consent);
        let record = replica.law().hub(&me.hub).and_then(|record| record.nodes.get(&node));
        (known, record.is_some_and(|record| record.revoked.is_some()))
    })?;
    if revoked {
        let sentence = "this machine was revoked, which is for good: empty its folder, run `knutepunkt init --machine-of` on it \
                        and certify what it prints then";
        return Err(Failure::new(Exit::Refused, sentence));
    }
    let consent = match given {
        Some(consent) => private::unhex(consent.trim()).and_then(|bytes| bytes.try_into().ok()).map(Signature),
        None => known,
    };
    let wrong = || {
        let sentence = format!(
            "this machine's consent is missing or not whole: on it run `knutepunkt init --machine-of {}`, and give the whole token \
             that it prints, colon and all",
            me.hub
        );
        Failure::new(Exit::Usage, sentence)
    };
    let consent = consent.ok_or_else(wrong)?;
    let role = if mirror { Role::Mirror } else { Role::Full };
    let certified = core.write(|replica, hand, effects| replica.certify(&secret, node, role, consent, hand, effects));
    certified.map_err(|error| match error {
        CoreError::Refused(Refusal::Signature(_)) => wrong(),
        error => error.into(),
    })?;
    output.line(&format!("certified: {node}"))
}

/// Revokes a machine of this hub, keeping what it wrote as far as it is held here, without what is to be dropped.
pub fn revoke(core: &Core, node: &str, hub: &HubSecret, drop: &[String], output: &mut dyn Output) -> Result<(), Failure> {
    let node = node_id(node)?;
    let secret = own_hub(core, hub)?;
    let dropped = drop.iter().map(|id| address(id)).collect::<Result<BTreeSet<_>, _>>()?;
    let ours = core.read(|replica| replica.law().hub(&core.me().hub).is_some_and(|record| record.nodes.contains_key(&node)))?;
    if !ours {
        let sentence = format!("this centre has no machine {}: `knutepunkt status --json` lists its machines", node.short());
        return Err(Failure::new(Exit::Usage, sentence));
    }
    let mut report = Vec::new();
    core.write(|replica, hand, effects| {
        let drop: BTreeSet<DocumentId> =
            replica.documents().filter(|(_, document)| dropped.contains(&document.header.address())).map(|(id, _)| *id).collect();
        let mut kept = replica.kept_of(|other| *other == node);
        kept.retain(|kept| !drop.contains(&kept.document));
        let mut lately: Vec<(u64, DocumentId)> =
            kept.iter().map(|kept| (replica.modified(&kept.document).unwrap_or(0), kept.document)).collect();
        lately.sort_unstable_by(|a, b| b.cmp(a));
        for (_, id) in lately.iter().take(20) {
            if let Some(header) = replica.header(id) {
                report.push(format!("kept {} {}", plain(&header.kind, NAME_CHARS), header.address()));
            }
        }
        report.push(format!("kept in all: {}", kept.len()));
        replica.revoke(&secret, node, &kept, hand, effects)
    })?;
    for line in report {
        output.note(&line);
    }
    output.note("if the machine wrote something of that which your centre did not, revoke again with --drop and its id");
    output.line(&format!("revoked: {node}"))?;
    Ok(())
}

/// The hub leaves the network.
pub fn resign(core: &Core, successor: Option<&str>, hub: &HubSecret, output: &mut dyn Output) -> Result<(), Failure> {
    let secret = own_hub(core, hub)?;
    let successor = successor.map(|text| hub_named(core, text)).transpose()?;
    core.write(|replica, hand, effects| replica.resign(&secret, successor, hand, effects))?;
    output.line(&format!("resigned: {}", core.me().hub))?;
    Ok(())
}

/// Makes a new machine of a hub from its words and one peer, and waits until it holds what the network holds.
pub async fn recover(folder: &Path, link: &str, secret: &Secret) -> Result<Arc<Core>, Failure> {
    let invitation: Invitation = link.parse().map_err(CoreError::from)?;
    let hub = HubId(secret.public());
    let core = match Core::open(folder) {
        Ok(core) if core.me().hub == hub => core,
        Ok(_) => {
            let sentence = format!("{} belongs to another centre: choose an empty folder", folder.display());
            return Err(Failure::new(Exit::Folder, sentence));
        }
        Err(CoreError::Store(crate::store::StoreError::Absent { .. })) => {
            founding::new_machine(folder, secret, &arriving::nameless(hub))?
        }
        Err(error) => return Err(error.into()),
    };
    if core.read(|_| ()).is_err() {
        founding::enter(&core, &invitation.charter)?;
    }
    core.set_waits_for_withdrawals(true)?;
    let dial = invitation.addresses.iter().filter_map(|address| address.parse().ok()).collect();
    let net = net::start(core.clone(), net::Config { dial, ..net::Config::default() })
        .await
        .map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    let synced = net.synced(PATIENCE * 3).await;
    let done = if synced { settle(&core, secret) } else { Ok(()) };
    if synced {
        // The new certificate has to reach somebody before this machine stops listening.
        net.agreed(PATIENCE).await;
    }
    net.shutdown().await;
    done?;
    if synced {
        return Ok(core);
    }
    let sentence = "nobody in the link could be reached: check that a machine there is running, then run the same command again";
    Err(Failure::new(Exit::Unreachable, sentence))
}

/// Once everything is here: a certificate of the right epoch, and what the centre calls itself.
fn settle(core: &Core, secret: &Secret) -> Result<(), Failure> {
    let me = core.me();
    let outdated = core.read(|replica| {
        let revocations = replica.law().hub(&me.hub).map_or(0, |record| record.revocations);
        replica.own_certificate().is_none_or(|certificate| certificate.epoch < revocations)
    })?;
    if outdated {
        let consent = Certificate::consent(core.secret(), &me.hub);
        core.write(|replica, hand, effects| replica.certify(secret, me.node, Role::Full, consent, hand, effects))?;
    }
    arriving::learn_name(core)
}
