use std::{
    env, fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use ringlight_protocol::local::Settings;
use tempfile::TempDir;

use super::{Login, PATIENCE, Panel, TrayItem, process::Process, until};

/// The password of every keyring here.
pub const KEYRING_PASSWORD: &str = "open sesame";

const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=BUS</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// One computer with one person in front of it: a display of its own, a session bus on which nothing starts by itself,
/// a home folder.
pub struct Desk {
    display: String,
    keyring: Option<Process>,
    panel: Option<Panel>,
    _window_manager: Process,
    _bus: Process,
    _x: Process,
    // Last, so that everybody who writes there has ended.
    dir: TempDir,
}

impl Desk {
    /// A whole one: with a panel for tray icons, and a keyring that is unlocked as after a login with a password.
    pub async fn new() -> Self {
        let mut desk = Self::without_keyring().await;
        desk.unlock_keyring().await;
        desk
    }

    /// One that has no keyring.
    pub async fn without_keyring() -> Self {
        let mut desk = Self::bare();
        desk.panel = Some(Panel::start(desk.bus().await).await);
        desk
    }

    /// Only display and session bus.
    pub fn bare() -> Self {
        let dir =
            tempfile::Builder::new().prefix("desk").tempdir().expect("there is room for a temporary folder");
        for folder in ["home", "run", "data", "config", "cache", "state", "log"] {
            fs::create_dir(dir.path().join(folder)).expect("a folder can be made");
        }
        let private = fs::Permissions::from_mode(0o700);
        fs::set_permissions(dir.path().join("run"), private).expect("the folder is ours");
        let log = |name: &str| dir.path().join("log").join(name);

        let mut x = Command::new("Xvfb");
        x.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-noreset", "-nolisten", "tcp"]);
        let (x, number) = Process::start_and_read_line(&mut x, &log("x"));
        let display = format!(":{number}");

        let bus = start_bus(dir.path(), "bus");

        let window_manager =
            Process::start(clean(&mut Command::new("openbox"), dir.path(), &display), &log("openbox"));
        Self { display, keyring: None, panel: None, _window_manager: window_manager, _bus: bus, _x: x, dir }
    }

    /// Gives this computer a system bus with a logind on it.
    pub async fn login(&self) -> Login {
        let bus = start_bus(self.dir.path(), "system-bus");
        Login::start(bus, &system_bus_address(self.dir.path())).await
    }

    /// The icon that the app puts into the panel.
    pub async fn tray_item(&mut self) -> TrayItem {
        self.panel.as_mut().expect("this desk has a panel").item().await
    }

    /// Starts the keyring with its password, anew if it runs already.
    pub async fn unlock_keyring(&mut self) {
        self.start_keyring(&["--unlock"], KEYRING_PASSWORD).await;
    }

    /// Starts the keyring without its password, anew if it runs already.
    pub async fn start_locked_keyring(&mut self) {
        self.start_keyring(&[], "").await;
    }

    async fn start_keyring(&mut self, args: &[&str], password: &str) {
        self.stop_keyring().await;
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]).args(args).stdin(Stdio::piped());
        let mut keyring = Process::start(&mut command, &self.log("keyring"));
        let mut input = keyring.input();
        input.write_all(password.as_bytes()).expect("the keyring reads its password");
        drop(input);
        self.keyring = Some(keyring);
        self.wait_for_name("org.freedesktop.secrets", true).await;
    }

    /// Ends the keyring, as when its process crashes.
    pub async fn stop_keyring(&mut self) {
        if self.keyring.take().is_some() {
            self.wait_for_name("org.freedesktop.secrets", false).await;
        }
    }

    /// Waits until somebody has this name on the session bus, or nobody.
    pub async fn wait_for_name(&self, name: &str, wanted: bool) {
        let bus = self.bus().await;
        let bus = zbus::fdo::DBusProxy::new(&bus).await.expect("a bus has its own object");
        let name: zbus::names::BusName = name.try_into().expect("a valid name");
        until("the name's owner", PATIENCE, async || {
            (bus.name_has_owner(name.clone()).await.ok() == Some(wanted)).then_some(())
        })
        .await;
    }

    /// A connection to the session bus.
    pub async fn bus(&self) -> zbus::Connection {
        let builder =
            zbus::connection::Builder::address(self.bus_address().as_str()).expect("a valid address");
        builder.build().await.expect("the bus is there")
    }

    /// Where the session bus is.
    pub fn bus_address(&self) -> String {
        bus_address(self.dir.path())
    }

    /// `program` as the person at this desk would start it, with nothing of the tests' own environment.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        clean(&mut command, self.dir.path(), &self.display);
        command
    }

    /// Sets how the app on this computer is set before it starts, also in ways that its window does not offer, such as
    /// being away after seconds.
    pub fn write_settings(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = Settings::default();
        change(&mut settings);
        let folder = self.dir.path().join("data/ringlight");
        fs::create_dir_all(&folder).expect("a folder can be made");
        let text = serde_json::to_vec(&settings).expect("settings are JSON");
        fs::write(folder.join("settings.json"), text).expect("a file can be written");
    }

    /// The windows of the app that can be seen.
    pub fn visible_windows(&self) -> usize {
        let found =
            self.command("xdotool").args(["search", "--onlyvisible", "--name", "^Ringlight$"]).output();
        String::from_utf8_lossy(&found.expect("xdotool starts").stdout).lines().count()
    }

    /// Closes the app's window by the keyboard, as soon as it has the focus.
    pub fn close_window(&self) {
        let activate = ["search", "--onlyvisible", "--name", "^Ringlight$", "windowactivate", "--sync"];
        for wish in [&activate[..], &["key", "alt+F4"]] {
            let done = self.command("xdotool").args(wish).status().expect("xdotool starts");
            assert!(done.success(), "{wish:?}");
        }
    }

    /// The pointer moves: a person is there.
    pub fn touch_pointer(&self) {
        for to in [["10", "10"], ["20", "20"]] {
            let moved = self.command("xdotool").arg("mousemove").args(to).status().expect("xdotool starts");
            assert!(moved.success(), "the pointer moves");
        }
    }

    /// The folder in which everything of this computer lies.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// A file for the words of a program.
    pub fn log(&self, name: &str) -> PathBuf {
        self.dir.path().join("log").join(name)
    }
}

/// A bus on which nothing starts by itself, listening at a socket of that name.
fn start_bus(dir: &Path, name: &str) -> Process {
    let config = dir.join(format!("{name}.conf"));
    let socket = dir.join("run").join(name);
    fs::write(&config, BUS.replace("BUS", &socket.display().to_string())).expect("a file can be written");
    let mut bus = Command::new("dbus-daemon");
    bus.arg(format!("--config-file={}", config.display())).args(["--nofork", "--print-address=1"]);
    Process::start_and_read_line(&mut bus, &dir.join("log").join(name)).0
}

/// Where the system bus is, once [`Login`] has started it.
fn system_bus_address(dir: &Path) -> String {
    format!("unix:path={}", dir.join("run/system-bus").display())
}

fn bus_address(dir: &Path) -> String {
    format!("unix:path={}", dir.join("run/bus").display())
}

fn clean<'c>(command: &'c mut Command, dir: &Path, display: &str) -> &'c mut Command {
    command.env_clear().stdin(Stdio::null());
    for (name, folder) in [
        ("HOME", "home"),
        ("XDG_RUNTIME_DIR", "run"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
    ] {
        command.env(name, dir.join(folder));
    }
    command
        .env("PATH", env::var_os("PATH").unwrap_or_default())
        .env("DISPLAY", display)
        .env("DBUS_SESSION_BUS_ADDRESS", bus_address(dir))
        // Never the computer's own: a test must not lock or suspend what it runs on.
        .env("DBUS_SYSTEM_BUS_ADDRESS", system_bus_address(dir))
        .env("LANG", "C.UTF-8")
        .env("TZ", "Europe/Berlin")
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .current_dir(dir.join("home"))
}
