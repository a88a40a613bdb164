//! A random history: what people do and what befalls their machines, from one seed.

use super::chronicle::Figures;
use super::dice::Dice;
use super::network::Weather;
use super::office::{Keep, Words};
use super::plant::Plant;
use super::world::{Deed, World};
use knutepunkt_protocol::ids::{ChangeHash, DocumentId};
use knutepunkt_protocol::law::records::Role;
use knutepunkt_protocol::law::trust::Say;
use std::collections::BTreeSet;

/// What a run is made of, apart from its seed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Plan {
    /// Founding hubs; by chance where it is not said.
    pub hubs: Option<usize>,
    /// A planted bug.
    pub plant: Option<Plant>,
    /// Whether what people did is written down, to be read.
    pub tell: bool,
}

/// What became of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Broken promises.
    pub violations: Vec<String>,
    /// What people did, where the plan says so.
    pub tale: Vec<String>,
    /// How much happened.
    pub figures: Figures,
    /// Messages, batches and other events.
    pub events: u64,
    /// Simulated seconds.
    pub seconds: u64,
    /// The summary of everything.
    pub summary: String,
}

const NAMES: [&str; 7] = ["tromso", "bergen", "hamar", "bodo", "skien", "alta", "moss"];

/// A form that somebody has open.
#[derive(Debug)]
struct Form {
    node: usize,
    told: usize,
    document: DocumentId,
    base: BTreeSet<ChangeHash>,
}

/// People, and what they have begun.
#[derive(Debug)]
struct Life {
    world: World,
    forms: Vec<Form>,
    /// Machines whose hub has yet to revoke them, and whether that was done once, keeping nothing.
    unrevoked: Vec<(usize, bool)>,
    resigned: BTreeSet<usize>,
    founders: usize,
}

/// Lives through the history of a seed and judges its end.
pub fn run(seed: u64, plan: Plan) -> Report {
    let mut life = Life::begin(seed, plan);
    let deeds = life.world.dice.between(20, 60);
    for _ in 0..deeds {
        life.deed();
        let pause = life.world.dice.between(1, 9_000);
        life.world.run(pause);
    }
    life.end();
    let world = life.world;
    Report {
        figures: world.chronicle.figures,
        events: world.trace.events(),
        seconds: world.now / 1000,
        summary: world.trace.summary(),
        violations: world.violations,
        tale: world.tale.unwrap_or_default(),
    }
}

impl Life {
    fn begin(seed: u64, plan: Plan) -> Life {
        let mut dice = Dice::new(seed ^ 0x6b6e_7574);
        let founders = plan.hubs.unwrap_or(dice.between(3, 5) as usize).min(NAMES.len());
        let mut world = World::found(seed, &NAMES[..founders], None);
        world.plant = plan.plant;
        world.tale = plan.tell.then(Vec::new);
        if dice.chance(350) {
            for hub in world.hubs.iter_mut().rev().take(dice.below((founders as u64).div_ceil(2)) as usize) {
                hub.honest = false;
            }
        }
        for (hub, name) in NAMES.iter().enumerate().take(founders) {
            if dice.chance(300) {
                let role = if dice.chance(700) { Role::Full } else { Role::Mirror };
                let name = format!("{name}-2");
                world.install(hub, name, role);
            }
        }
        world.network.weather = Weather {
            delay: dice.between(20, 3_000),
            loss: dice.below(150),
            twice: dice.below(100),
            crash: if dice.chance(500) { dice.below(20) } else { 0 },
        };
        world.run(5_000);
        Life { world, forms: Vec::new(), unrevoked: Vec::new(), resigned: BTreeSet::new(), founders }
    }

    /// Everything comes to rest and is judged; what was revoked in haste is revoked again with what is to be kept, and judged.
    fn end(&mut self) {
        self.world.settle();
        self.world.judge();
        let hasty: Vec<usize> = self.unrevoked.iter().filter(|(_, hasty)| *hasty).map(|(node, _)| *node).collect();
        for stolen in &hasty {
            self.revoke_with(*stolen, Keep::BeforeTheft);
        }
        if !hasty.is_empty() {
            self.world.settle();
            self.world.judge();
        }
    }

    fn deed(&mut self) {
        match self.world.dice.below(100) {
            0..14 => self.publish("story"),
            14..20 => self.publish("organisation"),
            20..23 => self.publish("event"),
            23..29 => self.publish("comment"),
            29..31 => self.submit(),
            31..43 => self.edit(),
            43..47 => self.open_form(),
            47..52 => self.save_form(),
            52..58 => self.correct(),
            58..65 => self.withdraw(),
            65..67 => self.withdraw_as_owner(),
            67..70 => self.hold(),
            70..76 => self.divide(),
            76..81 => self.world.network.heal(),
            81..83 => self.crash(),
            83..87 => self.back_up(),
            87..89 => self.restore(),
            89..91 => self.lose_or_steal(),
            91..94 => self.revoke(),
            94..96 => self.join(),
            96..99 => self.object(),
            _ => self.resign(),
        }
    }

    /// A machine that is on and whose people do ordinary things there.
    fn anybody(&mut self) -> Option<usize> {
        let on: Vec<usize> = (0..self.world.machines.len()).filter(|node| self.world.machines[*node].on()).collect();
        self.world.dice.pick(&on)
    }

    fn machine_of(&mut self, hub: usize) -> Option<usize> {
        let machines = self.world.machines.iter().enumerate();
        let on: Vec<usize> = machines.filter(|(_, it)| it.hub == hub && it.on()).map(|(node, _)| node).collect();
        self.world.dice.pick(&on)
    }

    /// A machine of a hub that its own people still have.
    fn own_machine_of(&mut self, hub: usize) -> Option<usize> {
        let machines = self.world.machines.iter().enumerate();
        let on: Vec<usize> = machines.filter(|(_, it)| it.hub == hub && it.on() && !it.stolen).map(|(node, _)| node).collect();
        self.world.dice.pick(&on)
    }

    fn words(&mut self, fields: &[&str]) -> Words {
        fields.iter().map(|field| ((*field).to_owned(), self.world.chronicle.word())).collect()
    }

    fn told(&mut self, which: impl Fn(&super::chronicle::Told) -> bool) -> Option<usize> {
        let all = self.world.chronicle.told.iter().enumerate();
        let some: Vec<usize> = all.filter(|(_, told)| which(told)).map(|(index, _)| index).collect();
        self.world.dice.pick(&some)
    }

    fn publish(&mut self, kind: &'static str) {
        // Sometimes what was submitted, or promised, is published at last.
        let waiting = self.told(|told| told.versions.is_empty() && told.kind == kind && told.sure);
        let told = match waiting.filter(|_| self.world.dice.chance(400)) {
            Some(told) => told,
            None => {
                let Some(node) = self.anybody() else { return };
                let about = if kind == "comment" { self.told(|told| told.kind == "story") } else { None };
                if kind == "comment" && about.is_none() {
                    return;
                }
                let name = format!("{kind}-{}", self.world.chronicle.told.len());
                let owner = self.world.machines[node].hub;
                let told = self.world.prepare(&name, kind, owner, about);
                if kind == "story" && self.world.dice.chance(150) {
                    return;
                }
                told
            }
        };
        let owner = self.world.chronicle.told[told].owner;
        let Some(node) = self.machine_of(owner) else { return };
        let words = self.words(&["title", "summary", "place"]);
        self.world.publish(node, told, &words);
    }

    fn submit(&mut self) {
        let Some(node) = self.anybody().filter(|node| self.world.means_well(*node)) else { return };
        let name = format!("story-{}", self.world.chronicle.told.len());
        let told = self.world.prepare(&name, "story", self.world.machines[node].hub, None);
        let words = self.words(&["draft"]);
        self.world.submit(node, told, &words);
    }

    /// Who may write in something: anybody in an entry of the directory, the owner elsewhere.
    fn editor_of(&mut self, told: usize) -> Option<usize> {
        let it = &self.world.chronicle.told[told];
        let (kind, owner) = (it.kind, it.owner);
        if kind == "organisation" { self.anybody() } else { self.machine_of(owner) }
    }

    fn field(&mut self) -> Words {
        let field = self.world.dice.pick(&["title", "summary", "place"]).expect("there are three");
        self.words(&[field])
    }

    fn edit(&mut self) {
        let Some(told) = self.told(|told| told.kind == "organisation" || told.kind == "event") else { return };
        let Some(node) = self.editor_of(told) else { return };
        let words = self.field();
        self.world.edit(node, told, &words);
    }

    fn open_form(&mut self) {
        let Some(told) = self.told(|told| told.kind == "organisation" || told.kind == "event") else { return };
        let Some(node) = self.editor_of(told) else { return };
        let Some((document, base)) = self.world.form(node, told) else { return };
        self.forms.push(Form { node, told, document, base });
    }

    fn save_form(&mut self) {
        if self.forms.is_empty() {
            return self.edit();
        }
        let index = self.world.dice.below(self.forms.len() as u64) as usize;
        let Form { node, told, document, base } = self.forms.swap_remove(index);
        let words = self.field();
        self.world.edit_on(node, told, document, &base, &words);
    }

    fn correct(&mut self) {
        let Some(told) = self.told(|told| !told.versions.is_empty() && told.kind != "comment") else { return };
        let owner = self.world.chronicle.told[told].owner;
        let Some(node) = self.machine_of(owner) else { return };
        let words = self.words(&["title", "summary", "place"]);
        self.world.correct(node, told, &words);
    }

    fn withdraw(&mut self) {
        let Some(told) = self.told(|told| told.teller.is_some()) else { return };
        let Some(node) = self.anybody() else { return };
        self.world.withdraw_by_code(node, told);
    }

    fn withdraw_as_owner(&mut self) {
        let Some(told) = self.told(|told| !told.versions.is_empty()) else { return };
        let owner = self.world.chronicle.told[told].owner;
        let Some(node) = self.machine_of(owner) else { return };
        self.world.withdraw_as_owner(node, told);
    }

    fn hold(&mut self) {
        let Some(told) = self.told(|told| !told.versions.is_empty()) else { return };
        let owner = self.world.chronicle.told[told].owner;
        let Some(node) = self.machine_of(owner) else { return };
        let held = self.world.dice.chance(600);
        self.world.hold(node, told, held);
    }

    fn divide(&mut self) {
        for node in 0..self.world.machines.len() {
            let side = self.world.dice.below(2) as usize;
            self.world.network.place(node, side);
        }
    }

    fn crash(&mut self) {
        if let Some(node) = self.anybody() {
            self.world.crash(node);
        }
    }

    fn back_up(&mut self) {
        if let Some(node) = self.anybody() {
            self.world.back_up(node);
        }
    }

    fn restore(&mut self) {
        let machines = self.world.machines.iter().enumerate();
        let can: Vec<usize> =
            machines.filter(|(_, it)| !it.backups.is_empty() && !it.stolen && !it.gone).map(|(node, _)| node).collect();
        if let Some(node) = self.world.dice.pick(&can) {
            let copy = self.world.dice.below(self.world.machines[node].backups.len() as u64) as usize;
            self.world.restore(node, copy);
        }
    }

    fn lose_or_steal(&mut self) {
        let Some(node) = self.anybody().filter(|node| self.world.means_well(*node)) else { return };
        let hub = self.world.machines[node].hub;
        if self.resigned.contains(&hub) {
            return;
        }
        if self.world.dice.chance(400) {
            self.world.lose(node);
        } else {
            self.world.steal(node);
        }
        self.unrevoked.push((node, false));
        if self.own_machine_of(hub).is_none() {
            let name = format!("{}-{}", self.world.hubs[hub].name, self.world.machines.len());
            self.world.install(hub, name, Role::Full);
        }
    }

    fn revoke(&mut self) {
        let Some((node, hasty)) = self.world.dice.pick(&self.unrevoked) else { return };
        let keep = match self.world.dice.below(3) {
            0 if !hasty => Keep::Nothing,
            1 if self.world.machines[node].gone => Keep::All,
            _ => Keep::BeforeTheft,
        };
        self.revoke_with(node, keep);
    }

    fn revoke_with(&mut self, stolen: usize, keep: Keep) {
        let hub = self.world.machines[stolen].hub;
        let Some(node) = self.own_machine_of(hub).filter(|_| !self.resigned.contains(&hub)) else { return };
        if let Deed::Done(Ok(())) = self.world.revoke(node, stolen, keep) {
            self.unrevoked.retain(|(node, _)| *node != stolen);
            if keep == Keep::Nothing {
                self.unrevoked.push((stolen, true));
            }
        }
    }

    /// A stranger asks, and somebody vouches for one that has.
    fn join(&mut self) {
        let strangers: Vec<usize> = (self.founders..self.world.hubs.len()).collect();
        let stranger = match self.world.dice.pick(&strangers).filter(|_| strangers.len() > 1 || self.world.dice.chance(700)) {
            Some(stranger) => stranger,
            None => {
                self.world.chronicle.figures.joins += 1;
                let name = format!("ny-{}", self.world.hubs.len());
                let stranger = self.world.stranger(&name);
                self.world.hubs[stranger].honest = self.world.dice.chance(700);
                stranger
            }
        };
        for _ in 0..3 {
            if let Some(node) = self.anybody() {
                self.world.say(node, stranger, Some(Say::Vouch));
            }
        }
    }

    /// Those who mean well object to those who do not, and those to everybody; thieves to anyone in the name they stole.
    fn object(&mut self) {
        let Some(node) = self.anybody() else { return };
        let means_well = self.world.means_well(node);
        let against: Vec<usize> = (0..self.world.hubs.len()).filter(|hub| !means_well || !self.world.hubs[*hub].honest).collect();
        let Some(hub) = self.world.dice.pick(&against) else { return };
        if self.world.machines[node].stolen {
            let own = self.world.machines[node].hub;
            self.world.hubs[own].tainted = true;
        }
        self.world.chronicle.figures.expulsions += u64::from(means_well);
        self.world.say(node, hub, Some(Say::Object));
    }

    fn resign(&mut self) {
        let Some(node) = self.anybody().filter(|node| self.world.means_well(*node)) else { return };
        let hub = self.world.machines[node].hub;
        if !self.resigned.is_empty() {
            return;
        }
        let others: Vec<usize> = (0..self.world.hubs.len()).filter(|other| *other != hub).collect();
        let successor = self.world.dice.pick(&others).filter(|_| self.world.dice.chance(500));
        if let Deed::Done(_) = self.world.resign(node, successor) {
            self.resigned.insert(hub);
        }
    }
}
