//! What the mechanisms of this part can say.

use std::fmt;

use super::App;
use crate::mechanism::Say;
use crate::signal::Source;

/// What there is to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// Who records from a microphone.
    Microphone,
    /// Who has a camera open.
    Camera,
    /// Whether slides are shown or the screen is shared.
    Presenting,
    /// Who keeps the screen from going dark.
    Inhibitors,
    /// The desktop's own do not disturb.
    DesktopDnd,
}

impl Sense {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Microphone, Self::Camera, Self::Presenting, Self::Inhibitors, Self::DesktopDnd];
}

/// An application that keeps the screen from going dark.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Inhibitor {
    /// Who.
    pub app: App,
    /// Why, in the application's own words, perhaps a title. Never leaves this computer, not even in a log.
    pub reason: String,
}

impl fmt::Debug for Inhibitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inhibitor")
    }
}

/// What one mechanism says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// Everybody who uses the microphone or the camera now, as `source` sees it.
    Users {
        /// [`Sense::Microphone`] or [`Sense::Camera`].
        sense: Sense,
        /// Who says it.
        source: Source,
        /// Each application once.
        apps: Vec<App>,
    },
    /// Everybody who keeps the screen from going dark now, as `source` sees it.
    Inhibitors {
        /// Who says it.
        source: Source,
        /// All of them.
        held: Vec<Inhibitor>,
    },
    /// Whether `source` itself knows of a presentation.
    Presenting {
        /// Who says it.
        source: Source,
        /// What it says.
        on: bool,
    },
    /// The desktop's own do not disturb.
    DesktopDnd {
        /// Who says it.
        source: Source,
        /// Whether notifications are muted.
        on: bool,
        /// Whether that is our doing.
        ours: bool,
    },
    /// `source` works and is now relied on for `sense`.
    Using {
        /// What for.
        sense: Sense,
        /// Who.
        source: Source,
    },
    /// `source` was tried for `sense` and does not work here. What it said about it is void.
    CannotTell {
        /// What for.
        sense: Sense,
        /// Who.
        source: Source,
        /// What is missing, in words for the owner.
        why: String,
    },
    /// `source` is gone and so is all it said.
    SourceGone {
        /// Who.
        source: Source,
    },
}

impl Word {
    /// What it is about; `None` if it is about all that its source has said.
    pub fn sense(&self) -> Option<Sense> {
        match self {
            Self::Users { sense, .. } | Self::Using { sense, .. } | Self::CannotTell { sense, .. } => {
                Some(*sense)
            }
            Self::Inhibitors { .. } => Some(Sense::Inhibitors),
            Self::Presenting { .. } => Some(Sense::Presenting),
            Self::DesktopDnd { .. } => Some(Sense::DesktopDnd),
            Self::SourceGone { .. } => None,
        }
    }
}

impl Say for Word {
    type Sense = Sense;

    fn cannot_tell(sense: Sense, source: Source, why: String) -> Self {
        Self::CannotTell { sense, source, why }
    }
}
