//! Idle and screensaver on a real X server.
#![cfg(target_os = "linux")]

mod support;

use std::time::Duration;

use ringlight_senses::{Activity, Desktop, Input, Lock, Seen};
use support::late::{AWAY_WITHIN, BACK_WITHIN, comes_back, goes_idle_after, within};
use support::servers::{Xvfb, bare};
use support::{next, sense, trouble, until};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ScreenSaver};

const SYNC: &str = "x11-sync";
const SOON: Duration = Duration::from_millis(600);

fn on(server: &Xvfb) -> Desktop {
    Desktop { display: Some(server.display.clone()), ..bare() }
}

fn is(activity: Activity) -> impl Fn(&Seen) -> bool {
    move |seen| seen.activity == activity
}

#[tokio::test]
async fn goes_idle_at_the_threshold_and_comes_back_with_the_pointer() {
    let server = Xvfb::start().await;
    let (mut watch, _set) = sense(on(&server), Some(SOON));
    for _ in 0..2 {
        server.move_pointer().await;
        until(&mut watch, is(Activity::Active)).await;

        goes_idle_after(&mut watch, SOON).await;
        comes_back(&mut watch, server.move_pointer()).await;
        server.move_pointer().await;
        until(&mut watch, is(Activity::Idle)).await;
    }
}

#[tokio::test]
async fn a_new_threshold_counts_at_once() {
    let server = Xvfb::start().await;
    let (mut watch, set) = sense(on(&server), None);
    assert_eq!(next(&mut watch).await.seen.input, Input::Active);

    let change = |idle_after| set.send_modify(|thresholds| thresholds.idle_after = idle_after);
    change(Some(Duration::from_millis(1)));
    until(&mut watch, is(Activity::Idle)).await;
    change(Some(Duration::from_secs(3600)));
    until(&mut watch, is(Activity::Active)).await;
    change(Some(Duration::from_millis(1)));
    until(&mut watch, is(Activity::Idle)).await;
    change(None);
    until(&mut watch, is(Activity::Active)).await;
}

#[tokio::test]
async fn a_blanked_screen_is_a_screensaver() {
    let server = Xvfb::start().await;
    let (mut watch, _set) = sense(on(&server), None);
    next(&mut watch).await;
    let (conn, _) = x11rb::connect(Some(&server.display)).expect("the server runs");

    conn.force_screen_saver(ScreenSaver::ACTIVE).expect("sent").check().expect("done");
    let blanked = within(AWAY_WITHIN, until(&mut watch, is(Activity::Locked))).await.seen;
    assert_eq!(blanked.lock, Lock::Screensaver);

    conn.force_screen_saver(ScreenSaver::RESET).expect("sent").check().expect("done");
    within(BACK_WITHIN, until(&mut watch, is(Activity::Active))).await;
    conn.flush().expect("alive");
}

#[tokio::test]
async fn a_server_that_goes_away_leaves_us_not_knowing_until_it_is_back() {
    let server = Xvfb::start().await;
    let display = server.display.clone();
    let (mut watch, _set) = sense(on(&server), Some(Duration::from_secs(3600)));
    assert_eq!(next(&mut watch).await.seen.activity, Activity::Active);

    server.kill().await;
    let gone = until(&mut watch, |seen| seen.activity == Activity::Unknown && trouble(seen, SYNC).is_some())
        .await
        .seen;
    assert!(trouble(&gone, SYNC).is_some_and(|why| why.contains("X server is gone")), "{gone:?}");

    let _server = Xvfb::start_at(&display).await;
    until(&mut watch, |seen| seen.input != Input::CannotTell).await;
}

#[tokio::test]
async fn without_a_usable_display_nothing_is_made_up() {
    let inside_wayland = Xvfb::start().await;
    for (desktop, word) in [
        (bare(), "DISPLAY is not set"),
        (Desktop { display: Some(":5123".into()), ..bare() }, "cannot connect"),
        (Desktop { display: Some("nonsense".into()), ..bare() }, "cannot connect"),
        (Desktop { wayland: true, ..on(&inside_wayland) }, "Wayland"),
    ] {
        let (mut watch, _set) = sense(desktop, Some(SOON));
        let seen = next(&mut watch).await.seen;
        assert_eq!((seen.activity, seen.input), (Activity::Unknown, Input::CannotTell));
        assert!(trouble(&seen, SYNC).is_some_and(|why| why.contains(word)), "{seen:?}");
    }
}

#[tokio::test]
async fn a_server_full_of_clients_is_no_activity_and_is_tried_again() {
    let server = Xvfb::start().await;
    let mut others = Vec::new();
    while let Ok((conn, _)) = x11rb::connect(Some(&server.display)) {
        others.push(conn);
        assert!(others.len() < 10_000, "the server is never full");
    }
    let (mut watch, _set) = sense(on(&server), Some(SOON));
    let seen = next(&mut watch).await.seen;
    assert_eq!((seen.activity, seen.input), (Activity::Unknown, Input::CannotTell));
    assert!(trouble(&seen, SYNC).is_some_and(|why| why.contains("cannot connect")), "{seen:?}");
    drop(others);
    until(&mut watch, |seen| seen.input != Input::CannotTell).await;
}

#[tokio::test]
async fn a_server_that_starts_late_is_found_without_asking() {
    let gone = Xvfb::start().await;
    let display = gone.display.clone();
    gone.kill().await;
    let (mut watch, _set) = sense(Desktop { display: Some(display.clone()), ..bare() }, Some(SOON));
    assert_eq!(next(&mut watch).await.seen.activity, Activity::Unknown);
    let _server = Xvfb::start_at(&display).await;
    until(&mut watch, |seen| seen.input != Input::CannotTell).await;
}
