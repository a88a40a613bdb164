//! The front page: the centre's name, a welcome, the newest stories, and ways in to the rest.

use maud::{Markup, html};

use crate::page::Page;
use crate::pages::list::{self, ListItem};
use crate::pages::stories::{self, Heading, StoryItem};
use crate::people;
use crate::site::{HubRef, Section, Site};
use crate::texts::Arg;
use crate::values;

/// What the front page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomeView {
    /// What readers should know before anything else.
    pub banners: Vec<Banner>,
    /// The centre's own welcome; ours if it has written none.
    pub welcome: Vec<String>,
    /// The newest stories.
    pub stories: Vec<StoryItem>,
    /// The next events.
    pub events: Vec<ListItem>,
}

/// Something readers should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Banner {
    /// The centre is not in any network.
    Alone,
    /// The centre has asked to join, and waits.
    Asking,
    /// After a restore: stories wait until the other centres have told what was withdrawn meanwhile.
    JustRestored,
    /// The centre is closed for a while.
    Resting,
    /// The centre has closed, and may have named one that goes on.
    Closed(Option<HubRef>),
    /// The centre's own words.
    Text(String),
}

/// The page. Search engines are let in only where every teller on it agreed.
pub fn render(site: &Site, view: &HomeView) -> String {
    let lang = site.lang;
    let main = html! {
        h1 dir="auto" { (site.hub_name) }
        @for shown in &view.banners { p.notice { (banner(site, shown)) } }
        div.lead dir="auto" {
            @if view.welcome.is_empty() { p { (lang.text("home-welcome")) } }
            (values::paragraphs(&view.welcome))
        }
        section aria-labelledby="nyeste" {
            h2 #nyeste { (lang.text("home-newest")) }
            @if view.stories.is_empty() {
                p { (lang.text("stories-none")) }
            } @else {
                (stories::cards(site, &view.stories, Heading::Third))
                p { a.more href=(site.link(Section::Stories.path())) { (lang.text("stories-all")) " →" } }
            }
        }
        @if !view.events.is_empty() {
            section aria-labelledby="framover" {
                h2 #framover { (lang.text("home-events")) }
                (list::cards(site, &view.events, Heading::Third))
            }
        }
        (ways_in(site))
    };
    let index = view.stories.iter().all(|story| story.search_engines);
    Page { title: None, index, ..Page::of("", main) }.render(site)
}

fn ways_in(site: &Site) -> Markup {
    let lang = site.lang;
    html! {
        section aria-labelledby="veier" {
            h2 #veier { (lang.text("home-ways")) }
            ul.ways {
                @for section in Section::ALL.into_iter().filter(|section| *section != Section::Stories) {
                    li {
                        a href=(site.link(section.path())) {
                            b { (lang.text(section.name_key())) }
                            span { (lang.text(section.about_key())) }
                        }
                    }
                }
            }
        }
    }
}

fn banner(site: &Site, banner: &Banner) -> Markup {
    let lang = site.lang;
    html! {
        @match banner {
            Banner::Alone => (lang.text("banner-alone")),
            Banner::Asking => (lang.text("banner-asking")),
            Banner::JustRestored => (lang.text("banner-restored")),
            Banner::Resting => (lang.text("banner-resting")),
            Banner::Closed(None) => (lang.text("banner-closed")),
            Banner::Closed(Some(successor)) => (lang.rich("banner-closed-successor", &[("hub", Arg::Html(values::hub(site, successor)))])),
            Banner::Text(text) => bdi { (people::cut(text, people::SUMMARY_CHARS)) },
        }
    }
}
