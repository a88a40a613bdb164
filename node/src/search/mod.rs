//! # Search
//!
//! * [`analyser`]: what words a text is made of, so that what people type and what people wrote meet;
//! * [`query`]: what people type.

pub mod analyser;
pub mod query;
