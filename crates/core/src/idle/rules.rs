use ringlight_protocol::{IdleBounds, SignedDuration, local::Settings};

use super::NOTICE;

/// How many times the threshold somebody who reads, or has a window that covers the screen, may sit still.
const LONGER: i32 = 3;

/// What a desktop's owner and their team wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Away after this long without input; absent = never.
    pub after: Option<SignedDuration>,
    /// The longest that `after` may become while somebody reads.
    pub at_most: SignedDuration,
    /// A lock is away.
    pub on_lock: bool,
    /// Away is announced.
    pub warn: bool,
    /// An application that keeps the screen on keeps its owner from being away.
    pub inhibitors_hold: bool,
}

impl Rules {
    /// The owner's settings within the team's bounds.
    pub fn new(settings: &Settings, bounds: &IdleBounds) -> Self {
        let minutes = |minutes: u32| SignedDuration::from_mins(i64::from(minutes.clamp(1, 60)));
        let max = minutes(bounds.max.max(bounds.min));
        // No window offers less than a minute; who writes it into the settings means it, unless the team asks for more.
        let min = if bounds.min <= 1 { SignedDuration::from_secs(1) } else { minutes(bounds.min) };
        let after = match settings.idle_after_s {
            0 if bounds.never => None,
            0 => Some(max),
            wanted => Some(SignedDuration::from_secs(i64::from(wanted)).clamp(min, max)),
        };
        Self {
            after,
            at_most: max,
            on_lock: settings.away_on_lock,
            // There is no time for a notice before an away that comes sooner.
            warn: settings.warn_before_away && after.is_none_or(|after| after > NOTICE),
            inhibitors_hold: settings.inhibitors_hold,
        }
    }

    /// The threshold for somebody who reads.
    pub(super) fn longer(&self) -> Option<SignedDuration> {
        self.after.map(|after| after.saturating_mul(LONGER).min(self.at_most))
    }
}
