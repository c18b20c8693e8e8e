//! One connection to the X server, shared by the mechanisms that live there.
//!
//! The socket is waited on; nothing polls. Losing the server is no error of ours: the mechanisms say that they cannot
//! tell, and the connection is tried again later.

use std::convert::Infallible;
use std::io;
use std::os::fd::AsFd;
use std::path::Path;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::sync::watch;
use x11rb::connection::{Connection, RequestConnection};
use x11rb::errors::{ConnectError, ConnectionError, ReplyError, ReplyOrIdError};
use x11rb::protocol::Event;
use x11rb::rust_connection::RustConnection;
use x11rb::x11_utils::X11Error;

use super::appear::Place;
use super::x11_windows::Windows;
use super::{x11_front, x11_screensaver, x11_sync, xscreensaver};
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};
use crate::watch::Thresholds;

/// XWayland announces itself by an extension of this name. Its idle counter hears only the X programs' input.
const XWAYLAND: &str = "XWAYLAND";
const INSIDE_WAYLAND: &str = "inside Wayland an X display knows only a part of the input and of the windows";

pub(super) struct X11 {
    display: Option<String>,
    /// The server's socket, if it has a path.
    place: Option<Place>,
    wayland: bool,
    thresholds: watch::Receiver<Thresholds>,
}

impl X11 {
    pub(super) fn new(
        display: Option<String>,
        wayland: bool,
        thresholds: watch::Receiver<Thresholds>,
    ) -> Self {
        let place = display.as_deref().and_then(socket);
        Self { display, place, wayland, thresholds }
    }
}

impl Mechanism for X11 {
    const SENSES: &'static [(Sense, Source)] = &[
        (Sense::Idle, x11_sync::SOURCE),
        (Sense::Screensaver, x11_screensaver::SOURCE),
        (Sense::FullScreen, x11_front::SOURCE),
    ];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        if self.wayland {
            return Err(Stopped::Unsupported(INSIDE_WAYLAND.into()));
        }
        let Some(display) = self.display.as_deref() else {
            return Err(Stopped::Unsupported("no X display (DISPLAY is not set)".into()));
        };
        if let Some(place) = &mut self.place {
            place.note();
        }
        let judge = |error: ConnectError| match &self.place {
            Some(place) => place.judge(error.into()),
            None => error.into(),
        };
        let (conn, screen) = RustConnection::connect(Some(display)).map_err(judge)?;
        if conn.extension_information(XWAYLAND)?.is_some() {
            return Err(Stopped::Unsupported(INSIDE_WAYLAND.into()));
        }
        let windows = Windows::of(&conn, screen)?;
        let mut server = Server {
            front: x11_front::Front::probe(&windows)?,
            xscreensaver: xscreensaver::Xscreensaver::probe(&windows)?,
            idle: begin(post, Sense::Idle, x11_sync::SOURCE, x11_sync::Idle::probe(&conn)).await?,
            screensaver: begin(
                post,
                Sense::Screensaver,
                x11_screensaver::SOURCE,
                x11_screensaver::Saver::probe(&conn, screen),
            )
            .await?,
            conn: &conn,
        };
        let Err(stopped) = server.listen(&mut self.thresholds, post).await;
        post.tell(Signal::SourceGone { source: xscreensaver::SOURCE }).await?;
        Err(stopped)
    }

    fn comes(&self) -> Option<Comes> {
        self.place.as_ref()?.comes()
    }
}

/// Where the server of a display on this computer, like `:0.1`, listens.
fn socket(display: &str) -> Option<Place> {
    let number = display.strip_prefix(':')?.split('.').next()?;
    Some(Place::new(Path::new("/tmp/.X11-unix").join(format!("X{number}"))))
}

/// Tells how the probe of one mechanism went. A lost connection ends both.
async fn begin<T>(
    post: &Post,
    sense: Sense,
    source: Source,
    probe: Result<T, Stopped>,
) -> Result<Option<T>, Stopped> {
    match probe {
        Ok(works) => {
            post.tell(Signal::Using { sense, source }).await?;
            Ok(Some(works))
        }
        Err(Stopped::Unsupported(why)) => {
            post.tell(Signal::CannotTell { sense, source, why }).await?;
            Ok(None)
        }
        Err(lost) => Err(lost),
    }
}

struct Server<'c> {
    conn: &'c RustConnection,
    idle: Option<x11_sync::Idle<'c>>,
    screensaver: Option<x11_screensaver::Saver<'c>>,
    xscreensaver: xscreensaver::Xscreensaver<'c>,
    front: x11_front::Front<'c>,
}

impl Server<'_> {
    async fn listen(
        &mut self,
        thresholds: &mut watch::Receiver<Thresholds>,
        post: &mut Post,
    ) -> Result<Infallible, Stopped> {
        // The window in front is told before anybody is idle: it says how long they may be.
        for signal in self.front.read()? {
            post.tell(signal).await?;
        }
        self.arm(thresholds, post).await?;
        self.read(post).await?;
        // SAFETY: the connection, and with it the socket, outlives this registration.
        let socket =
            unsafe { AsyncFd::register_with_interest(self.conn.stream().as_fd(), Interest::READABLE) }
                .map_err(io::Error::from)?;
        loop {
            // A reply that was waited for may have brought events along: the socket shows nothing of them.
            while let Some(event) = self.conn.poll_for_event()? {
                self.hear(&event, post).await?;
            }
            tokio::select! {
                ready = socket.readable() => ready?.clear_ready(),
                changed = thresholds.changed() => {
                    changed.map_err(|_| Stopped::Dismissed)?;
                    self.arm(thresholds, post).await?;
                }
                reread = post.asked() => {
                    let _reread = reread?;
                    self.read(post).await?;
                }
            }
        }
    }

    async fn arm(
        &mut self,
        thresholds: &mut watch::Receiver<Thresholds>,
        post: &Post,
    ) -> Result<(), Stopped> {
        let after = thresholds.borrow_and_update().idle_after;
        match &mut self.idle {
            Some(idle) => post.tell(idle.arm(after)?).await,
            None => Ok(()),
        }
    }

    async fn read(&mut self, post: &Post) -> Result<(), Stopped> {
        if let Some(idle) = &self.idle {
            post.tell(idle.read()?).await?;
        }
        if let Some(screensaver) = &self.screensaver {
            post.tell(screensaver.read()?).await?;
        }
        for signal in self.xscreensaver.read()?.into_iter().chain(self.front.read()?) {
            post.tell(signal).await?;
        }
        Ok(())
    }

    async fn hear(&mut self, event: &Event, post: &Post) -> Result<(), Stopped> {
        for signal in self.xscreensaver.hear(event)?.into_iter().chain(self.front.hear(event)?) {
            post.tell(signal).await?;
        }
        let signal = match event {
            Event::SyncAlarmNotify(event) => self.idle.as_ref().and_then(|idle| idle.hear(event)),
            Event::ScreensaverNotify(event) => x11_screensaver::hear(event),
            Event::Error(error) => {
                tracing::debug!(?error, "the X server refused a request");
                None
            }
            _ => None,
        };
        match signal {
            Some(signal) => post.tell(signal).await,
            None => Ok(()),
        }
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Lost(format!("the connection is lost: {error}"))
    }
}

impl From<ConnectError> for Stopped {
    fn from(error: ConnectError) -> Self {
        Self::Lost(format!("cannot connect to the X display: {error}"))
    }
}

impl From<ConnectionError> for Stopped {
    fn from(error: ConnectionError) -> Self {
        Self::Lost(format!("the X server is gone: {error}"))
    }
}

/// A refused request leaves the connection alive: only this mechanism does not work.
impl From<ReplyError> for Stopped {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::ConnectionError(error) => error.into(),
            ReplyError::X11Error(X11Error { error_kind, request_name, .. }) => {
                let request = request_name.unwrap_or("a request");
                Self::Unsupported(format!("the X server refuses {request} ({error_kind:?})"))
            }
        }
    }
}

impl From<ReplyOrIdError> for Stopped {
    fn from(error: ReplyOrIdError) -> Self {
        match error {
            ReplyOrIdError::ConnectionError(error) => error.into(),
            ReplyOrIdError::X11Error(error) => ReplyError::X11Error(error).into(),
            ReplyOrIdError::IdsExhausted => Self::Lost("the X server has no ids left".into()),
        }
    }
}
