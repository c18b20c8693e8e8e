use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::Settings;
use crate::{
    Alert, ClaimId, DeviceActivity, Group, InviteLink, Next, Note, Person, PersonId, Planned, Policy,
    Presence, Privacy, Problem, Profile, QuietHours, Reason, Status, StatusId, Timestamp,
};

/// Everything that the window, the tray and the command line draw from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Snapshot {
    /// Who is signed in here.
    pub account: Account,
    /// How the server is reached.
    pub link: Link,
    /// My own ring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub me: Option<Arc<Myself>>,
    /// Colleagues, without me.
    pub people: BTreeMap<PersonId, Arc<Person>>,
    /// My favourites, in my order.
    pub favourites: Vec<PersonId>,
    /// My own groups, by name.
    pub groups: Arc<Vec<Group>>,
    /// My alerts.
    pub alerts: Arc<Vec<Alert>>,
    /// The team's catalogue.
    pub statuses: Arc<Vec<Status>>,
    /// The team's rules.
    pub policy: Arc<Policy>,
    /// What this computer knows of me.
    pub senses: Arc<Senses>,
    /// The calendar that is read here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
    /// Away comes soon: any input, or "I am here", puts it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<Warning>,
    /// How this computer is set.
    pub settings: Settings,
    /// What can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Undo>,
    /// Something to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    /// An invite that the system opened, until it is used or put away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub invite: Option<InviteLink>,
    /// When the roster was last known to be true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub synced: Option<Timestamp>,
}

/// Who is signed in on this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Account {
    /// Nobody: show the first run.
    None,
    /// Being started or joined.
    Joining {
        /// The team's name.
        team: String,
    },
    /// The keyring is locked or missing: the token cannot be read, or cannot be kept.
    Locked {
        /// Why, in words.
        why: String,
        /// Where the team's server runs.
        home: Home,
        /// Whether `keep_token_in_memory` helps: the token is known, or the team runs here and gives another one.
        can_keep_in_memory: bool,
    },
    /// Signed in.
    Member {
        /// The team's name.
        team: String,
        /// Where its server runs.
        home: Home,
        /// Where the token is kept.
        token: TokenPlace,
    },
}

/// Where the team's server runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Home {
    /// In this app; when this computer sleeps, the team sees no changes.
    Here {
        /// The addresses on which others can reach it; empty = this computer only.
        listening: Vec<String>,
    },
    /// In this app, with simulated colleagues.
    Demo,
    /// Elsewhere.
    There {
        /// The address in use, or the first one.
        address: String,
    },
}

/// Where the token is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TokenPlace {
    /// In the system's keyring.
    Keyring,
    /// In memory: the next start asks for an invite again.
    Memory,
}

/// How the server is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Link {
    /// There is no account to connect.
    Idle,
    /// On the way, for the first time since the start.
    Connecting,
    /// The stream is open.
    Online,
    /// The stream is lost; what is shown may be old.
    Offline {
        /// Since when.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        since: Timestamp,
        /// Why, in words.
        why: Problem,
    },
    /// The server refused the token: somebody revoked this device.
    Revoked,
}

/// My own ring, resolved on this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Myself {
    /// Who I am.
    pub id: PersonId,
    /// What I say of myself.
    pub profile: Profile,
    /// What a full viewer sees, or will see once the server has it.
    pub presence: Presence,
    /// Every living claim, most decisive first.
    pub reasons: Vec<Reason>,
    /// What comes next by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
    /// My note, also while it is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// Absences planned ahead.
    pub planned: Vec<Planned>,
    /// My quiet hours, own or the team's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    /// The next quiet hours to begin that are not skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_next: Option<QuietNext>,
    /// Who may see how much of me.
    pub privacy: Privacy,
    /// Who may break through do-not-disturb.
    pub breakthrough: Vec<PersonId>,
    /// Whether an away by idling can still be taken back: "I was here".
    pub can_take_back: bool,
    /// Whether nothing is published now, because it is outside my working hours.
    pub silent: bool,
    /// Whether something I chose has not reached the server yet.
    pub unsent: bool,
}

/// Quiet hours that are yet to begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuietNext {
    /// Dropping it skips them.
    pub claim: ClaimId,
    /// When they begin.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub at: Timestamp,
    /// When they end.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub until: Timestamp,
}

/// What this computer knows of me, live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Senses {
    /// What is reported.
    pub activity: DeviceActivity,
    /// When that began.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub since: Timestamp,
    /// Whether a microphone or a camera is in use, as reported.
    #[serde(default)]
    pub call: bool,
    /// Whether slides or a shared screen are on show, as reported.
    #[serde(default)]
    pub presenting: bool,
    /// Names of applications that use the microphone now; they stay on this computer.
    #[serde(default)]
    pub hearing: Vec<String>,
    /// Each sense and what feeds it.
    pub mechanisms: Vec<Mechanism>,
}

/// One sense and what feeds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Mechanism {
    /// What it tells.
    pub sense: Sense,
    /// The mechanism in use, such as `x11-sync`; absent = cannot tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it says now, or why none works, in words.
    pub says: String,
}

/// A kind of sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// Keyboard and pointer.
    Idle,
    /// Screen lock and screensaver.
    Lock,
    /// Sleep and wake.
    Sleep,
    /// Whether this session is in front.
    Session,
    /// Whether the window in front fills the screen.
    FullScreen,
    /// Whether any application uses the microphone.
    Microphone,
    /// Whether any application uses a camera.
    Camera,
    /// Whether slides or a shared screen are on show.
    Presenting,
    /// Whether an application keeps the screen on.
    Inhibitors,
    /// The desktop's own do-not-disturb.
    DesktopDnd,
}

/// What can be taken back, and for how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Undo {
    /// What was done.
    pub what: Changed,
    /// Until when.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub until: Timestamp,
}

/// What an undo would take back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "changed", rename_all = "snake_case")]
pub enum Changed {
    /// A status was chosen.
    Status {
        /// Which.
        status: StatusId,
    },
    /// Back to automatic.
    Automatic,
    /// One claim was dropped.
    Dropped,
    /// The note was set or cleared.
    Note,
    /// An absence was planned, changed or given up.
    Absence,
    /// The quiet hours were changed.
    QuietHours,
    /// Who may see how much was changed.
    Privacy,
    /// A group was made, changed or deleted.
    Group,
    /// An alert was set, changed or given up.
    Alert,
    /// The favourites were changed.
    Favourites,
    /// Who may break through do-not-disturb was changed.
    Breakthrough,
    /// The profile was changed.
    Profile,
}

/// Something to say to the person, until put away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A choice was refused and taken back.
    Refused {
        /// Why.
        problem: Problem,
    },
    /// A choice made offline lost against a newer one made elsewhere.
    Superseded,
    /// This desktop shows no tray icons, so the window opened instead.
    NoTray {
        /// Why, in words.
        why: String,
    },
    /// Something else to know.
    Words {
        /// A whole sentence.
        text: String,
    },
    /// Do not disturb is over: what came meanwhile.
    Digest {
        /// One sentence each.
        lines: Vec<String>,
    },
}

/// The calendar that is read on this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Calendar {
    /// What it is called here: a host or a file's name, never the whole address.
    pub name: String,
    /// When it was last read whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub read: Option<Timestamp>,
    /// How many busy and out-of-office times the next 14 days hold.
    pub meetings: u32,
    /// Why the last reading failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// Away comes soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Warning {
    /// When I am away unless there is input.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub away_at: Timestamp,
}
