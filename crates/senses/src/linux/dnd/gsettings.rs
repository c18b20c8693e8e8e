//! GNOME, Cinnamon and MATE: a key of their settings, through the program
//! [`gsettings`](https://docs.gtk.org/gio/tool-gsettings.html) that every one of these desktops has.

use std::process::Stdio;
use std::time::Duration;

use futures_util::future::BoxFuture;
use rustix::process::{Signal, set_parent_process_death_signal};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use super::Switch;
use crate::mechanism::Stopped;
use crate::signal::Source;

const PROGRAM: &str = "gsettings";
/// It waits for dconf, which may hang.
const ANSWER: Duration = Duration::from_secs(3);

/// A key that is true or false.
pub(super) struct Key {
    source: Source,
    schema: &'static str,
    key: &'static str,
    /// What it is while notifications are muted.
    muted: bool,
}

pub(super) const GNOME: Key = Key {
    source: Source::new("gnome-settings"),
    schema: "org.gnome.desktop.notifications",
    key: "show-banners",
    muted: false,
};

pub(super) const CINNAMON: Key = Key {
    source: Source::new("cinnamon-settings"),
    schema: "org.cinnamon.desktop.notifications",
    key: "display-notifications",
    muted: false,
};

pub(super) const MATE: Key = Key {
    source: Source::new("mate-settings"),
    schema: "org.mate.NotificationDaemon",
    key: "do-not-disturb",
    muted: true,
};

pub(super) struct Setting {
    key: &'static Key,
    environment: Vec<(String, String)>,
    /// Says a line for every change; ended with this value, and with the thread that started it, which is one of those of the
    /// runtime: however this program ends.
    _monitor: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Setting {
    pub(super) fn open(key: &'static Key, environment: &[(String, String)]) -> Result<Self, String> {
        let mut monitor = command(environment)
            .args(["monitor", key.schema, key.key])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start {PROGRAM}: {error}"))?;
        let stdout = monitor.stdout.take().ok_or("gsettings says nothing")?;
        let lines = BufReader::new(stdout).lines();
        Ok(Self { key, environment: environment.to_owned(), _monitor: monitor, lines })
    }

    async fn get(&self) -> Result<bool, Stopped> {
        let said = self.run(&["get", self.key.schema, self.key.key]).await?;
        match said.trim() {
            "true" => Ok(self.key.muted),
            "false" => Ok(!self.key.muted),
            _ => Err(Stopped::Lost(format!("{PROGRAM} does not tell {} {}", self.key.schema, self.key.key))),
        }
    }

    async fn put(&self, on: bool) -> Result<(), Stopped> {
        let value = if on == self.key.muted { "true" } else { "false" };
        self.run(&["set", self.key.schema, self.key.key, value]).await?;
        Ok(())
    }

    async fn run(&self, arguments: &[&str]) -> Result<String, Stopped> {
        let lost = |error| Stopped::Lost(format!("cannot run {PROGRAM}: {error}"));
        let output = timeout(ANSWER, command(&self.environment).args(arguments).output()).await;
        let silent = || Stopped::Lost(format!("{PROGRAM} does not answer"));
        let output = output.map_err(|_| silent())?.map_err(lost)?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            return Err(Stopped::Lost(format!("{PROGRAM} fails: {}", why.trim())));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

fn command(environment: &[(String, String)]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.envs(environment.iter().cloned()).stdin(Stdio::null()).kill_on_drop(true);
    let end_with_us = || Ok(set_parent_process_death_signal(Some(Signal::TERM))?);
    // SAFETY: between fork and exec, this is one system call and takes no memory.
    unsafe { command.pre_exec(end_with_us) };
    command
}

impl Switch for Setting {
    fn source(&self) -> Source {
        self.key.source
    }

    fn read(&mut self) -> BoxFuture<'_, Result<bool, Stopped>> {
        Box::pin(self.get())
    }

    fn set(&mut self, on: bool) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(self.put(on))
    }

    fn changed(&mut self) -> BoxFuture<'_, Result<(), Stopped>> {
        Box::pin(async {
            match self.lines.next_line().await {
                Ok(Some(_)) => Ok(()),
                Ok(None) | Err(_) => {
                    Err(Stopped::Lost(format!("{PROGRAM} does not watch {}", self.key.schema)))
                }
            }
        })
    }
}
