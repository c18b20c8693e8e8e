//! Hears that there is input, on a thread that sleeps until then:
//! [raw input](https://learn.microsoft.com/windows/win32/inputdev/raw-input), sent to a window that is not in front. What
//! the input is stays unread, and the first one ends it.
//!
//! A program has one such registration for each kind of device: it replaces that of a window toolkit, and leaves none. It is
//! told nothing while a program with more rights has the window in front.

use std::sync::mpsc::channel;
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;
use windows::Win32::Foundation::{CloseHandle, HWND, LPARAM, WPARAM};
use windows::Win32::System::Threading::{GetCurrentThreadId, OpenProcess, PROCESS_QUERY_INFORMATION};
use windows::Win32::UI::Input::{
    RAWINPUTDEVICE, RAWINPUTDEVICE_FLAGS, RIDEV_INPUTSINK, RIDEV_PAGEONLY, RIDEV_REMOVE,
    RegisterRawInputDevices,
};
use windows::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DestroyWindow, DispatchMessageW, GetForegroundWindow, GetMessageW,
    GetWindowThreadProcessId, HWND_MESSAGE, MSG, PostThreadMessageW, WINDOW_STYLE, WM_INPUT, WM_QUIT,
};
use windows::core::w;

use crate::poll::Ear;

/// Mouse and keyboard, by [usage page and usage](https://learn.microsoft.com/windows-hardware/drivers/hid/hid-usages).
const HANDS: [(u16, u16); 2] = [(1, 2), (1, 6)];
/// All that is touched or drawn on.
const DIGITIZERS: (u16, u16) = (0x0d, 0);

/// Listens until the first input, or until dropped.
pub(super) struct InputSink {
    thread: u32,
    /// Nobody else gets the thread's number as long as this is held.
    _held: JoinHandle<()>,
    heard: oneshot::Receiver<()>,
}

impl InputSink {
    pub(super) fn open() -> Result<Self, String> {
        let (opened, result) = channel();
        let (say, heard) = oneshot::channel();
        let held = thread::Builder::new()
            .name("senses-input".into())
            .spawn(move || match Window::open() {
                Ok(_window) => {
                    // SAFETY: takes nothing.
                    let thread = unsafe { GetCurrentThreadId() };
                    if opened.send(Ok(thread)).is_ok() && wait() {
                        // The receiver that gave up wants to know nothing.
                        let _ = say.send(());
                    }
                }
                Err(error) => drop(opened.send(Err(format!("Windows does not announce input: {error}")))),
            })
            .map_err(|error| format!("cannot start a thread: {error}"))?;
        let thread = result.recv().map_err(|_| "the input's thread ended".to_owned())??;
        Ok(Self { thread, _held: held, heard })
    }
}

impl Ear for InputSink {
    /// What is typed into a program with more rights than this one is kept from it.
    fn is_sure(&self) -> bool {
        let mut process = 0;
        // SAFETY: a window that has just vanished is refused, not followed.
        let window = unsafe { GetForegroundWindow() };
        // SAFETY: see above.
        unsafe { GetWindowThreadProcessId(window, Some(&raw mut process)) };
        // Windows keeps this question, unlike the limited one, from those with fewer rights.
        // SAFETY: takes only a number; the handle is closed at once.
        process == 0
            || unsafe { OpenProcess(PROCESS_QUERY_INFORMATION, false, process) }
                .is_ok_and(|process| unsafe { CloseHandle(process) }.is_ok())
    }

    async fn heard(&mut self) {
        // A thread that ended without a word is a reason to look, too.
        let _ = (&mut self.heard).await;
    }
}

impl Drop for InputSink {
    fn drop(&mut self) {
        // SAFETY: carries no pointer; a thread that has ended is refused.
        if let Err(error) = unsafe { PostThreadMessageW(self.thread, WM_QUIT, WPARAM(0), LPARAM(0)) } {
            tracing::trace!(%error, "the input's thread has ended already");
        }
    }
}

/// Ends with the first input; false if it is ended.
fn wait() -> bool {
    let mut message = MSG::default();
    // SAFETY: `message` is ours.
    while unsafe { GetMessageW(&raw mut message, None, 0, 0) }.0 > 0 {
        // SAFETY: the message was just got. Windows frees unread input when it is passed on.
        unsafe { DispatchMessageW(&raw const message) };
        if message.message == WM_INPUT {
            return true;
        }
    }
    false
}

/// Input is announced to it as long as it lives.
struct Window(HWND);

impl Window {
    fn open() -> windows::core::Result<Self> {
        let (class, parent) = (w!("STATIC"), Some(HWND_MESSAGE));
        // SAFETY: a class of Windows' own; the window stays on this thread.
        let window = unsafe {
            CreateWindowExW(
                Default::default(),
                class,
                None,
                WINDOW_STYLE(0),
                0,
                0,
                0,
                0,
                parent,
                None,
                None,
                None,
            )
        }?;
        let window = Self(window);
        register(&HANDS.map(|kind| device(kind, RIDEV_INPUTSINK, window.0)))?;
        let digitizers = device(DIGITIZERS, RIDEV_INPUTSINK | RIDEV_PAGEONLY, window.0);
        if let Err(error) = register(&[digitizers]) {
            tracing::debug!(%error, "touch is not announced");
        }
        Ok(window)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let nobody = HWND::default();
        let hands = HANDS.map(|kind| device(kind, RIDEV_REMOVE, nobody));
        let digitizers = [device(DIGITIZERS, RIDEV_REMOVE | RIDEV_PAGEONLY, nobody)];
        for ended in [register(&hands), register(&digitizers)] {
            if let Err(error) = ended {
                tracing::debug!(%error, "the announcement of input was not taken back");
            }
        }
        // SAFETY: the window belongs to this thread.
        drop(unsafe { DestroyWindow(self.0) });
    }
}

fn device((page, usage): (u16, u16), flags: RAWINPUTDEVICE_FLAGS, window: HWND) -> RAWINPUTDEVICE {
    RAWINPUTDEVICE { usUsagePage: page, usUsage: usage, dwFlags: flags, hwndTarget: window }
}

fn register(devices: &[RAWINPUTDEVICE]) -> windows::core::Result<()> {
    let size = u32::try_from(size_of::<RAWINPUTDEVICE>()).unwrap_or_default();
    // SAFETY: whole structures of the size that is said.
    unsafe { RegisterRawInputDevices(devices, size) }
}
