//! Stories: what somebody lived through, and everything that keeps it theirs: byline, consent, how hard it is to recognise.
//!
//! What can point at one person is coarse on purpose: a decade, ten years of age, a county. A municipality is refused, and a
//! story has no summary, since nobody but the teller shortens it.

use super::error::{FieldError, listed};
use super::path::Path;
use super::schema::{Field, Record, Shape, Stays, text, within};
use super::standing::{Reach, Status};
use super::{dates, limits, parts, vocabulary};
use serde_json::{Map, Value};

static BYLINE: Record = Record::new(
    "a byline",
    &[Field::required("kind", Shape::Word(vocabulary::BYLINES)), Field::optional("text", Shape::Line(limits::BYLINE_CHARS))],
)
.where_holds(byline_says_its_name);

static MEETING: Record = Record::new(
    "a meeting",
    &[
        Field::required("with", Shape::Word(vocabulary::COUNTERPARTS)),
        Field::required("setting", Shape::Word(vocabulary::SETTINGS)),
        Field::required("turning_point", Shape::Word(vocabulary::TURNING_POINTS)),
    ],
);

static PLACE: Record = Record::new("the place of a story", &[Field::required("county", Shape::Written(super::places::COUNTY))])
    .refusing(&[("municipality", "is never part of a story, since it helps to point at one person; leave it out")]);

static CONSENT: Record = Record::new(
    "a consent",
    &[
        Field::may_be_empty("scopes", Shape::Set(&Shape::Word(vocabulary::CONSENT_SCOPES), vocabulary::CONSENT_SCOPES.len())),
        Field::required("text_version", Shape::Line(limits::VERSION_CHARS)),
        Field::required("given_at", Shape::Written(dates::DATE)).staying(Stays::SharedToMonth),
    ],
);

static ANONYMISATION: Record = Record::new(
    "anonymisation",
    &[
        Field::required("level", Shape::Word(vocabulary::ANONYMISATION_LEVELS)),
        Field::required("second_reader", Shape::YesNo),
        Field::required("teller_approved", Shape::YesNo).staying(Stays::Private),
    ],
);

const FACTORS: Shape = Shape::Set(&Shape::Word(vocabulary::FACTORS), vocabulary::FACTORS.len());

/// The fields of a story.
pub(super) static STORY: Record = Record::new(
    "a story",
    &[
        parts::LANG,
        parts::TITLE,
        Field::required("body", parts::BODY),
        Field::required("narrator_role", Shape::Word(vocabulary::NARRATOR_ROLES)),
        Field::required("byline", Shape::Record(&BYLINE)),
        Field::required("field", Shape::Word(vocabulary::FIELDS)),
        parts::THEMES,
        Field::optional("meeting", Shape::Record(&MEETING)),
        Field::optional("trajectory", Shape::Word(vocabulary::TRAJECTORIES)),
        Field::optional("helped", FACTORS),
        Field::optional("hindered", FACTORS),
        Field::may_be_empty(
            "content_warnings",
            Shape::Set(&Shape::Word(vocabulary::CONTENT_WARNINGS), vocabulary::CONTENT_WARNINGS.len()),
        ),
        Field::optional("period", Shape::Written(dates::DECADE)),
        Field::optional("age_band", Shape::Written(dates::AGE_BAND)),
        Field::optional("place", Shape::Record(&PLACE)),
        Field::required("consent", Shape::Record(&CONSENT)),
        Field::required("anonymisation", Shape::Record(&ANONYMISATION)),
        Field::required("comments_open", Shape::YesNo),
    ],
)
.refusing(&[
    ("summary", "is no field of a story, since nobody but the teller shortens it; leave it out"),
    ("licence", "is no field of a story, since a licence could not be called back; leave it out"),
]);

fn byline_says_its_name(path: &Path<'_>, byline: &Map<String, Value>) -> Result<(), FieldError> {
    let here = path.then("text");
    match (text(byline, "kind"), byline.contains_key("text")) {
        (Some("anonymous"), true) => {
            Err(FieldError::at(&here, "not_allowed", "names somebody who wants to be anonymous; remove it"))
        }
        (Some("pseudonym" | "first_name" | "full_name"), false) => {
            let what = format!("is missing; write the name, or choose {}", listed(["anonymous"]));
            Err(FieldError::at(&here, "required", what))
        }
        _ => Ok(()),
    }
}

/// Whether a story may be read by others: only what its teller consented to, in the text that its teller has seen.
///
/// `approval_may_be_lost`: it stands published and nothing of it changes, on a machine that was rebuilt from the network
/// and cannot know what stayed on the old one.
pub(super) fn publication(
    story: &Map<String, Value>,
    status: Status,
    reach: Reach,
    approval_may_be_lost: bool,
) -> Result<(), FieldError> {
    if status != Status::Published {
        return Ok(());
    }
    let root = Path::root();
    let (scope, where_to) = match reach {
        Reach::Here => ("publish_here", "published here"),
        Reach::Network => ("network", "published in the network"),
    };
    let scopes = within(story, "consent", "scopes").and_then(Value::as_array);
    if !scopes.is_some_and(|scopes| scopes.iter().any(|given| given.as_str() == Some(scope))) {
        let what = format!("lacks `{scope}`, so the story cannot be {where_to}; ask the teller, or save it as a draft");
        return Err(FieldError::at(&root.then("consent").then("scopes"), "consent_missing", what));
    }
    match within(story, "anonymisation", "teller_approved") {
        Some(Value::Bool(true)) => Ok(()),
        None if approval_may_be_lost => Ok(()),
        _ => {
            let what = "is not true, so the story cannot be published; let the teller see and approve the final text";
            Err(FieldError::at(&root.then("anonymisation").then("teller_approved"), "not_approved", what))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, refused, refused_with};
    use super::super::{Kind, Status, parse_line};
    use super::*;
    use serde_json::json;

    fn at(field: &str, rule: &'static str) -> (String, &'static str) {
        (field.to_owned(), rule)
    }

    fn with(name: &str, value: Value) -> (String, &'static str) {
        refused_with(Kind::Story, name, value)
    }

    #[test]
    fn every_needed_field_is_needed() {
        let needed = [
            "lang",
            "title",
            "body",
            "narrator_role",
            "byline",
            "field",
            "content_warnings",
            "consent",
            "anonymisation",
            "comments_open",
        ];
        for name in needed {
            assert_eq!(with(name, Value::Null), at(name, "required"));
        }
        assert_eq!(with("body", json!([])), at("body", "empty"));
    }

    #[test]
    fn the_least_story_has_no_optional_field() {
        let mut story = samples::line(Kind::Story);
        for name in ["themes", "meeting", "trajectory", "helped", "hindered", "period", "age_band", "place"] {
            story.as_object_mut().unwrap().remove(name);
        }
        let line = samples::whole(&story);
        assert_eq!(line.shared.len(), 10);
    }

    #[test]
    fn words_come_from_their_vocabularies() {
        for (name, wrong, field) in [
            ("lang", json!("no"), "lang"),
            ("narrator_role", json!("doctor"), "narrator_role"),
            ("byline", json!({"kind": "nickname", "text": "x"}), "byline.kind"),
            ("field", json!("somatic"), "field"),
            ("themes", json!(["hope", "joy"]), "themes[1]"),
            ("meeting", json!({"with": "gp", "setting": "inside_services", "turning_point": "yes"}), "meeting.with"),
            ("meeting", json!({"with": "nav", "setting": "online", "turning_point": "yes"}), "meeting.setting"),
            ("meeting", json!({"with": "nav", "setting": "inside_services", "turning_point": "maybe"}), "meeting.turning_point"),
            ("trajectory", json!("cured"), "trajectory"),
            ("helped", json!(["luck"]), "helped[0]"),
            ("hindered", json!(["luck"]), "hindered[0]"),
            ("content_warnings", json!(["sad"]), "content_warnings[0]"),
            ("place", json!({"county": "54"}), "place.county"),
            ("consent", json!({"scopes": ["all"], "text_version": "1", "given_at": "2026-11-03"}), "consent.scopes[0]"),
            ("anonymisation", json!({"level": "full", "second_reader": true, "teller_approved": true}), "anonymisation.level"),
        ] {
            assert_eq!(with(name, wrong), at(field, "not_in_vocabulary"));
        }
    }

    #[test]
    fn what_points_at_one_person_is_refused() {
        assert_eq!(with("place", json!({"county": "55", "municipality": "5501"})), at("place.municipality", "unknown_field"));
        assert_eq!(with("age_band", json!("43")), at("age_band", "malformed"));
        assert_eq!(with("age_band", json!("0-9")), at("age_band", "underage"));
        assert_eq!(with("period", json!("2014")), at("period", "malformed"));
        assert_eq!(with("diagnosis", json!("x")), at("diagnosis", "unknown_field"));
        assert_eq!(with("summary", json!("x")), at("summary", "unknown_field"));
    }

    #[test]
    fn a_byline_names_whoever_wants_to_be_named() {
        for kind in ["pseudonym", "first_name", "full_name"] {
            assert_eq!(with("byline", json!({"kind": kind})), at("byline.text", "required"));
            samples::accepted_with(Kind::Story, "byline", json!({"kind": kind, "text": "Fjellrev"}));
        }
        samples::accepted_with(Kind::Story, "byline", json!({"kind": "anonymous"}));
        assert_eq!(with("byline", json!({"kind": "anonymous", "text": "Fjellrev"})), at("byline.text", "not_allowed"));
    }

    #[test]
    fn sizes_are_bounded() {
        samples::accepted_with(Kind::Story, "title", json!("ø".repeat(140)));
        assert_eq!(with("title", json!("ø".repeat(141))), at("title", "too_long"));
        assert_eq!(with("body", json!(["x".repeat(limits::PARAGRAPH_CHARS + 1)])), at("body[0]", "too_long"));
        assert_eq!(with("body", json!(vec!["x"; limits::PARAGRAPHS + 1])), at("body", "too_many"));
    }

    #[test]
    fn what_is_shared_is_coarser_than_what_is_kept() {
        let line = samples::whole(&samples::line(Kind::Story));
        assert_eq!(line.shared["consent"]["given_at"], json!("2026-11"));
        assert_eq!(line.shared["anonymisation"], json!({"level": "names_and_places_removed", "second_reader": true}));
        assert_eq!(line.private["consent"], json!({"given_at": "2026-11-03"}));
        assert_eq!(line.private["anonymisation"], json!({"teller_approved": true}));
        assert!(["status", "reach", "ref", "kind", "id"].iter().all(|name| !line.shared.contains_key(*name)));
    }

    #[test]
    fn a_story_is_published_where_its_teller_agreed() {
        let consent = |scopes: Value| json!({"scopes": scopes, "text_version": "1", "given_at": "2026-11-03"});
        let published = |reach: &str, scopes: Value, approved: bool| {
            let mut story = samples::line(Kind::Story);
            story["status"] = json!("published");
            story["reach"] = json!(reach);
            story["consent"] = consent(scopes);
            story["anonymisation"]["teller_approved"] = json!(approved);
            parse_line(&story.to_string()).map(|_| ()).map_err(|error| (error.field, error.rule))
        };
        assert_eq!(published("network", json!(["network"]), true), Ok(()));
        assert_eq!(published("here", json!(["publish_here"]), true), Ok(()));
        assert_eq!(published("network", json!(["publish_here"]), true), Err(at("consent.scopes", "consent_missing")));
        assert_eq!(published("here", json!(["network"]), true), Err(at("consent.scopes", "consent_missing")));
        assert_eq!(published("here", json!([]), true), Err(at("consent.scopes", "consent_missing")));
        for (reach, scope) in [("network", "network"), ("here", "publish_here")] {
            let refusal = at("anonymisation.teller_approved", "not_approved");
            assert_eq!(published(reach, json!([scope]), false), Err(refusal));
        }
    }

    #[test]
    fn a_draft_needs_no_consent_yet() {
        for status in ["draft", "review", "archived"] {
            let mut story = samples::line(Kind::Story);
            story["status"] = json!(status);
            story["consent"]["scopes"] = json!([]);
            story["anonymisation"]["teller_approved"] = json!(false);
            assert_eq!(samples::whole(&story).status, Status::from_code(status).unwrap());
        }
    }

    #[test]
    fn a_consent_says_when_and_to_what() {
        let mut story = samples::line(Kind::Story);
        story["consent"]["given_at"] = json!("2026-11");
        assert_eq!(refused(&story), at("consent.given_at", "malformed"));
        story["consent"] = json!({"scopes": [], "given_at": "2026-11-03"});
        assert_eq!(refused(&story), at("consent.text_version", "required"));
        story["consent"] = json!({"text_version": "1", "given_at": "2026-11-03"});
        assert_eq!(refused(&story), at("consent.scopes", "required"));
    }
}
