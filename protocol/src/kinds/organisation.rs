//! Entries of the directory: organisations and their services, which any member may keep in order.

use super::schema::{Field, Record, Shape};
use super::{dates, limits, names, parts, places, vocabulary};

static SERVICE: Record = Record::new(
    "a service",
    &[
        Field::required("name", Shape::Line(limits::TITLE_CHARS)),
        Field::required("status", Shape::Word(vocabulary::SERVICE_STATUSES)),
        Field::optional("description", Shape::Prose(limits::DESCRIPTION_CHARS)),
        Field::optional("eligibility", Shape::Prose(limits::REMARK_CHARS)),
        Field::optional("fees", Shape::Prose(limits::REMARK_CHARS)),
        Field::optional("how_to_apply", Shape::Prose(limits::REMARK_CHARS)),
        Field::optional("languages", Shape::Set(&Shape::Written(names::LANGUAGE), limits::LANGUAGES)),
        Field::optional("user_led", Shape::YesNo),
    ],
);

static SERVICE_AREA: Record = Record::new(
    "a service area",
    &[
        Field::optional("municipalities", Shape::Set(&Shape::Written(places::MUNICIPALITY), limits::MUNICIPALITIES)),
        Field::optional("counties", Shape::Set(&Shape::Written(places::COUNTY), places::COUNTIES.len())),
        Field::optional("national", Shape::YesNo),
    ],
);

/// The fields of an organisation.
pub(super) static ORGANISATION: Record = Record::new(
    "an organisation",
    &[
        parts::LANG,
        Field::required("name", Shape::Line(limits::TITLE_CHARS)),
        Field::required("description", Shape::Prose(limits::DESCRIPTION_CHARS)),
        Field::required("type", Shape::Word(vocabulary::ORGANISATION_TYPES)),
        parts::ORGANISATION_NUMBER,
        Field::optional("parent", Shape::Written(names::PARTY)),
        Field::optional("services", Shape::List(&Shape::Record(&SERVICE), limits::SERVICES)),
        parts::LOCATIONS,
        parts::SCHEDULES,
        parts::PHONES,
        parts::EMAIL,
        parts::WEBSITE,
        Field::optional("service_area", Shape::Record(&SERVICE_AREA)),
        Field::optional("assured_on", Shape::Written(dates::DATE)),
        Field::optional("alert", Shape::Prose(limits::REMARK_CHARS)),
    ],
);

#[cfg(test)]
mod tests {
    use super::super::samples::{self, refused_with};
    use super::super::{Kind, limits};
    use serde_json::{Value, json};

    fn with(name: &str, value: Value) -> (String, &'static str) {
        refused_with(Kind::Organisation, name, value)
    }

    fn at(field: &str, rule: &'static str) -> (String, &'static str) {
        (field.to_owned(), rule)
    }

    #[test]
    fn every_needed_field_is_needed() {
        for name in ["lang", "name", "description", "type"] {
            assert_eq!(with(name, Value::Null), at(name, "required"));
        }
    }

    #[test]
    fn the_least_organisation_has_four_fields() {
        let least = json!({"kind": "organisation", "ref": "1", "lang": "nb", "name": "Havglimt", "description": "Oppdiktet.",
            "type": "self_help"});
        assert_eq!(samples::whole(&least).shared.len(), 4);
    }

    #[test]
    fn each_field_refuses_what_it_is_not() {
        for (name, wrong, field, rule) in [
            ("type", json!("hospital"), "type", "not_in_vocabulary"),
            ("orgnr", json!("123456784"), "orgnr", "check_digit"),
            ("orgnr", json!("NO123456785"), "orgnr", "malformed"),
            ("parent", json!("0a".repeat(31)), "parent", "malformed"),
            ("services", json!([{"name": "Åpent hus"}]), "services[0].status", "required"),
            ("services", json!([{"status": "active"}]), "services[0].name", "required"),
            ("services", json!([{"name": "a", "status": "open"}]), "services[0].status", "not_in_vocabulary"),
            (
                "services",
                json!([{"name": "a", "status": "active", "languages": ["norsk"]}]),
                "services[0].languages[0]",
                "malformed",
            ),
            ("services", json!([{"name": "a", "status": "active", "user_led": 1}]), "services[0].user_led", "wrong_type"),
            ("locations", json!([{"type": "house"}]), "locations[0].type", "not_in_vocabulary"),
            (
                "schedules",
                json!([{"days": ["man"], "opens": "10:00", "closes": "15:00"}]),
                "schedules[0].days[0]",
                "not_in_vocabulary",
            ),
            ("phones", json!([{"number": "12"}]), "phones[0].number", "malformed"),
            ("email", json!("post"), "email", "malformed"),
            ("website", json!("senter.example"), "website", "malformed"),
            ("service_area", json!({"counties": ["19"]}), "service_area.counties[0]", "not_in_vocabulary"),
            ("service_area", json!({"municipalities": ["19"]}), "service_area.municipalities[0]", "malformed"),
            ("service_area", json!({"national": "yes"}), "service_area.national", "wrong_type"),
            ("assured_on", json!("2026-11"), "assured_on", "malformed"),
            ("alert", json!("x".repeat(limits::REMARK_CHARS + 1)), "alert", "too_long"),
            ("name", json!("x".repeat(141)), "name", "too_long"),
            ("hub", json!("0a".repeat(32)), "hub", "unknown_field"),
        ] {
            assert_eq!(with(name, wrong), at(field, rule));
        }
    }

    #[test]
    fn numbers_are_kept_without_their_spaces() {
        let line = samples::accepted_with(Kind::Organisation, "orgnr", json!("123 456 785"));
        assert_eq!(line.shared["orgnr"], json!("123456785"));
        assert_eq!(line.shared["phones"][0]["number"], json!("22000000"));
    }

    #[test]
    fn nothing_of_an_entry_is_private() {
        let line = samples::whole(&samples::line(Kind::Organisation));
        assert_eq!(line.private.keys().collect::<Vec<_>>(), ["ref"]);
    }
}
