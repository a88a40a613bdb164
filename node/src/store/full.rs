//! A full disk: refused whole, readable meanwhile, and well again without a restart.

use super::conformance::{contents, put, row, shred};
use super::{SledStore, Store, StoreError};
use knutepunkt_protocol::rows::{Bodies, Table};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering::Relaxed;

#[test]
fn a_commit_without_room_is_refused_whole_and_a_withdrawal_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::create(folder.path()).unwrap();
    store.commit(&put(Table::Body, row(1, "text"), b"words")).unwrap();
    store.commit(&put(Table::Body, row(2, "text"), b"words")).unwrap();
    store.folder.pretend_available.store(1 << 20, Relaxed);
    let before = contents(&store);
    assert!(matches!(store.commit(&put(Table::Body, row(3, "text"), b"more")), Err(StoreError::Full)));
    assert_eq!(contents(&store), before);
    store.healthy().unwrap();
    store.commit(&shred(1)).unwrap();
    assert_eq!(store.body(&row(1, "text")), None);
    store.folder.pretend_available.store(1 << 30, Relaxed);
    store.commit(&put(Table::Body, row(3, "text"), b"more")).unwrap();
    assert_eq!(store.body(&row(3, "text")).unwrap(), b"more");
}

const FOLDER: &str = "KNUTEPUNKT_TEST_FULL";

/// The part of the next test that runs in a process of its own, where no file may be longer than 2 MB.
#[test]
fn fill_until_refused() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let store = SledStore::create(folder.as_ref()).unwrap();
    let text = |n: u64| vec![n as u8; 20_000];
    let all = |store: &SledStore, kept| {
        assert_eq!(contents(store).len() as u64, kept);
        (0..kept).for_each(|n| assert_eq!(store.body(&row(n, "text")).unwrap(), text(n)));
        assert!(store.check().unwrap().is_clean());
    };
    let (mut kept, mut refused) = (0, 0);
    while refused < 3 {
        match store.commit(&put(Table::Body, row(kept, "text"), &text(kept))) {
            Ok(()) => kept += 1,
            Err(StoreError::Full) => {
                refused += 1;
                store.healthy().unwrap();
                all(&store, kept);
            }
            Err(other) => panic!("{other:?}"),
        }
        assert!(kept < 1000, "never refused");
    }
    println!("full");
    std::io::stdout().flush().unwrap();
    std::io::stdin().read_line(&mut String::new()).unwrap();
    for n in kept..kept + 100 {
        store.commit(&put(Table::Body, row(n, "text"), &text(n))).unwrap();
    }
    all(&store, kept + 100);
    drop(store);
    let (store, report) = SledStore::open(folder.as_ref()).unwrap();
    assert!(report.is_clean(), "{report:?}");
    all(&store, kept + 100);
    println!("well");
}

/// The system's own refusal in the middle of a commit, by a limit on the size of files that is lifted later.
#[test]
fn a_write_that_does_not_fit_is_undone_and_saving_goes_on_when_there_is_room() {
    if !Command::new("prlimit").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        eprintln!("prlimit is not installed: nothing tested");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let me = std::env::current_exe().unwrap();
    let name = format!("{}::fill_until_refused", module_path!().split_once("::").unwrap().1);
    let mut child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec prlimit --fsize=2097152:unlimited \"$@\"", "sh"])
        .arg(&me)
        .args(["--exact", &name, "--nocapture"])
        .env(FOLDER, folder.path().join("data"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.ends_with("full")), "it was refused and everything was there");
    let lifted = Command::new("prlimit").args(["--fsize=unlimited", "--pid", &child.id().to_string()]).status().unwrap();
    assert!(lifted.success());
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(lines.any(|line| line.ends_with("well")), "it went on");
    assert!(child.wait().unwrap().success());
}
