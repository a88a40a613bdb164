//! When a page cannot be shown: why, in kind words, and where to go instead.
//!
//! Of a story that is gone the page never says who took it back or why, and does not offer what it was called.

use maud::html;

use crate::page::Page;
use crate::paths;
use crate::site::Site;
use crate::texts::Arg;

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// 404: never here.
    NotFound,
    /// 410: a story that was taken back.
    StoryGone,
    /// 410: something else that was taken back.
    Gone,
    /// 451: hidden for now.
    Held,
    /// 503: a corrected version is on its way.
    BeingCorrected,
    /// 503: after a restore, until the other centres have told what was withdrawn meanwhile.
    JustRestored,
    /// 503: too busy, or no room.
    Busy,
    /// 400: the question makes no sense.
    BadRequest,
    /// 405: the page does not take this.
    NotAllowed,
    /// 408: it took too long to arrive.
    TooSlow,
    /// 413: too much at once.
    TooLarge,
    /// 429: too often.
    TooMany,
    /// 500: our fault.
    Internal,
}

/// The problem, and when to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemView {
    /// Why there is no page.
    pub problem: Problem,
    /// After how many seconds it makes sense to try again; the same as in `Retry-After`.
    pub retry_after: Option<u64>,
}

impl Problem {
    /// Every problem.
    pub const ALL: [Problem; 13] = [
        Problem::NotFound,
        Problem::StoryGone,
        Problem::Gone,
        Problem::Held,
        Problem::BeingCorrected,
        Problem::JustRestored,
        Problem::Busy,
        Problem::BadRequest,
        Problem::NotAllowed,
        Problem::TooSlow,
        Problem::TooLarge,
        Problem::TooMany,
        Problem::Internal,
    ];

    /// The status the page is answered with.
    pub const fn status(self) -> u16 {
        match self {
            Problem::BadRequest => 400,
            Problem::NotFound => 404,
            Problem::NotAllowed => 405,
            Problem::TooSlow => 408,
            Problem::StoryGone | Problem::Gone => 410,
            Problem::TooLarge => 413,
            Problem::TooMany => 429,
            Problem::Held => 451,
            Problem::Internal => 500,
            Problem::BeingCorrected | Problem::JustRestored | Problem::Busy => 503,
        }
    }

    /// The keys of its heading and of the words below.
    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Problem::NotFound => ("not-found-title", "not-found"),
            Problem::StoryGone => ("story-gone-title", "story-gone"),
            Problem::Gone => ("gone-title", "gone"),
            Problem::Held => ("held-title", "held"),
            Problem::BeingCorrected => ("being-corrected-title", "being-corrected"),
            Problem::JustRestored => ("just-restored-title", "just-restored"),
            Problem::Busy => ("busy-title", "busy"),
            Problem::BadRequest => ("bad-request-title", "bad-request"),
            Problem::NotAllowed => ("not-allowed-title", "not-allowed"),
            Problem::TooSlow => ("too-slow-title", "too-slow"),
            Problem::TooLarge => ("too-large-title", "too-large"),
            Problem::TooMany => ("too-many-title", "too-many"),
            Problem::Internal => ("internal-title", "internal"),
        }
    }
}

/// The page.
pub fn render(site: &Site, view: &ProblemView) -> String {
    let lang = site.lang;
    let (heading, words) = view.problem.keys();
    let title = lang.text(heading);
    // Whoever came for a story may be somebody for whom it mattered.
    let quick_exit = matches!(view.problem, Problem::StoryGone | Problem::Held | Problem::BeingCorrected | Problem::JustRestored);
    let main = html! {
        h1 { (title) }
        p.lead { (lang.text(words)) }
        @if let Some(seconds) = view.retry_after {
            p {
                @if seconds < 120 { (lang.text_with("retry-seconds", &[("count", Arg::Number(seconds))])) }
                @else { (lang.text_with("retry-minutes", &[("count", Arg::Number(seconds.div_ceil(60)))])) }
            }
        }
        ul.onward {
            li { a href=(site.link(paths::STORIES)) { (lang.text("onward-stories")) } }
            li { a href=(site.link(paths::SEARCH)) { (lang.text("onward-search")) } }
            li { a href=(site.link(paths::HOME)) { (lang.text("onward-home")) } }
            @if quick_exit { li { a href="#hjelp" { (lang.text("onward-help")) } } }
        }
    };
    Page { quick_exit, ..Page::of(&title, main) }.render(site)
}
