//! How a command reaches a running node: a socket in its data folder, which only the folder's owner can open.
//!
//! The command is one line of JSON; the lines that come with it follow until the writer closes. The node answers with lines of JSON
//! of its own: a line of the answer, a note for the person, and last the exit code.

use crate::command::{self, Command, Context, Exit, Input, Output};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

const SOCKET: &str = "control.sock";
/// Paths of sockets have at most 107 bytes; a longer one is reached through the open folder.
const PATH_BYTES: usize = 100;
/// The longest line that a command or its input may have, in bytes.
const LINE_BYTES: usize = 4 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
enum Answer {
    Line(String),
    Note(String),
    Exit(Exit),
}

/// Lines from a file, a pipe or a socket.
pub struct Lines<R> {
    reader: BufReader<R>,
}

impl<R: io::Read> Lines<R> {
    /// Lines of a reader.
    pub fn new(reader: R) -> Lines<R> {
        Lines { reader: BufReader::with_capacity(256 * 1024, reader) }
    }

    /// The next line without its end; `None` at the end. Of a line that is too long only the beginning, which is still longer than
    /// whoever reads it allows, so that it is refused and the next lines are not.
    fn next(&mut self) -> Option<String> {
        let mut line = Vec::new();
        match io::Read::take(&mut self.reader, LINE_BYTES as u64).read_until(b'\n', &mut line) {
            Ok(0) => return None,
            Ok(read) if read == LINE_BYTES && line.last() != Some(&b'\n') => drop(self.reader.skip_until(b'\n')),
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "the rest of the lines cannot be read");
                return None;
            }
        }
        while matches!(line.last(), Some(b'\n' | b'\r')) {
            line.pop();
        }
        // What is not UTF-8 is refused by whoever reads the line, and says so.
        Some(String::from_utf8_lossy(&line).into_owned())
    }
}

impl<R: io::Read + Send> Input for Lines<R> {
    fn lines(&mut self, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = self.next().into_iter().collect();
        // Wait for the first line, then take what has already arrived.
        while !lines.is_empty() && lines.len() < most && self.reader.buffer().contains(&b'\n') {
            lines.extend(self.next());
        }
        lines
    }
}

/// No lines.
pub struct Nothing;

impl Input for Nothing {
    fn lines(&mut self, _: usize) -> Vec<String> {
        Vec::new()
    }
}

/// The terminal: answers on standard output, notes beside it.
pub struct Terminal;

impl Output for Terminal {
    fn line(&mut self, text: &str) {
        let mut out = io::stdout().lock();
        // A reader that has gone away is no reason to stop half-way.
        let _gone = writeln!(out, "{text}").and_then(|()| out.flush());
    }

    fn note(&mut self, text: &str) {
        let _gone = writeln!(io::stderr().lock(), "{text}");
    }
}

/// Where the socket is, short enough to be bound. The folder stays open for as long as the path is used.
fn socket_path(folder: &Path) -> io::Result<(PathBuf, Option<fs::File>)> {
    let path = folder.join(SOCKET);
    if path.as_os_str().len() <= PATH_BYTES {
        return Ok((path, None));
    }
    let open = fs::File::open(folder)?;
    Ok((PathBuf::from(format!("/proc/self/fd/{}/{SOCKET}", open.as_raw_fd())), Some(open)))
}

/// A socket that takes commands until it is dropped.
pub struct Control {
    path: PathBuf,
}

impl Drop for Control {
    fn drop(&mut self) {
        let _absent = fs::remove_file(&self.path);
    }
}

/// Takes commands for a running node. The folder's lock is held, so a socket that is there is left over.
pub fn listen(context: Context) -> io::Result<Control> {
    let folder = context.core.folder().to_path_buf();
    let _absent = fs::remove_file(folder.join(SOCKET));
    let (path, _open) = socket_path(&folder)?;
    let listener = UnixListener::bind(&path)?;
    fs::set_permissions(folder.join(SOCKET), fs::Permissions::from_mode(0o600))?;
    std::thread::Builder::new().name("control".into()).spawn(move || {
        for stream in listener.incoming().flatten() {
            let context = context.clone();
            // A command that cannot get a thread of its own is not answered, and says so by the closed socket.
            let _refused = std::thread::Builder::new().name("command".into()).spawn(move || {
                if let Err(error) = answer(&context, stream) {
                    tracing::debug!(%error, "a command's caller went away");
                }
            });
        }
    })?;
    Ok(Control { path: folder.join(SOCKET) })
}

struct Remote(UnixStream);

impl Remote {
    fn say(&mut self, answer: &Answer) -> io::Result<()> {
        let mut line = serde_json::to_vec(answer)?;
        line.push(b'\n');
        self.0.write_all(&line)
    }
}

impl Output for Remote {
    fn line(&mut self, text: &str) {
        let _gone = self.say(&Answer::Line(text.into()));
    }

    fn note(&mut self, text: &str) {
        let _gone = self.say(&Answer::Note(text.into()));
    }
}

fn answer(context: &Context, stream: UnixStream) -> io::Result<()> {
    let mut input = Lines::new(stream.try_clone()?);
    let mut output = Remote(stream);
    let Some(first) = input.next() else { return Ok(()) };
    let exit = match serde_json::from_str::<Command>(&first) {
        Ok(command) => command::execute(context, command, &mut input, &mut output),
        Err(_) => {
            output.note("knutepunkt: the running node is of another version: stop it and start the one that is installed");
            Exit::Failed
        }
    };
    output.say(&Answer::Exit(exit))
}

/// Asks the node that runs on a folder. `None` where none does.
pub fn ask(folder: &Path, command: &Command, mut input: Box<dyn Input>, output: &mut dyn Output) -> Option<Exit> {
    let (path, _open) = socket_path(folder).ok()?;
    let stream = UnixStream::connect(path).ok()?;
    let mut writer = stream.try_clone().ok()?;
    let mut first = serde_json::to_vec(command).ok()?;
    first.push(b'\n');
    // Answers come while lines are still being sent.
    let sender = std::thread::spawn(move || {
        let mut send = || -> io::Result<()> {
            writer.write_all(&first)?;
            loop {
                let lines = input.lines(1024);
                if lines.is_empty() {
                    return writer.shutdown(std::net::Shutdown::Write);
                }
                for line in lines {
                    writer.write_all(line.as_bytes())?;
                    writer.write_all(b"\n")?;
                }
            }
        };
        drop(send());
    });
    let mut exit = None;
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        match serde_json::from_str(&line) {
            Ok(Answer::Line(text)) => output.line(&text),
            Ok(Answer::Note(text)) => output.note(&text),
            Ok(Answer::Exit(code)) => {
                exit = Some(code);
                break;
            }
            Err(_) => break,
        }
    }
    drop(sender);
    Some(exit.unwrap_or_else(|| {
        output.note("knutepunkt: the node stopped before it had answered: what it answered before is done, the rest is not");
        Exit::Failed
    }))
}
