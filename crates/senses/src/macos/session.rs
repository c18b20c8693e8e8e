//! Lock, screensaver, sleep and session switch: what is heard, and the session's dictionary where it is asked for.
//!
//! Notifications of an unlock get lost over a sleep, and waking up says nothing about the lock, so the dictionary is
//! read at the start, after every wake, and when the session comes to the front.

use std::convert::Infallible;
use std::time::Duration;

use objc2_core_foundation::{CFBoolean, CFDictionary, CFNumber, CFString, CFType};
use objc2_core_graphics::CGSessionCopyCurrentDictionary;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::listener::Listener;
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};

pub(super) const SOURCE: Source = Source::new("macos-session");
/// A logout that is called off is not announced. Whoever still runs after this long was not logged out.
const LOGOUT: Duration = Duration::from_secs(60);

pub(super) struct Session;

impl Mechanism for Session {
    const SENSES: &'static [(Sense, Source)] = &[
        (Sense::Lock, SOURCE),
        (Sense::Screensaver, SOURCE),
        (Sense::Sleep, SOURCE),
        (Sense::Session, SOURCE),
    ];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let (say, mut heard) = mpsc::unbounded_channel();
        let _listener = Listener::start(say);
        for (sense, source) in Self::SENSES {
            post.tell(Signal::Using { sense: *sense, source: *source }).await?;
        }
        read(post).await?;
        let mut kept = None;
        loop {
            tokio::select! {
                signal = heard.recv() => {
                    let signal = signal.ok_or_else(|| Stopped::Lost("notifications ended".into()))?;
                    if matches!(signal, Signal::SessionEnding { .. }) {
                        kept = Some(Instant::now() + LOGOUT);
                    }
                    let in_front = matches!(signal, Signal::Foreground { foreground: true, .. });
                    post.tell(signal).await?;
                    if in_front {
                        read(post).await?;
                    }
                }
                reread = post.asked() => {
                    let _reread = reread?;
                    read(post).await?;
                }
                () = sleep_until(kept.unwrap_or_else(Instant::now)), if kept.is_some() => {
                    kept = None;
                    post.tell(Signal::SessionKept).await?;
                }
            }
        }
    }
}

async fn read(post: &Post) -> Result<(), Stopped> {
    let Some(State { locked, foreground }) = state() else { return Ok(()) };
    post.tell(Signal::Locked { source: SOURCE, locked }).await?;
    post.tell(Signal::Foreground { source: SOURCE, foreground }).await
}

/// Whether the session is known to be locked.
pub(super) fn is_locked() -> bool {
    state().is_some_and(|state| state.locked)
}

struct State {
    locked: bool,
    foreground: bool,
}

/// `CGSessionCopyCurrentDictionary`. `None` outside a graphical session.
fn state() -> Option<State> {
    let session = CGSessionCopyCurrentDictionary()?;
    // SAFETY: the keys of this dictionary are strings, and every value is an object.
    let session: &CFDictionary<CFString, CFType> = unsafe { session.cast_unchecked() };
    Some(State {
        // Only there while locked.
        locked: flag(session, "CGSSessionScreenIsLocked").unwrap_or(false),
        foreground: flag(session, "kCGSSessionOnConsoleKey").unwrap_or(true),
    })
}

fn flag(session: &CFDictionary<CFString, CFType>, key: &'static str) -> Option<bool> {
    let value = session.get(&CFString::from_static_str(key))?;
    let boolean = value.downcast_ref::<CFBoolean>().map(CFBoolean::value);
    boolean.or_else(|| Some(value.downcast_ref::<CFNumber>()?.as_i64()? != 0))
}
