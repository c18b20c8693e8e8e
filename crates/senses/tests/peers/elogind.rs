//! elogind, which is systemd's logind without systemd: real sessions, locks and sleep. Needs root.
//!
//! It runs in a mount namespace of its own where `/sys` is empty but for a pretended `/sys/power`, so that to sleep
//! is to write a word into a file. It is unpacked beside the system, whose logind it must not replace.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use futures_util::StreamExt;
use ringlight_senses::{Activity, Desktop, Lock};
use tokio::process::{Child, Command};
use tokio::time::{Instant, timeout};
use zbus::Connection;
use zbus::fdo::DBusProxy;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, Value};

use crate::peer::{AWAY_WITHIN, Runtime, perform, start};
use crate::support::servers::{Bus, bare};
use crate::support::{PATIENCE, next, sense, until};

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";

const PRETEND: &str = r#"
set -e
mount -t tmpfs pretended /sys
[ "$(stat -f -c %T /sys)" = tmpfs ] || exit 1
mkdir -p /sys/power /sys/fs/cgroup /run/systemd
echo "freeze mem" > /sys/power/state
echo "[s2idle]" > /sys/power/mem_sleep
echo "[disabled]" > /sys/power/disk
mount -t tmpfs pretended /run/systemd
export LD_LIBRARY_PATH="$1/lib/elogind"
exec "$1/lib/elogind/elogind"
"#;

/// Unpacked once.
async fn elogind() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("elogind");
    if !root.join("lib/elogind/elogind").exists() {
        let get = "mkdir -p \"$1\" && cd \"$1\" && apt-get download -q elogind && dpkg -x elogind_*.deb .";
        perform(Command::new("sh").args(["-c", get, "sh"]).arg(&root).stdout(Stdio::null())).await;
    }
    root
}

struct Login {
    process: Child,
    conn: Connection,
    id: String,
    session: OwnedObjectPath,
    /// The session lasts as long.
    _fifo: OwnedFd,
}

impl Login {
    async fn start(runtime: &Runtime, system: &Bus) -> Self {
        let conn = system.connect().await;
        let bus = DBusProxy::new(&conn).await.expect("the bus runs");
        let mut owners = bus.receive_name_owner_changed_with_args(&[(0, NAME)]).await.expect("the bus runs");
        let mut command = runtime.command("unshare");
        command.args(["--mount", "sh", "-c", PRETEND, "sh"]).arg(elogind().await);
        let process = start(command.env("DBUS_SYSTEM_BUS_ADDRESS", &system.address));
        timeout(PATIENCE, owners.next()).await.expect("elogind starts");
        let none: Vec<(&str, Value<'_>)> = Vec::new();
        let us = std::process::id();
        let wanted = (0_u32, us, "test", "x11", "user", "", "", 0_u32, "", "", false, "", "", none);
        let reply = conn.call_method(Some(NAME), PATH, Some(MANAGER), "CreateSession", &wanted).await;
        let reply = reply.expect("elogind makes a session");
        type Made = (String, OwnedObjectPath, String, OwnedFd, u32, String, u32, bool);
        let (id, session, _, _fifo, ..): Made = reply.body().deserialize().expect("as documented");
        Self { process, conn, id, session, _fifo }
    }

    async fn lock(&self, locked: bool) {
        let said = self.conn.call_method(Some(NAME), &self.session, Some(SESSION), "SetLockedHint", &locked);
        said.await.expect("elogind takes it");
    }

    async fn suspend(&self) {
        let asked = self.conn.call_method(Some(NAME), PATH, Some(MANAGER), "Suspend", &false).await;
        asked.expect("elogind can sleep");
    }

    /// Whether Ringlight keeps it from sleeping at once.
    async fn is_held(&self) -> bool {
        let reply = self.conn.call_method(Some(NAME), PATH, Some(MANAGER), "ListInhibitors", &()).await;
        type Inhibitor = (String, String, String, String, u32, u32);
        let reply = reply.expect("elogind answers");
        let held: Vec<Inhibitor> = reply.body().deserialize().expect("as documented");
        held.iter().any(|(what, who, _, mode, ..)| {
            (what.as_str(), who.as_str(), mode.as_str()) == ("shutdown:sleep", "Ringlight", "delay")
        })
    }
}

#[tokio::test]
#[ignore = "needs root, and elogind to unpack"]
async fn locks_sleeps_twice_dies_and_returns() {
    let (runtime, system) = (Runtime::new(), Bus::start().await);
    for _ in 0..2 {
        let mut login = Login::start(&runtime, &system).await;
        let desktop = Desktop {
            system_bus: Some(system.address.clone()),
            session_id: Some(login.id.clone()),
            ..bare()
        };
        let (mut watch, _set) = sense(desktop, None);
        let first = next(&mut watch).await.seen;
        assert_eq!((first.lock, first.foreground), (Lock::Unlocked, true));
        for locked in [true, false] {
            let said = Instant::now();
            login.lock(locked).await;
            until(&mut watch, |seen| (seen.lock == Lock::Locked) == locked).await;
            assert!(said.elapsed() < AWAY_WITHIN, "{:?}", said.elapsed());
        }
        for _ in 0..2 {
            assert!(login.is_held().await);
            let asked = Instant::now();
            login.suspend().await;
            let asleep = until(&mut watch, |seen| seen.activity == Activity::Asleep).await;
            assert!(asked.elapsed() < AWAY_WITHIN, "{:?}", asked.elapsed());
            assert!(login.is_held().await, "let go before the last change was sent");
            drop(asleep.hold.expect("the system waits"));
            until(&mut watch, |seen| !seen.asleep).await;
            assert!(asked.elapsed() < PATIENCE, "slept only when logind lost patience");
        }
        assert!(login.is_held().await, "not held anew after waking up");
        login.process.kill().await.expect("runs");
        until(&mut watch, |seen| seen.lock == Lock::CannotTell).await;
    }
}
