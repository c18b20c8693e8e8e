//! What resting costs.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

/// How often each thread of this process went to sleep so far.
pub struct Switches(BTreeMap<OsString, u64>);

impl Switches {
    pub fn now() -> Self {
        let tasks = fs::read_dir("/proc/self/task").expect("is Linux").flatten();
        let own = |task: DirEntry| {
            Some((task.file_name(), count(&fs::read_to_string(task.path().join("status")).ok()?)?))
        };
        Self(tasks.filter_map(own).collect())
    }

    /// How often those that live now went to sleep since then.
    pub fn until_now(&self) -> u64 {
        let before = |thread| self.0.get(thread).copied().unwrap_or_default();
        Self::now().0.iter().map(|(thread, switches)| switches - before(thread)).sum()
    }
}

/// Does nothing for so long, on another thread: timers of this runtime wake it up on the way.
pub async fn rest(lasts: Duration) {
    let (done, rested) = oneshot::channel();
    thread::spawn(move || {
        thread::sleep(lasts);
        done.send(())
    });
    rested.await.expect("does not panic");
}

/// How often this thread went to sleep so far.
pub fn own_switches() -> u64 {
    fs::read_to_string("/proc/thread-self/status").ok().and_then(|status| count(&status)).expect("is Linux")
}

fn count(status: &str) -> Option<u64> {
    status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse().ok())
}
