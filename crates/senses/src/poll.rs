//! Idle time where the system only answers questions (Windows, macOS): asks when the threshold could be reached at the
//! earliest, and once a second while nobody is there.

use std::convert::Infallible;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::mechanism::{Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};
use crate::watch::Thresholds;

/// How often to look whether somebody is back.
const RETURN: Duration = Duration::from_secs(1);
/// Half the range of a 32-bit millisecond counter: a longer idle time is a wrapped negative one.
const LONGEST: Duration = Duration::from_millis(1 << 31);

/// Answers how long ago the last input was.
pub(crate) trait Reader: Send {
    /// Its name.
    const SOURCE: Source;

    /// The time since the last input, or why it cannot be told.
    fn read(&self) -> Result<Duration, String>;
}

/// Idle by asking a [`Reader`].
pub(crate) struct Poll<R> {
    reader: R,
    thresholds: watch::Receiver<Thresholds>,
}

impl<R: Reader> Poll<R> {
    pub(crate) fn new(reader: R, thresholds: watch::Receiver<Thresholds>) -> Self {
        Self { reader, thresholds }
    }
}

impl<R: Reader> Mechanism for Poll<R> {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Idle, R::SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let mut reading = self.reader.read().map_err(Stopped::Lost)?;
        post.tell(Signal::Using { sense: Sense::Idle, source: R::SOURCE }).await?;
        let mut reread = None;
        let mut told = None;
        loop {
            let after = self.thresholds.borrow_and_update().idle_after;
            let idle = after.is_some_and(|after| reading >= after);
            if told != Some(idle) || reread.is_some() {
                post.tell(signal(R::SOURCE, reading, idle)).await?;
            }
            (told, reread) = (Some(idle), None);
            let due = pause(reading, after).map(|pause| Instant::now() + pause);
            tokio::select! {
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {}
                changed = self.thresholds.changed() => changed.map_err(|_| Stopped::Dismissed)?,
                asked = post.asked() => reread = Some(asked?),
            }
            reading = self.reader.read().map_err(Stopped::Lost)?;
        }
    }
}

fn signal(source: Source, reading: Duration, idle: bool) -> Signal {
    match idle {
        true => Signal::Idle { source, since_ms: u64::try_from(reading.as_millis()).unwrap_or(u64::MAX) },
        false => Signal::Active { source },
    }
}

/// How long nothing can change. `None` = until the threshold does.
fn pause(idle: Duration, after: Option<Duration>) -> Option<Duration> {
    let after = after?;
    Some(if idle < after { after - idle } else { RETURN })
}

/// The time between two readings of a 32-bit millisecond counter that starts over every 49.7 days. Zero if the input
/// came after `now` was read.
#[cfg_attr(not(windows), allow(dead_code))]
pub(crate) fn between_ticks(last_input: u32, now: u32) -> Duration {
    believable(Duration::from_millis(now.wrapping_sub(last_input).into()))
}

/// What to make of an idle time that another library computed, wrapped as it may be.
pub(crate) fn believable(idle: Duration) -> Duration {
    if idle < LONGEST { idle } else { Duration::ZERO }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc as std_mpsc;

    use proptest::prelude::*;
    use tokio::sync::mpsc;

    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn ticks_wrap_and_race() {
        let table = [
            (1_000, 1_000, 0),
            (1_000, 4_500, 3_500),
            // The counter started over between the input and now.
            (u32::MAX, 0, 1),
            (u32::MAX - 999, 2_000, 3_000),
            // The sign bit means nothing.
            (0x7fff_ffff, 0x8000_0001, 2),
            (0, 0x7fff_ffff, 0x7fff_ffff),
            // The input came between the two readings.
            (1_001, 1_000, 0),
            (0, u32::MAX, 0),
        ];
        for (last_input, now, idle) in table {
            assert_eq!(between_ticks(last_input, now), ms(idle), "{last_input} {now}");
        }
    }

    proptest! {
        #[test]
        fn ticks_give_the_time_that_passed(start: u32, passed in 0..0x8000_0000_u32) {
            prop_assert_eq!(between_ticks(start, start.wrapping_add(passed)), ms(passed.into()));
        }

        #[test]
        fn an_input_after_the_reading_is_no_idle_time(now: u32, later in 1..0x8000_0000_u32) {
            prop_assert_eq!(between_ticks(now.wrapping_add(later), now), Duration::ZERO);
        }

        #[test]
        fn the_threshold_cannot_be_reached_during_the_pause(idle in 0..10_000_u64, after in 1..10_000_u64) {
            let pause = pause(ms(idle), Some(ms(after))).expect("has a threshold");
            prop_assert_eq!(pause, if idle < after { ms(after - idle) } else { RETURN });
        }
    }

    /// Answers from a script, and is lost at its end.
    struct Script(std_mpsc::Receiver<Result<Duration, String>>);

    impl Reader for Script {
        const SOURCE: Source = Source::new("script");

        fn read(&self) -> Result<Duration, String> {
            self.0.try_recv().unwrap_or_else(|_| Err("the script is over".into()))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn asks_at_the_deadline_and_every_second_while_nobody_is_there() {
        let (write, script) = std_mpsc::channel();
        for reading in [0, 4_000, 10_000, 11_000, 12_000, 200] {
            write.send(Ok(ms(reading))).expect("is read");
        }
        let (_set, thresholds) = watch::channel(Thresholds { idle_after: Some(ms(10_000)) });
        let (say, mut signals) = mpsc::channel(16);
        let (mut post, _ask) = Post::new(say);
        let began = Instant::now();
        let Err(stopped) = Poll::new(Script(script), thresholds).run(&mut post).await;
        // Ten seconds, then the six left, three looks for a return, and the 9.8 left after it.
        assert_eq!(began.elapsed().as_millis(), 10_000 + 6_000 + 3 * 1_000 + 9_800);
        assert!(matches!(stopped, Stopped::Lost(_)));
        signals.close();
        let mut said = Vec::new();
        while let Some(signal) = signals.recv().await {
            said.push(format!("{signal:?}"));
        }
        assert_eq!(
            said,
            [
                "Using { sense: Idle, source: script }",
                "Active { source: script }",
                "Idle { source: script, since_ms: 10000 }",
                "Active { source: script }"
            ]
        );
    }
}
