//! What this node says: documents, corrections, withdrawals, holds, vouching; and, with the hub's words at hand, certificates,
//! revocations and resignations (specification §6.5).
//!
//! Everything made here is taken in by the same door as what comes from elsewhere: there is no second set of rules for one's own.

use super::{Effects, Event, Hand, Local, Refusal, Replica, documents};
use crate::document::change::{self, Edits, SealedChange};
use crate::document::chunk;
use crate::document::header::{Editors, Header, TellerProof};
use crate::ids::{Address, ChangeHash, DocumentId, HubId, NodeId};
use crate::kinds::Content;
use crate::law::records::{Certificate, KeptDocument, Record, Resignation, Revocation, Role, kept_chunks};
use crate::law::trust::{self, Say};
use crate::limits;
use crate::rows::Table;
use crate::signed::{Secret, Signature, Signed, Verified};
use crate::withdrawal::by_key::KeyWithdrawal;
use crate::withdrawal::by_owner::{ByOwner, Wish};
use crate::withdrawal::hold::Hold;
use std::collections::{BTreeMap, BTreeSet};

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
        let chunks = self.chunks(id, document, base, hand.bodies, effects).ok_or(Refusal::MissingDependency)?;
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
        let ids = self.by_address.get(address).cloned().unwrap_or_default();
        let mut versions = Vec::new();
        for id in &ids {
            let header = self.documents.get(id).map(|document| document.header.clone()).ok_or(Refusal::Unknown)?;
            if !self.law.acts_for(&self.me.hub, &header.owner) {
                return Err(Refusal::NotOurs);
            }
            versions.push(header);
        }
        let newest = versions.iter().max_by_key(|header| header.generation()).ok_or(Refusal::Unknown)?;
        let mut header = Header { supersedes: ids.into_iter().take(limits::HEADER_NAMES).collect(), nonce, ..newest.clone() };
        if header.single() {
            header.nonce = newest.generation().saturating_add(1).to_be_bytes().to_vec();
        } else if header.owner == self.me.hub {
            header.epoch = certificate.epoch;
        }
        let next = header.encode();
        // Signed before anything is published: a correction without them would stand beside what it corrects.
        let replaced = versions.iter().filter(|version| version.kind != "trust");
        let replaced = replaced
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
        let id = self.by_address.get(address).and_then(|ids| ids.first()).ok_or(Refusal::Unknown)?;
        let header = self.documents.get(id).ok_or(Refusal::Unknown)?.header.clone();
        let withdrawal = self.sign_as_owner(&header, Wish::Final, hand)?;
        self.take_owner(&withdrawal.encode(), hand, effects)
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
            let record = self.records.values().find_map(|record| match record {
                Record::Resignation(it) if it.hub == acting && it.successor == next => Some(it.signed().clone()),
                _ => None,
            });
            let (Some(next), Some(record)) = (next, record) else { break };
            chain.push(record);
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
        let owners = self.may_hold(address);
        if owners.is_empty() {
            return Err(Refusal::Unknown);
        }
        if !owners.iter().any(|owner| self.law.acts_for(&self.me.hub, owner)) {
            return Err(Refusal::NotOurs);
        }
        let highest = self.holds_of(address).map(|hold| hold.counter).max().unwrap_or(0);
        let statement = Hold {
            version: 1,
            network: self.network,
            hub: self.me.hub,
            node: self.me.node,
            address: *address,
            counter: (highest + 1).min(limits::HOLD_COUNTER),
            held,
        };
        let hold = Hold::sign(statement, hand.secret);
        self.take_hold(&crate::signed::encode(hold.signed()), effects)
    }

    /// Vouches for a hub, objects to it, or says nothing more of it.
    pub fn say(&mut self, hub: &HubId, say: Option<Say>, hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        self.authority()?;
        let value = say.map(|say| serde_json::Value::from(say.code()));
        let edits: Edits = [(trust::register(hub), value)].into();
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

    /// Begins a new generation of this hub's trust list from what counts, with `edits`.
    pub fn renew_trust(&mut self, edits: Edits, hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        self.authority()?;
        let generation = self
            .ruling_trust()
            .and_then(|(id, _, _)| self.documents.get(&id))
            .map_or(0, |document| document.header.generation().saturating_add(1));
        let list = self.law.hub(&self.me.hub).map(|hub| hub.trust.clone()).unwrap_or_default();
        let said = |hubs: &BTreeSet<HubId>, say: Say| {
            hubs.iter().map(|hub| (trust::register(hub), serde_json::Value::from(say.code()))).collect::<Vec<_>>()
        };
        let mut content: Content =
            said(&list.vouches, Say::Vouch).into_iter().chain(said(&list.objections, Say::Object)).collect();
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
                let view = self.view_pending(&id, hand, effects).ok_or(Refusal::MissingDependency)?;
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

    /// What a version says, where some of it may not be committed yet.
    pub fn view_pending(&self, id: &DocumentId, hand: Hand<'_>, effects: &Effects) -> Option<crate::document::view::View> {
        let document = self.documents.get(id)?;
        self.read(id, document, &document.heads, hand.bodies, effects)
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

    /// Certifies a node of this hub, which agreed. Needs the hub's own key.
    pub fn certify(
        &mut self,
        hub: &Secret,
        node: NodeId,
        role: Role,
        consent: Signature,
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        let epoch = self.law.hub(&HubId(hub.public())).map_or(0, |record| record.revocations);
        let certificate = Certificate::issue(hub, node, role, epoch, consent);
        self.take_own(&[Record::Certificate(certificate)], hand, effects)
    }

    /// Revokes a node of this hub; of what it wrote, `kept` stays. Certifies this node anew, so that it may still withdraw what
    /// is published from now on. Needs the hub's own key.
    pub fn revoke(
        &mut self,
        hub: &Secret,
        node: NodeId,
        kept: &[KeptDocument],
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        let id = HubId(hub.public());
        let number = self.law.hub(&id).map_or(0, |record| record.revocations) + 1;
        let chunks = kept_chunks(kept);
        let names = chunks.iter().map(|chunk| chunk.id()).collect();
        let revocation = Revocation { version: 1, hub: id, node, number, kept: names };
        let mut records = vec![Record::Revocation(Verified::sign(revocation, hub))];
        records.extend(chunks.into_iter().map(Record::Kept));
        // The hub's other machines need certificates of the new number: what they publish from now on is out of reach for this one.
        let others = self.records.values().filter_map(|record| match record {
            Record::Certificate(it) if it.hub == id && it.node != node => Some((it.node, it.role, it.consent)),
            _ => None,
        });
        let silenced = |node: &NodeId| {
            self.law.hub(&id).and_then(|record| record.nodes.get(node)).is_some_and(|record| record.revoked.is_some())
        };
        let renewed: BTreeMap<(NodeId, Role), Signature> =
            others.filter(|(node, _, _)| !silenced(node)).map(|(node, role, consent)| ((node, role), consent)).collect();
        for ((node, role), consent) in renewed {
            records.push(Record::Certificate(Certificate::issue(hub, node, role, number, consent)));
        }
        self.take_own(&records, hand, effects)?;
        if node == self.me.node { Ok(()) } else { self.renew_trust(Edits::new(), hand, effects) }
    }

    /// The hub leaves; what counts of it now stays. Needs the hub's own key.
    pub fn resign(
        &mut self,
        hub: &Secret,
        successor: Option<HubId>,
        hand: Hand<'_>,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        let id = HubId(hub.public());
        let chunks = kept_chunks(&self.kept_of(|_| true));
        let kept = chunks.iter().map(|chunk| chunk.id()).collect();
        let resignation = Resignation { version: 1, hub: id, successor, kept };
        let mut records = vec![Record::Resignation(Verified::sign(resignation, hub))];
        records.extend(chunks.into_iter().map(Record::Kept));
        self.take_own(&records, hand, effects)
    }

    /// What this hub's nodes for whom `silenced` answers yes wrote in every document that is held, counting or not: what a
    /// revocation or resignation keeps.
    pub fn kept_of(&self, silenced: impl Fn(&NodeId) -> bool) -> Vec<KeptDocument> {
        let ours = |node: &NodeId| silenced(node) && self.law.hubs_of(node, false).any(|hub| hub == self.me.hub);
        let kept = self.documents.iter().map(|(id, document)| {
            let written = document.changes.iter().filter(|(_, sealed)| ours(&sealed.node)).map(|(hash, _)| *hash);
            KeptDocument { document: *id, changes: written.collect() }
        });
        kept.filter(|kept| !kept.changes.is_empty()).collect()
    }

    fn take_own(&mut self, records: &[Record], hand: Hand<'_>, effects: &mut Effects) -> Result<(), Refusal> {
        let bytes: Vec<Vec<u8>> = records.iter().map(Record::encode).collect();
        self.take_records(&bytes, hand, effects).into_iter().next().map_or(Ok(()), |(_, refusal)| Err(refusal))
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
