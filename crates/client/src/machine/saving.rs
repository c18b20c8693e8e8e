//! What is kept on disk, and when.

use ringlight_protocol::{SignedDuration, Timestamp};

use super::{Effect, Machine, Saved, Server};

/// The roster is written to disk at most this often.
const SAVE_ROSTER_EVERY: SignedDuration = SignedDuration::from_secs(30);

impl Machine {
    pub(super) fn save_what_changed(&mut self, now: Timestamp) {
        // What is answered in a moment is not worth the disk.
        if self.in_flight.is_none() {
            self.write_pending();
        }
        if self.save_roster.take_if(|at| *at <= now).is_some() {
            self.write_roster();
        }
    }

    pub(super) fn write_pending(&mut self) {
        if self.pending != self.saved_pending && !self.is_demo() {
            self.saved_pending = self.pending.clone();
            self.out.push(Effect::Save(Box::new(Saved::Pending(self.pending.clone()))));
        }
    }

    pub(super) fn write_roster(&mut self) {
        if self.session.account().is_some() && !self.is_demo() {
            let mut roster = self.roster.clone();
            roster.me = self.own.me().cloned();
            self.out.push(Effect::Save(Box::new(Saved::Roster(Some(Box::new(roster))))));
        }
    }

    pub(super) fn roster_changed(&mut self, now: Timestamp) {
        if self.save_roster.is_none() {
            self.save_roster = now.saturating_add(SAVE_ROSTER_EVERY).ok();
        }
    }

    pub(super) fn is_demo(&self) -> bool {
        self.session.account().is_some_and(|account| account.server == Server::Demo)
    }
}
