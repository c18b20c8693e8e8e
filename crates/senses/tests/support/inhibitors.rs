//! The three who keep lists of inhibitors, as far as lists go.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::Connection;
use zbus::zvariant::{OwnedObjectPath, Value};

use super::servers::Bus;

const GNOME: &str = "/org/gnome/SessionManager";
const KDE: &str = "/org/kde/Solid/PowerManagement/PolicyAgent";
const LOGIND: &str = "/org/freedesktop/login1";

/// GNOME's session manager.
pub struct Gnome {
    conn: Connection,
    inhibitors: Arc<Mutex<Vec<OwnedObjectPath>>>,
}

impl Gnome {
    pub async fn start(bus: &Bus) -> Self {
        let conn = bus.connect().await;
        let inhibitors = Arc::new(Mutex::new(Vec::new()));
        conn.object_server().at(GNOME, GnomeSession(inhibitors.clone())).await.expect("is free");
        conn.request_name("org.gnome.SessionManager").await.expect("is free");
        Self { conn, inhibitors }
    }

    pub async fn inhibit(&self, app: &'static str, reason: &'static str, flags: u32) -> OwnedObjectPath {
        let number = self.inhibitors.lock().expect("is whole").len() + 1;
        let path = OwnedObjectPath::try_from(format!("{GNOME}/Inhibitor{number}")).expect("is a path");
        let inhibitor = GnomeInhibitor { app, reason, flags };
        self.conn.object_server().at(&path, inhibitor).await.expect("is free");
        self.inhibitors.lock().expect("is whole").push(path.clone());
        self.say("InhibitorAdded", &path).await;
        path
    }

    /// Ends all of them without a word.
    pub fn release_unheard(&self) {
        self.inhibitors.lock().expect("is whole").clear();
    }

    pub async fn release(&self, path: &OwnedObjectPath) {
        self.inhibitors.lock().expect("is whole").retain(|other| other != path);
        self.conn.object_server().remove::<GnomeInhibitor, _>(path).await.expect("was there");
        self.say("InhibitorRemoved", path).await;
    }

    pub async fn stop(self) {
        self.conn.close().await.expect("was connected");
    }

    async fn say(&self, member: &str, path: &OwnedObjectPath) {
        let interface = "org.gnome.SessionManager";
        self.conn.emit_signal(None::<&str>, GNOME, interface, member, path).await.expect("the bus runs");
    }
}

struct GnomeSession(Arc<Mutex<Vec<OwnedObjectPath>>>);

#[zbus::interface(name = "org.gnome.SessionManager")]
impl GnomeSession {
    fn get_inhibitors(&self) -> Vec<OwnedObjectPath> {
        self.0.lock().expect("is whole").clone()
    }
}

struct GnomeInhibitor {
    app: &'static str,
    reason: &'static str,
    flags: u32,
}

#[zbus::interface(name = "org.gnome.SessionManager.Inhibitor")]
impl GnomeInhibitor {
    fn get_app_id(&self) -> &str {
        self.app
    }

    fn get_reason(&self) -> &str {
        self.reason
    }

    fn get_flags(&self) -> u32 {
        self.flags
    }
}

type Pairs = Vec<(&'static str, &'static str)>;

/// KDE's power management.
pub struct Kde {
    conn: Connection,
    list: Arc<Mutex<Pairs>>,
}

impl Kde {
    pub async fn start(bus: &Bus) -> Self {
        let conn = bus.connect().await;
        let list = Arc::new(Mutex::new(Vec::new()));
        conn.object_server().at(KDE, PolicyAgent(list.clone())).await.expect("is free");
        conn.request_name("org.kde.Solid.PowerManagement.PolicyAgent").await.expect("is free");
        Self { conn, list }
    }

    pub async fn set(&self, list: Pairs) {
        *self.list.lock().expect("is whole") = list;
        let interface = "org.kde.Solid.PowerManagement.PolicyAgent";
        let nothing: (Vec<(&str, &str)>, Vec<&str>) = (Vec::new(), Vec::new());
        let said = self.conn.emit_signal(None::<&str>, KDE, interface, "InhibitionsChanged", &nothing).await;
        said.expect("the bus runs");
    }
}

struct PolicyAgent(Arc<Mutex<Pairs>>);

#[zbus::interface(name = "org.kde.Solid.PowerManagement.PolicyAgent")]
impl PolicyAgent {
    fn list_inhibitions(&self) -> Pairs {
        self.0.lock().expect("is whole").clone()
    }
}

/// What, who, why, how, the user's and the process's number.
pub type Lock = (&'static str, &'static str, &'static str, &'static str, u32, u32);

/// logind's list of locks.
pub struct Logind {
    conn: Connection,
    list: Arc<Mutex<Vec<Lock>>>,
}

impl Logind {
    pub async fn start(bus: &Bus) -> Self {
        let conn = bus.connect().await;
        let list = Arc::new(Mutex::new(Vec::new()));
        conn.object_server().at(LOGIND, Manager { list: list.clone(), chatter: 0 }).await.expect("is free");
        conn.request_name("org.freedesktop.login1").await.expect("is free");
        Self { conn, list }
    }

    /// Has sessions and users say so often, before each answer, that properties of theirs have changed.
    pub async fn chatter(&self, times: usize) {
        let manager = self.conn.object_server().interface::<_, Manager>(LOGIND).await.expect("is served");
        manager.get_mut().await.chatter = times;
    }

    pub async fn set(&self, list: Vec<Lock>) {
        *self.list.lock().expect("is whole") = list;
        let manager = self.conn.object_server().interface::<_, Manager>(LOGIND).await.expect("is served");
        let said = manager.get().await.block_inhibited_changed(manager.signal_emitter()).await;
        said.expect("the bus runs");
    }
}

struct Manager {
    list: Arc<Mutex<Vec<Lock>>>,
    chatter: usize,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    async fn list_inhibitors(&self, #[zbus(connection)] conn: &Connection) -> Vec<Lock> {
        let (properties, session) = ("org.freedesktop.DBus.Properties", "org.freedesktop.login1.Session");
        let changed = (session, HashMap::from([("IdleHint", Value::from(true))]), Vec::<&str>::new());
        for _ in 0..self.chatter {
            let path = format!("{LOGIND}/session/_32");
            let said = conn.emit_signal(None::<&str>, path, properties, "PropertiesChanged", &changed).await;
            said.expect("the bus runs");
        }
        self.list.lock().expect("is whole").clone()
    }

    #[zbus(property)]
    fn block_inhibited(&self) -> String {
        let list = self.list.lock().expect("is whole");
        list.iter().map(|lock| lock.0).collect::<Vec<_>>().join(":")
    }
}
