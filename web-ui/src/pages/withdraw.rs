//! Taking a story back, with the code and nothing else: no account, no reason, at any centre.
//!
//! The page asks first, gently, whether something changed would be enough; it says what will happen and what cannot be
//! called back; then there is one field and one button. The code goes in the body of a POST, never in an address.

use std::fmt;

use maud::{Markup, html};

use crate::forms::FIELD_CODE;
use crate::page::Page;
use crate::pages::story::call;
use crate::paths;
use crate::people;
use crate::site::{Contact, Site};

/// The form, and what became of the last attempt.
#[derive(Clone, PartialEq, Eq)]
pub struct WithdrawView {
    /// The form is off, because the page was not reached over a secure connection.
    pub off: bool,
    /// What was entered, so that nobody has to type it again.
    pub code: String,
    /// Why it was not taken.
    pub problem: Option<CodeProblem>,
    /// Whom to talk with at this centre.
    pub contact: Option<Contact>,
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
    pub fn open(contact: Option<Contact>) -> WithdrawView {
        WithdrawView { off: false, code: String::new(), problem: None, contact, elsewhere: Vec::new() }
    }

    /// The page without its form.
    pub fn off(contact: Option<Contact>) -> WithdrawView {
        WithdrawView { off: true, ..WithdrawView::open(contact) }
    }
}

impl CodeProblem {
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
            p {
                @match &view.contact {
                    Some(contact) => (call(site, contact)),
                    None => { (lang.text("withdraw-change-contact")) " " a href=(site.link(paths::DIRECTORY)) { (lang.text("withdraw-find-centre")) } }
                }
            }
        }
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
        form.code method="post" action=(site.link(paths::WITHDRAW)) {
            label for="kode" { (lang.text("code-label")) }
            p.hint #kode-hint { (lang.text("code-hint")) }
            @if let Some(problem) = view.problem {
                p.problem #kode-feil { (lang.text(problem.key())) }
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
            button type="submit" { (lang.text("withdraw-button")) }
        }
    }
}
