use serde::{Deserialize, Serialize};

use crate::{GroupId, Person, PersonId, Policy};

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
    /// Its rules, which every member can see.
    pub policy: Policy,
}

/// A group of my own making: `GET /v1/me/groups`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// Which.
    pub id: GroupId,
    /// What I call it.
    pub name: String,
    /// Who is in it, in my order.
    pub people: Vec<PersonId>,
}

/// A group of my own to make or change: `PUT /v1/me/groups/{id}`, the id chosen by me.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupChange {
    /// What I call it.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, pattern = r"^\S(.*\S)?$"))]
    pub name: String,
    /// Who is in it, in my order; at most 500.
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub people: Vec<PersonId>,
}

/// My favourites in my order: `PUT /v1/me/favourites`; and who may break through: `PUT /v1/me/breakthrough`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Those {
    /// All of them; at most 500.
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub people: Vec<PersonId>,
}
