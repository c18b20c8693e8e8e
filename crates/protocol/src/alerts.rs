use serde::{Deserialize, Serialize};

use crate::{AlertId, PersonId, Timestamp};

/// "Tell me when they are free": `PUT /v1/me/alerts/{id}`, the id chosen by the asker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AlertChange {
    /// Whom to watch, 1 to 50.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 50))]
    pub people: Vec<PersonId>,
    /// How many of them must be free at once: 1 = any, their number = all.
    pub need: u32,
    /// Whether it goes on after it fired; else it fires once.
    #[serde(default)]
    pub standing: bool,
    /// When it is given up; absent = never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub until: Option<Timestamp>,
}

/// An alert as it stands. One that fired once stays listed until its owner deletes it, so that no reader misses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alert {
    /// Which.
    pub id: AlertId,
    /// Whom it watches, those hidden from me included.
    pub people: Vec<PersonId>,
    /// How many of them must be free at once.
    pub need: u32,
    /// Whether it goes on after it fired.
    pub standing: bool,
    /// When it is given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub until: Option<Timestamp>,
    /// When it last fired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub fired: Option<Timestamp>,
    /// Who was free when it last fired.
    #[serde(default)]
    pub free: Vec<PersonId>,
}
