//! Lock, screensaver, sleep and session switch: what is heard, and the session's dictionary where it is asked for.
//!
//! Notifications of an unlock and of a screensaver's end get lost over a sleep, and waking up says nothing about the lock, so the dictionary is
//! read at the start, after every wake, when the session comes to the front or leaves it, and at the end of a screensaver: a
//! lock is announced when it begins, also where its password is asked for only later.

use std::convert::Infallible;

use objc2_core_foundation::{CFBoolean, CFDictionary, CFNumber, CFString, CFType};
use objc2_core_graphics::CGSessionCopyCurrentDictionary;
use tokio::sync::mpsc;

use super::listener::Listener;
use super::words::{State, implied};
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::questions::Questions;
use crate::signal::{Sense, Signal, Source};

pub(super) const SOURCE: Source = Source::new("macos-session");

#[derive(Default)]
pub(super) struct Session {
    questions: Questions,
}

impl Session {
    async fn read(&self, post: &Post) -> Result<(), Stopped> {
        let state = self.questions.ask(state).await.ok().flatten();
        for signal in state.into_iter().flat_map(|state| state.words(SOURCE)) {
            post.tell(signal).await?;
        }
        Ok(())
    }
}

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
        self.read(post).await?;
        loop {
            tokio::select! {
                signal = heard.recv() => {
                    let signal = signal.ok_or_else(|| Stopped::Lost("notifications ended".into()))?;
                    let switched = matches!(signal, Signal::Foreground { .. } | Signal::Screensaver { on: false, .. });
                    let implied = implied(&signal);
                    post.tell(signal).await?;
                    if let Some(implied) = implied {
                        post.tell(implied).await?;
                    }
                    if switched {
                        self.read(post).await?;
                    }
                }
                reread = post.asked() => {
                    let _reread = reread?;
                    self.read(post).await?;
                }
            }
        }
    }
}

/// Whether the session is known to be locked.
pub(super) fn is_locked() -> bool {
    state().is_some_and(|state| state.locked)
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
