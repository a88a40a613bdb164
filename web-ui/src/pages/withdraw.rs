//! Taking a story back, with the code and nothing else: no account, no reason, at any centre.
//!
//! The page asks first, gently, whether something changed would be enough; it says what will happen and what cannot be
//! called back; then there is one field. What follows the code asks once more, and names the centre that received the story,
//! but nothing of the story itself: the code withdraws, it shows nothing. The code goes in the body of a POST, never in an
//! address.

use std::fmt;

use maud::{Markup, html};

use crate::forms::{FIELD_CODE, FIELD_CONFIRMED};
use crate::lang::Lang;
use crate::page::Page;
use crate::pages::story::call;
use crate::paths;
use crate::people;
use crate::site::{Contact, HubRef, Site};
use crate::texts::Arg;
use crate::values;

/// The form, and what became of the last attempt.
#[derive(Clone, PartialEq, Eq)]
pub struct WithdrawView {
    /// The form is off, because the page was not reached over a secure connection.
    pub off: bool,
    /// What was entered, so that nobody has to type it again.
    pub code: String,
    /// Why it was not taken.
    pub problem: Option<CodeProblem>,
    /// In which of the code's seven groups it probably lies, from 1.
    pub group: Option<u64>,
    /// Whom to talk with at this centre.
    pub contact: Option<Contact>,
    /// The other centres, and whom to talk with there.
    pub centres: Vec<(HubRef, Option<Contact>)>,
    /// Other centres' addresses where the same can be done, when this one has no room: name and web address.
    pub elsewhere: Vec<(String, String)>,
}

/// Why a code was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// Nothing was entered.
    Empty,
    /// There are more or fewer characters than a code has.
    Length,
    /// A character that no code has.
    Character,
    /// The check characters say that something is mistyped.
    Check,
    /// Too many attempts; wait.
    TooMany,
    /// This machine cannot take more codes that it does not know; another centre can.
    NoRoom,
}

impl fmt::Debug for WithdrawView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WithdrawView(off: {}, code: {} bytes, problem: {:?})", self.off, self.code.len(), self.problem)
    }
}

impl WithdrawView {
    /// The empty form.
    pub fn open(contact: Option<Contact>, centres: Vec<(HubRef, Option<Contact>)>) -> WithdrawView {
        WithdrawView { off: false, code: String::new(), problem: None, group: None, contact, centres, elsewhere: Vec::new() }
    }
}

impl CodeProblem {
    /// The key of what is wrong, and of the same where one knows in which group.
    fn keys(self) -> (&'static str, Option<&'static str>) {
        let known = match self {
            CodeProblem::Length => Some("code-length-group"),
            CodeProblem::Character => Some("code-character-group"),
            CodeProblem::Check => Some("code-check-group"),
            CodeProblem::Empty | CodeProblem::TooMany | CodeProblem::NoRoom => None,
        };
        (self.key(), known)
    }

    fn key(self) -> &'static str {
        match self {
            CodeProblem::Empty => "code-empty",
            CodeProblem::Length => "code-length",
            CodeProblem::Character => "code-character",
            CodeProblem::Check => "code-check",
            CodeProblem::TooMany => "code-too-many",
            CodeProblem::NoRoom => "code-no-room",
        }
    }
}

/// The page.
pub fn render(site: &Site, view: &WithdrawView) -> String {
    let lang = site.lang;
    let heading = lang.text("withdraw-title");
    let main = html! {
        h1 { (heading) }
        @if view.problem.is_some() && !view.off {
            p.problem role="alert" { a href="#kode" { (lang.text("withdraw-problem")) } }
        }
        p.lead { (lang.text("withdraw-lead")) }
        section aria-labelledby="endre" {
            h2 #endre { (lang.text("withdraw-change-title")) }
            p { (lang.text("withdraw-change")) }
            p { (lang.text("withdraw-hide")) }
            @if let Some(contact) = &view.contact { p { (lang.text("withdraw-here")) " " (call(site, contact)) } }
            (centres(site, view))
        }
        (what_happens(lang))
        section aria-labelledby="koden" {
            h2 #koden { (lang.text("withdraw-code-title")) }
            @if view.off { (off(site)) } @else { (form(site, view)) }
            p.quiet { (lang.text("withdraw-lost")) }
        }
    };
    let title = if view.problem.is_some() && !view.off {
        format!("{}: {heading}", lang.text("problem-prefix"))
    } else {
        heading.to_string()
    };
    Page { quick_exit: true, ..Page::of(&title, main) }.render(site)
}

fn what_happens(lang: Lang) -> Markup {
    html! {
        section aria-labelledby="skjer" {
            h2 #skjer { (lang.text("withdraw-what-title")) }
            ul {
                li { (lang.text("withdraw-what-here")) }
                li { (lang.text("withdraw-what-others")) }
                li { (lang.text("withdraw-what-away")) }
                li { (lang.text("withdraw-what-receipts")) }
                li { (lang.text("withdraw-what-final")) }
            }
            h3 { (lang.text("withdraw-not-title")) }
            p { (lang.text("withdraw-not")) }
        }
    }
}

/// The other centres: before the code is entered nobody knows which of them received the story.
fn centres(site: &Site, view: &WithdrawView) -> Markup {
    let lang = site.lang;
    html! {
        @if !view.centres.is_empty() {
            details.centres {
                summary { (lang.text("withdraw-centres")) }
                ul.rows {
                    @for (hub, contact) in &view.centres {
                        li { b { (values::hub(site, hub)) } @if let Some(contact) = contact { span { (call(site, contact)) } } }
                    }
                }
            }
        }
    }
}

fn off(site: &Site) -> Markup {
    html! {
        p.notice { (site.lang.text("withdraw-off")) }
        p { (site.lang.text("withdraw-off-instead")) }
    }
}

fn form(site: &Site, view: &WithdrawView) -> Markup {
    let lang = site.lang;
    // Longer than any code: so that a mistyped one comes back whole, and a pasted novel does not.
    const KEPT: usize = 200;
    let described = if view.problem.is_some() { "kode-feil kode-hint" } else { "kode-hint" };
    html! {
        form.code method="post" action=(site.link(paths::WITHDRAW)) autocomplete="off" novalidate {
            label for="kode" { (lang.text("code-label")) }
            p.hint #kode-hint { (lang.text("code-hint")) }
            @if let Some(problem) = view.problem {
                p.problem #kode-feil {
                    @match (problem.keys(), view.group) {
                        ((_, Some(key)), Some(group)) => (lang.text_with(key, &[("group", Arg::Number(group))])),
                        ((key, _), _) => (lang.text(key)),
                    }
                }
                @if !view.elsewhere.is_empty() {
                    ul {
                        @for (name, address) in &view.elsewhere {
                            li {
                                @if let Some(web) = people::web_address(address) { a href=(web) rel="noreferrer noopener" { bdi { (name) } } }
                                @else { bdi { (name) } }
                            }
                        }
                    }
                }
            }
            input #kode type="text" name=(FIELD_CODE) value=(people::cut(&view.code, KEPT)) required autocomplete="off"
                autocapitalize="characters" autocorrect="off" spellcheck="false" dir="ltr" aria-describedby=(described)
                aria-invalid=[view.problem.map(|_| "true")];
            button type="submit" { (lang.text("withdraw-next")) }
            p.hint { (lang.text("withdraw-next-hint")) }
        }
        p.quiet { (lang.text("withdraw-print")) }
    }
}

/// What follows a code that is right: the last question.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfirmView {
    /// The code, for the second form.
    pub code: String,
    /// The centre that received the story, where this one holds it, and whom to talk with there.
    pub owner: Option<(HubRef, Option<Contact>)>,
}

// The code is a secret on paper.
impl fmt::Debug for ConfirmView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConfirmView(owner known: {})", self.owner.is_some())
    }
}

/// The page that asks once more.
pub fn render_confirm(site: &Site, view: &ConfirmView) -> String {
    let lang = site.lang;
    let title = lang.text("confirm-title");
    let main = html! {
        h1 { (title) }
        p.lead role="status" { (lang.text("confirm-lead")) }
        @if view.owner.is_none() { p.notice { (lang.text("confirm-unknown")) } }
        section aria-labelledby="skjul" {
            h2 #skjul { (lang.text("confirm-hide-title")) }
            p { (lang.text("confirm-hide")) }
            @if let Some((hub, contact)) = &view.owner {
                p {
                    (lang.rich("confirm-owner", &[("hub", Arg::Html(values::hub(site, hub)))]))
                    @if let Some(contact) = contact { " " (call(site, contact)) }
                }
            }
        }
        section aria-labelledby="na" {
            h2 #na { (lang.text("confirm-now-title")) }
            p { (lang.text("confirm-now")) }
            form.code method="post" action=(site.link(paths::WITHDRAW)) autocomplete="off" {
                input type="hidden" name=(FIELD_CODE) value=(view.code);
                button type="submit" name=(FIELD_CONFIRMED) value="ja" { (lang.text("confirm-button")) }
            }
            p { a.more href=(site.link(paths::HOME)) { (lang.text("confirm-wait")) } }
            h3 { (lang.text("withdraw-not-title")) }
            p { (lang.text("withdraw-not")) }
        }
    };
    Page { quick_exit: true, ..Page::of(&title, main) }.render(site)
}
