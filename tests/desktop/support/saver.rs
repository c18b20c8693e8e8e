use zbus::{Connection, fdo, interface, object_server::SignalEmitter};

/// The name by which KDE, Xfce and others announce locking.
pub const FREEDESKTOP: &str = "org.freedesktop.ScreenSaver";
/// The name by which GNOME does.
pub const GNOME: &str = "org.gnome.ScreenSaver";

/// A screensaver on a session bus, as a desktop environment brings one.
pub struct Saver {
    bus: Connection,
    name: &'static str,
}

impl Saver {
    /// Starts one under `name`, unlocked.
    pub async fn start(bus: Connection, name: &'static str) -> Self {
        let server = bus.object_server();
        let added = match name {
            FREEDESKTOP => server.at(path(name), Freedesktop { active: false }).await,
            _ => server.at(path(name), Gnome { active: false }).await,
        };
        assert!(added.expect("the bus is there"), "one screensaver a connection");
        bus.request_name(name).await.expect("the name is free");
        Self { bus, name }
    }

    /// Locks the screen and says so.
    pub async fn lock(&self) {
        self.set(true).await;
    }

    /// Unlocks the screen and says so.
    pub async fn unlock(&self) {
        self.set(false).await;
    }

    async fn set(&self, active: bool) {
        let server = self.bus.object_server();
        let told = match self.name {
            FREEDESKTOP => {
                let saver = server.interface::<_, Freedesktop>(path(self.name)).await.expect("it was added");
                saver.get_mut().await.active = active;
                Freedesktop::active_changed(saver.signal_emitter(), active).await
            }
            _ => {
                let saver = server.interface::<_, Gnome>(path(self.name)).await.expect("it was added");
                saver.get_mut().await.active = active;
                Gnome::active_changed(saver.signal_emitter(), active).await
            }
        };
        told.expect("the bus is there");
    }
}

fn path(name: &str) -> String {
    format!("/{}", name.replace('.', "/"))
}

struct Freedesktop {
    active: bool,
}

#[interface(name = "org.freedesktop.ScreenSaver")]
impl Freedesktop {
    fn get_active(&self) -> bool {
        self.active
    }

    #[zbus(signal)]
    async fn active_changed(emitter: &SignalEmitter<'_>, active: bool) -> zbus::Result<()>;
}

struct Gnome {
    active: bool,
}

#[interface(name = "org.gnome.ScreenSaver")]
impl Gnome {
    fn get_active(&self) -> fdo::Result<bool> {
        Ok(self.active)
    }

    #[zbus(signal)]
    async fn active_changed(emitter: &SignalEmitter<'_>, active: bool) -> zbus::Result<()>;
}
