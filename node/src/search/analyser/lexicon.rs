//! The forms of Bokmål and the lemmas they belong to, from `lexicon/lexicon.bin.gz`; `lexicon/make.py` says where it comes from and how
//! it is written. Only looks up; what to do with a word that is not here is left to the analyser.

use flate2::read::GzDecoder;
use std::cmp::Ordering;
use std::io::Read;
use std::sync::LazyLock;

static PACKED: &[u8] = include_bytes!("lexicon/lexicon.bin.gz");

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::unpack(PACKED).unwrap_or_default());

/// In how long runs the forms are front-coded; `make.py` says the same number.
const RUN: usize = 16;

/// The longest form, in bytes; `make.py` leaves out what is longer.
const LONGEST_FORM: usize = 40;

/// What is known of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The lemmas it can belong to, the likeliest first; never empty.
    pub lemmas: Vec<String>,
    /// How it takes part in compounds, where it is a lemma that can.
    pub part: Option<Part>,
    /// Where it is a compound itself: where its last part starts, and how long the link before that is.
    pub split: Option<(usize, usize)>,
}

/// How often a lemma was seen in compounds, on a logarithmic scale to 15.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// As a part that is not the last.
    pub first: u8,
    /// As the last part.
    pub last: u8,
    links: u8,
}

impl Part {
    /// Whether it was seen with this link (nothing, s or e) behind it.
    pub fn links_with(self, link: &str) -> bool {
        let bit = match link {
            "" => 1,
            "s" => 2,
            _ => 4,
        };
        self.links & bit != 0
    }
}

/// Looks a folded form up.
pub fn get(form: &str) -> Option<Known> {
    LEXICON.get(form)
}

/// Whether a folded form is known; cheaper than [`get`].
pub fn knows(form: &str) -> bool {
    LEXICON.find(form.as_bytes()).is_some()
}

#[derive(Default)]
struct Lexicon {
    /// How many bytes of a form to cut, and what to add instead.
    rules: Vec<(usize, Box<str>)>,
    bytes: Vec<u8>,
    /// Where each run starts.
    runs: Vec<u32>,
}

/// Reads the front-coded bytes.
#[derive(Clone, Copy)]
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    fn short(&mut self) -> Option<usize> {
        Some(usize::from(self.byte()?) | usize::from(self.byte()?) << 8)
    }

    fn slice(&mut self, length: usize) -> Option<&'b [u8]> {
        let (slice, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(slice)
    }

    /// The next form: how much it shares with the one before, and the rest.
    fn form(&mut self) -> Option<(usize, &'b [u8])> {
        let shared = usize::from(self.byte()?);
        let length = usize::from(self.byte()?);
        Some((shared, self.slice(length)?))
    }

    /// Passes over what is said of a form.
    fn skip(&mut self) -> Option<()> {
        let flags = usize::from(self.byte()?);
        let more = (flags & 3) * 2 + (flags >> 2 & 1) * 2 + (flags >> 3 & 1) * 2;
        self.slice(more).map(|_| ())
    }
}

impl Lexicon {
    fn unpack(packed: &[u8]) -> Option<Lexicon> {
        let mut all = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut all).ok()?;
        let mut reader = Reader(&all);
        let mut rules = Vec::new();
        for _ in 0..reader.short()? {
            let cut = usize::from(reader.byte()?);
            let length = usize::from(reader.byte()?);
            rules.push((cut, std::str::from_utf8(reader.slice(length)?).ok()?.into()));
        }
        let bytes = reader.0.to_vec();
        let mut reader = Reader(&bytes);
        let mut runs = Vec::new();
        for number in 0.. {
            if number % RUN == 0 {
                runs.push(u32::try_from(bytes.len() - reader.0.len()).ok()?);
            }
            if reader.0.is_empty() {
                break;
            }
            reader.form()?;
            reader.skip()?;
        }
        Some(Lexicon { rules, bytes, runs })
    }

    /// A reader that stands where what is said of the form begins.
    fn find(&self, form: &[u8]) -> Option<Reader<'_>> {
        if form.is_empty() || form.len() > LONGEST_FORM {
            return None;
        }
        let at = |run: u32| Reader(self.bytes.get(run as usize..).unwrap_or_default());
        let after = self.runs.partition_point(|&run| at(run).form().is_some_and(|(_, first)| first <= form));
        let mut reader = at(*self.runs.get(after.checked_sub(1)?)?);
        // How much of the sought form the one before shared; what a form shares with it beyond or below that decides without comparing.
        let mut same = 0;
        for _ in 0..RUN {
            let (shared, rest) = reader.form()?;
            match shared.cmp(&same) {
                Ordering::Less => return None,
                Ordering::Greater => {}
                Ordering::Equal => {
                    let wanted = form.get(same..)?;
                    let more = wanted.iter().zip(rest).take_while(|(a, b)| a == b).count();
                    if more == wanted.len() && more == rest.len() {
                        return Some(reader);
                    }
                    if wanted.get(more..) < rest.get(more..) {
                        return None;
                    }
                    same += more;
                }
            }
            reader.skip()?;
        }
        None
    }

    fn get(&self, form: &str) -> Option<Known> {
        let mut reader = self.find(form.as_bytes())?;
        let flags = reader.byte()?;
        let mut lemmas = Vec::with_capacity(usize::from(flags & 3));
        for _ in 0..flags & 3 {
            let (cut, add) = self.rules.get(reader.short()?)?;
            let kept = form.get(..form.len().checked_sub(*cut)?)?;
            lemmas.push([kept, add].concat());
        }
        let part = if flags & 4 == 0 {
            None
        } else {
            let seen = reader.byte()?;
            Some(Part { first: seen >> 4, last: seen & 15, links: reader.byte()? })
        };
        let split = if flags & 8 == 0 { None } else { Some((usize::from(reader.byte()?), usize::from(reader.byte()?))) };
        Some(Known { lemmas, part, split })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemmas(form: &str) -> Vec<String> {
        get(form).map(|known| known.lemmas).unwrap_or_default()
    }

    #[test]
    fn every_form_is_found_again() {
        let mut reader = Reader(&LEXICON.bytes);
        let (mut form, mut seen) = (Vec::new(), 0);
        while let Some((shared, rest)) = reader.form() {
            form.truncate(shared);
            form.extend_from_slice(rest);
            let text = std::str::from_utf8(&form).unwrap();
            assert!(knows(text), "{text}");
            if seen % 97 == 0 {
                assert!(!lemmas(text).is_empty(), "{text}");
            }
            reader.skip().unwrap();
            seen += 1;
        }
        assert!(seen > 300_000);
    }

    #[test]
    fn forms_have_their_lemmas() {
        assert!(lemmas("sentre").contains(&"senter".to_owned()));
        assert_eq!(lemmas("senteret"), ["senter"]);
        assert_eq!(lemmas("brukerne"), ["bruker"]);
        assert!(lemmas("mødrene").contains(&"mor".to_owned()));
        assert_eq!(lemmas("ikkeord"), Vec::<String>::new());
        assert_eq!(lemmas(""), Vec::<String>::new());
        assert_eq!(lemmas(&"å".repeat(200)), Vec::<String>::new());
        assert_eq!(get("arbeidsplass").and_then(|known| known.split), Some((7, 1)));
        assert_eq!(get("fortelling").and_then(|known| known.split), None);
    }

    #[test]
    fn damaged_bytes_give_an_empty_lexicon() {
        assert!(Lexicon::unpack(b"not gzip").is_none());
        assert!(Lexicon::unpack(&PACKED[..PACKED.len() / 2]).is_none());
        assert!(Lexicon::default().get("senter").is_none());
    }
}
