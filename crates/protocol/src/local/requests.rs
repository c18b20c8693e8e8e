use serde::{Deserialize, Serialize};

use super::{Ask, Settings};
use crate::{ClaimId, ProfileChange, SecondaryId, SignedDuration, StatusId, Timestamp};

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
        /// One of the entry's secondary statuses.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secondary: Option<SecondaryId>,
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
    /// The system opened an address for Ringlight: show the window, and offer to join by the invite.
    Open {
        /// As the system gave it.
        address: String,
    },
    /// Put the invite that the system opened away.
    Decline,
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
    /// What only the server can do or tell.
    Ask {
        /// What.
        ask: Box<Ask>,
    },
    /// Read this calendar from now on; absent = none, and forget the old one's password.
    Calendar {
        /// Where it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<CalendarSource>,
        /// Its password, which goes to the keyring.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        password: Option<String>,
    },
    /// I was here: take the away by idling back, from its start, or the warning that it comes.
    Here,
    /// Leave the team: the server deletes everything it knows of me, and this computer forgets the account.
    Leave,
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
            Self::Profile { .. } => "profile",
            Self::StartTeam { .. } => "start_team",
            Self::ReadLink { .. } => "read_link",
            Self::Open { .. } => "open",
            Self::Decline => "decline",
            Self::Join { .. } => "join",
            Self::LookAround => "look_around",
            Self::Invite { .. } => "invite",
            Self::Addresses => "addresses",
            Self::Listen { .. } => "listen",
            Self::SignOut => "sign_out",
            Self::KeepTokenInMemory => "keep_token_in_memory",
            Self::Retry => "retry",
            Self::Settings { .. } => "settings",
            Self::Ask { .. } => "ask",
            Self::Calendar { .. } => "calendar",
            Self::Here => "here",
            Self::Leave => "leave",
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

/// Where a calendar is read from. Its password is not part of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum CalendarSource {
    /// An ICS address: `https:` or `webcal:`.
    Address {
        /// As pasted; it may hold a secret, so it is kept in the keyring and shown by its host only.
        url: String,
    },
    /// An ICS file on this computer.
    File {
        /// Its path.
        path: String,
    },
    /// A CalDAV server (RFC 4791), or one of its collections.
    CalDav {
        /// Where it is.
        url: String,
        /// The name to sign in with.
        user: String,
    },
}

impl std::fmt::Debug for CalendarSource {
    /// Leaves the address out: it may hold a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Address { .. } => "address",
            Self::File { .. } => "file",
            Self::CalDav { .. } => "cal_dav",
        })
    }
}
