use ringlight_protocol::{Availability, Cause, Manual, Policy, Timestamp};

use crate::{
    absence::entered,
    living::Living,
    resolve::{Resolution, has_an_end},
};

/// How many ends, one after the other, are followed. Quiet hours around the clock have no last one.
const ENDS: usize = 32;

/// When a person who is there and not free is free again, as far as what was chosen or planned, quiet hours and the
/// calendar tell. Calls, presenting, programs and devices are left out: nobody knows when they end.
pub(crate) fn free_at(shown: &Resolution, living: &Living, policy: &Policy) -> Option<Timestamp> {
    if !shown.online || shown.availability == Availability::Available {
        return None;
    }
    let mut at = match shown.cause {
        // The same claim decides when the others are left out.
        Cause::Manual | Cause::Schedule | Cause::Calendar => first_end(shown, living)?,
        _ => living.now,
    };
    for _ in 0..ENDS {
        let then = entered(living.claims, policy, at);
        let ahead = Living::ahead(&then, policy, at);
        match has_an_end(&ahead).map(|decision| decision.resolution) {
            Some(held) if held.availability == Availability::Offline => return None,
            Some(held) if held.availability != Availability::Available => at = first_end(&held, &ahead)?,
            _ => return (living.now < at).then_some(at),
        }
    }
    None
}

/// The end of what holds somebody, or of the choice on top of the stack if one under it may beat what holds them.
fn first_end(held: &Resolution, living: &Living) -> Option<Timestamp> {
    let top = living.layer_under(None).filter(|top| living.manual().any(|layer| may_win(layer, top)));
    let top = top.and_then(|top| top.until);
    held.until.map(|until| top.map_or(until, |top| top.min(until)))
}

/// Whether a layer could beat something that `top` does not beat.
fn may_win(layer: &Manual, top: &Manual) -> bool {
    layer.sticky || layer.availability == Availability::Offline || top.chosen < layer.chosen
}
