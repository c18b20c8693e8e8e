//! A way to see that something does not happen.

use ringlight_senses::{Lock, Watch};

use super::saver::{Manner, Saver};
use super::servers::Bus;
use super::until;

/// Ends after something on this bus was heard and told, twice: whatever was about to happen before has happened.
///
/// The session must not be locked meanwhile.
pub async fn marker(bus: &Bus, watch: &mut Watch) {
    let (name, path) = ("org.mate.ScreenSaver", "/org/mate/ScreenSaver");
    let saver = Saver::start(bus, name, path, true, Manner::Answers).await;
    until(watch, |seen| seen.lock == Lock::Screensaver).await;
    saver.stop().await;
    until(watch, |seen| seen.lock != Lock::Screensaver).await;
}
