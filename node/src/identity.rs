//! Who this machine is: its secret key in a file of its own, and what its centre calls itself.

use crate::core::CoreError;
use data_encoding::HEXLOWER;
use knutepunkt_protocol::ids::{HubId, NodeId};
use knutepunkt_protocol::replica::Identity;
use knutepunkt_protocol::signed::Secret;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const SECRET_FILE: &str = "node.key";
const ABOUT_FILE: &str = "centre.json";

/// Whom somebody can talk with before telling.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryContact {
    /// The person's name.
    pub name: String,
    /// The telephone number.
    pub phone: String,
    /// When somebody answers.
    pub hours: String,
}

/// What the centre calls itself, as given to `init`. The published profile begins from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The hub's key.
    pub hub: HubId,
    /// Its name.
    pub name: String,
    /// Its short name in addresses and commands.
    pub slug: String,
    /// Its county, two digits.
    pub county: String,
    /// Whom somebody can talk with before telling.
    pub story_contact: Option<StoryContact>,
}

/// Writes a new machine's key and what its centre calls itself.
pub fn create(folder: &Path, secret: &Secret, about: &About) -> Result<(), CoreError> {
    let text = Zeroizing::new(HEXLOWER.encode(secret.seed().as_slice()));
    write_private(&folder.join(SECRET_FILE), text.as_bytes())?;
    save_about(folder, about)
}

/// Writes what the centre calls itself.
pub fn save_about(folder: &Path, about: &About) -> Result<(), CoreError> {
    let text = serde_json::to_vec_pretty(about).map_err(|_| CoreError::Identity(folder.join(ABOUT_FILE)))?;
    write_private(&folder.join(ABOUT_FILE), &text)
}

/// Reads both.
pub fn load(folder: &Path) -> Result<(Secret, About, Identity), CoreError> {
    let file = folder.join(SECRET_FILE);
    let wrong = |file: &Path| CoreError::Identity(file.to_path_buf());
    let mode = fs::metadata(&file).map_err(|_| wrong(&file))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(CoreError::Exposed(file));
    }
    let text = Zeroizing::new(fs::read_to_string(&file).map_err(|_| wrong(&file))?);
    let seed: NodeId = text.trim().parse().map_err(|_| wrong(&file))?;
    let secret = Secret::from_seed(seed.as_bytes());
    let about_file = folder.join(ABOUT_FILE);
    let about = fs::read(&about_file).map_err(|_| wrong(&about_file))?;
    let about: About = serde_json::from_slice(&about).map_err(|_| wrong(&about_file))?;
    let identity = Identity { hub: about.hub, node: NodeId(secret.public()) };
    Ok((secret, about, identity))
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<(), CoreError> {
    let partial = path.with_extension("new");
    let written =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
    written
        .and_then(|()| fs::rename(&partial, path))
        .and_then(|()| path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all()))
        .map_err(|source| CoreError::Io { path: PathBuf::from(path), source })
}
