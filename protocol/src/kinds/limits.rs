//! How much a field may hold, each limit with its unit and its reason.
//!
//! These bind whoever writes, never what arrives: two edits that are each small enough may merge to something larger. What
//! one node takes in from another is bounded elsewhere. Characters are Unicode scalar values, so that a Sámi word is not
//! shorter than a Norwegian one.

/// Characters of a title or a name. Fits a search result and a heading on a telephone.
pub const TITLE_CHARS: usize = 140;

/// Characters of a summary. What a list shows of a document.
pub const SUMMARY_CHARS: usize = 500;

/// Characters of a comment. Longer thoughts are a story of their own.
pub const COMMENT_CHARS: usize = 2_000;

/// Characters of one paragraph. A whole page pasted without a line break still fits.
pub const PARAGRAPH_CHARS: usize = 10_000;

/// Paragraphs of a body. The longest report we have seen has some 300.
pub const PARAGRAPHS: usize = 600;

/// Characters of a description of an organisation or a service, or of one policy of a centre.
pub const DESCRIPTION_CHARS: usize = 4_000;

/// Characters of a remark: who may come, what it costs, a notice at the top of an entry.
pub const REMARK_CHARS: usize = 500;

/// Characters of a name, a label or a place within a record.
pub const LABEL_CHARS: usize = 140;

/// Characters of the version of a consent text, such as `2026-1`.
pub const VERSION_CHARS: usize = 40;

/// Characters of a display name or a byline. A name, not a sentence.
pub const BYLINE_CHARS: usize = 80;

/// Characters of a sender's own reference. Long enough for a path or a UUID with a prefix.
pub const REFERENCE_CHARS: usize = 200;

/// Characters of a web address. What browsers, mail programs and calendars all carry.
pub const URL_CHARS: usize = 500;

/// Characters of an e-mail address: the longest that can be delivered.
pub const EMAIL_CHARS: usize = 254;

/// Characters of a recurrence rule. `BYDAY` and `BYMONTHDAY` in full take some 150.
pub const RECURRENCE_CHARS: usize = 300;

/// Characters of any other formatted text: a date, a time zone, a telephone number with its spaces.
pub const FORMATTED_CHARS: usize = 64;

/// Characters of a short name.
pub const SLUG_CHARS: usize = 40;

/// Characters of a network address, below what the law accepts of a node.
pub const MULTIADDR_CHARS: usize = 256;

/// Network addresses of a centre.
pub const MULTIADDRS: usize = 16;

/// Services of one organisation. A large municipality lists some 60.
pub const SERVICES: usize = 100;

/// Places of one organisation or centre.
pub const LOCATIONS: usize = 30;

/// Rows of opening hours: seven days, each with a break, and summer hours.
pub const SCHEDULES: usize = 30;

/// Telephone numbers of one organisation or centre.
pub const PHONES: usize = 20;

/// Help lines that one centre adds.
pub const HELP_LINES: usize = 12;

/// Languages of one service.
pub const LANGUAGES: usize = 60;

/// Municipalities of a service area. There are 357 in the country.
pub const MUNICIPALITIES: usize = 400;

/// Organisers, collaborators, partners or sites of one document.
pub const PARTIES: usize = 50;

/// Prices of one event.
pub const PRICES: usize = 20;

/// Steps of a practice, or items of a checklist.
pub const STEPS: usize = 200;

/// Norwegian kroner that an event may cost. More is a typing error.
pub const NOK: u64 = 1_000_000;

/// People that an event has room for. More is a typing error.
pub const CAPACITY: u64 = 100_000;

/// Bytes of the JSON of a whole document. One change of a document carries 256 kB with its bookkeeping.
pub const DOCUMENT_BYTES: usize = 200 * 1024;

/// Bytes of one import line. A whole document fits although every character is written as an escape.
pub const LINE_BYTES: usize = 2 * 1024 * 1024;

/// Characters of what somebody wrote that an error message repeats.
pub const QUOTED_CHARS: usize = 40;

/// Years that a date may lie in: earlier or later is a typing error.
pub const YEARS: std::ops::RangeInclusive<u16> = 1900..=2199;
