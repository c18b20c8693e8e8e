//! Windows that fill the screen, as a compositor on a real socket tells of them.
#![cfg(target_os = "linux")]

mod support;

use std::path::PathBuf;

use ringlight_senses::{Desktop, Seen};
use support::compositor::{Compositor, Has};
use support::servers::bare;
use support::toplevels::{FULL, FULL_IN_FRONT, IN_FRONT, PLAIN};
use support::{next, relies_on, sense, trouble, until};

const TASKBARS: &str = "wlr-foreign-toplevel-management";

fn having(toplevels: u32) -> Has {
    Has { toplevels, ..Has::default() }
}

fn on(socket: PathBuf) -> Desktop {
    Desktop { wayland: true, wayland_socket: Some(socket), ..bare() }
}

fn can_tell(seen: &Seen) -> bool {
    relies_on(seen, TASKBARS)
}

fn cannot_tell(seen: &Seen) -> bool {
    trouble(seen, TASKBARS).is_some_and(|why| why.contains("does not tell")) && !seen.full_screen
}

#[tokio::test]
async fn a_window_is_full_screen_while_it_is_in_front_and_fills_it() {
    let compositor = Compositor::with(having(3));
    let (mut watch, _set) = sense(on(compositor.socket.clone()), None);
    let first = next(&mut watch).await.seen;
    assert!(can_tell(&first) && !first.full_screen, "{first:?}");
    for _ in 0..2 {
        compositor.show(0, PLAIN);
        compositor.show(0, IN_FRONT);
        compositor.show(0, FULL_IN_FRONT);
        until(&mut watch, |seen| seen.full_screen).await;
        // Another comes to the front of it, and goes.
        compositor.show(0, FULL);
        compositor.show(1, IN_FRONT);
        until(&mut watch, |seen| !seen.full_screen).await;
        compositor.close(1);
        compositor.show(0, FULL_IN_FRONT);
        until(&mut watch, |seen| seen.full_screen).await;
        compositor.close(0);
        until(&mut watch, |seen| !seen.full_screen && can_tell(seen)).await;
    }
}

#[tokio::test]
async fn a_title_that_changes_all_the_time_changes_nothing() {
    let compositor = Compositor::with(having(3));
    let (mut watch, _set) = sense(on(compositor.socket.clone()), None);
    next(&mut watch).await;
    compositor.show(0, FULL_IN_FRONT);
    until(&mut watch, |seen| seen.full_screen).await;
    for second in 0..1_000 {
        compositor.rename(0, format!("{second} s of a secret"));
    }
    compositor.show(0, FULL);
    let seen = next(&mut watch).await.seen;
    assert!(!seen.full_screen);
    assert!(!format!("{seen:?}").contains("secret"));
}

#[tokio::test]
async fn what_fills_the_screen_at_the_start_is_seen_at_once() {
    let compositor = Compositor::with(having(2));
    compositor.show(0, PLAIN);
    compositor.show(1, FULL_IN_FRONT);
    let (mut watch, _set) = sense(on(compositor.socket.clone()), None);
    assert!(next(&mut watch).await.seen.full_screen);
}

#[tokio::test]
async fn a_compositor_that_does_not_tell_any_more_or_is_replaced_is_believed() {
    let compositor = Compositor::with(having(3));
    let (mut watch, _set) = sense(on(compositor.socket.clone()), None);
    next(&mut watch).await;
    compositor.show(0, FULL_IN_FRONT);
    until(&mut watch, |seen| seen.full_screen).await;
    compositor.finish();
    until(&mut watch, cannot_tell).await;

    let mut compositor = compositor;
    for silent in [0, 1] {
        compositor = compositor.replace_with(having(3)).await;
        until(&mut watch, can_tell).await;
        compositor.show(0, FULL_IN_FRONT);
        until(&mut watch, |seen| seen.full_screen).await;
        compositor = compositor.replace_with(having(silent)).await;
        until(&mut watch, cannot_tell).await;
    }
}
