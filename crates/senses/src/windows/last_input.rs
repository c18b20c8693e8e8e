//! Idle time of this session:
//! [`GetLastInputInfo`](https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getlastinputinfo).

use std::time::Duration;

use user_idle::UserIdle;
use windows::Win32::System::SystemInformation::GetTickCount;
use windows::Win32::UI::Input::KeyboardAndMouse::{GetLastInputInfo, LASTINPUTINFO};

use super::input_sink::InputSink;
use super::notification_state;
use crate::poll::{Reader, believable, between_ticks};
use crate::questions::Questions;
use crate::signal::Source;

#[derive(Default)]
pub(super) struct LastInput {
    questions: Questions,
}

impl Reader for LastInput {
    const SOURCE: Source = Source::new("last-input");
    type Ear = InputSink;

    fn read(&self) -> Result<Duration, String> {
        read()
    }

    async fn listen(&self) -> Option<InputSink> {
        let opened = self.questions.ask(InputSink::open).await.flatten();
        opened.inspect_err(|why| tracing::info!(why, "input is looked for instead of heard")).ok()
    }

    fn fills_screen() -> Result<bool, String> {
        notification_state::fills_screen()
    }
}

/// The time since the last input, or why it cannot be told.
pub(super) fn read() -> Result<Duration, String> {
    own_reading().map_or_else(second_opinion, Ok)
}

/// Reads the clock last: the other way round, an input in between would lie in the future.
fn own_reading() -> Option<Duration> {
    let size = u32::try_from(size_of::<LASTINPUTINFO>()).ok()?;
    let mut last = LASTINPUTINFO { cbSize: size, dwTime: 0 };
    // SAFETY: `last` lives through the call and says its own size.
    let known = unsafe { GetLastInputInfo(&raw mut last) }.as_bool();
    // SAFETY: takes nothing and only reads a counter.
    known.then(|| between_ticks(last.dwTime, unsafe { GetTickCount() }))
}

fn second_opinion() -> Result<Duration, String> {
    match UserIdle::get_time() {
        Ok(idle) => Ok(believable(idle.duration())),
        Err(error) => Err(format!("Windows does not tell the last input: {error}")),
    }
}
