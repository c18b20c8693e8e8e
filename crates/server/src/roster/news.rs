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
    fn changes(&self, viewer: &Caller, me: &Person, since: u64) -> Vec<Told> {
        let seen = self.order.range(since + 1..).filter_map(|(_, id)| {
            let person = self.people.get(id)?;
            let changed = person.changed_for(me);
            let view = person.seen_by(me);
            let (name, data) = if changed.profile > since {
                ("person", write(&Event::Person(view.person(id))).into())
            } else {
                ("presence", view.news(id))
            };
            (changed.at > since).then_some(Told { position: changed.at, name, data })
        });
        let gone = self.gone.range(since + 1..);
        let gone = gone.map(|(position, id)| told(*position, &Event::Gone { person: id.clone() }));
        let mine = [
            (me.changed.own, Self::own_event as fn(&Self, &Caller, &Person) -> Event),
            (me.changed.favourites, |_, _, me| favourites(me)),
            (me.changed.groups, |_, _, me| groups(me)),
            (me.changed.alerts, |_, _, me| alerts(me)),
            (self.changed.statuses, |roster, _, _| roster.statuses_event()),
            (self.changed.policy, |roster, _, _| roster.policy_event()),
        ];
        let mine = mine.into_iter().filter(|(position, _)| *position > since);
        let mine = mine.map(|(position, event)| told(position, &event(self, viewer, me)));
        let mut news: Vec<Told> = seen.chain(gone).chain(mine).collect();
        news.sort_by_key(|told| told.position);
        news
    }

    /// Only the last event completes it: who is cut off before that begins anew.
    fn snapshot(&self, viewer: &Caller, me: &Person, reset: bool) -> Vec<Told> {
        let mut news: Vec<Event> = Vec::new();
        news.extend(reset.then_some(Event::Reset));
        let people: Vec<_> =
            self.people.values().map(|person| person.seen_by(me).person(&person.id)).collect();
        let pages = people.len().div_ceil(PAGE);
        news.extend(
            (1..=pages)
                .zip(people.chunks(PAGE))
                .map(|(page, people)| Event::Snapshot { people: people.to_vec(), last: page == pages }),
        );
        news.extend([favourites(me), groups(me), alerts(me), self.statuses_event(), self.policy_event()]);
        let mut news: Vec<Told> = news.iter().map(|event| told(0, event)).collect();
        news.push(told(self.position, &self.own_event(viewer, me)));
        news
    }

    fn own_event(&self, viewer: &Caller, me: &Person) -> Event {
        Event::Me(Box::new(self.me(me, &viewer.device)))
    }

    fn statuses_event(&self) -> Event {
        Event::Statuses { statuses: self.rules.statuses.clone() }
    }

    fn policy_event(&self) -> Event {
        Event::Policy(self.rules.policy.clone())
    }
}

fn favourites(me: &Person) -> Event {
    let people: Vec<PersonId> = me.favourites.clone();
    Event::Favourites { people }
}

fn groups(me: &Person) -> Event {
    Event::Groups { groups: me.settings.groups.clone() }
}

fn alerts(me: &Person) -> Event {
    Event::Alerts { alerts: me.settings.alerts.clone() }
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
