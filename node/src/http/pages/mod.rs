//! The pages: what stands, put into the views of `knutepunkt_web_ui`, which makes them HTML.
//!
//! One file per page. What several need is here: what a hub is called and where its page is, whom one can call, and entries of
//! lists as cards. [`fields`] turns what people wrote in a document into fields with links and labels.

mod articles;
pub(super) mod assets;
pub(super) mod calendars;
pub(super) mod citing;
pub(super) mod directory;
pub(super) mod document;
mod entry;
mod event;
mod events;
mod facets;
pub(super) mod feeds;
mod fields;
pub(super) mod help;
pub(super) mod home;
pub(super) mod list;
pub(super) mod network;
pub(super) mod notice;
pub(super) mod places;
pub(super) mod receipts;
mod resources;
pub(super) mod search;
pub(super) mod withdraw;

use crate::catalogue::{Entry, Facet, Hit, Shelf, dates};
use crate::core::Core;
use crate::status;
use knutepunkt_protocol::document::header::owner_address;
use knutepunkt_protocol::ids::HubId;
use knutepunkt_protocol::replica::Replica;
use knutepunkt_web_ui::pages::list::ListItem;
use knutepunkt_web_ui::pages::stories::StoryItem;
use knutepunkt_web_ui::site::{Contact, HubRef, Section};
use knutepunkt_web_ui::values::{Marks, Value};
use knutepunkt_web_ui::vocabulary::Vocabulary;

/// The part of the site that shows a shelf.
pub(super) const fn section(shelf: Shelf) -> Section {
    match shelf {
        Shelf::Stories => Section::Stories,
        Shelf::Directory => Section::Directory,
        Shelf::Events => Section::Events,
        Shelf::Resources => Section::Resources,
        Shelf::Articles => Section::Articles,
    }
}

/// A hub with its page in the directory, if it has one.
fn hub_ref(core: &Core, replica: &Replica, hub: &HubId) -> HubRef {
    let (_, name) = status::called(core, replica, hub);
    let id = status::profile(core, replica, hub).map(|_| owner_address(&replica.network(), hub, b"hub").to_string());
    HubRef { id, name }
}

/// Whom tellers can talk with at a hub; at this one also before its profile is published.
fn contact(core: &Core, replica: Option<&Replica>, hub: &HubId) -> Option<Contact> {
    let profile = replica.and_then(|replica| status::profile(core, replica, hub));
    let published = profile.and_then(|entry| entry.profile.as_ref()?.contact.clone());
    let own = || core.about().story_contact.filter(|_| *hub == core.me().hub);
    published.or_else(own).map(|it| Contact {
        name: it.name,
        phone: it.phone,
        hours: Some(it.hours).filter(|hours| !hours.is_empty()),
    })
}

/// Where the words that were looked for stand.
fn marks(hit: &Hit) -> Marks {
    let passage = hit.passage.as_ref().map(|passage| (passage.text.clone(), passage.marks.clone()));
    Marks { title: hit.title_marks.clone(), passage }
}

fn story_item(core: &Core, replica: &Replica, entry: &Entry) -> StoryItem {
    let codes = |facet| entry.codes_of(facet).map(str::to_owned).collect();
    StoryItem {
        id: entry.address.to_string(),
        title: entry.title.to_string(),
        lang: entry.lang.to_string(),
        excerpt: entry.summary.to_string(),
        role: entry.codes_of(Facet::Role).next().unwrap_or_default().to_owned(),
        themes: codes(Facet::Theme),
        warnings: codes(Facet::Without),
        hub: status::called(core, replica, &entry.hub).1,
        month: Some(dates::month(entry.modified)),
        search_engines: entry.search_engines,
        marks: Marks::default(),
    }
}

fn list_item(core: &Core, replica: &Replica, entry: &Entry) -> ListItem {
    let coded = |facet, vocabulary: Vocabulary| entry.codes_of(facet).map(move |code| Value::Code(vocabulary, code.to_owned()));
    let mut facts: Vec<Value> = Vec::new();
    match entry.shelf {
        Shelf::Directory => {
            facts.extend(coded(Facet::Type, Vocabulary::OrganisationType));
            facts.extend(coded(Facet::County, Vocabulary::County).take(3));
        }
        Shelf::Events => {
            facts.extend(coded(Facet::Type, Vocabulary::EventType));
            let today = dates::in_oslo(crate::clock::now()).date;
            let next = entry.span.as_ref().and_then(|span| Some((span.next(Some(today))?, span)));
            facts.extend(next.map(|(start, span)| Value::Span(start, span.end_of(start))));
        }
        Shelf::Resources => {
            facts.extend(coded(Facet::Type, Vocabulary::ResourceType));
            facts.extend(coded(Facet::Involvement, Vocabulary::Involvement));
            facts.extend(coded(Facet::Evidence, Vocabulary::Evidence));
        }
        Shelf::Articles => {
            facts.extend(coded(Facet::Type, Vocabulary::ArticleType));
            facts.push(Value::Month(dates::month(entry.modified)));
        }
        Shelf::Stories => {}
    }
    ListItem {
        kind: entry.kind.to_string(),
        id: entry.address.to_string(),
        title: entry.title.to_string(),
        lang: entry.lang.to_string(),
        summary: entry.summary.to_string(),
        badge: fields::badge(&entry.kind, entry.state.as_deref()),
        facts,
        hub: if entry.kind == "hub" { String::new() } else { status::called(core, replica, &entry.hub).1 },
        marks: Marks::default(),
    }
}
