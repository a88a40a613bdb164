//! The built program, from outside: processes, folders, HTTP, and nothing else.
//!
//! What is tested here is what a person or another program meets: the command line with its exit codes, the data folder, the
//! JSON and the pages. Nothing of the node's own code is linked, so that a test cannot see more than they do.
//!
//! * [`binary`]: which program is run; [`running`]: one run of it, with a deadline, and the long-running kind;
//! * [`hub`]: one hub with its folder and words; [`network`]: several of them that agree;
//! * [`site`]: questions over HTTP; [`lines`]: invented documents as import lines;
//! * [`schema`]: answers held against their description;
//! * [`folder`]: a data folder as somebody else sees it: copied, searched byte by byte;
//! * [`waiting`]: until something is so, with the time it took.

pub mod binary;
pub mod folder;
pub mod hub;
pub mod lines;
pub mod network;
pub mod running;
pub mod schema;
pub mod site;
pub mod waiting;

pub use hub::Hub;
pub use network::{Network, agree};
pub use running::{Ran, Running};
pub use site::{Reply, Site};
pub use waiting::{eventually, remains, within};

use std::sync::{Mutex, MutexGuard, PoisonError};

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A turn: the tests of a file run one after another, because what they measure is of no worth on a machine that is busy with
/// the other tests.
pub fn turn() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}
