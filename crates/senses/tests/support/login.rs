//! A logind on the bus: one session, and delay locks that are real pipes.

use std::os::fd::OwnedFd;

use tokio::net::unix::pipe;
use tokio::sync::mpsc;
use zbus::Connection;
use zbus::object_server::InterfaceRef;
use zbus::zvariant::{self, OwnedObjectPath};

use super::servers::Bus;

const PATH: &str = "/org/freedesktop/login1";
const SESSION_PATH: &str = "/org/freedesktop/login1/session/_32";

/// What a client did, in order.
#[derive(Debug)]
pub enum Deed {
    /// It took a delay lock, which lives until the pipe ends.
    Inhibited(pipe::Receiver),
    /// It read the lock.
    ReadLock,
}

pub struct Login {
    pub conn: Connection,
    pub deeds: mpsc::UnboundedReceiver<Deed>,
}

impl Login {
    pub async fn start(bus: &Bus) -> Self {
        let (say, deeds) = mpsc::unbounded_channel();
        let conn = bus.connect().await;
        conn.object_server().at(PATH, Manager { say: say.clone() }).await.expect("is free");
        conn.object_server()
            .at(SESSION_PATH, Session { locked: false, active: true, say })
            .await
            .expect("is free");
        conn.request_name("org.freedesktop.login1").await.expect("the name is free");
        Self { conn, deeds }
    }

    /// The next delay lock that is taken; gives how often the lock was read before.
    pub async fn inhibited(&mut self) -> (pipe::Receiver, usize) {
        let mut reads = 0;
        loop {
            match tokio::time::timeout(super::PATIENCE, self.deeds.recv())
                .await
                .expect("a deed in time")
                .expect("is served")
            {
                Deed::Inhibited(pipe) => return (pipe, reads),
                Deed::ReadLock => reads += 1,
            }
        }
    }

    pub async fn announce(&self, member: &str, begins: bool) {
        self.conn
            .emit_signal(None::<&str>, PATH, "org.freedesktop.login1.Manager", member, &begins)
            .await
            .expect("the bus runs");
    }

    pub async fn lock(&self, locked: bool) {
        let session = self.session().await;
        session.get_mut().await.locked = locked;
        session.get().await.locked_hint_changed(session.signal_emitter()).await.expect("the bus runs");
    }

    /// Asks for a lock, or for its end, as `loginctl` does.
    pub async fn ask(&self, member: &str) {
        let interface = "org.freedesktop.login1.Session";
        let asked = self.conn.emit_signal(None::<&str>, SESSION_PATH, interface, member, &()).await;
        asked.expect("the bus runs");
    }

    pub async fn bring_to_front(&self, active: bool) {
        let session = self.session().await;
        session.get_mut().await.active = active;
        session.get().await.active_changed(session.signal_emitter()).await.expect("the bus runs");
    }

    async fn session(&self) -> InterfaceRef<Session> {
        self.conn.object_server().interface(SESSION_PATH).await.expect("is served")
    }
}

struct Manager {
    say: mpsc::UnboundedSender<Deed>,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn get_session(&self, id: &str) -> zbus::fdo::Result<OwnedObjectPath> {
        match id {
            "auto" | "2" => Ok(OwnedObjectPath::try_from(SESSION_PATH).expect("is a path")),
            _ => Err(zbus::fdo::Error::Failed(format!("No session '{id}' known"))),
        }
    }

    fn inhibit(
        &self,
        what: &str,
        _who: &str,
        _why: &str,
        mode: &str,
    ) -> zbus::fdo::Result<zvariant::OwnedFd> {
        assert_eq!((what, mode), ("sleep:shutdown", "delay"));
        let (sender, receiver) = pipe::pipe().map_err(|e| zbus::fdo::Error::Failed(e.to_string()))?;
        let fd: OwnedFd = sender.into_blocking_fd().map_err(|e| zbus::fdo::Error::Failed(e.to_string()))?;
        let _ = self.say.send(Deed::Inhibited(receiver));
        Ok(fd.into())
    }
}

struct Session {
    locked: bool,
    active: bool,
    say: mpsc::UnboundedSender<Deed>,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        let _ = self.say.send(Deed::ReadLock);
        self.locked
    }

    #[zbus(property)]
    fn active(&self) -> bool {
        self.active
    }
}
