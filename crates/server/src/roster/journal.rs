use std::{collections::HashMap, sync::Arc};

use ringlight_core::devices;
use ringlight_protocol::{Device, DeviceId, Lease, PersonId};

use super::{Alarm, Roster, person::Person};
use crate::{
    Digest,
    store::{InviteRow, ProgramRow, RulesRow, TeamRow, Write},
};

/// What was there before the changes of one turn, to find what must be stored, or to go back.
#[derive(Default)]
pub(super) struct Journal {
    people: HashMap<PersonId, Option<Arc<Person>>>,
    invites: HashMap<Digest, Option<InviteRow>>,
    rules: Option<(TeamRow, Arc<RulesRow>)>,
}

impl Journal {
    pub fn keep(&mut self, id: &PersonId, before: Option<&Arc<Person>>) {
        self.people.entry(id.clone()).or_insert_with(|| before.cloned());
    }

    pub fn keep_rules(&mut self, team: &TeamRow, rules: &Arc<RulesRow>) {
        self.rules.get_or_insert_with(|| (team.clone(), rules.clone()));
    }

    pub fn keep_invite(&mut self, code: Digest, before: Option<&InviteRow>) {
        self.invites.entry(code).or_insert_with(|| before.cloned());
    }
}

impl Roster {
    /// The differences since the turn began. People come before what refers to them.
    pub(super) fn writes(&self) -> Vec<Write> {
        let mut people = Vec::new();
        let mut theirs = Vec::new();
        for (id, before) in &self.journal.people {
            match (before, self.people.get(id)) {
                (None, None) => {}
                (Some(_), None) => people.push(Write::PersonGone(id.clone())),
                (before, Some(after)) => {
                    if before.as_ref().map(|before| before.row()) != Some(after.row()) {
                        people.push(Write::Person(after.row().into()));
                    }
                    theirs.extend(changed_devices(before.as_deref(), after));
                    theirs.extend(programs(before.as_deref(), after));
                    theirs.extend(favourites(before.as_deref(), after));
                }
            }
        }
        let invites = self.journal.invites.keys().map(|code| match self.invites.get(code) {
            Some(invite) => Write::Invite(invite.clone()),
            None => Write::InviteGone(*code),
        });
        let times = self.times.unsaved.iter().cloned();
        people.into_iter().chain(theirs).chain(invites).chain(self.changed_rules()).chain(times).collect()
    }

    fn changed_rules(&self) -> Vec<Write> {
        let Some((team, rules)) = &self.journal.rules else { return Vec::new() };
        let team = (*team != self.team).then(|| Write::Team(self.team.clone()));
        let rules = (*rules != self.rules).then(|| Write::Rules(Box::new(RulesRow::clone(&self.rules))));
        team.into_iter().chain(rules).collect()
    }

    /// The turn's durable changes are kept.
    pub(super) fn keep(&mut self) {
        for id in self.journal.people.keys() {
            self.unsaved.remove(id);
        }
        self.times.unsaved.clear();
        self.journal = Journal::default();
    }

    /// The turn's changes are such as may be stored a little later.
    pub(super) fn keep_for_later(&mut self) {
        let journal = std::mem::take(&mut self.journal);
        for (id, before) in journal.people {
            let differs =
                |after: &Arc<Person>| before.as_ref().map(|before| before.row()) != Some(after.row());
            if self.people.get(&id).is_some_and(differs) {
                self.unsaved.insert(id);
            }
        }
    }

    /// Goes back to what was there before the turn. Nobody was told of it yet, so nobody is told that it is gone.
    pub(super) fn revert(&mut self) {
        let journal = std::mem::take(&mut self.journal);
        let rules_changed = journal.rules.is_some();
        if let Some((team, rules)) = journal.rules {
            (self.team, self.rules) = (team, rules);
            self.tell_rules();
        }
        for (id, before) in &journal.people {
            self.take_back(id, before.as_ref());
        }
        for (code, before) in journal.invites {
            match before {
                Some(invite) => drop(self.invites.insert(code, invite)),
                None => drop(self.invites.remove(&code)),
            }
        }
        if rules_changed {
            self.begin_times_anew();
        }
        for before in journal.people.values().flatten() {
            self.lose_unheard(before);
        }
    }

    fn take_back(&mut self, id: &PersonId, before: Option<&Arc<Person>>) {
        self.forget_times_of(id);
        let after = self.people.remove(id);
        if let Some(after) = &after {
            self.order.remove(&after.changed.seen);
            after.tokens().for_each(|(token, _)| drop(self.tokens.remove(&token)));
        }
        match before {
            Some(before) => {
                self.gone.retain(|_, gone| gone != id);
                self.order.insert(before.changed.seen, id.clone());
                self.tokens.extend(before.tokens());
                self.watch_again(before, after.as_ref().map_or(&[], |after| &after.settings.alerts));
                self.set_alarm(before);
                self.record(before, self.now());
                self.dirty.insert(id.clone());
                self.people.insert(id.clone(), before.clone());
            }
            None => self.alarms.set(Alarm::Person(id.clone()), None),
        }
    }

    /// Devices whose streams ended with a change that never was have the grace to come back.
    fn lose_unheard(&mut self, person: &Person) {
        let unheard =
            |device: &&Device| device.lease == Lease::Stream && self.streams.epoch(&device.id).is_none();
        let unheard: Vec<_> = person.claims.devices.iter().filter(unheard).map(|it| it.id.clone()).collect();
        if unheard.is_empty() {
            return;
        }
        let lost = self.alter(&person.id, |person, policy, now| {
            unheard.iter().for_each(|device| devices::lost(&mut person.claims, device, policy, now));
            Ok(())
        });
        lost.unwrap_or_else(|refusal| tracing::debug!(?refusal, "nobody is left to lose"));
    }
}

fn changed_devices(before: Option<&Person>, after: &Person) -> Vec<Write> {
    let before = before.map_or(&[][..], |before| &before.devices);
    let has =
        |devices: &[crate::store::DeviceRow], id: &DeviceId| devices.iter().any(|device| device.id == *id);
    let gone = before.iter().filter(|device| !has(&after.devices, &device.id));
    let new = after.devices.iter().filter(|device| !before.contains(device));
    gone.map(|device| Write::DeviceGone(device.id.clone())).chain(new.cloned().map(Write::Device)).collect()
}

fn programs(before: Option<&Person>, after: &Person) -> Vec<Write> {
    let before = before.map_or(&[][..], |before| &before.programs);
    let gone = before.iter().filter(|program| !after.programs.iter().any(|it| it.id == program.id));
    let new = after.programs.iter().filter(|program: &&ProgramRow| !before.contains(program));
    gone.map(|it| Write::ProgramGone(it.id.clone())).chain(new.cloned().map(Write::Program)).collect()
}

fn favourites(before: Option<&Person>, after: &Person) -> Option<Write> {
    let before = before.map_or(&[][..], |before| &before.favourites);
    (before != after.favourites).then(|| Write::Favourites(after.id.clone(), after.favourites.clone()))
}
