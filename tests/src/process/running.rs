//! Runs of the program: those that end by themselves, and those that serve until they are stopped.

use super::binary;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// No command takes longer, on whatever machine.
const DEADLINE: Duration = Duration::from_secs(120);

/// What a run answered.
#[derive(Debug, Clone)]
pub struct Ran {
    /// The command, for messages.
    pub command: String,
    /// The exit code; −1 after a signal.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Must have ended with this exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "`{}` answered\n{}{}", self.command, self.out, self.err);
        self
    }

    /// Must have ended well.
    #[track_caller]
    pub fn ok(self) -> Ran {
        self.exits(0)
    }

    /// Must have failed with this code, and with one sentence in which all of these stand.
    #[track_caller]
    pub fn fails(self, code: i32, saying: &[&str]) -> Ran {
        let ran = self.exits(code);
        for word in saying {
            assert!(ran.err.contains(word), "`{}` does not say «{word}»:\n{}", ran.command, ran.err);
        }
        let spoken: Vec<&str> = ran.err.lines().filter(|line| line.starts_with("knutepunkt: ")).collect();
        assert_eq!(spoken.len(), 1, "`{}` does not say one sentence:\n{}", ran.command, ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        ran
    }

    /// The one line of JSON on standard output.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.out.lines().count(), 1, "`{}` answered more or less than a line:\n{}", self.command, self.out);
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("`{}`: {error}:\n{}", self.command, self.out))
    }

    /// Each line of standard output as JSON.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("`{}`: {error}:\n{line}", self.command));
        self.out.lines().map(read).collect()
    }
}

/// The program with these arguments, not started yet. It asks nobody anything.
pub fn command<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(binary::program());
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).env("KNUTEPUNKT_LOG", "warn");
    command
}

/// Runs the program until it ends.
pub fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Ran {
    run_with_input(arguments, None)
}

/// Runs the program until it ends, with something on its standard input.
pub fn run_with_input<S: AsRef<std::ffi::OsStr>>(arguments: &[S], input: Option<&[u8]>) -> Ran {
    let mut command = command(arguments);
    if input.is_some() {
        command.stdin(Stdio::piped());
    }
    let words: Vec<_> = arguments.iter().map(|argument| argument.as_ref().to_string_lossy().into_owned()).collect();
    let mut child = command.spawn().expect("the program can be started");
    let (mut out, mut err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
    let stdin = child.stdin.take();
    let (status, out, err) = std::thread::scope(|scope| {
        let out = scope.spawn(move || read_all(&mut out));
        let err = scope.spawn(move || read_all(&mut err));
        if let (Some(mut stdin), Some(input)) = (stdin, input) {
            // A program that does not read to the end is no fault of this one.
            let _gone = stdin.write_all(input);
        }
        let status = wait(&mut child, DEADLINE);
        if status.is_none() {
            let _ended = child.kill();
            let _reaped = child.wait();
        }
        (status, out.join().expect("no panic"), err.join().expect("no panic"))
    });
    let Some(status) = status else { panic!("`{}` did not end:\n{out}{err}", words.join(" ")) };
    Ran { command: words.join(" "), code: status.code().unwrap_or(-1), out, err }
}

fn read_all(from: &mut dyn Read) -> String {
    let mut bytes = Vec::new();
    let _cut_short = from.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn wait(child: &mut Child, deadline: Duration) -> Option<ExitStatus> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("one's own child can be waited for") {
            return Some(status);
        }
        if begun.elapsed() > deadline {
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A run that goes on until it is stopped. Killed when dropped.
#[derive(Debug)]
pub struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    /// Starts it; what it says beside its answers goes to the end of `log`.
    pub fn start<S: AsRef<std::ffi::OsStr>>(arguments: &[S], log: &Path) -> Running {
        let log = File::options().create(true).append(true).open(log).expect("a log can be written");
        let mut child = command(arguments).stderr(log).spawn().expect("the program can be started");
        let out = BufReader::new(child.stdout.take().expect("piped"));
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        Running { child, lines }
    }

    /// The next line that it prints; `None` when it has ended.
    #[track_caller]
    pub fn line(&mut self, deadline: Duration) -> Option<String> {
        match self.lines.recv_timeout(deadline) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("not a line within {:.0} s", deadline.as_secs_f64()),
        }
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it runs still.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("one's own child can be waited for").is_none()
    }

    /// Sends it a signal by name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(sent.expect("`kill` can be started").success(), "the process is there");
    }

    /// Waits until it has ended, and answers its exit code and how long that took.
    #[track_caller]
    pub fn ended(&mut self, deadline: Duration) -> (i32, Duration) {
        let begun = Instant::now();
        let Some(status) = wait(&mut self.child, deadline) else {
            panic!("process {} did not end within {:.0} s", self.child.id(), deadline.as_secs_f64())
        };
        (status.code().unwrap_or(-1), begun.elapsed())
    }

    /// Kills it at once, as a power cut would.
    pub fn kill(&mut self) {
        let _ended_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}
