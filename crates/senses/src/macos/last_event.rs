//! Idle time of this login session:
//! [`CGEventSourceSecondsSinceLastEventType`](https://developer.apple.com/documentation/coregraphics/cgeventsource/secondssincelasteventtype(_:eventtype:)).
//!
//! The session's combined state counts input that comes through screen sharing too.

use std::time::Duration;

use objc2_core_graphics::{CGEventSource, CGEventSourceStateID, CGEventType};
use user_idle::UserIdle;

use super::app_nap::Awake;
use super::pointer::Pointer;
use crate::poll::{Reader, believable};
use crate::signal::Source;

/// `kCGAnyInputEventType`.
const ANY_INPUT: CGEventType = CGEventType(u32::MAX);

/// Asked in time as long as it lives, even while the app shows no window.
pub(super) struct LastEvent {
    _awake: Awake,
}

impl LastEvent {
    pub(super) fn new() -> Self {
        Self { _awake: Awake::begin() }
    }
}

impl Reader for LastEvent {
    const SOURCE: Source = Source::new("event-source");
    type Ear = Pointer;

    fn read(&self) -> Result<Duration, String> {
        let state = CGEventSourceStateID::CombinedSessionState;
        let seconds = CGEventSource::seconds_since_last_event_type(state, ANY_INPUT);
        Duration::try_from_secs_f64(seconds).or_else(|_| second_opinion())
    }

    async fn listen(&self) -> Option<Pointer> {
        Some(Pointer::listen())
    }

    fn fills_screen() -> Result<bool, String> {
        Err("macOS does not say whether a window fills the screen".into())
    }
}

/// Asks the input driver, which knows of no sessions. It reads zero where there is no such driver: that tells nothing.
fn second_opinion() -> Result<Duration, String> {
    match UserIdle::get_time() {
        Ok(idle) if !idle.duration().is_zero() => Ok(believable(idle.duration())),
        Ok(_) => Err("macOS does not tell the last input".into()),
        Err(error) => Err(format!("macOS does not tell the last input: {error}")),
    }
}
