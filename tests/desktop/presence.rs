//! What one person's computer notices, the other's window shows.

use std::time::Duration;

use ringlight_protocol::{
    Activity, Availability,
    local::{Ask, End, Request, Snapshot},
};

use crate::support::{
    CALL_BEGINS, CALL_ENDS, Camera, FREEDESKTOP, GNOME, Notifications, PATIENCE, Pair, Saver, Sound, until,
};

const SOON: Duration = Duration::from_secs(1);
/// Away after this long without input, in these tests.
const THRESHOLD: Duration = Duration::from_secs(3);

async fn a_lock_announced_by(name: &'static str) {
    let pair = Pair::meet(async |_| ()).await;
    let saver = Saver::start(pair.ben_desk.bus().await, name).await;
    let page = pair.ada.page();
    // A screensaver that has just come is asked first whether it is on; the answer must not race the lock.
    pair.ben
        .until("the lock sense speaks", SOON * 10, |seen| {
            let heard =
                seen.senses.mechanisms.iter().any(|mechanism| mechanism.name.as_deref() == Some(name));
            heard.then_some(())
        })
        .await;
    for _ in 0..3 {
        saver.lock().await;
        let (row, took) = page
            .row_until("Ben", "away in dashes", SOON, |row| {
                row.availability == Availability::Away && row.dashed
            })
            .await;
        assert!(row.words.contains("screen locked"), "{row:?}");
        saver.unlock().await;
        let (_, back) = page.row_is("Ben", Availability::Available, SOON).await;
        eprintln!("locked after {took:?}, back after {back:?}");
    }
}

#[tokio::test]
async fn a_lock_on_the_freedesktop_name_turns_the_colleagues_row_away_within_a_second() {
    a_lock_announced_by(FREEDESKTOP).await;
}

#[tokio::test]
async fn a_lock_on_the_gnome_name_turns_the_colleagues_row_away_within_a_second() {
    a_lock_announced_by(GNOME).await;
}

#[tokio::test]
async fn the_pointer_at_rest_is_away_and_a_touch_ends_it() {
    let pair = Pair::meet(async |ben| ben.write_settings(|settings| settings.idle_after_s = 3)).await;
    let page = pair.ada.page();
    // Who comes back at once was there all the time, reading: they are left three times as long.
    for threshold in [THRESHOLD, THRESHOLD * 3] {
        pair.ben_desk.touch_pointer();
        page.row_is("Ben", Availability::Available, SOON).await;
        let (row, took) = page.row_is("Ben", Availability::Away, threshold + SOON).await;
        assert!(row.dashed && row.words.contains("idle"), "{row:?}");
        assert!(took > threshold - SOON, "not before the threshold: {took:?}");
        pair.ben_desk.touch_pointer();
        page.row_is("Ben", Availability::Available, SOON).await;
    }
}

#[tokio::test]
async fn who_was_here_takes_an_away_by_idling_back() {
    let pair = Pair::meet(async |ben| ben.write_settings(|settings| settings.idle_after_s = 3)).await;
    pair.ada.page().row_is("Ben", Availability::Away, THRESHOLD * 3).await;
    pair.ben.until("it can be taken back", SOON, |seen| seen.me.as_ref()?.can_take_back.then_some(())).await;
    pair.ben.must(Request::Here).await;
    pair.ada.page().row_is("Ben", Availability::Available, SOON).await;
}

#[tokio::test]
async fn a_microphone_in_use_is_a_call_once_its_owner_lets_it_be_one() {
    let pair = Pair::meet(async |_| ()).await;
    let page = pair.ada.page();
    let sound = Sound::start(&pair.ben_desk).await;
    let call = sound.record("zoom");
    let telling = |name: &'static str| {
        move |seen: &Snapshot| seen.senses.hearing.iter().any(|app| app == name).then_some(())
    };
    pair.ben.set(|settings| settings.hearing.microphone = true).await;
    pair.ben.until("who listens is named at home", PATIENCE, telling("zoom")).await;
    let (row, _) = page.row_is("Ben", Availability::Busy, CALL_BEGINS + PATIENCE).await;
    assert!(row.words.contains("call"), "{row:?}");
    let seen = serde_json::to_string(&*pair.ada.look().await).unwrap();
    assert!(!seen.contains("zoom"), "the application's name stays at home");
    drop(call);
    page.row_is("Ben", Availability::Available, CALL_ENDS + PATIENCE).await;
}

#[tokio::test]
async fn a_camera_in_use_is_a_call_once_its_owner_lets_it_be_one() {
    let Some(camera) = Camera::plug_in() else {
        eprintln!("left out: only root can plug in a camera");
        return;
    };
    let pair = Pair::meet(async |_| ()).await;
    let page = pair.ada.page();
    pair.ben.set(|settings| settings.hearing.camera = true).await;
    let call = camera.film(&pair.ben_desk);
    let named = |seen: &Snapshot| seen.senses.hearing.iter().any(|app| app == "sleep").then_some(());
    pair.ben.until("who films is named at home", PATIENCE, named).await;
    let (row, _) = page.row_is("Ben", Availability::Busy, CALL_BEGINS + PATIENCE).await;
    assert!(row.words.contains("call"), "{row:?}");
    drop(call);
    let (_, took) = page.row_is("Ben", Availability::Available, CALL_ENDS + PATIENCE).await;
    assert!(took > CALL_ENDS - SOON, "not before the debounce: {took:?}");
}

#[tokio::test]
async fn what_ringlight_sees_is_what_the_owner_is_told() {
    let pair = Pair::meet(async |_| ()).await;
    let saver = Saver::start(pair.ben_desk.bus().await, FREEDESKTOP).await;
    saver.lock().await;
    let me = pair
        .ben
        .until("Ben's own ring", SOON * 5, |seen| {
            seen.me.clone().filter(|me| me.presence.availability == Availability::Away)
        })
        .await
        .0;
    assert_eq!(me.presence.activity, Some(Activity::Locked));
    assert!(me.reasons.first().is_some_and(|reason| reason.wins), "{:?}", me.reasons);
    let senses = pair.ben.look().await.senses.clone();
    assert!(senses.mechanisms.iter().any(|mechanism| mechanism.name.is_some()), "{senses:?}");
}

#[tokio::test]
async fn a_favourite_who_becomes_free_is_announced() {
    let pair = Pair::meet(async |_| ()).await;
    let mut notifications = Notifications::start(pair.ada_desk.bus().await).await;
    let ben = pair.ada.id_of("Ben").await;
    pair.ada.server(Ask::Favourite { person: ben, on: true }).await;
    pair.ada.set(|settings| settings.notify_favourites = true).await;
    // What a client learns while it catches up after connecting is no news: so Ben does it again until it is.
    let ((title, text), _) = until("a notification", PATIENCE, async || {
        pair.ben.choose("busy", End::Never).await;
        pair.ada.page().row_is("Ben", Availability::Busy, SOON).await;
        pair.ben.must(Request::Automatic).await;
        pair.ada.page().row_is("Ben", Availability::Available, SOON).await;
        notifications.next()
    })
    .await;
    assert!(format!("{title} {text}").contains("Ben"), "{title}: {text}");
}
