//! How long people showed which status: kept only while the team wants it, and only from then on.

use std::collections::HashMap;

use jiff::{civil::Time, tz::TimeZone};
use ringlight_protocol::{
    Code, Date, Level, PersonId, ReportDays, SecondaryId, SignedDuration, StatusId, StatusTime,
    StatusTimeRow, Timestamp,
};

use super::{Alarm, Roster, person::Person, sight::Sight};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse, refuse_field},
    store::{Shared, Showing, Write},
};

const DAYS: i32 = 366;
/// How long status times are kept: a year, and time to write its report.
const KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);
/// How often older ones are looked for.
const PRUNED_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// What is kept of status times.
#[derive(Default)]
pub(super) struct Times {
    pub showing: HashMap<PersonId, (StatusId, Option<SecondaryId>)>,
    /// What the store does not have yet, in order.
    pub unsaved: Vec<Write>,
}

/// A report's span of time, and since when times are kept.
pub(crate) struct Span {
    pub from: Timestamp,
    pub until: Timestamp,
    pub since: Timestamp,
}

impl Roster {
    /// Writes down what a person shows from now on, if it is something else and times are kept.
    pub(super) fn record(&mut self, person: &Person, now: Timestamp) {
        if self.rules.policy.reports.is_none() {
            return;
        }
        let shows = self.reported(person);
        if self.times.showing.get(&person.id) == Some(&shows) {
            return;
        }
        self.times.showing.insert(person.id.clone(), shows.clone());
        let (status, secondary) = shows;
        let showing = Showing { person: person.id.clone(), status, secondary, from: now };
        self.times.unsaved.push(Write::Showing(showing));
    }

    pub(super) fn record_all(&mut self) {
        let now = self.now();
        for person in self.people.values().cloned().collect::<Vec<_>>() {
            self.record(&person, now);
        }
    }

    /// No more than every administrator sees: a report must not be a way around somebody's rules.
    fn reported(&self, person: &Person) -> (StatusId, Option<SecondaryId>) {
        let others = self.people.values().filter(|other| other.profile.admin && other.id != person.id);
        let least = others.map(|other| Sight::of(person, other)).min_by_key(|sight| sight.openness());
        let sight = least.unwrap_or_default();
        let full = sight.capped(false, &self.rules.policy).level == Level::Full;
        let secondary = person.shown_with(sight).resolution.secondary.clone().filter(|_| full);
        (person.with(sight).presence.status.clone(), secondary)
    }

    /// Forgets what is older than it is kept, now and once a day from now on.
    pub(super) fn prune_times(&mut self) {
        let now = self.now();
        let next = now.saturating_add(PRUNED_EVERY).ok().filter(|_| self.rules.policy.reports.is_some());
        if next.is_some() {
            self.times.unsaved.push(Write::StatusTimesUntil(oldest(now)));
        }
        self.alarms.set(Alarm::Prune, next);
    }

    pub(super) fn forget_times(&mut self) {
        self.times = Times { unsaved: vec![Write::StatusTimesGone], ..Times::default() };
    }

    /// What was to be written may be of rules that never were.
    pub(super) fn begin_times_anew(&mut self) {
        self.times = Times::default();
        self.record_all();
    }

    /// The store forgets theirs with the person.
    pub(super) fn forget_times_of(&mut self, id: &PersonId) {
        self.times.showing.remove(id);
        self.times.unsaved.retain(|write| !matches!(write, Write::Showing(it) if it.person == *id));
    }

    /// The span that an administrator asks for.
    pub fn report_span(&self, caller: &Caller, days: &ReportDays) -> Result<Span, Refusal> {
        self.must_be_admin(caller)?;
        let since = self.rules.policy.reports.ok_or_else(|| {
            refuse(Code::NoReports, "Switch status times on for the team first; all members are told")
        })?;
        if days.until < days.from || (days.until - days.from).get_days() > DAYS {
            let detail = "Send a last day on or after the first, at most 366 days later";
            return Err(refuse_field(Code::Invalid, "until", detail));
        }
        let from = midnight(Some(days.from), "from")?;
        let until = midnight(days.until.tomorrow().ok(), "until")?;
        let since = since.max(oldest(self.now()));
        Ok(Span { from: from.max(since), until: until.min(self.now()), since })
    }

    /// The answer, by name, then by time, the longest first.
    pub fn report_of(
        &self,
        caller: &Caller,
        since: Timestamp,
        times: Vec<Shared>,
    ) -> Result<StatusTime, Refusal> {
        let me = self.person(&caller.person)?;
        let row = |shared: Shared| {
            let name = self.people.get(&shared.person)?.seen_by(me).profile.name.clone();
            let seconds = u64::try_from(shared.lasted / 1000).ok()?;
            let Shared { person, status, secondary, .. } = shared;
            Some(StatusTimeRow { person, name, status, secondary, seconds })
        };
        let mut rows: Vec<_> = times.into_iter().filter_map(row).collect();
        let order = |row: &StatusTimeRow| {
            (row.name.to_lowercase(), row.person.clone(), u64::MAX - row.seconds, row.status.clone())
        };
        rows.sort_by_key(order);
        Ok(StatusTime { since, rows })
    }
}

fn oldest(now: Timestamp) -> Timestamp {
    now.saturating_sub(KEPT).unwrap_or(now)
}

fn midnight(day: Option<Date>, field: &str) -> Result<Timestamp, Refusal> {
    let local = day.map(|day| day.to_datetime(Time::midnight()));
    let at = local.and_then(|local| TimeZone::UTC.to_timestamp(local).ok());
    at.ok_or_else(|| refuse_field(Code::Invalid, field, "Send a day of this age, such as 2026-03-02"))
}
