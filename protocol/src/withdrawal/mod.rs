//! What makes things disappear, and what proves that they did (specification §5).
//!
//! [`by_key`]: a teller's withdrawal, final, for every document with the teller's key at every node. [`by_owner`]: an owner's, final
//! or in favour of a correction. [`receipt`]: what a node removed. [`hold`]: hidden for now. What these erase is decided in
//! [`crate::replica`]; here is only what they are and when they are valid, which depends on nothing but themselves.

pub mod by_key;
pub mod by_owner;
pub mod hold;
pub mod receipt;
