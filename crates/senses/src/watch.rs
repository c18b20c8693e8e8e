//! The driver: runs the mechanisms, reads the clock, and owns the state.

use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use crate::clock::Moment;
use crate::mechanism::Reread;
use crate::signal::{Hold, Sense, Signal};
use crate::state::{Activity, Change, Input, Seen, Senses};
use crate::system::{self, Desktop};

/// How long the first reading may take before what is known so far is given.
const FIRST_READING: Duration = Duration::from_secs(2);
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
    /// The next change. The first comes once every mechanism has been tried, at the latest after two seconds.
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
    let driver = Driver { senses: Senses::new(Moment::now()), mechanisms, signals, out };
    tokio::spawn(driver.run(say));
    Watch { changes }
}

struct Driver {
    senses: Senses,
    mechanisms: Vec<mpsc::Sender<Reread>>,
    signals: mpsc::Receiver<Signal>,
    out: mpsc::Sender<Change>,
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
            tokio::select! {
                biased;
                () = self.out.closed() => return,
                Some(signal) = self.signals.recv() => match signal {
                    Signal::Wake => waking = Some(self.read_again(READING_AFTER_WAKE)),
                    Signal::Slept { source } if self.senses.is_told_beside(source, Sense::Sleep) => {}
                    Signal::Slept { .. } => {
                        self.take_in(Signal::Sleep { release: Hold::new(()) }).await;
                        waking = Some(self.read_again(READING_AFTER_WAKE));
                    }
                    signal => {
                        if matches!(signal, Signal::Sleep { .. }) {
                            waking = None;
                        }
                        let Seen { input, activity, .. } = *self.senses.seen();
                        self.take_in(signal).await;
                        self.doubt_the_lock(input);
                        self.doubt_the_input(activity);
                    }
                },
                () = async { waking.as_mut().expect("guarded by is_some").end().await }, if waking.is_some() => {
                    waking = None;
                    self.take_in(Signal::Wake).await;
                }
            }
        }
    }

    /// Gives one change for everything the mechanisms find at start. `None` if nobody listens.
    async fn first_reading(&mut self) -> Option<()> {
        let mut reading = self.read_again(FIRST_READING);
        loop {
            tokio::select! {
                biased;
                () = self.out.closed() => return None,
                Some(signal) = self.signals.recv() => drop(self.senses.handle(signal, Moment::now())),
                () = reading.end() => break,
            }
        }
        let seen = self.senses.seen().clone();
        log(&seen);
        self.out.send(Change { seen, hold: None }).await.ok()
    }

    /// Input while locked is a password, or comes after an unlock that got lost: whoever knows is asked again.
    fn doubt_the_lock(&self, before: Input) {
        let seen = self.senses.seen();
        if seen.activity == Activity::Locked && seen.input == Input::Active && before != Input::Active {
            drop(self.read_again(Duration::ZERO));
        }
    }

    /// Whoever unlocks has touched the computer, and is asked for rather than waited for.
    fn doubt_the_input(&self, before: Activity) {
        let seen = self.senses.seen();
        if before == Activity::Locked && seen.activity == Activity::Idle {
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
        if let Some(change) = self.senses.handle(signal, Moment::now()) {
            tracing::debug!(activity = ?change.seen.activity, lock = ?change.seen.lock, "activity");
            let _ = self.out.send(change).await;
        }
    }
}

fn log(seen: &Seen) {
    for mechanism in &seen.mechanisms {
        match &mechanism.trouble {
            None => tracing::info!(sense = ?mechanism.sense, source = %mechanism.source, "sensed through"),
            Some(why) => {
                tracing::info!(sense = ?mechanism.sense, source = %mechanism.source, why, "cannot be sensed through")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;
    use crate::signal::Source;

    /// A driver that has asked its one mechanism and told of it: how to speak to it, what it asks and what it tells.
    async fn started() -> (mpsc::Sender<Signal>, mpsc::Receiver<Reread>, mpsc::Receiver<Change>) {
        let (out, mut changes) = mpsc::channel(16);
        let (say, signals) = mpsc::channel(64);
        let (ask, mut asked) = mpsc::channel(4);
        let driver = Driver { senses: Senses::new(Moment::now()), mechanisms: vec![ask], signals, out };
        tokio::spawn(driver.run(say.clone()));
        drop(asked.recv().await.expect("is asked at the start"));
        changes.recv().await.expect("the first");
        (say, asked, changes)
    }

    #[tokio::test(start_paused = true)]
    async fn a_sleep_that_nobody_announced_is_told_afterwards_and_everybody_is_asked_again() {
        let (say, mut asked, mut changes) = started().await;
        let (clocks, logind) = (Source::new("clocks"), Source::new("logind"));
        let using = |source| Signal::Using { sense: Sense::Sleep, source };
        say.send(using(clocks)).await.expect("is listened to");
        changes.recv().await.expect("tells of the clocks");

        say.send(Signal::Slept { source: clocks }).await.expect("is listened to");
        let mut change = async || timeout(Duration::from_secs(15), changes.recv()).await.ok().flatten();
        assert!(change().await.is_some_and(|change| change.seen.asleep));
        let reread = asked.recv().await.expect("is asked");
        drop(reread);
        assert!(change().await.is_some_and(|change| !change.seen.asleep));

        // Where somebody announces it, that is enough.
        say.send(using(logind)).await.expect("is listened to");
        change().await.expect("tells of logind");
        say.send(Signal::Slept { source: clocks }).await.expect("is listened to");
        say.send(Signal::Active { source: logind }).await.expect("is listened to");
        assert!(change().await.is_some_and(|change| !change.seen.asleep), "slept twice");
    }

    #[tokio::test(start_paused = true)]
    async fn after_an_unlock_the_last_input_is_asked_for() {
        let (say, mut asked, mut changes) = started().await;
        let source = Source::new("any");
        let tell = |signal| async { say.send(signal).await.expect("is listened to") };
        tell(Signal::Idle { source, since_ms: 300_000 }).await;
        tell(Signal::Locked { source, locked: true }).await;
        tell(Signal::Foreground { source, foreground: false }).await;
        for _ in 0..3 {
            changes.recv().await.expect("one for each");
        }
        assert!(asked.try_recv().is_err(), "asked for nothing");
        tell(Signal::Foreground { source, foreground: true }).await;
        tell(Signal::Locked { source, locked: false }).await;
        let again = timeout(Duration::from_secs(15), asked.recv()).await;
        assert!(again.is_ok_and(|asked| asked.is_some()), "is not asked");
    }
}
