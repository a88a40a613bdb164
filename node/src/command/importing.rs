//! Import: one JSON document a line, each answered when it is durable.
//!
//! Lines are taken in as many at a time as are there, up to [`BATCH`], and committed together: on disk first, then answered. What a
//! line does is told in [`super::taking`]. A story's code is in its answer and nowhere else, so where an answer cannot be written
//! nothing more is taken in.

use super::taking::{Taken, Taking, Trouble};
use super::{Exit, Failure, Input, Output};
use crate::core::Core;
use knutepunkt_protocol::kinds::FieldError;
use serde_json::{Value, json};

/// Lines that are committed together: enough to share the cost of a disk's flush, few enough to answer soon.
const BATCH: usize = 64;

/// Imports every line of `input`.
pub fn import(core: &Core, as_json: bool, input: &mut dyn Input, output: &mut dyn Output) -> Result<Exit, Failure> {
    core.read(|_| ())?;
    let mut answers = Answers { as_json, number: 0, refused: 0, unwritten: None, output };
    loop {
        let lines = input.lines(BATCH)?;
        if lines.is_empty() {
            break;
        }
        import_lines(core, &lines, &mut answers)?;
    }
    let Answers { number, refused, output, .. } = answers;
    if !as_json {
        output.note(&format!("{} taken, {refused} refused", number - refused));
    }
    Ok(if refused == 0 { Exit::Done } else { Exit::SomeRefused })
}

/// Where the answers go.
struct Answers<'o> {
    as_json: bool,
    /// How many lines were read, empty ones as well.
    number: u64,
    refused: u64,
    /// Why an answer could not be written.
    unwritten: Option<Failure>,
    output: &'o mut dyn Output,
}

impl Answers<'_> {
    /// Answers a line that is durable, or refused. Where the answer cannot be written it is told beside.
    fn say(&mut self, line: &str, taken: Result<Taken, FieldError>) {
        self.number += 1;
        if line.trim().is_empty() {
            return;
        }
        self.refused += u64::from(taken.is_err());
        let text = match &taken {
            Ok(taken) if self.as_json => taken_json(self.number, taken),
            Ok(taken) => {
                let code = taken.code.as_ref().map(|code| format!("  withdrawal code {code}")).unwrap_or_default();
                format!("{} {}{code}", taken.result, taken.address)
            }
            Err(FieldError { field, rule, message }) if self.as_json => {
                json!({"line": self.number, "ok": false, "field": field, "rule": rule, "message": message}).to_string()
            }
            Err(FieldError { field, message, .. }) => {
                return self.output.note(&format!("line {}: {field}: {message}", self.number));
            }
        };
        let written = match &self.unwritten {
            None => self.output.line(&text),
            Some(_) => return self.beside(&text, taken),
        };
        if let Err(failure) = written {
            self.unwritten = Some(failure);
            self.beside(&text, taken);
        }
    }

    fn beside(&mut self, text: &str, taken: Result<Taken, FieldError>) {
        self.output.note(text);
        if let Ok(Taken { address, code: Some(_), .. }) = taken {
            tracing::error!(%address, "a story's code could not be told as it should be: if nobody has it, remove the story");
        }
    }

    /// Fails where an answer could not be written.
    fn written(&mut self) -> Result<(), Failure> {
        self.unwritten.take().map_or(Ok(()), Err)
    }
}

fn taken_json(number: u64, taken: &Taken) -> String {
    let mut answer = json!({"line": number, "ok": true, "id": taken.address, "result": taken.result});
    if let (Some(code), Some(fields)) = (&taken.code, answer.as_object_mut()) {
        fields.insert("code".into(), Value::from(code.as_str()));
    }
    answer.to_string()
}

/// Takes lines in, commits them together and answers; where one of them fails half-way, one by one.
fn import_lines(core: &Core, lines: &[String], answers: &mut Answers<'_>) -> Result<(), Failure> {
    let together = core.change(|replica, hand, effects| {
        let mut taken = Vec::with_capacity(lines.len());
        for line in lines {
            let before = (effects.batch.writes.len(), effects.batch.shred.len());
            match (Taking { core, replica, hand, effects }).line(line) {
                // Refused before it changed anything: the other lines stand.
                Err(Trouble::Line(error)) if (effects.batch.writes.len(), effects.batch.shred.len()) == before => {
                    taken.push(Err(error));
                }
                other => taken.push(Ok(other?)),
            }
        }
        Ok::<_, Trouble>(taken)
    });
    match together {
        Ok(taken) => {
            lines.iter().zip(taken).for_each(|(line, taken)| answers.say(line, taken));
            return answers.written();
        }
        Err(Trouble::Machine(error)) => return Err(error.into()),
        Err(Trouble::Line(_)) => {}
    }
    for line in lines {
        match core.change(|replica, hand, effects| Taking { core, replica, hand, effects }.line(line)) {
            Ok(taken) => answers.say(line, Ok(taken)),
            Err(Trouble::Line(error)) => answers.say(line, Err(error)),
            Err(Trouble::Machine(error)) => return Err(error.into()),
        }
        answers.written()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::founding;
    use std::collections::VecDeque;
    use std::path::Path;

    /// Lines that come in parts.
    struct Given(VecDeque<Vec<String>>);

    impl Input for Given {
        fn lines(&mut self, _: usize) -> Result<Vec<String>, Failure> {
            Ok(self.0.pop_front().unwrap_or_default())
        }
    }

    /// A terminal whose answers have room for so many lines.
    #[derive(Default)]
    struct Narrow {
        room: usize,
        lines: Vec<String>,
        notes: Vec<String>,
    }

    impl Output for Narrow {
        fn line(&mut self, text: &str) -> Result<(), Failure> {
            if self.lines.len() == self.room {
                return Err(Failure::new(Exit::Failed, "no room"));
            }
            self.lines.push(text.to_owned());
            Ok(())
        }

        fn note(&mut self, text: &str) {
            self.notes.push(text.to_owned());
        }
    }

    fn alone(folder: &Path) -> std::sync::Arc<Core> {
        let core = founding::init(folder, "Nordlys", "55", None).unwrap().core;
        founding::found(&core, "Nett", &[], None, true, &mut Narrow { room: 1, ..Narrow::default() }).unwrap();
        core
    }

    fn article(reference: &str) -> String {
        json!({"kind": "article", "ref": reference, "lang": "nb", "title": reference, "type": "news", "body": ["x"]}).to_string()
    }

    #[test]
    fn what_cannot_be_answered_is_told_beside_and_nothing_more_is_taken_in() {
        let folder = tempfile::tempdir().unwrap();
        let core = alone(folder.path());
        let parts = [vec![article("a"), article("b"), article("c")], vec![article("d")]];
        let mut output = Narrow { room: 1, ..Narrow::default() };
        let failure = import(&core, true, &mut Given(parts.into()), &mut output).unwrap_err();
        assert_eq!((failure.exit, failure.message.as_str()), (Exit::Failed, "no room"));
        assert_eq!((output.lines.len(), output.notes.len()), (1, 2), "the answers that are durable are told");
        assert!(output.notes[1].contains("\"line\":3") && output.notes[1].contains("\"new\""), "{:?}", output.notes);
        assert_eq!(core.read(|replica| replica.private_addresses().count()).unwrap(), 3, "the next part was not taken in");
    }
}
