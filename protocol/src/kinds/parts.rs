//! Records that several kinds have: addresses, locations, opening hours, telephone numbers, bodies of text.

use super::error::FieldError;
use super::path::Path;
use super::schema::{Field, Record, Shape, text};
use super::{contact, dates, limits, places, vocabulary};
use serde_json::{Map, Value};

/// The language in which a document is written.
pub(super) const LANG: Field = Field::required("lang", Shape::Word(vocabulary::LANGUAGES));

/// Themes, of CHIME.
pub(super) const THEMES: Field = Field::optional("themes", THEMES_SHAPE);

const THEMES_SHAPE: Shape = Shape::Set(&Shape::Word(vocabulary::THEMES), vocabulary::THEMES.len());

/// A title.
pub(super) const TITLE: Field = Field::required("title", Shape::Line(limits::TITLE_CHARS));

/// What a list shows of a document.
pub(super) const SUMMARY: Field = Field::optional("summary", Shape::Prose(limits::SUMMARY_CHARS));

/// Paragraphs, each a text of its own, so that two people can correct two of them.
pub(super) const BODY: Shape = Shape::List(&Shape::Prose(limits::PARAGRAPH_CHARS), limits::PARAGRAPHS);

/// Organisers, partners: ids or names.
pub(super) const PARTIES: Shape = Shape::Set(&Shape::Written(super::names::PARTY), limits::PARTIES);

/// What makes a house easier to be in.
pub(super) const ACCESSIBILITY: Field =
    Field::optional("accessibility", Shape::Set(&Shape::Word(vocabulary::ACCESSIBILITY), vocabulary::ACCESSIBILITY.len()));

/// Places of an organisation or a centre.
pub(super) const LOCATIONS: Field = Field::optional("locations", Shape::List(&Shape::Record(&LOCATION), limits::LOCATIONS));

/// Opening hours.
pub(super) const SCHEDULES: Field = Field::optional("schedules", Shape::List(&Shape::Record(&SCHEDULE), limits::SCHEDULES));

/// Telephone numbers.
pub(super) const PHONES: Field = Field::optional("phones", Shape::List(&Shape::Record(&PHONE), limits::PHONES));

/// An e-mail address that everybody may read.
pub(super) const EMAIL: Field = Field::optional("email", Shape::Written(contact::EMAIL));

/// A web site.
pub(super) const WEBSITE: Field = Field::optional("website", Shape::Written(contact::URL));

/// The number of an organisation in the public register.
pub(super) const ORGANISATION_NUMBER: Field = Field::optional("orgnr", Shape::Written(contact::ORGANISATION_NUMBER));

const ADDRESS: Record = Record::new(
    "an address",
    &[
        Field::required("street", Shape::Line(limits::LABEL_CHARS)),
        Field::required("postal_code", Shape::Written(contact::POSTAL_CODE)),
        Field::required("city", Shape::Line(limits::LABEL_CHARS)),
        Field::required("county", Shape::Written(places::COUNTY)),
        Field::required("municipality", Shape::Written(places::MUNICIPALITY)),
    ],
)
.where_holds(municipality_in_county);

/// Where somebody is: a house, a letter box or a place on the net.
pub(super) const LOCATION: Record = Record::new(
    "a location",
    &[
        Field::required("type", Shape::Word(vocabulary::LOCATION_TYPES)),
        Field::optional("address", Shape::Record(&ADDRESS)),
        Field::optional("lat", Shape::Degrees(90)),
        Field::optional("lon", Shape::Degrees(180)),
        ACCESSIBILITY,
    ],
)
.where_holds(location_can_be_found);

const SCHEDULE: Record = Record::new(
    "opening hours",
    &[
        Field::required("days", Shape::Set(&Shape::Word(vocabulary::DAYS), vocabulary::DAYS.len())),
        Field::required("opens", Shape::Written(dates::CLOCK)),
        Field::required("closes", Shape::Written(dates::CLOCK)),
        Field::optional("note", Shape::Line(limits::REMARK_CHARS)),
    ],
)
.where_holds(open_at_all);

const PHONE: Record = Record::new(
    "a telephone number",
    &[Field::required("number", Shape::Written(contact::PHONE)), Field::optional("label", Shape::Line(limits::LABEL_CHARS))],
);

fn municipality_in_county(path: &Path<'_>, address: &Map<String, Value>) -> Result<(), FieldError> {
    let (Some(county), Some(municipality)) = (text(address, "county"), text(address, "municipality")) else {
        return Ok(());
    };
    if municipality.starts_with(county) {
        return Ok(());
    }
    let what = format!("lies outside of county {county}, whose numbers begin with its own; correct one of the two");
    Err(FieldError::at(&path.then("municipality"), "mismatch", what))
}

fn location_can_be_found(path: &Path<'_>, location: &Map<String, Value>) -> Result<(), FieldError> {
    let virtual_place = text(location, "type") == Some("virtual");
    if !virtual_place && !location.contains_key("address") {
        let what = "is missing, and a location that is not virtual needs one; add it";
        return Err(FieldError::at(&path.then("address"), "required", what));
    }
    match (location.contains_key("lat"), location.contains_key("lon")) {
        (true, false) => Err(half_a_point(&path.then("lon"))),
        (false, true) => Err(half_a_point(&path.then("lat"))),
        _ => Ok(()),
    }
}

fn half_a_point(path: &Path<'_>) -> FieldError {
    FieldError::at(path, "required", "is missing, and half a position leads nowhere; give both or none")
}

fn open_at_all(path: &Path<'_>, hours: &Map<String, Value>) -> Result<(), FieldError> {
    // A house may close after midnight, so `closes` can be before `opens`.
    if text(hours, "opens").is_some() && text(hours, "opens") == text(hours, "closes") {
        let what = "is when it opens, too; write a later time";
        return Err(FieldError::at(&path.then("closes"), "wrong_order", what));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::reader::{Exactness, record};
    use super::super::samples;
    use super::*;
    use serde_json::json;

    fn broken(part: &'static Record, given: Value) -> (String, &'static str) {
        let error = record(part, &Path::root(), given.as_object().unwrap(), Exactness::Whole).unwrap_err();
        (error.field, error.rule)
    }

    fn holds(part: &'static Record, given: Value) {
        record(part, &Path::root(), given.as_object().unwrap(), Exactness::Whole).unwrap();
    }

    #[test]
    fn an_address_has_all_its_parts_and_lies_in_its_county() {
        holds(&ADDRESS, samples::address());
        for name in ["street", "postal_code", "city", "county", "municipality"] {
            let mut address = samples::address();
            address.as_object_mut().unwrap().remove(name);
            assert_eq!(broken(&ADDRESS, address), (name.to_owned(), "required"));
        }
        let mut elsewhere = samples::address();
        elsewhere["county"] = json!("03");
        assert_eq!(broken(&ADDRESS, elsewhere), ("municipality".to_owned(), "mismatch"));
    }

    #[test]
    fn a_location_can_be_found() {
        holds(&LOCATION, json!({"type": "virtual"}));
        holds(&LOCATION, json!({"type": "physical", "address": samples::address(), "lat": 69.65, "lon": 18.96}));
        assert_eq!(broken(&LOCATION, json!({"type": "postal"})), ("address".to_owned(), "required"));
        assert_eq!(broken(&LOCATION, json!({"type": "virtual", "lat": 1.0})), ("lon".to_owned(), "required"));
        assert_eq!(broken(&LOCATION, json!({"type": "virtual", "lon": 1.0})), ("lat".to_owned(), "required"));
        let lift = json!({"type": "virtual", "accessibility": ["lift"]});
        assert_eq!(broken(&LOCATION, lift), ("accessibility[0]".to_owned(), "not_in_vocabulary"));
    }

    #[test]
    fn hours_open_and_close() {
        holds(&SCHEDULE, json!({"days": ["mo", "su"], "opens": "20:00", "closes": "02:00", "note": "Natthjem"}));
        let never = json!({"days": ["mo"], "opens": "10:00", "closes": "10:00"});
        assert_eq!(broken(&SCHEDULE, never), ("closes".to_owned(), "wrong_order"));
        let no_day = json!({"days": [], "opens": "10:00", "closes": "15:00"});
        assert_eq!(broken(&SCHEDULE, no_day), ("days".to_owned(), "empty"));
        let bad_time = json!({"days": ["mo"], "opens": "10", "closes": "15:00"});
        assert_eq!(broken(&SCHEDULE, bad_time), ("opens".to_owned(), "malformed"));
    }

    #[test]
    fn a_phone_has_a_number() {
        holds(&PHONE, json!({"number": "116 123", "label": "Vakt"}));
        assert_eq!(broken(&PHONE, json!({"label": "Vakt"})), ("number".to_owned(), "required"));
    }
}
