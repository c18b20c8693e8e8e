//! Which mechanisms tell of calls, presentations and the desktop's do not disturb.

use std::path::Path;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::Desktop;
use super::camera::Camera;
use super::dnd::DesktopDnd;
use super::inhibitors::{Gnome, Inhibitors, Kde, Logind};
use super::pulse::Pulse;
use crate::engaged::{Running, Sense, Why, Word};
use crate::mechanism::{Post, keep};

/// Starts all mechanisms for `sense`; those for [`Sense::Inhibitors`] tell of presentations too.
pub(crate) fn start(sense: Sense, desktop: &Desktop, say: &mpsc::Sender<Word>) -> Vec<Running> {
    match sense {
        Sense::Microphone => vec![Running::start(Pulse::new(desktop.sound_server.clone()), say)],
        Sense::Camera => vec![Running::start(Camera::new(desktop), say)],
        Sense::Inhibitors => vec![
            Running::start(Inhibitors::<Gnome>::new(desktop.session_bus.as_deref()), say),
            Running::start(Inhibitors::<Kde>::new(desktop.session_bus.as_deref()), say),
            Running::start(Inhibitors::<Logind>::new(desktop.system_bus.as_deref()), say),
        ],
        Sense::Presenting | Sense::DesktopDnd => Vec::new(),
    }
}

/// Starts following the desktop's do not disturb, which is on while `muted` says so. Ends, with all as it was, when
/// the sender of `muted` is dropped, and when nothing is owed any more.
pub(crate) fn start_dnd(
    desktop: &Desktop,
    memory: &Path,
    why: Why,
    muted: watch::Receiver<bool>,
    post: Post<Word>,
) -> JoinHandle<()> {
    tokio::spawn(keep(DesktopDnd::new(desktop, memory, why, muted), post))
}
