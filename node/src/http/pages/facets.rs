//! By what a list can be narrowed, as choices with their counts.

use crate::catalogue::{Counts, Facet, Query, Shelf, fold};
use crate::core::Core;
use crate::status;
use knutepunkt_protocol::ids::HubId;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::facets::{Choice, Facet as Shown};
use knutepunkt_web_ui::forms;
use knutepunkt_web_ui::vocabulary::Vocabulary;

/// The choices of a shelf, with those that were made.
pub(super) fn facets(core: &Core, replica: Option<&Replica>, shelf: Shelf, query: &Query, counts: &Counts) -> Vec<Shown> {
    let facets = shelf.filters().iter().filter_map(|facet| {
        let (name, vocabulary) = shown_as(shelf, *facet)?;
        let choices = match facet {
            Facet::Hub => hubs(core, replica?, query, counts),
            Facet::Without => left_out(query),
            _ => codes(*facet, vocabulary?, query, counts),
        };
        Some(Shown { name, vocabulary, choices })
    });
    // One choice alone stays too: groups that come and go while one searches are hard to follow.
    facets.filter(|facet| !facet.choices.is_empty()).collect()
}

/// Its parameter and its labels; none for facets that readers are not offered as boxes.
fn shown_as(shelf: Shelf, facet: Facet) -> Option<(&'static str, Option<Vocabulary>)> {
    Some(match facet {
        Facet::Theme => (forms::PARAM_THEME, Some(Vocabulary::Theme)),
        Facet::Role => (forms::PARAM_ROLE, Some(Vocabulary::Role)),
        Facet::Field => (forms::PARAM_FIELD, Some(Vocabulary::Area)),
        Facet::Helped => (forms::PARAM_HELPED, Some(Vocabulary::Factor)),
        Facet::County => (forms::PARAM_COUNTY, Some(Vocabulary::County)),
        Facet::Lang => (forms::PARAM_LANG, Some(Vocabulary::Language)),
        Facet::Length => (forms::PARAM_LENGTH, Some(Vocabulary::Length)),
        Facet::Without => (forms::PARAM_WITHOUT, Some(Vocabulary::Warning)),
        Facet::Mode => (forms::PARAM_MODE, Some(Vocabulary::EventMode)),
        Facet::Involvement => (forms::PARAM_INVOLVEMENT, Some(Vocabulary::Involvement)),
        Facet::Evidence => (forms::PARAM_EVIDENCE, Some(Vocabulary::Evidence)),
        Facet::Phase => (forms::PARAM_PHASE, Some(Vocabulary::Phase)),
        Facet::Hub => (forms::PARAM_HUB, None),
        Facet::Type => {
            let types = match shelf {
                Shelf::Stories => return None,
                Shelf::Directory => Vocabulary::OrganisationType,
                Shelf::Events => Vocabulary::EventType,
                Shelf::Resources => Vocabulary::ResourceType,
                Shelf::Articles => Vocabulary::ArticleType,
            };
            (forms::PARAM_TYPE, Some(types))
        }
        Facet::Municipality | Facet::Offer | Facet::Accessibility => return None,
    })
}

fn is_chosen(query: &Query, facet: Facet, code: &str) -> bool {
    query.codes.get(&facet).is_some_and(|chosen| chosen.contains(code))
}

/// The codes that would give something, and those that are chosen, in the order of the vocabulary; after them what is chosen
/// and no code of ours.
fn codes(facet: Facet, vocabulary: Vocabulary, query: &Query, counts: &Counts) -> Vec<Choice> {
    let count = |code: &str| counts.get(&facet).and_then(|codes| codes.get(code)).copied().unwrap_or(0);
    let known = vocabulary.codes();
    let strange = query.codes.get(&facet).into_iter().flatten().map(String::as_str).filter(|code| !known.contains(code));
    let all = known.iter().copied().chain(strange).map(|code| Choice {
        code: code.to_owned(),
        name: None,
        count: Some(count(code)),
        chosen: is_chosen(query, facet, code),
    });
    all.filter(|choice| choice.chosen || choice.count > Some(0)).collect()
}

/// Everything that one may not want to meet. How many stories warn of it is nobody's business here.
fn left_out(query: &Query) -> Vec<Choice> {
    let codes = Vocabulary::Warning.codes().iter();
    let choice = |code: &&str| Choice {
        code: (*code).to_owned(),
        name: None,
        count: None,
        chosen: is_chosen(query, Facet::Without, code),
    };
    codes.map(choice).collect()
}

/// The centres, by name.
fn hubs(core: &Core, replica: &Replica, query: &Query, counts: &Counts) -> Vec<Choice> {
    let counted = counts.get(&Facet::Hub).into_iter().flatten();
    let with_some = counted.filter_map(|(hub, count)| Some((hub.parse::<HubId>().ok()?, *count)));
    let empty = query.hubs.iter().map(|hub| (*hub, 0));
    let mut all: Vec<(HubId, u64)> = with_some.chain(empty).collect();
    all.sort_unstable_by_key(|(hub, count)| (*hub, std::cmp::Reverse(*count)));
    all.dedup_by_key(|(hub, _)| *hub);
    let choice = |(hub, count): (HubId, u64)| Choice {
        code: hub.to_string(),
        name: Some(status::called(core, replica, &hub).1),
        count: Some(count),
        chosen: query.hubs.contains(&hub),
    };
    let mut choices: Vec<Choice> = all.into_iter().map(choice).filter(|choice| choice.chosen || choice.count > Some(0)).collect();
    choices.sort_by_cached_key(|choice| fold::list_order(choice.name.as_deref().unwrap_or_default()));
    choices
}
