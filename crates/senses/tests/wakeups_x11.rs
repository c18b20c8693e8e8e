//! What other windows do is no news to the task that owns the state. Alone in its program, whose thread it is.
#![cfg(target_os = "linux")]

mod support;

use std::thread;

use ringlight_senses::Desktop;
use support::rest::own_switches;
use support::servers::{Xvfb, bare};
use support::windows::{Manager, Program};
use support::{next, sense, until};
use tokio::sync::oneshot;
use x11rb::protocol::xproto::AtomEnum;

#[tokio::test]
async fn titles_and_states_that_change_wake_nobody() {
    let server = Xvfb::start().await;
    let manager = Manager::start(&server);
    let film = Program::open(&server, true);
    manager.brings(film.window);
    let (mut watch, _set) = sense(Desktop { display: Some(server.display.clone()), ..bare() }, None);
    assert!(next(&mut watch).await.seen.full_screen);

    let before = own_switches();
    let (done, others) = oneshot::channel();
    let busy = thread::spawn(move || {
        let states = ["_NET_WM_STATE_FULLSCREEN", "_NET_WM_STATE_FOCUSED"].map(|name| film.atom(name));
        let (state, title) = (film.atom("_NET_WM_STATE"), film.atom("WM_NAME"));
        for turn in 0..100 {
            film.put(film.window, title, AtomEnum::CARDINAL, &[turn]);
            film.put(film.root, title, AtomEnum::CARDINAL, &[turn]);
            film.put(film.window, state, AtomEnum::ATOM, if turn % 2 == 0 { &states } else { &states[..1] });
        }
        let _ = done.send(());
        film
    });
    others.await.expect("did not panic");
    let film = busy.join().expect("did not panic");
    manager.brings(film.root);
    until(&mut watch, |seen| !seen.full_screen).await;
    let during = own_switches() - before;
    assert!(during <= 12, "{during} wake-ups by what is no news");
}
