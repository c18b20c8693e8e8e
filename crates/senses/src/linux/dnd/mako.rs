//! mako: the mode `do-not-disturb`, which mutes if mako's configuration says so
//! ([makoctl(1)](https://man.archlinux.org/man/makoctl.1)).

use futures_util::future::BoxFuture;

use super::Switch;
use super::peer::{News, Peer};
use crate::mechanism::Stopped;
use crate::signal::Source;

const PATH: &str = "/fr/emersion/Mako";
const INTERFACE: &str = "fr.emersion.Mako";
const MODE: &str = "do-not-disturb";

pub(super) struct Mako {
    peer: Peer,
    /// Versions before 1.10 never say that the modes have changed.
    news: News,
}

impl Mako {
    pub(super) async fn open(peer: Peer) -> Result<Self, Stopped> {
        let news = peer.properties_change(INTERFACE).await?;
        Ok(Self { peer, news })
    }

    async fn modes(&self) -> Result<Vec<String>, Stopped> {
        Ok(self.peer.call(PATH, INTERFACE, "ListModes", &()).await?.body().deserialize()?)
    }

    async fn put(&self, on: bool) -> Result<(), Stopped> {
        let mut modes = self.modes().await?;
        modes.retain(|mode| mode != MODE);
        if on {
            modes.push(MODE.into());
        }
        self.peer.call(PATH, INTERFACE, "SetModes", &(modes,)).await?;
        Ok(())
    }
}

impl Switch for Mako {
    fn source(&self) -> Source {
        Source::new("mako")
    }

    fn read(&mut self) -> BoxFuture<'_, Result<bool, Stopped>> {
        Box::pin(async { Ok(self.modes().await?.iter().any(|mode| mode == MODE)) })
    }

    fn set(&mut self, on: bool) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(self.put(on))
    }

    fn changed(&mut self) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(self.news.next())
    }
}
