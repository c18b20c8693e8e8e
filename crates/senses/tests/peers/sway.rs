//! sway without a screen: the idle protocol of wlroots, real input by wtype.

use ringlight_senses::{Activity, Input};
use tokio::process::Child;

use crate::peer::{Runtime, THRESHOLD, comes_back, goes_idle, goes_idle_after, perform, start};
use crate::support::{next, sense, until};

const SOCKET: &str = "wayland-1";

fn sway(runtime: &Runtime) -> Child {
    let mut command = runtime.command_of_a_user("sway");
    command.args(["--config", "/dev/null"]);
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
