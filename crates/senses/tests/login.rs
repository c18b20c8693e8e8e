//! Sleep, lock and session switch through a logind on a real bus, with real delay locks.
#![cfg(target_os = "linux")]

mod support;

use std::io;
use std::time::{Duration, Instant};

use ringlight_senses::{Activity, Desktop, Lock, Seen, Watch};
use support::login::{Begins, Deed, Login, SESSIONS};
use support::marker::marker;
use support::saver::{Manner, Saver};
use support::servers::{Bus, bare};
use support::{PATIENCE, next, sense, trouble, until};
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe;
use tokio::time::timeout;

async fn watch_on(bus: &Bus) -> (Watch, Seen) {
    let address = || Some(bus.address.clone());
    // One bus is both.
    let (system_bus, session_bus) = (address(), address());
    let (mut watch, _) =
        sense(Desktop { system_bus, session_bus, session_id: Some("unknown".into()), ..bare() }, None);
    let first = next(&mut watch).await.seen;
    (watch, first)
}

async fn released(delay: &mut pipe::Receiver) {
    let end = timeout(PATIENCE, delay.read(&mut [0; 1])).await.expect("is released in time");
    assert_eq!(end.expect("is readable"), 0);
}

fn is_missing(seen: &Seen) -> bool {
    trouble(seen, "logind").is_some_and(|why| why.contains("does not run"))
}

fn is_held(delay: &pipe::Receiver) -> bool {
    delay.try_read(&mut [0; 1]).is_err_and(|e| e.kind() == io::ErrorKind::WouldBlock)
}

/// Nobody has dropped the hold, for want of which it is let go after four seconds.
async fn stays_held(delay: &pipe::Receiver, bus: &Bus, watch: &mut Watch) {
    let since = Instant::now();
    marker(bus, watch).await;
    assert!(
        is_held(delay) || since.elapsed() > Duration::from_secs(3),
        "let go before the last change was sent"
    );
}

#[tokio::test]
async fn sleep_waits_for_the_last_change_and_wake_is_not_unlock() {
    let bus = Bus::start().await;
    let mut login = Login::start(&bus).await;
    let (mut watch, first) = watch_on(&bus).await;
    assert_eq!((first.lock, first.asleep), (Lock::Unlocked, false));
    let (mut delay, _) = login.inhibited().await;

    for _ in 0..2 {
        login.announce("PrepareForSleep", true).await;
        let asleep = until(&mut watch, |seen| seen.activity == Activity::Asleep).await;
        let hold = asleep.hold.expect("the system waits");
        stays_held(&delay, &bus, &mut watch).await;
        drop(hold);
        released(&mut delay).await;

        while login.deeds.try_recv().is_ok() {}
        login.lock(true).await;
        login.announce("PrepareForSleep", false).await;
        let woken = until(&mut watch, |seen| !seen.asleep).await.seen;
        assert_eq!((woken.activity, woken.lock), (Activity::Locked, Lock::Locked));
        delay = login.inhibited().await.0;
        assert!(is_held(&delay));
        login.lock(false).await;
        until(&mut watch, |seen| seen.lock == Lock::Unlocked).await;
    }
}

#[tokio::test]
async fn the_delay_is_taken_anew_before_the_state_is_read() {
    let bus = Bus::start().await;
    let mut login = Login::start(&bus).await;
    let (mut watch, _) = watch_on(&bus).await;
    login.inhibited().await;
    login.announce("PrepareForSleep", true).await;
    drop(until(&mut watch, |seen| seen.asleep).await);
    while login.deeds.try_recv().is_ok() {}
    login.announce("PrepareForSleep", false).await;
    let (_delay, reads_before) = login.inhibited().await;
    assert_eq!(reads_before, 0);
    until(&mut watch, |seen| !seen.asleep).await;
    assert!(matches!(login.deeds.try_recv(), Ok(Deed::ReadLock)));
}

#[tokio::test]
async fn everybody_is_asked_again_before_the_device_counts_as_awake() {
    let (bus, session_bus) = (Bus::start().await, Bus::start().await);
    let login = Login::start(&bus).await;
    let path = "/org/freedesktop/ScreenSaver";
    let saver = Saver::start(&session_bus, "org.freedesktop.ScreenSaver", path, false, Manner::Answers).await;
    let address = |bus: &Bus| Some(bus.address.clone());
    let desktop = Desktop { system_bus: address(&bus), session_bus: address(&session_bus), ..bare() };
    let (mut watch, _set) = sense(desktop, None);
    assert_eq!(next(&mut watch).await.seen.lock, Lock::Unlocked);

    for locked in [true, false] {
        login.announce("PrepareForSleep", true).await;
        drop(until(&mut watch, |seen| seen.asleep).await);
        saver.set_unheard(locked);
        login.announce("PrepareForSleep", false).await;
        let woken = until(&mut watch, |seen| !seen.asleep).await.seen;
        assert_eq!(woken.lock == Lock::Locked, locked);
    }
}

#[tokio::test]
async fn a_hold_that_nobody_drops_delays_sleep_for_four_seconds_only() {
    let bus = Bus::start().await;
    let mut login = Login::start(&bus).await;
    let (mut watch, _) = watch_on(&bus).await;
    let (mut delay, _) = login.inhibited().await;
    let announced = Instant::now();
    login.announce("PrepareForSleep", true).await;
    let _held = until(&mut watch, |seen| seen.asleep).await;
    released(&mut delay).await;
    assert!(announced.elapsed().as_secs_f64() >= 3.9, "{:?}", announced.elapsed());
}

#[tokio::test]
async fn another_session_in_front_is_away_and_a_logind_that_dies_claims_nothing() {
    let bus = Bus::start().await;
    let login = Login::start(&bus).await;
    let (mut watch, first) = watch_on(&bus).await;
    assert!(first.foreground);
    login.bring_to_front(false).await;
    let behind = until(&mut watch, |seen| !seen.foreground).await.seen;
    assert_eq!(behind.activity, Activity::Locked);
    login.bring_to_front(true).await;
    until(&mut watch, |seen| seen.foreground).await;

    login.lock(true).await;
    until(&mut watch, |seen| seen.lock == Lock::Locked).await;
    login.conn.close().await.expect("was connected");
    until(&mut watch, |seen| seen.lock == Lock::CannotTell).await;

    let _again = Login::start(&bus).await;
    until(&mut watch, |seen| seen.lock == Lock::Unlocked).await;
}

#[tokio::test]
async fn shutdown_is_announced_and_may_be_called_off() {
    let bus = Bus::start().await;
    let mut login = Login::start(&bus).await;
    let (mut watch, _) = watch_on(&bus).await;
    let (mut delay, _) = login.inhibited().await;
    login.announce("PrepareForShutdown", true).await;
    let ending = until(&mut watch, |seen| seen.ending).await;
    stays_held(&delay, &bus, &mut watch).await;
    drop(ending.hold.expect("the system waits"));
    released(&mut delay).await;
    login.announce("PrepareForShutdown", false).await;
    until(&mut watch, |seen| !seen.ending).await;
    login.inhibited().await;
}

#[tokio::test]
async fn a_lock_that_is_asked_for_counts_at_once_and_only_for_a_moment_if_nothing_locks() {
    let bus = Bus::start().await;
    let login = Login::start(&bus).await;
    let (mut watch, _) = watch_on(&bus).await;
    login.ask("Lock").await;
    until(&mut watch, |seen| seen.lock == Lock::Locked).await;
    // No locker runs.
    until(&mut watch, |seen| seen.lock == Lock::Unlocked).await;

    login.ask("Lock").await;
    until(&mut watch, |seen| seen.lock == Lock::Locked).await;
    login.ask("Unlock").await;
    until(&mut watch, |seen| seen.lock == Lock::Unlocked).await;

    // One runs, and is believed from then on.
    login.ask("Lock").await;
    until(&mut watch, |seen| seen.lock == Lock::Locked).await;
    login.lock(true).await;
    login.ask("Unlock").await;
    login.bring_to_front(false).await;
    let behind = until(&mut watch, |seen| !seen.foreground).await.seen;
    assert_eq!(behind.lock, Lock::Locked, "asked to unlock, and still locked");
    login.lock(false).await;
    until(&mut watch, |seen| seen.lock == Lock::Unlocked).await;
}

#[tokio::test]
async fn a_shutdown_is_followed_over_restarts_of_logind() {
    let bus = Bus::start().await;
    let login = Login::start(&bus).await;
    let (mut watch, _) = watch_on(&bus).await;
    login.announce("PrepareForShutdown", true).await;
    until(&mut watch, |seen| seen.ending).await;
    login.stop().await;
    until(&mut watch, |seen| seen.ending && is_missing(seen)).await;
    let login = Login::start_as(&bus, Begins { shuts_down: true, ..Begins::default() }).await;
    until(&mut watch, |seen| seen.ending && !is_missing(seen)).await;
    login.stop().await;
    until(&mut watch, |seen| seen.ending && is_missing(seen)).await;
    // It was called off, of which nobody tells any more.
    let _login = Login::start(&bus).await;
    until(&mut watch, |seen| !seen.ending).await;
}

#[tokio::test]
async fn a_shutdown_from_before_the_start_is_seen() {
    let bus = Bus::start().await;
    let _login = Login::start_as(&bus, Begins { shuts_down: true, ..Begins::default() }).await;
    let (_watch, first) = watch_on(&bus).await;
    assert!(first.ending);
}

#[tokio::test]
async fn a_session_that_vanishes_takes_its_lock_along_and_the_next_one_is_found() {
    let bus = Bus::start().await;
    let mut login = Login::start(&bus).await;
    let (mut watch, _) = watch_on(&bus).await;
    for next in [SESSIONS[1], SESSIONS[0]] {
        login.lock(true).await;
        until(&mut watch, |seen| seen.lock == Lock::Locked).await;
        login.close().await;
        let seen = until(&mut watch, |seen| seen.lock == Lock::CannotTell).await.seen;
        assert!(trouble(&seen, "logind").is_some_and(|why| why.contains("no session")), "{seen:?}");
        login.open(next).await;
        until(&mut watch, |seen| seen.lock == Lock::Unlocked).await;
    }
}

#[tokio::test]
async fn what_logind_does_not_tell_is_neither_believed_nor_asked_for_over_and_over() {
    let bus = Bus::start().await;
    let mut login = Login::start(&bus).await;
    let (mut watch, _) = watch_on(&bus).await;
    login.bring_to_front(false).await;
    login.lock(true).await;
    until(&mut watch, |seen| seen.lock == Lock::Locked && !seen.foreground).await;
    login.keep_secret().await;
    let seen = until(&mut watch, |seen| seen.lock == Lock::CannotTell && seen.foreground).await.seen;
    assert!(trouble(&seen, "logind").is_some_and(|why| why.contains("does not tell")), "{seen:?}");

    while login.deeds.try_recv().is_ok() {}
    login.ask("Lock").await;
    // Now, and once nobody has said that it locks.
    for _ in 0..2 {
        let deed = timeout(PATIENCE, login.deeds.recv()).await.expect("is read in time");
        assert!(matches!(deed, Some(Deed::ReadLock)), "{deed:?}");
    }
    marker(&bus, &mut watch).await;
    assert!(login.deeds.try_recv().is_err(), "reads on and on");
}

#[tokio::test]
async fn a_delay_that_is_refused_is_asked_for_again() {
    let bus = Bus::start().await;
    let mut login = Login::start_as(&bus, Begins { refuses: 2, ..Begins::default() }).await;
    let (mut watch, _) = watch_on(&bus).await;
    let (mut delay, _) = login.inhibited().await;
    login.announce("PrepareForSleep", true).await;
    drop(until(&mut watch, |seen| seen.asleep).await.hold.expect("the system waits"));
    released(&mut delay).await;
}
