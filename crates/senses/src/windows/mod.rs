//! Windows: the last input, the session's state, and a hidden window that hears of lock, sleep and logout.

mod audio_sessions;
mod camera;
mod consent;
pub(crate) mod engaged;
mod foreground;
mod input_sink;
mod last_input;
mod media_foundation;
mod microphone;
mod notification_state;
mod presenting;
mod process;
mod screensaver;
mod session;
mod window;
mod wts;

use tokio::sync::{mpsc, watch};

use crate::mechanism::{Post, Reread, keep};
use crate::poll::Poll;
use crate::screensaver::Screensaver;
use crate::signal::Signal;
use crate::watch::Thresholds;

/// Where the services of this desktop are: on Windows there is only one place.
#[derive(Clone, Debug, Default)]
pub struct Desktop;

impl Desktop {
    /// The desktop this process was started in.
    pub fn here() -> Self {
        Self
    }
}

/// Starts all mechanisms. Gives the ends by which they are asked to read again.
pub(crate) fn start(
    Desktop: Desktop,
    thresholds: &watch::Receiver<Thresholds>,
    say: &mpsc::Sender<Signal>,
) -> Vec<mpsc::Sender<Reread>> {
    let (idle_post, idle) = Post::new(say.clone());
    tokio::spawn(keep(Poll::new(last_input::LastInput::default(), thresholds.clone()), idle_post));

    let (screensaver_post, screensaver) = Post::new(say.clone());
    tokio::spawn(keep(Screensaver(screensaver::OfWindows), screensaver_post));

    let (session_post, session) = Post::new(say.clone());
    tokio::spawn(keep(session::Session::new(), session_post));

    vec![idle, screensaver, session]
}
