//! What the owner has switched on. Everything is off until then.

use std::collections::BTreeSet;

use super::{ALWAYS_ON, App, Sense};

/// What is to be sensed. May change at any time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// See who records from a microphone: a call.
    pub microphone: bool,
    /// See who has a camera open: a call.
    pub camera: bool,
    /// See slides and screen sharing as far as the system lets others see it, and who keeps the screen awake.
    pub presenting: bool,
    /// See who keeps the screen awake.
    pub inhibitors: bool,
    /// See the desktop's own do not disturb.
    pub desktop_dnd: bool,
    /// Have the desktop's own do not disturb on while this is true. Only with [`Wishes::desktop_dnd`].
    pub mute_desktop: bool,
    /// Which applications make a call.
    pub apps: Apps,
}

/// Which applications make a call, by [`App::id`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apps {
    /// These never do.
    pub ignored: BTreeSet<String>,
    /// If there are any, only these do.
    pub only: BTreeSet<String>,
}

impl Wishes {
    /// Whether anything is to be opened for `sense`.
    pub fn want(&self, sense: Sense) -> bool {
        match sense {
            Sense::Microphone => self.microphone,
            Sense::Camera => self.camera,
            Sense::Presenting => self.presenting,
            Sense::Inhibitors => self.presenting || self.inhibitors,
            Sense::DesktopDnd => self.desktop_dnd,
        }
    }
}

impl Wishes {
    /// Whether anything that speaks of `sense` runs: who keeps the screen awake is known where presentations are.
    pub(crate) fn open(&self, sense: Sense) -> bool {
        self.want(if sense == Sense::Presenting { Sense::Inhibitors } else { sense })
    }
}

impl Apps {
    /// Whether the use of a microphone or a camera by `app` makes a call. What listens all the time by nature does so
    /// only if it is named.
    pub fn count(&self, app: &App) -> bool {
        if self.ignored.contains(&app.id) {
            return false;
        }
        if self.only.is_empty() { !ALWAYS_ON.contains(&app.id.as_str()) } else { self.only.contains(&app.id) }
    }
}
