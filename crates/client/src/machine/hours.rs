//! Publishing within working hours only, and hours that travel with this computer.

use ringlight_core::working;
use ringlight_protocol::{Code, Me, Problem, ProfileChange, Timestamp};

use super::{Call, Effect, Machine, Purpose};

impl Machine {
    /// Whether nothing is to be published now. Before my hours are known, nothing is.
    pub(super) fn is_silent_at(&self, now: Timestamp) -> bool {
        let works = |me: &Me| {
            let hours = me.profile.working_hours.as_ref();
            working::working(hours, self.zone_of(me), self.own.server_time(now))
        };
        self.settings.working_hours_only && !self.own.me().is_some_and(works)
    }

    /// When, on our clock, that changes by itself.
    pub(super) fn next_silence(&self, now: Timestamp) -> Option<Timestamp> {
        let me = self.own.me().filter(|_| self.settings.working_hours_only)?;
        let hours = me.profile.working_hours.as_ref();
        let at = working::next_boundary(hours, self.zone_of(me), self.own.server_time(now))?;
        Some(self.own.our_time(at))
    }

    fn zone_of<'a>(&'a self, me: &'a Me) -> &'a str {
        if self.settings.zone_follows { &self.computer.zone } else { &me.profile.zone }
    }

    /// Opens the stream anew where it is of the other kind. Before it only reads, the server is told that this device
    /// is gone, so that nobody waits for it.
    pub(super) fn publish_or_not(&mut self) {
        let publish = !self.silent;
        if self.session.is_member() && self.published != publish && (publish || self.reporter.is_settled()) {
            self.published = publish;
            self.out.push(Effect::Publish(publish));
        }
    }

    /// Why nothing of my presence can be changed at the server now.
    pub(super) fn why_not_published(&self) -> Option<Problem> {
        let outside = || {
            let detail = "It is outside your working hours: nothing is sent until they begin.";
            Problem::new(Code::Forbidden, detail)
        };
        self.silent.then(outside).or_else(|| self.why_not_online())
    }

    /// The computer is in another zone than when the server was last told.
    pub(super) fn follow_zone(&mut self) {
        let moved = match &self.roster.zone {
            None => {
                self.roster.zone = Some(self.computer.zone.clone());
                return;
            }
            Some(known) => *known != self.computer.zone,
        };
        let ready = self.session.is_member() && self.reporter.has_spoken() && self.send_again.is_none();
        if moved && ready && !self.moving {
            if self.settings.zone_follows {
                self.moving = true;
                let change =
                    ProfileChange { zone: Some(self.computer.zone.clone()), ..ProfileChange::default() };
                self.call(Purpose::Zone(self.computer.zone.clone()), Call::Profile(change));
            } else {
                self.roster.zone = Some(self.computer.zone.clone());
            }
        }
    }
}
