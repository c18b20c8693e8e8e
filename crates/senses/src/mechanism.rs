//! What all mechanisms share: how they speak, how they are asked to read again, and how they are tried again.

use std::convert::Infallible;
use std::fmt::Debug;
use std::future::pending;
use std::pin::Pin;
use std::sync::LazyLock;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::signal::{Sense, Signal, Source};

/// What a mechanism says: at least that it does not work.
pub(crate) trait Say: Send + 'static {
    /// What there is to know.
    type Sense: Copy + Debug + Send + Sync + 'static;

    /// `source` was tried for `sense` and does not work here.
    fn cannot_tell(sense: Self::Sense, source: Source, why: String) -> Self;
}

impl Say for Signal {
    type Sense = Sense;

    fn cannot_tell(sense: Sense, source: Source, why: String) -> Self {
        Self::CannotTell { sense, source, why }
    }
}

/// One way to learn something, tried by running it.
pub(crate) trait Mechanism<S: Say = Signal>: Send {
    /// What it is for, and the names under which it speaks.
    const SENSES: &'static [(S::Sense, Source)];

    /// Probes, then speaks until it cannot any more.
    fn run(&mut self, post: &mut Post<S>) -> impl Future<Output = Result<Infallible, Stopped>> + Send;

    /// What tells that there is something else there than when it was last tried. `None` where only time can tell.
    fn comes(&self) -> Option<Comes> {
        None
    }
}

/// Ends when what a mechanism needs has come.
pub(crate) type Comes = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Why a mechanism stopped.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// It can never work on this desktop.
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "only Linux has desktops of several kinds")
    )]
    Unsupported(String),
    /// What it needs is not there: worth another try when that comes.
    #[cfg_attr(
        not(any(target_os = "linux", test)),
        expect(dead_code, reason = "elsewhere all of it is part of the system")
    )]
    Absent(String),
    /// It does not work now, and is worth another try later.
    Lost(String),
    /// Nobody listens any more.
    Dismissed,
}

/// A request to read everything again. Dropped when what was read has been told, or by a mechanism that did not work
/// before it is tried again.
#[derive(Clone, Debug)]
pub(crate) struct Reread {
    _done: mpsc::Sender<()>,
}

impl Reread {
    /// A request, and the end that closes when all its copies are dropped.
    pub(crate) fn new() -> (Self, mpsc::Receiver<()>) {
        let (done, finished) = mpsc::channel(1);
        (Self { _done: done }, finished)
    }
}

/// A mechanism's line to the task that owns the state.
pub(crate) struct Post<S = Signal> {
    signals: mpsc::Sender<S>,
    rereads: mpsc::Receiver<Reread>,
    /// The last reading, as far as this run has told one.
    told: Vec<S>,
}

impl<S: Say> Post<S> {
    /// A line, and the end by which its mechanism is asked to read again.
    pub(crate) fn new(signals: mpsc::Sender<S>) -> (Self, mpsc::Sender<Reread>) {
        let (ask, rereads) = mpsc::channel(4);
        (Self { signals, rereads, told: Vec::new() }, ask)
    }

    /// Says `signal`.
    pub(crate) async fn tell(&self, signal: S) -> Result<(), Stopped> {
        self.signals.send(signal).await.map_err(|_| Stopped::Dismissed)
    }

    /// Says what was read, unless it says the same as the reading before.
    pub(crate) async fn tell_news<const N: usize>(&mut self, reading: [S; N]) -> Result<(), Stopped>
    where
        S: Clone + PartialEq,
    {
        if self.told == reading {
            return Ok(());
        }
        self.told = reading.to_vec();
        for signal in reading {
            self.tell(signal).await?;
        }
        Ok(())
    }

    /// The next request to read again.
    pub(crate) async fn asked(&mut self) -> Result<Reread, Stopped> {
        self.rereads.recv().await.ok_or(Stopped::Dismissed)
    }
}

/// Runs a mechanism for as long as somebody listens: again and again, ever more rarely while it fails, and at once
/// when what it needs has come or the computer woke up.
pub(crate) async fn keep<S: Say, M: Mechanism<S>>(mut mechanism: M, mut post: Post<S>) {
    let mut pause = Pause::default();
    loop {
        let began = Instant::now();
        post.told.clear();
        let Err(stopped) = mechanism.run(&mut post).await;
        let mut comes = mechanism.comes();
        let (why, again) = match stopped {
            Stopped::Dismissed => return,
            Stopped::Absent(why) if comes.is_some() => (why, Some(Pause::TOLD)),
            Stopped::Absent(why) | Stopped::Lost(why) => (why, Some(pause.after(began.elapsed()))),
            Stopped::Unsupported(why) => {
                comes = None;
                (why, None)
            }
        };
        if admit::<S, M>(&post, &why, again).await.is_err() {
            return;
        }
        match rest(comes, &mut post, again).await {
            Ok(Rested::Waited) => {}
            Ok(Rested::Roused) => pause = Pause::default(),
            Err(_) => return,
        }
    }
}

async fn admit<S: Say, M: Mechanism<S>>(
    post: &Post<S>,
    why: &str,
    again: Option<Duration>,
) -> Result<(), Stopped> {
    for (sense, source) in M::SENSES {
        tracing::info!(?sense, %source, why, ?again, "this mechanism does not work here");
        post.tell(S::cannot_tell(*sense, *source, why.to_owned())).await?;
    }
    Ok(())
}

/// What ended a rest.
enum Rested {
    Waited,
    /// What the mechanism needs has come.
    Roused,
}

/// Waits until it is worth trying again; without `again`, until nobody listens.
async fn rest<S: Say>(
    comes: Option<Comes>,
    post: &mut Post<S>,
    again: Option<Duration>,
) -> Result<Rested, Stopped> {
    let Some(again) = again else {
        loop {
            drop(post.asked().await?);
        }
    };
    tokio::select! {
        () = sleep_until(together(Instant::now() + again)) => Ok(Rested::Waited),
        () = async { comes.unwrap_or_else(|| Box::pin(pending())).await } => Ok(Rested::Roused),
        reread = post.asked() => reread.map(|_| Rested::Waited),
    }
}

/// The nearest of the instants, one in each second, at which mechanisms are tried again: those that failed together wake
/// the computer once.
fn together(at: Instant) -> Instant {
    static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
    let seconds = (at - *FIRST + Duration::from_millis(500)).as_secs();
    *FIRST + Duration::from_secs(seconds)
}

/// The pauses between two tries: from one second to ten minutes, each four times the one before.
#[derive(Default)]
pub(crate) struct Pause {
    failures: u32,
}

impl Pause {
    const LONGEST: Duration = Duration::from_secs(600);
    /// Where something tells when to try again.
    const TOLD: Duration = Duration::from_secs(3600);
    /// A run that lasted this long was a success.
    const SUCCESS: Duration = Duration::from_secs(60);

    fn after(&mut self, run: Duration) -> Duration {
        if run >= Self::SUCCESS {
            self.failures = 0;
        }
        self.after_failure()
    }

    pub(crate) fn after_failure(&mut self) -> Duration {
        let pause = Duration::from_secs(1 << (2 * self.failures.min(5))).min(Self::LONGEST);
        self.failures += 1;
        pause
    }
}

#[cfg(test)]
mod tests;
