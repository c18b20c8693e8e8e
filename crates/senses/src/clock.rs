//! A clock that counts sleep: `std::time::Instant` stands still during it on Linux and macOS, so an age taken from
//! it would be too short after a night with the lid closed.

use std::time::Duration;

/// A point in time as the time since this computer started, sleep included. Never jumps; means nothing to another computer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(Duration);

impl Moment {
    /// Reads the clock.
    pub fn now() -> Self {
        Self(since_start())
    }

    /// The moment that lies this long after the computer's start.
    pub const fn since_start(elapsed: Duration) -> Self {
        Self(elapsed)
    }

    /// The moment `ago` before this one; the computer's start if that is earlier.
    pub fn before(self, ago: Duration) -> Self {
        Self(self.0.saturating_sub(ago))
    }

    /// The moment `later` after this one.
    pub fn after(self, later: Duration) -> Self {
        Self(self.0.saturating_add(later))
    }

    /// How long after `earlier` this is; zero if it is not.
    pub fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

/// `clock_gettime(2)`: on Linux `CLOCK_BOOTTIME`, on macOS `CLOCK_MONOTONIC` go on counting while the system sleeps.
#[cfg(unix)]
fn since_start() -> Duration {
    #[cfg(target_os = "linux")]
    const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Monotonic;
    rustix::time::clock_gettime(CLOCK).try_into().unwrap_or_default()
}

/// [`GetTickCount64`](https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-gettickcount64) counts sleep.
#[cfg(windows)]
fn since_start() -> Duration {
    // SAFETY: takes nothing and only reads a counter.
    Duration::from_millis(unsafe { windows::Win32::System::SystemInformation::GetTickCount64() })
}
