//! A centre's own profile, which only that centre writes: who it is, how to reach it, what it offers, whom a teller talks to.

use super::schema::{Field, Record, Shape};
use super::{contact, dates, limits, names, parts, places, vocabulary};

static STORY_CONTACT: Record = Record::new(
    "a story contact",
    &[
        Field::required("name", Shape::Line(limits::LABEL_CHARS)),
        Field::required("phone", Shape::Written(contact::PHONE)),
        Field::optional("hours", Shape::Line(limits::REMARK_CHARS)),
    ],
);

static COLOURS: Record = Record::new("colours", &[Field::required("accent", Shape::Written(names::COLOUR))]);

static HELP_LINE: Record = Record::new(
    "a help line",
    &[
        Field::required("number", Shape::Written(contact::PHONE)),
        Field::required("name", Shape::Line(limits::LABEL_CHARS)),
        Field::optional("hours", Shape::Line(limits::REMARK_CHARS)),
        Field::required("verified_on", Shape::Written(dates::DATE)),
    ],
);

const POLICY: Shape = Shape::Prose(limits::DESCRIPTION_CHARS);

/// The fields of a profile. `locations` are its houses; `addresses` are where its machines listen.
pub(super) static HUB: Record = Record::new(
    "a centre",
    &[
        parts::LANG,
        Field::required("name", Shape::Line(limits::TITLE_CHARS)),
        Field::optional("slug", Shape::Written(names::SHORT_NAME)),
        Field::required("county", Shape::Set(&Shape::Written(places::COUNTY), places::COUNTIES.len())),
        parts::SUMMARY,
        parts::ORGANISATION_NUMBER,
        parts::LOCATIONS,
        parts::PHONES,
        parts::EMAIL,
        parts::WEBSITE,
        parts::SCHEDULES,
        parts::ACCESSIBILITY,
        Field::optional("offers", Shape::Set(&Shape::Word(vocabulary::OFFERS), vocabulary::OFFERS.len())),
        Field::optional("story_contact", Shape::Record(&STORY_CONTACT)),
        Field::optional("about", POLICY),
        Field::optional("curation_policy", POLICY),
        Field::optional("moderation_rules", POLICY),
        Field::optional("privacy_notice", POLICY),
        Field::optional("accessibility_statement", POLICY),
        Field::optional("help_lines", Shape::List(&Shape::Record(&HELP_LINE), limits::HELP_LINES)),
        Field::optional("colours", Shape::Record(&COLOURS)),
        Field::optional("state", Shape::Word(vocabulary::HUB_STATES)),
        Field::optional("successor", Shape::Written(names::ID)),
        Field::optional("addresses", Shape::Set(&Shape::Written(contact::MULTIADDR), limits::MULTIADDRS)),
    ],
);

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::super::samples::{accepted_with, refused_with, whole};
    use serde_json::{Value, json};

    #[test]
    fn every_needed_field_is_needed() {
        for name in ["lang", "name", "county"] {
            assert_eq!(refused_with(Kind::Hub, name, Value::Null), (name.to_owned(), "required"));
        }
        assert_eq!(refused_with(Kind::Hub, "county", json!([])), ("county".to_owned(), "empty"));
    }

    #[test]
    fn a_new_centre_says_its_name_and_its_county() {
        let least = json!({"kind": "hub", "ref": "1", "lang": "nb", "name": "Nordlys", "county": ["55", "56"]});
        assert_eq!(whole(&least).shared.len(), 3);
    }

    #[test]
    fn each_field_refuses_what_it_is_not() {
        for (name, wrong, field, rule) in [
            ("slug", json!("Nordlys!"), "slug", "malformed"),
            ("county", json!("55"), "county", "wrong_type"),
            ("county", json!(["55", "55"]), "county[1]", "repeated"),
            ("orgnr", json!("123456789"), "orgnr", "check_digit"),
            ("accessibility", json!(["lift"]), "accessibility[0]", "not_in_vocabulary"),
            ("offers", json!(["therapy"]), "offers[0]", "not_in_vocabulary"),
            ("story_contact", json!({"name": "Vakta"}), "story_contact.phone", "required"),
            ("story_contact", json!({"phone": "22000000"}), "story_contact.name", "required"),
            ("colours", json!({}), "colours.accent", "required"),
            ("colours", json!({"accent": "green"}), "colours.accent", "malformed"),
            ("colours", json!({"accent": "#17594f", "paper": "#ffffff"}), "colours.paper", "unknown_field"),
            ("help_lines", json!([{"number": "116123", "verified_on": "2026-11-03"}]), "help_lines[0].name", "required"),
            ("help_lines", json!([{"number": "116123", "name": "Mental Helse"}]), "help_lines[0].verified_on", "required"),
            (
                "help_lines",
                json!([{"number": "ring", "name": "Vi", "verified_on": "2026-11-03"}]),
                "help_lines[0].number",
                "malformed",
            ),
            ("state", json!("open"), "state", "not_in_vocabulary"),
            ("successor", json!("nordlys"), "successor", "malformed"),
            ("addresses", json!(["192.0.2.1:4001"]), "addresses[0]", "malformed"),
        ] {
            assert_eq!(refused_with(Kind::Hub, name, wrong), (field.to_owned(), rule));
        }
    }

    #[test]
    fn a_colour_is_kept_in_small_letters() {
        let line = accepted_with(Kind::Hub, "colours", json!({"accent": "#17594F"}));
        assert_eq!(line.shared["colours"]["accent"], json!("#17594f"));
    }

    #[test]
    fn a_story_contact_can_be_called() {
        let contact = json!({"name": "Vakta", "phone": "22 00 00 00", "hours": "Tirsdager 10–14"});
        let line = accepted_with(Kind::Hub, "story_contact", contact);
        assert_eq!(line.shared["story_contact"]["phone"], json!("22000000"));
    }
}
