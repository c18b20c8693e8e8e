use ringlight_protocol::{ClaimId, Claims, Dismissed, Policy, Timestamp};

use crate::{
    absence::{enter, forget},
    living::Living,
    quiet::{self, Quiet},
    stack,
};

/// No living claim, and none that waits for its start, has this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this claim has ended, or never was")]
pub struct NoSuchClaim;

/// Drops one claim at its owner's wish. What was chosen or planned is gone; an instance of something automatic (this
/// meeting, this call, the quiet hours that run or come next) is dismissed until it ends.
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
    enter(claims, policy, now);
    if forget(claims, claim) {
        return Ok(());
    }
    let living = Living::at(claims, policy, now);
    if living.manual().any(|manual| manual.id == *claim) {
        return stack::remove(claims, claim, now);
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
    let quiet = || quiet_instance(living, claim).map(|quiet| quiet.until);
    listed.find(|(id, _)| *id == claim).map(|(_, until)| until).or_else(quiet)
}

fn quiet_instance(living: &Living, claim: &ClaimId) -> Option<Quiet> {
    let is = |quiet: &Quiet| quiet.id() == *claim;
    living.quiet().filter(is).or_else(|| quiet::coming(living.claims, living.now).filter(is))
}
