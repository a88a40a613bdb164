//! Bugs that are planted are found: each within a thousand seeds, most within a few.

use knutepunkt_tests::sim::life::{Plan, run};
use knutepunkt_tests::sim::plant::Plant;

/// Seeds within which a planted bug must be found.
const SEEDS: u64 = 1_000;

fn is_found(plant: Plant) {
    let plan = Plan { plant: Some(plant), ..Plan::default() };
    let found = (0..SEEDS).find(|seed| !run(*seed, plan).violations.is_empty());
    assert!(found.is_some(), "{plant:?} was not found in {SEEDS} seeds");
}

#[test]
fn documents_before_withdrawals_is_found() {
    is_found(Plant::DocumentsFirst);
}

#[test]
fn no_actor_rule_is_found() {
    is_found(Plant::NoActorRule);
}

#[test]
fn counting_what_a_revoked_node_wrote_later_is_found() {
    is_found(Plant::CountRevoked);
}

#[test]
fn acknowledging_before_the_commit_is_found() {
    is_found(Plant::AcknowledgeEarly);
}

#[test]
fn writing_whole_structs_is_found() {
    is_found(Plant::WholeStructs);
}
