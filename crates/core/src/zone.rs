use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone},
};

/// The zone of an IANA name; UTC for a name that this computer does not know.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The instant of a local time: in a gap the first instant after it, in an overlap the earlier one. Absent only beyond
/// the years that a timestamp can hold.
pub(crate) fn instant(zone: &TimeZone, local: DateTime) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => last_change(zone, ambiguous.later().ok()?),
        _ => ambiguous.earlier().ok(),
    }
}

/// The local time that orders `now` among local times as [`instant`] orders them among instants: for every local time
/// `l`, `instant(l) <= now` exactly if `l <= ordered_local(now)`. Differs from the wall clock in the second pass of an
/// overlap, where all of the overlap lies behind already.
pub(crate) fn ordered_local(zone: &TimeZone, now: Timestamp) -> DateTime {
    let local = zone.to_datetime(now);
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Fold { before, after } if zone.to_offset(now) == after => {
            let end = last_change(zone, now).map_or(local, |transition| before.to_datetime(transition));
            end.checked_sub(jiff::Span::new().nanoseconds(1)).unwrap_or(local)
        }
        _ => local,
    }
}

/// The last change of the zone's offset at or before `at`.
fn last_change(zone: &TimeZone, at: Timestamp) -> Option<Timestamp> {
    let after = at.checked_add(jiff::Span::new().nanoseconds(1)).ok()?;
    zone.preceding(after).next().map(|transition| transition.timestamp())
}
