//! What the D-Bus mechanisms share. Nothing here activates a service: only owners that exist are asked.

use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::time::timeout;
use zbus::address::Address;
use zbus::address::transport::{Transport, UnixSocket};
use zbus::message::Header;
use zbus::names::OwnedUniqueName;
use zbus::{Connection, Message, MessageStream, connection};

use super::appear::Place;
use crate::mechanism::{Comes, Stopped};

const DAEMON: &str = "org.freedesktop.DBus";
const DAEMON_PATH: &str = "/org/freedesktop/DBus";
/// A peer that takes longer to answer counts as silent.
const ANSWER: Duration = Duration::from_secs(3);

/// One of the two buses.
#[derive(Clone, Debug)]
pub(super) struct Bus {
    /// [`SESSION`] or [`SYSTEM`].
    name: &'static str,
    address: zbus::Result<Address>,
    /// Its socket, if that has a path.
    place: Option<Place>,
}

impl Bus {
    /// Where it was said to be, or at its usual place.
    pub(super) fn session(address: Option<&str>) -> Self {
        Self::at(SESSION, address.map_or_else(Address::session, str::parse))
    }

    /// Where it was said to be, or at its usual place.
    pub(super) fn system(address: Option<&str>) -> Self {
        Self::at(SYSTEM, address.map_or_else(Address::system, str::parse))
    }

    fn at(name: &'static str, address: zbus::Result<Address>) -> Self {
        let place = address.as_ref().ok().and_then(socket).map(Place::new);
        Self { name, address, place }
    }

    pub(super) async fn connect(&mut self) -> Result<Connection, Stopped> {
        if let Some(place) = &mut self.place {
            place.note();
        }
        match connect(self.address.clone(), self.name).await {
            Err(_) if self.place.as_ref().is_some_and(Place::was_empty) => {
                Err(Stopped::Absent(format!("{} is not there", self.name)))
            }
            connected => connected,
        }
    }

    /// What tells when the bus's socket is made anew.
    pub(super) fn comes(&self) -> Option<Comes> {
        self.place.as_ref()?.comes()
    }
}

fn socket(address: &Address) -> Option<PathBuf> {
    match address.transport() {
        Transport::Unix(unix) => match unix.path() {
            UnixSocket::File(path) => Some(path.into()),
            _ => None,
        },
        _ => None,
    }
}

async fn connect(address: zbus::Result<Address>, bus: &str) -> Result<Connection, Stopped> {
    let connecting = async { connection::Builder::address(address?)?.method_timeout(ANSWER).build().await };
    match timeout(ANSWER, connecting).await {
        Ok(connected) => {
            connected.map_err(|error| Stopped::Lost(format!("cannot connect to {bus}: {error}")))
        }
        Err(_) => Err(Stopped::Lost(format!("{bus} does not answer"))),
    }
}

/// What the next message is awaited of, in words.
pub(super) const SESSION: &str = "the session bus";
/// The same.
pub(super) const SYSTEM: &str = "the system bus";

/// The next message from `bus`. Cancel safe.
pub(super) async fn next(
    messages: &mut (impl Stream<Item = zbus::Result<Message>> + Unpin),
    bus: &str,
) -> Result<Message, Stopped> {
    Ok(messages.next().await.ok_or_else(|| Stopped::Lost(format!("{bus} is gone")))??)
}

/// All signals that a connection gets, in their order.
///
/// They wait here, however many there are: a connection with a full [`MessageStream`] reads nothing more, not even the
/// answer to the call that keeps its owner from looking at the stream.
pub(super) struct Signals {
    /// Answers too, which tell what was said before them.
    messages: mpsc::UnboundedReceiver<zbus::Result<Message>>,
}

impl Signals {
    /// Those that `conn` gets from now on.
    pub(super) fn of(conn: &Connection) -> Self {
        let (out, messages) = mpsc::unbounded_channel();
        let mut all = MessageStream::from(conn);
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = out.closed() => return,
                    message = all.next() => match message {
                        Some(message) => drop(out.send(message)),
                        None => return,
                    },
                }
            }
        });
        Self { messages }
    }

    /// Those that came before `answer`, which is one to a call on this connection.
    pub(super) async fn before(&mut self, answer: &Message, bus: &str) -> Result<Vec<Message>, Stopped> {
        let mut earlier = Vec::new();
        loop {
            let message = self.messages.recv().await;
            let message = message.ok_or_else(|| Stopped::Lost(format!("{bus} is gone")))??;
            if message.recv_position() >= answer.recv_position() {
                return Ok(earlier);
            }
            earlier.extend(Some(message).filter(is_any_signal));
        }
    }
}

impl Stream for Signals {
    type Item = zbus::Result<Message>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.messages.poll_recv(context) {
                Poll::Ready(Some(Ok(message))) if !is_any_signal(&message) => {}
                polled => return polled,
            }
        }
    }
}

fn is_any_signal(message: &Message) -> bool {
    message.message_type() == zbus::message::Type::Signal
}

/// Has the bus send us what fits `rule`
/// ([match rules](https://dbus.freedesktop.org/doc/dbus-specification.html#message-bus-routing-match-rules)).
pub(super) async fn subscribe(conn: &Connection, rule: &str) -> Result<(), Stopped> {
    conn.call_method(Some(DAEMON), DAEMON_PATH, Some(DAEMON), "AddMatch", &rule).await?;
    Ok(())
}

/// Has the bus tell us when `name` gets or loses its owner.
pub(super) async fn subscribe_to_owner(conn: &Connection, name: &str) -> Result<(), Stopped> {
    subscribe(
        conn,
        &format!(
            "type='signal',sender='{DAEMON}',interface='{DAEMON}',member='NameOwnerChanged',arg0='{name}'"
        ),
    )
    .await
}

/// Who owns `name` now.
pub(super) async fn owner(conn: &Connection, name: &str) -> Result<Option<OwnedUniqueName>, Stopped> {
    match conn.call_method(Some(DAEMON), DAEMON_PATH, Some(DAEMON), "GetNameOwner", &name).await {
        Ok(reply) => Ok(Some(reply.body().deserialize()?)),
        Err(zbus::Error::MethodError(..)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The name and its new owner, if `message` is the bus's word about one.
pub(super) fn owner_change(message: &Message) -> Option<(String, Option<OwnedUniqueName>)> {
    let header = message.header();
    if header.sender()?.as_str() != DAEMON || !is_signal(&header, DAEMON, "NameOwnerChanged") {
        return None;
    }
    let (name, _, new): (String, String, String) = message.body().deserialize().ok()?;
    Some((name, OwnedUniqueName::try_from(new).ok()))
}

pub(super) fn is_from(header: &Header<'_>, owner: Option<&OwnedUniqueName>) -> bool {
    owner.is_some() && header.sender().map(|name| name.as_str()) == owner.map(|name| name.as_str())
}

pub(super) fn is_signal(header: &Header<'_>, interface: &str, member: &str) -> bool {
    header.message_type() == zbus::message::Type::Signal
        && header.interface().is_some_and(|name| name.as_str() == interface)
        && header.member().is_some_and(|name| name.as_str() == member)
}

impl From<zbus::Error> for Stopped {
    fn from(error: zbus::Error) -> Self {
        Self::Lost(match error {
            zbus::Error::InputOutput(error) => format!("the connection to the bus is lost: {error}"),
            zbus::Error::MethodError(name, why, _) => {
                format!("a program on the bus refuses: {}", why.unwrap_or_else(|| name.to_string()))
            }
            error => format!("what is said on the bus cannot be understood: {error}"),
        })
    }
}
