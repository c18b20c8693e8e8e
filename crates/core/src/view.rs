use ringlight_protocol::{
    Availability, Cause, Claims, Date, Level, Note, Presence, Privacy, Profile, Timestamp,
};

use crate::{Shown, base::base, privacy::Sight, zone::zone};

/// What of a person there is to see.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What is shown of them.
    pub shown: &'a Shown,
    /// For their note.
    pub claims: &'a Claims,
    /// For the zone in which the day they were last seen is meant, and for their location.
    pub profile: &'a Profile,
    /// For whether they share their location.
    pub privacy: &'a Privacy,
}

/// What a viewer who may see this much of a person sees. [`Sight::WHOLE`] gives what a full viewer sees.
///
/// Somebody hidden is the same value as somebody offline who was never seen and left no note. Who is shown as offline
/// looks the same whether they chose it or are gone. Since when they are offline is not told, for that is the moment
/// they were last seen; where they are is told only while a device is alive. Below [`Level::Full`] the availability alone
/// tells whether one is. The secondary status is for nobody else.
pub fn view(of: &Subject, sight: Sight, now: Timestamp) -> Presence {
    let seen = &of.shown.resolution;
    let offline = seen.availability == Availability::Offline;
    let last_seen = || last_day(of).filter(|_| sight.last_seen);
    match sight.level {
        Level::Hidden => only(Availability::Offline),
        Level::Coarse => Presence { last_seen: last_seen().filter(|_| offline), ..only(seen.availability) },
        Level::Basic => {
            Presence { status: seen.status.clone(), until: seen.until, ..only(seen.availability) }
        }
        Level::Full => Presence {
            availability: seen.availability,
            status: seen.status.clone(),
            activity: seen.activity,
            cause: Some(seen.cause),
            since: Some(of.shown.since).filter(|_| !offline),
            until: seen.until,
            free_at: seen.free_at,
            note: lasting(of.claims.note.as_ref(), now).cloned(),
            online: seen.online,
            location: of.profile.location.clone().filter(|_| of.privacy.location && seen.online),
            last_seen: last_seen(),
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

fn last_day(of: &Subject) -> Option<Date> {
    let at = of.shown.resolution.last_seen?;
    Some(zone(&of.profile.zone).to_datetime(at).date())
}

fn lasting(note: Option<&Note>, now: Timestamp) -> Option<&Note> {
    note.filter(|note| note.until.is_none_or(|until| now < until))
}
