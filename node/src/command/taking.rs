//! What one import line does: a new document, the same again, a correction, an edit; kept here, or published.

use super::advised;
use super::private::{self, Imported, Kept};
use crate::clock;
use crate::core::{Core, CoreError};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::change::Edits;
use knutepunkt_protocol::document::header::{Editors, TellerProof, owner_address, teller_address};
use knutepunkt_protocol::ids::Address;
use knutepunkt_protocol::kinds::{self, Content, Edit, FieldError, Kind, Line, ParsedLine, Reach, Status};
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::replica::{Effects, Hand, Refusal, Replica};
use knutepunkt_protocol::rows::Table;

/// What became of a line.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    pub address: Address,
    pub code: Option<String>,
    pub result: &'static str,
}

/// Why a line was not taken.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The line itself: the next one may be better.
    Line(FieldError),
    /// The machine: no further line will do.
    Machine(CoreError),
}

impl From<CoreError> for Trouble {
    fn from(error: CoreError) -> Trouble {
        match error {
            CoreError::Refused(refusal) => refusal.into(),
            other => Trouble::Machine(other),
        }
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        let (field, rule) = match &refusal {
            Refusal::Withdrawn => ("ref", "withdrawn"),
            Refusal::NotOurs | Refusal::NoAuthority => ("id", "not_ours"),
            Refusal::Unknown => ("id", "unknown"),
            Refusal::NotCertified => ("line", "not_certified"),
            Refusal::NotCounting | Refusal::Irrelevant => ("line", "not_member"),
            _ => ("line", "refused"),
        };
        refused(field, rule, &advised(&refusal))
    }
}

impl From<FieldError> for Trouble {
    fn from(error: FieldError) -> Trouble {
        Trouble::Line(error)
    }
}

/// A line is refused at a field, by a rule, with a sentence.
fn refused(field: &str, rule: &'static str, message: &str) -> Trouble {
    let mut characters = message.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    Trouble::Line(FieldError { field: field.into(), rule, message: format!("{first}{}.", characters.as_str()) })
}

fn withdrawn(field: &str) -> Trouble {
    refused(field, "withdrawn", "this was withdrawn by its teller or its owner and stays withdrawn: leave the line out")
}

/// What taking in a line works with.
pub(super) struct Taking<'t> {
    pub core: &'t Core,
    pub replica: &'t mut Replica,
    pub hand: Hand<'t>,
    pub effects: &'t mut Effects,
}

/// This centre's own document as a line leaves it.
struct Change<'c> {
    address: Address,
    /// What was kept of it.
    kept: Option<Kept>,
    line: &'c Line,
    /// What the line writes over what stands for everybody.
    edits: Edits,
    /// The line as the sender's last under its own name.
    imported: Option<Imported>,
}

impl Taking<'_> {
    /// Takes in one line.
    pub fn line(&mut self, text: &str) -> Result<Taken, Trouble> {
        if text.trim().is_empty() {
            return Ok(Taken { address: Address::default(), code: None, result: "same" });
        }
        if text.contains('\u{fffd}') {
            let message =
                "the line has bytes that are not UTF-8, which stand as � now; save the file as UTF-8 and import it again";
            return Err(refused("line", "not_utf8", message));
        }
        match kinds::parse_line(text)? {
            ParsedLine::Whole(line) => self.whole(&line),
            ParsedLine::Edit(edit) => self.edit(&edit),
        }
    }

    /// A line with the sender's own name for the document: new, the same again, or changed.
    fn whole(&mut self, line: &Line) -> Result<Taken, Trouble> {
        let row = private::reference_row(line.reference.as_deref().unwrap_or_default());
        let known = match pending(self.effects, Table::Own, &row) {
            Some(row) => Some(row),
            None => self.core.own(&row)?,
        };
        let known = known.and_then(|bytes| Address::from_slice(&bytes));
        let named = line.id.as_deref().and_then(|id| id.parse::<Address>().ok());
        let named = named.map(|address| self.named(address, known)).transpose()?.flatten();
        if line.kind == Kind::Hub {
            return self.profile(line);
        }
        let Some(address) = known.or(named) else { return self.begin(line, row) };
        if self.replica.is_withdrawn(&address) {
            return Err(withdrawn("ref"));
        }
        let kept = self.load(&address)?;
        let standing = shared_content(self.replica, self.hand, self.effects, &address);
        let kind = kept.as_ref().map(|kept| kept.kind.as_str()).or(standing.as_ref().map(|(kind, _)| kind.code()));
        if let Some(kind) = kind.filter(|kind| *kind != line.kind.code()) {
            let message = format!("this ref was used for a {kind}: use another ref for a {}", line.kind.code());
            return Err(refused("kind", "mismatch", &message));
        }
        let before = kept.as_ref().and_then(|kept| kept.imported.as_ref());
        if before.is_some_and(|before| before.same(line)) {
            return Ok(Taken { address, code: None, result: "same" });
        }
        // Of what is edited in place only what the sender changed since the last time is written: others may have edited it too.
        let edits = match (before.and_then(|before| before.edits(line)), &standing) {
            (Some(edits), _) => edits,
            (None, Some((_, standing))) => kinds::changed_fields(standing, &line.shared),
            (None, None) => Edits::new(),
        };
        let imported = Some(Imported::of(line, before));
        // As after a recovery: it stands, and only the sender's own name for it was not known here.
        let adopted = kept.is_none() && standing.is_some() && edits.is_empty() && private::is_shared(line);
        let taken = self.bring_up_to_date(Change { address, kept, line, edits, imported })?;
        self.effects.batch.put(Table::Own, row, address.as_bytes().to_vec());
        Ok(if adopted { Taken { result: "same", ..taken } } else { taken })
    }

    /// What the id means that stands in a line beside a ref: something of this centre's own, and what the ref stands for. An id that
    /// nobody here knows is refused where the ref is new. It may be that of a withdrawn story, which would come back under a code
    /// that its teller does not have.
    fn named(&self, address: Address, known: Option<Address>) -> Result<Option<Address>, Trouble> {
        let here = self.replica.has_documents(&address) || self.replica.private_at(&address).is_some();
        if self.replica.is_withdrawn(&address) {
            return Err(withdrawn("id"));
        }
        match known {
            _ if here && !owned(self.replica, &address) => Err(Refusal::NotOurs.into()),
            Some(known) if here && known != address => {
                Err(refused("id", "mismatch", "the ref stands for another document than the id: give one of the two"))
            }
            None if !here => {
                let message = "nothing is known here under this id: leave the id out to take the line in as a new document";
                Err(refused("id", "unknown", message))
            }
            _ => Ok(here.then_some(address)),
        }
    }

    /// This centre's own profile: a centre has one, so the sender's name for it says nothing. The machines' addresses are kept where
    /// the line does not give them.
    fn profile(&mut self, line: &Line) -> Result<Taken, Trouble> {
        let address = self.replica.single_header("hub", 0).address();
        let standing = shared_content(self.replica, self.hand, self.effects, &address).map(|(_, content)| content);
        let mut content = line.shared.clone();
        if let Some(addresses) = standing.as_ref().and_then(|standing| standing.get("addresses")) {
            content.entry("addresses".into()).or_insert_with(|| addresses.clone());
        }
        let result = match &standing {
            Some(standing) if *standing == content => "same",
            Some(_) => "changed",
            None => "new",
        };
        self.replica.publish_profile(&content, self.hand, self.effects)?;
        Ok(Taken { address, code: None, result })
    }

    /// A document that was not here before.
    fn begin(&mut self, line: &Line, reference_row: Vec<u8>) -> Result<Taken, Trouble> {
        let (network, owner) = (self.replica.network(), self.replica.me().hub);
        let (origin, code) = if line.kind == Kind::Story {
            (Vec::new(), Some(Code::from_random(random()?)))
        } else {
            (random::<16>()?.to_vec(), None)
        };
        let teller = code.as_ref().map(|code| TellerProof::new(&code.secret(), &network, &owner));
        let address = match &teller {
            Some(teller) => teller_address(&network, &teller.key),
            None => owner_address(&network, &owner, &origin),
        };
        let kept = Kept { imported: Some(Imported::of(line, None)), ..Kept::of_line(line, &origin, teller.as_ref()) };
        if kept.is_shared() {
            self.publish(line, &kept)?;
        }
        private::save(self.replica, address, &kept, self.effects)?;
        self.effects.batch.put(Table::Own, reference_row, address.as_bytes().to_vec());
        Ok(Taken { address, code: code.map(|code| code.to_string()), result: "new" })
    }

    fn publish(&mut self, line: &Line, kept: &Kept) -> Result<(), Trouble> {
        let editors = if line.kind == Kind::Organisation { Editors::Members } else { Editors::Owner };
        let new = NewDocument {
            kind: line.kind.code().to_owned(),
            editors,
            teller: kept.teller(),
            origin: kept.origin(),
            about: None,
            nonce: random::<8>()?.to_vec(),
        };
        self.replica.publish(new, &line.shared, self.hand, self.effects)?;
        Ok(())
    }

    /// A line with an id: only the fields that are given, on top of what stands, or of what is kept here where that is not published.
    fn edit(&mut self, edit: &Edit) -> Result<Taken, Trouble> {
        let address: Address = edit.id.parse().map_err(|_| Trouble::from(Refusal::Unknown))?;
        if self.replica.is_withdrawn(&address) {
            return Err(withdrawn("id"));
        }
        let kept = self.load(&address)?;
        let standing = shared_content(self.replica, self.hand, self.effects, &address);
        let unshared = kept.as_ref().and_then(|kept| Some((kept.kind()?, kept.unshared.clone()?)));
        let Some((kind, shared)) = unshared.or_else(|| standing.clone()) else { return Err(Refusal::Unknown.into()) };
        if edit.kind.is_some_and(|given| given != kind) {
            let message = format!("this id is that of a {kind}: leave the kind out, or give that one");
            return Err(refused("kind", "mismatch", &message));
        }
        let own = kept.is_some() || owned(self.replica, &address);
        if kind == Kind::Story && !own {
            return Err(Refusal::NotOurs.into());
        }
        let empty = Content::new();
        let private = kept.as_ref().map_or(&empty, |kept| &kept.private);
        let status = edit.status.unwrap_or(kept.as_ref().map_or(Status::Published, Kept::status));
        let reach = edit.reach.unwrap_or(kept.as_ref().map_or(Reach::Network, Kept::reach));
        let line = kinds::overlay(kind, &shared, private, &edit.given, status, reach)?;
        let same = line.shared == shared
            && kept.as_ref().is_none_or(|kept| kept.private == line.private && kept.status() == status && kept.reach() == reach);
        if same {
            return Ok(Taken { address, code: None, result: "same" });
        }
        let edits = standing.map(|(_, standing)| kinds::changed_fields(&standing, &line.shared)).unwrap_or_default();
        if !own {
            // Another centre's document that this one may edit: nothing private is kept of it.
            self.edit_in_place(&address, &edits)?;
            return Ok(Taken { address, code: None, result: "changed" });
        }
        let imported = kept.as_ref().and_then(|kept| kept.imported.clone());
        self.bring_up_to_date(Change { address, kept, line: &line, edits, imported })
    }

    fn bring_up_to_date(&mut self, change: Change<'_>) -> Result<Taken, Trouble> {
        let Change { address, kept, line, edits, imported } = change;
        let (origin, teller) = match (&kept, self.replica.beneath_hold(&address)) {
            (Some(kept), _) => (kept.origin(), kept.teller()),
            (None, Standing::Shown(version)) => {
                let header = self.replica.header(&version);
                header.map(|header| (header.origin.clone(), header.teller)).unwrap_or_default()
            }
            (None, _) => Default::default(),
        };
        let hidden = kept.as_ref().and_then(|kept| kept.hidden);
        let mut now = Kept { imported, ..Kept::of_line(line, &origin, teller.as_ref()) };
        now.reference = line.reference.clone().or_else(|| kept.and_then(|kept| kept.reference));
        match (self.replica.has_documents(&address), now.is_shared()) {
            (false, false) => {}
            (false, true) => self.publish(line, &now)?,
            (true, true) => {
                self.release(&address, hidden)?;
                if line.kind != Kind::Story {
                    self.edit_in_place(&address, &edits)?;
                } else if !edits.is_empty() {
                    self.replica.correct(&address, &line.shared, random::<8>()?.to_vec(), self.hand, self.effects)?;
                }
            }
            // Taken back for now: hidden everywhere until it is published again. Only a withdrawal is for ever.
            (true, false) => now.hidden = self.hide(&address, hidden)?,
        }
        private::save(self.replica, address, &now, self.effects)?;
        Ok(Taken { address, code: None, result: "changed" })
    }

    /// Hides what is not to be published any longer, unless it is hidden already. Answers the counter of the hold by which import
    /// itself hid it.
    fn hide(&mut self, address: &Address, hidden: Option<u64>) -> Result<Option<u64>, Trouble> {
        if self.replica.is_held(address) {
            return Ok(hidden);
        }
        self.replica.hold(address, true, self.hand, self.effects)?;
        Ok(self.replica.ruling_hold(address).map(|hold| hold.counter))
    }

    /// Releases what import itself hid. What a person hid, for a complaint perhaps, a person releases.
    fn release(&mut self, address: &Address, hidden: Option<u64>) -> Result<(), Trouble> {
        let Some(hold) = self.replica.ruling_hold(address).filter(|hold| hold.held) else { return Ok(()) };
        if hold.node != self.replica.me().node || hidden != Some(hold.counter) {
            return Err(held(address));
        }
        Ok(self.replica.hold(address, false, self.hand, self.effects)?)
    }

    fn edit_in_place(&mut self, address: &Address, edits: &Edits) -> Result<(), Trouble> {
        let version = match self.replica.standing(address) {
            Standing::Shown(version) => version,
            Standing::Held => return Err(held(address)),
            Standing::Withdrawn | Standing::BeingCorrected | Standing::Unknown => return Err(Refusal::Unknown.into()),
        };
        let heads = self.replica.document(&version).map(|document| document.heads.clone()).unwrap_or_default();
        if !edits.is_empty() {
            self.replica.edit(&version, &heads, edits, self.hand, self.effects)?;
        }
        Ok(())
    }

    fn load(&self, address: &Address) -> Result<Option<Kept>, CoreError> {
        private::load_with(self.core.store(), self.replica, address, |key| pending(self.effects, Table::Private, key))
    }
}

fn held(address: &Address) -> Trouble {
    let message = format!("it is held: if it may be shown again run `knutepunkt release {address}`, then import the line again");
    refused("status", "held", &message)
}

/// What stands at an address for everybody, held or not.
pub(super) fn shared_content(replica: &Replica, hand: Hand<'_>, effects: &Effects, address: &Address) -> Option<(Kind, Content)> {
    let Standing::Shown(version) = replica.beneath_hold(address) else { return None };
    let kind = Kind::from_code(&replica.header(&version)?.kind)?;
    Some((kind, replica.view(&version, &effects.over(hand.bodies))?.content()))
}

/// Whether what stands at an address is this centre's own.
pub(super) fn owned(replica: &Replica, address: &Address) -> bool {
    let Standing::Shown(version) = replica.beneath_hold(address) else { return replica.private_at(address).is_some() };
    replica.header(&version).is_some_and(|header| replica.law().acts_for(&replica.me().hub, &header.owner))
}

/// A value that the batch will put, for a later line of the same batch.
fn pending(effects: &Effects, table: Table, key: &[u8]) -> Option<Vec<u8>> {
    effects.batch.writes.iter().rev().find(|write| write.table == table && write.key == key).and_then(|write| write.value.clone())
}

fn random<const N: usize>() -> Result<[u8; N], CoreError> {
    Ok(clock::random()?)
}
