//! Withdrawing with a code, hiding and releasing, publishing anew without history.

use super::importing::{owned, shared_content};
use super::{Exit, Failure, Output, address};
use crate::clock;
use crate::core::{Core, CoreError};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::replica::Refusal;
use knutepunkt_protocol::replica::erasure::HandedIn;
use serde_json::json;

/// Withdraws with a teller's code.
pub fn withdraw(core: &Core, code: &str, as_json: bool, output: &mut dyn Output) -> Result<(), Failure> {
    let code: Code =
        code.parse().map_err(|error: knutepunkt_protocol::code::CodeError| Failure::new(Exit::Usage, error.to_string()))?;
    let key = code.key();
    let handed = core.write(|replica, hand, effects| replica.withdraw_with_key(&code.secret(), b"command", hand, effects))?;
    let known = handed == HandedIn::InForce;
    if as_json {
        output.line(&json!({"key": key, "known": known}).to_string());
    } else if known {
        output.line(&format!("withdrawn: {key}"));
        output.note("it is gone here, and the other centres will sign receipts as they remove it");
    } else {
        output.line(&format!("waiting: {key}"));
        output.note("nothing with this code is known here yet; it takes effect at the first centre that knows it");
    }
    Ok(())
}

/// Hides an address everywhere, or releases it.
pub fn hold(core: &Core, id: &str, held: bool, output: &mut dyn Output) -> Result<(), Failure> {
    let address = address(id)?;
    core.write(|replica, hand, effects| replica.hold(&address, held, hand, effects))?;
    output.line(&format!("{}: {address}", if held { "held" } else { "released" }));
    Ok(())
}

/// Withdraws an address of this hub's for ever, as its owner.
pub fn remove(core: &Core, id: &str, output: &mut dyn Output) -> Result<(), Failure> {
    let address = address(id)?;
    core.write(|replica, hand, effects| replica.withdraw_address(&address, hand, effects))?;
    output.line(&format!("removed: {address}"));
    Ok(())
}

/// Publishes a document anew, without its history.
pub fn rewrite(core: &Core, id: &str, output: &mut dyn Output) -> Result<(), Failure> {
    let address = address(id)?;
    let nonce = clock::random::<8>().map_err(CoreError::from)?.to_vec();
    let version = core.write(|replica, hand, effects| {
        if replica.is_withdrawn(&address) {
            return Err(Refusal::Withdrawn);
        }
        let (_, content) = shared_content(replica, hand, effects, &address).ok_or(Refusal::Unknown)?;
        if !owned(replica, &address) {
            return Err(Refusal::NotOurs);
        }
        replica.correct(&address, &content, nonce, hand, effects)
    })?;
    output.line(&format!("rewritten: {address}"));
    output.note(&format!(
        "its version is now {version}; what stood in its history is destroyed here and goes at the other centres"
    ));
    Ok(())
}
