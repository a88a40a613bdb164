//! Codes and what they are called in front of people.
//!
//! The labels are in the Fluent files, `theme-hope = Håp`; this module says which codes there are, in the order in which a
//! form offers them. A code that nobody here knows (from a newer version, or from a centre that has its own) is shown as it
//! is: the words somebody chose are better than none.

use std::borrow::Cow;

use crate::lang::Lang;
use crate::people;

macro_rules! vocabularies {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal [$($code:literal)*];)*) => {
        /// A set of codes that have labels.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Vocabulary {
            $($(#[$doc])* $name,)*
        }

        impl Vocabulary {
            /// Every vocabulary.
            pub const ALL: &[Vocabulary] = &[$(Vocabulary::$name),*];

            /// What its keys in the Fluent files begin with.
            pub const fn prefix(self) -> &'static str {
                match self {
                    $(Vocabulary::$name => $prefix,)*
                }
            }

            /// Its codes, in the order in which a form offers them.
            pub const fn codes(self) -> &'static [&'static str] {
                match self {
                    $(Vocabulary::$name => &[$($code),*],)*
                }
            }
        }
    };
}

vocabularies! {
    /// Kinds of documents.
    Kind = "kind" ["story" "hub" "organisation" "event" "resource" "article"];
    /// Languages of documents.
    Language = "language" ["nb" "nn" "se" "en"];
    /// The five themes of recovery.
    Theme = "theme" ["connectedness" "hope" "identity" "meaning" "empowerment"];
    /// Who tells, in the first person.
    Role = "role" ["service_user" "relative" "bereaved" "both" "peer_worker"];
    /// What a story is about.
    Area = "area" ["mental_health" "substance_use" "both"];
    /// What may be hard to read.
    Warning = "warning" ["violence" "abuse" "self_harm" "suicide" "eating_disorder" "substance_use" "coercion" "death_grief"
        "child_affected" "discrimination" "strong_language"];
    /// What helped, or stood in the way.
    Factor = "factor" ["relationship" "activity" "work" "housing" "treatment" "own_choices" "nature_culture" "faith" "network"
        "participation" "coercion" "stigma"];
    /// How long a story takes to read.
    Length = "length" ["short" "medium" "long"];
    /// How things went.
    Trajectory = "trajectory" ["upward" "up_and_down" "steady" "in_the_middle" "unresolved"];
    /// How much was changed so that nobody is recognised.
    Anonymisation = "anonymisation" ["none" "partial" "names_and_places_removed"];
    /// Counties, by number.
    County = "county" ["42" "32" "33" "56" "34" "15" "18" "03" "11" "40" "55" "50" "39" "46" "31"];
    /// For whom something is meant.
    Audience = "audience" ["users_relatives" "health_staff" "services" "academia"];
    /// Types of organisations.
    OrganisationType = "organisation-type" ["regional_user_run_centre" "local_user_run_centre" "user_organisation"
        "relatives_organisation" "self_help" "clubhouse" "competence_centre" "municipal_service" "specialist_service"];
    /// Whether a service is to be had.
    ServiceStatus = "service-status" ["active" "inactive" "defunct" "temporarily_closed"];
    /// Kinds of places.
    LocationType = "location-type" ["physical" "postal" "virtual"];
    /// What makes a place usable for more people.
    Accessibility = "accessibility" ["step_free" "accessible_toilet" "hearing_loop" "quiet_room"];
    /// What a centre offers.
    Offer = "offer" ["open_house" "conversation_group" "peer_support" "relatives_group" "outdoors" "physical_activity" "music" "art_craft"
        "shared_meals" "work_training" "self_strengthening_course" "trips"];
    /// Days on which hours may be others than usual.
    Holiday = "holiday" ["new_year" "maundy_thursday" "good_friday" "easter_eve" "easter" "easter_monday" "labour_day" "constitution_day"
        "ascension" "whit_sunday" "whit_monday" "christmas_eve" "christmas" "boxing_day" "new_year_eve"];
    /// Days of the week.
    Weekday = "weekday" ["mo" "tu" "we" "th" "fr" "sa" "su"];
    /// Whether a centre is open.
    HubState = "hub-state" ["active" "resting" "closed"];
    /// Types of events.
    EventType = "event-type" ["course" "conference" "seminar_day" "network_gathering" "meeting" "dialogue_conference" "online" "activity"];
    /// Where an event takes place.
    EventMode = "event-mode" ["physical" "online" "hybrid"];
    /// Whether an event takes place.
    EventState = "event-state" ["confirmed" "tentative" "cancelled"];
    /// Types of resources.
    ResourceType = "resource-type" ["measure" "example" "guide" "writing_guide" "checklist" "project" "report" "course_material"];
    /// How service users took part.
    Involvement = "involvement" ["informed" "consulted" "involved" "user_led"];
    /// What one knows about whether it works.
    Evidence = "evidence" ["experience" "evaluated" "researched"];
    /// How far a piece of work has come.
    Phase = "phase" ["planned" "running" "finished"];
    /// Types of articles.
    ArticleType = "article-type" ["news" "call" "report"];
    /// Where a centre stands in the network.
    MemberState = "member-state" ["member" "asking" "alone" "barred" "resigned"];
    /// The names of fields, before their values.
    Label = "label" ["type" "orgnr" "short_name" "parent" "phones" "email" "website" "url" "addresses" "locations" "location_type"
        "address" "place" "county" "municipality" "opening_hours" "schedules" "accessibility" "offer" "services" "service_area"
        "national" "story_contact" "curation_policy" "moderation_rules" "privacy_notice" "accessibility_statement" "state" "status" "successor"
        "description" "eligibility" "fees" "how_to_apply" "languages" "user_led" "assured_on" "alert" "when" "recurrence" "mode"
        "organisers" "collaborators" "prices" "capacity" "registration" "deadline" "audience" "themes" "responsible" "background"
        "goals" "steps" "involvement" "results" "evidence" "period" "phase" "partners" "sites" "checklist" "review_due" "byline"
        "about" "published" "updated" "licence" "name" "title" "summary" "body" "contact"];
}

/// Codes longer than this are nobody's.
const LONGEST_CODE: usize = 64;

impl Vocabulary {
    /// What a code is called. An unknown one is shown as it is, shortened if it is no code but a novel.
    pub fn label(self, lang: Lang, code: &str) -> Cow<'_, str> {
        if code.len() <= LONGEST_CODE
            && let Some(text) = lang.text_if_known(&format!("{}-{code}", self.prefix()))
        {
            return text;
        }
        people::cut(code, LONGEST_CODE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_code_has_a_label() {
        assert_eq!(Vocabulary::Theme.label(Lang::Nb, "hope"), "Håp");
        assert_eq!(Vocabulary::County.label(Lang::En, "55"), "Troms – Romsa – Tromssa");
    }

    #[test]
    fn an_unknown_code_is_shown_as_it_is() {
        for code in ["joy", "", "<script>", "hope.x", "-", "about"] {
            assert_eq!(Vocabulary::Theme.label(Lang::Nb, code), code);
        }
        assert!(Vocabulary::Theme.label(Lang::Nb, &"x".repeat(1_000_000)).chars().count() <= LONGEST_CODE + 1);
    }
}
