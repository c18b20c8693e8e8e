//! What arrives at a real notification service, and what is pressed there.
#![cfg(target_os = "linux")]

use std::collections::HashMap;

use ringlight_client::{Notification, Notify, Options, Paths, Press};
use tempfile::TempDir;
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};
use zbus::{interface, object_server::SignalEmitter, zvariant::OwnedValue};

use crate::{TOO_LONG, stage::on_a_bus};

/// What was shown.
#[derive(Debug, PartialEq)]
struct Shown {
    app: String,
    summary: String,
    body: String,
    actions: Vec<String>,
    /// No list is to keep it.
    transient: bool,
}

/// The [notification service](https://specifications.freedesktop.org/notification-spec/latest/) with an impatient
/// person before it, who presses something at once, or nothing.
struct Notifications {
    say: mpsc::Sender<Shown>,
    presses: Option<&'static str>,
    close: mpsc::Sender<u32>,
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
        hints: HashMap<String, OwnedValue>,
        _expires: i32,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> u32 {
        let transient = hints["transient"] == true.into();
        self.say.send(Shown { app, summary, body, actions, transient }).await.unwrap();
        Self::action_invoked(&emitter, 6, "Open").await.unwrap();
        if let Some(key) = self.presses {
            Self::action_invoked(&emitter, 7, key).await.unwrap();
        }
        7
    }

    async fn close_notification(&self, id: u32) {
        self.close.send(id).await.unwrap();
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

/// A bus with the service on it, and the app's way to show notifications there.
struct Desk {
    shown: mpsc::Receiver<Shown>,
    closed: mpsc::Receiver<u32>,
    notify: Notify,
    _service: zbus::Connection,
}

impl Desk {
    async fn new(presses: Option<&'static str>) -> Self {
        let (say, shown) = mpsc::channel(4);
        let (close, closed) = mpsc::channel(4);
        let service = zbus::connection::Builder::session()
            .unwrap()
            .name("org.freedesktop.Notifications")
            .unwrap()
            .serve_at("/org/freedesktop/Notifications", Notifications { say, presses, close })
            .unwrap()
            .build()
            .await
            .unwrap();
        let nowhere = TempDir::new().unwrap();
        let notify =
            Options::new(Paths { data: nowhere.path().into(), socket: nowhere.path().join("socket") }).notify;
        Self { shown, closed, notify, _service: service }
    }

    /// What is shown next.
    async fn next(&mut self) -> Shown {
        timeout(TOO_LONG, self.shown.recv()).await.unwrap().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_is_shown_with_buttons_and_names_are_never_markup() {
    if !on_a_bus("notifying::an_alert_is_shown_with_buttons_and_names_are_never_markup") {
        return;
    }
    let mut desk = Desk::new(Some("Snooze 10 min")).await;
    let (press, mut pressed) = mpsc::unbounded_channel();
    let notification = Notification {
        title: "Ada is available".into(),
        body: "<b>Ada</b> & co".into(),
        offers: &[Press::Open, Press::Snooze],
        about: Vec::new(),
        passing: false,
    };
    (desk.notify)(notification, Box::new(move |what| press.send(what).unwrap()), None);
    let expected = Shown {
        app: "Ringlight".into(),
        summary: "Ada is available".into(),
        body: "&lt;b&gt;Ada&lt;/b&gt; &amp; co".into(),
        actions: ["default", "Open", "Open", "Open", "Snooze 10 min", "Snooze 10 min"].map(Into::into).into(),
        transient: false,
    };
    assert_eq!(desk.next().await, expected);
    assert_eq!(
        timeout(TOO_LONG, pressed.recv()).await.unwrap(),
        Some(Press::Snooze),
        "of this one, not another's"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_so_for_a_moment_is_taken_back_and_not_kept() {
    if !on_a_bus("notifying::what_is_so_for_a_moment_is_taken_back_and_not_kept") {
        return;
    }
    let mut desk = Desk::new(None).await;
    let (passing, over) = oneshot::channel();
    let notification = Notification {
        title: "Away in 30 s".into(),
        body: String::new(),
        offers: &[Press::Here],
        about: Vec::new(),
        passing: true,
    };
    (desk.notify)(notification, Box::new(|_| panic!("nothing was pressed")), Some(over));
    assert!(desk.next().await.transient);
    drop(passing);
    assert_eq!(timeout(TOO_LONG, desk.closed.recv()).await.unwrap(), Some(7));
}
