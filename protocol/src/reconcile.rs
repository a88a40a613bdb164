//! Reconciliation: how one node comes to hold what another holds (specification §7).
//!
//! A [`Session`] asks one peer for what this node lacks; nothing is ever pushed. It is a pure state machine: it is given the
//! replica and the last answer, and says what to ask next. The peer answers with [`answer`], without remembering anything. Who
//! asks is told by the peer's digests that there is a difference; when a replica changes, its node says hello to its peers again.

use crate::document::change::SealedChange;
use crate::document::header::Header;
use crate::ids::{ChangeHash, DocumentId, HubId, ItemId, NodeId};
use crate::limits;
use crate::message::{Hello, Request, Response, VERSION, Wanted, Welcome, Why};
use crate::replica::sets::{Bundle, Outline, SEALED_BYTES};
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
        // Every hub is listed the same, but for what is set aside.
        let asking = asking.filter(|_| set == Set::Aside);
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

/// Records of the law that have come, with the items that they should be, in their order.
type Records = (Vec<ItemId>, Vec<Vec<u8>>);

/// What the last question was. Of every set: compare, then outline what may be documents, then fetch what are not (so that
/// certificates come before what they certify), then fetch documents.
#[derive(Debug)]
enum Stage {
    Planning,
    Comparing { list: Ordered, need: BTreeSet<ItemId> },
    Outlining { asked: usize, rest: VecDeque<ItemId>, items: VecDeque<ItemId>, wants: Wants },
    Items { asked: usize, rest: VecDeque<ItemId>, records: Records, wants: Wants },
    Documents { asked: usize, wants: Wants, parts: Vec<SealedChange> },
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
            (Stage::Outlining { asked, mut rest, mut items, mut wants }, Response::Outlines(outlines)) => {
                if outlines.is_empty() || outlines.len() > asked {
                    return Err(Broken::Answer);
                }
                for outline in outlines {
                    let Some(item) = rest.pop_front() else { return Err(Broken::Answer) };
                    let Some(Outline { document, heads }) = outline else {
                        items.push_back(item);
                        continue;
                    };
                    // Where not all heads are named, others may be lacking.
                    if heads.len() == limits::HEADS || !replica.holds_changes(&document, &heads) {
                        wants.push_back((item, Wanted { document, have: tips(replica, &document), skip: 0 }));
                    }
                }
                self.ask_outlines(replica, rest, items, wants)
            }
            (Stage::Items { asked, mut rest, records: (mut items, mut records), wants }, Response::Items(came)) => {
                if came.is_empty() || came.len() > asked {
                    return Err(Broken::Answer);
                }
                for bytes in came {
                    let Some(item) = rest.pop_front() else { return Err(Broken::Answer) };
                    match bytes {
                        Some(bytes) if self.set == Set::Law => {
                            items.push(item);
                            records.push(bytes.into());
                        }
                        Some(bytes) => {
                            let taken = replica.take_item(self.set, &bytes, &self.peer, hand, effects);
                            self.note(replica, item, taken);
                        }
                        None => {}
                    }
                }
                // All at once where they are not too many, so that certificates come before what they certify.
                let held: usize = records.iter().map(Vec::len).sum();
                if rest.is_empty() || held > limits::MESSAGE_BYTES {
                    let taken = replica.take_records(&core::mem::take(&mut records), hand, effects);
                    for (item, taken) in items.drain(..).zip(taken) {
                        self.note(replica, item, taken);
                    }
                }
                self.ask_items(replica, rest, (items, records), wants)
            }
            (Stage::Documents { asked, mut wants, mut parts }, Response::Documents(bundles)) => {
                if bundles.is_empty() || bundles.len() > asked {
                    return Err(Broken::Answer);
                }
                for bundle in bundles {
                    let Some((item, mut want)) = wants.pop_front() else { return Err(Broken::Answer) };
                    let Some(bundle) = bundle else {
                        parts.clear();
                        continue;
                    };
                    if Header::id_of(&bundle.header) != want.document || (bundle.more && bundle.changes.is_empty()) {
                        return Err(Broken::Answer);
                    }
                    parts.extend(bundle.changes);
                    let bytes: usize = parts.iter().map(|change| change.chunk.len()).sum();
                    if bundle.more && parts.len() < limits::DOCUMENT_CHANGES && bytes < limits::DOCUMENT_BYTES {
                        // What comes first need not count by itself: a long one is taken in when all of it is here.
                        want.skip = u32::try_from(parts.len()).unwrap_or(u32::MAX);
                        wants.push_front((item, want));
                        break;
                    }
                    let taken = replica.take_document(&bundle.header, &core::mem::take(&mut parts), hand, effects);
                    let have = tips(replica, &want.document);
                    if bundle.more && have != want.have {
                        wants.push_front((item, Wanted { have, skip: 0, ..want }));
                        break;
                    }
                    self.note(replica, item, taken);
                }
                self.ask_documents(replica, wants, parts)
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
            Set::Withdrawals | Set::Receipts | Set::Waiting => self.ask_items(replica, need, Records::default(), Wants::new()),
        }
    }

    fn ask_outlines(
        &mut self,
        replica: &Replica,
        rest: VecDeque<ItemId>,
        items: VecDeque<ItemId>,
        wants: Wants,
    ) -> Result<Option<Request>, Broken> {
        if rest.is_empty() {
            return self.ask_items(replica, items, Records::default(), wants);
        }
        let ids: Vec<ItemId> = rest.iter().take(limits::MESSAGE_IDS).copied().collect();
        self.stage = Stage::Outlining { asked: ids.len(), rest, items, wants };
        Ok(Some(Request::Outlines(self.set, ids)))
    }

    fn ask_items(
        &mut self,
        replica: &Replica,
        rest: VecDeque<ItemId>,
        records: Records,
        wants: Wants,
    ) -> Result<Option<Request>, Broken> {
        if rest.is_empty() {
            return self.ask_documents(replica, wants, Vec::new());
        }
        let ids: Vec<ItemId> = rest.iter().take(limits::MESSAGE_IDS).copied().collect();
        self.stage = Stage::Items { asked: ids.len(), rest, records, wants };
        Ok(Some(Request::Items(self.set, ids)))
    }

    fn ask_documents(&mut self, replica: &Replica, wants: Wants, parts: Vec<SealedChange>) -> Result<Option<Request>, Broken> {
        if wants.is_empty() {
            return self.next_set(replica);
        }
        let wanted: Vec<Wanted> = wants.iter().take(limits::MESSAGE_DOCUMENTS).map(|(_, wanted)| wanted.clone()).collect();
        self.stage = Stage::Documents { asked: wanted.len(), wants, parts };
        Ok(Some(Request::Documents(self.set, wanted)))
    }

    /// Notes what became of an item. What was refused, or was taken in and is still not what the peer lists, is not fetched again
    /// until the law changes.
    fn note(&mut self, replica: &mut Replica, item: ItemId, taken: Result<(), Refusal>) {
        let no_room = self.set == Set::Waiting && taken == Err(Refusal::NoRoom);
        let (fetched, not_yet) = (taken.is_ok(), no_room || taken == Err(Refusal::NotInForce));
        if let Err(refusal) = taken {
            self.outcome.refused.push((item, refusal));
        } else {
            self.outcome.taken += 1;
        }
        // The id of a withdrawal says nothing of its witness: the next one may count.
        let may_count_yet = (self.set == Set::Withdrawals && fetched) || not_yet;
        if !may_count_yet && !replica.has(self.set, &item) {
            replica.remember_refused(self.peer, item);
        }
    }
}

/// What is held of a document, as far as it is named in a question.
fn tips(replica: &Replica, document: &DocumentId) -> Vec<ChangeHash> {
    replica.tips_of(document).into_iter().take(limits::HEADS).collect()
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
        Request::Reconcile(set, _) | Request::Outlines(set, _) | Request::Items(set, _) | Request::Documents(set, _) => {
            welcome.covers(*set)
        }
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
        Request::Outlines(set, items) => {
            let outlines = replica.outlines(*set, items, asking).into_iter();
            Response::Outlines(as_many_as_fit(outlines, |outline| 48 + 34 * outline.heads.len()))
        }
        Request::Items(set, items) => {
            let bytes = items.iter().map(|item| replica.item_bytes(*set, item));
            Response::Items(as_many_as_fit(bytes, Vec::len).into_iter().map(|bytes| bytes.map(ByteVec::from)).collect())
        }
        Request::Documents(set, wanted) => {
            // A part of a document ends an answer: the next question is for the rest of it.
            let mut ended = false;
            let bundles = wanted.iter().map_while(|want| {
                let part = (!ended).then(|| replica.part(*set, want, asking, bodies));
                ended = part.as_ref().and_then(Option::as_ref).is_some_and(|part| part.more);
                part
            });
            let size = |bundle: &Bundle| bundle.changes.iter().map(|it| it.chunk.len() + SEALED_BYTES).sum::<usize>() + 512;
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
