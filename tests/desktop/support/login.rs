use tokio::{net::unix::pipe, sync::mpsc, time::timeout};
use zbus::{
    Connection, connection, fdo, interface,
    zvariant::{self, OwnedObjectPath},
};

use super::{PATIENCE, process::Process};

const MANAGER: &str = "org.freedesktop.login1.Manager";
const PATH: &str = "/org/freedesktop/login1";
const SESSION: &str = "/org/freedesktop/login1/session/_31";

/// A logind with one session, on a system bus of its own. Its delay locks are real pipes.
pub struct Login {
    bus: Connection,
    locks: mpsc::UnboundedReceiver<pipe::Receiver>,
    _daemon: Process,
}

impl Login {
    /// Serves on `daemon`, which listens at `address`.
    pub async fn start(daemon: Process, address: &str) -> Self {
        let bus = connection::Builder::address(address)
            .expect("a valid address")
            .build()
            .await
            .expect("the bus is there");
        let (taken, locks) = mpsc::unbounded_channel();
        bus.object_server().at(PATH, Manager { taken }).await.expect("the path is free");
        bus.object_server().at(SESSION, Session).await.expect("the path is free");
        bus.request_name("org.freedesktop.login1").await.expect("the name is free");
        Self { bus, locks, _daemon: daemon }
    }

    /// Announces sleep, and comes back once whoever held it up lets go.
    pub async fn sleep(&mut self) {
        let lock = timeout(PATIENCE, self.locks.recv()).await.expect("a lock is taken").expect("is served");
        self.bus
            .emit_signal(None::<&str>, PATH, MANAGER, "PrepareForSleep", &true)
            .await
            .expect("the bus runs");
        timeout(PATIENCE, lock.readable()).await.expect("the lock is let go").expect("a pipe can be awaited");
    }
}

struct Manager {
    taken: mpsc::UnboundedSender<pipe::Receiver>,
}

#[interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn get_session(&self, _id: &str) -> OwnedObjectPath {
        SESSION.try_into().expect("it is a path")
    }

    fn inhibit(&self, _what: &str, _who: &str, _why: &str, _mode: &str) -> fdo::Result<zvariant::OwnedFd> {
        let failed = |error: std::io::Error| fdo::Error::Failed(error.to_string());
        let (held, end) = pipe::pipe().map_err(failed)?;
        let _ = self.taken.send(end);
        Ok(held.into_blocking_fd().map_err(failed)?.into())
    }
}

struct Session;

#[interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        false
    }

    #[zbus(property)]
    fn active(&self) -> bool {
        true
    }
}
