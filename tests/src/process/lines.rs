//! Invented documents as import lines. Nobody lived these stories, and none of these houses exist.

use serde_json::{Value, json};

/// A story that goes to the network.
pub fn story(reference: &str, title: &str) -> Value {
    json!({
        "kind": "story", "ref": reference, "lang": "nb", "title": title,
        "body": ["Denne fortellingen er oppdiktet.", format!("Den heter {title} og handler om en bru.")],
        "narrator_role": "service_user", "byline": {"kind": "pseudonym", "text": "Fjellrev"}, "field": "mental_health",
        "themes": ["hope", "meaning"], "helped": ["relationship"], "content_warnings": [], "period": "2010s", "age_band": "40-49",
        "place": {"county": "55"},
        "consent": {"scopes": ["publish_here", "network"], "text_version": "2026-1", "given_at": "2026-10-03"},
        "anonymisation": {"level": "names_and_places_removed", "second_reader": true, "teller_approved": true},
        "comments_open": false, "status": "published", "reach": "network",
    })
}

/// An organisation that every hub of the network may edit.
pub fn organisation(reference: &str, name: &str) -> Value {
    json!({
        "kind": "organisation", "ref": reference, "lang": "nb", "name": name, "description": "Et oppdiktet hus med åpen dør.",
        "type": "local_user_run_centre", "orgnr": "310000604",
        "locations": [{"type": "physical", "accessibility": ["step_free"], "address": {"street": "Diktergata 4",
            "postal_code": "9405", "city": "Harstad", "county": "55", "municipality": "5503"}}],
        "phones": [{"number": "55000031"}], "email": "post@moloen.example.org", "status": "published", "reach": "network",
    })
}

/// An event that goes to the network.
pub fn event(reference: &str, title: &str) -> Value {
    json!({
        "kind": "event", "ref": reference, "lang": "nb", "title": title, "type": "course", "mode": "online",
        "start": "2027-02-16T09:00", "end": "2027-02-16T15:00", "summary": "Et oppdiktet kurs.",
        "url": "https://moloen.example.org/kurs", "organisers": ["Moloen"], "themes": ["empowerment"],
        "status": "published", "reach": "network",
    })
}

/// A resource that goes to the network.
pub fn resource(reference: &str, title: &str) -> Value {
    json!({
        "kind": "resource", "ref": reference, "lang": "nb", "title": title, "type": "guide", "summary": "En oppdiktet veileder.",
        "body": ["Spør alltid først."], "themes": ["identity"], "status": "published", "reach": "network",
    })
}

/// An article that goes to the network.
pub fn article(reference: &str, title: &str) -> Value {
    json!({
        "kind": "article", "ref": reference, "lang": "nb", "title": title, "type": "news", "summary": "Oppdiktet nytt.",
        "body": ["Kom innom."], "themes": ["hope"], "status": "published", "reach": "network",
    })
}

/// The same line with one field replaced; `Null` leaves it out.
pub fn with(mut line: Value, field: &str, value: Value) -> Value {
    match (value, line.as_object_mut()) {
        (Value::Null, Some(fields)) => drop(fields.remove(field)),
        (value, Some(fields)) => drop(fields.insert(field.to_owned(), value)),
        (_, None) => panic!("a line is an object"),
    }
    line
}

/// The same line with what stands deeper replaced.
pub fn with_at(mut line: Value, pointer: &str, value: Value) -> Value {
    *line.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}")) = value;
    line
}

/// The path of a story's JSON.
pub fn story_path(id: &str) -> String {
    format!("/api/v1/stories/{id}")
}
