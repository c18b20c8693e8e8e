//! weston has no protocol at all for idle, nor for windows.

use ringlight_senses::{Activity, Input};

use crate::peer::{Runtime, THRESHOLD, start};
use crate::support::{sense, trouble, until};

#[tokio::test]
#[ignore = "needs weston"]
async fn a_compositor_without_a_protocol_cannot_tell_rather_than_always_active() {
    let runtime = Runtime::new();
    let (mut watch, _set) = sense(runtime.wayland("wayland-9"), Some(THRESHOLD));
    for _ in 0..2 {
        let mut command = runtime.command("weston");
        let mut weston = start(command.args(["--backend=headless-backend.so", "--socket=wayland-9"]));
        let says = |seen: &_| trouble(seen, "wayland").is_some_and(|why| why.contains("no protocol"));
        let windows = |seen: &_| {
            trouble(seen, "wlr-foreign-toplevel-management").is_some_and(|why| why.contains("does not tell"))
        };
        let seen = until(&mut watch, |seen| says(seen) && windows(seen)).await.seen;
        assert_eq!((seen.activity, seen.input), (Activity::Unknown, Input::CannotTell));
        weston.kill().await.expect("runs");
        until(&mut watch, |seen| !says(seen)).await;
    }
}
