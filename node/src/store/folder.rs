//! The data folder: who may use it, which format it has, and the space that is kept back for a full disk.

use super::{Brings, StoreError};
use fs4::FileExt;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The format that this program writes, and the newest that it reads.
const FORMAT: u64 = 1;
const FORMAT_PREFIX: &str = "knutepunkt data ";

/// Bytes set aside in the file `reserve`: opening the database writes a list of its pages (some 200 bytes for each 20 kB of
/// rows) and the rest of a segment, and without room for those nothing could be read on a full disk.
const RESERVE: u64 = 24 << 20;

/// Documents are refused when fewer bytes than this are available beside what they need: the database moves live rows out of
/// old segments as it writes, and other programs write too.
const ROOM: u64 = 16 << 20;

/// The same of records, which are small: a few segments of the database.
const LITTLE: u64 = 4 << 20;

/// Bytes that the database may write for one byte of a batch: the row, its page when that is consolidated, and moved pages.
const AMPLIFICATION: u64 = 4;

/// The locked data folder.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Held open: the lock goes when the file is closed, also when the process is killed.
    _lock: File,
    #[cfg(test)]
    pub pretend_available: std::sync::atomic::AtomicU64,
}

impl Folder {
    /// Makes the folder, or uses an empty one. The format is not written yet: see [`Folder::finish`].
    pub fn create(path: &Path) -> Result<Folder, StoreError> {
        // Looked for first: the other files of a machine are in no order.
        if path.join("format").exists() {
            return Err(StoreError::Exists { folder: path.to_path_buf() });
        }
        match fs::read_dir(path) {
            Ok(entries) => {
                for entry in entries {
                    let name = entry.map_err(StoreError::io("read", path))?.file_name();
                    match name.to_str() {
                        // What a creation that was cut short leaves behind.
                        Some("folder.lock" | "reserve" | "rows" | "keys" | "format.new") => {}
                        _ => return Err(StoreError::Foreign { folder: path.to_path_buf() }),
                    }
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(StoreError::io("made", path))?;
            }
            Err(error) => return Err(StoreError::io("read", path)(error)),
        }
        let folder = Folder::lock(path)?;
        // A key file with anything in it was once in use, whatever became of the format file.
        if fs::metadata(folder.keys()).is_ok_and(|keys| keys.len() > 0) {
            return Err(StoreError::Foreign { folder: path.to_path_buf() });
        }
        if folder.rows().exists() {
            fs::remove_dir_all(folder.rows()).map_err(StoreError::io("removed", &folder.rows()))?;
        }
        Ok(folder)
    }

    /// Notes that everything else is there.
    pub fn finish(&self) -> Result<(), StoreError> {
        let (new, format) = (self.path.join("format.new"), self.path.join("format"));
        let mut file = open_secret(&new)?;
        writeln!(file, "{FORMAT_PREFIX}{FORMAT}")
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&new, &format))
            .map_err(StoreError::io("written", &format))?;
        sync_folder(&self.path)
    }

    /// Checks the format, which writes nothing, and only then takes the lock.
    pub fn open(path: &Path) -> Result<Folder, StoreError> {
        let format = path.join("format");
        let text = match fs::read_to_string(&format) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Err(StoreError::Absent { folder: path.to_path_buf() });
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => return Err(StoreError::UnknownFormat { file: format }),
            Err(error) => return Err(StoreError::io("read", &format)(error)),
        };
        match text.trim_end().strip_prefix(FORMAT_PREFIX).and_then(|number| number.parse::<u64>().ok()) {
            Some(FORMAT) => {}
            Some(found) if found > FORMAT => return Err(StoreError::NewerFormat { found, known: FORMAT }),
            _ => return Err(StoreError::UnknownFormat { file: format }),
        }
        Folder::lock(path)
    }

    fn lock(path: &Path) -> Result<Folder, StoreError> {
        let lock = open_secret(&path.join("folder.lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse { folder: path.to_path_buf() }),
            Err(TryLockError::Error(error)) => return Err(StoreError::io("locked", &path.join("folder.lock"))(error)),
        }
        close_to_others(path)?;
        Ok(Folder {
            path: path.to_path_buf(),
            _lock: lock,
            #[cfg(test)]
            pretend_available: std::sync::atomic::AtomicU64::new(u64::MAX),
        })
    }

    /// The data folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The key file.
    pub fn keys(&self) -> PathBuf {
        self.path.join("keys")
    }

    /// The database's own folder.
    pub fn rows(&self) -> PathBuf {
        self.path.join("rows")
    }

    /// Puts the finished copy in the place of the rows. Nothing of either may be open.
    pub fn replace_rows(&self) -> Result<(), StoreError> {
        let (rows, old) = (self.rows(), self.path.join("rows.old"));
        fs::rename(&rows, &old).map_err(StoreError::io("set aside", &rows))?;
        fs::rename(self.new_rows(), &rows).map_err(StoreError::io("put in place", &rows))?;
        sync_folder(&self.path)?;
        self.tidy_rows()
    }

    /// A copy of the rows in the making.
    pub fn new_rows(&self) -> PathBuf {
        self.path.join("rows.new")
    }

    /// Undoes or finishes a replacement that a crash cut short, and removes what it left.
    pub fn tidy_rows(&self) -> Result<(), StoreError> {
        let (rows, old) = (self.rows(), self.path.join("rows.old"));
        if old.exists() && !rows.exists() {
            fs::rename(&old, &rows).map_err(StoreError::io("put back", &rows))?;
            sync_folder(&self.path)?;
        }
        for left in [self.new_rows(), old] {
            match fs::remove_dir_all(&left) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(StoreError::io("removed", &left)(error)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Notes that the rows are to be mended when they are opened again.
    pub fn note_damage(&self) {
        // Without the note they are mended once somebody meets the damage again.
        let _unnoted = open_secret(&self.path.join("damaged"));
    }

    /// Whether that was noted.
    pub fn damage_noted(&self) -> bool {
        self.path.join("damaged").exists()
    }

    /// It has been done.
    pub fn forget_damage(&self) {
        // If it stays, the rows are looked through once more for nothing.
        let _stays = fs::remove_file(self.path.join("damaged"));
    }

    /// Whether all rows could be written a second time.
    pub fn has_room_for_copy(&self) -> bool {
        let size = fs::metadata(self.rows().join("db")).map_or(0, |db| db.len());
        self.available() >= LITTLE.saturating_add(size)
    }

    /// Whether a batch of this many bytes may be tried. While the reserve is not set aside, documents leave free what it needs.
    pub fn has_room_for(&self, bytes: u64, brings: Brings) -> bool {
        let kept_free = match brings {
            Brings::Documents if self.has_reserve() => ROOM,
            Brings::Documents => ROOM + RESERVE,
            Brings::Records => LITTLE,
        };
        self.available() >= kept_free.saturating_add(bytes.saturating_mul(AMPLIFICATION))
    }

    fn available(&self) -> u64 {
        #[cfg(test)]
        {
            let pretended = self.pretend_available.load(std::sync::atomic::Ordering::Relaxed);
            if pretended != u64::MAX {
                return pretended;
            }
        }
        // A system that cannot say is not taken to be full: then the write itself will tell.
        fs4::available_space(&self.path).unwrap_or(u64::MAX)
    }

    /// Whether the reserve is set aside.
    pub fn has_reserve(&self) -> bool {
        fs::metadata(self.path.join("reserve")).is_ok_and(|reserve| reserve.len() == RESERVE)
    }

    /// Sets the reserve aside where it is missing and there is room; says whether it is there.
    pub fn keep_reserve(&self) -> bool {
        if self.has_reserve() {
            return true;
        }
        if self.available() < RESERVE + ROOM {
            return false;
        }
        let kept = open_secret(&self.path.join("reserve")).is_ok_and(|file| file.allocate(RESERVE).is_ok());
        if !kept {
            self.give_up_reserve();
        }
        kept
    }

    /// Gives the reserve back to the disk.
    pub fn give_up_reserve(&self) {
        // If it cannot be removed, opening the database will say what is wrong.
        let _ = fs::remove_file(self.path.join("reserve"));
    }
}

/// Opens or makes a file that nobody else on the machine may read.
pub(super) fn open_secret(path: &Path) -> Result<File, StoreError> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(StoreError::io("opened", path))?;
    file.set_permissions(Permissions::from_mode(0o600)).map_err(StoreError::io("closed to others", path))?;
    Ok(file)
}

/// Nobody else on the machine may look into this folder.
pub(super) fn close_to_others(path: &Path) -> Result<(), StoreError> {
    fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(StoreError::io("closed to others", path))
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(StoreError::io("made durable", path))
}

#[cfg(test)]
mod tests {
    use super::super::SledStore;
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn only_an_empty_folder_becomes_a_data_folder_and_only_once() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("new/data");
        assert!(matches!(SledStore::open(&folder), Err(StoreError::Absent { .. })));
        assert!(!folder.exists());
        drop(SledStore::create(&folder).unwrap());
        assert!(matches!(SledStore::create(&folder), Err(StoreError::Exists { .. })));
        assert!(SledStore::open(&folder).unwrap().1.is_clean());
        fs::remove_file(folder.join("format")).unwrap();
        assert!(matches!(SledStore::open(&folder), Err(StoreError::Absent { .. })));
        let other = parent.path().join("other");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("letter.txt"), "Dear").unwrap();
        assert!(matches!(SledStore::create(&other), Err(StoreError::Foreign { .. })));
        assert_eq!(names(&other), ["letter.txt"]);
    }

    #[test]
    fn a_creation_that_was_cut_short_is_begun_again() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data");
        fs::create_dir_all(folder.join("rows/blobs")).unwrap();
        fs::write(folder.join("rows/conf"), "segment_si").unwrap();
        fs::write(folder.join("keys"), "").unwrap();
        fs::write(folder.join("folder.lock"), "").unwrap();
        drop(SledStore::create(&folder).unwrap());
        assert!(SledStore::open(&folder).unwrap().1.is_clean());
    }

    #[test]
    fn a_folder_serves_one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::create(folder.path()).unwrap();
        assert!(matches!(SledStore::open(folder.path()), Err(StoreError::InUse { .. })));
        drop(store);
        assert!(SledStore::open(folder.path()).is_ok());
    }

    #[test]
    fn a_newer_or_unknown_format_is_refused_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("format"), "knutepunkt data 2\n").unwrap();
        assert!(matches!(SledStore::open(folder.path()), Err(StoreError::NewerFormat { found: 2, known: 1 })));
        for text in ["", "knutepunkt data x", "sqlite", "knutepunkt data 0"] {
            fs::write(folder.path().join("format"), text).unwrap();
            assert!(matches!(SledStore::open(folder.path()), Err(StoreError::UnknownFormat { .. })), "{text}");
        }
        assert_eq!(names(folder.path()), ["format"]);
    }

    #[test]
    fn nobody_else_on_the_machine_can_read_what_is_here() {
        let folder = tempfile::tempdir().unwrap();
        drop(SledStore::create(folder.path()).unwrap());
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(folder.path().join("keys"), Permissions::from_mode(0o644)).unwrap();
        let _store = SledStore::open(folder.path()).unwrap();
        let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("."), mode("rows")), (0o700, 0o700));
        for name in ["keys", "folder.lock", "format", "reserve", "rows/db"] {
            assert_eq!(mode(name), 0o600, "{name}");
        }
    }
}
