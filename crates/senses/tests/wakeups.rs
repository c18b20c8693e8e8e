//! Resting costs nothing. Alone in its program, whose threads it counts.
#![cfg(target_os = "linux")]

mod support;

use std::fs;
use std::time::Duration;

use ringlight_senses::{Activity, Desktop};
use support::{Xvfb, bare, sense, until};

#[tokio::test]
async fn nothing_wakes_up_between_two_changes() {
    let server = Xvfb::start().await;
    let desktop = Desktop { display: Some(server.display.clone()), ..bare() };
    let (mut watch, _set) = sense(desktop, Some(Duration::from_secs(3)));
    server.move_pointer().await;
    until(&mut watch, |seen| seen.activity == Activity::Active).await;
    let before = switches();
    until(&mut watch, |seen| seen.activity == Activity::Idle).await;
    let during = switches() - before;
    assert!(during <= 4, "{during} wake-ups of the X11 thread for one change");
}

/// How often the X11 thread of this process went to sleep so far.
fn switches() -> u64 {
    let tasks = fs::read_dir("/proc/self/task").expect("is Linux").flatten();
    let x11 = tasks.filter(|task| {
        fs::read_to_string(task.path().join("comm")).is_ok_and(|name| name.trim() == "senses-x11")
    });
    let count = |status: String| {
        status
            .lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse::<u64>().ok())
    };
    x11.filter_map(|task| count(fs::read_to_string(task.path().join("status")).ok()?)).sum()
}
