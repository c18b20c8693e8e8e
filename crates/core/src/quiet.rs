use std::fmt::Write;

use jiff::civil::{DateTime, Time};
use ringlight_protocol::{ClaimId, Dismissed, QuietHours, Timestamp, Window};

use crate::zone::{instant, ordered_local, zone};

const DAY: i32 = 24 * 60;
const WEEK: i32 = 7 * DAY;
const PREFIX: &str = "quiet:";

/// One instance of quiet hours: windows that overlap or touch make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quiet {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
    /// When it began to hold: a change of the quiet hours in the middle of a window begins it anew.
    pub began: Timestamp,
    local: DateTime,
}

impl Quiet {
    /// Derived from the local start, so that the same night has the same id each time.
    pub fn id(&self) -> ClaimId {
        let mut id = String::from(PREFIX);
        let _ = write!(id, "{}", self.local.strftime("%Y-%m-%dT%H:%M"));
        id.into()
    }

    pub fn dismissed(&self, dismissed: &[Dismissed]) -> bool {
        dismissed.iter().any(|record| record.claim.as_str().starts_with(PREFIX) && record.claim == self.id())
    }
}

/// The instance that runs at `now`.
pub(crate) fn running(hours: &QuietHours, now: Timestamp) -> Option<Quiet> {
    let zone = zone(&hours.zone);
    let local = ordered_local(&zone, now);
    let monday = monday(local)?;
    let minute = minute_of_week(local);
    let stretch = stretches(&hours.windows).find_map(|stretch| stretch.around(minute))?;
    let at = |minute: i32| monday.checked_add(jiff::Span::new().minutes(minute)).ok();
    let start = at(stretch.from)?;
    let from = instant(&zone, start)?;
    let until = instant(&zone, at(stretch.until)?)?;
    (now < until).then(|| Quiet { from, until, began: from.max(hours.changed), local: start })
}

/// The next instant at which an instance begins or ends.
pub(crate) fn next_boundary(hours: &QuietHours, now: Timestamp) -> Option<Timestamp> {
    if let Some(quiet) = running(hours, now) {
        return Some(quiet.until);
    }
    let zone = zone(&hours.zone);
    let local = ordered_local(&zone, now);
    let minute = minute_of_week(local);
    let ahead = hours
        .windows
        .iter()
        .filter_map(Stretch::of)
        .map(|s| (s.from - minute - 1).rem_euclid(WEEK) + 1)
        .min()?;
    instant(&zone, monday(local)?.checked_add(jiff::Span::new().minutes(minute + ahead)).ok()?)
}

/// Minutes of a week, from Monday 00:00; `until` may lie past the week's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: i32,
    until: i32,
}

impl Stretch {
    fn of(window: &Window) -> Option<Self> {
        let Window { day, from, until } = *window;
        if !(1..=7).contains(&day) || i32::from(from) >= DAY || i32::from(until) > DAY {
            return None;
        }
        let midnight = (i32::from(day) - 1) * DAY;
        let next_day = if until <= from { DAY } else { 0 };
        Some(Self { from: midnight + i32::from(from), until: midnight + i32::from(until) + next_day })
    }

    /// This stretch in the week in which it covers the minute, if it does.
    fn around(self, minute: i32) -> Option<Self> {
        [0, -WEEK]
            .map(|shift| Self { from: self.from + shift, until: self.until + shift })
            .into_iter()
            .find(|s| s.from <= minute && minute < s.until)
    }
}

fn stretches(windows: &[Window]) -> impl Iterator<Item = Stretch> {
    windows.iter().filter_map(Stretch::of)
}

fn monday(local: DateTime) -> Option<DateTime> {
    let back = jiff::Span::new().days(i64::from(local.weekday().to_monday_zero_offset()));
    local.date().checked_sub(back).ok().map(|date| date.to_datetime(Time::midnight()))
}

fn minute_of_week(local: DateTime) -> i32 {
    i32::from(local.weekday().to_monday_zero_offset()) * DAY
        + i32::from(local.hour()) * 60
        + i32::from(local.minute())
}
