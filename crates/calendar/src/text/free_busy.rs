use jiff::Timestamp;
use ringlight_protocol::MeetingKind;

use super::{Component, Instance, Span, Zones, event::period, stamp::Stamp};

/// The instances of a VFREEBUSY (RFC 5545 section 3.6.4), without names: a calendar that is shared as busy times only.
/// `BUSY-UNAVAILABLE` is an absence, as Exchange has it; what is tentative keeps nobody busy, as with events.
pub(crate) fn free_busy(component: &Component, span: Span, zones: &Zones) -> Vec<Instance> {
    let mut found = Vec::new();
    for property in component.all("FREEBUSY") {
        let kind = match property.parameter("FBTYPE").unwrap_or("BUSY").to_ascii_uppercase().as_str() {
            "FREE" | "BUSY-TENTATIVE" => continue,
            "BUSY-UNAVAILABLE" => MeetingKind::OutOfOffice,
            _ => MeetingKind::Busy,
        };
        let zone = property.parameter("TZID").map(|name| zones.named(name));
        let periods = property.value.split(',').filter_map(|it| period(it, zone.as_ref(), zones));
        found.extend(periods.filter_map(|(start, length)| lasting(kind, &start, length.end(&start)?)));
    }
    found.retain(|it| it.touches(span));
    found
}

fn lasting(kind: MeetingKind, start: &Stamp, until: Timestamp) -> Option<Instance> {
    let from = start.instant()?;
    Some(Instance { of: Some(from), kind, from, until })
}
