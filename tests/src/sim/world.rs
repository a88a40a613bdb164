//! A world of machines, and the one way in which anything is done in it: a call to a replica, then its commit.
//!
//! The commit is a step of its own. The power may go before it, and then what the call did is forgotten; or after it, and then
//! it is on disk and nobody was told. Only a deed that this module reports as done was acknowledged.

use super::chronicle::Chronicle;
use super::dice::Dice;
use super::machine::Machine;
use super::network::{Happening, Network, Weather};
use super::plant::Plant;
use super::portrait::Portrait;
use super::trace::Trace;
use knutepunkt_protocol::ids::{Address, HubId, ItemId};
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::replica::{Effects, Event, Hand, Identity, Replica};
use knutepunkt_protocol::rows::apply;
use knutepunkt_protocol::signed::Secret;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// A hub of the cast.
#[derive(Debug)]
pub struct Hub {
    /// What the simulator calls it.
    pub name: String,
    /// The hub's key, as the words on paper give it.
    pub secret: Secret,
    /// The hub.
    pub id: HubId,
    /// Whether its people mean well.
    pub honest: bool,
    /// Whether it has left.
    pub resigned: bool,
    /// Whether a thief has spoken in its trust list.
    pub tainted: bool,
}

/// What became of a call to a replica.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed<T> {
    /// It is on disk, and who asked was told.
    Done(T),
    /// The machine is off, or the power went before anybody was told; it may or may not be on disk.
    Unknown,
}

impl<T> Deed<T> {
    /// The answer, if anybody got one.
    pub fn done(self) -> Option<T> {
        match self {
            Deed::Done(answer) => Some(answer),
            Deed::Unknown => None,
        }
    }
}

/// How often, in a thousand commits, a replica is compared with one that is opened from disk.
const TWINS: u64 = 20;

/// Machines, the network between them, and what is known to have happened.
#[derive(Debug)]
pub struct World {
    /// The founded network.
    pub charter: Charter,
    /// The hubs.
    pub hubs: Vec<Hub>,
    /// The machines.
    pub machines: Vec<Machine>,
    /// The network between them.
    pub network: Network,
    /// Chance.
    pub dice: Dice,
    /// Milliseconds since the beginning.
    pub now: u64,
    /// What happened, hashed.
    pub trace: Trace,
    /// What people said and did, as the simulator knows it.
    pub chronicle: Chronicle,
    /// A planted bug.
    pub plant: Option<Plant>,
    /// Broken promises.
    pub violations: Vec<String>,
    /// What people did, line by line, where somebody wants to read it.
    pub tale: Option<Vec<String>>,
    /// What was withdrawn at a machine when its withdrawals had this summary.
    pub(super) withdrawn_at: BTreeMap<ItemId, BTreeSet<Address>>,
}

impl World {
    /// Hubs with these names found a network; each has one machine, of the same name.
    pub fn found(seed: u64, founders: &[&str], admit: Option<u32>) -> World {
        let mut dice = Dice::new(seed);
        let hubs: Vec<Hub> = founders.iter().map(|name| Hub::new(name, &mut dice)).collect();
        let charter = Charter::new("Recovery i nord", hubs.iter().map(|hub| hub.id).collect(), admit).expect("a charter");
        let mut world = World {
            charter,
            hubs: Vec::new(),
            machines: Vec::new(),
            network: Network::new(Weather::CALM),
            dice,
            now: 1_000,
            trace: Trace::default(),
            chronicle: Chronicle::default(),
            plant: None,
            violations: Vec::new(),
            tale: None,
            withdrawn_at: BTreeMap::new(),
        };
        for hub in hubs {
            let name = hub.name.clone();
            world.hubs.push(hub);
            world.install(world.hubs.len() - 1, name, knutepunkt_protocol::law::records::Role::Full);
        }
        world
    }

    /// A hub that is not in the network; it has one machine of the same name.
    pub fn stranger(&mut self, name: &str) -> usize {
        let hub = Hub::new(name, &mut self.dice);
        self.hubs.push(hub);
        let index = self.hubs.len() - 1;
        self.install(index, name.to_owned(), knutepunkt_protocol::law::records::Role::Full);
        index
    }

    /// A new machine for a hub, certified with its words.
    pub fn install(&mut self, hub: usize, name: String, role: knutepunkt_protocol::law::records::Role) -> usize {
        let secret = Secret::from_seed(&self.dice.bytes());
        let node = knutepunkt_protocol::ids::NodeId(secret.public());
        let id = self.hubs[hub].id;
        let identity = Identity { hub: id, node };
        self.machines.push(Machine::new(name, hub, secret.clone(), identity, &self.charter));
        let index = self.machines.len() - 1;
        let consent = knutepunkt_protocol::law::records::Certificate::consent(&secret, &id);
        let words = self.hubs[hub].secret.clone();
        let calm = self.calmly(|world| {
            world.call(index, |replica, hand, effects| replica.certify(&words, node, role, consent, hand, effects))
        });
        assert_eq!(calm, Deed::Done(Ok(())), "a machine is certified by its own hub");
        index
    }

    /// The machine of this name.
    pub fn machine(&self, name: &str) -> Option<usize> {
        self.machines.iter().position(|machine| machine.name == name)
    }

    /// The hub of this name.
    pub fn hub(&self, name: &str) -> Option<usize> {
        self.hubs.iter().position(|hub| hub.name == name)
    }

    /// The replica of a machine that is on.
    pub fn replica(&self, node: usize) -> Option<&Replica> {
        self.machines.get(node).and_then(|machine| machine.replica.as_ref())
    }

    /// Seconds since 1970, as every clock here says.
    pub fn clock(&self) -> u64 {
        1_790_000_000 + self.now / 1000
    }

    /// Does something while the power holds.
    pub fn calmly<T>(&mut self, deed: impl FnOnce(&mut World) -> T) -> T {
        let crash = core::mem::take(&mut self.network.weather.crash);
        let answer = deed(self);
        self.network.weather.crash = crash;
        answer
    }

    /// Calls a replica and commits what follows.
    pub fn call<T>(&mut self, node: usize, deed: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> T) -> Deed<T> {
        let now = self.clock();
        let machine = &mut self.machines[node];
        let Some(mut replica) = machine.replica.take() else { return Deed::Unknown };
        let before = replica.revision();
        let mut effects = Effects::default();
        let hand = Hand { secret: &machine.secret, now, bodies: &machine.rows };
        let answer = deed(&mut replica, hand, &mut effects);
        machine.replica = Some(replica);
        self.trace.effects(self.now, node, &effects);
        if !effects.batch.is_empty() && self.dice.chance(self.network.weather.crash) {
            let kept = self.dice.chance(500);
            if kept {
                apply(&mut self.machines[node].rows, &effects.batch);
            }
            self.crash(node);
            let told_too_early = self.plant == Some(Plant::AcknowledgeEarly);
            return if told_too_early { Deed::Done(answer) } else { Deed::Unknown };
        }
        let machine = &mut self.machines[node];
        apply(&mut machine.rows, &effects.batch);
        let differs = machine.replica.as_ref().is_some_and(|replica| replica.revision() != before);
        if differs {
            self.network.schedule(self.now + 1, Happening::Announces(node));
        }
        if !effects.batch.is_empty() && self.dice.chance(TWINS) {
            self.compare_with_twin(node);
        }
        if effects.events.iter().any(|event| matches!(event, Event::Withdrawn(_) | Event::Law)) {
            self.sign_receipts(node);
        }
        Deed::Done(answer)
    }

    /// Receipts are signed once what they speak of is on disk.
    fn sign_receipts(&mut self, node: usize) {
        if self.machines[node].stolen {
            return;
        }
        if let Deed::Done(signed) = self.call(node, |replica, hand, effects| replica.sign_receipts(hand, effects)) {
            signed.expect("one's own receipts are taken in");
        }
    }

    /// A replica in memory and one opened from its disk show the same.
    pub fn compare_with_twin(&mut self, node: usize) {
        let machine = &self.machines[node];
        let Some(live) = &machine.replica else { return };
        let (twin, _) = machine.open(self.clock());
        let of = |replica: &Replica| Portrait::inside(replica, &machine.rows);
        let difference = of(live).difference(&of(&twin));
        let law = (live.law() != twin.law()).then(|| "the law".to_owned());
        if let Some(difference) = difference.or(law) {
            let name = machine.name.clone();
            self.violate(format!("{name} shows something else than what is on its disk: {difference}"));
        }
    }

    /// The power goes. The machine comes back after a while.
    pub fn crash(&mut self, node: usize) {
        self.trace.note("crash", self.now, node, &[]);
        self.tell(node, "crashes", &());
        self.chronicle.figures.crashes += 1;
        self.machines[node].cut();
        let at = self.now + self.dice.between(1_000, 60_000);
        self.network.schedule(at, Happening::SwitchesOn(node));
    }

    /// Opens a machine's replica from its disk.
    pub fn switch_on(&mut self, node: usize) {
        if self.machines[node].on() || self.machines[node].gone {
            return;
        }
        let (replica, effects) = self.machines[node].open(self.clock());
        self.trace.effects(self.now, node, &effects);
        let machine = &mut self.machines[node];
        apply(&mut machine.rows, &effects.batch);
        machine.replica = Some(replica);
        self.check_acknowledged(node);
        self.sign_receipts(node);
        self.network.schedule(self.now + 1, Happening::Announces(node));
    }

    /// A copy of a machine's disk is put aside.
    pub fn back_up(&mut self, node: usize) {
        self.tell(node, "is backed up as copy", &self.machines[node].backups.len());
        let copy = self.machines[node].rows.clone();
        self.machines[node].backups.push(copy);
    }

    /// A machine's disk is replaced by an older copy of it.
    pub fn restore(&mut self, node: usize, copy: usize) {
        self.trace.note("restore", self.now, node, &[]);
        self.tell(node, "is restored from copy", &copy);
        self.machines[node].cut();
        self.network.forget_letters(node);
        let before = core::mem::take(&mut self.machines[node].rows);
        self.machines[node].rows = self.machines[node].backups[copy].clone();
        self.forget_lost(node, &before, false);
        self.chronicle.figures.restores += 1;
        self.forget_promises(node);
        self.switch_on(node);
    }

    /// A thief has a machine, and goes on using it. What only it holds may never come back.
    pub fn steal(&mut self, node: usize) {
        self.tell(node, "is stolen", &());
        self.machines[node].stolen = true;
        let rows = self.machines[node].rows.clone();
        self.forget_lost(node, &rows, true);
    }

    /// A machine is gone for good, and what was on it and nowhere else.
    pub fn lose(&mut self, node: usize) {
        self.trace.note("lost", self.now, node, &[]);
        self.tell(node, "is lost", &());
        self.machines[node].cut();
        self.machines[node].gone = true;
        let before = core::mem::take(&mut self.machines[node].rows);
        self.forget_lost(node, &before, true);
        self.chronicle.handed_in.retain(|handed_in| handed_in.node != node);
    }

    /// Adds a line to the tale.
    pub fn tell(&mut self, node: usize, what: &str, outcome: &dyn Debug) {
        if let Some(tale) = &mut self.tale {
            tale.push(format!("{:>7} ms  {}: {what} {outcome:?}", self.now, self.machines[node].name));
        }
    }

    /// A promise is broken.
    pub fn violate(&mut self, what: String) {
        self.violations.push(format!("{:>7} s  {what}", self.now / 1000));
    }

    /// The machines that belong to a member in the eyes of most of those that are on: not stolen, neither revoked nor of a hub that
    /// left (which a machine of that hub may be the last to hear).
    pub fn elected(&self) -> Vec<usize> {
        let able = |machine: &Machine| {
            let hub = &self.hubs[machine.hub];
            !machine.gone && !machine.stolen && hub.honest && !hub.resigned
        };
        let voters: Vec<&Replica> =
            self.machines.iter().filter(|machine| able(machine)).filter_map(|machine| machine.replica.as_ref()).collect();
        let elected = |node: &usize| {
            let machine = &self.machines[*node];
            let yes = voters.iter().filter(|replica| replica.law().member_of(&machine.id()).is_some()).count();
            able(machine) && yes * 2 > voters.len()
        };
        (0..self.machines.len()).filter(elected).collect()
    }

    /// Those of them that are on: what they hold is what the network holds.
    pub fn citizens(&self) -> Vec<usize> {
        self.elected().into_iter().filter(|node| self.machines[*node].on()).collect()
    }

    /// The hubs whose people mean well, and for whom nobody else has spoken.
    pub fn honest(&self) -> BTreeSet<HubId> {
        self.hubs.iter().filter(|hub| hub.honest && !hub.tainted).map(|hub| hub.id).collect()
    }
}

impl Hub {
    fn new(name: &str, dice: &mut Dice) -> Hub {
        let random: [u8; 32] = dice.bytes();
        let words = knutepunkt_protocol::words::from_random(&random);
        let secret = knutepunkt_protocol::words::hub_secret(&words.join(" ")).expect("words make a key");
        Hub { name: name.to_owned(), id: HubId(secret.public()), secret, honest: true, tainted: false, resigned: false }
    }
}
