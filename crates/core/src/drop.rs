use ringlight_protocol::{ClaimId, Claims, Dismissed, Policy, Timestamp};

use crate::living::Living;

/// No living claim has this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this claim has ended, or never was")]
pub struct NoSuchClaim;

/// Drops one claim at its owner's wish. What was chosen is gone; an instance of something automatic (this meeting,
/// tonight's quiet hours, this call) is dismissed until it ends.
///
/// # Errors
///
/// [`NoSuchClaim`] if it does not live at `now`.
pub fn drop_claim(
    claims: &mut Claims,
    claim: &ClaimId,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), NoSuchClaim> {
    let living = Living::at(claims, policy, now);
    if living.manual().any(|manual| manual.id == *claim) {
        claims.manual.retain(|manual| manual.id != *claim);
        claims.manual_changed = Some(now);
        return Ok(());
    }
    let until = instance_end(&living, claim).ok_or(NoSuchClaim)?;
    claims.dismissed.push(Dismissed { claim: claim.clone(), until });
    Ok(())
}

fn instance_end(living: &Living, claim: &ClaimId) -> Option<Timestamp> {
    let calls = living.calls().map(|it| (&it.id, it.lease));
    let presenting = living.presenting().map(|it| (&it.id, it.lease));
    let external = living.external().map(|it| (&it.id, it.lease));
    let meetings = living.meetings().map(|it| (&it.id, it.until));
    let mut listed = calls.chain(presenting).chain(external).chain(meetings);
    let quiet = || living.quiet().filter(|quiet| quiet.id() == *claim).map(|quiet| quiet.until);
    listed.find(|(id, _)| *id == claim).map(|(_, until)| until).or_else(quiet)
}
