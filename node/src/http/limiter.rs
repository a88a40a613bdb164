//! How often one address may hand in codes, read, search. Addresses are kept in memory only, as a keyed hash whose key dies with the process,
//! and only until they have been quiet for a few minutes.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Addresses that are remembered. When there are more, all of them share one allowance.
const SOURCES: usize = 8_192;

/// How often those who have been quiet are forgotten, at most, when there are too many.
const SWEEP: Duration = Duration::from_secs(10);

/// The allowance of everybody together, when there are too many to tell apart: so many times one address's.
const CROWD: f64 = 10.0;

/// Allowances by address.
pub(super) struct Limiter {
    key: [u8; 32],
    per_second: f64,
    at_once: f64,
    sources: Mutex<Sources>,
}

#[derive(Default)]
struct Sources {
    allowances: BTreeMap<u64, Allowance>,
    swept: Option<Instant>,
}

#[derive(Clone, Copy)]
struct Allowance {
    left: f64,
    at: Instant,
}

impl Limiter {
    /// So many a minute, and twice as many at once.
    pub(super) fn new(per_minute: u32, key: [u8; 32]) -> Limiter {
        let per_minute = f64::from(per_minute.max(1));
        Limiter { key, per_second: per_minute / 60.0, at_once: per_minute * 2.0, sources: Mutex::default() }
    }

    /// Takes one from an address's allowance, or says after how many seconds there is one again.
    pub(super) fn take(&self, source: IpAddr) -> Result<(), u64> {
        self.take_at(source, Instant::now())
    }

    fn take_at(&self, source: IpAddr, now: Instant) -> Result<(), u64> {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let mut name = self.name(source);
        let mut factor = 1.0;
        if sources.allowances.len() >= SOURCES && !sources.allowances.contains_key(&name) {
            if sources.swept.is_none_or(|swept| now.saturating_duration_since(swept) >= SWEEP) {
                let full_again = Duration::from_secs_f64(self.at_once / self.per_second);
                sources.allowances.retain(|_, allowance| now.saturating_duration_since(allowance.at) < full_again);
                sources.swept = Some(now);
            }
            if sources.allowances.len() >= SOURCES {
                (name, factor) = (0, CROWD);
            }
        }
        let (per_second, at_once) = (self.per_second * factor, self.at_once * factor);
        let allowance = sources.allowances.entry(name).or_insert(Allowance { left: at_once, at: now });
        let earned = now.saturating_duration_since(allowance.at).as_secs_f64() * per_second;
        *allowance = Allowance { left: (allowance.left + earned).min(at_once), at: now };
        if allowance.left < 1.0 {
            let seconds = ((1.0 - allowance.left) / per_second).ceil();
            return Err(if seconds >= 1.0 { seconds as u64 } else { 1 });
        }
        allowance.left -= 1.0;
        Ok(())
    }

    /// A network of version 6 counts as one address: whoever has one has all of it.
    fn name(&self, source: IpAddr) -> u64 {
        let bytes = match source {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().into_iter().take(8).collect(),
        };
        let hash = blake3::keyed_hash(&self.key, &bytes);
        let first = hash.as_bytes().first_chunk::<8>().copied().unwrap_or_default();
        // Zero is everybody's.
        u64::from_le_bytes(first).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn an_address_waits_and_others_do_not() {
        let limiter = Limiter::new(30, [7; 32]);
        let now = Instant::now();
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        for _ in 0..60 {
            assert_eq!(limiter.take_at(one, now), Ok(()));
        }
        assert_eq!(limiter.take_at(one, now), Err(2));
        assert_eq!(limiter.take_at(other, now), Ok(()));
        assert_eq!(limiter.take_at(one, now + Duration::from_secs(2)), Ok(()));
        assert!(limiter.take_at(one, now + Duration::from_secs(2)).is_err());
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let limiter = Limiter::new(1, [7; 32]);
        let now = Instant::now();
        let take = |n: u32, now| limiter.take_at(IpAddr::V4(Ipv4Addr::from_bits(n)), now);
        let taken = (0..100_000).filter(|n| take(*n, now).is_ok()).count();
        assert!(taken <= SOURCES + 20, "{taken}");
        assert!(limiter.sources.lock().unwrap().allowances.len() <= SOURCES + 1);
        assert_eq!(take(200_000, now + Duration::from_secs(600)), Ok(()));
        assert!(limiter.sources.lock().unwrap().allowances.len() < 10);
    }

    #[test]
    fn a_network_of_version_6_is_one_address() {
        let limiter = Limiter::new(1, [7; 32]);
        let name = |address: &str| limiter.name(address.parse().unwrap());
        assert_eq!(name("2001:db8::1"), name("2001:db8:0:0:ffff::2"));
        assert_ne!(name("2001:db8::1"), name("2001:db8:0:1::1"));
    }
}
