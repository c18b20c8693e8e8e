//! A desktop's portal on the bus, with one session monitor.

use std::collections::HashMap;

use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio::time::timeout;
use zbus::message::Type;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, MessageStream};

use super::PATIENCE;
use super::servers::Bus;

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const INHIBIT: &str = "org.freedesktop.portal.Inhibit";
const SESSION: &str = "/org/freedesktop/portal/desktop/session/1_1/ringlight";

/// What the client did, in order.
#[derive(Debug, PartialEq)]
pub enum Deed {
    /// By this name on the bus.
    Created(String),
    AgreedToEnd,
}

pub struct Portal {
    conn: Connection,
    deeds: mpsc::UnboundedReceiver<Deed>,
}

impl Portal {
    /// One that answers requests with this response: zero grants them.
    pub async fn start(bus: &Bus, response: u32) -> Self {
        let conn = bus.connect().await;
        let (say, deeds) = mpsc::unbounded_channel();
        tokio::spawn(serve(conn.clone(), response, say));
        conn.request_name(NAME).await.expect("the name is free");
        Self { conn, deeds }
    }

    pub async fn deed(&mut self) -> Deed {
        timeout(PATIENCE, self.deeds.recv()).await.expect("a deed in time").expect("is served")
    }

    /// Whether the client has done nothing more.
    pub fn is_waiting(&mut self) -> bool {
        self.deeds.try_recv().is_err()
    }

    pub async fn say(&self, screensaver: bool, session: u32) {
        let state = HashMap::from([
            ("screensaver-active", Value::from(screensaver)),
            ("session-state", Value::from(session)),
        ]);
        let body = (ObjectPath::from_static_str_unchecked(SESSION), state);
        let said = self.conn.emit_signal(None::<&str>, PATH, INHIBIT, "StateChanged", &body).await;
        said.expect("the bus runs");
    }

    pub async fn stop(self) {
        self.conn.close().await.expect("was connected");
    }
}

async fn serve(conn: Connection, response: u32, say: mpsc::UnboundedSender<Deed>) {
    let mut messages = MessageStream::from(&conn);
    while let Some(Ok(message)) = messages.next().await {
        let (header, body) = (message.header(), message.body());
        if header.message_type() != Type::MethodCall {
            continue;
        }
        match header.member().map(ToString::to_string).as_deref() {
            Some("CreateMonitor") => {
                let (_, options): (String, HashMap<String, OwnedValue>) =
                    body.deserialize().expect("a window and options");
                let token = String::try_from(options["handle_token"].clone()).expect("is a word");
                let client = header.sender().expect("has a name").to_string();
                let request = format!("{PATH}/request/{}/{token}", client[1..].replace('.', "_"));
                let request = OwnedObjectPath::try_from(request).expect("is a path");
                conn.reply(&header, &request).await.expect("the bus runs");
                let granted: (u32, HashMap<&str, Value<'_>>) =
                    (response, HashMap::from([("session_handle", Value::from(SESSION))]));
                let interface = "org.freedesktop.portal.Request";
                conn.emit_signal(None::<&str>, &request, interface, "Response", &granted)
                    .await
                    .expect("the bus runs");
                let _ = say.send(Deed::Created(client));
            }
            Some("QueryEndResponse") => {
                let session: OwnedObjectPath = body.deserialize().expect("a session");
                assert_eq!(session.as_str(), SESSION);
                let _ = say.send(Deed::AgreedToEnd);
                conn.reply(&header, &()).await.expect("the bus runs");
            }
            _ => {
                let error = "org.freedesktop.DBus.Error.UnknownMethod";
                conn.reply_error(&header, error, &"no such method").await.expect("the bus runs");
            }
        }
    }
}
