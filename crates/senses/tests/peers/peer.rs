//! A program of a desktop, in a runtime directory of its own, ended with the test.

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use ringlight_senses::{Desktop, Watch};
use tempfile::TempDir;
use tokio::process::{Child, Command};

pub use crate::support::late::{AWAY_WITHIN, BACK_WITHIN, comes_back, goes_idle_after};
use crate::support::servers::bare;

/// After so long without input, in these tests, nobody is there.
pub const THRESHOLD: Duration = Duration::from_millis(1500);
/// `nobody`: some programs refuse to run as root, as which containers often run tests.
const NOBODY: u32 = 65_534;

/// A directory for the sockets of one desktop.
pub struct Runtime(TempDir);

impl Runtime {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory can be made");
        std::fs::set_permissions(directory.path(), PermissionsExt::from_mode(0o700)).expect("is ours");
        if is_root() {
            chown(directory.path(), Some(NOBODY), Some(NOBODY)).expect("root may");
        }
        Self(directory)
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// A Wayland desktop whose compositor listens at this name.
    pub fn wayland(&self, socket: &str) -> Desktop {
        Desktop { wayland: true, wayland_socket: Some(self.socket(socket)), ..bare() }
    }

    pub fn socket(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// `program`, with its files here.
    pub fn command(&self, program: &str) -> Command {
        self.prepare(Command::new(program))
    }

    /// The same as a plain user.
    pub fn command_of_a_user(&self, program: &str) -> Command {
        if !is_root() {
            return self.command(program);
        }
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", program]);
        self.prepare(command)
    }

    fn prepare(&self, mut command: Command) -> Command {
        for unwanted in ["WAYLAND_DISPLAY", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS"] {
            command.env_remove(unwanted);
        }
        command
            .env("XDG_RUNTIME_DIR", self.path())
            .env("HOME", self.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        command
    }
}

fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").expect("is Linux")) == 0
}

/// Starts it.
pub fn start(command: &mut Command) -> Child {
    command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}; see packages.txt"))
}

/// Runs it to its end.
pub async fn perform(command: &mut Command) {
    let ended = command.status().await.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(ended.success(), "{command:?}: {ended}");
}

/// Awaits being idle, at the threshold of these tests and not much later.
pub async fn goes_idle(watch: &mut Watch) {
    goes_idle_after(watch, THRESHOLD).await;
}
