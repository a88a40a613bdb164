//! Words that are in the index and look like one that is not: its beginnings and its misspellings.
//!
//! Whatever is looked up here is bounded by what is looked at, and not only by what is found.

use super::index::{Fields, PLACE, Place};
use std::collections::BTreeMap;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, TantivyError, Term};

/// Letters of a word from which on one letter may be wrong, and from which on two.
const ONE_WRONG: usize = 4;
const TWO_WRONG: usize = 8;

/// Letters of a word from which on nobody guesses what it should have been. What is looked for costs with its letters.
const NO_WORD: usize = 40;

/// Letters of a beginning, at least: fewer begin too much.
pub(super) const BEGINNING: usize = 3;

/// Terms of one segment that are looked at.
const LOOKED_AT: usize = 2_000;

/// Documents that are looked at to find out whether a word may be suggested.
const ASKED_ABOUT: usize = 1_000;

/// Documents in which a word must stand to be suggested: what stands in fewer may be somebody's name.
const NOT_A_NAME: usize = 3;

/// Words with the number of documents in which they stand, the most frequent first.
pub(super) type Near = Vec<(String, u64)>;

/// Words that are written almost like this one.
pub(super) fn misspelt(searcher: &Searcher, fields: &Fields, word: &str, most: usize) -> Result<Near, TantivyError> {
    let letters = word.chars().count();
    let distances: &[u8] = match letters {
        ONE_WRONG..TWO_WRONG => &[1],
        TWO_WRONG..NO_WORD => &[1, 2],
        _ => &[],
    };
    for distance in distances {
        let mut found = BTreeMap::new();
        // Of any field: what is asked is how the word is written.
        let automaton = FuzzyTermQuery::new(Term::from_field_text(fields.body.exact, word), *distance, true).automaton()?;
        for field in [fields.body.exact, fields.title.exact] {
            for segment in searcher.segment_readers() {
                let index = segment.inverted_index(field)?;
                let mut terms = index.terms().search(&automaton).into_stream()?;
                let mut looked_at = 0;
                while looked_at < LOOKED_AT && terms.advance() {
                    looked_at += 1;
                    count(&mut found, terms.key(), terms.value().doc_freq);
                }
            }
        }
        // A number that is nearly right is another number.
        found.retain(|near, _| near != word && !near.chars().any(char::is_numeric));
        if !found.is_empty() {
            return Ok(most_frequent(found, most));
        }
    }
    Ok(Near::new())
}

/// Words that begin like this one.
pub(super) fn begun(searcher: &Searcher, field: Field, word: &str, most: usize) -> Result<Near, TantivyError> {
    let mut found = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut terms = index.terms().range().gt(word.as_bytes()).into_stream()?;
        let mut looked_at = 0;
        while looked_at < LOOKED_AT && terms.advance() && terms.key().starts_with(word.as_bytes()) {
            looked_at += 1;
            count(&mut found, terms.key(), terms.value().doc_freq);
        }
    }
    Ok(most_frequent(found, most))
}

fn count(found: &mut BTreeMap<String, u64>, term: &[u8], documents: u32) {
    if let Ok(term) = std::str::from_utf8(term) {
        *found.entry(term.to_owned()).or_default() += u64::from(documents);
    }
}

fn most_frequent(found: BTreeMap<String, u64>, most: usize) -> Near {
    let mut near: Near = found.into_iter().collect();
    // The sort is stable: of words that are equally frequent, the order of letters.
    near.sort_by_key(|(_, documents)| std::cmp::Reverse(*documents));
    near.truncate(most);
    near
}

/// Whether a word may be suggested: it stands in enough documents that may be shown now.
pub(super) fn may_be_suggested(
    searcher: &Searcher,
    fields: &Fields,
    word: &str,
    shown: &dyn Fn(Place) -> bool,
) -> Result<bool, TantivyError> {
    let (mut asked, mut seen) = (0, std::collections::BTreeSet::new());
    for field in [fields.body.exact, fields.title.exact] {
        let term = Term::from_field_text(field, word);
        for segment in searcher.segment_readers() {
            let places = segment.fast_fields().u64(PLACE)?.first_or_default_col(u64::MAX);
            let Some(mut postings) = segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            let mut document = postings.doc();
            while document != TERMINATED && asked < ASKED_ABOUT {
                asked += 1;
                let place = Place::of(places.get_val(document));
                if !segment.is_deleted(document) && shown(place) {
                    seen.insert(place.slot);
                    if seen.len() >= NOT_A_NAME {
                        return Ok(true);
                    }
                }
                document = postings.advance();
            }
        }
    }
    Ok(false)
}
