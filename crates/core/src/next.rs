use ringlight_protocol::{Claims, Next, Policy, Source, Timestamp};

use crate::{
    living::{Living, lease_end},
    quiet, resolve,
};

/// How many instants [`next`] looks ahead for one at which something else is shown.
const LOOK_AHEAD: usize = 32;

/// The next instant, after `now`, at which what is shown could change by itself, and the source whose claim begins or
/// ends then. Up to it [`resolve`] and [`crate::view`] stay as they are.
pub fn next_change(claims: &Claims, policy: &Policy, now: Timestamp) -> Option<(Timestamp, Source)> {
    let living = Living::at(claims, policy, now);
    let manual = claims.manual.iter().filter_map(|it| living.manual_end(it)).map(|at| (at, Source::Manual));
    let note = claims.note.iter().filter_map(|it| it.until).map(|at| (at, Source::Manual));
    let calls = claims.calls.iter().flat_map(|it| [(it.from, Source::Call), (it.lease, Source::Call)]);
    let presenting =
        claims.presenting.iter().flat_map(|it| [it.from, it.lease]).map(|at| (at, Source::Presenting));
    let external = claims.external.iter().flat_map(|it| [it.from, it.lease]).map(|at| (at, Source::External));
    let calendar = claims.calendar.iter().flat_map(|it| [it.from, it.until]).map(|at| (at, Source::Calendar));
    let devices = claims.devices.iter().filter_map(|it| lease_end(it.lease)).map(|at| (at, Source::Device));
    let quiet = claims
        .quiet_hours
        .iter()
        .filter_map(|it| quiet::next_boundary(it, now))
        .map(|at| (at, Source::Schedule));
    let soonest = |iter: &mut dyn Iterator<Item = (Timestamp, Source)>| {
        iter.filter(|(at, _)| now < *at).min_by_key(|(at, source)| (*at, *source as u8))
    };
    soonest(
        &mut manual
            .chain(note)
            .chain(calls)
            .chain(presenting)
            .chain(external)
            .chain(calendar)
            .chain(devices)
            .chain(quiet),
    )
}

/// What will be shown next if nothing else happens, and when: the first instant ahead with another availability or
/// status than now.
pub fn next(claims: &Claims, policy: &Policy, now: Timestamp) -> Option<Next> {
    let today = resolve(claims, policy, now);
    let ahead =
        std::iter::successors(next_change(claims, policy, now), |(at, _)| next_change(claims, policy, *at));
    ahead.take(LOOK_AHEAD).find_map(|(at, source)| {
        let then = resolve(claims, policy, at);
        let differs = then.availability != today.availability || then.status != today.status;
        differs.then_some(Next { at, source, availability: then.availability, status: then.status })
    })
}
