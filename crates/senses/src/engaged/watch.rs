//! The driver: runs the mechanisms that are wished for, reads the clock, and owns the state.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::{Instant, sleep_until, timeout};

use super::{Engaged, Engagement, Sense, Wishes, Word};
use crate::clock::Moment;
use crate::mechanism::{Mechanism, Post, Reread, keep};
use crate::system::{Desktop, engaged as system};

/// How long giving the desktop's do not disturb back may take.
const GIVE_BACK: Duration = Duration::from_secs(2);

/// The running mechanisms. Dropping it stops them; [`Watch::end`] also waits until all is as it was.
pub struct Watch {
    changes: watch::Receiver<Engaged>,
    again: mpsc::Sender<()>,
    driver: JoinHandle<()>,
}

impl Watch {
    /// The next value, the first one included; values in between may be skipped. `None` only when the runtime shuts
    /// down. Cancel safe.
    pub async fn next(&mut self) -> Option<Engaged> {
        self.changes.changed().await.ok()?;
        Some(self.changes.borrow_and_update().clone())
    }

    /// Has all mechanisms read again, as after a sleep: nobody says then what came or went meanwhile.
    pub fn read_again(&self) {
        // A full line holds the same request.
        let _ = self.again.try_send(());
    }

    /// Stops all mechanisms, and gives the desktop's own do not disturb back if it is ours. Takes two seconds at most.
    pub async fn end(self) {
        let Self { changes, driver, .. } = self;
        drop(changes);
        let _ = driver.await;
    }
}

/// Starts what `wishes` name, in the current tokio runtime (which needs its I/O and time drivers), and follows them
/// as they change. When their sender is dropped the last ones stay.
///
/// `memory` is a file that says what has been switched on the desktop, so that a crash is made good at the next
/// start, whatever is wished for then: it exists only meanwhile, and its directory must. Nothing here fails: what does not work is listed in
/// [`Engaged::mechanisms`] with the reason.
pub fn watch(desktop: Desktop, wishes: watch::Receiver<Wishes>, memory: PathBuf) -> Watch {
    let (out, mut changes) = watch::channel(Engaged::default());
    changes.mark_changed();
    let (say, words) = mpsc::channel(64);
    let (again, asked) = mpsc::channel(1);
    let state = Engagement::default();
    let driver =
        Driver { state, desktop, memory, running: BTreeMap::new(), muting: None, say, words, asked, out };
    Watch { changes, again, driver: tokio::spawn(driver.run(wishes)) }
}

/// A mechanism that runs until dropped.
pub(crate) struct Running {
    task: AbortHandle,
    rereads: mpsc::Sender<Reread>,
}

impl Running {
    pub(crate) fn start<M: Mechanism<Word> + 'static>(mechanism: M, say: &mpsc::Sender<Word>) -> Self {
        let (post, rereads) = Post::new(say.clone());
        Self { task: tokio::spawn(keep(mechanism, post)).abort_handle(), rereads }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The mechanism that switches the desktop's do not disturb. Unlike the others it has something to give back.
struct Muting {
    task: JoinHandle<()>,
    muted: watch::Sender<bool>,
    rereads: mpsc::Sender<Reread>,
    why: Why,
}

/// What the mechanism that switches the desktop's do not disturb is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It is wished for.
    Wished,
    /// It is not, but an earlier run has left it on: it ends when that is undone.
    Owed,
}

impl Muting {
    /// Ends it once it has given back what it `owes`, and at once where that is nothing.
    async fn end(self, owes: bool) {
        let Self { mut task, muted, rereads, .. } = self;
        drop(muted);
        // Without this line, one that waits for a better time to try again ends.
        let _rereads = owes.then_some(rereads);
        if timeout(GIVE_BACK, &mut task).await.is_err() {
            tracing::warn!("the desktop's do not disturb was not given back in time: at the next start");
            task.abort();
        }
    }
}

struct Driver {
    state: Engagement,
    desktop: Desktop,
    memory: PathBuf,
    running: BTreeMap<Sense, Vec<Running>>,
    muting: Option<Muting>,
    say: mpsc::Sender<Word>,
    words: mpsc::Receiver<Word>,
    /// To read again.
    asked: mpsc::Receiver<()>,
    out: watch::Sender<Engaged>,
}

impl Driver {
    async fn run(mut self, mut wishes: watch::Receiver<Wishes>) {
        let first = wishes.borrow_and_update().clone();
        self.obey(first).await;
        let mut changing = true;
        loop {
            let deadline = self.state.deadline().map(|at| Instant::now() + at.since(Moment::now()));
            tokio::select! {
                biased;
                () = self.out.closed() => break,
                changed = wishes.changed(), if changing => match changed {
                    Ok(()) => {
                        let new = wishes.borrow_and_update().clone();
                        self.obey(new).await;
                    }
                    Err(_) => changing = false,
                },
                Some(word) = self.words.recv() => {
                    tracing::debug!(?word, "sensed");
                    let new = self.state.handle(word, Moment::now()).cloned();
                    self.publish(new);
                }
                Some(()) = self.asked.recv() => self.read_again(),
                () = sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => {
                    let new = self.state.follow(Moment::now()).cloned();
                    self.publish(new);
                }
            }
        }
        self.running.clear();
        let owes = self.memory.exists();
        if let Some(muting) = self.muting.take() {
            // Nobody listens, but the mechanism must be able to speak.
            let listen = async { while self.words.recv().await.is_some() {} };
            tokio::select! {
                () = muting.end(owes) => {}
                () = listen => {}
            }
        }
    }

    /// Asks every mechanism. One whose line is full has not answered the last time either.
    fn read_again(&self) {
        let (reread, _) = Reread::new();
        let running = self.running.values().flatten().map(|mechanism| &mechanism.rereads);
        for rereads in running.chain(self.muting.as_ref().map(|muting| &muting.rereads)) {
            let _ = rereads.try_send(reread.clone());
        }
    }

    async fn obey(&mut self, wishes: Wishes) {
        for group in [Sense::Microphone, Sense::Camera, Sense::Inhibitors] {
            if !wishes.want(group) {
                self.running.remove(&group);
            } else if !self.running.contains_key(&group) {
                self.running.insert(group, system::start(group, &self.desktop, &self.say));
            }
        }
        self.mute(&wishes).await;
        let new = self.state.wish(wishes, Moment::now()).cloned();
        self.publish(new);
    }

    async fn mute(&mut self, wishes: &Wishes) {
        let why = if wishes.desktop_dnd { Why::Wished } else { Why::Owed };
        let on = wishes.desktop_dnd && wishes.mute_desktop;
        if let Some(other) = self.muting.take_if(|muting| muting.why != why) {
            other.end(self.memory.exists()).await;
        }
        match &self.muting {
            Some(muting) => {
                muting.muted.send_if_modified(|muted| std::mem::replace(muted, on) != on);
            }
            None if why == Why::Wished || self.memory.exists() => {
                let (muted, follow) = watch::channel(on);
                let (post, rereads) = Post::new(self.say.clone());
                let task = system::start_dnd(&self.desktop, &self.memory, why, follow, post);
                self.muting = Some(Muting { task, muted, rereads, why });
            }
            None => {}
        }
    }

    fn publish(&self, new: Option<Engaged>) {
        if let Some(new) = new {
            tracing::debug!(call = new.call, presenting = new.presenting, "engaged");
            self.out.send_replace(new);
        }
    }
}
