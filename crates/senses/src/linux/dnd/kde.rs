//! Plasma: the property `Inhibited` of its notification service, and its methods `Inhibit` and `UnInhibit`
//! ([its interface](https://invent.kde.org/plasma/plasma-workspace/-/blob/master/libnotificationmanager/dbus/org.freedesktop.Notifications.xml)).
//!
//! Plasma counts as inhibited while the screen is shared, too. What we inhibit ends with our connection.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use zbus::zvariant::Value;

use super::peer::{News, Peer};
use super::{NAME, PATH, Switch};
use crate::mechanism::Stopped;
use crate::signal::Source;

pub(super) struct Kde {
    peer: Peer,
    news: News,
    /// What ends our inhibition.
    cookie: Option<u32>,
}

impl Kde {
    pub(super) async fn open(peer: Peer) -> Result<Self, Stopped> {
        let news = peer.properties_change(NAME).await?;
        Ok(Self { peer, news, cookie: None })
    }

    async fn put(&mut self, on: bool) -> Result<(), Stopped> {
        if on {
            let body = ("ringlight", "Do not disturb", HashMap::<&str, Value<'_>>::new());
            let cookie = self.peer.call(PATH, NAME, "Inhibit", &body).await?;
            self.cookie = Some(cookie.body().deserialize()?);
        } else if let Some(cookie) = self.cookie.take() {
            self.peer.call(PATH, NAME, "UnInhibit", &cookie).await?;
        }
        Ok(())
    }
}

impl Switch for Kde {
    fn source(&self) -> Source {
        Source::new("plasma")
    }

    fn counted(&self) -> bool {
        true
    }

    fn read(&mut self) -> BoxFuture<'_, Result<bool, Stopped>> {
        Box::pin(async { Ok(self.peer.property(PATH, NAME, "Inhibited").await?) })
    }

    fn set(&mut self, on: bool) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(self.put(on))
    }

    fn changed(&mut self) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(self.news.next())
    }
}
