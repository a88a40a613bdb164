//! What surrounds every page: the head, the way to the content, the navigation, who one can call, the foot.
//!
//! One script, which no page needs; no inline style, nothing from anywhere else: a content security policy without exceptions
//! fits.

use maud::{DOCTYPE, Markup, html};

use crate::assets;
use crate::dates;
use crate::forms::PARAM_QUERY;
use crate::help_lines::{self, HelpLine};
use crate::lang::Lang;
use crate::paths;
use crate::people;
use crate::site::{Section, Site};
use crate::texts::Arg;

/// Where "leave this page" goes: a weather service, which nobody wonders about.
const NEUTRAL_SITE: &str = "https://www.yr.no/";

/// How many help lines are in the strip on every page; all of them are on a page of their own.
const IN_STRIP: usize = 6;

/// The parts of a page that differ.
pub(crate) struct Page<'a> {
    /// What the browser's tab says before the centre's name; nothing on the front page.
    pub title: Option<&'a str>,
    /// The part of the site that the page belongs to.
    pub section: Option<Section>,
    /// What follows the path, `?q=…`, so that changing the language loses nothing.
    pub query: &'a str,
    /// Search engines may list the page.
    pub index: bool,
    /// The page offers a quick way out.
    pub quick_exit: bool,
    /// The content warnings on the page, which decide who comes first among those one can call.
    pub warnings: &'a [String],
    /// Where else the page has its home, `https://havglimt.example`; none is here.
    pub home: Option<&'a str>,
    /// What the head says besides, for search engines.
    pub head: Markup,
    /// The strip with those one can call is at the end, as on every page that does not list them anyway.
    pub strip: bool,
    /// What the page is for.
    pub main: Markup,
}

impl<'a> Page<'a> {
    /// A page with this content, which nobody else should list and which needs no quick way out.
    pub(crate) fn of(title: &'a str, main: Markup) -> Page<'a> {
        Page {
            title: Some(title),
            section: None,
            query: "",
            index: false,
            quick_exit: false,
            warnings: &[],
            home: None,
            head: html! {},
            strip: true,
            main,
        }
    }

    /// The whole document.
    pub(crate) fn render(self, site: &Site) -> String {
        let lang = site.lang;
        html! {
            (DOCTYPE)
            html lang=(lang.code()) dir="ltr" data-hub=(site.slug) {
                (self.head_of(site))
                body {
                    a.skip href="#innhold" { (lang.frame_text("skip")) }
                    (self.header(site))
                    @if self.quick_exit { (quick_exit(lang)) }
                    main #innhold tabindex="-1" lang=[of_content(lang)] { (self.main) }
                    @if self.strip { (crisis(site, self.warnings)) }
                    (footer(site))
                }
            }
        }
        .into_string()
    }

    fn head_of(&self, site: &Site) -> Markup {
        let title = match self.title {
            Some(title) if site.hub_name.trim().is_empty() => in_title(title),
            Some(title) => format!("{} – {}", in_title(title), in_title(&site.hub_name)),
            None => in_title(&site.hub_name),
        };
        let of_content = of_content(site.lang);
        let base = self.home.or(site.base_url.as_deref()).unwrap_or_default();
        let original = if Lang::COMPLETE.contains(&site.lang) { site.lang } else { Lang::Nb };
        html! {
            head {
                meta charset="utf-8";
                title lang=[of_content] { (title) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="same-origin";
                meta name="format-detection" content="telephone=no";
                @if !self.index { meta name="robots" content="noindex, nofollow, noarchive"; }
                link rel="canonical" href={ (base) (original.path(&site.path)) (self.query) };
                @for lang in Lang::COMPLETE {
                    link rel="alternate" hreflang=(lang.code()) href={ (base) (lang.path(&site.path)) (self.query) };
                }
                link rel="stylesheet" href=(assets::stylesheet_path());
                @if let Some(own) = &site.house.stylesheet { link rel="stylesheet" href=(own); }
                script src=(assets::script_path()) defer {}
                (self.head)
            }
        }
    }

    fn header(&self, site: &Site) -> Markup {
        let lang = site.lang;
        html! {
            header.top {
                div.brand {
                    a.home href=(site.link(paths::HOME)) {
                        @if let Some(logo) = &site.house.logo { img.logo src=(logo) alt="" height="40"; }
                        // A machine that was made anew does not know its centre's name before it has asked another.
                        @if site.hub_name.trim().is_empty() { (lang.text("onward-home")) }
                        @else { bdi { (people::cut(&site.hub_name, people::TITLE_CHARS)) } }
                    }
                    a.help href="#hjelp" { (lang.frame_text("crisis-title")) }
                }
                nav.main aria-label=(lang.frame_text("nav-main")) {
                    (folded(lang, "nav-menu", &html! {
                        ul {
                            @for section in Section::ALL {
                                li {
                                    a href=(site.link(section.path())) aria-current=[self.current(section, site)] { (lang.frame_text(section.name_key())) }
                                }
                            }
                        }
                    }))
                }
                (folded(lang, "search-open", &search(site)))
                nav.languages aria-label=(lang.frame_text("nav-languages")) {
                    (folded(lang, "nav-languages", &html! {
                        ul {
                            @for other in Lang::OFFERED {
                                li {
                                    a href={ (other.path(&site.path)) (self.query) } lang=(other.code()) hreflang=(other.code())
                                        aria-current=[(other == lang).then_some("true")] { (other.own_name()) }
                                }
                            }
                        }
                    }))
                }
                @if site.invented { p.notice.invented lang=[lang.other_than(lang, "invented")] { (lang.frame_text("invented")) } }
            }
        }
    }

    /// `page` on the part's own page, `true` below it.
    fn current(&self, section: Section, site: &Site) -> Option<&'static str> {
        (self.section == Some(section)).then(|| if site.path == section.path() { "page" } else { "true" })
    }
}

/// The language of what the page holds, where that is another than that of its frame.
fn of_content(lang: Lang) -> Option<&'static str> {
    (lang.of_content() != lang).then_some(lang.of_content().code())
}

fn in_title(text: &str) -> String {
    people::isolated(&people::cut(text, people::TITLE_CHARS))
}

/// Behind a word on a narrow screen, open on a wide one; the stylesheet sees to that, and the browser to the rest.
fn folded(lang: Lang, key: &str, content: &Markup) -> Markup {
    html! {
        details.fold { summary { (lang.frame_text(key)) } (content) }
    }
}

fn search(site: &Site) -> Markup {
    let lang = site.lang;
    html! {
        form.find role="search" action=(site.link(paths::SEARCH)) {
            label for="finn" lang=[lang.other_than(lang, "search-site")] { (lang.frame_text("search-site")) }
            div.row {
                input #finn type="search" name=(PARAM_QUERY) autocomplete="off" enterkeyhint="search";
                button type="submit" { (lang.frame_text("search-do")) }
            }
        }
    }
}

/// A plain link, so that it works at once and everywhere. It cannot clear the history, and says so.
fn quick_exit(lang: Lang) -> Markup {
    html! {
        aside.exit aria-label=(lang.frame_text("exit-label")) {
            span #exit-note {
                (lang.frame_text("exit-note"))
                span data-with-script hidden lang=[lang.other_than(lang, "exit-keys")] { " " (lang.frame_text("exit-keys")) }
            }
            a href=(NEUTRAL_SITE) data-exit rel="noreferrer noopener nofollow" aria-describedby="exit-note" { (lang.frame_text("exit")) }
        }
    }
}

fn crisis(site: &Site, warnings: &[String]) -> Markup {
    let lang = site.lang;
    html! {
        aside.crisis #hjelp aria-labelledby="hjelp-tittel" tabindex="-1" {
            h2 #hjelp-tittel { (lang.frame_text("crisis-title")) }
            p { (lang.frame_text("crisis-lead")) }
            (help_lines(lang, lang, help_lines::ordered(lang, warnings, &site.house.help_lines).into_iter().take(IN_STRIP)))
            p { a.more href=(site.link(paths::HELP)) { (lang.frame_text("crisis-more")) " →" } }
        }
    }
}

/// Numbers that are dialled with one touch. `around` is the language of what they stand in.
pub(crate) fn help_lines<'a>(lang: Lang, around: Lang, lines: impl Iterator<Item = HelpLine<'a>>) -> Markup {
    html! {
        ul.lines {
            @for line in lines {
                li {
                    a href=(line.address()) {
                        b { (line.number.replace(' ', "\u{a0}")) } " "
                        @match line.name_key {
                            Some(key) => span lang=[lang.other_than(around, key)] { (line.name) },
                            None => span dir="auto" { (people::cut(&line.name, people::TITLE_CHARS)) },
                        }
                    }
                    @if line.hours.is_some() || line.verified_on.is_some() {
                        p.quiet {
                            @if let Some(hours) = line.hours { bdi { (people::cut(hours, people::TITLE_CHARS)) } ". " }
                            @if let Some(day) = line.verified_on {
                                span lang=[lang.other_than(around, "help-verified")] { (lang.rich("help-verified", &[("date", Arg::Html(dates::time_date(lang, day)))])) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn footer(site: &Site) -> Markup {
    let lang = site.lang;
    html! {
        footer.bottom {
            p { a.withdraw href=(site.link(paths::WITHDRAW)) { (lang.frame_text("withdraw-title")) } }
            ul {
                @for (path, key) in [
                    (paths::ABOUT, "about-title"),
                    (paths::HELP, "help-title"),
                    (paths::RULES, "rules-title"),
                    (paths::PRIVACY, "privacy-title"),
                    (paths::ACCESSIBILITY, "access-title"),
                ] {
                    li { a href=(site.link(path)) lang=[lang.other_than(lang, key)] { (lang.frame_text(key)) } }
                }
            }
            p lang=[lang.other_than(lang, "footer-network")] {
                @match &site.network_name {
                    Some(network) => (lang.rich("footer-network", &[("hub", Arg::People(&people::cut(&site.hub_name, people::TITLE_CHARS))), ("network", Arg::People(&people::cut(network, people::TITLE_CHARS)))])),
                    None => bdi { (people::cut(&site.hub_name, people::TITLE_CHARS)) },
                }
            }
            p.quiet lang=[lang.other_than(lang, "footer-quiet")] { (lang.frame_text("footer-quiet")) }
        }
    }
}
