use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{Account, Calendar, Link, Myself, Notice, Senses, Settings, Snapshot, Undo, Warning};
use crate::{Alert, Group, InviteLink, Person, PersonId, Policy, Status, Timestamp};

/// What changed from one snapshot to the next: a present field replaces the old one. `null` clears those that may be
/// absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(optional_fields))]
pub struct Difference {
    /// See [`Snapshot::account`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// See [`Snapshot::link`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// See [`Snapshot::me`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "bindings", ts(type = "Myself | null"))]
    pub me: Option<Option<Arc<Myself>>>,
    /// New and changed colleagues.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "bindings", ts(optional, as = "Option<BTreeMap<PersonId, Person>>"))]
    pub people: BTreeMap<PersonId, Arc<Person>>,
    /// Colleagues who left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "bindings", ts(optional, as = "Option<Vec<PersonId>>"))]
    pub gone: Vec<PersonId>,
    /// See [`Snapshot::favourites`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favourites: Option<Vec<PersonId>>,
    /// See [`Snapshot::groups`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Arc<Vec<Group>>>,
    /// See [`Snapshot::alerts`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alerts: Option<Arc<Vec<Alert>>>,
    /// See [`Snapshot::policy`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Arc<Policy>>,
    /// See [`Snapshot::calendar`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "bindings", ts(type = "Calendar | null"))]
    pub calendar: Option<Option<Calendar>>,
    /// See [`Snapshot::warning`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "bindings", ts(type = "Warning | null"))]
    pub warning: Option<Option<Warning>>,
    /// See [`Snapshot::statuses`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statuses: Option<Arc<Vec<Status>>>,
    /// See [`Snapshot::senses`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub senses: Option<Arc<Senses>>,
    /// See [`Snapshot::settings`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Settings>,
    /// See [`Snapshot::undo`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "bindings", ts(type = "Undo | null"))]
    pub undo: Option<Option<Undo>>,
    /// See [`Snapshot::notice`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "bindings", ts(type = "Notice | null"))]
    pub notice: Option<Option<Notice>>,
    /// See [`Snapshot::invite`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub invite: Option<Option<InviteLink>>,
    /// See [`Snapshot::synced`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub synced: Option<Option<Timestamp>>,
}

/// Tells `null` (clear it) from an absent field (leave it).
fn present<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

fn changed<T: PartialEq + Clone>(old: &T, new: &T) -> Option<T> {
    (old != new).then(|| new.clone())
}

impl Difference {
    /// What turns `old` into `new`.
    pub fn between(old: &Snapshot, new: &Snapshot) -> Self {
        let differs = |(id, person): &(&PersonId, &Arc<Person>)| {
            old.people.get(*id).is_none_or(|before| !Arc::ptr_eq(before, person) && before != *person)
        };
        Self {
            account: changed(&old.account, &new.account),
            link: changed(&old.link, &new.link),
            me: changed(&old.me, &new.me),
            people: new
                .people
                .iter()
                .filter(differs)
                .map(|(id, person)| (id.clone(), person.clone()))
                .collect(),
            gone: old.people.keys().filter(|id| !new.people.contains_key(*id)).cloned().collect(),
            favourites: changed(&old.favourites, &new.favourites),
            groups: changed(&old.groups, &new.groups),
            alerts: changed(&old.alerts, &new.alerts),
            policy: changed(&old.policy, &new.policy),
            calendar: changed(&old.calendar, &new.calendar),
            warning: changed(&old.warning, &new.warning),
            statuses: changed(&old.statuses, &new.statuses),
            senses: changed(&old.senses, &new.senses),
            settings: changed(&old.settings, &new.settings),
            undo: changed(&old.undo, &new.undo),
            notice: changed(&old.notice, &new.notice),
            invite: changed(&old.invite, &new.invite),
            synced: changed(&old.synced, &new.synced),
        }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Turns the `old` that it was made from into the `new`.
    pub fn apply(self, snapshot: &mut Snapshot) {
        fn put<T>(field: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *field = value;
            }
        }
        put(&mut snapshot.account, self.account);
        put(&mut snapshot.link, self.link);
        put(&mut snapshot.me, self.me);
        snapshot.people.extend(self.people);
        for person in &self.gone {
            snapshot.people.remove(person);
        }
        put(&mut snapshot.favourites, self.favourites);
        put(&mut snapshot.groups, self.groups);
        put(&mut snapshot.alerts, self.alerts);
        put(&mut snapshot.policy, self.policy);
        put(&mut snapshot.calendar, self.calendar);
        put(&mut snapshot.warning, self.warning);
        put(&mut snapshot.statuses, self.statuses);
        put(&mut snapshot.senses, self.senses);
        put(&mut snapshot.settings, self.settings);
        put(&mut snapshot.undo, self.undo);
        put(&mut snapshot.notice, self.notice);
        put(&mut snapshot.synced, self.synced);
    }
}
