//! Where in a document the words stand that somebody looked for.

use super::analyser::{self, Word};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Bytes of a document that are looked through for a passage.
const LOOKED_THROUGH: usize = 64 * 1024;

/// Bytes before the first mark that a passage begins with, so that one can read into it.
const BEFORE: usize = 60;

/// The words that a search looked for, as they are told in a text. Each says to which part of the question it belongs.
#[derive(Default)]
pub struct Marks {
    /// Words as they are written.
    pub(super) exact: BTreeMap<String, usize>,
    /// Keys and parts of words.
    pub(super) keys: BTreeMap<String, usize>,
    /// Words that must follow each other.
    pub(super) phrases: Vec<(Vec<String>, usize)>,
}

/// A piece of a text, and where in it the words stand.
pub type Piece = (String, Vec<Range<usize>>);

/// A marked word: where it is, and to which part of the question it belongs.
type Marked = (Range<usize>, usize);

impl Marks {
    /// Where in a text the words stand: bytes, in order, not overlapping.
    pub fn of(&self, text: &str) -> Vec<Range<usize>> {
        self.marked(text).into_iter().map(|(range, _)| range).collect()
    }

    fn marked(&self, text: &str) -> Vec<Marked> {
        let words = analyser::words(text);
        let mut marked: BTreeMap<usize, Marked> = BTreeMap::new();
        for word in &words {
            if let Some(which) = self.which(word) {
                marked.insert(word.start, (word.start..word.end, which));
            }
        }
        for (phrase, which) in &self.phrases {
            for window in words.windows(phrase.len().max(1)) {
                if window.iter().map(|word| &word.exact).eq(phrase.iter()) {
                    marked.extend(window.iter().map(|word| (word.start, (word.start..word.end, *which))));
                }
            }
        }
        let mut end = 0;
        marked.retain(|start, (range, _)| {
            let apart = *start >= end && range.start < range.end && text.get(range.clone()).is_some();
            if apart {
                end = range.end;
            }
            apart
        });
        marked.into_values().collect()
    }

    fn which(&self, word: &Word) -> Option<usize> {
        let by_key = || word.keys.iter().chain(&word.parts).find_map(|key| self.keys.get(key));
        self.exact.get(&word.exact).or_else(by_key).copied()
    }

    /// The piece of these paragraphs that answers most of the question, of at most about so many bytes. The first of equals.
    pub fn best<'t>(&self, paragraphs: impl Iterator<Item = &'t str>, most: usize) -> Option<Piece> {
        let mut best: Option<(usize, Piece)> = None;
        let mut left = LOOKED_THROUGH;
        for paragraph in paragraphs {
            let paragraph = paragraph.get(..paragraph.floor_char_boundary(left)).unwrap_or_default();
            left -= paragraph.len();
            let marked = self.marked(paragraph);
            let room = most.saturating_sub(BEFORE);
            for (first, (range, _)) in marked.iter().enumerate() {
                let within = || marked.iter().skip(first).take_while(|(other, _)| other.end <= range.start + room);
                let parts = within().map(|(_, which)| which).collect::<BTreeSet<_>>().len();
                // To answer more parts of the question is worth more than to answer one often.
                let worth = parts * 8 + within().count().min(7);
                if best.as_ref().is_none_or(|(worth_of_best, _)| worth > *worth_of_best) {
                    best = Some((worth, cut_out(paragraph, range.start, most, &marked)));
                }
            }
            if left == 0 {
                break;
            }
        }
        best.map(|(_, piece)| piece)
    }
}

/// Cuts out the piece around a mark, between words.
fn cut_out(text: &str, mark: usize, most: usize, marked: &[Marked]) -> Piece {
    let mut start = if text.len() <= most { 0 } else { word_start(text, mark.saturating_sub(BEFORE), mark) };
    let end = if text.len() - start <= most { text.len() } else { word_end(text, start + most, mark) };
    if end == text.len() && text.len() - start < most {
        start = word_start(text, text.len().saturating_sub(most), start);
    }
    let mut piece = String::with_capacity(end - start + 8);
    if start > 0 {
        piece.push('…');
    }
    let shift = piece.len();
    piece.push_str(text.get(start..end).unwrap_or_default());
    let whole = piece.trim_end().len();
    piece.truncate(whole);
    if end < text.len() {
        piece.push('…');
    }
    let marks = marked
        .iter()
        .filter(|(range, _)| range.start >= start && range.end <= end)
        .map(|(range, _)| range.start - start + shift..range.end - start + shift)
        .filter(|range| range.end <= whole)
        .collect();
    (piece, marks)
}

/// The first beginning of a word at or after a place, and before a limit.
fn word_start(text: &str, from: usize, limit: usize) -> usize {
    let from = text.floor_char_boundary(from);
    if from == 0 {
        return 0;
    }
    let rest = text.get(from..limit).unwrap_or_default();
    rest.char_indices().find(|(_, character)| character.is_whitespace()).map_or(limit, |(at, space)| from + at + space.len_utf8())
}

/// The last end of a word at or before a place, and after a limit. A word without an end is cut.
fn word_end(text: &str, to: usize, limit: usize) -> usize {
    let to = text.floor_char_boundary(to);
    let piece = text.get(limit..to).unwrap_or_default();
    piece.char_indices().rev().find(|(_, character)| character.is_whitespace()).map_or(to, |(at, _)| limit + at)
}
