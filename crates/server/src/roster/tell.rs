//! Finding out who sees a difference, and waking them. Whoever sees none hears nothing.

use std::{collections::HashMap, sync::Arc};

use ringlight_core::Claims;
use ringlight_protocol::{Level, PersonId};

use super::{
    Roster,
    person::{Person, Turn},
    shade::Looks,
    sight::{self, Sight, may_turn_sights, may_turn_viewers},
    views::{Seen, View},
};

impl Roster {
    /// Puts the differences between `before` and `after` into the order of changes, and wakes who sees them.
    pub(super) fn tell(&mut self, before: &Person, after: &mut Person) {
        let start = self.position;
        if after.follow(before, start + 1) {
            self.position += 1;
        }
        if may_turn_viewers(before, after) {
            self.turn_viewers(before, after);
        }
        if self.position > start {
            self.move_to_end(after, before.changed.seen);
            self.wake_who_sees(after, start);
        }
        if may_turn_sights(before, after) {
            self.turn_sights(before, after);
        }
        self.tell_owner(before, after);
        self.dirty.insert(after.id.clone());
    }

    fn tell_owner(&mut self, before: &Person, after: &mut Person) {
        let start = self.position;
        if before.profile != after.profile
            || before.presence() != after.presence()
            || before.settings.privacy != after.settings.privacy
            || before.settings.breakthrough != after.settings.breakthrough
            || !same_claims(&before.claims, &after.claims)
        {
            after.revision += 1;
            after.changed.own = self.advance();
        }
        if before.favourites != after.favourites {
            after.changed.favourites = self.advance();
        }
        if before.settings.groups != after.settings.groups {
            after.changed.groups = self.advance();
        }
        if before.settings.alerts != after.settings.alerts {
            after.changed.alerts = self.advance();
        }
        if self.position > start {
            self.streams.wake(&after.id);
        }
    }

    /// The person shows another level to some viewers.
    fn turn_viewers(&mut self, before: &Person, after: &mut Person) {
        let at = self.position + 1;
        let mut turned = HashMap::clone(&after.turned);
        for viewer in self.people.values().filter(|viewer| viewer.id != after.id) {
            if let Some(turn) = turn((before, viewer), (after, viewer), at) {
                turned.insert(viewer.id.clone(), turn);
            }
        }
        after.turned = Arc::new(turned);
        self.position = at;
    }

    /// The person sees others with another level.
    fn turn_sights(&mut self, before: &Person, after: &Person) {
        let others: Vec<PersonId> = self.people.keys().filter(|id| **id != after.id).cloned().collect();
        for id in others {
            let at = self.position + 1;
            let Some(known) = self.people.get(&id) else { continue };
            let mut other = Person::clone(known);
            let looks = Looks {
                viewer: &after.id,
                hides: sight::level(known, after) == Level::Hidden,
                saw: sight::level(known, before),
            };
            other.shade(known, [looks].into_iter(), &self.rules.policy, self.now());
            let Some(turn) = turn((known, before), (&other, after), at) else { continue };
            self.journal.keep(&id, Some(known));
            Arc::make_mut(&mut other.turned).insert(after.id.clone(), turn);
            self.position = at;
            let seen = other.changed.seen;
            self.move_to_end(&mut other, seen);
            self.people.insert(id, Arc::new(other));
        }
        self.streams.wake(&after.id);
    }

    /// Nobody has seen the newest change of the person yet.
    pub(super) fn move_to_end(&mut self, person: &mut Person, seen: u64) {
        self.order.remove(&seen);
        person.changed.seen = self.position;
        self.order.insert(self.position, person.id.clone());
    }

    fn wake_who_sees(&self, person: &Person, since: u64) {
        let sees = |viewer: &PersonId| match self.people.get(viewer) {
            Some(viewer) => person.changed_for(viewer).at > since,
            None => false,
        };
        self.streams.wake_those(sees);
    }
}

/// How a viewer came from one sight to another, and whether they see a difference. `None` if the sight is the same.
fn turn(before: (&Person, &Person), after: (&Person, &Person), at: u64) -> Option<Turn> {
    let (old, new) = (Sight::of(before.0, before.1), Sight::of(after.0, after.1));
    if old == new {
        return None;
    }
    let known = before.0.changed_for(before.1);
    Some(Turn { at, seen: seen(before.0.with(old), after.0.with(new), known, at) })
}

fn seen(before: &View, after: &View, known: Seen, at: u64) -> Seen {
    if before.profile != after.profile {
        Seen { at, profile: at }
    } else if before.presence != after.presence {
        Seen { at, ..known }
    } else {
        known
    }
}

/// Whether two states say the same to their owner: a report's number alone is no news.
fn same_claims(before: &Claims, after: &Claims) -> bool {
    let numbers_aside = |claims: &Claims| {
        let mut claims = claims.clone();
        claims.devices.iter_mut().for_each(|device| device.last_report = (0, 0));
        claims
    };
    before == after || numbers_aside(before) == numbers_aside(after)
}
