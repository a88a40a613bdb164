//! News as feed readers take it (RFC 4287).
//!
//! What is in a feed is kept by others for as long as they like. Whoever fills a [`Feed`] answers for that.

use std::fmt;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::printable;
use crate::people;

/// What feeds are.
pub const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";

/// A feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// What it is known by, for ever.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Who publishes it.
    pub author: String,
    /// The language of its title, as a tag.
    pub lang: String,
    /// When anything in it was last changed, `2026-11-03T14:30:00Z`.
    pub updated: String,
    /// The address of the page that shows the same to people.
    pub page: String,
    /// Its own address.
    pub own: String,
    /// The entries, the newest first.
    pub entries: Vec<Entry>,
}

/// One entry.
#[derive(Clone)]
pub struct Entry {
    /// What it is known by, for ever.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The language of its texts, as a tag.
    pub lang: String,
    /// When it was last changed.
    pub updated: String,
    /// The address of its page.
    pub page: String,
    /// Who wrote it.
    pub author: String,
    /// What it is about; empty where only its title is for others to keep.
    pub summary: String,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({}, {} bytes)", self.id, self.title.len() + self.summary.len())
    }
}

/// Something that takes the parts of a document one after the other. Writing to memory cannot fail.
type Out = Writer<Vec<u8>>;

impl Feed {
    /// The feed as a file.
    pub fn write(&self) -> String {
        let mut out = Writer::new(Vec::new());
        let _infallible = out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        let feed = out.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
        let feed = feed.with_attribute(("xml:lang", people::language_tag(&self.lang).unwrap_or("nb")));
        let _infallible = feed.write_inner_content(|out| {
            element(out, "id", &self.id);
            element(out, "title", &self.title);
            element(out, "updated", &self.updated);
            link(out, "self", &self.own);
            link(out, "alternate", &self.page);
            person(out, &self.author);
            self.entries.iter().for_each(|entry| entry.write(out));
            Ok(())
        });
        String::from_utf8_lossy(&out.into_inner()).into_owned()
    }
}

impl Entry {
    fn write(&self, out: &mut Out) {
        let mut entry = out.create_element("entry");
        if let Some(tag) = people::language_tag(&self.lang) {
            entry = entry.with_attribute(("xml:lang", tag));
        }
        let _infallible = entry.write_inner_content(|out| {
            element(out, "id", &self.id);
            element(out, "title", &self.title);
            element(out, "updated", &self.updated);
            link(out, "alternate", &self.page);
            person(out, &self.author);
            if !self.summary.is_empty() {
                element(out, "summary", &self.summary);
            }
            Ok(())
        });
    }
}

fn element(out: &mut Out, name: &str, text: &str) {
    let _infallible = out.create_element(name).write_text_content(BytesText::new(&printable(text)));
}

fn link(out: &mut Out, relation: &str, address: &str) {
    let address = printable(address);
    let _infallible =
        out.create_element("link").with_attribute(("rel", relation)).with_attribute(("href", address.as_str())).write_empty();
}

fn person(out: &mut Out, name: &str) {
    let _infallible = out.create_element("author").write_inner_content(|out| {
        element(out, "name", name);
        Ok(())
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(words: &str) -> String {
        let entry = Entry {
            id: "urn:knutepunkt:7f3a".to_owned(),
            title: words.to_owned(),
            lang: "nn".to_owned(),
            updated: "2026-11-03T14:30:00Z".to_owned(),
            page: "https://nordlys.example/aktuelt/7f3a?a=1&b=2".to_owned(),
            author: words.to_owned(),
            summary: String::new(),
        };
        let feed = Feed {
            id: "urn:knutepunkt:feed".to_owned(),
            title: "Aktuelt".to_owned(),
            author: "Nordlys".to_owned(),
            lang: "nb".to_owned(),
            updated: entry.updated.clone(),
            page: "https://nordlys.example/aktuelt".to_owned(),
            own: "https://nordlys.example/aktuelt.atom".to_owned(),
            entries: vec![entry.clone(), Entry { summary: words.to_owned(), ..entry }],
        };
        feed.write()
    }

    #[test]
    fn a_feed_says_what_readers_need() {
        let written = feed("Ny sofa");
        assert!(written.starts_with(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"nb\">"
        ));
        assert!(written.contains("<link rel=\"self\" href=\"https://nordlys.example/aktuelt.atom\"/>"));
        assert!(written.contains("<entry xml:lang=\"nn\"><id>urn:knutepunkt:7f3a</id><title>Ny sofa</title>"));
        assert!(written.contains("href=\"https://nordlys.example/aktuelt/7f3a?a=1&amp;b=2\""));
        assert_eq!((written.matches("<summary>").count(), written.matches("<entry").count()), (1, 2));
    }

    #[test]
    fn hostile_words_stay_words() {
        for words in ["</title><script>alert(1)</script>", "]]>&amp;<!--", "\u{0}\u{1}\u{b}\u{fffe}\u{ffff}\u{7f}"] {
            let written = feed(words);
            assert!(!written.contains("<script") && !written.contains("<!--"), "{written}");
            assert!(!written.chars().any(|c| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')), "{words:?}");
            let mut reader = quick_xml::Reader::from_str(&written);
            loop {
                match reader.read_event() {
                    Ok(Event::Eof) => break,
                    read => assert!(read.is_ok(), "{words:?}: {read:?}"),
                }
            }
        }
    }
}
