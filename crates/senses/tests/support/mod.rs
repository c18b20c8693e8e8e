//! Parts for the tests: real X servers and message buses, and what speaks on them as services, compositors and lockers do.
#![allow(dead_code, reason = "each test program uses a part of this")]

#[cfg(target_os = "linux")]
pub mod compositor;
pub mod engaged;
#[cfg(target_os = "linux")]
pub mod idle_monitor;
#[cfg(target_os = "linux")]
pub mod inhibitors;
pub mod late;
#[cfg(target_os = "linux")]
pub mod login;
#[cfg(target_os = "linux")]
pub mod marker;
#[cfg(target_os = "linux")]
pub mod notifications;
#[cfg(target_os = "linux")]
pub mod place;
#[cfg(target_os = "linux")]
pub mod portal;
#[cfg(target_os = "linux")]
pub mod rest;
#[cfg(target_os = "linux")]
pub mod saver;
#[cfg(target_os = "linux")]
pub mod servers;
#[cfg(target_os = "linux")]
pub mod session_manager;
#[cfg(target_os = "linux")]
pub mod sound;
#[cfg(target_os = "linux")]
pub mod toplevels;
#[cfg(target_os = "linux")]
pub mod windows;
#[cfg(target_os = "linux")]
pub mod xfce;

use std::time::Duration;

use ringlight_senses::{Change, Desktop, Seen, Thresholds, Watch, watch};
use tokio::sync::watch as latest;
use tokio::time::timeout;

/// Only a failure waits this long.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// The senses on `desktop`, and the owner's settings.
pub fn sense(desktop: Desktop, idle_after: Option<Duration>) -> (Watch, latest::Sender<Thresholds>) {
    let (set, thresholds) = latest::channel(Thresholds { idle_after });
    (watch(desktop, thresholds), set)
}

/// The next change.
pub async fn next(watch: &mut Watch) -> Change {
    timeout(PATIENCE, watch.next()).await.expect("a change in time").expect("the senses run")
}

/// The first change that fits; all that come before it are shown if none does.
pub async fn until(watch: &mut Watch, fits: impl Fn(&Seen) -> bool) -> Change {
    let mut passed = Vec::new();
    loop {
        match timeout(PATIENCE, watch.next()).await {
            Ok(Some(change)) if fits(&change.seen) => return change,
            Ok(Some(change)) => passed.push(change.seen),
            Ok(None) => panic!("the senses ended after {passed:#?}"),
            Err(_) => panic!("waited in vain after {passed:#?}"),
        }
    }
}

/// Whether the source of this name works.
pub fn relies_on(seen: &Seen, source: &str) -> bool {
    seen.mechanisms.iter().any(|m| m.source.name() == source && m.trouble.is_none())
}

/// What keeps the source of this name from working.
pub fn trouble<'s>(seen: &'s Seen, source: &str) -> Option<&'s str> {
    seen.mechanisms.iter().find(|m| m.source.name() == source)?.trouble.as_deref()
}
