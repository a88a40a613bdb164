//! Values held against the part of JSON Schema in which the interface is described. A word of it that is not known here is a
//! mistake of the description: nothing is passed over.

use serde_json::Value;

/// Finds what a value has that its schema does not allow. `root` is the whole description.
pub fn faults(root: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(root, schema, value, "", &mut faults);
    faults
}

/// Follows a reference within the description.
#[track_caller]
pub fn resolved<'d>(root: &'d Value, schema: &'d Value) -> &'d Value {
    let Some(target) = schema["$ref"].as_str() else { return schema };
    let pointer = target.strip_prefix('#').unwrap_or_else(|| panic!("{target} is elsewhere"));
    root.pointer(pointer).unwrap_or_else(|| panic!("nothing at {target}"))
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let schema = resolved(root, schema);
    let rules = schema.as_object().unwrap_or_else(|| panic!("{at}: a schema is an object: {schema}"));
    for (rule, said) in rules {
        match rule.as_str() {
            "description" | "example" | "default" | "items" | "additionalProperties" => {}
            "type" => {
                let types = said.as_array().map_or_else(|| vec![said], |types| types.iter().collect());
                if !types.iter().any(|it| is(value, it.as_str().unwrap_or_default())) {
                    faults.push(format!("{at} is no {said}: {value}"));
                }
            }
            "enum" if said.as_array().is_some_and(|words| words.contains(value)) => {}
            "enum" => faults.push(format!("{at} is none of {said}: {value}")),
            "pattern" => {
                let pattern = said.as_str().unwrap_or_default();
                if value.as_str().is_some_and(|text| !fits(pattern, text)) {
                    faults.push(format!("{at} is not like {said}: {value}"));
                }
            }
            "minimum" if value.as_i64() >= said.as_i64() => {}
            "maximum" if value.as_i64() <= said.as_i64() => {}
            "minimum" | "maximum" => faults.push(format!("{at} is beyond {said}: {value}")),
            "required" => {
                let names = said.as_array().into_iter().flatten().filter_map(Value::as_str);
                faults.extend(names.filter(|name| value.get(name).is_none()).map(|name| format!("{at} has no {name}")));
            }
            "properties" => {
                for (name, schema) in said.as_object().into_iter().flatten() {
                    if let Some(value) = value.get(name) {
                        check(root, schema, value, &format!("{at}/{name}"), faults);
                    }
                }
            }
            "allOf" => said.as_array().into_iter().flatten().for_each(|schema| check(root, schema, value, at, faults)),
            unknown => panic!("{at}: the description says {unknown}, which nobody checks"),
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(schema) = rules.get("items") {
            check(root, schema, item, &format!("{at}/{index}"), faults);
        }
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        let named = rules.get("properties").is_some_and(|properties| properties.get(name).is_some());
        if let Some(schema) = rules.get("additionalProperties").filter(|_| !named) {
            check(root, schema, member, &format!("{at}/{name}"), faults);
        }
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("there is no type {other}"),
    }
}

/// Whether a text is like a pattern of plain characters and `[a-z]{4}`, `[a-z]+`; `^` begins it, and `$`, where it is, ends it.
fn fits(pattern: &str, text: &str) -> bool {
    let pattern = pattern.strip_prefix('^').unwrap_or_else(|| panic!("{pattern} does not begin"));
    let (mut rest, mut text) = (pattern, text.chars().peekable());
    while let Some(first) = rest.chars().next() {
        if rest == "$" {
            return text.peek().is_none();
        }
        let Some(class) = rest.strip_prefix('[') else {
            if text.next() != Some(first) {
                return false;
            }
            rest = &rest[first.len_utf8()..];
            continue;
        };
        let (class, after) = class.split_once(']').unwrap_or_else(|| panic!("{pattern} does not close"));
        let (least, most, after) = match (after.strip_prefix('+'), after.strip_prefix('{').and_then(|it| it.split_once('}'))) {
            (Some(after), _) => (1, usize::MAX, after),
            (None, Some((count, after))) => {
                let count: usize = count.parse().unwrap_or_else(|_| panic!("{pattern} counts strangely"));
                (count, count, after)
            }
            (None, None) => (1, 1, after),
        };
        let mut found = 0;
        while found < most && text.next_if(|character| in_class(class, *character)).is_some() {
            found += 1;
        }
        if found < least {
            return false;
        }
        rest = after;
    }
    true
}

fn in_class(class: &str, character: char) -> bool {
    let letters: Vec<char> = class.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        if letters.get(at + 1) == Some(&'-') && at + 2 < letters.len() {
            if (letters[at]..=letters[at + 2]).contains(&character) {
                return true;
            }
            at += 3;
        } else if letters[at] == character {
            return true;
        } else {
            at += 1;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_does_not_hold_is_found() {
        let root = json!({"schemas": {"Id": {"type": "string", "pattern": "^[0-9a-f]{4}$"}}});
        let schema = json!({"type": "object", "required": ["id"], "properties": {"id": {"$ref": "#/schemas/Id"},
            "of": {"enum": ["a", "b"]}, "more": {"type": ["array", "null"], "items": {"type": "integer", "minimum": 0}}},
            "additionalProperties": {"type": "boolean"}});
        let count = |value: Value| faults(&root, &schema, &value).len();
        assert_eq!(count(json!({"id": "00af", "of": "a", "more": [1], "else": true})), 0);
        assert_eq!(count(json!({"id": "00af", "more": null})), 0);
        for wrong in [
            json!({}),
            json!({"id": "00aF"}),
            json!({"id": "00af0"}),
            json!({"id": "00af", "of": "c"}),
            json!({"id": "00af", "more": [-1]}),
            json!({"id": "00af", "else": 1}),
        ] {
            assert_eq!(count(wrong.clone()), 1, "{wrong}");
        }
        assert!(fits("^/", "/x") && !fits("^/", "x") && fits("^/a/[a-z_]+$", "/a/b_c") && !fits("^/a/[a-z_]+$", "/a/"));
    }
}
