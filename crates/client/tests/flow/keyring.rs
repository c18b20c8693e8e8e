//! A real gnome-keyring on a bus of its own: there, locked, missing, restarted, set up late.
#![cfg(target_os = "linux")]

use std::{
    io::Write,
    process::{Child, Command, Stdio},
};

use ringlight_client::{Keyring, SystemKeyring};

use crate::stage::on_a_bus;

const USER: &str = "p-1@pin";

/// The keyring's daemon. Killed when dropped.
struct Daemon(Child);

impl Daemon {
    /// With a login keyring that this password opens; made if there is none.
    fn unlocked(password: &str) -> Self {
        let mut child = Self::spawn(&["--foreground", "--unlock", "--components=secrets"], Stdio::piped());
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        Self(child).ready()
    }

    fn locked() -> Self {
        Self(Self::spawn(&["--foreground", "--components=secrets"], Stdio::null())).ready()
    }

    fn spawn(args: &[&str], stdin: Stdio) -> Child {
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon
            .args(args)
            .stdin(stdin)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring is installed")
    }

    /// Waits until the bus knows it.
    fn ready(self) -> Self {
        let waited = Command::new("gdbus")
            .args(["wait", "--session", "--timeout", "20", "org.freedesktop.secrets"])
            .status();
        assert!(waited.expect("gdbus is installed").success(), "the keyring's daemon does not appear");
        self
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// As the engine calls it: beside an async runtime, on a thread that may block.
fn blocking<T: Send + 'static>(call: impl FnOnce(SystemKeyring) -> T + Send + 'static) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async { tokio::task::spawn_blocking(move || call(SystemKeyring)).await.unwrap() })
}

fn keep(secret: &'static str) -> Result<(), String> {
    blocking(move |keyring| keyring.keep(USER, secret))
}

fn read() -> Result<Option<String>, String> {
    blocking(|keyring| keyring.read(USER))
}

#[test]
fn it_keeps_reads_replaces_and_forgets() {
    if !on_a_bus("keyring::it_keeps_reads_replaces_and_forgets") {
        return;
    }
    let _daemon = Daemon::unlocked("secret");
    assert_eq!(read(), Ok(None));
    assert_eq!(keep("token-1"), Ok(()));
    assert_eq!(keep("token-2"), Ok(()));
    assert_eq!(read(), Ok(Some("token-2".into())));
    assert_eq!(blocking(|keyring| keyring.read("p-2@pin")), Ok(None));
    assert_eq!(blocking(|keyring| keyring.forget(USER)), Ok(()));
    assert_eq!(blocking(|keyring| keyring.forget(USER)), Ok(()));
    assert_eq!(read(), Ok(None));
}

#[test]
fn a_daemon_that_restarts_is_found_again() {
    if !on_a_bus("keyring::a_daemon_that_restarts_is_found_again") {
        return;
    }
    let daemon = Daemon::unlocked("secret");
    assert_eq!(keep("token"), Ok(()));
    drop(daemon);
    let _daemon = Daemon::unlocked("secret");
    assert_eq!(read(), Ok(Some("token".into())));
}

#[test]
fn a_locked_one_says_so_and_gives_nothing_away() {
    if !on_a_bus("keyring::a_locked_one_says_so_and_gives_nothing_away") {
        return;
    }
    let daemon = Daemon::unlocked("secret");
    assert_eq!(keep("token"), Ok(()));
    drop(daemon);
    let _daemon = Daemon::locked();
    let why = read().unwrap_err();
    assert!(why.contains("locked"), "{why}");
    let why = keep("other").unwrap_err();
    assert!(why.contains("locked"), "{why}");
}

#[test]
fn one_that_was_never_set_up_says_so() {
    if !on_a_bus("keyring::one_that_was_never_set_up_says_so") {
        return;
    }
    let _daemon = Daemon::locked();
    let why = keep("token").unwrap_err();
    assert!(why.contains("set up"), "{why}");
}
