//! The screensaver. Windows announces it to the window in front only, so it is asked for when it would start.

use std::convert::Infallible;
use std::time::Duration;

use tokio::time::sleep;
use windows::Win32::UI::WindowsAndMessaging::{
    SPI_GETSCREENSAVEACTIVE, SPI_GETSCREENSAVERRUNNING, SPI_GETSCREENSAVETIMEOUT,
    SYSTEM_PARAMETERS_INFO_ACTION, SYSTEM_PARAMETERS_INFO_UPDATE_FLAGS, SystemParametersInfoW,
};

use super::last_input::LastInput;
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::poll::{Reader, rarely};
use crate::signal::{Sense, Signal, Source};

const SOURCE: Source = Source::new("windows-screensaver");
/// How often to look whether the owner has set one.
const NONE_SET: Duration = Duration::from_secs(600);

pub(super) struct Screensaver;

impl Mechanism for Screensaver {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Screensaver, SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let mut told = None;
        loop {
            let on = is_running().map_err(Stopped::Lost)?;
            if told.is_none() {
                post.tell(Signal::Using { sense: Sense::Screensaver, source: SOURCE }).await?;
            }
            if told.replace(on) != Some(on) {
                post.tell(Signal::Screensaver { source: SOURCE, on }).await?;
            }
            let idle = LastInput.read().map_err(Stopped::Lost)?;
            tokio::select! {
                () = sleep(pause(on, starts_after(), idle)) => {}
                reread = post.asked() => {
                    drop(reread?);
                    told = None;
                }
            }
        }
    }
}

/// When something can have changed at the earliest, or should be looked at for what may have been missed: one that runs
/// ends with input, after which it is asked for.
fn pause(on: bool, starts_after: Option<Duration>, idle: Duration) -> Duration {
    match starts_after {
        _ if on => rarely(idle),
        Some(after) if idle < after => (after - idle).max(rarely(Duration::ZERO)),
        Some(after) => rarely(idle - after),
        None => NONE_SET,
    }
}

fn is_running() -> Result<bool, String> {
    let running = ask(SPI_GETSCREENSAVERRUNNING);
    running
        .map(|running| running != 0)
        .map_err(|error| format!("Windows does not tell whether a screensaver runs: {error}"))
}

/// After how long without input the screensaver starts; `None` if none is set.
fn starts_after() -> Option<Duration> {
    let seconds = ask(SPI_GETSCREENSAVETIMEOUT).ok()?;
    (ask(SPI_GETSCREENSAVEACTIVE).ok()? != 0).then(|| Duration::from_secs(seconds.into()))
}

fn ask(question: SYSTEM_PARAMETERS_INFO_ACTION) -> windows::core::Result<u32> {
    let mut answer = 0_u32;
    let none = SYSTEM_PARAMETERS_INFO_UPDATE_FLAGS(0);
    // SAFETY: each of these questions writes 32 bits to the place it is given.
    unsafe { SystemParametersInfoW(question, 0, Some((&raw mut answer).cast()), none) }?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_when_the_screensaver_would_start() {
        let seconds = Duration::from_secs;
        let table = [
            (false, Some(300), 0, 300),
            (false, Some(300), 299, 1),
            // It starts a moment later.
            (false, Some(300), 300, 1),
            // Something holds it back.
            (false, Some(300), 380, 10),
            // It runs all night.
            (true, Some(300), 30_000, 300),
            // It is about to end by the input just now.
            (true, Some(300), 0, 1),
            (true, None, 0, 1),
            (false, None, 1_000, 600),
        ];
        for (on, after, idle, expected) in table {
            assert_eq!(
                pause(on, after.map(seconds), seconds(idle)),
                seconds(expected),
                "{on} {after:?} {idle}"
            );
        }
    }
}
