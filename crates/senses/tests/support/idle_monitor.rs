//! Mutter's idle monitor, which does what it is told: its counter is set by hand, and no watch fires by itself.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use zbus::Connection;
use zbus::object_server::SignalEmitter;

use super::PATIENCE;
use super::servers::Bus;

const NAME: &str = "org.gnome.Mutter.IdleMonitor";
const PATH: &str = "/org/gnome/Mutter/IdleMonitor/Core";

/// What it does when it is next asked for its counter.
#[derive(Default)]
struct Script {
    idle: Duration,
    /// Watches that fire before it answers.
    fires: Vec<u32>,
    /// Somebody touches the computer before a return is waited for.
    touched: bool,
}

pub struct IdleMonitor {
    pub conn: Connection,
    script: Arc<Mutex<Script>>,
    /// The numbers of the watches for a return.
    returns: mpsc::UnboundedReceiver<u32>,
}

impl IdleMonitor {
    pub async fn start(bus: &Bus) -> Self {
        let (conn, script) = (bus.connect().await, Arc::new(Mutex::new(Script::default())));
        let (say, returns) = mpsc::unbounded_channel();
        let core = Core { script: script.clone(), last: 0, say };
        conn.object_server().at(PATH, core).await.expect("is free");
        conn.request_name(NAME).await.expect("is free");
        Self { conn, script, returns }
    }

    /// What its counter says from now on.
    pub fn count(&self, idle: Duration) {
        self.script.lock().expect("is whole").idle = idle;
    }

    /// Has these watches fire right before its next answer.
    pub fn fires_before_it_answers(&self, watches: impl IntoIterator<Item = u32>) {
        self.script.lock().expect("is whole").fires.extend(watches);
    }

    /// Has somebody touch the computer right before its return is waited for next.
    pub fn is_touched_before_it_is_watched(&self) {
        self.script.lock().expect("is whole").touched = true;
    }

    /// Awaits that somebody waits for a return; gives the number of the watch.
    pub async fn is_waited_for(&mut self) -> u32 {
        timeout(PATIENCE, self.returns.recv()).await.expect("waits in time").expect("is served")
    }

    /// Somebody touches the computer.
    pub async fn come_back(&self, watch: u32) {
        self.count(Duration::ZERO);
        self.conn.emit_signal(None::<&str>, PATH, NAME, "WatchFired", &watch).await.expect("the bus runs");
    }
}

struct Core {
    script: Arc<Mutex<Script>>,
    last: u32,
    say: mpsc::UnboundedSender<u32>,
}

#[zbus::interface(name = "org.gnome.Mutter.IdleMonitor")]
impl Core {
    async fn get_idletime(&self, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) -> u64 {
        let (idle, fires) = {
            let mut script = self.script.lock().expect("is whole");
            (script.idle, std::mem::take(&mut script.fires))
        };
        for watch in fires {
            Self::watch_fired(&emitter, watch).await.expect("the bus runs");
        }
        u64::try_from(idle.as_millis()).expect("is short")
    }

    fn add_idle_watch(&mut self, _interval: u64) -> u32 {
        self.last += 1;
        self.last
    }

    fn add_user_active_watch(&mut self) -> u32 {
        self.last += 1;
        let mut script = self.script.lock().expect("is whole");
        if std::mem::take(&mut script.touched) {
            script.idle = Duration::ZERO;
        }
        let _ = self.say.send(self.last);
        self.last
    }

    fn remove_watch(&self, _id: u32) {}

    #[zbus(signal)]
    async fn watch_fired(emitter: &SignalEmitter<'_>, id: u32) -> zbus::Result<()>;
}
