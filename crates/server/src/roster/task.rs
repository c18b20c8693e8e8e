//! The task that owns the roster, and the line to it.

use std::sync::Arc;

use ringlight_protocol::{Code, SignedDuration, Timestamp};
use tokio::sync::{mpsc, oneshot};

use super::{Alarm, Roster};
use crate::{
    Clock,
    refusal::{Refusal, refuse, unavailable},
    store::{Shared, Store, Write},
};

/// The most requests that share one commit.
const TURN: usize = 256;
/// Reports are stored this long after they came, at the latest.
const SAVE_AFTER: SignedDuration = SignedDuration::from_secs(1);

/// The line to the roster's task. Whoever asks waits for the answer, so what lies in the mailbox is bounded by the
/// requests that the server has taken in.
#[derive(Clone)]
pub(crate) struct Line(mpsc::UnboundedSender<Message>);

type Answer = Box<dyn FnOnce(bool) + Send>;

enum Message {
    Ask(Box<dyn FnOnce(&mut Roster) + Send>),
    Change(Box<dyn FnOnce(&mut Roster) -> Answer + Send>),
    StatusTimes(Timestamp, Timestamp, oneshot::Sender<Result<Vec<Shared>, Refusal>>),
    Stop(oneshot::Sender<()>),
}

impl Line {
    /// Asks for something that need not be durable, or changes nothing.
    pub async fn ask<T, F>(&self, ask: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Roster) -> Result<T, Refusal> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Ask(Box::new(move |roster| drop(reply.send(ask(roster))))));
        answer.await.unwrap_or_else(|_| Err(unavailable()))
    }

    /// Changes something durably; answers once it is stored.
    pub async fn change<T, F>(&self, change: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Roster) -> Result<T, Refusal> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Change(Box::new(move |roster| {
            let result = change(roster);
            Box::new(move |kept| drop(reply.send(if kept { result } else { result.and(Err(not_kept())) })))
        })));
        answer.await.unwrap_or_else(|_| Err(unavailable()))
    }

    /// Says something that needs no answer.
    pub fn say(&self, say: impl FnOnce(&mut Roster) + Send + 'static) {
        self.send(Message::Ask(Box::new(say)));
    }

    /// How long each person showed each status between two instants.
    pub async fn status_times(&self, from: Timestamp, until: Timestamp) -> Result<Vec<Shared>, Refusal> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::StatusTimes(from, until, reply));
        answer.await.unwrap_or_else(|_| Err(unavailable()))
    }

    /// Stores what is not stored yet and ends the task.
    pub async fn stop(&self) {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Stop(reply));
        // A task that is gone already has nothing left to do.
        let _ = answer.await;
    }

    /// A message to a task that is gone is dropped, and its reply with it: the asker is told.
    fn send(&self, message: Message) {
        let _ = self.0.send(message);
    }
}

fn unread(error: &crate::StoreError) -> Refusal {
    tracing::error!(%error, "status times were not read");
    refuse(Code::Unavailable, "The server could not read the status times; try again")
}

fn not_kept() -> Refusal {
    refuse(Code::Unavailable, "The server could not store the change, and nothing was changed; try again")
}

/// A line, and the task at its other end.
pub(crate) fn line<S: Store>(roster: Roster, store: S) -> (Line, impl Future<Output = ()> + Send) {
    let (sender, mailbox) = mpsc::unbounded_channel();
    let clock = roster.clock.clone();
    (Line(sender), Task { roster, store, clock, mailbox }.run())
}

struct Task<S> {
    roster: Roster,
    store: S,
    clock: Arc<dyn Clock>,
    mailbox: mpsc::UnboundedReceiver<Message>,
}

impl<S: Store> Task<S> {
    async fn run(mut self) {
        let mut messages = Vec::with_capacity(TURN);
        // What the start found out, before any commit says that the server lived on.
        self.save().await;
        loop {
            let alarm = self.roster.alarms.next();
            let due = async {
                match alarm {
                    Some(at) => self.clock.reached(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                taken = self.mailbox.recv_many(&mut messages, TURN) => if taken == 0 { return },
                () = due => {}
            }
            if let Some(stopped) = self.turn(messages.drain(..)).await {
                self.roster.end_lease();
                self.save().await;
                drop(self.store);
                // Whoever asked for the end may have gone itself.
                let _ = stopped.send(());
                return;
            }
        }
    }

    /// Durable changes first, in one commit; nobody sees what is not yet stored.
    async fn turn(&mut self, messages: impl Iterator<Item = Message>) -> Option<oneshot::Sender<()>> {
        self.roster.wake_up();
        let (mut asks, mut answers): (Vec<_>, Vec<Answer>) = (Vec::new(), Vec::new());
        let (mut readers, mut stop) = (Vec::new(), None);
        for message in messages {
            match message {
                Message::Ask(ask) => asks.push(ask),
                Message::Change(change) => answers.push(change(&mut self.roster)),
                Message::StatusTimes(from, until, reply) => readers.push((from, until, reply)),
                Message::Stop(reply) => stop = Some(reply),
            }
        }
        if !answers.is_empty() {
            let kept = self.commit().await;
            answers.into_iter().for_each(|answer| answer(kept));
        }
        asks.into_iter().for_each(|ask| ask(&mut self.roster));
        self.roster.ring();
        self.roster.keep_for_later();
        if self.roster.save_is_due(SAVE_AFTER) || self.roster.life.due {
            self.save().await;
        }
        for (from, until, reply) in readers {
            self.save().await;
            let times = self.store.status_times(from, until).await;
            // Whoever no longer waits for the answer does not need it.
            let _ = reply.send(times.map_err(|error| unread(&error)));
        }
        stop
    }

    async fn commit(&mut self) -> bool {
        let mut writes = self.roster.writes();
        if writes.is_empty() {
            self.roster.keep();
            return true;
        }
        let lease = self.roster.lease();
        writes.push(Write::AliveUntil(lease));
        match self.store.commit(writes).await {
            Ok(()) => {
                self.roster.storing = true;
                self.roster.keep();
                self.roster.leased(lease);
                true
            }
            Err(error) => {
                tracing::error!(%error, "changes were not stored, and are taken back");
                self.roster.storing = false;
                self.roster.revert();
                false
            }
        }
    }

    async fn save(&mut self) {
        let mut writes = self.roster.unsaved();
        if writes.is_empty() && !self.roster.life.due {
            return;
        }
        let lease = self.roster.lease();
        writes.push(Write::AliveUntil(lease));
        match self.store.commit(writes).await {
            Ok(()) => {
                self.roster.saved();
                self.roster.leased(lease);
            }
            Err(error) => {
                tracing::error!(%error, "the last reports were not stored yet; trying again");
                self.roster.storing = false;
                self.roster.save_is_due(SAVE_AFTER);
                self.roster.lease_later(SAVE_AFTER);
            }
        }
    }
}

impl Roster {
    fn unsaved(&self) -> Vec<Write> {
        let people = self.unsaved.iter().filter_map(|id| self.people.get(id));
        let people = people.map(|person| Write::Person(person.row().into()));
        people.chain(self.times.unsaved.iter().cloned()).collect()
    }

    fn saved(&mut self) {
        self.unsaved.clear();
        self.times.unsaved.clear();
        self.storing = true;
    }

    /// For those who watch over the server: whether the last attempt to store something went well.
    pub fn must_be_storing(&self) -> Result<(), Refusal> {
        if self.storing { Ok(()) } else { Err(not_kept()) }
    }

    /// Sets the time for storing reports when the first one comes, and says when it has passed.
    fn save_is_due(&mut self, after: SignedDuration) -> bool {
        let now = self.now();
        match self.save_at {
            Some(at) if at <= now => {
                self.save_at = None;
                true
            }
            None if !self.unsaved.is_empty() || !self.times.unsaved.is_empty() => {
                self.save_at = now.saturating_add(after).ok();
                self.alarms.set(Alarm::Save, self.save_at);
                false
            }
            _ => false,
        }
    }
}
