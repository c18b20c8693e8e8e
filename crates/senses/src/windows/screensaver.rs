//! The screensaver. Windows announces it to the window in front only, so it is asked for, and only once nobody has
//! touched anything for a minute: no screensaver starts earlier.

use std::convert::Infallible;
use std::time::Duration;

use tokio::time::sleep;
use windows::Win32::UI::WindowsAndMessaging::{
    SPI_GETSCREENSAVERRUNNING, SYSTEM_PARAMETERS_INFO_UPDATE_FLAGS, SystemParametersInfoW,
};
use windows::core::BOOL;

use super::last_input::LastInput;
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::poll::Reader;
use crate::signal::{Sense, Signal, Source};

const SOURCE: Source = Source::new("windows-screensaver");
/// The shortest wait that can be set for a screensaver.
const EARLIEST: Duration = Duration::from_secs(60);
const AGAIN: Duration = Duration::from_secs(5);

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
            let pause = if on { AGAIN } else { EARLIEST.saturating_sub(idle).max(AGAIN) };
            tokio::select! {
                () = sleep(pause) => {}
                reread = post.asked() => {
                    drop(reread?);
                    told = None;
                }
            }
        }
    }
}

fn is_running() -> Result<bool, String> {
    let mut running = BOOL(0);
    let none = SYSTEM_PARAMETERS_INFO_UPDATE_FLAGS(0);
    // SAFETY: this question writes one BOOL to the place it is given.
    unsafe { SystemParametersInfoW(SPI_GETSCREENSAVERRUNNING, 0, Some((&raw mut running).cast()), none) }
        .map_err(|error| format!("Windows does not tell whether a screensaver runs: {error}"))?;
    Ok(running.as_bool())
}
