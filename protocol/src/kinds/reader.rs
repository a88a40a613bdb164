//! Values against a table of fields: what a person or a program wrote becomes what a document holds, or one sentence about
//! the first thing that is wrong.
//!
//! It is used in two ways: for a whole document ([`record`]), and field by field for an edit ([`field`], then
//! [`complete`]). What may leave the machine is another module's question, and so is whether it may be published.

use super::error::{FieldError, listed, quoted};
use super::nearest::nearest;
use super::path::Path;
use super::schema::{Field, Format, Need, Record, Shape, Stays};
use super::vocabulary::{NOT_IN_VOCABULARY, Vocabulary};
use super::{dates, text};
use serde_json::{Map, Number, Value};

/// How exact a line has to be about what stays on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exactness {
    /// A new document: everything.
    Whole,
    /// Something that was exported or stands already: what does not leave a machine may be missing, dates may be months.
    AsShared,
}

/// A whole record. Unknown names, missing fields and broken rules are errors; the result holds what is kept.
pub(super) fn record(
    record: &'static Record,
    path: &Path<'_>,
    given: &Map<String, Value>,
    exactness: Exactness,
) -> Result<Map<String, Value>, FieldError> {
    let mut kept = Map::new();
    for (name, value) in given {
        if let Some(value) = field(record, path, name, value, exactness)? {
            kept.insert(name.clone(), value);
        }
    }
    complete(record, path, &mut kept, exactness)?;
    Ok(kept)
}

/// One field of a record. None when it is given as nothing: null, or an empty list where it may be left out.
pub(super) fn field(
    record: &'static Record,
    path: &Path<'_>,
    name: &str,
    given: &Value,
    exactness: Exactness,
) -> Result<Option<Value>, FieldError> {
    let here = path.then(name);
    let Some(field) = record.field(name) else { return Err(unknown(record, &here, name)) };
    if given.is_null() {
        return Ok(None);
    }
    if field.stays == Stays::SharedToMonth
        && exactness == Exactness::AsShared
        && let Some(month) = given.as_str().filter(|month| dates::is_month(month))
    {
        return Ok(Some(Value::from(month)));
    }
    let kept = value(&field.shape, &here, given, exactness)?;
    let empty = match &kept {
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    match (empty, field.need) {
        (true, Need::Required) => Err(FieldError::at(&here, "empty", "is empty; give at least one")),
        (true, Need::Optional) => Ok(None),
        _ => Ok(Some(kept)),
    }
}

/// What a record as a whole must be: defaults filled in, needed fields there, rules between fields kept.
pub(super) fn complete(
    record: &'static Record,
    path: &Path<'_>,
    kept: &mut Map<String, Value>,
    exactness: Exactness,
) -> Result<(), FieldError> {
    for field in record.fields {
        if kept.contains_key(field.name) {
            continue;
        }
        if let Some(default) = field.default {
            kept.insert(field.name.to_owned(), Value::from(default));
        } else if field.need != Need::Optional && !may_be_missing(field, exactness) {
            return Err(missing(record, field, path));
        }
    }
    record.between.map_or(Ok(()), |between| between(path, kept))
}

fn may_be_missing(field: &Field, exactness: Exactness) -> bool {
    field.stays == Stays::Private && exactness == Exactness::AsShared
}

fn missing(record: &Record, field: &Field, path: &Path<'_>) -> FieldError {
    let advice = match (&field.shape, field.need) {
        (Shape::Word(words), _) => format!("; write {}", listed(words.iter().copied())),
        (Shape::YesNo, _) => "; write true or false".to_owned(),
        (_, Need::MayBeEmpty) => "; write an empty list if there is nothing to say".to_owned(),
        _ => "; add it".to_owned(),
    };
    FieldError::at(&path.then(field.name), "required", format!("is missing, and {} needs it{advice}", record.name))
}

fn unknown(record: &Record, here: &Path<'_>, name: &str) -> FieldError {
    if let Some((_, why)) = record.refused.iter().find(|(refused, _)| *refused == name) {
        return FieldError::at(here, "unknown_field", *why);
    }
    let names = || record.fields.iter().map(|field| field.name);
    let advice = match nearest(name, names()) {
        Some(meant) => format!("perhaps you mean `{meant}`"),
        None => format!("use {}", listed(names())),
    };
    FieldError::at(here, "unknown_field", format!("is not a field of {}; {advice}", record.name))
}

fn value(shape: &'static Shape, path: &Path<'_>, given: &Value, exactness: Exactness) -> Result<Value, FieldError> {
    match shape {
        Shape::Line(most) => Ok(Value::from(text::line(path, written(path, given)?, *most)?)),
        Shape::Prose(most) => Ok(Value::from(text::prose(path, written(path, given)?, *most)?)),
        Shape::Word(words) => word(path, written(path, given)?, words),
        Shape::Written(format) => formatted(path, written(path, given)?, format),
        Shape::YesNo => match given {
            Value::Bool(_) => Ok(given.clone()),
            _ => Err(wrong_type(path, given, "true or false without quotation marks")),
        },
        Shape::Count(least, most) => count(path, given, *least, *most),
        Shape::Degrees(most) => degrees(path, given, *most),
        Shape::Record(part) => match given {
            Value::Object(fields) => record(part, path, fields, exactness).map(Value::Object),
            _ => Err(wrong_type(path, given, &format!("an object with {}", listed(part.fields.iter().map(|f| f.name))))),
        },
        Shape::List(item, most) => list(item, *most, false, path, given, exactness),
        Shape::Set(item, most) => list(item, *most, true, path, given, exactness),
    }
}

fn written<'a>(path: &Path<'_>, given: &'a Value) -> Result<&'a str, FieldError> {
    given.as_str().ok_or_else(|| wrong_type(path, given, "text in quotation marks"))
}

fn wrong_type(path: &Path<'_>, given: &Value, wanted: &str) -> FieldError {
    let is = match given {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    FieldError::at(path, "wrong_type", format!("is {is}; write {wanted}"))
}

fn word(path: &Path<'_>, given: &str, words: Vocabulary) -> Result<Value, FieldError> {
    let given = given.trim();
    if words.contains(&given) {
        return Ok(Value::from(given));
    }
    let meant = nearest(given, words.iter().copied());
    let advice = meant.map_or(String::new(), |meant| format!(" (did you mean `{meant}`?)"));
    let what = format!("cannot be `{}`; write {}{advice}", quoted(given), listed(words.iter().copied()));
    Err(FieldError::at(path, NOT_IN_VOCABULARY, what))
}

fn formatted(path: &Path<'_>, given: &str, format: &Format) -> Result<Value, FieldError> {
    let given = text::line(path, given, format.most)?;
    (format.normalise)(&given).map(Value::from).map_err(|fault| FieldError::at(path, fault.rule, fault.what))
}

fn count(path: &Path<'_>, given: &Value, least: u64, most: u64) -> Result<Value, FieldError> {
    let wanted = format!("a whole number from {least} to {most}");
    let Value::Number(number) = given else { return Err(wrong_type(path, given, &wanted)) };
    // Spreadsheets write 350.0 for 350.
    let whole = number.as_u64().or_else(|| number.as_f64().and_then(whole_part));
    match whole {
        Some(whole) if (least..=most).contains(&whole) => Ok(Value::from(whole)),
        _ => Err(FieldError::at(path, "out_of_range", format!("cannot be this number; write {wanted}"))),
    }
}

/// Largest whole number that a float tells from its neighbours.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn whole_part(number: f64) -> Option<u64> {
    ((0.0..EXACT).contains(&number) && number.fract() == 0.0).then_some(number as u64)
}

fn degrees(path: &Path<'_>, given: &Value, most: u16) -> Result<Value, FieldError> {
    let wanted = format!("degrees from -{most} to {most}, such as 69.65");
    let Some(number) = given.as_f64() else { return Err(wrong_type(path, given, &wanted)) };
    let within = number.is_finite() && number.abs() <= f64::from(most);
    // Adding 0 makes -0 into 0, so that the same place is the same value.
    match Number::from_f64(number + 0.0) {
        Some(kept) if within => Ok(Value::Number(kept)),
        _ => Err(FieldError::at(path, "out_of_range", format!("cannot be this number; write {wanted}"))),
    }
}

fn list(
    item: &'static Shape,
    most: usize,
    each_once: bool,
    path: &Path<'_>,
    given: &Value,
    exactness: Exactness,
) -> Result<Value, FieldError> {
    let Value::Array(given) = given else { return Err(wrong_type(path, given, "a list in square brackets")) };
    if given.len() > most {
        let what = format!("has {} entries; keep at most {most}", given.len());
        return Err(FieldError::at(path, "too_many", what));
    }
    let mut kept: Vec<Value> = Vec::with_capacity(given.len());
    for (index, one) in given.iter().enumerate() {
        let here = path.at(index);
        let one = value(item, &here, one, exactness)?;
        if each_once && kept.contains(&one) {
            return Err(FieldError::at(&here, "repeated", "stands in the list already; remove one of the two"));
        }
        kept.push(one);
    }
    Ok(Value::Array(kept))
}

#[cfg(test)]
mod tests {
    use super::super::{contact, vocabulary};
    use super::*;
    use serde_json::json;

    static PART: Record =
        Record::new("a part", &[Field::required("name", Shape::Line(5)), Field::optional("count", Shape::Count(1, 9))]);

    static WHOLE: Record = Record::new(
        "a whole",
        &[
            Field::required("title", Shape::Line(10)),
            Field::optional("parts", Shape::List(&Shape::Record(&PART), 2)),
            Field::optional("days", Shape::Set(&Shape::Word(vocabulary::DAYS), 7)),
            Field::may_be_empty("notes", Shape::List(&Shape::Prose(10), 3)),
            Field::optional("open", Shape::YesNo),
            Field::optional("lat", Shape::Degrees(90)),
            Field::optional("phone", Shape::Written(contact::PHONE)),
            Field::optional("tz", Shape::Line(5)).or("Oslo"),
            Field::required("secret", Shape::YesNo).staying(Stays::Private),
            Field::optional("on", Shape::Written(dates::DATE)).staying(Stays::SharedToMonth),
        ],
    )
    .refusing(&[("owner", "is never given, since it follows from the signature")])
    .where_holds(|path, fields| match fields.get("title").and_then(Value::as_str) {
        Some("forbidden") => Err(FieldError::at(path, "forbidden", "cannot be so")),
        _ => Ok(()),
    });

    fn good() -> Value {
        json!({"title": " Tittel ", "notes": [], "secret": true})
    }

    fn with(name: &str, value: Value) -> Result<Map<String, Value>, (String, &'static str)> {
        let mut given = good();
        given[name] = value;
        record(&WHOLE, &Path::root(), given.as_object().unwrap(), Exactness::Whole).map_err(|error| (error.field, error.rule))
    }

    fn rule(name: &str, value: Value) -> (String, &'static str) {
        with(name, value).unwrap_err()
    }

    fn at(field: &str, rule: &'static str) -> (String, &'static str) {
        (field.to_owned(), rule)
    }

    #[test]
    fn what_is_kept_is_trimmed_and_has_its_defaults() {
        let kept = record(&WHOLE, &Path::root(), good().as_object().unwrap(), Exactness::Whole).unwrap();
        assert_eq!(Value::Object(kept), json!({"title": "Tittel", "notes": [], "secret": true, "tz": "Oslo"}));
    }

    #[test]
    fn nothing_given_is_nothing_kept() {
        for (name, nothing) in [("days", json!([])), ("days", json!(null)), ("parts", json!([])), ("open", json!(null))] {
            assert!(!with(name, nothing).unwrap().contains_key(name));
        }
        assert_eq!(with("notes", json!([])).unwrap()["notes"], json!([]));
    }

    #[test]
    fn needed_fields_are_needed() {
        assert_eq!(rule("title", json!(null)), at("title", "required"));
        assert_eq!(rule("notes", json!(null)), at("notes", "required"));
        assert_eq!(rule("secret", json!(null)), at("secret", "required"));
        assert_eq!(rule("parts", json!([{"name": "a"}, {}])), at("parts[1].name", "required"));
    }

    #[test]
    fn each_shape_refuses_what_it_is_not() {
        assert_eq!(rule("title", json!(5)), at("title", "wrong_type"));
        assert_eq!(rule("title", json!("elleve tegn")), at("title", "too_long"));
        assert_eq!(rule("title", json!("")), at("title", "empty"));
        assert_eq!(rule("open", json!("true")), at("open", "wrong_type"));
        assert_eq!(rule("days", json!("mo")), at("days", "wrong_type"));
        assert_eq!(rule("days", json!(["mo", "ti"])), at("days[1]", "not_in_vocabulary"));
        assert_eq!(rule("days", json!(["mo", "tu", "mo"])), at("days[2]", "repeated"));
        assert_eq!(rule("notes", json!(["a", "b", "c", "d"])), at("notes", "too_many"));
        assert_eq!(rule("notes", json!(["a", " "])), at("notes[1]", "empty"));
        assert_eq!(rule("notes", json!([["a"]])), at("notes[0]", "wrong_type"));
        assert_eq!(rule("parts", json!(["a"])), at("parts[0]", "wrong_type"));
        assert_eq!(rule("phone", json!(22000000)), at("phone", "wrong_type"));
        assert_eq!(rule("phone", json!("22 00 00 0O")), at("phone", "malformed"));
        assert_eq!(rule("title", json!("forbidden")), at("line", "forbidden"));
    }

    #[test]
    fn numbers_keep_to_their_range() {
        let count = |number: Value| with("parts", json!([{"name": "a", "count": number}]));
        assert_eq!(count(json!(9)).unwrap()["parts"][0]["count"], json!(9));
        assert_eq!(count(json!(9.0)).unwrap()["parts"][0]["count"], json!(9));
        for wrong in [json!(0), json!(10), json!(-1), json!(1.5), json!(1e300), json!(u64::MAX), json!(i64::MIN)] {
            assert_eq!(count(wrong).unwrap_err(), at("parts[0].count", "out_of_range"));
        }
        assert_eq!(count(json!("9")).unwrap_err().1, "wrong_type");
        assert_eq!(with("lat", json!(69)).unwrap()["lat"], json!(69.0));
        assert_eq!(with("lat", json!(-0.0)).unwrap()["lat"].to_string(), "0.0");
        assert_eq!(rule("lat", json!(90.01)), at("lat", "out_of_range"));
        assert_eq!(rule("lat", json!(-1e308)), at("lat", "out_of_range"));
    }

    #[test]
    fn unknown_names_are_refused_by_name() {
        assert_eq!(rule("titel", json!(1)), at("titel", "unknown_field"));
        assert_eq!(rule("parts", json!([{"name": "a", "nmae": 1}])), at("parts[0].nmae", "unknown_field"));
        let message = |name: &str| {
            let mut given = good();
            given[name] = json!(1);
            record(&WHOLE, &Path::root(), given.as_object().unwrap(), Exactness::Whole).unwrap_err().message
        };
        assert_eq!(message("titel"), "`titel` is not a field of a whole; perhaps you mean `title`.");
        assert!(message("zzz").contains("use `title`, `parts`"));
        assert_eq!(message("owner"), "`owner` is never given, since it follows from the signature.");
        assert!(message(&"\u{1b}".repeat(100_000)).len() < 1_000);
    }

    #[test]
    fn a_typing_error_is_answered_with_the_nearest_word() {
        let mut given = good();
        given["days"] = json!(["mø"]);
        let error = record(&WHOLE, &Path::root(), given.as_object().unwrap(), Exactness::Whole).unwrap_err();
        assert!(error.message.contains("`mo`, `tu`") && error.message.contains("did you mean `mo`?"), "{error}");
    }

    #[test]
    fn only_what_stands_already_may_lack_what_stays_on_the_machine() {
        let shared = json!({"title": "a", "notes": [], "on": "2026-11"});
        let read = |exactness| record(&WHOLE, &Path::root(), shared.as_object().unwrap(), exactness);
        assert_eq!(read(Exactness::AsShared).unwrap()["on"], json!("2026-11"));
        assert_eq!(read(Exactness::Whole).unwrap_err().field, "on");
        assert_eq!(rule("on", json!("2026-11")), at("on", "malformed"));
    }
}
