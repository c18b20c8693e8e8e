//! Lock, sleep and session switch: what the hidden window hears, and the session's state where it is asked for.

use std::convert::Infallible;
use std::ptr::null_mut;

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use windows::Win32::System::RemoteDesktop::{
    WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION, WTS_SESSIONSTATE_LOCK, WTS_SESSIONSTATE_UNLOCK,
    WTSActive, WTSFreeMemory, WTSINFOEXW, WTSQuerySessionInformationW, WTSSessionInfoEx,
};
use windows::core::PWSTR;

use super::window::HiddenWindow;
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};

pub(super) const SOURCE: Source = Source::new("windows-session");

pub(super) struct Session;

impl Mechanism for Session {
    const SENSES: &'static [(Sense, Source)] =
        &[(Sense::Lock, SOURCE), (Sense::Sleep, SOURCE), (Sense::Session, SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let (say, mut heard) = mpsc::unbounded_channel();
        let _window = HiddenWindow::open(say).await.map_err(Stopped::Lost)?;
        loop {
            tokio::select! {
                signal = heard.recv() => match signal {
                    Some(signal) => {
                        let registered = matches!(signal, Signal::Using { sense: Sense::Lock, .. });
                        post.tell(signal).await?;
                        if registered {
                            read(post).await?;
                        }
                    }
                    None => return Err(Stopped::Lost("the window that hears of locks is gone".into())),
                },
                reread = post.asked() => {
                    let _reread = reread?;
                    read(post).await?;
                }
            }
        }
    }
}

/// The state as it is now: of what happened before the window was registered, which may be late, nobody tells.
/// Where Windows does not tell it, only changes are known.
async fn read(post: &Post) -> Result<(), Stopped> {
    let state = spawn_blocking(state).await.map_err(|_| Stopped::Dismissed)?;
    let Some(State { locked, foreground }) = state else { return Ok(()) };
    if let Some(locked) = locked {
        post.tell(Signal::Locked { source: SOURCE, locked }).await?;
    }
    post.tell(Signal::Foreground { source: SOURCE, foreground }).await
}

struct State {
    locked: Option<bool>,
    foreground: bool,
}

/// [`WTSINFOEX`](https://learn.microsoft.com/windows/win32/api/wtsapi32/ns-wtsapi32-wtsinfoex_level1_w) of this session.
fn state() -> Option<State> {
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
    let info = info.filter(|info| info.Level == 1)?;
    // SAFETY: level 1 is the only member of the union.
    let level = unsafe { info.Data.WTSInfoExLevel1 };
    let locked = match level.SessionFlags.cast_unsigned() {
        WTS_SESSIONSTATE_LOCK => Some(true),
        WTS_SESSIONSTATE_UNLOCK => Some(false),
        _ => None,
    };
    Some(State { locked, foreground: level.SessionState == WTSActive })
}
