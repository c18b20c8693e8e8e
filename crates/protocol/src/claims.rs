use serde::{Deserialize, Serialize};

use crate::{
    Availability, ClaimId, DeviceActivity, DeviceId, Note, PersonId, SecondaryId, StatusId, Timestamp,
};

/// Everything that is claimed about one person. `ringlight-core` decides what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claims {
    /// What the person chose, the one that counts first; ends are strictly later from each to the next (none = latest).
    #[serde(default)]
    pub manual: Vec<Manual>,
    /// Absences that wait outside the stack and enter it at their start.
    #[serde(default)]
    pub planned: Vec<Planned>,
    /// When the person last chose, dropped or cleared a status: a choice made offline before then loses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub manual_changed: Option<Timestamp>,
    /// Calls that go on.
    #[serde(default)]
    pub calls: Vec<Call>,
    /// Devices that present.
    #[serde(default)]
    pub presenting: Vec<Presenting>,
    /// What other programs say.
    #[serde(default)]
    pub external: Vec<External>,
    /// Busy and out-of-office times of the next days, free of titles.
    #[serde(default)]
    pub calendar: Vec<Meeting>,
    /// Weekly quiet hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    /// Instances of automatic claims that the person put aside.
    #[serde(default)]
    pub dismissed: Vec<Dismissed>,
    /// Running clients and phones.
    #[serde(default)]
    pub devices: Vec<Device>,
    /// The line of text beside the status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// When a device that is no longer listed was last heard of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub last_seen: Option<Timestamp>,
}

/// A status that a person chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Manual {
    /// Unique among the person's claims.
    pub id: ClaimId,
    /// The catalogue entry.
    pub status: StatusId,
    /// Its availability when it was chosen.
    pub availability: Availability,
    /// Whether it survives signing out.
    pub sticky: bool,
    /// When it was chosen.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub chosen: Timestamp,
    /// When it ends by itself; absent = no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub until: Option<Timestamp>,
    /// What its owner says more precisely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary: Option<SecondaryId>,
    /// Who set it, if not the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
}

/// An out-of-office status planned ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Planned {
    /// Unique among the person's claims; its manual claim carries it on.
    pub id: ClaimId,
    /// The catalogue entry.
    pub status: StatusId,
    /// Its availability when it was planned.
    pub availability: Availability,
    /// Whether it survives signing out.
    pub sticky: bool,
    /// What its owner says more precisely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary: Option<SecondaryId>,
    /// When it enters the stack.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: Timestamp,
    /// When it ends; absent = no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub until: Option<Timestamp>,
}

/// A call that goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Call {
    /// Unique among the person's claims.
    pub id: ClaimId,
    /// The device it is on, if one of ours reports it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// Not answered yet.
    pub ringing: bool,
    /// When it began.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: Timestamp,
    /// When it is forgotten unless renewed.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub lease: Timestamp,
}

/// A device that shows slides or shares its screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Presenting {
    /// Unique among the person's claims.
    pub id: ClaimId,
    /// The device.
    pub device: DeviceId,
    /// When it began.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: Timestamp,
    /// When it is forgotten unless renewed.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub lease: Timestamp,
}

/// A status that another program set; neither offline nor sticky.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct External {
    /// Unique among the person's claims.
    pub id: ClaimId,
    /// The catalogue entry.
    pub status: StatusId,
    /// Its availability when it was set.
    pub availability: Availability,
    /// When it was set.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: Timestamp,
    /// When it ends unless renewed.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub lease: Timestamp,
}

/// A busy or out-of-office time in a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Meeting {
    /// The same for the same instance each time it is sent.
    pub id: ClaimId,
    /// Busy or out of office.
    pub kind: MeetingKind,
    /// Its first instant.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: Timestamp,
    /// The first instant after it.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub until: Timestamp,
}

/// What a calendar says of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// In a meeting.
    Busy,
    /// Not at work.
    OutOfOffice,
}

/// Weekly quiet hours in the person's own zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuietHours {
    /// IANA name of the zone in which the windows are meant.
    pub zone: String,
    /// The windows; they may overlap.
    pub windows: Vec<Window>,
    /// Whether they are the person's own, not the team's.
    #[serde(default)]
    pub own: bool,
    /// Whether the zone is that of the person's profile, so that they travel along.
    #[serde(default)]
    pub travels: bool,
    /// When they were last changed: an earlier choice of the person does not beat a window that this change began.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub changed: Timestamp,
}

/// One window of a weekly schedule, from a minute of a weekday to a minute of the same or the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Window {
    /// The day it begins on: 1 = Monday to 7 = Sunday (ISO 8601).
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 7))]
    pub day: u8,
    /// Minutes after midnight at which it begins, 0 to 1439.
    #[cfg_attr(feature = "openapi", schema(maximum = 1439))]
    pub from: u16,
    /// Minutes after midnight at which it ends, 0 to 1440; at or before `from` means on the next day.
    #[cfg_attr(feature = "openapi", schema(maximum = 1440))]
    pub until: u16,
}

/// One instance of an automatic claim that the person put aside until it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dismissed {
    /// The claim.
    pub claim: ClaimId,
    /// When the record may be forgotten.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub until: Timestamp,
}

/// A running client of a person, or a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// Which.
    pub id: DeviceId,
    /// A phone counts as active only for somebody with no living desktop.
    pub kind: DeviceKind,
    /// What it last said of itself.
    pub activity: DeviceActivity,
    /// When that began, on the server's clock.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub since: Timestamp,
    /// When it was last active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub last_active: Option<Timestamp>,
    /// How long it counts as alive.
    pub lease: Lease,
    /// The epoch and sequence of the last report that was taken, for refusing older ones.
    #[serde(default)]
    #[cfg_attr(feature = "bindings", ts(type = "[number, number]"))]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<u64>, min_items = 2, max_items = 2))]
    pub last_report: (u64, u64),
}

/// What kind of client a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// A computer.
    Desktop,
    /// A phone registered at a PBX.
    Phone,
}

/// How long a device counts as alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lease {
    /// For as long as its stream is open.
    Stream,
    /// Up to, not including, this instant: the grace after a lost stream, or the sleep lease.
    Until(#[cfg_attr(feature = "bindings", ts(type = "string"))] Timestamp),
}
