use jiff::{
    Span,
    civil::{DateTime, Time},
    tz::TimeZone,
};
use ringlight_protocol::{ClaimId, Dismissed, QuietHours, Timestamp, Window};

use crate::zone::{instant, ordered_local, zone};

const DAY: i32 = 24 * 60;
const WEEK: i32 = 7 * DAY;
const PREFIX: &str = "quiet:";

/// One instance of quiet hours: windows that overlap or touch make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quiet {
    /// When it began to hold: a change of the quiet hours in the middle of a window begins it anew.
    pub began: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
    start: DateTime,
}

impl Quiet {
    /// Derived from the local start, so that the same night has the same id each time.
    pub fn id(&self) -> ClaimId {
        format!("{PREFIX}{}", self.start.strftime("%Y-%m-%dT%H:%M")).into()
    }

    pub fn dismissed(&self, dismissed: &[Dismissed]) -> bool {
        dismissed.iter().any(|record| record.claim.as_str().starts_with(PREFIX) && record.claim == self.id())
    }
}

/// The instance that runs at `now`.
pub(crate) fn running(hours: &QuietHours, now: Timestamp) -> Option<Quiet> {
    let week = Week::at(&hours.zone, now)?;
    let stretch = Stretch::around(week.minute, &hours.windows)?;
    let from = week.instant(stretch.from)?;
    let until = week.instant(stretch.until)?;
    Some(Quiet { began: from.max(hours.changed), until, start: week.local(stretch.from)? })
}

/// The next instant at which an instance begins or ends.
pub(crate) fn next_boundary(hours: &QuietHours, now: Timestamp) -> Option<Timestamp> {
    let week = Week::at(&hours.zone, now)?;
    let until = |start: i32| (start - week.minute - 1).rem_euclid(WEEK) + 1;
    let next = match Stretch::around(week.minute, &hours.windows) {
        Some(stretch) => stretch.until,
        None => week.minute + hours.windows.iter().filter_map(Stretch::of).map(|it| until(it.from)).min()?,
    };
    week.instant(next)
}

/// The local week around an instant.
struct Week {
    zone: TimeZone,
    monday: DateTime,
    /// Minutes from Monday 00:00 to the instant.
    minute: i32,
}

impl Week {
    fn at(name: &str, now: Timestamp) -> Option<Self> {
        let zone = zone(name);
        let local = ordered_local(&zone, now);
        let days = local.weekday().to_monday_zero_offset();
        let monday = local.date().checked_sub(Span::new().days(days)).ok()?.to_datetime(Time::midnight());
        let minute = i32::from(days) * DAY + i32::from(local.hour()) * 60 + i32::from(local.minute());
        Some(Self { zone, monday, minute })
    }

    fn local(&self, minute: i32) -> Option<DateTime> {
        self.monday.checked_add(Span::new().minutes(minute)).ok()
    }

    fn instant(&self, minute: i32) -> Option<Timestamp> {
        instant(&self.zone, self.local(minute)?)
    }
}

/// Minutes from a week's Monday 00:00; either end may lie in a neighbouring week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: i32,
    until: i32,
}

impl Stretch {
    /// Absent if the window names no day or no minute of it.
    fn of(window: &Window) -> Option<Self> {
        let (day, from, until) = (i32::from(window.day), i32::from(window.from), i32::from(window.until));
        if !(1..=7).contains(&day) || from >= DAY || until > DAY {
            return None;
        }
        let midnight = (day - 1) * DAY;
        let overnight = if until <= from { DAY } else { 0 };
        Some(Self { from: midnight + from, until: midnight + until + overnight })
    }

    /// The windows around a minute, merged. A week without a gap is cut on Monday.
    fn around(minute: i32, windows: &[Window]) -> Option<Self> {
        let mut around = every(windows).find(|it| it.from <= minute && minute < it.until)?;
        while let Some(next) = every(windows).find(|it| it.touches(around) && !it.within(around)) {
            around = Self { from: around.from.min(next.from), until: around.until.max(next.until) };
            if around.until - around.from >= WEEK {
                return Some(Self { from: 0, until: WEEK });
            }
        }
        Some(around)
    }

    fn touches(self, other: Self) -> bool {
        self.from <= other.until && other.from <= self.until
    }

    fn within(self, other: Self) -> bool {
        other.from <= self.from && self.until <= other.until
    }
}

/// Every window in this week and in the ones beside it.
fn every(windows: &[Window]) -> impl Iterator<Item = Stretch> {
    windows.iter().filter_map(Stretch::of).flat_map(|it| {
        [-WEEK, 0, WEEK].map(|shift| Stretch { from: it.from + shift, until: it.until + shift })
    })
}
