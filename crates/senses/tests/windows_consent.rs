//! Windows' own record of who uses the camera, which stands in for what Wine does not have. Alone in its program: there is
//! one record only.
#![cfg(windows)]

mod support;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Engaged, Sense, Wishes};
use support::engaged::{Owner, relies, users};
use windows_registry::CURRENT_USER;

const STORE: &str = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam";

/// Writes when the last use ended; zero while it goes on.
fn use_ends(program: &str, at: u64) {
    let key = CURRENT_USER.create(format!(r"{STORE}\{program}")).expect("may write");
    key.set_u64("LastUsedTimeStop", at).expect("may write");
}

fn cameras(engaged: &Engaged) -> Vec<&str> {
    users(engaged, Sense::Camera)
}

#[tokio::test]
async fn who_uses_the_camera_is_read_and_followed() {
    let (zoom, teams) = (r"NonPackaged\C:#Program Files#Zoom#bin#Zoom.exe", "MSTeams_8wekyb3d8bbwe");
    use_ends(zoom, 0);
    use_ends(teams, 133_000_000_000_000_000);
    let mut owner = Owner::wishing(Wishes { camera: true, ..Wishes::default() }, Desktop::here());
    let seen = owner.until(|seen| relies(seen, Sense::Camera) && !seen.users.is_empty()).await;
    assert_eq!(cameras(&seen), ["zoom"]);
    use_ends(teams, 0);
    owner.until(|seen| cameras(seen) == ["msteams", "zoom"]).await;
    use_ends(zoom, 133_000_000_000_000_001);
    owner.until(|seen| cameras(seen) == ["msteams"]).await;
    use_ends(teams, 133_000_000_000_000_001);
    owner.until(|seen| cameras(seen).is_empty()).await;
}

#[tokio::test]
async fn the_microphone_and_full_screen_are_seen_or_it_is_said_why_not() {
    let wishes = Wishes { microphone: true, presenting: true, desktop_dnd: true, ..Wishes::default() };
    let mut owner = Owner::wishing(wishes, Desktop::here());
    let told = |seen: &Engaged, sense| seen.mechanisms.iter().any(|mechanism| mechanism.sense == sense);
    let seen = owner.until(|seen| Sense::ALL.into_iter().all(|s| s == Sense::Camera || told(seen, s))).await;
    assert!(!seen.call && !seen.presenting && seen.desktop_dnd.is_none());
    assert!(!relies(&seen, Sense::DesktopDnd));
}
