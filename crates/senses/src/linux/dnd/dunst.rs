//! dunst: the property `paused` ([dunst's manual](https://dunst-project.org/documentation/dunstctl/)).

use futures_util::future::BoxFuture;

use super::peer::{News, Peer};
use super::{PATH, Switch};
use crate::mechanism::Stopped;
use crate::signal::Source;

const INTERFACE: &str = "org.dunstproject.cmd0";

pub(super) struct Dunst {
    peer: Peer,
    news: News,
}

impl Dunst {
    pub(super) async fn open(peer: Peer) -> Result<Self, Stopped> {
        let news = peer.properties_change(INTERFACE).await?;
        Ok(Self { peer, news })
    }
}

impl Switch for Dunst {
    fn source(&self) -> Source {
        Source::new("dunst")
    }

    fn read(&mut self) -> BoxFuture<'_, Result<bool, Stopped>> {
        Box::pin(async { Ok(self.peer.property(PATH, INTERFACE, "paused").await?) })
    }

    fn set(&mut self, on: bool) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(async move { Ok(self.peer.set_property(PATH, INTERFACE, "paused", on).await?) })
    }

    fn changed(&mut self) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(self.news.next())
    }
}
