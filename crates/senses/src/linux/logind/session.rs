//! The login session that this program belongs to.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;
use zbus::message::Sequence;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{Connection, Message};

use super::super::bus;
use super::{MANAGER, NAME, PATH, PROPERTIES, SOURCE, cannot_tell};
use crate::mechanism::{Post, Stopped};
use crate::signal::{Sense, Signal};

const SESSION: &str = "org.freedesktop.login1.Session";
const LOCKED: &str = "LockedHint";
const NO_OBJECT: &str = "org.freedesktop.DBus.Error.UnknownObject";
/// A locker that was asked to lock says so by then, if it says so at all.
const LOCKS_WITHIN: Duration = Duration::from_secs(5);

pub(super) struct Session {
    path: OwnedObjectPath,
    /// The place of the last reading in the order of all messages: signals before it are out of date.
    read_at: Option<Sequence>,
    /// Somebody has asked the locker to lock, which counts as locked until this instant.
    asked_to_lock: Option<Instant>,
}

/// How reading a session went.
pub(super) enum Reading {
    Told,
    /// There is no such session any more.
    Gone,
}

impl Session {
    /// Has the bus send us what all sessions say: ours may be another one later.
    pub(super) async fn subscribe(conn: &Connection) -> Result<(), Stopped> {
        let rule = format!("type='signal',sender='{NAME}',path_namespace='{PATH}/session'");
        let changes = format!("{rule},interface='{PROPERTIES}',member='PropertiesChanged',arg0='{SESSION}'");
        bus::subscribe(conn, &changes).await?;
        for member in ["Lock", "Unlock"] {
            bus::subscribe(conn, &format!("{rule},interface='{SESSION}',member='{member}'")).await?;
        }
        Ok(())
    }

    /// Programs that the user manager starts belong to no session of their own: `auto` gives them their user's display.
    pub(super) async fn find(
        conn: &Connection,
        logind: &OwnedUniqueName,
        id: Option<&str>,
    ) -> Result<Option<Self>, Stopped> {
        for id in [id, Some("auto")].into_iter().flatten() {
            match conn.call_method(Some(logind), PATH, Some(MANAGER), "GetSession", &id).await {
                Ok(reply) => {
                    let path = reply.body().deserialize()?;
                    return Ok(Some(Self { path, read_at: None, asked_to_lock: None }));
                }
                Err(error) => tracing::debug!(id, %error, "logind knows no such session"),
            }
        }
        Ok(None)
    }

    pub(super) fn is_at(&self, path: &OwnedObjectPath) -> bool {
        self.path == *path
    }

    /// When a wish to lock counts no more, unless the locker says that it locks.
    pub(super) fn wish_ends(&self) -> Option<Instant> {
        self.asked_to_lock
    }

    /// Whether there is something to read after this message of logind.
    pub(super) fn changes_by(&mut self, message: &Message) -> bool {
        let header = message.header();
        if header.path().is_none_or(|path| path.as_str() != self.path.as_str()) {
            return false;
        }
        if bus::is_signal(&header, SESSION, "Lock") {
            self.asked_to_lock = Some(Instant::now() + LOCKS_WITHIN);
            true
        } else if bus::is_signal(&header, SESSION, "Unlock") {
            self.asked_to_lock = None;
            true
        } else {
            bus::is_signal(&header, PROPERTIES, "PropertiesChanged")
                && (self.has_answered(message) || self.read_at.is_none_or(|at| at < message.recv_position()))
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

    pub(super) async fn read(
        &mut self,
        conn: &Connection,
        logind: &OwnedUniqueName,
        post: &Post,
    ) -> Result<Reading, Stopped> {
        let properties =
            match conn.call_method(Some(logind), &self.path, Some(PROPERTIES), "GetAll", &SESSION).await {
                Ok(reply) => {
                    self.read_at = Some(reply.recv_position());
                    reply.body().deserialize::<HashMap<String, OwnedValue>>()?
                }
                Err(zbus::Error::MethodError(error, ..)) if error.as_str() == NO_OBJECT => {
                    return Ok(Reading::Gone);
                }
                Err(zbus::Error::MethodError(..)) => HashMap::new(),
                Err(error) => return Err(error.into()),
            };
        let flag = |name| properties.get(name).and_then(|value| bool::try_from(value).ok());
        let (locked, foreground) = (flag(LOCKED), flag("Active"));
        let waits = |until: &Instant| locked != Some(true) && *until > Instant::now();
        self.asked_to_lock = self.asked_to_lock.filter(waits);
        if let Some(locked) = locked {
            let locked = locked || self.asked_to_lock.is_some();
            post.tell(Signal::Using { sense: Sense::Lock, source: SOURCE }).await?;
            post.tell(Signal::Locked { source: SOURCE, locked }).await?;
        } else {
            cannot_tell(&[Sense::Lock], "logind does not tell whether this session is locked", post).await?;
        }
        if let Some(foreground) = foreground {
            post.tell(Signal::Using { sense: Sense::Session, source: SOURCE }).await?;
            post.tell(Signal::Foreground { source: SOURCE, foreground }).await?;
        } else {
            cannot_tell(&[Sense::Session], "logind does not tell whether this session is in front", post)
                .await?;
        }
        Ok(Reading::Told)
    }
}
