//! The stylesheet and the script, and the addresses under which they may be kept for ever because these name the content.
//!
//! Every page is complete without the script. It brings what a page alone cannot do: leaving fast with a key, remembering on
//! this device what a reader would rather not meet, reading aloud, copying, looking again.

use std::sync::LazyLock;

/// The stylesheet of all pages, from one file per part of the site.
pub const STYLESHEET: &str = concat!(
    include_str!("style/base.css"),
    include_str!("style/frame.css"),
    include_str!("style/pieces.css"),
    include_str!("style/forms.css"),
    include_str!("style/lists.css"),
    include_str!("style/story.css"),
    include_str!("style/directory.css"),
    include_str!("style/events.css"),
    include_str!("style/withdraw.css"),
    include_str!("style/network.css"),
);

/// The script of all pages, from one file per thing it does. Its words stand in the pages.
pub const SCRIPT: &str = concat!(
    include_str!("script/exit.js"),
    include_str!("script/shown.js"),
    include_str!("script/hide.js"),
    include_str!("script/share.js"),
    include_str!("script/read.js"),
    include_str!("script/refresh.js"),
    include_str!("script/offline.js"),
);

static STYLESHEET_PATH: LazyLock<String> =
    LazyLock::new(|| format!("/assets/style-{:016x}.css", content_hash(STYLESHEET.as_bytes())));

/// The path of the stylesheet; it changes when the stylesheet does.
pub fn stylesheet_path() -> &'static str {
    &STYLESHEET_PATH
}

static SCRIPT_PATH: LazyLock<String> =
    LazyLock::new(|| format!("/assets/knutepunkt-{:016x}.js", content_hash(SCRIPT.as_bytes())));

/// The path of the script; it changes when the script does.
pub fn script_path() -> &'static str {
    &SCRIPT_PATH
}

/// The path of a centre's own stylesheet with this content.
pub fn hub_stylesheet_path(content: &str) -> String {
    format!("/assets/hub-{}.css", named(content))
}

/// The path of a centre's logo with this content and this ending.
pub fn logo_path(content: &[u8], ending: &str) -> String {
    format!("/assets/logo-{:016x}.{ending}", content_hash(content))
}

/// A name for this content, and for no other of our own.
pub(crate) fn named(content: &str) -> String {
    format!("{:016x}", content_hash(content.as_bytes()))
}

/// FNV-1a, 64 bits. It only has to differ between versions of our own file, so nothing stronger is needed.
const fn content_hash(mut bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    while let [first, rest @ ..] = bytes {
        hash = (hash ^ *first as u64).wrapping_mul(0x0000_0100_0000_01b3);
        bytes = rest;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 32 kB, some 8 kB compressed: what a phone with a poor connection takes in with the page.
    const AT_MOST_BYTES: usize = 32 * 1024;

    #[test]
    fn the_stylesheet_is_small_and_asks_nobody() {
        assert!(STYLESHEET.len() <= AT_MOST_BYTES, "{} bytes", STYLESHEET.len());
        for foreign in ["@import", "url(", "http:", "https:", "@font-face"] {
            assert!(!STYLESHEET.contains(foreign), "{foreign}");
        }
        assert_eq!(STYLESHEET.matches('{').count(), STYLESHEET.matches('}').count());
    }

    /// 10 kB, some 3 kB compressed: a page must not wait for what it can do without.
    const SCRIPT_AT_MOST_BYTES: usize = 10 * 1024;

    #[test]
    fn the_script_is_small_asks_nobody_and_runs_no_words() {
        assert!(SCRIPT.len() <= SCRIPT_AT_MOST_BYTES, "{} bytes", SCRIPT.len());
        for foreign in ["http:", "https:", "import", "eval(", "Function(", "insertAdjacentHTML", "document.write", "cookie"] {
            assert!(!SCRIPT.contains(foreign), "{foreign}");
        }
        assert!(!SCRIPT.contains("innerHTML ="), "people's words are text");
        assert_eq!(SCRIPT.matches("'use strict'").count(), 7, "each file keeps to itself");
    }

    #[test]
    fn the_path_names_the_content() {
        assert_eq!(content_hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(content_hash(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert!(script_path().starts_with("/assets/knutepunkt-") && script_path().ends_with(".js"));
        assert!(stylesheet_path().starts_with("/assets/style-") && stylesheet_path().ends_with(".css"));
    }
}
