//! The stage: a calm world, and the commands that scripts give.
//!
//! | command | what happens |
//! |---|---|
//! | `found A B C [admit N]` | hubs found a network, each with one machine of the same name |
//! | `stranger A` | a hub that is not in it |
//! | `machine HUB NAME [mirror]` | one more machine of a hub; also a new one, from the words on paper |
//! | `prepare NAME KIND HUB [about OTHER]` | something that is to be published: it has an address and, where told, a code |
//! | `publish M NAME field=word …` | a machine publishes it; a story of its own hub where nothing was prepared |
//! | `submit M NAME field=word …` | a submission on one machine's disk, shared with nobody |
//! | `edit M NAME field=word …`, `correct M NAME field=word …` | in place; or a new version with fresh history |
//! | `open M NAME as FORM`, `save FORM field=word …` | an edit by somebody who loaded the form earlier |
//! | `withdraw NAME at M`, `remove M NAME` | with the teller's code; as its owner |
//! | `hold M NAME`, `release M NAME` | hidden everywhere; shown again |
//! | `vouch M HUB`, `object M HUB`, `unsay M HUB` | in the trust list of the machine's hub |
//! | `fret M HUB N` | says one thing and another of a hub, N times |
//! | `steal M`, `revoke M STOLEN nothing\|before-theft\|all` | a thief has it; its hub gives it up, and keeps this |
//! | `relay M STOLEN NAME` | an honest-looking peer hands over what a stolen machine has of a document |
//! | `remove-late M STOLEN NAME` | and a withdrawal as owner that the thief signed |
//! | `hand M PEER` | a machine is given the peer's withdrawals and corrections, and nothing else: the line breaks then |
//! | `resign M [HUB]`, `testament M HUB as T`, `open-testament M T` | the hub leaves; or leaves a signed letter for that |
//! | `partition A B \| C`, `heal`, `stabilize` | who reaches whom; talk until nothing changes |
//! | `off M`, `on M`, `lose M`, `backup M`, `restore M` | power, and disks |
//! | `status NAME …`, `members`, `receipts NAME`, `waiting`, `disk WORD`, `agree` | what each machine shows |

use crate::sim::office::{Answer, Keep, Words};
use crate::sim::world::{Deed, World};
use knutepunkt_protocol::document::header::Header;
use knutepunkt_protocol::ids::{ChangeHash, DocumentId};
use knutepunkt_protocol::law::records::{Record, Resignation, Role, kept_chunks};
use knutepunkt_protocol::law::trust::Say;
use knutepunkt_protocol::replica::erasure::HandedIn;
use knutepunkt_protocol::replica::{Effects, Hand, Refusal, Replica, Set};
use knutepunkt_protocol::signed::Verified;
use knutepunkt_protocol::withdrawal::by_owner::{ByOwner, Wish};
use std::collections::{BTreeMap, BTreeSet};

/// What a command prints, or why it could not be given.
pub type Printed = Result<Vec<String>, String>;

/// A form that somebody has open: at which machine, of what, and the version and heads that it was loaded from.
type Form = (usize, usize, DocumentId, BTreeSet<ChangeHash>);

/// A world on which a script is played.
#[derive(Debug)]
pub struct Stage {
    world: Option<World>,
    forms: BTreeMap<String, Form>,
    letters: BTreeMap<String, Vec<Vec<u8>>>,
}

impl Default for Stage {
    fn default() -> Stage {
        Stage::new()
    }
}

impl Stage {
    /// An empty stage.
    pub fn new() -> Stage {
        Stage { world: None, forms: BTreeMap::new(), letters: BTreeMap::new() }
    }

    /// What was broken on the way, and whether every machine shows what is on its disk.
    pub fn verdict(&mut self) -> Result<(), String> {
        if let Some(world) = &mut self.world {
            (0..world.machines.len()).for_each(|node| world.compare_with_twin(node));
        }
        let broken = self.world.as_ref().map(|world| world.violations.join("\n")).unwrap_or_default();
        if broken.is_empty() { Ok(()) } else { Err(broken) }
    }

    /// Plays one command.
    pub fn play(&mut self, command: &str) -> Printed {
        let words: Vec<&str> = command.split_whitespace().collect();
        match words.as_slice() {
            ["found", hubs @ ..] => self.found(hubs),
            [verb, rest @ ..] => self.act(verb, rest),
            [] => Ok(Vec::new()),
        }
    }

    fn found(&mut self, hubs: &[&str]) -> Printed {
        let (hubs, admit) = match hubs {
            [hubs @ .., "admit", admit] => (hubs, Some(admit.parse().map_err(|_| "a number")?)),
            hubs => (hubs, None),
        };
        self.world = Some(World::found(1, hubs, admit));
        self.stabilize()
    }

    fn act(&mut self, verb: &str, rest: &[&str]) -> Printed {
        match (verb, rest) {
            ("stranger", [name]) => self.quietly(|world| world.stranger(name)),
            ("machine", [hub, name, role @ ..]) => {
                let hub = self.hub(hub)?;
                let role = if role == ["mirror"] { Role::Mirror } else { Role::Full };
                self.quietly(|world| world.install(hub, (*name).to_owned(), role))
            }
            ("prepare", [name, kind, hub, about @ ..]) => self.prepare(name, kind, hub, about),
            ("publish" | "submit" | "edit" | "correct", [node, name, fields @ ..]) => self.write(verb, node, name, fields),
            ("open", [node, name, "as", form]) => {
                let (node, told) = (self.node(node)?, self.told(name)?);
                let (document, base) = self.world()?.form(node, told).ok_or("nothing is shown")?;
                self.forms.insert((*form).to_owned(), (node, told, document, base));
                Ok(Vec::new())
            }
            ("save", [form, fields @ ..]) => {
                let (node, told, document, base) = self.forms.remove(*form).ok_or("no such form")?;
                let words = read_fields(fields)?;
                print(self.world()?.edit_on(node, told, document, &base, &words))
            }
            ("withdraw", [name, "at", node]) => {
                let (node, told) = (self.node(node)?, self.told(name)?);
                Ok(vec![match self.world()?.withdraw_by_code(node, told) {
                    Deed::Done(Ok(HandedIn::InForce)) => "in force".to_owned(),
                    Deed::Done(Ok(HandedIn::Waiting)) => "waiting".to_owned(),
                    other => return print(other),
                }])
            }
            ("remove", [node, name]) => {
                let (node, told) = (self.node(node)?, self.told(name)?);
                print(self.world()?.withdraw_as_owner(node, told))
            }
            ("hold" | "release", [node, name]) => {
                let (node, told) = (self.node(node)?, self.told(name)?);
                print(self.world()?.hold(node, told, verb == "hold"))
            }
            ("vouch" | "object" | "unsay", [node, hub]) => {
                let (node, hub) = (self.node(node)?, self.hub(hub)?);
                let say = [("vouch", Say::Vouch), ("object", Say::Object)].into_iter().find(|(word, _)| *word == verb);
                print(self.world()?.say(node, hub, say.map(|(_, say)| say)))
            }
            ("fret", [node, hub, times]) => {
                let (node, hub) = (self.node(node)?, self.hub(hub)?);
                for time in 0..times.parse::<usize>().map_err(|_| "a number")? {
                    let say = if time % 2 == 0 { Say::Vouch } else { Say::Object };
                    print(self.world()?.say(node, hub, Some(say)))?;
                }
                Ok(Vec::new())
            }
            ("steal", [node]) => {
                let node = self.node(node)?;
                self.quietly(|world| world.steal(node))
            }
            ("revoke", [node, stolen, keep]) => self.revoke(node, stolen, keep),
            ("relay", [node, stolen, name]) => self.relay(node, stolen, name),
            ("hand", [node, peer]) => self.hand(node, peer),
            ("remove-late", [node, stolen, name]) => self.remove_late(node, stolen, name),
            ("resign", [node, successor @ ..]) => {
                let node = self.node(node)?;
                let successor = successor.first().map(|hub| self.hub(hub)).transpose()?;
                print(self.world()?.resign(node, successor))
            }
            ("testament", [node, successor, "as", letter]) => self.testament(node, successor, letter),
            ("open-testament", [node, letter]) => {
                let node = self.node(node)?;
                let records = self.letters.get(*letter).cloned().ok_or("no such letter")?;
                self.quietly(|world| world.call(node, |replica, hand, effects| replica.take_records(&records, hand, effects)))
            }
            _ => self.weather_or_question(verb, rest),
        }
    }

    fn weather_or_question(&mut self, verb: &str, rest: &[&str]) -> Printed {
        match (verb, rest) {
            ("partition", sides) => {
                for (side, nodes) in sides.split(|word| *word == "|").enumerate() {
                    for name in nodes {
                        let node = self.node(name)?;
                        self.world()?.network.place(node, side);
                    }
                }
                Ok(Vec::new())
            }
            ("heal", []) => self.quietly(|world| world.network.heal()),
            ("stabilize", []) => self.stabilize(),
            ("off", [node]) => {
                let node = self.node(node)?;
                self.quietly(|world| world.machines[node].cut())
            }
            ("on", [node]) => {
                let node = self.node(node)?;
                self.quietly(|world| world.switch_on(node))
            }
            ("lose", [node]) => {
                let node = self.node(node)?;
                self.quietly(|world| world.lose(node))
            }
            ("backup", [node]) => {
                let node = self.node(node)?;
                self.quietly(|world| world.back_up(node))
            }
            ("restore", [node]) => {
                let node = self.node(node)?;
                let copy = self.world()?.machines[node].backups.len().checked_sub(1).ok_or("no copy")?;
                self.quietly(|world| world.restore(node, copy))
            }
            _ => {
                let world = self.world.as_ref().ok_or("found a network first")?;
                world.question(verb, rest)
            }
        }
    }

    fn prepare(&mut self, name: &str, kind: &str, hub: &str, about: &[&str]) -> Printed {
        let kinds = ["story", "comment", "organisation", "event", "article"];
        let kind = kinds.into_iter().find(|known| *known == kind).ok_or("no such kind")?;
        let hub = self.hub(hub)?;
        let about = match about {
            ["about", other] => Some(self.told(other)?),
            [] => None,
            _ => return Err("about what?".to_owned()),
        };
        self.quietly(|world| world.prepare(name, kind, hub, about))
    }

    fn write(&mut self, verb: &str, node: &str, name: &str, fields: &[&str]) -> Printed {
        let node = self.node(node)?;
        let words = read_fields(fields)?;
        let world = self.world()?;
        let told = world.chronicle.find(name);
        let told = match told {
            Some(told) => told,
            None if matches!(verb, "publish" | "submit") => world.prepare(name, "story", world.machines[node].hub, None),
            None => return Err(format!("nobody has heard of {name}")),
        };
        match verb {
            "publish" => print(world.publish(node, told, &words)),
            "submit" => print(world.submit(node, told, &words)),
            "edit" => print(world.edit(node, told, &words)),
            _ => print(world.correct(node, told, &words)),
        }
    }

    fn revoke(&mut self, node: &str, stolen: &str, keep: &str) -> Printed {
        let (node, stolen) = (self.node(node)?, self.node(stolen)?);
        let keep = match keep {
            "nothing" => Keep::Nothing,
            "before-theft" => Keep::BeforeTheft,
            "all" => Keep::All,
            _ => return Err("nothing, before-theft or all".to_owned()),
        };
        print(self.world()?.revoke(node, stolen, keep))
    }

    /// What a thief has of a document comes to a machine by way of somebody whom it trusts.
    fn relay(&mut self, node: &str, stolen: &str, name: &str) -> Printed {
        let (node, stolen, told) = (self.node(node)?, self.node(stolen)?, self.told(name)?);
        let world = self.world()?;
        let (id, base) = world.form(stolen, told).ok_or("the thief shows nothing")?;
        let heads: Vec<ChangeHash> = base.into_iter().collect();
        let replica = world.replica(stolen).ok_or("it is off")?;
        let bundle = replica.bundle(&id, &heads, &[], 0, &world.machines[stolen].rows).ok_or("no bodies")?;
        print(world.call(node, |replica, hand, effects| replica.take_document(&bundle.header, &bundle.changes, hand, effects)))
    }

    /// A session that breaks after the withdrawals.
    fn hand(&mut self, node: &str, peer: &str) -> Printed {
        let (node, peer) = (self.node(node)?, self.node(peer)?);
        let world = self.world()?;
        let (replica, id) = (world.replica(peer).ok_or("it is off")?, world.machines[peer].id());
        let listed = replica.listed(Set::Withdrawals, None);
        let items: Vec<Vec<u8>> = listed.keys().filter_map(|item| replica.item_bytes(Set::Withdrawals, item)).collect();
        let mut printed = Vec::new();
        for bytes in items {
            let take = |replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects| {
                replica.take_item(Set::Withdrawals, &bytes, &id, hand, effects)
            };
            printed.extend(print(world.call(node, take))?);
        }
        Ok(printed)
    }

    /// A thief signs a withdrawal as owner with the certificate that the machine had when it was stolen.
    fn remove_late(&mut self, node: &str, stolen: &str, name: &str) -> Printed {
        let (node, stolen, told) = (self.node(node)?, self.node(stolen)?, self.told(name)?);
        let world = self.world()?;
        let network = world.charter.network();
        let header: Option<Header> = world.form(node, told).and_then(|(id, _)| world.replica(node)?.header(&id).cloned());
        let header = header.ok_or("nothing is shown")?.encode();
        let thief = &world.machines[stolen];
        let certificate =
            thief.replica.as_ref().and_then(|replica| replica.own_certificate().cloned()).ok_or("no certificate")?;
        match ByOwner::sign(Wish::Final, header, &thief.secret, &certificate, Vec::new(), &network) {
            Err(error) => Ok(vec![format!("refused: {error}")]),
            Ok(withdrawal) => {
                let bytes = withdrawal.encode();
                print(world.call(node, |replica, hand, effects| replica.take_owner(&bytes, hand, effects)))
            }
        }
    }

    /// A resignation that is signed now and left with somebody, to be opened if the words are lost.
    fn testament(&mut self, node: &str, successor: &str, letter: &str) -> Printed {
        let (node, successor) = (self.node(node)?, self.hub(successor)?);
        let world = self.world()?;
        let hub = &world.hubs[world.machines[node].hub];
        let (replica, successor) = (world.replica(node).ok_or("it is off")?, world.hubs[successor].id);
        let chunks = kept_chunks(&replica.kept_of(|_| true));
        let kept = chunks.iter().map(|chunk| chunk.id()).collect();
        let epoch = replica.law().hub(&successor).map_or(0, |record| record.revocations);
        let resignation = Resignation { version: 1, hub: hub.id, successor: Some(successor), kept, epoch };
        let signed = Record::Resignation(Verified::sign(resignation, &hub.secret));
        let records = core::iter::once(signed).chain(chunks.into_iter().map(Record::Kept)).map(|record| record.encode());
        let records = records.collect();
        self.letters.insert(letter.to_owned(), records);
        Ok(Vec::new())
    }

    fn stabilize(&mut self) -> Printed {
        self.quietly(World::come_to_rest)
    }

    fn quietly<T>(&mut self, deed: impl FnOnce(&mut World) -> T) -> Printed {
        deed(self.world()?);
        Ok(Vec::new())
    }

    fn world(&mut self) -> Result<&mut World, String> {
        self.world.as_mut().ok_or_else(|| "found a network first".to_owned())
    }

    fn node(&self, name: &str) -> Result<usize, String> {
        self.world.as_ref().and_then(|world| world.machine(name)).ok_or_else(|| format!("no machine {name}"))
    }

    fn hub(&self, name: &str) -> Result<usize, String> {
        self.world.as_ref().and_then(|world| world.hub(name)).ok_or_else(|| format!("no hub {name}"))
    }

    fn told(&self, name: &str) -> Result<usize, String> {
        self.world.as_ref().and_then(|world| world.chronicle.find(name)).ok_or_else(|| format!("nobody has heard of {name}"))
    }
}

fn print<T>(answer: Answer<T>) -> Printed {
    Ok(match answer {
        Deed::Done(Ok(_)) => Vec::new(),
        Deed::Done(Err(refusal)) => vec![refused(&refusal)],
        Deed::Unknown => vec!["the machine is off".to_owned()],
    })
}

fn refused(refusal: &Refusal) -> String {
    format!("refused: {refusal}")
}

fn read_fields(fields: &[&str]) -> Result<Words, String> {
    let field = |text: &&str| text.split_once('=').map(|(field, word)| (field.to_owned(), word.to_owned()));
    fields.iter().map(|text| field(text).ok_or_else(|| format!("{text} is not field=word"))).collect()
}
