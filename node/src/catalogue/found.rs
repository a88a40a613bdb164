//! What a search finds, and what of it may be shown.

use super::entry::{self, Entry};
use super::shown::{self, Reading};
use super::{Facet, Shelf};
use crate::search::Marks;
use crate::store::Store;
use knutepunkt_protocol::replica::Replica;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Counts by facet and code.
///
/// They are exact, as the totals of lists are: a program that is refused a small count here would ask for the list that is
/// narrowed by it, and count for itself. People are never shown a count below [`FEW`] as a number.
pub type Counts = BTreeMap<Facet, BTreeMap<String, u64>>;

/// A count below this is «noen få» on a page: small numbers beside each other point at single people.
pub const FEW: u64 = 5;

/// Bytes of a passage, about: three lines on a phone.
pub const PASSAGE_BYTES: usize = 240;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// How many in all.
    pub total: usize,
    /// The page that was asked for.
    pub items: Vec<Hit>,
    /// By facet and code: how many there are that match everything but what is chosen in that facet itself, so that a count says
    /// what choosing the code would give. Of [`Facet::Without`], how many choosing it would leave out.
    pub facets: Counts,
    /// Where little or nothing was found: what was asked for, with words that are known in place of those that are not.
    pub did_you_mean: Option<String>,
    /// How many on each shelf match the words alone; empty unless everything was asked for.
    pub shelves: BTreeMap<Shelf, usize>,
    /// Everything that stands was looked through. False for a while after a start: then there may be more.
    pub complete: bool,
}

/// One document that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The document.
    pub entry: Arc<Entry>,
    /// Where in its title the words stand: bytes, in order, not overlapping.
    pub title_marks: Vec<Range<usize>>,
    /// Where in its text they stand. None of stories that warn: what is behind a warning is not shown before it.
    pub passage: Option<Passage>,
}

/// A piece of text with the words that were looked for.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The piece, at most about [`PASSAGE_BYTES`], with «…» where it is cut.
    pub text: String,
    /// Where in it the words stand: bytes, in order, not overlapping.
    pub marks: Vec<Range<usize>>,
}

impl fmt::Debug for Passage {
    /// Only the size: these are people's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Passage({} bytes, {} marks)", self.text.len(), self.marks.len())
    }
}

impl Hit {
    pub(super) fn of(entry: &Arc<Entry>) -> Hit {
        Hit { entry: Arc::clone(entry), title_marks: Vec::new(), passage: None }
    }
}

/// What a search found in the lists. Nobody is shown any of it before the replica has said what still stands.
#[must_use]
pub struct Searched {
    pub(super) found: Found,
    /// The words to be marked, where that was asked for.
    pub(super) marks: Option<Marks>,
}

impl Searched {
    /// Of the page only entries such as these, and at most so many.
    pub fn only(mut self, most: usize, wanted: impl Fn(&Entry) -> bool) -> Searched {
        self.found.items.retain(|hit| wanted(&hit.entry));
        self.found.items.truncate(most);
        self.found.total = self.found.items.len();
        self
    }

    /// The entries alone. Whoever takes them checks each ([`Entry::stands`]) before anybody is shown it.
    pub fn unchecked(self) -> Vec<Arc<Entry>> {
        self.found.items.into_iter().map(|hit| hit.entry).collect()
    }

    /// What of it stands now, with the marks and passages that were asked for.
    pub fn standing(self, replica: &Replica, store: &dyn Store) -> Found {
        let Searched { mut found, marks } = self;
        let before = found.items.len();
        found.items.retain(|hit| hit.entry.stands(replica));
        let gone = before - found.items.len();
        found.total = found.total.saturating_sub(gone);
        if let Some(marks) = marks {
            for hit in &mut found.items {
                hit.title_marks = marks.of(&hit.entry.title);
                hit.passage = passage(&hit.entry, &marks, replica, store);
            }
        }
        found
    }
}

/// The piece of a document's text that answers best, read now, from what stands.
fn passage(entry: &Entry, marks: &Marks, replica: &Replica, store: &dyn Store) -> Option<Passage> {
    let Reading::Shown(shown) = shown::read(replica, store, &entry.address) else { return None };
    if entry::is_warned(entry.shelf, &shown) {
        return None;
    }
    let (text, marks) = marks.best(entry::searched(&shown).into_iter(), PASSAGE_BYTES)?;
    Some(Passage { text, marks })
}
