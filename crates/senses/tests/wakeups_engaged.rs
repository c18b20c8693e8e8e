//! Resting costs nothing with every sense switched on. Alone in its program, whose threads it counts.
#![cfg(target_os = "linux")]

mod support;

use std::fs;
use std::time::Duration;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Engaged, Sense, Wishes};
use support::engaged::{Owner, relies, users};
use support::inhibitors::{Gnome, Kde, Logind};
use support::notifications::Swaync;
use support::rest::{Switches, rest};
use support::servers::{Bus, bare};

/// Whoever looks every two seconds wakes up twice at least, beside this test.
const REST: Duration = Duration::from_secs(6);

fn awake(engaged: &Engaged) -> Vec<&str> {
    users(engaged, Sense::Inhibitors)
}

#[tokio::test]
async fn nothing_wakes_up_while_nothing_happens() {
    let (bus, devices) = (Bus::start().await, tempfile::tempdir().expect("has room"));
    fs::write(devices.path().join("video0"), "").expect("has room");
    let _peers = (Gnome::start(&bus).await, Logind::start(&bus).await, Swaync::start(&bus).await);
    let kde = Kde::start(&bus).await;
    let address = Some(bus.address.clone());
    let devices = Some(devices.path().to_owned());
    let desktop = Desktop { session_bus: address.clone(), system_bus: address, devices, ..bare() };
    let wishes =
        Wishes { camera: true, presenting: true, inhibitors: true, desktop_dnd: true, ..Wishes::default() };
    let mut owner = Owner::wishing(wishes, desktop);
    let senses = [Sense::Camera, Sense::Presenting, Sense::Inhibitors, Sense::DesktopDnd];
    owner.until(|seen| senses.iter().all(|sense| relies(seen, *sense)) && seen.desktop_dnd.is_some()).await;
    kde.set(vec![("vlc", "Playing video")]).await;
    owner.until(|seen| awake(seen) == ["vlc"]).await;

    // What follows the last change is over.
    rest(Duration::from_secs(1)).await;
    let before = Switches::now();
    // Not to wait for anything: this is the rest that is measured.
    rest(REST).await;
    let during = before.until_now();
    assert!(during <= 2, "{during} wake-ups in {REST:?} of rest");
    kde.set(Vec::new()).await;
    owner.until(|seen| awake(seen).is_empty()).await;
}
