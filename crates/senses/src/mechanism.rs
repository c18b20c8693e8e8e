//! What all mechanisms share: how they speak, how they are asked to read again, and how they are tried again.

use std::convert::Infallible;
use std::fmt::Debug;
use std::future::pending;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

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

    /// Ends when there is reason to try again before its time: what it needs has come.
    fn comes(&mut self) -> impl Future<Output = ()> + Send {
        pending()
    }
}

/// Why a mechanism stopped.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// It can never work on this desktop.
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "only Linux has desktops of several kinds")
    )]
    Unsupported(String),
    /// It does not work now, and is worth another try later.
    Lost(String),
    /// Nobody listens any more.
    Dismissed,
}

/// A request to read everything again. Dropped when what was read has been told.
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
}

impl<S: Say> Post<S> {
    /// A line, and the end by which its mechanism is asked to read again.
    pub(crate) fn new(signals: mpsc::Sender<S>) -> (Self, mpsc::Sender<Reread>) {
        let (ask, rereads) = mpsc::channel(4);
        (Self { signals, rereads }, ask)
    }

    /// Says `signal`.
    pub(crate) async fn tell(&self, signal: S) -> Result<(), Stopped> {
        self.signals.send(signal).await.map_err(|_| Stopped::Dismissed)
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
        let Err(stopped) = mechanism.run(&mut post).await;
        let (why, again) = match stopped {
            Stopped::Dismissed => return,
            Stopped::Lost(why) => (why, Some(pause.after(began.elapsed()))),
            Stopped::Unsupported(why) => (why, None),
        };
        if admit::<S, M>(&post, &why, again).await.is_err() {
            return;
        }
        match rest(&mut mechanism, &mut post, again).await {
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
async fn rest<S: Say, M: Mechanism<S>>(
    mechanism: &mut M,
    post: &mut Post<S>,
    again: Option<Duration>,
) -> Result<Rested, Stopped> {
    let Some(again) = again else {
        loop {
            drop(post.asked().await?);
        }
    };
    tokio::select! {
        () = sleep(again) => Ok(Rested::Waited),
        () = mechanism.comes() => Ok(Rested::Roused),
        reread = post.asked() => reread.map(|_| Rested::Waited),
    }
}

/// The pauses between two tries: doubling from one second to ten minutes.
#[derive(Default)]
struct Pause {
    failures: u32,
}

impl Pause {
    const LONGEST: Duration = Duration::from_secs(600);
    /// A run that lasted this long was a success.
    const SUCCESS: Duration = Duration::from_secs(60);

    fn after(&mut self, run: Duration) -> Duration {
        if run >= Self::SUCCESS {
            self.failures = 0;
        }
        let pause = Duration::from_secs(1 << self.failures.min(10)).min(Self::LONGEST);
        self.failures += 1;
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Never works, tells each try, and comes when it is told to.
    struct Hopeless {
        tries: mpsc::UnboundedSender<Instant>,
        comes: mpsc::UnboundedReceiver<()>,
    }

    impl Mechanism for Hopeless {
        const SENSES: &'static [(Sense, Source)] = &[(Sense::Idle, Source::new("hopeless"))];

        async fn run(&mut self, _: &mut Post) -> Result<Infallible, Stopped> {
            let _ = self.tries.send(Instant::now());
            Err(Stopped::Lost("it is not there".into()))
        }

        async fn comes(&mut self) {
            if self.comes.recv().await.is_none() {
                pending().await
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_missing_costs_a_look_every_ten_minutes_or_when_it_comes() {
        let (say, mut signals) = mpsc::channel(64);
        let (post, _ask) = Post::new(say);
        let (tries, mut tried) = mpsc::unbounded_channel();
        let (come, comes) = mpsc::unbounded_channel();
        tokio::spawn(keep(Hopeless { tries, comes }, post));
        tokio::spawn(async move { while signals.recv().await.is_some() {} });
        let began = Instant::now();
        for _ in 0..11 {
            tried.recv().await.expect("is tried");
        }
        assert!(began.elapsed() > Duration::from_secs(1_000), "{:?}", began.elapsed());
        let last = tried.recv().await.expect("is tried");
        assert_eq!(tried.recv().await.expect("is tried") - last, Duration::from_secs(600));

        let now = Instant::now();
        come.send(()).expect("is waited for");
        assert_eq!(tried.recv().await, Some(now));
        assert_eq!(tried.recv().await, Some(now + Duration::from_secs(1)), "the server may not listen yet");
    }

    #[test]
    fn pauses_double_up_to_ten_minutes_and_start_over_after_a_success() {
        let mut pause = Pause::default();
        let pauses: Vec<u64> = (0..11).map(|_| pause.after(Duration::ZERO).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600]);
        assert_eq!(pause.after(Pause::SUCCESS).as_secs(), 1);
    }
}
