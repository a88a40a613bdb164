//! The list of pages for search engines, as sitemaps.org describes it. Which pages they may have is decided by whoever fills it.

use crate::dates::Month;
use crate::lang::Lang;
use crate::paths;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::fmt::Write as _;
use std::io;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Pages in one list, at most. Each is there in every language and names the others, some 1.5 kB together.
pub const PAGES: usize = 500;

/// The query parameter that says which of several lists is asked for, from 1.
pub const PARAM_PART: &str = "part";

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its path without language.
    pub path: String,
    /// When it was changed last.
    pub month: Option<Month>,
}

/// The pages, each in every language. `base` is where the site is reached, without a slash at the end.
///
/// # Errors
/// None: nothing is written but memory.
pub fn pages(base: &str, pages: &[Listed]) -> io::Result<Vec<u8>> {
    let mut writer = begin()?;
    let root = writer.create_element("urlset").with_attributes([("xmlns", SITEMAP), ("xmlns:xhtml", XHTML)]);
    root.write_inner_content(|writer| {
        for page in pages {
            for lang in Lang::COMPLETE {
                url(writer, base, page, lang)?;
            }
        }
        Ok(())
    })?;
    Ok(writer.into_inner())
}

fn url(writer: &mut Writer<Vec<u8>>, base: &str, page: &Listed, lang: Lang) -> io::Result<()> {
    let address = |lang: Lang| format!("{base}{}", lang.path(&page.path));
    writer.create_element("url").write_inner_content(|writer| {
        text(writer, "loc", &address(lang))?;
        if let Some(month) = page.month {
            text(writer, "lastmod", &month.to_string())?;
        }
        for other in Lang::COMPLETE {
            let link = writer.create_element("xhtml:link").with_attributes([("rel", "alternate"), ("hreflang", other.code())]);
            link.with_attribute(("href", address(other).as_str())).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The list of so many lists.
///
/// # Errors
/// None: nothing is written but memory.
pub fn parts(base: &str, parts: usize) -> io::Result<Vec<u8>> {
    let mut writer = begin()?;
    writer.create_element("sitemapindex").with_attribute(("xmlns", SITEMAP)).write_inner_content(|writer| {
        let mut address = String::new();
        for part in 1..=parts {
            address.clear();
            // Proof: writing to a String cannot fail.
            let _infallible = write!(address, "{base}{}?{PARAM_PART}={part}", paths::SITEMAP);
            writer.create_element("sitemap").write_inner_content(|writer| text(writer, "loc", &address))?;
        }
        Ok(())
    })?;
    Ok(writer.into_inner())
}

fn begin() -> io::Result<Writer<Vec<u8>>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(writer)
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(text)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_there_in_every_language() {
        let month = Some(Month { year: 2026, month: 3 });
        let listed = [Listed { path: "/katalog".to_owned(), month: None }, Listed { path: "/fortellinger/ab".to_owned(), month }];
        let xml = String::from_utf8(pages("https://nordlys.example", &listed).unwrap()).unwrap();
        assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?><urlset xmlns=\"http://www.sitemaps.org/"), "{xml}");
        assert_eq!(xml.matches("<url>").count(), 6);
        for lang in ["", "/nn", "/en"] {
            let own = format!("<url><loc>https://nordlys.example{lang}/fortellinger/ab</loc><lastmod>2026-03</lastmod>");
            assert!(xml.contains(&own), "{xml}");
            let link = format!("href=\"https://nordlys.example{lang}/katalog\"/>");
            assert_eq!(xml.matches(&link).count(), 3, "each language names all: {xml}");
        }
        assert_eq!(xml.matches("<lastmod>").count(), 3);
    }

    #[test]
    fn what_is_in_an_address_cannot_leave_it() {
        let listed = [Listed { path: "/a?b=1&c=<d>\"".to_owned(), month: None }];
        let xml = String::from_utf8(pages("https://nordlys.example", &listed).unwrap()).unwrap();
        assert!(!xml.contains("<d>") && !xml.contains("&c") && !xml.contains(">\"\""), "{xml}");
    }

    #[test]
    fn several_lists_have_a_list_of_their_own() {
        let xml = String::from_utf8(parts("https://nordlys.example", 2).unwrap()).unwrap();
        assert!(xml.contains("<sitemap><loc>https://nordlys.example/sitemap.xml?part=2</loc></sitemap></sitemapindex>"), "{xml}");
    }
}
