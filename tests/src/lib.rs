//! # How we know
//!
//! The tests of Knutepunkt that need more than one module, from the bottom up:
//!
//! * [`sim`]: a simulator of whole networks on `protocol` alone: hubs, machines, disks, a bad network, thieves and tired
//!   people, all from one seed, and the promises checked against what the simulator knows to have happened;
//! * [`script`]: golden scripts, small histories that are read by people: what was done, and what everyone sees then;
//! * [`process`]: the built program from outside: processes, folders and HTTP, for the end-to-end tests.
//!
//! `cargo run --release -p knutepunkt-tests --bin simulate -- --seeds 10000` looks for a seed that breaks a promise.

// A test crate: a panic is a failed test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

pub mod process;
pub mod script;
pub mod sim;
