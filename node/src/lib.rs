//! # The machine
//!
//! A node of a hub: it stores, talks to other nodes, serves the public site and takes commands. It decides nothing about what is
//! valid, who is a member, what is withdrawn or how edits merge: that is the protocol's.
//!
//! * [`store`]: rows on disk, people's words under keys that can be destroyed;
//! * [`core`]: the replica in memory and its rows on disk, changed together;
//! * [`catalogue`]: the lists that readers see, derived and in memory;
//! * [`search`]: finding documents by words;
//! * [`net`]: libp2p: members' questions and answers, the strangers' few words;
//! * [`http`]: the public site and the JSON interface;
//! * [`search`]: what people look for, and where it is found;
//! * [`cli`], [`serve`]: the command line, and a running node;
//! * [`command`]: what the command line can ask for, the same whether or not the node runs; [`control`] carries it to a running one;
//! * [`demo`]: three invented hubs on one machine.

pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod command;
pub mod control;
pub mod core;
pub mod demo;
pub mod http;
pub mod identity;
pub mod net;
pub mod profiles;
pub mod search;
pub mod serve;
pub mod status;
pub mod store;
