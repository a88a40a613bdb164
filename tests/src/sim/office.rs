//! What people do at a machine: publish, edit, correct, withdraw, hold, vouch, object, revoke, resign.
//!
//! Each deed tells the chronicle what was acknowledged.

use super::chronicle::{HandedIn, Told, Utterance, Withdrawn};
use super::plant::Plant;
use super::world::{Deed, World};
use knutepunkt_protocol::document::change::Edits;
use knutepunkt_protocol::document::header::{Editors, TellerProof, owner_address, teller_address};
use knutepunkt_protocol::ids::{Address, ChangeHash, DocumentId, TellerKey};
use knutepunkt_protocol::kinds::Content;
use knutepunkt_protocol::law::records::{KeptDocument, Record};
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::documents::closure;
use knutepunkt_protocol::replica::erasure;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::replica::{Local, Refusal, Replica};
use knutepunkt_protocol::rows::{Rows, Table};
use knutepunkt_protocol::signed::Secret;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// The answer that somebody got, if any.
pub type Answer<T> = Deed<Result<T, Refusal>>;

/// Words by field.
pub type Words = BTreeMap<String, String>;

/// Of what a stolen machine wrote, what its hub keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Nothing, for now.
    Nothing,
    /// What is not the thief's.
    BeforeTheft,
    /// All that is known here.
    All,
}

fn content(words: &Words) -> Content {
    words.iter().map(|(field, word)| (field.clone(), Value::from(word.as_str()))).collect()
}

impl World {
    /// A story, comment or other document is prepared: it has an address, and nobody has seen it.
    pub fn prepare(&mut self, name: &str, kind: &'static str, owner: usize, about: Option<usize>) -> usize {
        let (network, hub) = (self.charter.network(), self.hubs[owner].id);
        let teller = matches!(kind, "story" | "comment").then(|| Secret::from_seed(&self.dice.bytes()));
        let address = match &teller {
            Some(teller) => teller_address(&network, &TellerKey(teller.public())),
            None => owner_address(&network, &hub, name.as_bytes()),
        };
        self.chronicle.told.push(Told {
            name: name.to_owned(),
            kind,
            owner,
            address,
            teller,
            about,
            versions: BTreeMap::new(),
            withdrawn: None,
            held: false,
            sure: true,
        });
        self.chronicle.told.len() - 1
    }

    /// A machine publishes what was prepared.
    pub fn publish(&mut self, node: usize, told: usize, words: &Words) -> Answer<DocumentId> {
        let (network, hub) = (self.charter.network(), self.machines[node].identity.hub);
        let it = &self.chronicle.told[told];
        let new = NewDocument {
            kind: it.kind.to_owned(),
            editors: if it.kind == "organisation" { Editors::Members } else { Editors::Owner },
            teller: it.teller.as_ref().map(|teller| TellerProof::new(teller, &network, &hub)),
            origin: if it.teller.is_some() { Vec::new() } else { it.name.as_bytes().to_vec() },
            about: it.about.map(|about| self.chronicle.told[about].address),
            nonce: self.dice.bytes::<8>().to_vec(),
        };
        let deed = self.call(node, |replica, hand, effects| replica.publish(new, &content(words), hand, effects));
        if let Deed::Done(Ok(id)) = &deed {
            self.chronicle.figures.documents += 1;
            self.chronicle.told[told].versions.insert(*id, BTreeSet::new());
            self.note_words(node, told, id, &BTreeSet::new(), words, &BTreeMap::new());
        }
        self.conclude(node, told, "publishes", &deed);
        deed
    }

    /// Somebody at a machine writes in what it shows, having loaded the form now.
    pub fn edit(&mut self, node: usize, told: usize, words: &Words) -> Answer<()> {
        let Some((id, base)) = self.form(node, told) else { return Deed::Done(Err(Refusal::Unknown)) };
        self.edit_on(node, told, id, &base, words)
    }

    /// What an editor's form is loaded from: the version that is shown, and its heads.
    pub fn form(&self, node: usize, told: usize) -> Option<(DocumentId, BTreeSet<ChangeHash>)> {
        let replica = self.replica(node)?;
        let Standing::Shown(id) = replica.standing(&self.chronicle.told[told].address) else { return None };
        replica.document(&id).map(|document| (id, document.heads.clone()))
    }

    /// Somebody saves a form that was loaded from these heads.
    pub fn edit_on(
        &mut self,
        node: usize,
        told: usize,
        id: DocumentId,
        base: &BTreeSet<ChangeHash>,
        words: &Words,
    ) -> Answer<()> {
        let Some(replica) = self.replica(node) else { return Deed::Unknown };
        let Some(document) = replica.document(&id) else { return Deed::Done(Err(Refusal::Unknown)) };
        let before: BTreeSet<ChangeHash> = document.changes.keys().copied().collect();
        let seen = closure(document, base.iter());
        let stood = values_at(replica, &id, &self.machines[node].rows, base);
        let mut edits: Edits = words.iter().map(|(field, word)| (field.clone(), Some(Value::from(word.as_str())))).collect();
        if self.plant == Some(Plant::WholeStructs) {
            for (field, values) in &stood {
                edits.entry(field.clone()).or_insert_with(|| values.first().map(|word| Value::from(word.as_str())));
            }
        }
        if self.plant == Some(Plant::NoActorRule) {
            return self.edit_carelessly(node, told, id, base, words);
        }
        let deed = self.call(node, |replica, hand, effects| replica.edit(&id, base, &edits, hand, effects));
        if let Deed::Done(Ok(())) = &deed {
            self.chronicle.figures.edits += 1;
            self.note_words(node, told, &id, &before, words, &stood);
            self.chronicle.adopt(&id, &seen, Some(node));
        }
        self.conclude(node, told, "edits", &deed);
        deed
    }

    /// A machine publishes a correction.
    pub fn correct(&mut self, node: usize, told: usize, words: &Words) -> Answer<DocumentId> {
        let Some(replica) = self.replica(node) else { return Deed::Unknown };
        let address = self.chronicle.told[told].address;
        let known = |id: &&DocumentId| replica.document(id).is_some_and(|document| !document.heads.is_empty());
        let mut superseded: BTreeSet<DocumentId> = self.chronicle.told[told].versions.keys().filter(known).copied().collect();
        let nonce = self.dice.bytes::<8>().to_vec();
        let deed = self.call(node, |replica, hand, effects| replica.correct(&address, &content(words), nonce, hand, effects));
        if let Deed::Done(Ok(id)) = &deed {
            self.chronicle.figures.corrections += 1;
            // Also what a hub wrote before it was let in: nobody else can know of that.
            let header = self.replica(node).and_then(|replica| replica.header(id));
            superseded.extend(header.into_iter().flat_map(|header| header.supersedes.clone()));
            self.chronicle.told[told].versions.insert(*id, superseded);
            self.note_words(node, told, id, &BTreeSet::new(), words, &BTreeMap::new());
        }
        self.conclude(node, told, "corrects", &deed);
        deed
    }

    /// The teller's code is typed at a machine.
    pub fn withdraw_by_code(&mut self, node: usize, told: usize) -> Answer<erasure::HandedIn> {
        let Some(teller) = self.chronicle.told[told].teller.clone() else { return Deed::Done(Err(Refusal::NotOurs)) };
        let deed = self.call(node, |replica, hand, effects| replica.withdraw_with_key(&teller, b"site", hand, effects));
        if let Deed::Done(Ok(_)) = &deed {
            self.note_withdrawal(node, told, Withdrawn::ByKey);
        }
        self.conclude(node, told, "withdraws by code", &deed);
        deed
    }

    /// The owner withdraws.
    pub fn withdraw_as_owner(&mut self, node: usize, told: usize) -> Answer<()> {
        let address = self.chronicle.told[told].address;
        let deed = self.call(node, |replica, hand, effects| replica.withdraw_address(&address, hand, effects));
        if let Deed::Done(Ok(())) = &deed {
            self.note_withdrawal(node, told, Withdrawn::ByOwner);
        }
        self.conclude(node, told, "withdraws as owner", &deed);
        deed
    }

    /// The owner, or who owns what it is about, hides it or shows it again.
    pub fn hold(&mut self, node: usize, told: usize, held: bool) -> Answer<()> {
        let address = self.chronicle.told[told].address;
        self.chronicle.told[told].held = true;
        self.chronicle.figures.holds += 1;
        let deed = self.call(node, |replica, hand, effects| replica.hold(&address, held, hand, effects));
        let what = format!("holds {}: {held}", self.chronicle.told[told].name);
        self.tell(node, &what, &deed);
        deed
    }

    /// A submission is put on a machine's own disk; it is shared with nobody.
    pub fn submit(&mut self, node: usize, told: usize, words: &Words) -> Answer<()> {
        let vault = DocumentId(self.dice.bytes());
        let address = self.chronicle.told[told].address;
        let text = words.values().cloned().collect::<Vec<_>>().join(" ");
        let deed = self.call(node, |replica, _, effects| {
            replica.remember_private(address, Local { vault, edition: None }, effects)?;
            effects.batch.put(Table::Private, [vault.as_bytes().as_slice(), b"draft"].concat(), text.into_bytes());
            Ok(())
        });
        if let Deed::Done(Ok(())) = &deed {
            for (field, word) in words {
                self.chronicle.utterances.push(Utterance {
                    told,
                    document: vault,
                    change: ChangeHash::default(),
                    node,
                    field: field.clone(),
                    word: word.clone(),
                    over: BTreeSet::new(),
                    sure: true,
                    promised: false,
                    kept: false,
                    thief: false,
                    adopted: true,
                });
            }
        }
        self.conclude(node, told, "submits", &deed);
        deed
    }

    /// A hub vouches for another, objects to it, or says nothing more of it. Vouching brings along what that hub's machines said of
    /// themselves when they asked to join.
    pub fn say(&mut self, node: usize, of: usize, say: Option<Say>) -> Answer<()> {
        let hub = self.hubs[of].id;
        let introductions: Vec<Vec<u8>> = (0..self.machines.len())
            .filter(|other| self.machines[*other].hub == of && self.network.reaches(node, *other))
            .filter_map(|other| self.replica(other)?.own_certificate().cloned())
            .map(|certificate| Record::Certificate(certificate).encode())
            .collect();
        let deed = self.call(node, |replica, hand, effects| {
            replica.say(&hub, say, hand, effects)?;
            replica.take_records(&introductions, hand, effects);
            Ok(())
        });
        let what = format!("says of {}: {say:?}", self.hubs[of].name);
        self.tell(node, &what, &deed);
        deed
    }

    /// A hub revokes one of its machines.
    pub fn revoke(&mut self, node: usize, stolen: usize, keep: Keep) -> Answer<()> {
        let Some(replica) = self.replica(node) else { return Deed::Unknown };
        let thief = self.machines[stolen].id();
        let kept = match keep {
            Keep::Nothing => Vec::new(),
            Keep::All => replica.kept_of(|node| *node == thief),
            Keep::BeforeTheft => self.kept_before_theft(replica, stolen),
        };
        let adopted: Vec<(DocumentId, BTreeSet<ChangeHash>)> = (kept.iter())
            .filter_map(|kept| replica.document(&kept.document).map(|it| (kept.document, closure(it, kept.changes.iter()))))
            .collect();
        for (document, changes) in &adopted {
            self.chronicle.adopt(document, changes, None);
        }
        let words = self.hubs[self.machines[node].hub].secret.clone();
        let deed = self.call(node, |replica, hand, effects| replica.revoke(&words, thief, &kept, hand, effects));
        if let Deed::Done(Ok(())) = &deed {
            self.chronicle.figures.revocations += 1;
            self.machines[stolen].revoked = true;
            for utterance in self.chronicle.utterances.iter_mut().filter(|utterance| utterance.node == stolen) {
                let keeps = |kept: &KeptDocument| kept.document == utterance.document && kept.changes.contains(&utterance.change);
                utterance.kept |= kept.iter().any(keeps);
            }
        }
        let what = format!("revokes {}, keeping {keep:?}", self.machines[stolen].name);
        self.tell(node, &what, &deed);
        deed
    }

    /// What a stolen machine wrote before the theft.
    fn kept_before_theft(&self, replica: &Replica, stolen: usize) -> Vec<KeptDocument> {
        let thief = self.machines[stolen].id();
        let said = self.chronicle.utterances.iter();
        let theirs: BTreeSet<ChangeHash> = said.filter(|it| it.thief && it.node == stolen).map(|it| it.change).collect();
        let mut kept = Vec::new();
        for (id, document) in replica.documents() {
            let before = document.changes.iter().filter(|(hash, sealed)| sealed.node == thief && !theirs.contains(*hash));
            let changes: Vec<ChangeHash> = before.map(|(hash, _)| *hash).collect();
            if !changes.is_empty() {
                kept.push(KeptDocument { document: *id, changes });
            }
        }
        kept
    }

    /// A hub leaves.
    pub fn resign(&mut self, node: usize, successor: Option<usize>) -> Answer<()> {
        let words = self.hubs[self.machines[node].hub].secret.clone();
        let successor = successor.map(|hub| self.hubs[hub].id);
        let deed = self.call(node, |replica, hand, effects| replica.resign(&words, successor, hand, effects));
        if let Deed::Done(Ok(())) = &deed {
            self.chronicle.figures.resignations += 1;
        }
        self.tell(node, "resigns", &deed);
        self.hubs[self.machines[node].hub].resigned = true;
        for other in 0..self.machines.len() {
            if self.machines[other].hub == self.machines[node].hub {
                // Once its resignation is known, nobody fetches from it any more.
                let rows = self.machines[other].rows.clone();
                self.forget_lost(other, &rows, true);
            }
        }
        deed
    }

    /// Whether a machine's people mean well, and are its people.
    pub fn means_well(&self, node: usize) -> bool {
        !self.machines[node].stolen && self.hubs[self.machines[node].hub].honest
    }

    /// Notes what the newest change of a document says.
    pub fn note_words(
        &mut self,
        node: usize,
        told: usize,
        id: &DocumentId,
        before: &BTreeSet<ChangeHash>,
        words: &Words,
        stood: &BTreeMap<String, Vec<String>>,
    ) {
        let new = self.replica(node).and_then(|replica| replica.document(id));
        let new = new.and_then(|document| document.changes.keys().find(|hash| !before.contains(*hash)));
        // Where the answer came before the commit, the simulator does not know the change by its hash.
        let change = new.copied().unwrap_or_default();
        let thief = !self.means_well(node);
        for (field, word) in words {
            self.chronicle.utterances.push(Utterance {
                told,
                document: *id,
                change,
                node,
                field: field.clone(),
                word: word.clone(),
                over: stood.get(field).into_iter().flatten().cloned().collect(),
                sure: true,
                promised: true,
                kept: false,
                thief,
                adopted: false,
            });
        }
    }

    fn note_withdrawal(&mut self, node: usize, told: usize, withdrawn: Withdrawn) {
        self.chronicle.figures.withdrawals += 1;
        let it = &mut self.chronicle.told[told];
        if withdrawn == Withdrawn::ByKey || it.withdrawn.is_none() {
            it.withdrawn = Some(withdrawn);
        }
        let left = self.hubs[self.machines[node].hub].resigned && withdrawn == Withdrawn::ByOwner;
        if self.means_well(node) && !left {
            self.chronicle.handed_in.push(HandedIn { told, by: withdrawn, node, sure: true });
        } else {
            // Whether anybody still listens to a thief, or to a hub that has left, is not known to the simulator.
            self.chronicle.told[told].sure = false;
        }
    }

    fn conclude<T: Debug>(&mut self, node: usize, told: usize, what: &str, deed: &Answer<T>) {
        let what = format!("{what} {}", self.chronicle.told[told].name);
        self.tell(node, &what, deed);
        if matches!(deed, Deed::Unknown) {
            self.chronicle.told[told].sure = false;
        }
    }

    /// The address of something that was told.
    pub fn address(&self, told: usize) -> Address {
        self.chronicle.told[told].address
    }
}

/// The values that stand at each field of a version at these heads, the shown one first.
fn values_at(replica: &Replica, id: &DocumentId, rows: &Rows, base: &BTreeSet<ChangeHash>) -> BTreeMap<String, Vec<String>> {
    let Some(bundle) = replica.bundle(id, &base.iter().copied().collect::<Vec<_>>(), &[], 0, rows) else {
        return BTreeMap::new();
    };
    let chunks: Vec<Vec<u8>> = bundle.changes.into_iter().map(|change| change.chunk).collect();
    let Ok(view) = knutepunkt_protocol::document::view::View::read(&chunks) else { return BTreeMap::new() };
    let words = |register: &knutepunkt_protocol::document::view::Register| {
        register.values().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    };
    view.registers.iter().map(|(field, register)| (field.clone(), words(register))).collect()
}
