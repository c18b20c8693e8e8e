//! Whom somebody means, and groups of them.

use ringlight_protocol::{
    Group, GroupChange, PersonId,
    local::{Ask, Snapshot},
};

use super::{done, fresh, shown};
use crate::{
    app::{Failure, look_at_me},
    args::Groups,
};

/// The one colleague of this name, or with this part of a name.
pub fn person(typed: &str, snapshot: &Snapshot) -> Result<PersonId, Failure> {
    let wanted = typed.to_lowercase();
    let named = |exactly: bool| {
        snapshot.people.values().filter(move |person| {
            let name = person.profile.name.to_lowercase();
            if exactly { name == typed.to_lowercase() } else { name.contains(&typed.to_lowercase()) }
        })
    };
    let mut found: Vec<_> = named(true).collect();
    if found.is_empty() {
        found = named(false).collect();
    }
    match found[..] {
        [only] => Ok(only.id.clone()),
        [] => match snapshot.people.keys().find(|id| id.as_str() == wanted) {
            Some(id) => Ok(id.clone()),
            None => Err(Failure::NotUnderstood(format!("Nobody here is called \"{typed}\"."))),
        },
        _ => {
            let names: Vec<&str> = found.iter().map(|person| person.profile.name.as_str()).collect();
            let names = names.join(", ");
            Err(Failure::NotUnderstood(format!("\"{typed}\" may be any of {names}. Say more of the name.")))
        }
    }
}

/// Several of them.
pub fn people(typed: &[String], snapshot: &Snapshot) -> Result<Vec<PersonId>, Failure> {
    typed.iter().map(|typed| person(typed, snapshot)).collect()
}

/// What they are called.
pub fn names(ids: &[PersonId], snapshot: &Snapshot) -> String {
    let name = |id: &PersonId| {
        snapshot.people.get(id).map_or_else(|| "somebody".to_owned(), |person| person.profile.name.clone())
    };
    ids.iter().map(name).collect::<Vec<_>>().join(", ")
}

pub async fn groups(what: Option<Groups>, json: bool) -> Result<(), Failure> {
    let (snapshot, _) = look_at_me().await?;
    let known = |name: &str| snapshot.groups.iter().find(|it| it.name.to_lowercase() == name.to_lowercase());
    match what {
        None => shown(json, &snapshot.groups, |printer| {
            let line = |group: &Group| format!("{}: {}", group.name, names(&group.people, &snapshot));
            printer.list(snapshot.groups.iter().map(line), "No groups of your own.")
        }),
        Some(Groups::Set { name, names }) => {
            let people = people(&names, &snapshot)?;
            let id = known(&name).map_or_else(|| fresh("group").into(), |group| group.id.clone());
            let sentence = match people.len() {
                1 => format!("{name} has one person."),
                several => format!("{name} has {several} people."),
            };
            done(Ask::SetGroup { id, group: GroupChange { name, people } }, json, &sentence).await
        }
        Some(Groups::Delete { name }) => {
            let group = known(&name)
                .ok_or_else(|| Failure::NotUnderstood(format!("You have no group \"{name}\".")))?;
            done(Ask::DeleteGroup { id: group.id.clone() }, json, &format!("{name} is deleted.")).await
        }
    }
}
