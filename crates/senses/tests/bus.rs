//! Screensavers on a real session bus.
#![cfg(target_os = "linux")]

mod support;

use std::time::Duration;

use ringlight_senses::{Activity, Desktop, Input, Lock, Seen, Sense, Watch};
use support::saver::{Manner, Saver};
use support::servers::{Bus, Xvfb, bare};
use support::{next, sense, trouble, until};

const FREEDESKTOP: (&str, &str) = ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver");
const GNOME: (&str, &str) = ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver");
const MATE: (&str, &str) = ("org.mate.ScreenSaver", "/org/mate/ScreenSaver");

fn on(bus: &Bus) -> Desktop {
    Desktop { session_bus: Some(bus.address.clone()), ..bare() }
}

async fn watch_on(bus: &Bus) -> (Watch, Seen) {
    let (mut watch, _) = sense(on(bus), None);
    let first = next(&mut watch).await.seen;
    (watch, first)
}

fn is(lock: Lock) -> impl Fn(&Seen) -> bool {
    move |seen| seen.lock == lock
}

#[tokio::test]
async fn locks_and_unlocks_with_every_kind_of_screensaver() {
    for ((name, path), lock) in [
        (FREEDESKTOP, Lock::Locked),
        (("org.freedesktop.ScreenSaver", "/ScreenSaver"), Lock::Locked),
        (GNOME, Lock::Screensaver),
        (("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"), Lock::Screensaver),
        (MATE, Lock::Screensaver),
        (("org.xfce.ScreenSaver", "/"), Lock::Screensaver),
    ] {
        let bus = Bus::start().await;
        let saver = Saver::start(&bus, name, path, false, Manner::Answers).await;
        let (mut watch, first) = watch_on(&bus).await;
        assert_eq!(first.lock, Lock::Unlocked, "{name}");
        // Signals come from other paths than answers in some versions.
        for from in [path, "/", "/elsewhere"] {
            saver.set(true, from).await;
            let locked = until(&mut watch, is(lock)).await.seen;
            assert_eq!(locked.activity, Activity::Locked);
            saver.set(false, from).await;
            until(&mut watch, is(Lock::Unlocked)).await;
        }
    }
}

#[tokio::test]
async fn a_lock_from_before_the_start_is_seen() {
    let bus = Bus::start().await;
    let _saver = Saver::start(&bus, FREEDESKTOP.0, FREEDESKTOP.1, true, Manner::Answers).await;
    let (_watch, first) = watch_on(&bus).await;
    assert_eq!((first.lock, first.activity), (Lock::Locked, Activity::Locked));
}

#[tokio::test]
async fn a_screensaver_that_comes_later_is_asked_and_one_that_vanishes_takes_its_lock_along() {
    let bus = Bus::start().await;
    let (mut watch, first) = watch_on(&bus).await;
    assert_eq!(first.lock, Lock::CannotTell);
    assert!(trouble(&first, "session-bus").is_some_and(|why| why.contains("no screensaver")));

    for _ in 0..2 {
        let gnome = Saver::start(&bus, GNOME.0, GNOME.1, true, Manner::Answers).await;
        let freedesktop = Saver::start(&bus, FREEDESKTOP.0, FREEDESKTOP.1, true, Manner::Answers).await;
        until(&mut watch, |seen| {
            seen.lock == Lock::Locked && seen.mechanisms.iter().any(|m| m.source.name() == GNOME.0)
        })
        .await;
        freedesktop.stop().await;
        until(&mut watch, is(Lock::Screensaver)).await;
        gnome.stop().await;
        let alone = until(&mut watch, |seen| trouble(seen, "session-bus").is_some()).await.seen;
        assert_eq!((alone.lock, alone.activity), (Lock::CannotTell, Activity::Unknown));
    }
}

#[tokio::test]
async fn an_owner_that_is_silent_hides_no_other() {
    let bus = Bus::start().await;
    let silent = Saver::start(&bus, FREEDESKTOP.0, FREEDESKTOP.1, false, Manner::Refuses).await;
    let _hung = Saver::start(&bus, GNOME.0, GNOME.1, false, Manner::Hangs).await;
    let mate = Saver::start(&bus, MATE.0, MATE.1, false, Manner::Answers).await;
    let (mut watch, first) = watch_on(&bus).await;
    assert_eq!(first.lock, Lock::Unlocked);
    assert!(trouble(&first, FREEDESKTOP.0).is_some_and(|why| why.contains("does not say")), "{first:?}");
    mate.set(true, "/").await;
    until(&mut watch, is(Lock::Screensaver)).await;
    mate.set(false, "/").await;
    until(&mut watch, is(Lock::Unlocked)).await;

    silent.say(true, "/").await;
    let spoke = until(&mut watch, is(Lock::Locked)).await.seen;
    assert_eq!(trouble(&spoke, FREEDESKTOP.0), None);
}

#[tokio::test]
async fn only_the_owner_of_the_name_is_believed() {
    let bus = Bus::start().await;
    let owner = Saver::start(&bus, FREEDESKTOP.0, FREEDESKTOP.1, false, Manner::Answers).await;
    let (mut watch, _) = watch_on(&bus).await;
    let stranger = bus.connect().await;
    stranger
        .emit_signal(None::<&str>, FREEDESKTOP.1, FREEDESKTOP.0, "ActiveChanged", &true)
        .await
        .expect("the bus runs");
    // The bus keeps the order of what was sent before a reply: the stranger's word has been heard by now.
    let dbus = zbus::fdo::DBusProxy::new(&stranger).await.expect("the bus runs");
    dbus.get_id().await.expect("the bus answers");
    let marker = Saver::start(&bus, MATE.0, MATE.1, true, Manner::Answers).await;
    let seen = until(&mut watch, |seen| seen.lock != Lock::Unlocked).await.seen;
    assert_eq!(seen.lock, Lock::Screensaver, "the stranger was believed");
    marker.stop().await;
    owner.set(true, "/").await;
    until(&mut watch, is(Lock::Locked)).await;
}

#[tokio::test]
async fn a_bus_that_dies_takes_its_locks_along() {
    let bus = Bus::start().await;
    let _saver = Saver::start(&bus, FREEDESKTOP.0, FREEDESKTOP.1, true, Manner::Answers).await;
    let (mut watch, first) = watch_on(&bus).await;
    assert_eq!(first.lock, Lock::Locked);
    bus.kill().await;
    let seen =
        until(&mut watch, |seen| seen.lock == Lock::CannotTell && trouble(seen, "session-bus").is_some())
            .await
            .seen;
    assert!(seen.mechanisms.iter().all(|m| m.sense != Sense::Lock || m.trouble.is_some()));
}

#[tokio::test]
async fn an_unlock_that_gets_lost_is_found_at_the_next_input() {
    let (bus, server) = (Bus::start().await, Xvfb::start().await);
    let saver = Saver::start(&bus, GNOME.0, GNOME.1, true, Manner::Answers).await;
    let desktop = Desktop { display: Some(server.display.clone()), ..on(&bus) };
    let (mut watch, _set) = sense(desktop, Some(Duration::from_millis(500)));
    for _ in 0..2 {
        until(&mut watch, |seen| seen.lock == Lock::Screensaver && matches!(seen.input, Input::Idle { .. }))
            .await;
        saver.set_unheard(false);
        server.move_pointer().await;
        until(&mut watch, |seen| seen.activity == Activity::Active).await;
        saver.set(true, GNOME.1).await;
    }
}

#[tokio::test]
async fn input_alone_does_not_unlock() {
    let (bus, server) = (Bus::start().await, Xvfb::start().await);
    let saver = Saver::start(&bus, GNOME.0, GNOME.1, true, Manner::Answers).await;
    let desktop = Desktop { display: Some(server.display.clone()), ..on(&bus) };
    let (mut watch, _set) = sense(desktop, Some(Duration::from_millis(500)));
    for _ in 0..2 {
        until(&mut watch, |seen| matches!(seen.input, Input::Idle { .. })).await;
        server.move_pointer().await;
        let touched = until(&mut watch, |seen| seen.input == Input::Active).await.seen;
        assert_eq!(touched.activity, Activity::Locked, "a stick that drifts unlocked the session");
    }
    // Whoever was asked again because of the input has answered by now, and the lock still holds.
    until(&mut watch, |seen| matches!(seen.input, Input::Idle { .. }) && seen.activity == Activity::Locked)
        .await;
    saver.set(false, GNOME.1).await;
    until(&mut watch, |seen| seen.activity != Activity::Locked).await;
}

#[tokio::test]
async fn a_bus_that_is_missing_or_no_bus_is_said_in_words() {
    let directory = tempfile::tempdir().expect("can be made");
    let other = directory.path().join("other");
    std::fs::write(&other, "").expect("has room");
    for (address, words) in [
        ("unix:path=/nonexistent/bus".to_owned(), "the session bus is not there"),
        (format!("unix:path={}", other.display()), "cannot connect to the session bus"),
        ("nonsense".to_owned(), "cannot connect to the session bus"),
    ] {
        let (mut watch, _set) = sense(Desktop { session_bus: Some(address), ..bare() }, None);
        let seen = next(&mut watch).await.seen;
        assert!(trouble(&seen, "session-bus").is_some_and(|why| why.starts_with(words)), "{seen:?}");
    }
}

#[tokio::test]
async fn a_bus_that_starts_late_is_found_and_one_that_is_restarted_is_found_again() {
    let directory = tempfile::tempdir().expect("can be made");
    let socket = directory.path().join("user/bus");
    let address = format!("unix:path={}", socket.display());
    let (mut watch, _set) = sense(Desktop { session_bus: Some(address.clone()), ..bare() }, None);
    assert!(trouble(&next(&mut watch).await.seen, "session-bus").is_some());
    std::fs::create_dir(directory.path().join("user")).expect("has room");
    for _ in 0..2 {
        let bus = Bus::start_at(&address).await;
        let _saver = Saver::start(&bus, FREEDESKTOP.0, FREEDESKTOP.1, true, Manner::Answers).await;
        until(&mut watch, is(Lock::Locked)).await;
        bus.kill().await;
        until(&mut watch, is(Lock::CannotTell)).await;
        std::fs::remove_file(&socket).expect("is left behind");
    }
}
