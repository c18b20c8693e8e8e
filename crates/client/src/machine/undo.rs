//! The last change of my own status or note, for as long as it can be taken back.

use ringlight_protocol::{
    Note, Timestamp, UNDO_FOR,
    local::{Changed, Undo},
};

use super::{AskId, Unsent};

/// The last change.
#[derive(Debug)]
pub(crate) struct LastChange {
    what: Changed,
    until: Timestamp,
    /// How the status is taken back, if the change touched it.
    pub status: Option<TakeBack>,
    /// The note before, if the change touched it.
    pub note_before: Option<Option<Note>>,
    /// Somebody asked to take it back while it was on its way.
    pub wanted: Option<AskId>,
}

/// How a status is taken back.
#[derive(Debug)]
pub(crate) enum TakeBack {
    /// It has not reached the server: put back what was unsent before.
    Unsent {
        /// Which.
        number: u64,
        /// What was unsent before it.
        before: Vec<Unsent>,
    },
    /// By the token that the server gave.
    Token(String),
}

impl LastChange {
    pub(crate) fn of_status(what: Changed, back: TakeBack, now: Timestamp) -> Self {
        let until = now.saturating_add(UNDO_FOR).unwrap_or(now);
        Self { what, until, status: Some(back), note_before: None, wanted: None }
    }

    pub(crate) fn of_note(before: Option<Note>, now: Timestamp) -> Self {
        let until = now.saturating_add(UNDO_FOR).unwrap_or(now);
        Self { what: Changed::Note, until, status: None, note_before: Some(before), wanted: None }
    }

    /// What the window offers to take back.
    pub(crate) fn offer(&self) -> Undo {
        Undo { what: self.what.clone(), until: self.until }
    }

    pub(crate) fn until(&self) -> Timestamp {
        self.until
    }

    /// The server took a choice: if it is this one, it can be taken back by the token from now on; it need not be sent
    /// again if a later one is taken back. Gives false if nothing is left to take back.
    pub(crate) fn sent(&mut self, sent: u64, token: Option<String>) -> bool {
        let Some(TakeBack::Unsent { number, before }) = &mut self.status else { return true };
        before.retain(|choice| choice.number != sent);
        if *number == sent {
            self.status = token.map(TakeBack::Token);
        }
        self.status.is_some() || self.note_before.is_some()
    }

    /// Whether it is this unsent choice.
    pub(crate) fn is_choice(&self, sought: u64) -> bool {
        matches!(&self.status, Some(TakeBack::Unsent { number, .. }) if *number == sought)
    }
}
