//! # The simulator
//!
//! Networks of machines on `protocol` alone, with everything around it played: disks, power, a network, people. Time and chance
//! come from one seed, so a seed that breaks a promise breaks it every time.
//!
//! From the bottom up:
//!
//! * [`dice`], [`trace`]: chance, and a summary of what happened;
//! * [`machine`], [`network`]: a disk with a replica; messages that are late, lost, doubled, or cut off;
//! * [`world`]: machines and the one way in which anything is done: a call, then its commit;
//! * [`exchange`]: what machines say to each other, as a node does it;
//! * [`office`]: what people do; [`chronicle`]: what they were told became of it;
//! * [`life`]: a random history; [`verdict`]: the promises, checked at its end; [`portrait`]: what a replica shows;
//! * [`plant`], [`sabotage`]: bugs that are planted to see whether they are found.

pub mod chronicle;
pub mod dice;
pub mod exchange;
pub mod life;
pub mod machine;
pub mod network;
pub mod office;
pub mod plant;
pub mod portrait;
mod sabotage;
pub mod trace;
pub mod verdict;
pub mod world;
