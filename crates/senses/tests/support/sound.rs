//! Sound servers with a microphone that hears nothing, and recorders.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::PATIENCE;
use super::servers::Bus;

/// A directory for sockets, and what runs in it.
pub struct Sound {
    dir: TempDir,
    servers: Vec<Child>,
}

impl Sound {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("has room"), servers: Vec::new() }
    }

    pub fn socket(&self) -> PathBuf {
        self.dir.path().join("pulse/native")
    }

    /// A PulseAudio with the source `mic` and the sink `spk`.
    pub fn start_pulseaudio(&mut self) {
        std::fs::create_dir_all(self.dir.path().join("pulse")).expect("has room");
        let listen =
            format!("module-native-protocol-unix socket={} auth-anonymous=1", self.socket().display());
        let server = program("pulseaudio", self.dir.path())
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"])
            .args([
                "-L",
                &listen,
                "-L",
                "module-null-sink sink_name=spk",
                "-L",
                "module-null-source source_name=mic",
            ])
            .spawn();
        self.servers.push(server.expect("pulseaudio is installed"));
    }

    /// A PipeWire that speaks PulseAudio's protocol, without any microphone yet.
    pub fn start_pipewire(&mut self, bus: &Bus) {
        for name in ["pipewire", "wireplumber", "pipewire-pulse"] {
            let server = program(name, self.dir.path()).env("DBUS_SESSION_BUS_ADDRESS", &bus.address).spawn();
            self.servers.push(server.expect("pipewire, pipewire-pulse and wireplumber are installed"));
        }
    }

    /// Has PipeWire make the source `mic`.
    pub async fn plug_microphone(&self) {
        let arguments =
            ["load-module", "module-null-sink", "media.class=Audio/Source/Virtual", "sink_name=mic"];
        let done = self.client("pactl").args(arguments).stdout(Stdio::null()).status().await;
        assert!(done.expect("pulseaudio-utils are installed").success());
    }

    /// Records from `source` until killed, and says to be `program`.
    pub fn record(&self, program: &str, source: &str) -> Child {
        let recorder = self
            .client("parec")
            .arg(format!("--property=application.process.binary={program}"))
            .args(["-d", source, "--raw", "/dev/null"])
            .spawn();
        recorder.expect("pulseaudio-utils are installed")
    }

    /// Waits until so many record.
    pub async fn until_recording(&self, count: usize) {
        let mut news =
            self.client("pactl").arg("subscribe").stdout(Stdio::piped()).spawn().expect("is installed");
        let mut lines = BufReader::new(news.stdout.take().expect("is piped")).lines();
        while self.recording().await < count {
            timeout(PATIENCE, lines.next_line()).await.expect("news in time").expect("is text");
        }
    }

    async fn recording(&self) -> usize {
        let list =
            self.client("pactl").args(["list", "short", "source-outputs"]).stdout(Stdio::piped()).output();
        String::from_utf8_lossy(&list.await.expect("is installed").stdout).lines().count()
    }

    pub async fn kill(&mut self) {
        for server in &mut self.servers {
            server.kill().await.expect("runs");
        }
        self.servers.clear();
    }

    fn client(&self, name: &str) -> Command {
        let mut command = program(name, self.dir.path());
        command.env("PULSE_SERVER", format!("unix:{}", self.socket().display()));
        command
    }
}

fn program(name: &str, dir: &Path) -> Command {
    let mut command = Command::new(name);
    command
        .env("HOME", dir)
        .env("XDG_RUNTIME_DIR", dir)
        .env("XDG_CONFIG_HOME", dir.join("config"))
        .env_remove("PULSE_SERVER")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command
}
