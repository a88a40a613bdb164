//! What the directory needs to know of a centre or an organisation, beside what every list needs.

use super::dates;
use super::hours::Hours;
use super::shown::{Shown, texts};
use knutepunkt_web_ui::dates::Date;
use knutepunkt_web_ui::municipalities;
use serde_json::Value;
use std::collections::BTreeSet;

/// Places of one entry, and counties or municipalities that it is for, that are looked at.
const PLACES: usize = 400;

/// What the directory needs to know.
#[derive(Clone, Default)]
pub struct Listed {
    /// When it is open.
    pub hours: Option<Hours>,
    /// Where it is: the numbers of today's municipalities.
    pub seats: Box<[Box<str>]>,
    /// For whom it is: municipalities, counties, everybody.
    pub area: Area,
    /// The last day on which somebody confirmed that this is how it is.
    pub assured_on: Option<Date>,
    /// What it belongs to, an id or a name.
    pub parent: Option<Box<str>>,
}

/// For whom something is, as it says itself.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Area {
    /// Municipalities of today.
    pub municipalities: Box<[Box<str>]>,
    /// Counties.
    pub counties: Box<[Box<str>]>,
    /// The whole country.
    pub national: bool,
}

/// How near to a municipality something is that is for those who live there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// It is there, or says that it is for those who live there.
    Municipality,
    /// It is for the whole county.
    County,
    /// It is for the whole country.
    Country,
}

impl Listed {
    /// Of a document of the directory.
    pub fn of(shown: &Shown) -> Listed {
        let area = shown.record("service_area");
        let part = |name: &str| area.and_then(|area| area.get(name));
        let of_area = texts(part("counties")).take(PLACES);
        // A centre says in a field of its own for which counties it is.
        let of_centre = shown.texts("county").take(PLACES);
        Listed {
            hours: Hours::of(shown),
            seats: numbers(seats(shown)),
            area: Area {
                municipalities: numbers(texts(part("municipalities")).take(PLACES)),
                counties: sorted(of_area.chain(of_centre)),
                national: part("national").and_then(Value::as_bool).unwrap_or(false),
            },
            assured_on: shown.text("assured_on").and_then(dates::parse_date),
            parent: shown.text("parent").map(|parent| knutepunkt_web_ui::people::cut(parent, 140).into()),
        }
    }

    /// How near it is to those who live in a municipality of today; none where it is not for them.
    pub fn near(&self, municipality: &str) -> Option<Near> {
        let is = |number: &str| number == municipality;
        let county = municipality.get(..2).unwrap_or_default();
        if self.seats.iter().chain(&self.area.municipalities).any(|number| is(number)) {
            Some(Near::Municipality)
        } else if self.area.counties.iter().any(|number| number.as_ref() == county) {
            Some(Near::County)
        } else {
            self.area.national.then_some(Near::Country)
        }
    }

    /// How near it is to those who live in a county.
    pub fn near_county(&self, county: &str) -> Option<Near> {
        let mut municipalities = self.seats.iter().chain(&self.area.municipalities);
        if self.area.counties.iter().any(|number| number.as_ref() == county) || municipalities.any(|it| it.starts_with(county)) {
            Some(Near::County)
        } else {
            self.area.national.then_some(Near::Country)
        }
    }

    /// Whether nobody has confirmed it for more than a year. Of a centre that writes of itself nobody has to.
    pub fn is_unconfirmed(&self, today: Date) -> bool {
        self.assured_on.is_some_and(|day| Date { year: day.year.saturating_add(1), ..day } < today)
    }

    /// Bytes that it takes in memory, roughly.
    pub fn bytes(&self) -> usize {
        let texts = self.seats.iter().chain(&self.area.municipalities).chain(&self.area.counties).chain(&self.parent);
        size_of::<Listed>()
            + texts.map(|text| text.len() + size_of::<Box<str>>()).sum::<usize>()
            + self.hours.as_ref().map_or(0, Hours::bytes)
    }
}

/// The municipalities in which a document has an address that one can visit or that it has at all.
fn seats(shown: &Shown) -> impl Iterator<Item = &str> {
    let locations = shown.records("locations").chain(shown.record("location")).take(PLACES);
    locations.filter_map(|location| location.get("address")?.get("municipality")?.as_str())
}

/// Numbers of municipalities, as they are today.
fn numbers<'t>(texts: impl Iterator<Item = &'t str>) -> Box<[Box<str>]> {
    sorted(texts.map(municipalities::today))
}

/// Codes, each once; what is none is left out.
fn sorted<'t>(texts: impl Iterator<Item = &'t str>) -> Box<[Box<str>]> {
    let codes: BTreeSet<&str> = texts.filter(|text| text.len() <= 4).collect();
    codes.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn listed(content: Value) -> Listed {
        Listed::of(&Shown::of_test(content.as_object().unwrap().clone().into_iter().collect()))
    }

    #[test]
    fn what_is_near_says_so_itself() {
        let house =
            listed(json!({"locations": [{"address": {"municipality": "5401"}}], "service_area": {"municipalities": ["5503"]}}));
        assert_eq!(
            (house.near("5501"), house.near("5503"), house.near("5510")),
            (Some(Near::Municipality), Some(Near::Municipality), None)
        );
        assert_eq!((house.near_county("55"), house.near_county("56")), (Some(Near::County), None));
        let league = listed(json!({"service_area": {"counties": ["55"], "national": true}}));
        assert_eq!((league.near("5501"), league.near("0301")), (Some(Near::County), Some(Near::Country)));
        let centre = listed(json!({"county": ["55", "56"]}));
        assert_eq!(centre.near("5601"), Some(Near::County));
        assert_eq!(listed(json!({"county": "55", "service_area": []})).near("5501"), None);
    }

    #[test]
    fn a_year_without_a_word_is_told() {
        let of = |day: &str| listed(json!({ "assured_on": day }));
        let today = Date { year: 2026, month: 11, day: 22 };
        assert!(of("2025-11-21").is_unconfirmed(today) && !of("2025-11-22").is_unconfirmed(today));
        assert!(!of("i fjor").is_unconfirmed(today) && of("2024-02-29").is_unconfirmed(today));
    }
}
