//! Which program is run: the one named by `KNUTEPUNKT_BIN`, else the one that belongs to this build.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// The program's path. Without `KNUTEPUNKT_BIN` it is built first, in the profile and target folder of the test that asks.
pub fn program() -> &'static Path {
    PROGRAM.get_or_init(|| match std::env::var_os("KNUTEPUNKT_BIN") {
        Some(named) => PathBuf::from(named),
        None => build(),
    })
}

fn build() -> PathBuf {
    // <target>/<profile folder>/deps/<test>-<hash>
    let test = std::env::current_exe().expect("a test knows its own path");
    let profile_folder = test.parent().and_then(Path::parent).expect("a test lies in <target>/<profile>/deps");
    let target = profile_folder.parent().expect("a profile lies in <target>");
    let profile = match profile_folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--package", "knutepunkt-node", "--bin", "knutepunkt", "--profile", profile, "--target-dir"])
        .arg(target)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .stdin(Stdio::null())
        .status()
        .expect("cargo can be started");
    assert!(built.success(), "the program does not build");
    profile_folder.join("knutepunkt")
}
