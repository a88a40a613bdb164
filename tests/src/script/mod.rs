//! # Golden scripts
//!
//! Small histories that are read by people. A script is a text of blocks: commands, a line `---`, and what they print; a blank
//! line ends the block. Lines that begin with `#` say what the reader is to see. One harness runs them all and compares; with
//! `UPDATE_GOLDEN=1` it writes down what was printed instead.
//!
//! The commands are those of [`stage`]; a script that names an unknown one, or a machine that is not there, fails.

pub mod stage;
mod telling;

use stage::Stage;
use std::fmt::Write as _;
use std::path::Path;

/// Runs a script and answers it with what its commands print now.
pub fn play(text: &str) -> Result<String, String> {
    let mut stage = Stage::new();
    let mut told = String::new();
    let mut printed = Vec::new();
    let mut expected = false;
    for (number, line) in text.lines().chain([""]).enumerate() {
        if expected {
            expected = !line.is_empty();
            continue;
        }
        match line {
            "---" => {
                expected = true;
                let output = if printed.is_empty() { vec!["ok".to_owned()] } else { core::mem::take(&mut printed) };
                write!(told, "---\n{}\n\n", output.join("\n")).map_err(|error| error.to_string())?;
                printed.clear();
            }
            "" => {}
            comment if comment.starts_with('#') => told += &format!("{comment}\n"),
            command => {
                let output = stage.play(command).map_err(|error| format!("line {}: {command}: {error}", number + 1))?;
                printed.extend(output);
                told += &format!("{command}\n");
            }
        }
    }
    stage.verdict()?;
    Ok(format!("{}\n", told.trim_end()))
}

/// Runs every script of a folder. Answers what differs.
pub fn check(folder: &Path) -> Result<usize, String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .map_err(|error| error.to_string())?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "script"))
        .collect();
    names.sort();
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = String::new();
    for path in &names {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let before = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        match play(&before) {
            Err(error) => wrong += &format!("{name}: {error}\n"),
            Ok(now) if now == before => {}
            Ok(now) if update => std::fs::write(path, now).map_err(|error| error.to_string())?,
            Ok(now) => wrong += &format!("{name}:\n{}", difference(&before, &now)),
        }
    }
    if wrong.is_empty() { Ok(names.len()) } else { Err(wrong) }
}

/// The lines around the first that differs.
fn difference(before: &str, now: &str) -> String {
    let (before, now): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    let first = before.iter().zip(&now).position(|(one, other)| one != other).unwrap_or(before.len().min(now.len()));
    let around = |lines: &[&str], sign: &str| {
        let (from, to) = (first.saturating_sub(2).min(lines.len()), (first + 4).min(lines.len()));
        lines[from..to].iter().map(|line| format!("  {sign} {line}\n")).collect::<String>()
    };
    format!("  line {}\n{}{}", first + 1, around(&before, "-"), around(&now, "+"))
}
