//! What the centre has set up for its own site, kept ready: every page needs it, and no page may wait for whoever is changing
//! the replica.
//!
//! Colours and help lines come from the centre's profile, so all its machines have them; the logo is a file in the folder of
//! this machine, because only what was signed by a centre is shared, and pictures are not.

use super::desk::Desk;
use crate::catalogue::shown::{self, Reading, Shown};
use crate::catalogue::{Entry, dates};
use crate::status;
use knutepunkt_web_ui::help_lines::OwnLine;
use knutepunkt_web_ui::site::House;
use knutepunkt_web_ui::{assets, colours};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::watch;

/// Bytes of a logo, at most: it comes with every first visit, on a phone with a poor connection too.
const LOGO_BYTES: usize = 64 * 1024;

/// Help lines of a centre beyond so many are not shown: whoever is afraid does not search.
const HELP_LINES: usize = 12;

/// How long the profile is left alone after it was looked at. While much is fetched, the replica changes all the time.
const REST: Duration = Duration::from_millis(200);

/// The files in which a logo may be, the first that is there: its ending, its type, and how it begins.
const LOGOS: [(&str, &str, &[&[u8]]); 3] = [
    ("svg", "image/svg+xml", &[b"<svg", b"<?xml"]),
    ("webp", "image/webp", &[b"RIFF"]),
    ("png", "image/png", &[b"\x89PNG\r\n\x1a\n"]),
];

/// What is ready.
#[derive(Clone, Default)]
pub(super) struct Ready {
    /// What pages are told.
    pub(super) house: Arc<House>,
    /// The stylesheet with the centre's colours.
    pub(super) stylesheet: Option<Arc<str>>,
    /// The logo, and its type.
    pub(super) logo: Option<(Arc<[u8]>, &'static str)>,
}

/// Where it is kept.
#[derive(Default)]
pub(super) struct Keeper {
    ready: RwLock<Ready>,
    edition: AtomicU64,
}

impl Keeper {
    /// What is ready now.
    pub(super) fn ready(&self) -> Ready {
        self.ready.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counts up whenever something else is ready.
    pub(super) fn edition(&self) -> u64 {
        self.edition.load(Ordering::Acquire)
    }

    fn put(&self, ready: Ready) {
        // The paths in it name the colours and the logo, so this is all there is to compare.
        if self.ready().house == ready.house {
            return;
        }
        *self.ready.write().unwrap_or_else(PoisonError::into_inner) = ready;
        // Only now: what was answered before may have been answered with what was ready before.
        self.edition.fetch_add(1, Ordering::Release);
    }
}

/// Keeps it ready until `stop` says so or is dropped.
pub(super) async fn keep(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    let mut changes = desk.core.changes();
    let folder = desk.core.folder().join("site");
    let logo = tokio::task::spawn_blocking(move || logo(&folder)).await.unwrap_or_default();
    let mut last: Option<Option<Arc<Entry>>> = None;
    loop {
        let (core, before) = (Arc::clone(&desk.core), last.clone());
        let looked = tokio::task::spawn_blocking(move || {
            core.read(|replica| {
                let now = status::profile(&core, replica, &core.me().hub);
                let same = before.is_some_and(|before| match (&before, &now) {
                    (Some(before), Some(now)) => Arc::ptr_eq(before, now),
                    (before, now) => before.is_none() && now.is_none(),
                });
                let shown =
                    now.as_ref().filter(|_| !same).and_then(|now| match shown::read(replica, core.store(), &now.address) {
                        Reading::Shown(shown) => Some(shown),
                        _ => None,
                    });
                (!same).then_some((now, shown))
            })
        });
        if let Ok(Ok(Some((entry, shown)))) = looked.await {
            desk.house.put(furnished(shown.as_deref(), logo.as_ref()));
            last = Some(entry);
        } else if last.is_none() {
            desk.house.put(furnished(None, logo.as_ref()));
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(REST) => {}
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            changed = changes.changed() => if changed.is_err() { return },
        }
    }
}

fn furnished(profile: Option<&Shown>, logo: Option<&Logo>) -> Ready {
    let accent = profile.and_then(|shown| shown.record("colours")?.get("accent")?.as_str());
    let stylesheet = accent.and_then(colours::stylesheet);
    let help_lines = profile.into_iter().flat_map(|shown| shown.records("help_lines")).take(HELP_LINES).filter_map(help_line);
    let house = House {
        stylesheet: stylesheet.as_deref().map(assets::hub_stylesheet_path),
        logo: logo.map(|logo| logo.path.clone()),
        help_lines: help_lines.collect(),
    };
    Ready {
        house: Arc::new(house),
        stylesheet: stylesheet.map(Arc::from),
        logo: logo.map(|logo| (Arc::clone(&logo.bytes), logo.content_type)),
    }
}

fn help_line(record: &Map<String, Value>) -> Option<OwnLine> {
    let text = |name: &str| record.get(name).and_then(Value::as_str);
    Some(OwnLine {
        number: text("number")?.to_owned(),
        name: text("name")?.to_owned(),
        hours: text("hours").map(str::to_owned),
        verified_on: text("verified_on").and_then(dates::parse_date),
    })
}

/// A logo that may be shown.
struct Logo {
    path: String,
    bytes: Arc<[u8]>,
    content_type: &'static str,
}

/// The logo in a folder, if there is one, it is small enough, and it is what its name says.
fn logo(folder: &Path) -> Option<Logo> {
    for (ending, content_type, beginnings) in LOGOS {
        let Ok(file) = File::open(folder.join(format!("logo.{ending}"))) else { continue };
        let mut bytes = Vec::new();
        let read = file.take(LOGO_BYTES as u64 + 1).read_to_end(&mut bytes);
        if read.is_err() || bytes.len() > LOGO_BYTES {
            tracing::warn!(ending, at_most = LOGO_BYTES, "the logo cannot be read or is too large, and is not shown");
        } else if beginnings.iter().any(|beginning| bytes.starts_with(beginning)) {
            let path = assets::logo_path(&bytes, ending);
            return Some(Logo { path, bytes: bytes.into(), content_type });
        } else {
            tracing::warn!(ending, "the logo is not what its name says, and is not shown");
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_small_and_what_its_name_says() {
        let folder = tempfile::tempdir().unwrap();
        assert!(logo(folder.path()).is_none());
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        write("logo.png", b"<html>");
        assert!(logo(folder.path()).is_none());
        write("logo.png", b"\x89PNG\r\n\x1a\nrest");
        let found = logo(folder.path()).unwrap();
        assert!(found.path.starts_with("/assets/logo-") && found.path.ends_with(".png") && found.content_type == "image/png");
        write("logo.svg", &[b"<svg".as_slice(), &[b' '; LOGO_BYTES]].concat());
        assert_eq!(logo(folder.path()).unwrap().content_type, "image/png", "one that is too large is passed over");
        write("logo.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        assert_eq!(logo(folder.path()).unwrap().content_type, "image/svg+xml");
    }
}
