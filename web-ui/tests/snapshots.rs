//! Every page in every language as it was last looked at: whoever changes words or markup sees in the difference what readers
//! will see. `UPDATE_SNAPSHOTS=1 cargo test -p knutepunkt-web-ui --test snapshots` writes them anew; then read what changed.
//!
//! What surrounds every page is kept once per language, so that a change there is one difference and not a hundred.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // A test that cannot go on has failed.

#[allow(dead_code)] // Other tests use the rest of it.
mod content;

use content::{Words, pages};
use knutepunkt_web_ui::{Lang, assets};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Tags that begin a line, so that a difference shows a sentence and not a page.
const OWN_LINE: [&str; 30] = [
    "<p", "<h1", "<h2", "<h3", "<ul", "<ol", "<li", "<dl", "<dt", "<dd", "<div", "<section", "<article", "<aside", "<nav",
    "<details", "<summary", "<form", "<label", "<input", "<select", "<option", "<button", "<table", "<tr", "<meta", "<link",
    "<svg", "<header", "<footer",
];

fn lines(html: &str) -> String {
    let mut out = String::with_capacity(html.len() * 2);
    for (position, part) in html.split('<').enumerate() {
        let tag = if position == 0 { part.to_owned() } else { format!("<{part}") };
        let name = tag.split([' ', '>', '#']).next().unwrap_or_default();
        if position > 0 && OWN_LINE.contains(&name) && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&tag);
    }
    out.push('\n');
    out
}

/// What the page is for, and what surrounds it.
fn divided(html: &str) -> (String, String) {
    let (before, rest) = html.split_once("<main").unwrap();
    let (main, after) = rest.split_once("</main>").unwrap();
    let frame = format!("{before}<main></main>{after}")
        .replace(assets::stylesheet_path(), "/assets/style.css")
        .replace(assets::script_path(), "/assets/knutepunkt.js");
    (format!("<main{main}</main>"), frame)
}

fn differing(file: &Path, now: &str) -> Option<PathBuf> {
    let before = fs::read_to_string(file).ok();
    if before.as_deref() == Some(now) {
        return None;
    }
    if env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, now).unwrap();
        return None;
    }
    Some(file.to_owned())
}

#[test]
fn pages_are_as_they_were_last_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let mut different = Vec::new();
    for lang in Lang::OFFERED {
        let under = folder.join(lang.code());
        let mut known = BTreeSet::new();
        for page in pages(Words { instead: None }, lang) {
            let (main, frame) = divided(&page.html);
            let mut look = |name: &str, html: &str| {
                known.insert(format!("{name}.html"));
                different.extend(differing(&under.join(format!("{name}.html")), &lines(html)));
            };
            // In Northern Sámi there is the frame, and who one can call; the rest is bokmål, with other links.
            if lang == lang.of_content() || page.name.starts_with("help") {
                look(&page.name, &main);
            }
            if page.name == "story-warned" {
                look("frame", &frame);
            }
        }
        for file in fs::read_dir(&under).into_iter().flatten().flatten() {
            if known.contains(file.file_name().to_str().unwrap_or_default()) {
                continue;
            }
            if env::var_os("UPDATE_SNAPSHOTS").is_some() {
                fs::remove_file(file.path()).unwrap();
            } else {
                different.push(file.path());
            }
        }
    }
    assert!(different.is_empty(), "not as it was (UPDATE_SNAPSHOTS=1 writes them anew): {different:#?}");
}
