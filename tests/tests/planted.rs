//! Bugs that are planted are found: each within a thousand seeds, most within a few.

use knutepunkt_tests::sim::life::{Plan, run};
use knutepunkt_tests::sim::plant::Plant;

/// Seeds within which a planted bug must be found.
const SEEDS: u64 = 1_000;

/// The bug is found, and by the promise that it breaks.
fn is_found(plant: Plant, broken: &str) {
    let plan = Plan { plant: Some(plant), ..Plan::default() };
    let found = (0..SEEDS).find(|seed| run(*seed, plan).violations.iter().any(|it| it.contains(broken)));
    assert!(found.is_some(), "{plant:?} was not found in {SEEDS} seeds");
}

#[test]
fn documents_before_withdrawals_is_found() {
    is_found(Plant::DocumentsFirst, "withdrawn there before");
}

#[test]
fn no_actor_rule_is_found() {
    is_found(Plant::NoActorRule, "have the same actor");
}

#[test]
fn counting_what_a_revoked_node_wrote_later_is_found() {
    is_found(Plant::CountRevoked, "has no say");
}

#[test]
fn acknowledging_before_the_commit_is_found() {
    is_found(Plant::AcknowledgeEarly, "has forgotten it");
}

#[test]
fn writing_whole_structs_is_found() {
    is_found(Plant::WholeStructs, "should say");
}
