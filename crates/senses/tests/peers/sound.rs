//! Recorders on real sound servers: PulseAudio, and PipeWire that speaks its protocol.

use std::time::Duration;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Apps, Engaged, Sense, Wishes};
use tokio::time::Instant;

use crate::support::engaged::{Owner, relies, users};
use crate::support::late::{AWAY_WITHIN, within};
use crate::support::servers::{Bus, bare};
use crate::support::sound::Sound;

/// A call is believed, and its end, after so long.
const BEGINS: Duration = Duration::from_secs(4);
const ENDS: Duration = Duration::from_secs(10);

fn wishes() -> Wishes {
    Wishes { microphone: true, ..Wishes::default() }
}

fn listen(sound: &Sound) -> Owner {
    Owner::wishing(wishes(), Desktop { sound_server: Some(sound.socket()), ..bare() })
}

fn works(engaged: &Engaged) -> bool {
    relies(engaged, Sense::Microphone)
}

fn recorders(engaged: &Engaged) -> Vec<&str> {
    users(engaged, Sense::Microphone)
}

#[tokio::test]
#[ignore = "needs pulseaudio"]
async fn pulseaudio_a_recorder_is_a_call_and_a_monitor_is_not() {
    let mut sound = Sound::new();
    sound.start_pulseaudio();
    let mut owner = listen(&sound);
    owner.until(works).await;

    let mut meter = sound.record("meter", "spk.monitor");
    let began = Instant::now();
    let recorder = sound.record("zoom", "mic");
    let seen = owner.until(|seen| !recorders(seen).is_empty()).await;
    assert_eq!((recorders(&seen), seen.call), (vec!["zoom"], false));
    within(BEGINS + AWAY_WITHIN, owner.until(|seen| seen.call)).await;
    assert!(began.elapsed() >= BEGINS, "too early");

    meter.kill().await.expect("runs");
    let began = Instant::now();
    drop(recorder);
    within(AWAY_WITHIN, owner.until(|seen| recorders(seen).is_empty())).await;
    within(ENDS + AWAY_WITHIN, owner.until(|seen| !seen.call)).await;
    assert!(began.elapsed() >= ENDS, "too early");
}

#[tokio::test]
#[ignore = "needs pulseaudio"]
async fn pulseaudio_a_monitor_alone_is_nobody() {
    let mut sound = Sound::new();
    sound.start_pulseaudio();
    let mut owner = listen(&sound);
    owner.until(works).await;
    let recorder = sound.record("zoom", "mic");
    let _meter = sound.record("meter", "spk.monitor");
    sound.until_recording(2).await;
    owner.until(|seen| recorders(seen).contains(&"zoom")).await;
    drop(recorder);
    let seen = owner.until(|seen| !recorders(seen).contains(&"zoom")).await;
    assert!(seen.users.is_empty(), "{seen:?}");
}

#[tokio::test]
#[ignore = "needs pulseaudio"]
async fn pulseaudio_ignoring_the_recorder_ends_the_call_at_once() {
    let mut sound = Sound::new();
    sound.start_pulseaudio();
    let mut owner = listen(&sound);
    owner.until(works).await;
    let _recorder = sound.record("zoom", "mic");
    owner.until(|seen| seen.call).await;
    let apps = Apps { ignored: ["zoom".into()].into(), ..Apps::default() };
    owner.wishes.send_replace(Wishes { apps, ..wishes() });
    let seen = owner.until(|seen| !seen.call).await;
    assert_eq!((recorders(&seen), seen.users[0].counts), (vec!["zoom"], false));
    owner.wishes.send_replace(Wishes::default());
    let off = owner.until(|seen| seen.users.is_empty()).await;
    assert_eq!(off, Engaged::default());
}

#[tokio::test]
#[ignore = "needs pulseaudio"]
async fn pulseaudio_dies_and_returns() {
    let mut sound = Sound::new();
    for _ in 0..2 {
        sound.start_pulseaudio();
        let mut owner = listen(&sound);
        owner.until(works).await;
        sound.kill().await;
        owner.until(|seen| !works(seen)).await;
        sound.start_pulseaudio();
        owner.until(works).await;
        let _recorder = sound.record("zoom", "mic");
        owner.until(|seen| !recorders(seen).is_empty()).await;
        sound.kill().await;
    }
}

#[tokio::test]
#[ignore = "needs pipewire"]
async fn pipewire_dies_and_returns() {
    let bus = Bus::start().await;
    let mut sound = Sound::new();
    sound.start_pipewire(&bus);
    let mut owner = listen(&sound);
    for _ in 0..2 {
        owner.until(works).await;
        sound.plug_microphone().await;
        let _recorder = sound.record("zoom", "mic");
        owner.until(|seen| !recorders(seen).is_empty()).await;
        sound.kill().await;
        owner.until(|seen| !works(seen) && recorders(seen).is_empty()).await;
        sound.start_pipewire(&bus);
    }
    owner.until(works).await;
}

#[tokio::test]
#[ignore = "needs pipewire"]
async fn pipewire_a_recorder_is_a_call_once_it_has_a_microphone() {
    let bus = Bus::start().await;
    let mut sound = Sound::new();
    sound.start_pipewire(&bus);
    let mut owner = listen(&sound);
    owner.until(works).await;
    sound.plug_microphone().await;
    let recorder = sound.record("zoom", "mic");
    let seen = owner.until(|seen| !recorders(seen).is_empty()).await;
    assert_eq!(recorders(&seen), ["zoom"]);
    within(BEGINS + AWAY_WITHIN, owner.until(|seen| seen.call)).await;
    drop(recorder);
    within(ENDS + AWAY_WITHIN, owner.until(|seen| !seen.call)).await;
}
