use ringlight_protocol::{
    Availability, Call, Claims, Device, External, Manual, Meeting, Policy, Presenting, Reason, Source,
    Timestamp,
};

use crate::{
    absence::entered,
    base::base,
    living::{Living, lease_end},
    quiet::Quiet,
    resolve::{Winner, call_activity, decide, device_shows, meeting_activity, meeting_availability},
};

/// Every living claim, most decisive first: the one that decides the ring, then the others in the order of the
/// resolution table. The layers of what was chosen stay together.
pub fn reasons(claims: &Claims, policy: &Policy, now: Timestamp) -> Vec<Reason> {
    let claims = &*entered(claims, policy, now);
    let living = Living::at(claims, policy, now);
    let winner = decide(&living).winner;
    let mut lines: Vec<(u8, Reason)> = lines(&living).collect();
    for (line, reason) in &mut lines {
        if is(reason, &winner) {
            (*line, reason.wins) = (0, true);
        }
    }
    lines.sort_by_key(|(line, _)| *line);
    lines.into_iter().map(|(_, reason)| reason).collect()
}

/// Every living claim with the number of its line in the resolution table.
fn lines<'a>(living: &Living<'a>) -> impl Iterator<Item = (u8, Reason)> {
    let top = living.layer_under(None);
    let layers = std::iter::successors(top, |above| living.layer_under(Some(above)));
    let absent = (!living.online()).then(|| (3, no_device(living.last_seen())));
    layers
        .map(move |layer| (top.map_or(11, manual_line), manual(layer)))
        .chain(absent)
        .chain(living.quiet().map(|it| (5, quiet(&it))))
        .chain(living.presenting().map(|it| (6, presenting(it))))
        .chain(living.calls().map(|it| (7, call(it))))
        .chain(
            living
                .external()
                .map(|it| (if it.availability == Availability::Available { 11 } else { 8 }, external(it))),
        )
        .chain(living.meetings().map(|it| (9, meeting(it))))
        .chain(living.devices().map(|it| (10, device(it))))
}

fn manual_line(top: &Manual) -> u8 {
    match top.availability {
        Availability::Offline => 1,
        _ if top.sticky => 2,
        Availability::Available => 11,
        _ => 4,
    }
}

fn is(reason: &Reason, winner: &Winner) -> bool {
    let claim = |id, source| reason.source == source && reason.claim.as_ref() == Some(id);
    match winner {
        Winner::Manual(it) => claim(&it.id, Source::Manual),
        Winner::Quiet => reason.source == Source::Schedule,
        Winner::Presenting(it) => claim(&it.id, Source::Presenting),
        Winner::Call(it) => claim(&it.id, Source::Call),
        Winner::External(it) => claim(&it.id, Source::External),
        Winner::Meeting(it) => claim(&it.id, Source::Calendar),
        Winner::Device(it) => reason.source == Source::Device && reason.device.as_ref() == Some(&it.id),
        Winner::NoDevice => reason.source == Source::Device && reason.device.is_none(),
    }
}

fn reason(source: Source, availability: Availability) -> Reason {
    Reason {
        claim: None,
        source,
        availability,
        status: base(availability),
        secondary: None,
        activity: None,
        device: None,
        by: None,
        from: None,
        until: None,
        wins: false,
        can_drop: source != Source::Device,
    }
}

fn manual(it: &Manual) -> Reason {
    Reason {
        claim: Some(it.id.clone()),
        status: it.status.clone(),
        secondary: it.secondary.clone(),
        by: it.by.clone(),
        from: Some(it.chosen),
        until: it.until,
        ..reason(Source::Manual, it.availability)
    }
}

fn no_device(last_seen: Option<Timestamp>) -> Reason {
    Reason { from: last_seen, ..reason(Source::Device, Availability::Offline) }
}

fn quiet(it: &Quiet) -> Reason {
    Reason {
        claim: Some(it.id()),
        from: Some(it.began),
        until: Some(it.until),
        ..reason(Source::Schedule, Availability::DoNotDisturb)
    }
}

fn presenting(it: &Presenting) -> Reason {
    Reason {
        claim: Some(it.id.clone()),
        activity: Some(ringlight_protocol::Activity::Presenting),
        device: Some(it.device.clone()),
        from: Some(it.from),
        ..reason(Source::Presenting, Availability::DoNotDisturb)
    }
}

fn call(it: &Call) -> Reason {
    Reason {
        claim: Some(it.id.clone()),
        activity: Some(call_activity(it)),
        device: it.device.clone(),
        from: Some(it.from),
        ..reason(Source::Call, Availability::Busy)
    }
}

fn external(it: &External) -> Reason {
    Reason {
        claim: Some(it.id.clone()),
        status: it.status.clone(),
        from: Some(it.from),
        until: Some(it.lease),
        ..reason(Source::External, it.availability)
    }
}

fn meeting(it: &Meeting) -> Reason {
    Reason {
        claim: Some(it.id.clone()),
        activity: meeting_activity(it.kind),
        from: Some(it.from),
        until: Some(it.until),
        ..reason(Source::Calendar, meeting_availability(it.kind))
    }
}

fn device(it: &Device) -> Reason {
    let (availability, activity) = device_shows(it.activity);
    Reason {
        activity,
        device: Some(it.id.clone()),
        from: Some(it.since),
        until: lease_end(it.lease),
        ..reason(Source::Device, availability)
    }
}
