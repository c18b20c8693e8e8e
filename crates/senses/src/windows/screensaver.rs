//! What Windows tells of the screensaver:
//! [`SystemParametersInfo`](https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-systemparametersinfow).

use std::time::Duration;

use windows::Win32::UI::WindowsAndMessaging::{
    SPI_GETSCREENSAVEACTIVE, SPI_GETSCREENSAVERRUNNING, SPI_GETSCREENSAVETIMEOUT,
    SYSTEM_PARAMETERS_INFO_ACTION, SYSTEM_PARAMETERS_INFO_UPDATE_FLAGS, SystemParametersInfoW,
};

use super::last_input;
use crate::screensaver::Saver;
use crate::signal::Source;

pub(super) struct OfWindows;

impl Saver for OfWindows {
    const SOURCE: Source = Source::new("windows-screensaver");

    fn is_running(&self) -> Result<bool, String> {
        let running = ask(SPI_GETSCREENSAVERRUNNING);
        running
            .map(|running| running != 0)
            .map_err(|error| format!("Windows does not tell whether a screensaver runs: {error}"))
    }

    fn starts_after(&self) -> Option<Duration> {
        let seconds = ask(SPI_GETSCREENSAVETIMEOUT).ok()?;
        (ask(SPI_GETSCREENSAVEACTIVE).ok()? != 0).then(|| Duration::from_secs(seconds.into()))
    }

    fn idle(&self) -> Result<Duration, String> {
        last_input::read()
    }
}

fn ask(question: SYSTEM_PARAMETERS_INFO_ACTION) -> windows::core::Result<u32> {
    let mut answer = 0_u32;
    let none = SYSTEM_PARAMETERS_INFO_UPDATE_FLAGS(0);
    // SAFETY: each of these questions writes 32 bits to the place it is given.
    unsafe { SystemParametersInfoW(question, 0, Some((&raw mut answer).cast()), none) }?;
    Ok(answer)
}
