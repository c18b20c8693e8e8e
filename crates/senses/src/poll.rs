//! Idle time where the system only answers questions (Windows, macOS): asks when the threshold could be reached at the
//! earliest. While nobody is there it listens for input, and looks ever more rarely for what it may not have heard.

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::looks::{self, SOONEST, rarely};
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::questions::Questions;
use crate::signal::{Sense, Signal, Source};
use crate::watch::Thresholds;

/// An idle time this much below the whole range of a 32-bit millisecond counter is a wrapped negative one.
const HOUR: u32 = 3_600_000;
const LONGEST: Duration = Duration::from_millis((u32::MAX - HOUR) as u64);
/// How often it is doubled how long nothing is listened to, as what was heard again and again did not count.
const DOUBLED: u32 = 6;

/// Answers how long ago the last input was.
pub(crate) trait Reader: Send + 'static {
    /// Its name.
    const SOURCE: Source;
    /// How it listens.
    type Ear: Ear;

    /// The time since the last input, or why it cannot be told.
    fn read(&self) -> Result<Duration, String>;

    /// Begins to listen for the next input, if that is possible.
    fn listen(&self) -> impl Future<Output = Option<Self::Ear>> + Send;

    /// Whether the window in front fills the screen, or why that cannot be told. May take a while.
    fn fills_screen() -> Result<bool, String>;
}

/// Hears input, and nothing of what it is, until dropped.
pub(crate) trait Ear: Send {
    /// Whether nobody can come back unheard now.
    fn is_sure(&self) -> bool;

    /// Ends with the next input. Cancel safe.
    fn heard(&mut self) -> impl Future<Output = ()> + Send;
}

/// Idle by asking a [`Reader`].
pub(crate) struct Poll<R> {
    reader: R,
    questions: Questions,
    thresholds: watch::Receiver<Thresholds>,
}

impl<R: Reader> Poll<R> {
    pub(crate) fn new(reader: R, thresholds: watch::Receiver<Thresholds>) -> Self {
        Self { reader, questions: Questions::default(), thresholds }
    }

    fn read(&self) -> Result<Duration, Stopped> {
        self.reader.read().map_err(Stopped::Lost)
    }

    /// Tells whether the screen is filled, if that is new.
    async fn look_at_screen(
        &mut self,
        told: &mut Option<Result<bool, String>>,
        post: &Post,
    ) -> Result<(), Stopped> {
        let (sense, source) = (Sense::FullScreen, R::SOURCE);
        let now = self.questions.ask(R::fills_screen).await.flatten();
        if told.as_ref() == Some(&now) {
            return Ok(());
        }
        match told.insert(now).clone() {
            Ok(on) => {
                post.tell(Signal::Using { sense, source }).await?;
                post.tell(Signal::FullScreen { source, on }).await
            }
            Err(why) => post.tell(Signal::CannotTell { sense, source, why }).await,
        }
    }
}

impl<R: Reader> Mechanism for Poll<R> {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Idle, R::SOURCE), (Sense::FullScreen, R::SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let mut reading = self.read()?;
        post.tell(Signal::Using { sense: Sense::Idle, source: R::SOURCE }).await?;
        let (mut reread, mut told, mut screen) = (None, None, None);
        let mut ear: Option<R::Ear> = None;
        let (mut rung, mut in_vain) = (false, 0);
        loop {
            let after = self.thresholds.borrow_and_update().idle_after;
            let idle = after.is_some_and(|after| reading >= after);
            // Asked for only where it tells how long somebody may sit still, and told before that.
            if idle || told.is_none() || reread.is_some() {
                self.look_at_screen(&mut screen, post).await?;
            }
            let source = R::SOURCE;
            if told != Some(idle) || reread.is_some() {
                post.tell(signal(source, reading, idle)).await?;
            } else if !idle {
                post.tell(Signal::StillActive { source, since_ms: ms(reading) }).await?;
            }
            (told, reread) = (Some(idle), None);
            in_vain = if idle { in_vain } else { 0 };
            ear = ear.filter(|_| idle);
            // What is heard and not counted, like a touch screen that trembles, is not listened to for a moment.
            if idle && ear.is_none() && !rung {
                ear = self.reader.listen().await;
                if ear.is_some() {
                    // Input since the last reading was not heard.
                    reading = self.read()?;
                    continue;
                }
            }
            let due = if rung && idle {
                let rest = SOONEST * (1 << DOUBLED.min(in_vain));
                in_vain += 1;
                Some(looks::after(rest))
            } else {
                after.map(|after| next_look(reading, after, ear.as_ref()))
            };
            rung = false;
            tokio::select! {
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {}
                () = hear(&mut ear) => (ear, rung) = (None, true),
                changed = self.thresholds.changed() => changed.map_err(|_| Stopped::Dismissed)?,
                asked = post.asked() => reread = Some(asked?),
            }
            reading = self.read()?;
        }
    }
}

async fn hear<E: Ear>(ear: &mut Option<E>) {
    match ear {
        Some(ear) => ear.heard().await,
        None => pending().await,
    }
}

fn signal(source: Source, reading: Duration, idle: bool) -> Signal {
    match idle {
        true => Signal::Idle { source, since_ms: ms(reading) },
        false => Signal::Active { source },
    }
}

fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Until when nothing can change, or only what is heard.
fn next_look<E: Ear>(idle: Duration, after: Duration, ear: Option<&E>) -> Instant {
    match ear {
        _ if idle < after => Instant::now() + (after - idle),
        Some(ear) if ear.is_sure() => looks::after(looks::LATEST),
        _ => looks::after(rarely(idle - after)),
    }
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
    use std::future::ready;
    use std::sync::{Arc, mpsc as std_mpsc};

    use proptest::prelude::*;
    use tokio::sync::{Notify, mpsc};

    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// Every deadline at which somebody works.
    const STILL: &str = "StillActive { source: script, since_ms: 4000 }";

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
            // Somebody may be away for longer than 24 days.
            (0, 0x9000_0000, 0x9000_0000),
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
        fn ticks_give_the_time_that_passed(start: u32, passed in 0..u32::MAX - HOUR) {
            prop_assert_eq!(between_ticks(start, start.wrapping_add(passed)), ms(passed.into()));
        }

        #[test]
        fn an_input_after_the_reading_is_no_idle_time(now: u32, later in 1..=HOUR) {
            prop_assert_eq!(between_ticks(now.wrapping_add(later), now), Duration::ZERO);
        }

        #[test]
        fn the_threshold_cannot_be_reached_during_the_pause(idle in 0..10_000_u64, after in 10_000..20_000_u64) {
            let (now, due) = (Instant::now(), next_look::<Ring>(ms(idle), ms(after), None));
            prop_assert!(due >= now + ms(after - idle));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn looks_ever_more_rarely_where_it_may_not_hear_and_hardly_where_it_does() {
        let after = ms(10_000);
        for (idle, sure, seconds) in [(10_000, false, 1), (18_000, false, 1), (90_000, false, 10)] {
            let ear = Ring { sure, rings: Arc::default() };
            let pause = next_look(ms(idle), after, Some(&ear)) - Instant::now();
            assert_eq!(pause, ms(seconds * 1_000), "{idle} {sure}");
        }
        for (idle, sure) in [(86_400_000, false), (10_000, true)] {
            let ear = Ring { sure, rings: Arc::default() };
            assert_eq!(next_look(ms(idle), after, Some(&ear)), looks::after(looks::LATEST), "{idle} {sure}");
        }
    }

    /// Rings when it is told to.
    struct Ring {
        sure: bool,
        rings: Arc<Notify>,
    }

    impl Ear for Ring {
        fn is_sure(&self) -> bool {
            self.sure
        }

        async fn heard(&mut self) {
            self.rings.notified().await;
        }
    }

    /// Answers from a script, and is lost at its end.
    struct Script {
        readings: std_mpsc::Receiver<u64>,
        /// Absent where nothing can be heard.
        rings: Option<Arc<Notify>>,
    }

    impl Reader for Script {
        const SOURCE: Source = Source::new("script");
        type Ear = Ring;

        fn read(&self) -> Result<Duration, String> {
            self.readings.try_recv().map(ms).map_err(|_| "the script is over".into())
        }

        fn listen(&self) -> impl Future<Output = Option<Ring>> + Send {
            ready(self.rings.clone().map(|rings| Ring { sure: true, rings }))
        }

        fn fills_screen() -> Result<bool, String> {
            Ok(true)
        }
    }

    /// What is said of these readings, and how long that takes.
    async fn follow(readings: &[u64], rings: Option<Arc<Notify>>) -> (Vec<String>, u128) {
        let (write, script) = std_mpsc::channel();
        for reading in readings {
            write.send(*reading).expect("is read");
        }
        let (_set, thresholds) = watch::channel(Thresholds { idle_after: Some(ms(10_000)) });
        let (say, mut signals) = mpsc::channel(16);
        let (mut post, _ask) = Post::new(say);
        let began = Instant::now();
        let Err(stopped) = Poll::new(Script { readings: script, rings }, thresholds).run(&mut post).await;
        assert!(matches!(stopped, Stopped::Lost(_)));
        signals.close();
        let mut said = Vec::new();
        while let Some(signal) = signals.recv().await {
            said.push(format!("{signal:?}"));
        }
        (said, began.elapsed().as_millis())
    }

    const WENT_AND_CAME: [&str; 6] = [
        "Using { sense: Idle, source: script }",
        "Using { sense: FullScreen, source: script }",
        "FullScreen { source: script, on: true }",
        "Active { source: script }",
        "Idle { source: script, since_ms: 10000 }",
        "Active { source: script }",
    ];

    #[tokio::test(start_paused = true)]
    async fn asks_at_the_deadline_and_now_and_then_while_nobody_is_there() {
        let (mut said, took) = follow(&[0, 4_000, 10_000, 11_000, 90_000, 200], None).await;
        assert_eq!(said.remove(4), STILL);
        assert_eq!(said, WENT_AND_CAME);
        // Ten seconds, then the six left, looks for a return, and the 9.8 left after it.
        assert_eq!(took, 10_000 + 6_000 + 1_000 + 1_000 + 10_000 + 9_800);
    }

    #[tokio::test(start_paused = true)]
    async fn hears_the_return_and_looks_every_five_minutes_meanwhile() {
        let rings = Arc::new(Notify::new());
        let ring = rings.clone();
        tokio::spawn(async move {
            tokio::time::sleep(ms(10_000 + 300_000 + 50_000)).await;
            ring.notify_one();
        });
        // Read again once it listens.
        let (said, took) = follow(&[0, 10_000, 10_001, 310_000, 20], Some(rings)).await;
        assert_eq!(said, WENT_AND_CAME);
        assert_eq!(took, 10_000 + 300_000 + 50_000 + 9_980);
    }

    #[tokio::test(start_paused = true)]
    async fn input_between_the_reading_and_the_listening_is_not_missed() {
        let (said, took) = follow(&[0, 10_000, 0], Some(Arc::default())).await;
        assert_eq!(said, WENT_AND_CAME);
        assert_eq!(took, 10_000 + 10_000);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_heard_and_not_counted_is_not_listened_to_for_a_second() {
        let rings = Arc::new(Notify::new());
        rings.notify_one();
        let (said, took) = follow(&[0, 10_000, 10_000, 10_000, 11_000, 11_000, 0], Some(rings)).await;
        assert_eq!(said, WENT_AND_CAME);
        let shared = took - (10_000 + 1_000 + 10_000);
        assert!((1..=300_000).contains(&shared), "{shared}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_never_counted_is_listened_to_ever_more_rarely() {
        let rings = Arc::new(Notify::new());
        let noise = rings.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(ms(10)).await;
                noise.notify_one();
            }
        });
        let readings = [&[0, 10_000][..], &[20_000; 3 * 7 - 1], &[0]].concat();
        let (said, took) = follow(&readings, Some(rings)).await;
        assert_eq!(said, WENT_AND_CAME);
        let rests = took - (10_000 + 10_000);
        let doubled = 1_000 * (1 + 2 + 4 + 8 + 16 + 32 + 64);
        assert!((doubled..doubled + 1_000).contains(&rests), "{rests}");
    }
}
