//! A logind on the bus: one session, and delay locks that are real pipes.

use std::collections::HashMap;
use std::os::fd::OwnedFd;

use tokio::net::unix::pipe;
use tokio::sync::mpsc;
use zbus::Connection;
use zbus::object_server::InterfaceRef;
use zbus::zvariant::{self, ObjectPath, OwnedObjectPath, OwnedValue};

use super::servers::Bus;

const PATH: &str = "/org/freedesktop/login1";
/// The sessions that can be there, one at a time.
pub const SESSIONS: [&str; 2] =
    ["/org/freedesktop/login1/session/_32", "/org/freedesktop/login1/session/_33"];
const MANAGER: &str = "org.freedesktop.login1.Manager";

/// What a client did, in order.
#[derive(Debug)]
pub enum Deed {
    /// It took a delay lock, which lives until the pipe ends.
    Inhibited(pipe::Receiver),
    /// It wanted one and was refused.
    Refused,
    /// It read the lock.
    ReadLock,
}

/// What a logind is like when it starts.
#[derive(Clone, Copy, Default)]
pub struct Begins {
    /// How many delay locks it refuses.
    pub refuses: u32,
    pub shuts_down: bool,
}

pub struct Login {
    session: Option<&'static str>,
    say: mpsc::UnboundedSender<Deed>,
    pub conn: Connection,
    pub deeds: mpsc::UnboundedReceiver<Deed>,
}

impl Login {
    pub async fn start(bus: &Bus) -> Self {
        Self::start_as(bus, Begins::default()).await
    }

    pub async fn start_as(bus: &Bus, Begins { refuses, shuts_down }: Begins) -> Self {
        let (say, deeds) = mpsc::unbounded_channel();
        let conn = bus.connect().await;
        let manager = Manager { say: say.clone(), session: None, refuses, sleeps: false, shuts_down };
        conn.object_server().at(PATH, manager).await.expect("is free");
        let mut login = Self { session: None, say, conn, deeds };
        login.open(SESSIONS[0]).await;
        login.conn.request_name("org.freedesktop.login1").await.expect("the name is free");
        login
    }

    /// Opens a session, unlocked and in front.
    pub async fn open(&mut self, path: &'static str) {
        let session = Session { locked: Some(false), active: Some(true), say: self.say.clone() };
        self.conn.object_server().at(path, session).await.expect("is free");
        self.session = Some(path);
        self.manager().await.get_mut().await.session = self.session;
        self.say_of_session("SessionNew", path).await;
    }

    /// Closes the open session.
    pub async fn close(&mut self) {
        let path = self.session.take().expect("one is open");
        self.conn.object_server().remove::<Session, _>(path).await.expect("is served");
        self.manager().await.get_mut().await.session = None;
        self.say_of_session("SessionRemoved", path).await;
    }

    pub async fn stop(self) {
        self.conn.close().await.expect("was connected");
    }

    async fn say_of_session(&self, member: &str, path: &'static str) {
        let what = ("2", ObjectPath::from_static_str_unchecked(path));
        let said = self.conn.emit_signal(None::<&str>, PATH, MANAGER, member, &what).await;
        said.expect("the bus runs");
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
                Deed::Refused => {}
            }
        }
    }

    pub async fn announce(&self, member: &str, begins: bool) {
        self.prepare(member, begins).await;
        let said = self.conn.emit_signal(None::<&str>, PATH, MANAGER, member, &begins).await;
        said.expect("the bus runs");
    }

    /// Begins or ends it without a word.
    pub async fn prepare(&self, member: &str, begins: bool) {
        let manager = self.manager().await;
        let mut manager = manager.get_mut().await;
        match member {
            "PrepareForSleep" => manager.sleeps = begins,
            _ => manager.shuts_down = begins,
        }
    }

    async fn manager(&self) -> InterfaceRef<Manager> {
        self.conn.object_server().interface(PATH).await.expect("is served")
    }

    pub async fn lock(&self, locked: bool) {
        let session = self.session().await;
        session.get_mut().await.locked = Some(locked);
        session.get().await.locked_hint_changed(session.signal_emitter()).await.expect("the bus runs");
    }

    /// Tells nobody any more whether the session is locked, nor whether it is in front.
    pub async fn keep_secret(&self) {
        let session = self.session().await;
        (session.get_mut().await.locked, session.get_mut().await.active) = (None, None);
        let news = ("org.freedesktop.login1.Session", HashMap::<&str, OwnedValue>::new(), ["LockedHint"]);
        let (path, properties) = (self.path(), "org.freedesktop.DBus.Properties");
        let said = self.conn.emit_signal(None::<&str>, path, properties, "PropertiesChanged", &news).await;
        said.expect("the bus runs");
    }

    /// Asks for a lock, or for its end, as `loginctl` does.
    pub async fn ask(&self, member: &str) {
        let interface = "org.freedesktop.login1.Session";
        let asked = self.conn.emit_signal(None::<&str>, self.path(), interface, member, &()).await;
        asked.expect("the bus runs");
    }

    pub async fn bring_to_front(&self, active: bool) {
        let session = self.session().await;
        session.get_mut().await.active = Some(active);
        session.get().await.active_changed(session.signal_emitter()).await.expect("the bus runs");
    }

    async fn session(&self) -> InterfaceRef<Session> {
        self.conn.object_server().interface(self.path()).await.expect("is served")
    }

    fn path(&self) -> &'static str {
        self.session.expect("one is open")
    }
}

struct Manager {
    say: mpsc::UnboundedSender<Deed>,
    session: Option<&'static str>,
    refuses: u32,
    sleeps: bool,
    shuts_down: bool,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn get_session(&self, id: &str) -> zbus::fdo::Result<OwnedObjectPath> {
        match (id, self.session) {
            ("auto" | "2", Some(path)) => Ok(OwnedObjectPath::try_from(path).expect("is a path")),
            _ => Err(zbus::fdo::Error::Failed(format!("No session '{id}' known"))),
        }
    }

    fn inhibit(
        &mut self,
        what: &str,
        _who: &str,
        _why: &str,
        mode: &str,
    ) -> zbus::fdo::Result<zvariant::OwnedFd> {
        assert_eq!((what, mode), ("sleep:shutdown", "delay"));
        if self.refuses > 0 {
            self.refuses -= 1;
            let _ = self.say.send(Deed::Refused);
            return Err(zbus::fdo::Error::AccessDenied("Permission denied".into()));
        }
        let (sender, receiver) = pipe::pipe().map_err(|e| zbus::fdo::Error::Failed(e.to_string()))?;
        let fd: OwnedFd = sender.into_blocking_fd().map_err(|e| zbus::fdo::Error::Failed(e.to_string()))?;
        let _ = self.say.send(Deed::Inhibited(receiver));
        Ok(fd.into())
    }

    #[zbus(property)]
    fn preparing_for_sleep(&self) -> bool {
        self.sleeps
    }

    #[zbus(property)]
    fn preparing_for_shutdown(&self) -> bool {
        self.shuts_down
    }
}

struct Session {
    /// `None` = nobody may read it.
    locked: Option<bool>,
    active: Option<bool>,
    say: mpsc::UnboundedSender<Deed>,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> zbus::fdo::Result<bool> {
        let _ = self.say.send(Deed::ReadLock);
        readable(self.locked)
    }

    #[zbus(property)]
    fn active(&self) -> zbus::fdo::Result<bool> {
        readable(self.active)
    }
}

fn readable(property: Option<bool>) -> zbus::fdo::Result<bool> {
    property.ok_or_else(|| zbus::fdo::Error::AccessDenied("Permission denied".into()))
}
