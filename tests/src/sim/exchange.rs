//! What machines say to each other, as a node does it: a hello whenever something changed, and who differs asks.
//!
//! A machine has at most one session with each peer at a time. What a step of it brings is committed before the next question
//! leaves.

use super::network::{Happening, Letter};
use super::plant::Plant;
use super::world::{Deed, World};
use knutepunkt_protocol::ids::Address;
use knutepunkt_protocol::law::records::{Certificate, Record};
use knutepunkt_protocol::message::{self, Hello, Request, Response, Welcome, Why};
use knutepunkt_protocol::reconcile::{self, Session, Step};
use knutepunkt_protocol::replica::Set;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::rows::Table;
use knutepunkt_protocol::signed::Signed;
use knutepunkt_protocol::withdrawal::by_key::{KeyWithdrawal, Witnessed};
use std::collections::BTreeSet;

/// What a machine knows of a peer.
#[derive(Debug, Default)]
pub struct Peer {
    /// The hello that was said last.
    said: Option<Vec<u8>>,
    /// The newest hello that was heard and not acted on.
    heard: Option<Hello>,
    /// The session in which it is asked.
    pull: Option<Pull>,
}

/// A session that is under way.
#[derive(Debug)]
struct Pull {
    session: Session,
    ticket: u64,
    /// What the peer knew to be withdrawn when it said the hello with which the session began.
    withdrawn: BTreeSet<Address>,
    /// With the planted order: the session of withdrawals that is to follow.
    later: Option<Hello>,
}

impl World {
    /// Lets everything happen that is due within `milliseconds`.
    pub fn run(&mut self, milliseconds: u64) {
        let until = self.now + milliseconds;
        while let Some((at, happening)) = self.network.next(until) {
            self.now = at;
            self.happen(happening);
        }
        self.now = until;
    }

    /// Lets everything happen until nothing is under way. Answers whether that came to be.
    pub fn drain(&mut self, most: usize) -> bool {
        for _ in 0..most {
            if !self.network.busy() {
                return true;
            }
            let Some((at, happening)) = self.network.next(u64::MAX) else { return true };
            self.now = at;
            self.happen(happening);
        }
        false
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Arrives(letter) => {
                self.trace.note(if letter.answer { "answer" } else { "question" }, self.now, letter.to, &letter.bytes);
                match letter.answer {
                    true => self.hear_answer(letter),
                    false => self.hear_question(letter),
                }
            }
            Happening::GivesUp { node, peer, ticket } => {
                let peer = self.machines[node].peers.entry(peer).or_default();
                if peer.pull.as_ref().is_some_and(|pull| pull.ticket == ticket) {
                    peer.pull = None;
                    peer.said = None;
                }
            }
            Happening::Announces(node) => self.announce(node),
            Happening::SwitchesOn(node) => self.switch_on(node),
        }
    }

    /// A machine says hello to every peer to whom it has something new to say.
    pub fn announce(&mut self, node: usize) {
        for peer in 0..self.machines.len() {
            if peer != node
                && let Some(hello) = self.hello(node, peer)
            {
                let bytes = message::encode_request(&Request::Hello(hello));
                let known = self.machines[node].peers.entry(peer).or_default();
                if known.said.as_ref() != Some(&bytes) {
                    known.said = Some(bytes.clone());
                    self.ask(node, peer, bytes);
                }
            }
        }
    }

    /// A machine forgets what it said, as when connections were lost and made again, and says hello to everybody.
    pub fn reconnect(&mut self, node: usize) {
        for peer in self.machines[node].peers.values_mut() {
            peer.said = None;
        }
        self.announce(node);
    }

    /// Every question is given up: nobody waits for an answer that was lost.
    pub fn give_up(&mut self) {
        for peer in self.machines.iter_mut().flat_map(|machine| machine.peers.values_mut()) {
            peer.pull = None;
        }
    }

    fn hello(&mut self, node: usize, peer: usize) -> Option<Hello> {
        let id = self.machines[peer].id();
        let replica = self.machines[node].replica.as_ref()?;
        let hello = reconcile::hello(replica, &id, Vec::new());
        let summary = *hello.digests.get(1)?;
        let withdrawn = || self.chronicle.addresses().filter(|address| replica.is_withdrawn(address)).collect();
        self.withdrawn_at.entry(summary).or_insert_with(withdrawn);
        Some(hello)
    }

    fn ask(&mut self, from: usize, to: usize, bytes: Vec<u8>) -> u64 {
        let ticket = self.network.ticket();
        self.network.send(self.now, Letter { from, to, ticket, answer: false, bytes }, &mut self.dice);
        ticket
    }

    fn hear_question(&mut self, letter: Letter) {
        let Letter { from, to, ticket, bytes, .. } = letter;
        if !self.machines[to].on() {
            return;
        }
        let answer = match message::decode_request(&bytes) {
            Err(_) => Some(Response::Refused(Why::Malformed)),
            Ok(Request::Hello(hello)) => self.hear_hello(to, from, hello),
            Ok(Request::HandIn(withdrawals)) => self.hear_withdrawals(to, from, withdrawals),
            Ok(request) => {
                let peer = self.machines[from].id();
                let machine = &mut self.machines[to];
                let replica = machine.replica.as_ref().expect("it is on");
                Some(reconcile::answer(replica, &mut machine.lists, &machine.rows, &peer, &request))
            }
        };
        if let Some(answer) = answer {
            let bytes = message::encode_response(&answer);
            self.network.send(self.now, Letter { from: to, to: from, ticket, answer: true, bytes }, &mut self.dice);
        }
    }

    fn hear_hello(&mut self, node: usize, from: usize, hello: Hello) -> Option<Response> {
        self.note_hello(node, from, hello)?;
        self.hello(node, from).map(Response::Hello)
    }

    /// Takes in a hello; `None` where the power goes.
    fn note_hello(&mut self, node: usize, from: usize, hello: Hello) -> Option<()> {
        if hello.network != self.charter.network() {
            return Some(());
        }
        let (id, replica) = (self.machines[from].id(), self.replica(node)?);
        // Looked up before it is verified: a hello is said often, and a certificate changes seldom.
        let news = |it: &Signed<Certificate>| !replica.certificates_of(&id).any(|held| held.signed() == it);
        let certificate = hello.certificate.clone().filter(news).and_then(|certificate| certificate.verify().ok());
        if let Some(certificate) = certificate.filter(|it| it.node == id && replica.makes_known(it)) {
            let bytes = Record::Certificate(certificate).encode();
            // Strangers' certificates are refused; vouching for a hub brings its certificate along.
            let deed = self.call(node, |replica, hand, effects| replica.take_records(&[bytes], hand, effects));
            deed.done()?;
        }
        if hello.welcome != Welcome::Member {
            self.hand_on_withdrawals(node, from);
        }
        self.machines[node].peers.entry(from).or_default().heard = Some(hello);
        self.begin_session(node, from);
        Some(())
    }

    /// To a peer that takes it for a stranger a node hands on the withdrawals it has, so that a code works there too.
    fn hand_on_withdrawals(&mut self, node: usize, to: usize) {
        let Some(replica) = self.replica(node) else { return };
        let waiting = replica.listed(Set::Waiting, None).into_owned();
        let waiting = waiting.keys().filter_map(|item| {
            let bytes = replica.item_bytes(Set::Waiting, item)?;
            minicbor::decode::<Signed<KeyWithdrawal>>(&bytes).ok()
        });
        // Those in force, listed or not: a hub that is not in lists none of its own.
        let in_force = self.machines[node].rows.iter().filter(|((table, _), _)| *table == Table::Withdrawal);
        let in_force = in_force
            .filter_map(|(_, row)| Witnessed::decode(row.get(1..)?).ok().map(|witnessed| witnessed.withdrawal.signed().clone()));
        let withdrawals: Vec<Signed<KeyWithdrawal>> = waiting.chain(in_force).collect();
        if !withdrawals.is_empty() {
            self.ask(node, to, message::encode_request(&Request::HandIn(withdrawals)));
        }
    }

    fn hear_withdrawals(&mut self, node: usize, from: usize, withdrawals: Vec<Signed<KeyWithdrawal>>) -> Option<Response> {
        let source = *self.machines[from].id().as_bytes();
        let deed = self.call(node, |replica, hand, effects| {
            withdrawals.into_iter().all(|withdrawal| replica.hand_in(withdrawal, &source, hand, effects).is_ok())
        });
        match deed {
            Deed::Done(true) => Some(Response::Done),
            Deed::Done(false) => Some(Response::Refused(Why::No)),
            Deed::Unknown => None,
        }
    }

    /// Begins to ask a peer, where its last hello says that it holds something else and none is under way.
    fn begin_session(&mut self, node: usize, from: usize) {
        let (id, planted) = (self.machines[from].id(), self.plant == Some(Plant::DocumentsFirst));
        let machine = &mut self.machines[node];
        let Some(replica) = &machine.replica else { return };
        let peer = machine.peers.entry(from).or_default();
        if peer.pull.is_some() || replica.law().member_of(&id).is_none() {
            return;
        }
        // A thief wants to hear nothing of what shuts it out.
        let least = if machine.stolen { Welcome::Member } else { Welcome::Outside };
        let Some(mut hello) = peer.heard.take_if(|hello| hello.welcome >= least) else { return };
        let withdrawn = hello.digests.get(1).and_then(|summary| self.withdrawn_at.get(summary)).cloned().unwrap_or_default();
        let mut later = None;
        if planted {
            let mine = replica.digests();
            if hello.digests[2] != mine[2] && hello.digests[1] != mine[1] {
                later = Some(hello.clone());
                hello.digests[1] = mine[1];
            }
        }
        let Some(session) = Session::new(replica, id, &hello) else { return };
        self.chronicle.figures.sessions += 1;
        let pull = Pull { session, ticket: 0, withdrawn, later };
        self.continue_session(node, from, pull, None);
    }

    fn continue_session(&mut self, node: usize, from: usize, mut pull: Pull, answer: Option<Response>) {
        let answer = answer.map(|answer| self.sabotage(node, answer));
        let step = self.call(node, |replica, hand, effects| pull.session.step(replica, hand, effects, answer));
        match step {
            Deed::Unknown => {}
            Deed::Done(Step::Ask(request)) => {
                if matches!(*request, Request::Reconcile(Set::Documents, _)) {
                    self.check_withdrawals_first(node, from, &pull.withdrawn);
                }
                pull.ticket = self.ask(node, from, message::encode_request(&request));
                self.machines[node].peers.entry(from).or_default().pull = Some(pull);
            }
            Deed::Done(Step::Done(outcome)) => {
                for (_, refusal) in &outcome.refused {
                    *self.chronicle.refusals.entry(refusal.to_string()).or_default() += 1;
                }
                let peer = self.machines[node].peers.entry(from).or_default();
                peer.heard = peer.heard.take().or(pull.later);
                self.begin_session(node, from);
            }
        }
    }

    fn hear_answer(&mut self, letter: Letter) {
        let Letter { from, to, ticket, bytes, .. } = letter;
        if !self.machines[to].on() {
            return;
        }
        let Ok(answer) = message::decode_response(&bytes) else { return };
        if let Response::Hello(hello) = answer {
            self.note_hello(to, from, hello);
            return;
        }
        let peer = self.machines[to].peers.entry(from).or_default();
        if let Some(pull) = peer.pull.take_if(|pull| pull.ticket == ticket) {
            self.continue_session(to, from, pull, Some(answer));
        }
    }

    /// By the time a machine compares documents with a peer, nothing stands here any more that the peer knew to be withdrawn.
    fn check_withdrawals_first(&mut self, node: usize, from: usize, withdrawn: &BTreeSet<Address>) {
        let Some(replica) = self.replica(node) else { return };
        let still =
            withdrawn.iter().find(|address| !matches!(replica.standing(address), Standing::Withdrawn | Standing::Unknown));
        if let Some(address) = still {
            let (name, peer) = (&self.machines[node].name, &self.machines[from].name);
            let what = format!("{name} compares documents with {peer} and still holds {address}, withdrawn there before");
            self.violate(what);
        }
    }
}
