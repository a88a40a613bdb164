//! What the network side counts, for the operator's graphs. Nothing is decided by it.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Counters since the start of the program.
#[derive(Debug, Default)]
pub struct Counters {
    /// Bytes of questions and answers that came in.
    pub bytes_in: AtomicU64,
    /// Bytes of questions and answers that went out.
    pub bytes_out: AtomicU64,
    /// Questions that came in.
    pub questions: AtomicU64,
    /// Sessions with a peer that were begun.
    pub sessions: AtomicU64,
    /// Sessions that ended before their end.
    pub broken: AtomicU64,
    /// Items that sessions took in.
    pub taken: AtomicU64,
    /// Questions that were refused.
    pub refusals: AtomicU64,
    /// Peers that are connected now.
    pub connected: AtomicU64,
}

impl Counters {
    /// Name, meaning and value of each, in the order in which they are shown.
    pub fn rows(&self) -> [(&'static str, &'static str, u64); 8] {
        [
            ("bytes_in", "Bytes of questions and answers that came in.", self.bytes_in.load(Relaxed)),
            ("bytes_out", "Bytes of questions and answers that went out.", self.bytes_out.load(Relaxed)),
            ("questions", "Questions that came in.", self.questions.load(Relaxed)),
            ("sessions", "Sessions with a peer that were begun.", self.sessions.load(Relaxed)),
            ("broken", "Sessions that ended before their end.", self.broken.load(Relaxed)),
            ("taken", "Items that sessions took in.", self.taken.load(Relaxed)),
            ("refusals", "Questions that were refused.", self.refusals.load(Relaxed)),
            ("connected", "Peers that are connected now.", self.connected.load(Relaxed)),
        ]
    }

    pub(super) fn add(counter: &AtomicU64, amount: usize) {
        counter.fetch_add(amount as u64, Relaxed);
    }
}
