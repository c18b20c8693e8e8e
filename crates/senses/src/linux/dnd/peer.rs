//! What the switches on the session bus share.

use futures_util::{FutureExt, StreamExt};
use serde::Serialize;
use zbus::zvariant::{DynamicType, OwnedValue, Value};
use zbus::{Connection, MatchRule, Message, MessageStream};

use super::bus;
use crate::mechanism::Stopped;

const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// One program on the bus.
pub(super) struct Peer {
    conn: Connection,
    name: String,
}

impl Peer {
    /// The program with this name on the bus.
    pub(super) fn new(conn: Connection, name: String) -> Self {
        Self { conn, name }
    }

    /// Another program on the same bus.
    pub(super) fn beside(&self, name: &str) -> Self {
        Self::new(self.conn.clone(), name.to_owned())
    }

    /// The same by its number on the bus, if it runs: a call by its name would start it.
    pub(super) async fn running(&self) -> Result<Self, Stopped> {
        let owner = bus::owner(&self.conn, &self.name).await?;
        let owner = owner.ok_or_else(|| Stopped::Lost(format!("{} does not run", self.name)))?;
        Ok(self.beside(owner.as_str()))
    }

    pub(super) async fn call<B: Serialize + DynamicType>(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        body: &B,
    ) -> zbus::Result<Message> {
        self.conn.call_method(Some(self.name.as_str()), path, Some(interface), method, body).await
    }

    /// A property that is true or false.
    pub(super) async fn property(&self, path: &str, interface: &str, name: &str) -> zbus::Result<bool> {
        let value: OwnedValue =
            self.call(path, PROPERTIES, "Get", &(interface, name)).await?.body().deserialize()?;
        Ok(value.try_into()?)
    }

    pub(super) async fn set_property(
        &self,
        path: &str,
        interface: &str,
        name: &str,
        to: bool,
    ) -> zbus::Result<()> {
        self.call(path, PROPERTIES, "Set", &(interface, name, Value::from(to))).await?;
        Ok(())
    }

    /// Its news about the properties of `interface`.
    pub(super) async fn properties_change(&self, interface: &str) -> zbus::Result<News> {
        let rule = self.rule(PROPERTIES)?.member("PropertiesChanged")?.arg(0, interface)?.build();
        News::of(rule, &self.conn).await
    }

    /// Its signals of `interface`.
    pub(super) async fn signals(&self, interface: &str) -> zbus::Result<News> {
        News::of(self.rule(interface)?.build(), &self.conn).await
    }

    /// Its signals of `interface` which begin with these two arguments.
    pub(super) async fn signals_of(
        &self,
        interface: &str,
        (first, second): (&str, &str),
    ) -> zbus::Result<News> {
        News::of(self.rule(interface)?.arg(0, first)?.arg(1, second)?.build(), &self.conn).await
    }

    fn rule<'r>(&'r self, interface: &'r str) -> zbus::Result<zbus::match_rule::Builder<'r>> {
        MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .sender(self.name.as_str())?
            .interface(interface)
    }
}

/// Signals as they come.
pub(super) struct News(MessageStream);

impl News {
    async fn of(rule: MatchRule<'_>, conn: &Connection) -> zbus::Result<Self> {
        Ok(Self(MessageStream::for_match_rule(rule.to_owned(), conn, None).await?))
    }

    /// The next one, and all that have come with it. Cancel safe.
    pub(super) async fn next(&mut self) -> Result<(), Stopped> {
        bus::next(&mut self.0, bus::SESSION).await?;
        while let Some(Some(message)) = self.0.next().now_or_never() {
            message?;
        }
        Ok(())
    }
}
