//! Session managers: logout as they announce it to their clients, and the next one after it.

use std::fs;
use std::time::Duration;

use ringlight_senses::{Desktop, Watch};
use serde::Serialize;
use tokio::process::{Child, Command};
use tokio::time::timeout;
use zbus::zvariant::DynamicType;

use crate::peer::{Runtime, start};
use crate::support::servers::{Bus, Xvfb, bare};
use crate::support::{PATIENCE, next, relies_on, sense, until};

/// They give their own programs some seconds each, and some are not there.
const STARTS: Duration = Duration::from_secs(120);
/// Less than the longest that the senses hold a logout up.
const A_WHILE: Duration = Duration::from_secs(1);

async fn until_relied_on(watch: &mut Watch, name: &str) {
    let mut seen = async || while !relies_on(&watch.next().await.expect("the senses run").seen, name) {};
    timeout(STARTS, seen()).await.expect("the session manager starts and lives");
}

/// A session on an X server and a bus of its own.
struct Session {
    runtime: Runtime,
    server: Xvfb,
    bus: Bus,
}

impl Session {
    async fn new() -> Self {
        Self { runtime: Runtime::new(), server: Xvfb::start().await, bus: Bus::start().await }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = self.runtime.command(program);
        for bus in ["DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"] {
            command.env(bus, &self.bus.address);
        }
        command.env("DISPLAY", &self.server.display).env("NO_AT_BRIDGE", "1");
        command
    }

    fn watch(&self) -> Watch {
        sense(Desktop { session_bus: Some(self.bus.address.clone()), ..bare() }, None).0
    }

    /// Has `manager` log out with this `wish`, and sees that it waits for the last change.
    async fn log_out<B: Serialize + DynamicType>(
        &self,
        (name, path, interface): (&str, &str, &str),
        wish: &B,
        mut manager: Child,
        watch: &mut Watch,
    ) {
        let conn = self.bus.connect().await;
        conn.call_method(Some(name), path, Some(interface), "Logout", wish).await.expect("takes it");
        let ending = until(watch, |seen| seen.ending).await;
        assert!(timeout(A_WHILE, manager.wait()).await.is_err(), "did not wait");
        drop(ending.hold.expect("the session manager waits"));
        timeout(PATIENCE, manager.wait()).await.expect("ends").expect("ran");
        until(watch, |seen| !relies_on(seen, name)).await;
    }
}

#[tokio::test]
#[ignore = "needs xfce4-session"]
async fn xfce_is_left_alone_while_it_starts_and_logout_waits_for_the_last_change() {
    let xfce = ("org.xfce.SessionManager", "/org/xfce/SessionManager", "org.xfce.Session.Manager");
    let session = Session::new().await;
    let mut watch = session.watch();
    next(&mut watch).await;
    for _ in 0..2 {
        let manager = start(&mut session.command("xfce4-session"));
        until_relied_on(&mut watch, xfce.0).await;
        // Without a question, and without saving the session.
        session.log_out(xfce, &(false, false), manager, &mut watch).await;
    }
}

#[tokio::test]
#[ignore = "needs gnome-session-bin"]
async fn gnomes_logout_waits_for_the_last_change() {
    let gnome = ("org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager");
    let session = Session::new().await;
    let data = session.runtime.path().join("data");
    let write = |file: &str, text: &str| {
        let file = data.join(file);
        fs::create_dir_all(file.parent().expect("is in a directory")).expect("has room");
        fs::write(file, text).expect("has room");
    };
    write("gnome-session/sessions/test.session", "[GNOME Session]\nName=Test\nRequiredComponents=idle;\n");
    let idle = "[Desktop Entry]\nType=Application\nName=Idle\nExec=sleep 1000\nX-GNOME-Autostart-Phase=Application\n";
    write("applications/idle.desktop", idle);
    let mut watch = session.watch();
    next(&mut watch).await;
    for _ in 0..2 {
        let mut command = session.command("/usr/libexec/gnome-session-binary");
        let manager = start(command.args(["--builtin", "--session=test"]).env("XDG_DATA_HOME", &data));
        until_relied_on(&mut watch, gnome.0).await;
        let without_a_question = 1_u32;
        session.log_out(gnome, &without_a_question, manager, &mut watch).await;
    }
}
