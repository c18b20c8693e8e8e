//! The last input, on Windows or what stands in for it.
#![cfg(windows)]

mod support;

use std::time::Duration;

use ringlight_senses::{Activity, Desktop, Moment, Seen};
use support::{sense, until};
use windows::Win32::UI::Input::KeyboardAndMouse::{
    INPUT, INPUT_0, INPUT_KEYBOARD, KEYBD_EVENT_FLAGS, KEYBDINPUT, KEYEVENTF_KEYUP, SendInput, VK_SHIFT,
};

/// Far shorter than the time between two looks for a return: only one that is heard ends the test in time.
const AFTER: Duration = Duration::from_millis(1500);

fn is(activity: Activity) -> impl Fn(&Seen) -> bool {
    move |seen| seen.activity == activity
}

fn press_shift() {
    for flags in [KEYBD_EVENT_FLAGS(0), KEYEVENTF_KEYUP] {
        let ki = KEYBDINPUT { wVk: VK_SHIFT, dwFlags: flags, ..Default::default() };
        let input = [INPUT { r#type: INPUT_KEYBOARD, Anonymous: INPUT_0 { ki } }];
        // SAFETY: one whole input.
        let sent = unsafe { SendInput(&input, size_of::<INPUT>().try_into().expect("is small")) };
        assert_eq!(sent, 1);
    }
}

#[tokio::test]
async fn goes_idle_at_the_threshold_and_comes_back_with_a_key() {
    let (mut watch, _set) = sense(Desktop::here(), Some(AFTER));
    press_shift();
    for _ in 0..2 {
        let idle = until(&mut watch, is(Activity::Idle)).await.seen;
        assert!(idle.age(Moment::now()) >= Duration::from_millis(1450));
        press_shift();
        until(&mut watch, is(Activity::Active)).await;
    }
}
