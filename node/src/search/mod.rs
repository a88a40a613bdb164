//! Finding documents by words: what Norwegians type, in whichever form, for what Norwegians have written.
//!
//! The index lives in memory only and is built anew after each start: what is derived from people's words lies on no disk, and a
//! withdrawn story is in no file (docs/decisions/0012-search-in-memory.md). It knows words and places, and neither documents nor
//! what may be shown of them; that is the catalogue's, and is asked for every answer, so that what is withdrawn is found no more
//! from that moment on.
//!
//! * [`analyser`]: the words of a text and the keys by which they are found; [`query`]: what somebody typed, understood;
//! * [`index`]: the terms of every document, and the thread that keeps them;
//! * [`ask`]: a question to the index; [`near`]: words that look like one that is not there;
//! * [`passage`]: where in a document the words stand.

pub mod analyser;
mod ask;
mod index;
mod near;
pub mod passage;
pub mod query;
#[cfg(test)]
mod tests;

pub use ask::Question;
pub use index::{Place, Text};
pub use passage::Marks;

use index::Running;
use std::time::Duration;
use tantivy::TantivyError;

/// How many documents may be on their way into the index for a question to wait for them: what one person has just published is
/// found by the next question, and a flood is not waited for.
const AWAITED: usize = 32;

/// How long a question waits for them, at most: a machine that is busy with something else may take that long.
const AWAITED_FOR: Duration = Duration::from_secs(1);

/// The search: what is handed in comes to be found a moment later.
pub struct Search {
    running: Running,
}

impl Search {
    /// An empty search.
    pub fn start() -> Result<Search, TantivyError> {
        Running::start().map(|running| Search { running })
    }

    /// From now on this stands at a place, and nothing else on its card.
    pub fn put(&self, place: Place, text: Text) {
        self.running.put(place, text);
    }

    /// From now on nothing stands on a card.
    pub fn remove(&self, slot: u32) {
        self.running.remove(slot);
    }

    /// The question that these texts ask: one of them must be answered.
    pub fn ask(&self, texts: &[String]) -> Result<Question, TantivyError> {
        if self.running.is_soon_settled(AWAITED) {
            self.running.settle(AWAITED_FOR);
        }
        Question::of(self.running.searcher(), self.running.fields, texts)
    }

    /// Whether more may be handed in; whoever reads documents for it pauses where not.
    pub fn has_room(&self) -> bool {
        self.running.has_room()
    }

    /// Waits until more may be handed in, or at most so long.
    pub fn wait_for_room(&self, most: Duration) {
        self.running.wait_for_room(most);
    }

    /// Whether everything is being handed in: that is indexed in large portions.
    pub fn set_bulk(&self, bulk: bool) {
        self.running.set_bulk(bulk);
    }

    /// Waits until everything that was handed in can be found, or at most so long. Answers whether it can.
    pub fn settle(&self, most: Duration) -> bool {
        self.running.settle(most)
    }

    /// Whether it has failed, and is to be replaced by a new one.
    pub fn is_broken(&self) -> bool {
        self.running.is_broken()
    }
}
