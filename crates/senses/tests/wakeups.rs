//! Resting costs nothing. Alone in its program, whose threads it counts.
#![cfg(target_os = "linux")]

mod support;

use std::time::Duration;

use ringlight_senses::{Activity, Desktop};
use support::login::Login;
use support::saver::{Manner, Saver};
use support::servers::{Bus, Xvfb};
use support::{rest::Switches, sense, until};

#[tokio::test]
async fn nothing_wakes_up_between_two_changes() {
    let (server, bus) = (Xvfb::start().await, Bus::start().await);
    let _login = Login::start(&bus).await;
    let _saver =
        Saver::start(&bus, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", false, Manner::Answers).await;
    let programs = tempfile::tempdir().expect("has room");
    std::fs::write(programs.path().join("i3lock"), "").expect("has room");
    let desktop = Desktop {
        programs: vec![programs.path().to_owned()],
        display: Some(server.display.clone()),
        session_bus: Some(bus.address.clone()),
        system_bus: Some(bus.address.clone()),
        ..Desktop::default()
    };
    let (mut watch, _set) = sense(desktop, Some(Duration::from_secs(3)));
    server.move_pointer().await;
    until(&mut watch, |seen| seen.activity == Activity::Active).await;
    let before = Switches::now();
    until(&mut watch, |seen| seen.activity == Activity::Idle).await;
    let during = before.until_now();
    assert!(during <= 8, "{during} wake-ups for one change");
}
