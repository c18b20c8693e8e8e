use std::collections::HashMap;

use jiff::{Timestamp, tz::TimeZone};
use windows_timezones::WindowsTimezone;

use super::{Component, vtimezone};

/// The zones a calendar speaks of.
pub(crate) struct Zones {
    own: TimeZone,
    declared: HashMap<String, TimeZone>,
}

impl Zones {
    /// The owner's zone, and those that the calendar describes in a VTIMEZONE as they are around `now`.
    pub fn new(own: TimeZone, calendar: &[Component], now: Timestamp) -> Self {
        let described = calendar.iter().filter(|it| it.name == "VTIMEZONE");
        let declared = described.filter_map(|it| {
            let id = it.property("TZID")?.value.clone();
            let zone = it.property("X-LIC-LOCATION").and_then(|place| known(&place.value));
            Some((id, zone.or_else(|| vtimezone::zone(it, now))?))
        });
        Self { declared: declared.collect(), own }
    }

    /// The zone in which all that names none is meant.
    pub fn own(&self) -> &TimeZone {
        &self.own
    }

    /// The zone of a TZID. A name the world knows wins over what the calendar says of it, which is often wrong or out
    /// of date; one that nobody explains is the owner's zone.
    pub fn named(&self, id: &str) -> TimeZone {
        let declared = || self.declared.get(id).cloned();
        known(id).or_else(declared).unwrap_or_else(|| self.own.clone())
    }
}

/// The zone of an IANA name, also behind a prefix such as `/example.org/20260101/Europe/Kyiv`, or of one that Windows
/// has.
fn known(id: &str) -> Option<TimeZone> {
    let id = id.trim().trim_matches('"');
    let ends = id.match_indices('/').map(|(at, _)| &id[at + 1..]).take(8);
    std::iter::once(id).chain(ends).find_map(iana).or_else(|| {
        let windows: WindowsTimezone = id.parse().ok()?;
        iana(windows.tzdb_id())
    })
}

fn iana(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())
}
