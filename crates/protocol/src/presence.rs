use serde::{Deserialize, Serialize};

use crate::{ClaimId, Date, DeviceId, PersonId, SecondaryId, StatusId, Timestamp};

/// The colour of a ring: whether others may turn to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Free to be turned to.
    Available,
    /// There, but occupied.
    Busy,
    /// There, and asks not to be interrupted.
    DoNotDisturb,
    /// Not at a device.
    Away,
    /// Not at work.
    OutOfOffice,
    /// No device is alive, or the person wants to look so.
    Offline,
}

/// What is going on beside the availability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// A microphone, a camera or a phone is in use.
    OnCall,
    /// A phone rings.
    Ringing,
    /// The calendar says so.
    InMeeting,
    /// Slides on full screen, or a shared screen.
    Presenting,
    /// No input for longer than the threshold.
    Idle,
    /// The screen is locked or the screensaver runs.
    Locked,
    /// The computer sleeps.
    Asleep,
    /// The desktop cannot tell whether anybody is at it.
    Unknown,
}

/// What one device says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeviceActivity {
    /// Input within the threshold, screen unlocked.
    Active,
    /// No input for longer than the threshold.
    Idle,
    /// Locked, screensaver, or another user's session in front.
    Locked,
    /// About to sleep, or sleeping.
    Asleep,
    /// No sense on this desktop can tell.
    Unknown,
}

/// Where a claim comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The person chose it.
    Manual,
    /// A microphone, a camera, or a PBX.
    Call,
    /// A device shows slides or shares its screen.
    Presenting,
    /// Another program, through the API.
    External,
    /// Free and busy times of a calendar.
    Calendar,
    /// Quiet hours.
    Schedule,
    /// What a device reports of itself.
    Device,
}

/// Why a presence is what it is: the source of the claim that won, or that there was none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The person chose it.
    Manual,
    /// A call.
    Call,
    /// Presenting.
    Presenting,
    /// Another program.
    External,
    /// The calendar.
    Calendar,
    /// Quiet hours.
    Schedule,
    /// A device is active, idle, locked or asleep.
    Device,
    /// No device is alive.
    NoDevice,
}

/// How much of a person a viewer may see, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Offline in every way.
    Hidden,
    /// Availability, and the day last seen.
    Coarse,
    /// Availability, status and until.
    Basic,
    /// Everything.
    Full,
}

/// A line of text beside the status, with an end of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    /// At most [`crate::NOTE_MAX_CHARS`] characters, NFC, one line; may be empty beside an emoji.
    #[cfg_attr(feature = "openapi", schema(max_length = 140))]
    pub text: String,
    /// One emoji shown before the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// When it clears itself; absent = never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub until: Option<Timestamp>,
}

/// One person's presence as one viewer may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Presence {
    /// The ring's colour.
    pub availability: Availability,
    /// The catalogue entry that labels it.
    pub status: StatusId,
    /// What goes on beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// When the shown availability or status last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub since: Option<Timestamp>,
    /// When what is shown ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub until: Option<Timestamp>,
    /// When the person is next free, as far as claims of now tell; only while they are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub free_at: Option<Timestamp>,
    /// The person's note, while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// Whether any device is alive; an out-of-office ring without one carries the offline glyph.
    pub online: bool,
    /// Where the person is, if they share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The day the person was last there, in their zone; only while offline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub last_seen: Option<Date>,
}

/// One living claim as its owner sees it, most decisive first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    /// The claim; absent for lines that no claim stands behind ("no device is alive").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<ClaimId>,
    /// Where it comes from.
    pub source: Source,
    /// What it would show by itself.
    pub availability: Availability,
    /// The catalogue entry it would show.
    pub status: StatusId,
    /// What its owner says more precisely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary: Option<SecondaryId>,
    /// What it adds beside the availability.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// The device it speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// Who set it, if not the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub from: Option<Timestamp>,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub until: Option<Timestamp>,
    /// Whether this is the claim that decides the ring.
    pub wins: bool,
    /// Whether the owner may drop or dismiss it.
    pub can_drop: bool,
}

/// The next instant at which a presence can change by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Next {
    /// When.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub at: Timestamp,
    /// The source whose claim begins or ends then.
    pub source: Source,
    /// What will be shown then, if nothing else happens.
    pub availability: Availability,
    /// The catalogue entry that will label it.
    pub status: StatusId,
}
