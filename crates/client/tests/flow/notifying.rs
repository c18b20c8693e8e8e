//! What arrives at a real notification service, and what is pressed there.
#![cfg(target_os = "linux")]

use std::collections::HashMap;

use ringlight_client::{Notification, Options, Paths, Press};
use tempfile::TempDir;
use tokio::{sync::mpsc, time::timeout};
use zbus::{interface, object_server::SignalEmitter, zvariant::OwnedValue};

use crate::{TOO_LONG, stage::on_a_bus};

/// What was shown.
#[derive(Debug, PartialEq)]
struct Shown {
    app: String,
    summary: String,
    body: String,
    actions: Vec<String>,
}

/// The [notification service](https://specifications.freedesktop.org/notification-spec/latest/) with an impatient
/// person before it, who presses something at once.
struct Notifications {
    say: mpsc::Sender<Shown>,
    presses: &'static str,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "the specification has as many")]
    async fn notify(
        &self,
        app: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> u32 {
        self.say.send(Shown { app, summary, body, actions }).await.unwrap();
        Self::action_invoked(&emitter, 6, "Open").await.unwrap();
        Self::action_invoked(&emitter, 7, self.presses).await.unwrap();
        7
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("test".into(), "test".into(), "1".into(), "1.2".into())
    }

    fn get_capabilities(&self) -> Vec<String> {
        ["body", "body-markup", "actions"].map(Into::into).into()
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, key: &str) -> zbus::Result<()>;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_is_shown_with_buttons_and_names_are_never_markup() {
    if !on_a_bus("notifying::an_alert_is_shown_with_buttons_and_names_are_never_markup") {
        return;
    }
    let (say, mut shown) = mpsc::channel(4);
    let _service = zbus::connection::Builder::session()
        .unwrap()
        .name("org.freedesktop.Notifications")
        .unwrap()
        .serve_at("/org/freedesktop/Notifications", Notifications { say, presses: "Snooze 10 min" })
        .unwrap()
        .build()
        .await
        .unwrap();
    let nowhere = TempDir::new().unwrap();
    let notify =
        Options::new(Paths { data: nowhere.path().into(), socket: nowhere.path().join("socket") }).notify;
    let (press, mut pressed) = mpsc::unbounded_channel();
    let notification = Notification {
        title: "Ada is available".into(),
        body: "<b>Ada</b> & co".into(),
        offers: &[Press::Open, Press::Snooze],
        about: Vec::new(),
    };
    (notify)(notification, Box::new(move |what| press.send(what).unwrap()));
    let expected = Shown {
        app: "Ringlight".into(),
        summary: "Ada is available".into(),
        body: "&lt;b&gt;Ada&lt;/b&gt; &amp; co".into(),
        actions: ["default", "Open", "Open", "Open", "Snooze 10 min", "Snooze 10 min"].map(Into::into).into(),
    };
    assert_eq!(timeout(TOO_LONG, shown.recv()).await.unwrap(), Some(expected));
    assert_eq!(
        timeout(TOO_LONG, pressed.recv()).await.unwrap(),
        Some(Press::Snooze),
        "of this one, not another's"
    );
}
