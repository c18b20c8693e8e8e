//! Hears of windows that come to the front:
//! [`SetWinEventHook`](https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-setwineventhook), on a thread
//! that sleeps in between.

use std::cell::RefCell;
use std::sync::mpsc::channel;
use std::thread::{self, JoinHandle};

use tokio::sync::mpsc;
use windows::Win32::Foundation::{HWND, LPARAM, WPARAM};
use windows::Win32::System::Threading::GetCurrentThreadId;
use windows::Win32::UI::Accessibility::{HWINEVENTHOOK, SetWinEventHook, UnhookWinEvent};
use windows::Win32::UI::WindowsAndMessaging::{
    EVENT_SYSTEM_FOREGROUND, GetMessageW, MSG, PM_NOREMOVE, PeekMessageW, PostThreadMessageW,
    WINEVENT_OUTOFCONTEXT, WINEVENT_SKIPOWNPROCESS, WM_QUIT, WM_USER,
};

thread_local! {
    /// Where to ring, on the thread that has the hook.
    static RING: RefCell<Option<mpsc::Sender<()>>> = const { RefCell::new(None) };
}

/// The hook. Taken back, and its thread ended, when dropped.
pub(super) struct Foreground {
    thread: u32,
    /// Nobody else gets the thread's number as long as this is held.
    _held: JoinHandle<()>,
}

impl Foreground {
    /// Rings whenever another window comes to the front; once if that happens while nobody listens.
    pub(super) fn watch(ring: mpsc::Sender<()>) -> Result<Self, String> {
        let (hooked, result) = channel();
        let held = thread::Builder::new()
            .name("senses-foreground".into())
            .spawn(move || {
                RING.set(Some(ring));
                let front = EVENT_SYSTEM_FOREGROUND;
                let flags = WINEVENT_OUTOFCONTEXT | WINEVENT_SKIPOWNPROCESS;
                // SAFETY: the procedure lives as long as the program; the hook is taken back below.
                let hook = unsafe { SetWinEventHook(front, front, None, Some(heard), 0, 0, flags) };
                // SAFETY: only makes the queue that the end is posted to.
                let _ = unsafe { PeekMessageW(&mut MSG::default(), None, WM_USER, WM_USER, PM_NOREMOVE) };
                // SAFETY: takes nothing.
                let thread = unsafe { GetCurrentThreadId() };
                if hook.is_invalid() {
                    let why = "Windows does not announce windows that come to the front";
                    let _ = hooked.send(Err(why.to_owned()));
                } else if hooked.send(Ok(thread)).is_ok() {
                    wait();
                }
                // SAFETY: the same hook, on the same thread.
                let _ = unsafe { UnhookWinEvent(hook) };
            })
            .map_err(|error| format!("cannot start a thread: {error}"))?;
        let thread = result.recv().map_err(|_| "the hook's thread ended".to_owned())??;
        Ok(Self { thread, _held: held })
    }
}

impl Drop for Foreground {
    fn drop(&mut self) {
        // SAFETY: carries no pointer; a thread that has ended is refused.
        if let Err(error) = unsafe { PostThreadMessageW(self.thread, WM_QUIT, WPARAM(0), LPARAM(0)) } {
            tracing::debug!(%error, "the hook's thread has ended already");
        }
    }
}

/// Hooks are called while their thread waits for messages.
fn wait() {
    let mut message = MSG::default();
    // SAFETY: `message` is ours.
    while unsafe { GetMessageW(&raw mut message, None, 0, 0) }.0 > 0 {}
}

extern "system" fn heard(_: HWINEVENTHOOK, _: u32, _: HWND, _: i32, _: i32, _: u32, _: u32) {
    RING.with_borrow(|ring| {
        if let Some(ring) = ring {
            // One that is waiting says it already.
            let _ = ring.try_send(());
        }
    });
}
