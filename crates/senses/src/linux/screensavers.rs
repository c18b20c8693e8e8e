//! Lockers and screensavers on the session bus: `GetActive` and `ActiveChanged` of the five interfaces in use.
//!
//! Owning such a name proves nothing: some owners only take inhibitors. A name counts once its owner has answered or
//! spoken. Signals come from paths that differ by version, so they are told apart by interface, and believed only
//! from the name's owner.

use std::convert::Infallible;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use zbus::message::Sequence;
use zbus::names::OwnedUniqueName;
use zbus::{Connection, Message};

use super::bus::{self, Bus, Signals};
use crate::mechanism::{Comes, Mechanism, Post, Reread, Stopped};
use crate::signal::{Sense, Signal, Source};

const BUS: Source = Source::new("session-bus");
const NOBODY: &str = "no screensaver on the session bus says when it locks";
const SILENT: &str = "is there, but does not say whether it is active";

/// One interface; the bus name is the same.
struct Interface {
    source: Source,
    /// Where its owners were seen to answer, likeliest first.
    paths: &'static [&'static str],
    /// Whether active means locked. If not, it may be just a blanked screen.
    locks: bool,
}

const INTERFACES: [Interface; 5] = [
    Interface {
        source: Source::new("org.freedesktop.ScreenSaver"),
        paths: &["/org/freedesktop/ScreenSaver", "/ScreenSaver"],
        locks: true,
    },
    Interface {
        source: Source::new("org.gnome.ScreenSaver"),
        paths: &["/org/gnome/ScreenSaver", "/"],
        locks: false,
    },
    Interface {
        source: Source::new("org.cinnamon.ScreenSaver"),
        paths: &["/org/cinnamon/ScreenSaver", "/"],
        locks: false,
    },
    Interface {
        source: Source::new("org.mate.ScreenSaver"),
        paths: &["/org/mate/ScreenSaver", "/"],
        locks: false,
    },
    Interface {
        source: Source::new("org.xfce.ScreenSaver"),
        paths: &["/org/xfce/ScreenSaver", "/"],
        locks: false,
    },
];

pub(super) struct Screensavers {
    bus: Bus,
}

impl Screensavers {
    pub(super) fn new(bus: Bus) -> Self {
        Self { bus }
    }
}

impl Mechanism for Screensavers {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Lock, BUS)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let conn = self.bus.connect().await?;
        let mut savers = Savers {
            conn,
            savers: INTERFACES.iter().map(Saver::new).collect(),
            asked: FuturesUnordered::new(),
            somebody: None,
        };
        let Err(stopped) = savers.listen(post).await;
        savers.leave(post).await?;
        Err(stopped)
    }

    fn comes(&self) -> Option<Comes> {
        self.bus.comes()
    }
}

/// One interface, and what is known of its owner.
struct Saver {
    interface: &'static Interface,
    owner: Option<OwnedUniqueName>,
    /// Whether the owner has said anything, and the place of that in the order of all messages.
    heard: Option<Sequence>,
}

impl Saver {
    fn new(interface: &'static Interface) -> Self {
        Self { interface, owner: None, heard: None }
    }

    fn is_owned_by(&self, owner: &str) -> bool {
        self.owner.as_ref().is_some_and(|known| known.as_str() == owner)
    }
}

/// What came of asking one owner; no state if it is silent.
struct Answer {
    source: Source,
    owner: OwnedUniqueName,
    state: Option<(Sequence, bool)>,
    _reread: Option<Reread>,
}

struct Savers {
    conn: Connection,
    savers: Vec<Saver>,
    /// Questions under way. They are never waited for in line: one owner that hangs must not hide the others.
    asked: FuturesUnordered<BoxFuture<'static, Answer>>,
    /// Whether any owner speaks; `None` before it was looked at.
    somebody: Option<bool>,
}

impl Savers {
    async fn listen(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let mut signals = Signals::of(&self.conn);
        self.begin(post).await?;
        loop {
            tokio::select! {
                message = bus::next(&mut signals, bus::SESSION) => self.hear(&message?, post).await?,
                Some(answer) = self.asked.next() => self.take_in(answer, post).await?,
                reread = post.asked() => self.ask_all(&reread?),
            }
        }
    }

    async fn begin(&mut self, post: &Post) -> Result<(), Stopped> {
        for saver in &mut self.savers {
            let name = saver.interface.source.name();
            bus::subscribe_to_owner(&self.conn, name).await?;
            bus::subscribe(&self.conn, &format!("type='signal',interface='{name}',member='ActiveChanged'"))
                .await?;
            saver.owner = bus::owner(&self.conn, name).await?;
            if let Some(owner) = &saver.owner {
                self.asked.push(Box::pin(ask(self.conn.clone(), saver.interface, owner.clone(), None)));
            }
        }
        self.count(post).await
    }

    fn ask_all(&self, reread: &Reread) {
        for saver in &self.savers {
            if let Some(owner) = &saver.owner {
                self.asked.push(Box::pin(ask(
                    self.conn.clone(),
                    saver.interface,
                    owner.clone(),
                    Some(reread.clone()),
                )));
            }
        }
    }

    async fn hear(&mut self, message: &Message, post: &Post) -> Result<(), Stopped> {
        if let Some((name, owner)) = bus::owner_change(message) {
            return self.change_owner(&name, owner, post).await;
        }
        let header = message.header();
        let Some(sender) = header.sender() else { return Ok(()) };
        let spoke = |saver: &Saver| {
            bus::is_signal(&header, saver.interface.source.name(), "ActiveChanged")
                && saver.is_owned_by(sender)
        };
        let (Some(index), Ok(active)) =
            (self.savers.iter().position(spoke), message.body().deserialize::<bool>())
        else {
            return Ok(());
        };
        self.claim(index, message.recv_position(), active, post).await
    }

    async fn change_owner(
        &mut self,
        name: &str,
        owner: Option<OwnedUniqueName>,
        post: &Post,
    ) -> Result<(), Stopped> {
        let Some(saver) = self.savers.iter_mut().find(|saver| saver.interface.source.name() == name) else {
            return Ok(());
        };
        if saver.owner == owner {
            return Ok(());
        }
        post.tell(Signal::SourceGone { source: saver.interface.source }).await?;
        saver.heard = None;
        saver.owner = owner;
        if let Some(owner) = &saver.owner {
            self.asked.push(Box::pin(ask(self.conn.clone(), saver.interface, owner.clone(), None)));
        }
        self.count(post).await
    }

    async fn take_in(&mut self, answer: Answer, post: &Post) -> Result<(), Stopped> {
        let asked =
            |saver: &Saver| saver.interface.source == answer.source && saver.is_owned_by(&answer.owner);
        let Some(index) = self.savers.iter().position(asked) else { return Ok(()) };
        match answer.state {
            Some((at, active)) => self.claim(index, at, active, post).await,
            None if self.savers[index].heard.is_none() => {
                tracing::info!(source = %answer.source, "{SILENT}");
                post.tell(Signal::CannotTell {
                    sense: Sense::Lock,
                    source: answer.source,
                    why: SILENT.into(),
                })
                .await
            }
            None => Ok(()),
        }
    }

    /// An answer that was sent before the last signal was is out of date.
    async fn claim(&mut self, index: usize, at: Sequence, active: bool, post: &Post) -> Result<(), Stopped> {
        let saver = &mut self.savers[index];
        let source = saver.interface.source;
        if saver.heard.is_some_and(|heard| at < heard) {
            return Ok(());
        }
        if saver.heard.replace(at).is_none() {
            post.tell(Signal::Using { sense: Sense::Lock, source }).await?;
        }
        post.tell(match saver.interface.locks {
            true => Signal::Locked { source, locked: active },
            false => Signal::Screensaver { source, on: active },
        })
        .await?;
        self.count(post).await
    }

    /// Tells when the first owner begins, or the last one ceases, to speak.
    async fn count(&mut self, post: &Post) -> Result<(), Stopped> {
        let somebody = self.savers.iter().any(|saver| saver.heard.is_some());
        if self.somebody.replace(somebody) == Some(somebody) {
            return Ok(());
        }
        post.tell(match somebody {
            true => Signal::SourceGone { source: BUS },
            false => Signal::CannotTell { sense: Sense::Lock, source: BUS, why: NOBODY.into() },
        })
        .await
    }

    async fn leave(&mut self, post: &Post) -> Result<(), Stopped> {
        for saver in self.savers.iter().filter(|saver| saver.owner.is_some()) {
            post.tell(Signal::SourceGone { source: saver.interface.source }).await?;
        }
        Ok(())
    }
}

/// Asks the owner itself rather than the name, so that the answer belongs to it and nothing is started.
async fn ask(
    conn: Connection,
    interface: &'static Interface,
    owner: OwnedUniqueName,
    reread: Option<Reread>,
) -> Answer {
    let mut state = None;
    for path in interface.paths {
        let reply = conn
            .call_method(Some(owner.as_str()), *path, Some(interface.source.name()), "GetActive", &())
            .await;
        if let Ok(reply) = reply {
            state = reply.body().deserialize().ok().map(|active| (reply.recv_position(), active));
            break;
        }
    }
    Answer { source: interface.source, owner, state, _reread: reread }
}
