//! A zone as a calendar describes it (RFC 5545 section 3.6.5), for names that nobody else knows.

use jiff::{
    SignedDuration, Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};

use super::{Component, Zones, rule::parts, stamp::Stamp};

/// The zone as it is around `now`: its last rules before, or else its first. Rules that no POSIX zone can express leave
/// the offset that holds then.
pub(super) fn zone(described: &Component, now: Timestamp) -> Option<TimeZone> {
    let half = |name| {
        let halves = described.parts.iter().filter(|it| it.name == name).filter_map(Half::of);
        halves.min_by_key(|it| it.distance(now))
    };
    match (half("STANDARD"), half("DAYLIGHT")) {
        (Some(standard), Some(daylight)) => alternating(&standard, &daylight)
            .or_else(|| Some([standard, daylight].into_iter().min_by_key(|it| it.distance(now))?.fixed())),
        (one, other) => Some(one.or(other)?.fixed()),
    }
}

/// The offset that holds from an onset on.
struct Half {
    onset: DateTime,
    offset: Offset,
    rule: Option<String>,
}

impl Half {
    fn of(component: &Component) -> Option<Self> {
        let zones = Zones::new(TimeZone::UTC, &[], Timestamp::UNIX_EPOCH);
        Some(Self {
            onset: Stamp::of(component.property("DTSTART")?, &zones)?.local,
            offset: offset(&component.property("TZOFFSETTO")?.value)?,
            rule: component.word("RRULE"),
        })
    }

    /// Orders onsets before `now` first, and the nearest first among them.
    fn distance(&self, now: Timestamp) -> (bool, SignedDuration) {
        let now = Offset::UTC.to_datetime(now);
        (self.onset > now, now.duration_since(self.onset).abs())
    }

    fn fixed(&self) -> TimeZone {
        TimeZone::fixed(self.offset)
    }

    /// When it begins each year, as a POSIX zone has it: `M3.5.0/2`.
    fn yearly(&self) -> Option<String> {
        let rule = self.rule.as_deref()?;
        let part = |name| parts(rule).find(|(key, _)| *key == name).map(|(_, value)| value);
        if part("FREQ")? != "YEARLY" {
            return None;
        }
        let month: i8 = part("BYMONTH")?.parse().ok()?;
        let (nth, day) = part("BYDAY")?.split_at_checked(part("BYDAY")?.len().checked_sub(2)?)?;
        let day = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"].iter().position(|it| *it == day)?;
        let first_of = |days: &str| Some((days.split(',').next()?.parse::<i8>().ok()? - 1) / 7 + 1);
        let nth = match (nth, part("BYSETPOS"), part("BYMONTHDAY")) {
            ("", Some(nth), _) => nth.parse().ok()?,
            ("", None, Some(days)) => first_of(days)?,
            (nth, ..) => nth.parse().ok()?,
        };
        let week = match nth {
            -1 => 5,
            1..=5 => nth,
            _ => return None,
        };
        Some(format!("M{month}.{week}.{day}/{}", self.onset.time().strftime("%H:%M:%S")))
    }
}

fn alternating(standard: &Half, daylight: &Half) -> Option<TimeZone> {
    let (std, dst) = (posix(standard.offset), posix(daylight.offset));
    let rules = format!("STD{std}DST{dst},{},{}", daylight.yearly()?, standard.yearly()?);
    TimeZone::posix(&rules).ok()
}

/// An offset as POSIX has it: positive to the west.
fn posix(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, size) = (if seconds > 0 { "-" } else { "" }, seconds.unsigned_abs());
    format!("{sign}{}:{:02}:{:02}", size / 3600, size / 60 % 60, size % 60)
}

/// Reads a UTC-OFFSET (RFC 5545 section 3.3.14): `+0530`, with or without seconds.
fn offset(text: &str) -> Option<Offset> {
    let text = text.trim();
    let (sign, digits) = match text.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => (1, text),
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let part = |range| digits.get(range).map_or(Some(0), |it: &str| it.parse::<i32>().ok());
    Offset::from_seconds(sign * (part(0..2)? * 3600 + part(2..4)? * 60 + part(4..6)?)).ok()
}
