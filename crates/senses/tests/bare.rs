//! A computer that has nothing: no bus, no sound server, no cameras. Every sense says why, and nothing is made up.
#![cfg(target_os = "linux")]

mod support;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Engaged, Sense, Wishes};
use support::engaged::{Owner, relies};
use support::servers::bare;

fn all() -> Wishes {
    Wishes {
        microphone: true,
        camera: true,
        presenting: true,
        inhibitors: true,
        desktop_dnd: true,
        mute_desktop: true,
        ..Wishes::default()
    }
}

fn nowhere() -> Desktop {
    let nothing = Some("/nonexistent".into());
    Desktop { sound_server: nothing.clone(), devices: nothing, ..bare() }
}

#[tokio::test]
async fn without_anything_every_sense_cannot_tell_and_says_why() {
    let mut owner = Owner::wishing(all(), nowhere());
    let told = |seen: &Engaged, sense| seen.mechanisms.iter().any(|mechanism| mechanism.sense == sense);
    let seen = owner.until(|seen| Sense::ALL.into_iter().all(|sense| told(seen, sense))).await;
    assert!(Sense::ALL.into_iter().all(|sense| !relies(&seen, sense)), "{seen:#?}");
    assert_eq!(Engaged { mechanisms: Vec::new(), ..seen }, Engaged::default());
    owner.watch.end().await;
}

#[tokio::test]
async fn what_nobody_wishes_for_is_not_opened() {
    let mut owner = Owner::wishing(Wishes::default(), nowhere());
    assert_eq!(owner.until(|_| true).await, Engaged::default());
    // One that is wished for later speaks alone.
    owner.wishes.send_replace(Wishes { camera: true, ..Wishes::default() });
    let seen = owner.until(|seen| !seen.mechanisms.is_empty()).await;
    assert!(seen.mechanisms.iter().all(|mechanism| mechanism.sense == Sense::Camera));
    owner.wishes.send_replace(Wishes::default());
    owner.until(|seen| *seen == Engaged::default()).await;
}
