//! sway without a screen: the protocols of wlroots for idle, with real input by wtype, and for windows.

use ringlight_senses::{Activity, Input, Seen, Watch};
use tokio::process::Child;
use tokio::time::Instant;

use crate::peer::{BACK_WITHIN, Runtime, THRESHOLD, comes_back, goes_idle, goes_idle_after, perform, start};
use crate::support::{next, relies_on, sense, until};

pub const SOCKET: &str = "wayland-1";
const IPC: &str = "sway.sock";
const TASKBARS: &str = "wlr-foreign-toplevel-management";

pub fn sway(runtime: &Runtime) -> Child {
    let mut command = runtime.command_of_a_user("sway");
    // One that was left behind would not be used again.
    let _ = std::fs::remove_file(runtime.socket(IPC));
    command.args(["--config", "/dev/null"]).env("SWAYSOCK", runtime.socket(IPC));
    let headless =
        [("WLR_BACKENDS", "headless"), ("WLR_LIBINPUT_NO_DEVICES", "1"), ("WLR_RENDERER", "pixman")];
    start(command.envs(headless))
}

async fn type_a_letter(runtime: &Runtime) {
    perform(runtime.command_of_a_user("wtype").env("WAYLAND_DISPLAY", SOCKET).arg("a")).await;
}

#[tokio::test]
#[ignore = "needs sway and wtype"]
async fn goes_idle_and_comes_back_by_the_keyboard_alone() {
    let runtime = Runtime::new();
    let (mut watch, _set) = sense(runtime.wayland(SOCKET), Some(THRESHOLD));
    assert_eq!(next(&mut watch).await.seen.input, Input::CannotTell);
    let _sway = sway(&runtime);
    until(&mut watch, |seen| seen.input == Input::Active).await;
    for _ in 0..2 {
        goes_idle(&mut watch).await;
        comes_back(&mut watch, type_a_letter(&runtime)).await;
    }
}

#[tokio::test]
#[ignore = "needs sway and wtype"]
async fn a_compositor_that_dies_is_unknown_until_it_is_back() {
    let runtime = Runtime::new();
    let (mut watch, _set) = sense(runtime.wayland(SOCKET), Some(THRESHOLD));
    for _ in 0..2 {
        let mut sway = sway(&runtime);
        goes_idle(&mut watch).await;
        comes_back(&mut watch, type_a_letter(&runtime)).await;
        sway.kill().await.expect("runs");
        until(&mut watch, |seen| seen.activity == Activity::Unknown).await;
    }
}

#[tokio::test]
#[ignore = "needs sway and wtype"]
async fn a_threshold_set_while_idle_counts_from_the_last_input() {
    let runtime = Runtime::new();
    let (mut watch, set) = sense(runtime.wayland(SOCKET), Some(THRESHOLD));
    let _sway = sway(&runtime);
    goes_idle(&mut watch).await;
    set.send_modify(|thresholds| thresholds.idle_after = Some(THRESHOLD * 2));
    until(&mut watch, |seen| seen.activity == Activity::Active).await;
    goes_idle_after(&mut watch, THRESHOLD * 2).await;

    set.send_modify(|thresholds| thresholds.idle_after = Some(THRESHOLD));
    comes_back(&mut watch, type_a_letter(&runtime)).await;
    goes_idle(&mut watch).await;
    comes_back(&mut watch, type_a_letter(&runtime)).await;
}

/// The windows of one sway.
struct Windows<'r>(&'r Runtime);

impl Windows<'_> {
    /// A real one, which comes to the front.
    fn open(&self) -> Child {
        let mut command = self.0.command_of_a_user("weston-flower");
        start(command.env("WAYLAND_DISPLAY", SOCKET))
    }

    async fn tell(&self, words: &str) {
        let mut command = self.0.command_of_a_user("swaymsg");
        perform(command.env("SWAYSOCK", self.0.socket(IPC)).arg(words)).await;
    }

    /// Awaits what comes of telling it this.
    async fn told(&self, words: &str, watch: &mut Watch, full_screen: bool) {
        self.tell(words).await;
        let begun = Instant::now();
        until(watch, |seen| seen.full_screen == full_screen).await;
        assert!(begun.elapsed() < BACK_WITHIN, "{words}: {:?}", begun.elapsed());
    }
}

#[tokio::test]
#[ignore = "needs sway and weston"]
async fn a_window_that_fills_the_screen_is_seen_and_its_end_and_that_of_sway() {
    let runtime = Runtime::new();
    let windows = Windows(&runtime);
    let (mut watch, _set) = sense(runtime.wayland(SOCKET), None);
    let tells = |seen: &Seen| relies_on(seen, TASKBARS);
    for _ in 0..2 {
        let mut sway = sway(&runtime);
        until(&mut watch, |seen| tells(seen) && !seen.full_screen).await;
        windows.tell("for_window [title=.*] fullscreen enable").await;
        let mut film = windows.open();
        until(&mut watch, |seen| seen.full_screen).await;
        windows.told("fullscreen disable", &mut watch, false).await;
        windows.told("fullscreen enable", &mut watch, true).await;
        windows.told("workspace 2", &mut watch, false).await;
        windows.told("workspace 1", &mut watch, true).await;
        film.kill().await.expect("runs");
        until(&mut watch, |seen| tells(seen) && !seen.full_screen).await;

        let _film = windows.open();
        until(&mut watch, |seen| seen.full_screen).await;
        sway.kill().await.expect("runs");
        until(&mut watch, |seen| !tells(seen) && !seen.full_screen).await;
    }
}
