//! How something published here is cited: a line to copy, files for reference managers, and what search engines for
//! scholars read.
//!
//! A teller is named exactly as they chose, never turned around into surname and initials. The id stays the same through
//! corrections, as the address does. Whether search engines may read any of it is decided by whoever asks for [`tags`].

use std::fmt;
use std::fmt::Write;

use maud::{Markup, PreEscaped, html};
use serde_json::{Map, Value, json};

use crate::dates::Month;
use crate::lang::Lang;
use crate::paths;
use crate::people;
use crate::site::Site;

/// So much of the address is enough to tell what is cited apart, and short enough to write in a manuscript.
const KEY_CHARS: usize = 12;

/// Characters of a title or a name, at most: longer ones are no titles.
const LINE_CHARS: usize = people::SUMMARY_CHARS;

/// Something that can be cited.
#[derive(Clone, PartialEq, Eq)]
pub struct Citation {
    /// The code of its kind.
    pub kind: String,
    /// Its address.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language, as a tag.
    pub lang: String,
    /// Who wrote it.
    pub author: Author,
    /// The name of the centre that published it.
    pub publisher: String,
    /// When it was published.
    pub month: Option<Month>,
    /// Where it is found for as long as it is published.
    pub url: String,
}

/// Who wrote something.
#[derive(Clone, PartialEq, Eq)]
pub enum Author {
    /// Somebody, under the name they chose.
    Named(String),
    /// Somebody who chose to have no name.
    Anonymous,
    /// The centre that published it.
    Publisher,
}

/// A format of reference managers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// BibTeX.
    BibTex,
    /// RIS.
    Ris,
    /// JSON of the Citation Style Language.
    CslJson,
}

impl fmt::Debug for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Citation({} {}, {} bytes)", self.kind, self.id, self.title.len())
    }
}

impl fmt::Debug for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Author")
    }
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Format; 3] = [Format::Ris, Format::BibTex, Format::CslJson];

    /// What its files end in.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::BibTex => "bib",
            Format::Ris => "ris",
            Format::CslJson => "json",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Format::BibTex => "application/x-bibtex; charset=utf-8",
            Format::Ris => "application/x-research-info-systems; charset=utf-8",
            Format::CslJson => "application/vnd.citationstyles.csl+json",
        }
    }

    /// What it is called.
    const fn name(self) -> &'static str {
        match self {
            Format::BibTex => "BibTeX",
            Format::Ris => "RIS",
            Format::CslJson => "CSL-JSON",
        }
    }

    /// The citation as a file.
    pub fn write(self, lang: Lang, citation: &Citation) -> String {
        match self {
            Format::BibTex => bibtex(lang, citation),
            Format::Ris => ris(lang, citation),
            Format::CslJson => format!("{:#}\n", Value::Array(vec![csl(lang, citation)])),
        }
    }
}

impl Citation {
    /// What it is called in manuscripts and reference managers.
    pub fn key(&self) -> String {
        let id: String = self.id.chars().filter(char::is_ascii_alphanumeric).take(KEY_CHARS).collect();
        format!("knutepunkt-{id}")
    }

    fn title(&self, lang: Lang) -> String {
        let title = one_line(&self.title);
        if title.is_empty() { lang.text("untitled").into_owned() } else { title }
    }

    fn author(&self, lang: Lang) -> String {
        match &self.author {
            Author::Named(name) => one_line(name),
            Author::Anonymous => lang.text("cite-anonymous").into_owned(),
            Author::Publisher => one_line(&self.publisher),
        }
    }

    /// The centre, where it is not already named as the author.
    fn publisher(&self) -> Option<String> {
        let publisher = one_line(&self.publisher);
        (self.author != Author::Publisher && !publisher.is_empty()).then_some(publisher)
    }

    /// What it is, in brackets after the title, where the title does not say.
    fn medium(&self, lang: Lang) -> Option<String> {
        (self.kind == "story").then(|| lang.text("cite-story").into_owned())
    }

    /// The address, where it is one that leads here from everywhere.
    fn url(&self) -> Option<&str> {
        people::web_address(&self.url)
    }
}

/// The citation as a box, behind one word: a line to copy, and files.
pub(crate) fn show(site: &Site, citation: &Citation) -> Markup {
    let lang = site.lang;
    let page = paths::page_path(&citation.kind, &citation.id);
    html! {
        details.citing {
            summary { (lang.text("cite-title")) }
            p.cite dir="auto" { (line(lang, citation)) }
            @if let Some(page) = page {
                ul.files aria-label=(lang.text("cite-files")) {
                    @for format in Format::ALL {
                        li { a href=(site.link(&paths::citation(&page, format.extension()))) download { (format.name()) } }
                    }
                }
            }
        }
    }
}

/// As the Norwegian APA style has it: who, when, what, where.
fn line(lang: Lang, citation: &Citation) -> Markup {
    let author = citation.author(lang);
    html! {
        bdi { (author) } (stop(&author))
        @if let Some(month) = citation.month {
            " (" (month.year) @if let Some(name) = lang.month_name(month.month) { ", " (name) } ")."
        }
        " " cite { (citation.title(lang)) } @if let Some(medium) = citation.medium(lang) { " [" (medium) "]" } "."
        @if let Some(publisher) = citation.publisher() { " " bdi { (publisher) } (stop(&publisher)) }
        " " span.address { (citation.url) }
    }
}

/// A full stop, where there is none yet.
fn stop(text: &str) -> &'static str {
    if text.ends_with('.') { "" } else { "." }
}

/// What search engines for scholars read. Only for what they may list.
pub(crate) fn tags(lang: Lang, citation: &Citation) -> Markup {
    let linked = json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": citation.title(lang),
        "inLanguage": people::language_tag(&citation.lang),
        "author": match citation.author {
            Author::Publisher => json!({"@type": "NGO", "name": citation.author(lang)}),
            _ => json!({"@type": "Person", "name": citation.author(lang)}),
        },
        "publisher": {"@type": "NGO", "name": one_line(&citation.publisher)},
        "datePublished": citation.month.map(|month| month.to_string()),
        "url": citation.url(),
        "mainEntityOfPage": citation.url(),
    });
    html! {
        meta name="citation_title" content=(people::isolated(&citation.title(lang)));
        meta name="citation_author" content=(people::isolated(&citation.author(lang)));
        meta name="citation_publisher" content=(people::isolated(&one_line(&citation.publisher)));
        @if let Some(month) = citation.month { meta name="citation_publication_date" content={ (month.year) "/" (format!("{:02}", month.month)) }; }
        @if let Some(tag) = people::language_tag(&citation.lang) { meta name="citation_language" content=(tag); }
        @if let Some(url) = citation.url() { meta name="citation_public_url" content=(url); }
        (linked_data(&linked))
    }
}

/// What machines read of a page, in the words of schema.org.
pub(crate) fn linked_data(data: &Value) -> Markup {
    // Inside a script element nothing is escaped; without `<` nothing can end it, and without `>` nothing looks as if it did.
    let data = data.to_string().replace('<', "\\u003c").replace('>', "\\u003e");
    html! { script type="application/ld+json" { (PreEscaped(data)) } }
}

fn bibtex(lang: Lang, citation: &Citation) -> String {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    // Doubled braces keep a name whole and a title's capitals as they are.
    let mut fields = vec![
        ("author", format!("{{{{{}}}}}", tex(&citation.author(lang)))),
        ("title", format!("{{{{{}}}}}", tex(&citation.title(lang)))),
    ];
    if let Some(month) = citation.month {
        fields.push(("year", format!("{{{}}}", month.year)));
        let name = usize::from(month.month).checked_sub(1).and_then(|at| MONTHS.get(at));
        fields.extend(name.map(|name| ("month", (*name).to_owned())));
    }
    fields.extend(citation.publisher().map(|publisher| ("publisher", format!("{{{{{}}}}}", tex(&publisher)))));
    fields.extend(citation.medium(lang).map(|medium| ("note", format!("{{{}}}", tex(&medium)))));
    // An address is taken letter by letter; braces are none of its letters.
    fields.extend(citation.url().map(|url| ("url", format!("{{{}}}", url.replace(['{', '}', '\\'], "")))));
    let langid = match citation.lang.as_str() {
        "nb" => Some("norsk"),
        "nn" => Some("nynorsk"),
        "se" => Some("samin"),
        "en" => Some("english"),
        _ => None,
    };
    fields.extend(langid.map(|langid| ("langid", format!("{{{langid}}}"))));
    let mut out = format!("@misc{{{},\n", citation.key());
    for (name, value) in fields {
        // Proof: writing to a String cannot fail.
        let _infallible = writeln!(out, "  {name} = {value},");
    }
    out.push_str("}\n");
    out
}

/// Text as TeX reads it. Braces are named instead of escaped, since BibTeX counts them before TeX sees the backslash.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '$' | '&' | '#' | '%' | '_' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

fn ris(lang: Lang, citation: &Citation) -> String {
    let mut out = String::from("TY  - ELEC\r\n");
    let mut field = |tag: &str, value: &str| {
        if !value.is_empty() {
            // Proof: writing to a String cannot fail.
            let _infallible = write!(out, "{tag}  - {value}\r\n");
        }
    };
    field("ID", &citation.key());
    field("AU", &citation.author(lang));
    field("TI", &citation.title(lang));
    if let Some(month) = citation.month {
        field("PY", &month.year.to_string());
        field("DA", &format!("{:04}/{:02}//", month.year, month.month));
    }
    field("PB", &citation.publisher().unwrap_or_default());
    field("M3", &citation.medium(lang).unwrap_or_default());
    field("LA", people::language_tag(&citation.lang).unwrap_or_default());
    field("UR", citation.url().unwrap_or_default());
    out.push_str("ER  - \r\n");
    out
}

fn csl(lang: Lang, citation: &Citation) -> Value {
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(citation.key()));
    item.insert("type".to_owned(), json!("webpage"));
    item.insert("title".to_owned(), json!(citation.title(lang)));
    item.insert("author".to_owned(), json!([{"literal": citation.author(lang)}]));
    if let Some(month) = citation.month {
        item.insert("issued".to_owned(), json!({"date-parts": [[month.year, month.month]]}));
    }
    item.extend(citation.publisher().map(|publisher| ("publisher".to_owned(), json!(publisher))));
    item.extend(citation.medium(lang).map(|medium| ("genre".to_owned(), json!(medium))));
    item.extend(people::language_tag(&citation.lang).map(|tag| ("language".to_owned(), json!(tag))));
    item.extend(citation.url().map(|url| ("URL".to_owned(), json!(url))));
    Value::Object(item)
}

/// Text on one line: what breaks lines or cannot be seen becomes a space, and spaces stand alone.
fn one_line(text: &str) -> String {
    let cut = people::cut(text, LINE_CHARS);
    let plain: String =
        cut.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citation(title: &str, author: Author) -> Citation {
        Citation {
            kind: "story".to_owned(),
            id: "7f3a9c1e5b8d2046a1c3e5f7092b4d6f8091a2b3c4d5e6f708192a3b4c5d6e7f".to_owned(),
            title: title.to_owned(),
            lang: "nb".to_owned(),
            author,
            publisher: "Nordlys".to_owned(),
            month: Some(Month { year: 2026, month: 11 }),
            url: "https://nordlys.example/fortellinger/7f3a".to_owned(),
        }
    }

    fn plain(markup: &Markup) -> String {
        markup.0.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
    }

    #[test]
    fn the_line_is_as_apa_has_it() {
        let told = citation("Kaffekoppen på trappa", Author::Named("Kari".to_owned()));
        let expected = "Kari. (2026, november). Kaffekoppen på trappa [Personlig fortelling]. Nordlys. https://nordlys.example/fortellinger/7f3a";
        assert_eq!(plain(&line(Lang::Nb, &told)), expected);
        let anonymous = plain(&line(Lang::En, &citation("På vei", Author::Anonymous)));
        assert!(anonymous.starts_with("Anonymous. (2026, November). På vei ["), "{anonymous}");
        let guide = Citation { kind: "resource".to_owned(), month: None, ..citation("Veileder", Author::Publisher) };
        assert_eq!(plain(&line(Lang::Nb, &guide)), "Nordlys. Veileder. https://nordlys.example/fortellinger/7f3a");
    }

    #[test]
    fn braces_stay_in_balance_whatever_the_title() {
        for title in ["{", "}}}", "\\", "100 % & $5 #1 a_b ~^", "a\n}\n@misc{x, title={y}}", "", "\u{0}", "\"quoted\"", "@"] {
            let text = Format::BibTex.write(Lang::Nb, &citation(title, Author::Named(title.to_owned())));
            let mut depth = 0_i32;
            for c in text.chars() {
                depth += i32::from(c == '{') - i32::from(c == '}');
                assert!(depth >= 0, "{text}");
            }
            assert_eq!(depth, 0, "{text}");
            assert_eq!(text.lines().filter(|line| line.starts_with('@')).count(), 1, "{text}");
        }
        let text = Format::BibTex.write(Lang::Nb, &citation("50 % & {mer}", Author::Anonymous));
        assert!(text.contains("title = {{50 \\% \\& \\textbraceleft{}mer\\textbraceright{}}},"), "{text}");
        assert!(text.starts_with("@misc{knutepunkt-7f3a9c1e5b8d,\n") && text.contains("  month = nov,\n"), "{text}");
    }

    #[test]
    fn no_title_begins_a_line_of_its_own() {
        let text = Format::Ris.write(Lang::Nb, &citation("En\r\nER  - \nTY  - BOOK\u{2028}AU  - X", Author::Anonymous));
        assert_eq!(text.matches("\r\nER  - ").count(), 1, "{text}");
        assert!(text.contains("\r\nTI  - En ER - TY - BOOK AU - X\r\n") && text.contains("\r\nDA  - 2026/11//\r\n"), "{text}");
    }

    #[test]
    fn the_json_is_json() {
        let text = Format::CslJson.write(Lang::Nb, &citation("\"</script>\u{1}", Author::Named("Kari".to_owned())));
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&read[0]["author"][0]["literal"], &read[0]["title"]), (&json!("Kari"), &json!("\"</script>")));
        assert_eq!(read[0]["issued"]["date-parts"], json!([[2026, 11]]));
    }

    #[test]
    fn nothing_ends_the_script_early() {
        let tags = tags(Lang::Nb, &citation("</script><script>alert(1)</script>", Author::Anonymous)).0;
        assert_eq!((tags.matches("<script").count(), tags.matches("</script").count()), (1, 1), "{tags}");
    }

    #[test]
    fn an_address_that_leads_nowhere_is_in_no_file() {
        let here = Citation { url: "/fortellinger/7f3a".to_owned(), ..citation("På vei", Author::Anonymous) };
        for format in Format::ALL {
            assert!(!format.write(Lang::Nb, &here).contains("/fortellinger"), "{format:?}");
        }
    }
}
