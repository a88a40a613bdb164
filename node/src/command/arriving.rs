//! Another machine of a centre that there is: from an empty folder, without words, to a member's node.
//!
//! The new machine makes its key and says what to type at the centre's first machine, which has the words at hand and certifies it.
//! The certificate comes to the new machine with the law, from whoever a link names; nobody has to vouch for it.

use super::{Context, Exit, Failure, Output, PATIENCE, named, private};
use crate::core::{Core, CoreError};
use crate::identity::{About, StoryContact};
use crate::net::{self, Net, NetError};
use crate::{clock, profiles};
use knutepunkt_protocol::ids::HubId;
use knutepunkt_protocol::law::charter::Invitation;
use knutepunkt_protocol::law::records::Certificate;
use knutepunkt_protocol::signed::Secret;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// Makes a folder for another machine of a hub. It has a key, and no certificate yet.
pub fn init(folder: &Path, hub: &str) -> Result<Arc<Core>, Failure> {
    let malformed = || {
        let sentence = format!("{} is no centre's id: `knutepunkt status` shows its 64 digits at its first machine", named(hub));
        Failure::new(Exit::Usage, sentence)
    };
    let hub: HubId = hub.trim().parse().map_err(|_| malformed())?;
    let node = Secret::from_seed(&clock::random().map_err(CoreError::from)?);
    Ok(Core::create(folder, &node, &nameless(hub))?)
}

/// What a machine knows of its centre before it has seen the centre's profile.
pub fn nameless(hub: HubId) -> About {
    About { hub, name: String::new(), slug: hub.short(), county: String::new(), story_contact: None }
}

/// What `certify` takes at the centre's first machine: this machine's id, and its consent to speak for the centre.
pub fn token(core: &Core) -> String {
    let me = core.me();
    format!("{}:{}", me.node, private::hex(&Certificate::consent(core.secret(), &me.hub).0))
}

/// Fetches what makes this machine one of its centre's, from whoever a link names.
pub fn join(context: &Context, invitation: &Invitation, output: &mut dyn Output) -> Result<(), Failure> {
    let core = &context.core;
    let dial: Vec<_> = invitation.addresses.iter().filter_map(|address| address.parse().ok()).collect();
    if dial.is_empty() {
        return Err(Failure::new(Exit::Usage, NetError::NobodyToAsk.to_string()));
    }
    let fetched = match &context.net {
        Some(net) => {
            dial.into_iter().for_each(|address| net.dial(address));
            Ok(context.runtime.block_on(fetch(core, net)))
        }
        None => context.runtime.block_on(async {
            let net = net::start(core.clone(), net::Config { dial, ..net::Config::default() }).await?;
            let fetched = fetch(core, &net).await;
            net.shutdown().await;
            Ok(fetched)
        }),
    };
    match fetched.map_err(|error: NetError| Failure::new(Exit::Failed, error.to_string()))? {
        Fetched::Everything => learn_name(core)?,
        Fetched::Nothing => return Err(Failure::new(Exit::Unreachable, NetError::Unreachable.to_string())),
        Fetched::NoCertificate => {
            let sentence = format!(
                "this machine is not known there as its centre's: at the centre's first machine run `knutepunkt certify {} \
                 --words-file FILE`, then the same command here again",
                token(core)
            );
            return Err(Failure::new(Exit::Refused, sentence));
        }
        Fetched::Part => {
            let sentence = "not everything has come yet: let the machine in the link run, then run the same command again";
            return Err(Failure::new(Exit::Unreachable, sentence));
        }
    }
    output.line(&format!("joined: {}", invitation.charter.network()))?;
    output.note(&format!("this is a machine of {} now: start it with `knutepunkt serve`", named(&core.about().name)));
    Ok(())
}

/// How far fetching came.
enum Fetched {
    /// Nobody was reached.
    Nothing,
    /// Somebody was, who knows no certificate of this machine.
    NoCertificate,
    /// The certificate is here, and not everything that a member holds.
    Part,
    Everything,
}

async fn fetch(core: &Core, net: &Net) -> Fetched {
    let mut changes = core.changes();
    let certified = || core.read(|replica| replica.own_certificate().is_some()).unwrap_or(false);
    let certificate = async { while !certified() && changes.changed().await.is_ok() {} };
    if tokio::time::timeout(PATIENCE, certificate).await.is_err() {
        let reached = core.peers().values().any(|peer| peer.connected);
        return if reached { Fetched::NoCertificate } else { Fetched::Nothing };
    }
    if net.agreed(PATIENCE * 3).await { Fetched::Everything } else { Fetched::Part }
}

/// Takes over what the centre calls itself from its profile, where that is here.
pub fn learn_name(core: &Core) -> Result<(), Failure> {
    let hub = core.me().hub;
    let profile = core
        .read(|replica| profiles::of(replica, core.store(), &hub).or_else(|| profiles::set_aside(replica, core.store(), &hub)))?;
    let Some(profile) = profile.and_then(|profile| serde_json::to_value(profile).ok()) else { return Ok(()) };
    let text = |pointer: &str| profile.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let story_contact = text("/story_contact/name").map(|name| StoryContact {
        name,
        phone: text("/story_contact/phone").unwrap_or_default(),
        hours: text("/story_contact/hours").unwrap_or_default(),
    });
    let shaped = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    core.set_about(About {
        hub,
        name: text("/name").unwrap_or_default(),
        slug: text("/slug").filter(|slug| slug.bytes().all(shaped)).unwrap_or_else(|| hub.short()),
        county: text("/county/0").unwrap_or_default(),
        story_contact,
    })?;
    Ok(())
}
