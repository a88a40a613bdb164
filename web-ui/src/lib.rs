//! What people see: plain view structs in, whole HTML pages out.
//!
//! This crate does no I/O and knows no clock. It decides how things look and which words stand there, in every language
//! ([`lang`], [`texts`]); it decides nothing about what is true, who may say what, or what is shown to whom. Those answers
//! come in with the view structs of [`pages`], which hold strings, codes and numbers and nothing from the wire.
//!
//! Every page is complete without JavaScript, carries nothing inline but data for search engines, and asks nothing of any third party.
//!
//! | module | what it holds |
//! |---|---|
//! | [`pages`] | one file per page: a view struct and its `render` |
//! | [`site`] | what every page needs to know about the centre and the reader's language |
//! | [`paths`] | where every page lives |
//! | [`forms`] | the names of form fields and of search parameters |
//! | [`lang`], [`texts`], [`dates`] | languages, their texts, dates and numbers |
//! | [`vocabulary`] | codes and their labels |
//! | [`municipalities`], [`opening`] | places in Norway, and when a house is open |
//! | [`values`], [`filters`] | pieces that several pages share |
//! | [`help_lines`], [`offline`] | who one can call, also without a network |
//! | [`values`], [`filters`], [`facets`] | pieces that several pages share |
//! | [`help_lines`] | who one can call |
//! | [`recurrence`] | how often something takes place, in words |
//! | [`formats`] | calendars and feeds |
//! | [`cite`] | how something published here is cited |
//! | [`assets`], [`colours`] | the stylesheet and the script, and a centre's own colours |
//! | [`assets`] | the stylesheet and the script |
//! | [`sitemap`] | the list of pages for search engines |
//! | [`assets`] | the stylesheet |

pub mod assets;
pub mod cite;
pub mod colours;
pub mod dates;
pub mod facets;
pub mod filters;
pub mod formats;
pub mod forms;
pub mod help_lines;
pub mod lang;
pub mod municipalities;
pub mod offline;
pub mod opening;
mod page;
pub mod pages;
pub mod paths;
pub mod people;
pub mod recurrence;
pub mod site;
pub mod sitemap;
pub mod texts;
pub mod values;
pub mod vocabulary;

pub use lang::Lang;
pub use site::Site;
