//! The stylesheet, and the address under which it may be kept for ever because it names the content.

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

static STYLESHEET_PATH: LazyLock<String> =
    LazyLock::new(|| format!("/assets/style-{:016x}.css", content_hash(STYLESHEET.as_bytes())));

/// The path of the stylesheet; it changes when the stylesheet does.
pub fn stylesheet_path() -> &'static str {
    &STYLESHEET_PATH
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

    #[test]
    fn the_path_names_the_content() {
        assert_eq!(content_hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(content_hash(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert!(stylesheet_path().starts_with("/assets/style-") && stylesheet_path().ends_with(".css"));
    }
}
