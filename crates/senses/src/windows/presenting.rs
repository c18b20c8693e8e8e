//! Presentations and full screen: the notification state, asked whenever another window comes to the front, and now and
//! then as full screen begins without that in some programs.
//!
//! Full screen alone may be a film. What fills the screen is told with its application, so that slides can be known.

use std::convert::Infallible;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;
use windows::Win32::UI::Shell::QUNS_PRESENTATION_MODE;
use windows::Win32::UI::WindowsAndMessaging::{GetForegroundWindow, GetWindowThreadProcessId};

use super::foreground::Foreground;
use super::notification_state;
use super::process::app;
use crate::engaged::{Inhibitor, Sense, Word};
use crate::looks;
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::questions::Questions;
use crate::signal::Source;

const SOURCE: Source = Source::new("notification-state");
/// A window that comes to the front fills the screen a moment later.
const SETTLE: Duration = Duration::from_secs(1);
/// Programs that fill the screen only to show slides.
const SLIDES: [&str; 3] = ["powerpnt", "pptview", "soffice.bin"];

#[derive(Default)]
pub(super) struct Presenting {
    questions: Questions,
}

impl Mechanism<Word> for Presenting {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Presenting, SOURCE), (Sense::Inhibitors, SOURCE)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        let (ring, mut rings) = mpsc::channel(1);
        let hooked = self.questions.ask(|| Foreground::watch(ring)).await.flatten();
        let _foreground = hooked.map_err(Stopped::Lost)?;
        let using = |sense| Word::Using { sense, source: SOURCE };
        loop {
            let state = self.questions.ask(State::read).await.flatten().map_err(Stopped::Lost)?;
            post.tell_news([
                using(Sense::Presenting),
                using(Sense::Inhibitors),
                Word::Presenting { source: SOURCE, on: state.presenting },
                Word::Inhibitors { source: SOURCE, held: state.held },
            ])
            .await?;
            tokio::select! {
                rung = rings.recv() => {
                    rung.ok_or_else(|| Stopped::Lost("windows that come to the front are not announced".into()))?;
                    sleep(SETTLE).await;
                }
                () = looks::now_and_then() => {}
                reread = post.asked() => drop(reread?),
            }
        }
    }
}

struct State {
    presenting: bool,
    held: Vec<Inhibitor>,
}

impl State {
    fn read() -> Result<Self, String> {
        let state = notification_state::read()?;
        let held =
            if notification_state::is_filled(state) { in_front().into_iter().collect() } else { Vec::new() };
        Ok(Self { presenting: state == QUNS_PRESENTATION_MODE, held })
    }
}

/// Who fills the screen.
fn in_front() -> Option<Inhibitor> {
    let mut process = 0;
    // SAFETY: a window that has just vanished is refused, not followed.
    unsafe { GetWindowThreadProcessId(GetForegroundWindow(), Some(&raw mut process)) };
    let app = app(process)?;
    let reason = if SLIDES.contains(&app.id.as_str()) { "slide show" } else { "full screen" };
    Some(Inhibitor { app, reason: reason.into() })
}
