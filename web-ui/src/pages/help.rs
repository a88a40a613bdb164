//! Who one can call, all of them, and what happens when one does. The page that stays on a reader's device for when there is
//! no network is the same with two sentences more.

use maud::{Markup, html};

use crate::help_lines::{self, HelpLine};
use crate::page::{Page, help_lines};
use crate::paths;
use crate::site::Site;

/// The page.
pub fn render(site: &Site, offline: bool) -> String {
    let lang = site.lang;
    let lines = help_lines::ordered(lang, &[], &site.house.help_lines);
    let (urgent, talk): (Vec<HelpLine<'_>>, Vec<HelpLine<'_>>) = lines.into_iter().partition(|line| line.urgent);
    let main = html! {
        (heading(site, "help-title"))
        @if offline {
            div.notice {
                p { b lang=[other(site, "help-offline-title")] { (lang.frame_text("help-offline-title")) } ". " (lang.frame_text("help-offline")) }
                p { a href=(site.link(paths::HOME)) { (lang.frame_text("help-try-again")) } }
            }
        }
        (words(site, "lead", "crisis-lead"))
        section #hjelp aria-labelledby="haster" tabindex="-1" {
            (subheading(site, "haster", "help-urgent"))
            (help_lines(lang, lang.of_content(), urgent.into_iter()))
        }
        section aria-labelledby="snakke" {
            (subheading(site, "snakke", "help-talk"))
            (help_lines(lang, lang.of_content(), talk.into_iter()))
        }
        section aria-labelledby="ringe" {
            (subheading(site, "ringe", "help-call-title"))
            @for key in ["help-call-no-name", "help-call-emergency", "help-call-busy", "help-call-other"] { (words(site, "", key)) }
            (words(site, "quiet", "help-not-us"))
        }
    };
    Page { index: !offline, quick_exit: true, strip: false, ..Page::of(&lang.text("help-title"), main) }.render(site)
}

fn other(site: &Site, key: &str) -> Option<&'static str> {
    site.lang.other_than(site.lang.of_content(), key)
}

fn heading(site: &Site, key: &str) -> Markup {
    html! { h1 lang=[other(site, key)] { (site.lang.frame_text(key)) } }
}

fn subheading(site: &Site, id: &str, key: &str) -> Markup {
    html! { h2 id=(id) lang=[other(site, key)] { (site.lang.frame_text(key)) } }
}

fn words(site: &Site, class: &str, key: &str) -> Markup {
    html! { p class=[(!class.is_empty()).then_some(class)] lang=[other(site, key)] { (site.lang.frame_text(key)) } }
}
