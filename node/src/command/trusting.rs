//! Vouching and objecting: first what would follow, then, when the person agrees, the word itself.

use super::{Exit, Failure, Output, hub_named, named, plain};
use crate::core::Core;
use crate::status;
use knutepunkt_protocol::ids::HubId;
use knutepunkt_protocol::kinds;
use knutepunkt_protocol::law::membership::Membership;
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::replica::{Effects, Replica};
use knutepunkt_protocol::words;
use std::collections::{BTreeMap, BTreeSet};

/// Every hub that this node has heard of: its id, short name and name, as they call themselves.
pub fn known_hubs(core: &Core) -> Result<Vec<(HubId, String, String)>, Failure> {
    Ok(core.read(|replica| {
        let asking: BTreeMap<HubId, &str> = replica.asking().map(|asking| (asking.hub, asking.name.as_str())).collect();
        let mut known: BTreeSet<HubId> = replica.law().relevant().clone();
        known.insert(core.me().hub);
        known.extend(asking.keys());
        let called = known.into_iter().map(|hub| {
            let (slug, name) = status::called(core, replica, &hub);
            let slug = asking.get(&hub).map_or(slug, |name| kinds::slug(name));
            (hub, slug, name)
        });
        called.collect()
    })?)
}

/// A hub's name for people, as the terminal may show it, or the beginning of its id.
pub fn name_of(known: &[(HubId, String, String)], hub: &HubId) -> String {
    let name = known.iter().find(|(id, _, name)| id == hub && !plain(name, 1).is_empty());
    name.map_or_else(|| hub.short(), |(_, _, name)| named(name))
}

/// Says something of a hub, or shows what would follow.
pub fn say(core: &Core, hub: &str, vouch: bool, undo: bool, confirmed: bool, output: &mut dyn Output) -> Result<(), Failure> {
    let hub = hub_named(core, hub)?;
    if hub == core.me().hub {
        return Err(Failure::new(Exit::Usage, "a centre does not vouch for itself or object to itself: name another one"));
    }
    let say = if vouch { Say::Vouch } else { Say::Object };
    let said = (!undo).then_some(say);
    if !confirmed {
        return preview(core, &hub, said, output);
    }
    let current = core.read(|replica| replica.law().hub(&core.me().hub).and_then(|record| record.trust.says(&hub)))?;
    if current == said || (undo && current != Some(say)) {
        output.line(&format!("unchanged: {hub}"))?;
        return Ok(());
    }
    core.write(|replica, hand, effects| replica.say(&hub, said, hand, effects))?;
    let word = match said {
        Some(Say::Vouch) => "vouched for",
        Some(Say::Object) => "objected to",
        None => "taken back",
    };
    output.line(&format!("{word}: {hub}"))?;
    Ok(())
}

/// What would follow, found by trying it on a copy.
fn preview(core: &Core, hub: &HubId, said: Option<Say>, output: &mut dyn Output) -> Result<(), Failure> {
    let known = known_hubs(core)?;
    let (before, tried): (Membership, Replica) = core.read(|replica| (replica.law().membership().clone(), replica.clone()))?;
    let mut tried = tried;
    tried.say(hub, said, core.hand(), &mut Effects::default())?;
    let law = tried.law();
    let after = law.membership();
    output.note(&format!("{} ({hub})", name_of(&known, hub)));
    output.note(&format!("check words: {}", words::check_words(hub)));
    output.note("read them to each other on the telephone; only if they are the same is it the centre that you mean");
    let mut nothing = true;
    for entering in after.ranks.keys().filter(|hub| !before.ranks.contains_key(hub)) {
        output.note(&format!("then {} becomes a member", name_of(&known, entering)));
        nothing = false;
    }
    for leaving in before.ranks.keys().filter(|hub| !after.ranks.contains_key(hub)) {
        let barred = if after.barred.contains_key(leaving) { "is shut out" } else { "is no longer a member" };
        output.note(&format!("then {} {barred}", name_of(&known, leaving)));
        nothing = false;
    }
    if nothing {
        let (vouching, objecting) = law.voices_about(hub);
        output.note(&format!(
            "then {} vouch for it ({} are needed) and {} object to it; who is a member does not change yet",
            vouching.len(),
            law.admit(),
            objecting.len()
        ));
    }
    Ok(())
}
