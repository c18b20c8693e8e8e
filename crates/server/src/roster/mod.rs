//! Everybody of the team, in memory: what is claimed about them, what is shown of them, who listens.
//!
//! One task owns it ([`task`]); requests come as closures and see one state after the other. What a request changes
//! durably is answered, and seen by anybody, only once the store has it; if the store fails, the change never was.

mod alarms;
pub(crate) mod cursor;
mod directory;
mod journal;
pub(crate) mod limits;
pub(crate) mod members;
pub(crate) mod news;
mod own;
pub(crate) mod person;
mod readmit;
pub(crate) mod streams;
pub(crate) mod task;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use ringlight_core::{Claims, devices, next_change, settle};
use ringlight_protocol::{DeviceId, Me, PersonId, Policy, Status, Team, Timestamp, shipped_statuses};

use crate::{
    Clock, Digest,
    auth::Caller,
    refusal::{Refusal, unauthorized},
    store::{DeviceRow, InviteRow, PersonRow, Stored, TeamRow},
};
use alarms::Alarms;
use journal::Journal;
use limits::Limits;
use person::Person;
use streams::Streams;

pub(crate) struct Roster {
    pub team: TeamRow,
    pub statuses: Vec<Status>,
    policy: Policy,
    clock: Arc<dyn Clock>,
    people: HashMap<PersonId, Arc<Person>>,
    tokens: HashMap<Digest, (PersonId, DeviceId)>,
    invites: HashMap<Digest, InviteRow>,
    readmissions: Vec<readmit::Readmission>,
    /// The last change that anybody was told of.
    position: u64,
    /// People by the position at which others last saw them change.
    order: BTreeMap<u64, PersonId>,
    /// Who left, by position.
    gone: BTreeMap<u64, PersonId>,
    /// Viewers that stand before this begin anew: departures up to here are no longer known. Nobody stands at 0.
    forgotten: u64,
    alarms: Alarms<Alarm>,
    streams: Streams,
    limits: Limits,
    journal: Journal,
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
    /// Reports wait to be stored.
    Save,
}

/// How many departures are kept for viewers that come back.
const DEPARTURES: usize = 1000;

impl Roster {
    pub fn new(stored: Stored, team: TeamRow, policy: Policy, limits: Limits, clock: Arc<dyn Clock>) -> Self {
        let mut roster = Self {
            team,
            statuses: shipped_statuses(),
            policy,
            clock,
            people: HashMap::new(),
            tokens: HashMap::new(),
            invites: stored.invites.into_iter().map(|invite| (invite.code, invite)).collect(),
            readmissions: Vec::new(),
            position: 1,
            order: BTreeMap::new(),
            gone: BTreeMap::new(),
            forgotten: 1,
            alarms: Alarms::default(),
            streams: Streams::default(),
            limits,
            journal: Journal::default(),
            unsaved: BTreeSet::new(),
            save_at: None,
            storing: true,
        };
        for (id, person) in roster.bring_back(stored.people, stored.devices, stored.favourites) {
            roster.admit_person(id, person);
        }
        roster
    }

    fn bring_back(
        &self,
        people: Vec<PersonRow>,
        devices: Vec<DeviceRow>,
        favourites: Vec<(PersonId, Vec<PersonId>)>,
    ) -> HashMap<PersonId, Person> {
        let now = self.now();
        let restore = |mut row: PersonRow| {
            self.outlive(&mut row.claims, now);
            (row.id.clone(), Person::new(row, now, &self.policy))
        };
        let mut people: HashMap<_, _> = people.into_iter().map(restore).collect();
        for device in devices {
            if let Some(person) = people.get_mut(&device.person) {
                person.devices.push(device);
            }
        }
        for (viewer, favourites) in favourites {
            if let Some(person) = people.get_mut(&viewer) {
                person.favourites = favourites;
            }
        }
        people
    }

    /// Devices that lived when the last process ended have the grace to come back in, so that nobody flickers.
    fn outlive(&self, claims: &mut Claims, now: Timestamp) {
        let alive: Vec<DeviceId> = claims.devices.iter().map(|device| device.id.clone()).collect();
        for device in alive {
            devices::lost(claims, &device, &self.policy, now);
        }
    }

    /// Now, as precise as it is told to others.
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    pub fn describe(&self) -> Team {
        Team { name: self.team.name.clone(), people: self.size(), policy: self.policy.clone() }
    }

    /// How many belong to the team.
    pub fn size(&self) -> usize {
        self.people.len()
    }

    fn person(&self, id: &PersonId) -> Result<&Arc<Person>, Refusal> {
        self.people.get(id).ok_or_else(unauthorized)
    }

    fn me(&self, person: &Person, device: &DeviceId) -> Me {
        person.me(device, &self.policy, self.now())
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
        let now = self.now();
        let before = self.person(id)?.clone();
        let mut after = Person::clone(&before);
        settle(&mut after.claims, &self.policy, now);
        let result = change(&mut after, &self.policy, now)?;
        after.look(&self.policy, now);
        self.journal.keep(id, Some(&before));
        self.tell(&before, &mut after);
        self.set_alarm(&after);
        self.people.insert(id.clone(), Arc::new(after));
        Ok(result)
    }

    /// Puts the differences between `before` and `after` into the order of changes, and wakes who listens.
    fn tell(&mut self, before: &Person, after: &mut Person) {
        let profile = before.profile != after.profile;
        if profile || before.presence != after.presence {
            self.order.remove(&before.changed.seen);
            after.changed.seen = self.advance();
            self.order.insert(after.changed.seen, after.id.clone());
            if profile {
                after.changed.profile = after.changed.seen;
            }
            after.write_news();
            self.streams.wake_all();
        }
        if profile || before.presence != after.presence || !same_claims(before, after) {
            after.revision += 1;
            after.changed.own = self.advance();
            self.streams.wake(&after.id);
        }
        if before.favourites != after.favourites {
            after.changed.favourites = self.advance();
            self.streams.wake(&after.id);
        }
    }

    /// Takes in somebody who is new to this process.
    fn admit_person(&mut self, id: PersonId, mut person: Person) {
        person.changed.seen = self.advance();
        person.changed.profile = person.changed.seen;
        person.write_news();
        self.order.insert(person.changed.seen, id.clone());
        self.tokens.extend(person.tokens());
        self.set_alarm(&person);
        self.people.insert(id, Arc::new(person));
        self.streams.wake_all();
    }

    fn set_alarm(&mut self, person: &Person) {
        let next = next_change(&person.claims, &self.policy, self.now());
        self.alarms.set(Alarm::Person(person.id.clone()), next.map(|(at, _)| at));
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
                // It only wakes the task.
                Alarm::Save => {}
            }
        }
    }
}

/// Whether two states say the same to their owner: a report's number alone is no news.
fn same_claims(before: &Person, after: &Person) -> bool {
    let numbers_aside = |person: &Person| {
        let mut claims = person.claims.clone();
        claims.devices.iter_mut().for_each(|device| device.last_report = (0, 0));
        claims
    };
    before.claims == after.claims || numbers_aside(before) == numbers_aside(after)
}
