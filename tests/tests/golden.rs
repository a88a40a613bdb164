//! The golden scripts: `tests/scripts/*.script`. `UPDATE_GOLDEN=1` writes down what they print.

use std::path::Path;

#[test]
fn the_golden_scripts_print_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    match knutepunkt_tests::script::check(&folder) {
        Ok(count) => assert!(count >= 20, "only {count} scripts were found"),
        Err(wrong) => panic!("{wrong}"),
    }
}
