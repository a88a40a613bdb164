//! The front page: the centre's name, a welcome, where one can begin, and what is new.

use maud::{Markup, html};

use crate::page::Page;
use crate::pages::list::{self, ListItem};
use crate::pages::stories::{self, Heading, StoryItem};
use crate::paths;
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
    /// The newest articles.
    pub news: Vec<ListItem>,
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
        section aria-labelledby="begynne" {
            h2 #begynne { (lang.text("home-start")) }
            ul.ways {
                (way(site, Section::Stories.path(), "home-read", "home-read-about"))
                (way(site, Section::Directory.path(), "home-place", "home-place-about"))
                (way(site, Section::Events.path(), "home-happens", "home-happens-about"))
                (way(site, paths::MUNICIPALITY, "home-municipality", "home-municipality-about"))
            }
        }
        section aria-labelledby="nyeste" {
            h2 #nyeste { (lang.text("home-newest")) }
            @if view.stories.is_empty() {
                p { (lang.text("stories-none")) }
            } @else {
                (stories::cards(site, &view.stories, Heading::Third))
                (more(site, Section::Stories, "stories-all"))
            }
        }
        (listed(site, "framover", "home-events", &view.events, Section::Events, "home-events-all"))
        (listed(site, "aktuelt", "home-news", &view.news, Section::Articles, "home-news-all"))
        section aria-labelledby="veier" {
            h2 #veier { (lang.text("home-ways")) }
            ul.ways {
                @for section in [Section::Resources, Section::Network] { (way(site, section.path(), section.name_key(), section.about_key())) }
            }
        }
    };
    let index = view.stories.iter().all(|story| story.search_engines);
    Page { title: None, index, ..Page::of("", main) }.render(site)
}

fn way(site: &Site, path: &str, name: &str, about: &str) -> Markup {
    let lang = site.lang.of_content();
    html! {
        li { a href=(site.link(path)) { b { (lang.text(name)) } span { (lang.text(about)) } } }
    }
}

fn more(site: &Site, section: Section, key: &str) -> Markup {
    html! { p { a.more href=(site.link(section.path())) { (site.lang.text(key)) " →" } } }
}

/// A list with its heading and the way to all of it; nothing where it is empty.
fn listed(site: &Site, id: &str, title: &str, items: &[ListItem], all: Section, all_key: &str) -> Markup {
    html! {
        @if !items.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (site.lang.text(title)) }
                (list::cards(site, items, Heading::Third))
                (more(site, all, all_key))
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
