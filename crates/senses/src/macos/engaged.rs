//! Which mechanisms tell of calls, presentations and the desktop's do not disturb.

use std::path::Path;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::Desktop;
use super::assertions::Assertions;
use super::camera::Camera;
use super::microphone::Microphone;
use crate::engaged::untold::untold;
use crate::engaged::{Running, Sense, Why, Word};
use crate::mechanism::Post;
use crate::signal::Source;

/// There is the Focus filter, which an extension of the app receives, and nothing to ask or switch.
const NO_DND: &str = "macOS lets no program see or switch its Focus";

/// Starts all mechanisms for `sense`; those for [`Sense::Inhibitors`] tell of presentations too.
pub(crate) fn start(sense: Sense, Desktop: &Desktop, say: &mpsc::Sender<Word>) -> Vec<Running> {
    match sense {
        Sense::Microphone => vec![Running::start(Microphone::default(), say)],
        Sense::Camera => vec![Running::start(Camera::default(), say)],
        Sense::Inhibitors => vec![Running::start(Assertions::default(), say)],
        Sense::Presenting | Sense::DesktopDnd => Vec::new(),
    }
}

/// Says that there is none.
pub(crate) fn start_dnd(
    Desktop: &Desktop,
    _memory: &Path,
    _: Why,
    muted: watch::Receiver<bool>,
    post: Post<Word>,
) -> JoinHandle<()> {
    untold(Source::new("macos"), NO_DND, muted, post)
}
