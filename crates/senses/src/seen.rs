//! What is known of the computer.

use std::time::Duration;

use crate::clock::Moment;
use crate::signal::{Hold, Sense, Source};

/// What goes on at the device, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Activity {
    /// Somebody uses it.
    Active,
    /// Nobody has touched it for the threshold or longer.
    Idle,
    /// It is locked, shows a screensaver, or has another session in front.
    Locked,
    /// It sleeps or is about to.
    Asleep,
    /// This computer cannot tell.
    Unknown,
}

/// What is known about input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// It is more recent than the threshold.
    Active,
    /// There is none.
    Idle {
        /// When the last one was.
        since: Moment,
    },
    /// No mechanism works here, or none has spoken yet.
    CannotTell,
}

impl Input {
    /// What two ears know together.
    pub(crate) fn later(self, other: Self) -> Self {
        match (self, other) {
            (Self::Idle { since }, Self::Idle { since: also }) => Self::Idle { since: since.max(also) },
            (Self::Active, _) | (_, Self::CannotTell) => self,
            _ => other,
        }
    }
}

/// What is known about the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Somebody can tell, and nobody says locked.
    Unlocked,
    /// At least one source says locked.
    Locked,
    /// A screensaver runs or the screen is blanked, and nobody says locked.
    Screensaver,
    /// No mechanism that knows of locking works here.
    CannotTell,
}

/// A mechanism that was tried, and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mechanism {
    /// What it was tried for.
    pub sense: Sense,
    /// Its name.
    pub source: Source,
    /// What it says itself, whatever others say.
    pub says: Says,
    /// Why it does not work, in words for the owner; `None` while it is relied on.
    pub trouble: Option<String>,
}

/// What one mechanism says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing: it does not work, has not spoken yet, or speaks of changes alone.
    Nothing,
    /// Input, as far as it hears it.
    Input(Input),
    /// The lock and the screensaver, as far as it knows of them.
    Lock(Lock),
    /// Whether it announced sleep.
    Asleep(bool),
    /// Whether the session is in front.
    Foreground(bool),
    /// Whether the window in front fills the screen.
    FullScreen(bool),
}

/// What the computer knows now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The sum of the rest.
    pub activity: Activity,
    /// When the activity began; for [`Activity::Idle`] the last input.
    pub since: Moment,
    /// Input, whatever the lock.
    pub input: Input,
    /// The lock, whatever the input.
    pub lock: Lock,
    /// Between the announcement of sleep and the end of waking up.
    pub asleep: bool,
    /// Whether this session is in front. True where nobody can tell.
    pub foreground: bool,
    /// Logout or shutdown is announced.
    pub ending: bool,
    /// Whether the window in front fills the screen. False where nobody can tell.
    pub full_screen: bool,
    /// All mechanisms that were tried, by what for and name.
    pub mechanisms: Vec<Mechanism>,
}

impl Seen {
    /// How long the activity has lasted.
    pub fn age(&self, now: Moment) -> Duration {
        now.since(self.since)
    }
}

/// A new value.
#[derive(Debug)]
pub struct Change {
    /// What is known now.
    pub seen: Seen,
    /// Present when the system waits for this change to be sent before it sleeps or ends the session: drop it then.
    pub hold: Option<Hold>,
}
