//! What this node says: documents, corrections, withdrawals, holds, vouching (specification §6.5). What its hub's own key says is
//! in [`super::machines`].
//!
//! Everything made here is taken in by the same door as what comes from elsewhere: there is no second set of rules for one's own.

use super::lookup::{Versions, first};
use super::{Document, Effects, Event, Hand, Local, Refusal, Replica, Sealed, documents};
use crate::document::change::{self, Edits, SealedChange};
use crate::document::chunk;
use crate::document::header::{Editors, Header, TellerProof};
use crate::ids::{Address, ChangeHash, DocumentId, HubId};
use crate::kinds::Content;
use crate::law::records::{Certificate, Record, Resignation, Role};
use crate::law::trust::{self, Say};
use crate::limits;
use crate::rows::Table;
use crate::signed::{Secret, Signed, Verified};
use crate::withdrawal::by_key::KeyWithdrawal;
use crate::withdrawal::by_owner::{ByOwner, Wish};
use crate::withdrawal::hold::Hold;
use std::collections::BTreeSet;

/// What a new document is, apart from what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// The kind's code.
    pub kind: String,
    /// Who may write in it besides its owner.
    pub editors: Editors,
    /// The teller's key, for stories and comments.
    pub teller: Option<TellerProof>,
    /// What its address is made from where there is no key.
    pub origin: Vec<u8>,
    /// What it is about and falls with.
    pub about: Option<Address>,
    /// Random, so that two documents with otherwise equal headers differ.
    pub nonce: Vec<u8>,
}

impl Replica {
    /// This node's certificate, where it may author.
    pub fn authority(&self) -> Result<&Verified<Certificate>, Refusal> {
        let resigned = self.law.hub(&self.me.hub).is_some_and(|hub| hub.resigned.is_some());
        match self.own_certificate() {
            Some(certificate) if certificate.role == Role::Full && !resigned => Ok(certificate),
            _ => Err(Refusal::NotCertified),
        }
    }

    /// Publishes a new document of this hub.
    pub fn publish(
        &mut self,
        new: NewDocument,
        content: &Content,
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<DocumentId, Refusal> {
        let epoch = self.authority()?.epoch;
        if new.about.is_some_and(|about| self.is_withdrawn(&about)) {
            return Err(Refusal::Withdrawn);
        }
        let header = Header {
            version: 1,
            network: self.network,
            kind: new.kind,
            owner: self.me.hub,
            editors: new.editors,
            epoch,
            teller: new.teller,
            origin: new.origin,
            supersedes: Vec::new(),
            about: new.about,
            nonce: new.nonce,
        };
        self.begin(header, content, hand, effects)
    }

    fn begin(
        &mut self,
        mut header: Header,
        content: &Content,
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<DocumentId, Refusal> {
        if header.single() {
            // The same document whichever of the hub's nodes begins it.
            header.epoch = 0;
        }
        let bytes = header.encode();
        let edits = content.iter().map(|(name, value)| (name.clone(), Some(value.clone()))).collect();
        let sealed = self.make_change(&Header::id_of(&bytes), header.teller.is_some(), &[], &edits, hand)?;
        self.take_document(&bytes, &[sealed], hand, effects)?;
        Ok(Header::id_of(&bytes))
    }

    fn make_change(
        &self,
        id: &DocumentId,
        told: bool,
        base: &[Vec<u8>],
        edits: &Edits,
        hand: Hand<'_>,
    ) -> Result<SealedChange, Refusal> {
        // What a teller's document shows of its days is the month.
        let time = if told { beginning_of_month(hand.now) } else { hand.now };
        let bytes = change::make(base, edits, &self.me.node, time)?;
        let looked_at = chunk::inspect(&bytes).map_err(change::ChangeError::from)?;
        let seal = change::seal(hand.secret, &self.network, id, &looked_at);
        Ok(SealedChange { chunk: bytes, seal })
    }

    /// Edits a document in place: writes only `edits`, on top of the heads that the editor saw.
    ///
    /// # Errors
    /// [`Refusal::StaleBase`] where one of those heads no longer counts.
    pub fn edit(
        &mut self,
        id: &DocumentId,
        base: &BTreeSet<ChangeHash>,
        edits: &Edits,
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        self.authority()?;
        let document = self.documents.get(id).ok_or(Refusal::Unknown)?;
        let counts = |hash: &ChangeHash| {
            document.changes.get(hash).is_some_and(|sealed| documents::counts(document, &self.law, id, hash, sealed))
        };
        if !base.iter().all(counts) {
            return Err(Refusal::StaleBase);
        }
        let chunks = self.chunks(id, base, &effects.over(hand.bodies)).ok_or(Refusal::MissingDependency)?;
        let sealed = self.make_change(id, document.header.teller.is_some(), &chunks, edits, hand)?;
        let header = document.header.encode();
        self.take_document(&header, &[sealed], hand, effects)
    }

    /// Publishes a new version at an address with fresh history, in the place of every version that lives there.
    pub fn correct(
        &mut self,
        address: &Address,
        content: &Content,
        nonce: Vec<u8>,
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<DocumentId, Refusal> {
        let certificate = self.authority()?.clone();
        let ours = self.ours(address)?;
        let (_, template) = self.live(&ours).or_else(|| first(ours.iter().copied())).ok_or(Refusal::Unknown)?;
        let template = template.header.clone();
        let versions: Vec<(DocumentId, Header)> = ours
            .into_iter()
            .filter(|(_, document)| document.header.owner == template.owner)
            .map(|(id, document)| (*id, document.header.clone()))
            .collect();
        let supersedes = versions.iter().map(|(id, _)| *id).take(limits::HEADER_NAMES).collect();
        let mut header = Header { supersedes, nonce, ..template };
        if header.single() {
            let newest = versions.iter().map(|(_, version)| version.generation()).max();
            header.nonce = newest.map_or(0, |newest| newest.saturating_add(1)).to_be_bytes().to_vec();
        } else if header.owner == self.me.hub {
            header.epoch = certificate.epoch;
        }
        let next = header.encode();
        // Signed before anything is published: a correction without them would stand beside what it corrects.
        let replaced = versions.iter().map(|(_, version)| version);
        let replaced = replaced
            .filter(|version| version.kind != "trust" && version.editors == header.editors)
            .map(|version| self.sign_as_owner(version, Wish::Replaced(next.clone()), hand))
            .collect::<Result<Vec<_>, _>>()?;
        let id = self.begin(header, content, hand, effects)?;
        for withdrawal in replaced {
            self.take_owner(&withdrawal.encode(), hand, effects)?;
        }
        Ok(id)
    }

    /// Withdraws an address of this hub's for ever.
    pub fn withdraw_address(&mut self, address: &Address, hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        // One for each owner for whom this hub acts; where one of its versions is out of reach, none.
        let ours = self.ours(address)?;
        let signed = ours.iter().map(|(_, document)| self.sign_as_owner(&document.header, Wish::Final, hand));
        for withdrawal in signed.collect::<Result<Vec<_>, _>>()? {
            self.take_owner(&withdrawal.encode(), hand, effects)?;
        }
        Ok(())
    }

    /// The versions at an address that this hub may correct and withdraw: those that stand there and whose owner it acts for.
    fn ours(&self, address: &Address) -> Result<Versions<'_>, Refusal> {
        let all: Versions<'_> = self.versions(address).filter(|(id, document)| self.stands(id, document)).collect();
        if all.is_empty() {
            return Err(Refusal::Unknown);
        }
        let ours = all.into_iter().filter(|(_, document)| self.law.acts_for(&self.me.hub, &document.header.owner));
        Some(ours.collect::<Versions<'_>>()).filter(|ours| !ours.is_empty()).ok_or(Refusal::NotOurs)
    }

    /// Whether a version counts, or would if its owner did: what a hub wrote before it was let in, or that is barred, is still its
    /// own. What a machine wrote that the owner has revoked is not.
    fn stands(&self, id: &DocumentId, document: &Document) -> bool {
        let speaks = |hub: &HubId, hash: &ChangeHash, sealed: &Sealed| match self.law.speech(hub, &sealed.node) {
            None => false,
            Some(None) => true,
            Some(Some(kept)) => kept.iter().all(|kept| kept.get(id).is_some_and(|changes| changes.contains(hash))),
        };
        let of_owner = |hub: &HubId| self.law.acts_for(hub, &document.header.owner);
        let said = |(hash, sealed): (&ChangeHash, &Sealed)| {
            self.law.hubs_of(&sealed.node, false).any(|hub| of_owner(&hub) && speaks(&hub, hash, sealed))
        };
        !document.heads.is_empty() || document.changes.iter().any(said)
    }

    fn sign_as_owner(&self, header: &Header, wish: Wish, hand: Hand<'_>) -> Result<ByOwner, Refusal> {
        if !self.law.acts_for(&self.me.hub, &header.owner) {
            return Err(Refusal::NotOurs);
        }
        let certificate = self.authority()?.clone();
        let chain = self.resignations_to(&header.owner);
        Ok(ByOwner::sign(wish, header.encode(), hand.secret, &certificate, chain, &self.network)?)
    }

    /// The resignations by which this hub acts for an owner.
    fn resignations_to(&self, owner: &HubId) -> Vec<Signed<Resignation>> {
        let mut chain = Vec::new();
        let mut acting = *owner;
        while acting != self.me.hub && chain.len() < 8 {
            let next = self.law.hub(&acting).and_then(|hub| hub.resigned.as_ref()).and_then(|(_, successor)| *successor);
            let records = self.records.values().filter_map(|record| match record {
                Record::Resignation(it) if it.hub == acting && it.successor == next => Some(it),
                _ => None,
            });
            let (Some(next), Some(record)) = (next, records.min_by_key(|it| it.epoch)) else { break };
            chain.push(record.signed().clone());
            acting = next;
        }
        chain
    }

    /// Withdraws with a teller's key. Answers whether the key is known here.
    pub fn withdraw_with_key(
        &mut self,
        teller: &Secret,
        source: &[u8],
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<super::erasure::HandedIn, Refusal> {
        let withdrawal = KeyWithdrawal::sign(teller, self.network);
        self.hand_in(withdrawal.signed().clone(), source, hand, effects)
    }

    /// Hides an address everywhere, or releases it.
    pub fn hold(&mut self, address: &Address, held: bool, hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        self.authority()?;
        let owners = self.may_hold(address, |id, document| self.stands(id, document));
        if owners.is_empty() {
            return Err(Refusal::Unknown);
        }
        if !owners.iter().any(|owner| self.law.acts_for(&self.me.hub, owner)) {
            return Err(Refusal::NotOurs);
        }
        let own = self.holds.get(&(*address, self.me.node)).map(|hold| &**hold);
        if own.is_none() && self.held_by.get(&self.me.node).is_some_and(|of_node| of_node.len() >= limits::HOLDS_PER_NODE) {
            // It would drop another one of this machine's.
            return Err(Refusal::NoRoom);
        }
        // Above what counts and what this machine has said: others may say what they like.
        let last = self.ruling_hold(address).into_iter().chain(own).map(|hold| (hold.counter, hold.held)).max();
        let counter = last.map_or(1, |(last, _)| last.saturating_add(1).min(limits::HOLD_COUNTER));
        if last >= Some((counter, held)) {
            return Err(Refusal::Outranked);
        }
        let statement =
            Hold { version: 1, network: self.network, hub: self.me.hub, node: self.me.node, address: *address, counter, held };
        let hold = Hold::sign(statement, hand.secret);
        self.take_hold(&crate::signed::encode(hold.signed()), effects)
    }

    /// Vouches for a hub, objects to it, or says nothing more of it.
    pub fn say(&mut self, hub: &HubId, say: Option<Say>, hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        self.authority()?;
        let list = self.law.hub(&self.me.hub).map(|record| &record.trust);
        if say.is_none() && list.is_none_or(|list| !list.names.contains_key(hub)) {
            return Ok(());
        }
        let (register, value) = trust::register(hub, say);
        let edits: Edits = [(register, Some(value))].into();
        match self.ruling_trust() {
            Some((id, heads, changes)) if changes < limits::TRUST_CHANGES * 9 / 10 => {
                self.edit(&id, &heads, &edits, hand, effects)?;
            }
            _ => self.renew_trust(edits, hand, effects)?,
        }
        if say == Some(Say::Vouch) {
            self.take_papers(hub, hand, effects);
        }
        Ok(())
    }

    /// This hub's trust list as it counts: the document, its heads, how many changes it has.
    fn ruling_trust(&self) -> Option<(DocumentId, BTreeSet<ChangeHash>, usize)> {
        self.documents
            .iter()
            .filter(|(_, document)| document.header.kind == "trust" && document.header.owner == self.me.hub)
            .filter(|(_, document)| !document.heads.is_empty())
            .max_by_key(|(id, document)| (document.header.generation(), **id))
            .map(|(id, document)| (*id, document.heads.clone(), document.changes.len()))
    }

    /// Begins a new generation of this hub's trust list from what counts, with `edits`. Whom the list named it still names.
    pub fn renew_trust(&mut self, edits: Edits, hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        self.authority()?;
        let generation = self
            .ruling_trust()
            .and_then(|(id, _, _)| self.documents.get(&id))
            .map_or(0, |document| document.header.generation().saturating_add(1));
        let list = self.law.hub(&self.me.hub).map(|hub| hub.trust.clone()).unwrap_or_default();
        let mut content: Content = list.names.iter().map(|(hub, say)| trust::register(hub, *say)).collect();
        for (name, value) in edits {
            match value {
                Some(value) => drop(content.insert(name, value)),
                None => drop(content.remove(&name)),
            }
        }
        if content.is_empty() {
            return Ok(());
        }
        self.begin(self.single_header("trust", generation), &content, hand, effects).map(drop)
    }

    /// Publishes this hub's profile, or writes what differs into the one that stands.
    pub fn publish_profile(&mut self, content: &Content, hand: Hand<'_>, effects: &mut Effects) -> Result<Address, Refusal> {
        self.authority()?;
        let header = self.single_header("hub", 0);
        let address = header.address();
        match self.standing(&address) {
            super::lookup::Standing::Shown(id) => {
                let view = self.view(&id, &effects.over(hand.bodies)).ok_or(Refusal::MissingDependency)?;
                let edits = crate::kinds::changed_fields(&view.content(), content);
                let heads = self.documents.get(&id).map(|document| document.heads.clone()).unwrap_or_default();
                if !edits.is_empty() {
                    self.edit(&id, &heads, &edits, hand, effects)?;
                }
            }
            _ => drop(self.begin(header, content, hand, effects)?),
        }
        Ok(address)
    }

    /// The header of one of this hub's single documents.
    pub fn single_header(&self, kind: &str, generation: u64) -> Header {
        Header {
            version: 1,
            network: self.network,
            kind: kind.to_owned(),
            owner: self.me.hub,
            editors: Editors::Owner,
            epoch: 0,
            teller: None,
            origin: kind.as_bytes().to_vec(),
            supersedes: Vec::new(),
            about: None,
            nonce: generation.to_be_bytes().to_vec(),
        }
    }

    /// Remembers in which vault what is private at an address lies, so that a withdrawal destroys it too; and whether it is
    /// published at this node only.
    pub fn remember_private(&mut self, address: Address, local: Local, effects: &mut Effects) -> Result<(), Refusal> {
        if self.is_withdrawn(&address) {
            return Err(Refusal::Withdrawn);
        }
        let mut row = local.vault.as_bytes().to_vec();
        row.extend(local.edition.iter().flat_map(|edition| edition.as_bytes()));
        effects.batch.put(Table::Own, super::open::local_key(&address), row);
        if self.local.insert(address, local).is_some_and(|before| before.edition != local.edition) || local.edition.is_some() {
            effects.events.push(Event::Changed(address));
        }
        Ok(())
    }

    /// The addresses at which this node keeps something private.
    pub fn private_addresses(&self) -> impl Iterator<Item = &Address> {
        self.local.keys()
    }

    /// What this node keeps for itself at an address.
    pub fn private_at(&self, address: &Address) -> Option<&Local> {
        self.local.get(address)
    }
}

/// The first second of the month in which a second lies, both since 1970, by the Gregorian calendar.
fn beginning_of_month(time: u64) -> u64 {
    const DAY: u64 = 86_400;
    // Years are counted from March, so that the leap day is a year's last (H. Hinnant, «chrono-compatible low-level date
    // algorithms»); 719 468 days lie between 1 March of year 0 and 1970.
    let days = time / DAY + 719_468;
    let of_era = days % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5;
    (time / DAY - of_month) * DAY
}

#[cfg(test)]
mod tests {
    use super::beginning_of_month;

    #[test]
    fn months_begin_on_their_first_day() {
        for (time, month) in [
            (0, 0),
            (1_709_251_199, 1_706_745_600), // 29 February 2024, 23:59:59
            (1_709_251_200, 1_709_251_200), // 1 March 2024
            (1_795_305_600, 1_793_491_200), // 22 November 2026
            (1_798_761_599, 1_796_083_200), // 31 December 2026, 23:59:59
        ] {
            assert_eq!(beginning_of_month(time), month, "{time}");
        }
    }
}
