//! Absences planned ahead. They wait outside the stack and enter it at their start, by the stack's own rules.

use std::{borrow::Cow, collections::BTreeSet};

use ringlight_protocol::{Availability, ClaimId, Claims, Manual, Planned, Policy, SignedDuration, Timestamp};

use crate::{NoSuchClaim, living::Living, stack};

/// How many absences may wait.
pub const MAX_PLANNED: usize = 16;

/// How far ahead an absence may begin, and how long after that it may end: a leap year each.
pub const WITHIN: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Why an absence was not planned. Nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Its status is of another kind.
    #[error("only an out-of-office status can be planned ahead")]
    NotOutOfOffice,
    /// It would begin now or earlier.
    #[error("the start has passed: plan a later one, or choose the status now")]
    NotAhead,
    /// It would begin, or end, more than [`WITHIN`] later.
    #[error("plan within the next 366 days, for at most as long")]
    TooFar,
    /// It would end before it begins, or as it begins.
    #[error("the end does not lie after the start")]
    EndsBeforeItBegins,
    /// It is in the stack already.
    #[error("this absence has begun: end it, or choose another status")]
    Begun,
    /// [`MAX_PLANNED`] others wait.
    #[error("{MAX_PLANNED} absences wait already: cancel some first")]
    TooMany,
}

/// Plans an absence, or changes the waiting one of the same id.
///
/// # Errors
///
/// See [`PlanError`].
pub fn plan(claims: &mut Claims, absence: Planned, now: Timestamp) -> Result<(), PlanError> {
    check(&absence, now)?;
    if claims.manual.iter().any(|manual| manual.id == absence.id) {
        return Err(PlanError::Begun);
    }
    let others = claims.planned.iter().filter(|known| known.id != absence.id).count();
    if others >= MAX_PLANNED {
        return Err(PlanError::TooMany);
    }
    claims.planned.retain(|known| known.id != absence.id);
    claims.planned.push(absence);
    claims.planned.sort_by(|a, b| (a.from, &a.id).cmp(&(b.from, &b.id)));
    Ok(())
}

/// Gives an absence up. One that has begun ends.
///
/// # Errors
///
/// [`NoSuchClaim`] if none with this id waits or lies in the stack.
pub fn cancel(claims: &mut Claims, absence: &ClaimId, now: Timestamp) -> Result<(), NoSuchClaim> {
    if forget(claims, absence) { Ok(()) } else { stack::remove(claims, absence, now) }
}

/// Removes a waiting absence, and tells whether there was one.
pub(crate) fn forget(claims: &mut Claims, absence: &ClaimId) -> bool {
    let before = claims.planned.len();
    claims.planned.retain(|planned| planned.id != *absence);
    claims.planned.len() != before
}

fn check(absence: &Planned, now: Timestamp) -> Result<(), PlanError> {
    let too_far = |end: Timestamp, start: Timestamp| end.duration_since(start) > WITHIN;
    if absence.availability != Availability::OutOfOffice {
        Err(PlanError::NotOutOfOffice)
    } else if absence.from <= now {
        Err(PlanError::NotAhead)
    } else if absence.until.is_some_and(|until| until <= absence.from) {
        Err(PlanError::EndsBeforeItBegins)
    } else if too_far(absence.from, now) || absence.until.is_some_and(|until| too_far(until, absence.from)) {
        Err(PlanError::TooFar)
    } else {
        Ok(())
    }
}

/// The claims with every absence that has begun in its place, whether or not somebody settled them.
pub(crate) fn entered<'a>(claims: &'a Claims, policy: &Policy, now: Timestamp) -> Cow<'a, Claims> {
    if claims.planned.iter().all(|absence| now < absence.from) {
        return Cow::Borrowed(claims);
    }
    let mut entered = claims.clone();
    enter(&mut entered, policy, now);
    Cow::Owned(entered)
}

/// Puts every absence that has begun on the stack, the one that began first before the others. Over a full stack it
/// waits until there is room. One after the other as time passed, so that it is the same whenever somebody looks.
pub(crate) fn enter(claims: &mut Claims, policy: &Policy, now: Timestamp) {
    for at in instants(claims, policy, now) {
        while let Some(place) = first_to_enter(claims, policy, at) {
            let manual = as_manual(claims.planned.remove(place));
            claims.manual.retain(|layer| stack::stays_under(layer, &manual));
            claims.manual.insert(0, manual);
        }
    }
}

/// When absences began, and when there came to be room.
fn instants(claims: &Claims, policy: &Policy, now: Timestamp) -> BTreeSet<Timestamp> {
    if claims.planned.iter().all(|absence| now < absence.from) {
        return BTreeSet::new();
    }
    let living = Living::at(claims, policy, now);
    let begin = claims.planned.iter().map(|absence| absence.from);
    let end = claims.planned.iter().filter_map(|absence| absence.until);
    let room = claims.manual.iter().filter_map(|layer| living.manual_end(layer));
    begin.chain(end).chain(room).filter(|at| *at <= now).collect()
}

fn first_to_enter(claims: &Claims, policy: &Policy, now: Timestamp) -> Option<usize> {
    let living = Living::at(claims, policy, now);
    let fits = |absence: &Planned| {
        let manual = as_manual(absence.clone());
        living.manual().filter(|layer| stack::stays_under(layer, &manual)).count() < stack::MAX_LAYERS
    };
    let begun = claims.planned.iter().enumerate().filter(|(_, absence)| absence.from <= now && fits(absence));
    begun.min_by_key(|(_, absence)| (absence.from, &absence.id)).map(|(place, _)| place)
}

fn as_manual(absence: Planned) -> Manual {
    let Planned { id, status, availability, sticky, secondary, from, until } = absence;
    Manual { id, status, availability, sticky, chosen: from, until, secondary, by: None }
}
