//! Every page in every language, with ordinary and with hostile content.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // A test that cannot go on has failed.

mod content;
mod markup;

use content::{ID, Shown, Words, pages};
use knutepunkt_web_ui::{Lang, assets};
use markup::{attributes, tags, well_formed, without_tags};

const ORDINARY: Words<'_> = Words { instead: None };

fn of<'a>(pages: &'a [Shown], name: &str) -> &'a str {
    &pages.iter().find(|page| page.name == name).unwrap_or_else(|| panic!("no page {name}")).html
}

fn as_promised(page: &Shown, lang: Lang) {
    let (name, html) = (&page.name, &page.html);
    well_formed(page);
    assert!(html.starts_with("<!DOCTYPE html><html lang=\""), "{name}");
    assert!(html.contains(&format!("<html lang=\"{}\" dir=\"ltr\"", lang.code())), "{name}");
    let tags = tags(html);
    let count = |wanted: &str| tags.iter().filter(|tag| tag.split_ascii_whitespace().next() == Some(wanted)).count();
    assert_eq!((count("h1"), count("main"), count("header"), count("footer"), count("title")), (1, 1, 1, 1, 1), "{name}");
    assert_eq!(count("style") + count("iframe") + count("base"), 0, "{name}");
    let pictures: Vec<&str> = tags.iter().copied().filter(|tag| tag.starts_with("img")).collect();
    assert!(pictures.iter().all(|tag| tag.starts_with("img class=\"logo\" src=\"/assets/logo-")), "{name}: {pictures:?}");
    let scripts: Vec<&str> = tags.iter().copied().filter(|tag| tag.starts_with("script")).collect();
    let ours = format!("script src=\"{}\" defer", assets::script_path());
    assert!(scripts.iter().all(|tag| *tag == ours || *tag == "script type=\"application/ld+json\""), "{name}: {scripts:?}");
    assert_eq!(scripts.iter().filter(|tag| **tag == ours).count(), 1, "{name}: one script, which waits");
    for tag in &tags {
        let attributes: Vec<&str> = tag.split('"').step_by(2).collect();
        for attribute in &attributes {
            assert!(!attribute.contains(" style=") && !attribute.contains(" on"), "{name}: {tag}");
        }
    }
    assert!(html.contains(assets::stylesheet_path()), "{name}");
    assert!(html.contains(&format!("href=\"{}\"", lang.path("/trekk-tilbake"))), "{name}: the way to withdraw");
    assert!(html.contains("id=\"hjelp\"") && html.contains("tel:116123") && html.contains("tel:113"), "{name}: who to call");
    assert!(html.contains("name=\"viewport\"") && html.contains("rel=\"canonical\""), "{name}");
    assert!(!html.contains('⟦'), "{name}: a text is missing");
    let ids = attributes(html, "id");
    for (position, id) in ids.iter().enumerate() {
        assert!(!ids[..position].contains(id), "{name}: the id {id} twice");
    }
    for reference in ["for", "aria-labelledby", "aria-describedby"].iter().flat_map(|kind| attributes(html, kind)) {
        for id in reference.split(' ') {
            assert!(ids.contains(&id), "{name}: nothing is called {id}");
        }
    }
    for href in attributes(html, "href") {
        assert!(
            ["/", "#", "https://", "http://", "mailto:", "tel:", "geo:"].iter().any(|start| href.starts_with(start)),
            "{name}: {href}"
        );
        assert!(!href.starts_with("//"), "{name}: {href}");
        if let Some(id) = href.strip_prefix('#') {
            assert!(ids.contains(&id), "{name}: nothing is called {id}");
        }
    }
}

#[test]
fn ordinary_pages_are_as_promised() {
    for lang in Lang::OFFERED {
        for page in pages(ORDINARY, lang) {
            as_promised(&page, lang);
            assert!(!page.html.contains('\u{2068}'), "{}: isolating marks where nothing needs them", page.name);
        }
    }
}

#[test]
fn hostile_words_stay_words() {
    let hostile = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)' \" onfocus=\"alert(1)",
        "</title></main><h1>Hei</h1>",
        "\u{202e}baklengs\u{2066}\u{2067}\u{2069}\u{2069}\u{2069}",
        "\u{0}\u{1}\u{7f}\u{feff}\u{fffe}",
        "javascript:alert(1)",
        "&lt;b&gt; &amp; &#60;i&#62;",
        "{ $count } {\"x\"} ${x} {{y}}",
        "\u{fdd0}\u{fdd1}\u{fdd2}",
        "سلام מה נשמע",
        "",
        "   \n\t ",
    ];
    for words in hostile {
        for lang in Lang::OFFERED {
            for page in pages(Words { instead: Some(words) }, lang) {
                as_promised(&page, lang);
                for fragment in ["<script>", "<img src=x", "onerror=alert(1)>", "<h1>Hei", "href=\"javascript:"] {
                    assert!(!page.html.contains(fragment), "{}: {fragment}", page.name);
                }
            }
        }
    }
}

#[test]
fn huge_words_are_cut_where_there_are_many() {
    let letters = "å".repeat(100_000);
    let one_grapheme = format!("e{}", "\u{301}".repeat(500_000));
    for words in [letters.as_str(), one_grapheme.as_str()] {
        for page in pages(Words { instead: Some(words) }, Lang::Nb) {
            well_formed(&page);
            let title = page.html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
            assert!(title.len() < 3_000, "{}: a title of {} bytes", page.name, title.len());
        }
    }
    let shown = pages(Words { instead: Some(&one_grapheme) }, Lang::Nb);
    let (cards, _) = of(&shown, "stories").split_once("nav class=\"pages\"").unwrap();
    let (_, cards) = cards.split_once("class=\"cards\"").unwrap();
    assert!(cards.len() < 60_000, "{} bytes of cards", cards.len());
}

#[test]
fn hostile_words_are_set_apart() {
    let words = "\u{202e}baklengs";
    for page in pages(Words { instead: Some(words) }, Lang::Nb) {
        let (_, body) = page.html.split_once("<body>").unwrap();
        for (at, _) in body.match_indices(words) {
            let before = &body[..at];
            let tag = before.rsplit('<').next().unwrap();
            let inside_attribute = !tag.contains('>');
            let set_apart = tag.starts_with("bdi")
                || tag.contains("dir=\"auto\"")
                || before.rsplit("<div").next().is_some_and(|rest| rest.contains("dir=\"auto\""));
            assert!(inside_attribute || set_apart, "{}: {:?}", page.name, &before[before.len().saturating_sub(60)..]);
        }
    }
}

#[test]
fn only_what_tellers_agreed_to_is_for_search_engines() {
    let shown = pages(ORDINARY, Lang::Nb);
    for name in ["story", "story-warned", "stories", "home", "withdraw", "receipts", "problem-storygone"] {
        assert!(of(&shown, name).contains("noindex"), "{name}");
    }
    for name in ["document-organisation", "network", "events", "home-empty"] {
        assert!(!of(&shown, name).contains("noindex"), "{name}");
    }
}

#[test]
fn only_what_tellers_agreed_to_tells_scholars_engines() {
    let shown = pages(ORDINARY, Lang::Nb);
    let closed = of(&shown, "story");
    assert!(!closed.contains("citation_") && !closed.contains("ld+json"));
    let open = of(&shown, "story-open");
    assert!(open.contains("<meta name=\"citation_author\" content=\"Kari\">") && open.contains("\"@type\":\"Article\""));
    assert!(open.contains(&format!("rel=\"canonical\" href=\"https://havglimt.example/fortellinger/{ID}\"")));
}

#[test]
fn what_needs_the_script_is_not_there_without_it() {
    let shown = pages(ORDINARY, Lang::Nb);
    for name in ["story", "story-warned", "stories"] {
        for tag in tags(of(&shown, name)) {
            if ["data-hide-panel", "data-read=", "data-do=\"share\"", "data-do=\"copy\""].iter().any(|it| tag.contains(it)) {
                assert!(tag.split_ascii_whitespace().any(|part| part == "hidden"), "{name}: {tag}");
            }
        }
    }
    assert!(of(&shown, "stories").contains("data-codes=\"theme-hope theme-connectedness warning-suicide warning-death_grief\""));
}

#[test]
fn warnings_come_before_the_text_and_the_reader_opens_it() {
    let shown = pages(ORDINARY, Lang::Nb);
    let warned = of(&shown, "story-warned");
    let at = |text: &str| warned.find(text).unwrap_or_else(|| panic!("{text} is not there"));
    assert!(at("selvmord") < at("<details class=\"opening") && at("<details class=\"opening") < at("sluttet å åpne døra"));
    assert!(!warned.contains("<details class=\"opening\" open"));
    assert!(!of(&shown, "story").contains("class=\"opening\""));
    assert!(!of(&shown, "stories").contains("begikk"));
}

#[test]
fn a_quick_way_out_is_where_it_may_be_needed() {
    let shown = pages(ORDINARY, Lang::Nb);
    for name in ["story", "story-warned", "stories", "withdraw", "withdraw-off", "receipts"] {
        let html = of(&shown, name);
        assert!(
            html.contains("href=\"https://www.yr.no/\" data-exit rel=\"noreferrer") && html.contains("Forlat siden"),
            "{name}"
        );
    }
    assert!(!of(&shown, "network").contains("yr.no"));
}

#[test]
fn receipts_say_who_has_answered() {
    let shown = pages(ORDINARY, Lang::Nb);
    let text: String = without_tags(of(&shown, "receipts"));
    assert!(text.contains("Fjernet hos 4 av 5. Venter på Havglimt siden 3. november."), "{text}");
    assert!(!text.contains("overalt"));
}

#[test]
fn gone_never_says_who_or_why() {
    let shown = pages(ORDINARY, Lang::Nb);
    let text = without_tags(of(&shown, "problem-storygone"));
    assert!(text.contains("Denne fortellingen er ikke her lenger."));
    let (_, main) = of(&shown, "problem-storygone").split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    assert!(!main.contains("trukket") && !main.contains("Nordlys"));
}

#[test]
fn a_mistyped_code_comes_back_with_what_is_wrong() {
    let shown = pages(ORDINARY, Lang::Nb);
    let html = of(&shown, "withdraw-check");
    assert!(html.contains("value=\"K7QM-2XW9-4TRB-8HNV-3CZE-6PDY-5AF1\"") && html.contains("aria-invalid=\"true\""));
    assert!(html.contains("<title>Feil: "));
    assert!(html.contains("method=\"post\" action=\"/trekk-tilbake\"") && html.contains("name=\"kode\""));
    assert!(!of(&shown, "withdraw-off").contains("method=\"post\""));
    assert!(of(&shown, "withdraw-off").contains("HTTPS"));
}

#[test]
fn links_keep_the_language_and_the_search() {
    let shown = pages(ORDINARY, Lang::En);
    let html = of(&shown, "stories");
    assert!(html.contains("href=\"/nn/fortellinger?q=h%C3%A5p&amp;theme=hope&amp;county=55&amp;without=suicide&amp;offset=20\""));
    assert!(html.contains(&format!("href=\"/en/fortellinger/{ID}\"")));
    assert!(html.contains("21–40 of 12,345"));
}

#[test]
fn choices_can_be_made_and_undone_without_a_script() {
    let shown = pages(ORDINARY, Lang::Nb);
    let html = of(&shown, "stories");
    assert!(html.contains("<input type=\"checkbox\" name=\"theme\" value=\"hope\" checked>"));
    let text = without_tags(html);
    assert!(text.contains("Håp (12\u{a0}345)") && text.contains("Mening (noen få)") && !text.contains("Mening (4)"), "{text}");
    assert!(html.contains("href=\"/fortellinger?q=h%C3%A5p&amp;county=55&amp;without=suicide\""), "without the theme");
    assert!(text.contains("Ta bort ikke selvmord ×"), "{text}");
    assert!(html.contains("href=\"/fortellinger?q=h%C3%A5pet&amp;theme=hope"), "what was meant");
}

#[test]
fn a_search_says_where_its_words_stand_and_how_many_there_are_of_each() {
    let shown = pages(ORDINARY, Lang::Nb);
    let html = of(&shown, "search");
    assert!(html.contains("<bdi><mark>Kaffekoppe</mark>n på trappa</bdi>"));
    assert!(html.contains("Hun hadde <mark>håp</mark> for to"));
    assert!(html.contains("href=\"/sok?q=h%C3%A5p&amp;del=fortellinger\"") && !html.contains("del=kunnskap"));
    assert!(html.contains("noindex"));
    assert!(without_tags(of(&shown, "search-nothing")).contains("Vi fant ingenting som passer."));
}

#[test]
fn codes_become_labels_and_unknown_codes_stay() {
    let shown = pages(ORDINARY, Lang::Nn);
    let html = of(&shown, "document-organisation");
    assert!(html.contains("Regionalt brukarstyrt senter") && html.contains("egen_rubrikk"));
    assert!(html.contains("To senter har skrive ulikt her"));
    assert!(html.contains("223\u{a0}456\u{a0}782"));
}
