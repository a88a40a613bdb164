//! Finds the Bokmål form behind a nynorsk form by rewriting it and asking whether what comes out is a word: *tenestene* → *tjenestene*,
//! *forteljingar* → *fortellinger*. Also serves older and radical Bokmål. Words that no rule reaches are listed by hand.

/// How many rewritings are combined at most.
const MOST_STEPS: usize = 3;

/// How many candidates are asked for one form, so that an unknown word costs little.
const MOST_ASKED: usize = 160;

/// Endings: the nynorsk one and the Bokmål ones it can stand for. The first that fits from the top is tried with all its readings, then
/// the shorter ones.
const ENDINGS: &[(&str, &[&str])] = &[
    ("leikane", &["hetene"]),
    ("leiken", &["heten"]),
    ("leikar", &["heter"]),
    ("leik", &["het"]),
    ("domane", &["dommene"]),
    ("domen", &["dommen"]),
    ("domar", &["dommer"]),
    ("heitene", &["hetene"]),
    ("heiter", &["heter"]),
    ("heita", &["heten", "heta"]),
    ("heit", &["het"]),
    ("semda", &["somheten", "somheta"]),
    ("semder", &["somheter"]),
    ("semd", &["somhet"]),
    ("løysa", &["løsheten"]),
    ("løyse", &["løshet"]),
    ("legaste", &["ligste"]),
    ("legast", &["ligst"]),
    ("legare", &["ligere"]),
    ("lege", &["lige"]),
    ("leg", &["lig"]),
    ("same", &["somme", "somt"]),
    ("sam", &["som"]),
    ("arane", &["erne"]),
    ("aren", &["eren"]),
    ("arar", &["ere"]),
    ("ingane", &["ingene"]),
    ("ingar", &["inger"]),
    ("ane", &["ene", "erne", "ne"]),
    ("nader", &["ninger"]),
    ("naden", &["ningen"]),
    ("nad", &["ning", "else"]),
    ("ing", &["else", "ning"]),
    ("inga", &["elsen", "ningen"]),
    ("inger", &["elser", "ninger"]),
    ("ande", &["ende"]),
    ("are", &["ere"]),
    ("aste", &["este"]),
    ("ast", &["es", "est"]),
    ("ar", &["er", "ere", "r"]),
    ("dde", &["de"]),
    ("a", &["e", "et", "en", "ene"]),
    ("t", &["et", "tt"]),
    ("e", &["et", "en"]),
];

/// Letters within a word: what nynorsk writes and what Bokmål can write there.
const LETTERS: &[(&str, &str)] = &[
    ("sjølv", "selv"),
    ("sjuk", "syk"),
    ("tenest", "tjenest"),
    ("leg", "lig"),
    ("utan", "uten"),
    ("leiing", "ledning"),
    ("leiar", "leder"),
    ("heim", "hjem"),
    ("heim", "hjemm"),
    ("eigen", "egen"),
    ("eig", "ei"),
    ("ei", "e"),
    ("ei", "ed"),
    ("au", "ø"),
    ("øym", "ømm"),
    ("øy", "ø"),
    ("øy", "jø"),
    ("kø", "kjø"),
    ("ly", "lø"),
    ("y", "ø"),
    ("kvar", "hver"),
    ("kv", "hv"),
    ("lj", "ll"),
    ("lj", "lg"),
    ("lgj", "lg"),
    ("gj", "g"),
    ("kj", "k"),
    ("tr", "dr"),
    ("verk", "virk"),
    ("eld", "ild"),
    ("ju", "y"),
    ("u", "o"),
    ("u", "y"),
    ("ald", "old"),
    ("ong", "ang"),
    ("før", "for"),
    ("aleg", "elig"),
    ("bod", "bud"),
    ("bustad", "bolig"),
    ("rettlei", "veiled"),
    ("saman", "sammen"),
];

/// The forms that a word may be in Bokmål, with as few rewritings as give any that `knows` says is a word.
pub fn behind(form: &str, knows: impl Fn(&str) -> bool) -> Vec<String> {
    let mut asked = 0;
    let mut found: Vec<String> = Vec::new();
    let mut layer = vec![(form.to_owned(), 0, false)];
    for _ in 0..MOST_STEPS {
        let mut next = Vec::new();
        for (word, from, ended) in &layer {
            for (candidate, at, end) in rewritten(word, *from, *ended) {
                asked += 1;
                if asked > MOST_ASKED {
                    return found;
                }
                if knows(&candidate) && !found.contains(&candidate) {
                    found.push(candidate.clone());
                }
                next.push((candidate, at, end));
            }
        }
        if !found.is_empty() {
            return found;
        }
        layer = next;
    }
    found
}

/// Every form that is one rewriting away. Letters are rewritten from left to right, the ending once and last, so that no two orders
/// give the same form.
fn rewritten(word: &str, from: usize, ended: bool) -> Vec<(String, usize, bool)> {
    let mut all = Vec::new();
    if ended {
        return all;
    }
    for (ending, readings) in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3 && stem.len() >= from) {
            all.extend(readings.iter().map(|reading| ([stem, reading].concat(), from, true)));
        }
    }
    for (letters, other) in LETTERS {
        for (at, _) in word.match_indices(letters).filter(|(at, _)| *at >= from) {
            let (Some(before), Some(after)) = (word.get(..at), word.get(at + letters.len()..)) else { continue };
            all.push(([before, other, after].concat(), at + other.len(), false));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::lexicon;
    use super::*;

    fn first(form: &str) -> String {
        behind(form, lexicon::knows).first().cloned().unwrap_or_default()
    }

    #[test]
    fn nynorsk_is_rewritten() {
        for (nynorsk, bokmål) in [
            ("tenestene", "tjenestene"),
            ("forteljingar", "fortellinger"),
            ("betring", "bedring"),
            ("personlege", "personlige"),
            ("kvardagen", "hverdagen"),
            ("kommunar", "kommuner"),
            ("tryggheita", "tryggheten"),
            ("verksemda", "virksomheten"),
            ("erfaringane", "erfaringene"),
        ] {
            assert_eq!(first(nynorsk), bokmål);
        }
    }

    #[test]
    fn what_nothing_is_behind_costs_little() {
        let asked = std::cell::Cell::new(0);
        let none = behind(&"eiaukvljgjkjuyoøå".repeat(3), |_| {
            asked.set(asked.get() + 1);
            false
        });
        assert!(none.is_empty() && asked.get() <= MOST_ASKED);
    }
}
