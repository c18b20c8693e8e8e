use ringlight_protocol::{Availability, Claims, Policy, Timestamp};

use crate::{
    absence::entered,
    living::Living,
    resolve::{Resolution, has_an_end},
};

/// How many ends, one after the other, are followed. Quiet hours around the clock have no last one.
const ENDS: usize = 32;

/// When a person who is there and not free is free again, as far as what was chosen or planned, quiet hours and the
/// calendar tell. Calls, presenting, programs and devices are left out: nobody knows when they end.
pub(crate) fn free_at(
    shown: &Resolution,
    claims: &Claims,
    policy: &Policy,
    now: Timestamp,
) -> Option<Timestamp> {
    if !shown.online || shown.availability == Availability::Available {
        return None;
    }
    let mut at = now;
    for _ in 0..ENDS {
        let then = entered(claims, policy, at);
        let living = Living::ahead(&then, policy, at);
        match has_an_end(&living).map(|decision| decision.resolution) {
            Some(held) if held.availability == Availability::Offline => return None,
            Some(held) if held.availability != Availability::Available => at = held.until?,
            _ => return (now < at).then_some(at),
        }
    }
    None
}
