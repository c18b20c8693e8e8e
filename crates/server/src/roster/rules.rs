//! The team's own rules: its name, its policy. Every member is told of a change.

use std::sync::Arc;

use ringlight_core::quiet;
use ringlight_protocol::{
    Code, IdleBounds, Level, Policy, SignedDuration, Team, TeamChange, Timestamp, Window,
};

use super::{Roster, members::windows};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse_field},
    store::RulesRow,
    text,
};

/// When the team itself changed, as positions in the roster's changes.
#[derive(Default)]
pub(super) struct Changed {
    pub policy: u64,
    pub statuses: u64,
}

impl Roster {
    /// Changes the team as an administrator.
    pub fn change_team(&mut self, caller: &Caller, change: &TeamChange) -> Result<Team, Refusal> {
        self.must_be_admin(caller)?;
        let name = change.name.as_deref().map(|name| text::name("name", name)).transpose()?;
        let policy = policy(&self.rules.policy, change, self.now())?;
        self.journal.keep_rules(&self.team, &self.rules);
        if let Some(name) = name {
            self.team.name = name;
        }
        if policy != self.rules.policy {
            self.set_policy(policy)?;
        }
        Ok(self.describe())
    }

    fn set_policy(&mut self, policy: Policy) -> Result<(), Refusal> {
        let reports = (self.rules.policy.reports, policy.reports);
        self.rules = Arc::new(RulesRow { policy, ..RulesRow::clone(&self.rules) });
        self.changed.policy = self.advance();
        self.streams.wake_all();
        if reports.0.is_some() && reports.1.is_none() {
            self.forget_times();
        }
        self.prune_times();
        self.live_on();
        for id in self.people.keys().cloned().collect::<Vec<_>>() {
            self.alter(&id, |person, policy, now| {
                quiet::follow(&mut person.claims, policy, &person.profile.zone, now);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Everybody hears the rules once more.
    pub(super) fn tell_rules(&mut self) {
        self.changed = Changed { policy: self.advance(), statuses: self.advance() };
        self.streams.wake_all();
    }
}

/// Whether a policy is within its bounds; if not, which field is at fault and why.
pub(crate) fn check(policy: &Policy) -> Result<(), (&'static str, &'static str)> {
    let minutes =
        |bounds: &IdleBounds| (1..=60).contains(&bounds.min) && (bounds.min..=60).contains(&bounds.max);
    let within = |it: SignedDuration, from: i64, to: i64| (from..=to).contains(&it.as_secs());
    if !within(policy.grace, 30, 300) {
        Err(("grace", "Send 30 s to 5 min, such as PT60S"))
    } else if !within(policy.restore, 60, 24 * 3600) {
        Err(("restore", "Send 1 min to 24 h, such as PT8H"))
    } else if !minutes(&policy.idle) {
        Err(("idle", "Send minutes from 1 to 60, the shortest first"))
    } else if policy.at_most == Level::Hidden {
        Err(("at_most", "Send coarse, basic or full: a team cannot hide its members from each other"))
    } else {
        Ok(())
    }
}

fn policy(before: &Policy, change: &TeamChange, now: Timestamp) -> Result<Policy, Refusal> {
    let policy = Policy {
        grace: change.grace.unwrap_or(before.grace),
        restore: change.restore.unwrap_or(before.restore),
        idle: change.idle.unwrap_or(before.idle),
        at_most: change.at_most.unwrap_or(before.at_most),
        quiet_hours: match &change.quiet_hours {
            Some(hours) => checked(hours)?,
            None => before.quiet_hours.clone(),
        },
        reports: match change.reports {
            Some(true) => before.reports.or(Some(now)),
            Some(false) => None,
            None => before.reports,
        },
        ..before.clone()
    };
    check(&policy).map_err(|(field, detail)| refuse_field(Code::Invalid, field, detail))?;
    Ok(policy)
}

fn checked(hours: &[Window]) -> Result<Vec<Window>, Refusal> {
    windows("quiet_hours", hours)?;
    Ok(hours.to_vec())
}
