//! One line of JSON to one object, without what JSON leaves to chance: a key that stands twice is an error, not the last one.
//!
//! The parser's own recursion limit (128 levels) bounds the nesting, so what comes out can be walked recursively.

use super::error::FieldError;
use super::limits;
use super::path::Path;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// The object that a line holds.
pub(super) fn object(text: &str) -> Result<Map<String, Value>, FieldError> {
    if text.len() > limits::LINE_BYTES {
        let sentence = format!(
            "The line has {} bytes; a document fits into {}, so shorten it or divide it.",
            text.len(),
            limits::LINE_BYTES
        );
        return Err(FieldError::of_line("too_long", sentence));
    }
    // Files from some editors begin with a mark of their byte order.
    let text = text.trim_start_matches('\u{feff}');
    let mut repeated = None;
    let mut parser = serde_json::Deserializer::from_str(text);
    let parsed = Strict { path: Path::root(), repeated: &mut repeated }
        .deserialize(&mut parser)
        .and_then(|value| parser.end().map(|()| value));
    match (parsed, repeated) {
        (_, Some(error)) => Err(error),
        (Ok(Value::Object(fields)), None) => Ok(fields),
        (Ok(_), None) => Err(malformed("The line is JSON but not an object; write one document as {\"kind\":…} on each line.")),
        (Err(error), None) => {
            let at = error.column();
            Err(malformed(format!("The line is not sound JSON from character {at} on; correct it, one object on each line.")))
        }
    }
}

fn malformed(sentence: impl Into<String>) -> FieldError {
    FieldError::of_line("malformed", sentence)
}

/// Reads any value and remembers the first key that stands twice.
struct Strict<'a> {
    path: Path<'a>,
    repeated: &'a mut Option<FieldError>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let Strict { path, repeated } = self;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(Strict { path: path.at(values.len()), repeated: &mut *repeated })? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let Strict { path, repeated } = self;
        let mut fields = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let here = path.then(&key);
            if fields.contains_key(&key) {
                let error = FieldError::at(&here, "repeated", "stands twice in one object; keep one of the two");
                *repeated = Some(error);
                return Err(A::Error::custom("a repeated key"));
            }
            let value = entries.next_value_seed(Strict { path: here, repeated: &mut *repeated })?;
            fields.insert(key, value);
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(text: &str) -> (String, &'static str) {
        let error = object(text).unwrap_err();
        assert!(error.message.len() < 400, "{error}");
        (error.field, error.rule)
    }

    fn line(rule: &'static str) -> (String, &'static str) {
        ("line".to_owned(), rule)
    }

    #[test]
    fn an_object_comes_out_as_it_went_in() {
        let value = json!({"a": [1, -1, 1.5, true, null, "ø\u{1f642}"], "b": {"c": {}}, "d": u64::MAX, "e": i64::MIN});
        assert_eq!(Value::Object(object(&value.to_string()).unwrap()), value);
        assert_eq!(object("\u{feff}{\"a\":1}\r\n").unwrap().len(), 1);
    }

    #[test]
    fn a_key_stands_once() {
        assert_eq!(refused(r#"{"title":"a","title":"b"}"#), ("title".to_owned(), "repeated"));
        assert_eq!(refused(r#"{"a":{"b":1,"\u0062":1}}"#), ("a.b".to_owned(), "repeated"));
        assert_eq!(refused(r#"{"a":[{},{"b":1,"b":1}]}"#), ("a[1].b".to_owned(), "repeated"));
        assert!(object(r#"{"a":{"b":1},"b":1}"#).is_ok());
    }

    #[test]
    fn what_is_not_an_object_is_refused() {
        for text in
            ["", " ", "null", "[]", "\"a\"", "1", "{", "{}}", "{} {}", "{'a':1}", "{\"a\":1,}", "{a:1}", "\0", "{\"a\":NaN}"]
        {
            assert_eq!(refused(text), line("malformed"), "{text:?}");
        }
    }

    #[test]
    fn hostile_lines_are_refused_and_nothing_more() {
        assert_eq!(refused(&"[".repeat(100_000)), line("malformed"));
        assert_eq!(refused(&"{\"a\":".repeat(100_000)), line("malformed"));
        let nested = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(refused(&nested), line("malformed"));
        assert_eq!(refused("{\"a\":1e999}"), line("malformed"));
        assert_eq!(refused("{\"a\":\"\\ud800\"}"), line("malformed"), "half a surrogate pair");
        assert_eq!(refused("{\"a\":\"\\udc00\\ud800\"}"), line("malformed"));
        assert_eq!(refused("{\"a\":\"\u{1}\"}"), line("malformed"), "a bare control character");
        assert_eq!(refused(&format!("{{\"a\":\"{}\"}}", "x".repeat(limits::LINE_BYTES))), line("too_long"));
        assert!(object(&format!("{{\"a\":{}}}", "9".repeat(300))).is_ok(), "a huge number is a number");
        assert_eq!(refused(&format!("{{\"a\":{}}}", "9".repeat(100_000))), line("malformed"));
    }
}
