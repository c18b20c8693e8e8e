use ringlight_protocol::{
    Availability, Claims, DeviceId, DeviceKind, PersonId, Profile, StatusId, Timestamp,
};

use crate::Digest;

/// Everything a store holds.
#[derive(Debug, Default)]
pub struct Stored {
    /// The team; absent in a store that was never used.
    pub team: Option<TeamRow>,
    /// Its people.
    pub people: Vec<PersonRow>,
    /// Their devices.
    pub devices: Vec<DeviceRow>,
    /// Whom each of them keeps in sight, in their order.
    pub favourites: Vec<(PersonId, Vec<PersonId>)>,
    /// Invites that may still be used, and used ones until they would have ended.
    pub invites: Vec<InviteRow>,
}

/// One durable change.
#[derive(Debug)]
pub enum Write {
    /// The team is this.
    Team(TeamRow),
    /// The person is this.
    Person(Box<PersonRow>),
    /// The person and all that is theirs is gone.
    PersonGone(PersonId),
    /// The device is this.
    Device(DeviceRow),
    /// The device and its token are gone.
    DeviceGone(DeviceId),
    /// The person keeps these in sight.
    Favourites(PersonId, Vec<PersonId>),
    /// The invite is this.
    Invite(InviteRow),
    /// The invite is forgotten.
    InviteGone(Digest),
}

/// The team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamRow {
    /// Its name.
    pub name: String,
    /// The private key that invites pin, PKCS #8.
    pub key: Vec<u8>,
}

/// A person.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    /// Who.
    pub id: PersonId,
    /// When they joined.
    pub joined: Timestamp,
    /// What they say of themselves.
    pub profile: Profile,
    /// What is claimed about them, their devices' last reports among it.
    pub claims: Claims,
    /// What others were shown last, so that `since` goes on after a restart.
    pub shown: Shown,
}

/// What others see, as far as it must be remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The ring's colour.
    pub availability: Availability,
    /// Its label.
    pub status: StatusId,
    /// Since when.
    pub since: Timestamp,
}

/// A device that may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// Which.
    pub id: DeviceId,
    /// Whose.
    pub person: PersonId,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: DeviceKind,
    /// When it joined.
    pub joined: Timestamp,
    /// SHA-256 of its token.
    pub token: Digest,
}

/// An invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteRow {
    /// SHA-256 of its code.
    pub code: Digest,
    /// How many may still use it.
    pub left: u32,
    /// When it ends.
    pub until: Timestamp,
    /// Whether who joins with it is an administrator.
    pub admin: bool,
}
