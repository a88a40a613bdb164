//! The centres of the network: who they are, why they are in it, and whether all of them show the same.

use maud::{Markup, html};

use crate::dates::{self, Date, Moment};
use crate::lang::Lang;
use crate::page::Page;
use crate::people;
use crate::site::{HubRef, Section, Site};
use crate::texts::Arg;
use crate::values;
use crate::vocabulary::Vocabulary;

/// How many of those who vouched are named.
const NAMED_VOUCHERS: usize = 5;

/// Fewer stories than this are a few.
const FEW: u64 = 5;

/// The network as this centre sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkView {
    /// How many centres must vouch for a new one.
    pub admit: u64,
    /// How much there is altogether, by part of the site.
    pub published: Vec<(Section, u64)>,
    /// The day on which the page is read.
    pub today: Option<Date>,
    /// The centres that are in it, this one among them.
    pub members: Vec<Member>,
    /// Those who ask to be let in.
    pub asking: Vec<Asking>,
    /// Those who were in it: the centre, and the code of how it left, in [`Vocabulary::MemberState`].
    pub former: Vec<(HubRef, String)>,
}

/// A centre in the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The centre.
    pub hub: HubRef,
    /// The code of whether it is open, in [`Vocabulary::HubState`].
    pub state: String,
    /// Why it is a member.
    pub why: Why,
    /// How much of what is shared it has.
    pub step: Step,
    /// How much it has published, by part of the site.
    pub published: Vec<(Section, u64)>,
}

/// Why a centre is a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was there from the beginning.
    Founder,
    /// These centres vouched for it.
    VouchedBy(Vec<String>),
}

/// How a centre keeps up, seen from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is this centre.
    Here,
    /// It shows the same as we do.
    InStep,
    /// It is on its way; how many things are missing, where that is known.
    Behind(Option<u64>),
    /// It cannot be reached; when we last heard from it, where we ever did.
    Away(Option<Moment>),
}

/// A centre that asks to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// What it calls itself.
    pub name: String,
    /// The words that two people read to each other.
    pub check_words: Vec<String>,
    /// Who has vouched for it so far.
    pub vouched_by: Vec<String>,
}

/// The page.
pub fn render(site: &Site, view: &NetworkView) -> String {
    let lang = site.lang;
    let title = lang.text("section-network");
    let main = html! {
        h1 { (title) }
        p.lead {
            @if let Some(network) = &site.network_name { (lang.rich("network-lead", &[("network", Arg::People(network))])) }
            @else { (lang.text("banner-alone")) }
        }
        p { (lang.text("network-how")) }
        ul {
            li { (lang.text("network-how-alone")) }
            li { (lang.text("network-how-signed")) }
            li { (lang.text("network-how-withdrawn")) }
        }
        @if view.published.iter().any(|(_, count)| *count > 0) { p { (lang.text("network-all")) " " (published(lang, &view.published)) "." } }
        section aria-labelledby="sentre" {
            h2 #sentre { (lang.text_with("network-members", &[("count", Arg::Number(view.members.len() as u64))])) }
            ul.cards { @for one in &view.members { li { (member(site, one, view.today)) } } }
        }
        @if !view.asking.is_empty() {
            section aria-labelledby="spor" {
                h2 #spor { (lang.text("network-asking-title")) }
                p { (lang.text_with("network-asking-lead", &[("admit", Arg::Number(view.admit))])) }
                ul.cards { @for one in &view.asking { li { (asking(lang, one)) } } }
            }
        }
        @if !view.former.is_empty() {
            section aria-labelledby="for" {
                h2 #for { (lang.text("network-former-title")) }
                p { (lang.text("network-former-lead")) }
                ul.rows {
                    @for (hub, state) in &view.former {
                        li { b { (values::hub(site, hub)) } span { bdi { (Vocabulary::MemberState.label(lang, state)) } } }
                    }
                }
            }
        }
    };
    Page { section: Some(Section::Network), index: true, ..Page::of(&title, main) }.render(site)
}

fn member(site: &Site, member: &Member, today: Option<Date>) -> Markup {
    let lang = site.lang;
    html! {
        article.card.member {
            h3 { (values::hub(site, &member.hub)) }
            @if member.state != "active" { p.badge { bdi { (Vocabulary::HubState.label(lang, &member.state)) } } }
            p {
                @match &member.why {
                    Why::Founder => (lang.text("network-founder")),
                    Why::VouchedBy(names) => (vouched(lang, names)),
                }
            }
            @if member.published.iter().any(|(_, count)| *count > 0) {
                p.facts { (lang.text("network-published")) " " (published(lang, &member.published)) "." }
            }
            p.step { (step(lang, member.step, today)) }
        }
    }
}

/// "12 fortellinger, 3 arrangementer og noen få nyheter", of what there is.
fn published(lang: Lang, counts: &[(Section, u64)]) -> Markup {
    let counts: Vec<_> = counts.iter().filter(|(_, count)| *count > 0).collect();
    html! {
        @for (position, (section, count)) in counts.iter().enumerate() {
            @if position > 0 && position + 1 == counts.len() { " " (lang.text("list-and")) " " } @else if position > 0 { ", " }
            (counted(lang, *section, *count))
        }
    }
}

/// A small number of stories points at single people, and is no number.
fn counted(lang: Lang, section: Section, count: u64) -> String {
    let key = match section {
        Section::Stories if count < FEW => return lang.text("network-stories-few").into_owned(),
        Section::Stories => "network-stories",
        Section::Directory => "network-entries",
        Section::Events => "network-events",
        Section::Resources => "network-resources",
        Section::Articles | Section::Network => "network-articles",
    };
    lang.text_with(key, &[("count", Arg::Number(count))])
}

fn vouched(lang: Lang, names: &[String]) -> Markup {
    html! {
        @if !names.is_empty() {
            (lang.rich("network-vouched", &[("hubs", Arg::Html(lang.names(names.iter().map(String::as_str), NAMED_VOUCHERS)))]))
        }
    }
}

fn step(lang: Lang, step: Step, today: Option<Date>) -> Markup {
    html! {
        @match step {
            Step::Here => (lang.text("step-here")),
            Step::InStep => (lang.text("step-in-step")),
            Step::Behind(Some(count)) => (lang.text_with("step-behind-count", &[("count", Arg::Number(count))])),
            Step::Behind(None) => (lang.text("step-behind")),
            Step::Away(Some(seen)) if Some(seen.date) == today => (lang.text_with("step-away-today", &[("time", Arg::Ours(lang.time(seen.hour, seen.minute).into()))])),
            Step::Away(Some(seen)) => (lang.rich("step-away-since", &[("moment", Arg::Html(dates::time_moment(lang, seen)))])),
            Step::Away(None) => (lang.text("step-away")),
        }
    }
}

fn asking(lang: Lang, asking: &Asking) -> Markup {
    html! {
        article.card {
            h3 { bdi { (people::cut(&asking.name, people::TITLE_CHARS)) } }
            @if !asking.check_words.is_empty() {
                p { (lang.text("network-check-words")) ": " b.words-to-read { bdi { (asking.check_words.join(" ")) } } }
            }
            @if asking.vouched_by.is_empty() { p { (lang.text("network-nobody-vouched")) } }
            @else { p { (vouched(lang, &asking.vouched_by)) } }
        }
    }
}
