//! A hidden top-level window on a thread of its own. Top-level because message-only windows get no broadcasts.

use std::cell::Cell;
use std::ffi::c_void;
use std::sync::mpsc::channel;
use std::sync::{Arc, Once};
use std::thread;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use windows::Win32::Foundation::{HANDLE, HINSTANCE, HWND, LPARAM, LRESULT, WPARAM};
use windows::Win32::System::LibraryLoader::GetModuleHandleW;
use windows::Win32::System::Power::{
    HPOWERNOTIFY, RegisterSuspendResumeNotification, UnregisterSuspendResumeNotification,
};
use windows::Win32::System::RemoteDesktop::WTSUnRegisterSessionNotification;
use windows::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DEVICE_NOTIFY_WINDOW_HANDLE, DefWindowProcW, DestroyWindow, DispatchMessageW,
    GWLP_USERDATA, GetMessageW, GetWindowLongPtrW, KillTimer, MSG, PBT_APMRESUMEAUTOMATIC,
    PBT_APMRESUMESUSPEND, PBT_APMSUSPEND, PostMessageW, PostQuitMessage, RegisterClassW, SetTimer,
    SetWindowLongPtrW, WM_CLOSE, WM_DESTROY, WM_ENDSESSION, WM_POWERBROADCAST, WM_QUERYENDSESSION, WM_TIMER,
    WM_WTSSESSION_CHANGE, WNDCLASSW, WS_OVERLAPPED, WTS_CONSOLE_CONNECT, WTS_CONSOLE_DISCONNECT,
    WTS_REMOTE_CONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK, WTS_SESSION_UNLOCK,
};
use windows::core::{PCWSTR, w};

use super::session::SOURCE;
use super::wts::Wts;
use crate::looks;
use crate::signal::{Hold, Sense, Signal};

const CLASS: PCWSTR = w!("RinglightSenses");
static CLASS_REGISTERED: Once = Once::new();
/// Windows gives about two seconds before it sleeps.
const LONGEST_HOLD: Duration = Duration::from_millis(1500);
const REGISTER_TIMER: usize = 1;
/// What `WM_QUERYENDSESSION` and `WM_POWERBROADCAST` are answered with to let it happen.
const GRANTED: LRESULT = LRESULT(1);

type Say = mpsc::UnboundedSender<Signal>;

/// The open window. Closed, and its thread ended, when dropped.
pub(super) struct HiddenWindow(isize);

impl HiddenWindow {
    /// Opens it. Where `wts` refuses to tell it of the session, it asks again after `refused`, then ever more rarely.
    pub(super) async fn open(say: Say, wts: Arc<dyn Wts>, refused: Duration) -> Result<Self, String> {
        let (opened, handle) = oneshot::channel();
        let ear = Ear { say, wts, refused: Cell::new(refused) };
        thread::Builder::new()
            .name("senses-window".into())
            .spawn(move || live(&ear, opened))
            .map_err(|error| format!("cannot start a thread: {error}"))?;
        handle.await.map_err(|_| "the window's thread ended".to_owned())?
    }
}

impl Drop for HiddenWindow {
    fn drop(&mut self) {
        let window = HWND(self.0 as *mut c_void);
        // SAFETY: a handle that is no longer a window is refused, not followed.
        if let Err(error) = unsafe { PostMessageW(Some(window), WM_CLOSE, WPARAM(0), LPARAM(0)) } {
            tracing::debug!(%error, "the hidden window is closed already");
        }
    }
}

/// What the window works with.
struct Ear {
    say: Say,
    wts: Arc<dyn Wts>,
    /// When to ask again.
    refused: Cell<Duration>,
}

/// The window's whole life, on its own thread. `ear` outlives it.
fn live(ear: &Ear, opened: oneshot::Sender<Result<HiddenWindow, String>>) {
    let window = match create(ear) {
        Ok(window) => window,
        Err(error) => return drop(opened.send(Err(format!("cannot open a hidden window: {error}")))),
    };
    let power = ear.register_for_sleep(window);
    ear.register_for_session(window);
    // The receiver that gave up has dropped the handle, which closes the window.
    drop(opened.send(Ok(HiddenWindow(window.0 as isize))));
    let mut message = MSG::default();
    // SAFETY: `message` is ours; the window belongs to this thread.
    while unsafe { GetMessageW(&raw mut message, None, 0, 0) }.0 > 0 {
        // SAFETY: the message was just got.
        unsafe { DispatchMessageW(&raw const message) };
    }
    if let Some(power) = power {
        // SAFETY: what was registered, once.
        drop(unsafe { UnregisterSuspendResumeNotification(power) });
    }
}

/// Without it, no window can be made, which then says so.
fn register_class(module: HINSTANCE) {
    let class = WNDCLASSW {
        lpfnWndProc: Some(procedure),
        hInstance: module,
        lpszClassName: CLASS,
        ..Default::default()
    };
    // SAFETY: the class is whole.
    unsafe { RegisterClassW(&raw const class) };
}

fn create(ear: &Ear) -> windows::core::Result<HWND> {
    // SAFETY: asks for this program's own module.
    let module: HINSTANCE = unsafe { GetModuleHandleW(None) }?.into();
    CLASS_REGISTERED.call_once(|| register_class(module));
    let (style, size) = (WS_OVERLAPPED, 0);
    // SAFETY: the window stays on this thread.
    let window = unsafe {
        CreateWindowExW(
            Default::default(),
            CLASS,
            CLASS,
            style,
            0,
            0,
            size,
            size,
            None,
            None,
            Some(module),
            None,
        )
    }?;
    // SAFETY: `ear` outlives the window, which is the only one to read it.
    unsafe { SetWindowLongPtrW(window, GWLP_USERDATA, std::ptr::from_ref(ear) as isize) };
    Ok(window)
}

impl Ear {
    /// Needed for systems with modern standby, which do not broadcast.
    fn register_for_sleep(&self, window: HWND) -> Option<HPOWERNOTIFY> {
        // SAFETY: the window lives; the registration is taken back after it.
        let registered =
            unsafe { RegisterSuspendResumeNotification(HANDLE(window.0), DEVICE_NOTIFY_WINDOW_HANDLE) };
        self.tell(Signal::Using { sense: Sense::Sleep, source: SOURCE });
        registered
            .inspect_err(|error| tracing::info!(%error, "sleep is heard of through broadcasts only"))
            .ok()
    }

    fn register_for_session(&self, window: HWND) {
        // While it is asked for, which may take its time, the timer is off.
        // SAFETY: a timer that does not run is no harm.
        let _ = unsafe { KillTimer(Some(window), REGISTER_TIMER) };
        let registered = self.wts.register(window);
        for sense in [Sense::Lock, Sense::Session] {
            self.tell(match &registered {
                Ok(()) => Signal::Using { sense, source: SOURCE },
                Err(error) => {
                    Signal::CannotTell { sense, source: SOURCE, why: format!("Windows refuses it: {error}") }
                }
            });
        }
        if registered.is_err() {
            let pause = self.refused.get();
            self.refused.set((2 * pause).min(looks::LATEST));
            let pause = u32::try_from(pause.as_millis()).unwrap_or(u32::MAX);
            // SAFETY: the window lives; the timer ends with it.
            unsafe { SetTimer(Some(window), REGISTER_TIMER, pause, None) };
        }
    }

    /// Keeps the system waiting until the hold is dropped, but not for long.
    fn wait(&self, signal: impl FnOnce(Hold) -> Signal) {
        let (guard, released) = channel::<()>();
        self.tell(signal(Hold::new(guard)));
        // Ends by the guard's end; nothing is ever sent.
        let _ = released.recv_timeout(LONGEST_HOLD);
    }

    fn tell(&self, signal: Signal) {
        if self.say.send(signal).is_err() {
            tracing::debug!("nobody listens to the hidden window");
        }
    }
}

/// What Windows calls for each message.
extern "system" fn procedure(window: HWND, message: u32, wparam: WPARAM, lparam: LPARAM) -> LRESULT {
    // SAFETY: set by `create` to what outlives the window, null before.
    let ear = unsafe { (GetWindowLongPtrW(window, GWLP_USERDATA) as *const Ear).as_ref() };
    if let Some(ear) = ear {
        match heard(message, wparam.0) {
            Some(Heard::Plain(signal)) => ear.tell(signal),
            Some(Heard::Waits(signal)) => ear.wait(signal),
            None if message == WM_TIMER => ear.register_for_session(window),
            None => {}
        }
    }
    match message {
        WM_QUERYENDSESSION | WM_POWERBROADCAST => GRANTED,
        WM_DESTROY => {
            // SAFETY: ends this thread's own registration and message loop.
            unsafe {
                drop(WTSUnRegisterSessionNotification(window));
                PostQuitMessage(0);
            }
            LRESULT(0)
        }
        WM_CLOSE => {
            // SAFETY: the window belongs to this thread.
            drop(unsafe { DestroyWindow(window) });
            LRESULT(0)
        }
        // SAFETY: passes on what it was called with.
        _ => unsafe { DefWindowProcW(window, message, wparam, lparam) },
    }
}

enum Heard {
    Plain(Signal),
    Waits(fn(Hold) -> Signal),
}

/// What a message means. Session notifications come for this session only: that is how they are registered.
fn heard(message: u32, what: usize) -> Option<Heard> {
    let source = SOURCE;
    let what = u32::try_from(what).ok()?;
    Some(match (message, what) {
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK) => Heard::Plain(Signal::Locked { source, locked: true }),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_UNLOCK) => Heard::Plain(Signal::Locked { source, locked: false }),
        (WM_WTSSESSION_CHANGE, WTS_CONSOLE_CONNECT | WTS_REMOTE_CONNECT) => {
            Heard::Plain(Signal::Foreground { source, foreground: true })
        }
        (WM_WTSSESSION_CHANGE, WTS_CONSOLE_DISCONNECT | WTS_REMOTE_DISCONNECT) => {
            Heard::Plain(Signal::Foreground { source, foreground: false })
        }
        (WM_POWERBROADCAST, PBT_APMSUSPEND) => {
            Heard::Waits(|release| Signal::Sleep { source: SOURCE, release })
        }
        (WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC | PBT_APMRESUMESUSPEND) => Heard::Plain(Signal::Wake),
        // Where the end is forced, nobody is asked before.
        (WM_QUERYENDSESSION, _) | (WM_ENDSESSION, 1..) => {
            Heard::Waits(|release| Signal::SessionEnding { source: SOURCE, release })
        }
        (WM_ENDSESSION, 0) => Heard::Plain(Signal::SessionKept { source }),
        _ => return None,
    })
}
