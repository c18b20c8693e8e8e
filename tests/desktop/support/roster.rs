use ringlight_protocol::{Availability, Person, local::Snapshot};

/// The colleague of that name.
pub fn person<'s>(snapshot: &'s Snapshot, name: &str) -> Option<&'s Person> {
    snapshot.people.values().map(|person| &**person).find(|person| person.profile.name == name)
}

/// What is shown of the colleague of that name.
pub fn presence_of(snapshot: &Snapshot, name: &str) -> Option<Availability> {
    person(snapshot, name).map(|person| person.presence.availability)
}
