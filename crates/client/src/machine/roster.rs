use std::{collections::BTreeMap, sync::Arc};

use ringlight_protocol::{
    Alert, AlertId, Availability, Group, Me, Person, PersonId, Policy, Status, Timestamp, shipped_statuses,
};
use serde::{Deserialize, Serialize};

use super::telling::Missed;

/// What is known of the team. Kept on disk, so that it can be shown before the server is reached.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Roster {
    /// Everybody, perhaps with myself.
    #[serde(with = "people")]
    pub people: BTreeMap<PersonId, Arc<Person>>,
    /// In my order.
    pub favourites: Vec<PersonId>,
    /// My own groups, by name.
    #[serde(default)]
    pub groups: Arc<Vec<Group>>,
    /// My alerts.
    #[serde(default)]
    pub alerts: Arc<Vec<Alert>>,
    /// When each alert fired that its owner has been told of.
    #[serde(default)]
    pub told: BTreeMap<AlertId, Timestamp>,
    /// What its owner is told of when do-not-disturb ends.
    #[serde(default)]
    pub missed: Vec<Missed>,
    /// The catalogue.
    pub statuses: Arc<Vec<Status>>,
    /// The rules.
    pub policy: Arc<Policy>,
    /// Myself as the server last said it.
    pub me: Option<Me>,
    /// This computer's zone when my profile last followed it.
    #[serde(default)]
    pub zone: Option<String>,
    /// What the calendar is called whose address the keyring has.
    #[serde(default)]
    pub calendar: Option<String>,
    /// Whether the server knows meetings from this computer.
    #[serde(default)]
    pub calendar_told: bool,
    /// When this was last known to be true.
    pub synced: Option<Timestamp>,
    /// Pages of a snapshot that is still coming.
    #[serde(skip)]
    pub(super) incoming: Option<BTreeMap<PersonId, Arc<Person>>>,
}

impl Default for Roster {
    fn default() -> Self {
        Self {
            people: BTreeMap::new(),
            favourites: Vec::new(),
            groups: Arc::default(),
            alerts: Arc::default(),
            told: BTreeMap::new(),
            missed: Vec::new(),
            statuses: Arc::new(shipped_statuses()),
            policy: Arc::default(),
            me: None,
            zone: None,
            calendar: None,
            calendar_told: false,
            synced: None,
            incoming: None,
        }
    }
}

impl Roster {
    /// A new stream begins: an unfinished snapshot of the last one is void.
    pub(crate) fn begin(&mut self) {
        self.incoming = None;
    }

    /// One page. Gives true when the roster is whole.
    pub(crate) fn page(&mut self, people: Vec<Person>, last: bool) -> bool {
        let incoming = self.incoming.get_or_insert_default();
        incoming.extend(people.into_iter().map(|person| (person.id.clone(), Arc::new(person))));
        if last {
            self.people = self.incoming.take().unwrap_or_default();
        }
        last
    }

    /// Takes in somebody's record. Gives true if they just became available.
    pub(crate) fn person(&mut self, person: Person) -> bool {
        let now_available = person.presence.availability == Availability::Available;
        let before = match &mut self.incoming {
            Some(incoming) => incoming.insert(person.id.clone(), Arc::new(person)),
            None => self.people.insert(person.id.clone(), Arc::new(person)),
        };
        now_available && before.is_some_and(|before| before.presence.availability != Availability::Available)
    }

    /// The record of somebody known.
    pub(crate) fn get(&self, id: &PersonId) -> Option<&Person> {
        self.incoming
            .as_ref()
            .and_then(|incoming| incoming.get(id))
            .or_else(|| self.people.get(id))
            .map(Arc::as_ref)
    }

    /// Somebody left.
    pub(crate) fn gone(&mut self, id: &PersonId) {
        self.people.remove(id);
        if let Some(incoming) = &mut self.incoming {
            incoming.remove(id);
        }
    }
}

/// The file holds a plain list.
mod people {
    use super::{Arc, BTreeMap, Person, PersonId};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        people: &BTreeMap<PersonId, Arc<Person>>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(people.values())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<PersonId, Arc<Person>>, D::Error> {
        let people = Vec::<Arc<Person>>::deserialize(from)?;
        Ok(people.into_iter().map(|person| (person.id.clone(), person)).collect())
    }
}
