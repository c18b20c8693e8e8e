use jiff::{
    SignedDuration, Span, Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use super::{Zones, component::Property};

/// A DATE or DATE-TIME (RFC 5545 sections 3.3.4 and 3.3.5) with the zone in which it is meant.
#[derive(Clone, Debug)]
pub(crate) struct Stamp {
    pub local: DateTime,
    pub zone: TimeZone,
    /// A DATE: the whole day, wherever its owner is.
    pub whole_day: bool,
}

impl Stamp {
    pub fn of(property: &Property, zones: &Zones) -> Option<Self> {
        Self::list(property, zones).next()
    }

    /// The stamps of a list such as `EXDATE`; what cannot be read is left out.
    pub fn list(property: &Property, zones: &Zones) -> impl Iterator<Item = Self> {
        let zone = property.parameter("TZID").map(|name| zones.named(name));
        let date = property.parameter("VALUE").is_some_and(|it| it.eq_ignore_ascii_case("DATE"));
        property.value.split(',').filter_map(move |text| {
            let text = if date { text.trim().get(..8)? } else { text };
            Self::read(text, zone.as_ref(), zones)
        })
    }

    /// Reads one value. `Z` wins over a zone, and without either it is the owner's local time.
    pub fn read(text: &str, zone: Option<&TimeZone>, zones: &Zones) -> Option<Self> {
        let text = text.trim();
        let own = || zones.own().clone();
        match text.strip_suffix(['Z', 'z']) {
            Some(text) => Some(Self { local: date_time(text)?, zone: TimeZone::UTC, whole_day: false }),
            None if text.len() == 8 => {
                let local = date(text)?.to_datetime(Time::midnight());
                Some(Self { local, zone: own(), whole_day: true })
            }
            None => {
                let zone = zone.cloned().unwrap_or_else(own);
                Some(Self { local: date_time(text)?, zone, whole_day: false })
            }
        }
    }

    pub fn instant(&self) -> Option<Timestamp> {
        instant(&self.zone, self.local)
    }

    /// The same zone at another local time.
    pub fn at(&self, local: DateTime) -> Self {
        Self { local, ..self.clone() }
    }

    /// The local time, in this stamp's zone, of an instant.
    pub fn local_of(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at)
    }
}

/// The instant of a local time (RFC 5545 section 3.3.5): in a gap as the offset before it has it, in an overlap the
/// earlier one.
fn instant(zone: &TimeZone, local: DateTime) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(local).compatible().ok()
}

fn date(text: &str) -> Option<Date> {
    let [century, year, month, day] = pairs(text)?;
    Date::new(i16::from(century) * 100 + i16::from(year), month, day).ok()
}

fn date_time(text: &str) -> Option<DateTime> {
    let (day, time) = text.split_once(['T', 't'])?;
    let [hour, minute, second] = pairs(time)?;
    // 60 is a leap second, which no clock here knows.
    let time = Time::new(hour, minute, second.min(59), 0).ok()?;
    Some(date(day)?.to_datetime(time))
}

/// The numbers of a text that is nothing but pairs of digits.
fn pairs<const N: usize>(text: &str) -> Option<[i8; N]> {
    let bytes = text.as_bytes();
    if bytes.len() != 2 * N || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |at: usize| i8::try_from(bytes[at] - b'0').unwrap_or_default();
    Some(std::array::from_fn(|at| digit(2 * at) * 10 + digit(2 * at + 1)))
}

/// How long something lasts: days of the calendar first, then an exact time (RFC 5545 section 3.3.6).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Length {
    pub days: i32,
    pub exact: SignedDuration,
}

impl Length {
    pub const DAY: Self = Self { days: 1, exact: SignedDuration::ZERO };

    /// Reads a DURATION; absent if it is none, or runs backwards.
    pub fn read(text: &str) -> Option<Self> {
        let span: Span = text.trim().parse().ok()?;
        if span.is_negative() || span.get_years() != 0 || span.get_months() != 0 {
            return None;
        }
        let exact = SignedDuration::from_secs(
            i64::from(span.get_hours()) * 3600 + span.get_minutes() * 60 + span.get_seconds(),
        );
        Some(Self { days: span.get_weeks() * 7 + span.get_days(), exact })
    }

    /// From a start to an end. What has an end lasts exactly as long at each repetition, whatever clocks do meanwhile
    /// (RFC 5545 section 3.8.5.3); days last from midnight to midnight.
    pub fn between(start: &Stamp, end: &Stamp) -> Option<Self> {
        if start.whole_day {
            let days = (end.local.date() - start.local.date()).get_days();
            return Some(Self { days: days.max(1), exact: SignedDuration::ZERO });
        }
        let exact = end.instant()?.duration_since(start.instant()?);
        Some(Self { days: 0, exact: exact.max(SignedDuration::ZERO) })
    }

    /// The first instant after what starts then.
    pub fn end(self, start: &Stamp) -> Option<Timestamp> {
        let day = start.local.checked_add(Span::new().try_days(self.days).ok()?).ok()?;
        instant(&start.zone, day)?.checked_add(self.exact).ok()
    }

    /// At least as long as this ever takes.
    pub fn longest(self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.days) * 24).saturating_add(self.exact)
    }
}
