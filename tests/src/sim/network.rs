//! The network between machines: slow, lossy, doubling, out of order, and sometimes cut in two.

use super::dice::Dice;
use std::collections::BTreeMap;

/// How bad things are. Chances are in a thousand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weather {
    /// The longest that a message is on its way, in milliseconds. Messages overtake each other.
    pub delay: u64,
    /// Messages that get lost.
    pub loss: u64,
    /// Messages that arrive twice.
    pub twice: u64,
    /// Commits around which the power goes: as often before as after.
    pub crash: u64,
}

impl Weather {
    /// Nothing goes wrong.
    pub const CALM: Weather = Weather { delay: 20, loss: 0, twice: 0, crash: 0 };
}

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// From this machine.
    pub from: usize,
    /// To this one.
    pub to: usize,
    /// Which question it is, or answers.
    pub ticket: u64,
    /// Whether it is an answer.
    pub answer: bool,
    /// The message as it travels.
    pub bytes: Vec<u8>,
}

/// What happens at a point of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A message arrives.
    Arrives(Letter),
    /// Nobody has answered this question of a machine to a peer; it gives up.
    GivesUp {
        /// Who asked.
        node: usize,
        /// Whom.
        peer: usize,
        /// What.
        ticket: u64,
    },
    /// A machine tells its peers how it stands, if that has changed.
    Announces(usize),
    /// A machine is switched on again.
    SwitchesOn(usize),
}

/// Milliseconds after which a question is given up.
const PATIENCE: u64 = 10_000;

/// Messages on their way, and everything else that is due.
#[derive(Debug)]
pub struct Network {
    /// How bad things are.
    pub weather: Weather,
    /// On which side of a partition each machine is.
    side: BTreeMap<usize, usize>,
    due: BTreeMap<(u64, u64), Happening>,
    count: u64,
}

impl Network {
    /// A network in which nothing is due.
    pub fn new(weather: Weather) -> Network {
        Network { weather, side: BTreeMap::new(), due: BTreeMap::new(), count: 0 }
    }

    /// Puts machines on one side; those of different sides cannot reach each other.
    pub fn place(&mut self, node: usize, side: usize) {
        self.side.insert(node, side);
    }

    /// Everyone reaches everyone.
    pub fn heal(&mut self) {
        self.side.clear();
    }

    /// Whether two machines reach each other.
    pub fn reaches(&self, a: usize, b: usize) -> bool {
        let side = |node| self.side.get(&node).copied().unwrap_or(0);
        a != b && side(a) == side(b)
    }

    /// Something happens after `delay` milliseconds.
    pub fn schedule(&mut self, at: u64, happening: Happening) {
        self.count += 1;
        self.due.insert((at, self.count), happening);
    }

    /// Sends a message; the network may lose it, double it, and let others overtake it.
    pub fn send(&mut self, now: u64, letter: Letter, dice: &mut Dice) {
        if !letter.answer {
            let (node, peer, ticket) = (letter.from, letter.to, letter.ticket);
            self.schedule(now + PATIENCE, Happening::GivesUp { node, peer, ticket });
        }
        if !self.reaches(letter.from, letter.to) || dice.chance(self.weather.loss) {
            return;
        }
        if dice.chance(self.weather.twice) {
            let at = now + dice.between(1, self.weather.delay);
            self.schedule(at, Happening::Arrives(letter.clone()));
        }
        let at = now + dice.between(1, self.weather.delay);
        self.schedule(at, Happening::Arrives(letter));
    }

    /// What a machine has sent and nobody has got yet is lost.
    pub fn forget_letters(&mut self, node: usize) {
        self.due.retain(|_, happening| !matches!(happening, Happening::Arrives(letter) if letter.from == node));
    }

    /// A number that no other question has.
    pub fn ticket(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// The next thing that happens until a point of time, and when.
    pub fn next(&mut self, until: u64) -> Option<(u64, Happening)> {
        let entry = self.due.first_entry()?;
        let (at, _) = *entry.key();
        (at <= until).then(|| (at, entry.remove()))
    }

    /// Whether anything but giving up is still due.
    pub fn busy(&self) -> bool {
        self.due.values().any(|happening| !matches!(happening, Happening::GivesUp { .. }))
    }
}
