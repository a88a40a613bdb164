//! Invented lines, one of each kind, for the tests of this module. Nobody lived through this story, and no such house exists.

use super::{Kind, Line, parse_line};
use serde_json::{Value, json};

pub(super) use super::ParsedLine as Parsed;

/// Every kind that has a sample.
pub(super) const KINDS: &[Kind] = &[Kind::Story, Kind::Organisation, Kind::Event, Kind::Resource, Kind::Article, Kind::Hub];

pub(super) fn id() -> String {
    "0a".repeat(32)
}

pub(super) fn address() -> Value {
    json!({"street": "Storgata 1", "postal_code": "9008", "city": "Tromsø", "county": "55", "municipality": "5501"})
}

fn location() -> Value {
    json!({"type": "physical", "address": address(), "lat": 69.65, "lon": 18.96, "accessibility": ["step_free"]})
}

/// A line of this kind with every field.
pub(super) fn line(kind: Kind) -> Value {
    let mut line = match kind {
        Kind::Story => story(),
        Kind::Organisation => organisation(),
        Kind::Event => event(),
        Kind::Resource => resource(),
        Kind::Article => json!({
            "title": "Åpent hus", "type": "news", "summary": "Oppdiktet.", "body": ["Kom innom.", "Det er\nkaffe."],
            "byline": "Redaksjonen", "about": id(), "themes": ["hope"],
        }),
        Kind::Hub => hub(),
        Kind::Comment | Kind::Trust | Kind::Evaluation => panic!("no line is of this kind"),
    };
    line["kind"] = json!(kind.code());
    line["ref"] = json!("sample-1");
    line["lang"] = json!("nb");
    line
}

fn story() -> Value {
    json!({
        "title": "Brua", "body": ["Oppdiktet.", "Vi gikk over brua."], "narrator_role": "relative",
        "byline": {"kind": "pseudonym", "text": "Fjellrev"}, "field": "mental_health", "themes": ["hope", "meaning"],
        "meeting": {"with": "peer", "setting": "outside_services", "turning_point": "unsure"},
        "trajectory": "up_and_down", "helped": ["relationship", "nature_culture"], "hindered": ["coercion", "stigma"],
        "content_warnings": [], "period": "2010s", "age_band": "40-49", "place": {"county": "55"},
        "consent": {"scopes": ["publish_here", "network"], "text_version": "2026-1", "given_at": "2026-11-03"},
        "anonymisation": {"level": "names_and_places_removed", "second_reader": true, "teller_approved": true},
        "comments_open": false,
    })
}

fn organisation() -> Value {
    json!({
        "name": "Havglimt", "description": "Oppdiktet.", "type": "local_user_run_centre", "orgnr": "123456785",
        "parent": "Nordlys", "locations": [location()], "email": "post@havglimt.example",
        "services": [{"name": "Åpent hus", "status": "active", "description": "Kaffe.", "eligibility": "Alle",
            "fees": "Gratis", "how_to_apply": "Kom innom", "languages": ["nb", "sma"], "user_led": true}],
        "schedules": [{"days": ["mo", "we"], "opens": "10:00", "closes": "15:00", "note": "Ikke i juli"}],
        "phones": [{"number": "+47 22 00 00 00", "label": "Vakt"}], "website": "https://havglimt.example/",
        "service_area": {"municipalities": ["5501"], "counties": ["55"], "national": false},
        "assured_on": "2026-11-03", "alert": "Nye åpningstider.",
    })
}

fn event() -> Value {
    json!({
        "title": "Kurs", "type": "course", "state": "confirmed", "mode": "hybrid", "start": "2027-02-16T09:00",
        "end": "2027-02-16T15:00", "tz": "Europe/Oslo", "rrule": "FREQ=WEEKLY;BYDAY=TU;COUNT=10", "summary": "Oppdiktet.",
        "body": ["Ta med niste."], "location": location(), "url": "https://havglimt.example/kurs",
        "organisers": [id(), "Nordlys"], "collaborators": ["Havglimt"],
        "prices": [{"label": "Ordinær", "nok": 350, "until": "2027-01-31"}], "capacity": 24,
        "registration": {"url": "https://havglimt.example/meld", "deadline": "2027-02-01"}, "themes": ["empowerment"],
    })
}

fn resource() -> Value {
    json!({
        "title": "Møtestedet", "type": "project", "summary": "Oppdiktet.", "body": ["Slik gikk det."],
        "responsible": "Havglimt", "steps": [{"who": "Alle", "what": "Møtes."}], "involvement": "user_led",
        "evidence": "evaluated", "phase": "finished", "period": "2019–2021", "partners": ["Nordlys"], "sites": ["Byen"],
        "checklist": [{"item": "Er døra åpen?", "help": "Se etter."}], "background": ["Mange spiste alene."],
        "goals": ["At ingen spiser alene mot sin vilje."], "results": ["Flere kom enn ventet."], "review_due": "2028-01-01", "themes": ["connectedness"],
    })
}

fn hub() -> Value {
    json!({
        "name": "Nordlys", "slug": "nordlys", "county": ["55"], "summary": "Oppdiktet.", "orgnr": "310000000",
        "locations": [location()], "phones": [{"number": "22000000"}], "email": "post@nordlys.example",
        "website": "https://nordlys.example", "accessibility": ["quiet_room"], "offers": ["outdoors", "music"],
        "schedules": [{"days": ["tu"], "opens": "10:00", "closes": "14:00"}],
        "story_contact": {"name": "Vakta", "phone": "22000000", "hours": "Tirsdager"}, "state": "active",
        "curation_policy": "Vi leser alt.", "moderation_rules": "Vær\nvennlig.", "privacy_notice": "Lite.",
        "about": "Et hus.", "accessibility_statement": "Si fra.", "colours": {"accent": "#17594f"},
        "help_lines": [{"number": "22000000", "name": "Nattevakta", "hours": "Hver natt", "verified_on": "2026-11-03"}],
        "successor": id(), "addresses": ["/dns4/nordlys.example/tcp/4001"],
    })
}

pub(super) fn parsed(text: &str) -> Parsed {
    parse_line(text).unwrap_or_else(|error| panic!("{} at {}: {error}", error.rule, error.field))
}

/// The whole document that a line is.
pub(super) fn whole(line: &Value) -> Line {
    match parsed(&line.to_string()) {
        Parsed::Whole(line) => line,
        Parsed::Edit(_) => panic!("an edit"),
    }
}

/// Where and by which rule a line is refused.
pub(super) fn refused(line: &Value) -> (String, &'static str) {
    match parse_line(&line.to_string()) {
        Ok(_) => panic!("was accepted: {line}"),
        Err(error) => {
            assert!(error.message.ends_with('.') && error.message.len() < 2_000, "{error}");
            (error.field, error.rule)
        }
    }
}

fn with(kind: Kind, name: &str, value: Value) -> Value {
    let mut line = line(kind);
    line[name] = value;
    line
}

/// The sample with one field replaced, which must pass.
pub(super) fn accepted_with(kind: Kind, name: &str, value: Value) -> Line {
    whole(&with(kind, name, value))
}

/// Where and by which rule the sample is refused with one field replaced.
pub(super) fn refused_with(kind: Kind, name: &str, value: Value) -> (String, &'static str) {
    refused(&with(kind, name, value))
}
