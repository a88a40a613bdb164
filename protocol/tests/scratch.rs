#![allow(clippy::all, clippy::pedantic, warnings)]
mod common;
use common::*;
use automerge::transaction::{CommitOptions, Transactable};
use automerge::*;
use knutepunkt_protocol::document::{change, chunk, view::View};
use std::time::Instant;

fn commit(base: &[Vec<u8>], n: u64, f: impl FnOnce(&mut transaction::Transaction<'_>)) -> Vec<u8> {
    let mut actor = node_of(&secret(n)).as_bytes().to_vec();
    actor.resize(64, 0);
    let mut doc = Automerge::new().with_actor(ActorId::from(actor.as_slice()));
    doc.apply_changes(base.iter().map(|b| Change::from_bytes(b.clone()).unwrap()).collect::<Vec<_>>()).unwrap();
    let mut tx = doc.transaction();
    f(&mut tx);
    tx.commit_with(CommitOptions::default().with_time(n as i64));
    let raw = doc.get_last_local_change().unwrap().raw_bytes().to_vec();
    chunk::certify_actor(raw).unwrap()
}
fn rss() -> u64 {
    let s = std::fs::read_to_string("/proc/self/status").unwrap();
    s.lines().find(|l| l.starts_with("VmHWM")).unwrap().split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn heavy() {
    for (name, which) in [("list of true", 0), ("map same prefix", 1), ("nested maps", 2), ("text", 3), ("list nulls front", 4)] {
        let t = Instant::now();
        let one = |n: u64| commit(&[], n, |tx| match which {
            0 => { let l = tx.put_object(ROOT, "a", ObjType::List).unwrap(); for i in 0..19_990 { tx.insert(&l, i, true).unwrap(); } }
            1 => { let l = tx.put_object(ROOT, "a", ObjType::Map).unwrap(); for i in 0..10_000 { tx.put(&l, format!("{i}"), 1).unwrap(); } }
            2 => { let mut l = tx.put_object(ROOT, "a", ObjType::Map).unwrap(); for i in 0..19_990 { l = tx.put_object(&l, "a", ObjType::Map).unwrap(); } }
            3 => { let l = tx.put_object(ROOT, "a", ObjType::Text).unwrap(); tx.splice_text(&l, 0, 0, &"a".repeat(19_990)).unwrap(); }
            _ => { let l = tx.put_object(ROOT, "a", ObjType::List).unwrap(); for i in 0..19_990 { tx.insert(&l, 0, ScalarValue::Null).unwrap(); } }
        });
        let first = one(1);
        let made = t.elapsed();
        println!("{name}: {} bytes made in {made:?} inspect {:?}", first.len(), chunk::inspect(&first).map(|c| c.empty));
        if which == 1 { continue; }
        for count in [1usize, 10, 50] {
            // the same operations by other actors
            let digest = |bytes: &mut Vec<u8>| { use sha2::Digest; let d: [u8; 32] = sha2::Sha256::digest(&bytes[8..]).into(); bytes[4..8].copy_from_slice(&d[..4]); };
            let all: Vec<Vec<u8>> = (0..count).map(|i| { let mut b = first.clone(); let p = secret(1).public(); let at = b.windows(32).position(|w| w == p).unwrap(); b[at..at+32].copy_from_slice(&secret(100 + i as u64).public()); digest(&mut b); chunk::certify_actor(b).unwrap() }).collect();
            let t = Instant::now();
            let v = View::read(&all);
            println!("   {count}: {:?} {:?} rss {} kB", v.map(|v| v.registers.len()), t.elapsed(), rss());
        }
    }
}
