use ringlight_protocol::{ClaimId, Claims, Policy, Timestamp};

use crate::{absence::enter, living::Living, quiet};

/// Puts planned absences that have begun on the stack, removes what has ended by `now`, and tells whether there was
/// any. It changes nothing in what is shown.
///
/// Devices stay listed past their lease: their last report's number is what refuses an older one.
pub fn settle(claims: &mut Claims, policy: &Policy, now: Timestamp) -> bool {
    let before = size(claims);
    enter(claims, policy, now);
    claims.planned.retain(|absence| absence.until.is_none_or(|until| now < until));
    let ended: Vec<ClaimId> = {
        let living = Living::at(claims, policy, now);
        let ended = |end: Option<Timestamp>| end.is_some_and(|end| end <= now);
        claims.manual.iter().filter(|it| ended(living.manual_end(it))).map(|it| it.id.clone()).collect()
    };
    claims.manual.retain(|manual| !ended.contains(&manual.id));
    claims.calls.retain(|call| now < call.lease);
    claims.presenting.retain(|presenting| now < presenting.lease);
    claims.external.retain(|external| now < external.lease);
    claims.calendar.retain(|meeting| now < meeting.until);
    claims.note = claims.note.take().filter(|note| note.until.is_none_or(|until| now < until));
    forget_dismissals(claims, now);
    size(claims) != before
}

/// A dismissal goes with its claim: a lease may be renewed, or a meeting moved, past the end that the dismissal was
/// given.
fn forget_dismissals(claims: &mut Claims, now: Timestamp) {
    let Claims { dismissed, calls, presenting, external, calendar, quiet_hours, .. } = claims;
    let tonight =
        || quiet_hours.as_ref().and_then(|hours| quiet::running(hours, now)).map(|quiet| quiet.id());
    dismissed.retain(|record| {
        now < record.until
            || calls.iter().any(|it| it.id == record.claim)
            || presenting.iter().any(|it| it.id == record.claim)
            || external.iter().any(|it| it.id == record.claim)
            || calendar.iter().any(|it| it.id == record.claim)
            || tonight().as_ref() == Some(&record.claim)
    });
}

fn size(claims: &Claims) -> usize {
    // An absence that enters may take the place of a layer: both have left.
    claims.manual.len()
        + 2 * claims.planned.len()
        + claims.calls.len()
        + claims.presenting.len()
        + claims.external.len()
        + claims.calendar.len()
        + claims.dismissed.len()
        + usize::from(claims.note.is_some())
}
