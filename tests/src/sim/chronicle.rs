//! What people said and did, as the simulator knows it, and not as any replica tells.
//!
//! The chronicle holds what was *acknowledged*. Where the power went before an answer, or a disk was lost that held the only copy,
//! it marks what it knows as unsure, and the promises that need certainty are not judged there.

use knutepunkt_protocol::ids::{Address, ChangeHash, DocumentId, NetworkId, TellerKey};
use knutepunkt_protocol::replica::body_key;
use knutepunkt_protocol::rows::{Rows, Table};
use knutepunkt_protocol::signed::Secret;
use knutepunkt_protocol::withdrawal::by_key;
use knutepunkt_protocol::withdrawal::by_owner::ByOwner;
use std::collections::{BTreeMap, BTreeSet};

use super::world::World;

/// Something that was published, or is to be.
#[derive(Debug, Clone)]
pub struct Told {
    /// What the simulator calls it.
    pub name: String,
    /// Its kind's code.
    pub kind: &'static str,
    /// The hub that publishes it, as an index.
    pub owner: usize,
    /// Where it stands.
    pub address: Address,
    /// The teller's secret, where there is a teller.
    pub teller: Option<Secret>,
    /// What it is about.
    pub about: Option<usize>,
    /// Its versions, and what each supersedes.
    pub versions: BTreeMap<DocumentId, BTreeSet<DocumentId>>,
    /// Whether the teller's code was typed somewhere, or its owner withdrew it, and that was acknowledged.
    pub withdrawn: Option<Withdrawn>,
    /// Whether it was ever held.
    pub held: bool,
    /// Whether everything that was tried with it is known to have happened, or not to have.
    pub sure: bool,
}

/// Who withdrew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withdrawn {
    /// The teller, for ever.
    ByKey,
    /// The owner, for ever.
    ByOwner,
}

/// A word that somebody wrote at a field: nobody else ever writes the same.
#[derive(Debug, Clone)]
pub struct Utterance {
    /// Of what.
    pub told: usize,
    /// In this version.
    pub document: DocumentId,
    /// By this change.
    pub change: ChangeHash,
    /// At this machine.
    pub node: usize,
    /// At this field.
    pub field: String,
    /// The word.
    pub word: String,
    /// What stood there in the editor's form.
    pub over: BTreeSet<String>,
    /// Whether it is known to be on a disk that will be there at the end.
    pub sure: bool,
    /// Whether its machine has to have it after the power was gone.
    pub promised: bool,
    /// Whether a revocation of its machine surely keeps it.
    pub kept: bool,
    /// Whether a thief wrote it.
    pub thief: bool,
    /// Whether somebody else built on it, or a revocation kept it: then it is theirs.
    pub adopted: bool,
}

/// What was handed in and acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedIn {
    /// What was withdrawn.
    pub told: usize,
    /// By whom.
    pub by: Withdrawn,
    /// Where.
    pub node: usize,
    /// Whether it is known to be on a disk.
    pub sure: bool,
}

/// How much happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub struct Figures {
    pub documents: u64,
    pub edits: u64,
    pub corrections: u64,
    pub withdrawals: u64,
    pub revocations: u64,
    pub expulsions: u64,
    pub resignations: u64,
    pub restores: u64,
    pub crashes: u64,
    pub sessions: u64,
    pub holds: u64,
    pub joins: u64,
}

impl Figures {
    /// Adds another run's.
    pub fn add(&mut self, other: &Figures) {
        for (mine, theirs) in self.all_mut().into_iter().zip(other.all()) {
            *mine.1 += theirs.1;
        }
    }

    /// Each with its name.
    pub fn all(&self) -> Vec<(&'static str, u64)> {
        self.clone().all_mut().into_iter().map(|(name, count)| (name, *count)).collect()
    }

    fn all_mut(&mut self) -> [(&'static str, &mut u64); 12] {
        [
            ("documents", &mut self.documents),
            ("edits", &mut self.edits),
            ("corrections", &mut self.corrections),
            ("withdrawals", &mut self.withdrawals),
            ("revocations", &mut self.revocations),
            ("expulsions", &mut self.expulsions),
            ("resignations", &mut self.resignations),
            ("restores", &mut self.restores),
            ("crashes", &mut self.crashes),
            ("sessions", &mut self.sessions),
            ("holds", &mut self.holds),
            ("joins", &mut self.joins),
        ]
    }
}

/// What the simulator knows.
#[derive(Debug, Default)]
pub struct Chronicle {
    /// What was told.
    pub told: Vec<Told>,
    /// What was written.
    pub utterances: Vec<Utterance>,
    /// What was withdrawn.
    pub handed_in: Vec<HandedIn>,
    /// How much happened.
    pub figures: Figures,
    /// What was refused on the way, and how often.
    pub refusals: BTreeMap<String, u64>,
    words: u64,
}

impl Chronicle {
    /// A word that nobody has used.
    pub fn word(&mut self) -> String {
        self.words += 1;
        format!("ord{:05}x", self.words)
    }

    /// The addresses of everything that was told.
    pub fn addresses(&self) -> impl Iterator<Item = Address> {
        self.told.iter().map(|told| told.address)
    }

    /// The thing of this name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.told.iter().position(|told| told.name == name)
    }

    /// Somebody else than the machine `but` built on these changes, or keeps them: what they say is now theirs as well.
    pub fn adopt(&mut self, document: &DocumentId, changes: &BTreeSet<ChangeHash>, but: Option<usize>) {
        for utterance in &mut self.utterances {
            let theirs = utterance.document == *document && changes.contains(&utterance.change);
            if theirs && Some(utterance.node) != but {
                utterance.adopted = true;
            }
        }
    }
}

/// Whether a disk says that something is withdrawn by its teller or its owner, or that this waits.
pub fn knows_withdrawal(rows: &Rows, network: &NetworkId, told: &Told, by: Withdrawn) -> bool {
    match by {
        Withdrawn::ByKey => told.teller.as_ref().is_some_and(|teller| {
            let key = TellerKey(teller.public());
            rows.contains_key(&(Table::Waiting, key.as_bytes().to_vec()))
                || rows.contains_key(&(Table::Withdrawal, by_key::item(network, &key).as_bytes().to_vec()))
        }),
        Withdrawn::ByOwner => rows.iter().any(|((table, _), value)| {
            *table == Table::Withdrawal
                && value.first() == Some(&2)
                && ByOwner::decode(&value[1..], network).is_ok_and(|it| it.address == told.address && it.successor.is_none())
        }),
    }
}

impl World {
    /// A disk is gone, older than it was, or of a hub that is `leaving`: what was on it and nowhere else may be lost.
    pub fn forget_lost(&mut self, node: usize, before: &Rows, leaving: bool) {
        let network = self.charter.network();
        // What only a thief has, or a hub that is not in, will not come back.
        let holders: Vec<&Rows> = (self.elected().into_iter())
            .filter(|index| *index != node || !leaving)
            .map(|index| &self.machines[index].rows)
            .collect();
        let elsewhere = |key: &(Table, Vec<u8>)| holders.iter().any(|rows| rows.contains_key(key));
        let lost: Vec<usize> = (0..self.chronicle.utterances.len())
            .filter(|index| {
                let utterance = &self.chronicle.utterances[*index];
                let key = (Table::Body, body_key(&utterance.document, &utterance.change));
                before.contains_key(&key) && !elsewhere(&key)
            })
            .collect();
        let unsaid: Vec<usize> = (0..self.chronicle.handed_in.len())
            .filter(|index| {
                let handed_in = self.chronicle.handed_in[*index];
                let told = &self.chronicle.told[handed_in.told];
                !holders.iter().any(|rows| knows_withdrawal(rows, &network, told, handed_in.by))
            })
            .collect();
        // Of what was withdrawn the key is forgotten with the last disk that has seen it, and what it was in.
        for utterance in &mut self.chronicle.utterances {
            let told = &self.chronicle.told[utterance.told];
            let private = utterance.node == node && utterance.change == ChangeHash::default();
            let body = (Table::Body, body_key(&utterance.document, &utterance.change));
            let item = told.teller.as_ref().map(|teller| by_key::item(&network, &TellerKey(teller.public())));
            let seen = |rows: &&Rows| {
                let row = item.and_then(|item| rows.get(&(Table::Withdrawal, item.as_bytes().to_vec())));
                rows.contains_key(&body) || row.is_some_and(|row| row.first() == Some(&1))
            };
            utterance.sure &= !(told.withdrawn.is_some() || private) || holders.iter().any(seen);
        }
        for index in lost {
            let utterance = &mut self.chronicle.utterances[index];
            utterance.sure = false;
            self.chronicle.told[utterance.told].sure = false;
        }
        for index in unsaid {
            let handed_in = &mut self.chronicle.handed_in[index];
            handed_in.sure = false;
            let told = handed_in.told;
            let left = self.chronicle.handed_in.iter().filter(|it| it.told == told && it.sure).map(|it| it.by).min();
            self.chronicle.told[told].withdrawn = left.or(self.chronicle.told[told].withdrawn);
            self.chronicle.told[told].sure &= left.is_some();
        }
        // So may be a revocation, and what it said that it keeps.
        let hub = self.machines[node].hub;
        for machine in self.machines.iter_mut().filter(|machine| machine.hub == hub) {
            machine.revoked = false;
        }
        for utterance in &mut self.chronicle.utterances {
            utterance.kept &= self.machines[utterance.node].hub != self.machines[node].hub;
        }
        // Who is asked may know less than it did when it was asked.
        for machine in &mut self.machines {
            machine.peers.remove(&node);
        }
    }

    /// A machine whose disk is older than it was is not held to what it acknowledged since.
    pub fn forget_promises(&mut self, node: usize) {
        self.chronicle.handed_in.retain(|handed_in| handed_in.node != node || handed_in.sure);
        for handed_in in self.chronicle.handed_in.iter_mut().filter(|handed_in| handed_in.node == node) {
            // Others have it; this machine will hear of it again.
            handed_in.node = usize::MAX;
        }
        for utterance in self.chronicle.utterances.iter_mut().filter(|utterance| utterance.node == node) {
            let key = (Table::Body, body_key(&utterance.document, &utterance.change));
            if !self.machines[node].rows.contains_key(&key) {
                utterance.promised = false;
            }
        }
    }

    /// What a machine acknowledged is on its disk after the power was gone, or was withdrawn or corrected since.
    pub fn check_acknowledged(&mut self, node: usize) {
        let Some(replica) = self.replica(node) else { return };
        let gone = |told: &Told| {
            let about = told.about.map(|about| &self.chronicle.told[about]);
            // What somebody else said about it stays when its owner withdraws it.
            let stays = |about: &&Told| about.sure && about.withdrawn == Some(Withdrawn::ByOwner) && about.owner != told.owner;
            core::iter::once(told).chain(about.filter(|about| !stays(about))).any(|told| {
                // A withdrawal that was in force may wait again: what it destroyed is gone.
                let known = told.teller.as_ref().is_some_and(|it| replica.knows_withdrawal(&TellerKey(it.public())));
                known || replica.is_withdrawn(&told.address)
            })
        };
        let missing = self.chronicle.utterances.iter().find(|utterance| {
            let told = &self.chronicle.told[utterance.told];
            let held = replica.document(&utterance.document).is_some_and(|held| held.changes.contains_key(&utterance.change));
            let corrected = told.versions.values().any(|supersedes| supersedes.contains(&utterance.document));
            utterance.node == node && utterance.promised && told.sure && !held && !gone(told) && !corrected
        });
        let forgotten = self.chronicle.handed_in.iter().find(|handed_in| {
            let told = &self.chronicle.told[handed_in.told];
            let (rows, network) = (&self.machines[node].rows, self.charter.network());
            handed_in.node == node && !knows_withdrawal(rows, &network, told, handed_in.by)
        });
        let missing = missing.map(|utterance| format!("«{}» of {}", utterance.word, self.chronicle.told[utterance.told].name));
        let forgotten = forgotten.map(|handed_in| format!("the withdrawal of {}", self.chronicle.told[handed_in.told].name));
        if let Some(what) = missing.or(forgotten) {
            let name = self.machines[node].name.clone();
            self.violate(format!("{name} acknowledged {what} and has forgotten it"));
        }
    }
}
