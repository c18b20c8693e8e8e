//! The desktop's own do not disturb: dunst itself, and others' notification services as far as that goes.
#![cfg(target_os = "linux")]

mod support;

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Engaged, Sense, Wishes, watch};
use support::PATIENCE;
use support::engaged::{Owner, until};
use support::late::{AWAY_WITHIN, within};
use support::notifications::{Mako, Plasma, Swaync, start_named};
use support::place::{Place, is, wishes};
use support::servers::{Xvfb, bare};
use support::xfce::Xfce;
use tokio::sync::watch as latest;
use tokio::time::{Instant, timeout};

#[tokio::test]
async fn without_a_notification_service_or_with_an_unknown_one_it_cannot_be_told() {
    let place = Place::new().await;
    let (mut watch, _set) = place.start(true);
    let seen = until(&mut watch, |seen| !seen.mechanisms.is_empty()).await;
    let why = |seen: &Engaged| seen.mechanisms[0].trouble.clone().expect("does not work");
    assert!(why(&seen).contains("no notification service runs"));
    let _unknown = start_named(&place.bus, "notify-osd", "Canonical").await;
    let seen = until(&mut watch, |seen| why(seen).contains("notify-osd")).await;
    assert_eq!(seen.desktop_dnd, None);
}

#[tokio::test]
async fn dunst_is_muted_with_ours_and_given_back() {
    let (place, x11) = (Place::new().await, Xvfb::start().await);
    let _dunst = place.serve("dunst", &x11.display);
    let (mut watch, set) = place.start(false);
    until(&mut watch, is(false, false)).await;
    let paused = || place.run("dunstctl", &["is-paused"]);
    for _ in 0..2 {
        set.send_replace(wishes(true));
        within(AWAY_WITHIN, until(&mut watch, is(true, true))).await;
        assert_eq!((paused().await.as_str(), place.memory().exists()), ("true", true));
        set.send_replace(wishes(false));
        within(AWAY_WITHIN, until(&mut watch, is(false, false))).await;
        assert_eq!((paused().await.as_str(), place.memory().exists()), ("false", false));
    }
    // The owner's own do not disturb is seen, and left alone.
    place.run("dunstctl", &["set-paused", "true"]).await;
    within(AWAY_WITHIN, until(&mut watch, is(true, false))).await;
    set.send_replace(wishes(true));
    set.send_replace(wishes(false));
    watch.end().await;
    assert_eq!(paused().await, "true");
}

#[tokio::test]
async fn dunst_what_the_owner_switches_meanwhile_is_not_undone() {
    let (place, x11) = (Place::new().await, Xvfb::start().await);
    let _dunst = place.serve("dunst", &x11.display);
    let (mut watch, set) = place.start(true);
    until(&mut watch, is(true, true)).await;
    place.run("dunstctl", &["set-paused", "false"]).await;
    until(&mut watch, is(false, false)).await;
    assert!(!place.memory().exists());
    place.run("dunstctl", &["set-paused", "true"]).await;
    until(&mut watch, is(true, false)).await;
    set.send_replace(wishes(false));
    watch.end().await;
    assert_eq!(place.run("dunstctl", &["is-paused"]).await, "true");
}

#[tokio::test]
async fn dunst_is_given_back_at_the_end_and_when_the_wish_ends() {
    let (place, x11) = (Place::new().await, Xvfb::start().await);
    let _dunst = place.serve("dunst", &x11.display);
    let (mut watch, _set) = place.start(true);
    until(&mut watch, is(true, true)).await;
    watch.end().await;
    assert_eq!(place.run("dunstctl", &["is-paused"]).await, "false");

    let (mut watch, set) = place.start(true);
    until(&mut watch, is(true, true)).await;
    set.send_replace(Wishes { mute_desktop: true, ..Wishes::default() });
    until(&mut watch, |seen| seen.desktop_dnd.is_none()).await;
    assert_eq!(
        (place.run("dunstctl", &["is-paused"]).await.as_str(), place.memory().exists()),
        ("false", false)
    );
}

/// A program that ends without a word, as in a crash: its runtime stops where it is.
fn crash_while_muted(desktop: Desktop, memory: PathBuf) {
    let crashed = thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("has room");
        runtime.block_on(async {
            let (_set, wishes) = latest::channel(wishes(true));
            let mut watch = watch(desktop, wishes, memory);
            until(&mut watch, is(true, true)).await;
            std::mem::forget(watch);
        });
        runtime.shutdown_background();
    });
    crashed.join().expect("was muted");
}

#[tokio::test(flavor = "multi_thread")]
async fn dunst_is_given_back_after_a_crash() {
    let (place, x11) = (Place::new().await, Xvfb::start().await);
    let _dunst = place.serve("dunst", &x11.display);
    crash_while_muted(place.desktop(), place.memory());
    assert_eq!(
        (place.run("dunstctl", &["is-paused"]).await.as_str(), place.memory().exists()),
        ("true", true)
    );
    let (mut watch, _set) = place.start(false);
    until(&mut watch, is(false, false)).await;
    assert_eq!(
        (place.run("dunstctl", &["is-paused"]).await.as_str(), place.memory().exists()),
        ("false", false)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn dunst_is_given_back_after_a_crash_whatever_is_wished_for_then() {
    let (place, x11) = (Place::new().await, Xvfb::start().await);
    let _dunst = place.serve("dunst", &x11.display);
    crash_while_muted(place.desktop(), place.memory());
    let (set, wishes) = latest::channel(Wishes::default());
    let mut seen = watch(place.desktop(), wishes, place.memory());
    let given_back = async {
        while place.memory().exists() {
            place.run("dunstctl", &["is-paused"]).await;
        }
    };
    timeout(PATIENCE, given_back).await.expect("is given back");
    assert_eq!(place.run("dunstctl", &["is-paused"]).await, "false");
    // One that is wished for later works as ever.
    set.send_replace(support::place::wishes(true));
    until(&mut seen, is(true, true)).await;
    seen.end().await;
    assert_eq!(place.run("dunstctl", &["is-paused"]).await, "false");
}

#[tokio::test]
async fn a_service_that_returns_is_muted_again() {
    let (place, x11) = (Place::new().await, Xvfb::start().await);
    let mut dunst = place.serve("dunst", &x11.display);
    let (mut watch, _set) = place.start(true);
    for _ in 0..2 {
        until(&mut watch, is(true, true)).await;
        dunst.kill().await.expect("runs");
        until(&mut watch, |seen| seen.desktop_dnd.is_none()).await;
        dunst = place.serve("dunst", &x11.display);
    }
    until(&mut watch, is(true, true)).await;
}

#[tokio::test]
async fn what_the_owner_has_switched_off_stays_off_when_the_service_returns() {
    let (place, x11) = (Place::new().await, Xvfb::start().await);
    let mut dunst = place.serve("dunst", &x11.display);
    let (mut watch, set) = place.start(true);
    until(&mut watch, is(true, true)).await;
    place.run("dunstctl", &["set-paused", "false"]).await;
    until(&mut watch, is(false, false)).await;
    dunst.kill().await.expect("runs");
    until(&mut watch, |seen| seen.desktop_dnd.is_none()).await;
    let _dunst = place.serve("dunst", &x11.display);
    let seen = until(&mut watch, |seen| seen.desktop_dnd.is_some()).await;
    assert!(is(false, false)(&seen), "muted against the owner's will: {seen:?}");
    // The end of the status shows in nothing but that another wish is heard.
    set.send_replace(Wishes { presenting: true, ..wishes(false) });
    until(&mut watch, |seen| seen.mechanisms.iter().any(|m| m.sense == Sense::Presenting)).await;
    set.send_replace(wishes(true));
    until(&mut watch, is(true, true)).await;
}

#[tokio::test]
async fn plasma_stays_quiet_when_a_shared_screen_ends_before_the_status() {
    let place = Place::new().await;
    let plasma = Plasma::start(&place.bus).await;
    plasma.share_screen(true).await;
    let (mut watch, set) = place.start(false);
    until(&mut watch, is(true, false)).await;
    set.send_replace(wishes(true));
    until(&mut watch, is(true, true)).await;
    plasma.share_screen(false).await;
    set.send_replace(wishes(false));
    until(&mut watch, is(false, false)).await;
    assert!(plasma.inhibitions().await.is_empty());

    // The other way round, the share goes on.
    set.send_replace(wishes(true));
    until(&mut watch, is(true, true)).await;
    plasma.share_screen(true).await;
    set.send_replace(wishes(false));
    until(&mut watch, is(true, false)).await;
    assert!(plasma.inhibitions().await.is_empty());
}

#[tokio::test]
async fn plasma_is_inhibited_with_ours_and_the_owner_may_end_it() {
    let place = Place::new().await;
    let plasma = Plasma::start(&place.bus).await;
    let (mut watch, set) = place.start(true);
    until(&mut watch, is(true, true)).await;
    assert_eq!(
        (plasma.inhibitions().await, place.memory().exists()),
        (vec!["Do not disturb".to_owned()], false)
    );
    set.send_replace(wishes(false));
    until(&mut watch, is(false, false)).await;
    assert!(plasma.inhibitions().await.is_empty());
    set.send_replace(wishes(true));
    until(&mut watch, is(true, true)).await;
    plasma.switch_off().await;
    until(&mut watch, is(false, false)).await;
    watch.end().await;
    assert!(plasma.inhibitions().await.is_empty());
}

#[tokio::test]
async fn swaync_is_quiet_with_ours_and_the_owner_is_seen() {
    let place = Place::new().await;
    let swaync = Swaync::start(&place.bus).await;
    let (mut watch, set) = place.start(true);
    until(&mut watch, is(true, true)).await;
    assert!(swaync.is_quiet());
    set.send_replace(wishes(false));
    until(&mut watch, is(false, false)).await;
    assert!(!swaync.is_quiet());
    swaync.set(true).await;
    until(&mut watch, is(true, false)).await;
}

/// Where it says nothing of changes, what the owner does is only seen when ours ends.
#[tokio::test]
async fn mako_keeps_its_other_modes_and_what_the_owner_has_switched() {
    let place = Place::new().await;
    let mako = Mako::start(&place.bus, false).await;
    let (mut watch, set) = place.start(true);
    until(&mut watch, is(true, true)).await;
    assert_eq!(mako.modes(), ["default", "do-not-disturb"]);
    set.send_replace(wishes(false));
    until(&mut watch, is(false, false)).await;
    assert_eq!(mako.modes(), ["default"]);
    set.send_replace(wishes(true));
    until(&mut watch, is(true, true)).await;
    mako.set(&["away"]).await;
    set.send_replace(wishes(false));
    until(&mut watch, is(false, false)).await;
    assert_eq!(mako.modes(), ["away"]);
    assert!(!place.memory().exists());
}

#[tokio::test]
async fn mako_is_read_again_when_somebody_asks() {
    let place = Place::new().await;
    let mako = Mako::start(&place.bus, false).await;
    let (mut watch, _set) = place.start(false);
    until(&mut watch, is(false, false)).await;
    mako.set(&["do-not-disturb"]).await;
    watch.read_again();
    until(&mut watch, is(true, false)).await;
}

#[tokio::test(start_paused = true)]
async fn where_there_is_nothing_to_give_back_the_end_waits_for_nothing() {
    let mut owner = Owner::wishing(wishes(true), bare());
    owner.until(|seen| seen.mechanisms.iter().any(|m| m.trouble.is_some())).await;
    let ends = Instant::now();
    owner.watch.end().await;
    assert!(ends.elapsed() < Duration::from_secs(1), "{:?}", ends.elapsed());
}

#[tokio::test]
async fn mako_that_announces_its_modes_shows_what_the_owner_does() {
    let place = Place::new().await;
    let mako = Mako::start(&place.bus, true).await;
    let (mut watch, set) = place.start(true);
    until(&mut watch, is(true, true)).await;
    mako.set(&["default"]).await;
    until(&mut watch, is(false, false)).await;
    assert!(!place.memory().exists());
    mako.set(&["default", "do-not-disturb"]).await;
    until(&mut watch, is(true, false)).await;
    set.send_replace(wishes(false));
    watch.end().await;
    assert_eq!(mako.modes(), ["default", "do-not-disturb"], "the owner's own");
}

#[tokio::test]
async fn xfce_other_settings_that_change_meanwhile_are_no_hindrance() {
    let place = Place::new().await;
    let xfce = Xfce::start(&place.bus, 200).await;
    let (mut watch, set) = place.start(true);
    until(&mut watch, |seen| {
        assert!(!seen.mechanisms.iter().any(|m| m.source.name() == "xfce4-notifyd" && m.trouble.is_some()));
        is(true, true)(seen)
    })
    .await;
    assert!(xfce.is_quiet());
    set.send_replace(wishes(false));
    until(&mut watch, is(false, false)).await;
    assert!(!xfce.is_quiet());
}
