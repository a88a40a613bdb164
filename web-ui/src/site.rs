//! What every page needs to know besides its own content.

use std::fmt;
use std::sync::Arc;

use crate::help_lines::OwnLine;
use crate::lang::Lang;
use crate::paths;

/// The centre whose machine serves the page, and how it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The centre's name.
    pub hub_name: String,
    /// The centre's short name in addresses.
    pub slug: String,
    /// The network's name; none while the centre stands alone.
    pub network_name: Option<String>,
    /// The language of the page.
    pub lang: Lang,
    /// The requested path without its language prefix.
    pub path: String,
    /// `https://nordlys.example`, without a slash at the end, where the site is reached. Where it is not known, addresses
    /// are given without it.
    pub base_url: Option<String>,
    /// All content is invented, as in the demo; every page says so.
    pub invented: bool,
    /// What the centre has set up for its own site.
    pub house: Arc<House>,
}

/// What a centre has set up for its own site, the same on every page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct House {
    /// The path of the stylesheet with its colours, made by [`crate::colours::stylesheet`].
    pub stylesheet: Option<String>,
    /// The path of its logo.
    pub logo: Option<String>,
    /// The help lines that it knows besides those that are built in.
    pub help_lines: Vec<OwnLine>,
}

impl Site {
    /// The address of a path (without prefix) in the language of this page.
    pub fn link(&self, path: &str) -> String {
        self.lang.path(path)
    }

    /// The address of a path that stays: whole where the base is known, and in bokmål, which has no prefix.
    pub fn permanent(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_deref().unwrap_or_default())
    }
}

/// A part of the site, as in the main navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Stories.
    Stories,
    /// Centres and organisations.
    Directory,
    /// Events.
    Events,
    /// Resources.
    Resources,
    /// News, calls and reports.
    Articles,
    /// The centres of the network.
    Network,
}

impl Section {
    /// All parts, in the order of the navigation.
    pub const ALL: [Section; 6] =
        [Section::Stories, Section::Directory, Section::Events, Section::Resources, Section::Articles, Section::Network];

    /// The path of the part's first page, without language prefix.
    pub const fn path(self) -> &'static str {
        match self {
            Section::Stories => paths::STORIES,
            Section::Directory => paths::DIRECTORY,
            Section::Events => paths::EVENTS,
            Section::Resources => paths::RESOURCES,
            Section::Articles => paths::ARTICLES,
            Section::Network => paths::NETWORK,
        }
    }

    /// The key of its name.
    pub(crate) const fn name_key(self) -> &'static str {
        match self {
            Section::Stories => "section-stories",
            Section::Directory => "section-directory",
            Section::Events => "section-events",
            Section::Resources => "section-resources",
            Section::Articles => "section-articles",
            Section::Network => "section-network",
        }
    }

    /// The key of the sentence that says what is there.
    pub(crate) const fn about_key(self) -> &'static str {
        match self {
            Section::Stories => "section-stories-about",
            Section::Directory => "section-directory-about",
            Section::Events => "section-events-about",
            Section::Resources => "section-resources-about",
            Section::Articles => "section-articles-about",
            Section::Network => "section-network-about",
        }
    }
}

/// A centre that is named on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubRef {
    /// The id of its page in the directory; none if it has none (yet).
    pub id: Option<String>,
    /// Its name.
    pub name: String,
}

/// The person at a centre with whom tellers can talk.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// Who it is.
    pub name: String,
    /// Where to call.
    pub phone: String,
    /// When somebody answers.
    pub hours: Option<String>,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.name.len() + self.phone.len() + self.hours.as_ref().map_or(0, String::len);
        write!(f, "Contact({bytes} bytes)")
    }
}
