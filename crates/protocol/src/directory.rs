use serde::{Deserialize, Serialize};

use crate::{Person, PersonId};

/// A page of the directory: `GET /v1/people`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct People {
    /// By name; at most 200.
    pub people: Vec<Person>,
    /// Gives the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Asking for the presence of many at once: `POST /v1/presence/query`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PresenceQuery {
    /// At most 500.
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub ids: Vec<PersonId>,
}

/// The team itself: `GET /v1/team`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Team {
    /// Its name.
    pub name: String,
    /// How many belong to it.
    pub people: usize,
}
