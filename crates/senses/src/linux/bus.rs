//! What the D-Bus mechanisms share. Nothing here activates a service: only owners that exist are asked.

use std::path::PathBuf;
use std::time::Duration;

use futures_util::StreamExt;
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
    address: zbus::Result<Address>,
    /// Its socket, if that has a path.
    place: Option<Place>,
}

impl Bus {
    /// Where it was said to be, or at its usual place.
    pub(super) fn session(address: Option<&str>) -> Self {
        Self::at(address.map_or_else(Address::session, str::parse))
    }

    /// Where it was said to be, or at its usual place.
    pub(super) fn system(address: Option<&str>) -> Self {
        Self::at(address.map_or_else(Address::system, str::parse))
    }

    fn at(address: zbus::Result<Address>) -> Self {
        let place = address.as_ref().ok().and_then(socket).map(Place::new);
        Self { address, place }
    }

    pub(super) async fn connect(&mut self) -> Result<Connection, Stopped> {
        if let Some(place) = &mut self.place {
            place.note();
        }
        let judge = |stopped| match &self.place {
            Some(place) => place.judge(stopped),
            None => stopped,
        };
        connect(self.address.clone()).await.map_err(judge)
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

async fn connect(address: zbus::Result<Address>) -> Result<Connection, Stopped> {
    let connecting = connection::Builder::address(address?)?.method_timeout(ANSWER).build();
    let connected = timeout(ANSWER, connecting).await;
    Ok(connected.map_err(|_| Stopped::Lost("the bus does not answer".into()))??)
}

/// What the next message is awaited of, in words.
pub(super) const SESSION: &str = "the session bus";
/// The same.
pub(super) const SYSTEM: &str = "the system bus";

/// The next message from `bus`. Cancel safe.
pub(super) async fn next(messages: &mut MessageStream, bus: &str) -> Result<Message, Stopped> {
    Ok(messages.next().await.ok_or_else(|| Stopped::Lost(format!("{bus} is gone")))??)
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
        Self::Lost(error.to_string())
    }
}
