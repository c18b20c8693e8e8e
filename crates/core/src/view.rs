use ringlight_protocol::{Availability, Claims, Date, Level, Note, Presence, Timestamp};

use crate::{Shown, base::base, zone::zone};

/// What a viewer with this level sees. `zone` is the person's own IANA zone, in which the day they were last seen is
/// meant.
///
/// Below [`Level::Full`] whether a device is alive is told by the availability alone, and somebody hidden is the same
/// value whatever they do.
pub fn view(shown: &Shown, claims: &Claims, zone: &str, level: Level, now: Timestamp) -> Presence {
    let seen = &shown.resolution;
    match level {
        Level::Hidden => only(Availability::Offline),
        Level::Coarse => Presence {
            last_seen: last_day(shown, zone).filter(|_| seen.availability == Availability::Offline),
            ..only(seen.availability)
        },
        Level::Basic => {
            Presence { status: seen.status.clone(), until: seen.until, ..only(seen.availability) }
        }
        Level::Full => Presence {
            status: seen.status.clone(),
            activity: seen.activity,
            cause: Some(seen.cause),
            since: Some(shown.since),
            until: seen.until,
            note: lasting(claims.note.as_ref(), now).cloned(),
            online: seen.online,
            last_seen: last_day(shown, zone),
            ..only(seen.availability)
        },
    }
}

fn only(availability: Availability) -> Presence {
    Presence {
        availability,
        status: base(availability),
        activity: None,
        cause: None,
        since: None,
        until: None,
        note: None,
        online: availability != Availability::Offline,
        location: None,
        last_seen: None,
    }
}

fn last_day(shown: &Shown, name: &str) -> Option<Date> {
    shown.resolution.last_seen.map(|at| zone(name).to_datetime(at).date())
}

fn lasting(note: Option<&Note>, now: Timestamp) -> Option<&Note> {
    note.filter(|note| note.until.is_none_or(|until| now < until))
}
