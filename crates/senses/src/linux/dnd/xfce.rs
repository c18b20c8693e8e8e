//! Xfce: the property `/do-not-disturb` of xfce4-notifyd's channel in
//! [Xfconf](https://docs.xfce.org/xfce/xfconf/start).

use futures_util::future::BoxFuture;
use zbus::zvariant::{OwnedValue, Value};

use super::Switch;
use super::peer::{News, Peer};
use crate::mechanism::Stopped;
use crate::signal::Source;

const NAME: &str = "org.xfce.Xfconf";
const PATH: &str = "/org/xfce/Xfconf";
const CHANNEL: &str = "xfce4-notifyd";
const PROPERTY: &str = "/do-not-disturb";

pub(super) struct Xfce {
    settings: Peer,
    news: News,
}

impl Xfce {
    pub(super) async fn open(notifications: Peer) -> Result<Self, Stopped> {
        let settings = notifications.beside(NAME);
        let news = settings.signals_of(NAME, (CHANNEL, PROPERTY)).await?;
        Ok(Self { settings, news })
    }

    /// Not there until it is first set.
    async fn get(&self) -> Result<bool, Stopped> {
        match self.settings.running().await?.call(PATH, NAME, "GetProperty", &(CHANNEL, PROPERTY)).await {
            Ok(reply) => {
                let value: OwnedValue = reply.body().deserialize()?;
                Ok(bool::try_from(value).unwrap_or_default())
            }
            Err(zbus::Error::MethodError(name, ..)) if name.as_str().ends_with(".PropertyNotFound") => {
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }
}

impl Switch for Xfce {
    fn source(&self) -> Source {
        Source::new("xfce4-notifyd")
    }

    fn read(&mut self) -> BoxFuture<'_, Result<bool, Stopped>> {
        Box::pin(self.get())
    }

    fn set(&mut self, on: bool) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(async move {
            let body = (CHANNEL, PROPERTY, Value::from(on));
            self.settings.running().await?.call(PATH, NAME, "SetProperty", &body).await?;
            Ok(())
        })
    }

    fn changed(&mut self) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(self.news.next())
    }
}
