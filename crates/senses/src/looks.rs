//! When to look for what the system announces to nobody. Looks that may wait fall together, so that all mechanisms wake
//! the computer as often as one.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// How soon to look again where something has just happened.
pub(crate) const SOONEST: Duration = Duration::from_secs(1);
/// How soon to look again at the latest.
pub(crate) const LATEST: Duration = Duration::from_secs(300);

/// How soon to look again for what has been so for this long: it is noticed late by an eighth of that at most.
pub(crate) fn rarely(lasted: Duration) -> Duration {
    (lasted / 8).clamp(SOONEST, LATEST)
}

/// The time for a look after `pause`. One that may wait for [`LATEST`] comes earlier, when all such looks come.
pub(crate) fn after(pause: Duration) -> Instant {
    let (first, due) = (first(), Instant::now() + pause);
    if pause < LATEST {
        return due;
    }
    let rounds = (due - first).as_secs() / LATEST.as_secs();
    first + Duration::from_secs(rounds * LATEST.as_secs())
}

/// When this was first asked for: all threads count from there.
#[cfg(not(test))]
fn first() -> Instant {
    static FIRST: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    *FIRST
}

/// Each test has a thread, and a clock, of its own.
#[cfg(test)]
fn first() -> Instant {
    thread_local!(static FIRST: Instant = Instant::now());
    FIRST.with(|first| *first)
}

/// Ends when it is time for a look that may wait. Cancel safe.
pub(crate) async fn now_and_then() {
    sleep_until(after(LATEST)).await;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::future::{pending, ready};

    use tokio::sync::{mpsc, watch};
    use tokio::time::timeout_at;

    use super::*;
    use crate::mechanism::{Mechanism, Post};
    use crate::poll::{Ear, Poll, Reader};
    use crate::screensaver::{Saver, Screensaver};
    use crate::signal::Source;
    use crate::watch::Thresholds;

    const IDLE_AFTER: Duration = Duration::from_secs(300);
    const HOUR: Duration = Duration::from_secs(3_600);

    /// A computer that somebody has just left. Tells each look at it.
    #[derive(Clone)]
    struct Left {
        at: Instant,
        /// Whether a return would be heard.
        hears: bool,
        saver: Option<Duration>,
        looks: mpsc::UnboundedSender<Instant>,
    }

    impl Left {
        fn look(&self) -> Duration {
            let _ = self.looks.send(Instant::now());
            self.at.elapsed()
        }
    }

    struct Silence(bool);

    impl Ear for Silence {
        fn is_sure(&self) -> bool {
            self.0
        }

        async fn heard(&mut self) {
            pending().await
        }
    }

    impl Reader for Left {
        const SOURCE: Source = Source::new("left");
        type Ear = Silence;

        fn read(&self) -> Result<Duration, String> {
            Ok(self.look())
        }

        fn listen(&self) -> impl Future<Output = Option<Silence>> + Send {
            ready(Some(Silence(self.hears)))
        }

        fn fills_screen() -> Result<bool, String> {
            Ok(false)
        }
    }

    impl Saver for Left {
        const SOURCE: Source = Source::new("saver");

        fn is_running(&self) -> Result<bool, String> {
            Ok(self.saver.is_some_and(|after| self.look() >= after))
        }

        fn starts_after(&self) -> Option<Duration> {
            self.saver
        }

        fn idle(&self) -> Result<Duration, String> {
            Ok(self.look())
        }
    }

    /// Runs a mechanism for as long as the test does.
    fn run(mut mechanism: impl Mechanism + 'static) {
        let (say, mut signals) = mpsc::channel(16);
        let (mut post, ask) = Post::new(say);
        tokio::spawn(async move {
            let _ask = ask;
            while signals.recv().await.is_some() {}
        });
        tokio::spawn(async move { drop(mechanism.run(&mut post).await) });
    }

    /// How often all mechanisms together wake a computer in each of the first hours after it was left.
    async fn wakeups(hears: bool, saver: Option<Duration>, hours: u32) -> Vec<usize> {
        let (looks, mut looked) = mpsc::unbounded_channel();
        let left = Left { at: Instant::now(), hears, saver, looks };
        let (_set, thresholds) = watch::channel(Thresholds { idle_after: Some(IDLE_AFTER) });
        run(Poll::new(left.clone(), thresholds));
        run(Screensaver(left.clone()));
        // What looks for presentations.
        tokio::spawn({
            let left = left.clone();
            async move {
                loop {
                    now_and_then().await;
                    left.look();
                }
            }
        });
        let mut counts = Vec::new();
        for hour in 1..=hours {
            let mut wakeups = BTreeSet::new();
            while let Ok(Some(at)) = timeout_at(left.at + HOUR * hour, looked.recv()).await {
                wakeups.insert(at);
            }
            counts.push(wakeups.len());
        }
        counts
    }

    #[tokio::test(start_paused = true)]
    async fn all_that_look_wake_a_computer_that_nobody_uses_twelve_times_an_hour() {
        let ten_minutes = Some(Duration::from_secs(600));
        // Windows without and with a screensaver; macOS with its displays on, where only the pointer is heard. More often
        // in the first hour, while it has just happened and may be over soon.
        for (hears, saver, first) in [(true, None, 15), (true, ten_minutes, 30), (false, None, 70)] {
            let counts = wakeups(hears, saver, 4).await;
            assert!(counts[0] <= first, "{hears} {saver:?}: {counts:?}");
            assert!(counts[1..].iter().all(|count| *count <= 12), "{hears} {saver:?}: {counts:?}");
        }
    }
}
