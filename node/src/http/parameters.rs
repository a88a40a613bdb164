//! What a query string may ask for.
//!
//! Programs are told at once what nobody understands: an unknown parameter or value is refused by name. A page is more patient:
//! its forms send every choice, made or not, and links carry what others have added to them.

use super::Pairs;
use super::trouble::Trouble;
use crate::catalogue::fold::WORDS;
use crate::catalogue::{Facet, Order, Query, Shelf, dates};
use knutepunkt_web_ui::filters::Search;
use knutepunkt_web_ui::pages::directory::{self, Chosen};
use knutepunkt_web_ui::pages::search;
use knutepunkt_web_ui::{forms, municipalities, people};

/// Entries on a page of a list, where nothing is said.
const LIMIT: usize = 20;
/// Entries on one page, at most.
const MOST: usize = 100;
/// Entries that may be passed over.
const FARTHEST: usize = 10_000;
/// Parameters that are looked at: far more than anybody chooses, and far fewer than a head can hold.
const PARAMETERS: usize = 128;
/// Characters of a search that come back in the form: what is looked for is not more.
const KEPT_CHARS: usize = 500;

/// What a program asks for.
pub(super) fn of_program(shelf: Shelf, pairs: &Pairs) -> Result<Query, Trouble> {
    let mut query = Query { limit: LIMIT, facets: true, ..Query::default() };
    let mut seen: Vec<&str> = Vec::new();
    if pairs.len() > PARAMETERS {
        let detail = format!("more than {PARAMETERS} parameters are given; ask for less at a time");
        return Err(Trouble::bad("too_many_parameters", detail));
    }
    for (name, value) in pairs {
        match name.as_str() {
            "q" => {
                if !query.look_for(value) {
                    let detail = format!("all `q` together look for more than {WORDS} words; give fewer");
                    return Err(Trouble::bad("too_many_words", detail).at(name));
                }
                continue;
            }
            "limit" => query.limit = number(name, value, MOST)?,
            "offset" => query.offset = number(name, value, FARTHEST)?,
            "from" if shelf == Shelf::Events => query.from = Some(day(name, value)?),
            "to" if shelf == Shelf::Events => query.to = Some(day(name, value)?),
            _ => {
                let Some(facet) = shelf.filters().iter().copied().find(|facet| facet.name() == name) else {
                    let detail = format!("there is no parameter `{}` here; there are {}", cut(name), known(shelf));
                    return Err(Trouble::bad("unknown_parameter", detail).at(name));
                };
                choose(&mut query, shelf, facet, value)?;
                continue;
            }
        }
        if seen.contains(&name.as_str()) {
            return Err(Trouble::bad("repeated_parameter", format!("`{name}` is given twice; give it once")).at(name));
        }
        seen.push(name);
    }
    Ok(query)
}

fn choose(query: &mut Query, shelf: Shelf, facet: Facet, value: &str) -> Result<(), Trouble> {
    if !shelf.knows(facet, value) {
        let name = facet.name();
        let words = shelf.vocabulary(facet).map(|codes| codes.join(", "));
        let advice = words.unwrap_or_else(|| match facet {
            Facet::County => "the two digits of one of today's counties".to_owned(),
            Facet::Municipality => "the four digits of a municipality".to_owned(),
            _ => "an id of 64 lowercase hexadecimal digits".to_owned(),
        });
        return Err(Trouble::bad("unknown_value", format!("`{name}` cannot be `{}`; it can be {advice}", cut(value))).at(name));
    }
    match (facet, value.parse()) {
        (Facet::Hub, Ok(hub)) => drop(query.hubs.insert(hub)),
        _ => drop(query.codes.entry(facet).or_default().insert(value.to_owned())),
    }
    Ok(())
}

fn known(shelf: Shelf) -> String {
    let mut names = vec!["q"];
    names.extend(shelf.filters().iter().map(|facet| facet.name()));
    if shelf == Shelf::Events {
        names.extend(["from", "to"]);
    }
    names.extend(["limit", "offset"]);
    names.join(", ")
}

fn number(name: &str, value: &str, most: usize) -> Result<usize, Trouble> {
    let digits = !value.is_empty() && value.len() <= 9 && value.bytes().all(|byte| byte.is_ascii_digit());
    let number = if digits { value.parse().ok() } else { None };
    number.filter(|number| *number <= most).ok_or_else(|| {
        Trouble::bad("unknown_value", format!("`{name}` cannot be `{}`; it is a number from 0 to {most}", cut(value))).at(name)
    })
}

fn day(name: &str, value: &str) -> Result<String, Trouble> {
    let day = dates::parse_date(value).or_else(|| dates::parse_moment(value).map(|moment| moment.date));
    day.map(|day| day.to_string()).ok_or_else(|| {
        Trouble::bad("unknown_value", format!("`{name}` cannot be `{}`; it is a day such as 2027-02-16", cut(value))).at(name)
    })
}

fn cut(text: &str) -> String {
    people::cut(text, 40).replace(|character: char| character.is_control() || character == '`', "\u{fffd}")
}

/// What a reader asks for, and what comes back in the form.
pub(super) fn of_reader(shelf: Shelf, pairs: &Pairs) -> Result<(Query, Search), Trouble> {
    let pairs = pairs.get(..PARAMETERS).unwrap_or(pairs);
    let given =
        |name: &'static str| pairs.iter().filter(move |(of, value)| of == name && !value.is_empty()).map(|(_, value)| value);
    let first = |name: &'static str| given(name).next().map(|value| people::cut(value, 100).into_owned());
    let mut words = String::new();
    let mut query = Query { limit: LIMIT, passages: true, ..Query::default() };
    if let Some(text) = given(forms::PARAM_QUERY).find(|text| !text.trim().is_empty()) {
        words = people::cut(text.trim(), KEPT_CHARS).into_owned();
        let _one_alone_fits = query.look_for(text);
    }
    for facet in shelf.filters() {
        for value in given(facet.name()) {
            match (facet, value.parse()) {
                (Facet::Hub, Ok(hub)) => drop(query.hubs.insert(hub)),
                // What is no hub's id is nobody's, and narrows nothing.
                (Facet::Hub, Err(_)) => {}
                _ => drop(query.codes.entry(*facet).or_default().insert(value.clone())),
            }
        }
    }
    if let Some(offset) = given(forms::PARAM_OFFSET).next() {
        query.offset = number(forms::PARAM_OFFSET, offset, FARTHEST)?;
    }
    query.order = match shelf {
        Shelf::Directory => Order::Name,
        Shelf::Events => today().map_or(Order::Newest, Order::From),
        Shelf::Stories | Shelf::Resources | Shelf::Articles => Order::Newest,
    };
    let county = first(forms::PARAM_COUNTY);
    let search = if shelf == Shelf::Directory {
        query.facets = true;
        let municipality = places(&mut query, county.as_deref());
        let [kind_type, offer, accessibility] = [forms::PARAM_TYPE, forms::PARAM_OFFER, forms::PARAM_ACCESSIBILITY].map(first);
        directory::search(&words, Chosen { county, municipality, kind_type, offer, accessibility })
    } else {
        Search { words, ..Search::default() }
    };
    query.facets |= search.filters.is_empty();
    Ok((query, search))
}

/// What a reader looks for everywhere, and on which shelf they look at it.
pub(super) fn of_seeker(pairs: &Pairs) -> Result<(Query, Search, Option<Shelf>), Trouble> {
    let part = pairs.iter().find(|(name, _)| name == forms::PARAM_PART).map(|(_, value)| value.as_str());
    let chosen = Shelf::ALL.into_iter().find(|shelf| part == Some(search::part_code(super::pages::section(*shelf))));
    let (mut query, mut search) = of_reader(chosen.unwrap_or(Shelf::Stories), pairs)?;
    search.filters.clear();
    if chosen.is_none() {
        // Choices are those of a part.
        query.codes.clear();
        query.hubs.clear();
    }
    query.facets = chosen.is_some();
    search.kept = chosen.map(|shelf| (forms::PARAM_PART, search::part_code(super::pages::section(shelf)).to_owned()));
    Ok((query, search, chosen))
}

/// The municipality that is looked for, as it is called today. One of another county than the chosen one was left over in the
/// form, and is forgotten.
fn places(query: &mut Query, county: Option<&str>) -> Option<String> {
    let given = query.codes.remove(&Facet::Municipality)?;
    let within = |number: &&str| county.is_none_or(|county| municipalities::county(number) == Some(county));
    let number = given.iter().map(|number| municipalities::today(number)).find(within)?.to_owned();
    query.codes.insert(Facet::Municipality, [number.clone()].into());
    Some(number)
}

/// What somebody wants in a calendar or a feed: the same choices as a page's, without words. What is not understood is refused,
/// since nobody would notice that a calendar holds something else than was asked for.
pub(super) fn of_subscriber(shelf: Shelf, pairs: &Pairs) -> Result<Query, Trouble> {
    let chosen: Pairs = pairs.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
    if let Some((name, _)) = chosen.iter().find(|(name, _)| !shelf.filters().iter().any(|facet| facet.name() == name)) {
        let detail = format!("there is no parameter `{}` here", cut(name));
        return Err(Trouble::bad("unknown_parameter", detail).at(name));
    }
    Ok(Query { facets: false, ..of_program(shelf, &chosen)? })
}

/// Today in Oslo, as dates are compared.
pub(super) fn today() -> Option<[u8; 10]> {
    dates::in_oslo(crate::clock::now()).date.to_string().as_bytes().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(shelf: Shelf, pairs: &[(&str, &str)]) -> Result<Query, &'static str> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        of_program(shelf, &pairs).map_err(|trouble| {
            assert_eq!(trouble.status, 400);
            trouble.rule
        })
    }

    #[test]
    fn what_is_known_is_taken() {
        let query =
            asked(Shelf::Stories, &[("theme", "hope"), ("theme", "meaning"), ("county", "55"), ("q", "å gå"), ("limit", "5")]);
        let query = query.unwrap();
        assert_eq!((query.codes[&Facet::Theme].len(), query.codes[&Facet::County].len(), query.limit), (2, 1, 5));
        assert_eq!(query.texts, ["å gå"]);
        let hub = "0a".repeat(32);
        assert_eq!(
            asked(Shelf::Events, &[("hub", &hub), ("from", "2027-02-16"), ("to", "2027-02-17T10:00")]).unwrap().hubs.len(),
            1
        );
    }

    #[test]
    fn all_alternatives_together_are_bounded() {
        let many = |count: usize, name: &'static str, value: &dyn Fn(usize) -> String| {
            let pairs: Vec<_> = (0..count).map(|number| (name.to_owned(), value(number))).collect();
            of_program(Shelf::Stories, &pairs).map_err(|trouble| trouble.rule)
        };
        let word = |number| format!("ord{number}");
        assert_eq!(many(16, "q", &word).unwrap().texts.len(), 16);
        assert_eq!(many(17, "q", &word).err(), Some("too_many_words"));
        assert_eq!(many(9, "q", &|number| format!("a{number} b{number}")).err(), Some("too_many_words"));
        // The same again is nothing more, and of one long text the beginning is looked for.
        assert_eq!(many(100, "q", &|_| "brua".to_owned()).unwrap().texts, ["brua"]);
        let pasted: Vec<_> = (0..1_000).map(word).collect();
        assert!(many(2, "q", &|_| pasted.join(" ")).unwrap().texts.concat().len() < 1_100);
        assert_eq!(many(9_000, "q", &|_| "brua".to_owned()).err(), Some("too_many_parameters"));
        assert_eq!(many(129, "theme", &|_| "hope".to_owned()).err(), Some("too_many_parameters"));
        assert_eq!(many(128, "theme", &|_| "hope".to_owned()).unwrap().codes[&Facet::Theme].len(), 1);
        let pairs: Vec<_> = (0..9_000).map(|number| ("county".to_owned(), number.to_string())).collect();
        assert_eq!(of_reader(Shelf::Stories, &pairs).unwrap().0.codes[&Facet::County].len(), PARAMETERS);
    }

    #[test]
    fn what_is_unknown_is_refused_by_name() {
        for (shelf, name, value, rule) in [
            (Shelf::Stories, "tema", "hope", "unknown_parameter"),
            (Shelf::Stories, "", "", "unknown_parameter"),
            (Shelf::Stories, "municipality", "5501", "unknown_parameter"),
            (Shelf::Stories, "age_band", "40-49", "unknown_parameter"),
            (Shelf::Stories, "theme", "joy", "unknown_value"),
            (Shelf::Stories, "theme", "", "unknown_value"),
            (Shelf::Stories, "county", "54", "unknown_value"),
            (Shelf::Stories, "hub", "nordlys", "unknown_value"),
            (Shelf::Stories, "limit", "101", "unknown_value"),
            (Shelf::Stories, "limit", "-1", "unknown_value"),
            (Shelf::Stories, "limit", "99999999999999999999", "unknown_value"),
            (Shelf::Stories, "offset", "10001", "unknown_value"),
            (Shelf::Events, "from", "i går", "unknown_value"),
            (Shelf::Directory, "type", "course", "unknown_value"),
            (Shelf::Resources, "type", "book", "unknown_value"),
        ] {
            assert_eq!(asked(shelf, &[(name, value)]).err(), Some(rule), "{name}={value}");
        }
        assert_eq!(asked(Shelf::Stories, &[("limit", "1"), ("limit", "2")]).err(), Some("repeated_parameter"));
    }

    #[test]
    fn a_page_is_patient() {
        let pairs = [("q", " "), ("theme", ""), ("county", "99"), ("utm_source", "x"), ("offset", "20")];
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (query, search) = of_reader(Shelf::Stories, &pairs).unwrap();
        assert!(query.texts.is_empty() && query.codes.len() == 1 && query.offset == 20);
        assert!(search.words.is_empty(), "what is chosen is told by what is found");
        let broken = vec![("offset".to_owned(), "x".to_owned())];
        assert!(of_reader(Shelf::Stories, &broken).is_err());
    }
}
