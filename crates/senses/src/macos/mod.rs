//! macOS: the last input event, the session's dictionary, and notifications of lock, sleep and session switch.

mod app_nap;
mod application;
mod assertions;
mod camera;
pub(crate) mod engaged;
mod follow;
mod last_event;
mod listener;
mod microphone;
mod pointer;
mod session;
mod words;

use tokio::sync::{mpsc, watch};

use crate::mechanism::{Post, Reread, keep};
use crate::poll::Poll;
use crate::signal::Signal;
use crate::watch::Thresholds;

/// Where the services of this desktop are: on macOS there is only one place.
#[derive(Clone, Debug, Default)]
pub struct Desktop;

impl Desktop {
    /// The desktop this process was started in.
    pub fn here() -> Self {
        Self
    }
}

/// Starts all mechanisms. Gives the ends by which they are asked to read again.
///
/// The notifications come through the main thread's run loop, which the program must run.
pub(crate) fn start(
    Desktop: Desktop,
    thresholds: &watch::Receiver<Thresholds>,
    say: &mpsc::Sender<Signal>,
) -> Vec<mpsc::Sender<Reread>> {
    let (idle_post, idle) = Post::new(say.clone());
    tokio::spawn(keep(Poll::new(last_event::LastEvent::new(), thresholds.clone()), idle_post));

    let (session_post, session) = Post::new(say.clone());
    tokio::spawn(keep(session::Session::default(), session_post));

    vec![idle, session]
}
