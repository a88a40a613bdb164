//! The counties of today and the numbers of municipalities.
//!
//! Which municipalities there are, and what former counties were called, is data of whoever searches and shows.

use super::error::Fault;
use super::schema::Format;
use super::{limits, vocabulary};

/// The counties from 2024: two digits and the name in its official languages.
pub const COUNTIES: &[(&str, &str)] = &[
    ("03", "Oslo"),
    ("11", "Rogaland"),
    ("15", "Møre og Romsdal"),
    ("18", "Nordland – Nordlánnda"),
    ("31", "Østfold"),
    ("32", "Akershus"),
    ("33", "Buskerud"),
    ("34", "Innlandet"),
    ("39", "Vestfold"),
    ("40", "Telemark"),
    ("42", "Agder"),
    ("46", "Vestland"),
    ("50", "Trøndelag – Trööndelage"),
    ("55", "Troms – Romsa – Tromssa"),
    ("56", "Finnmark – Finnmárku – Finmarkku"),
];

/// The name of today's county with this number.
pub fn county_name(code: &str) -> Option<&'static str> {
    COUNTIES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// Whether this is the number of a municipality in one of today's counties.
pub fn is_municipality(code: &str) -> bool {
    code.len() == 4
        && code.bytes().all(|byte| byte.is_ascii_digit())
        && code.get(..2).is_some_and(|county| county_name(county).is_some())
}

/// The two digits of a county.
pub const COUNTY: Format = Format { name: "county", most: limits::FORMATTED_CHARS, normalise: county };

/// The four digits of a municipality.
pub const MUNICIPALITY: Format = Format { name: "municipality", most: limits::FORMATTED_CHARS, normalise: municipality };

fn county(text: &str) -> Result<String, Fault> {
    if county_name(text).is_some() {
        return Ok(text.to_owned());
    }
    let known: Vec<String> = COUNTIES.iter().map(|(code, name)| format!("{code} {name}")).collect();
    let what = format!("is not the number of one of today's counties; write two digits of {}", known.join(", "));
    Err(Fault::new(vocabulary::NOT_IN_VOCABULARY, what))
}

fn municipality(text: &str) -> Result<String, Fault> {
    if is_municipality(text) {
        return Ok(text.to_owned());
    }
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let what = "lies in none of today's counties; write the number that the municipality has had since 2024";
        return Err(Fault::new(vocabulary::NOT_IN_VOCABULARY, what));
    }
    Err(Fault::malformed("is not the number of a municipality; write its four digits, such as `5501`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_fifteen_counties() {
        assert_eq!(COUNTIES.len(), 15);
        assert_eq!(county_name("55"), Some("Troms – Romsa – Tromssa"));
        assert_eq!(county("03").as_deref(), Ok("03"));
    }

    #[test]
    fn former_and_mistyped_counties_are_refused() {
        for wrong in ["54", "3", "19", "", "055", "Oslo"] {
            let fault = county(wrong).unwrap_err();
            assert_eq!(fault.rule, "not_in_vocabulary");
            assert!(fault.what.contains("42 Agder"), "the sentence names what is allowed");
        }
    }

    #[test]
    fn a_municipality_lies_in_a_county_of_today() {
        assert!(municipality("0301").is_ok() && municipality("5501").is_ok());
        assert_eq!(municipality("5401").unwrap_err().rule, "not_in_vocabulary");
        for wrong in ["301", "03010", "03a1", "", "øøøø", "０３０１"] {
            assert_eq!(municipality(wrong).unwrap_err().rule, "malformed");
        }
    }
}
