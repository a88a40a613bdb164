//! A summary of everything that happened: two runs of one seed have the same, or something is not deterministic.

use knutepunkt_protocol::replica::Effects;

/// Hashes every delivered message and every batch, in order.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    hasher: blake3::Hasher,
    events: u64,
}

impl Trace {
    /// Something was delivered, or decided by the simulator.
    pub fn note(&mut self, what: &str, at: u64, node: usize, bytes: &[u8]) {
        self.events += 1;
        self.hasher.update(what.as_bytes());
        self.hasher.update(&at.to_be_bytes());
        self.hasher.update(&(node as u64).to_be_bytes());
        self.hasher.update(&(bytes.len() as u64).to_be_bytes());
        self.hasher.update(bytes);
    }

    /// A node asked for this to be written.
    pub fn effects(&mut self, at: u64, node: usize, effects: &Effects) {
        self.note("batch", at, node, &[]);
        for write in &effects.batch.writes {
            self.hasher.update(&[write.table as u8, u8::from(write.value.is_some())]);
            self.hasher.update(&(write.key.len() as u64).to_be_bytes());
            self.hasher.update(&write.key);
            self.hasher.update(write.value.as_deref().unwrap_or_default());
        }
        for vault in &effects.batch.shred {
            self.hasher.update(vault.as_bytes());
        }
    }

    /// How many events there were.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// The summary so far.
    pub fn summary(&self) -> String {
        self.hasher.finalize().to_hex().as_str()[..16].to_owned()
    }
}
