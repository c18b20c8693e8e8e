//! One connection to the Wayland compositor, for the idle protocol it has. Nothing here waits in line: the socket is
//! waited on, and a compositor that is stopped is no harm.

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
use super::wayland_idle::Ears;
use crate::clock::Moment;
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};
use crate::watch::Thresholds;

const SOURCE: Source = Source::new("wayland");
const NO_PROTOCOL: &str = "this compositor has no protocol that tells of input";
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
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Idle, SOURCE)];

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
    queue: EventQueue<Ears>,
    conn: Connection,
    ears: Ears,
}

impl Compositor {
    async fn connect(path: &Path) -> Result<Self, Stopped> {
        let stream = UnixStream::connect(path).await?.into_std()?;
        let conn = Connection::from_socket(stream.try_clone()?)
            .map_err(|error| Stopped::Unsupported(format!("cannot speak to the compositor: {error}")))?;
        let socket = UnixStream::from_std(stream)?;
        let queue = conn.new_event_queue();
        let ears = Ears::new(&conn.display(), &queue.handle());
        Ok(Self { socket, queue, conn, ears })
    }

    async fn listen(
        &mut self,
        thresholds: &mut watch::Receiver<Thresholds>,
        post: &mut Post,
    ) -> Result<Infallible, Stopped> {
        let listed = timeout(ANSWER, async {
            while !self.ears.listed() {
                self.hear().await?;
            }
            Ok::<_, Stopped>(())
        });
        listed.await.map_err(|_| Stopped::Lost("the compositor does not answer".into()))??;
        self.begin(post).await?;
        self.ears.arm(thresholds.borrow_and_update().idle_after, Moment::now());
        let mut told = None;
        loop {
            let heard = self.ears.input();
            if told != heard {
                self.tell(post).await?;
                told = heard;
            }
            tokio::select! {
                heard = self.hear() => heard?,
                changed = thresholds.changed() => {
                    changed.map_err(|_| Stopped::Dismissed)?;
                    self.ears.arm(thresholds.borrow_and_update().idle_after, Moment::now());
                }
                reread = post.asked() => {
                    let _reread = reread?;
                    self.tell(post).await?;
                }
            }
        }
    }

    async fn begin(&self, post: &Post) -> Result<(), Stopped> {
        match self.ears.source() {
            Some(source) => {
                post.tell(Signal::SourceGone { source: SOURCE }).await?;
                post.tell(Signal::Using { sense: Sense::Idle, source }).await
            }
            None => {
                let why = NO_PROTOCOL.into();
                post.tell(Signal::CannotTell { sense: Sense::Idle, source: SOURCE, why }).await
            }
        }
    }

    async fn tell(&self, post: &Post) -> Result<(), Stopped> {
        match self.ears.signal(Moment::now()) {
            Some(signal) => post.tell(signal).await,
            None => Ok(()),
        }
    }

    /// Takes in what the compositor says next. Cancel safe.
    async fn hear(&mut self) -> Result<(), Stopped> {
        self.queue.dispatch_pending(&mut self.ears)?;
        match self.conn.flush() {
            Err(WaylandError::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => {}
            flushed => flushed?,
        }
        self.socket.readable().await?;
        if let Some(reading) = self.queue.prepare_read() {
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
        self.queue.dispatch_pending(&mut self.ears)?;
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
