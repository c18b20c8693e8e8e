//! The task that owns the state: waits for what happens, hands it to the machine, and does what the machine asks.

use std::{collections::HashMap, convert::Infallible, pin::pin, sync::Arc, time::Duration};

use ringlight_protocol::local::{Reply, Snapshot};
use ringlight_senses::{
    Change, Hold, Moment, Thresholds, Watch,
    engaged::{self, Engaged, Wishes},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::{JoinHandle, JoinSet},
    time::{Instant, sleep, sleep_until, timeout},
};

use crate::{
    Clock, Host, Zone,
    engine::Ask,
    files::Writer,
    machine::{AskId, Connection, Effect, Input, Machine},
    notify::Notify,
    senses,
    server::{Api, FromStream, Stream},
    vault::Keyring,
};

/// A wall clock may be set, and timers stand still while the computer sleeps: while a deadline is pending it is looked
/// at this often.
const LOOK_AT_CLOCK: Duration = Duration::from_secs(60);
/// How long the computer is kept from sleeping.
const HOLD_FOR: Duration = Duration::from_secs(2);
/// How long the keyring may take at the end.
const FORGET_WITHIN: Duration = Duration::from_secs(2);
/// How long the embedded server may take to stop at the end.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);

/// Where the senses come from, once they run.
pub(crate) enum Senses {
    Watch(Watch),
    Fed(mpsc::Receiver<Change>),
}

impl Senses {
    /// The next change; never, when there are none any more. Cancel safe.
    async fn next(&mut self) -> Change {
        let change = match self {
            Self::Watch(watch) => watch.next().await,
            Self::Fed(changes) => changes.recv().await,
        };
        match change {
            Some(change) => change,
            None => std::future::pending().await,
        }
    }
}

/// Everything around the machine.
pub(crate) struct Driver<H> {
    pub machine: Machine,
    pub clock: Clock,
    pub zone: Zone,
    pub host: Arc<H>,
    pub keyring: Arc<dyn Keyring>,
    pub notify: Notify,
    /// The notification that holds for as long as this does.
    pub passing: Option<oneshot::Sender<Infallible>>,
    pub writer: Writer,
    pub asks: mpsc::Receiver<Ask>,
    /// The task that serves the command line; it ends when `asks` is closed.
    pub socket: Option<JoinHandle<()>>,
    pub senses: Senses,
    /// What the owner is engaged in, where that is sensed here.
    pub engaged: Option<engaged::Watch>,
    /// The computer sleeps, as far as the senses have told.
    pub asleep: bool,
    pub thresholds: watch::Sender<Thresholds>,
    pub wishes: watch::Sender<Wishes>,
    pub publish: watch::Sender<Arc<Snapshot>>,
    pub done: mpsc::UnboundedReceiver<Input>,
    pub report_done: mpsc::UnboundedSender<Input>,
    pub stream: Option<Stream>,
    /// The way to the server that works, or did last.
    pub way: Option<Api>,
    pub connection: Option<Connection>,
    pub waiting: HashMap<AskId, oneshot::Sender<Reply>>,
    pub next_ask: AskId,
    pub holds: Vec<(Hold, Instant)>,
    /// Tokens that are being taken out of the keyring.
    pub forgetting: JoinSet<()>,
}

impl<H: Host> Driver<H> {
    /// Runs until the machine has said that it ends.
    pub(crate) async fn run(mut self, first: Vec<Effect>) {
        let mut effects = first;
        while self.perform_all(effects) {
            let input = self.next().await;
            effects = self.follow_zone();
            effects.extend(self.machine.handle(input, (self.clock)()));
            self.release();
            // Before anybody is answered: who asked for a change sees it.
            self.publish();
        }
        self.end().await;
    }

    /// Does what is asked. Gives false at the end.
    fn perform_all(&mut self, effects: Vec<Effect>) -> bool {
        let mut goes_on = true;
        for effect in effects {
            goes_on &= !matches!(effect, Effect::Exit);
            self.perform(effect);
        }
        goes_on
    }

    async fn end(self) {
        let Self { host, writer, stream, publish, asks, socket, engaged, mut forgetting, .. } = self;
        drop((stream, asks));
        writer.finish().await;
        if let Some(engaged) = engaged {
            engaged.end().await;
        }
        let _ = timeout(FORGET_WITHIN, async { while forgetting.join_next().await.is_some() {} }).await;
        if timeout(CLOSE_WITHIN, host.close()).await.is_err() {
            tracing::warn!("the embedded server did not stop in time");
        }
        if let Some(socket) = socket {
            let _ = socket.await;
        }
        drop(publish);
        host.quit();
    }

    /// The next thing that happens.
    async fn next(&mut self) -> Input {
        let deadline = self.until_deadline();
        let hold_ends = self.holds.first().map(|(_, at)| *at);
        let deadline = pin!(async {
            match deadline {
                Some(after) => sleep(after).await,
                None => std::future::pending().await,
            }
        });
        let hold = pin!(async {
            match hold_ends {
                Some(at) => sleep_until(at).await,
                None => std::future::pending().await,
            }
        });
        tokio::select! {
            biased;
            Some(input) = self.done.recv() => input,
            change = self.senses.next() => self.sensed(change),
            engaged = engaged_in(&mut self.engaged) => Input::Engaged(senses::engaged(&engaged)),
            Some(ask) = self.asks.recv() => self.asked(ask),
            said = next_of(&mut self.stream) => match said {
                FromStream::News(news) => Input::Stream(news),
                FromStream::Way(api) => {
                    self.way = Some(api);
                    Input::Time
                }
            },
            () = hold => {
                tracing::warn!("the computer sleeps before the server has been told");
                self.holds.clear();
                Input::Time
            }
            () = deadline => Input::Time,
        }
    }

    fn until_deadline(&self) -> Option<Duration> {
        let now = (self.clock)();
        let at = self.machine.next_deadline(now)?;
        // Timers are whole milliseconds: one that rings a moment early would find nothing to do, again and again.
        let after = Duration::try_from(at.duration_since(now)).unwrap_or_default() + Duration::from_millis(1);
        Some(after.min(LOOK_AT_CLOCK))
    }

    /// Computers travel: whenever something happens, the zone may be another.
    fn follow_zone(&mut self) -> Vec<Effect> {
        match (self.zone)() {
            Some(zone) if zone != self.machine.zone() => {
                self.machine.handle(Input::Zone(zone), (self.clock)())
            }
            _ => Vec::new(),
        }
    }

    fn sensed(&mut self, change: Change) -> Input {
        let wakes = std::mem::replace(&mut self.asleep, change.seen.asleep) && !change.seen.asleep;
        if let Some(engaged) = self.engaged.as_ref().filter(|_| wakes) {
            engaged.read_again();
        }
        if let Some(hold) = change.hold {
            self.holds.push((hold, Instant::now() + HOLD_FOR));
        }
        Input::Sensed(senses::sensed(&change.seen, (self.clock)(), Moment::now()))
    }

    fn asked(&mut self, ask: Ask) -> Input {
        match ask {
            Ask::Say(notice) => Input::Say(notice),
            Ask::Request(request, reply) => {
                self.next_ask += 1;
                self.waiting.insert(self.next_ask, reply);
                tracing::debug!(?request, "asked");
                Input::Ask(self.next_ask, request)
            }
        }
    }

    /// Lets the computer sleep once the server knows.
    fn release(&mut self) {
        if self.machine.is_settled() {
            self.holds.clear();
        }
    }

    fn publish(&self) {
        put(&self.thresholds, senses::thresholds(self.machine.watch_after()));
        put(&self.wishes, senses::wishes(self.machine.settings(), self.machine.is_muted()));
        let new = self.machine.snapshot();
        self.publish.send_if_modified(|old| {
            let differs = **old != new;
            if differs {
                *old = Arc::new(new);
            }
            differs
        });
    }
}

/// Says so only if it differs.
fn put<T: PartialEq>(to: &watch::Sender<T>, new: T) {
    to.send_if_modified(|old| {
        let differs = *old != new;
        *old = new;
        differs
    });
}

async fn engaged_in(watch: &mut Option<engaged::Watch>) -> Engaged {
    let engaged = match watch {
        Some(watch) => watch.next().await,
        None => None,
    };
    match engaged {
        Some(engaged) => engaged,
        None => std::future::pending().await,
    }
}

async fn next_of(stream: &mut Option<Stream>) -> FromStream {
    let said = match stream {
        Some(stream) => stream.next().await,
        None => None,
    };
    match said {
        Some(said) => said,
        None => std::future::pending().await,
    }
}
