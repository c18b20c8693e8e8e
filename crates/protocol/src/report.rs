use serde::{Deserialize, Serialize};

use crate::{DeviceActivity, Me, SecondaryId, SignedDuration, StatusId, Timestamp};

/// What a device says of itself: `PUT /v1/me/report`. An older one (epoch, then sequence) changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The epoch that the device's stream was given.
    pub epoch: u64,
    /// Counts up within the epoch.
    pub sequence: u64,
    /// What the device is doing.
    pub activity: DeviceActivity,
    /// For how long already; zero if absent.
    #[serde(default)]
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Duration))]
    pub age: SignedDuration,
    /// Whether a microphone or a camera is in use. Renewed every 60 s while it is.
    #[serde(default)]
    pub call: bool,
    /// Whether the device presents. Renewed every 60 s while it does.
    #[serde(default)]
    pub presenting: bool,
}

/// The answer to a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reported {
    /// False if a newer report had been taken already.
    pub taken: bool,
    /// What holds now.
    pub me: Me,
}

/// A status to push on the stack: `PUT /v1/me/status`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The catalogue entry.
    pub status: StatusId,
    /// One of the entry's secondary statuses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary: Option<SecondaryId>,
    /// When it ends; at most one of `until` and `duration`. Neither = no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub until: Option<Timestamp>,
    /// How long it lasts from when it was chosen (ISO 8601), more than zero and at most 366 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Duration))]
    pub duration: Option<SignedDuration>,
    /// How long ago it was chosen, for a choice made offline; absent = now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Duration))]
    pub chosen_ago: Option<SignedDuration>,
}

/// A note to show: `PUT /v1/me/note`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteChange {
    /// At most [`crate::NOTE_MAX_CHARS`] characters, one line; empty only with an emoji.
    #[cfg_attr(feature = "openapi", schema(max_length = 140, pattern = r"^(\S(.*\S)?)?$"))]
    pub text: String,
    /// One emoji.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// When it clears itself; absent = never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub until: Option<Timestamp>,
}

/// Takes one change of one's own status or note back while it is young.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UndoToken {
    /// As the change's answer gave it.
    pub undo: String,
}

/// The answer to a change of one's own status, note or claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusChanged {
    /// Takes it back, for [`crate::UNDO_FOR`]; absent after an undo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
    /// What holds now.
    pub me: Me,
}
