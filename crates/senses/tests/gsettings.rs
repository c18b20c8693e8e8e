//! What becomes of the program that reads and watches a desktop's settings when it hangs, and when this one dies.
#![cfg(target_os = "linux")]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Engaged, watch};
use support::PATIENCE;
use support::engaged::until;
use support::notifications::start_named;
use support::place::{is, wishes};
use support::servers::{Bus, bare};
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe;
use tokio::process::Command;
use tokio::sync::watch as latest;
use tokio::time::timeout;

/// Where the program that is killed finds its desktop.
const BUS: &str = "RINGLIGHT_TEST_BUS";
const HOME: &str = "RINGLIGHT_TEST_HOME";

/// A desktop on which `gsettings` is this script.
fn desktop(bus: &str, home: &Path, script: &str) -> Desktop {
    let program = home.join("gsettings");
    fs::write(&program, format!("#!/bin/sh\n{script}")).expect("has room");
    fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).expect("is ours");
    let path = format!("{}:/usr/bin:/bin", home.display());
    Desktop { session_bus: Some(bus.into()), environment: vec![("PATH".into(), path)], ..bare() }
}

fn works(seen: &Engaged) -> bool {
    seen.desktop_dnd.is_some()
}

#[tokio::test]
async fn one_that_hangs_is_said_not_to_answer() {
    let (bus, home) = (Bus::start().await, tempfile::tempdir().expect("has room"));
    let _shell = start_named(&bus, "gnome-shell", "GNOME").await;
    let (_set, wishes) = latest::channel(wishes(false));
    let desktop = desktop(&bus.address, home.path(), "exec sleep 1000");
    let mut watch = watch(desktop, wishes, home.path().join("dnd"));
    let silent = |seen: &Engaged| {
        seen.mechanisms.iter().any(|m| m.trouble.as_ref().is_some_and(|why| why.contains("does not answer")))
    };
    until(&mut watch, silent).await;
}

#[tokio::test]
async fn one_that_watches_ends_with_a_program_that_is_killed() {
    let (bus, home) = (Bus::start().await, tempfile::tempdir().expect("has room"));
    let _shell = start_named(&bus, "gnome-shell", "GNOME").await;
    let fifo = home.path().join("watching");
    assert!(Command::new("mkfifo").arg(&fifo).status().await.expect("is installed").success());
    let mut watching = pipe::OpenOptions::new().open_receiver(&fifo).expect("was made");
    let mut program = Command::new(std::env::current_exe().expect("runs"))
        .args(["--exact", "watches_until_it_is_killed"])
        .envs([(BUS, bus.address.as_str()), (HOME, &home.path().display().to_string())])
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("can be started");
    let mut read = async || timeout(PATIENCE, watching.read(&mut [0; 8])).await.expect("in time");
    assert_eq!(read().await.expect("is open"), 1);
    program.kill().await.expect("runs");
    assert_eq!(read().await.expect("is open"), 0, "it watches on");
}

/// What [`one_that_watches_ends_with_a_program_that_is_killed`] starts and kills; by itself it does nothing.
#[tokio::test]
async fn watches_until_it_is_killed() {
    let (Ok(bus), Ok(home)) = (std::env::var(BUS), std::env::var(HOME)) else { return };
    let script = r#"case "$1" in
        get) echo true ;;
        monitor) exec 3>"$(dirname "$0")/watching"; printf . >&3; exec sleep 1000 ;;
    esac"#;
    let home = Path::new(&home);
    let (_set, wishes) = latest::channel(wishes(false));
    let mut watch = watch(desktop(&bus, home, script), wishes, home.join("dnd"));
    until(&mut watch, is(false, false)).await;
    until(&mut watch, |seen| !works(seen)).await;
}
