//! Which words meet and which must not, and that no text is too much.

use super::*;
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn keys(word: &str) -> Vec<String> {
    words(word).into_iter().flat_map(|word| word.keys).collect()
}

fn parts(word: &str) -> Vec<String> {
    words(word).into_iter().flat_map(|word| word.parts).collect()
}

fn meet(one: &str, other: &str) -> bool {
    keys(one).iter().any(|key| keys(other).contains(key))
}

#[test]
fn forms_of_the_fields_own_words_meet() {
    for family in [
        "bruker brukere brukerne brukeren brukers brukar brukarar brukarane brukarens",
        "senter sentre sentra senteret sentrene senterets",
        "bedring betring bedringa betringa bedringen betringsprosess-",
        "tjeneste teneste tjenester tenester tjenestene tenestene tenesta",
        "fortelling forteljing fortellinger forteljingar fortellingene forteljingane fortellinga forteljinga",
        "pårørende pårørande Pårørendes",
        "helse helsa helsen",
        "sykdom sjukdom sykdommen sjukdommar sjukdomen sykdommer",
        "selvmord sjølvmord selvmordet sjølvmordet",
        "veiledning rettleiing veiledninga rettleiinga",
        "følelse kjensle følelsene kjenslene kjensla",
        "ensom einsam ensomme einsame",
        "ensomhet einsemd ensomheten einsemda",
        "alene åleine aleine",
        "sammen saman",
        "hjem heim hjemmet heimen",
        "skole skule skolen skulen skuler",
        "hverdag kvardag hverdagen kvardagen",
        "psykisk psykiske",
        "personlig personleg personlige personlege",
        "vanskelig vanskeleg vanskelege",
        "mulighet moglegheit moglegheiter muligheter",
        "kommune kommuner kommunar kommunen kommunane",
        "erfaringskonsulent erfaringskonsulentar erfaringskonsulentene røynslekonsulent",
        "brukermedvirkning brukarmedverknad brukarmedverknaden",
        "nav NAV Nav NAVs",
        "hjemmeside heimeside heimesida",
        "avhengighet avhengnad",
        "arbeidsløs arbeidslaus",
        "vold vald",
        "overgrep overgrepet overgrepene",
        "sykehus sjukehus sjukehuset",
        "trygghet tryggleik tryggleiken",
        "kjærlighet kjærleik",
        "oppfølging oppfølginga",
        "recovery recoveryen",
        "peer peers",
        "story stories",
        "experience experiences",
        "Trøndelag Trøndelags",
        "åpen open åpne opne",
    ] {
        let (first, others) = family.split_once(' ').unwrap();
        for other in others.split(' ').filter(|other| !other.ends_with('-')) {
            assert!(meet(first, other), "{first} {:?} and {other} {:?}", keys(first), keys(other));
        }
    }
}

#[test]
fn other_words_do_not_meet() {
    for (one, other) in [
        ("rus", "russer"),
        ("rus", "russ"),
        ("rus", "rose"),
        ("senter", "sent"),
        ("senter", "sende"),
        ("mor", "mord"),
        ("mor", "mål"),
        ("bedre", "be"),
        ("bedring", "ring"),
        ("hjelp", "helt"),
        ("håp", "hop"),
        ("Hamar", "ham"),
        ("Kristiansand", "Kristiansund"),
        ("Troms", "trom"),
        ("nav", "navle"),
        ("sorg", "sorgløs"),
        ("lege", "legge"),
        ("far", "fare"),
        ("venn", "vende"),
        ("fortelling", "telling"),
        ("tvang", "tvinge"),
        ("vold", "voll"),
        ("angst", "ang"),
        ("ensom", "en"),
        ("selvmord", "mord"),
        ("AA", "å"),
        ("vei", "veileder"),
        ("skam", "skap"),
        ("barn", "bar"),
        ("Oslo", "os"),
        ("Agder", "agg"),
    ] {
        assert!(!meet(one, other), "{one} {:?} and {other} {:?}", keys(one), keys(other));
    }
}

#[test]
fn compounds_have_their_parts() {
    for (word, wanted) in [
        ("erfaringskonsulentprosjekter", "erfaring konsulent prosjekt"),
        ("sjølvhjelpsgruppa", "selvhjelp gruppe"),
        ("kvardagsmeistring", "hverdag mestring"),
        ("NAV-kontoret", "nav kontor"),
        ("bustadsosialt", "bolig sosial"),
        ("rusomsorga", "rus omsorg"),
        ("pårørandegruppene", "pårørende gruppe"),
        ("helsetenester", "helse tjeneste"),
        ("recovery-orienterte", "recovery"),
        ("ADHD-diagnose", "adhd diagnose"),
    ] {
        let found = parts(word);
        for part in wanted.split(' ') {
            assert!(found.contains(&part.to_owned()), "{word}: {found:?}");
        }
    }
    for word in ["selvmord", "fortelling", "bedring", "ungdom", "mestring", "Finnmark", "håp", "veileder"] {
        assert!(parts(word).is_empty(), "{word}: {:?}", parts(word));
    }
    assert_eq!(keys("boligsosialt"), keys("bustadsosial"));
    assert_eq!(keys("NAV-kontor"), keys("navkontoret"));
}

#[test]
fn parts_that_belong_together_are_parts_as_well() {
    let key = keys("erfaringskonsulent").remove(0);
    assert!(parts("erfaringskonsulentprosjekt").contains(&key), "{key}: {:?}", parts("erfaringskonsulentprosjekt"));
}

#[test]
fn hostile_text_is_bounded() {
    let begun = Instant::now();
    assert!(words(&"*".repeat(10_000)).is_empty());
    let grapheme = format!("a{}", "\u{301}".repeat(500_000));
    let one = words(&grapheme);
    assert_eq!((one.len(), one[0].end, one[0].exact.as_str()), (1, grapheme.len(), "a"));
    assert_eq!(words(&"ab-".repeat(10_000)).len(), 1_667);
    assert!(words(&"sammensetningsord".repeat(10_000))[0].exact.len() <= LONGEST_WORD);
    assert!(words(&"\u{202e}אבג\u{202c} \u{200f}".repeat(5_000)).len() <= 5_000);
    assert!(words(&"ﷺ".repeat(50_000))[0].exact.len() <= LONGEST_WORD);
    assert!(begun.elapsed() < Duration::from_secs(10));
}

proptest! {
    #[test]
    fn any_text_becomes_words_that_lie_in_it(text in "\\PC{0,120}") {
        let mut before = 0;
        for word in words(&text) {
            prop_assert!(before <= word.start && word.start < word.end);
            prop_assert!(text.get(word.start..word.end).is_some());
            prop_assert!(!word.exact.is_empty() && word.exact.len() <= LONGEST_WORD);
            prop_assert!(!word.keys.is_empty() && word.keys.len() <= MOST_READINGS * 2);
            prop_assert!(word.keys.iter().chain(&word.parts).all(|key| !key.is_empty() && key.len() <= LONGEST_WORD * 2));
            prop_assert!(word.parts.len() <= 60);
            before = word.end;
        }
    }

    #[test]
    fn norwegian_letters_in_any_order_are_analysed(word in "[a-zæøå-]{1,70}") {
        prop_assert!(words(&word).iter().all(|found| found.keys.iter().all(|key| !key.is_empty())));
    }

    #[test]
    fn the_same_word_is_always_the_same(word in "[a-zæøåA-ZÆØÅ]{1,20}") {
        let once = words(&word);
        prop_assert_eq!(&once, &words(&word));
        let upper = words(&word.to_uppercase());
        prop_assert_eq!(&once[0].keys, &upper[0].keys);
    }
}
