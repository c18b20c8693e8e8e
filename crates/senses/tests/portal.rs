//! Inside a sandbox, what a portal on a real bus tells.
#![cfg(target_os = "linux")]

mod support;

use ringlight_senses::{Activity, Desktop, Lock, Seen};
use support::portal::{Deed, Portal};
use support::servers::{Bus, bare};
use support::{next, relies_on, sense, trouble, until};

const SOURCE: &str = "desktop-portal";
const RUNNING: u32 = 1;
const QUERY_END: u32 = 2;
const ENDING: u32 = 3;

fn sandbox(bus: &Bus) -> Desktop {
    Desktop { session_bus: Some(bus.address.clone()), sandboxed: true, ..bare() }
}

#[tokio::test]
async fn a_screensaver_is_away_and_a_portal_that_dies_takes_it_along() {
    let bus = Bus::start().await;
    let (mut watch, _set) = sense(sandbox(&bus), None);
    let first = next(&mut watch).await.seen;
    assert!(trouble(&first, SOURCE).is_some_and(|why| why.contains("does not run")), "{first:?}");
    for _ in 0..2 {
        let mut portal = Portal::start(&bus, 0).await;
        assert!(matches!(portal.deed().await, Deed::Created(_)));
        until(&mut watch, |seen| relies_on(seen, SOURCE) && seen.lock == Lock::Unlocked).await;
        portal.say(true, RUNNING).await;
        let away = until(&mut watch, |seen| seen.lock == Lock::Screensaver).await.seen;
        assert_eq!(away.activity, Activity::Locked);
        portal.say(false, RUNNING).await;
        until(&mut watch, |seen| seen.lock == Lock::Unlocked).await;
        portal.say(true, RUNNING).await;
        until(&mut watch, |seen| seen.lock == Lock::Screensaver).await;
        portal.stop().await;
        until(&mut watch, |seen| seen.lock == Lock::CannotTell).await;
    }
}

#[tokio::test]
async fn the_end_of_the_session_waits_for_the_last_change_and_may_be_called_off() {
    let bus = Bus::start().await;
    let (mut watch, _set) = sense(sandbox(&bus), None);
    next(&mut watch).await;
    let mut portal = Portal::start(&bus, 0).await;
    assert!(matches!(portal.deed().await, Deed::Created(_)));
    for _ in 0..2 {
        portal.say(false, QUERY_END).await;
        let ending = until(&mut watch, |seen| seen.ending).await;
        let hold = ending.hold.expect("the portal waits");
        drop(hold);
        assert_eq!(portal.deed().await, Deed::AgreedToEnd);
        portal.say(false, RUNNING).await;
        until(&mut watch, |seen| !seen.ending).await;
    }
    portal.say(false, QUERY_END).await;
    // Nobody drops this one.
    let held = until(&mut watch, |seen| seen.ending).await;
    assert_eq!(portal.deed().await, Deed::AgreedToEnd, "the portal waits a second only");
    drop(held);
    portal.say(false, ENDING).await;
    portal.say(true, ENDING).await;
    until(&mut watch, |seen| seen.lock == Lock::Screensaver && seen.ending).await;
    // An answer would come before this is heard.
    portal.say(true, RUNNING).await;
    until(&mut watch, |seen| !seen.ending).await;
    assert!(portal.is_waiting(), "it is answered once");
}

#[tokio::test]
async fn a_portal_that_refuses_is_no_news_of_locks() {
    let bus = Bus::start().await;
    let mut portal = Portal::start(&bus, 2).await;
    let (mut watch, _set) = sense(sandbox(&bus), None);
    assert!(matches!(portal.deed().await, Deed::Created(_)));
    let says = |seen: &Seen| trouble(seen, SOURCE).is_some_and(|why| why.contains("does not let"));
    let refused = until(&mut watch, says).await.seen;
    assert_eq!(refused.lock, Lock::CannotTell);
}

#[tokio::test]
async fn outside_a_sandbox_the_portal_is_left_alone() {
    let bus = Bus::start().await;
    let mut portal = Portal::start(&bus, 0).await;
    let (mut watch, _set) = sense(Desktop { sandboxed: false, ..sandbox(&bus) }, None);
    assert!(!next(&mut watch).await.seen.mechanisms.iter().any(|m| m.source.name() == SOURCE));
    assert!(portal.is_waiting());
}
