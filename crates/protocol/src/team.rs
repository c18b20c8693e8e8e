use serde::{Deserialize, Serialize};

use crate::{DeviceId, Me, PersonId, SignedDuration, Timestamp};

/// Joining a team: `POST /v1/join`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The invite's code.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64))]
    pub code: String,
    /// The name colleagues will see.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, pattern = r"^\S(.*\S)?$"))]
    pub name: String,
    /// What this device is called in the list of devices.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, pattern = r"^\S(.*\S)?$"))]
    pub device: String,
    /// IANA name of the person's time zone.
    pub zone: String,
}

impl std::fmt::Debug for Join {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Join").field("name", &self.name).field("device", &self.device).finish_non_exhaustive()
    }
}

/// The answer to joining.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Joined {
    /// The device's bearer token: 256 bits, shown this once.
    pub token: String,
    /// The server's version.
    pub server: String,
    /// The newest API version it speaks.
    pub api: u32,
    /// The team's name.
    pub team: String,
    /// Who I am there.
    pub me: Me,
}

impl std::fmt::Debug for Joined {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Joined").field("team", &self.team).field("me", &self.me.id).finish_non_exhaustive()
    }
}

/// Asking for an invite: `POST /v1/invites`, administrators only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteRequest {
    /// How many may use it, 1 to 500; absent = 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 500))]
    pub uses: Option<u32>,
    /// How long it holds, ISO 8601, at most 7 days; absent = 7 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Duration))]
    pub lasts: Option<SignedDuration>,
}

/// A fresh invite. The code is shown this once; the server keeps its digest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invited {
    /// 128 bits, base64url.
    pub code: String,
    /// The whole link, with this server's addresses and key pin.
    pub link: String,
    /// When it stops working.
    pub until: Timestamp,
}

impl std::fmt::Debug for Invited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invited").field("until", &self.until).finish_non_exhaustive()
    }
}

/// One of my devices: `GET /v1/me/devices`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DeviceEntry))]
pub struct Device {
    /// Which.
    pub id: DeviceId,
    /// What it is called.
    pub name: String,
    /// Whose.
    pub person: PersonId,
    /// When it joined.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub joined: Timestamp,
    /// Whether its stream is open.
    pub connected: bool,
    /// Whether it is the one that asks.
    pub this: bool,
}
