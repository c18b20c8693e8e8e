use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Availability, Choice, Date, Level, PersonId, Problem, Secondary, SecondaryId, SignedDuration, StatusId,
    Timestamp, Window,
};

/// A new or changed entry of the catalogue: `PUT /v1/statuses/{id}`, administrators only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StatusChange {
    /// The colour it gives the ring; that of an entry which is there already cannot change.
    pub availability: Availability,
    /// What people read, by BCP 47 language tag; `en` is needed.
    pub labels: BTreeMap<String, String>,
    /// How long it lasts unless the person says otherwise; absent = no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Duration))]
    pub lasts: Option<SignedDuration>,
    /// Whether its owner's own notifications stay quiet meanwhile.
    pub mutes: bool,
    /// Whether it survives signing out; out-of-office ones only.
    pub sticky: bool,
    /// Whether people may no longer choose it; the six base statuses cannot be hidden.
    pub hidden: bool,
    /// At most 30. One that is left out is hidden where it is in use, and gone elsewhere.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 30))]
    pub secondaries: Vec<Secondary>,
}

/// The order in which the catalogue is offered: `PUT /v1/statuses`, administrators only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StatusOrder {
    /// Every entry once.
    pub order: Vec<StatusId>,
}

/// A change of the team: `PATCH /v1/team`, administrators only. An absent field stays as it is. Every member is
/// told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TeamChange {
    /// The new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// See [`crate::Policy::grace`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Duration))]
    pub grace: Option<SignedDuration>,
    /// See [`crate::Policy::restore`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Duration))]
    pub restore: Option<SignedDuration>,
    /// The new bounds of the idle threshold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle: Option<IdleBounds>,
    /// See [`crate::Policy::at_most`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Level>,
    /// The new quiet hours of who sets none of their own; no windows = none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<Vec<Window>>,
    /// Whether the server keeps status times from now on. Switching off deletes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reports: Option<bool>,
}

/// Within which minutes members may set their idle threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IdleBounds {
    /// The shortest, in minutes, 1 to 60.
    pub min: u32,
    /// The longest, in minutes, 1 to 60.
    pub max: u32,
    /// Whether "never away by idling" may be chosen.
    pub never: bool,
}

impl Default for IdleBounds {
    fn default() -> Self {
        Self { min: 1, max: 60, never: true }
    }
}

/// Sets or clears the status of many: `PUT /v1/people/status`, administrators only. Never clears do-not-disturb or
/// Appear offline. Each is told by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ManyChoice {
    /// At most 500.
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub people: Vec<PersonId>,
    /// The status to push; absent = back to automatic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
}

/// What came of one of many changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// Whose.
    pub person: PersonId,
    /// Why nothing changed; absent = done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// Whether somebody may change the team: `PUT /v1/people/{id}/role`, administrators only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// In or out.
    pub admin: bool,
}

/// How long people showed which status: `GET /v1/reports/status-time`, administrators only, where the team keeps
/// status times. With `Accept: text/csv` the rows as CSV (RFC 4180).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusTime {
    /// Since when status times are kept: nothing before it is known.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub since: Timestamp,
    /// By name, then by time, the longest first.
    pub rows: Vec<StatusTimeRow>,
}

/// One person's time in one status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusTimeRow {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The primary status.
    pub status: StatusId,
    /// The secondary status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary: Option<SecondaryId>,
    /// For how long, whole seconds.
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub seconds: u64,
}

/// The days of a status-time report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportDays {
    /// The first day, in UTC.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: Date,
    /// The last day, in UTC; at most 366 days after `from`.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub until: Date,
}
