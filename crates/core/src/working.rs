//! Working hours, for publishing only within them.

use ringlight_protocol::{Timestamp, WorkingHours};

use crate::week::Week;

/// Whether `now` lies within working hours. Somebody who declared none has no time outside them. `zone` is an IANA
/// name.
pub fn working(hours: Option<&WorkingHours>, zone: &str, now: Timestamp) -> bool {
    declared(hours)
        .is_none_or(|hours| Week::at(zone, now).is_some_and(|week| week.running(&hours.windows).is_some()))
}

/// The next instant after `now` at which working hours begin or end.
pub fn next_boundary(hours: Option<&WorkingHours>, zone: &str, now: Timestamp) -> Option<Timestamp> {
    Week::at(zone, now)?.next_boundary(&declared(hours)?.windows)
}

fn declared(hours: Option<&WorkingHours>) -> Option<&WorkingHours> {
    hours.filter(|hours| !hours.windows.is_empty())
}
