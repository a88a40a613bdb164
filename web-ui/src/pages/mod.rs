//! The pages. Each file holds what one page shows, as a plain struct, and `render`, which makes the HTML.
//!
//! A `render` decides how things are said and in which order they come. What is on the page, and whether the reader may see
//! it at all, was decided by whoever filled the struct.

pub mod article;
pub mod articles;
pub mod directory;
pub mod document;
pub mod entry;
pub mod event;
pub mod events;
pub mod help;
pub mod home;
pub mod list;
pub mod network;
pub mod notice;
pub mod place;
pub mod problem;
pub mod receipts;
pub mod resource;
pub mod search;
pub mod stories;
pub mod story;
pub mod withdraw;
