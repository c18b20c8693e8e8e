//! Windows that fill the screen, under a real window manager.
#![cfg(target_os = "linux")]

mod support;

use std::process::Stdio;
use std::time::Duration;

use ringlight_senses::{Desktop, Seen, Watch};
use support::servers::{Xvfb, bare};
use support::{next, sense, trouble, until};
use tokio::process::{Child, Command};
use tokio::time::timeout;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

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

/// A program with a window.
struct Program {
    conn: RustConnection,
    root: Window,
    window: Window,
}

impl Program {
    /// Opens a window, which comes to the front.
    fn open(server: &Xvfb, full: bool) -> Self {
        let (conn, screen) = x11rb::connect(Some(&server.display)).expect("the server runs");
        let screen = &conn.setup().roots[screen];
        let (root, window) = (screen.root, conn.generate_id().expect("has ids"));
        let (class, visual) = (WindowClass::INPUT_OUTPUT, screen.root_visual);
        conn.create_window(0, window, root, 0, 0, 90, 60, 0, class, visual, &CreateWindowAux::new())
            .expect("sent");
        let program = Self { conn, root, window };
        if full {
            let states = [program.atom("_NET_WM_STATE_FULLSCREEN")];
            let (state, conn) = (program.atom("_NET_WM_STATE"), &program.conn);
            conn.change_property32(PropMode::REPLACE, window, state, AtomEnum::ATOM, &states).expect("sent");
        }
        program.conn.map_window(window).expect("sent");
        program.conn.flush().expect("alive");
        program
    }

    /// Asks the window manager to fill the screen with it, or not any more.
    fn fill(&self, on: bool) {
        let (state, full) = (self.atom("_NET_WM_STATE"), self.atom("_NET_WM_STATE_FULLSCREEN"));
        let message = ClientMessageEvent::new(32, self.window, state, [u32::from(on), full, 0, 1, 0]);
        let who = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.conn.send_event(false, self.root, who, message).expect("sent");
        self.conn.flush().expect("alive");
    }

    /// Closes the window.
    fn close(&self) {
        self.conn.destroy_window(self.window).expect("sent").check().expect("is open");
    }

    fn atom(&self, name: &str) -> u32 {
        self.conn.intern_atom(false, name.as_bytes()).expect("sent").reply().expect("is answered").atom
    }
}

fn cannot_tell(seen: &Seen) -> bool {
    trouble(seen, MANAGER).is_some_and(|why| why.contains("no window manager")) && !seen.full_screen
}

fn can_tell(seen: &Seen) -> bool {
    seen.mechanisms.iter().any(|m| m.source.name() == MANAGER && m.trouble.is_none())
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
