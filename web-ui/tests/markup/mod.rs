//! A strict little reader of our own HTML.

use crate::content::Shown;

/// The tags of a page in order, without comments and the doctype. Panics where a `<` begins no tag.
pub fn tags(html: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for part in html.split('<').skip(1) {
        let Some((tag, _)) = part.split_once('>') else { panic!("a tag without an end: {:.80}", part) };
        let first = tag.trim_start_matches('/').chars().next();
        assert!(tag.starts_with("!DOCTYPE") || first.is_some_and(|c| c.is_ascii_lowercase()), "no tag of ours: {:.80}", tag);
        out.push(tag);
    }
    out
}

pub fn well_formed(page: &Shown) {
    const VOID: [&str; 5] = ["meta", "link", "input", "br", "img"];
    let mut open: Vec<&str> = Vec::new();
    for tag in tags(&page.html) {
        if tag.starts_with('!') {
            continue;
        }
        let name = tag.trim_start_matches('/').split_ascii_whitespace().next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{}: closed in another order than opened", page.name);
        } else if !VOID.contains(&name) {
            // What browsers would mend by closing the paragraph.
            if ["p", "div", "ul", "dl", "h1", "h2", "h3", "section", "form", "details"].contains(&name) {
                assert!(!open.contains(&"p"), "{}: <{name}> inside a paragraph", page.name);
            }
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{}: {open:?} left open", page.name);
}

pub fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    tags(html).into_iter().flat_map(|tag| tag.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap())).collect()
}

/// What a reader sees of the body.
pub fn without_tags(html: &str) -> String {
    let (_, body) = html.split_once("<body>").unwrap();
    body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}
