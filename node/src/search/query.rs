//! What people type, understood: words, "phrases in quotes", -words that must not be there. Nothing that is typed is an error; what other
//! search engines take for an operator does no harm here. What is looked for in which order is the index's own.

use super::analyser::{Analysis, LONGEST_WORD, Words, places, related, remembered};
use std::sync::Arc;

/// How much of what was typed is read, in letters: nobody types a page, and a question costs with its length.
const LONGEST_TEXT: usize = 1_000;

/// How many words one question has at most, those of phrases counted.
const MOST_WORDS: usize = 24;

/// How many keys one word is looked for by.
const MOST_ALTERNATIVES: usize = 6;

/// What further readings of a form count, where the first counts 1: *jobber* is a noun and a verb.
const OTHER_READING: f32 = 0.6;

/// A question.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Asked {
    /// What must be there.
    pub must: Vec<Clause>,
    /// What must not.
    pub not: Vec<Clause>,
}

/// A part of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// A word anywhere.
    Word(QueryWord),
    /// Words one after the other.
    Phrase(Vec<QueryWord>),
}

/// A word of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryWord {
    /// Its folded form.
    pub exact: String,
    /// As it was typed.
    pub typed: String,
    /// The keys to look for and what each counts; the word's own key first, counting 1.
    pub alternatives: Vec<(String, f32)>,
    /// The keys of its parts where it is a compound.
    pub parts: Vec<String>,
    /// Whether somebody may still be typing it: what begins with it may be meant.
    pub last: bool,
}

/// Understands what was typed.
pub fn parse(text: &str) -> Asked {
    let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(end, _)| end);
    let text = text.get(..end).unwrap_or_default();
    let shouted = !text.chars().any(char::is_lowercase);
    let (mut asked, mut plain, mut left, mut negated) = (Asked::default(), Vec::new(), MOST_WORDS, false);
    for piece in pieces(text) {
        let mut words = typed_words(piece.text, &mut left);
        if piece.quoted {
            let clause = match words.len() {
                0 => continue,
                1 => words.pop().map(|word| Clause::Word(query_word(&word, false))),
                _ => Some(Clause::Phrase(words.iter().map(|word| query_word(word, false)).collect())),
            };
            let list = if piece.minus || negated { &mut asked.not } else { &mut asked.must };
            list.extend(clause);
        } else if !shouted && matches!(piece.text, "AND" | "OR" | "OG" | "ELLER") {
            continue;
        } else if !shouted && matches!(piece.text, "NOT" | "IKKE") {
            negated = true;
            continue;
        } else if piece.minus || negated {
            asked.not.extend(words.iter().map(|word| Clause::Word(query_word(word, false))));
        } else {
            if let Some(word) = words.last_mut() {
                word.unfinished = piece.open;
            }
            plain.append(&mut words);
        }
        negated = false;
    }
    let mut phrases = std::mem::take(&mut asked.must);
    asked.must = plain_clauses(plain, phrases.is_empty());
    asked.must.append(&mut phrases);
    asked
}

/// A run of text between blanks or quotes.
struct Piece<'t> {
    text: &'t str,
    quoted: bool,
    minus: bool,
    /// Whether more may be typed behind it.
    open: bool,
}

const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

/// Prefixes by which other search engines choose a field.
const FIELDS: &[&str] = &["site", "title", "intitle", "inurl", "url", "author", "lang", "type", "filetype", "tittel"];

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let minus = rest
            .strip_prefix(['-', '\u{2212}'])
            .filter(|after| after.starts_with(|c: char| c.is_alphanumeric() || QUOTES.contains(&c)));
        let text = minus.unwrap_or(rest);
        let minus = minus.is_some();
        if let Some(after) = text.strip_prefix(QUOTES) {
            let (inside, after) = after.split_once(QUOTES).unwrap_or((after, ""));
            all.push(Piece { text: inside, quoted: true, minus, open: false });
            rest = after;
            continue;
        }
        let end = text.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).unwrap_or(text.len());
        let Some((piece, after)) = text.split_at_checked(end) else { return all };
        if piece.is_empty() {
            return all;
        }
        let unfinished = piece.ends_with('*') || after.is_empty() && piece.ends_with(char::is_alphanumeric);
        let piece = match piece.split_once(':') {
            Some((field, value)) if !value.is_empty() && FIELDS.contains(&field.to_lowercase().as_str()) => value,
            _ => piece,
        };
        all.push(Piece { text: piece, quoted: false, minus, open: unfinished });
        rest = after;
    }
}

struct Typed<'t> {
    text: &'t str,
    analysis: Arc<Analysis>,
    unfinished: bool,
}

fn typed_words<'t>(text: &'t str, left: &mut usize) -> Vec<Typed<'t>> {
    let (mut walk, mut folded, mut all) = (Words::new(text), String::with_capacity(LONGEST_WORD), Vec::new());
    while *left > 0
        && let Some((start, end)) = walk.next(&mut folded)
    {
        *left -= 1;
        all.push(Typed { text: text.get(start..end).unwrap_or_default(), analysis: remembered(&folded), unfinished: false });
    }
    all
}

/// The words outside quotes: names of places taken together, and words left out that say nothing beside others.
fn plain_clauses(words: Vec<Typed<'_>>, alone: bool) -> Vec<Clause> {
    let mut all = Vec::new();
    let mut small = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((taken, clauses)) = place(rest) {
            all.extend(clauses);
            at += taken;
            continue;
        }
        at += 1;
        let Some(word) = rest.first() else { break };
        let list = if SMALL_WORDS.contains(&word.analysis.exact.as_str()) { &mut small } else { &mut all };
        list.push(Clause::Word(query_word(word, word.unfinished)));
    }
    if all.is_empty() && alone { small } else { all }
}

/// The name of a place at the beginning of these words: how many it takes, and what it is looked for by. Each of its words may be stood
/// for by any other name of the place.
fn place(words: &[Typed<'_>]) -> Option<(usize, Vec<Clause>)> {
    (1..=places::LONGEST_NAME.min(words.len())).rev().find_map(|count| {
        let taken = words.get(..count)?;
        let squeezed: String = taken.iter().map(|word| word.analysis.exact.as_str()).collect();
        let place = places::named(&squeezed)?;
        let whole = place.words.len() == 1;
        let said = taken.iter().filter(|word| whole || word.analysis.keys.first().is_some_and(|key| place.words.contains(key)));
        let clauses = said.take(place.words.len()).zip(&place.words).map(|(word, key)| {
            let mut alternatives = vec![(key.clone(), 1.0)];
            let own = if whole { None } else { places::named(&word.analysis.exact) };
            for (other, weight) in place.others.iter().chain(own.iter().flat_map(|own| &own.others)) {
                offer(&mut alternatives, other, *weight);
            }
            let (exact, typed) = if whole && count > 1 {
                (squeezed.clone(), taken.iter().map(|word| word.text).collect::<Vec<_>>().join(" "))
            } else {
                (word.analysis.exact.clone(), word.text.to_owned())
            };
            let last = taken.last().is_some_and(|word| word.unfinished);
            Clause::Word(QueryWord { exact, typed, alternatives, parts: Vec::new(), last })
        });
        Some((count, clauses.collect()))
    })
}

fn offer(alternatives: &mut Vec<(String, f32)>, key: &str, weight: f32) {
    if !alternatives.iter().any(|(other, _)| other == key) {
        alternatives.push((key.to_owned(), weight));
    }
}

fn query_word(word: &Typed<'_>, last: bool) -> QueryWord {
    let analysis = &word.analysis;
    let mut alternatives: Vec<(String, f32)> = Vec::new();
    for (number, key) in analysis.keys.iter().enumerate() {
        offer(&mut alternatives, key, if number == 0 { 1.0 } else { OTHER_READING });
    }
    if !analysis.known {
        for (key, weight) in related::respelt(&analysis.exact) {
            offer(&mut alternatives, &key, weight);
        }
    }
    let mut related = Vec::new();
    for (key, weight) in &alternatives {
        let near = related::synonyms(key).iter().cloned().chain(related::same_stem(key));
        related.extend(near.map(|(other, likely)| (other, likely * weight)));
    }
    if let [before @ .., last] = analysis.atoms.as_slice()
        && !before.is_empty()
    {
        related.extend(
            related::same_stem(last).into_iter().map(|(other, weight)| ([&before.concat(), other.as_str()].concat(), weight)),
        );
    }
    related.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (key, weight) in related {
        offer(&mut alternatives, &key, weight);
    }
    alternatives.truncate(MOST_ALTERNATIVES);
    let parts = if analysis.atoms.len() > 1 { analysis.atoms.clone() } else { Vec::new() };
    QueryWord { exact: analysis.exact.clone(), typed: word.text.to_owned(), alternatives, parts, last }
}

/// Words that say nothing beside others: nobody who asks "hvordan få hjelp med gjeld" wants stories without *hvordan* left out.
const SMALL_WORDS: &[&str] = &[
    "og", "i", "på", "å", "en", "ei", "et", "ein", "eit", "er", "som", "for", "med", "av", "til", "om", "det", "den", "de",
    "dei", "at", "fra", "frå", "hos", "ved", "eller", "men", "har", "kan", "vil", "skal", "må", "var", "bli", "blir", "blei",
    "ble", "vart", "vert", "få", "får", "fikk", "fekk", "jeg", "eg", "meg", "deg", "seg", "du", "vi", "man", "han", "hun", "ho",
    "min", "mi", "mitt", "mine", "din", "ditt", "sin", "hva", "kva", "hvem", "kven", "hvor", "kor", "hvordan", "korleis",
    "hvorfor", "kvifor", "når", "noe", "noko", "noen", "nokon", "finnes", "finst", "være", "vere", "så", "også", "nå", "no",
    "the", "a", "an", "of", "and", "to", "in", "is", "are", "with", "how", "what", "where", "my", "your",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shape(text: &str) -> String {
        let word = |word: &QueryWord| format!("{}{}", word.exact, if word.last { "…" } else { "" });
        let clause = |clause: &Clause| match clause {
            Clause::Word(one) => word(one),
            Clause::Phrase(all) => format!("[{}]", all.iter().map(word).collect::<Vec<_>>().join(" ")),
        };
        let asked = parse(text);
        let not = asked.not.iter().map(|one| format!("-{}", clause(one)));
        asked.must.iter().map(clause).chain(not).collect::<Vec<_>>().join(" ")
    }

    fn alternatives(text: &str) -> Vec<String> {
        match parse(text).must.first() {
            Some(Clause::Word(word)) => word.alternatives.iter().map(|(key, _)| key.clone()).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn what_is_typed_is_understood() {
        for (text, expected) in [
            ("psykisk helse", "psykisk helse…"),
            ("psykisk helse ", "psykisk helse"),
            ("\"psykisk helse\" rus", "rus… [psykisk helse]"),
            ("«ett menneske»", "[ett menneske]"),
            ("rus -alkohol", "rus -alkohol"),
            ("rus -\"psykisk helse\"", "rus -[psykisk helse]"),
            ("\"uten slutt", "[uten slutt]"),
            ("\"\" -- - -\"", ""),
            ("hvordan få hjelp med gjeld", "hjelp gjeld…"),
            ("hvordan er det", "hvordan er det…"),
            ("rus AND alkohol OR tvang", "rus alkohol tvang…"),
            ("rus NOT alkohol", "rus -alkohol"),
            ("HJELP IKKE GI OPP", "hjelp ikke gi opp…"),
            ("+håp (angst) depres*", "håp angst depres…"),
            ("title:recovery", "recovery…"),
            ("ikke alene", "ikke alene…"),
            ("e-post", "epost…"),
            ("nord-trøndelag", "nordtrøndelag…"),
            ("nord trøndelag rus", "nordtrøndelag rus…"),
            ("kurs i Sogn og Fjordane", "kurs sogn… fjordane…"),
            ("116 117", "116 117…"),
            ("", ""),
            ("***", ""),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_meant_is_offered() {
        for (text, key) in [
            ("oppland", "innlandet"),
            ("nord-trøndelag", "trøndelag"),
            ("Finnmárku", "finnmark"),
            ("vestland", "hordaland"),
            ("recovery", "bedring"),
            ("parorende", "pårørende"),
            ("komune", "kommune"),
            ("ensom", "ensomhet"),
            ("dps", "distriktpsykiatrisk"),
        ] {
            assert!(alternatives(text).contains(&key.to_owned()), "{text}: {:?}", alternatives(text));
        }
        let Some(Clause::Word(word)) = parse("bruker").must.pop() else { panic!() };
        assert_eq!(word.alternatives.first(), Some(&("bruker".to_owned(), 1.0)));
        assert_eq!((word.exact.as_str(), word.typed.as_str()), ("bruker", "bruker"));
    }

    #[test]
    fn a_question_is_bounded() {
        let asked = parse(&"rus ".repeat(100_000));
        assert!(asked.must.len() <= MOST_WORDS);
        assert!(parse(&"\"".repeat(100_000)).must.is_empty());
        assert!(parse(&"-".repeat(100_000)).must.is_empty());
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(text in "[\\PC\"«»*-]{0,200}") {
            let asked = parse(&text);
            prop_assert!(asked.must.len() + asked.not.len() <= MOST_WORDS);
            for clause in asked.must.iter().chain(&asked.not) {
                let words = match clause { Clause::Word(word) => std::slice::from_ref(word), Clause::Phrase(words) => words };
                for word in words {
                    prop_assert!(!word.exact.is_empty() && !word.alternatives.is_empty());
                    prop_assert!(word.alternatives.len() <= MOST_ALTERNATIVES);
                    prop_assert_eq!(word.alternatives[0].1, 1.0);
                }
            }
        }
    }
}
