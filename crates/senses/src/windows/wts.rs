//! The services of Windows that know of sessions. They are named after the remote desktop, but know of those at the
//! computer itself as well.

use std::ptr::null_mut;

use windows::Win32::Foundation::HWND;
use windows::Win32::System::RemoteDesktop::{
    NOTIFY_FOR_THIS_SESSION, WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION, WTS_SESSIONSTATE_LOCK,
    WTS_SESSIONSTATE_UNLOCK, WTSDisconnected, WTSFreeMemory, WTSINFOEXW, WTSQuerySessionInformationW,
    WTSRegisterSessionNotification, WTSSessionInfoEx,
};
use windows::core::PWSTR;

/// What is asked of them.
pub(super) trait Wts: Send + Sync + 'static {
    /// Has `window`, which belongs to the calling thread, told of the changes of this session.
    ///
    /// Early after the start of the computer this is
    /// [refused](https://learn.microsoft.com/windows/win32/api/wtsapi32/nf-wtsapi32-wtsregistersessionnotification#remarks)
    /// until the services are up.
    fn register(&self, window: HWND) -> windows::core::Result<()>;

    /// This session as it is now; `None` where Windows does not tell.
    fn state(&self) -> Option<State>;
}

/// A session.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// `None` where Windows knows only of the session itself.
    pub(super) locked: Option<bool>,
    pub(super) foreground: bool,
}

/// Those of this computer.
pub(super) struct Services;

impl Wts for Services {
    fn register(&self, window: HWND) -> windows::core::Result<()> {
        // SAFETY: a handle that is no window is refused, not followed.
        unsafe { WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) }
    }

    fn state(&self) -> Option<State> {
        let info = info().filter(|info| info.Level == 1)?;
        // SAFETY: level 1 is the only member of the union.
        let level = unsafe { info.Data.WTSInfoExLevel1 };
        let locked = match level.SessionFlags.cast_unsigned() {
            WTS_SESSIONSTATE_LOCK => Some(true),
            WTS_SESSIONSTATE_UNLOCK => Some(false),
            _ => None,
        };
        // Every other state in which a program can ask is one at a display, or on the way to it.
        Some(State { locked, foreground: level.SessionState != WTSDisconnected })
    }
}

/// [`WTSINFOEX`](https://learn.microsoft.com/windows/win32/api/wtsapi32/ns-wtsapi32-wtsinfoex_level1_w) of this session.
fn info() -> Option<WTSINFOEXW> {
    let (mut buffer, mut size) = (PWSTR(null_mut()), 0);
    let server = Some(WTS_CURRENT_SERVER_HANDLE);
    // SAFETY: both places are written on success only, and the buffer is freed below.
    unsafe {
        WTSQuerySessionInformationW(
            server,
            WTS_CURRENT_SESSION,
            WTSSessionInfoEx,
            &raw mut buffer,
            &raw mut size,
        )
    }
    .ok()?;
    let whole = usize::try_from(size).is_ok_and(|size| size >= size_of::<WTSINFOEXW>());
    // SAFETY: Windows wrote a structure of this size there; it need not be aligned for us.
    let info = whole.then(|| unsafe { buffer.0.cast::<WTSINFOEXW>().read_unaligned() });
    // SAFETY: the buffer came from the call above and is not used any more.
    unsafe { WTSFreeMemory(buffer.0.cast()) };
    info
}
