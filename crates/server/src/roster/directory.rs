//! Who is there, for looking up.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ringlight_protocol::{Code, Group, People, Person, PersonId, Query};

use super::{Roster, members::no_such_person, news::PAGE, person, views::View};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse_field},
};

impl Roster {
    /// A page of the people who match, by name, all as the caller may see them.
    pub fn people(&self, caller: &Caller, query: &Query) -> Result<People, Refusal> {
        let me = self.person(&caller.person)?;
        let after = query.cursor.as_deref().map(read_place).transpose()?;
        let wanted = query.query.as_deref().unwrap_or_default().trim().to_lowercase();
        let mine = query.group.as_ref().and_then(|id| group(me, id));
        let matches = |id: &PersonId, seen: &View| {
            let in_group = |group: &String| match mine {
                Some(mine) => mine.people.contains(id),
                None => seen.profile.group.as_ref() == Some(group),
            };
            query.availability.is_none_or(|availability| seen.presence.availability == availability)
                && query.group.as_ref().is_none_or(in_group)
                && seen.profile.name.to_lowercase().contains(&wanted)
        };
        let seen = self.people.values().map(|person| (&person.id, person.seen_by(me)));
        let found = seen.filter(|(id, seen)| matches(id, seen));
        let mut found: Vec<_> = found.map(|(id, seen)| (place(id, seen), (id, seen))).collect();
        found.retain(|(place, _)| after.as_ref().is_none_or(|after| place > after));
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        Ok(People {
            cursor: found.last().filter(|_| more).map(|(place, _)| write_place(place)),
            people: found.into_iter().map(|(_, (id, seen))| seen.person(id)).collect(),
        })
    }

    pub fn look_up(&self, caller: &Caller, id: &PersonId) -> Result<Person, Refusal> {
        let me = self.person(&caller.person)?;
        let found = self.people.get(id).ok_or_else(no_such_person)?;
        Ok(found.seen_by(me).person(id))
    }

    /// Those of `ids` who are in the team.
    pub fn look_up_many(&self, caller: &Caller, ids: &[PersonId]) -> Result<Vec<Person>, Refusal> {
        let me = self.person(&caller.person)?;
        let found = ids.iter().filter_map(|id| self.people.get(id));
        Ok(found.map(|person| person.seen_by(me).person(&person.id)).collect())
    }
}

fn group<'a>(me: &'a person::Person, id: &str) -> Option<&'a Group> {
    me.settings.groups.iter().find(|group| group.id.as_str() == id)
}

/// A place in the order of names; the id tells namesakes apart.
fn place(id: &PersonId, seen: &View) -> (String, String) {
    (seen.profile.name.to_lowercase(), id.to_string())
}

fn write_place((name, id): &(String, String)) -> String {
    URL_SAFE_NO_PAD.encode(format!("{name}\n{id}"))
}

fn read_place(cursor: &str) -> Result<(String, String), Refusal> {
    let text = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let place = text.as_deref().and_then(|text| text.split_once('\n'));
    place.map(|(name, id)| (name.to_owned(), id.to_owned())).ok_or_else(|| {
        refuse_field(
            Code::Invalid,
            "cursor",
            "Send the cursor of the page before, or none for the first page",
        )
    })
}
