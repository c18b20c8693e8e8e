//! What a mechanism can say.

use std::any::Any;
use std::fmt;

/// The stable name of what a piece of knowledge comes from, e.g. `x11-sync`, `org.gnome.ScreenSaver`, `logind`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    name: &'static str,
    yields: bool,
}

impl Source {
    /// A source of this name.
    pub const fn new(name: &'static str) -> Self {
        Self { name, yields: false }
    }

    /// A source whose word on input counts only where no other one speaks: others hear more exactly what is input.
    pub const fn yielding(name: &'static str) -> Self {
        Self { name, yields: true }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Whether it gives way to others.
    pub(crate) const fn yields(self) -> bool {
        self.yields
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A kind of knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// How long ago the last input was.
    Idle,
    /// Whether the session is locked.
    Lock,
    /// Whether the display shows a screensaver or is blanked, locked or not.
    Screensaver,
    /// Going to sleep, and waking up.
    Sleep,
    /// Whether the session is the one in front (fast user switching, remote sessions), and its end.
    Session,
    /// Whether the window in front fills the screen.
    FullScreen,
}

/// Keeps the system from sleeping, or the session from ending, until dropped.
///
/// Drop it once what has to be sent has been sent. The mechanism that gave it goes on by itself after a few seconds.
pub struct Hold(#[expect(dead_code, reason = "held only to be dropped")] Box<dyn Any + Send + Sync>);

impl Hold {
    /// A hold that drops `guard` when it is dropped.
    pub fn new(guard: impl Any + Send + Sync) -> Self {
        Self(Box::new(guard))
    }
}

impl fmt::Debug for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hold")
    }
}

/// What one mechanism says.
#[derive(Debug)]
pub enum Signal {
    /// There is no input, and has not been for this long.
    Idle {
        /// Who says it.
        source: Source,
        /// Milliseconds since the last input.
        since_ms: u64,
    },
    /// There is input, or the last one is more recent than the threshold.
    Active {
        /// Who says it.
        source: Source,
    },
    /// There was input after the last word of `source`, which said that there is.
    StillActive {
        /// Who says it.
        source: Source,
        /// Milliseconds since the last input.
        since_ms: u64,
    },
    /// Whether `source` holds the session to be locked. The session is locked as long as any source says so.
    Locked {
        /// Who says it.
        source: Source,
        /// What it says.
        locked: bool,
    },
    /// Whether `source` says that a screensaver runs or the screen is blanked, locked or not.
    Screensaver {
        /// Who says it.
        source: Source,
        /// What it says.
        on: bool,
    },
    /// Whether the session is in front. One in the background means that its owner is away.
    Foreground {
        /// Who says it.
        source: Source,
        /// What it says.
        foreground: bool,
    },
    /// Whether the window in front fills the screen: something to read or to watch.
    FullScreen {
        /// Who says it.
        source: Source,
        /// What it says.
        on: bool,
    },
    /// The system is about to sleep, and waits a little for `release`.
    Sleep {
        /// Who says it.
        source: Source,
        /// To be dropped when the system may sleep.
        release: Hold,
    },
    /// The system has slept, of which nobody else may have told.
    Slept {
        /// Who says it.
        source: Source,
    },
    /// The system has woken up, whoever announced its sleep. Says nothing about locks: whoever knows them is asked again first.
    Wake,
    /// Logout or shutdown is announced, and waits a little for `release`.
    SessionEnding {
        /// Who says it.
        source: Source,
        /// To be dropped when the session may end.
        release: Hold,
    },
    /// The logout or shutdown that `source` announced was called off, or is not under way any more.
    SessionKept {
        /// Who says it.
        source: Source,
    },
    /// `source` works and is now relied on for `sense`.
    Using {
        /// What for.
        sense: Sense,
        /// Who.
        source: Source,
    },
    /// `source` was tried for `sense` and does not work here. What it claimed about it is void.
    CannotTell {
        /// What for.
        sense: Sense,
        /// Who.
        source: Source,
        /// What is missing, in words for the owner.
        why: String,
    },
    /// `source` is gone and so is all it claimed, but for a logout or shutdown: many go before the session does.
    SourceGone {
        /// Who.
        source: Source,
    },
}
