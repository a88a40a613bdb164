//! What waits for the disk or the replica, on other threads. A job that fails costs whoever it was for, and nobody else.

use super::driver::Note;
use std::collections::HashMap;
use std::future::Future;
use tokio::task::{Id, JoinSet};

/// The jobs that are under way.
#[derive(Default)]
pub(super) struct Jobs {
    running: JoinSet<Note>,
    /// What comes back from a job that fails.
    failing: HashMap<Id, Note>,
}

impl Jobs {
    /// Starts a job. Where it fails, `failing` comes back in the place of its own note.
    pub(super) fn spawn(&mut self, failing: Note, job: impl Future<Output = Note> + Send + 'static) {
        let id = self.running.spawn(job).id();
        self.failing.insert(id, failing);
    }

    /// Starts a job that blocks its thread.
    pub(super) fn spawn_blocking(&mut self, failing: Note, job: impl FnOnce() -> Note + Send + 'static) {
        let id = self.running.spawn_blocking(job).id();
        self.failing.insert(id, failing);
    }

    /// The note of the next job that ends; `None` while there is no job.
    pub(super) async fn next(&mut self) -> Option<Note> {
        let (id, note) = match self.running.join_next_with_id().await? {
            Ok((id, note)) => (id, Some(note)),
            Err(error) => {
                // What a panic says may quote what people wrote. Jobs that did not panic end with the program.
                if error.is_panic() {
                    tracing::error!("a job of the network side failed");
                }
                (error.id(), None)
            }
        };
        let failing = self.failing.remove(&id);
        Some(note.or(failing).unwrap_or(Note::Nothing))
    }

    /// Whether there is no job.
    pub(super) fn is_empty(&self) -> bool {
        self.running.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use knutepunkt_protocol::ids::NodeId;

    #[tokio::test]
    async fn a_job_that_fails_costs_whoever_it_was_for() {
        let (tromso, bergen) = (NodeId([1; 32]), NodeId([2; 32]));
        let mut jobs = Jobs::default();
        jobs.spawn_blocking(Note::Failed(tromso), || panic!("planted"));
        jobs.spawn(Note::Failed(bergen), async { Note::Nothing });
        let mut failed = Vec::new();
        while let Some(note) = jobs.next().await {
            if let Note::Failed(node) = note {
                failed.push(node);
            }
        }
        assert_eq!(failed, [tromso]);
        assert!(jobs.is_empty() && jobs.failing.is_empty());
    }
}
