//! A screensaver that the system announces to the window in front only (Windows): asked for when it would start.

use std::convert::Infallible;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::looks::{self, rarely};
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};

/// How often to look whether the owner has set one.
const NONE_SET: Duration = Duration::from_secs(600);

/// Answers what there is to know of the screensaver.
pub(crate) trait Saver: Send + 'static {
    /// Its name.
    const SOURCE: Source;

    /// Whether it runs, or why that cannot be told.
    fn is_running(&self) -> Result<bool, String>;

    /// After how long without input it starts; `None` if none is set.
    fn starts_after(&self) -> Option<Duration>;

    /// The time since the last input, or why it cannot be told.
    fn idle(&self) -> Result<Duration, String>;
}

/// The screensaver by asking a [`Saver`].
pub(crate) struct Screensaver<S>(pub(crate) S);

impl<S: Saver> Mechanism for Screensaver<S> {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Screensaver, S::SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let (Self(saver), source) = (self, S::SOURCE);
        let mut told = None;
        loop {
            let on = saver.is_running().map_err(Stopped::Lost)?;
            if told.is_none() {
                post.tell(Signal::Using { sense: Sense::Screensaver, source }).await?;
            }
            if told.replace(on) != Some(on) {
                post.tell(Signal::Screensaver { source, on }).await?;
            }
            let due = next_look(on, saver.starts_after(), saver.idle().map_err(Stopped::Lost)?);
            tokio::select! {
                () = sleep_until(due) => {}
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
fn next_look(on: bool, starts_after: Option<Duration>, idle: Duration) -> Instant {
    match starts_after {
        _ if on => looks::after(rarely(idle)),
        Some(after) if idle < after => Instant::now() + (after - idle).max(rarely(Duration::ZERO)),
        Some(after) => looks::after(rarely(idle - after)),
        None => looks::after(NONE_SET),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn looks_when_the_screensaver_would_start() {
        let seconds = Duration::from_secs;
        let table = [
            (false, Some(300), 0, 300),
            (false, Some(900), 10, 890),
            (false, Some(300), 299, 1),
            // It starts a moment later.
            (false, Some(300), 300, 1),
            // Something holds it back.
            (false, Some(300), 380, 10),
            // It runs for a while.
            (true, Some(300), 800, 100),
            // It is about to end by the input just now.
            (true, Some(300), 0, 1),
            (true, None, 0, 1),
        ];
        for (on, after, idle, expected) in table {
            let due = next_look(on, after.map(seconds), seconds(idle));
            assert_eq!(due - Instant::now(), seconds(expected), "{on} {after:?} {idle}");
        }
        // All night, and where there is none.
        assert_eq!(next_look(true, Some(seconds(300)), seconds(30_000)), looks::after(looks::LATEST));
        assert_eq!(next_look(false, None, seconds(1_000)), looks::after(NONE_SET));
    }
}
