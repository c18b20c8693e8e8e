//! Quiet hours: whose they are, where they are meant, and when they run.

use jiff::civil::DateTime;
use ringlight_protocol::{ClaimId, Claims, Dismissed, Policy, QuietHours, Timestamp, Window};

use crate::week::{Spell, Week};

/// How many instances are looked at for one that is not skipped.
const AHEAD: usize = 32;
const PREFIX: &str = "quiet:";

/// One instance of quiet hours: windows that overlap or touch make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// When it began to hold, or will: a change of the quiet hours in the middle of a window begins it anew.
    pub began: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
    start: DateTime,
}

impl Quiet {
    fn of(hours: &QuietHours, spell: Spell) -> Self {
        Self { began: spell.from.max(hours.changed), until: spell.until, start: spell.start }
    }

    /// For dropping it ([`crate::drop_claim`]), that is, skipping it. Derived from the local start, so that the same
    /// night has the same id each time.
    pub fn id(&self) -> ClaimId {
        format!("{PREFIX}{}", self.start.strftime("%Y-%m-%dT%H:%M")).into()
    }

    pub(crate) fn dismissed(&self, dismissed: &[Dismissed]) -> bool {
        dismissed.iter().any(|record| record.claim.as_str().starts_with(PREFIX) && record.claim == self.id())
    }
}

/// The instance that runs at `now`, skipped or not.
pub(crate) fn running(hours: &QuietHours, now: Timestamp) -> Option<Quiet> {
    Week::at(&hours.zone, now)?.running(&hours.windows).map(|spell| Quiet::of(hours, spell))
}

/// The next instance to begin after `now` that is not skipped: "quiet from 18:00".
pub fn coming(claims: &Claims, now: Timestamp) -> Option<Quiet> {
    let hours = claims.quiet_hours.as_ref()?;
    let after = |at: Timestamp| Week::at(&hours.zone, at)?.coming(&hours.windows);
    let all = std::iter::successors(after(now), |spell| after(spell.from));
    all.take(AHEAD).map(|spell| Quiet::of(hours, spell)).find(|quiet| !quiet.dismissed(&claims.dismissed))
}

/// The next instant at which an instance begins or ends.
pub(crate) fn next_boundary(hours: &QuietHours, now: Timestamp) -> Option<Timestamp> {
    Week::at(&hours.zone, now)?.next_boundary(&hours.windows)
}

/// Sets quiet hours of one's own; no windows = none, whatever the team's are. Without a zone they are meant wherever
/// the person's profile is (`home`), and travel along.
pub fn set(claims: &mut Claims, windows: Vec<Window>, zone: Option<String>, home: &str, now: Timestamp) {
    let travels = zone.is_none();
    let zone = zone.unwrap_or_else(|| home.to_owned());
    replace(claims, Some(QuietHours { zone, windows, own: true, travels, changed: now }));
}

/// Back to the team's quiet hours.
pub fn reset(claims: &mut Claims, policy: &Policy, home: &str, now: Timestamp) {
    replace(claims, of_the_team(policy, home, now));
}

/// Brings quiet hours in line with the team's and with the zone of the person's profile (`home`): to be called when
/// either has changed, and when the person comes. Tells whether anything changed.
pub fn follow(claims: &mut Claims, policy: &Policy, home: &str, now: Timestamp) -> bool {
    match &claims.quiet_hours {
        Some(hours) if hours.own && !hours.travels => false,
        Some(hours) if hours.own => {
            let moved = QuietHours { zone: home.to_owned(), changed: now, ..hours.clone() };
            replace(claims, Some(moved))
        }
        _ => replace(claims, of_the_team(policy, home, now)),
    }
}

fn of_the_team(policy: &Policy, home: &str, now: Timestamp) -> Option<QuietHours> {
    let hours = QuietHours {
        zone: home.to_owned(),
        windows: policy.quiet_hours.clone(),
        own: false,
        travels: true,
        changed: now,
    };
    Some(hours).filter(|hours| !hours.windows.is_empty())
}

/// Keeps the instant of the last change where only it differs.
fn replace(claims: &mut Claims, new: Option<QuietHours>) -> bool {
    let same = match (&claims.quiet_hours, &new) {
        (Some(old), Some(new)) => *old == QuietHours { changed: old.changed, ..new.clone() },
        (old, new) => old == new,
    };
    if !same {
        claims.quiet_hours = new;
    }
    !same
}
