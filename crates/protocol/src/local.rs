//! What the shell, the command line and the engine say to each other: requests in, snapshots out.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    ClaimId, DeviceActivity, Next, Note, Person, PersonId, Presence, Problem, Profile, ProfileChange, Reason,
    SignedDuration, Status, StatusId, Timestamp,
};

mod difference;

pub use difference::Difference;

/// What somebody at this computer asks of the running app.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Answer with the whole state.
    Look,
    /// Show the window (the command line and a second start ask this).
    Show,
    /// Push a status.
    Choose {
        /// The catalogue entry.
        status: StatusId,
        /// When it ends.
        end: End,
        /// A note to show with it, cleared at the same moment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Clear what was chosen: back to automatic.
    Automatic,
    /// Drop one claim, or dismiss this instance of an automatic one.
    Drop {
        /// Which.
        claim: ClaimId,
    },
    /// Take the last change back.
    Undo,
    /// Show a note.
    SetNote {
        /// The text.
        text: String,
        /// One emoji.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        emoji: Option<String>,
        /// When it clears itself.
        end: End,
    },
    /// Clear the note.
    ClearNote,
    /// Which ends can be offered now, with their instants.
    Presets,
    /// Put somebody among the favourites, or take them out.
    Favourite {
        /// Who.
        person: PersonId,
        /// In or out.
        on: bool,
    },
    /// Change my profile.
    Profile {
        /// What of it.
        change: ProfileChange,
    },
    /// Start a team whose server is this computer.
    StartTeam {
        /// The team's name.
        team: String,
        /// My name in it.
        name: String,
    },
    /// What an invite link says, before anything is sent.
    ReadLink {
        /// As pasted.
        link: String,
    },
    /// Join the team that an invite link names.
    Join {
        /// As pasted.
        link: String,
        /// The name colleagues will see.
        name: String,
    },
    /// Look around in a team of twelve simulated colleagues.
    LookAround,
    /// Make an invite link.
    Invite {
        /// How many may use it, 1 to 500.
        uses: u32,
    },
    /// The addresses of this computer on which a hosted team can listen.
    Addresses,
    /// Let people on the network reach the team hosted here, on these addresses; empty = this computer only.
    Listen {
        /// IP addresses, out of those that `Addresses` named.
        on: Vec<String>,
    },
    /// End this device's session and forget the account on this computer.
    SignOut,
    /// Keep the token in memory only, because no keyring can be used.
    KeepTokenInMemory,
    /// Try now what failed: read the keyring again, reach the server.
    Retry,
    /// Change settings of this computer.
    Settings {
        /// All of them.
        settings: Settings,
    },
    /// Put the last notice away.
    Dismiss,
    /// Sign nothing out, end the app.
    Quit,
}

impl std::fmt::Debug for Request {
    /// Names the request only: links, notes and names stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Look => "look",
            Self::Show => "show",
            Self::Choose { .. } => "choose",
            Self::Automatic => "automatic",
            Self::Drop { .. } => "drop",
            Self::Undo => "undo",
            Self::SetNote { .. } => "set_note",
            Self::ClearNote => "clear_note",
            Self::Presets => "presets",
            Self::Favourite { .. } => "favourite",
            Self::Profile { .. } => "profile",
            Self::StartTeam { .. } => "start_team",
            Self::ReadLink { .. } => "read_link",
            Self::Join { .. } => "join",
            Self::LookAround => "look_around",
            Self::Invite { .. } => "invite",
            Self::Addresses => "addresses",
            Self::Listen { .. } => "listen",
            Self::SignOut => "sign_out",
            Self::KeepTokenInMemory => "keep_token_in_memory",
            Self::Retry => "retry",
            Self::Settings { .. } => "settings",
            Self::Dismiss => "dismiss",
            Self::Quit => "quit",
        };
        f.write_str(name)
    }
}

/// When a status or a note ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// As the catalogue says.
    Usual,
    /// Never by itself.
    Never,
    /// After this long.
    After(#[cfg_attr(feature = "bindings", ts(type = "string"))] SignedDuration),
    /// At this instant.
    At(#[cfg_attr(feature = "bindings", ts(type = "string"))] Timestamp),
    /// At a named moment of my own calendar day, worked out when it is chosen.
    When(Preset),
}

/// A named end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// In 30 minutes.
    HalfHour,
    /// In an hour.
    Hour,
    /// In two hours.
    TwoHours,
    /// In four hours.
    FourHours,
    /// At the end of today's working hours.
    EndOfDay,
    /// At the next working start on a later day.
    Tomorrow,
    /// At the first working start of next week.
    NextWeek,
}

/// A named end with the instant it means now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OfferedPreset {
    /// Which.
    pub preset: Preset,
    /// When that is.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub at: Timestamp,
}

/// The answer to a request.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// Done; what it changed comes as a difference.
    Done,
    /// The whole state.
    Snapshot {
        /// All of it.
        snapshot: Arc<Snapshot>,
    },
    /// The ends that can be offered now.
    Presets {
        /// In order.
        presets: Vec<OfferedPreset>,
    },
    /// What an invite link says.
    Link {
        /// The team's name.
        team: String,
        /// Where it would be reached.
        addresses: Vec<String>,
    },
    /// A fresh invite link.
    Invite {
        /// To be sent to a colleague.
        link: String,
        /// When it stops working.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        until: Timestamp,
    },
    /// Addresses of this computer.
    Addresses {
        /// In order of likelihood.
        addresses: Vec<String>,
    },
    /// Refused, or failed.
    Problem {
        /// Why, and what to do.
        problem: Problem,
    },
}

impl std::fmt::Debug for Reply {
    /// Leaves out what may not stand in a log, above all the invite.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Done => f.write_str("done"),
            Self::Snapshot { .. } => f.write_str("snapshot"),
            Self::Presets { presets } => f.debug_tuple("presets").field(presets).finish(),
            Self::Link { team, .. } => f.debug_tuple("link").field(team).finish(),
            Self::Invite { until, .. } => {
                f.debug_struct("invite").field("until", until).finish_non_exhaustive()
            }
            Self::Addresses { addresses } => f.debug_tuple("addresses").field(addresses).finish(),
            Self::Problem { problem } => f.debug_tuple("problem").field(problem).finish(),
        }
    }
}

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
    /// The team's catalogue.
    pub statuses: Arc<Vec<Status>>,
    /// What this computer knows of me.
    pub senses: Arc<Senses>,
    /// How this computer is set.
    pub settings: Settings,
    /// What can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Undo>,
    /// Something to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
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
    /// The token cannot be read: the keyring is locked or missing. Asks for consent to keep it in memory only.
    Locked {
        /// Why, in words.
        why: String,
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
    /// Whether something I chose has not reached the server yet.
    pub unsent: bool,
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
}

/// How this computer is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Away after this many seconds without input; 0 = never. Whole minutes in the window, 1 to 60.
    pub idle_after_s: u32,
    /// Away at once when the screen locks.
    pub away_on_lock: bool,
    /// Start with the system, in the tray.
    pub start_at_login: bool,
    /// Light, dark, or as the system.
    pub theme: Theme,
    /// A palette that does not rely on red and green.
    pub colour_blind: bool,
    /// Whether to say when a favourite becomes available.
    pub notify_favourites: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle_after_s: 300,
            away_on_lock: true,
            start_at_login: false,
            theme: Theme::System,
            colour_blind: false,
            notify_favourites: false,
        }
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
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
}
