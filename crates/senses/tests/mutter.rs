//! Idle as Mutter tells it while something inhibits its session, as a film does.
#![cfg(target_os = "linux")]

mod support;

use std::time::Duration;

use ringlight_senses::{Activity, Desktop, Input, Seen};
use support::idle_monitor::IdleMonitor;
use support::login::Login;
use support::servers::{Bus, bare};
use support::{sense, trouble, until};

const THRESHOLD: Duration = Duration::from_millis(300);
const SOURCE: &str = "mutter-idle-monitor";

fn on(bus: &Bus) -> Desktop {
    Desktop { session_bus: Some(bus.address.clone()), system_bus: Some(bus.address.clone()), ..bare() }
}

fn is_idle(seen: &Seen) -> bool {
    matches!(seen.input, Input::Idle { .. })
}

#[tokio::test]
async fn a_film_alone_does_not_hold_off_away_and_only_a_watch_is_a_return() {
    let bus = Bus::start().await;
    let (mut mutter, login) = (IdleMonitor::start(&bus).await, Login::start(&bus).await);
    let (mut watch, _set) = sense(on(&bus), Some(THRESHOLD));
    until(&mut watch, |seen| seen.input == Input::Active).await;
    for _ in 0..2 {
        // A film plays: no watch fires, and the counter goes on.
        mutter.count(THRESHOLD);
        until(&mut watch, is_idle).await;
        let back = mutter.is_waited_for().await;
        // It ends: the counter is set back.
        mutter.count(Duration::ZERO);
        login.announce("PrepareForSleep", true).await;
        until(&mut watch, |seen| seen.asleep).await;
        login.announce("PrepareForSleep", false).await;
        let woken = until(&mut watch, |seen| !seen.asleep).await.seen;
        assert!(is_idle(&woken), "came back: {woken:?}");
        mutter.come_back(back).await;
        until(&mut watch, |seen| seen.input == Input::Active).await;
    }
}

#[tokio::test]
async fn a_return_that_is_said_before_the_answer_counts_when_the_computer_wakes_up() {
    let bus = Bus::start().await;
    let (mut mutter, login) = (IdleMonitor::start(&bus).await, Login::start(&bus).await);
    mutter.count(THRESHOLD);
    let (mut watch, _set) = sense(on(&bus), Some(THRESHOLD));
    until(&mut watch, is_idle).await;
    let back = mutter.is_waited_for().await;
    login.announce("PrepareForSleep", true).await;
    until(&mut watch, |seen| seen.asleep).await;
    mutter.count(Duration::ZERO);
    mutter.fires_before_it_answers([back]);
    login.announce("PrepareForSleep", false).await;
    let woken = until(&mut watch, |seen| !seen.asleep).await.seen;
    assert_eq!(woken.activity, Activity::Active, "an old word was told again");
}

#[tokio::test]
async fn input_before_the_return_is_waited_for_is_a_return() {
    let bus = Bus::start().await;
    let mut mutter = IdleMonitor::start(&bus).await;
    mutter.count(THRESHOLD);
    mutter.is_touched_before_it_is_watched();
    let (mut watch, _set) = sense(on(&bus), Some(THRESHOLD));
    until(&mut watch, |seen| seen.input == Input::Active).await;
    mutter.is_waited_for().await;
    mutter.count(THRESHOLD);
    until(&mut watch, is_idle).await;
}

#[tokio::test]
async fn what_others_have_watched_is_no_hindrance() {
    let bus = Bus::start().await;
    let mutter = IdleMonitor::start(&bus).await;
    mutter.fires_before_it_answers(1000..1200);
    let (mut watch, set) = sense(on(&bus), Some(Duration::from_secs(3600)));
    until(&mut watch, |seen| seen.input == Input::Active).await;
    mutter.fires_before_it_answers(1000..1200);
    mutter.count(THRESHOLD);
    set.send_modify(|thresholds| thresholds.idle_after = Some(THRESHOLD));
    let idle = until(&mut watch, |seen| {
        assert_eq!(trouble(seen, SOURCE), None);
        is_idle(seen)
    });
    idle.await;
}
