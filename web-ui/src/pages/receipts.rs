//! What came of a withdrawal: who has removed the story, and whom one still waits for.
//!
//! The page knows no more of the story than its key: no title, no name, no centre that published it. It never says that
//! something is gone from everywhere, because nobody can know that; it says who has answered.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::dates::{self, Date};
use crate::lang::Lang;
use crate::page::Page;
use crate::people;
use crate::site::Site;
use crate::texts::Arg;

/// How many centres that have not answered are named in the first sentence.
const NAMED_IN_SUMMARY: usize = 3;

/// How soon the page looks again for receipts. Most come within seconds; those that do not, take days.
const REFRESH_SECONDS: u64 = 5;

/// The receipts of one withdrawal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptsView {
    /// The key of the withdrawal, as in the address.
    pub key: String,
    /// This machine, or one that has answered it, has seen what the code belongs to. Otherwise the code waits.
    pub known: bool,
    /// The receipts.
    pub receipts: Vec<Receipt>,
    /// Who has not answered, or not with all machines.
    pub waiting: Vec<Waiting>,
    /// The names of centres that have closed.
    pub closed: Vec<String>,
    /// The names of those that may have had a copy and are no longer in the network.
    pub outside: Vec<String>,
    /// The day on which the page is read, so that dates of this year need no year.
    pub today: Option<Date>,
}

/// One machine's receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The centre's id.
    pub hub: String,
    /// The centre's name.
    pub name: String,
    /// The machine's name; may be empty.
    pub machine: String,
    /// When it was signed.
    pub at: Option<Date>,
    /// It counts: the machine still speaks for a centre of the network. Others are listed.
    pub counts: bool,
}

/// A centre that has not answered with all its machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The centre's id.
    pub hub: String,
    /// The centre's name.
    pub name: String,
    /// How many of its machines have not answered.
    pub machines: u64,
    /// Since when one waits.
    pub since: Option<Date>,
}

/// The page.
pub fn render(site: &Site, view: &ReceiptsView) -> String {
    let lang = site.lang;
    let title = lang.text("receipts-title");
    let main = html! {
        h1 { (title) }
        // Asked for anew while one waits, by the script; without it there is the link.
        div data-live data-refresh=[(!view.known || !view.waiting.is_empty()).then_some(REFRESH_SECONDS)] {
            p.lead.summary role="status" { (summary(lang, view)) }
            @if !view.known { p.notice { (lang.text("receipts-unknown")) } }
            @if !view.waiting.is_empty() {
                section aria-labelledby="venter" {
                    h2 #venter { (lang.text("receipts-waiting-title")) }
                    p { (lang.text("receipts-waiting-lead")) }
                    ul.rows { @for waiting in &view.waiting { li { (waits(lang, waiting)) } } }
                }
            }
            @if !view.receipts.is_empty() {
                section aria-labelledby="kvitteringer" {
                    h2 #kvitteringer { (lang.text("receipts-list-title")) }
                    ul.rows { @for receipt in &view.receipts { li { (removed(lang, receipt)) } } }
                    p.quiet { (lang.text("receipts-meaning")) }
                }
            }
            (named(lang, "stengt", "receipts-closed-title", "receipts-closed", &view.closed))
            (named(lang, "utenfor", "receipts-outside-title", "receipts-outside", &view.outside))
        }
        p { a.button href=(site.link(&site.path)) { (lang.text("receipts-again")) } }
        p.quiet { (lang.text("receipts-bookmark")) }
    };
    Page { quick_exit: true, ..Page::of(&title, main) }.render(site)
}

/// "Fjernet hos 4 av 5. Venter på Havglimt siden 3. november."
fn summary(lang: Lang, view: &ReceiptsView) -> Markup {
    let waiting: BTreeSet<&str> = view.waiting.iter().map(|waiting| waiting.hub.as_str()).collect();
    let answered: BTreeSet<&str> = view
        .receipts
        .iter()
        .filter(|receipt| receipt.counts)
        .map(|receipt| receipt.hub.as_str())
        .filter(|hub| !waiting.contains(hub))
        .collect();
    let total = answered.len() + waiting.len();
    let unnamed = view.waiting.len().saturating_sub(NAMED_IN_SUMMARY);
    html! {
        @if total == 0 { (lang.text("receipts-none-yet")) }
        @else { (lang.text_with("receipts-summary", &[("done", Arg::Number(answered.len() as u64)), ("total", Arg::Number(total as u64))])) }
        @for waiting in view.waiting.iter().take(NAMED_IN_SUMMARY) {
            " " (waits_since(lang, waiting, view.today))
        }
        @if unnamed > 0 { " " (lang.text_with("receipts-waiting-more", &[("count", Arg::Number(unnamed as u64))])) }
    }
}

fn waits_since(lang: Lang, waiting: &Waiting, today: Option<Date>) -> Markup {
    let name = people::cut(&waiting.name, people::TITLE_CHARS);
    match waiting.since {
        Some(since) => {
            let this_year = today.is_some_and(|today| today.year == since.year);
            let date = html! { time datetime=(since) { (if this_year { lang.day(since) } else { lang.date(since) }) } };
            lang.rich("receipts-waiting-since", &[("hub", Arg::People(&name)), ("date", Arg::Html(date))])
        }
        None => lang.rich("receipts-waiting", &[("hub", Arg::People(&name))]),
    }
}

fn waits(lang: Lang, waiting: &Waiting) -> Markup {
    html! {
        b { bdi { (people::cut(&waiting.name, people::TITLE_CHARS)) } }
        span {
            @if let Some(since) = waiting.since { (lang.rich("receipts-since", &[("date", Arg::Html(dates::time_date(lang, since)))])) }
            @if waiting.machines > 1 { " " (lang.text_with("receipts-machines", &[("count", Arg::Number(waiting.machines))])) }
        }
    }
}

fn removed(lang: Lang, receipt: &Receipt) -> Markup {
    html! {
        b { bdi { (people::cut(&receipt.name, people::TITLE_CHARS)) } }
        span {
            @if !receipt.machine.is_empty() {
                (lang.rich("receipts-machine", &[("machine", Arg::People(&people::cut(&receipt.machine, people::TITLE_CHARS)))])) " "
            }
            @if let Some(at) = receipt.at { (lang.rich("receipts-removed-on", &[("date", Arg::Html(dates::time_date(lang, at)))])) }
            @else { (lang.text("receipts-removed")) }
        }
    }
}

fn named(lang: Lang, id: &str, title: &str, lead: &str, names: &[String]) -> Markup {
    html! {
        @if !names.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (lang.text(title)) }
                p { (lang.text(lead)) }
                ul.rows { @for name in names { li { b { bdi { (people::cut(name, people::TITLE_CHARS)) } } } } }
            }
        }
    }
}
