//! The words listed by hand in `lexicon/words.txt`, in all their forms: what the dictionary lacks or gets wrong in this field.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static WORDS: &str = include_str!("lexicon/words.txt");

static FORMS: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut forms: HashMap<String, Vec<&'static str>> = HashMap::new();
    for (class, key, word) in lines(WORDS) {
        let key = if class == "w" { word } else { key };
        for form in inflected(class, word) {
            let keys = forms.entry(form).or_default();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    forms
});

static WHOLE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lines(WORDS).filter(|(class, _, _)| *class == "w").map(|(_, _, word)| word).collect());

/// Whether a lemma is never cut into parts.
pub fn is_whole(lemma: &str) -> bool {
    WHOLE.contains(lemma)
}

/// The keys of a folded form; empty where it is not listed.
pub fn keys(form: &str) -> &'static [&'static str] {
    FORMS.get(form).map_or(&[], Vec::as_slice)
}

/// Whether a form is listed.
pub fn knows(form: &str) -> bool {
    FORMS.contains_key(form)
}

fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':')).flat_map(|(head, words)| {
        let (class, key) = head.split_once(' ').unwrap_or(("x", head));
        words.split_whitespace().map(move |word| (class, key, word))
    })
}

/// All forms of a word of a class. The endings of both written languages are given to every word: the wrong ones do no harm.
fn inflected(class: &str, word: &str) -> Vec<String> {
    let short = word.strip_suffix('e').unwrap_or(word);
    let long =
        |ending: &str| if short.len() < word.len() { ending.trim_start_matches('e').to_owned() } else { ending.to_owned() };
    let on_short = |endings: &[&str]| endings.iter().map(|ending| [short, ending].concat()).collect::<Vec<_>>();
    let mut forms = match class {
        "m" => on_short(&["en", "ar", "ane", "er", "ene"]),
        "f" => on_short(&["a", "en", "er", "ene", "ar", "ane"]),
        "n" => [on_short(&["a", "ene", "er"]), vec![[word, &long("et")].concat()]].concat(),
        "v" => on_short(&["a", "ar", "er", "te", "de", "et", "t", "ast", "ande", "ende", "es"]),
        "a" => [on_short(&["e", "are", "ast", "aste", "ere", "est", "este"]), vec![[word, "t"].concat()]].concat(),
        "er" => {
            let stem = word.strip_suffix("er").or_else(|| word.strip_suffix("ar")).unwrap_or(word);
            ["er", "eren", "ere", "erne", "ar", "aren", "arar", "arane"].iter().map(|ending| [stem, ending].concat()).collect()
        }
        _ => Vec::new(),
    };
    forms.push(word.to_owned());
    forms
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    #[test]
    fn listed_words_have_their_forms() {
        assert_eq!(keys("brukarane"), ["bruker"]);
        assert_eq!(keys("tenesta"), ["tjeneste"]);
        assert_eq!(keys("kjenslene"), ["følelse"]);
        assert_eq!(keys("døme"), ["eksempel"]);
        assert!(keys("ordbok").is_empty());
    }

    #[test]
    fn the_list_is_folded_and_has_known_classes() {
        for (class, key, word) in lines(WORDS) {
            assert!(["m", "f", "n", "er", "v", "a", "x", "w"].contains(&class), "{class} {key}");
            assert_eq!(fold(word), word, "{key}");
            assert!(key == "-" || fold(key) == key);
        }
        for line in WORDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            assert!(line.contains(": "), "{line}");
        }
    }
}
