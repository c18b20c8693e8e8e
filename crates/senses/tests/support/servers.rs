//! Servers of a desktop, each on its own, ended with the test.

use std::process::Stdio;

use ringlight_senses::Desktop;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::PATIENCE;

const NOWHERE: &str = "unix:path=/nonexistent/bus";

/// A desktop that has nothing at all.
pub fn bare() -> Desktop {
    Desktop { session_bus: Some(NOWHERE.into()), system_bus: Some(NOWHERE.into()), ..Desktop::default() }
}

/// A process that says in its first line where it can be reached.
async fn serve(command: &mut Command) -> (Child, String) {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("is installed");
    let stdout = child.stdout.take().expect("is piped");
    let mut line = String::new();
    timeout(PATIENCE, BufReader::new(stdout).read_line(&mut line))
        .await
        .expect("starts in time")
        .expect("speaks");
    (child, line.trim().to_owned())
}

/// An X server without a screen.
pub struct Xvfb {
    process: Child,
    pub display: String,
}

impl Xvfb {
    /// On the first display that is free.
    pub async fn start() -> Self {
        let (process, number) = serve(Command::new("Xvfb").args(["-noreset", "-displayfd", "1"])).await;
        Self { process, display: format!(":{number}") }
    }

    /// On this display.
    pub async fn start_at(display: &str) -> Self {
        let (process, _) = serve(Command::new("Xvfb").args([display, "-noreset", "-displayfd", "1"])).await;
        Self { process, display: display.to_owned() }
    }

    pub async fn move_pointer(&self) {
        let moved = Command::new("xdotool")
            .args(["mousemove_relative", "5", "5"])
            .env("DISPLAY", &self.display)
            .status()
            .await;
        assert!(moved.expect("xdotool is installed").success());
    }

    pub async fn kill(mut self) {
        self.process.kill().await.expect("runs");
    }
}

/// A message bus of its own.
pub struct Bus {
    process: Child,
    pub address: String,
}

impl Bus {
    pub async fn start() -> Self {
        Self::run(&[]).await
    }

    /// At this address.
    pub async fn start_at(address: &str) -> Self {
        Self::run(&["--address", address]).await
    }

    async fn run(arguments: &[&str]) -> Self {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]).args(arguments);
        let (process, address) = serve(&mut command).await;
        Self { process, address }
    }

    pub async fn connect(&self) -> zbus::Connection {
        let builder = zbus::connection::Builder::address(self.address.as_str()).expect("is an address");
        builder.build().await.expect("the bus runs")
    }

    pub async fn kill(mut self) {
        self.process.kill().await.expect("runs");
    }
}
