use ringlight_protocol::{Availability, Cause, Claims, Date, Level, Note, Presence, Timestamp};

use crate::{Shown, base::base, zone::zone};

/// What a viewer with this level sees. `zone` is the person's own IANA zone, in which the day they were last seen is
/// meant.
///
/// Somebody who is shown as offline looks the same at every level, but for what outlives a device: the note and the day
/// they were last seen. Since when they are offline is not told, for that is the moment they were last seen. Below
/// [`Level::Full`] the availability alone tells whether a device is alive.
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
            since: Some(shown.since).filter(|_| seen.availability != Availability::Offline),
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
        cause: (availability == Availability::Offline).then_some(Cause::NoDevice),
        since: None,
        until: None,
        free_at: None,
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
