//! A machine's beginnings: its folder and words, a network, an invitation, asking to join; and how things stand.

use super::{Context, Exit, Failure, NAME_CHARS, Output, PATIENCE, arriving, named, plain};
use crate::core::{Core, CoreError};
use crate::identity::{About, StoryContact};
use crate::net::NetError;
use crate::{clock, profiles, status};
use knutepunkt_protocol::ids::{HubId, NodeId};
use knutepunkt_protocol::kinds::{self, places};
use knutepunkt_protocol::law::charter::{Charter, Invitation};
use knutepunkt_protocol::law::records::{Certificate, Record, Role};
use knutepunkt_protocol::replica::Refusal;
use knutepunkt_protocol::signed::Secret;
use knutepunkt_protocol::words;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The row that keeps this machine's certificate until it belongs to a network.
const CERTIFICATE: &[u8] = b"certificate";

/// What `init` made: the words are shown once and kept nowhere.
pub struct Made {
    /// The new machine.
    pub core: Arc<Core>,
    /// The hub's words.
    pub words: Vec<&'static str>,
}

/// Makes a new hub and its first machine.
pub fn init(folder: &Path, name: &str, county: &str, story_contact: Option<&str>) -> Result<Made, Failure> {
    let story_contact = story_contact.map(contact).transpose()?;
    if places::county_name(county).is_none() {
        let known: Vec<String> = places::COUNTIES.iter().map(|(code, name)| format!("{code} {name}")).collect();
        return Err(Failure::new(Exit::Usage, format!("{} is no county: give one of {}", named(county), known.join(", "))));
    }
    let random: [u8; 32] = clock::random().map_err(CoreError::from)?;
    let list = words::from_random(&random);
    let hub = words::hub_secret(&list.join(" ")).map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    let about = About {
        hub: HubId(hub.public()),
        name: name.trim().to_owned(),
        slug: kinds::slug(name),
        county: county.to_owned(),
        story_contact,
    };
    profiles::first(&about).map_err(|error| Failure::new(Exit::Usage, error.message))?;
    let core = new_machine(folder, &hub, &about)?;
    Ok(Made { core, words: list })
}

/// Makes a folder for a new machine of a hub, with its certificate.
pub fn new_machine(folder: &Path, hub: &Secret, about: &About) -> Result<Arc<Core>, Failure> {
    let node = Secret::from_seed(&clock::random().map_err(CoreError::from)?);
    let core = Core::create(folder, &node, about)?;
    let consent = Certificate::consent(&node, &about.hub);
    let certificate = Certificate::issue(hub, NodeId(node.public()), Role::Full, 0, consent);
    core.set_own(CERTIFICATE, Some(Record::Certificate(certificate).encode()))?;
    Ok(core)
}

/// «Name, phone, hours».
fn contact(text: &str) -> Result<StoryContact, Failure> {
    let parts: Vec<&str> = text.splitn(3, ',').map(str::trim).collect();
    match parts.as_slice() {
        [name, phone, hours] if !name.is_empty() && !phone.is_empty() && !hours.is_empty() => {
            Ok(StoryContact { name: (*name).into(), phone: (*phone).into(), hours: (*hours).into() })
        }
        _ => Err(Failure::new(
            Exit::Usage,
            "a story contact is three things with commas between them: a name, a telephone number, when somebody answers",
        )),
    }
}

/// Makes a machine belong to a network: its certificate first, then its centre's profile.
pub fn enter(core: &Core, charter: &Charter) -> Result<(), Failure> {
    let certificate = core.own(CERTIFICATE)?;
    let profile = profiles::first(&core.about()).ok();
    core.enter(charter, |replica, hand, effects| {
        let certificate: Vec<Vec<u8>> = certificate.into_iter().collect();
        replica.take_records(&certificate, hand, effects).into_iter().collect::<Result<(), _>>()?;
        match &profile {
            Some(profile) if !core.about().name.is_empty() => replica.publish_profile(profile, hand, effects).map(drop),
            _ => Ok(()),
        }
    })?;
    Ok(())
}

/// Founds a network.
pub fn found(
    core: &Core,
    network: &str,
    founders: &[String],
    admit: Option<u32>,
    alone: bool,
    output: &mut dyn Output,
) -> Result<(), Failure> {
    let mut hubs = BTreeSet::from([core.me().hub]);
    for founder in founders {
        let malformed = || {
            let sentence =
                format!("{} is no centre's id: `knutepunkt status` shows 64 digits on the other machine", named(founder));
            Failure::new(Exit::Usage, sentence)
        };
        hubs.insert(founder.trim().parse().map_err(|_| malformed())?);
    }
    if hubs.len() < 2 && !alone {
        let sentence = "a network is founded by at least two centres: name the others with --founder, or say --alone";
        return Err(Failure::new(Exit::Usage, sentence));
    }
    let charter = Charter::new(network, hubs, admit).map_err(CoreError::from)?;
    enter(core, &charter)?;
    output.line(&format!("founded: {}", charter.network()))?;
    Ok(())
}

/// Prints the link that invites to the network.
pub fn invite(context: &Context, output: &mut dyn Output) -> Result<(), Failure> {
    let core = &context.core;
    let live = context.net.as_ref().map(|net| net.announced()).unwrap_or_default();
    let invitation = core.read(|replica| {
        let announced = profiles::of(replica, core.store(), &core.me().hub).map(|it| profiles::addresses(&it));
        let addresses = announced.filter(|addresses| !addresses.is_empty()).unwrap_or(live);
        Invitation { charter: replica.charter().clone(), addresses }
    })?;
    if invitation.addresses.is_empty() {
        output.note("this machine has not been started yet, so the link says nobody's address: run `knutepunkt serve` first");
    }
    output.line(&invitation.to_string())?;
    Ok(())
}

/// Enters the network that a link names and asks to be let in.
pub fn join(context: &Context, link: &str, output: &mut dyn Output) -> Result<(), Failure> {
    let core = &context.core;
    let invitation: Invitation = link.parse().map_err(CoreError::from)?;
    let entered = core.read(|replica| replica.network());
    match entered {
        Ok(network) if network == invitation.charter.network() => {}
        Ok(_) => {
            let name = core.read(|replica| replica.charter().name.clone())?;
            return Err(CoreError::AlreadyIn(name).into());
        }
        Err(_) => enter(core, &invitation.charter)?,
    }
    let name = core.about().name;
    if name.is_empty() {
        // Another machine of a centre that is in.
        return arriving::join(context, &invitation, output);
    }
    let asked = match &context.net {
        Some(net) => context.runtime.block_on(net.ask(&invitation, &name)),
        None => context.runtime.block_on(async {
            let net = crate::net::start(core.clone(), crate::net::Config::default()).await?;
            let asked = tokio::time::timeout(PATIENCE, net.ask(&invitation, &name)).await.unwrap_or(Ok(0));
            net.shutdown().await;
            asked
        }),
    };
    let asked = asked.map_err(|error| match error {
        NetError::NotCertified => Refusal::NotCertified.into(),
        error => Failure::new(Exit::Unreachable, error.to_string()),
    })?;
    if asked == 0 {
        let sentence = "nobody in the link could be reached: check that a machine there is running and its port open; \
                        `knutepunkt serve` here goes on asking";
        return Err(Failure::new(Exit::Unreachable, sentence));
    }
    output.line(&format!("asked: {}", invitation.charter.network()))?;
    output.note(&format!("their check words for you are: {}", words::check_words(&core.me().hub)));
    Ok(())
}

/// Characters of an id or of check words, which are longer than names.
const FIELD_CHARS: usize = 100;

/// How things stand.
pub fn status(core: &Core, as_json: bool, output: &mut dyn Output) -> Result<(), Failure> {
    let status = serde_json::to_value(status::status(core)).unwrap_or_default();
    if as_json {
        output.line(&status.to_string())?;
        return Ok(());
    }
    let text = |value: &Value, pointer: &str| plain(value.pointer(pointer).and_then(Value::as_str).unwrap_or("–"), FIELD_CHARS);
    let name = |value: &Value, pointer: &str| match value.pointer(pointer).and_then(Value::as_str) {
        Some(name) if !name.is_empty() => named(name),
        _ => "–".to_owned(),
    };
    let each = |pointer: &str| status.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
    let is = |value: &Value, pointer: &str| value.pointer(pointer) == Some(&Value::Bool(true));
    output.line(&format!("centre       {} ({})", name(&status, "/hub/name"), text(&status, "/hub/id")))?;
    output.line(&format!("machine      {}", text(&status, "/node")))?;
    output.line(&format!("network      {}: {}", name(&status, "/network/name"), text(&status, "/membership")))?;
    for member in each("/members") {
        let line = format!("member       {} ({}), {}", name(&member, "/name"), text(&member, "/slug"), text(&member, "/state"));
        output.line(&line)?;
    }
    for asking in each("/asking") {
        let (name, hub) = (name(&asking, "/name"), text(&asking, "/hub"));
        output.line(&format!("asks to join {name} ({hub}): {}", text(&asking, "/check_words")))?;
    }
    for peer in each("/peers") {
        let connected = if is(&peer, "/connected") { "connected" } else { "not connected" };
        let in_step = if is(&peer, "/in_step") { "in step" } else { "not in step" };
        output.line(&format!("peer         {}: {connected}, {in_step}", text(&peer, "/node")))?;
    }
    let documents = status.pointer("/documents").and_then(Value::as_object).into_iter().flatten();
    let documents: Vec<String> = documents.map(|(kind, count)| format!("{} {count}", plain(kind, NAME_CHARS))).collect();
    output.line(&format!("documents    {}", documents.join(", ")))?;
    output.line(&format!("fingerprint  {}", text(&status, "/fingerprint")))?;
    for warning in each("/warnings") {
        output.note(warning.as_str().unwrap_or_default());
    }
    Ok(())
}

/// Builds everything derived again: it lives in memory, so that is a fresh look at what is stored.
pub fn reindex(core: &Arc<Core>, output: &mut dyn Output) -> Result<(), Failure> {
    core.read(|_| ())?;
    core.reopen()?;
    crate::catalogue::Catalogue::rebuild(core);
    let shown = core.read(|replica| replica.count_documents().values().sum::<u64>())?;
    output.line(&format!("reindexed: {shown} documents"))?;
    Ok(())
}
