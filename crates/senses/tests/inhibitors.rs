//! Who keeps the screen awake, on a real bus.
#![cfg(target_os = "linux")]

mod support;

use std::time::Duration;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Engaged, Mechanism, Sense, Wishes};
use support::engaged::{Owner, users};
use support::inhibitors::{Gnome, Kde, Logind};
use support::late::{AWAY_WITHIN, BACK_WITHIN, within};
use support::servers::{Bus, bare};

const IDLE: u32 = 8;
const LOGOUT: u32 = 1;
/// A presentation that lasts so long is one.
const BELIEVED: Duration = Duration::from_secs(4);

fn wishes() -> Wishes {
    Wishes { presenting: true, ..Wishes::default() }
}

fn watch_on(bus: &Bus) -> Owner {
    let address = Some(bus.address.clone());
    Owner::wishing(wishes(), Desktop { session_bus: address.clone(), system_bus: address, ..bare() })
}

fn awake(engaged: &Engaged) -> Vec<&str> {
    users(engaged, Sense::Inhibitors)
}

fn relies_on(engaged: &Engaged, source: &str) -> bool {
    engaged.mechanisms.iter().any(|m| m.source.name() == source && m.trouble.is_none())
}

/// Whether it was there and is not any more.
fn has_failed(engaged: &Engaged, source: &str) -> bool {
    let trouble = |m: &Mechanism| m.trouble.as_ref().is_some_and(|why| !why.contains("does not run"));
    engaged.mechanisms.iter().any(|m| m.source.name() == source && trouble(m))
}

#[tokio::test]
async fn where_nobody_keeps_a_list_it_cannot_be_told() {
    let bus = Bus::start().await;
    let seen = watch_on(&bus).until(|seen| seen.mechanisms.len() == 6).await;
    assert!(seen.mechanisms.iter().all(|mechanism| mechanism.trouble.is_some()), "{seen:?}");
}

#[tokio::test]
async fn gnome_a_film_keeps_the_screen_awake_and_slides_are_a_presentation() {
    let bus = Bus::start().await;
    let gnome = Gnome::start(&bus).await;
    let mut owner = watch_on(&bus);
    owner.until(|seen| relies_on(seen, "gnome-session")).await;
    gnome.inhibit("nautilus", "copying files", LOGOUT).await;
    let film = gnome.inhibit("firefox", "video-playing", IDLE).await;
    let seen = owner.until(|seen| awake(seen) == ["firefox"]).await;
    assert!(!seen.presenting, "a film");

    let slides = gnome.inhibit("soffice", "presentation", IDLE).await;
    owner.until(|seen| seen.presenting && awake(seen) == ["firefox", "soffice"]).await;
    gnome.release(&slides).await;
    gnome.release(&film).await;
    let seen = within(BACK_WITHIN, owner.until(|seen| awake(seen).is_empty())).await;
    assert!(seen.presenting, "not for ten seconds");
}

#[tokio::test]
async fn who_keeps_the_screen_awake_is_told_where_only_that_is_asked_for() {
    let bus = Bus::start().await;
    let gnome = Gnome::start(&bus).await;
    let mut owner = watch_on(&bus);
    let film = gnome.inhibit("firefox", "presentation", IDLE).await;
    owner.until(|seen| seen.presenting && awake(seen) == ["firefox"]).await;
    owner.wishes.send_replace(Wishes { inhibitors: true, ..Wishes::default() });
    let seen = owner.until(|seen| !seen.presenting).await;
    assert_eq!(awake(&seen), ["firefox"]);
    gnome.release(&film).await;
    owner.until(|seen| awake(seen).is_empty()).await;
}

#[tokio::test]
async fn what_nobody_has_told_is_found_by_reading_again() {
    let bus = Bus::start().await;
    let gnome = Gnome::start(&bus).await;
    gnome.inhibit("firefox", "video-playing", IDLE).await;
    let mut owner = watch_on(&bus);
    owner.until(|seen| awake(seen) == ["firefox"]).await;
    gnome.release_unheard();
    owner.watch.read_again();
    owner.until(|seen| awake(seen).is_empty()).await;
}

#[tokio::test]
async fn gnome_dies_and_returns() {
    let bus = Bus::start().await;
    let mut owner = watch_on(&bus);
    for _ in 0..2 {
        let gnome = Gnome::start(&bus).await;
        gnome.inhibit("firefox", "video-playing", IDLE).await;
        owner.until(|seen| awake(seen) == ["firefox"]).await;
        gnome.stop().await;
        let seen = owner.until(|seen| awake(seen).is_empty()).await;
        assert!(!relies_on(&seen, "gnome-session"));
    }
}

#[tokio::test]
async fn kde_and_logind_tell_who_and_why() {
    let bus = Bus::start().await;
    let (kde, logind) = (Kde::start(&bus).await, Logind::start(&bus).await);
    let mut owner = watch_on(&bus);
    owner.until(|seen| relies_on(seen, "kde-power-management") && relies_on(seen, "logind")).await;
    kde.set(vec![("vlc", "Playing video"), ("okular", "Giving a presentation")]).await;
    within(AWAY_WITHIN, owner.until(|seen| awake(seen) == ["okular", "vlc"])).await;
    within(BELIEVED + AWAY_WITHIN, owner.until(|seen| seen.presenting)).await;
    kde.set(Vec::new()).await;

    let us = rustix::process::getuid().as_raw();
    logind
        .set(vec![
            ("shutdown:idle", "caffeine", "wanted", "block", us, 1),
            ("idle", "delays", "only delays", "delay", us, 1),
            ("sleep", "upower", "no idle", "block", us, 1),
            ("idle", "stranger", "another user", "block", us + 1, 1),
            ("idle", "ringlight", "ourselves", "block", us, std::process::id()),
        ])
        .await;
    within(AWAY_WITHIN, owner.until(|seen| awake(seen) == ["caffeine"])).await;
    logind.set(Vec::new()).await;
    within(BACK_WITHIN, owner.until(|seen| awake(seen).is_empty())).await;
}

#[tokio::test]
async fn gnome_a_long_list_is_read_to_its_end() {
    let bus = Bus::start().await;
    let gnome = Gnome::start(&bus).await;
    for _ in 0..25 {
        gnome.inhibit("firefox", "video-playing", IDLE).await;
    }
    gnome.inhibit("soffice", "presentation", IDLE).await;
    let mut owner = watch_on(&bus);
    let seen =
        owner.until(|seen| relies_on(seen, "gnome-session") || has_failed(seen, "gnome-session")).await;
    assert_eq!(awake(&seen), ["firefox", "soffice"], "{seen:?}");
    gnome.inhibit("vlc", "Playing video", IDLE).await;
    owner.until(|seen| awake(seen) == ["firefox", "soffice", "vlc"]).await;
}

#[tokio::test]
async fn logind_what_sessions_say_meanwhile_is_no_hindrance() {
    let bus = Bus::start().await;
    let logind = Logind::start(&bus).await;
    logind.chatter(200).await;
    let mut owner = watch_on(&bus);
    owner.until(|seen| relies_on(seen, "logind")).await;
    let us = rustix::process::getuid().as_raw();
    logind.set(vec![("idle", "caffeine", "wanted", "block", us, 1)]).await;
    let seen = owner.until(|seen| !awake(seen).is_empty() || has_failed(seen, "logind")).await;
    assert_eq!(awake(&seen), ["caffeine"], "{seen:?}");
}

#[tokio::test]
async fn a_bus_that_dies_takes_its_inhibitors_along() {
    let bus = Bus::start().await;
    let gnome = Gnome::start(&bus).await;
    gnome.inhibit("firefox", "video-playing", IDLE).await;
    let mut owner = watch_on(&bus);
    owner.until(|seen| awake(seen) == ["firefox"]).await;
    bus.kill().await;
    let seen = owner.until(|seen| awake(seen).is_empty()).await;
    assert!(seen.mechanisms.iter().any(|mechanism| mechanism.trouble.is_some()));
}
