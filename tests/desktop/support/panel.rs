use tokio::sync::mpsc;
use zbus::{Connection, fdo, interface, message::Header, object_server::SignalEmitter};

use super::{PATIENCE, TrayItem};

/// A panel that shows tray icons: watcher and host of the StatusNotifierItem protocol in one.
pub struct Panel {
    bus: Connection,
    registered: mpsc::UnboundedReceiver<String>,
}

impl Panel {
    /// What it is called on the session bus.
    pub const NAME: &str = "org.kde.StatusNotifierWatcher";

    /// Starts one.
    pub async fn start(bus: Connection) -> Self {
        let (sender, registered) = mpsc::unbounded_channel();
        let watcher = Watcher { items: Vec::new(), registered: sender };
        bus.object_server().at("/StatusNotifierWatcher", watcher).await.expect("the bus is there");
        bus.request_name(Self::NAME).await.expect("no other panel is there");
        Self { bus, registered }
    }

    /// The next icon that is put into it.
    pub async fn item(&mut self) -> TrayItem {
        let owner =
            tokio::time::timeout(PATIENCE, self.registered.recv()).await.expect("an icon within the time");
        TrayItem::of(&self.bus, owner.expect("the panel runs")).await
    }
}

struct Watcher {
    items: Vec<String>,
    registered: mpsc::UnboundedSender<String>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(
        &mut self,
        service: String,
        #[zbus(header)] header: Header<'_>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> fdo::Result<()> {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        // Some give the path of their object, some a name that they own.
        let owner = if service.starts_with('/') { sender } else { service };
        self.items.push(owner.clone());
        Self::status_notifier_item_registered(&emitter, &owner).await?;
        // The test may be over.
        let _ = self.registered.send(owner);
        Ok(())
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.items.clone()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(signal)]
    async fn status_notifier_item_registered(emitter: &SignalEmitter<'_>, service: &str) -> zbus::Result<()>;
}
