//! What bounds the working out of series.

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

/// The time looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Span {
    /// Local times at which something can begin that lasts, or was moved by, at most `slack` and lies in this span.
    pub fn reach(self, zone: &TimeZone, slack: SignedDuration) -> WallSpan {
        const DAY: i64 = 86_400;
        let wall = |at| Wall::of(zone.to_datetime(at)).0;
        let slack = slack.as_secs().clamp(0, i64::from(u32::MAX) * 10) + DAY;
        WallSpan { from: Wall(wall(self.from) - slack), until: Wall(wall(self.until) + slack) }
    }
}

/// A local time as the seconds since 1970 that it would be in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wall(pub i64);

impl Wall {
    pub fn of(local: DateTime) -> Self {
        let start = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
        Self(local.duration_since(start).as_secs())
    }

    pub fn local(self) -> Option<DateTime> {
        let start = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
        start.checked_add(SignedDuration::from_secs(self.0)).ok()
    }
}

/// Local times from one to another, both included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WallSpan {
    pub(super) from: Wall,
    pub(super) until: Wall,
}

/// How much may still be worked out, in periods of rules: about a microsecond each.
pub(crate) struct Budget(u32);

/// The budget is used up.
#[derive(Debug)]
pub(crate) struct Exhausted;

impl Budget {
    /// What it costs to find out that a rule never comes to anything (the bound of the `rrule` crate).
    pub(super) const BARREN: u32 = 100_000;

    /// The budget of one reading.
    pub fn new() -> Self {
        Self(4 * Self::BARREN)
    }

    pub(super) fn spend(&mut self, periods: u32) -> Result<(), Exhausted> {
        self.0 = self.0.checked_sub(periods).ok_or(Exhausted)?;
        Ok(())
    }
}
