//! Taking in documents, and which of their changes count (specification §4.5, §6.2).

use super::{Document, Effects, Event, Hand, Refusal, Replica, Sealed, body_key};
use crate::document::change::{self, ChangeError, SealedChange};
use crate::document::chunk::Actor;
use crate::document::header::{Editors, Header};
use crate::document::view::View;
use crate::ids::{ChangeHash, DocumentId, HubId, NodeId};
use crate::law::Law;
use crate::law::trust::TrustList;
use crate::limits;
use crate::rows::Table;
use crate::signed::{self, Signature};
use std::collections::{BTreeMap, BTreeSet};

/// A seal as it is kept.
#[derive(minicbor::Encode, minicbor::Decode)]
pub(super) struct SealRow {
    #[n(0)]
    pub node: NodeId,
    #[n(1)]
    pub deps: Vec<ChangeHash>,
    #[n(2)]
    pub time: u64,
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub mark: [u8; 32],
    #[n(4)]
    pub seal: Signature,
}

impl Replica {
    /// Takes in a document, or more of one: its header, and changes with all that they build on which is not here yet.
    ///
    /// # Errors
    /// The broken rule. Changes that are not valid are left out; the first of them is named when nothing of the document is new.
    pub fn take_document(
        &mut self,
        header_bytes: &[u8],
        changes: &[SealedChange],
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        let id = Header::id_of(header_bytes);
        let (mut document, known) = match self.documents.get(&id) {
            Some(document) => (document.clone(), true),
            None => {
                let header = Header::decode(header_bytes, &self.network)?;
                (Document { header, changes: BTreeMap::new(), heads: BTreeSet::new() }, false)
            }
        };
        self.admissible(&id, &document.header, hand, effects)?;

        let (mut added, mut refusal) = self.add_changes(&id, &mut document, changes);
        let counted = closure(&document, heads(&document, &self.law, &id).iter());
        if !self.law.acts_for(&self.me.hub, &document.header.owner) {
            // What does not count is kept where it once did, by the document's hub, and by the hub whose node wrote it, which may
            // yet say that it keeps it; nobody else takes it in.
            let wrote = |sealed: &Sealed| self.law.hubs_of(&sealed.node, false).any(|hub| hub == self.me.hub);
            let ours = document.changes.iter().filter(|(_, sealed)| wrote(sealed)).map(|(hash, _)| hash);
            let ours = closure(&document, ours);
            let idle: Vec<ChangeHash> =
                added.keys().filter(|hash| !counted.contains(hash) && !ours.contains(hash)).copied().collect();
            for hash in idle {
                document.changes.remove(&hash);
                added.remove(&hash);
                refusal.get_or_insert(Refusal::NotCounting);
            }
        }
        let mut displaced = Vec::new();
        for hash in beyond_the_limit(&document, &counted, &self.law) {
            document.changes.remove(&hash);
            match added.remove(&hash) {
                Some(_) => drop(refusal.get_or_insert(Refusal::TooManyChanges)),
                None => displaced.push(hash),
            }
        }
        if added.is_empty() {
            return refusal.map_or(Ok(()), Err);
        }
        document.heads = heads(&document, &self.law, &id);

        if !known {
            effects.batch.put(Table::Header, id.as_bytes().to_vec(), header_bytes.to_vec());
            self.index_document(id, &document.header);
        }
        for hash in displaced {
            let key = body_key(&id, &hash);
            effects.batch.delete(Table::Seal, key.clone());
            effects.batch.delete(Table::Body, key);
        }
        for (hash, chunk) in added {
            let Some(sealed) = document.changes.get(&hash) else { continue };
            let row =
                SealRow { node: sealed.node, deps: sealed.deps.clone(), time: sealed.time, mark: sealed.mark, seal: sealed.seal };
            let key = body_key(&id, &hash);
            effects.batch.put(Table::Seal, key.clone(), signed::encode(&row));
            effects.put_body(key, chunk);
        }
        let (address, trust) = (document.header.address(), document.header.kind == "trust");
        self.documents.insert(id, document);
        self.list_document(&id);
        effects.events.push(Event::Changed(address));
        if self.finals.contains_key(&address) {
            // What was said about it is shown again.
            effects.events.extend(self.about(&address).into_iter().map(Event::Changed));
        }
        if trust {
            self.derive_law(hand.bodies, effects, hand);
        }
        self.settle_replacements(effects);
        Ok(())
    }

    /// Whether a document may be here at all: asked before anything of it is stored.
    fn admissible(&mut self, id: &DocumentId, header: &Header, hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        let relevant = self.law.relevant().contains(&header.owner) || self.law.acts_for(&self.me.hub, &header.owner);
        if !relevant {
            return Err(Refusal::Irrelevant);
        }
        if let Some(teller) = &header.teller {
            // Here the key is seen: a withdrawal that waited for somebody who knows it has found one.
            self.witness_waiting(&teller.key, hand, effects);
            if self.is_waiting(&teller.key) {
                return Err(Refusal::Withdrawn);
            }
        }
        if self.is_refused(header) {
            return Err(Refusal::Withdrawn);
        }
        if self.is_superseded(id) {
            return Err(Refusal::Replaced);
        }
        Ok(())
    }

    /// Adds what is new and valid of `changes`, of which those that others build on come first. Answers the chunks that were
    /// added, and the first refusal.
    fn add_changes(
        &self,
        id: &DocumentId,
        document: &mut Document,
        changes: &[SealedChange],
    ) -> (BTreeMap<ChangeHash, Vec<u8>>, Option<Refusal>) {
        let mut added: BTreeMap<ChangeHash, Vec<u8>> = BTreeMap::new();
        let mut refusal = (changes.len() > limits::DOCUMENT_CHANGES).then_some(Refusal::TooManyChanges);
        let mut overwrites: BTreeMap<ChangeHash, Vec<Actor>> = BTreeMap::new();
        let mut begun = self.begun_by_owner(document);
        for sealed in changes.iter().take(limits::DOCUMENT_CHANGES) {
            let chunk = match change::verify(sealed, &self.network, id) {
                Ok(chunk) => chunk,
                Err(error) => {
                    refusal.get_or_insert(Refusal::Change(error));
                    continue;
                }
            };
            if document.changes.contains_key(&chunk.hash) {
                continue;
            }
            let below: Option<Vec<u32>> = chunk.deps.iter().map(|dep| document.changes.get(dep).map(|it| it.depth + 1)).collect();
            let Some(below) = below else {
                refusal.get_or_insert(Refusal::MissingDependency);
                continue;
            };
            // Validity of an author: a certificate ever issued gave it a right to write here. Who is not the owner's builds on
            // what the owner began, so that nobody begins a document in another hub's name.
            let on_owners = chunk.deps.iter().any(|dep| begun.contains(dep));
            let by_editor = on_owners && self.is_of_editor(&document.header, &chunk.node);
            if !by_editor && !self.is_of_owner(&document.header, &chunk.node) {
                refusal.get_or_insert(Refusal::NoAuthority);
                continue;
            }
            begun.insert(chunk.hash);
            let entry = Sealed {
                node: chunk.node,
                mark: chunk.mark(),
                deps: chunk.deps,
                time: chunk.time.min(limits::TIME_MAX),
                depth: below.into_iter().max().unwrap_or(0),
                seal: sealed.seal,
            };
            document.changes.insert(chunk.hash, entry);
            added.insert(chunk.hash, sealed.chunk.clone());
            overwrites.insert(chunk.hash, chunk.overwrites);
        }
        for hash in unfounded(document, &overwrites) {
            document.changes.remove(&hash);
            added.remove(&hash);
            refusal.get_or_insert(Refusal::Change(ChangeError::Unfit));
        }
        (added, refusal)
    }

    /// The changes of a document that the owner wrote, or that build on one of those.
    fn begun_by_owner(&self, document: &Document) -> BTreeSet<ChangeHash> {
        let mut begun = BTreeSet::new();
        for hash in in_order(document, &document.changes.keys().copied().collect()) {
            let Some(sealed) = document.changes.get(&hash) else { continue };
            if sealed.deps.iter().any(|dep| begun.contains(dep)) || self.is_of_owner(&document.header, &sealed.node) {
                begun.insert(hash);
            }
        }
        begun
    }

    fn is_of_owner(&self, header: &Header, node: &NodeId) -> bool {
        self.law.hubs_of(node, false).any(|hub| self.law.acts_for(&hub, &header.owner))
    }

    fn is_of_editor(&self, header: &Header, node: &NodeId) -> bool {
        self.law.hubs_of(node, false).any(|hub| may_edit(&self.law, header, &hub))
    }

    /// Whether a correction of a document, or a correction of that one, is held and counts: then it has taken its place.
    /// Replacements name headers that name their predecessors by hash, so this cannot go in a circle.
    pub(super) fn is_superseded(&self, id: &DocumentId) -> bool {
        let mut open: Vec<&DocumentId> = self.replaced.get(id).into_iter().flatten().collect();
        let mut seen = BTreeSet::new();
        while let Some(successor) = open.pop() {
            if self.documents.get(successor).is_some_and(|document| !document.heads.is_empty()) {
                return true;
            }
            if seen.insert(successor) {
                open.extend(self.replaced.get(successor).into_iter().flatten());
            }
        }
        false
    }

    pub(super) fn index_document(&mut self, id: DocumentId, header: &Header) {
        self.by_address.entry(header.address()).or_default().insert(id);
        if let Some(about) = header.about {
            self.by_about.entry(about).or_default().insert(id);
        }
    }

    /// The trust lists that count under certificates and revocations alone: of each hub its highest counting generation.
    pub(super) fn read_trust(
        &mut self,
        standing: &Law,
        bodies: &dyn crate::rows::Bodies,
        effects: &Effects,
    ) -> BTreeMap<HubId, TrustList> {
        let mut ruling: BTreeMap<HubId, (u64, DocumentId, BTreeSet<ChangeHash>)> = BTreeMap::new();
        for (id, document) in self.documents.iter().filter(|(_, document)| document.header.kind == "trust") {
            let heads = heads(document, standing, id);
            let rank = (document.header.generation(), *id);
            if !heads.is_empty() && ruling.get(&document.header.owner).is_none_or(|(generation, id, _)| (*generation, *id) < rank)
            {
                ruling.insert(document.header.owner, (rank.0, *id, heads));
            }
        }
        let mut lists = BTreeMap::new();
        for (hub, (_, id, heads)) in ruling {
            let cached = self.trust_read.get(&id);
            let list = match cached {
                Some((read, list)) if *read == heads => list.clone(),
                _ => {
                    let chunks = self.chunks(&id, &heads, &effects.over(bodies));
                    match chunks {
                        // What is too large to be read says nothing, whatever was read before.
                        Some(chunks) => View::read(&chunks).map(|view| TrustList::read(&view)).unwrap_or_default(),
                        // A body that cannot be read now says nothing new.
                        None => cached.map(|(_, list)| list.clone()).unwrap_or_default(),
                    }
                }
            };
            self.trust_read.insert(id, (heads, list.clone()));
            lists.insert(hub, list);
        }
        lists
    }

    /// Decides again, under the law as it stands, which changes of every document count.
    pub(super) fn recount_documents(&mut self, effects: &mut Effects) {
        let mut changed = Vec::new();
        for (id, document) in &mut self.documents {
            let now = heads(document, &self.law, id);
            if now != document.heads {
                document.heads = now;
                changed.push(*id);
                effects.events.push(Event::Changed(document.header.address()));
            }
        }
        for id in &changed {
            self.list_document(id);
        }
        if !changed.is_empty() {
            self.settle_replacements(effects);
        }
    }
}

/// The changes beyond those that one hub may have in a document, and what builds on them: of each hub first those that do not
/// count, then the deepest. So which are kept depends on what there is and not on what came first, who may no longer write
/// displaces nothing, and who floods a document displaces nobody else's words.
fn beyond_the_limit(document: &Document, counted: &BTreeSet<ChangeHash>, law: &Law) -> BTreeSet<ChangeHash> {
    let most = if document.header.kind == "trust" { limits::TRUST_CHANGES } else { limits::DOCUMENT_CHANGES };
    let mut beyond = BTreeSet::new();
    if document.changes.len() <= most {
        return beyond;
    }
    let mut of_hub: BTreeMap<Option<HubId>, Vec<(bool, u32, ChangeHash)>> = BTreeMap::new();
    for (hash, sealed) in &document.changes {
        let place = (!counted.contains(hash), sealed.depth, *hash);
        of_hub.entry(law.hubs_of(&sealed.node, false).min()).or_default().push(place);
    }
    for mut places in of_hub.into_values() {
        places.sort_unstable();
        beyond.extend(places.into_iter().skip(most).map(|(_, _, hash)| hash));
    }
    with_what_builds_on(document, beyond)
}

/// These changes and every one that builds on them.
fn with_what_builds_on(document: &Document, mut these: BTreeSet<ChangeHash>) -> BTreeSet<ChangeHash> {
    if these.is_empty() {
        return these;
    }
    for hash in in_order(document, &document.changes.keys().copied().collect()) {
        if document.changes.get(&hash).is_some_and(|sealed| sealed.deps.iter().any(|dep| these.contains(dep))) {
            these.insert(hash);
        }
    }
    these
}

/// The changes that overwrite values of others on which they do not build (they cannot be read by whoever holds no more than
/// they build on), and what builds on those. `overwrites` names new changes of the document, and whose values each overwrites.
fn unfounded(document: &Document, overwrites: &BTreeMap<ChangeHash, Vec<Actor>>) -> BTreeSet<ChangeHash> {
    let named: BTreeSet<&Actor> = overwrites.values().flatten().collect();
    let by_actor: BTreeMap<Actor, ChangeHash> = document
        .changes
        .iter()
        .map(|(hash, sealed)| (sealed.actor(), *hash))
        .filter(|(actor, _)| named.contains(actor))
        .collect();
    let mut wrong = BTreeSet::new();
    let mut wanted: BTreeMap<ChangeHash, Vec<ChangeHash>> = BTreeMap::new();
    for (hash, actors) in overwrites {
        for actor in actors {
            match by_actor.get(actor) {
                Some(target) => wanted.entry(*target).or_default().push(*hash),
                None => drop(wrong.insert(*hash)),
            }
        }
    }
    // As many targets at once as a number has bits: each change is marked with those on which it builds.
    let order = in_order(document, &document.changes.keys().copied().collect());
    let wanted: Vec<(ChangeHash, Vec<ChangeHash>)> = wanted.into_iter().collect();
    for targets in wanted.chunks(128) {
        let bit_of: BTreeMap<ChangeHash, u128> =
            targets.iter().enumerate().map(|(bit, (hash, _))| (*hash, 1_u128 << bit)).collect();
        let mut marks: BTreeMap<ChangeHash, u128> = BTreeMap::new();
        for hash in &order {
            let deps = document.changes.get(hash).map(|sealed| sealed.deps.as_slice()).unwrap_or_default();
            let below = deps.iter().filter_map(|dep| marks.get(dep)).fold(0, |all, marks| all | marks);
            marks.insert(*hash, below | bit_of.get(hash).unwrap_or(&0));
        }
        for (target, writers) in targets {
            let bit = bit_of.get(target).copied().unwrap_or(0);
            wrong.extend(writers.iter().filter(|writer| marks.get(*writer).is_none_or(|marks| marks & bit == 0)));
        }
    }
    with_what_builds_on(document, wrong)
}

/// Whether the header lets a hub write, owner aside.
fn may_edit(law: &Law, header: &Header, hub: &HubId) -> bool {
    match &header.editors {
        Editors::Owner => false,
        Editors::Hubs(hubs) => hubs.iter().any(|editor| law.acts_for(hub, editor)),
        Editors::Members => true,
    }
}

/// The maximal counting changes of a document under a law.
pub fn heads(document: &Document, law: &Law, id: &DocumentId) -> BTreeSet<ChangeHash> {
    let counting: Vec<(&ChangeHash, &Sealed)> =
        document.changes.iter().filter(|(hash, sealed)| counts(document, law, id, hash, sealed)).collect();
    if let [(only, _)] = counting.as_slice() {
        return BTreeSet::from([**only]);
    }
    let below = closure(document, counting.iter().flat_map(|(_, sealed)| &sealed.deps));
    counting.into_iter().map(|(hash, _)| *hash).filter(|hash| !below.contains(hash)).collect()
}

/// Whether a change counts: its author may speak for a hub that may write here, now, or what it wrote was kept.
pub fn counts(document: &Document, law: &Law, id: &DocumentId, hash: &ChangeHash, sealed: &Sealed) -> bool {
    speaking_hub(document, law, id, hash, sealed).is_some()
}

/// The hub in whose name a change counts.
pub fn speaking_hub(document: &Document, law: &Law, id: &DocumentId, hash: &ChangeHash, sealed: &Sealed) -> Option<HubId> {
    let header = &document.header;
    let trust = header.kind == "trust";
    law.hubs_of(&sealed.node, false).find(|hub| {
        let as_owner = law.acts_for(hub, &header.owner) && (trust || law.standing(&header.owner).counts());
        if !(as_owner || may_edit(law, header, hub)) || !(trust || law.standing(hub).counts()) {
            return false;
        }
        match law.speech(hub, &sealed.node) {
            None => false,
            Some(None) => true,
            // By name alone: what builds on what is asked of nobody, since what is built on a change may be nowhere any more.
            Some(Some(kept)) => kept.iter().all(|kept| kept.get(id).is_some_and(|changes| changes.contains(hash))),
        }
    })
}

/// These changes and everything that they build on.
pub fn closure<'a>(document: &Document, from: impl Iterator<Item = &'a ChangeHash>) -> BTreeSet<ChangeHash> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<ChangeHash> = from.copied().collect();
    while let Some(hash) = open.pop() {
        if let Some(sealed) = document.changes.get(&hash)
            && seen.insert(hash)
        {
            open.extend(&sealed.deps);
        }
    }
    seen
}

/// These changes, what they build on first.
pub fn in_order(document: &Document, of: &BTreeSet<ChangeHash>) -> Vec<ChangeHash> {
    let mut order: Vec<(u32, ChangeHash)> =
        of.iter().filter_map(|hash| document.changes.get(hash).map(|sealed| (sealed.depth, *hash))).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, hash)| hash).collect()
}
