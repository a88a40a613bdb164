//! Export: this centre's own documents as lines that import reads.

use super::private::{self, Kept};
use super::taking::{owned, shared_content};
use super::{Failure, Output};
use crate::core::Core;
use knutepunkt_protocol::ids::Address;
use knutepunkt_protocol::kinds::{self, Content, Reach, Status};
use knutepunkt_protocol::replica::{Effects, Replica};

/// Writes every document of this centre as a line; with `all`, what is private too.
pub fn export(core: &Core, all: bool, output: &mut dyn Output) -> Result<(), Failure> {
    if all {
        output.note("what follows holds drafts, exact dates and other things that people told this centre alone: keep it safe");
    }
    let addresses: Vec<Address> = core.read(|replica| {
        let private = if all { replica.private_addresses().copied().collect() } else { Vec::new() };
        let mut addresses: Vec<Address> = replica.addresses().filter(|address| owned(replica, address)).copied().collect();
        addresses.extend(private);
        addresses.sort_unstable();
        addresses.dedup();
        addresses
    })?;
    for address in addresses {
        // One at a time, so that nobody waits for the whole export.
        if let Some(line) = core.read(|replica| line(core, replica, &address, all))?? {
            output.line(&line)?;
        }
    }
    Ok(())
}

fn line(core: &Core, replica: &Replica, address: &Address, all: bool) -> Result<Option<String>, Failure> {
    if replica.is_held(address) && !all {
        return Ok(None);
    }
    let kept = if all { private::load(core.store(), replica, address)? } else { None };
    let unshared = kept.as_ref().and_then(|kept| Some((kept.kind()?, kept.unshared.clone()?)));
    let standing = || shared_content(replica, core.hand(), &Effects::default(), address);
    let Some((kind, shared)) = unshared.or_else(standing) else { return Ok(None) };
    if !kind.importable() {
        return Ok(None);
    }
    let nothing = Content::new();
    let private = kept.as_ref().map_or(&nothing, |kept| &kept.private);
    let status = kept.as_ref().map_or(Status::Published, Kept::status);
    let reach = kept.as_ref().map_or(Reach::Network, Kept::reach);
    let reference = kept.as_ref().and_then(|kept| kept.reference.as_deref());
    let line = kinds::to_line(kind, &address.to_string(), reference, &shared, private, status, reach);
    Ok(Some(serde_json::Value::Object(line).to_string()))
}
