//! SwayNotificationCenter: `GetDnd`, `SetDnd` and its signals
//! ([its interface](https://github.com/ErikReider/SwayNotificationCenter)).

use futures_util::future::BoxFuture;

use super::Switch;
use super::peer::{News, Peer};
use crate::mechanism::Stopped;
use crate::signal::Source;

const PATH: &str = "/org/erikreider/swaync/cc";
const INTERFACE: &str = "org.erikreider.swaync.cc";

pub(super) struct Swaync {
    peer: Peer,
    news: News,
}

impl Swaync {
    pub(super) async fn open(peer: Peer) -> Result<Self, Stopped> {
        let news = peer.signals(INTERFACE).await?;
        Ok(Self { peer, news })
    }
}

impl Switch for Swaync {
    fn source(&self) -> Source {
        Source::new("swaync")
    }

    fn read(&mut self) -> BoxFuture<'_, Result<bool, Stopped>> {
        Box::pin(async { Ok(self.peer.call(PATH, INTERFACE, "GetDnd", &()).await?.body().deserialize()?) })
    }

    fn set(&mut self, on: bool) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(async move {
            self.peer.call(PATH, INTERFACE, "SetDnd", &on).await?;
            Ok(())
        })
    }

    fn changed(&mut self) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(self.news.next())
    }
}
