//! What somebody looks for.

use super::{Facet, fold};
use knutepunkt_protocol::ids::HubId;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of one text that are looked at: [`fold::WORDS`] words of the greatest length that is compared.
const TEXT_CHARS: usize = 1_040;

/// How a list is ordered where no words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// What was changed last comes first.
    #[default]
    Newest,
    /// By name, as a Norwegian list.
    Name,
    /// Events from this day on, the next one first; then those that are over, the last one first.
    From([u8; 10]),
}

/// What somebody looks for. Several codes of one facet are alternatives; facets, words and times must all match.
#[derive(Clone, Default)]
pub struct Query {
    /// Alternatives, each as somebody typed it. What is in one must be found all together. Added by [`Query::look_for`].
    pub texts: Vec<String>,
    /// Codes by facet. Of [`Facet::Without`], what must not be there.
    pub codes: BTreeMap<Facet, BTreeSet<String>>,
    /// Hubs, as alternatives.
    pub hubs: BTreeSet<HubId>,
    /// Events that take place on this day or later.
    pub from: Option<String>,
    /// Events that begin on this day or before.
    pub to: Option<String>,
    /// The order.
    pub order: Order,
    /// How many are passed over.
    pub offset: usize,
    /// How many are wanted at most.
    pub limit: usize,
    /// Whether facets are to be counted.
    pub facets: bool,
    /// Whether to show where the words stand: the marks in titles, and passages. Costs a look at every document on the page.
    pub passages: bool,
}

impl Query {
    /// Adds text as an alternative; text without words says nothing, and neither does what was said before. False, with nothing
    /// added, where all alternatives together would have more than [`fold::WORDS`] words. Of one long text the beginning is kept.
    #[must_use]
    pub fn look_for(&mut self, text: &str) -> bool {
        // The space at the end says that the last word is finished.
        let text: String = text.trim_start().chars().take(TEXT_CHARS).collect();
        let words = fold::words(&text).len();
        if words == 0 || self.texts.contains(&text) {
            return true;
        }
        let fits = self.texts.iter().map(|text| fold::words(text).len()).sum::<usize>() + words <= fold::WORDS;
        if fits {
            self.texts.push(text);
        }
        fits
    }

    /// Whether nothing in particular is looked for.
    pub fn is_open(&self) -> bool {
        self.texts.is_empty() && self.codes.is_empty() && self.hubs.is_empty() && self.from.is_none() && self.to.is_none()
    }
}
