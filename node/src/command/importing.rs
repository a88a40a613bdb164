//! Import: one JSON document a line, each answered when it is durable.
//!
//! Lines are taken in as many at a time as are there, up to [`BATCH`], and committed together: on disk first, then answered.

use super::private::{self, Imported, Kept};
use super::{Exit, Failure, Input, Output};
use crate::clock;
use crate::core::{Core, CoreError};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::header::{Editors, TellerProof, owner_address, teller_address};
use knutepunkt_protocol::ids::{Address, DocumentId};
use knutepunkt_protocol::kinds::{self, Content, Edit, FieldError, Kind, Line, ParsedLine, Reach, Status};
use knutepunkt_protocol::replica::author::NewDocument;
use knutepunkt_protocol::replica::lookup::Standing;
use knutepunkt_protocol::replica::{Effects, Hand, Refusal, Replica};
use knutepunkt_protocol::rows::Table;
use serde_json::{Value, json};

/// Lines that are committed together: enough to share the cost of a disk's flush, few enough to answer soon.
const BATCH: usize = 64;

/// What became of a line.
#[derive(Debug, Clone)]
struct Taken {
    address: Address,
    code: Option<String>,
    result: &'static str,
}

/// Why a line was not taken.
#[derive(Debug)]
enum Trouble {
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
        Trouble::Line(FieldError { field: field.into(), rule, message: sentence(&refusal.to_string()) })
    }
}

impl From<FieldError> for Trouble {
    fn from(error: FieldError) -> Trouble {
        Trouble::Line(error)
    }
}

/// Imports every line of `input`.
pub fn import(core: &Core, as_json: bool, input: &mut dyn Input, output: &mut dyn Output) -> Result<Exit, Failure> {
    core.read(|_| ())?;
    let mut number = 0;
    let mut refused = 0;
    loop {
        let lines = input.lines(BATCH);
        if lines.is_empty() {
            break;
        }
        for (line, taken) in lines.iter().zip(import_lines(core, &lines)?) {
            number += 1;
            if line.trim().is_empty() {
                continue;
            }
            match taken {
                Ok(taken) => answer(as_json, number, &taken, output),
                Err(error) => {
                    refused += 1;
                    if as_json {
                        let answer = json!({"line": number, "ok": false, "field": error.field, "rule": error.rule, "message": error.message});
                        output.line(&answer.to_string());
                    } else {
                        output.note(&format!("line {number}: {}: {}", error.field, error.message));
                    }
                }
            }
        }
    }
    if !as_json {
        output.note(&format!("{} taken, {refused} refused", number - refused));
    }
    Ok(if refused == 0 { Exit::Done } else { Exit::SomeRefused })
}

fn answer(as_json: bool, number: u64, taken: &Taken, output: &mut dyn Output) {
    if as_json {
        let mut answer = json!({"line": number, "ok": true, "id": taken.address, "result": taken.result});
        if let (Some(code), Some(fields)) = (&taken.code, answer.as_object_mut()) {
            fields.insert("code".into(), Value::from(code.as_str()));
        }
        output.line(&answer.to_string());
    } else {
        let code = taken.code.as_ref().map(|code| format!("  withdrawal code {code}")).unwrap_or_default();
        output.line(&format!("{} {}{code}", taken.result, taken.address));
    }
}

/// Takes lines in and commits them together; where one of them fails half-way, one by one.
fn import_lines(core: &Core, lines: &[String]) -> Result<Vec<Result<Taken, FieldError>>, Failure> {
    let together = core.change(|replica, hand, effects| {
        let mut taken = Vec::with_capacity(lines.len());
        for line in lines {
            let before = effects.batch.writes.len();
            match import_line(core, replica, hand, effects, line) {
                // Refused before it changed anything: the other lines stand.
                Err(Trouble::Line(error)) if effects.batch.writes.len() == before => taken.push(Err(error)),
                other => taken.push(Ok(other?)),
            }
        }
        Ok::<_, Trouble>(taken)
    });
    match together {
        Ok(taken) => return Ok(taken),
        Err(Trouble::Machine(error)) => return Err(error.into()),
        Err(Trouble::Line(_)) => {}
    }
    lines
        .iter()
        .map(|line| match core.change(|replica, hand, effects| import_line(core, replica, hand, effects, line)) {
            Ok(taken) => Ok(Ok(taken)),
            Err(Trouble::Line(error)) => Ok(Err(error)),
            Err(Trouble::Machine(error)) => Err(error.into()),
        })
        .collect()
}

fn import_line(core: &Core, replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects, text: &str) -> Result<Taken, Trouble> {
    if text.trim().is_empty() {
        return Ok(Taken { address: Address::default(), code: None, result: "same" });
    }
    if text.contains('\u{fffd}') {
        let message = "The line has bytes that are not UTF-8, which stand as � now; save the file as UTF-8 and import it again.";
        return Err(FieldError { field: "line".into(), rule: "not_utf8", message: message.to_owned() }.into());
    }
    match kinds::parse_line(text)? {
        ParsedLine::Whole(line) => import_whole(core, replica, hand, effects, line),
        ParsedLine::Edit(edit) => import_edit(core, replica, hand, effects, edit),
    }
}

/// A line with the sender's own name for the document: new, the same again, or changed.
fn import_whole(core: &Core, replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects, line: Line) -> Result<Taken, Trouble> {
    let named = match line.id.as_deref().map(str::parse::<Address>) {
        Some(Ok(address)) if replica.is_withdrawn(&address) => return Err(withdrawn("id")),
        Some(Ok(address)) if owned(replica, &address) => Some(address),
        _ => None,
    };
    if line.kind == Kind::Hub {
        return import_profile(replica, hand, effects, &line);
    }
    let reference = line.reference.clone().unwrap_or_default();
    let row = private::reference_row(&reference);
    let known = pending(effects, Table::Own, &row).map(|row| Ok(Some(row))).unwrap_or_else(|| core.own(&row))?;
    let Some(address) = known.and_then(|bytes| Address::from_slice(&bytes)).or(named) else {
        return begin(replica, hand, effects, &line, row);
    };
    if replica.is_withdrawn(&address) {
        return Err(withdrawn("ref"));
    }
    let kept = load(core, replica, effects, &address)?;
    if let Some(kept) = &kept {
        if kept.kind != line.kind.code() {
            let message = format!("this ref was used for a {}: use another ref for a {}.", kept.kind, line.kind.code());
            return Err(FieldError { field: "kind".into(), rule: "mismatch", message }.into());
        }
        if kept.imported.as_ref().is_some_and(|imported| imported.same(&line)) {
            return Ok(Taken { address, code: None, result: "same" });
        }
    }
    // Of what is edited in place only what the sender changed since the last time is written: others may have edited it too.
    let standing = shared_content(replica, hand, effects, &address).map(|(_, shared)| shared).unwrap_or_default();
    let imported = kept.as_ref().and_then(|kept| kept.imported.as_ref()).map(|imported| imported.fields.clone());
    let before = if line.kind == Kind::Story { standing } else { imported.unwrap_or(standing) };
    let taken = bring_up_to_date(replica, hand, effects, address, kept, &line, &before)?;
    effects.batch.put(Table::Own, row, address.as_bytes().to_vec());
    Ok(taken)
}

/// This centre's own profile: a centre has one, so the sender's name for it says nothing. The machines' addresses are kept where
/// the line does not give them.
fn import_profile(replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects, line: &Line) -> Result<Taken, Trouble> {
    let address = replica.single_header("hub", 0).address();
    let standing = shared_content(replica, hand, effects, &address).map(|(_, content)| content);
    let mut content = line.shared.clone();
    if let Some(addresses) = standing.as_ref().and_then(|standing| standing.get("addresses")) {
        content.entry("addresses".into()).or_insert_with(|| addresses.clone());
    }
    let result = match &standing {
        Some(standing) if *standing == content => "same",
        Some(_) => "changed",
        None => "new",
    };
    replica.publish_profile(&content, hand, effects)?;
    Ok(Taken { address, code: None, result })
}

/// A document that was not here before.
fn begin(
    replica: &mut Replica,
    hand: Hand<'_>,
    effects: &mut Effects,
    line: &Line,
    reference_row: Vec<u8>,
) -> Result<Taken, Trouble> {
    let (network, owner) = (replica.network(), replica.me().hub);
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
    let kept = Kept { imported: Some(Imported::of(line)), ..Kept::of_line(line, &origin, teller.as_ref()) };
    if kept.is_shared() {
        publish(replica, hand, effects, line, &kept)?;
    }
    private::save(replica, address, &kept, DocumentId(random()?), effects)?;
    effects.batch.put(Table::Own, reference_row, address.as_bytes().to_vec());
    Ok(Taken { address, code: code.map(|code| code.to_string()), result: "new" })
}

fn publish(replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects, line: &Line, kept: &Kept) -> Result<(), Trouble> {
    let editors = if line.kind == Kind::Organisation { Editors::Members } else { Editors::Owner };
    let new = NewDocument {
        kind: line.kind.code().to_owned(),
        editors,
        teller: kept.teller(),
        origin: kept.origin(),
        about: None,
        nonce: random::<8>()?.to_vec(),
    };
    replica.publish(new, &line.shared, hand, effects)?;
    Ok(())
}

/// A line with an id: only the fields that are given, on top of what stands.
fn import_edit(core: &Core, replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects, edit: Edit) -> Result<Taken, Trouble> {
    let address: Address = edit.id.parse().map_err(|_| Trouble::from(Refusal::Unknown))?;
    if replica.is_withdrawn(&address) {
        return Err(withdrawn("id"));
    }
    let kept = load(core, replica, effects, &address)?;
    let standing = shared_content(replica, hand, effects, &address);
    let (kind, shared) = match (&standing, &kept) {
        (Some((kind, shared)), _) => (*kind, shared.clone()),
        (None, Some(Kept { unshared: Some(shared), .. })) => (kept_kind(&kept)?, shared.clone()),
        (None, _) => return Err(Refusal::Unknown.into()),
    };
    if edit.kind.is_some_and(|given| given != kind) {
        let message = format!("this id is that of a {kind}: leave the kind out, or give that one.");
        return Err(FieldError { field: "kind".into(), rule: "mismatch", message }.into());
    }
    if kind == Kind::Story && !owned(replica, &address) && kept.is_none() {
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
    if kept.is_none() && !owned(replica, &address) {
        // Another centre's document that this one may edit: nothing private is kept of it.
        edit_in_place(replica, hand, effects, &address, &shared, &line)?;
        return Ok(Taken { address, code: None, result: "changed" });
    }
    bring_up_to_date(replica, hand, effects, address, kept, &line, &shared)
}

fn kept_kind(kept: &Option<Kept>) -> Result<Kind, Refusal> {
    kept.as_ref().and_then(Kept::kind).ok_or(Refusal::Unknown)
}

/// This centre's own document: from what was kept of it to what the line says. `before` is what the line's sender saw.
fn bring_up_to_date(
    replica: &mut Replica,
    hand: Hand<'_>,
    effects: &mut Effects,
    address: Address,
    kept: Option<Kept>,
    line: &Line,
    before: &Content,
) -> Result<Taken, Trouble> {
    let origin = kept.as_ref().map(Kept::origin).unwrap_or_default();
    let teller = kept.as_ref().and_then(Kept::teller);
    let mut now = Kept::of_line(line, &origin, teller.as_ref());
    now.imported = match &line.reference {
        Some(_) => Some(Imported::of(line)),
        None => kept.as_ref().and_then(|kept| kept.imported.clone()),
    };
    now.reference = line.reference.clone().or_else(|| kept.as_ref().and_then(|kept| kept.reference.clone()));
    let published = replica.has_documents(&address);
    match (published, now.is_shared()) {
        (false, false) => {}
        (false, true) => publish(replica, hand, effects, line, &now)?,
        (true, true) => {
            if replica.is_held(&address) {
                replica.hold(&address, false, hand, effects)?;
            }
            if line.kind == Kind::Story {
                if *before != line.shared {
                    replica.correct(&address, &line.shared, random::<8>()?.to_vec(), hand, effects)?;
                }
            } else {
                edit_in_place(replica, hand, effects, &address, before, line)?;
            }
        }
        // Taken back for now: hidden everywhere until it is published again. Only a withdrawal is for ever.
        (true, false) if !replica.is_held(&address) => replica.hold(&address, true, hand, effects)?,
        (true, false) => {}
    }
    private::save(replica, address, &now, DocumentId(random()?), effects)?;
    Ok(Taken { address, code: None, result: "changed" })
}

fn edit_in_place(
    replica: &mut Replica,
    hand: Hand<'_>,
    effects: &mut Effects,
    address: &Address,
    before: &Content,
    line: &Line,
) -> Result<(), Trouble> {
    let edits = kinds::changed_fields(before, &line.shared);
    let Standing::Shown(version) = replica.standing(address) else { return Err(Refusal::Unknown.into()) };
    let heads = replica.document(&version).map(|document| document.heads.clone()).unwrap_or_default();
    if !edits.is_empty() {
        replica.edit(&version, &heads, &edits, hand, effects)?;
    }
    Ok(())
}

/// What stands at an address for everybody, held or not.
pub(super) fn shared_content(replica: &Replica, hand: Hand<'_>, effects: &Effects, address: &Address) -> Option<(Kind, Content)> {
    let Standing::Shown(version) = replica.standing(address) else { return None };
    let kind = Kind::from_code(&replica.header(&version)?.kind)?;
    Some((kind, replica.view_pending(&version, hand, effects)?.content()))
}

/// Whether what stands at an address is this centre's own.
pub(super) fn owned(replica: &Replica, address: &Address) -> bool {
    let Standing::Shown(version) = replica.standing(address) else { return replica.private_at(address).is_some() };
    replica.header(&version).is_some_and(|header| replica.law().acts_for(&replica.me().hub, &header.owner))
}

fn load(core: &Core, replica: &Replica, effects: &Effects, address: &Address) -> Result<Option<Kept>, CoreError> {
    private::load_with(core.store(), replica, address, |key| pending(effects, Table::Private, key))
}

/// A value that the batch will put, for a later line of the same batch.
fn pending(effects: &Effects, table: Table, key: &[u8]) -> Option<Vec<u8>> {
    effects.batch.writes.iter().rev().find(|write| write.table == table && write.key == key).and_then(|write| write.value.clone())
}

fn random<const N: usize>() -> Result<[u8; N], CoreError> {
    Ok(clock::random()?)
}

fn withdrawn(field: &str) -> Trouble {
    let message = "this was withdrawn by its teller or its owner and stays withdrawn: leave the line out.".to_owned();
    Trouble::Line(FieldError { field: field.into(), rule: "withdrawn", message })
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}
