use std::process::{Command, Stdio};

use tempfile::TempDir;

const CHILD: &str = "RINGLIGHT_TEST_BUS_CHILD";

/// Runs this test again on a session bus and in a home of its own. True in there, false once it has passed there.
pub fn on_a_bus(test: &str) -> bool {
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let home = TempDir::new().unwrap();
    let ended = Command::new("dbus-run-session")
        .arg("--")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, "1")
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env("XDG_DATA_HOME", home.path().join("share"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::null())
        .status()
        .expect("dbus-run-session is installed");
    assert!(ended.success(), "{test} failed on its own bus");
    false
}
