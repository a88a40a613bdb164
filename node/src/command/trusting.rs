//! Vouching and objecting: first what would follow, then, when the person agrees, the word itself.

use super::{Exit, Failure, Output, hub_named};
use crate::core::Core;
use crate::profiles;
use knutepunkt_protocol::ids::HubId;
use knutepunkt_protocol::kinds;
use knutepunkt_protocol::law::membership::Membership;
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::replica::{Effects, Replica};
use knutepunkt_protocol::words;
use std::collections::BTreeSet;

/// Every hub that this node has heard of: its id, short name and name.
pub fn known_hubs(core: &Core) -> Result<Vec<(HubId, String, String)>, Failure> {
    let own = core.about();
    Ok(core.read(|replica| {
        let mut known = vec![(own.hub, own.slug.clone(), own.name.clone())];
        let mut seen = BTreeSet::from([own.hub]);
        for hub in replica.law().relevant().iter().filter(|hub| seen.insert(**hub)).copied().collect::<Vec<_>>() {
            let profile = profiles::of(replica, core.store(), &hub).unwrap_or_default();
            known.push((hub, profile.slug, profile.name));
        }
        for asking in replica.asking() {
            match known.iter_mut().find(|(hub, _, _)| *hub == asking.hub) {
                Some((_, slug, name)) if name.is_empty() => {
                    *slug = kinds::slug(&asking.name);
                    name.clone_from(&asking.name);
                }
                Some(_) => {}
                None => known.push((asking.hub, kinds::slug(&asking.name), asking.name.clone())),
            }
        }
        known
    })?)
}

/// A hub's name for people, or the beginning of its id.
pub fn name_of(known: &[(HubId, String, String)], hub: &HubId) -> String {
    let name = known.iter().find(|(id, _, name)| id == hub && !name.is_empty()).map(|(_, _, name)| name.clone());
    name.unwrap_or_else(|| hub.short())
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
        output.line(&format!("unchanged: {hub}"));
        return Ok(());
    }
    core.write(|replica, hand, effects| replica.say(&hub, said, hand, effects))?;
    let word = match said {
        Some(Say::Vouch) => "vouched for",
        Some(Say::Object) => "objected to",
        None => "taken back",
    };
    output.line(&format!("{word}: {hub}"));
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
