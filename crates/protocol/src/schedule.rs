use serde::{Deserialize, Serialize};

use crate::{Meeting, SecondaryId, StatusId, Timestamp, Window};

/// My own quiet hours: `PUT /v1/me/quiet-hours`; `DELETE` goes back to the team's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuietChange {
    /// At most 21; none = no quiet hours, whatever the team's are.
    #[cfg_attr(feature = "openapi", schema(max_items = 21))]
    pub windows: Vec<Window>,
    /// IANA name of the zone in which they are meant; absent = wherever my profile's zone is, so that they travel
    /// with me.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// An absence planned ahead: `PUT /v1/me/absences/{id}`, the id chosen by its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AbsenceChange {
    /// The catalogue entry, an out-of-office one.
    pub status: StatusId,
    /// One of its secondary statuses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary: Option<SecondaryId>,
    /// When it begins; ahead, and within 366 days.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: Timestamp,
    /// When it ends; absent = no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub until: Option<Timestamp>,
}

/// The next 14 days of my calendars: `PUT /v1/me/claims/calendar`. Replaces what was said before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarChange {
    /// At most 200, none ended.
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub meetings: Vec<Meeting>,
}
