use std::collections::HashMap;

use tokio::sync::mpsc;
use zbus::{Connection, interface, zvariant::OwnedValue};

/// A notification service that keeps what it is asked to show.
pub struct Notifications {
    _bus: Connection,
    shown: mpsc::UnboundedReceiver<(String, String)>,
}

impl Notifications {
    /// Starts it.
    pub async fn start(bus: Connection) -> Self {
        let (sender, shown) = mpsc::unbounded_channel();
        let server = Service { sender, last: 0 };
        bus.object_server().at("/org/freedesktop/Notifications", server).await.expect("the bus is there");
        bus.request_name("org.freedesktop.Notifications").await.expect("the name is free");
        Self { _bus: bus, shown }
    }

    /// Title and text of the next one, if there is one yet.
    pub fn next(&mut self) -> Option<(String, String)> {
        self.shown.try_recv().ok()
    }
}

struct Service {
    sender: mpsc::UnboundedSender<(String, String)>,
    last: u32,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[expect(clippy::too_many_arguments, reason = "the signature of Desktop Notifications 1.2")]
    fn notify(
        &mut self,
        _app: &str,
        _replaces: u32,
        _icon: &str,
        title: String,
        text: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        // The test may be over.
        let _ = self.sender.send((title, text));
        self.last += 1;
        self.last
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<&str> {
        vec!["body", "actions"]
    }

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("Test", "Ringlight", "1", "1.2")
    }
}
