use jiff::{
    Span,
    civil::{DateTime, Time},
    tz::TimeZone,
};
use ringlight_protocol::{Timestamp, Window};

use crate::zone::{instant, ordered_local, zone};

const DAY: i32 = 24 * 60;
const WEEK: i32 = 7 * DAY;

/// The local week around an instant.
pub(crate) struct Week {
    zone: TimeZone,
    monday: DateTime,
    /// Minutes from Monday 00:00 to the instant.
    minute: i32,
}

/// A stretch of weekly windows that overlap or touch, as instants and with its local start.
pub(crate) struct Spell {
    pub from: Timestamp,
    pub until: Timestamp,
    pub start: DateTime,
}

impl Week {
    pub fn at(name: &str, now: Timestamp) -> Option<Self> {
        let zone = zone(name);
        let local = ordered_local(&zone, now);
        let days = local.weekday().to_monday_zero_offset();
        let monday = local.date().checked_sub(Span::new().days(days)).ok()?.to_datetime(Time::midnight());
        let minute = i32::from(days) * DAY + i32::from(local.hour()) * 60 + i32::from(local.minute());
        Some(Self { zone, monday, minute })
    }

    /// The spell that runs at the instant.
    pub fn running(&self, windows: &[Window]) -> Option<Spell> {
        self.spell(Stretch::around(self.minute, windows)?)
    }

    /// The first spell that begins after the instant.
    pub fn coming(&self, windows: &[Window]) -> Option<Spell> {
        let mut after = Stretch::around(self.minute, windows).map_or(self.minute, |running| running.until);
        loop {
            let start = every(windows).map(|it| it.from).filter(|from| after < *from).min()?;
            let spell = self.spell(Stretch::around(start, windows)?)?;
            // One that lies in a gap of the clock does not run.
            if spell.from < spell.until {
                return Some(spell);
            }
            after = start;
        }
    }

    /// The next instant at which a spell begins or ends.
    pub fn next_boundary(&self, windows: &[Window]) -> Option<Timestamp> {
        let next = match Stretch::around(self.minute, windows) {
            Some(running) => running.until,
            None => every(windows).map(|it| it.from).filter(|from| self.minute < *from).min()?,
        };
        self.instant(next)
    }

    fn spell(&self, stretch: Stretch) -> Option<Spell> {
        let (from, until) = (self.instant(stretch.from)?, self.instant(stretch.until)?);
        Some(Spell { from, until, start: self.local(stretch.from)? })
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
                let monday = minute.div_euclid(WEEK) * WEEK;
                return Some(Self { from: monday, until: monday + WEEK });
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

/// Every window in this week, in the one before and in the two after it.
fn every(windows: &[Window]) -> impl Iterator<Item = Stretch> {
    windows.iter().filter_map(Stretch::of).flat_map(|it| {
        [-WEEK, 0, WEEK, 2 * WEEK].map(|shift| Stretch { from: it.from + shift, until: it.until + shift })
    })
}
