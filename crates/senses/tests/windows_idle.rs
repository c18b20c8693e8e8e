//! The last input, on Windows or what stands in for it.
#![cfg(windows)]

mod support;

use std::time::Duration;

use ringlight_senses::{Activity, Desktop, Moment, Seen};
use support::{sense, until};
use windows::Win32::UI::Input::KeyboardAndMouse::{
    INPUT, INPUT_0, INPUT_MOUSE, MOUSEEVENTF_MOVE, MOUSEINPUT, SendInput,
};

fn is(activity: Activity) -> impl Fn(&Seen) -> bool {
    move |seen| seen.activity == activity
}

fn move_pointer() {
    let mi = MOUSEINPUT { dx: 3, dy: 3, dwFlags: MOUSEEVENTF_MOVE, ..Default::default() };
    let input = [INPUT { r#type: INPUT_MOUSE, Anonymous: INPUT_0 { mi } }];
    // SAFETY: one whole input.
    let sent = unsafe { SendInput(&input, size_of::<INPUT>().try_into().expect("is small")) };
    assert_eq!(sent, 1);
}

#[tokio::test]
async fn goes_idle_at_the_threshold_and_comes_back_with_the_pointer() {
    let (mut watch, _set) = sense(Desktop::here(), Some(Duration::from_millis(700)));
    move_pointer();
    for _ in 0..2 {
        let idle = until(&mut watch, is(Activity::Idle)).await.seen;
        assert!(idle.age(Moment::now()) >= Duration::from_millis(650));
        move_pointer();
        until(&mut watch, is(Activity::Active)).await;
    }
}
