//! A screensaver on the bus, as helpful as the real ones.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::StreamExt;
use zbus::{Connection, MessageStream};

use super::servers::Bus;

/// How it answers `GetActive`.
#[derive(Clone, Copy, PartialEq)]
pub enum Manner {
    Answers,
    /// With `UnknownMethod`.
    Refuses,
    /// Never.
    Hangs,
}

pub struct Saver {
    conn: Connection,
    name: &'static str,
    active: Arc<AtomicBool>,
}

impl Saver {
    pub async fn start(
        bus: &Bus,
        name: &'static str,
        path: &'static str,
        active: bool,
        manner: Manner,
    ) -> Self {
        let conn = bus.connect().await;
        let active = Arc::new(AtomicBool::new(active));
        tokio::spawn(answer(conn.clone(), path, active.clone(), manner));
        conn.request_name(name).await.expect("the name is free");
        Self { conn, name, active }
    }

    /// Becomes active or not, and says so from `path`.
    pub async fn set(&self, active: bool, path: &str) {
        self.set_unheard(active);
        self.say(active, path).await;
    }

    /// Becomes active or not without a word.
    pub fn set_unheard(&self, active: bool) {
        self.active.store(active, Ordering::SeqCst);
    }

    /// Says it without being it.
    pub async fn say(&self, active: bool, path: &str) {
        self.conn
            .emit_signal(None::<&str>, path, self.name, "ActiveChanged", &active)
            .await
            .expect("the bus runs");
    }

    /// Leaves the bus.
    pub async fn stop(self) {
        self.conn.close().await.expect("was connected");
    }
}

async fn answer(conn: Connection, path: &'static str, active: Arc<AtomicBool>, manner: Manner) {
    let mut messages = MessageStream::from(&conn);
    while let Some(Ok(message)) = messages.next().await {
        let header = message.header();
        if header.message_type() != zbus::message::Type::MethodCall || manner == Manner::Hangs {
            continue;
        }
        let right = header.member().is_some_and(|m| m.as_str() == "GetActive")
            && header.path().is_some_and(|p| p.as_str() == path);
        let answered = match right && manner == Manner::Answers {
            true => conn.reply(&header, &active.load(Ordering::SeqCst)).await,
            false => {
                conn.reply_error(&header, "org.freedesktop.DBus.Error.UnknownMethod", &"no such method").await
            }
        };
        answered.expect("the bus runs");
    }
}
