//! Who may see how much of whom, and what each of them gets.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use ringlight_protocol::{
    Code, Person as Seen, PersonId, Privacy, Rule, StatusChanged, Timestamp, Viewer, Who,
};

use super::{Roster, members::no_such_person, person::Person, sight};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse_field},
};

const RULES: usize = 200;

impl Roster {
    pub fn privacy(&self, caller: &Caller) -> Result<Privacy, Refusal> {
        Ok(self.person(&caller.person)?.settings.privacy.clone())
    }

    pub fn set_privacy(&mut self, caller: &Caller, privacy: &Privacy) -> Result<StatusChanged, Refusal> {
        self.check_rules(&caller.person, &privacy.rules)?;
        self.change_own(caller, |person, _, _| {
            person.settings.privacy = privacy.clone();
            Ok(())
        })
    }

    fn check_rules(&self, owner: &PersonId, rules: &[Rule]) -> Result<(), Refusal> {
        if rules.len() > RULES {
            return Err(refuse_field(Code::Invalid, "rules", format!("Send at most {RULES}")));
        }
        let mut seen = HashSet::new();
        for (place, rule) in rules.iter().enumerate() {
            let field = format!("rules[{place}].who");
            if !seen.insert(&rule.who) {
                return Err(refuse_field(Code::Invalid, &field, "Send one rule for each"));
            }
            let Who::Person { person } = &rule.who else { continue };
            if person == owner || !self.people.contains_key(person) {
                return Err(refuse_field(Code::Invalid, &field, "Name a colleague of the team"));
            }
        }
        Ok(())
    }

    /// Me, as `viewer` sees me.
    pub fn view_as(&self, caller: &Caller, viewer: &PersonId) -> Result<Viewer, Refusal> {
        let me = self.person(&caller.person)?;
        let viewer = self.people.get(viewer).filter(|viewer| viewer.id != me.id);
        Ok(self.viewer(me, viewer.ok_or_else(no_such_person)?))
    }

    /// How everybody sees me, by name.
    pub fn viewers(&self, caller: &Caller) -> Result<Vec<Viewer>, Refusal> {
        let me = self.person(&caller.person)?;
        let mut others: Vec<_> = self.people.values().filter(|viewer| viewer.id != me.id).collect();
        others.sort_by_key(|viewer| (viewer.seen_by(me).profile.name.to_lowercase(), viewer.id.clone()));
        Ok(others.into_iter().map(|viewer| self.viewer(me, viewer)).collect())
    }

    fn viewer(&self, me: &Person, viewer: &Person) -> Viewer {
        let rule = sight::rule(me, viewer);
        let level = sight::level(me, viewer).min(self.rules.policy.at_most);
        let seen: Seen = me.seen_by(viewer).person(&me.id);
        Viewer { viewer: viewer.id.clone(), level, rule: rule.map(|rule| rule.who.clone()), seen }
    }

    /// Profiles that changed while their people hid are seen by all from now on.
    pub(super) fn list_profiles(&mut self) {
        let unlisted = self.people.values().filter(|person| person.is_unlisted());
        for id in unlisted.map(|person| person.id.clone()).collect::<Vec<_>>() {
            let listed = self.alter(&id, |person, _, _| {
                person.list();
                Ok(())
            });
            listed.unwrap_or_else(|refusal| tracing::debug!(?refusal, "a profile was not listed"));
        }
    }
}

/// The next midnight, in UTC so that it tells nothing of where somebody is.
pub(super) fn midnight(now: Timestamp) -> Option<Timestamp> {
    let tomorrow = TimeZone::UTC.to_datetime(now).date().tomorrow().ok()?;
    TimeZone::UTC.to_timestamp(tomorrow.to_datetime(jiff::civil::Time::midnight())).ok()
}
