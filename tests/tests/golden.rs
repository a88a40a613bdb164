//! The golden scripts: `tests/scripts/*.script`. `UPDATE_GOLDEN=1` writes down what they print.

// A panic is a failed test.
#![allow(clippy::expect_used)]

use std::path::Path;

#[test]
fn the_golden_scripts_print_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    match knutepunkt_tests::script::check(&folder) {
        Ok(count) => assert!(count >= 20, "only {count} scripts were found"),
        Err(wrong) => panic!("{wrong}"),
    }
}

/// One of them.
fn says(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(name).with_extension("script");
    let written = std::fs::read_to_string(&path).expect("the script is there");
    assert_eq!(knutepunkt_tests::script::play(&written).as_ref(), Ok(&written), "{name}");
}

#[test]
fn fault_19_what_a_revoked_node_writes_later_counts_nowhere_and_is_passed_on_by_nobody() {
    says("18-revocation-keeps");
    says("20-older-certificate");
}

#[test]
fn fault_19_what_an_expelled_hub_writes_counts_nowhere() {
    says("16-mutual-objections");
}

#[test]
fn fault_24_nobody_falls_with_a_stolen_machine_and_its_hub_publishes_again() {
    says("18-revocation-keeps");
    says("19-revoked-in-haste");
}

#[test]
fn fault_39_an_old_copy_brings_no_story_back() {
    says("25-restored-copy");
}

#[test]
fn fault_47_a_barred_witness_leaves_nothing_permanent() {
    says("23-barred-witness");
}

#[test]
fn fault_48_a_trust_list_that_never_rests_delays_nobody() {
    says("24-endless-trust-list");
}

#[test]
fn fault_50_a_correction_whose_machine_dies_loses_no_story() {
    says("05-correction-on-the-way");
}
