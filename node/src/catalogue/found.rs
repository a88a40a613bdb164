//! What a search finds, and what of it may be shown.

use super::entry::Entry;
use super::{Facet, Shelf};
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
pub struct Searched(pub(super) Found);

impl Searched {
    /// Of the page only entries such as these, and at most so many.
    pub fn only(self, most: usize, wanted: impl Fn(&Entry) -> bool) -> Searched {
        let Searched(mut found) = self;
        found.items.retain(|hit| wanted(&hit.entry));
        found.items.truncate(most);
        found.total = found.items.len();
        Searched(found)
    }

    /// What of it stands now, with the passages that were asked for.
    pub fn standing(self, replica: &Replica, _store: &dyn Store) -> Found {
        let Searched(mut found) = self;
        let before = found.items.len();
        found.items.retain(|hit| hit.entry.stands(replica));
        found.total -= before - found.items.len();
        found
    }
}
