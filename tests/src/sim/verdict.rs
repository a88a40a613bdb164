//! The promises, checked when everything has come to rest.
//!
//! Members that reach each other agree; nothing that was withdrawn is left; everything that was said and counts is shown; nothing
//! is shown that does not count. What replicas tell is held against the chronicle, not against other rules of the protocol.

use super::chronicle::{Told, Utterance, Withdrawn};
use super::machine::Machine;
use super::portrait::Portrait;
use super::world::World;
use automerge::Change;
use knutepunkt_protocol::document::view::View;
use knutepunkt_protocol::ids::{Address, ChangeHash, DocumentId, HubId, ItemId, NodeId, TellerKey};
use knutepunkt_protocol::law;
use knutepunkt_protocol::law::membership::membership;
use knutepunkt_protocol::law::records::{Certificate, Record};
use knutepunkt_protocol::law::trust::{Say, TrustList};
use knutepunkt_protocol::message::Welcome;
use knutepunkt_protocol::reconcile;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::replica::sets::Thing;
use knutepunkt_protocol::replica::{Replica, Set, body_key};
use knutepunkt_protocol::rows::Table;
use knutepunkt_protocol::withdrawal::receipt::Receipt;
use std::collections::{BTreeMap, BTreeSet};

/// Rounds in which a network must come to rest.
const ROUNDS: usize = 24;
/// Events in one round.
const EVENTS: usize = 200_000;

impl World {
    /// Mends the network, switches every machine on, and lets them talk until nothing changes any more.
    pub fn settle(&mut self) {
        self.network.heal();
        self.network.weather = super::network::Weather { crash: 0, loss: 0, ..self.network.weather };
        for node in 0..self.machines.len() {
            self.switch_on(node);
        }
        self.come_to_rest();
    }

    /// Lets the machines that are on talk until nothing changes any more.
    pub fn come_to_rest(&mut self) {
        let mut before = String::new();
        for _ in 0..ROUNDS {
            self.give_up();
            for node in 0..self.machines.len() {
                self.reconnect(node);
            }
            if !self.drain(EVENTS) {
                break;
            }
            let now = self.rest();
            if now == before {
                return;
            }
            before = now;
        }
        self.violate("the network does not come to rest".to_owned());
    }

    /// A summary of every disk.
    fn rest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for ((table, key), value) in self.machines.iter().flat_map(|machine| &machine.rows) {
            hasher.update(&[*table as u8]);
            hasher.update(key);
            hasher.update(value);
        }
        hasher.finalize().to_string()
    }

    /// Checks every promise.
    pub fn judge(&mut self) {
        let citizens = self.citizens();
        for node in &citizens {
            self.compare_with_twin(*node);
        }
        let mut broken = Vec::new();
        broken.extend(self.agreement(&citizens));
        broken.extend(self.outsiders_hear(&citizens));
        broken.extend(self.nobody_falls(&citizens));
        for node in &citizens {
            let Some(replica) = self.replica(*node) else { continue };
            let found = (self.withdrawn_is_gone(*node, replica, &citizens))
                .or_else(|| self.nothing_more_is_shown(*node, replica))
                .or_else(|| self.everything_is_shown(*node, replica))
                .or_else(|| self.actors_are_single(*node));
            broken.extend(found.map(|what| format!("{}: {what}", self.machines[*node].name)));
        }
        for what in broken {
            self.violate(what);
        }
    }

    /// Members show the same.
    fn agreement(&self, citizens: &[usize]) -> Option<String> {
        // Trust lists are law: they are compared as such, and nobody reads them at an address.
        let documents = citizens.iter().filter_map(|node| self.replica(*node)).flat_map(|replica| replica.documents());
        let read = documents.filter(|(_, document)| document.header.kind != "trust");
        let addresses: BTreeSet<Address> = read.map(|(_, document)| document.header.address()).collect();
        let keys: Vec<TellerKey> =
            self.chronicle.told.iter().filter_map(|told| told.teller.as_ref()).map(|teller| TellerKey(teller.public())).collect();
        let portrait = |node: &usize| {
            let replica = self.replica(*node)?;
            Some(Portrait::shared(replica, &self.machines[*node].rows, addresses.iter().copied(), keys.iter().copied()))
        };
        let first = citizens.first()?;
        let one = portrait(first)?;
        citizens.iter().skip(1).find_map(|node| {
            let difference = one.difference(&portrait(node)?)?;
            let lacks = [self.lacks(*first, *node), self.lacks(*node, *first)].concat();
            let names = (&self.machines[*first].name, &self.machines[*node].name);
            Some(format!("{} and {} disagree: {}{difference}", names.0, names.1, lacks))
        })
    }

    /// Whoever is outside and means well knows the law, and what was withdrawn, as members do. What it says itself is not asked for:
    /// of its own hub it may know better.
    fn outsiders_hear(&self, citizens: &[usize]) -> Option<String> {
        let first = *citizens.first()?;
        let one = self.replica(first)?;
        let outside = |machine: &Machine| !machine.stolen && reconcile::welcome(one, &machine.id()) == Welcome::Outside;
        (0..self.machines.len()).filter(|node| outside(&self.machines[*node])).find_map(|node| {
            let (other, machine) = (self.replica(node)?, &self.machines[node]);
            let finds = citizens.iter().any(|node| other.law().member_of(&self.machines[*node].id()).is_some());
            // Of what was signed twice it may have kept what members lost.
            let told = receipts(other);
            let as_good = |set: &Set, item: &ItemId, thing: &Thing| match thing {
                Thing::Record => {
                    let record = one.item_bytes(*set, item).and_then(|bytes| Record::decode(&bytes).ok());
                    // A machine shows its newest certificate to whoever does not know it.
                    let newer = |it: &Certificate| other.certificates_of(&it.node).any(|held| held.hub == it.hub);
                    record.is_some_and(|record| {
                        record.hub() == Some(machine.identity.hub) || matches!(&record, Record::Certificate(it) if newer(it))
                    })
                }
                // Also what a hub said before its machine was restored.
                Thing::Document(id) => one.document(id).is_some_and(|it| {
                    let heads: Vec<ChangeHash> = it.heads.iter().copied().collect();
                    it.header.owner == machine.identity.hub || other.holds_changes(id, &heads)
                }),
                Thing::Receipt => one
                    .item_bytes(*set, item)
                    .and_then(|bytes| Receipt::decode(&bytes).ok())
                    .is_some_and(|it| it.withdrawals.iter().all(|withdrawal| told.contains(&(it.node, *withdrawal)))),
                _ => false,
            };
            let lacks = |set: &Set| {
                let listed = other.listed(*set, None);
                let all = one.listed(*set, None);
                all.iter().any(|(item, (_, thing))| !listed.contains_key(item) && !as_good(set, item, thing))
            };
            let set = [Set::Law, Set::Withdrawals, Set::Receipts].into_iter().find(lacks)?;
            let lacks = self.lacks(node, first);
            finds.then(|| format!("{} is outside and was not told all of {set:?}: {lacks}", machine.name))
        })
    }

    /// What one machine lists and the other does not, and whether that one refused it or has it unlisted.
    fn lacks(&self, one: usize, other: usize) -> String {
        let (Some(mine), Some(theirs)) = (self.replica(one), self.replica(other)) else { return String::new() };
        let (name, peer) = (&self.machines[one].name, self.machines[other].id());
        let of = |set| {
            let listed = mine.listed(set, None);
            let lacking = theirs.listed(set, None).keys().filter(|item| !listed.contains_key(*item)).copied().collect::<Vec<_>>();
            lacking.into_iter().map(move |item| {
                let (refused, has) = (mine.was_refused(&peer, &item), mine.has(set, &item));
                format!("{name} lacks {item:?} of {set:?} (refused: {refused}, held: {has}); ")
            })
        };
        Set::AGREED.into_iter().flat_map(of).collect()
    }

    /// No hub that means well falls while most founders do, if hubs that mean well brought it in.
    fn nobody_falls(&self, citizens: &[usize]) -> Option<String> {
        let honest = self.honest();
        let replica = self.replica(*citizens.first()?)?;
        let law = replica.law();
        let seated = |hub: &&HubId| !matches!(law.standing(hub), law::Standing::Resigned(_));
        let founders: BTreeSet<HubId> = law.founders().iter().filter(|hub| honest.contains(hub)).copied().collect();
        let (good, all) = (founders.iter().filter(seated).count(), law.founders().iter().filter(seated).count());
        if good * 2 <= all {
            return None;
        }
        let voices: BTreeMap<HubId, law::HubRecord> = (law.hubs().iter())
            .filter(|(hub, _)| honest.contains(hub))
            .map(|(hub, record)| {
                let names = record.trust.vouches().map(|of| (*of, Some(Say::Vouch))).collect();
                (*hub, law::HubRecord { trust: TrustList { names }, ..law::HubRecord::default() })
            })
            .collect();
        let chained = membership(&founders, law.admit(), &voices);
        let fallen = chained.ranks.keys().find(|hub| honest.contains(hub) && !law.standing(hub).counts())?;
        let name = &self.hubs.iter().find(|hub| hub.id == *fallen)?.name;
        Some(format!("{name} means well, was brought in by hubs that do, and has fallen"))
    }

    /// Nothing of what was withdrawn is on the disk, and every member has signed for it.
    fn withdrawn_is_gone(&self, node: usize, replica: &Replica, citizens: &[usize]) -> Option<String> {
        let rows = &self.machines[node].rows;
        let chronicle = &self.chronicle;
        let sure = |told: &&Told| told.sure && told.withdrawn.is_some();
        for told in chronicle.told.iter().filter(sure) {
            let withdrawn = replica.is_withdrawn(&told.address);
            if !withdrawn && !matches!(replica.standing(&told.address), Standing::Unknown) {
                return Some(format!("{} was withdrawn and stands here", told.name));
            }
            if withdrawn || told.withdrawn == Some(Withdrawn::ByKey) {
                let left = chronicle.utterances.iter().find(|utterance| {
                    let of = &chronicle.told[utterance.told];
                    let about = of.about.is_some_and(|it| chronicle.told[it].address == told.address);
                    // What others said about it falls at the teller's word alone.
                    let falls = of.address == told.address || (withdrawn && about && told.withdrawn == Some(Withdrawn::ByKey));
                    let word = utterance.word.as_bytes();
                    falls
                        && rows
                            .iter()
                            .any(|((table, _), value)| table.vaulted() && value.windows(word.len()).any(|window| window == word))
                });
                if let Some(utterance) = left {
                    return Some(format!("«{}» of {}, which was withdrawn, is on the disk", utterance.word, told.name));
                }
                let about = |it: &&Told| it.about.is_some_and(|about| chronicle.told[about].address == told.address);
                let shown = |it: &&Told| matches!(replica.standing(&it.address), Standing::Shown(_));
                if let Some(comment) = chronicle.told.iter().filter(about).find(|it| withdrawn && shown(it)) {
                    return Some(format!("{} is shown, and {}, which it is about, was withdrawn", comment.name, told.name));
                }
            }
            let Some(teller) = told.teller.as_ref().filter(|_| told.withdrawn == Some(Withdrawn::ByKey)) else { continue };
            let Some(removal) = replica.removal(&TellerKey(teller.public())) else {
                return Some(format!("nothing is known of the withdrawal of {}", told.name));
            };
            // A comment that fell with its story is gone, and nobody remembers its key.
            let fell = told.about.is_some_and(|about| replica.is_withdrawn(&chronicle.told[about].address));
            let seen = !fell
                && chronicle
                    .utterances
                    .iter()
                    .any(|it| chronicle.told[it.told].address == told.address && self.counts(it, replica));
            if seen && !withdrawn {
                return Some(format!("the withdrawal of {} waits, though its key is known", told.name));
            }
            let signed: BTreeSet<_> = removal.receipts.iter().map(|(_, node, _)| *node).collect();
            let silent = citizens.iter().find(|other| withdrawn && !signed.contains(&self.machines[**other].id()));
            if let Some(silent) = silent {
                return Some(format!("{} has not signed that {} is gone", self.machines[*silent].name, told.name));
            }
        }
        None
    }

    /// Whether what was said is known to be on disks, and surely counts: its author is an honest machine of a hub that is in, and
    /// was never given up, or what gave it up keeps this.
    fn counts(&self, utterance: &Utterance, replica: &Replica) -> bool {
        let machine = &self.machines[utterance.node];
        let hub = replica.law().hub(&machine.identity.hub);
        let revoked = hub.and_then(|hub| hub.nodes.get(&machine.id())).is_none_or(|node| node.revoked.is_some());
        utterance.sure
            && !utterance.thief
            && (!revoked || utterance.kept)
            && matches!(replica.law().standing(&machine.identity.hub), law::Standing::Member(_))
    }

    /// What a thief wrote, and what was written at a hub that is barred, is not shown unless somebody else built on it.
    fn nothing_more_is_shown(&self, node: usize, replica: &Replica) -> Option<String> {
        let shown: BTreeSet<String> = self.views(node, replica).iter().flat_map(|(_, _, view)| texts(view)).collect();
        let silenced = |utterance: &&Utterance| {
            let machine = &self.machines[utterance.node];
            let law = replica.law();
            let revoked = law.hub(&machine.identity.hub).and_then(|hub| hub.nodes.get(&machine.id())?.revoked.as_ref()).is_some();
            (utterance.thief && (revoked || machine.revoked)) || !law.standing(&machine.identity.hub).counts()
        };
        let silent = self.chronicle.utterances.iter().filter(silenced).filter(|utterance| !utterance.adopted);
        let mut silent = silent.filter(|utterance| shown.contains(&utterance.word));
        silent.next().map(|it| {
            format!(
                "«{}» of {} is shown, and {} has no say",
                it.word, self.chronicle.told[it.told].name, self.machines[it.node].name
            )
        })
    }

    fn views(&self, node: usize, replica: &Replica) -> Vec<(Address, DocumentId, View)> {
        let rows = &self.machines[node].rows;
        let shown = replica.addresses().filter_map(|address| match replica.standing(address) {
            Standing::Shown(id) => Some((*address, id)),
            _ => None,
        });
        shown.map(|(address, id)| (address, id, replica.view(&id, rows).unwrap_or_default())).collect()
    }

    /// What surely counts is shown: the right version, and at each field what nobody has knowingly overwritten.
    fn everything_is_shown(&self, node: usize, replica: &Replica) -> Option<String> {
        let rows = &self.machines[node].rows;
        for (index, told) in self.chronicle.told.iter().enumerate() {
            let said: Vec<&Utterance> = self.chronicle.utterances.iter().filter(|it| it.told == index).collect();
            let doubtful = !told.sure || told.withdrawn.is_some() || told.versions.is_empty();
            let about = told.about.map(|about| &self.chronicle.told[about]);
            let by_key =
                |about: &Told| about.teller.as_ref().is_some_and(|teller| replica.removal(&TellerKey(teller.public())).is_some());
            // What somebody else said about it is kept when its owner withdraws it.
            let falls = about.is_some_and(|about| {
                !about.sure
                    || about.withdrawn.is_some()
                        && (about.withdrawn == Some(Withdrawn::ByKey) || about.owner == told.owner || by_key(about))
            });
            if doubtful || falls || !said.iter().all(|utterance| utterance.adopted_draft() || self.counts(utterance, replica)) {
                continue;
            }
            let standing = replica.standing(&told.address);
            let hidden = about.is_some_and(|about| replica.is_withdrawn(&about.address));
            let id = match (standing, replica.beneath_hold(&told.address)) {
                (Standing::Shown(id), _) if !hidden => id,
                (Standing::Held, Standing::Shown(id)) if hidden => id,
                (Standing::Held, _) if told.held => continue,
                _ => return Some(format!("{} should be shown and is {standing:?}", told.name)),
            };
            let superseded: BTreeSet<&DocumentId> = told.versions.values().flatten().collect();
            let live = told.versions.keys().find(|version| !superseded.contains(version));
            if live != Some(&id) {
                return Some(format!("{} is shown in the version {id} and not {live:?}", told.name));
            }
            let Some(view) = replica.view(&id, rows) else { return Some(format!("{} cannot be read", told.name)) };
            if let Some(what) = fields(&view, said.iter().filter(|utterance| utterance.document == id)) {
                return Some(format!("{}: {what}", told.name));
            }
        }
        None
    }

    /// No two changes on a disk have the same actor.
    fn actors_are_single(&self, node: usize) -> Option<String> {
        let replica = self.replica(node)?;
        for (id, document) in replica.documents() {
            let mut actors = BTreeSet::new();
            for hash in document.changes.keys() {
                let bytes = self.machines[node].rows.get(&(Table::Body, body_key(id, hash)))?;
                let change = Change::from_bytes(bytes.clone()).ok()?;
                if !actors.insert(change.actor_id().to_bytes().to_vec()) {
                    return Some(format!("two changes of {id} have the same actor"));
                }
            }
        }
        None
    }
}

impl Utterance {
    /// Whether it was only submitted, not published.
    fn adopted_draft(&self) -> bool {
        self.change == Default::default()
    }
}

/// Which node has signed for which withdrawal.
fn receipts(replica: &Replica) -> BTreeSet<(NodeId, ItemId)> {
    let listed = replica.listed(Set::Receipts, None);
    let bytes = listed.keys().filter_map(|item| replica.item_bytes(Set::Receipts, item));
    let receipts = bytes.filter_map(|bytes| Receipt::decode(&bytes).ok());
    receipts.flat_map(|it| it.withdrawals.iter().map(|withdrawal| (it.node, *withdrawal)).collect::<Vec<_>>()).collect()
}

/// The first field that shows anything else than what was written and not overwritten.
fn fields<'a>(view: &View, said: impl Iterator<Item = &'a &'a Utterance> + Clone) -> Option<String> {
    let overwritten: BTreeSet<(&str, &str)> =
        said.clone().flat_map(|it| it.over.iter().map(|word| (it.field.as_str(), word.as_str()))).collect();
    let mut expected: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for it in said.filter(|it| !overwritten.contains(&(it.field.as_str(), it.word.as_str()))) {
        expected.entry(it.field.as_str()).or_default().insert(it.word.as_str());
    }
    let stands = |field: &str| -> BTreeSet<&str> {
        view.registers.get(field).into_iter().flat_map(|register| register.values()).filter_map(|value| value.as_str()).collect()
    };
    expected
        .iter()
        .find(|(field, words)| stands(field) != **words)
        .map(|(field, words)| format!("{field} should say {words:?} and says {:?}", stands(field)))
}

/// Every text in a view.
fn texts(view: &View) -> Vec<String> {
    view.registers.values().flat_map(|register| register.values()).filter_map(|value| value.as_str().map(str::to_owned)).collect()
}
