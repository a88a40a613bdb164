//! Several hubs that found a network together, serve, and agree.

use super::hub::Hub;
use super::waiting::{eventually, within};
use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// How long hubs may take to find each other and agree, on a busy machine.
const SETTLE: Duration = Duration::from_secs(60);

/// The cast: three founding hubs, by their place in [`Network`].
pub const CAST: [(&str, &str); 3] = [("Tromsø", "55"), ("Bergen", "46"), ("Hamar", "34")];

/// The first of the cast.
pub const TROMSO: usize = 0;
/// The second.
pub const BERGEN: usize = 1;
/// The third.
pub const HAMAR: usize = 2;

/// The hubs of a network.
#[derive(Debug)]
pub struct Network(pub Vec<Hub>);

impl Deref for Network {
    type Target = Vec<Hub>;

    fn deref(&self) -> &Vec<Hub> {
        &self.0
    }
}

impl DerefMut for Network {
    fn deref_mut(&mut self) -> &mut Vec<Hub> {
        &mut self.0
    }
}

impl Network {
    /// The three of the cast, founded together, serving and in agreement.
    ///
    /// ```text
    ///   tromso ── bergen
    ///        \   /
    ///        hamar
    /// ```
    pub fn of_three() -> Network {
        let mut hubs: Vec<Hub> = CAST.iter().map(|(name, county)| Hub::init(name, county)).collect();
        let (bergen, hamar) = (hubs[BERGEN].id.clone(), hubs[HAMAR].id.clone());
        let found = ["found", "--network", "Oppdiktet nettverk", "--founder", &bergen, "--founder", &hamar];
        hubs[TROMSO].run(&found).ok();
        hubs[TROMSO].serve();
        let link = hubs[TROMSO].invite();
        // One joins before it serves, one while it serves.
        hubs[BERGEN].run(&["join", &link]).ok();
        hubs[BERGEN].serve();
        hubs[HAMAR].serve();
        hubs[HAMAR].run(&["join", &link]).ok();
        let network = Network(hubs);
        network.settle();
        for hub in &network.0 {
            assert_eq!(hub.site().status()["membership"], "member", "{}", hub.slug);
            assert_eq!(hub.members().len(), CAST.len());
        }
        network
    }

    /// A network of one hub that serves.
    pub fn alone() -> Network {
        let mut hub = Hub::init(CAST[TROMSO].0, CAST[TROMSO].1);
        hub.run(&["found", "--network", "Oppdiktet nettverk", "--alone"]).ok();
        hub.serve();
        Network(vec![hub])
    }

    /// Waits until all that serve agree, each about every profile.
    #[track_caller]
    pub fn settle(&self) -> String {
        let all: Vec<&Hub> = self.0.iter().filter(|hub| hub.serves()).collect();
        eventually(SETTLE, "everybody's profile is everywhere", || {
            let profiles = |hub: &&Hub| hub.site().status()["documents"]["hub"].as_u64();
            all.iter().all(|hub| profiles(hub) >= Some(all.len() as u64)).then_some(())
        });
        agree(SETTLE, "all agree", &all)
    }

    /// Asks every hub that serves for a path, until all answer with this status.
    #[track_caller]
    pub fn all_answer(&self, promise: Duration, path: &str, status: u16) {
        let serving: Vec<&Hub> = self.0.iter().filter(|hub| hub.serves()).collect();
        within(promise, &format!("{status} at all {} for {}", serving.len(), short(path)), || {
            serving.iter().all(|hub| hub.site().ask(path).is_some_and(|reply| reply.status == status)).then_some(())
        });
    }
}

/// Waits until these hubs hold the same, and answers their fingerprint.
#[track_caller]
pub fn agree(promise: Duration, what: &str, hubs: &[&Hub]) -> String {
    within(promise, what, || {
        let prints: Vec<Option<String>> = hubs.iter().map(|hub| hub.site().fingerprint()).collect();
        let first = prints.first().cloned().flatten()?;
        prints.iter().all(|print| print.as_ref() == Some(&first)).then_some(first)
    })
}

/// A path without most of the digits of an id.
fn short(path: &str) -> String {
    let cut = |part: &str| if part.len() > 16 { part.chars().take(8).collect() } else { part.to_owned() };
    path.split('/').map(cut).collect::<Vec<_>>().join("/")
}
