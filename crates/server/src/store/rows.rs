use std::collections::{BTreeMap, BTreeSet};

use ringlight_protocol::{
    Alert, Availability, ClaimId, Claims, DeviceId, DeviceKind, Group, Level, Manual, Meeting, Note,
    PersonId, Policy, Privacy, Profile, Program, ProgramId, Right, SecondaryId, Status, StatusId, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::Digest;

/// Everything a store holds.
#[derive(Debug, Default)]
pub struct Stored {
    /// The team; absent in a store that was never used.
    pub team: Option<TeamRow>,
    /// Its rules; absent until they are changed for the first time.
    pub rules: Option<RulesRow>,
    /// Its people.
    pub people: Vec<PersonRow>,
    /// Their devices.
    pub devices: Vec<DeviceRow>,
    /// The programs they let in.
    pub programs: Vec<ProgramRow>,
    /// Whom each of them keeps in sight, in their order.
    pub favourites: Vec<(PersonId, Vec<PersonId>)>,
    /// Invites that may still be used, and used ones until they would have ended.
    pub invites: Vec<InviteRow>,
    /// Until when the last server on this store counts as alive; absent if none has said so.
    pub alive_until: Option<Timestamp>,
}

/// One durable change.
#[derive(Clone, Debug)]
pub enum Write {
    /// The team is this.
    Team(TeamRow),
    /// The team's rules are these.
    Rules(Box<RulesRow>),
    /// The person is this.
    Person(Box<PersonRow>),
    /// The person and all that is theirs is gone.
    PersonGone(PersonId),
    /// The device is this.
    Device(DeviceRow),
    /// The device and its token are gone.
    DeviceGone(DeviceId),
    /// The program is this.
    Program(ProgramRow),
    /// The program and its token are gone.
    ProgramGone(ProgramId),
    /// The person keeps these in sight.
    Favourites(PersonId, Vec<PersonId>),
    /// The invite is this.
    Invite(InviteRow),
    /// The invite is forgotten.
    InviteGone(Digest),
    /// From now on the person shows this; what they showed before ends.
    Showing(Showing),
    /// What the person showed ended, and nothing is known of what came after.
    ShowingEnds(PersonId, Timestamp),
    /// Status times that ended by then are forgotten.
    StatusTimesUntil(Timestamp),
    /// All status times are forgotten.
    StatusTimesGone,
    /// The server counts as alive until then, unless it says so again.
    AliveUntil(Timestamp),
}

/// The team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamRow {
    /// Its name.
    pub name: String,
    /// The private key that invites pin, PKCS #8.
    pub key: Vec<u8>,
}

/// What administrators decide.
#[derive(Clone, Debug, PartialEq)]
pub struct RulesRow {
    /// What decides presence.
    pub policy: Policy,
    /// The catalogue, in its order.
    pub statuses: Vec<Status>,
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
    /// What the person set for themselves.
    pub settings: Settings,
    /// What others see while the person appears offline.
    pub frozen: Option<Frozen>,
    /// What those see from whom the person hides by a rule.
    pub shades: Vec<ShadeRow>,
}

/// What a person set for themselves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Who may see how much.
    pub privacy: Privacy,
    /// Who may break through do-not-disturb.
    pub breakthrough: Vec<PersonId>,
    /// Groups of their own.
    pub groups: Vec<Group>,
    /// Whom they wait for.
    pub alerts: Vec<Alert>,
    /// What administrators set while the person had asked not to be disturbed or appeared offline: it waits for the
    /// end of that.
    pub waiting: Vec<Manual>,
}

/// What others see of somebody who appears offline: what was there when they chose to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// When they chose to.
    pub since: Timestamp,
    /// Their profile.
    pub profile: Profile,
    /// Their note.
    pub note: Option<Note>,
    /// What their calendar said.
    pub calendar: Vec<Meeting>,
    /// Whether they showed the day they were last seen.
    #[serde(default = "shown")]
    pub last_seen: bool,
    /// Absences, planned ahead, that began meanwhile and lie over the choice: they do not give them away.
    #[serde(default)]
    pub over: BTreeSet<ClaimId>,
}

fn shown() -> bool {
    true
}

/// What some of those see from whom a person hides: the person, as if their devices had ended as they began to hide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShadeRow {
    /// Tells it from the person's others; a later one has a higher number.
    pub number: u32,
    /// Who sees it, and how much they saw before.
    pub viewers: BTreeMap<PersonId, Level>,
    /// The profile that they have.
    pub profile: Profile,
    /// Whether the person showed the day they were last seen.
    pub last_seen: bool,
    /// What was claimed about the person, and what others have set for them since.
    pub claims: Claims,
    /// What administrators set that waits for the end of do-not-disturb.
    pub waiting: Vec<Manual>,
    /// What it showed last.
    pub shown: Shown,
}

/// What others see, as far as it must be remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Whether it was made for whoever joins first.
    pub first: bool,
}

/// A program that may act for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramRow {
    /// Which.
    pub id: ProgramId,
    /// For whom.
    pub person: PersonId,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub rights: Vec<Right>,
    /// When it was let in.
    pub made: Timestamp,
    /// SHA-256 of its token.
    pub token: Digest,
}

impl ProgramRow {
    /// As its owner sees it.
    pub fn public(&self) -> Program {
        Program { id: self.id.clone(), name: self.name.clone(), rights: self.rights.clone(), made: self.made }
    }
}

/// What a person shows from an instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Showing {
    /// Who.
    pub person: PersonId,
    /// The primary status.
    pub status: StatusId,
    /// The secondary status.
    pub secondary: Option<SecondaryId>,
    /// From when.
    pub from: Timestamp,
}

/// How long a person showed something within a span of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Who.
    pub person: PersonId,
    /// The primary status.
    pub status: StatusId,
    /// The secondary status.
    pub secondary: Option<SecondaryId>,
    /// Milliseconds.
    pub lasted: i64,
}
