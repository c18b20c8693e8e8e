//! Idle as a compositor on a real socket tells it, in all versions of the protocol.
#![cfg(target_os = "linux")]

mod support;

use std::path::PathBuf;
use std::time::Duration;

use ringlight_senses::{Activity, Desktop, Input, Seen};
use support::compositor::{Asked, Compositor, Turn, listen};
use support::login::Login;
use support::servers::{Bus, bare};
use support::{next, relies_on, sense, trouble, until};

const MINUTES: Duration = Duration::from_secs(300);

fn on(socket: PathBuf) -> Desktop {
    Desktop { wayland: true, wayland_socket: Some(socket), ..bare() }
}

fn is(activity: Activity) -> impl Fn(&Seen) -> bool {
    move |seen| seen.activity == activity
}

/// Nobody can touch anything there.
fn is_untouchable(seen: &Seen) -> bool {
    let why = trouble(seen, "ext-idle-notify-v2");
    why.is_some_and(|why| why.contains("no keyboard")) && seen.input == Input::CannotTell
}

#[tokio::test]
async fn asks_for_input_alone_where_it_can() {
    for (version, source) in [(2, "ext-idle-notify-v2"), (1, "ext-idle-notify-v1")] {
        let mut compositor = Compositor::start(version, 1);
        let (mut watch, _set) = sense(on(compositor.socket.clone()), Some(MINUTES));
        let first = next(&mut watch).await.seen;
        assert!(relies_on(&first, source) && first.activity == Activity::Active, "{first:?}");
        // Where it cannot, that is said.
        assert_eq!(trouble(&first, "wayland").is_some_and(|why| why.contains("film")), version < 2);
        assert_eq!(compositor.asked().await, Asked { input_alone: version >= 2, ms: 300_000, seat: 0 });
        for _ in 0..2 {
            compositor.turn(0, Turn::Idle);
            let idle = until(&mut watch, is(Activity::Idle)).await.seen;
            let age = idle.age(ringlight_senses::Moment::now());
            assert!(age >= MINUTES && age < MINUTES + Duration::from_secs(1), "{age:?}");
            compositor.turn(0, Turn::Back);
            until(&mut watch, is(Activity::Active)).await;
        }
    }
}

#[tokio::test]
async fn idle_is_when_every_seat_is() {
    let mut compositor = Compositor::start(2, 2);
    let (mut watch, _set) = sense(on(compositor.socket.clone()), Some(MINUTES));
    assert_eq!(next(&mut watch).await.seen.input, Input::Active);
    for _ in 0..2 {
        compositor.asked().await;
    }
    compositor.turn(0, Turn::Idle);
    compositor.turn(0, Turn::Back);
    compositor.turn(1, Turn::Idle);
    compositor.turn(0, Turn::Idle);
    until(&mut watch, is(Activity::Idle)).await;
    compositor.turn(1, Turn::Back);
    until(&mut watch, is(Activity::Active)).await;
}

#[tokio::test]
async fn without_the_last_seat_it_cannot_be_told_until_there_is_one() {
    let mut compositor = Compositor::start(2, 1);
    let (mut watch, _set) = sense(on(compositor.socket.clone()), Some(MINUTES));
    assert_eq!(next(&mut watch).await.seen.input, Input::Active);
    for turn in [Turn::Back, Turn::Idle] {
        compositor.asked().await;
        if let Turn::Idle = turn {
            compositor.turn(0, turn);
            until(&mut watch, is(Activity::Idle)).await;
        }
        compositor.unplug(0);
        until(&mut watch, is_untouchable).await;
        compositor.plug(0);
        until(&mut watch, is(Activity::Active)).await;
    }
}

#[tokio::test]
async fn a_protocol_that_is_taken_back_tells_nothing_more_until_it_returns() {
    let mut compositor = Compositor::start(2, 1);
    let (mut watch, _set) = sense(on(compositor.socket.clone()), Some(MINUTES));
    assert_eq!(next(&mut watch).await.seen.input, Input::Active);
    for version in [1, 2] {
        compositor.asked().await;
        compositor.offer(None);
        let says = |seen: &Seen| trouble(seen, "wayland").is_some_and(|why| why.contains("no protocol"));
        let seen = until(&mut watch, says).await.seen;
        assert!(
            !relies_on(&seen, "ext-idle-notify-v1") && !relies_on(&seen, "ext-idle-notify-v2"),
            "{seen:?}"
        );
        assert_eq!(seen.input, Input::CannotTell);
        compositor.offer(Some(version));
        until(&mut watch, is(Activity::Active)).await;
    }
    compositor.asked().await;
    compositor.turn(0, Turn::Idle);
    until(&mut watch, is(Activity::Idle)).await;
}

#[tokio::test]
async fn a_return_that_is_said_before_the_answer_counts_when_the_computer_wakes_up() {
    let bus = Bus::start().await;
    let login = Login::start(&bus).await;
    let mut compositor = Compositor::start(2, 1);
    let desktop = Desktop { system_bus: Some(bus.address.clone()), ..on(compositor.socket.clone()) };
    let (mut watch, _set) = sense(desktop, Some(MINUTES));
    compositor.asked().await;
    compositor.turn(0, Turn::Idle);
    until(&mut watch, is(Activity::Idle)).await;
    login.announce("PrepareForSleep", true).await;
    until(&mut watch, |seen| seen.asleep).await;
    compositor.turn_before_it_answers(0, Turn::Back);
    login.announce("PrepareForSleep", false).await;
    let woken = until(&mut watch, |seen| !seen.asleep).await.seen;
    assert_eq!(woken.activity, Activity::Active, "an old word was told again");
}

#[tokio::test]
async fn a_new_threshold_while_idle_counts_from_the_last_input() {
    let mut compositor = Compositor::start(2, 1);
    let (mut watch, set) = sense(on(compositor.socket.clone()), Some(MINUTES));
    next(&mut watch).await;
    compositor.asked().await;
    compositor.turn(0, Turn::Idle);
    let idle = until(&mut watch, is(Activity::Idle)).await.seen;

    set.send_modify(|thresholds| thresholds.idle_after = Some(MINUTES * 2));
    until(&mut watch, is(Activity::Active)).await;
    let rest = compositor.asked().await.ms;
    assert!((298_000..=300_000).contains(&rest), "{rest}");
    compositor.turn(0, Turn::Idle);
    let again = until(&mut watch, is(Activity::Idle)).await.seen;
    let apart = again.since.since(idle.since).max(idle.since.since(again.since));
    assert!(apart < Duration::from_secs(1), "{apart:?}");

    // The notification that hears the return is kept, and only then replaced by a whole one.
    set.send_modify(|thresholds| thresholds.idle_after = Some(MINUTES));
    compositor.turn(0, Turn::Back);
    until(&mut watch, is(Activity::Active)).await;
    assert_eq!(compositor.asked().await.ms, 300_000);

    set.send_modify(|thresholds| thresholds.idle_after = None);
    set.send_modify(|thresholds| thresholds.idle_after = Some(MINUTES / 2));
    assert_eq!(compositor.asked().await.ms, 150_000);
}

#[tokio::test]
async fn a_return_before_a_longer_threshold_is_heard_and_the_next_absence_counts_from_its_own_start() {
    let mut compositor = Compositor::start(2, 1);
    let (mut watch, set) = sense(on(compositor.socket.clone()), Some(MINUTES));
    next(&mut watch).await;
    compositor.asked().await;
    compositor.turn(0, Turn::Idle);
    until(&mut watch, is(Activity::Idle)).await;
    for longer in [2, 3] {
        set.send_modify(|thresholds| thresholds.idle_after = Some(MINUTES * longer));
        let rest = compositor.asked().await.ms;
        let most = 300_000 * (longer - 1);
        assert!((most - 2_000..=most).contains(&rest), "{rest}");
    }
    compositor.turn(0, Turn::Back);
    assert_eq!(compositor.asked().await.ms, 900_000, "the return was not heard");
    compositor.turn(0, Turn::Idle);
    let idle = until(&mut watch, is(Activity::Idle)).await.seen;
    let age = idle.age(ringlight_senses::Moment::now());
    assert!(age < MINUTES * 3 + Duration::from_secs(1), "{age:?}");

    // Idle by a shorter one again, without a word of the compositor.
    for (longer, activity) in [(4, Activity::Active), (2, Activity::Idle), (4, Activity::Active)] {
        set.send_modify(|thresholds| thresholds.idle_after = Some(MINUTES * longer));
        until(&mut watch, is(activity)).await;
    }
    compositor.turn(0, Turn::Back);
    while compositor.asked().await.ms != 1_200_000 {}
}

#[tokio::test]
async fn a_protocol_that_a_better_one_replaces_is_not_complained_of_any_more() {
    let compositor = Compositor::start(1, 1);
    let (mut watch, _set) = sense(on(compositor.socket.clone()), Some(MINUTES));
    assert!(trouble(&next(&mut watch).await.seen, "wayland").is_some());
    compositor.offer(Some(2));
    let seen = until(&mut watch, |seen| relies_on(seen, "ext-idle-notify-v2")).await.seen;
    assert_eq!(trouble(&seen, "wayland"), None);
}

#[tokio::test]
async fn a_compositor_that_is_replaced_is_found_again_whatever_it_has() {
    let compositor = Compositor::start(1, 1);
    let (mut watch, _set) = sense(on(compositor.socket.clone()), Some(MINUTES));
    assert!(relies_on(&next(&mut watch).await.seen, "ext-idle-notify-v1"));

    let compositor = compositor.replace(0, 1).await;
    let says = |seen: &Seen| trouble(seen, "wayland").is_some_and(|why| why.contains("no protocol"));
    let seen = until(&mut watch, says).await.seen;
    assert_eq!((seen.activity, seen.input), (Activity::Unknown, Input::CannotTell));
    assert!(!relies_on(&seen, "ext-idle-notify-v1"), "{seen:?}");

    let compositor = compositor.replace(2, 0).await;
    until(&mut watch, is_untouchable).await;

    let _compositor = compositor.replace(2, 1).await;
    until(&mut watch, is(Activity::Active)).await;
}

#[tokio::test]
async fn a_compositor_that_hangs_hides_no_other_mechanism() {
    let directory = tempfile::tempdir().expect("can be made");
    let socket = directory.path().join("wayland-0");
    let _never_accepts = listen(&socket);
    let (mut watch, _set) = sense(on(socket), Some(MINUTES));
    assert_eq!(next(&mut watch).await.seen.input, Input::CannotTell);
    let says = |seen: &Seen| trouble(seen, "wayland").is_some_and(|why| why.contains("does not answer"));
    until(&mut watch, says).await;
}
