//! What the person chose: a stack with strictly later ends towards the bottom.

use ringlight_protocol::{Availability, ClaimId, Claims, Manual, Timestamp};

use crate::NoSuchClaim;

/// How many choices may lie on one another.
pub const MAX_LAYERS: usize = 8;

/// Why a choice was not taken. Nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StackError {
    /// [`MAX_LAYERS`] longer ones lie under it already.
    #[error("{MAX_LAYERS} statuses wait under this one already: clear some first")]
    Full,
    /// It would have ended by now.
    #[error("the end of the status has passed: choose a later one")]
    EndsInThePast,
    /// Something was chosen or cleared after it.
    #[error("a newer choice was made elsewhere")]
    Older,
}

/// Puts a choice on top; every layer that ends no later goes.
///
/// # Errors
///
/// See [`StackError`].
pub fn choose(claims: &mut Claims, manual: Manual, now: Timestamp) -> Result<(), StackError> {
    let manual = Manual { chosen: manual.chosen.min(now), ..manual };
    if manual.until.is_some_and(|until| until <= now) {
        return Err(StackError::EndsInThePast);
    }
    // A server's clock that was set back must not refuse every choice until it has caught up.
    if newest_change(claims).is_some_and(|newest| manual.chosen < newest.min(now)) {
        return Err(StackError::Older);
    }
    let stays = |layer: &&Manual| stays_under(layer, &manual);
    if claims.manual.iter().filter(stays).count() >= MAX_LAYERS {
        return Err(StackError::Full);
    }
    claims.manual.retain(|layer| stays_under(layer, &manual));
    claims.manual_changed = Some(manual.chosen);
    claims.manual.insert(0, manual);
    Ok(())
}

/// Back to automatic: nothing chosen is left, and no absence that has begun. Those that are still to come stay.
pub fn clear(claims: &mut Claims, now: Timestamp) {
    claims.manual.clear();
    claims.planned.retain(|absence| now < absence.from);
    claims.manual_changed = Some(now);
}

/// Whether the person themself chose it and it is do-not-disturb or Appear offline: nobody else may clear it, nor set a
/// status while it is there.
pub fn is_theirs_alone(manual: &Manual) -> bool {
    manual.by.is_none() && matches!(manual.availability, Availability::DoNotDisturb | Availability::Offline)
}

/// Takes one layer out, wherever it lies.
pub(crate) fn remove(claims: &mut Claims, claim: &ClaimId, now: Timestamp) -> Result<(), NoSuchClaim> {
    let place = claims.manual.iter().position(|manual| manual.id == *claim).ok_or(NoSuchClaim)?;
    claims.manual.remove(place);
    claims.manual_changed = Some(now);
    Ok(())
}

/// Whether a layer stays when `above` is put on it.
pub(crate) fn stays_under(layer: &Manual, above: &Manual) -> bool {
    layer.id != above.id && ends_later(layer, above)
}

fn newest_change(claims: &Claims) -> Option<Timestamp> {
    claims.manual.iter().map(|layer| layer.chosen).chain(claims.manual_changed).max()
}

/// No end is the latest of all.
fn ends_later(layer: &Manual, than: &Manual) -> bool {
    match (layer.until, than.until) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(layer), Some(than)) => layer > than,
    }
}
