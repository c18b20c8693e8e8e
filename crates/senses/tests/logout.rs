//! Logout as session managers on a real bus announce it.
#![cfg(target_os = "linux")]

mod support;

use std::time::{Duration, Instant};

use ringlight_senses::{Desktop, Seen, Watch};
use support::login::Login;
use support::marker::marker;
use support::servers::{Bus, bare};
use support::session_manager::{Deed, IDLE, STARTING, SessionManager};
use support::{next, relies_on, sense, trouble, until};

const GNOME: (&str, &str) = ("org.gnome.SessionManager", "org.gnome.SessionManager.ClientPrivate");
const XFCE: (&str, &str) = ("org.xfce.SessionManager", "org.xfce.Session.Client");

async fn watch_on(bus: &Bus) -> (Watch, Seen) {
    let (mut watch, _) = sense(
        Desktop { session_bus: Some(bus.address.clone()), startup_id: Some("10-7".into()), ..bare() },
        None,
    );
    let first = next(&mut watch).await.seen;
    (watch, first)
}

fn registered() -> Deed {
    Deed::Registered("Ringlight".into(), "10-7".into())
}

/// Threads about a logout that hangs, or that nobody is told of.
#[tokio::test]
async fn logout_waits_for_the_last_change_and_no_longer() {
    for (name, client) in [GNOME, XFCE] {
        let bus = Bus::start().await;
        let mut manager = SessionManager::start(&bus, name, client).await;
        let (mut watch, first) = watch_on(&bus).await;
        if name == XFCE.0 {
            assert_eq!(manager.deed().await, Deed::AskedState);
        }
        assert!(relies_on(&first, name), "{first:?}");
        assert_eq!(manager.deed().await, registered());

        manager.say("QueryEndSession").await;
        assert_eq!(manager.deed().await, Deed::Agreed(true), "a question must not hold up the others");
        manager.say("EndSession").await;
        let ending = until(&mut watch, |seen| seen.ending).await;
        let since = Instant::now();
        marker(&bus, &mut watch).await;
        let waits = manager.is_waiting() || since.elapsed() > Duration::from_millis(1_500);
        assert!(waits, "agreed before the last change was sent");
        drop(ending.hold.expect("the session waits"));
        assert_eq!(manager.deed().await, Deed::Agreed(true));

        manager.say("CancelEndSession").await;
        until(&mut watch, |seen| !seen.ending).await;

        manager.say("EndSession").await;
        let said = Instant::now();
        let _never_dropped = until(&mut watch, |seen| seen.ending).await;
        assert_eq!(manager.deed().await, Deed::Agreed(true), "logout hangs");
        assert!(said.elapsed() >= Duration::from_millis(1_900), "{:?}", said.elapsed());
    }
}

#[tokio::test]
async fn a_session_manager_may_come_late_die_and_return() {
    let bus = Bus::start().await;
    let (mut watch, first) = watch_on(&bus).await;
    assert_eq!(trouble(&first, GNOME.0), None, "that there is none is no news");
    for _ in 0..2 {
        let mut manager = SessionManager::start(&bus, GNOME.0, GNOME.1).await;
        assert_eq!(manager.deed().await, registered());
        let listed = |seen: &Seen| seen.mechanisms.iter().any(|m| m.source.name() == GNOME.0);
        until(&mut watch, listed).await;
        manager.stop().await;
        until(&mut watch, |seen| !listed(seen)).await;
    }
}

#[tokio::test]
async fn a_session_manager_that_dies_in_a_logout_and_returns_has_called_it_off() {
    let bus = Bus::start().await;
    let (mut watch, _) = watch_on(&bus).await;
    let listed = |seen: &Seen| seen.mechanisms.iter().any(|m| m.source.name() == GNOME.0);
    let mut manager = SessionManager::start(&bus, GNOME.0, GNOME.1).await;
    assert_eq!(manager.deed().await, registered());
    manager.say("EndSession").await;
    drop(until(&mut watch, |seen| seen.ending).await);
    assert_eq!(manager.deed().await, Deed::Agreed(true));
    manager.stop().await;
    // At a logout it goes before this program does.
    until(&mut watch, |seen| seen.ending && !listed(seen)).await;
    let _again = SessionManager::start(&bus, GNOME.0, GNOME.1).await;
    until(&mut watch, |seen| !seen.ending && listed(seen)).await;
}

#[tokio::test]
async fn only_the_session_manager_ends_the_session() {
    let bus = Bus::start().await;
    let mut manager = SessionManager::start(&bus, GNOME.0, GNOME.1).await;
    let (mut watch, _) = watch_on(&bus).await;
    assert_eq!(manager.deed().await, registered());
    let stranger = SessionManager::start(&bus, "org.example.Stranger", GNOME.1).await;
    // To everybody, which the bus does not pass on, and to this program alone, which it does.
    stranger.say("EndSession").await;
    stranger.say_to(manager.registered.get().expect("has registered"), "EndSession").await;
    manager.say("QueryEndSession").await;
    assert_eq!(manager.deed().await, Deed::Agreed(true));
    manager.stop().await;
    let seen = next(&mut watch).await.seen;
    assert!(!seen.ending, "the stranger was believed");
}

#[tokio::test]
async fn a_session_manager_that_refused_is_asked_again_and_none_stays_in_the_list() {
    let bus = Bus::start().await;
    let login = Login::start(&bus).await;
    let desktop = || Some(bus.address.clone());
    let (mut watch, _set) = sense(Desktop { session_bus: desktop(), system_bus: desktop(), ..bare() }, None);
    for _ in 0..2 {
        let manager = SessionManager::start_refusing(&bus, GNOME.0, GNOME.1).await;
        until(&mut watch, |seen| trouble(seen, GNOME.0).is_some_and(|why| why.contains("clients"))).await;
        manager.stop().await;
        until(&mut watch, |seen| trouble(seen, GNOME.0).is_none()).await;
    }
    let manager = SessionManager::start_refusing(&bus, GNOME.0, GNOME.1).await;
    until(&mut watch, |seen| trouble(seen, GNOME.0).is_some()).await;
    manager.take_clients();
    login.announce("PrepareForSleep", true).await;
    until(&mut watch, |seen| seen.asleep).await;
    login.announce("PrepareForSleep", false).await;
    until(&mut watch, |seen| relies_on(seen, GNOME.0)).await;
}

/// Some versions of xfce4-session crash when somebody registers too early.
#[tokio::test]
async fn a_session_that_still_starts_is_left_alone() {
    let bus = Bus::start().await;
    let mut manager = SessionManager::start_in(&bus, XFCE.0, XFCE.1, STARTING).await;
    let (mut watch, _) = watch_on(&bus).await;
    for _ in 0..2 {
        assert_eq!(manager.deed().await, Deed::AskedState);
        manager.turn_to(STARTING).await;
    }
    assert_eq!(manager.deed().await, Deed::AskedState, "registered before the session had started");
    manager.turn_to(IDLE).await;
    until(&mut watch, |seen| relies_on(seen, XFCE.0)).await;
    assert_eq!(manager.deed().await, Deed::AskedState);
    assert_eq!(manager.deed().await, registered());
}
