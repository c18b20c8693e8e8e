//! Desktop notifications.

#[cfg_attr(target_os = "linux", path = "notify/freedesktop.rs")]
#[cfg_attr(not(target_os = "linux"), path = "notify/plain.rs")]
mod system;

use std::{convert::Infallible, sync::Arc};

use ringlight_protocol::PersonId;
use tokio::sync::oneshot;

/// Shows a notification without waiting, says what was pressed on it, if anything is, and takes it back when it is over.
pub type Notify = Arc<dyn Fn(Notification, Pressed, Option<Over>) + Send + Sync>;

/// Takes what was pressed.
pub type Pressed = Box<dyn FnOnce(Press) + Send>;

/// Ends when what a passing notification said is no longer so.
pub type Over = oneshot::Receiver<Infallible>;

/// Something to say outside the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// One short line.
    pub title: String,
    /// More of it; plain text.
    pub body: String,
    /// What can be pressed on it, where the desktop has such a thing.
    pub offers: &'static [Press],
    /// Whom it speaks of.
    pub about: Vec<PersonId>,
    /// It is so for a moment only: no list keeps it, and it goes when it is over.
    pub passing: bool,
}

impl Notification {
    /// One that speaks of nobody, stays, and opens the window.
    pub(crate) fn new(title: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            body: body.into(),
            offers: &[Press::Open],
            about: Vec::new(),
            passing: false,
        }
    }
}

/// What can be pressed on a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Show the window.
    Open,
    /// Say it again in ten minutes.
    Snooze,
    /// "I was here": put an away by idling off, or take it back.
    Here,
}

impl Press {
    /// As it stands on the button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Snooze => "Snooze 10 min",
            Self::Here => "I am here",
        }
    }
}

/// Shows them on this desktop. One that cannot be shown is logged.
pub(crate) fn desktop() -> Notify {
    Arc::new(|notification, pressed, over| drop(tokio::spawn(system::show(notification, pressed, over))))
}
