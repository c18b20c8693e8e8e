//! What is said of the session, and what follows from it.

use crate::signal::{Signal, Source};

/// What the session's dictionary says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    pub(crate) locked: bool,
    pub(crate) foreground: bool,
}

impl State {
    /// All of it. In front of an open session there is no screensaver that could have been read: whoever asks has seen
    /// input, or the computer wake up.
    pub(crate) fn words(self, source: Source) -> Vec<Signal> {
        let Self { locked, foreground } = self;
        let mut words = vec![Signal::Locked { source, locked }, Signal::Foreground { source, foreground }];
        if !locked && foreground {
            words.push(Signal::Screensaver { source, on: false });
        }
        words
    }
}

/// What comes with `signal`, whether or not it is heard: an unlock ends the screensaver.
pub(crate) fn implied(signal: &Signal) -> Option<Signal> {
    match *signal {
        Signal::Locked { source, locked: false } => Some(Signal::Screensaver { source, on: false }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;
    use crate::seen::Lock;
    use crate::state::Senses;

    const SOURCE: Source = Source::new("macos-session");
    const OPEN: State = State { locked: false, foreground: true };

    /// What is known of the lock after a screensaver, a lock and these.
    fn after(signals: impl IntoIterator<Item = Signal>) -> Lock {
        let mut senses = Senses::new(Moment::default());
        let away = [
            Signal::Screensaver { source: SOURCE, on: true },
            Signal::Locked { source: SOURCE, locked: true },
        ];
        let known = crate::signal::Sense::Lock;
        for signal in [Signal::Using { sense: known, source: SOURCE }].into_iter().chain(away).chain(signals)
        {
            senses.handle(signal, Moment::default());
        }
        senses.seen().lock
    }

    #[test]
    fn a_screensaver_whose_end_gets_lost_ends_with_the_lock() {
        let unlocked = Signal::Locked { source: SOURCE, locked: false };
        let implied = implied(&unlocked);
        assert_eq!(after([unlocked].into_iter().chain(implied)), Lock::Unlocked);
    }

    #[test]
    fn what_is_read_of_an_open_session_in_front_ends_all_that_was_missed() {
        assert_eq!(after(OPEN.words(SOURCE)), Lock::Unlocked);
        assert_eq!(after(State { locked: true, ..OPEN }.words(SOURCE)), Lock::Locked);
        assert_eq!(after(State { foreground: false, ..OPEN }.words(SOURCE)), Lock::Screensaver);
    }
}
