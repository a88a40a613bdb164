//! How a command reaches a running node: a socket in its data folder, which only the folder's owner can open.
//!
//! The command is one line of JSON. The node answers with lines of JSON of its own: a line of the answer, a note for the person, and
//! last the exit code. Where a command takes lines the node asks for them, some at a time: how many follow, then those. So it never
//! works ahead of a caller that is gone, or that has nowhere to write what it was answered.

use crate::command::{self, Command, Context, Exit, Failure, Input, Output};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::os::fd::{AsFd, AsRawFd};
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
    /// The next lines, please, at most so many.
    More(usize),
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
    fn next(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        match io::Read::take(&mut self.reader, LINE_BYTES as u64).read_until(b'\n', &mut line)? {
            0 => return Ok(None),
            read if read == LINE_BYTES && line.last() != Some(&b'\n') => drop(self.reader.skip_until(b'\n')?),
            _ => {}
        }
        while matches!(line.last(), Some(b'\n' | b'\r')) {
            line.pop();
        }
        // What is not UTF-8 is refused by whoever reads the line, and says so.
        Ok(Some(String::from_utf8_lossy(&line).into_owned()))
    }
}

impl<R: io::Read + Send> Input for Lines<R> {
    fn lines(&mut self, most: usize) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        // Wait for the first line, then take what has already arrived.
        while lines.len() < most && (lines.is_empty() || self.reader.buffer().contains(&b'\n')) {
            let next = self.next().map_err(|error| {
                let sentence = format!(
                    "the rest of the lines cannot be read ({error}): what was answered is done; mend the file and import it again"
                );
                Failure::new(Exit::Failed, sentence)
            })?;
            let Some(line) = next else { break };
            lines.push(line);
        }
        Ok(lines)
    }
}

/// No lines.
pub struct Nothing;

impl Input for Nothing {
    fn lines(&mut self, _: usize) -> Result<Vec<String>, Failure> {
        Ok(Vec::new())
    }
}

/// The terminal: answers on standard output, notes beside it.
pub struct Terminal;

impl Output for Terminal {
    fn line(&mut self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        writeln!(out, "{text}").and_then(|()| out.flush()).map_err(|error| {
            let sentence = format!(
                "the answer cannot be written ({error}): what was done before stays done; make room, or send the answer elsewhere"
            );
            Failure::new(Exit::Failed, sentence)
        })
    }

    fn note(&mut self, text: &str) {
        let _gone = writeln!(io::stderr().lock(), "{text}");
    }
}

/// Where the answer goes to a file, nobody but its owner may read that from now on.
pub fn keep_answer_private() -> Result<(), Failure> {
    let private = || -> io::Result<()> {
        let out = fs::File::from(io::stdout().as_fd().try_clone_to_owned()?);
        if out.metadata()?.is_file() { out.set_permissions(fs::Permissions::from_mode(0o600)) } else { Ok(()) }
    };
    private().map_err(|error| {
        let sentence = format!("the file for the answer cannot be closed to others ({error}): write to a file of your own");
        Failure::new(Exit::Failed, sentence)
    })
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

/// The caller is gone, and nobody has the answers.
fn gone(_: io::Error) -> Failure {
    Failure::new(Exit::Failed, "whoever asked went away before everything was answered: ask again")
}

impl Output for Remote {
    fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.say(&Answer::Line(text.into())).map_err(gone)
    }

    fn note(&mut self, text: &str) {
        let _gone = self.say(&Answer::Note(text.into()));
    }
}

/// The lines that a caller has.
struct Asked {
    caller: Remote,
    lines: Lines<UnixStream>,
}

impl Asked {
    fn next(&mut self) -> Result<String, Failure> {
        self.lines.next().and_then(|line| line.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())).map_err(gone)
    }
}

impl Input for Asked {
    fn lines(&mut self, most: usize) -> Result<Vec<String>, Failure> {
        self.caller.say(&Answer::More(most)).map_err(gone)?;
        let count: usize = self.next()?.parse().map_err(|_| gone(io::ErrorKind::InvalidData.into()))?;
        (0..count.min(most)).map(|_| self.next()).collect()
    }
}

fn answer(context: &Context, stream: UnixStream) -> io::Result<()> {
    let mut input = Asked { caller: Remote(stream.try_clone()?), lines: Lines::new(stream.try_clone()?) };
    let mut output = Remote(stream);
    let Some(first) = input.lines.next()? else { return Ok(()) };
    let exit = match serde_json::from_str::<Command>(&first) {
        Ok(command) => command::execute(context, command, &mut input, &mut output),
        Err(_) => {
            output.note("knutepunkt: the running node is of another version: stop it and start the one that is installed");
            Exit::Failed
        }
    };
    output.say(&Answer::Exit(exit))
}

/// Asks the node that runs on a folder. `None` where none does; then nothing was taken from `input`.
pub fn ask(folder: &Path, command: &Command, input: &mut dyn Input, output: &mut dyn Output) -> Option<Exit> {
    let (path, _open) = socket_path(folder).ok()?;
    let stream = UnixStream::connect(path).ok()?;
    Some(converse(&stream, command, input, output).unwrap_or_else(|failure| {
        output.note(&format!("knutepunkt: {}", failure.message));
        failure.exit
    }))
}

fn converse(mut stream: &UnixStream, command: &Command, input: &mut dyn Input, output: &mut dyn Output) -> Result<Exit, Failure> {
    let stopped = || {
        let sentence = "the node stopped before it had answered: what it answered before is done, the rest is not";
        Failure::new(Exit::Failed, sentence)
    };
    let mut first = serde_json::to_vec(command).map_err(|_| stopped())?;
    first.push(b'\n');
    stream.write_all(&first).map_err(|_| stopped())?;
    let (mut taking, mut unwritten) = (false, None);
    for line in BufReader::new(stream).lines() {
        let answer = line.ok().and_then(|line| serde_json::from_str(&line).ok()).ok_or_else(stopped)?;
        match answer {
            Answer::Line(text) => match output.line(&text) {
                Ok(()) => {}
                // What the node has taken in is not given back: its answer is told beside, and no more is sent.
                Err(failure) if taking => {
                    output.note(&text);
                    unwritten.get_or_insert(failure);
                }
                Err(failure) => return Err(failure),
            },
            Answer::Note(text) => output.note(&text),
            Answer::More(most) => {
                if let Some(failure) = unwritten {
                    return Err(failure);
                }
                taking = true;
                let lines = input.lines(most)?;
                let mut sent = format!("{}\n", lines.len());
                lines.iter().for_each(|line| sent.extend([line.as_str(), "\n"]));
                stream.write_all(sent.as_bytes()).map_err(|_| stopped())?;
            }
            Answer::Exit(exit) => return unwritten.map_or(Ok(exit), Err),
        }
    }
    Err(stopped())
}
