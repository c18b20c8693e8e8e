//! A desktop with a notification service, whose settings are its own.

use std::path::PathBuf;
use std::process::Stdio;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{DesktopDnd, Engaged, Watch, Wishes, watch};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::sync::watch as latest;

use super::servers::{Bus, bare};

/// A desktop with a bus and a home.
pub struct Place {
    pub bus: Bus,
    home: TempDir,
}

impl Place {
    pub async fn new() -> Self {
        let place = Self { bus: Bus::start().await, home: tempfile::tempdir().expect("has room") };
        // What the bus starts keeps its settings here too.
        let bus = zbus::fdo::DBusProxy::new(&place.bus.connect().await).await.expect("the bus runs");
        let environment = place.desktop().environment;
        let environment = environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        bus.update_activation_environment(environment).await.expect("the bus may be told");
        place
    }

    pub fn desktop(&self) -> Desktop {
        let home = self.home.path().display().to_string();
        let environment = [
            ("GSETTINGS_BACKEND", "keyfile"),
            ("GSETTINGS_SCHEMA_DIR", &home),
            ("XDG_CONFIG_HOME", &home),
            ("HOME", &home),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Desktop { session_bus: Some(self.bus.address.clone()), environment, ..bare() }
    }

    /// Makes a setting that is true or false, as a desktop's package does.
    pub async fn add_setting(&self, schema: &str, key: &str, default: bool) {
        let path = schema.replace('.', "/");
        let text = format!(
            "<schemalist><schema id='{schema}' path='/{path}/'><key name='{key}' type='b'>\
             <default>{default}</default></key></schema></schemalist>"
        );
        std::fs::write(self.home.path().join("test.gschema.xml"), text).expect("has room");
        self.run("glib-compile-schemas", &[&self.home.path().display().to_string()]).await;
    }

    pub fn memory(&self) -> PathBuf {
        self.home.path().join("dnd")
    }

    pub fn start(&self, mute: bool) -> (Watch, latest::Sender<Wishes>) {
        let (set, wishes) = latest::channel(wishes(mute));
        (watch(self.desktop(), wishes, self.memory()), set)
    }

    /// Runs a program of the desktop to its end, and gives what it says.
    pub async fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output = self.command(program).args(arguments).output().await.expect("is installed");
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub fn serve(&self, program: &str, display: &str) -> Child {
        self.command(program).env("DISPLAY", display).spawn().expect("is installed")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .envs(self.desktop().environment)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address)
            .env("NO_AT_BRIDGE", "1")
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        command
    }
}

pub fn wishes(mute: bool) -> Wishes {
    Wishes { desktop_dnd: true, mute_desktop: mute, ..Wishes::default() }
}

pub fn is(on: bool, ours: bool) -> impl Fn(&Engaged) -> bool {
    move |seen| seen.desktop_dnd == Some(DesktopDnd { on, ours })
}
