//! A data folder as somebody else sees it: copied, and searched byte by byte.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

/// Blocks that hold nothing but zeros are passed over: space that is set aside is most of a folder.
const BLOCK: usize = 4096;

/// Copies a folder with everything in it, sockets aside.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder for the copy");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("an entry");
        let (kind, target) = (entry.file_type().expect("a type"), to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &target);
        } else if !kind.is_socket() {
            match fs::copy(entry.path(), &target) {
                // A program that runs may have removed it meanwhile.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                copied => drop(copied.expect("a copy")),
            }
        }
    }
    fs::set_permissions(to, fs::metadata(from).expect("the folder is there").permissions()).expect("the same permissions");
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found.sort();
    found
}

/// What is looked for, by its first byte.
pub struct Needles {
    by_first: BTreeMap<u8, Vec<Vec<u8>>>,
    longest: usize,
}

impl Needles {
    /// These bytes, and of texts also what they are in small and in capital letters.
    pub fn new<'n>(needles: impl IntoIterator<Item = &'n [u8]>) -> Needles {
        let mut by_first: BTreeMap<u8, Vec<Vec<u8>>> = BTreeMap::new();
        let mut longest = 0;
        for needle in needles {
            longest = longest.max(needle.len());
            let mut forms = vec![needle.to_vec()];
            if let Ok(text) = std::str::from_utf8(needle) {
                forms.extend([text.to_lowercase().into_bytes(), text.to_uppercase().into_bytes()]);
            }
            forms.sort();
            forms.dedup();
            for form in forms {
                by_first.entry(*form.first().expect("a needle is not empty")).or_default().push(form);
            }
        }
        Needles { by_first, longest }
    }

    /// The files below a folder in which one of them stands.
    pub fn found_in(&self, folder: &Path) -> Vec<PathBuf> {
        files(folder).into_iter().filter(|file| self.stand_in(&fs::read(file).unwrap_or_default())).collect()
    }

    /// Whether one of them stands in these bytes.
    pub fn stand_in(&self, bytes: &[u8]) -> bool {
        let zeros = [0u8; BLOCK];
        let mut wanted = [false; 256];
        self.by_first.keys().for_each(|first| wanted[usize::from(*first)] = true);
        (0..bytes.len()).step_by(BLOCK).any(|begin| {
            let end = (begin + BLOCK).min(bytes.len());
            // A needle may begin in this block and end in the next.
            let reach = (end + self.longest).min(bytes.len());
            if bytes[begin..end] == zeros[..end - begin] {
                return false;
            }
            (begin..end).any(|at| {
                wanted[usize::from(bytes[at])]
                    && self.by_first[&bytes[at]].iter().any(|needle| bytes[at..reach].starts_with(needle))
            })
        })
    }
}

/// What a folder's files are now: their paths within it and their bytes.
pub fn picture(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let within = |file: &PathBuf| file.strip_prefix(folder).expect("below the folder").to_path_buf();
    files(folder).iter().map(|file| (within(file), fs::read(file).unwrap_or_default())).collect()
}
