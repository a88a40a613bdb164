//! Until something is so. Every wait has a deadline, and says how long it took.

use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(25);

/// How much longer than promised a test waits before it fails: the machine may be busy with other tests. What is measured is
/// printed, so that the promise itself can be judged on a quiet machine.
const PATIENCE: u32 = 3;

/// Waits until `look` answers something, and answers it.
pub fn eventually<T>(deadline: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(begun.elapsed() < deadline, "not within {:.1} s: {what}", deadline.as_secs_f64());
        std::thread::sleep(PAUSE);
    }
}

/// As [`eventually`], for what is promised within a time: prints what it took, and fails at three times the promise.
pub fn within<T>(promise: Duration, what: &str, look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    let seen = eventually(promise * PATIENCE, what, look);
    let (took, promised) = (begun.elapsed().as_secs_f64(), promise.as_secs_f64());
    println!("measured: {what}: {took:.2} s (promised: {promised:.1} s)");
    seen
}

/// Looks again and again for a while: what is so must remain so.
pub fn remains(time: Duration, what: &str, mut look: impl FnMut() -> bool) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        assert!(look(), "no longer so after {:.1} s: {what}", begun.elapsed().as_secs_f64());
        std::thread::sleep(PAUSE * 4);
    }
}
