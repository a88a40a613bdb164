//! Random histories: no promise is broken, and the same seed is the same history.
//!
//! A few hundred seeds at each run of the tests; `cargo run --release -p knutepunkt-tests --bin simulate` for as many as one likes.

use knutepunkt_tests::sim::life::{Plan, run};

/// Seeds of each of the tests below. They run side by side.
const SEEDS: u64 = 60;

fn no_promise_is_broken(part: u64) {
    for seed in part * SEEDS..(part + 1) * SEEDS {
        let report = run(seed, Plan::default());
        assert!(
            report.violations.is_empty(),
            "seed {seed} breaks a promise; `simulate --seeds 1 --from {seed} --tell true` tells its history\n{}",
            report.violations.join("\n")
        );
    }
}

#[test]
fn promises_are_kept_in_the_first_seeds() {
    no_promise_is_broken(0);
}

#[test]
fn promises_are_kept_in_the_next_seeds() {
    no_promise_is_broken(1);
}

#[test]
fn promises_are_kept_in_further_seeds() {
    no_promise_is_broken(2);
}

#[test]
fn promises_are_kept_in_the_last_seeds() {
    no_promise_is_broken(3);
}

#[test]
fn the_same_seed_is_the_same_history() {
    for seed in [3, 33, 333] {
        let (one, other) = (run(seed, Plan::default()), run(seed, Plan::default()));
        assert_eq!(one, other, "seed {seed}");
        assert_ne!(one.summary, run(seed + 1, Plan::default()).summary);
    }
}
