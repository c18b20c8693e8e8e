//! What arrives at a real notification service when a favourite becomes available.
#![cfg(target_os = "linux")]

use std::collections::HashMap;

use ringlight_client::{Notification, Options, Paths, Press};
use tempfile::TempDir;
use tokio::{sync::mpsc, time::timeout};
use zbus::{interface, zvariant::OwnedValue};

use crate::{TOO_LONG, stage::on_a_bus};

/// The [notification service](https://specifications.freedesktop.org/notification-spec/latest/).
struct Notifications(mpsc::Sender<(String, String)>);

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "the specification has as many")]
    async fn notify(
        &self,
        app: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        _body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        self.0.send((app, summary)).await.unwrap();
        1
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("test".into(), "test".into(), "1".into(), "1.2".into())
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".into()]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_favourite_who_becomes_available_is_announced_by_name() {
    if !on_a_bus("notifying::a_favourite_who_becomes_available_is_announced_by_name") {
        return;
    }
    let (say, mut shown) = mpsc::channel(4);
    let _service = zbus::connection::Builder::session()
        .unwrap()
        .name("org.freedesktop.Notifications")
        .unwrap()
        .serve_at("/org/freedesktop/Notifications", Notifications(say))
        .unwrap()
        .build()
        .await
        .unwrap();
    let notify = {
        let nowhere = TempDir::new().unwrap();
        Options::new(Paths { data: nowhere.path().into(), socket: nowhere.path().join("socket") }).notify
    };
    let notification = Notification {
        title: "Ada is available".into(),
        body: "now".into(),
        offers: &[Press::Open],
        about: Vec::new(),
    };
    (notify)(notification, Box::new(|_| {}));
    let expected = ("Ringlight".to_owned(), "Ada is available".to_owned());
    assert_eq!(timeout(TOO_LONG, shown.recv()).await.unwrap(), Some(expected));
}
