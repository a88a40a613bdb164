//! Withdrawing with a code, hiding and releasing, publishing anew without history.

use super::taking::{owned, shared_content};
use super::{Exit, Failure, Output, address, private};
use crate::clock;
use crate::core::{Core, CoreError};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::replica::erasure::HandedIn;
use knutepunkt_protocol::replica::{Local, Refusal};
use serde_json::json;

/// Withdraws with a teller's code.
pub fn withdraw(core: &Core, code: &str, as_json: bool, output: &mut dyn Output) -> Result<(), Failure> {
    let code: Code =
        code.parse().map_err(|error: knutepunkt_protocol::code::CodeError| Failure::new(Exit::Usage, error.to_string()))?;
    let key = code.key();
    let handed = core.withdraw(&code, b"command")?;
    let known = handed == HandedIn::InForce;
    if as_json {
        output.line(&json!({"key": key, "known": known}).to_string())?;
    } else if known {
        output.line(&format!("withdrawn: {key}"))?;
        output.note("it is gone here, and the other centres will sign receipts as they remove it");
    } else {
        output.line(&format!("waiting: {key}"))?;
        output.note("nothing with this code is known here yet; it takes effect at the first centre that knows it");
    }
    Ok(())
}

/// Hides an address everywhere, or releases it. What a person hides is not shown at this centre alone either.
pub fn hold(core: &Core, id: &str, held: bool, output: &mut dyn Output) -> Result<(), Failure> {
    let address = address(id)?;
    core.record(|replica, hand, effects| {
        replica.hold(&address, held, hand, effects)?;
        match replica.private_at(&address).copied() {
            Some(local) if held => replica.remember_private(address, Local { edition: None, ..local }, effects),
            _ => Ok(()),
        }
    })?;
    output.line(&format!("{}: {address}", if held { "held" } else { "released" }))?;
    Ok(())
}

/// Withdraws an address of this hub's for ever, as its owner.
pub fn remove(core: &Core, id: &str, output: &mut dyn Output) -> Result<(), Failure> {
    let address = address(id)?;
    core.record(|replica, hand, effects| replica.withdraw_address(&address, hand, effects))?;
    output.line(&format!("removed: {address}"))?;
    Ok(())
}

/// Publishes a document anew, without its history; what is private of it moves to a new vault.
pub fn rewrite(core: &Core, id: &str, output: &mut dyn Output) -> Result<(), Failure> {
    let address = address(id)?;
    let nonce = clock::random::<8>().map_err(CoreError::from)?.to_vec();
    let version = core.write(|replica, hand, effects| {
        if replica.is_withdrawn(&address) {
            return Err(CoreError::from(Refusal::Withdrawn));
        }
        let (_, content) = shared_content(replica, hand, effects, &address).ok_or(Refusal::Unknown)?;
        if !owned(replica, &address) {
            return Err(Refusal::NotOurs.into());
        }
        let version = replica.correct(&address, &content, nonce, hand, effects)?;
        if let Some(kept) = private::load(core.store(), replica, &address)? {
            private::save(replica, address, &kept, effects)?;
        }
        Ok(version)
    })?;
    output.line(&format!("rewritten: {address}"))?;
    output.note(&format!(
        "its version is now {version}; what stood in its history is destroyed here and goes at the other centres"
    ));
    Ok(())
}
