//! The specification says what the code does: every limit with its value, every domain of a signature and every context of a hash
//! stands in `docs/protocol.md` as it stands in the code, and every section that a module names is there.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::disallowed_types)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn specification() -> String {
    std::fs::read_to_string(root().join("docs/protocol.md")).unwrap()
}

/// The Rust files of this crate, with their text up to their own tests.
fn sources() -> Vec<(PathBuf, String)> {
    let (mut folders, mut files) = (vec![root().join("protocol/src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
                files.push((path, text));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn every_limit_stands_in_the_specification_with_its_value() {
    let specification = specification();
    let limits = std::fs::read_to_string(root().join("protocol/src/limits.rs")).unwrap();
    let mut count = 0;
    for line in limits.lines().filter_map(|line| line.strip_prefix("pub const ")) {
        let (name, rest) = line.split_once(':').unwrap();
        let value = rest.split_once("= ").unwrap().1.trim_end_matches(';');
        let row = format!("| `{name}` | {value} |");
        assert!(specification.contains(&row), "docs/protocol.md lacks the row {row}");
        count += 1;
    }
    let rows = specification.lines().filter(|line| line.starts_with("| `") && line.contains("` | ")).count();
    assert!(rows >= count);
}

#[test]
fn every_domain_and_hash_context_stands_in_the_specification() {
    let specification = specification();
    let mut found = BTreeSet::new();
    for (path, text) in sources() {
        for prefix in ["\"knutepunkt 1 ", "\"knutepunkt 2026 "] {
            for (at, _) in text.match_indices(prefix) {
                let literal = text.get(at + 1..).and_then(|rest| rest.split('"').next()).unwrap();
                assert!(
                    specification.contains(&format!("`{literal}`")),
                    "docs/protocol.md lacks `{literal}` of {}",
                    path.display()
                );
                found.insert(literal.to_owned());
            }
        }
    }
    assert!(found.len() > 25, "{found:?}");
}

#[test]
fn every_section_that_a_module_names_is_in_the_specification() {
    let specification = specification();
    let headings: BTreeSet<String> = specification
        .lines()
        .filter_map(|line| line.trim_start_matches('#').trim().split(' ').next())
        .filter(|number| number.starts_with(|first: char| first.is_ascii_digit()))
        .map(|number| number.trim_end_matches('.').to_owned())
        .collect();
    for (path, text) in sources() {
        for named in text.split('§').skip(1) {
            let number: String = named.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            let number = number.trim_end_matches('.');
            assert!(headings.contains(number), "{} names §{number}, which is not in docs/protocol.md", path.display());
        }
    }
}
