//! Reconciliation: how one node comes to hold what another holds (specification §7).
//!
//! A [`Session`] asks one peer for what this node lacks; nothing is ever pushed. It is a pure state machine: it is given the
//! replica and the last answer, and says what to ask next. The peer answers with [`answer`], without remembering anything. Who
//! asks is told by the peer's digests that there is a difference; when a replica changes, its node says hello to its peers again.

use crate::document::header::Header;
use crate::ids::{HubId, ItemId, NodeId};
use crate::limits;
use crate::message::{Hello, Request, Response, VERSION, Wanted, Welcome, Why};
use crate::replica::sets::Bundle;
use crate::replica::{Effects, Hand, Refusal, Replica, Set};
use crate::rows::Bodies;
use minicbor::bytes::ByteVec;
use negentropy::{Id, Negentropy, NegentropyStorageVector};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Ids of a set, in the order of reconciliation.
type Ordered = Arc<NegentropyStorageVector>;

/// Lists in the order of reconciliation, so that not every step sorts them again.
#[derive(Debug, Default)]
pub struct Lists {
    kept: BTreeMap<(Set, Option<HubId>), (u64, Ordered)>,
}

impl Lists {
    fn of(&mut self, replica: &Replica, set: Set, asking: Option<HubId>) -> Option<Ordered> {
        let revision = replica.revision();
        if let Some((at, list)) = self.kept.get(&(set, asking))
            && *at == revision
        {
            return Some(list.clone());
        }
        let list = Arc::new(order(replica, set, asking)?);
        self.kept.insert((set, asking), (revision, list.clone()));
        Some(list)
    }
}

fn order(replica: &Replica, set: Set, asking: Option<HubId>) -> Option<NegentropyStorageVector> {
    let listed = replica.listed(set, asking);
    let mut list = NegentropyStorageVector::with_capacity(listed.len());
    for (id, (time, _)) in listed.iter() {
        list.insert((*time).min(limits::TIME_MAX), Id::from_byte_array(id.0)).ok()?;
    }
    list.seal().ok()?;
    Some(list)
}

/// How a session ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Items that were taken in.
    pub taken: u64,
    /// What was refused, and by which rule.
    pub refused: Vec<(ItemId, Refusal)>,
    /// Why it ended early, if it did. The next hello begins another.
    pub broken: Option<Broken>,
}

/// Why a session ended before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The answer was not one to the question.
    #[error("the peer's answer does not fit the question")]
    Answer,
    /// The reconciliation took more steps than any honest one.
    #[error("the reconciliation did not come to an end")]
    Endless,
    /// The peer refused.
    #[error("the peer refused to answer")]
    Refused,
}

/// What a session does next.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Commit the effects, then ask the peer this.
    Ask(Box<Request>),
    /// Commit the effects: it is over.
    Done(Outcome),
}

/// One node's asking of one peer.
#[derive(Debug)]
pub struct Session {
    peer: NodeId,
    welcome: Welcome,
    plan: VecDeque<Set>,
    set: Set,
    stage: Stage,
    steps: usize,
    again: usize,
    law_revision: u64,
    outcome: Outcome,
}

/// Documents that are wanted, with the items that they are.
type Wants = VecDeque<(ItemId, Wanted)>;

/// What the last question was. Of every set: compare, then outline what may be documents, then fetch what are not (so that
/// certificates come before what they certify), then fetch documents.
#[derive(Debug)]
enum Stage {
    Planning,
    Comparing { list: Ordered, need: BTreeSet<ItemId> },
    Outlining { asked: Vec<ItemId>, rest: VecDeque<ItemId>, items: VecDeque<ItemId>, wants: Wants },
    Items { asked: usize, rest: VecDeque<ItemId>, records: Vec<Vec<u8>>, wants: Wants },
    Documents { asked: usize, wants: Wants },
}

/// How often a session begins again because the law changed under it.
const AGAIN: usize = 16;

impl Session {
    /// A session with a peer whose hello says that it holds something else. `None` where nothing differs that it would answer.
    pub fn new(replica: &Replica, peer: NodeId, hello: &Hello) -> Option<Session> {
        let mine = replica.digests();
        let differs = |index: usize| hello.digests.get(index) != mine.get(index);
        let mut plan: VecDeque<Set> =
            Set::AGREED.iter().enumerate().filter(|(index, _)| differs(*index)).map(|(_, set)| *set).collect();
        let beside = digests_beside(replica, Some(replica.me().hub));
        if hello.beside.first() != beside.first() {
            // Before any document that it may concern.
            plan.push_front(Set::Waiting);
        }
        if hello.beside.get(1) != beside.get(1) {
            plan.push_back(Set::Aside);
        }
        let welcome = hello.welcome;
        plan.retain(|set| welcome.covers(*set));
        if plan.is_empty() {
            return None;
        }
        let law_revision = replica.law_revision();
        let outcome = Outcome::default();
        Some(Session { peer, welcome, plan, set: Set::Law, stage: Stage::Planning, steps: 0, again: 0, law_revision, outcome })
    }

    /// The peer.
    pub fn peer(&self) -> NodeId {
        self.peer
    }

    /// Takes the answer to the last question (none at first) and says what comes next.
    pub fn step(&mut self, replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects, answer: Option<Response>) -> Step {
        let next = match answer {
            None => self.next_set(replica),
            Some(Response::Refused(_)) => Err(Broken::Refused),
            Some(answer) => self.take(replica, hand, effects, answer),
        };
        match next {
            Ok(Some(request)) => Step::Ask(Box::new(request)),
            Ok(None) => Step::Done(core::mem::take(&mut self.outcome)),
            Err(broken) => {
                self.outcome.broken = Some(broken);
                Step::Done(core::mem::take(&mut self.outcome))
            }
        }
    }

    fn next_set(&mut self, replica: &Replica) -> Result<Option<Request>, Broken> {
        if replica.law_revision() != self.law_revision && self.again < AGAIN {
            // Another law lists other items: begin again, law first.
            self.law_revision = replica.law_revision();
            self.again += 1;
            let aside = self.plan.contains(&Set::Aside);
            let all = Set::AGREED.into_iter().chain(aside.then_some(Set::Aside));
            self.plan = all.filter(|set| self.welcome.covers(*set)).collect();
        }
        let Some(set) = self.plan.pop_front() else { return Ok(None) };
        let list = Arc::new(order(replica, set, Some(replica.me().hub)).ok_or(Broken::Answer)?);
        let first = Negentropy::borrowed(list.as_ref(), limits::FRAME_BYTES)
            .and_then(|mut negentropy| negentropy.initiate())
            .map_err(|_| Broken::Answer)?;
        self.steps = 0;
        self.set = set;
        self.stage = Stage::Comparing { list, need: BTreeSet::new() };
        Ok(Some(Request::Reconcile(set, first)))
    }

    fn take(
        &mut self,
        replica: &mut Replica,
        hand: Hand<'_>,
        effects: &mut Effects,
        answer: Response,
    ) -> Result<Option<Request>, Broken> {
        match (core::mem::replace(&mut self.stage, Stage::Planning), answer) {
            (Stage::Comparing { list, need }, Response::Reconcile(message)) => self.compare(replica, list, need, &message),
            (Stage::Outlining { asked, rest, mut items, mut wants }, Response::Outlines(outlines)) => {
                let mut documents: BTreeSet<ItemId> = BTreeSet::new();
                for outline in outlines.into_iter().filter(|outline| asked.contains(&outline.item)) {
                    if documents.insert(outline.item) && !replica.holds_changes(&outline.document, &outline.heads) {
                        let have = replica.tips_of(&outline.document);
                        wants.push_back((outline.item, Wanted { document: outline.document, heads: outline.heads, have }));
                    }
                }
                items.extend(asked.into_iter().filter(|item| !documents.contains(item)));
                self.ask_outlines(replica, rest, items, wants)
            }
            (Stage::Items { asked, mut rest, mut records, wants }, Response::Items(items)) => {
                if items.is_empty() || items.len() > asked {
                    return Err(Broken::Answer);
                }
                for bytes in items {
                    let Some(item) = rest.pop_front() else { return Err(Broken::Answer) };
                    match bytes {
                        Some(bytes) if self.set == Set::Law => records.push(bytes.into()),
                        Some(bytes) => {
                            let taken = replica.take_item(self.set, &bytes, &self.peer, hand, effects);
                            self.note(replica, item, taken);
                        }
                        None => {}
                    }
                }
                if rest.is_empty() && !records.is_empty() {
                    let refused = replica.take_records(&records, hand, effects);
                    self.outcome.taken += (records.len() - refused.len()) as u64;
                    for (item, refusal) in refused {
                        self.note(replica, item, Err(refusal));
                    }
                    records.clear();
                }
                self.ask_items(replica, rest, records, wants)
            }
            (Stage::Documents { asked, mut wants }, Response::Documents(bundles)) => {
                if bundles.is_empty() || bundles.len() > asked {
                    return Err(Broken::Answer);
                }
                for bundle in bundles {
                    let Some((item, want)) = wants.pop_front() else { return Err(Broken::Answer) };
                    let Some(bundle) = bundle else { continue };
                    if Header::id_of(&bundle.header) != want.document {
                        return Err(Broken::Answer);
                    }
                    let taken = replica.take_document(&bundle.header, &bundle.changes, hand, effects);
                    let have = replica.tips_of(&want.document);
                    if taken.is_ok() && have != want.have && !replica.holds_changes(&want.document, &want.heads) {
                        // A long one comes in parts.
                        wants.push_front((item, Wanted { have, ..want }));
                        break;
                    }
                    self.note(replica, item, taken);
                }
                self.ask_documents(replica, wants)
            }
            _ => Err(Broken::Answer),
        }
    }

    fn compare(
        &mut self,
        replica: &Replica,
        list: Ordered,
        mut need: BTreeSet<ItemId>,
        message: &[u8],
    ) -> Result<Option<Request>, Broken> {
        self.steps += 1;
        if self.steps > limits::RECONCILE_STEPS {
            return Err(Broken::Endless);
        }
        let (next, lacking) = guarded(|| {
            let (mut have, mut lacking) = (Vec::new(), Vec::new());
            let mut negentropy = Negentropy::borrowed(list.as_ref(), limits::FRAME_BYTES).ok()?;
            negentropy.set_initiator();
            let next = negentropy.reconcile_with_ids(message, &mut have, &mut lacking).ok()?;
            Some((next, lacking))
        })
        .ok_or(Broken::Answer)?;
        // Negentropy answers in the order of a hash set; a set of our own puts them in one that is the same every time.
        need.extend(lacking.into_iter().map(|id| ItemId(id.to_bytes())));
        if let Some(next) = next {
            self.stage = Stage::Comparing { list, need };
            return Ok(Some(Request::Reconcile(self.set, next)));
        }
        need.retain(|id| !replica.was_refused(&self.peer, id) && !replica.has(self.set, id));
        let need: VecDeque<ItemId> = need.into_iter().collect();
        match self.set {
            Set::Law | Set::Documents | Set::Aside => self.ask_outlines(replica, need, VecDeque::new(), Wants::new()),
            Set::Withdrawals | Set::Receipts | Set::Waiting => self.ask_items(replica, need, Vec::new(), Wants::new()),
        }
    }

    fn ask_outlines(
        &mut self,
        replica: &Replica,
        mut rest: VecDeque<ItemId>,
        items: VecDeque<ItemId>,
        wants: Wants,
    ) -> Result<Option<Request>, Broken> {
        if rest.is_empty() {
            return self.ask_items(replica, items, Vec::new(), wants);
        }
        let asked: Vec<ItemId> = rest.drain(..rest.len().min(limits::MESSAGE_IDS)).collect();
        let request = Request::Outlines(self.set, asked.clone());
        self.stage = Stage::Outlining { asked, rest, items, wants };
        Ok(Some(request))
    }

    fn ask_items(
        &mut self,
        replica: &Replica,
        rest: VecDeque<ItemId>,
        records: Vec<Vec<u8>>,
        wants: Wants,
    ) -> Result<Option<Request>, Broken> {
        if rest.is_empty() {
            return self.ask_documents(replica, wants);
        }
        let ids: Vec<ItemId> = rest.iter().take(limits::MESSAGE_IDS).copied().collect();
        self.stage = Stage::Items { asked: ids.len(), rest, records, wants };
        Ok(Some(Request::Items(self.set, ids)))
    }

    fn ask_documents(&mut self, replica: &Replica, wants: Wants) -> Result<Option<Request>, Broken> {
        if wants.is_empty() {
            return self.next_set(replica);
        }
        let wanted: Vec<Wanted> = wants.iter().take(limits::MESSAGE_DOCUMENTS).map(|(_, wanted)| wanted.clone()).collect();
        self.stage = Stage::Documents { asked: wanted.len(), wants };
        Ok(Some(Request::Documents(wanted)))
    }

    /// Notes what became of an item. What was refused, or was taken in and is still not what the peer lists, is not fetched again
    /// until the law changes.
    fn note(&mut self, replica: &mut Replica, item: ItemId, taken: Result<(), Refusal>) {
        let fetched = taken.is_ok();
        if let Err(refusal) = taken {
            self.outcome.refused.push((item, refusal));
        } else {
            self.outcome.taken += 1;
        }
        // The id of a withdrawal says nothing of its witness: the next one may count.
        let may_count_yet = self.set == Set::Withdrawals && fetched;
        if !may_count_yet && !replica.has(self.set, &item) {
            replica.remember_refused(self.peer, item);
        }
    }
}

/// Negentropy has no panics that are known; what a peer sends is still kept from ending the node.
fn guarded<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(None)
}

/// The summaries of the two sets on the side, for a hub.
fn digests_beside(replica: &Replica, hub: Option<HubId>) -> Vec<ItemId> {
    vec![replica.digest(Set::Waiting, None), replica.digest(Set::Aside, hub)]
}

/// What this node says of itself to a peer.
pub fn hello(replica: &Replica, peer: &NodeId, addresses: Vec<String>) -> Hello {
    let hub = replica.law().member_of(peer);
    Hello {
        versions: vec![VERSION],
        network: replica.network(),
        certificate: replica.own_certificate().map(|certificate| certificate.signed().clone()),
        digests: replica.digests().to_vec(),
        beside: digests_beside(replica, hub),
        welcome: welcome(replica, peer),
        addresses,
    }
}

/// What this node answers a peer.
pub fn welcome(replica: &Replica, peer: &NodeId) -> Welcome {
    let law = replica.law();
    match law.member_of(peer) {
        Some(_) => Welcome::Member,
        None if law.hubs_of(peer, true).any(|hub| law.relevant().contains(&hub)) => Welcome::Outside,
        None => Welcome::Stranger,
    }
}

/// Answers a question that reads. Those that change the replica ([`Request::Hello`], [`Request::Ask`], [`Request::HandIn`]) are the
/// node's to handle; here they are refused.
pub fn answer(replica: &Replica, lists: &mut Lists, bodies: &dyn Bodies, peer: &NodeId, request: &Request) -> Response {
    let welcome = welcome(replica, peer);
    let asking = replica.law().member_of(peer);
    let covered = match request {
        Request::Reconcile(set, _) | Request::Outlines(set, _) | Request::Items(set, _) => welcome.covers(*set),
        Request::Documents(_) => welcome >= Welcome::Outside,
        Request::Hello(_) | Request::Ask(_) | Request::HandIn(_) => return Response::Refused(Why::No),
    };
    if !covered {
        return Response::Refused(Why::NotMember);
    }
    match request {
        Request::Reconcile(set, message) => {
            let reply = lists.of(replica, *set, asking).and_then(|list| {
                guarded(|| Negentropy::borrowed(list.as_ref(), limits::FRAME_BYTES).ok()?.reconcile(message).ok())
            });
            reply.map_or(Response::Refused(Why::Malformed), Response::Reconcile)
        }
        Request::Outlines(set, items) => Response::Outlines(replica.outlines(*set, items, asking)),
        Request::Items(set, items) => {
            let bytes = items.iter().map(|item| replica.item_bytes(*set, item));
            Response::Items(as_many_as_fit(bytes, Vec::len).into_iter().map(|bytes| bytes.map(ByteVec::from)).collect())
        }
        Request::Documents(wanted) => {
            let bundles = wanted.iter().map(|want| {
                replica
                    .may_read(&want.document, asking)
                    .then(|| replica.bundle(&want.document, &want.heads, &want.have, bodies))
                    .flatten()
            });
            let size = |bundle: &Bundle| bundle.changes.iter().map(|change| change.chunk.len() + 80).sum::<usize>() + 512;
            Response::Documents(as_many_as_fit(bundles, size))
        }
        Request::Hello(_) | Request::Ask(_) | Request::HandIn(_) => Response::Refused(Why::No),
    }
}

/// The first of `answers` that together stay within the size of an answer; at least one.
fn as_many_as_fit<T>(answers: impl Iterator<Item = Option<T>>, size: impl Fn(&T) -> usize) -> Vec<Option<T>> {
    let mut total = 0;
    let mut fitting = Vec::new();
    for answer in answers {
        total += answer.as_ref().map_or(1, &size);
        if total > limits::ANSWER_BYTES && !fitting.is_empty() {
            break;
        }
        fitting.push(answer);
    }
    fitting
}
