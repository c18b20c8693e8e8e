//! Everybody of the team, in memory: what is claimed about them, what is shown of them, who listens.
//!
//! One task owns it ([`task`]); requests come as closures and see one state after the other. What a request changes
//! durably is answered, and seen by anybody, only once the store has it; if the store fails, the change never was.

mod admin;
mod alarms;
mod alerts;
mod catalogue;
mod circles;
pub(crate) mod cursor;
mod directory;
mod hiding;
mod journal;
mod life;
pub(crate) mod limits;
pub(crate) mod members;
pub(crate) mod news;
mod own;
pub(crate) mod person;
mod privacy;
mod programs;
mod readmit;
mod reports;
pub(crate) mod rules;
mod schedule;
mod shade;
mod sight;
pub(crate) mod streams;
pub(crate) mod task;
mod tell;
mod undo;
pub(crate) mod views;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use ringlight_core::{Claims, alerts::Watch, devices, quiet};
use ringlight_protocol::{AlertId, DeviceId, Me, PersonId, Policy, Team, Timestamp, shipped_statuses};

use crate::{
    Clock, Digest,
    auth::{Caller, Holder},
    refusal::{Refusal, unauthorized},
    store::{InviteRow, PersonRow, RulesRow, Stored, TeamRow},
};
use alarms::Alarms;
use journal::Journal;
use life::Life;
use limits::Limits;
use person::Person;
use sight::may_turn_viewers;
use streams::Streams;

pub(crate) struct Roster {
    pub team: TeamRow,
    pub rules: Arc<RulesRow>,
    clock: Arc<dyn Clock>,
    people: HashMap<PersonId, Arc<Person>>,
    tokens: HashMap<Digest, Holder>,
    invites: HashMap<Digest, InviteRow>,
    readmissions: Vec<readmit::Readmission>,
    /// The last change that anybody was told of.
    position: u64,
    /// People by the position at which somebody last saw them change.
    order: BTreeMap<u64, PersonId>,
    /// Who left, by position.
    gone: BTreeMap<u64, PersonId>,
    /// Viewers that stand before this begin anew: departures up to here are no longer known. Nobody stands at 0.
    forgotten: u64,
    /// When the team itself changed.
    changed: rules::Changed,
    alarms: Alarms<Alarm>,
    streams: Streams,
    life: Life,
    limits: Limits,
    journal: Journal,
    /// People who changed since alerts were last looked at.
    dirty: HashSet<PersonId>,
    watches: BTreeMap<(PersonId, AlertId), Watch>,
    /// What is kept of status times.
    times: reports::Times,
    /// People whose last reports are not stored yet.
    unsaved: BTreeSet<PersonId>,
    save_at: Option<Timestamp>,
    /// Whether the store took what it was given last.
    storing: bool,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Alarm {
    /// A presence may change by itself.
    Person(PersonId),
    /// A device has not been heard of for too long.
    Silent(DeviceId),
    /// An alert may fire.
    Alert(PersonId, AlertId),
    /// Profiles are shown to those from whom their people hide.
    Midnight,
    /// Status times may be older than they are kept.
    Prune,
    /// Reports wait to be stored.
    Save,
    /// The store is to be told that the server lives.
    Alive,
}

/// How many departures are kept for viewers that come back.
const DEPARTURES: usize = 1000;

impl Roster {
    pub fn new(
        mut stored: Stored,
        team: TeamRow,
        policy: Policy,
        limits: Limits,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let rules = stored.rules.take().unwrap_or_else(|| RulesRow { policy, statuses: shipped_statuses() });
        let life = Life::new(clock.slept());
        let mut roster = Self {
            team,
            rules: Arc::new(rules),
            clock,
            people: HashMap::new(),
            tokens: HashMap::new(),
            invites: stored.invites.drain(..).map(|invite| (invite.code, invite)).collect(),
            readmissions: Vec::new(),
            position: 1,
            order: BTreeMap::new(),
            gone: BTreeMap::new(),
            forgotten: 1,
            changed: rules::Changed::default(),
            alarms: Alarms::default(),
            streams: Streams::default(),
            life,
            limits,
            journal: Journal::default(),
            dirty: HashSet::new(),
            watches: BTreeMap::new(),
            times: reports::Times::default(),
            unsaved: BTreeSet::new(),
            save_at: None,
            storing: true,
        };
        let gone = roster.gone_since(stored.alive_until);
        if let Some(gone) = gone {
            roster.end_times(stored.people.iter().map(|person| &person.id), gone);
        }
        for (id, person) in roster.bring_back(stored, gone) {
            roster.recover_alerts(&person);
            roster.admit_person(id, person);
        }
        if gone.is_some() {
            // Who was lost meanwhile is lost for the next start too, whose gap may be short.
            roster.unsaved.extend(roster.people.keys().cloned());
        }
        roster.prune_times();
        roster.live_on();
        roster
    }

    fn bring_back(&self, stored: Stored, gone: Option<Timestamp>) -> HashMap<PersonId, Person> {
        let now = self.now();
        let restore = |mut row: PersonRow| {
            self.outlive(&mut row.claims, gone.unwrap_or(now));
            quiet::follow(&mut row.claims, &self.rules.policy, &row.profile.zone, now);
            (row.id.clone(), Person::new(row, now, &self.rules.policy))
        };
        let mut people: HashMap<_, _> = stored.people.into_iter().map(restore).collect();
        for device in stored.devices {
            if let Some(person) = people.get_mut(&device.person) {
                person.devices.push(device);
            }
        }
        for program in stored.programs {
            if let Some(person) = people.get_mut(&program.person) {
                person.programs.push(program);
            }
        }
        for (viewer, favourites) in stored.favourites {
            if let Some(person) = people.get_mut(&viewer) {
                person.favourites = favourites;
            }
        }
        people
    }

    /// Devices that lived when the last process ended have the grace to come back in, so that nobody flickers.
    fn outlive(&self, claims: &mut Claims, lost: Timestamp) {
        let alive: Vec<DeviceId> = claims.devices.iter().map(|device| device.id.clone()).collect();
        for device in alive {
            devices::lost(claims, &device, &self.rules.policy, lost);
        }
    }

    /// Now, as precise as it is told to others.
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    pub fn describe(&self) -> Team {
        Team { name: self.team.name.clone(), people: self.size(), policy: self.rules.policy.clone() }
    }

    /// How many belong to the team.
    pub fn size(&self) -> usize {
        self.people.len()
    }

    fn person(&self, id: &PersonId) -> Result<&Arc<Person>, Refusal> {
        self.people.get(id).ok_or_else(unauthorized)
    }

    fn me(&self, person: &Person, device: &DeviceId) -> Me {
        person.me(device, &self.rules.policy, self.now())
    }

    pub fn me_of(&self, caller: &Caller) -> Result<Me, Refusal> {
        Ok(self.me(self.person(&caller.person)?, &caller.device))
    }

    /// Changes a person: settles what has ended, lets `change` do its work, tells whoever would see a difference and
    /// sets the alarm anew. A change that refuses has changed nothing.
    fn alter<T>(
        &mut self,
        id: &PersonId,
        change: impl FnOnce(&mut Person, &Policy, Timestamp) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let (now, rules) = (self.now(), self.rules.clone());
        let before = self.person(id)?.clone();
        let mut after = Person::clone(&before);
        after.settle(&rules.policy, now);
        after.stay_beneath(&before);
        let result = change(&mut after, &rules.policy, now)?;
        after.take_in_waiting(now);
        after.freeze(&before, now);
        if may_turn_viewers(&before, &after) {
            self.shade_from_all(&before, &mut after, now);
        }
        after.look(&rules.policy, now);
        self.journal.keep(id, Some(&before));
        self.tell(&before, &mut after);
        self.set_alarm(&after);
        self.record(&after, now);
        self.people.insert(id.clone(), Arc::new(after));
        Ok(result)
    }

    /// Takes in somebody who is new to this process.
    fn admit_person(&mut self, id: PersonId, mut person: Person) {
        let position = self.advance();
        person.begin(position);
        self.move_to_end(&mut person, 0);
        self.tokens.extend(person.tokens());
        self.set_alarm(&person);
        self.record(&person, self.now());
        self.dirty.insert(id.clone());
        self.people.insert(id, Arc::new(person));
        self.streams.wake_all();
    }

    fn set_alarm(&mut self, person: &Person) {
        let now = self.now();
        self.alarms.set(Alarm::Person(person.id.clone()), person.next_change(&self.rules.policy, now));
        if person.is_unlisted() {
            self.alarms.set(Alarm::Midnight, privacy::midnight(now));
        }
    }

    fn advance(&mut self) -> u64 {
        self.position += 1;
        self.position
    }

    /// Does what is due.
    fn ring(&mut self) {
        let now = self.now();
        while let Some(alarm) = self.alarms.pop(now) {
            match alarm {
                // What ended is settled by any change, also by one that does nothing else.
                Alarm::Person(id) => drop(self.alter(&id, |_, _, _| Ok(()))),
                Alarm::Silent(device) => self.silent(&device),
                Alarm::Alert(asker, alert) => self.look_at_alert(&asker, &alert),
                Alarm::Midnight => self.list_profiles(),
                Alarm::Prune => self.prune_times(),
                // It only wakes the task.
                Alarm::Save => {}
                Alarm::Alive => self.life.due = true,
            }
        }
        self.look_at_alerts();
    }
}
