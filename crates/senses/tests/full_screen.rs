//! Windows that fill the screen, under a real window manager.
#![cfg(target_os = "linux")]

mod support;

use std::process::Stdio;
use std::time::Duration;

use ringlight_senses::{Desktop, Seen, Watch};
use support::servers::{Xvfb, bare};
use support::windows::{Manager, Program};
use support::{next, relies_on, sense, trouble, until};
use tokio::process::{Child, Command};
use tokio::time::timeout;
const MANAGER: &str = "x11-window-manager";
/// A window that is not managed by now never will be.
const AGAIN: Duration = Duration::from_secs(5);

fn openbox(server: &Xvfb) -> Child {
    let mut command = Command::new("openbox");
    command.env("DISPLAY", &server.display).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.kill_on_drop(true).spawn().expect("openbox is installed")
}

/// Opens a window that fills the screen: again, until openbox, which does not tell when it is ready, has seen it.
async fn film(server: &Xvfb, watch: &mut Watch) -> Program {
    loop {
        let program = Program::open(server, true);
        if timeout(AGAIN, until(watch, |seen| seen.full_screen)).await.is_ok() {
            return program;
        }
    }
}

fn cannot_tell(seen: &Seen) -> bool {
    trouble(seen, MANAGER).is_some_and(|why| why.contains("no window manager")) && !seen.full_screen
}

fn can_tell(seen: &Seen) -> bool {
    relies_on(seen, MANAGER)
}

#[tokio::test]
async fn a_window_in_front_that_fills_the_screen_is_seen_and_window_managers_come_and_go() {
    let server = Xvfb::start().await;
    let (mut watch, _set) = sense(Desktop { display: Some(server.display.clone()), ..bare() }, None);
    assert!(cannot_tell(&next(&mut watch).await.seen));
    let mut ended = Vec::new();
    for _ in 0..2 {
        let mut openbox = openbox(&server);
        until(&mut watch, |seen| can_tell(seen) && !seen.full_screen).await;
        let first = film(&server, &mut watch).await;
        first.fill(false);
        until(&mut watch, |seen| !seen.full_screen).await;
        first.fill(true);
        until(&mut watch, |seen| seen.full_screen).await;
        // Another window in front of it, which then ends.
        let note = Program::open(&server, false);
        until(&mut watch, |seen| !seen.full_screen).await;
        drop(note);
        until(&mut watch, |seen| seen.full_screen).await;
        drop(first);
        until(&mut watch, |seen| !seen.full_screen && can_tell(seen)).await;

        let second = film(&server, &mut watch).await;
        openbox.kill().await.expect("runs");
        until(&mut watch, cannot_tell).await;
        // While the program runs, no other gets its windows' numbers, which the dead window manager has left behind.
        second.close();
        ended.push(second);
    }
}

#[tokio::test]
async fn what_fills_the_screen_at_the_start_is_seen() {
    let server = Xvfb::start().await;
    let (mut watch, _set) = sense(Desktop { display: Some(server.display.clone()), ..bare() }, None);
    let _openbox = openbox(&server);
    until(&mut watch, can_tell).await;
    let _film = film(&server, &mut watch).await;
    let (mut another, _set) = sense(Desktop { display: Some(server.display.clone()), ..bare() }, None);
    assert!(next(&mut another).await.seen.full_screen);
}

/// Some window managers say so when nothing is in front.
#[tokio::test]
async fn a_root_window_that_was_in_front_is_heard_of_further() {
    let server = Xvfb::start().await;
    let manager = Manager::start(&server);
    let (mut watch, _set) = sense(Desktop { display: Some(server.display.clone()), ..bare() }, None);
    assert!(can_tell(&next(&mut watch).await.seen));
    let film = Program::open(&server, true);
    for _ in 0..2 {
        manager.brings(film.window);
        until(&mut watch, |seen| seen.full_screen).await;
        manager.brings(film.root);
        until(&mut watch, |seen| !seen.full_screen).await;
    }
}
