//! The names of form fields and of search parameters, so that the pages and whoever reads what they send agree.
//!
//! Decoding a body or a query is left to the HTTP layer. A form sends every select, chosen or not: an empty value means
//! that nothing was chosen.

/// The withdrawal code, in the form at [`crate::paths::WITHDRAW`].
pub const FIELD_CODE: &str = "kode";

/// That the one who entered a code has read what follows and wants it, in the second form there.
pub const FIELD_CONFIRMED: &str = "bekreftet";

/// Words to search for.
pub const PARAM_QUERY: &str = "q";
/// A theme.
pub const PARAM_THEME: &str = "theme";
/// Who tells a story.
pub const PARAM_ROLE: &str = "role";
/// What a story is about: mental health, substance use or both.
pub const PARAM_FIELD: &str = "field";
/// A county, by number.
pub const PARAM_COUNTY: &str = "county";
/// A municipality, by number.
pub const PARAM_MUNICIPALITY: &str = "municipality";
/// What a centre offers.
pub const PARAM_OFFER: &str = "offer";
/// What makes a house usable for more people.
pub const PARAM_ACCESSIBILITY: &str = "accessibility";
/// The type of an organisation, event, resource or article.
pub const PARAM_TYPE: &str = "type";
/// What helped somebody.
pub const PARAM_HELPED: &str = "helped";
/// The centre that owns something.
pub const PARAM_HUB: &str = "hub";
/// The language of a text.
pub const PARAM_LANG: &str = "lang";
/// How long a story takes to read.
pub const PARAM_LENGTH: &str = "length";
/// What a reader would rather not meet.
pub const PARAM_WITHOUT: &str = "without";
/// Which part of the site a search over everything is narrowed to.
pub const PARAM_PART: &str = "del";
/// Where an event takes place: at a place, online, or both.
pub const PARAM_MODE: &str = "mode";
/// A month, as `2026-11`.
pub const PARAM_MONTH: &str = "month";
/// How service users took part.
pub const PARAM_INVOLVEMENT: &str = "involvement";
/// What one knows about whether something works.
pub const PARAM_EVIDENCE: &str = "evidence";
/// How far a piece of work has come.
pub const PARAM_PHASE: &str = "phase";
/// How many entries come before the first one shown.
pub const PARAM_OFFSET: &str = "offset";
