//! Where nothing is there, waiting for it costs nothing. Alone in its program, whose threads it counts.
#![cfg(target_os = "linux")]

mod support;

use std::time::Duration;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Sense, Wishes};
use support::engaged::Owner;
use support::rest::{Switches, rest};
use support::servers::bare;
use support::{sense, until};

/// Whoever looks every two seconds wakes up twice at least, beside this test.
const REST: Duration = Duration::from_secs(6);

#[tokio::test]
async fn nothing_wakes_up_where_nothing_is_there() {
    let nothing = Some("/nonexistent/sound".into());
    let programs = tempfile::tempdir().expect("has room");
    let desktop = Desktop {
        programs: vec![programs.path().to_owned()],
        // No display: others' X servers come and go in its directory.
        wayland_socket: Some("/nonexistent/wayland-0".into()),
        sound_server: nothing,
        ..bare()
    };
    let (mut watch, _set) = sense(desktop.clone(), Some(Duration::from_secs(3600)));
    until(&mut watch, |_| true).await;
    let wishes = Wishes { microphone: true, presenting: true, desktop_dnd: true, ..Wishes::default() };
    let mut owner = Owner::wishing(wishes, desktop);
    owner.until(|seen| seen.mechanisms.iter().any(|mechanism| mechanism.sense == Sense::DesktopDnd)).await;

    // Not to wait for anything: this is the rest that is measured. The first part is for what was just tried in vain, and
    // is tried again after one second and after five.
    rest(Duration::from_secs(6)).await;
    let before = Switches::now();
    rest(REST).await;
    let during = before.until_now();
    assert!(during <= 2, "{during} wake-ups in {REST:?} of rest");
}
