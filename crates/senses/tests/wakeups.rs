//! Resting costs nothing. Alone in its program, whose threads it counts.
#![cfg(target_os = "linux")]

mod support;

use std::fs;
use std::time::Duration;

use ringlight_senses::{Activity, Desktop};
use support::login::Login;
use support::saver::{Manner, Saver};
use support::servers::{Bus, Xvfb};
use support::{sense, until};

#[tokio::test]
async fn nothing_wakes_up_between_two_changes() {
    let (server, bus) = (Xvfb::start().await, Bus::start().await);
    let _login = Login::start(&bus).await;
    let _saver =
        Saver::start(&bus, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", false, Manner::Answers).await;
    let desktop = Desktop {
        display: Some(server.display.clone()),
        session_bus: Some(bus.address.clone()),
        system_bus: Some(bus.address.clone()),
        ..Desktop::default()
    };
    let (mut watch, _set) = sense(desktop, Some(Duration::from_secs(3)));
    server.move_pointer().await;
    until(&mut watch, |seen| seen.activity == Activity::Active).await;
    let before = switches();
    until(&mut watch, |seen| seen.activity == Activity::Idle).await;
    let during = switches() - before;
    assert!(during <= 8, "{during} wake-ups for one change");
}

/// How often the threads of this process went to sleep so far.
fn switches() -> u64 {
    let tasks = fs::read_dir("/proc/self/task").expect("is Linux").flatten();
    let status = tasks.filter_map(|task| fs::read_to_string(task.path().join("status")).ok());
    let count = |status: String| {
        status
            .lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse::<u64>().ok())
    };
    status.filter_map(count).sum()
}
