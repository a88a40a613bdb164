//! The words that fields choose from: English codes, in the order in which people are shown them.
//!
//! What people read for a code, in each language, belongs to whoever shows it. Lists grow at the end; a code that has been
//! published is never renamed, since other hubs hold documents that carry it.

/// A list of codes.
pub type Vocabulary = &'static [&'static str];

/// The rule that a word outside of a list breaks.
pub(super) const NOT_IN_VOCABULARY: &str = "not_in_vocabulary";

/// Languages of documents: bokmål, nynorsk, Northern Sámi, English.
pub const LANGUAGES: Vocabulary = &["nb", "nn", "se", "en"];

/// CHIME: what recovery consists of, the themes of every kind of document.
pub const THEMES: Vocabulary = &["connectedness", "hope", "identity", "meaning", "empowerment"];

/// Who tells a story.
pub const NARRATOR_ROLES: Vocabulary = &["service_user", "relative", "bereaved", "both", "peer_worker"];

/// Under which name a story is told.
pub const BYLINES: Vocabulary = &["anonymous", "pseudonym", "first_name", "full_name"];

/// What a story is about, as services are divided. A diagnosis is never among these words.
pub const FIELDS: Vocabulary = &["mental_health", "substance_use", "both"];

/// The person whom the teller met.
pub const COUNTERPARTS: Vocabulary = &["health_staff", "nav", "school", "peer", "family", "friend", "other"];

/// Where they met.
pub const SETTINGS: Vocabulary = &["inside_services", "outside_services"];

/// Whether the meeting became a turning point.
pub const TURNING_POINTS: Vocabulary = &["yes", "no", "unsure"];

/// How it went. A happy end is never required.
pub const TRAJECTORIES: Vocabulary = &["upward", "up_and_down", "steady", "in_the_middle", "unresolved"];

/// What helped, and what stood in the way.
pub const FACTORS: Vocabulary = &[
    "relationship",
    "activity",
    "work",
    "housing",
    "treatment",
    "own_choices",
    "nature_culture",
    "faith",
    "network",
    "participation",
    "coercion",
    "stigma",
];

/// What a reader is warned of before the text.
pub const CONTENT_WARNINGS: Vocabulary = &[
    "violence",
    "abuse",
    "self_harm",
    "suicide",
    "eating_disorder",
    "substance_use",
    "coercion",
    "death_grief",
    "child_affected",
    "discrimination",
    "strong_language",
];

/// What a teller consents to, each separately.
pub const CONSENT_SCOPES: Vocabulary = &["publish_here", "network", "research_teaching", "print_newsletter", "search_engines"];

/// How far a story was made hard to recognise. None is called "full": that would be a legal promise.
pub const ANONYMISATION_LEVELS: Vocabulary = &["none", "partial", "names_and_places_removed"];

/// What an entry of the directory is.
pub const ORGANISATION_TYPES: Vocabulary = &[
    "regional_user_run_centre",
    "local_user_run_centre",
    "user_organisation",
    "relatives_organisation",
    "self_help",
    "clubhouse",
    "competence_centre",
    "municipal_service",
    "specialist_service",
];

/// Whether a service can be used.
pub const SERVICE_STATUSES: Vocabulary = &["active", "inactive", "defunct", "temporarily_closed"];

/// What a location is.
pub const LOCATION_TYPES: Vocabulary = &["physical", "postal", "virtual"];

/// What makes a house easier to be in.
pub const ACCESSIBILITY: Vocabulary = &["step_free", "accessible_toilet", "hearing_loop", "quiet_room"];

/// Days of the week, as calendars write them.
pub const DAYS: Vocabulary = &["mo", "tu", "we", "th", "fr", "sa", "su"];

/// What a centre offers.
pub const OFFERS: Vocabulary = &[
    "open_house",
    "conversation_group",
    "peer_support",
    "relatives_group",
    "outdoors",
    "physical_activity",
    "music",
    "art_craft",
    "shared_meals",
    "work_training",
    "self_strengthening_course",
    "trips",
];

/// Whether a centre is open.
pub const HUB_STATES: Vocabulary = &["active", "resting", "closed"];

/// What an event is.
pub const EVENT_TYPES: Vocabulary =
    &["course", "conference", "seminar_day", "network_gathering", "meeting", "dialogue_conference", "online", "activity"];

/// Whether an event takes place.
pub const EVENT_STATES: Vocabulary = &["confirmed", "tentative", "cancelled"];

/// How one takes part.
pub const EVENT_MODES: Vocabulary = &["physical", "online", "hybrid"];

/// What a resource is.
pub const RESOURCE_TYPES: Vocabulary =
    &["measure", "example", "guide", "writing_guide", "checklist", "project", "report", "course_material"];

/// How far users took part.
pub const INVOLVEMENT: Vocabulary = &["informed", "consulted", "involved", "user_led"];

/// What a practice rests on.
pub const EVIDENCE: Vocabulary = &["experience", "evaluated", "researched"];

/// How far a project has come.
pub const PHASES: Vocabulary = &["planned", "running", "finished"];

/// What an article is.
pub const ARTICLE_TYPES: Vocabulary = &["news", "call", "report"];

/// As whom somebody comments.
pub const COMMENT_ROLES: Vocabulary = &["service_user", "relative", "professional", "hub", "other"];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_snake_case_and_stand_once() {
        for vocabulary in [
            LANGUAGES,
            THEMES,
            NARRATOR_ROLES,
            BYLINES,
            FIELDS,
            COUNTERPARTS,
            SETTINGS,
            TURNING_POINTS,
            TRAJECTORIES,
            FACTORS,
            CONTENT_WARNINGS,
            CONSENT_SCOPES,
            ANONYMISATION_LEVELS,
            ORGANISATION_TYPES,
            SERVICE_STATUSES,
            LOCATION_TYPES,
            ACCESSIBILITY,
            DAYS,
            OFFERS,
            HUB_STATES,
            EVENT_TYPES,
            EVENT_STATES,
            EVENT_MODES,
            RESOURCE_TYPES,
            INVOLVEMENT,
            EVIDENCE,
            PHASES,
            ARTICLE_TYPES,
            COMMENT_ROLES,
        ] {
            let once: BTreeSet<&str> = vocabulary.iter().copied().collect();
            assert_eq!(once.len(), vocabulary.len());
            assert!(
                vocabulary
                    .iter()
                    .all(|code| { !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') })
            );
        }
    }
}
