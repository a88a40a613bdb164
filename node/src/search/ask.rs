//! A question, made of what somebody typed: which terms of the index it looks for, and how much each of them counts.
//!
//! Every part of a question must be answered, by the word itself or by one of its other forms; what stands in a title counts more
//! than what stands in a text, the word as it was typed more than another form of it, a word more than a part of a compound. A
//! word that is not in the index at all is looked for as a beginning, where it is the last, and then as a misspelling. However
//! long and strange a question is, it becomes so many terms and not more.

use super::analyser;
use super::index::{Fields, Levels, PLACE, Place};
use super::near::{self, BEGINNING, Near};
use super::passage::Marks;
use super::query::{self, Asked, Clause, QueryWord};
use std::time::{Duration, Instant};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, EnableScoring, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, TantivyError, Term};

/// What a word counts in a title, where it counts 1 in a text.
const TITLE: f32 = 4.0;
/// What it counts beside that where it stands as it was typed.
const AS_TYPED: f32 = 0.4;
/// What it counts as a part of a compound.
const PART: f32 = 0.35;
/// What the parts of a compound that was typed count, where they stand each for itself.
const APART: f32 = 0.3;
/// What a longer word counts that begins with it.
const BEGUN: f32 = 0.4;
/// What a word counts that is written nearly like it.
const MISSPELT: f32 = 0.3;

/// Parts of one question: words and phrases that must be there, or must not.
const CLAUSES: usize = 16;
/// Words of one phrase.
const PHRASE: usize = 16;
/// Other forms of one word.
const FORMS: usize = 6;
/// What counts less than this is another word that means nearly the same.
const ITS_OWN: f32 = 0.55;
/// Parts of one compound.
const PARTS: usize = 4;
/// Words that begin like the last one.
const BEGINNINGS: usize = 12;
/// Words that are written nearly like one and are looked for, that may be suggested, and words of one question that are so.
const MISSPELLINGS: usize = 3;
const SUGGESTIONS: usize = 6;
const UNKNOWN: usize = 3;

/// A word in fewer documents is rare: it may be unfinished, or a compound that others write apart.
const RARE: u64 = 10;
/// A word that is found in so few may be misspelt both by whoever asks and by whoever wrote.
const HARDLY: u64 = 2;
/// A word in more than half of the documents, of at least so many, says nothing about any of them and is not marked.
const MANY: u64 = 50;

/// How long one question is answered for. What has not been looked at then is left out, and that is said.
const TIME: Duration = Duration::from_millis(400);
/// Documents between two looks at the clock.
const BETWEEN_LOOKS: usize = 4_096;

type Part = Box<dyn Query>;

/// A word of which none or hardly any stand in the index.
struct Unknown {
    at: usize,
    /// What is written nearly like it, where that was looked up.
    near: Option<Near>,
}

/// A question about what can be found now.
pub struct Question {
    searcher: Searcher,
    fields: Fields,
    query: Part,
    marks: Marks,
    /// Words of which none or hardly any stand in the index: where they stand in the question, and what is written like them.
    unknown: Vec<Unknown>,
    asked: Vec<Asked>,
    texts: Vec<String>,
}

impl Question {
    /// The question that these texts ask: one of them must be answered.
    pub(super) fn of(searcher: Searcher, fields: Fields, texts: &[String]) -> Result<Question, TantivyError> {
        let asked: Vec<Asked> = texts.iter().map(|text| query::parse(text)).collect();
        let mut maker = Maker {
            searcher: &searcher,
            fields: &fields,
            marks: Marks::default(),
            common: Marks::default(),
            unknown: Vec::new(),
            clauses: 0,
        };
        let mut alternatives = Vec::new();
        for one in &asked {
            alternatives.push(maker.alternative(one)?);
        }
        let query = either(alternatives);
        let Maker { marks, common, unknown, .. } = maker;
        let nothing_else = marks.exact.is_empty() && marks.keys.is_empty() && marks.phrases.is_empty();
        Ok(Question {
            query,
            marks: if nothing_else { common } else { marks },
            unknown,
            asked,
            texts: texts.to_vec(),
            searcher,
            fields,
        })
    }

    /// Goes through all answers, in no order. False where time ran out before the end.
    pub fn answers(&self, mut answer: impl FnMut(Place, f32)) -> Result<bool, TantivyError> {
        let begun = Instant::now();
        let weight = self.query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?;
        let mut looked_at = 0;
        for segment in self.searcher.segment_readers() {
            let places = segment.fast_fields().u64(PLACE)?.first_or_default_col(u64::MAX);
            let alive = segment.alive_bitset();
            let mut scorer = weight.scorer(segment, 1.0)?;
            let mut document = scorer.doc();
            while document != TERMINATED {
                if alive.is_none_or(|alive| alive.is_alive(document)) {
                    answer(Place::of(places.get_val(document)), scorer.score());
                }
                looked_at += 1;
                if looked_at % BETWEEN_LOOKS == 0 && begun.elapsed() > TIME {
                    return Ok(false);
                }
                document = scorer.advance();
            }
        }
        Ok(true)
    }

    /// The same question with known words in place of those that are not, if there are any that may be told.
    pub fn better(&self, shown: &dyn Fn(Place) -> bool) -> Result<Option<String>, TantivyError> {
        let ([text], [asked]) = (self.texts.as_slice(), self.asked.as_slice()) else { return Ok(None) };
        let mut better = text.trim().to_owned();
        for unknown in &self.unknown {
            let Some(Clause::Word(word)) = asked.must.get(unknown.at) else { continue };
            let known = self.frequency(&word.exact)?;
            let near = match &unknown.near {
                Some(near) => near.clone(),
                None => near::misspelt(&self.searcher, &self.fields, &word.exact, SUGGESTIONS)?,
            };
            for (near, documents) in near {
                if documents > known.saturating_mul(RARE) && near::may_be_suggested(&self.searcher, &self.fields, &near, shown)? {
                    better = put_in_place(&better, &word.typed, &near);
                    break;
                }
            }
        }
        Ok((better != text.trim()).then_some(better))
    }

    fn frequency(&self, word: &str) -> Result<u64, TantivyError> {
        let of = |field| self.searcher.doc_freq(&Term::from_field_text(field, word));
        Ok(of(self.fields.body.exact)?.max(of(self.fields.title.exact)?))
    }

    /// The words to be marked in what was found.
    pub fn into_marks(self) -> Marks {
        self.marks
    }
}

/// A text with another word in place of one, where that stands for itself.
fn put_in_place(text: &str, word: &str, other: &str) -> String {
    let apart = |character: Option<char>| character.is_none_or(|character| !character.is_alphanumeric());
    let around = |at: usize| text.split_at_checked(at).zip(text.split_at_checked(at + word.len()));
    text.match_indices(word)
        .find_map(|(at, _)| {
            let ((before, _), (_, after)) = around(at)?;
            let alone = apart(before.chars().next_back()) && apart(after.chars().next());
            alone.then(|| format!("{before}{other}{after}"))
        })
        .unwrap_or_else(|| text.to_owned())
}

/// Any of these; none where there are none.
fn any(mut parts: Vec<Part>) -> Option<Part> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Box::new(BooleanQuery::union(parts))),
    }
}

/// The best of these.
fn either(mut alternatives: Vec<Option<Part>>) -> Part {
    match alternatives.len() {
        0 | 1 => alternatives.pop().flatten().unwrap_or_else(|| Box::new(BooleanQuery::new(Vec::new()))),
        _ => Box::new(DisjunctionMaxQuery::new(alternatives.into_iter().flatten().collect())),
    }
}

/// A word in its forms: where they are looked for, and in how many documents the word itself stands, and any of them.
#[derive(Default)]
struct Forms {
    parts: Vec<Part>,
    own: u64,
    known: u64,
}

impl Forms {
    fn take(&mut self, part: Option<Part>, documents: u64, own: bool) {
        self.parts.extend(part);
        self.known = self.known.max(documents);
        if own {
            self.own = self.own.max(documents);
        }
    }
}

struct Maker<'s> {
    searcher: &'s Searcher,
    fields: &'s Fields,
    marks: Marks,
    /// What stands nearly everywhere.
    common: Marks,
    unknown: Vec<Unknown>,
    /// Parts of the question so far, in all alternatives.
    clauses: usize,
}

impl Maker<'_> {
    /// One text; none where it says nothing, or asks for what is nowhere.
    fn alternative(&mut self, asked: &Asked) -> Result<Option<Part>, TantivyError> {
        let mut parts: Vec<(Occur, Part)> = Vec::new();
        let mut answerable = !asked.must.is_empty() || !asked.not.is_empty();
        for (at, clause) in asked.must.iter().enumerate() {
            if self.clauses >= CLAUSES {
                break;
            }
            self.clauses += 1;
            let made = match clause {
                Clause::Word(word) => self.word(word, at)?,
                Clause::Phrase(words) => self.phrase(words, true)?,
            };
            // The rest is looked at all the same, for what may be misspelt in it.
            answerable &= made.is_some();
            parts.extend(made.map(|made| (Occur::Must, made)));
        }
        for clause in &asked.not {
            if self.clauses >= CLAUSES {
                break;
            }
            self.clauses += 1;
            let made = match clause {
                Clause::Word(word) => any(self.forms(word, false)?.parts),
                Clause::Phrase(words) => self.phrase(words, false)?,
            };
            parts.extend(made.map(|made| (Occur::MustNot, made)));
        }
        if !answerable {
            return Ok(None);
        }
        if asked.must.is_empty() {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(match parts.len() {
            1 => parts.pop().map(|(_, part)| part),
            _ => Some(Box::new(BooleanQuery::new(parts))),
        })
    }

    /// A word in all its forms, and what may be meant where there are none.
    fn word(&mut self, word: &QueryWord, at: usize) -> Result<Option<Part>, TantivyError> {
        let Forms { mut parts, own, known } = self.forms(word, true)?;
        self.mark(word, known);
        if known < RARE {
            parts.extend(self.apart(word)?);
            if word.last && word.exact.chars().count() >= BEGINNING {
                parts.extend(self.begun(word)?);
            }
        }
        if own <= HARDLY {
            // Each look for misspellings goes through the words of every segment.
            if self.unknown.len() < UNKNOWN {
                let mut near = None;
                if parts.is_empty() {
                    let found = near::misspelt(self.searcher, self.fields, &word.exact, SUGGESTIONS)?;
                    parts.extend(self.misspelt(&found)?);
                    near = Some(found);
                }
                self.unknown.push(Unknown { at, near });
            }
        }
        Ok(any(parts))
    }

    fn mark(&mut self, word: &QueryWord, known: u64) {
        let documents = self.searcher.num_docs();
        let marks = if documents >= MANY && known > documents / 2 { &mut self.common } else { &mut self.marks };
        marks.exact.insert(word.exact.clone(), self.clauses);
        marks.keys.extend(word.alternatives.iter().take(FORMS).map(|(form, _)| (form.clone(), self.clauses)));
    }

    /// A term, where it stands anywhere.
    fn term(&self, field: Field, term: &str, counts: f32) -> Result<Option<Part>, TantivyError> {
        Ok(self.counted(field, term, counts)?.0)
    }

    /// A term, where it stands anywhere, and in how many documents that is.
    fn counted(&self, field: Field, term: &str, counts: f32) -> Result<(Option<Part>, u64), TantivyError> {
        let term = Term::from_field_text(field, term);
        let documents = self.searcher.doc_freq(&term)?;
        if documents == 0 {
            return Ok((None, 0));
        }
        let query: Part = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        Ok((Some(Box::new(BoostQuery::new(query, counts))), documents))
    }

    /// A word in all its forms, and in compounds where these count.
    fn forms(&self, word: &QueryWord, compounds: bool) -> Result<Forms, TantivyError> {
        let mut forms = Forms::default();
        for (levels, counts) in self.levels() {
            let (part, documents) = self.counted(levels.exact, &word.exact, counts * AS_TYPED)?;
            forms.take(part, documents, true);
            for (number, (form, likely)) in word.alternatives.iter().take(FORMS).enumerate() {
                // What is left out is the word, and not also what means nearly the same.
                if !compounds && *likely < ITS_OWN {
                    continue;
                }
                let (part, documents) = self.counted(levels.key, form, counts * likely)?;
                forms.take(part, documents, number == 0);
                if compounds {
                    let (part, documents) = self.counted(levels.part, form, counts * likely * PART)?;
                    forms.take(part, documents, number == 0);
                }
            }
        }
        Ok(forms)
    }

    fn levels(&self) -> [(Levels, f32); 2] {
        [(self.fields.title, TITLE), (self.fields.body, 1.0)]
    }

    /// The parts of a compound, each for itself.
    fn apart(&mut self, word: &QueryWord) -> Result<Option<Part>, TantivyError> {
        if word.parts.len() < 2 {
            return Ok(None);
        }
        let mut all: Vec<Part> = Vec::new();
        for part in word.parts.iter().take(PARTS) {
            let mut somewhere = Vec::new();
            for (levels, counts) in self.levels() {
                somewhere.extend(self.term(levels.key, part, counts * APART)?);
                somewhere.extend(self.term(levels.part, part, counts * APART)?);
            }
            let Some(somewhere) = any(somewhere) else { return Ok(None) };
            all.push(somewhere);
        }
        self.marks.keys.extend(word.parts.iter().take(PARTS).map(|part| (part.clone(), self.clauses)));
        Ok(Some(Box::new(BooleanQuery::intersection(all))))
    }

    /// Words that begin like the last one.
    fn begun(&mut self, word: &QueryWord) -> Result<Vec<Part>, TantivyError> {
        let mut parts = Vec::new();
        for (levels, counts) in self.levels() {
            for (begun, _) in near::begun(self.searcher, levels.exact, &word.exact, BEGINNINGS)? {
                parts.extend(self.term(levels.exact, &begun, counts * BEGUN)?);
                self.marks.exact.insert(begun, self.clauses);
            }
        }
        Ok(parts)
    }

    /// Words that are written nearly like one, in all their forms.
    fn misspelt(&mut self, near: &[(String, u64)]) -> Result<Vec<Part>, TantivyError> {
        let mut parts = Vec::new();
        for (near, _) in near.iter().take(MISSPELLINGS) {
            for word in analyser::words(near).into_iter().take(1) {
                for (levels, counts) in self.levels() {
                    parts.extend(self.term(levels.exact, &word.exact, counts * MISSPELT)?);
                    for key in word.keys.iter().take(FORMS) {
                        parts.extend(self.term(levels.key, key, counts * MISSPELT)?);
                    }
                }
                self.marks.keys.extend(word.keys.into_iter().take(FORMS).map(|key| (key, self.clauses)));
                self.marks.exact.insert(word.exact, self.clauses);
            }
        }
        Ok(parts)
    }

    /// Words that follow each other as they were typed.
    fn phrase(&mut self, words: &[QueryWord], marked: bool) -> Result<Option<Part>, TantivyError> {
        let words: Vec<String> = words.iter().take(PHRASE).map(|word| word.exact.clone()).collect();
        let mut parts: Vec<Part> = Vec::new();
        for (levels, counts) in self.levels() {
            let terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(levels.exact, word)).collect();
            let mut all_known = true;
            for term in &terms {
                all_known &= self.searcher.doc_freq(term)? > 0;
            }
            match terms.as_slice() {
                [] => {}
                _ if !all_known => {}
                [_] => parts.extend(self.term(levels.exact, &words.concat(), counts)?),
                _ => parts.push(Box::new(BoostQuery::new(Box::new(PhraseQuery::new(terms)), counts))),
            }
        }
        if marked {
            self.marks.phrases.push((words, self.clauses));
        }
        Ok(any(parts))
    }
}
