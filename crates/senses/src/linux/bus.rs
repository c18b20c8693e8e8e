//! What the D-Bus mechanisms share. Nothing here activates a service: only owners that exist are asked.

use std::time::Duration;

use tokio::time::timeout;
use zbus::address::Address;
use zbus::address::transport::{Transport, UnixSocket};
use zbus::message::Header;
use zbus::names::OwnedUniqueName;
use zbus::{Connection, connection};

use super::appear;
use crate::mechanism::Stopped;

const DAEMON: &str = "org.freedesktop.DBus";
const DAEMON_PATH: &str = "/org/freedesktop/DBus";
/// A peer that takes longer to answer counts as silent.
const ANSWER: Duration = Duration::from_secs(3);

/// One of the two buses: where it was said to be, or at its usual place.
#[derive(Clone, Debug)]
pub(super) enum Bus {
    Session(Option<String>),
    System(Option<String>),
}

impl Bus {
    pub(super) async fn connect(&self) -> Result<Connection, Stopped> {
        connect(self.address().and_then(connection::Builder::address)).await
    }

    /// Ends when the bus's socket is made anew.
    pub(super) async fn comes(&self) {
        let path = self.address().ok().and_then(|address| match address.transport() {
            Transport::Unix(unix) => match unix.path() {
                UnixSocket::File(path) => Some(path.to_owned()),
                _ => None,
            },
            _ => None,
        });
        appear::made(path.as_deref()).await;
    }

    fn address(&self) -> zbus::Result<Address> {
        match self {
            Self::Session(Some(address)) | Self::System(Some(address)) => address.parse(),
            Self::Session(None) => Address::session(),
            Self::System(None) => Address::system(),
        }
    }
}

pub(super) async fn connect(builder: zbus::Result<connection::Builder<'_>>) -> Result<Connection, Stopped> {
    let connecting = builder?.method_timeout(ANSWER).build();
    let connected = timeout(ANSWER, connecting).await;
    Ok(connected.map_err(|_| Stopped::Lost("the bus does not answer".into()))??)
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
pub(super) fn owner_change(message: &zbus::Message) -> Option<(String, Option<OwnedUniqueName>)> {
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
