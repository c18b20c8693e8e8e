//! Notification services that say a name, and what they do to be quiet.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::Connection;
use zbus::zvariant::OwnedValue;

use super::servers::Bus;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// One that says `name` and nothing else.
pub async fn start_named(bus: &Bus, name: &'static str, vendor: &'static str) -> Connection {
    let conn = bus.connect().await;
    conn.object_server().at(PATH, Named { name, vendor }).await.expect("is free");
    conn.request_name(NAME).await.expect("is free");
    conn
}

struct Named {
    name: &'static str,
    vendor: &'static str,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Named {
    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        (self.name, self.vendor, "1", "1.2")
    }
}

/// Plasma's, whose do not disturb is a list of inhibitions.
pub struct Plasma {
    conn: Connection,
}

impl Plasma {
    pub async fn start(bus: &Bus) -> Self {
        let conn = bus.connect().await;
        conn.object_server().at(PATH, PlasmaService::default()).await.expect("is free");
        conn.request_name(NAME).await.expect("is free");
        Self { conn }
    }

    /// The reasons of all inhibitions.
    pub async fn inhibitions(&self) -> Vec<String> {
        let service = self.conn.object_server().interface::<_, PlasmaService>(PATH).await.expect("is served");
        let service = service.get().await;
        service.inhibitions.values().cloned().collect()
    }

    /// What the owner does in Plasma: switches it off, whoever has switched it on.
    pub async fn switch_off(&self) {
        let service = self.conn.object_server().interface::<_, PlasmaService>(PATH).await.expect("is served");
        service.get_mut().await.inhibitions.clear();
        service.get().await.inhibited_changed(service.signal_emitter()).await.expect("the bus runs");
    }
}

impl Plasma {
    /// Plasma's own inhibition, while the screen is shared.
    pub async fn share_screen(&self, shared: bool) {
        let service = self.conn.object_server().interface::<_, PlasmaService>(PATH).await.expect("is served");
        let was = service.get().await.inhibited();
        service.get_mut().await.shared = shared;
        if service.get().await.inhibited() != was {
            service.get().await.inhibited_changed(service.signal_emitter()).await.expect("the bus runs");
        }
    }
}

#[derive(Default)]
struct PlasmaService {
    shared: bool,
    inhibitions: HashMap<u32, String>,
    last: u32,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl PlasmaService {
    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("Plasma", "KDE", "5.27", "1.2")
    }

    async fn inhibit(
        &mut self,
        _entry: String,
        reason: String,
        _hints: HashMap<String, OwnedValue>,
        #[zbus(signal_emitter)] emitter: zbus::object_server::SignalEmitter<'_>,
    ) -> u32 {
        self.last += 1;
        self.inhibitions.insert(self.last, reason);
        self.inhibited_changed(&emitter).await.expect("the bus runs");
        self.last
    }

    async fn un_inhibit(
        &mut self,
        cookie: u32,
        #[zbus(signal_emitter)] emitter: zbus::object_server::SignalEmitter<'_>,
    ) {
        self.inhibitions.remove(&cookie);
        self.inhibited_changed(&emitter).await.expect("the bus runs");
    }

    #[zbus(property)]
    fn inhibited(&self) -> bool {
        self.shared || !self.inhibitions.is_empty()
    }
}

/// SwayNotificationCenter.
pub struct Swaync {
    conn: Connection,
    dnd: Arc<Mutex<bool>>,
}

impl Swaync {
    pub async fn start(bus: &Bus) -> Self {
        let (conn, dnd) = (bus.connect().await, Arc::new(Mutex::new(false)));
        let named = Named { name: "SwayNotificationCenter", vendor: "ErikReider" };
        conn.object_server().at(PATH, named).await.expect("is free");
        let center = ControlCenter(dnd.clone());
        conn.object_server().at("/org/erikreider/swaync/cc", center).await.expect("is free");
        conn.request_name(NAME).await.expect("is free");
        Self { conn, dnd }
    }

    pub fn is_quiet(&self) -> bool {
        *self.dnd.lock().expect("is whole")
    }

    /// What the owner does.
    pub async fn set(&self, dnd: bool) {
        *self.dnd.lock().expect("is whole") = dnd;
        announce(&self.conn, dnd).await;
    }
}

struct ControlCenter(Arc<Mutex<bool>>);

#[zbus::interface(name = "org.erikreider.swaync.cc")]
impl ControlCenter {
    fn get_dnd(&self) -> bool {
        *self.0.lock().expect("is whole")
    }

    async fn set_dnd(&self, dnd: bool, #[zbus(connection)] conn: &Connection) {
        *self.0.lock().expect("is whole") = dnd;
        announce(conn, dnd).await;
    }
}

async fn announce(conn: &Connection, dnd: bool) {
    let (path, interface) = ("/org/erikreider/swaync/cc", "org.erikreider.swaync.cc");
    let news = (0_u32, dnd, false, false);
    conn.emit_signal(None::<&str>, path, interface, "SubscribeV2", &news).await.expect("the bus runs");
}

/// mako. Before 1.10 it never says that its modes have changed.
pub struct Mako {
    conn: Connection,
    announces: bool,
    modes: Arc<Mutex<Vec<String>>>,
}

impl Mako {
    pub async fn start(bus: &Bus, announces: bool) -> Self {
        let modes = Arc::new(Mutex::new(vec!["default".to_owned()]));
        let conn = bus.connect().await;
        let named = Named { name: "mako", vendor: "emersion" };
        conn.object_server().at(PATH, named).await.expect("is free");
        let service = Modes { modes: modes.clone(), announces };
        conn.object_server().at(MAKO_PATH, service).await.expect("is free");
        conn.request_name(NAME).await.expect("is free");
        Self { conn, announces, modes }
    }

    pub fn modes(&self) -> Vec<String> {
        self.modes.lock().expect("is whole").clone()
    }

    /// What the owner does.
    pub async fn set(&self, modes: &[&str]) {
        *self.modes.lock().expect("is whole") = modes.iter().map(ToString::to_string).collect();
        if self.announces {
            announce_modes(&self.conn).await;
        }
    }
}

const MAKO_PATH: &str = "/fr/emersion/Mako";

struct Modes {
    modes: Arc<Mutex<Vec<String>>>,
    announces: bool,
}

#[zbus::interface(name = "fr.emersion.Mako")]
impl Modes {
    fn list_modes(&self) -> Vec<String> {
        self.modes.lock().expect("is whole").clone()
    }

    async fn set_modes(&self, modes: Vec<String>, #[zbus(connection)] conn: &Connection) {
        *self.modes.lock().expect("is whole") = modes;
        if self.announces {
            announce_modes(conn).await;
        }
    }
}

/// Without their value, as mako does.
async fn announce_modes(conn: &Connection) {
    let news = ("fr.emersion.Mako", HashMap::<&str, OwnedValue>::new(), ["Modes"]);
    let properties = "org.freedesktop.DBus.Properties";
    let said = conn.emit_signal(None::<&str>, MAKO_PATH, properties, "PropertiesChanged", &news).await;
    said.expect("the bus runs");
}
