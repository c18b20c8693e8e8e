//! The hidden window. Alone in its program: it is found by its class, so there must be one only.
#![cfg(windows)]

mod support;

use ringlight_senses::{Activity, Desktop, Lock};
use support::{sense, until};
use windows::Win32::Foundation::{HWND, LPARAM, WPARAM};
use windows::Win32::UI::WindowsAndMessaging::{
    FindWindowW, PBT_APMRESUMEAUTOMATIC, PBT_APMSUSPEND, PostMessageW, WM_ENDSESSION, WM_POWERBROADCAST,
    WM_QUERYENDSESSION, WM_WTSSESSION_CHANGE, WTS_REMOTE_CONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK,
    WTS_SESSION_UNLOCK,
};
use windows::core::{PCWSTR, w};

fn find() -> Option<HWND> {
    // SAFETY: only looks for a class name.
    unsafe { FindWindowW(w!("RinglightSenses"), PCWSTR::null()) }.ok()
}

fn post(message: u32, what: u32) {
    let what = WPARAM(what.try_into().expect("fits"));
    // SAFETY: the messages carry no pointers.
    unsafe { PostMessageW(find(), message, what, LPARAM(0)) }.expect("the window is open");
}

#[tokio::test]
async fn hears_of_lock_sleep_session_and_logout() {
    let (mut watch, _set) = sense(Desktop::here(), None);
    // On a busy machine the window opens after the first change.
    let first = until(&mut watch, |seen| seen.lock == Lock::Unlocked).await.seen;
    assert_eq!(first.activity, Activity::Active, "{first:#?}");

    post(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK);
    let locked = until(&mut watch, |seen| seen.lock == Lock::Locked).await.seen;
    assert_eq!(locked.activity, Activity::Locked);
    post(WM_WTSSESSION_CHANGE, WTS_SESSION_UNLOCK);
    until(&mut watch, |seen| seen.activity == Activity::Active).await;

    post(WM_WTSSESSION_CHANGE, WTS_REMOTE_DISCONNECT);
    let behind = until(&mut watch, |seen| !seen.foreground).await.seen;
    assert_eq!(behind.activity, Activity::Locked);
    post(WM_WTSSESSION_CHANGE, WTS_REMOTE_CONNECT);
    until(&mut watch, |seen| seen.activity == Activity::Active).await;

    for _ in 0..2 {
        post(WM_POWERBROADCAST, PBT_APMSUSPEND);
        let asleep = until(&mut watch, |seen| seen.asleep).await;
        // The window's thread waits for the hold, so what is posted now is heard after it.
        post(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK);
        drop(asleep.hold.expect("the system waits"));
        until(&mut watch, |seen| seen.lock == Lock::Locked && seen.activity == Activity::Asleep).await;
        post(WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC);
        let woken = until(&mut watch, |seen| !seen.asleep).await.seen;
        assert_eq!(woken.activity, Activity::Locked);
        post(WM_WTSSESSION_CHANGE, WTS_SESSION_UNLOCK);
        until(&mut watch, |seen| seen.activity == Activity::Active).await;
    }

    post(WM_QUERYENDSESSION, 0);
    let ending = until(&mut watch, |seen| seen.ending).await;
    drop(ending.hold.expect("the system waits"));
    post(WM_ENDSESSION, 0);
    until(&mut watch, |seen| !seen.ending).await;

    // Forced: nobody is asked before.
    post(WM_ENDSESSION, 1);
    let ending = until(&mut watch, |seen| seen.ending).await;
    drop(ending.hold.expect("the system waits"));
}
