//! What one viewer is told of the roster's changes.

use std::sync::Arc;

use ringlight_protocol::{Event, PersonId};

use super::{Roster, person::Person};
use crate::auth::Caller;

/// People on a page.
pub(crate) const PAGE: usize = 200;

/// One event, written.
pub(crate) struct Told {
    /// A viewer that has this event has every change up to here.
    pub position: u64,
    /// Its type.
    pub name: &'static str,
    /// Its JSON.
    pub data: Arc<str>,
}

impl Roster {
    /// What changed for `viewer` after `since`, in order; everything, for `None`.
    pub fn news(&self, viewer: &Caller, since: Option<u64>) -> Vec<Told> {
        let Some(person) = self.people.get(&viewer.person) else { return Vec::new() };
        match since.filter(|since| *since >= self.forgotten) {
            Some(since) => self.changes(viewer, person, since),
            None => self.snapshot(viewer, person, since.is_some()),
        }
    }

    /// One entry for each person that changed, however often they did. Nothing is queued for a slow viewer.
    fn changes(&self, viewer: &Caller, person: &Person, since: u64) -> Vec<Told> {
        let seen = self.order.range(since + 1..).filter_map(|(position, id)| {
            let person = self.people.get(id)?;
            let (name, data) = if person.changed.profile > since {
                ("person", write(&Event::Person(person.public())).into())
            } else {
                ("presence", person.news.clone())
            };
            Some(Told { position: *position, name, data })
        });
        let gone = self.gone.range(since + 1..);
        let gone = gone.map(|(position, id)| told(*position, &Event::Gone { person: id.clone() }));
        let own = (person.changed.own > since)
            .then(|| told(person.changed.own, &Event::Me(Box::new(self.me(person, &viewer.device)))));
        let favourites = (person.changed.favourites > since)
            .then(|| told(person.changed.favourites, &favourites(&person.favourites)));
        let mut news: Vec<Told> = seen.chain(gone).chain(own).chain(favourites).collect();
        news.sort_by_key(|told| told.position);
        news
    }

    /// Only the last event completes it: who is cut off before that begins anew.
    fn snapshot(&self, viewer: &Caller, person: &Person, reset: bool) -> Vec<Told> {
        let mut news: Vec<Event> = Vec::new();
        news.extend(reset.then_some(Event::Reset));
        let people: Vec<_> = self.people.values().map(|person| person.public()).collect();
        let pages = people.len().div_ceil(PAGE);
        news.extend(
            (1..=pages)
                .zip(people.chunks(PAGE))
                .map(|(page, people)| Event::Snapshot { people: people.to_vec(), last: page == pages }),
        );
        news.push(favourites(&person.favourites));
        news.push(Event::Statuses { statuses: self.statuses.clone() });
        news.push(Event::Policy(self.policy.clone()));
        let mut news: Vec<Told> = news.iter().map(|event| told(0, event)).collect();
        news.push(told(self.position, &Event::Me(Box::new(self.me(person, &viewer.device)))));
        news
    }
}

fn favourites(people: &[PersonId]) -> Event {
    Event::Favourites { people: people.to_vec() }
}

pub(crate) fn told(position: u64, event: &Event) -> Told {
    Told { position, name: name(event), data: write(event).into() }
}

pub(super) fn write(event: &Event) -> String {
    serde_json::to_string(event).expect("events have nothing that JSON cannot hold")
}

fn name(event: &Event) -> &'static str {
    match event {
        Event::Hello(_) => "hello",
        Event::Reset => "reset",
        Event::Snapshot { .. } => "snapshot",
        Event::Presence { .. } => "presence",
        Event::Person(_) => "person",
        Event::Gone { .. } => "gone",
        Event::Me(_) => "me",
        Event::Favourites { .. } => "favourites",
        Event::Groups { .. } => "groups",
        Event::Alerts { .. } => "alerts",
        Event::Statuses { .. } => "statuses",
        Event::Policy(_) => "policy",
    }
}
