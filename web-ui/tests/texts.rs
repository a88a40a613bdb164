//! The texts: complete in every language, all of them used, none missing.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // A test that cannot go on has failed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;
use knutepunkt_web_ui::Lang;
use knutepunkt_web_ui::texts::Arg;
use knutepunkt_web_ui::vocabulary::Vocabulary;

/// The complete languages, with all their files as one.
fn files() -> [(&'static str, String); 3] {
    ["nb", "nn", "en"].map(|lang| (lang, all_of(lang)))
}

/// All files of a language, one after the other.
fn all_of(lang: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("texts").join(lang);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap() + "\n").collect()
}

/// The messages of a file: key → the names that are filled in.
fn messages(source: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut out = BTreeMap::new();
    let mut key = "";
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" = ").filter(|(name, _)| !name.starts_with(' ') && !name.contains(' ')) {
            key = name;
            assert!(out.insert(key, BTreeSet::new()).is_none(), "{key} stands there twice");
        }
        for part in line.split('$').skip(1) {
            let name = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
            out.get_mut(key).unwrap().insert(name);
        }
    }
    out
}

/// All source text of the crate, without its tests.
fn sources() -> String {
    fn read(folder: &Path, out: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, out);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(path).unwrap();
                out.push_str(source.split("#[cfg(test)]").next().unwrap());
            }
        }
    }
    let mut out = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut out);
    out
}

fn vocabulary_keys() -> BTreeSet<String> {
    let keys = |vocabulary: &Vocabulary| {
        vocabulary.codes().iter().map(|code| format!("{}-{code}", vocabulary.prefix())).collect::<Vec<_>>()
    };
    Vocabulary::ALL.iter().flat_map(keys).collect()
}

#[test]
fn every_file_can_be_read() {
    for (lang, source) in files() {
        if let Err((_, faults)) = FluentResource::try_new(source) {
            panic!("{lang}: {faults:?}");
        }
    }
}

#[test]
fn every_language_has_the_same_texts_with_the_same_places_to_fill() {
    let nb = all_of("nb");
    let nb = messages(&nb);
    for (lang, source) in files() {
        let other = messages(&source);
        let missing: Vec<_> = nb.keys().filter(|key| !other.contains_key(*key)).collect();
        let extra: Vec<_> = other.keys().filter(|key| !nb.contains_key(*key)).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{lang} lacks {missing:?} and has {extra:?} alone");
        for (key, places) in &nb {
            assert_eq!(places, &other[key], "{key} in {lang}");
        }
    }
}

/// A file that nobody named in `texts.rs` would be missing from the program.
#[test]
fn every_file_is_in_the_program() {
    for (lang, source) in files() {
        let lang = Lang::from_code(lang).unwrap();
        for (key, places) in messages(&source) {
            let args: Vec<_> = places.into_iter().map(|place| (&*place.to_owned().leak(), Arg::Number(1))).collect();
            assert!(!lang.text_with(key, &args).contains('⟦'), "{key} in {}", lang.code());
        }
    }
}

/// Sámi texts stand in the place of bokmål ones.
#[test]
fn sami_has_no_text_of_its_own() {
    let (se, nb) = (all_of("se"), all_of("nb"));
    let nb = messages(&nb);
    for (key, places) in messages(&se) {
        assert_eq!(nb.get(key), Some(&places), "{key}");
    }
}

#[test]
fn every_code_has_a_label() {
    let nb = all_of("nb");
    let nb = messages(&nb);
    let missing: Vec<_> = vocabulary_keys().into_iter().filter(|key| !nb.contains_key(key.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_text_is_left_over() {
    let (sources, vocabulary) = (sources(), vocabulary_keys());
    let nb = all_of("nb");
    let left: Vec<_> =
        messages(&nb).into_keys().filter(|key| !vocabulary.contains(*key) && !sources.contains(&format!("\"{key}\""))).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn every_text_that_is_asked_for_exists() {
    let sources = sources();
    let nb = all_of("nb");
    let nb = messages(&nb);
    let mut asked = 0;
    for call in [".text(\"", ".frame_text(\"", ".text_with(\"", ".rich(\""] {
        for part in sources.split(call).skip(1) {
            let key = part.split('"').next().unwrap();
            assert!(nb.contains_key(key), "{key}");
            asked += 1;
        }
    }
    assert!(asked > 100, "only {asked}: the calls are written in another way than this test looks for");
}

#[test]
fn no_other_text_can_be_taken_for_a_label() {
    let nb = all_of("nb");
    let vocabulary = vocabulary_keys();
    for key in messages(&nb).into_keys().filter(|key| !vocabulary.contains(*key)) {
        for one in Vocabulary::ALL {
            assert!(!key.starts_with(&format!("{}-", one.prefix())), "{key} looks like a code of {one:?}");
        }
    }
}

/// The words that belong in the code and not in front of people.
#[test]
fn no_text_speaks_of_machinery() {
    for (lang, source) in files() {
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let Some((_, text)) = line.split_once(" = ") else {
                continue;
            };
            let text = text.to_lowercase().replace("peer worker", "");
            for word in [
                "fingerprint",
                "fingeravtrykk",
                "node",
                "peer ",
                "replika",
                "replica",
                "sertifikat",
                "certificate",
                "everywhere",
                "slettet overalt",
                "sletta overalt",
                "diagnos",
            ] {
                assert!(!text.contains(word), "{lang}: {line}");
            }
        }
    }
}
