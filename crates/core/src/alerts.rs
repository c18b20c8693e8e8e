//! "Tell me when they are free": one alert as the server runs it.
//!
//! [`Watch::look`] is to be called with what is so now whenever it could have changed: a watched person became free or
//! stopped being so, the asker came or went or was muted or unmuted, or the deadline that it gave is reached. Asking
//! once more than needed does no harm.

use std::collections::BTreeMap;

use ringlight_protocol::{Alert, Availability, Claims, PersonId, Policy, SignedDuration, Status, Timestamp};

use crate::{living::Living, resolve};

/// How long somebody must have been free before it counts, so that a flicker tells nobody.
pub const HOLD: SignedDuration = SignedDuration::from_secs(10);

/// One alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    people: Vec<PersonId>,
    need: usize,
    standing: bool,
    until: Option<Timestamp>,
    /// Since when each of those who are free has been.
    free: BTreeMap<PersonId, Timestamp>,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Just set: who is free already counts at once.
    New,
    /// After a start of the server nothing fires before this instant. `told` = it had fired before.
    Recovering { until: Timestamp, told: bool },
    /// Fires when enough are free.
    Armed,
    /// Fired, and enough have been free ever since.
    Told,
    /// Never fires again.
    Over,
}

/// What came of a look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// It fires now: these are free.
    pub fires: Option<Vec<PersonId>>,
    /// Look again then, at the latest. Absent = only when something changes.
    pub next: Option<(Timestamp, Why)>,
}

/// Why to look again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Somebody will have been free for [`HOLD`].
    Held,
    /// Everybody had the time to come back after the server's start.
    Recovered,
    /// The alert is given up.
    Over,
}

impl Watch {
    /// An alert that was just set or changed.
    pub fn set(alert: &Alert) -> Self {
        Self::begin(alert, Phase::New)
    }

    /// An alert found in the store at the server's start. It does not fire before `until`, by when everybody's device
    /// had its grace to come back: a start makes nobody free. A standing one that had fired takes those who are free
    /// then for the same as before.
    pub fn recover(alert: &Alert, until: Timestamp) -> Self {
        let told = alert.fired.is_some();
        Self::begin(
            alert,
            if told && !alert.standing { Phase::Over } else { Phase::Recovering { until, told } },
        )
    }

    fn begin(alert: &Alert, phase: Phase) -> Self {
        Self {
            people: alert.people.clone(),
            need: usize::try_from(alert.need).unwrap_or(usize::MAX).max(1),
            standing: alert.standing,
            until: alert.until,
            free: BTreeMap::new(),
            phase,
        }
    }

    /// Looks at who is free: `is_free` tells whether the asker may be alerted to a person
    /// ([`crate::privacy::Sight::may_be_alerted`]) and sees them available. `reachable` is whether the asker can be told
    /// now ([`reachable`]): what falls into another time waits, and is looked at again then.
    pub fn look(&mut self, is_free: impl Fn(&PersonId) -> bool, reachable: bool, now: Timestamp) -> Looked {
        if self.is_over(now) {
            self.phase = Phase::Over;
            return Looked::default();
        }
        self.count(is_free, now);
        self.wake_up(now);
        let held = self.held(now);
        if held.len() < self.need {
            self.rearm();
        } else if reachable && matches!(self.phase, Phase::New | Phase::Armed) {
            self.phase = if self.standing { Phase::Told } else { Phase::Over };
            return Looked { fires: Some(held), next: self.next(now) };
        }
        if self.phase == Phase::New {
            self.phase = Phase::Armed;
        }
        Looked { fires: None, next: self.next(now) }
    }

    /// Whether it never fires again: it fired once, or was given up.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.phase == Phase::Over || self.until.is_some_and(|until| until <= now)
    }

    fn count(&mut self, is_free: impl Fn(&PersonId) -> bool, now: Timestamp) {
        let since = if self.phase == Phase::New { Timestamp::MIN } else { now };
        for person in &self.people {
            if is_free(person) {
                // A clock that was set back makes nobody wait.
                let known = self.free.entry(person.clone()).or_insert(since);
                *known = now.min(*known);
            } else {
                self.free.remove(person);
            }
        }
    }

    fn wake_up(&mut self, now: Timestamp) {
        if let Phase::Recovering { until, told } = self.phase
            && until <= now
        {
            self.phase = if told { Phase::Told } else { Phase::Armed };
        }
    }

    /// Enough were free when it fired, and are no more: the next time counts again.
    fn rearm(&mut self) {
        if self.phase == Phase::Told && self.free.len() < self.need {
            self.phase = Phase::Armed;
        }
    }

    fn held(&self, now: Timestamp) -> Vec<PersonId> {
        let held =
            |person: &&PersonId| self.free.get(*person).is_some_and(|since| counts_from(*since) <= now);
        self.people.iter().filter(held).cloned().collect()
    }

    fn next(&self, now: Timestamp) -> Option<(Timestamp, Why)> {
        let ahead = |at: &Timestamp| now < *at;
        let waits = |(at, why)| if self.phase == Phase::Over { None } else { Some((at, why)) };
        let held = self.free.values().map(|since| counts_from(*since)).filter(ahead).min();
        let held = held.filter(|_| self.phase == Phase::Armed && self.need <= self.free.len());
        let recovered = match self.phase {
            Phase::Recovering { until, .. } => Some(until),
            _ => None,
        };
        let all = [
            held.map(|at| (at, Why::Held)),
            recovered.map(|at| (at, Why::Recovered)),
            self.until.map(|at| (at, Why::Over)),
        ];
        all.into_iter().flatten().min_by_key(|(at, _)| *at).and_then(waits)
    }
}

fn counts_from(since: Timestamp) -> Timestamp {
    if since == Timestamp::MIN { since } else { since.saturating_add(HOLD).unwrap_or(Timestamp::MAX) }
}

/// Whether a person can be told something now: a device of theirs lives, and what they show does not mute.
/// `statuses` is the team's catalogue.
pub fn reachable(claims: &Claims, policy: &Policy, statuses: &[Status], now: Timestamp) -> bool {
    Living::at(claims, policy, now).online() && !mutes(claims, policy, statuses, now)
}

/// Whether what a person shows keeps their own notifications quiet.
pub fn mutes(claims: &Claims, policy: &Policy, statuses: &[Status], now: Timestamp) -> bool {
    let shown = resolve(claims, policy, now);
    shown.availability == Availability::DoNotDisturb
        || statuses.iter().any(|status| status.id == shown.status && status.mutes)
}
