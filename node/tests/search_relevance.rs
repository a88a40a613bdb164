//! How well the words of the search find what was meant, beside plain Snowball: nDCG@10 over invented documents (`relevance/`) and
//! graded questions. `held-out.jsonl` was written after the rules and first measured without a look at what it found; it says whether the
//! rules know Norwegian or only their examples. Ranking here is BM25 over the analyser's terms in the way of the index, so that what is
//! measured is the words.

// A test: a panic is a failure.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use knutepunkt_node::search::analyser::{Word, words};
use knutepunkt_node::search::query::{Clause, QueryWord, parse};
use rust_stemmers::{Algorithm, Stemmer};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What ours must reach. It reached more on the day it was written; a change of the rules may cost a little and not more.
const ENOUGH: f64 = 0.9;

/// What a word counts in a title, and what it counts as it was typed and as a part of a compound: as in the index.
const TITLE: f64 = 4.0;
const AS_TYPED: f64 = 0.4;
const PART: f64 = 0.35;
const APART: f64 = 0.3;
const BEGUN: f64 = 0.4;
const MISSPELT: f64 = 0.3;

struct Document {
    id: String,
    title: String,
    text: String,
}

struct Question {
    sort: String,
    text: String,
    hits: HashMap<String, u32>,
}

fn documents() -> Vec<Document> {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let lines = include_str!("relevance/documents.jsonl").lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|value| Document { id: text(&value, "id"), title: text(&value, "title"), text: text(&value, "text") }).collect()
}

fn questions(lines: &str) -> Vec<Question> {
    let question = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let hits = value["hits"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(id, grade)| (id.clone(), u32::try_from(grade.as_u64().unwrap()).unwrap()));
        Question {
            sort: value["sort"].as_str().unwrap().into(),
            text: value["query"].as_str().unwrap().into(),
            hits: hits.collect(),
        }
    };
    lines.lines().map(question).collect()
}

/// Terms of one field of all documents, with BM25.
#[derive(Default)]
struct Field {
    counts: HashMap<String, HashMap<usize, f64>>,
    lengths: HashMap<usize, f64>,
}

impl Field {
    fn put(&mut self, document: usize, term: &str) {
        *self.counts.entry(term.to_owned()).or_default().entry(document).or_default() += 1.0;
        *self.lengths.entry(document).or_default() += 1.0;
    }

    /// Documents with the term and what it counts in each.
    fn score(&self, term: &str, documents: usize, times: f64) -> HashMap<usize, f64> {
        let Some(found) = self.counts.get(term) else { return HashMap::new() };
        let average = self.lengths.values().sum::<f64>() / documents as f64;
        let rarity = (1.0 + (documents as f64 - found.len() as f64 + 0.5) / (found.len() as f64 + 0.5)).ln();
        let of = |(document, count): (&usize, &f64)| {
            let length = self.lengths[document] / average;
            (*document, times * rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length)))
        };
        found.iter().map(of).collect()
    }
}

fn sum(into: &mut HashMap<usize, f64>, more: HashMap<usize, f64>) {
    for (document, score) in more {
        *into.entry(document).or_default() += score;
    }
}

fn all_of(parts: Vec<HashMap<usize, f64>>) -> HashMap<usize, f64> {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |all, part| {
        all.into_iter().filter_map(|(document, score)| Some((document, score + part.get(&document)?))).collect()
    })
}

fn ranked(scores: HashMap<usize, f64>, documents: &[Document]) -> Vec<String> {
    let mut all: Vec<(usize, f64)> = scores.into_iter().collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.into_iter().take(10).map(|(document, _)| documents[document].id.clone()).collect()
}

/// The analyser's terms, in title and text.
#[derive(Default)]
struct Ours {
    levels: [[Field; 3]; 2],
    texts: Vec<[Vec<Word>; 2]>,
}

impl Ours {
    fn of(documents: &[Document]) -> Ours {
        let mut ours = Ours::default();
        for (number, document) in documents.iter().enumerate() {
            let texts = [words(&document.title), words(&document.text)];
            for (level, found) in texts.iter().enumerate() {
                for word in found {
                    ours.levels[level][0].put(number, &word.exact);
                    word.keys.iter().for_each(|key| ours.levels[level][1].put(number, key));
                    word.parts.iter().for_each(|part| ours.levels[level][2].put(number, part));
                }
            }
            ours.texts.push(texts);
        }
        ours
    }

    fn term(&self, kind: usize, term: &str, times: f64) -> HashMap<usize, f64> {
        let mut all = self.levels[0][kind].score(term, self.texts.len(), times * TITLE);
        sum(&mut all, self.levels[1][kind].score(term, self.texts.len(), times));
        all
    }

    fn forms(&self, word: &QueryWord, compounds: bool) -> HashMap<usize, f64> {
        let mut all = self.term(0, &word.exact, AS_TYPED);
        for (key, likely) in &word.alternatives {
            sum(&mut all, self.term(1, key, f64::from(*likely)));
            if compounds {
                sum(&mut all, self.term(2, key, f64::from(*likely) * PART));
            }
        }
        all
    }

    fn near(&self, word: &QueryWord) -> HashMap<usize, f64> {
        let length = word.exact.chars().count();
        let slips = if length < 5 {
            0
        } else if length < 9 {
            1
        } else {
            2
        };
        let forms: HashSet<&String> = self.levels.iter().flat_map(|fields| fields[0].counts.keys()).collect();
        let mut all = HashMap::new();
        for form in forms {
            if word.last && length > 2 && form.starts_with(&word.exact) {
                sum(&mut all, self.term(0, form, BEGUN));
            } else if distance(form, &word.exact) <= slips {
                sum(&mut all, self.term(0, form, MISSPELT));
            }
        }
        all
    }

    fn word(&self, word: &QueryWord) -> HashMap<usize, f64> {
        let mut all = self.forms(word, true);
        if all.len() < 10 && word.parts.len() > 1 {
            let parts = word.parts.iter().map(|part| {
                let mut found = self.term(1, part, APART);
                sum(&mut found, self.term(2, part, APART));
                found
            });
            sum(&mut all, all_of(parts.collect()));
        }
        if all.is_empty() { self.near(word) } else { all }
    }

    fn phrase(&self, phrase: &[QueryWord]) -> HashMap<usize, f64> {
        let fits = |found: &Word, asked: &QueryWord| {
            found.exact == asked.exact
                || asked.alternatives.iter().any(|(key, likely)| *likely == 1.0 && found.keys.contains(key))
        };
        let stands = |text: &Vec<Word>| {
            text.windows(phrase.len()).any(|window| window.iter().zip(phrase).all(|(found, asked)| fits(found, asked)))
        };
        (0..self.texts.len()).filter(|&number| self.texts[number].iter().any(&stands)).map(|number| (number, 1.0)).collect()
    }

    fn ask(&self, text: &str, documents: &[Document]) -> Vec<String> {
        let asked = parse(text);
        let clause = |clause: &Clause, compounds: bool| match clause {
            Clause::Word(word) if compounds => self.word(word),
            Clause::Word(word) => self.forms(word, false),
            Clause::Phrase(phrase) => self.phrase(phrase),
        };
        let mut found = all_of(asked.must.iter().map(|one| clause(one, true)).collect());
        for one in &asked.not {
            let gone = clause(one, false);
            found.retain(|document, _| !gone.contains_key(document));
        }
        ranked(found, documents)
    }
}

/// Slips of the finger between two words: letters missing, added, wrong or changed about.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows = vec![(0..=other.len()).collect::<Vec<_>>()];
    for at in 1..=one.len() {
        let mut row = vec![at];
        for to in 1..=other.len() {
            let mut least =
                (rows[at - 1][to] + 1).min(row[to - 1] + 1).min(rows[at - 1][to - 1] + usize::from(one[at - 1] != other[to - 1]));
            if at > 1 && to > 1 && one[at - 1] == other[to - 2] && one[at - 2] == other[to - 1] {
                least = least.min(rows[at - 2][to - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

/// Plain Snowball with BM25: every word that is typed may be there, phrases and exclusions are words.
struct Plain {
    stemmer: Stemmer,
    levels: [Field; 2],
    documents: usize,
}

impl Plain {
    fn of(documents: &[Document]) -> Plain {
        let mut plain =
            Plain { stemmer: Stemmer::create(Algorithm::Norwegian), levels: Default::default(), documents: documents.len() };
        for (number, document) in documents.iter().enumerate() {
            for (level, text) in [&document.title, &document.text].into_iter().enumerate() {
                for stem in plain.stems(text) {
                    plain.levels[level].put(number, &stem);
                }
            }
        }
        plain
    }

    fn stems(&self, text: &str) -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(|word| self.stemmer.stem(&word.to_lowercase()).into_owned()).collect()
    }

    fn ask(&self, text: &str, documents: &[Document]) -> Vec<String> {
        let mut found = HashMap::new();
        for stem in self.stems(text) {
            sum(&mut found, self.levels[0].score(&stem, self.documents, TITLE));
            sum(&mut found, self.levels[1].score(&stem, self.documents, 1.0));
        }
        ranked(found, documents)
    }
}

fn ndcg(found: &[String], hits: &HashMap<String, u32>) -> f64 {
    let gain = |grade: u32| f64::from((1_u32 << grade) - 1);
    let discounted = |gains: &[f64]| gains.iter().enumerate().map(|(rank, gain)| gain / (rank as f64 + 2.0).log2()).sum::<f64>();
    let mut best: Vec<f64> = hits.values().map(|grade| gain(*grade)).collect();
    best.sort_by(|a, b| b.total_cmp(a));
    best.truncate(10);
    let got: Vec<f64> = found.iter().map(|id| hits.get(id).map_or(0.0, |grade| gain(*grade))).collect();
    discounted(&got) / discounted(&best)
}

/// nDCG@10 of both over a set, printed by sort; with `RELEVANCE_SHOW` set, every question that lost something.
fn measure(name: &str, lines: &str) -> (f64, f64) {
    let documents = documents();
    let (ours, plain) = (Ours::of(&documents), Plain::of(&documents));
    let questions = questions(lines);
    let mut sorts: BTreeMap<&str, (f64, f64, u32)> = BTreeMap::new();
    for question in &questions {
        let found = ours.ask(&question.text, &documents);
        let (us, them) = (ndcg(&found, &question.hits), ndcg(&plain.ask(&question.text, &documents), &question.hits));
        for sort in [question.sort.as_str(), "all"] {
            let sums = sorts.entry(sort).or_default();
            *sums = (sums.0 + us, sums.1 + them, sums.2 + 1);
        }
        if us < 0.95 && std::env::var_os("RELEVANCE_SHOW").is_some() {
            println!("  {us:.2} {}: {found:?} wanted {:?}", question.text, question.hits);
        }
    }
    println!("{name}: nDCG@10 (ours, Snowball)");
    for (sort, (us, them, count)) in &sorts {
        println!("  {sort:12} {:.3} {:.3} ({count} questions)", us / f64::from(*count), them / f64::from(*count));
    }
    let (us, them, count) = sorts["all"];
    (us / f64::from(count), them / f64::from(count))
}

#[test]
fn what_was_meant_is_found() {
    let (ours, plain) = measure("questions the rules were made with", include_str!("relevance/queries.jsonl"));
    assert!(ours >= ENOUGH && ours > plain + 0.2, "{ours:.3} beside {plain:.3}");
}

#[test]
fn what_was_meant_is_found_also_for_other_questions() {
    let (ours, plain) = measure("questions held out", include_str!("relevance/held-out.jsonl"));
    assert!(ours >= ENOUGH && ours > plain + 0.2, "{ours:.3} beside {plain:.3}");
}

#[test]
fn the_corpus_is_large_enough_and_says_that_it_is_invented() {
    assert!(documents().len() >= 150);
    assert!(questions(include_str!("relevance/queries.jsonl")).len() >= 80);
    assert!(include_str!("relevance/README.md").contains("invented"));
    let ids: HashSet<String> = documents().into_iter().map(|document| document.id).collect();
    assert_eq!(ids.len(), documents().len());
    let held_out = questions(include_str!("relevance/held-out.jsonl"));
    assert!(held_out.len() >= 40);
    for question in questions(include_str!("relevance/queries.jsonl")).iter().chain(&held_out) {
        assert!(question.hits.keys().all(|id| ids.contains(id)), "{}", question.text);
    }
}
