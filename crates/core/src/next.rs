use ringlight_protocol::{Claims, Next, Policy, Source, Timestamp};

use crate::{
    absence::entered,
    living::{Living, lease_end},
    quiet,
    resolve::{Resolution, decide},
};

/// How many instants [`next`] looks ahead for one at which something else is shown.
const LOOK_AHEAD: usize = 32;

/// The next instant, after `now`, at which what is shown could change by itself, and the source whose claim begins or
/// ends then. Up to it [`crate::resolve`] and [`crate::view`] stay as they are.
pub fn next_change(claims: &Claims, policy: &Policy, now: Timestamp) -> Option<(Timestamp, Source)> {
    let claims = &*entered(claims, policy, now);
    let living = Living::at(claims, policy, now);
    let soonest = |ends: &mut dyn Iterator<Item = Timestamp>| ends.filter(|at| now < *at).min();
    let changes = [
        (soonest(&mut claims.manual.iter().filter_map(|it| living.manual_end(it))), Source::Manual),
        (soonest(&mut claims.planned.iter().map(|it| it.from)), Source::Manual),
        (soonest(&mut claims.note.iter().filter_map(|it| it.until)), Source::Manual),
        (soonest(&mut claims.calls.iter().flat_map(|it| [it.from, it.lease])), Source::Call),
        (soonest(&mut claims.presenting.iter().flat_map(|it| [it.from, it.lease])), Source::Presenting),
        (soonest(&mut claims.external.iter().flat_map(|it| [it.from, it.lease])), Source::External),
        (soonest(&mut claims.calendar.iter().flat_map(|it| [it.from, it.until])), Source::Calendar),
        (claims.quiet_hours.as_ref().and_then(|hours| quiet::next_boundary(hours, now)), Source::Schedule),
        (soonest(&mut claims.devices.iter().filter_map(|it| lease_end(it.lease))), Source::Device),
    ];
    changes.into_iter().filter_map(|(at, source)| Some((at?, source))).min_by_key(|(at, _)| *at)
}

/// What will be shown next if nothing else happens, and when: the first instant ahead with another availability or
/// status than now.
pub fn next(claims: &Claims, policy: &Policy, now: Timestamp) -> Option<Next> {
    let today = shown_at(claims, policy, now);
    let ahead =
        std::iter::successors(next_change(claims, policy, now), |(at, _)| next_change(claims, policy, *at));
    ahead.take(LOOK_AHEAD).find_map(|(at, source)| {
        let then = shown_at(claims, policy, at);
        let differs = then.availability != today.availability || then.status != today.status;
        differs.then_some(Next { at, source, availability: then.availability, status: then.status })
    })
}

fn shown_at(claims: &Claims, policy: &Policy, at: Timestamp) -> Resolution {
    decide(&Living::at(&entered(claims, policy, at), policy, at)).resolution
}
