//! logind on the system bus: `LockedHint` and `Active` of this session, sleep and shutdown.
//!
//! See [org.freedesktop.login1](https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html) and
//! [inhibitor locks](https://systemd.io/INHIBITOR_LOCKS/). A delay lock is held all the time, so that the last state
//! can be sent before the system sleeps; it is taken anew as soon as the system is awake, before anything else.
//! `Lock` is a wish, not a state: it counts only until the locker has had time to say that it locks.

mod delay_lock;
mod session;

use std::convert::Infallible;
use std::time::Duration;

use futures_util::future::OptionFuture;
use tokio::time::sleep_until;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{Connection, Message};

use super::bus::{self, Bus, Signals};
use super::delay;
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};
use delay_lock::DelayLock;
use session::{Reading, Session};

const SOURCE: Source = Source::new("logind");
const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
/// Under logind's own limit (`InhibitDelayMaxSec`, five seconds unless set).
const LONGEST_HOLD: Duration = Duration::from_secs(4);

pub(super) struct Logind {
    bus: Bus,
    session_id: Option<String>,
}

impl Logind {
    pub(super) fn new(bus: Bus, session_id: Option<String>) -> Self {
        Self { bus, session_id }
    }
}

impl Mechanism for Logind {
    const SENSES: &'static [(Sense, Source)] =
        &[(Sense::Lock, SOURCE), (Sense::Sleep, SOURCE), (Sense::Session, SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let conn = self.bus.connect().await?;
        let session_id = self.session_id.clone();
        Login { conn, session_id, peer: None }.listen(post).await
    }

    fn comes(&self) -> Option<Comes> {
        self.bus.comes()
    }
}

struct Login {
    conn: Connection,
    session_id: Option<String>,
    /// logind, while it runs.
    peer: Option<Peer>,
}

impl Login {
    async fn listen(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let mut signals = Signals::of(&self.conn);
        bus::subscribe_to_owner(&self.conn, NAME).await?;
        for member in ["PrepareForSleep", "PrepareForShutdown", "SessionNew", "SessionRemoved"] {
            let rule = format!("type='signal',sender='{NAME}',interface='{MANAGER}',member='{member}'");
            bus::subscribe(&self.conn, &rule).await?;
        }
        Session::subscribe(&self.conn).await?;
        let owner = bus::owner(&self.conn, NAME).await?;
        self.change_owner(owner, post).await?;
        loop {
            let (wish_ends, lock_due) = match &self.peer {
                Some(peer) => (peer.session.as_ref().and_then(Session::wish_ends), peer.delay.due()),
                None => (None, None),
            };
            tokio::select! {
                message = bus::next(&mut signals, bus::SYSTEM) => self.hear(&message?, post).await?,
                reread = post.asked() => {
                    let _reread = reread?;
                    if let Some(peer) = &mut self.peer {
                        peer.read(post).await?;
                    }
                }
                Some(()) = OptionFuture::from(wish_ends.map(sleep_until)) => {
                    if let Some(peer) = &mut self.peer {
                        peer.read_session(post).await?;
                    }
                }
                Some(()) = OptionFuture::from(lock_due.map(sleep_until)) => {
                    if let Some(peer) = &mut self.peer {
                        peer.delay.take(&peer.conn, &peer.owner).await;
                    }
                }
            }
        }
    }

    async fn hear(&mut self, message: &Message, post: &Post) -> Result<(), Stopped> {
        if let Some((name, owner)) = bus::owner_change(message) {
            return if name == NAME { self.change_owner(owner, post).await } else { Ok(()) };
        }
        match &mut self.peer {
            Some(peer) if bus::is_from(&message.header(), Some(&peer.owner)) => {
                peer.hear(message, post).await
            }
            _ => Ok(()),
        }
    }

    async fn change_owner(&mut self, owner: Option<OwnedUniqueName>, post: &Post) -> Result<(), Stopped> {
        if self.peer.take().is_some() {
            post.tell(Signal::SourceGone { source: SOURCE }).await?;
        }
        let Some(owner) = owner else {
            return cannot_tell(&[Sense::Lock, Sense::Sleep, Sense::Session], "logind does not run", post)
                .await;
        };
        let (conn, session_id) = (self.conn.clone(), self.session_id.clone());
        let mut delay = DelayLock::default();
        delay.take(&conn, &owner).await;
        post.tell(Signal::Using { sense: Sense::Sleep, source: SOURCE }).await?;
        let (session, sleeps, ends) = (None, false, None);
        self.peer.insert(Peer { conn, owner, session_id, session, delay, sleeps, ends }).read(post).await
    }
}

/// A logind that runs, and what it has said.
struct Peer {
    conn: Connection,
    owner: OwnedUniqueName,
    session_id: Option<String>,
    session: Option<Session>,
    delay: DelayLock,
    sleeps: bool,
    /// `None` before it is known.
    ends: Option<bool>,
}

impl Peer {
    async fn hear(&mut self, message: &Message, post: &Post) -> Result<(), Stopped> {
        let header = message.header();
        let said = |member| bus::is_signal(&header, MANAGER, member);
        if said("PrepareForSleep") {
            self.sleep(message.body().deserialize()?, post).await
        } else if said("PrepareForShutdown") {
            self.shut_down(message.body().deserialize()?, post).await
        } else if said("SessionNew") && self.session.is_none() {
            self.read_session(post).await
        } else if said("SessionRemoved") {
            let (_, path): (String, OwnedObjectPath) = message.body().deserialize()?;
            match self.session.take_if(|session| session.is_at(&path)) {
                Some(_) => self.read_session(post).await,
                None => Ok(()),
            }
        } else if self.session.as_mut().is_some_and(|session| session.changes_by(message)) {
            self.read_session(post).await
        } else {
            Ok(())
        }
    }

    /// Also what was called off while nobody listened.
    async fn read(&mut self, post: &Post) -> Result<(), Stopped> {
        if self.sleeps && self.prepares_for("Sleep").await? == Some(false) {
            self.sleep(false, post).await?;
        }
        let ends = self.prepares_for("Shutdown").await?;
        if let Some(ends) = ends.filter(|_| ends != self.ends) {
            self.shut_down(ends, post).await?;
        }
        self.read_session(post).await
    }

    async fn prepares_for(&self, what: &str) -> Result<Option<bool>, Stopped> {
        let (owner, asked) = (Some(self.owner.as_str()), (MANAGER, format!("PreparingFor{what}")));
        match self.conn.call_method(owner, PATH, Some(PROPERTIES), "Get", &asked).await {
            Ok(reply) => Ok(bool::try_from(reply.body().deserialize::<OwnedValue>()?).ok()),
            Err(zbus::Error::MethodError(..)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A session that is not there any more may have been replaced.
    async fn read_session(&mut self, post: &Post) -> Result<(), Stopped> {
        if let Some(session) = &mut self.session {
            match session.read(&self.conn, &self.owner, post).await? {
                Reading::Told => return Ok(()),
                Reading::Gone => self.session = None,
            }
        }
        let found = Session::find(&self.conn, &self.owner, self.session_id.as_deref()).await?;
        if let Some(mut session) = found
            && let Reading::Told = session.read(&self.conn, &self.owner, post).await?
        {
            self.session = Some(session);
            return Ok(());
        }
        cannot_tell(&[Sense::Lock, Sense::Session], "logind knows of no session for this program", post).await
    }

    async fn sleep(&mut self, begins: bool, post: &Post) -> Result<(), Stopped> {
        self.sleeps = begins;
        if begins {
            let (release, released) = delay::hold();
            post.tell(Signal::Sleep { source: SOURCE, release }).await?;
            released.within(LONGEST_HOLD).await;
            self.delay.let_go();
            return Ok(());
        }
        self.delay.take(&self.conn, &self.owner).await;
        post.tell(Signal::Wake).await
    }

    async fn shut_down(&mut self, begins: bool, post: &Post) -> Result<(), Stopped> {
        self.ends = Some(begins);
        if begins {
            let (release, released) = delay::hold();
            post.tell(Signal::SessionEnding { source: SOURCE, release }).await?;
            released.within(LONGEST_HOLD).await;
            self.delay.let_go();
            return Ok(());
        }
        self.delay.take(&self.conn, &self.owner).await;
        post.tell(Signal::SessionKept { source: SOURCE }).await
    }
}

async fn cannot_tell(senses: &[Sense], why: &str, post: &Post) -> Result<(), Stopped> {
    for sense in senses {
        post.tell(Signal::CannotTell { sense: *sense, source: SOURCE, why: why.into() }).await?;
    }
    Ok(())
}
