//! Programs that have a camera's device file open. A plain file stands in for the device: its opens are announced alike.
#![cfg(target_os = "linux")]

mod support;

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Engaged, Sense, Wishes};
use support::engaged::{Owner, relies, users};
use support::servers::bare;
use tokio::process::{Child, Command};

fn look_at(devices: &Path) -> Owner {
    let wishes = Wishes { camera: true, ..Wishes::default() };
    Owner::wishing(wishes, Desktop { devices: Some(devices.to_owned()), ..bare() })
}

/// A program that has the file open until killed.
fn film(device: &Path) -> Child {
    hold_open("cat", device)
}

fn hold_open(program: &str, file: &Path) -> Child {
    let camera = File::open(file).expect("is there");
    Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(camera)
        .kill_on_drop(true)
        .spawn()
        .expect("is installed")
}

fn films(engaged: &Engaged) -> bool {
    users(engaged, Sense::Camera) == ["cat"]
}

#[tokio::test]
async fn inside_a_sandbox_it_cannot_be_told() {
    let devices = tempfile::tempdir().expect("has room");
    fs::write(devices.path().join("video0"), "").expect("has room");
    let wishes = Wishes { camera: true, ..Wishes::default() };
    let desktop = Desktop { devices: Some(devices.path().to_owned()), sandboxed: true, ..bare() };
    let seen = Owner::wishing(wishes, desktop).until(|seen| !seen.mechanisms.is_empty()).await;
    assert!(seen.mechanisms[0].trouble.as_ref().is_some_and(|why| why.contains("sandbox")), "{seen:?}");
}

#[tokio::test]
async fn who_has_a_camera_open_is_a_call() {
    let devices = tempfile::tempdir().expect("has room");
    let camera = devices.path().join("video0");
    fs::write(&camera, "").expect("has room");
    let mut owner = look_at(devices.path());
    owner.until(|seen| relies(seen, Sense::Camera)).await;

    let mut program = film(&camera);
    assert!(!owner.until(films).await.call, "too early");
    owner.until(|seen| seen.call).await;
    program.kill().await.expect("runs");
    let seen = owner.until(|seen| !films(seen)).await;
    assert!(seen.call, "not for ten seconds");
}

#[tokio::test]
async fn cameras_in_use_before_the_start_and_plugged_in_later_are_seen() {
    let devices = tempfile::tempdir().expect("has room");
    let (first, second) = (devices.path().join("video0"), devices.path().join("video1"));
    fs::write(&first, "").expect("has room");
    let mut program = film(&first);
    let mut owner = look_at(devices.path());
    owner.until(films).await;
    program.kill().await.expect("runs");
    owner.until(|seen| !films(seen)).await;

    fs::write(&second, "").expect("has room");
    let _program = film(&second);
    owner.until(films).await;
}

#[tokio::test]
async fn this_program_and_other_files_are_no_camera_in_use() {
    let devices = tempfile::tempdir().expect("has room");
    let (camera, other) = (devices.path().join("video0"), devices.path().join("media0"));
    for file in [&camera, &other] {
        fs::write(file, "").expect("has room");
    }
    let mut owner = look_at(devices.path());
    let _ours = File::open(&camera).expect("is there");
    let _other = hold_open("tee", &other);
    let marker = devices.path().join("video1");
    fs::write(&marker, "").expect("has room");
    let _program = film(&marker);
    let seen = owner.until(films).await;
    assert_eq!(seen.users.len(), 1);
}

#[tokio::test]
async fn one_that_cannot_be_watched_is_not_called_unused() {
    let devices = tempfile::tempdir().expect("has room");
    std::os::unix::fs::symlink("video0", devices.path().join("video0")).expect("is new");
    let seen = look_at(devices.path()).until(|seen| !seen.mechanisms.is_empty()).await;
    assert!(seen.mechanisms[0].trouble.as_ref().is_some_and(|why| why.contains("video0")), "{seen:?}");
}

#[tokio::test]
async fn without_device_files_it_cannot_be_told() {
    let mut owner = look_at(Path::new("/nonexistent"));
    let seen = owner.until(|seen| !seen.mechanisms.is_empty()).await;
    assert!(seen.mechanisms[0].trouble.is_some(), "{seen:?}");
}
