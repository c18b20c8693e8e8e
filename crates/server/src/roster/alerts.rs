//! "Tell me when they are free". What an alert sees is what its asker sees.

use ringlight_core::alerts::{Watch, reachable};
use ringlight_protocol::{
    Alert, AlertChange, AlertId, Availability, Code, PersonId, Policy, StatusChanged, Timestamp,
};

use super::{Alarm, Roster, circles::put, own::end, person::Person, sight::Sight};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse, refuse_field},
};

const ALERTS: usize = 50;
const PEOPLE: usize = 50;

impl Roster {
    pub fn alerts(&self, caller: &Caller) -> Result<Vec<Alert>, Refusal> {
        Ok(self.person(&caller.person)?.settings.alerts.clone())
    }

    /// Sets an alert, or changes one. The answer is the same whoever is watched.
    pub fn set_alert(
        &mut self,
        caller: &Caller,
        id: AlertId,
        change: &AlertChange,
    ) -> Result<StatusChanged, Refusal> {
        if !(1..=PEOPLE).contains(&change.people.len()) {
            return Err(refuse_field(Code::Invalid, "people", format!("Name 1 to {PEOPLE}")));
        }
        self.check_people(caller, &change.people)?;
        if change.need == 0 || change.need as usize > change.people.len() {
            return Err(refuse_field(Code::Invalid, "need", "Send 1 to as many as are watched"));
        }
        let until = change.until.map(|until| end(until, "until", self.now())).transpose()?;
        let alert = Alert {
            id,
            people: change.people.clone(),
            need: change.need,
            standing: change.standing,
            until,
            fired: None,
            free: Vec::new(),
        };
        let watch = Watch::set(&alert);
        let key = (caller.person.clone(), alert.id.clone());
        let changed = self.change_own(caller, |person, _, _| {
            let same = |known: &Alert| known.id == alert.id;
            put(&mut person.settings.alerts, same, alert.clone(), ALERTS)
        })?;
        self.watches.insert(key, watch);
        Ok(changed)
    }

    pub fn delete_alert(&mut self, caller: &Caller, id: &AlertId) -> Result<StatusChanged, Refusal> {
        let changed = self.change_own(caller, |person, _, _| {
            let alerts = &mut person.settings.alerts;
            let place = alerts.iter().position(|alert| alert.id == *id);
            alerts.remove(place.ok_or_else(|| refuse(Code::NotFound, "None of your alerts has this id"))?);
            Ok(())
        })?;
        self.unwatch(&caller.person, id);
        Ok(changed)
    }

    pub(super) fn unwatch(&mut self, asker: &PersonId, id: &AlertId) {
        self.watches.remove(&(asker.clone(), id.clone()));
        self.alarms.set(Alarm::Alert(asker.clone(), id.clone()), None);
    }

    pub(super) fn unwatch_all(&mut self, asker: &PersonId) {
        let theirs: Vec<_> = self.watches.keys().filter(|(person, _)| person == asker).cloned().collect();
        theirs.iter().for_each(|(asker, id)| self.unwatch(asker, id));
    }

    /// Goes on with the alerts of somebody who was stored: that a server starts makes nobody free.
    pub(super) fn recover_alerts(&mut self, person: &Person) {
        let until = self.now().saturating_add(self.rules.policy.grace).unwrap_or(Timestamp::MAX);
        for alert in &person.settings.alerts {
            let key = (person.id.clone(), alert.id.clone());
            self.alarms.set(Alarm::Alert(key.0.clone(), key.1.clone()), Some(until));
            self.watches.insert(key, Watch::recover(alert, until));
        }
    }

    /// Looks at the alerts that those who changed could fire or hold back.
    pub(super) fn look_at_alerts(&mut self) {
        while !self.dirty.is_empty() {
            let dirty = std::mem::take(&mut self.dirty);
            let concerns = |asker: &PersonId, id: &AlertId| {
                let alerts = self.people.get(asker).map(|asker| &asker.settings.alerts);
                let alert = alerts.and_then(|alerts| alerts.iter().find(|alert| alert.id == *id));
                dirty.contains(asker) || alert.is_some_and(|it| it.people.iter().any(|id| dirty.contains(id)))
            };
            let concerned: Vec<_> =
                self.watches.keys().filter(|(asker, id)| concerns(asker, id)).cloned().collect();
            concerned.iter().for_each(|(asker, id)| self.look_at_alert(asker, id));
        }
    }

    pub(super) fn look_at_alert(&mut self, asker: &PersonId, id: &AlertId) {
        let now = self.now();
        let policy = &self.rules.policy;
        let Some(me) = self.people.get(asker) else { return };
        let Some(watch) = self.watches.get_mut(&(asker.clone(), id.clone())) else { return };
        let free =
            |watched: &PersonId| self.people.get(watched).is_some_and(|watched| is_free(watched, me, policy));
        let reachable = reachable(&me.claims, policy, &self.rules.statuses, now);
        let looked = watch.look(free, reachable, now);
        self.alarms.set(Alarm::Alert(asker.clone(), id.clone()), looked.next.map(|(at, _)| at));
        let Some(people) = looked.fires else { return };
        let fired = self.alter(asker, |person, _, now| {
            if let Some(alert) = person.settings.alerts.iter_mut().find(|alert| alert.id == *id) {
                (alert.fired, alert.free) = (Some(now), people);
            }
            Ok(())
        });
        fired.unwrap_or_else(|refusal| tracing::debug!(?refusal, "an alert's asker had left"));
    }
}

/// Whether the asker sees somebody free who lets others wait for that.
fn is_free(watched: &Person, asker: &Person, policy: &Policy) -> bool {
    let privacy = &watched.settings.privacy;
    Sight::of(watched, asker).capped(privacy.last_seen, policy).may_be_alerted(privacy)
        && watched.seen_by(asker).presence.availability == Availability::Available
}
