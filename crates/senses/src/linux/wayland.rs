//! One connection to the Wayland compositor, shared by the mechanisms that live there. Nothing here waits in line: the
//! socket is waited on, and a compositor that is stopped is no harm.

use std::convert::Infallible;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::Interest;
use tokio::net::UnixStream;
use tokio::sync::watch;
use tokio::time::timeout;
use wayland_client::backend::WaylandError;
use wayland_client::{Connection, DispatchError, EventQueue};

use super::appear::Place;
use super::wayland_front::{self, Front};
use super::wayland_idle::Ears;
use crate::clock::Moment;
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};
use crate::watch::Thresholds;

const SOURCE: Source = Source::new("wayland");
const NO_PROTOCOL: &str = "this compositor has no protocol that tells of input";
const NO_SEAT: &str = "no keyboard, pointer or touch screen is there";
const FILMS: &str = "this compositor does not tell input from a film: while one plays, nobody is idle";
/// A compositor that takes longer to list what it has does not answer.
const ANSWER: Duration = Duration::from_secs(3);

pub(super) struct Wayland {
    place: Option<Place>,
    thresholds: watch::Receiver<Thresholds>,
}

impl Wayland {
    pub(super) fn new(socket: Option<PathBuf>, thresholds: watch::Receiver<Thresholds>) -> Self {
        Self { place: socket.map(Place::new), thresholds }
    }
}

impl Mechanism for Wayland {
    const SENSES: &'static [(Sense, Source)] =
        &[(Sense::Idle, SOURCE), (Sense::FullScreen, wayland_front::SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let Some(place) = &mut self.place else {
            return Err(Stopped::Unsupported("no Wayland display (WAYLAND_DISPLAY is not set)".into()));
        };
        place.note();
        let connected = Compositor::connect(place.path()).await;
        let mut compositor = connected.map_err(|stopped| place.judge(stopped))?;
        let Err(stopped) = compositor.listen(&mut self.thresholds, post).await;
        if let Some(source) = compositor.ears.source() {
            post.tell(Signal::SourceGone { source }).await?;
        }
        Err(stopped)
    }

    fn comes(&self) -> Option<Comes> {
        self.place.as_ref()?.comes()
    }
}

struct Compositor {
    socket: UnixStream,
    conn: Connection,
    ears: Ears,
    seats: EventQueue<Ears>,
    front: Front,
    windows: EventQueue<Front>,
}

impl Compositor {
    async fn connect(path: &Path) -> Result<Self, Stopped> {
        let stream = UnixStream::connect(path).await.map_err(|error| {
            Stopped::Lost(match error.kind() {
                io::ErrorKind::NotFound => "no compositor is there".into(),
                _ => format!("cannot connect to the compositor: {error}"),
            })
        })?;
        let stream = stream.into_std()?;
        let conn = Connection::from_socket(stream.try_clone()?)
            .map_err(|error| Stopped::Unsupported(format!("cannot speak to the compositor: {error}")))?;
        let socket = UnixStream::from_std(stream)?;
        let (seats, windows) = (conn.new_event_queue(), conn.new_event_queue());
        let ears = Ears::new(&conn.display(), &seats.handle());
        let front = Front::new(&conn.display(), &windows.handle());
        Ok(Self { socket, conn, ears, seats, front, windows })
    }

    async fn listen(
        &mut self,
        thresholds: &mut watch::Receiver<Thresholds>,
        post: &mut Post,
    ) -> Result<Infallible, Stopped> {
        let listed = self.hear_until(|compositor| compositor.ears.listed() && compositor.front.listed());
        if !listed.await? {
            return Err(Stopped::Lost("the compositor does not answer".into()));
        }
        self.ears.arm(thresholds.borrow_and_update().idle_after, Moment::now());
        let (mut told, mut seen) = (None, None);
        loop {
            let front = self.front.full_screen();
            if seen.replace(front) != Some(front) {
                self.show(post).await?;
            }
            let heard = (self.ears.source(), self.ears.input());
            if told != Some(heard) {
                self.tell(told.and_then(|(source, _)| source), post).await?;
                told = Some(heard);
            }
            tokio::select! {
                heard = self.hear() => heard?,
                changed = thresholds.changed() => {
                    changed.map_err(|_| Stopped::Dismissed)?;
                    self.ears.arm(thresholds.borrow_and_update().idle_after, Moment::now());
                }
                reread = post.asked() => {
                    let _reread = reread?;
                    self.ears.ask();
                    // One that does not answer now has its last word stand.
                    if self.hear_until(|compositor| compositor.ears.answered()).await? {
                        self.show(post).await?;
                        self.tell(told.and_then(|(source, _)| source), post).await?;
                        told = Some((self.ears.source(), self.ears.input()));
                    }
                }
            }
        }
    }

    /// Takes in what the compositor says until that is enough. False if it is not in time.
    async fn hear_until(&mut self, enough: impl Fn(&Self) -> bool) -> Result<bool, Stopped> {
        let heard = timeout(ANSWER, async {
            while !enough(self) {
                self.hear().await?;
            }
            Ok(())
        });
        heard.await.map_or(Ok(false), |heard| heard.map(|()| true))
    }

    /// Before [`Compositor::tell`]: what is in front says how long they may be idle.
    async fn show(&self, post: &Post) -> Result<(), Stopped> {
        for signal in self.front.signals() {
            post.tell(signal).await?;
        }
        Ok(())
    }

    /// Tells of input, by the protocol that is in use now instead of the one `before`.
    async fn tell(&self, before: Option<Source>, post: &Post) -> Result<(), Stopped> {
        let (sense, source) = (Sense::Idle, self.ears.source());
        if before != source {
            // What was missing until now goes with it.
            for source in [before, Some(SOURCE)].into_iter().flatten() {
                post.tell(Signal::SourceGone { source }).await?;
            }
        }
        let cannot_tell = |source, why: &str| Signal::CannotTell { sense, source, why: why.into() };
        let Some(source) = source else { return post.tell(cannot_tell(SOURCE, NO_PROTOCOL)).await };
        if source.yields() {
            post.tell(cannot_tell(SOURCE, FILMS)).await?;
        }
        let Some(signal) = self.ears.signal(Moment::now()) else {
            return post.tell(cannot_tell(source, NO_SEAT)).await;
        };
        post.tell(Signal::Using { sense, source }).await?;
        post.tell(signal).await
    }

    /// Takes in what the compositor says next. Cancel safe.
    async fn hear(&mut self) -> Result<(), Stopped> {
        self.dispatch()?;
        match self.conn.flush() {
            Err(WaylandError::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => {}
            flushed => flushed?,
        }
        self.socket.readable().await?;
        if let Some(reading) = self.conn.prepare_read() {
            let read = || match reading.read() {
                Ok(_) => Ok(Ok(())),
                Err(WaylandError::Io(error)) => Err(error),
                Err(broken) => Ok(Err(broken)),
            };
            match self.socket.try_io(Interest::READABLE, read) {
                Ok(read) => read?,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(WaylandError::Io(error).into()),
            }
        }
        Ok(self.dispatch()?)
    }

    fn dispatch(&mut self) -> Result<(), DispatchError> {
        self.seats.dispatch_pending(&mut self.ears)?;
        self.windows.dispatch_pending(&mut self.front)?;
        Ok(())
    }
}

impl From<WaylandError> for Stopped {
    fn from(error: WaylandError) -> Self {
        Self::Lost(format!("the compositor is gone: {error}"))
    }
}

impl From<DispatchError> for Stopped {
    fn from(error: DispatchError) -> Self {
        Self::Lost(format!("the compositor is gone: {error}"))
    }
}
