//! Places under the names that people know them by: former counties, joined municipalities, Sámi and Kven names.

use super::fold::Words;
use super::remembered;
use std::collections::HashMap;
use std::sync::LazyLock;

static PLACES: &str = include_str!("lexicon/places.txt");

/// What today's name counts for somebody who typed another, and the other way round.
const TODAY: f32 = 0.8;
const OTHER: f32 = 0.5;

/// How many words a name has at most.
pub const LONGEST_NAME: usize = 3;

/// Words within names that say nothing.
const AND: &str = "og";

/// A place as it may be typed.
#[derive(Debug, Default, Clone)]
pub struct Place {
    /// The keys of the words of the name, those within it that say nothing left out.
    pub words: Vec<String>,
    /// The keys of other names, with what they count.
    pub others: Vec<(String, f32)>,
}

static NAMES: LazyLock<HashMap<String, Place>> = LazyLock::new(|| {
    let mut names: HashMap<String, Place> = HashMap::new();
    for (name, today) in PLACES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':')) {
        let (squeezed, words) = squeeze(name);
        let todays: Vec<(String, Vec<String>)> = today.split_whitespace().map(squeeze).collect();
        for (squeezed, keys) in &todays {
            let place = names.entry(squeezed.clone()).or_insert_with(|| Place { words: keys.clone(), others: Vec::new() });
            // Of a name of several words the last says where it is; "Troms" stands in "Troms og Finnmark" already.
            place.others.extend(words.last().filter(|word| !keys.contains(word)).map(|word| (word.clone(), OTHER)));
        }
        let place = names.entry(squeezed).or_insert_with(|| Place { words, others: Vec::new() });
        place.others.extend(todays.into_iter().flat_map(|(_, keys)| keys).map(|key| (key, TODAY)));
    }
    names
});

/// A place by its name, folded and without anything between its words.
pub fn named(squeezed: &str) -> Option<&'static Place> {
    NAMES.get(squeezed).or_else(|| NAMES.get(squeezed.strip_suffix('s')?))
}

fn squeeze(name: &str) -> (String, Vec<String>) {
    let (mut walk, mut folded, mut squeezed, mut keys) = (Words::new(name), String::new(), String::new(), Vec::new());
    while walk.next(&mut folded).is_some() {
        let word = remembered(&folded);
        squeezed.push_str(&word.exact);
        if word.exact != AND {
            keys.extend(word.keys.first().cloned());
        }
    }
    (squeezed, keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(name: &str) -> Vec<String> {
        named(&squeeze(name).0).map(|place| place.others.iter().map(|(key, _)| key.clone()).collect()).unwrap_or_default()
    }

    #[test]
    fn former_names_find_todays() {
        assert_eq!(others("Nord-Trøndelag"), ["trøndelag"]);
        assert_eq!(others("nord trøndelag"), ["trøndelag"]);
        assert_eq!(others("Opplands"), ["innlandet"]);
        assert_eq!(others("Sogn og Fjordane"), ["vestland"]);
        assert_eq!(others("Finnmárku"), ["finnmark"]);
        assert_eq!(others("ROMSA"), ["troms", "tromsø"]);
        assert_eq!(others("Troms og Finnmark"), ["troms", "finnmark"]);
        assert_eq!(others("Viken"), ["akershus", "buskerud", "østfold"]);
    }

    #[test]
    fn todays_names_find_former_ones() {
        assert!(others("Vestland").contains(&"fjordane".to_owned()));
        assert!(others("Vestland").contains(&"hordaland".to_owned()));
        assert!(others("Innlandet").contains(&"hedmark".to_owned()));
        assert!(others("Bergen").is_empty());
    }
}
