//! Documents: a header and sealed changes (specification §4).
//!
//! [`chunk`] is the guard: the only place where a change's bytes, which anybody may have made, become something that Automerge
//! sees. [`change`] makes and seals changes, [`view`] reads what a set of changes says. Which changes count is not decided here.

mod bytes;
pub mod change;
pub mod chunk;
pub mod header;
mod operations;
pub mod view;
