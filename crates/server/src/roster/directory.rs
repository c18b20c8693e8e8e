//! Who is there, for looking up.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ringlight_protocol::{Code, People, PersonId, Query};

use super::{Roster, members::no_such_person, news::PAGE, person::Person};
use crate::refusal::{Refusal, refuse_field};

impl Roster {
    /// A page of the people who match, by name.
    pub fn people(&self, query: &Query) -> Result<People, Refusal> {
        let after = query.cursor.as_deref().map(read_place).transpose()?;
        let wanted = query.query.as_deref().unwrap_or_default().trim().to_lowercase();
        let matches = |person: &Person| {
            query.availability.is_none_or(|availability| person.presence.availability == availability)
                && query.group.as_ref().is_none_or(|group| person.profile.group.as_ref() == Some(group))
                && person.profile.name.to_lowercase().contains(&wanted)
        };
        let found = self.people.values().filter(|person| matches(person));
        let mut found: Vec<_> = found.map(|person| (place(person), person)).collect();
        found.retain(|(place, _)| after.as_ref().is_none_or(|after| place > after));
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        Ok(People {
            cursor: found.last().filter(|_| more).map(|(place, _)| write_place(place)),
            people: found.into_iter().map(|(_, person)| person.public()).collect(),
        })
    }

    pub fn look_up(&self, id: &PersonId) -> Result<ringlight_protocol::Person, Refusal> {
        self.people.get(id).map(|person| person.public()).ok_or_else(no_such_person)
    }

    /// Those of `ids` who are in the team.
    pub fn look_up_many(&self, ids: &[PersonId]) -> Vec<ringlight_protocol::Person> {
        ids.iter().filter_map(|id| self.people.get(id)).map(|person| person.public()).collect()
    }
}

/// A place in the order of names; the id tells namesakes apart.
fn place(person: &Person) -> (String, String) {
    (person.profile.name.to_lowercase(), person.id.to_string())
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
