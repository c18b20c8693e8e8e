//! A session manager on the bus, with one client.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use futures_util::StreamExt;
use tokio::sync::mpsc;
use zbus::message::Type;
use zbus::zvariant::ObjectPath;
use zbus::{Connection, MessageStream};

use super::PATIENCE;
use super::servers::Bus;

const CLIENT: &str = "/session/client1";

/// What the client did, in order.
#[derive(Debug, PartialEq)]
pub enum Deed {
    /// It asked in what state the session is.
    AskedState,
    /// By this name, started under this id.
    Registered(String, String),
    Agreed(bool),
}

pub struct SessionManager {
    conn: Connection,
    client: &'static str,
    deeds: mpsc::UnboundedReceiver<Deed>,
    state: Arc<AtomicU32>,
    refuses: Arc<AtomicBool>,
    /// The client's name on the bus, once it has registered.
    pub registered: Arc<OnceLock<String>>,
}

/// The states of a session of Xfce.
pub const STARTING: u32 = 0;
pub const IDLE: u32 = 1;

impl SessionManager {
    /// One with this bus name, whose clients have this interface.
    pub async fn start(bus: &Bus, name: &'static str, client: &'static str) -> Self {
        Self::start_as(bus, name, client, IDLE, false).await
    }

    /// The same in this state.
    pub async fn start_in(bus: &Bus, name: &'static str, client: &'static str, state: u32) -> Self {
        Self::start_as(bus, name, client, state, false).await
    }

    /// The same, which takes no clients, as while the session ends.
    pub async fn start_refusing(bus: &Bus, name: &'static str, client: &'static str) -> Self {
        Self::start_as(bus, name, client, IDLE, true).await
    }

    async fn start_as(
        bus: &Bus,
        name: &'static str,
        client: &'static str,
        state: u32,
        refuses: bool,
    ) -> Self {
        let conn = bus.connect().await;
        let (say, deeds) = mpsc::unbounded_channel();
        let state = Arc::new(AtomicU32::new(state));
        let (registered, refuses) = (Arc::new(OnceLock::new()), Arc::new(AtomicBool::new(refuses)));
        let served =
            Served { state: state.clone(), refuses: refuses.clone(), registered: registered.clone() };
        tokio::spawn(serve(conn.clone(), served, say));
        conn.request_name(name).await.expect("the name is free");
        Self { conn, client, deeds, state, refuses, registered }
    }

    /// Refuses nobody any more.
    pub fn take_clients(&self) {
        self.refuses.store(false, Ordering::SeqCst);
    }

    pub async fn turn_to(&self, state: u32) {
        let old = self.state.swap(state, Ordering::SeqCst);
        let (path, interface) = ("/org/xfce/SessionManager", "org.xfce.Session.Manager");
        let said = self.conn.emit_signal(None::<&str>, path, interface, "StateChanged", &(old, state)).await;
        said.expect("the bus runs");
    }

    pub async fn deed(&mut self) -> Deed {
        tokio::time::timeout(PATIENCE, self.deeds.recv()).await.expect("a deed in time").expect("is served")
    }

    /// Whether the client has done nothing more.
    pub fn is_waiting(&mut self) -> bool {
        self.deeds.try_recv().is_err()
    }

    pub async fn say(&self, member: &str) {
        self.conn.emit_signal(None::<&str>, CLIENT, self.client, member, &0_u32).await.expect("the bus runs");
    }

    /// Says it to this name on the bus alone, whether or not that listens. Ends when the bus has passed it on.
    pub async fn say_to(&self, name: &str, member: &str) {
        let said = self.conn.emit_signal(Some(name), CLIENT, self.client, member, &0_u32).await;
        said.expect("the bus runs");
        let dbus = zbus::fdo::DBusProxy::new(&self.conn).await.expect("the bus runs");
        dbus.get_id().await.expect("the bus answers");
    }

    pub async fn stop(self) {
        self.conn.close().await.expect("was connected");
    }
}

/// What a session manager knows.
struct Served {
    state: Arc<AtomicU32>,
    refuses: Arc<AtomicBool>,
    registered: Arc<OnceLock<String>>,
}

async fn serve(conn: Connection, served: Served, say: mpsc::UnboundedSender<Deed>) {
    let mut messages = MessageStream::from(&conn);
    while let Some(Ok(message)) = messages.next().await {
        let (header, body) = (message.header(), message.body());
        if header.message_type() != Type::MethodCall {
            continue;
        }
        let member = header.member().map(ToString::to_string);
        let answered = match member.as_deref() {
            Some("GetState") => {
                let _ = say.send(Deed::AskedState);
                conn.reply(&header, &served.state.load(Ordering::SeqCst)).await
            }
            Some("RegisterClient") if served.refuses.load(Ordering::SeqCst) => {
                conn.reply_error(&header, "org.gnome.SessionManager.NotInRunning", &"it ends").await
            }
            Some("RegisterClient") => {
                let (app, id) = body.deserialize().expect("two words");
                let _ = served.registered.set(header.sender().expect("has a name").to_string());
                let _ = say.send(Deed::Registered(app, id));
                conn.reply(&header, &ObjectPath::from_static_str_unchecked(CLIENT)).await
            }
            Some("EndSessionResponse") => {
                let (agreed, _): (bool, &str) = body.deserialize().expect("whether, and why");
                let _ = say.send(Deed::Agreed(agreed));
                conn.reply(&header, &()).await
            }
            _ => {
                conn.reply_error(&header, "org.freedesktop.DBus.Error.UnknownMethod", &"no such method").await
            }
        };
        answered.expect("the bus runs");
    }
}
