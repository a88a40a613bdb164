//! The machine's clock and randomness: the only place where either is read. Times are for people; nothing is decided by them.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970, as this machine's clock says.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Random bytes from the operating system.
///
/// # Errors
/// The system's generator cannot be read; nothing secret can be made then.
pub fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
