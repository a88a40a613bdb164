//! What the centre owes its readers in writing: who it is, what it keeps about people, for whom the site works, what may
//! stand here.
//!
//! What the program does is said by us, and stays; the centre's own words come first. Its rules stand in the place of ours.

use std::fmt;

use maud::{Markup, html};

use crate::page::Page;
use crate::pages::story::call;
use crate::paths;
use crate::people;
use crate::site::{Contact, HubRef, Site};
use crate::values;

/// One of the four pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Who the centre is.
    About,
    /// What is kept about people.
    Privacy,
    /// For whom the site works.
    Accessibility,
    /// What may stand here.
    Rules,
}

/// What the page shows besides our own words.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NoticeView {
    /// The centre's own words.
    pub own: Vec<String>,
    /// How the centre chooses what it publishes; for the rules.
    pub choice: Vec<String>,
    /// The language of those, as a tag.
    pub lang: String,
    /// The centre's page in the directory.
    pub hub: Option<HubRef>,
    /// Whom to talk with.
    pub contact: Option<Contact>,
}

// What a centre wrote is nothing for a log.
impl fmt::Debug for NoticeView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoticeView({} and {} paragraphs)", self.own.len(), self.choice.len())
    }
}

/// A heading and what follows: keys of texts.
struct Part {
    title: &'static str,
    paragraphs: &'static [&'static str],
    /// A link at the end: the key of its text, and where it leads.
    link: Option<(&'static str, &'static str)>,
}

const fn part(title: &'static str, paragraphs: &'static [&'static str]) -> Part {
    Part { title, paragraphs, link: None }
}

const fn linked(title: &'static str, paragraphs: &'static [&'static str], text: &'static str, to: &'static str) -> Part {
    Part { title, paragraphs, link: Some((text, to)) }
}

static ABOUT: [Part; 3] = [
    part("about-site-title", &["about-site"]),
    linked("about-network-title", &["about-network"], "about-network-link", paths::NETWORK),
    part("about-who-title", &["about-who"]),
];

static PRIVACY: [Part; 4] = [
    part("privacy-reading-title", &["privacy-reading", "privacy-address", "privacy-device", "privacy-history"]),
    linked("privacy-stories-title", &["privacy-consent", "privacy-stays", "privacy-withdraw"], "withdraw-title", paths::WITHDRAW),
    part("privacy-who-title", &["privacy-who", "privacy-basis"]),
    linked(
        "privacy-rights-title",
        &["privacy-rights", "privacy-complain"],
        "privacy-complain-link",
        "https://www.datatilsynet.no/",
    ),
];

static ACCESSIBILITY: [Part; 3] = [
    part("access-aim-title", &["access-aim"]),
    part("access-known-title", &["access-tested", "access-script", "access-words"]),
    linked("access-tell-title", &["access-tell", "access-complain"], "access-complain-link", "https://www.uutilsynet.no/"),
];

static RULES: [Part; 3] = [
    part("rules-stories-title", &["rules-read", "rules-own", "rules-others", "rules-suicide"]),
    part("rules-not-title", &["rules-not", "rules-why"]),
    part("rules-wrong-title", &["rules-wrong"]),
];

impl Notice {
    /// All four.
    pub const ALL: [Notice; 4] = [Notice::About, Notice::Privacy, Notice::Accessibility, Notice::Rules];

    /// Where the page is, without language prefix.
    pub const fn path(self) -> &'static str {
        match self {
            Notice::About => paths::ABOUT,
            Notice::Privacy => paths::PRIVACY,
            Notice::Accessibility => paths::ACCESSIBILITY,
            Notice::Rules => paths::RULES,
        }
    }

    /// The field of a centre's profile that holds its own words.
    pub const fn field(self) -> &'static str {
        match self {
            Notice::About => "about",
            Notice::Privacy => "privacy_notice",
            Notice::Accessibility => "accessibility_statement",
            Notice::Rules => "moderation_rules",
        }
    }

    const fn title_key(self) -> &'static str {
        match self {
            Notice::About => "about-title",
            Notice::Privacy => "privacy-title",
            Notice::Accessibility => "access-title",
            Notice::Rules => "rules-title",
        }
    }

    fn parts(self) -> &'static [Part] {
        match self {
            Notice::About => &ABOUT,
            Notice::Privacy => &PRIVACY,
            Notice::Accessibility => &ACCESSIBILITY,
            Notice::Rules => &RULES,
        }
    }
}

/// The page.
pub fn render(site: &Site, notice: Notice, view: &NoticeView) -> String {
    let lang = site.lang.of_content();
    let title = lang.text(notice.title_key());
    let instead = notice == Notice::Rules && !view.own.is_empty();
    let parts = notice.parts().iter().filter(|part| match part.title {
        "about-network-title" => site.network_name.is_some(),
        "rules-stories-title" | "rules-not-title" => !instead,
        _ => true,
    });
    let main = html! {
        h1 { (title) }
        (own(view, &view.own))
        @for part in parts { (section(site, part)) }
        @if !view.choice.is_empty() {
            section { h2 { (lang.text("rules-choice-title")) } (own(view, &view.choice)) }
        }
        @if view.contact.is_some() || view.hub.is_some() {
            section {
                h2 { (lang.text("notice-contact-title")) }
                @if let Some(contact) = &view.contact { p { (lang.text("notice-contact")) " " (call(site, contact)) } }
                @if let Some(hub) = &view.hub { p.facts { (values::hub(site, hub)) } }
            }
        }
    };
    Page { index: true, ..Page::of(&title, main) }.render(site)
}

fn own(view: &NoticeView, words: &[String]) -> Markup {
    html! {
        @if !words.is_empty() { div.own lang=[people::language_tag(&view.lang)] dir="auto" { (values::paragraphs(words)) } }
    }
}

fn section(site: &Site, part: &Part) -> Markup {
    let lang = site.lang.of_content();
    html! {
        section {
            h2 { (lang.text(part.title)) }
            @for key in part.paragraphs { p { (lang.text(key)) } }
            @if let Some((text, to)) = part.link {
                p {
                    @if to.starts_with('/') { a.more href=(site.link(to)) { (lang.text(text)) } }
                    @else { a.more href=(to) rel="external noopener noreferrer" { (lang.text(text)) } }
                }
            }
        }
    }
}
