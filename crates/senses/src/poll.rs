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
const DOUBLED: u32 = 4;

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
            // What is heard and not counted, like a touch screen that trembles, is not listened to for some seconds.
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
mod tests;
