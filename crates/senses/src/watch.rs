//! The driver: runs the mechanisms, reads the clock, and owns the state.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use crate::clock::Moment;
use crate::mechanism::Reread;
use crate::seen::{Activity, Change, Input, Lock, Mechanism, Seen};
use crate::signal::{Hold, Sense, Signal, Source};
use crate::state::Senses;
use crate::system::{self, Desktop};

/// How long the first reading may take before what is known so far is given.
const FIRST_READING: Duration = Duration::from_secs(2);
/// What locks or begins a screensaver may end as input a moment later, like a key that is let go.
const HANDS_OFF: Duration = Duration::from_secs(2);
/// How long reading again after a wake may take before the device counts as awake anyway.
const READING_AFTER_WAKE: Duration = Duration::from_secs(1);

/// What the owner can set. May change at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Idle begins after this long without input; `None` = never.
    pub idle_after: Option<Duration>,
}

/// The running mechanisms. Dropping it stops them.
pub struct Watch {
    changes: mpsc::Receiver<Change>,
}

impl Watch {
    /// The next change. The first comes once every mechanism has been tried, at the latest after two seconds; at once if
    /// the system is about to sleep or the session to end.
    ///
    /// `None` only when the runtime shuts down. Cancel safe.
    pub async fn next(&mut self) -> Option<Change> {
        self.changes.recv().await
    }
}

/// Starts every mechanism of this computer, in the current tokio runtime (which needs its I/O and time drivers).
///
/// Nothing here fails: what does not work is listed in [`Seen::mechanisms`](crate::Seen::mechanisms) with the reason.
pub fn watch(desktop: Desktop, thresholds: watch::Receiver<Thresholds>) -> Watch {
    let (out, changes) = mpsc::channel(16);
    let (say, signals) = mpsc::channel(64);
    let mechanisms = system::start(desktop, &thresholds, &say);
    let now = Moment::now;
    let driver =
        Driver { senses: Senses::new(now()), now, mechanisms, signals, out, logged: BTreeMap::new() };
    tokio::spawn(driver.run(say));
    Watch { changes }
}

struct Driver {
    senses: Senses,
    /// Reads the clock.
    now: fn() -> Moment,
    mechanisms: Vec<mpsc::Sender<Reread>>,
    signals: mpsc::Receiver<Signal>,
    out: mpsc::Sender<Change>,
    /// What the log says of the mechanisms.
    logged: BTreeMap<(Sense, Source), Option<String>>,
}

/// A reading by all mechanisms that is under way.
struct Reading {
    finished: mpsc::Receiver<()>,
    deadline: Instant,
}

impl Reading {
    async fn end(&mut self) {
        tokio::select! {
            _ = self.finished.recv() => {}
            () = sleep_until(self.deadline) => {}
        }
    }
}

impl Driver {
    /// `_open` keeps the line open on a system where no mechanism is left.
    async fn run(mut self, _open: mpsc::Sender<Signal>) {
        let Some(()) = self.first_reading().await else { return };
        let mut waking: Option<Reading> = None;
        loop {
            let due = self.senses.deadline().map(|at| Instant::now() + at.since((self.now)()));
            tokio::select! {
                biased;
                () = self.out.closed() => return,
                Some(signal) = self.signals.recv() => match signal {
                    Signal::Wake => waking = Some(self.read_again(READING_AFTER_WAKE)),
                    // It was announced, or was told already.
                    Signal::Slept { .. } if self.senses.seen().asleep => {}
                    Signal::Slept { source } => {
                        self.take_in(Signal::Sleep { source, release: Hold::new(()) }).await;
                        waking = Some(self.read_again(READING_AFTER_WAKE));
                    }
                    signal => {
                        if matches!(signal, Signal::Sleep { .. }) {
                            waking = None;
                        }
                        self.take_in_and_doubt(signal).await;
                    }
                },
                () = async { waking.as_mut().expect("guarded by is_some").end().await }, if waking.is_some() => {
                    waking = None;
                    self.take_in(Signal::Wake).await;
                }
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                    let change = self.senses.follow((self.now)());
                    self.tell(change).await;
                    // Whoever let go of what delays an end takes it again.
                    drop(self.read_again(Duration::ZERO));
                }
            }
        }
    }

    /// Gives one change for everything the mechanisms find at start. `None` if nobody listens.
    async fn first_reading(&mut self) -> Option<()> {
        let mut reading = self.read_again(FIRST_READING);
        let hold = loop {
            tokio::select! {
                biased;
                () = self.out.closed() => return None,
                Some(signal) = self.signals.recv() => {
                    let change = self.senses.handle(signal, (self.now)());
                    if let Some(hold) = change.and_then(|change| change.hold) {
                        break Some(hold);
                    }
                }
                () = reading.end() => break None,
            }
        };
        self.tell(Some(Change { seen: self.senses.seen().clone(), hold })).await;
        Some(())
    }

    /// Input while away is a password, or comes after an unlock or a wake that got lost. Input before an unlock is
    /// missing, and nobody unlocks behind a screensaver. In each case whoever knows is asked again rather than waited for.
    async fn take_in_and_doubt(&mut self, signal: Signal) {
        let touched = match signal {
            Signal::StillActive { since_ms, .. } => {
                Some((self.now)().before(Duration::from_millis(since_ms)))
            }
            _ => None,
        };
        let Seen { input, activity, lock, foreground, .. } = *self.senses.seen();
        self.take_in(signal).await;
        let seen = self.senses.seen();
        let touched = touched.map_or(input != Input::Active, |at| at > seen.since.after(HANDS_OFF));
        let opened = lock == Lock::Locked && seen.lock != Lock::Locked || !foreground && seen.foreground;
        let doubtful = match seen.activity {
            Activity::Locked if opened => true,
            Activity::Locked | Activity::Asleep => seen.input == Input::Active && touched,
            Activity::Idle => activity == Activity::Locked,
            Activity::Active | Activity::Unknown => false,
        };
        if doubtful {
            drop(self.read_again(Duration::ZERO));
        }
    }

    /// Asks every mechanism. One whose line is full has not answered the last time either, and is not waited for.
    fn read_again(&self, within: Duration) -> Reading {
        let (reread, finished) = Reread::new();
        for mechanism in &self.mechanisms {
            let _ = mechanism.try_send(reread.clone());
        }
        Reading { finished, deadline: Instant::now() + within }
    }

    async fn take_in(&mut self, signal: Signal) {
        tracing::debug!(?signal, "sensed");
        let change = self.senses.handle(signal, (self.now)());
        self.tell(change).await;
    }

    async fn tell(&mut self, change: Option<Change>) {
        if let Some(change) = change {
            tracing::debug!(activity = ?change.seen.activity, lock = ?change.seen.lock, "activity");
            self.log(&change.seen.mechanisms);
            let _ = self.out.send(change).await;
        }
    }

    /// What is relied on, and what is not any more.
    fn log(&mut self, mechanisms: &[Mechanism]) {
        for Mechanism { sense, source, trouble, .. } in mechanisms {
            let key = (*sense, *source);
            if self.logged.get(&key) == Some(trouble) {
                continue;
            }
            match trouble {
                None => tracing::info!(?sense, %source, "sensed through"),
                Some(why) => tracing::info!(?sense, %source, why, "cannot be sensed through"),
            }
        }
        self.logged = mechanisms.iter().map(|it| ((it.sense, it.source), it.trouble.clone())).collect();
    }
}

#[cfg(test)]
mod tests;
