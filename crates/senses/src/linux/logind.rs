//! logind on the system bus: `LockedHint` and `Active` of this session, sleep and shutdown.
//!
//! See [org.freedesktop.login1](https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html) and
//! [inhibitor locks](https://systemd.io/INHIBITOR_LOCKS/). A delay lock is held all the time, so that the last state
//! can be sent before the system sleeps; it is taken anew as soon as the system is awake, before anything else.
//! `Lock` is a wish, not a state: it counts only until the locker has had time to say that it locks.

use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use zbus::message::Sequence;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};
use zbus::{Connection, Message, MessageStream};

use super::bus::{self, Bus};
use super::delay;
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};

const SOURCE: Source = Source::new("logind");
const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const LOCKED: &str = "LockedHint";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
/// A locker that was asked to lock says so by then, if it says so at all.
const LOCKS_WITHIN: Duration = Duration::from_secs(5);
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
        let mut login = Login {
            conn,
            session_id: self.session_id.clone(),
            owner: None,
            session: None,
            delay: None,
            read_at: None,
            asked_to_lock: None,
        };
        login.listen(post).await
    }

    fn comes(&self) -> Option<Comes> {
        self.bus.comes()
    }
}

struct Login {
    conn: Connection,
    session_id: Option<String>,
    owner: Option<OwnedUniqueName>,
    session: Option<OwnedObjectPath>,
    delay: Option<OwnedFd>,
    /// The place of the last reading in the order of all messages: signals before it are out of date.
    read_at: Option<Sequence>,
    /// Somebody has asked the locker to lock, which counts as locked until this instant.
    asked_to_lock: Option<Instant>,
}

impl Login {
    async fn listen(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let mut messages = MessageStream::from(&self.conn);
        bus::subscribe_to_owner(&self.conn, NAME).await?;
        for member in ["PrepareForSleep", "PrepareForShutdown"] {
            bus::subscribe(
                &self.conn,
                &format!("type='signal',sender='{NAME}',interface='{MANAGER}',member='{member}'"),
            )
            .await?;
        }
        let owner = bus::owner(&self.conn, NAME).await?;
        self.change_owner(owner, post).await?;
        loop {
            tokio::select! {
                message = bus::next(&mut messages, bus::SYSTEM) => self.hear(&message?, post).await?,
                reread = post.asked() => {
                    let _reread = reread?;
                    self.read(post).await?;
                }
                () = sleep_until(self.asked_to_lock.unwrap_or_else(Instant::now)), if self.asked_to_lock.is_some() => {
                    self.asked_to_lock = None;
                    self.read(post).await?;
                }
            }
        }
    }

    async fn hear(&mut self, message: &Message, post: &Post) -> Result<(), Stopped> {
        if let Some((name, owner)) = bus::owner_change(message) {
            return if name == NAME { self.change_owner(owner, post).await } else { Ok(()) };
        }
        let header = message.header();
        if !bus::is_from(&header, self.owner.as_ref()) {
            return Ok(());
        }
        if bus::is_signal(&header, MANAGER, "PrepareForSleep") {
            self.sleep(message.body().deserialize()?, post).await
        } else if bus::is_signal(&header, MANAGER, "PrepareForShutdown") {
            self.shut_down(message.body().deserialize()?, post).await
        } else if bus::is_signal(&header, SESSION, "Lock") {
            self.asked_to_lock = Some(Instant::now() + LOCKS_WITHIN);
            self.read(post).await
        } else if bus::is_signal(&header, SESSION, "Unlock") {
            self.asked_to_lock = None;
            self.read(post).await
        } else if bus::is_signal(&header, PROPERTIES, "PropertiesChanged")
            && (self.has_answered(message) || self.read_at.is_none_or(|at| at < message.recv_position()))
        {
            self.read(post).await
        } else {
            Ok(())
        }
    }

    /// Whether the locker that was asked to lock has said something, which from then on counts alone.
    fn has_answered(&mut self, message: &Message) -> bool {
        type Changes = (String, HashMap<String, OwnedValue>, Vec<String>);
        let changes = message.body().deserialize::<Changes>();
        let answered = changes
            .is_ok_and(|(_, new, old)| new.contains_key(LOCKED) || old.iter().any(|name| name == LOCKED));
        answered && self.asked_to_lock.take().is_some()
    }

    async fn change_owner(&mut self, owner: Option<OwnedUniqueName>, post: &Post) -> Result<(), Stopped> {
        if self.owner.is_some() {
            post.tell(Signal::SourceGone { source: SOURCE }).await?;
        }
        self.owner = owner;
        (self.session, self.delay, self.read_at, self.asked_to_lock) = (None, None, None, None);
        if self.owner.is_none() {
            return self
                .cannot_tell(&[Sense::Lock, Sense::Sleep, Sense::Session], "logind does not run", post)
                .await;
        }
        self.delay = self.inhibit().await;
        post.tell(Signal::Using { sense: Sense::Sleep, source: SOURCE }).await?;
        self.session = self.find_session().await;
        let Some(session) = &self.session else {
            return self
                .cannot_tell(
                    &[Sense::Lock, Sense::Session],
                    "logind knows of no session for this program",
                    post,
                )
                .await;
        };
        let rule = format!(
            "type='signal',sender='{NAME}',path='{session}',interface='{PROPERTIES}',member='PropertiesChanged',arg0='{SESSION}'"
        );
        bus::subscribe(&self.conn, &rule).await?;
        for member in ["Lock", "Unlock"] {
            let rule = format!(
                "type='signal',sender='{NAME}',path='{session}',interface='{SESSION}',member='{member}'"
            );
            bus::subscribe(&self.conn, &rule).await?;
        }
        self.read(post).await
    }

    async fn cannot_tell(&self, senses: &[Sense], why: &str, post: &Post) -> Result<(), Stopped> {
        for sense in senses {
            post.tell(Signal::CannotTell { sense: *sense, source: SOURCE, why: why.into() }).await?;
        }
        Ok(())
    }

    /// Programs that the user manager starts belong to no session of their own: `auto` gives them their user's display.
    async fn find_session(&self) -> Option<OwnedObjectPath> {
        for id in [self.session_id.as_deref(), Some("auto")].into_iter().flatten() {
            match self.conn.call_method(Some(NAME), PATH, Some(MANAGER), "GetSession", &id).await {
                Ok(reply) => return reply.body().deserialize().ok(),
                Err(error) => tracing::debug!(id, %error, "logind knows no such session"),
            }
        }
        None
    }

    async fn inhibit(&self) -> Option<OwnedFd> {
        let wanted = ("sleep:shutdown", "Ringlight", "Tells colleagues that you are away", "delay");
        match self.conn.call_method(Some(NAME), PATH, Some(MANAGER), "Inhibit", &wanted).await {
            Ok(reply) => reply.body().deserialize().ok(),
            Err(error) => {
                tracing::info!(%error, "logind grants no delay: the last change before sleep may come late");
                None
            }
        }
    }

    async fn read(&mut self, post: &Post) -> Result<(), Stopped> {
        if let Some(locked) = self.property(LOCKED).await? {
            self.asked_to_lock = self.asked_to_lock.filter(|_| !locked);
            let locked = locked || self.asked_to_lock.is_some();
            post.tell(Signal::Using { sense: Sense::Lock, source: SOURCE }).await?;
            post.tell(Signal::Locked { source: SOURCE, locked }).await?;
        }
        if let Some(foreground) = self.property("Active").await? {
            post.tell(Signal::Using { sense: Sense::Session, source: SOURCE }).await?;
            post.tell(Signal::Foreground { source: SOURCE, foreground }).await?;
        }
        Ok(())
    }

    async fn property(&mut self, name: &str) -> Result<Option<bool>, Stopped> {
        let Some(session) = &self.session else { return Ok(None) };
        let reply = match self
            .conn
            .call_method(Some(NAME), session.as_ref(), Some(PROPERTIES), "Get", &(SESSION, name))
            .await
        {
            Ok(reply) => reply,
            Err(zbus::Error::MethodError(..)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        self.read_at = Some(reply.recv_position());
        Ok(reply.body().deserialize::<OwnedValue>().ok().and_then(|value| bool::try_from(value).ok()))
    }

    async fn sleep(&mut self, begins: bool, post: &Post) -> Result<(), Stopped> {
        if begins {
            let (release, released) = delay::hold();
            post.tell(Signal::Sleep { release }).await?;
            released.within(LONGEST_HOLD).await;
            self.delay = None;
            return Ok(());
        }
        self.delay = self.inhibit().await;
        post.tell(Signal::Wake).await
    }

    async fn shut_down(&mut self, begins: bool, post: &Post) -> Result<(), Stopped> {
        if begins {
            let (release, released) = delay::hold();
            post.tell(Signal::SessionEnding { release }).await?;
            released.within(LONGEST_HOLD).await;
            self.delay = None;
            return Ok(());
        }
        self.delay = self.inhibit().await;
        post.tell(Signal::SessionKept).await
    }
}
