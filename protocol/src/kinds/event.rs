//! Events: courses, conferences, gatherings, weekly meetings.

use super::error::FieldError;
use super::path::Path;
use super::schema::{Field, Record, Shape, text};
use super::{contact, dates, limits, parts, recurrence, vocabulary};
use serde_json::{Map, Value};

/// Where most events are, and so their time zone when none is given.
const TIME_ZONE: &str = "Europe/Oslo";

static PRICE: Record = Record::new(
    "a price",
    &[
        Field::required("label", Shape::Line(limits::LABEL_CHARS)),
        Field::required("nok", Shape::Count(0, limits::NOK)),
        Field::optional("until", Shape::Written(dates::DATE)),
    ],
);

static REGISTRATION: Record = Record::new(
    "a registration",
    &[Field::required("url", Shape::Written(contact::URL)), Field::optional("deadline", Shape::Written(dates::DATE_OR_TIME))],
);

/// The fields of an event.
pub(super) static EVENT: Record = Record::new(
    "an event",
    &[
        parts::LANG,
        parts::TITLE,
        Field::required("type", Shape::Word(vocabulary::EVENT_TYPES)),
        Field::optional("state", Shape::Word(vocabulary::EVENT_STATES)),
        Field::required("mode", Shape::Word(vocabulary::EVENT_MODES)),
        Field::required("start", Shape::Written(dates::LOCAL_TIME)),
        Field::optional("end", Shape::Written(dates::LOCAL_TIME)),
        Field::optional("tz", Shape::Written(dates::TIME_ZONE)).or(TIME_ZONE),
        Field::optional("rrule", Shape::Written(recurrence::RECURRENCE)),
        parts::SUMMARY,
        Field::optional("body", parts::BODY),
        Field::optional("location", Shape::Record(&parts::LOCATION)),
        Field::optional("url", Shape::Written(contact::URL)),
        Field::required("organisers", parts::PARTIES),
        Field::optional("collaborators", parts::PARTIES),
        Field::optional("prices", Shape::List(&Shape::Record(&PRICE), limits::PRICES)),
        Field::optional("capacity", Shape::Count(1, limits::CAPACITY)),
        Field::optional("registration", Shape::Record(&REGISTRATION)),
        parts::THEMES,
    ],
)
.where_holds(ends_after_it_starts);

fn ends_after_it_starts(path: &Path<'_>, event: &Map<String, Value>) -> Result<(), FieldError> {
    // Both are written in one way, in which the order of the letters is the order of the times.
    match (text(event, "start"), text(event, "end")) {
        (Some(start), Some(end)) if end < start => {
            Err(FieldError::at(&path.then("end"), "wrong_order", "is before the event starts; correct one of the two"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::super::samples::{self, accepted_with, refused_with};
    use super::limits;
    use serde_json::{Value, json};

    fn with(name: &str, value: Value) -> (String, &'static str) {
        refused_with(Kind::Event, name, value)
    }

    fn at(field: &str, rule: &'static str) -> (String, &'static str) {
        (field.to_owned(), rule)
    }

    #[test]
    fn every_needed_field_is_needed() {
        for name in ["lang", "title", "type", "mode", "start", "organisers"] {
            assert_eq!(with(name, Value::Null), at(name, "required"));
        }
        assert_eq!(with("organisers", json!([])), at("organisers", "empty"));
    }

    #[test]
    fn an_event_is_in_oslo_time_unless_it_says_otherwise() {
        let mut event = samples::line(Kind::Event);
        event.as_object_mut().unwrap().remove("tz");
        assert_eq!(samples::whole(&event).shared["tz"], json!("Europe/Oslo"));
        assert_eq!(accepted_with(Kind::Event, "tz", json!("UTC")).shared["tz"], json!("UTC"));
    }

    #[test]
    fn it_does_not_end_before_it_starts() {
        assert_eq!(with("end", json!("2027-02-16T08:59")), at("end", "wrong_order"));
        accepted_with(Kind::Event, "end", json!("2027-02-16T09:00"));
    }

    #[test]
    fn each_field_refuses_what_it_is_not() {
        for (name, wrong, field, rule) in [
            ("type", json!("party"), "type", "not_in_vocabulary"),
            ("state", json!("off"), "state", "not_in_vocabulary"),
            ("mode", json!("digital"), "mode", "not_in_vocabulary"),
            ("start", json!("2027-02-16"), "start", "malformed"),
            ("start", json!("2027-02-29T09:00"), "start", "malformed"),
            ("tz", json!("CET"), "tz", "malformed"),
            ("rrule", json!("every Tuesday"), "rrule", "malformed"),
            ("summary", json!("x".repeat(501)), "summary", "too_long"),
            ("location", json!({"type": "physical"}), "location.address", "required"),
            ("url", json!("ftp://senter.example"), "url", "malformed"),
            ("organisers", json!(["Nordlys", "Nordlys"]), "organisers[1]", "repeated"),
            ("organisers", json!(["0a".repeat(33)]), "organisers[0]", "malformed"),
            ("collaborators", json!([5]), "collaborators[0]", "wrong_type"),
            ("prices", json!([{"label": "Student"}]), "prices[0].nok", "required"),
            ("prices", json!([{"label": "Student", "nok": -1}]), "prices[0].nok", "out_of_range"),
            ("prices", json!([{"label": "Student", "nok": "100"}]), "prices[0].nok", "wrong_type"),
            ("prices", json!([{"label": "a", "nok": limits::NOK + 1}]), "prices[0].nok", "out_of_range"),
            ("capacity", json!(0), "capacity", "out_of_range"),
            ("registration", json!({"deadline": "2027-02-01"}), "registration.url", "required"),
            ("registration", json!({"url": "https://a.example", "deadline": "1. feb"}), "registration.deadline", "malformed"),
        ] {
            assert_eq!(with(name, wrong), at(field, rule));
        }
    }

    #[test]
    fn organisers_are_centres_or_names() {
        let organisers = json!(["0a".repeat(32), "Nordlys"]);
        assert_eq!(accepted_with(Kind::Event, "organisers", organisers.clone()).shared["organisers"], organisers);
    }
}
