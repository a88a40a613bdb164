//! Where in a document the words stand that somebody looked for.

use super::analyser::{LONGEST_WORD, Words, remembered};
use std::borrow::Cow;
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
        self.marked(text, true).into_iter().map(|(range, _)| range).collect()
    }

    /// The same with the parts of the question; in all forms, or only as the words were typed, which is much quicker.
    fn marked(&self, text: &str, all_forms: bool) -> Vec<Marked> {
        let mut marked: BTreeMap<usize, Marked> = BTreeMap::new();
        let mut in_order: Vec<(Range<usize>, String)> = Vec::new();
        let (mut walk, mut folded) = (Words::new(text), String::with_capacity(LONGEST_WORD));
        while let Some((start, end)) = walk.next(&mut folded) {
            // As [`super::analyser::Word::exact`] has it.
            let exact = if folded.contains('-') { Cow::Owned(folded.replace('-', "")) } else { Cow::Borrowed(folded.as_str()) };
            let by_key = || {
                let word = remembered(&folded);
                word.keys.iter().chain(&word.parts).find_map(|key| self.keys.get(key).copied())
            };
            let which = self.exact.get(exact.as_ref()).copied().or_else(|| if all_forms { by_key() } else { None });
            if let Some(which) = which {
                marked.insert(start, (start..end, which));
            }
            if !self.phrases.is_empty() {
                in_order.push((start..end, exact.into_owned()));
            }
        }
        for (phrase, which) in &self.phrases {
            for window in in_order.windows(phrase.len().max(1)) {
                if window.iter().map(|(_, word)| word).eq(phrase) {
                    marked.extend(window.iter().map(|(range, _)| (range.start, (range.clone(), *which))));
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

    /// How many parts the question has that can be marked.
    fn parts(&self) -> usize {
        let words = self.exact.values().chain(self.keys.values());
        words.chain(self.phrases.iter().map(|(_, which)| which)).collect::<BTreeSet<_>>().len()
    }

    /// The piece of these paragraphs that answers most of the question, of at most about so many bytes. The first of equals. First
    /// the words are looked for as they were typed; most texts that have them have them so.
    pub fn best<'t>(&self, paragraphs: impl Iterator<Item = &'t str> + Clone, most: usize) -> Option<Piece> {
        let all = self.parts();
        let (piece, _) = self
            .look(paragraphs.clone(), most, false)
            .filter(|(_, parts)| *parts == all)
            .or_else(|| self.look(paragraphs, most, true))?;
        let marks = self.of(&piece);
        Some((piece, marks))
    }

    /// The best piece, and how many parts of the question it answers. Where it is all of them, what comes after is not looked at.
    fn look<'t>(&self, paragraphs: impl Iterator<Item = &'t str>, most: usize, all_forms: bool) -> Option<(String, usize)> {
        let all = self.parts();
        let mut best: Option<(usize, usize, String)> = None;
        let mut left = LOOKED_THROUGH;
        for paragraph in paragraphs {
            let paragraph = paragraph.get(..paragraph.floor_char_boundary(left)).unwrap_or_default();
            left -= paragraph.len();
            let marked = self.marked(paragraph, all_forms);
            let room = most.saturating_sub(BEFORE);
            for (first, (range, _)) in marked.iter().enumerate() {
                let within = || marked.iter().skip(first).take_while(|(other, _)| other.end <= range.start + room);
                let parts = within().map(|(_, which)| which).collect::<BTreeSet<_>>().len();
                // To answer more parts of the question is worth more than to answer one often.
                let worth = parts * 8 + within().count().min(7);
                if best.as_ref().is_none_or(|(worth_of_best, _, _)| worth > *worth_of_best) {
                    best = Some((worth, parts, cut_out(paragraph, range.start, most)));
                }
            }
            if left == 0 || best.as_ref().is_some_and(|(_, parts, _)| *parts == all) {
                break;
            }
        }
        best.map(|(_, parts, piece)| (piece, parts))
    }
}

/// Cuts out the piece around a mark, between words.
fn cut_out(text: &str, mark: usize, most: usize) -> String {
    let mut start = if text.len() <= most { 0 } else { word_start(text, mark.saturating_sub(BEFORE), mark) };
    let end = if text.len() - start <= most { text.len() } else { word_end(text, start + most, mark) };
    if end == text.len() && text.len() - start < most {
        start = word_start(text, text.len().saturating_sub(most), start);
    }
    let piece = text.get(start..end).unwrap_or_default().trim_end();
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    format!("{before}{piece}{after}")
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
