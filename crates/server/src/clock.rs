use std::{future::Future, pin::Pin, time::Duration};

use ringlight_protocol::{SignedDuration, Timestamp};

/// Where the server reads the time. Tests bring one that they turn themselves.
pub trait Clock: Send + Sync + 'static {
    /// The wall clock.
    fn now(&self) -> Timestamp;

    /// Resolves when the clock may have reached `at`; who waits looks again then.
    fn reached(&self, at: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// How long the computer has slept since it was started, all sleeps together: in that time nobody was heard of.
    fn slept(&self) -> SignedDuration;
}

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// A timer does not count the time that a computer sleeps, nor follow a clock that is set: look again this often.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn reached(&self, at: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let left = Duration::try_from(at.duration_since(self.now())).unwrap_or_default();
        Box::pin(tokio::time::sleep(left.min(LOOK_AGAIN)))
    }

    fn slept(&self) -> SignedDuration {
        SignedDuration::try_from(slept()).unwrap_or(SignedDuration::MAX)
    }
}

/// `clock_gettime(2)`: of these clocks only the first goes on while the system sleeps.
#[cfg(target_os = "linux")]
fn slept() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let read = |clock| Duration::try_from(clock_gettime(clock)).unwrap_or_default();
    // The one that lags is read first, so that a sleep between the two counts next time.
    let awake = read(ClockId::Monotonic);
    read(ClockId::Boottime).saturating_sub(awake)
}

/// `clock_gettime(3)` of macOS: `CLOCK_MONOTONIC_RAW` goes on while the system sleeps, `CLOCK_UPTIME_RAW` does not.
#[cfg(target_os = "macos")]
fn slept() -> Duration {
    let read = |clock| {
        let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: writes one instant into the place it is given.
        unsafe { libc::clock_gettime(clock, &mut time) };
        let (seconds, nanoseconds) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
        Duration::new(seconds.unwrap_or_default(), nanoseconds.unwrap_or_default())
    };
    let awake = read(libc::CLOCK_UPTIME_RAW);
    read(libc::CLOCK_MONOTONIC_RAW).saturating_sub(awake)
}

/// [`QueryUnbiasedInterruptTime`](https://learn.microsoft.com/windows/win32/api/realtimeapiset/nf-realtimeapiset-queryunbiasedinterrupttime)
/// leaves sleep out, in units of 100 ns; `GetTickCount64` counts it, in milliseconds.
#[cfg(windows)]
fn slept() -> Duration {
    use windows_sys::Win32::System::{
        SystemInformation::GetTickCount64, WindowsProgramming::QueryUnbiasedInterruptTime,
    };
    let mut awake = 0;
    // SAFETY: writes one number into the place it is given.
    if unsafe { QueryUnbiasedInterruptTime(&mut awake) } == 0 {
        return Duration::ZERO;
    }
    // SAFETY: takes nothing and only reads a counter.
    let all = Duration::from_millis(unsafe { GetTickCount64() });
    all.saturating_sub(Duration::from_nanos(awake.saturating_mul(100)))
}
