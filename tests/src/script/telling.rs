//! What machines show, as scripts print it: machines that show the same stand on one line.

use super::stage::Printed;
use crate::sim::world::World;
use knutepunkt_protocol::ids::{HubId, NodeId, TellerKey};
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::replica::{Replica, Set};
use knutepunkt_protocol::rows::Rows;
use std::collections::BTreeSet;

impl World {
    /// Answers a question of a script.
    pub(super) fn question(&self, verb: &str, rest: &[&str]) -> Printed {
        match (verb, rest) {
            ("status", names) if !names.is_empty() => {
                let lines = names.iter().map(|name| {
                    let told = self.chronicle.find(name).ok_or_else(|| format!("nobody has heard of {name}"))?;
                    let lines = self.grouped(|replica, rows| self.stands(replica, rows, told));
                    Ok(if names.len() == 1 { lines } else { lines.into_iter().map(|line| format!("{name}: {line}")).collect() })
                });
                lines.collect::<Result<Vec<Vec<String>>, String>>().map(|lines| lines.concat())
            }
            ("members", []) => Ok(self.grouped(|replica, _| {
                let names = |hubs: Vec<&HubId>| self.hubs_named(hubs.into_iter());
                let law = replica.law().membership();
                let barred = names(law.barred.keys().collect());
                let members = names(law.ranks.keys().collect());
                if barred.is_empty() { members } else { format!("{members}; barred {barred}") }
            })),
            ("receipts", [name]) => {
                let told = self.chronicle.find(name).ok_or_else(|| format!("nobody has heard of {name}"))?;
                let teller = self.chronicle.told[told].teller.as_ref().ok_or("nobody has a code for it")?;
                let key = TellerKey(teller.public());
                Ok(self.grouped(|replica, _| self.removal(replica, &key)))
            }
            ("waiting", []) => Ok(self.grouped(|replica, _| replica.listed(Set::Waiting, None).len().to_string())),
            ("aside", []) => Ok(self.grouped(|replica, _| replica.count_aside().to_string())),
            ("disk", [word]) => {
                let on =
                    |rows: &Rows| rows.values().any(|value| value.windows(word.len()).any(|window| window == word.as_bytes()));
                let names: Vec<&str> =
                    self.machines.iter().filter(|machine| on(&machine.rows)).map(|machine| machine.name.as_str()).collect();
                Ok(vec![if names.is_empty() { "on no disk".to_owned() } else { format!("on the disk of {}", names.join(" ")) }])
            }
            ("agree", []) => {
                let groups = self.grouped(|replica, _| replica.fingerprint().short());
                Ok(match groups.len() {
                    1 => vec!["all agree".to_owned()],
                    _ => groups.iter().map(|line| line.split_once(':').map_or("", |(names, _)| names).to_owned()).collect(),
                })
            }
            _ => Err("no such command".to_owned()),
        }
    }

    /// What each machine that is on shows, those together that show the same.
    fn grouped(&self, show: impl Fn(&Replica, &Rows) -> String) -> Vec<String> {
        let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
        for machine in &self.machines {
            let Some(replica) = &machine.replica else { continue };
            let shown = show(replica, &machine.rows);
            match groups.iter_mut().find(|(other, _)| *other == shown) {
                Some((_, names)) => names.push(&machine.name),
                None => groups.push((shown, vec![&machine.name])),
            }
        }
        groups.into_iter().map(|(shown, names)| format!("{}: {shown}", names.join(" "))).collect()
    }

    fn stands(&self, replica: &Replica, rows: &Rows, told: usize) -> String {
        match replica.standing(&self.chronicle.told[told].address) {
            Standing::Shown(id) => {
                let Some(view) = replica.view(&id, rows) else { return "unreadable".to_owned() };
                let fields = view.registers.iter().map(|(field, register)| {
                    let mut values: Vec<&str> = register.values().filter_map(|value| value.as_str()).collect();
                    if values.len() > 1 {
                        // Which of them is shown first depends on hashes; that it is the same one everywhere is tested elsewhere.
                        values.sort_unstable();
                    }
                    format!("{field}={}", values.join("|"))
                });
                format!("shown {}", fields.collect::<Vec<_>>().join(" "))
            }
            Standing::Held => "held".to_owned(),
            Standing::Withdrawn => "withdrawn".to_owned(),
            Standing::BeingCorrected => "being corrected".to_owned(),
            Standing::Unknown => "unknown".to_owned(),
        }
    }

    fn removal(&self, replica: &Replica, key: &TellerKey) -> String {
        let Some(removal) = replica.removal(key) else { return "no withdrawal".to_owned() };
        let nodes = |nodes: Vec<NodeId>| {
            let nodes: BTreeSet<NodeId> = nodes.into_iter().collect();
            let names: Vec<&str> = self
                .machines
                .iter()
                .filter(|machine| nodes.contains(&machine.id()))
                .map(|machine| machine.name.as_str())
                .collect();
            names.join(" ")
        };
        let signed = nodes(removal.receipts.iter().map(|(_, node, _)| *node).collect());
        let silent = nodes(removal.waiting.iter().flat_map(|(_, nodes)| nodes.clone()).collect());
        let mut line = if signed.is_empty() { "nobody has signed".to_owned() } else { format!("signed by {signed}") };
        for (what, names) in [
            ("silent", silent),
            ("closed", self.hubs_named(removal.closed.iter())),
            ("outside", self.hubs_named(removal.outside.iter())),
        ] {
            if !names.is_empty() {
                line += &format!("; {what} {names}");
            }
        }
        line
    }

    /// Names of hubs, in the order in which they came onto the stage.
    fn hubs_named<'a>(&self, hubs: impl Iterator<Item = &'a HubId>) -> String {
        let hubs: BTreeSet<HubId> = hubs.copied().collect();
        let names: Vec<&str> = self.hubs.iter().filter(|hub| hubs.contains(&hub.id)).map(|hub| hub.name.as_str()).collect();
        names.join(" ")
    }
}
