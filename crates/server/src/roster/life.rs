//! Time in which the server did not live, or its computer slept, is nobody's presence: nobody was heard of in it. Whoever
//! lived by a stream counts as lost from its beginning on, unless it was shorter than the grace.

use ringlight_protocol::{PersonId, SignedDuration, Timestamp};

use super::{Alarm, Roster};
use crate::store::Write;

/// The store takes the server for alive this long after it last heard of it: what a crash can make up.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// So long before its end the lease is renewed.
const MARGIN: SignedDuration = SignedDuration::from_mins(1);

pub(super) struct Life {
    /// The end of the lease that the store has.
    until: Option<Timestamp>,
    /// Whether the lease is to be renewed now.
    pub due: bool,
    /// Whether the server goes, and its lease ends with it.
    ends: bool,
    /// How long the computer had slept when it was last looked at.
    slept: SignedDuration,
}

impl Life {
    pub fn new(slept: SignedDuration) -> Self {
        Self { until: None, due: false, ends: false, slept }
    }
}

impl Roster {
    /// Since when nobody was heard of, if a server that lived until `alive` was gone for longer than the grace.
    pub(super) fn gone_since(&self, alive: Option<Timestamp>) -> Option<Timestamp> {
        alive.filter(|alive| self.now().duration_since(*alive) >= self.rules.policy.grace)
    }

    /// Finds out whether the computer slept for longer than the grace, and what follows from that.
    pub(super) fn wake_up(&mut self) {
        let slept = self.clock.slept();
        let gap = slept - std::mem::replace(&mut self.life.slept, slept);
        if gap < self.rules.policy.grace {
            return;
        }
        tracing::info!(?gap, "the computer slept: whoever was there is heard of anew");
        let since = self.now().saturating_sub(gap).unwrap_or(Timestamp::MIN);
        let everybody: Vec<_> = self.people.values().cloned().collect();
        // Coming back makes nobody free.
        everybody.iter().for_each(|person| self.recover_alerts(person));
        self.end_times(everybody.iter().map(|person| &person.id), since);
        self.lose_publishers(since);
        self.record_all();
        self.keep_for_later();
    }

    /// What anybody shows ends at `since`, for reports.
    pub(super) fn end_times<'a>(&mut self, people: impl Iterator<Item = &'a PersonId>, since: Timestamp) {
        if self.rules.policy.reports.is_some() {
            self.times.showing.clear();
            self.times.unsaved.extend(people.map(|id| Write::ShowingEnds(id.clone(), since)));
        }
    }

    /// The store shall know that the server lives, as long as somebody's presence hangs on it.
    pub(super) fn live_on(&mut self) {
        let needed = self.streams.has_publishers() || self.rules.policy.reports.is_some();
        let renewal = self.life.until.and_then(|until| until.checked_sub(MARGIN).ok());
        let now = self.now();
        self.alarms.set(Alarm::Alive, needed.then(|| renewal.map_or(now, |renewal| renewal.max(now))));
    }

    /// The lease as it would be renewed now.
    pub(super) fn lease(&self) -> Timestamp {
        let now = self.now();
        if self.life.ends { now } else { now.saturating_add(LEASE).unwrap_or(now) }
    }

    /// The store has the lease.
    pub(super) fn leased(&mut self, until: Timestamp) {
        (self.life.until, self.life.due) = (Some(until), false);
        self.live_on();
    }

    /// The store did not take the lease: it is offered again after this.
    pub(super) fn lease_later(&mut self, after: SignedDuration) {
        if std::mem::take(&mut self.life.due) {
            self.alarms.set(Alarm::Alive, self.now().saturating_add(after).ok());
        }
    }

    /// The lease ends with what is stored next.
    pub(super) fn end_lease(&mut self) {
        (self.life.ends, self.life.due) = (true, true);
    }
}
