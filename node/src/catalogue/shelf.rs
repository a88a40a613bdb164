//! The five lists, and the codes by which each is narrowed.

use knutepunkt_protocol::kinds::{places, vocabulary};

/// How long a story takes to read: below three minutes, up to ten, and longer.
pub const LENGTHS: vocabulary::Vocabulary = &["short", "medium", "long"];

/// Words that are read in a minute, calmly and on a screen.
const WORDS_A_MINUTE: usize = 200;

/// The length of a text of so many words, one of [`LENGTHS`].
pub const fn length(words: usize) -> &'static str {
    if words < 3 * WORDS_A_MINUTE {
        "short"
    } else if words <= 10 * WORDS_A_MINUTE {
        "medium"
    } else {
        "long"
    }
}

/// A list that readers can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// Stories.
    Stories,
    /// Hubs and organisations.
    Directory,
    /// Events.
    Events,
    /// Resources.
    Resources,
    /// News, calls and reports.
    Articles,
}

/// A code by which a list is narrowed, and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// A theme.
    Theme,
    /// Who tells.
    Role,
    /// What a story is about.
    Field,
    /// What helped.
    Helped,
    /// A county, by number.
    County,
    /// The hub that owns it.
    Hub,
    /// Its language.
    Lang,
    /// How long it takes to read.
    Length,
    /// What may be hard to read; what is asked for is left out.
    Without,
    /// A municipality, by number.
    Municipality,
    /// The type of an organisation, event, resource or article.
    Type,
    /// What a hub offers.
    Offer,
    /// What makes a place usable for more people.
    Accessibility,
    /// Where an event takes place: at a place, online, or both.
    Mode,
    /// How service users took part in a piece of work.
    Involvement,
    /// What one knows about whether it works.
    Evidence,
    /// How far it has come.
    Phase,
}

impl Shelf {
    /// All of them.
    pub const ALL: [Shelf; 5] = [Shelf::Stories, Shelf::Directory, Shelf::Events, Shelf::Resources, Shelf::Articles];

    /// The shelf of a kind; none for kinds that are not listed.
    pub fn of_kind(kind: &str) -> Option<Shelf> {
        Some(match kind {
            "story" => Shelf::Stories,
            "hub" | "organisation" => Shelf::Directory,
            "event" => Shelf::Events,
            "resource" => Shelf::Resources,
            "article" => Shelf::Articles,
            _ => return None,
        })
    }

    /// By what it can be narrowed.
    pub const fn filters(self) -> &'static [Facet] {
        use Facet::{
            Accessibility, County, Evidence, Field, Helped, Hub, Involvement, Lang, Length, Mode, Municipality, Offer, Phase,
            Role, Theme, Type, Without,
        };
        match self {
            Shelf::Stories => &[Theme, Role, Field, Helped, County, Hub, Lang, Length, Without],
            Shelf::Directory => &[County, Municipality, Type, Offer, Accessibility],
            Shelf::Events => &[County, Hub, Type, Mode],
            Shelf::Resources => &[Type, Theme, Hub, Involvement, Evidence, Phase],
            Shelf::Articles => &[Type, Theme, Hub],
        }
    }

    /// The codes that a facet has on this shelf; none where they are not a fixed list.
    pub const fn vocabulary(self, facet: Facet) -> Option<vocabulary::Vocabulary> {
        Some(match facet {
            Facet::Theme => vocabulary::THEMES,
            Facet::Role => vocabulary::NARRATOR_ROLES,
            Facet::Field => vocabulary::FIELDS,
            Facet::Helped => vocabulary::FACTORS,
            Facet::Lang => vocabulary::LANGUAGES,
            Facet::Length => LENGTHS,
            Facet::Without => vocabulary::CONTENT_WARNINGS,
            Facet::Mode => vocabulary::EVENT_MODES,
            Facet::Involvement => vocabulary::INVOLVEMENT,
            Facet::Evidence => vocabulary::EVIDENCE,
            Facet::Phase => vocabulary::PHASES,
            Facet::Offer => vocabulary::OFFERS,
            Facet::Accessibility => vocabulary::ACCESSIBILITY,
            Facet::Type => match self {
                Shelf::Stories => return None,
                Shelf::Directory => vocabulary::ORGANISATION_TYPES,
                Shelf::Events => vocabulary::EVENT_TYPES,
                Shelf::Resources => vocabulary::RESOURCE_TYPES,
                Shelf::Articles => vocabulary::ARTICLE_TYPES,
            },
            Facet::County | Facet::Municipality | Facet::Hub => return None,
        })
    }

    /// Whether a code can stand in a facet of this shelf.
    pub fn knows(self, facet: Facet, code: &str) -> bool {
        match facet {
            Facet::County => places::county_name(code).is_some(),
            Facet::Municipality => places::is_municipality(code),
            Facet::Hub => code.parse::<knutepunkt_protocol::ids::HubId>().is_ok(),
            _ => self.vocabulary(facet).is_some_and(|codes| codes.contains(&code)),
        }
    }
}

impl Facet {
    /// All of them.
    pub const ALL: [Facet; 17] = [
        Facet::Theme,
        Facet::Role,
        Facet::Field,
        Facet::Helped,
        Facet::County,
        Facet::Hub,
        Facet::Lang,
        Facet::Length,
        Facet::Without,
        Facet::Municipality,
        Facet::Type,
        Facet::Offer,
        Facet::Accessibility,
        Facet::Mode,
        Facet::Involvement,
        Facet::Evidence,
        Facet::Phase,
    ];

    /// The name of its parameter.
    pub const fn name(self) -> &'static str {
        match self {
            Facet::Theme => "theme",
            Facet::Role => "role",
            Facet::Field => "field",
            Facet::Helped => "helped",
            Facet::County => "county",
            Facet::Hub => "hub",
            Facet::Lang => "lang",
            Facet::Length => "length",
            Facet::Without => "without",
            Facet::Municipality => "municipality",
            Facet::Type => "type",
            Facet::Offer => "offer",
            Facet::Accessibility => "accessibility",
            Facet::Mode => "mode",
            Facet::Involvement => "involvement",
            Facet::Evidence => "evidence",
            Facet::Phase => "phase",
        }
    }

    /// Whether it is counted. Counts of municipalities would point at single people.
    pub const fn counted(self) -> bool {
        !matches!(self, Facet::Municipality)
    }
}
