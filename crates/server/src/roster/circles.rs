//! The people somebody keeps together: favourites in their order, groups, who may break through.

use std::collections::HashSet;

use ringlight_protocol::{Code, Group, GroupChange, GroupId, PersonId, StatusChanged, Those, Who};

use super::{Roster, members::no_such_person, person::Person};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse, refuse_field},
    text,
};

const PEOPLE: usize = 500;
const GROUPS: usize = 50;

impl Roster {
    pub fn add_favourite(&mut self, caller: &Caller, id: &PersonId) -> Result<StatusChanged, Refusal> {
        if *id == caller.person || !self.people.contains_key(id) {
            return Err(no_such_person());
        }
        self.change_own(caller, |person, _, _| {
            if !person.favourites.contains(id) {
                person.favourites.push(id.clone());
            }
            Ok(())
        })
    }

    pub fn remove_favourite(&mut self, caller: &Caller, id: &PersonId) -> Result<StatusChanged, Refusal> {
        self.change_own(caller, |person, _, _| {
            person.favourites.retain(|favourite| favourite != id);
            Ok(())
        })
    }

    /// All favourites, in order.
    pub fn set_favourites(&mut self, caller: &Caller, those: &Those) -> Result<StatusChanged, Refusal> {
        self.check_those(caller, &those.people)?;
        self.change_own(caller, |person, _, _| {
            person.favourites.clone_from(&those.people);
            Ok(())
        })
    }

    /// Who may break through do-not-disturb.
    pub fn set_breakthrough(&mut self, caller: &Caller, those: &Those) -> Result<StatusChanged, Refusal> {
        self.check_those(caller, &those.people)?;
        self.change_own(caller, |person, _, _| {
            person.settings.breakthrough.clone_from(&those.people);
            Ok(())
        })
    }

    pub fn groups(&self, caller: &Caller) -> Result<Vec<Group>, Refusal> {
        Ok(self.person(&caller.person)?.settings.groups.clone())
    }

    pub fn set_group(
        &mut self,
        caller: &Caller,
        id: GroupId,
        change: &GroupChange,
    ) -> Result<StatusChanged, Refusal> {
        self.check_those(caller, &change.people)?;
        let group = Group { id, name: text::name("name", &change.name)?, people: change.people.clone() };
        self.change_own(caller, |person, _, _| {
            let groups = &mut person.settings.groups;
            put(groups, |known| known.id == group.id, group.clone(), GROUPS)?;
            groups.sort_by_key(|group| (group.name.to_lowercase(), group.id.clone()));
            Ok(())
        })
    }

    pub fn delete_group(&mut self, caller: &Caller, id: &GroupId) -> Result<StatusChanged, Refusal> {
        self.change_own(caller, |person, _, _| {
            let groups = &mut person.settings.groups;
            let place = groups.iter().position(|group| group.id == *id);
            groups.remove(place.ok_or_else(|| refuse(Code::NotFound, "None of your groups has this id"))?);
            Ok(())
        })
    }

    fn check_those(&self, caller: &Caller, people: &[PersonId]) -> Result<(), Refusal> {
        if people.len() > PEOPLE {
            return Err(refuse_field(Code::Invalid, "people", format!("Send at most {PEOPLE}")));
        }
        self.check_people(caller, people)
    }

    /// Colleagues, each once.
    pub(super) fn check_people(&self, caller: &Caller, people: &[PersonId]) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        for (place, id) in people.iter().enumerate() {
            if *id == caller.person || !self.people.contains_key(id) || !seen.insert(id) {
                let detail = "Name colleagues of the team, each once";
                return Err(refuse_field(Code::Invalid, &format!("people[{place}]"), detail));
            }
        }
        Ok(())
    }
}

/// Puts one in the place of the `same`, or at the end if there is room.
pub(super) fn put<T>(
    list: &mut Vec<T>,
    same: impl Fn(&T) -> bool,
    one: T,
    most: usize,
) -> Result<(), Refusal> {
    match list.iter().position(same) {
        Some(place) => list[place] = one,
        None if list.len() >= most => {
            let detail = format!("There are {most} already; delete one first");
            return Err(refuse_field(Code::Invalid, "id", detail));
        }
        None => list.push(one),
    }
    Ok(())
}

/// Nothing of a person names `gone` any more.
pub(super) fn forget(person: &mut Person, gone: &PersonId) {
    // What would come back may name them.
    person.undo = None;
    let names = |people: &mut Vec<PersonId>| people.retain(|id| id != gone);
    names(&mut person.favourites);
    names(&mut person.settings.breakthrough);
    person.settings.groups.iter_mut().for_each(|group| names(&mut group.people));
    person.settings.privacy.rules.retain(|rule| !names_one(&rule.who, gone));
    for alert in &mut person.settings.alerts {
        names(&mut alert.people);
        names(&mut alert.free);
        alert.need = alert.need.min(u32::try_from(alert.people.len()).unwrap_or(u32::MAX));
    }
    person.settings.alerts.retain(|alert| !alert.people.is_empty());
    person.unshade(gone);
    if person.turned.contains_key(gone) {
        std::sync::Arc::make_mut(&mut person.turned).remove(gone);
    }
}

/// Whether a person has `gone` anywhere.
pub(super) fn knows(person: &Person, gone: &PersonId) -> bool {
    let settings = &person.settings;
    person.favourites.contains(gone)
        || person.undo.is_some()
        || person.turned.contains_key(gone)
        || person.shade_of(gone).is_some()
        || settings.breakthrough.contains(gone)
        || settings.groups.iter().any(|group| group.people.contains(gone))
        || settings.alerts.iter().any(|alert| alert.people.contains(gone))
        || settings.privacy.rules.iter().any(|rule| names_one(&rule.who, gone))
}

fn names_one(who: &Who, gone: &PersonId) -> bool {
    matches!(who, Who::Person { person } if person == gone)
}
